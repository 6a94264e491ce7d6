//! The rules of a rollout as a user sees them kept: windows, networks, those that come online later, back-off.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::fleet::scene::{Scene, document, ends, until};
use crate::fleet::signal;
use crate::support::program::Start;

/// The events of a journal of this kind, with their times.
fn events(scene: &Scene, journal: &str, kind: &str) -> Vec<Value> {
    let path = scene.path().join(journal).join("journal.jsonl");
    let text = fs::read_to_string(path).unwrap_or_default();
    let parsed = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    parsed
        .filter(|event: &Value| event["event"] == kind)
        .collect()
}

fn ms(event: &Value) -> u64 {
    event["ms"].as_u64().expect("a time")
}

/// Hour and minute, so many hours from now.
fn clock(hours: i64) -> String {
    let output = Command::new("date")
        .args(["-u", "-d", &format!("{hours} hours"), "+%H:%M"])
        .output();
    String::from_utf8_lossy(&output.expect("date runs").stdout)
        .trim()
        .to_owned()
}

#[test]
fn nothing_is_sent_outside_the_window_and_all_of_it_within() {
    let scene = Scene::new(1, "");
    let window = |from: i64, to: i64| format!("{}-{}", clock(from), clock(to));
    let closed = window(2, 4);
    let mut running = scene.update("closed", &["--window", &closed]);
    let running = running.env("TZ", "UTC").start();
    until("the journal", || (scene.lines("closed") >= 2).then_some(()));
    signal(running.id(), "-INT");
    let output = running.wait_with_output().expect("it ends");
    ends(&output, 130, &["stopped: 1 pending"]);
    assert_eq!(scene.row("closed", "g1")["attempts"], 0);
    assert_ne!(scene.version(1).as_deref(), Some("4.5.6"));
    let open = window(-2, 2);
    let mut running = scene.update("open", &["--window", &open]);
    let output = running.env("TZ", "UTC").output().expect("smr runs");
    ends(&output, 0, &["1 updated"]);
}

#[test]
fn gateways_of_one_network_take_turns() {
    let scene = Scene::new(3, "");
    let limits = ["--max-per-subnet", "1", "--stages", "100%"];
    ends(
        &scene.update("j", &limits).output().expect("smr runs"),
        0,
        &["3 updated"],
    );
    // All are in 127.0.0.0/24: each is begun when the one before has ended.
    let report = scene.report("j");
    let rows = report["gateways"].as_array().expect("gateways");
    let mut spans: Vec<(String, String)> = rows
        .iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().expect("a time").to_owned();
            (text("began_at"), text("ended_at"))
        })
        .collect();
    spans.sort();
    for pair in spans.windows(2) {
        assert!(pair[1].0 >= pair[0].1, "two at once: {spans:?}");
    }
}

#[test]
fn one_that_is_busy_or_away_is_tried_again_after_a_pause_that_doubles() {
    let scene = Scene::new(1, "[[fault]]\nboard = 1\nkind = \"unreachable\"\n");
    let output = scene
        .fleet(&["update", "--image", "new.bin", "--confirm", "1"])
        .args(["--journal", "j", "--retries", "2", "--back-off", "300ms"])
        .args(["--unreachable-budget", "1"])
        .output();
    ends(
        &output.expect("smr runs"),
        6,
        &["once more later", "1 unreachable"],
    );
    let ends_at: Vec<u64> = events(&scene, "j", "finished").iter().map(ms).collect();
    assert_eq!(ends_at.len(), 3);
    assert!(ends_at[1] - ends_at[0] >= 300, "{ends_at:?}");
    assert!(ends_at[2] - ends_at[1] >= 600, "{ends_at:?}");
}

#[test]
fn one_that_is_offline_is_waited_for_and_holds_up_nobody() {
    let scene = Scene::new(2, "[[fault]]\nboard = 1\nkind = \"unreachable\"\n");
    let words = [
        "--wait-online",
        "3s",
        "--retries",
        "0",
        "--stages",
        "1,100%",
        "--canary",
        "g1",
    ];
    let limits = ["--unreachable-budget", "1", "--success-threshold", "0"];
    let output = scene.update("j", &words).args(limits).output();
    ends(
        &output.expect("smr runs"),
        6,
        &[
            "g1: unreachable, waited for",
            "g2: updated",
            "1 updated, 1 unreachable",
        ],
    );
    let finished = events(&scene, "j", "finished");
    let of = |gateway: u64| -> Vec<u64> {
        let is_it = |event: &&Value| event["gateway"] == gateway;
        finished.iter().filter(is_it).map(ms).collect()
    };
    // The canary is the first of the order.
    let (waited, other) = (of(0), of(1));
    assert!(waited.len() >= 2, "it was looked for again: {finished:?}");
    let first = waited.first().expect("an end");
    let last = waited.last().expect("an end");
    assert!(last - first >= 3_000, "{finished:?}");
    assert!(other[0] < *last, "the other one was held up: {finished:?}");
}

#[test]
fn selectors_take_names_labels_versions_and_states_alone_and_together() {
    let scene = Scene::new(3, "[[fault]]\nboard = 3\nkind = \"unreachable\"\n");
    for (selectors, expected) in [
        (&["g*"][..], &["g1", "g2", "g3"][..]),
        (&["place=lab"], &["g1"]),
        (&["place!=lab,g*"], &["g2", "g3"]),
        (&["version<1.4"], &["g1", "g2"]),
        (&["version>=0.1,place=field"], &["g2"]),
        (&["state=offline"], &["g3"]),
        (&["state!=offline", "g3"], &["g1", "g2", "g3"]),
    ] {
        let mut command = scene.fleet(&["list", "--json"]);
        for selector in selectors {
            command.args(["--select", selector]);
        }
        let listed = document(&command.output().expect("smr runs"), "smr.fleet.list/1");
        let rows = listed["gateways"].as_array().expect("gateways");
        let names: Vec<&str> = rows.iter().filter_map(|row| row["name"].as_str()).collect();
        assert_eq!(names, expected, "{selectors:?}");
    }
    // The same as a table, with how each is.
    let output = scene.run(&["check", "--select", "version<1.4"]);
    ends(
        &output,
        0,
        &["NAME  HOST", "HEALTH", "2 gateways asked, all answer"],
    );
    ends(
        &scene.run(&["list", "--select", "version>=9"]),
        3,
        &["none of the 3 gateways"],
    );
}
