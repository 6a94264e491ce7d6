//! What a site's file says of its network, and passwords that are kept for later.

use std::os::unix::fs::PermissionsExt;

use crate::provision::bench::{ADMIN_PASSWORD, Bench, WAYS, WIFI_PASSWORD, output};
use crate::support::program::has;
use crate::support::schema::follows;

const OPEN: &str =
    "[wifi]\nssid = \"cafe\"\nopen = true\n[gateway]\nadmin_password_file = \"admin.txt\"\n";

#[test]
fn an_open_network_is_one_that_its_site_calls_open() {
    for way in WAYS {
        let bench = Bench::new(&["--wifi", "cafe"]);
        bench.write("site.toml", OPEN);
        let place = bench.way(way);
        let output = bench.smr(&["provision", way, &place, "--from", "site.toml"]);
        assert_eq!(output.code, 0, "{}", output.said);
        assert_eq!(bench.info()["state"], "run");
    }
}

#[test]
fn a_hidden_network_is_named_like_any_other() {
    let bench = Bench::with_faults("[[fault]]\nboard = 1\nkind = \"hidden-wifi\"\n", &[]);
    let looked = bench.run("--port", &["--dry-run"]);
    assert_eq!(looked.code, 0, "{}", looked.said);
    has(&looked.said, &["it does not hear \"home\""]);
    bench.write(
        "site.toml",
        "[wifi]\nssid = \"home\"\npassword_file = \"wifi.txt\"\n[gateway]\nadmin_password_file = \"admin.txt\"\n",
    );
    let port = bench.way("--port");
    let output = bench.smr(&["provision", "--port", &port, "--from", "site.toml"]);
    assert_eq!(output.code, 0, "{}", output.said);
}

#[test]
fn a_site_may_ask_for_the_passphrase_to_be_kept() {
    let bench = Bench::new(&[]);
    bench.write(
        "site.toml",
        "[wifi]\nssid = \"home\"\npassword_file = \"wifi.txt\"\nstore_passphrase = true\n[gateway]\nadmin_password_file = \"admin.txt\"\n",
    );
    let port = bench.way("--port");
    let output = bench.smr(&["provision", "--port", &port, "--from", "site.toml"]);
    assert_eq!(output.code, 0, "{}", output.said);
    let secret = WIFI_PASSWORD.as_bytes();
    assert!(
        bench
            .flash()
            .windows(secret.len())
            .any(|part| part == secret)
    );
}

#[test]
fn contradictions_are_refused_before_a_gateway_is_touched() {
    let bench = Bench::new(&[]);
    let port = bench.way("--port");
    bench.write("open.toml", OPEN);
    bench.write(
        "both.toml",
        &OPEN.replace("open", "password_file = \"wifi.txt\"\nopen"),
    );
    bench.write(
        "kept.toml",
        &OPEN.replace("open", "store_passphrase = true\nopen"),
    );
    let command = |file: &str| {
        let mut command = bench.command(&["provision", "--port", &port, "--from", file]);
        command.env("SMR_PASSWORD", ADMIN_PASSWORD);
        command
    };
    let mut by_option = command("open.toml");
    by_option.arg("--store-passphrase");
    let mut by_variable = command("open.toml");
    by_variable.env("SMR_WIFI_PASSWORD", WIFI_PASSWORD);
    for (mut command, parts) in [
        (
            command("both.toml"),
            ["both.toml", "open, or password_file"],
        ),
        (
            command("kept.toml"),
            ["kept.toml", "open, or store_passphrase"],
        ),
        (by_option, ["no passphrase", "--store-passphrase"]),
        (by_variable, ["is open", "unset SMR_WIFI_PASSWORD"]),
    ] {
        let output = output(&mut command);
        assert_eq!(output.code, 2, "{}", output.said);
        has(&output.said, &parts);
        assert!(!output.said.contains(WIFI_PASSWORD), "{}", output.said);
    }
    assert_eq!(bench.info()["state"], "setup");
}

#[test]
fn a_password_that_is_kept_is_not_asked_for_again() {
    let bench = Bench::new(&[]);
    let output = bench.run("--port", &["--remember", "--format", "json"]);
    assert_eq!(output.code, 0, "{}", output.said);
    let done = &crate::provision::bench::document(&output.stdout);
    follows(done);
    assert_eq!(done["password_kept_in"], "file");
    has(
        &output.said,
        &["its admin password is kept in ", "logins.json"],
    );
    assert!(!output.said.contains(ADMIN_PASSWORD));
    let file = bench.path().join("kept/logins.json");
    let mode = file.metadata().expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let address = done["address"].as_str().expect("an address");
    let output = bench.smr(&["config", "get", address, "serial.baud"]);
    assert_eq!(output.code, 0, "{}", output.said);
}

#[test]
fn where_no_password_can_be_kept_nothing_is_begun() {
    let bench = Bench::new(&[]);
    bench.write("kept", "no folder");
    let output = bench.run("--port", &["--remember"]);
    assert_eq!(output.code, 1, "{}", output.said);
    assert_eq!(bench.info()["state"], "setup");
}
