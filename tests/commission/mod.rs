//! `smr commission` on virtual boards: from blank to the first telegram with one command, and whatever keeps it from that.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]
// Virtual boards on a pseudo-terminal take what flashes them only on Linux.
#![cfg(target_os = "linux")]

mod again;
mod bench;
mod labels;
mod several;

use std::sync::Mutex;
use std::time::Instant;

use crate::support::program::has;
use crate::support::schema::follows;
use bench::{Bench, WIFI_PASSWORD};
use serde_json::{Value, json};

#[test]
fn a_blank_board_gets_as_far_as_its_first_telegram_with_one_command() {
    let bench = Bench::new("", &[]);
    let output = bench.commission(&["--name", "kitchen", "--format", "json"]);
    assert_eq!(output.code, 0, "{}", output.said);
    let done: Value = serde_json::from_str(&output.stdout).expect("JSON");
    follows(&done);
    for (key, value) in [
        ("result", json!("commissioned")),
        ("id", bench.boards.ready(0)["name"].clone()),
        ("port", bench.boards.ready(0)["serial"].clone()),
        ("name", json!("kitchen")),
        ("ssid", json!("home")),
        ("version", json!("4.5.6")),
        ("was_set_up", json!(false)),
        ("no_telegram", Value::Null),
    ] {
        assert_eq!(done[key], value, "{key}");
    }
    assert_eq!(done["telegram"]["dialect"], "nl-dsmr-5.0");
    assert_eq!(done["telegram"]["check"], "valid");
    assert!(!output.said.contains(WIFI_PASSWORD) && !output.said.contains(bench::ADMIN_PASSWORD));
}

#[test]
fn people_get_one_line() {
    let bench = Bench::new("", &[]);
    let output = bench.commission(&[]);
    assert_eq!(output.code, 0, "{}", output.said);
    let id = bench.boards.ready(0)["name"].as_str().expect("an id");
    assert_eq!(output.stdout.lines().count(), 1);
    has(
        &output.stdout,
        &[
            &format!("{id} \"cellar\" 127.0.0."),
            ": firmware 4.5.6, first telegram nl-dsmr-5.0 CRC valid after ",
        ],
    );
}

#[test]
fn flash_does_the_same_with_a_site() {
    let bench = Bench::new("", &[]);
    let output = bench.flash(&["--provision", "site.toml", "--format", "jsonl"]);
    assert_eq!(output.code, 0, "{}", output.said);
    let events: Vec<Value> = output
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let of = |schema: &str| {
        events
            .iter()
            .filter(|event| event["schema"] == schema)
            .count()
    };
    assert!(of("smr.flash/1") > 3 && of("smr.provisioning/1") > 3);
    follows(events.last().expect("an end"));
}

#[test]
fn a_wrong_wifi_password_leaves_the_board_in_setup_and_the_command_can_be_repeated() {
    let bench = Bench::new("", &[]);
    bench.write("wifi.txt", "something else");
    let output = bench.commission(&[]);
    assert_eq!(output.code, 4, "{}", output.said);
    assert_eq!(output.stdout, "");
    bench.write("wifi.txt", WIFI_PASSWORD);
    let output = bench.commission(&[]);
    assert_eq!(output.code, 0, "{}", output.said);
    has(&output.said, &["is in setup on", "first telegram"]);
}

