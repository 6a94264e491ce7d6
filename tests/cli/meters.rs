//! Meters with binary telegrams through every command that takes a source, and profiles of what they counted.

use serde_json::Value;
use smr::sim::meter::{Profile, profiles};

use super::{Scene, telegrams, transcript};
use crate::support::program::{Running, Start};

/// The options that open the telegrams of a simulated meter.
fn keys(profile: &Profile) -> Vec<String> {
    let Some((key, authentication)) = profile.keys() else {
        return Vec::new();
    };
    let mut options = vec!["--key".to_owned(), key.to_owned()];
    if let Some(key) = authentication {
        options.extend(["--auth-key".to_owned(), key.to_owned()]);
    }
    options
}

fn documents(text: &[u8]) -> Vec<Value> {
    let lines = serde_json::Deserializer::from_slice(text).into_iter();
    lines.map(|line| line.expect("JSON")).collect()
}

#[test]
fn every_binary_meter_can_be_watched_through_a_virtual_gateway() {
    let scene = Scene::new();
    let start = |profile: &&'static Profile| -> (&'static Profile, Running) {
        let source = format!("sim:{}?interval=100ms", profile.name());
        let child = scene
            .command(&["watch", &source, "--format", "jsonl", "--count", "3"])
            .args(keys(profile))
            .start();
        (profile, child)
    };
    let binary = profiles().iter().filter(|profile| !profile.is_text());
    let running: Vec<_> = binary.map(|profile| start(&profile)).collect();
    assert!(running.len() >= 7);
    for (profile, child) in running {
        let output = child.wait_with_output().expect("it ends");
        let found = documents(&output.stdout);
        assert_eq!(found.len(), 3, "{}", transcript(&output));
        assert_eq!(found[0]["dialect"], profile.dialect());
        for telegram in &found {
            assert_eq!(telegram["check"], "valid", "{telegram}");
            assert_ne!(telegram["readings"].as_array().map(Vec::len), Some(0));
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let is_told = said.contains("its test key: --key ");
        assert_eq!(is_told, profile.keys().is_some(), "{said}");
    }
}

#[test]
fn what_a_binary_meter_sends_is_recorded_replayed_and_profiled() {
    let scene = Scene::new();
    for meter in ["de-sml", "lu-encrypted"] {
        let keys = keys(Profile::find(meter).expect("a meter"));
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let source = format!("sim:{meter}?interval=100ms&start=2026-01-31T12:00:00Z");
        let capture = format!("{meter}.smr");
        let recorded = scene.run(&["record", &source, "-o", &capture, "--for", "3s"]);
        assert!(recorded.status.success(), "{}", transcript(&recorded));
        let replayed = scene.run(&["replay", &capture, "--speed", "max"]);
        assert!(replayed.status.success());
        let bare = format!("{meter}.bin");
        std::fs::write(scene.path().join(&bare), &replayed.stdout).expect("written");
        let decoded = |file: &str| {
            let all = [&["decode", file, "--format", "jsonl"], &keys[..]].concat();
            documents(&scene.run(&all).stdout)
        };
        let (first, again) = (decoded(&capture), decoded(&bare));
        assert!(first.len() >= 3 && first.len() == again.len());
        for (first, again) in first.iter().zip(&again) {
            assert_eq!(first["readings"], again["readings"]);
        }
        let profile = ["decode", &capture, "--profile", "60s", "--format", "jsonl"];
        let rows = documents(&scene.run(&[&profile, &keys[..]].concat()).stdout);
        assert!(!rows.is_empty());
        let clock = match meter {
            "de-sml" => "received",
            _ => "meter",
        };
        for row in rows {
            let is_gas_or_water = row["channel"].is_number();
            assert!(is_gas_or_water || row["clock"] == clock, "{row}");
        }
    }
}

#[test]
fn a_profile_is_a_table_or_csv() {
    // Half an hour around the one in which summer time begins.
    let start = "2026-03-29T00:47:30Z".parse().expect("a time");
    let mut meter =
        smr::sim::meter::Meter::new(Profile::find("nl-dsmr-4.2").expect("a meter"), 1, start);
    let mut bytes = Vec::new();
    for at in 0..200 {
        let telegram = meter.next_telegram();
        // Four minutes are missing around a quarter.
        if !(150..174).contains(&at) {
            bytes.extend(telegram);
        }
    }
    let scene = Scene::new().with("meter.p1", &bytes);
    let human = scene.transcript(&["decode", "meter.p1", "--profile", "15min"]);
    insta::assert_snapshot!("profile-human", human);
    let csv = scene.transcript(&["decode", "meter.p1", "--profile", "hour", "--format", "csv"]);
    insta::assert_snapshot!("profile-csv", csv);
}

#[test]
fn what_makes_no_profile_is_said_with_what_to_do() {
    let scene = Scene::new()
        .with("sml.bin", &telegrams("de-sml", 3))
        .with("one.p1", &telegrams("nl-dsmr-5.0", 1));
    for (file, name) in [
        ("sml.bin", "profile-no-time"),
        ("one.p1", "profile-one-telegram"),
    ] {
        let text = scene.transcript(&["decode", file, "--profile", "15min"]);
        insta::assert_snapshot!(name, text);
    }
}
