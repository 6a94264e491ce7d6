//! What can go wrong on the way, and what runs on the gateway then.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Command;

use serde_json::Value;
use smr::image::Board;

use crate::ota::http;
use crate::ota::relay::{Mishap, Relay};
use crate::ota::scene::{PASSWORD, SIZE, Scene, built, command, ends, events, image, said, until};
use crate::support::program::{Running, Start};

fn fault(kind: &str, keys: &str) -> String {
    format!("[[fault]]\nboard = 1\nkind = \"{kind}\"\n{keys}\n")
}

#[test]
fn an_upload_that_is_cut_anywhere_leaves_the_old_version_running() {
    let scene = Scene::new();
    let relay = Relay::to(scene.address());
    let at = relay.address.to_string();
    let before = scene.status()["device"]["boot_count"].clone();
    let firmware = scene.flash()[..100_000].to_vec();
    let edges = [
        0,
        1,
        255,
        256,
        257,
        511,
        512,
        4095,
        4096,
        4097,
        SIZE - 257,
        SIZE - 1,
    ];
    let spread = (1..8).map(|part| part * SIZE / 8 + part);
    for at_byte in edges.into_iter().chain(spread) {
        relay.goes_wrong_with(Mishap::CutAfter(at_byte));
        let output = scene
            .ota_at(&at, &["--format", "jsonl"])
            .output()
            .expect("smr runs");
        ends(
            &output,
            1,
            &["still runs 0.1.0", "run the same command again"],
        );
        let events = events(&output);
        let failed = events.last().expect("an event");
        assert_eq!(failed["reason"], "cut", "at {at_byte}");
        assert_eq!(failed["version"], "0.1.0", "at {at_byte}");
    }
    assert!(
        scene.flash()[..100_000] == firmware,
        "the flash has changed"
    );
    assert_eq!(scene.status()["device"]["boot_count"], before);
    relay.goes_wrong_with(Mishap::Nothing);
    let output = scene.ota_at(&at, &[]).output().expect("smr runs");
    ends(&output, 0, &["proven"]);
    assert!(scene.holds(&image("4.5.6")));
}

#[test]
fn an_update_whose_answer_was_lost_is_proven_all_the_same() {
    let scene = Scene::new();
    let relay = Relay::to(scene.address());
    relay.goes_wrong_with(Mishap::AnswerLost);
    let output = scene
        .ota_at(&relay.address.to_string(), &["--format", "jsonl"])
        .output()
        .expect("smr runs");
    ends(&output, 0, &["runs 4.5.6, before 0.1.0; proven"]);
    let events = events(&output);
    assert!(events.iter().all(|event| event["event"] != "taken"));
    assert_eq!(relay.bodies(), [image("4.5.6")]);
    assert!(scene.holds(&image("4.5.6")));
}

#[test]
fn what_failed_before_anything_was_sent_is_tried_once_more() {
    let scene = Scene::new();
    let relay = Relay::to(scene.address());
    relay.goes_wrong_with(Mishap::FirstHeadLost);
    let output = scene
        .ota_at(&relay.address.to_string(), &["--format", "jsonl"])
        .output()
        .expect("smr runs");
    ends(&output, 0, &["proven"]);
    let again = |event: &&Value| event["event"] == "again";
    assert_eq!(events(&output).iter().filter(again).count(), 1);
    assert_eq!(relay.bodies(), [Vec::new(), image("4.5.6")]);
}

#[test]
fn a_meter_that_is_not_heard_any_more_is_a_failure() {
    let scene = Scene::with(&fault("silent-meter", "after = \"3s\""), &[]);
    until("silence", || {
        let age = scene.status()["p1"]["last_telegram_ms"].as_u64()?;
        (age > 1000).then_some(())
    });
    let output = scene.ota(&["--proof-timeout", "8s", "--format", "jsonl"]);
    ends(
        &output,
        1,
        &[
            "runs 4.5.6, but within 8s there was not a telegram",
            "smr diag",
        ],
    );
    let events = events(&output);
    assert!(events.iter().any(|event| event["missing"] == "telegrams"));
    let failed = events.last().expect("an event");
    assert_eq!(failed["reason"], "unproven");
    assert_eq!(failed["version"], "4.5.6");
    scene.runs("4.5.6");
}

