//! The messages that are known: of the mask ROM, of boot loaders, of Espressif's SDKs, and of the Arduino core.
//!
//! A pattern is found anywhere in a line, or at its beginning with `^`; `*` is any text, which the words may have as `{0}`, `{1}` and so on. A
//! line means what all rows say together that fit it, in their order.

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// It happens at each start, or tells how it goes.
    Usual,
    /// Something is wrong; with what to do about it.
    Trouble(&'static str),
}

/// A message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// What the line has.
    pub(super) pattern: &'static str,
    /// What it means, as a clause.
    pub(super) words: &'static str,
    pub(super) weight: Weight,
}

const FLASH: &str = "write the firmware anew: smr flash";
const ERASE: &str = "write the firmware and nothing else: smr flash --erase-all";
const OTHER_SIZE: &str = "take the image for the size of the chip, as smr flash does by itself, and leave its header alone (esptool: --flash-size keep)";
const PINS: &str = "pull GPIO15 to GND, and let go of GPIO2: they choose what starts";
const POWER: &str =
    "check the power supply: 3.3 V, 300 mA or more, and short wires to the flash chip";
const AGAIN: &str = "where it happens again and again, write the newest firmware: smr flash, and tell what is printed here";

const fn usual(pattern: &'static str, words: &'static str) -> Row {
    Row {
        pattern,
        words,
        weight: Weight::Usual,
    }
}

const fn trouble(pattern: &'static str, words: &'static str, hint: &'static str) -> Row {
    Row {
        pattern,
        words,
        weight: Weight::Trouble(hint),
    }
}

