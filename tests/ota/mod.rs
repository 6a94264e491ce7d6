//! `smr ota` on virtual gateways. What became of them is read from the boards: their flash files and their own figures.

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

mod arduino;
mod catalogue;
use crate::support::http;
mod relay;
mod scene;
mod trials;
mod troubles;

use serde_json::Value;
use smr::image::{Board, SigningKey};

use relay::Relay;
use scene::{SIZE, Scene, built, command, ends, events, image, said};

#[test]
fn a_gateway_runs_the_image_afterwards_and_proves_it() {
    let scene = Scene::new();
    let before = scene.status();
    let output = scene.ota(&["--format", "jsonl"]);
    ends(&output, 0, &["smr-", "runs 4.5.6, before 0.1.0; proven"]);
    let events = events(&output);
    let mut kinds: Vec<&str> = events
        .iter()
        .map(|event| event["event"].as_str().expect("a word"))
        .collect();
    kinds.retain(|kind| *kind != "awaits");
    kinds.dedup();
    assert_eq!(kinds, ["gateway", "progress", "taken", "back", "done"]);
    let done = events.last().expect("an event");
    assert_eq!(done["result"], "updated");
    assert_eq!(done["version_before"], "0.1.0");
    assert_eq!(done["version_after"], "4.5.6");
    assert_eq!(done["bytes_sent"], SIZE);

    let after = scene.status();
    assert!(scene.holds(&image("4.5.6")));
    assert_eq!(after["device"]["firmware"]["version"], "4.5.6");
    assert_eq!(after["device"]["firmware"]["sha256"], done["sha256"]);
    assert_eq!(after["device"]["reset"]["reason"], "ota");
    let boots = |status: &Value| status["device"]["boot_count"].as_u64().expect("a number");
    assert_eq!(boots(&after), boots(&before) + 1);
    assert!(after["p1"]["telegrams"].as_u64().expect("a number") > 0);
}

#[test]
fn the_image_is_sent_once_and_to_the_byte_even_when_logins_are_forgotten() {
    let forgetful = "[[fault]]\nboard = 1\nkind = \"stale-nonce\"\nevery = \"150ms\"\n";
    for faults in ["", forgetful] {
        let scene = Scene::with(faults, &[]);
        let relay = Relay::to(scene.address());
        let output = scene
            .ota_at(&relay.address.to_string(), &[])
            .output()
            .expect("smr runs");
        ends(&output, 0, &["proven"]);
        let mut bodies = relay.bodies();
        // Heads that were answered with a new challenge have none.
        bodies.retain(|body| !body.is_empty());
        assert_eq!(bodies.len(), 1);
        assert_eq!(bodies[0].len(), SIZE);
        assert!(bodies[0] == image("4.5.6"), "other bytes");
    }
}

