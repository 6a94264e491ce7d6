//! `smr fleet` as a user meets it, against virtual gateways. What became of them is asked of their flash chips and of themselves.

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

use crate::support::http;
use crate::support::program::{Start, signal};
mod passwords;
mod rules;
pub(crate) mod scene;
mod soak;
mod tasks;
mod trials;

use std::fs;

use scene::{Scene, document, ends, image, said, until};

#[test]
fn an_inventory_is_listed_and_checked() {
    let scene = Scene::new(
        3,
        "[[fault]]\nboard = 2\nkind = \"unreachable\"\n[[fault]]\nboard = 3\nkind = \"wrong-password\"\n",
    );
    ends(&scene.run(&["list", "--select", "place=lab"]), 0, &["g1  "]);
    let listed = document(
        &scene.run(&["list", "--select", "g1", "--select", "g3", "--json"]),
        "smr.fleet.list/1",
    );
    assert_eq!(listed["gateways"].as_array().map(Vec::len), Some(2));
    let output = scene.run(&["check", "--json"]);
    ends(
        &output,
        6,
        &["of 3 gateways, 1 cannot be reached and 1 does not tell how it is"],
    );
    let checked = document(&output, "smr.fleet.check/1");
    let states: Vec<&str> = (0..3)
        .filter_map(|index| checked["gateways"][index]["state"].as_str())
        .collect();
    assert_eq!(states, ["run", "offline", "run"]);
    assert!(!checked["gateways"][0]["health"].is_null(), "{checked}");
    let offline = scene.run(&["list", "--select", "state=offline"]);
    ends(&offline, 0, &["g2  "]);
    ends(
        &scene.run(&["check", "--select", "g1"]),
        0,
        &["1 gateway asked, all answer"],
    );
    ends(&scene.run(&["check", "--select", "g2"]), 5, &["hint: "]);
    ends(
        &scene.run(&["list", "--select", "g9"]),
        3,
        &["hint: see all: smr fleet list"],
    );
    ends(
        &scene.run(&["list", "--select", "plaec=lab"]),
        2,
        &["place"],
    );
    ends(
        &scene.run(&["list", "--inventory", "none.toml"]),
        1,
        &["smr fleet init --discover"],
    );
    for output in [&output, &offline] {
        assert!(
            !said(output).contains("correct horse"),
            "a password is shown"
        );
    }
}

#[test]
fn a_new_inventory_is_one_that_can_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        scene::command(folder.path(), arguments)
            .output()
            .expect("smr runs")
    };
    ends(&run(&["fleet", "init"]), 0, &["fleet.toml: 1 gateway"]);
    ends(&run(&["fleet", "list"]), 0, &["kitchen"]);
    ends(&run(&["fleet", "init"]), 2, &["--force"]);
    let added = run(&["fleet", "add", "flat-3", "10.0.0.3", "--label", "floor=3"]);
    ends(&added, 0, &["fleet.toml: 2 gateways now"]);
    ends(
        &run(&["fleet", "list", "--select", "floor=3"]),
        0,
        &["flat-3"],
    );
    ends(
        &run(&["fleet", "add", "flat-3", "10.0.0.4"]),
        2,
        &["two gateways are called"],
    );
    ends(
        &run(&["fleet", "add", "x", "10.0.0.4", "--label", "a b=3"]),
        2,
        &["cannot be a label"],
    );
    ends(&run(&["fleet", "init", "--force"]), 0, &[]);
}

