//! `smr restart`, `identify` and `reset`.

use serde_json::{Value, json};

use crate::config::bench::{Bench, assert_ends, nobody, said};

#[test]
fn a_restart_is_waited_for_and_proved() {
    let bench = Bench::new(2);
    let (one, other) = (bench.address(0), bench.address(1));
    let output = bench.admin(&["restart", one, "--wait"]);
    assert_ends(&output, 0, "start number 2: somebody asked for it");
    let device = bench.diag(0)["status"]["device"].clone();
    assert_eq!(device["boot_count"], 2);
    assert_eq!(device["reset"]["reason"], "request");
    assert_ends(&bench.admin(&["restart", one, other]), 2, "add --yes");
    assert_eq!(bench.diag(1)["status"]["device"]["boot_count"], 1);
    let output = bench.admin(&[
        "restart",
        one,
        other,
        "--yes",
        "--wait=1m",
        "--format",
        "jsonl",
    ]);
    let lines: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 2, "{}", said(&output));
    for (board, line) in lines.iter().enumerate() {
        assert_eq!(crate::config::bench::complaints(line), Vec::<String>::new());
        assert_eq!(line["id"], bench.id(board));
        assert!(line["back_after_s"].as_f64().expect("seconds") > 0.0);
    }
    let output = bench.admin(&["restart", &nobody(), other, "--yes", "--wait"]);
    assert_ends(&output, 6, "1 of 2 gateways failed");
    assert_eq!(bench.diag(1)["status"]["device"]["boot_count"], 3);
}

#[test]
fn a_gateway_without_an_led_says_how_to_name_one() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    let output = bench.admin(&["identify", gateway]);
    assert_ends(&output, 1, "pins.led=2 pins.led_active_low=true");
    assert_ends(
        &bench.admin(&["config", "set", gateway, "pins.led=2"]),
        0,
        "GPIO2",
    );
    assert_ends(&bench.admin(&["identify", gateway]), 0, "flashes for 10s");
    let document = bench.json(&["identify", gateway]);
    assert_eq!(document["result"], json!("done"));
}

#[test]
fn a_reset_needs_a_yes_and_is_proved() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    assert_ends(
        &bench.admin(&["login", gateway]),
        0,
        "the password is right",
    );
    assert_ends(&bench.admin(&["reset", gateway]), 2, "--all");
    assert_ends(&bench.admin(&["reset", gateway, "--all"]), 2, "add --yes");
    assert_eq!(bench.diag(0)["info"]["state"], "run");
    let document = bench.json(&["reset", gateway, "--all", "--yes"]);
    assert_eq!(document["result"], "done");
    let output = bench.run(&["diag", gateway, "--json"]);
    let after: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(after["info"]["state"], "setup");
    // What it has forgotten is of no use here either.
    assert_ends(&bench.run(&["login", "--list"]), 0, "no password is kept");
}

#[test]
fn gateways_that_forget_their_wifi_keep_everything_else() {
    let bench = Bench::new(2);
    let (one, other) = (bench.address(0), bench.address(1));
    assert_ends(&bench.admin(&["login", one]), 0, "");
    assert_ends(
        &bench.admin(&["config", "set", one, "name=Kitchen", "serial.baud=9600"]),
        0,
        "Kitchen",
    );
    assert_ends(&bench.admin(&["reset", one, "--wifi", "--all"]), 2, "--all");
    assert_ends(&bench.admin(&["reset", one, "--wifi"]), 2, "add --yes");
    let wrong = ["reset", one, "--wifi", "--yes", "--password-file", "wrong"];
    assert_ends(&bench.run(&wrong), 4, "refuses the password");
    let before = bench.config(0);
    let output = bench.admin(&["reset", one, other, "--wifi", "--yes", "--format", "jsonl"]);
    assert_ends(&output, 0, "Kitchen: has forgotten its Wi-Fi and waits");
    let lines: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 2, "{}", said(&output));
    for line in &lines {
        assert_eq!(crate::config::bench::complaints(line), Vec::<String>::new());
        assert_eq!(line["action"], "reset-wifi");
        assert_eq!(line["result"], "done");
    }
    let mut after = bench.config(0);
    assert_eq!(after["wifi"]["ssid"], "");
    assert_eq!(after["wifi"]["secret_set"], false);
    after["wifi"] = before["wifi"].clone();
    assert_eq!(after, before);
    // The password that is kept is still the right one.
    assert_ends(&bench.run(&["config", "get", one, "name"]), 0, "Kitchen");
}

#[test]
fn a_gateway_that_does_not_restart_is_told_from_one_that_is_gone() {
    let bench = Bench::with_faults(1, "[[fault]]\nboard = 1\nkind = \"refuse-reboot\"\n");
    let gateway = bench.address(0);
    let output = bench.admin(&["restart", gateway, "--wait=2s"]);
    assert_ends(&output, 1, "has not restarted within 2s");
    assert_eq!(bench.diag(0)["status"]["device"]["boot_count"], 1);
    // Without waiting nobody knows.
    assert_ends(&bench.admin(&["restart", gateway]), 0, "restarts");
}