#[test]
fn firmware_that_is_at_hand_needs_no_name_the_first_time_and_the_next() {
    let bench = Bench::new("", &[]);
    bench.write("wifi.txt", "not the password");
    let at_hand = || {
        let port = bench.boards.ready(0)["serial"].as_str().expect("a path");
        let output = bench
            .smr(&["commission", "--from", "site.toml", "--yes", "--port", port])
            .args(["--version", "4.5.6"])
            .env("SMR_FIRMWARE_PATH", bench.path(""))
            .output()
            .expect("smr runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    let (code, said) = at_hand();
    assert_eq!(code, Some(4), "{said}");
    has(&said, &["firmware 4.5.6 (build test) for esp8266-1m: "]);
    // It is in setup now, and nothing gets it back into its boot loader.
    bench.write("wifi.txt", WIFI_PASSWORD);
    let (code, said) = at_hand();
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("boot loader"), "{said}");
}

#[test]
fn a_meter_that_says_nothing_is_told_with_what_to_do() {
    let silent = "[[fault]]\nboard = 1\nkind = \"silent-meter\"\n";
    let bench = Bench::new(silent, &[]);
    let output = bench.commission(&["--telegram-timeout", "2s", "--format", "json"]);
    assert_eq!(output.code, 7, "{}", output.said);
    let done: Value = serde_json::from_str(&output.stdout).expect("JSON");
    follows(&done);
    assert_eq!(done["result"], "no-telegram");
    assert_eq!(done["no_telegram"]["reason"], "no-bytes");
    has(
        &output.said,
        &["not one byte comes from the meter", "data request"],
    );
}

#[test]
fn telegrams_that_are_damaged_are_told_apart_from_none() {
    let damaged = "[[fault]]\nboard = 1\nkind = \"corrupt-serial\"\nrate = 0.01\n";
    let bench = Bench::new(damaged, &["--interval", "300ms"]);
    let output = bench.commission(&["--telegram-timeout", "3s", "--format", "json"]);
    assert_eq!(output.code, 7, "{}", output.said);
    let done: Value = serde_json::from_str(&output.stdout).expect("JSON");
    follows(&done);
    assert_ne!(done["no_telegram"]["reason"], "no-bytes");
}

#[test]
fn a_cable_that_is_pulled_in_the_middle_leaves_a_board_that_can_be_commissioned() {
    let mut bench = Bench::new("", &["--pace", "115200"]);
    let child = bench.spawn(&["--format", "jsonl"]);
    let child = bench::until_in_the_middle(child);
    bench.stop();
    let output = bench::end(child);
    assert_ne!(output.code, 0, "{}", output.said);
    let bench = bench.again("");
    let output = bench.commission(&[]);
    assert_eq!(output.code, 0, "{}", output.said);
}

#[test]
fn a_cable_that_is_pulled_while_the_network_is_joined_leaves_a_board_that_can_be_commissioned() {
    let mut bench = Bench::new("[[fault]]\nboard = 1\nkind = \"no-address\"\n", &[]);
    let child = bench.spawn(&["--format", "jsonl"]);
    let child = bench::until_event(child, |event| event["event"] == "joining");
    bench.stop();
    let output = bench::end(child);
    assert_eq!(output.code, 5, "{}", output.said);
    has(
        &output.said,
        &["has gone away", "plug the adapter in again"],
    );
    let bench = bench.again("");
    let output = bench.commission(&["--json"]);
    assert_eq!(output.code, 0, "{}", output.said);
    // It was never set up.
    has(&output.stdout, &["\"was_set_up\": false"]);
}

#[test]
fn a_site_with_an_open_network_is_understood_by_both_commands() {
    let bench = Bench::new("", &["--wifi", "cafe"]);
    let open =
        "[wifi]\nssid = \"cafe\"\nopen = true\n[gateway]\nadmin_password_file = \"admin.txt\"\n";
    bench.write(
        "both.toml",
        &open.replace("open", "password_file = \"wifi.txt\"\nopen"),
    );
    let output = bench.flash(&["--provision", "both.toml"]);
    assert_eq!(output.code, 2, "{}", output.said);
    has(&output.said, &["both.toml", "open, or password_file"]);
    bench.write("site.toml", "[wifi]\nssid = \"cafe\"\n");
    let output = bench.commission(&[]);
    assert_eq!(output.code, 2, "{}", output.said);
    has(&output.said, &["password of the Wi-Fi", "open = true"]);
    bench.write("site.toml", open);
    let output = bench.commission(&["--no-meter"]);
    assert_eq!(output.code, 0, "{}", output.said);
    has(&output.stdout, &[": firmware 4.5.6, set up after "]);
}

#[test]
fn twenty_boards_are_commissioned_unattended() {
    const BOARDS: usize = 20;
    const AT_ONCE: usize = 4;
    let waiting = Mutex::new(BOARDS);
    let times = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    {
                        let mut left = waiting.lock().expect("a number");
                        if *left == 0 {
                            break;
                        }
                        *left -= 1;
                    }
                    let bench = Bench::new("", &[]);
                    let began = Instant::now();
                    let output = bench.commission(&[]);
                    assert_eq!(output.code, 0, "{}", output.said);
                    times.lock().expect("a list").push(began.elapsed());
                }
            });
        }
    });
    let mut times = times.into_inner().expect("a list");
    times.sort();
    assert_eq!(times.len(), BOARDS);
    let median = times[BOARDS / 2].as_secs_f64();
    println!("from blank to the first telegram: median {median:.1} s");
    assert!(median < 20.0, "{median}");
}