#[test]
fn gateways_are_updated_in_stages_and_it_is_reported_how_each_really_is() {
    let faults = "\
[[fault]]\nboard = 2\nkind = \"unreachable\"\n
[[fault]]\nboard = 3\nkind = \"wrong-password\"\n
[[fault]]\nboard = 4\nkind = \"keep-old-version\"\n
[[fault]]\nboard = 5\nkind = \"reboot-mid-upload\"\nat_bytes = 20000\n";
    let scene = Scene::new(6, faults);
    let new = image("4.5.6");
    let output = scene
        .update(
            "j",
            &[
                "--canary",
                "place=lab",
                "--stages",
                "50%,100%",
                "--error-threshold",
                "9",
                "--success-threshold",
                "0",
                "--retries",
                "1",
            ],
        )
        .output();
    let output = output.expect("smr runs");
    ends(
        &output,
        6,
        &[
            "6 gateways: update to 4.5.6 in 3 stages, seed 1; journal: j",
            "stage 1 of 3: 1 gateway",
            "g1: updated",
            "stage 3 of 3",
            "not every gateway was updated: 3 updated, 2 failed, 1 unreachable",
            "hint: try these again: smr fleet retry j",
        ],
    );
    for (number, result, attempts, code) in [
        (1, "updated", 1, None),
        (2, "unreachable", 2, Some("unreachable")),
        (3, "failed", 1, Some("authentication")),
        (4, "failed", 1, Some("old-version")),
        (5, "updated", 2, None),
        (6, "updated", 1, None),
    ] {
        let row = scene.row("j", &format!("g{number}"));
        assert_eq!(
            (row["result"].as_str(), row["attempts"].as_u64()),
            (Some(result), Some(attempts)),
            "{row}"
        );
        assert_eq!(row["code"].as_str(), code, "{row}");
        let is_new = result == "updated";
        assert_eq!(scene.holds(number, &new), is_new, "the chip of {number}");
        if number != 2 {
            let version = scene.version(number).expect("an answer");
            assert_eq!(version == "4.5.6", is_new, "{number} says {version}");
            assert_eq!(row["version_after"].as_str(), Some(version.as_str()));
        }
    }
    // What was sent is the image, once, where nothing broke off.
    assert_eq!(
        scene.row("j", "g6")["bytes_sent"].as_u64(),
        Some(new.len() as u64)
    );
    assert_eq!(scene.uploads(6), [new.len()], "as the board has counted");
    assert_eq!(scene.uploads(5).len(), 2, "the first was cut");
    ends(&scene.run(&["status", "j"]), 0, &["update to 4.5.6: ended"]);
    ends(
        &scene.run(&["report", "j", "--format", "junit"]),
        0,
        &["failures=\"2\" errors=\"1\""],
    );
    ends(
        &scene.run(&["report", "j", "--format", "html"]),
        0,
        &["<!doctype html>", "g4"],
    );
    let journal = fs::read_to_string(scene.path().join("j/journal.jsonl")).expect("a journal");
    assert!(
        !journal.contains("correct horse"),
        "a password is in the journal"
    );
    // The faults of these two happen once.
    let again = scene.run(&["retry", "j", "--only", "failed"]);
    ends(&again, 6, &["g3: failed (authentication)"]);
    assert_eq!(
        scene.row("j", "g6")["attempts"],
        1,
        "what is done is not repeated"
    );
    ends(
        &scene.run(&["resume", "j"]),
        6,
        &["not every gateway was updated"],
    );
}

#[test]
fn a_breach_of_the_threshold_pauses_before_others_are_begun() {
    let scene = Scene::new(4, "[[fault]]\nboard = \"*\"\nkind = \"wrong-password\"\n");
    let output = scene
        .update(
            "j",
            &[
                "--max-parallel",
                "1",
                "--error-threshold",
                "2",
                "--stages",
                "100%",
            ],
        )
        .output();
    ends(
        &output.expect("smr runs"),
        6,
        &[
            "error: paused: 2 failed (--error-threshold 2): 2 failed, 2 pending",
            "hint: go on all the same: smr fleet resume j",
        ],
    );
    assert_eq!(scene.report("j")["state"], "paused");
    ends(
        &scene.run(&["status", "j"]),
        0,
        &["nobody works on it now; go on: smr fleet resume j"],
    );
    ends(
        &scene.run(&["abort", "j"]),
        0,
        &["given up: 2 failed, 2 pending"],
    );
    ends(&scene.run(&["resume", "j"]), 2, &["it was given up"]);
    ends(
        &scene.run(&["resume", "nowhere"]),
        3,
        &["there is no rollout in nowhere"],
    );
}

#[test]
fn a_plan_is_written_reviewed_and_carried_out_as_it_is() {
    let scene = Scene::new(3, "");
    let planned = scene.run(&[
        "plan",
        "--image",
        "new.bin",
        "--seed",
        "1",
        "--stages",
        "1,100%",
        "-o",
        "plan.toml",
    ]);
    ends(
        &planned,
        0,
        &[
            "stage 2: 2 gateways",
            "smr fleet apply plan.toml --confirm 3",
        ],
    );
    let text = fs::read_to_string(scene.path().join("plan.toml")).expect("a plan");
    assert!(!text.contains("correct horse"), "a password is in the plan");
    ends(&scene.run(&["apply", "plan.toml"]), 2, &["--confirm 3"]);
    scene.write(
        "other.toml",
        text.replace("stages = [1, 3]", "stages = [1, 2]")
            .as_bytes(),
    );
    ends(
        &scene.run(&["apply", "other.toml", "--confirm", "3"]),
        1,
        &["the plan contradicts itself"],
    );
    scene.write("new.bin", &image("9.9.9"));
    let other = scene.run(&["apply", "plan.toml", "--confirm", "3"]);
    ends(&other, 1, &["is not the image that was planned", "SHA-256"]);
    scene.write("new.bin", &image("4.5.6"));
    ends(
        &scene.run(&["apply", "plan.toml", "--confirm", "3", "--journal", "j"]),
        0,
        &["3 updated"],
    );
    assert_eq!(scene.report("j")["seed"], 1);
    for number in 1..=3 {
        assert_eq!(scene.version(number).as_deref(), Some("4.5.6"));
    }
}

