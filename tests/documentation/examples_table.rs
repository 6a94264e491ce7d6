//! Every example of help and pages: how it ends, or why it does not run here.

use super::examples::Runs;

/// In this order. An exit code that is not 0 has its reason beside it.
pub(crate) const ALONE: &[Runs] = &[
    // Without gateways.
    (
        "smr completions bash > ~/.local/share/bash-completion/completions/smr",
        "",
        0,
    ),
    (
        "smr completions fish > ~/.config/fish/completions/smr.fish",
        "",
        0,
    ),
    ("smr man | man -l -", "", 0),
    ("smr man decode | man -l -", "", 0),
    ("smr man --dir ~/.local/share/man/man1", "", 0),
    ("smr decode capture.p1", "", 0),
    ("smr decode kitchen.p1", "", 0),
    (
        r#"smr decode --format jsonl *.p1 | jq -r 'select(.check != "valid") | .offset'"#,
        "",
        0,
    ),
    // It was cut off.
    ("smr decode sim:be-emucs", "", TOLD + 130),
    ("smr decode --profile 15min week.smr", "", 0),
    ("smr decode --profile 15min --format csv week.smr", "", 0),
    (
        "smr decode --profile hour --format csv week.smr > week.csv",
        "",
        0,
    ),
    (
        "smr decode --profile day --format jsonl week.smr | jq 'select(.marks != [])'",
        "",
        0,
    ),
    ("smr replay kitchen.smr --speed max > bare.p1", "", 0),
    ("smr watch sim:", "--for 300ms", 0),
    // The error is meant: bits are flipped.
    ("smr doctor 'sim:?fault=bit-flips'", "--for 3s", 1),
    // The key in the file is another meter's.
    ("smr doctor meter.smr --key-file keys.toml", "", 1),
    ("smr config list", "", 0),
    ("smr config list | grep serial", "", 0),
    ("smr config show --local", "", 0),
    ("smr config show --local --json", "", 0),
    ("smr flash list-ports", "", 0),
    ("smr flash list-ports --json | jq -r .ports[0].port", "", 0),
    (
        "smr sim",
        "--http-port 0 --p1-port 0 --ota-port 0 --for 200ms",
        0,
    ),
    (
        "smr sim --setup --wifi home:\"my password\"",
        "--http-port 0 --p1-port 0 --ota-port 0 --for 200ms",
        0,
    ),
    (
        "smr sim --meter be-emucs --interval 1s --faults faults.toml --for 10m",
        "--http-port 0 --p1-port 0 --ota-port 0 --for 200ms",
        0,
    ),
    (
        "smr sim --admin-password-file password.txt &",
        "--http-port 0 --p1-port 0 --ota-port 0 --for 200ms",
        0,
    ),
    (
        "smr sim --count 3 --state-dir boards --admin-password-file secret.txt",
        "--http-port 0 --p1-port 0 --ota-port 0 --for 200ms",
        0,
    ),
    (
        "smr sim --blank",
        "--http-port 0 --p1-port 0 --ota-port 0 --for 200ms",
        0,
    ),
    ("smr diag sim: --watch", "", TOLD),
    ("smr replay kitchen.smr --pty --speed 10 --loop", "", TOLD),
    // Nobody has connected by then.
    (
        "smr replay kitchen.smr --tcp 127.0.0.1:2001",
        "",
        TOLD + 130,
    ),
    // Images.
    ("smr firmware list", "", 0),
    ("smr firmware list --board esp8266-4m", "", 0),
    ("smr firmware list --licences", "", 0),
    (
        "smr firmware list --format json | jq -r '.images[] | select(.chosen) | .version'",
        "",
        0,
    ),
    ("smr firmware inspect firmware.bin", "", 0),
    (
        "smr firmware inspect firmware.bin --format json | jq -r .version",
        "",
        0,
    ),
    ("smr firmware verify firmware.bin", "", 0),
    ("smr firmware verify firmware.bin --board esp8266-1m", "", 0),
    ("smr firmware keygen -o release", "", 0),
    // It is not signed.
    (
        "smr firmware verify firmware.bin --key release.pub.pem",
        "",
        1,
    ),
    (
        "smr firmware verify firmware.bin --board esp8266-1m --key release.pub.pem",
        "",
        1,
    ),
    (
        "smr firmware sign firmware.bin --key release.pem -o firmware-signed.bin",
        "",
        0,
    ),
    (
        "smr firmware verify firmware-signed.bin --key release.pub.pem",
        "",
        0,
    ),
    (
        "smr firmware sign firmware-signed.bin --key new.pem --replace -o firmware-signed.bin",
        "",
        0,
    ),
    (
        "smr firmware make-sim-image --version 1.2.3 -o sim.bin",
        "",
        0,
    ),
    (
        "smr firmware make-sim-image --version 2.0.0-rc.1 --board esp8266-4m --size 400000 -o sim.bin",
        "",
        0,
    ),
    (
        "smr firmware make-sim-image --version 1.2.3 --sign release.pem -o sim-signed.bin",
        "",
        0,
    ),
    ("smr firmware remove 1.2.3 --board esp8266-4m --yes", "", 0),
    ("smr firmware remove smr-esp8266-1m-1.2.3.bin --yes", "", 0),
    ("smr firmware remove 1.2.3", "--yes", 0),
    ("smr firmware add firmware.bin", "", 0),
    ("smr firmware add downloads/*.bin --replace", "", 0),
];