#[test]
fn a_board_that_restarts_or_loses_power_in_the_middle_still_runs_the_old_version() {
    for faults in [
        fault("reboot-mid-upload", "at_bytes = 20000"),
        // Erasing and writing the staging area takes more operations than this.
        fault("power-cut", "at_flash_op = 60\nat_byte = 100"),
    ] {
        let scene = Scene::with(&faults, &[]);
        let output = scene.ota(&["--format", "jsonl"]);
        ends(&output, 1, &["; the gateway still runs 0.1.0"]);
        assert_eq!(events(&output).last().expect("an event")["reason"], "cut");
        scene.runs("0.1.0");
        ends(&scene.ota(&[]), 0, &["proven"]);
        assert!(scene.holds(&image("4.5.6")), "{faults}");
    }
}

#[test]
fn a_gateway_that_comes_back_with_the_old_version_is_a_failure_that_says_so() {
    let scene = Scene::with(&fault("keep-old-version", ""), &[]);
    let output = scene.ota(&["--format", "jsonl"]);
    ends(
        &output,
        1,
        &["took 4.5.6 and came back with 0.1.0", "hint:"],
    );
    let events = events(&output);
    let failed = events.last().expect("an event");
    assert_eq!(failed["reason"], "old-version");
    assert_eq!(failed["bytes_sent"], SIZE);
    scene.runs("0.1.0");
}

#[test]
fn a_gateway_that_does_not_restart_is_told() {
    let scene = Scene::with(&fault("refuse-reboot", ""), &[]);
    let arguments = ["--proof-timeout", "1s", "--json"];
    let output = scene.ota(&arguments);
    ends(
        &output,
        1,
        &["has not restarted within 1s; it still runs 0.1.0"],
    );
    let failed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(failed["reason"], "not-restarted");
    // It waits for the restart now.
    let output = scene.ota(&arguments);
    ends(&output, 1, &["busy", "try again in a minute"]);
    let failed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(failed["reason"], "busy");
    assert_eq!(failed["bytes_sent"], 0);
}

/// The child, once it has told an event that `is_it`.
fn at_event(mut command: Command, is_it: impl Fn(&Value) -> bool) -> Running {
    let mut child = command.start();
    let mut lines = BufReader::new(child.stdout.take().expect("standard output"));
    let mut line = String::new();
    loop {
        line.clear();
        assert_ne!(lines.read_line(&mut line).expect("a line"), 0, "it ended");
        let event: Value = serde_json::from_str(&line).expect("JSON");
        if is_it(&event) {
            break;
        }
    }
    // It goes on writing, and must not find the pipe closed.
    std::thread::spawn(move || lines.read_to_string(&mut String::new()));
    child
}

fn end_of(mut child: Running) -> (Option<i32>, String) {
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("standard error");
    stderr.read_to_string(&mut said).expect("text");
    (child.wait().expect("smr ends").code(), said)
}

#[test]
fn a_gateway_that_does_not_come_back_is_unreachable() {
    let mut scene = Scene::new();
    let command = scene.ota_at(
        scene.address(),
        &["--proof-timeout", "2s", "--format", "jsonl"],
    );
    let child = at_event(command, |event| event["event"] == "taken");
    scene.kill();
    let (code, said) = end_of(child);
    assert_eq!(code, Some(5), "{said}");
    assert!(said.contains("has not come back within 2s"), "{said}");
    assert!(said.contains("smr discover"), "{said}");
}