#[test]
fn nothing_is_begun_that_was_not_meant() {
    let scene = Scene::new(2, "");
    let update = |arguments: &[&str]| {
        scene
            .fleet(&["update", "--image", "new.bin", "--journal", "j"])
            .args(arguments)
            .output()
            .expect("smr runs")
    };
    ends(
        &update(&[]),
        2,
        &["an update of 2 gateways has to be confirmed", "--confirm 2"],
    );
    ends(
        &update(&["--confirm", "3"]),
        2,
        &["the update is of 2 gateways, not 3"],
    );
    ends(
        &update(&["--dry-run"]),
        0,
        &[
            "2 gateways: update to 4.5.6, seed ",
            "stage 1: 1 gateway: g",
        ],
    );
    ends(
        &update(&["--stages", "1", "--confirm", "2"]),
        2,
        &["--stages 1,100%"],
    );
    ends(
        &update(&["--canary", "g9", "--confirm", "2"]),
        3,
        &["canary"],
    );
    scene.write(
        "none.toml",
        b"[[gateway]]\nname = \"a\"\nhost = \"127.0.0.1:1\"\n",
    );
    ends(
        &update(&["--inventory", "none.toml", "--confirm", "1"]),
        4,
        &["there is no password for a", "password_file"],
    );
    scene.write("broken.bin", &image("4.5.6")[..40_000]);
    ends(&update(&["--image", "broken.bin"]), 2, &[]);
    assert!(!scene.path().join("j").exists(), "no journal was begun");
    ends(&update(&["--confirm", "2"]), 0, &["2 updated"]);
    ends(
        &update(&["--confirm", "2"]),
        2,
        &["there is a rollout in j already", "smr fleet resume j"],
    );
    let again = scene
        .fleet(&[
            "update",
            "--image",
            "new.bin",
            "--journal",
            "k",
            "--confirm",
            "2",
            "--json",
        ])
        .output()
        .expect("smr runs");
    ends(&again, 0, &["2 current"]);
    document(&again, "smr.fleet.report/1");
}

#[test]
fn a_run_that_is_killed_at_any_moment_is_gone_on_with() {
    let scene = Scene::new(4, "");
    for (round, lines) in [1, 2, 4, 6, 8].into_iter().enumerate() {
        let version = format!("4.6.{round}");
        scene.write("new.bin", &image(&version));
        let journal = format!("j{round}");
        let mut run = scene
            .update(
                &journal,
                &[
                    "--max-parallel",
                    "2",
                    "--error-threshold",
                    "100%",
                    // A gateway is busy until it has read all that the one who was killed has sent.
                    "--retries",
                    "10",
                ],
            )
            .start();
        until("lines of the journal", || {
            (scene.lines(&journal) >= lines).then_some(())
        });
        signal(run.id(), "-KILL");
        run.wait().expect("ended");
        let finished: Vec<(String, u64)> = scene.report(&journal)["gateways"]
            .as_array()
            .expect("gateways")
            .iter()
            .filter(|row| row["result"] == "updated")
            .map(|row| {
                (
                    row["name"].as_str().expect("a name").to_owned(),
                    row["attempts"].as_u64().expect("a number"),
                )
            })
            .collect();
        let output = scene.run(&["resume", &journal]);
        ends(&output, 0, &[]);
        for (name, attempts) in finished {
            assert_eq!(
                scene.row(&journal, &name)["attempts"].as_u64(),
                Some(attempts),
                "{name} was repeated"
            );
        }
        for number in 1..=4 {
            assert_eq!(scene.version(number).as_deref(), Some(version.as_str()));
            assert!(
                scene.holds(number, &image(&version)),
                "the chip of {number}"
            );
        }
    }
}

#[test]
fn a_request_to_stop_brings_what_is_under_way_to_its_end() {
    let scene = Scene::new(3, "");
    let run = scene.update("j", &["--max-parallel", "1"]).start();
    // The plan, and that it began.
    until("the first gateway", || {
        (scene.lines("j") >= 2).then_some(())
    });
    let second = scene.run(&["resume", "j"]);
    ends(&second, 1, &["another run works on j"]);
    signal(run.id(), "-INT");
    let output = run.wait_with_output().expect("it ends");
    ends(
        &output,
        130,
        &[
            "stopping: no further gateway is begun",
            "stopped: 1 updated, 2 pending",
            "hint: go on: smr fleet resume j",
        ],
    );
    ends(&scene.run(&["resume", "j"]), 0, &["3 updated"]);
}