#[test]
fn a_gateway_that_runs_the_image_already_is_left_alone() {
    let scene = Scene::new();
    ends(&scene.ota(&[]), 0, &["proven"]);
    let boots = scene.status()["device"]["boot_count"].clone();
    let relay = Relay::to(scene.address());
    let at = relay.address.to_string();
    let output = scene.ota_at(&at, &["--json"]).output().expect("smr runs");
    ends(&output, 0, &["runs 4.5.6 already", "nothing was sent"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["result"], "current");
    assert_eq!(document["bytes_sent"], 0);
    assert_eq!(relay.bodies(), Vec::<Vec<u8>>::new());
    assert_eq!(scene.status()["device"]["boot_count"], boots);
    // The same version from another build is something else.
    let rebuilt = built("4.5.6", Board::Esp8266With1M, SIZE, 8);
    scene.write("new.bin", &rebuilt);
    ends(&scene.ota(&[]), 0, &["runs 4.5.6, before 4.5.6; proven"]);
    ends(&scene.ota(&["--force"]), 0, &["before 4.5.6; proven"]);
}

#[test]
fn what_the_gateway_would_refuse_is_not_sent() {
    let scene = Scene::new();
    let relay = Relay::to(scene.address());
    let at = relay.address.to_string();
    let sound = image("4.5.6");
    let key = SigningKey::from_bytes(&[1; 32]).expect("a key");
    let trailer = key.sign(&sound).expect("a signature").to_bytes();
    let public = key.public_key().to_pem().expect("a PEM file");
    scene.write("release.pub.pem", public.as_bytes());
    let mut damaged = sound.clone();
    damaged[0x1030] ^= 1;
    let mut forged = [&sound[..], &trailer].concat();
    forged[sound.len() + 40] ^= 1;
    let signed = &["--key", "release.pub.pem"][..];
    for (file, arguments, parts) in [
        (
            built("4.5.6", Board::Esp8266With4M, SIZE, 7),
            &[][..],
            &["the image is refused", "wrong-board", "esp8266-4m"][..],
        ),
        (
            image("0.0.9"),
            &[],
            &[
                "runs 0.1.0, and the image is older: 0.0.9",
                "--allow-downgrade",
            ],
        ),
        (
            damaged,
            &[],
            &["the image is refused: bad-", "inspect new.bin"],
        ),
        (b"\x7FELF".repeat(2000), &[], &["the image is refused"]),
        (sound.clone(), signed, &["not-signed", "smr firmware sign"]),
        (forged, signed, &["bad-"]),
    ] {
        scene.write("new.bin", &file);
        let output = scene.ota_at(&at, arguments).output().expect("smr runs");
        ends(&output, 1, parts);
    }
    // Now the gateway itself takes only what is signed with the key.
    let digits = http::hex(&key.public_key().to_bytes());
    scene.change(&format!("{{\"ota\":{{\"public_key\":\"{digits}\"}}}}"));
    scene.write("new.bin", &sound);
    let output = scene.ota_at(&at, &[]).output().expect("smr runs");
    ends(&output, 1, &["not-signed", "signed with its key"]);
    assert_eq!(relay.bodies(), Vec::<Vec<u8>>::new());
    scene.runs("0.1.0");

    scene.write("new.bin", &[&sound[..], &trailer].concat());
    let output = scene.ota_at(&at, signed).output().expect("smr runs");
    ends(&output, 0, &["proven"]);
    assert!(scene.holds(&sound));
    // A key that only the gateway knows: it refuses what is signed with another.
    let other = SigningKey::from_bytes(&[2; 32]).expect("a key");
    let newer = image("4.5.7");
    let trailer = other.sign(&newer).expect("a signature").to_bytes();
    scene.write("new.bin", &[&newer[..], &trailer].concat());
    ends(&scene.ota(&[]), 1, &["unknown-key", "refuses"]);
    scene.runs("4.5.6");
}

#[test]
fn an_older_version_runs_if_that_is_wanted() {
    let scene = Scene::new();
    scene.write("new.bin", &image("0.0.9"));
    ends(&scene.ota(&["--allow-downgrade"]), 0, &["runs 0.0.9"]);
    assert!(scene.holds(&image("0.0.9")));
}

#[test]
fn a_dry_run_sends_nothing_and_says_what_would_be_done() {
    let scene = Scene::new();
    let relay = Relay::to(scene.address());
    let output = scene
        .ota_at(
            &relay.address.to_string(),
            &["--dry-run", "--format", "jsonl"],
        )
        .output()
        .expect("smr runs");
    ends(&output, 0, &["would go from 0.1.0 to 4.5.6, 49 KiB"]);
    let events = events(&output);
    assert_eq!(events.last().expect("an event")["result"], "planned");
    assert_eq!(relay.bodies(), Vec::<Vec<u8>>::new());
}

#[test]
fn a_virtual_gateway_inside_the_program_can_be_updated_too() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("new.bin"), image("4.5.6")).expect("written");
    let run = |arguments: &[&str]| {
        command(
            folder.path(),
            &["ota", "sim:?interval=200ms", "--image", "new.bin"],
        )
        .args(arguments)
        .output()
        .expect("smr runs")
    };
    ends(&run(&[]), 0, &["runs 4.5.6, before 0.1.0; proven"]);
    let output = run(&["--protocol", "arduino"]);
    ends(&output, 2, &["over HTTP only"]);
    assert!(!said(&output).contains("proven"));
}