/// With gateways; 1.4.0 is at hand.
pub(crate) const WITH_GATEWAYS: &[Runs] = &[
    ("smr diag kitchen --password-file secret.txt", "", 0),
    (
        "smr diag GATEWAY                             # the signal, and restarts: a reset by power that nobody caused is a supply that sagged",
        "",
        0,
    ),
    ("smr diag 192.168.1.20 --events", "", 0),
    ("smr diag kitchen --frame | smr decode -", "", 0),
    ("smr diag kitchen --json | jq .judgement.overall", "", 0),
    ("smr diag kitchen --bundle kitchen.zip --anonymous", "", 0),
    (
        "smr doctor kitchen --password-file secret.txt",
        "--for 2s",
        0,
    ),
    ("smr doctor tcp://10.0.0.7:2001 --for 2m --json", "", 0),
    (
        "smr doctor kitchen --bundle kitchen.zip",
        "--for 2s --force",
        0,
    ),
    (
        "smr watch kitchen.local tcp://10.0.0.7:2001",
        "--for 300ms",
        0,
    ),
    (
        "smr watch kitchen.local --format jsonl --for 1m | jq .time",
        "--for 300ms",
        0,
    ),
    (
        "smr record kitchen.local -o kitchen.smr",
        "--force --for 300ms",
        0,
    ),
    (
        "smr record tcp://10.0.0.7:2001 -o meter.smr --rotate-every 1d --keep 7",
        "--force --for 300ms",
        0,
    ),
    ("smr login kitchen", "", 0),
    ("smr login kitchen --password-file secret.txt", "", 0),
    ("smr login --list", "", 0),
    ("smr logout kitchen", "", 0),
    ("smr logout --all", "", 0),
    ("smr label kitchen", "", 0),
    ("smr label kitchen -o kitchen.svg", "", 0),
    ("smr label kitchen attic -o labels/", "", 0),
    (
        "smr label 192.168.1.20 -o '{name}.png' --link address",
        "",
        0,
    ),
    ("smr identify kitchen", "", 0),
    ("smr identify kitchen --for 2m", "--for 1s", 0),
    ("smr config get kitchen", "", 0),
    ("smr config get kitchen serial.baud serial.format", "", 0),
    ("smr config get kitchen --json | jq .wifi.ssid", "", 0),
    ("smr config export kitchen", "", 0),
    ("smr config export kitchen -o kitchen.toml", "", 0),
    ("smr config import kitchen kitchen.toml --dry-run", "", 0),
    ("smr config import attic kitchen.toml --dry-run", "", 0),
    // They differ.
    ("smr config diff kitchen attic", "", 1),
    (
        "smr config diff kitchen attic --json | jq '.differences[].path'",
        "",
        1,
    ),
    ("smr config diff kitchen kitchen.toml", "", 0),
    ("smr config edit kitchen", "", 0),
    ("EDITOR=nano smr config edit kitchen --dry-run", "", 0),
    (
        "smr config set kitchen attic radio.power_dbm=20 --dry-run",
        "",
        0,
    ),
    ("smr config set GATEWAY radio.power_dbm=10", "", 0),
    ("smr config set kitchen pins.led=none", "", 0),
    (
        "smr config set kitchen --secret admin.password=new.txt",
        "",
        0,
    ),
    (
        "smr config set kitchen wifi.ssid=home --secret wifi.passphrase=wifi.txt --yes",
        "",
        0,
    ),
    ("smr config import kitchen attic site.toml --yes", "", 0),
    ("smr restart kitchen", "", 0),
    ("smr restart kitchen --wait", "", 0),
    ("smr restart kitchen attic --yes --wait=2m", "", 0),
    // Updates; 1.4.0 is at hand.
    ("smr ota 192.168.1.20 --image firmware.bin --dry-run", "", 0),
    (
        "smr ota kitchen --image firmware.bin --password-file secret.txt",
        "",
        0,
    ),
    (
        "smr ota kitchen --image firmware.bin --format jsonl | jq -r .event",
        "",
        0,
    ),
    ("smr ota kitchen --version 1.4.0", "", 0),
    ("smr ota kitchen", "", 0),
    ("smr ota kitchen --rollback", "", 0),
    ("smr ota kitchen --image old.bin --allow-downgrade", "", 0),
    // It is not signed.
    (
        "smr ota kitchen --image firmware.bin --key release.pub.pem",
        "",
        1,
    ),
];

