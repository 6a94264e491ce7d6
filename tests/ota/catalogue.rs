//! `smr ota` without a file: the image is chosen for the gateway's board.

use std::fs;
use std::process::Output;

use serde_json::Value;
use smr::image::{Board, Descriptor, Recipe, build};

use crate::ota::relay::Relay;
use crate::ota::scene::{SIZE, Scene, command, ends, events, said};

/// An image of this version and security version; with the seed 0 for virtual boards only.
fn made(version: &str, board: Board, security_version: u32, seed: u64) -> Vec<u8> {
    build(&Recipe {
        descriptor: Descriptor {
            version: version.parse().expect("a version"),
            board,
            build: "test".parse().expect("a build id"),
            security_version,
        },
        size: SIZE,
        seed,
    })
    .expect("an image")
}

/// A gateway, and a catalogue with these images: name, version, security version.
fn scene(images: &[(&str, &str, u32)]) -> Scene {
    let scene = Scene::new();
    fs::create_dir(scene.path().join("firmware")).expect("a folder");
    for (name, version, security) in images {
        let image = made(version, Board::Esp8266With1M, *security, 0);
        scene.write(&format!("firmware/{name}"), &image);
    }
    scene
}

fn ota_at(scene: &Scene, address: &str, arguments: &[&str]) -> Output {
    command(scene.path(), &["ota", address, "--password-file", "secret"])
        .args(arguments)
        .env("SMR_FIRMWARE_PATH", scene.path().join("firmware"))
        .output()
        .expect("smr runs")
}

fn ota(scene: &Scene, arguments: &[&str]) -> Output {
    ota_at(scene, scene.address(), arguments)
}

#[test]
fn the_newest_for_the_board_is_sent_and_what_is_current_is_left_alone() {
    let scene = scene(&[("a.bin", "4.5.5", 0), ("b.bin", "4.5.6", 0)]);
    let large = made("9.0.0", Board::Esp8266With4M, 0, 0);
    scene.write("firmware/large.bin", &large);
    let output = ota(&scene, &["--format", "jsonl"]);
    ends(
        &output,
        0,
        &[
            "firmware 4.5.6 (build test) for esp8266-1m: ",
            "b.bin",
            "runs 4.5.6, before 0.1.0; proven",
        ],
    );
    events(&output);
    assert!(scene.holds(&made("4.5.6", Board::Esp8266With1M, 0, 0)));
    let relay = Relay::to(scene.address());
    let output = ota_at(&scene, &relay.address.to_string(), &["--version", "4.5.6"]);
    // A relay is at 127.0.0.1, where a tunnel to a real gateway would be: it gets no image without a program.
    ends(&output, 3, &["is for virtual boards"]);
    ends(
        &ota(&scene, &[]),
        0,
        &["runs 4.5.6 already", "nothing was sent"],
    );
    assert_eq!(relay.bodies(), Vec::<Vec<u8>>::new());
    let older = ota(&scene, &["--version", "4.5.5"]);
    ends(
        &older,
        1,
        &["the image is older: 4.5.5", "--allow-downgrade"],
    );
    let older = ota(&scene, &["--version", "4.5.5", "--allow-downgrade"]);
    ends(&older, 0, &["runs 4.5.5, before 4.5.6; proven"]);
    let none = ota(&scene, &["--version", "7.7.7"]);
    ends(&none, 3, &["there is no firmware 7.7.7 at hand"]);
}

#[test]
fn without_any_image_it_is_said_how_to_get_one() {
    let scene = scene(&[]);
    let output = ota(&scene, &["--version", "1.0.0"]);
    ends(
        &output,
        3,
        &[
            "hint: for a real board: smr firmware build, or name a file: --image FILE",
            "hint: for a virtual board: smr firmware make-sim-image",
        ],
    );
}

#[test]
fn a_rollback_brings_back_what_the_gateway_still_holds_and_else_the_newest_that_is_older() {
    let images = [
        ("a.bin", "4.4.0", 0),
        ("b.bin", "4.5.5", 0),
        ("c.bin", "4.5.6", 0),
    ];
    let scene = scene(&images);
    ends(&ota(&scene, &["--version", "4.5.5"]), 0, &["runs 4.5.5"]);
    ends(&ota(&scene, &[]), 0, &["runs 4.5.6"]);
    let output = ota(&scene, &["--rollback", "--dry-run"]);
    let held = "would go back from 4.5.6 to 4.5.5, which it still holds";
    ends(&output, 0, &[held]);
    scene.runs("4.5.6");
    let relay = Relay::to(scene.address());
    let at = relay.address.to_string();
    let output = ota_at(&scene, &at, &["--rollback", "--format", "jsonl"]);
    ends(&output, 0, &["runs 4.5.5 again, before 4.5.6"]);
    assert_eq!(relay.bodies(), Vec::<Vec<u8>>::new());
    scene.runs("4.5.5");
    let events = events(&output);
    let word = |event: &Value| event["event"].as_str().expect("a word").to_owned();
    let words: Vec<String> = events.iter().map(word).collect();
    assert!(words.contains(&"goes-back".to_owned()), "{words:?}");
    let done = events.last().expect("an event");
    assert_eq!(done["result"], "went-back");
    assert_eq!(done["bytes_sent"], 0);
    let last = scene.status()["ota"]["last"].clone();
    assert_eq!(last["error"], "requested");
    assert_eq!(last["version"], "4.5.6");

    // The image beside it is the one that it has left: there is nothing more to swap back to.
    let output = ota(&scene, &["--rollback"]);
    ends(
        &output,
        0,
        &[
            "holds no image from before",
            "back from 4.5.5: firmware 4.4.0 (build test) for esp8266-1m: ",
            "runs 4.4.0, before 4.5.5; proven",
        ],
    );
    // What ran before, also where that is newer.
    ends(&ota(&scene, &["--rollback"]), 0, &["runs 4.5.5 again"]);
    let both = ota(&scene, &["--rollback", "--image", "new.bin"]);
    ends(&both, 2, &[]);
}

#[test]
fn a_rollback_without_anything_to_go_back_to_says_so() {
    let scene = scene(&[("a.bin", "4.5.6", 0)]);
    let output = ota(&scene, &["--rollback"]);
    ends(
        &output,
        3,
        &[
            "holds no image from before",
            "that is older than 0.1.0",
            "hint: there is 4.5.6",
            "hint: put the version that ran before there: smr firmware add FILE",
        ],
    );
    scene.runs("0.1.0");
}

#[test]
fn rollback_protection_is_named_where_it_forbids_to_go_back() {
    let scene = scene(&[("a.bin", "4.5.5", 1), ("b.bin", "4.5.6", 2)]);
    scene.change("{\"ota\":{\"rollback_protection\":true}}");
    ends(&ota(&scene, &["--version", "4.5.5"]), 0, &["runs 4.5.5"]);
    ends(&ota(&scene, &[]), 0, &["runs 4.5.6"]);
    let output = ota(&scene, &["--rollback"]);
    ends(
        &output,
        1,
        &[
            "rollback-refused: its security version is 1, and the gateway's rollback protection takes 2 or more",
            "ota.rollback_protection=false",
        ],
    );
    assert!(!said(&output).contains("KiB sent"));
    scene.runs("4.5.6");
    scene.change("{\"ota\":{\"rollback_protection\":false}}");
    ends(&ota(&scene, &["--rollback"]), 0, &["runs 4.5.5 again"]);
}