pub(super) const TABLE: &[Row] = &[
    // The mask ROM: why the chip has started, and what its pins have chosen.
    usual("rst cause:1,", "power came on"),
    usual(
        "rst cause:2,",
        "the chip was reset by its pin, woke up, or restarted itself",
    ),
    usual("rst cause:3,", "the program has restarted the chip"),
    trouble(
        "rst cause:4,",
        "the hardware watchdog has reset the chip: the program hung",
        AGAIN,
    ),
    usual(
        "boot mode:(1,",
        "it waits in its serial boot loader, as GPIO0 is held low",
    ),
    usual("boot mode:(3,", "it starts what its flash holds"),
    trouble(
        "boot mode:(0,",
        "its pins choose nothing that starts: GPIO0 and GPIO2 are low",
        PINS,
    ),
    trouble(
        "boot mode:(2,",
        "its pins choose nothing that starts: GPIO2 is low",
        PINS,
    ),
    trouble(
        "boot mode:(4,",
        "its pins choose SDIO: GPIO15 is high",
        PINS,
    ),
    trouble(
        "boot mode:(5,",
        "its pins choose SDIO: GPIO15 is high",
        PINS,
    ),
    trouble(
        "boot mode:(6,",
        "its pins choose SDIO: GPIO15 is high",
        PINS,
    ),
    trouble(
        "boot mode:(7,",
        "its pins choose SDIO: GPIO15 is high",
        PINS,
    ),
    trouble(
        "^waiting for host",
        "it waits for a host on SDIO: GPIO15 is high",
        PINS,
    ),
    usual("^wdt reset", "it was a watchdog that has reset it"),
    // The mask ROM loads what is at the beginning of the flash.
    trouble(
        "^load 0xffffffff, len -1",
        "where the next part of the program should be, the flash is empty or cannot be read",
        FLASH,
    ),
    usual(
        "^load 0x4*, len *, room",
        "{1} bytes of code are loaded into the RAM at 0x4{0}",
    ),
    usual(
        "^load 0x3*, len *, room",
        "{1} bytes of variables are loaded into the RAM at 0x3{0}",
    ),
    usual("^tail *", "the last {0} bytes of that part"),
    usual("^ho * tail", "where that part ends"),
    usual("^chksum 0x*", "the check sum so far: {0}"),
    usual("^csum 0x*", "the check sum of what was loaded: {0}"),
    trouble(
        "^csum err",
        "the check sum is wrong: the program in the flash is damaged",
        FLASH,
    ),
    trouble(
        "ets_main.c",
        "the chip finds nothing in its flash that starts",
        FLASH,
    ),
    trouble("^flash read err", "the flash chip cannot be read", POWER),
    // Our boot loader.
    usual(
        "smr-boot/1 run",
        "the gateway's boot loader starts the firmware",
    ),
    usual(
        "smr-boot/1 swap */*",
        "the gateway's boot loader puts an update in place: step {0} of {1}; it goes on after a power cut",
    ),
    usual(
        "smr-boot/1 try *",
        "an update is on trial; so many starts of it have counted: {0}",
    ),
    trouble(
        "smr-boot/1 back */*",
        "the gateway's boot loader brings the firmware back that ran before: step {0} of {1}",
        "why: smr diag GATEWAY, under reset; or smr ota GATEWAY --image FILE once more",
    ),
    trouble(
        "smr-boot/1 refused",
        "an update is not in place: it was damaged where it waited, and the firmware that ran goes on",
        "update once more: smr ota GATEWAY",
    ),
    trouble(
        "smr-boot/1 stuck",
        "an update does not run, and the firmware before it is damaged",
        FLASH,
    ),
    trouble(
        "smr-boot/1 empty",
        "there is a boot loader, but no firmware behind it",
        FLASH,
    ),
    // Other boot loaders, which show that another firmware is on the chip.
    usual(
        "^2nd boot version : *",
        "Espressif's boot loader {0}: another firmware is on the chip",
    ),
    usual("^jump to run user*", "it starts the firmware in slot {0}"),
    usual(
        "^rBoot v*",
        "the boot loader rBoot {0}: another firmware is on the chip",
    ),
    usual(
        "2nd stage bootloader",
        "the boot loader of Espressif's RTOS SDK: another firmware is on the chip",
    ),
    usual(
        "^~ld",
        "the boot loader of the Arduino core starts the program",
    ),
    usual(
        "^@cp:0",
        "the boot loader of the Arduino core has put an update in place",
    ),
    trouble(
        "^@cp:*",
        "the boot loader of the Arduino core could not put an update in place: {0}",
        FLASH,
    ),
    // The SDK on its way up.
    usual("SDK ver: * compiled", "Espressif's SDK {0}"),
    usual("^phy ver: *, pp ver: *", "its radio libraries: {0}, {1}"),
    usual(
        "^rf cal sector: *",
        "where the radio's calibration is kept: sector {0}",
    ),
    trouble(
        "rf_cal[0] !=0x05,is 0x*",
        "the radio's parameters are missing (0x{0} is there instead), and without them it restarts for ever",
        ERASE,
    ),
    usual(
        "system param error, use last saved param",
        "the SDK's own settings are damaged or new, and those before them are taken: harmless",
    ),
    trouble(
        "system param partition error",
        "the SDK finds no place for its settings",
        OTHER_SIZE,
    ),
    trouble(
        "need boot 1.4+",
        "the image is for a flash chip of another size, and does not start with this boot loader",
        OTHER_SIZE,
    ),
    trouble(
        "mismatch map *,spi_size_map *",
        "the header says another flash size (code {0}) than the partition table of the program (code {1})",
        OTHER_SIZE,
    ),
    trouble(
        "don't supported flash map",
        "the header says a flash size that the SDK does not know",
        OTHER_SIZE,
    ),
    trouble(
        "partition table size is larger than flash size 0x*",
        "the program is for a larger flash chip than its header says: 0x{0} bytes",
        OTHER_SIZE,
    ),
    trouble(
        "Firmware ONLY supports ESP8266",
        "the SDK takes the chip for none of its own",
        POWER,
    ),
    trouble(
        "spi_flash_read_status err",
        "the flash chip does not answer the SDK",
        POWER,
    ),
    // Crashes.
    trouble(
        "^Fatal exception*:",
        "the firmware has crashed: exception {0:exception}",
        AGAIN,
    ),
    trouble(
        "^Exception (*)",
        "the firmware has crashed: exception {0:exception}",
        AGAIN,
    ),
    usual("^epc1=0x*, epc2", "it was at 0x{0}"),
    usual("excvaddr=0x*,", "and touched 0x{0}"),
    trouble(
        "^Soft WDT reset",
        "the software watchdog ends a program that hung",
        AGAIN,
    ),
    trouble("^E:M *", "no memory is left for {0} bytes", AGAIN),
    trouble(
        "err: task queue error",
        "more was to be done than the SDK can keep in mind",
        AGAIN,
    ),
    // Wi-Fi, as the SDK tells it.
    usual(
        "^mode : sta(*)",
        "the radio is a station, with the MAC address {0}",
    ),
    usual(
        "^mode : softAP(*)",
        "the radio makes an access point, with the MAC address {0}",
    ),
    usual("^scandone", "it has looked for networks"),
    usual(
        "^connected with *, channel *",
        "it has joined the Wi-Fi {0} on channel {1}",
    ),
    usual("^dhcp client start", "it asks the network for an address"),
    usual("^ip:*,mask:*,gw:*", "it has the address {0}"),
    trouble(
        "^no * found, reconnect after",
        "it does not hear the Wi-Fi {0}",
        "is the network on 2.4 GHz, in reach, and with WPA2? the radio knows no 5 GHz and no network with WPA3 only",
    ),
    // Applications.
    usual(
        "^IMPROV",
        "a gateway in setup answers in Improv: smr provision sets it up",
    ),
];
