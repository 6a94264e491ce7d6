//! `smr provision` on virtual gateways: over their serial line and their access point, and whatever keeps them out of a network.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]
#![cfg(unix)]

mod bench;
use crate::support::person;
mod secrets;
mod sites;
mod terminal;
mod troubles;

use crate::support::program::has;
use crate::support::schema::follows;
use bench::{ADMIN_PASSWORD, Bench, WIFI_PASSWORD, lines};
use serde_json::{Value, json};

#[test]
fn over_either_way_a_gateway_gets_network_name_and_password() {
    for way in bench::WAYS {
        let bench = Bench::new(&[]);
        let output = bench.run(way, &["--name", "Zählerschrank", "--format", "json"]);
        assert_eq!(output.code, 0, "{}", output.said);
        let done: Value = serde_json::from_str(&output.stdout).expect("JSON");
        follows(&done);
        let expected = json!({
            "schema": "smr.provisioning/1", "event": "done", "id": bench.boards.ready(0)["name"], "name": "Zählerschrank",
            "address": bench.boards.ready(0)["http"], "meter": bench.boards.ready(0)["p1"], "ssid": "home", "rssi_dbm": -58,
            "version": bench.boards.ready(0)["version"], "board": "esp8266-1m", "admin_password_file": null, "password_kept_in": null,
        });
        assert_eq!(done, expected);
        has(
            &output.said,
            &["with its admin password", "watch it: smr watch"],
        );
        let status = bench.status(ADMIN_PASSWORD).expect("a status");
        assert_eq!(status["device"]["name"], "Zählerschrank");
        assert_eq!(status["wifi"]["ssid"], "home");
        assert!(bench.status("something else").is_err());
    }
}

#[test]
fn the_command_that_it_ends_with_shows_the_meter() {
    let bench = Bench::new(&["--interval", "200ms"]);
    let output = bench.run("--port", &[]);
    let (_, command) = output.said.split_once("watch it: smr ").expect("a command");
    let command = command.lines().next().expect("a line");
    let words: Vec<&str> = command.split_whitespace().collect();
    let watched = bench.smr(&[&words[..], &["--count", "1", "--format", "jsonl"]].concat());
    assert_eq!(watched.code, 0, "{}", watched.said);
    has(&watched.stdout, &["smr.telegram/1", "nl-dsmr-5.0"]);
}

#[test]
fn everything_that_happens_is_told_as_lines_of_json() {
    let bench = Bench::new(&[]);
    let output = bench.run("--port", &["--ssid", "hmoe", "--format", "jsonl"]);
    assert_eq!(output.code, 3, "{}", output.said);
    let failed = lines(&output.stdout);
    let output = bench.run("--port", &["--format", "jsonl"]);
    assert_eq!(output.code, 0, "{}", output.said);
    let done = lines(&output.stdout);
    let kinds = |events: &[Value]| -> Vec<String> {
        events.iter().for_each(follows);
        let word = |event: &Value| event["event"].as_str().expect("a word").to_owned();
        events.iter().map(word).collect()
    };
    assert_eq!(kinds(&failed), ["met", "joining", "not-joined"]);
    assert_eq!(failed[2]["reason"], "not-found");
    assert_eq!(
        kinds(&done),
        ["met", "joining", "joined", "waiting", "done"]
    );
    assert_eq!(done[1]["keeps"], "key");
}

#[test]
fn a_dry_run_looks_and_changes_nothing() {
    for way in bench::WAYS {
        let bench = Bench::new(&[]);
        let output = bench.run(way, &["--dry-run", "--format", "jsonl"]);
        assert_eq!(output.code, 0, "{}", output.said);
        let events = lines(&output.stdout);
        events.iter().for_each(follows);
        let heard = json!([{"ssid": "home", "rssi_dbm": -58, "open": false}]);
        assert_eq!(events[2]["networks"], heard);
        assert_eq!(events[3]["event"], "unchanged");
        assert_eq!(events[3]["rssi_dbm"], -58);
        assert_eq!(bench.info()["state"], "setup");
    }
}

#[test]
fn what_is_not_given_comes_from_the_environment_and_a_file() {
    let bench = Bench::new(&[]);
    bench.write(
        "site/site.toml",
        "[wifi]\nssid = \"home\"\npassword_file = \"wifi.txt\"\n[gateway]\nname = \"Cellar\"\nadmin_password_file = \"none\"\n",
    );
    bench.write("site/wifi.txt", WIFI_PASSWORD);
    let port = bench.way("--port");
    let mut command = bench.command(&["provision", "--port", &port, "--from", "site/site.toml"]);
    // The environment comes before the file, whose password is not even read.
    let output = bench::output(command.env("SMR_PASSWORD", ADMIN_PASSWORD));
    assert_eq!(output.code, 0, "{}", output.said);
    assert_eq!(bench.info()["name"], "Cellar");
    assert!(bench.status(ADMIN_PASSWORD).is_ok());
}

#[test]
fn an_open_network_needs_no_password() {
    for way in bench::WAYS {
        let bench = Bench::with_faults("", &["--wifi", "cafe"]);
        let place = bench.way(way);
        let output = bench.smr(&[
            "provision",
            way,
            &place,
            "--ssid",
            "cafe",
            "--open",
            "--admin-password-file",
            "admin.txt",
        ]);
        assert_eq!(output.code, 0, "{}", output.said);
        assert_eq!(bench.info()["state"], "run");
    }
}

#[test]
fn a_password_that_is_made_up_is_kept_in_a_file_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new(&[]);
    let wifi = [
        "--ssid",
        "hmoe",
        "--wifi-password-file",
        "wifi.txt",
        "--save-admin-password",
        "made.txt",
    ];
    let port = bench.way("--port");
    let all = |ssid: &str| {
        let mut arguments = vec!["provision", "--port", &port];
        arguments.extend(wifi);
        arguments[4] = ssid;
        bench.smr(&arguments)
    };
    assert_eq!(all("hmoe").code, 3);
    let file = bench.path().join("made.txt");
    let made = std::fs::read_to_string(&file).expect("a password");
    let mode = file.metadata().expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // The second time it is taken from there.
    let output = all("home");
    assert_eq!(output.code, 0, "{}", output.said);
    has(&output.said, &["its admin password is in made.txt"]);
    assert!(!output.said.contains(made.trim()));
    assert!(bench.status(made.trim()).is_ok());
}

#[test]
fn the_way_that_is_open_is_found() {
    let bench = Bench::new(&[]);
    let portal = bench.way("--gateway");
    let found = |portal: &str| {
        bench.smr(&[
            "provision",
            "--portal",
            portal,
            "--ssid",
            "home",
            "--wifi-password-file",
            "wifi.txt",
            "--admin-password-file",
            "admin.txt",
        ])
    };
    let nobody = found("127.0.0.1:9");
    assert_eq!(nobody.code, 3, "{}", nobody.said);
    has(
        &nobody.said,
        &["no gateway in setup", "SMR-BRIDGE-", "--port PORT"],
    );
    let output = found(&portal);
    assert_eq!(output.code, 0, "{}", output.said);
    has(&output.said, &["looking for a gateway in setup"]);
}