#[test]
fn a_gateway_that_comes_back_and_goes_away_is_unreachable_too() {
    let mut scene = Scene::with(&fault("silent-meter", "after = \"3s\""), &[]);
    until("silence", || {
        let age = scene.status()["p1"]["last_telegram_ms"].as_u64()?;
        (age > 1000).then_some(())
    });
    let arguments = ["--proof-timeout", "8s", "--format", "jsonl"];
    let command = scene.ota_at(scene.address(), &arguments);
    let child = at_event(command, |event| event["missing"] == "telegrams");
    scene.kill();
    let (code, said) = end_of(child);
    assert_eq!(code, Some(5), "{said}");
    assert!(
        said.contains("came back with 4.5.6 and does not answer"),
        "{said}"
    );
}

#[test]
fn stopping_in_the_middle_leaves_the_old_version_and_says_so() {
    let scene = Scene::with(&fault("slow-network", "bytes_per_s = 20000"), &[]);
    // Much longer than it takes to stop.
    scene.write("new.bin", &built("4.5.6", Board::Esp8266With1M, 480_000, 7));
    let command = scene.ota_at(scene.address(), &["--format", "jsonl"]);
    let child = at_event(command, |event| event["event"] == "progress");
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.expect("kill runs").success());
    let (code, said) = end_of(child);
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("stopped after"), "{said}");
    assert!(
        said.contains("begins anew") || said.contains("changes nothing"),
        "{said}"
    );
    scene.runs("0.1.0");
}

#[test]
fn a_slow_network_has_no_limit_but_standing_still() {
    let scene = Scene::with(&fault("slow-network", "bytes_per_s = 15000"), &[]);
    // Shorter than the upload takes.
    ends(&scene.ota(&["--timeout", "2s"]), 0, &["proven"]);
    assert!(scene.holds(&image("4.5.6")));
}

#[test]
fn a_password_that_is_missing_wrong_or_not_looked_at_ends_with_4() {
    let scene = Scene::new();
    let ota = |login: &[&str]| {
        let mut command = command(scene.path(), &["ota", scene.address(), "--json"]);
        let command = command.args(["--image", "new.bin"]).args(login);
        let output = command.output().expect("smr runs");
        assert_eq!(output.status.code(), Some(4), "{}", said(&output));
        let events: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(events["reason"], "authentication");
        said(&output)
    };
    assert!(ota(&[]).contains("asks for the admin password"));
    let wrong = ["--password-file", "wrong"];
    assert!(ota(&wrong).contains("refuses the password"));
    // The tenth in a row locks out, and only who comes from here.
    let last = (0..12).fold(String::new(), |_, _| ota(&wrong));
    assert!(last.contains("too many wrong passwords"), "{last}");
    assert!(last.contains("hint: wait "), "{last}");
}

#[test]
fn nobody_is_there() {
    let scene = Scene::with(&fault("unreachable", ""), &[]);
    scene.fails(5, &["--timeout", "2s"], &["hint:"]);
}

#[test]
fn a_gateway_that_takes_another_image_is_busy() {
    let scene = Scene::new();
    let mut other = TcpStream::connect(scene.address()).expect("a connection");
    let challenge = http::challenge(scene.address()).expect("a challenge");
    let authorization = http::authorization(&challenge, PASSWORD, "POST", "/api/v1/firmware");
    let head = format!(
        "POST /api/v1/firmware HTTP/1.1\r\nHost: {}\r\nContent-Length: {SIZE}\r\nX-SMR-SHA256: {}\r\n{authorization}\r\n",
        scene.address(),
        "0".repeat(64)
    );
    other.write_all(head.as_bytes()).expect("sent");
    other.write_all(&[0; 1000]).expect("sent");
    until("the other upload", || {
        (scene.status()["ota"]["state"] == "receiving").then_some(())
    });
    let output = scene.ota(&["--format", "jsonl"]);
    ends(&output, 1, &["busy"]);
    assert_eq!(events(&output).last().expect("an event")["reason"], "busy");
    drop(other);
    scene.runs("0.1.0");
}