/// With an inventory of both gateways.
pub(crate) const WITH_MANY: &[Runs] = &[
    ("smr fleet init", "", 0),
    ("smr fleet add kitchen 192.168.1.20", "", 0),
    (
        "smr fleet add flat-3 smr-a1b2c3 --group attic --label floor=3",
        "",
        0,
    ),
    ("smr fleet list", "", 0),
    ("smr fleet list --select site=north,group!=attic", "", 0),
    (
        "smr fleet list --select 'version<1.4' --json | jq -r '.gateways[].name'",
        "",
        0,
    ),
    ("smr fleet check", "", 0),
    ("smr fleet check --select state=offline", "", 3),
    (
        r#"smr fleet check --json | jq -r '.gateways[] | select(.health == "poor") | .name'"#,
        "",
        0,
    ),
    (
        "smr fleet plan --image firmware.bin --stages 1,20%,100% -o plan.toml",
        "",
        0,
    ),
    ("smr fleet apply plan.toml --confirm 12", "", 0),
    ("smr fleet update --dry-run", "", 0),
    (
        "smr fleet update --stages 1,20%,100% --confirm 12",
        "--journal fleet-20260131-120000",
        0,
    ),
    ("smr fleet update --version 1.4.0 --confirm 12", "", 0),
    ("smr fleet status fleet-20260131-120000", "", 0),
    (
        "smr fleet status fleet-20260131-120000 --json | jq -r .state",
        "",
        0,
    ),
    ("smr fleet report fleet-20260131-120000", "", 0),
    (
        "smr fleet report fleet-20260131-120000 --format html > report.html",
        "",
        0,
    ),
    (
        "smr fleet report fleet-20260131-120000 --format junit > report.xml",
        "",
        0,
    ),
    (
        r#"smr fleet report fleet-20260131-120000 --json | jq -r '.gateways[] | select(.result == "failed") | .name'"#,
        "",
        0,
    ),
    ("smr fleet resume fleet-20260131-120000", "", 0),
    ("smr fleet retry fleet-20260131-120000", "", 0),
    (
        "smr fleet retry fleet-20260131-120000 --only unreachable",
        "",
        0,
    ),
    ("smr fleet abort fleet-20260131-120000", "", 0),
    (
        "smr fleet update --image firmware.bin --confirm 12",
        "--allow-downgrade",
        0,
    ),
    (
        "smr fleet update --image firmware.bin --canary site=lab --error-threshold 3 --confirm 500",
        "",
        0,
    ),
    ("smr fleet config set serial.baud=9600 --dry-run", "", 0),
    ("smr fleet config set serial.baud=9600 --confirm 12", "", 0),
    (
        "smr fleet config set serial.baud=9600 serial.format=7e1 --select meter=old --confirm 12",
        "",
        0,
    ),
    ("smr fleet restart --confirm 12", "", 0),
    (
        "smr fleet restart --select site=north --max-parallel 4 --confirm 5",
        "",
        0,
    ),
    ("smr fleet diag --bundle-dir support", "", 0),
    (
        "smr fleet diag --bundle-dir support --anonymous --select state!=offline",
        "--bundle-dir anonymous",
        0,
    ),
    ("smr fleet retry support", "", 0),
    (
        "smr fleet rotate-password --new-password-file new.txt --confirm 12",
        "",
        0,
    ),
    // What changes gateways for good comes last.
    (
        "smr config set kitchen serial.baud=9600 serial.format=7e1",
        "",
        0,
    ),
    (
        "smr config set kitchen --secret ota.public_key=release.pub.pem",
        "",
        0,
    ),
    (
        "smr fleet config set --secret ota.public_key=release.pub.pem --stages 1,100% --confirm 40",
        "",
        0,
    ),
    ("smr reset kitchen attic --wifi --yes --json", "", 0),
];

