//! Everything that can be found: one row each. The rows of one severity are told in this order.

use super::finding::Kind;
use super::finding::Severity::{Error, Info, Warning};

macro_rules! table {
    ($($name:ident $code:literal $severity:ident $title:literal [$($remedy:literal),+ $(,)?];)*) => {
        $(#[doc = concat!("`", $code, "`: ", $title, ".")]
        pub static $name: Kind = Kind { code: $code, severity: $severity, title: $title, remedies: &[$($remedy),+] };)*

        /// All kinds of findings.
        pub static TABLE: &[&Kind] = &[$(&$name,)*];
    };
}

table! {
    UNREACHABLE "unreachable" Error "nobody answers there" [
        "check the name, the address and the port: smr discover lists the gateways that are in the network",
        "has it power, and is it in the same network as this computer?",
    ];
    NO_BYTES "no-bytes" Error "not one byte comes" [
        "is the cable in the meter's port, and is it wired as RJ12: data request (pin 2) at 5 V, ground (3), data (5)?",
        "many meters send only while the data request line is high: it must have 4 to 5.5 V",
        "some network operators open the port only when they are asked: look at the meter's display or the operator's portal",
        "the data line is an open collector: it needs a pull-up resistor of about 1 kΩ",
    ];
    METER_SILENT "meter-silent" Error "the gateway is well, and its meter says nothing" [
        "is the cable in the meter's port, and the port enabled by the network operator?",
        "check data request (pin 2) at 5 V, ground (3), data (5), and the pull-up resistor of about 1 kΩ",
        "restart the gateway's meter line: smr restart GATEWAY",
    ];
    SETUP_OPEN "setup-open" Error "the gateway is in no Wi-Fi, and its access point is open" [
        "a new one: set it up with smr provision, or smr commission with its serial port; until then anybody near it can take it over",
        "one that has lost its Wi-Fi: bring that back, or join its access point to give it another one; it finds none on 5 GHz only or WPA3 only",
    ];
    INVERTED "inverted" Error "the levels of the line are the wrong way round" [
        "P1 ports are inverted: put an inverter into the cable, or turn on the inversion of the receiver",
        "at a gateway: smr config set GATEWAY serial.inverted=false (or true, if it is false now)",
        "at ESPHome: inverted: true at the rx_pin",
    ];
    PARITY "parity" Error "the line is read with the wrong character format" [
        "at smr: serial:PORT?baud=9600&format=7e1; at a gateway: smr config set GATEWAY serial.format=7e1",
    ];
    BAUD_HIGH "baud-too-high" Error "the line is read faster than the meter sends" [
        "DSMR 2 and 3 and D0 meters send at 9600 7E1, M-Bus ports at 2400 8E1: let it be found out with serial:PORT",
        "at a gateway: smr config set GATEWAY serial.baud=9600 serial.format=7e1",
    ];
    BAUD_LOW "baud-too-low" Error "the line is read more slowly than the meter sends, or it speaks a protocol that smr does not know" [
        "meters since DSMR 4 send at 115200 8N1: serial:PORT?baud=115200&format=8n1, or let it be found out with serial:PORT",
        "at a gateway: smr config set GATEWAY serial.baud=115200 serial.format=8n1",
        "if that does not help, keep what comes and ask: smr record SOURCE -o meter.smr",
    ];
    NOISE "noise" Error "bytes come, and no telegram is in them" [
        "is ground connected at both ends, and is the pull-up resistor there? An open line picks up noise",
        "check speed and format: let them be found out with serial:PORT, or look at smr diag GATEWAY",
        "keep what comes and ask: smr record SOURCE -o meter.smr",
    ];
    NO_LINE_ENDS "line-ends-missing" Error "telegrams come without line ends" [
        "whatever reads the meter strips CR and LF: let it pass bytes as they are (raw mode, not lines)",
    ];
    CUT "cut-at-constant-length" Error "every telegram ends after the same number of bytes" [
        "a receive buffer on the way is too small for a telegram: make it larger than the longest one",
        "at ESPHome: rx_buffer_size at the uart and max_telegram_length at dsmr; in Arduino sketches Serial.setRxBufferSize before begin",
    ];
    BROKEN_OFF "broken-off" Error "telegrams break off, now here, now there" [
        "a reader on the way gives up too early: give it a longer timeout and a larger buffer",
        "older meters feed 100 mA at most: a gateway that browns out drops the rest of the telegram",
    ];
    NO_END "end-missing" Error "telegrams come without their last line" [
        "whatever reads the meter drops the line with the exclamation mark: let it pass bytes as they are",
    ];
    MIXED "telegrams-mixed" Error "pieces of several telegrams come among each other" [
        "two senders write into one line or connection: let each have its own",
        "if two gateways feed one serial server, give each its own port",
    ];
    PIECES "pieces-missing" Error "pieces in the middle of telegrams are missing" [
        "does another program read the same port? Only one may: look with lsof or fuser",
        "a receive buffer on the way runs over: make it larger, or read more often",
    ];
    LINE_LOST "line-lost" Error "telegrams arrive without some of their lines" [
        "whatever reads the meter drops lines: a filter, a full queue, or a second reader",
    ];
    LINE_ENDS "line-ends-changed" Error "line ends were changed on the way, so that no CRC is right" [
        "something in text mode is on the way (a terminal program, a bridge that reads lines): let it pass bytes as they are",
        "on Linux: stty -F PORT raw -icrnl -inlcr",
    ];
    BLANKS "blanks-stripped" Error "empty lines were left out on the way, so that no CRC is right" [
        "whatever reads the meter strips empty lines or blanks: let it pass bytes as they are",
    ];
    OTHER_CRC "crc-variant" Error "the CRC is that of another protocol" [
        "whatever makes these telegrams must use CRC-16/ARC over everything from / through ! (DSMR 5.0.2, 6.2)",
    ];
    FLIPPED "characters-flipped" Error "characters arrive changed" [
        "shorten the cable or take a shielded one, and keep it away from power lines, chargers and antennas",
        "check ground, and the pull-up resistor of about 1 kΩ: one of 10 kΩ is too weak for 115200 baud",
        "a supply that sags flips bits too: try another one",
    ];
    DAMAGED "telegrams-damaged" Error "telegrams arrive with wrong checksums, and nothing tells why" [
        "check the cable and its length, ground, the pull-up resistor and the supply",
        "was the file edited? A telegram whose numbers were replaced has a wrong CRC",
    ];
    NO_KEY "key-missing" Error "telegrams are encrypted, and there is no key for this meter" [
        "ask the network operator for the key of the meter, and give it with --key-file FILE",
    ];
    WRONG_KEY "key-wrong" Error "telegrams are encrypted, and the key does not open them" [
        "compare the key with the operator's letter; it belongs to one meter: compare the system title too",
        "a meter that was replaced has a new key",
    ];
    LOST "connection-lost" Warning "the connection breaks off" [
        "is the Wi-Fi of the gateway good enough? smr doctor with the gateway's HTTP address says more",
        "does another program hold its place? Some gateways serve one client only",
    ];
    BETWEEN "noise-between" Warning "bytes that belong to no telegram come among the telegrams" [
        "check ground and the pull-up resistor: an open line picks up noise between telegrams",
    ];
    NO_CRC "crc-missing" Warning "telegrams of a meter that sends a CRC come without one" [
        "something on the way removes it: damage cannot be noticed any more. Let bytes pass as they are",
        "readers that want a CRC refuse these telegrams; at ESPHome: crc_check: false",
    ];
    DUPLICATES "duplicates" Warning "telegrams come more than once" [
        "something on the way sends them again: a bridge with two inputs, or a replay",
    ];
    GAPS "gaps" Warning "telegrams are lost" [
        "look for what is too slow or too far away: Wi-Fi, a busy bridge, a reader that reads now and then",
        "some bridges leave telegrams out on purpose: look at their interval setting",
    ];
    JITTER "jitter" Warning "telegrams come irregularly, though the meter sends them regularly" [
        "look at the Wi-Fi and at what else runs on the way: telegrams wait somewhere",
    ];
    SEVERAL "several-meters" Warning "telegrams of several meters come from one source" [
        "readers take them for one meter that jumps: give each meter a source of its own",
    ];
    CLOCK_UNSET "clock-unset" Warning "the meter's clock was never set" [
        "the network operator sets it; until then use the time at which telegrams come",
    ];
    CLOCK_HOURS "clock-season" Warning "the meter's clock is off by whole hours" [
        "its summer time flag or its time zone is wrong: tell the network operator",
        "is this computer's own clock and time zone right?",
    ];
    CLOCK_OFF "clock-off" Warning "the meter's clock is off" [
        "is this computer's own clock right? If so, tell the network operator",
    ];
    CHANNEL_MOVED "channel-replaced" Warning "an old device hides the one that replaced it" [
        "tell your reader the channel: at ESPHome gas_mbus_id, water_mbus_id or thermal_mbus_id",
        "the network operator can take the old device out of the meter",
    ];
    CHANNEL_STALE "channel-stale" Warning "a device behind the meter has not reported for more than a day" [
        "its battery or its radio may be at an end, or it was replaced: tell the network operator",
    ];
    CHANNEL_TYPE "channel-type-unknown" Warning "a device behind the meter does not say what it measures" [
        "it may not be paired well: tell the network operator",
    ];
    COUNTER_BACK "counter-backwards" Warning "a counter falls back" [
        "was the meter replaced or reset? Statistics will show a jump: mark the day",
    ];
    POWER_SUM "power-sum" Warning "the power of the phases is not that of the meter" [
        "believe the counters, and compare the power with them over some minutes",
    ];
    PHASE_DEAD "phase-dead" Warning "a phase has no voltage" [
        "look at the fuses and the main switch; if they are well, tell the network operator",
    ];
    VOLTAGE "voltage-out-of-range" Warning "the voltage of a phase is not what the grid allows" [
        "if it stays so, tell the network operator; a broken neutral wire is dangerous",
    ];
    GW_PASSWORD_UNSET "password-unset" Warning "the gateway has no admin password: whoever comes first sets it" [
        "set one on its page, or with smr provision",
    ];
    GW_SIGNAL "wifi-weak" Warning "the gateway's Wi-Fi signal is weak" [
        "move the gateway or the access point; where the transmit power was lowered, raise it again: smr config set GATEWAY radio.power_dbm=14",
    ];
    GW_WIFI_LOST "wifi-losses" Warning "the gateway loses its Wi-Fi" [
        "see when: smr diag GATEWAY --events; check the signal and the access point",
        "an access point that was set to WPA3 only is not found any more: gateways need WPA2, alone or besides",
    ];
    GW_CRASHED "gateway-crashed" Warning "the gateway's firmware crashed" [
        "report it with a bundle: smr diag GATEWAY --bundle FILE.zip",
    ];
    GW_HUNG "gateway-hung" Warning "a watchdog had to restart the gateway" [
        "see when: smr diag GATEWAY --events; report it with a bundle: smr diag GATEWAY --bundle FILE.zip",
        "a supply that is too weak does that too: older meters feed 100 mA at most",
    ];
    GW_ROLLED_BACK "firmware-rolled-back" Warning "an update of the gateway was undone" [
        "give that image to no other gateway, and report it with a bundle: smr diag GATEWAY --bundle FILE.zip",
        "if its network was away meanwhile: update it again with smr ota GATEWAY",
    ];
    GW_TRIAL "firmware-on-trial" Warning "the gateway's new firmware does not prove itself" [
        "it has to reach the network that the one before was in, or goes back after ten minutes: is the network well?",
        "if this stays so for hours: see what it does with smr diag GATEWAY --events",
    ];
    GW_MEMORY "memory-low" Warning "the gateway is short of memory" [
        "fewer clients, or clients that read in time, leave more memory",
    ];
    GW_FRAGMENTED "memory-in-pieces" Warning "the gateway's free memory is in small pieces" [
        "restart it when it suits you: smr restart GATEWAY",
    ];
    GW_FULL "clients-full" Warning "all places for readers of the gateway are taken" [
        "the next one will be refused: close one, or let one program read and share",
    ];
    GW_SLOW_CLIENT "client-slow" Warning "a client of the gateway reads too slowly and loses telegrams" [
        "see which one: smr diag GATEWAY; the others lose nothing",
    ];
    GW_OVERRUNS "bytes-lost" Warning "the gateway loses bytes of its meter" [
        "fewer clients or better Wi-Fi leave it more time for the meter's line",
    ];
    GW_FRAMING "framing-errors" Warning "bytes at the gateway are not framed as its line's format says" [
        "check baud, format and polarity of its line, and the cable: smr config get GATEWAY",
        "where these are right: the line needs a resistor of 1 to 4.7 kΩ to 3.3 V; the chip's own pull-up is too weak for 115,200 baud",
    ];
    GW_OLD "firmware-old" Info "there is newer firmware for the gateway" [
        "update it: smr ota GATEWAY; smr firmware list says which there is",
    ];
    GW_LOCKED "password-locked" Info "the gateway's figures need its admin password" [
        "give it with --password-file FILE or SMR_PASSWORD, or keep it: smr login GATEWAY",
    ];
    NOT_AUTHENTICATED "not-authenticated" Info "telegrams are decrypted, but nothing proves that they are genuine" [
        "if the operator gave an authentication key too, give it with --auth-key or in the key file",
    ];
    CHANNEL_UNSET "channel-silent" Info "a device behind the meter is listed and has never reported" [
        "an empty slot is no fault; a new device may take a day",
    ];
    UNCHECKED "no-checksum" Info "this kind of meter sends no checksum, so that damage cannot be noticed" [
        "readers that want a CRC refuse these telegrams; at ESPHome: crc_check: false",
    ];
    UNKNOWN_DIALECT "dialect-unknown" Info "whose protocol these telegrams follow is unknown" [
        "they are decoded all the same; tell us about the meter, with a capture: smr record SOURCE -o meter.smr",
    ];
    UNKNOWN_CODES "codes-unknown" Info "some codes of the telegrams are unknown" [
        "they are passed on without a name: smr decode SOURCE shows them",
    ];
    LONG "telegram-long" Info "telegrams are longer than some readers can hold" [
        "in Arduino sketches Serial.setRxBufferSize before begin",
    ];
    STRICT "strict-reader-refuses" Info "a strict DSMR 5 reader refuses these telegrams" [
        "tell your reader the meter's own version, where it has such a setting",
    ];
    READERS "reader-settings" Info "other readers have to be told what meter it is" [
        "settings of other programs change between versions: look at their documentation too",
    ];
}

impl Kind {
    /// Its place in the table, to order findings of one severity.
    pub(super) fn place(&self) -> usize {
        TABLE
            .iter()
            .position(|kind| kind.code == self.code)
            .unwrap_or(TABLE.len())
    }
}

/// The table for people, in Markdown: what `docs/doctor.md` shows.
pub fn markdown() -> String {
    let mut text = "| code | severity | what | what to do |\n|---|---|---|---|\n".to_owned();
    for kind in TABLE {
        let row = format!(
            "| `{}` | {} | {} | {} |\n",
            kind.code,
            kind.severity.name(),
            kind.title,
            kind.remedies.join("; ")
        );
        text.push_str(&row);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_there_is_something_to_do_about_everything() {
        let codes: std::collections::BTreeSet<_> = TABLE.iter().map(|kind| kind.code).collect();
        assert_eq!(codes.len(), TABLE.len());
        for kind in TABLE {
            assert!(!kind.remedies.is_empty(), "{}", kind.code);
            let texts = kind.remedies.iter().chain([&kind.title]);
            for text in texts {
                assert!(!text.ends_with('.') && !text.contains('|'), "{text}");
            }
        }
    }
}
