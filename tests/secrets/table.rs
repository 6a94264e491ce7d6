//! What is done, in this order, and how each must end.

/// A command.
pub(crate) struct Row {
    /// Variables and arguments of `smr`, as one would type them, without quotes. `-vvv` is added.
    ///
    /// `{one}` and `{two}` stand for gateways with an admin password, `{meter}` for the first one's meter, `{ota}` for the second one's
    /// port of `ArduinoOTA`, `{portal}` and `{line}` for the two ways to one in setup, `{blank}` for the port of a blank board, `{nobody}` for an address where nobody is, `{new}` for a secret typed by mistake.
    pub(crate) line: &'static str,
    /// Its exit code.
    pub(crate) code: i32,
}

const fn row(line: &'static str, code: i32) -> Row {
    Row { line, code }
}

/// Whether a line has a secret on it.
pub(crate) fn is_typed(line: &str) -> bool {
    line.contains("{new}")
}

/// One to a line, however long.
#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    // Passwords, kept in a file and in the keyring of the system.
    row("config get {one}", 4),
    row("login {one} --password-file wrong", 4),
    row("login {one} --password-file secret", 0),
    row("SMR_PASSWORD={new} login {two}", 4),
    row("DBUS_SESSION_BUS_ADDRESS=here SMR_PASSWORD={new} login {two} --password-file secret", 0),
    row("DBUS_SESSION_BUS_ADDRESS=here config get {two} --json", 0),
    row("login --list", 0),
    row("login --list --json", 0),
    // Settings.
    row("config list", 0),
    row("config show --local", 0),
    row("SMR_PASSWORD={new} SMR_WIFI_PASSWORD={new} config show --local --json", 0),
    row("config get {one}", 0),
    row("config get {one} --json", 0),
    row("config export {one} -o out.toml", 0),
    row("config export {one}", 0),
    row("config diff {one} out.toml", 0),
    row("config diff {one} site-settings.toml --json", 1),
    row("config diff {one} leaky-settings.toml", 2),
    row("config import {one} leaky-settings.toml", 2),
    row("config import {one} broken-settings.toml", 2),
    row("config import {one} site-settings.toml --dry-run --json", 0),
    row("config import {one} site-settings.toml --yes --json", 1),
    row("config set {one} admin.password={new}", 2),
    row("config set {one} wifi.passphrase={new}", 2),
    row("config set {one} --secret admin.password={new}", 2),
    row("config set {one} --secret admin.password=short", 2),
    row("config set {one} --secret ota.public_key=release.pem", 2),
    row("config set {one} --secret wifi.passphrase=other-wifi --yes", 1),
    row("config set {one} --secret admin.password=new --dry-run --json", 0),
    row("config set {one} --secret admin.password=new --json", 0),
    row("config set {one} --secret admin.password=secret --password-file new", 0),
    row("SMR_PASSWORD={new} EDITOR=bin/editor config edit {one} --password-file secret", 0),
    row("EDITOR=bin/leaky-editor config edit {one} --password-file secret", 2),
    // Figures.
    row("diag {one} --events", 0),
    row("diag {one} --frame", 0),
    row("diag {one} --json --events", 0),
    row("diag {one} --bundle bundle.zip", 0),
    row("SMR_PASSWORD={new} diag {nobody} --bundle nobody.zip", 5),
    row("SMR_PASSWORD={new} diag {two} --json", 4),
    row("watch {meter} --count 1 --format jsonl", 0),
    row("record {meter} -o capture.p1 --for 1s", 0),
    row("decode capture.p1 --key-file meter-key --json", 0),
    row("decode wrong --key-file secret", 2),
    // Firmware.
    row("firmware sign new.bin --key release.pem -o signed.bin", 0),
    row("firmware sign new.bin --key secret -o no.bin", 1),
    row("firmware verify signed.bin --key release.pem", 1),
    row("firmware inspect signed.bin --json", 0),
    row("ota {one} --image wrong --password-file secret", 1),
    row("ota {one} --image new.bin --password-file wrong", 4),
    row("ota {one} --image new.bin --password-file secret --format jsonl", 0),
    row("ota {two} --image new.bin --password-file secret --protocol arduino --ota-port {ota} --format jsonl", 0),
    row("restart {one} --wait --json", 0),
    row("identify {one} --json", 1),
    // Many gateways.
    row("fleet list --json", 0),
    row("fleet check", 0),
    row("fleet check --json", 0),
    row("fleet check --inventory wrong-fleet.toml --json", 4),
    row("fleet check --inventory leaky-fleet.toml", 2),
    row("fleet plan --image next.bin --back-off 100ms -o plan.json", 0),
    row("fleet apply plan.json --confirm 2 --journal journal --json", 0),
    row("fleet status journal --json", 0),
    row("fleet report journal --format html", 0),
    row("fleet report journal --json", 0),
    row("fleet update --image last.bin --confirm 2 --inventory wrong-fleet.toml --journal stuck --back-off 100ms", 6),
    row("fleet resume stuck", 6),
    row("fleet report stuck --format junit", 0),
    row("fleet restart --confirm 2 --journal restarted --back-off 100ms --json", 0),
    row("fleet diag --bundle-dir support --json", 0),
    row("fleet config set serial.format=8n1 name={new} --confirm 2", 2),
    row("fleet config set admin.password={new} --confirm 2", 2),
    row("fleet config set --secret admin.password={new} --confirm 2", 2),
    row("fleet config set serial.baud=9600 --confirm 2 --journal set --json", 0),
    row("fleet rotate-password --new-password-file new --out book.json --confirm 2 --journal rotated --json", 0),
    row("fleet status rotated", 0),
    row("fleet report rotated --format html", 0),
    row("fleet check --inventory book-fleet.toml --json", 0),
    row("SMR_PASSWORD={new} fleet rotate-password --inventory book-fleet.toml --new-password-variable SMR_NEXT --confirm 2", 2),
    row("fleet rotate-password --inventory book-fleet.toml --new-password-file secret --out book.json --confirm 2 --journal back", 0),
    // A network and a password for the first time.
    row("provision --line-missing {new}", 2),
    row("provision --port {line} --from leaky-site.toml", 2),
    row("provision --port {line} --from broken-site.toml", 2),
    row("provision --port {line} --dry-run --format jsonl", 0),
    row("provision --port {line} --from site.toml --wifi-password-file other-wifi --format jsonl", 4),
    row("provision --gateway {portal} --from site.toml --wifi-password-file other-wifi", 4),
    row("provision --gateway {portal} --from site.toml --ssid elsewhere --format json", 3),
    row("SMR_WIFI_PASSWORD={new} SMR_PASSWORD={new} provision --port {line} --ssid elsewhere --no-input", 3),
    row("provision --port {line} --from site.toml --format jsonl", 0),
    row("reset {portal} --wifi --yes --password-file wrong", 4),
    row("reset {portal} --wifi --yes --json --password-file secret", 0),
    row("provision --gateway {portal} --from site.toml --admin-password-file wrong", 4),
    row("provision --gateway {portal} --from site.toml --store-passphrase --format jsonl", 0),
    row("reset {portal} --all --yes --password-file secret", 0),
    row("provision --gateway {portal} --from site.toml --save-admin-password made --format json", 0),
    row("commission --port {blank} --image new.bin --from leaky-site.toml --yes", 2),
    row("flash --port {blank} --image big.bin --yes --format jsonl --provision site.toml", 0),
    row("commission --port {nobody} --image big.bin --from site.toml --yes --timeout 1s", 5),
    row("sim --admin-password-file secret --for 300ms --http-port 0 --p1-port 0 --ota-port 0", 0),
    // Forgetting.
    row("reset {one} --all --yes --json --password-file secret", 0),
    row("DBUS_SESSION_BUS_ADDRESS=here logout {two}", 0),
    row("logout --all", 0),
];