/// With a blank board in the place of the port.
pub(crate) const WITH_A_BOARD: &[Runs] = &[
    (
        "smr flash info --port /dev/ttyUSB0 --json | jq -r .chip.mac",
        "",
        0,
    ),
    ("smr flash --image firmware.bin --dry-run", PORT, 0),
    (
        "smr flash read -o settings.bin --address 0xf9000 --size 0x2000",
        PORT,
        0,
    ),
    ("smr flash read -o before.bin", PORT, 0),
    (
        "smr flash verify --image before.bin --json | jq .differing",
        PORT,
        0,
    ),
    ("smr flash erase --port /dev/ttyUSB0 --yes", "", 0),
    ("smr flash erase --port /dev/ttyUSB0", "--yes", 0),
    (
        "smr flash --image firmware.bin --backup before.bin",
        "--backup blank.bin --port /dev/ttyUSB0 --yes --after no-reset",
        0,
    ),
    (
        "smr flash --image firmware.bin --port /dev/ttyUSB0 --yes",
        "--after no-reset",
        0,
    ),
    // It starts the firmware: the board leaves its loader.
    ("smr flash verify --image firmware.bin", PORT, 0),
];

const PORT: &str = "--port /dev/ttyUSB0";

/// With gateways in setup.
pub(crate) const IN_SETUP: &[Runs] = &[
    (
        "smr provision --port /dev/ttyUSB0 --from site.toml",
        "--from wifi.toml",
        0,
    ),
    (
        "smr provision --gateway 192.168.4.1 --ssid home --save-admin-password admin.txt",
        "--wifi-password-file wifi.txt",
        0,
    ),
];

/// Examples that do not run here, and why.
pub(crate) const DO_NOT: &[(&str, &str)] = &[
    ("cargo run --release -- watch sim:", BUILDS),
    (
        "cargo run -- watch sim:                        # the program, on a simulated meter",
        BUILDS,
    ),
    (
        "smr doctor 'sim:?fault=bit-flips' --for 8s",
        "takes 8 s; it is run for 3 s",
    ),
    ("smr discover", NETWORK),
    ("smr discover state=setup,unclaimed", NETWORK),
    (
        "smr discover --json 'version!=1.3.*' | jq -r '.gateways[].name'",
        NETWORK,
    ),
    ("smr discover --watch", NETWORK),
    (
        "smr fleet init --discover --password-file secret.txt",
        NETWORK,
    ),
    (
        "smr fleet init --discover --listen 10s -o site.toml",
        NETWORK,
    ),
    ("smr doctor /dev/ttyUSB0", METER),
    ("smr watch serial:/dev/ttyUSB0", METER),
    (
        "smr record serial:/dev/ttyUSB0 -o meter.smr --for 10m",
        METER,
    ),
    (
        "smr watch 127.0.0.2:2001",
        "the boards of smr sim have this address unless other tests have it",
    ),
    (
        "smr sim --count 20 --state-dir boards --admin-password-file secret.txt",
        "as the one with three boards, and slower",
    ),
    (
        "smr sim --blank --machine firmware/stub/build/machine.elf",
        "needs the chip's compiler and QEMU; tests/stub does it",
    ),
    ("smr firmware build", COMPILER),
    (
        "smr firmware build                   # the same, and keeps them for smr flash",
        COMPILER,
    ),
    (
        "smr firmware build --board esp8266-1m --source ~/src/smr",
        COMPILER,
    ),
    ("smr firmware build --no-add -o firmware/images", COMPILER),
    (
        "smr ota 192.168.1.30 --image firmware.bin --protocol arduino",
        "needs a gateway with other firmware; tests/ota has one",
    ),
    (
        "smr fleet update --image firmware.bin --stages 1,5,20%,100% --soak 10m --confirm 500",
        "lasts as long as it says: 10 minutes for each stage",
    ),
    (
        "smr fleet update --image firmware.bin --select 'version<1.4' --window 01:00-05:00 --confirm 80",
        "waits for the night",
    ),
    (
        "smr fleet rotate-password --out passwords.json --confirm 12",
        ROTATES,
    ),
    (
        "smr fleet rotate-password --select site=north --confirm 5",
        ROTATES,
    ),
    (
        "smr reset kitchen --wifi",
        "asks, and is run with --yes for two gateways",
    ),
    (
        "smr reset kitchen --all",
        "the gateway is in setup already when the other example has run; tests/config does it",
    ),
    ("smr flash", BOARD),
    ("smr flash --version 1.2.3", BOARD),
    ("smr flash --provision site.toml", BOARD),
    ("smr flash --restore before.bin", BOARD),
    (
        "smr flash info",
        "as the one with a port, and takes 7 s on a blank board",
    ),
    (
        "smr flash info --port /dev/ttyUSB0",
        "as the one with --json, and takes 7 s on a blank board",
    ),
    ("smr provision", BOARD),
    ("smr commission --from site.toml", BOARD),
    (
        "smr commission --port /dev/ttyUSB0 --from site.toml --name kitchen --yes",
        BOARD,
    ),
    (
        "smr commission --port /dev/ttyUSB0 --image firmware.bin --from site.toml --yes --format json",
        BOARD,
    ),
    (
        "smr commission --from site.toml --label labels/ --remember",
        BOARD,
    ),
    (
        "smr commission --loop --from site.toml --name 'meter {number}' --label 'labels/{id}.png'",
        BOARD,
    ),
];

const BUILDS: &str = "builds the program; what it runs is run as smr watch sim:";
const NETWORK: &str = "what it finds, and how it ends, depends on the network; tests/discover.rs does it on one of its own";
const METER: &str =
    "needs a meter on a serial port; src/source/line.rs reads one from a pseudo-terminal";
const COMPILER: &str =
    "needs the chip's compiler; tests/firmware_image.rs builds with it where it is";
const ROTATES: &str = "makes passwords that the examples after it do not have; tests/fleet does it";
const BOARD: &str = "needs a board on a serial port or in setup; tests/flash, tests/provision and tests/commission do it with virtual ones";

/// Runs until it is told to end; the exit code is added.
pub(crate) const TOLD: i32 = 1000;
