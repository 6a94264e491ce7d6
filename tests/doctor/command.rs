//! The command: what it prints, how it ends, what it packs.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::doctor::boards::{Scene, codes, command};
use crate::support::schema::complaints;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut doctor = command(folder, &["doctor"]);
    doctor.args(arguments).output().expect("smr runs")
}

#[test]
fn the_exit_code_says_how_bad_it_is_and_the_document_follows_its_schema() {
    let folder = tempfile::tempdir().expect("a folder");
    for (source, exit, worst) in [
        ("sim:?interval=1ms&speed=max", 0, "info"),
        ("sim:?fault=gas-stale&interval=1ms&speed=max", 8, "warning"),
        ("sim:?fault=cut&interval=1ms&speed=max", 1, "error"),
    ] {
        let arguments = [source, "--for", "2s", "--json"];
        let output = run(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(exit), "{source}: {output:?}");
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(complaints(&document), Vec::<String>::new(), "{document:#}");
        assert_eq!(document["findings"][0]["severity"], worst, "{document:#}");
    }
}

#[test]
fn a_recording_is_judged_as_what_was_recorded() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = "sim:?fault=bit-flips&interval=20ms";
    let record = command(
        folder.path(),
        &["record", source, "-o", "meter.smr", "--for", "2s"],
    )
    .output()
    .expect("smr runs");
    assert!(record.status.success(), "{record:?}");
    let output = run(folder.path(), &["meter.smr"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let page = String::from_utf8(output.stdout).expect("text");
    for part in [
        "characters arrive changed  [characters-flipped]",
        "must be \"",
        "-> shorten the cable",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("1 error, "), "{said}");
}

#[test]
fn what_is_no_source_is_a_mistake_of_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    for (arguments, exit) in [
        (["sim:?fault=flood", "--json"], 2),
        (["missing.smr", "--json"], 1),
        (["http://127.0.0.1:9", "--json"], 5),
    ] {
        let output = run(folder.path(), &arguments);
        assert_eq!(
            output.status.code(),
            Some(exit),
            "{arguments:?}: {output:?}"
        );
        assert!(output.stdout.is_empty());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("hint:"), "{said}");
    }
}

#[test]
fn a_bundle_holds_the_evidence_and_no_secret() {
    let scene = Scene::claimed(&["kind = \"meter\"\nfault = \"gas-stale\""], 1);
    let arguments = [
        "--for",
        "3s",
        "--password-file",
        "secret",
        "--bundle",
        "it.zip",
    ];
    let output = scene.doctor(0, &arguments);
    assert_eq!(output.status.code(), Some(8), "{output:?}");
    let archive = fs::read(scene.folder.path().join("it.zip")).expect("an archive");
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let names = archive.file_names();
    let names: Vec<String> = names
        .map(|name| name.expect("a name").into_owned())
        .collect();
    for name in [
        "README.txt",
        "doctor.txt",
        "doctor.json",
        "capture.smr",
        "status.json",
        "events.json",
    ] {
        assert!(names.iter().any(|there| there == name), "{name}: {names:?}");
    }
    let mut all = Vec::new();
    for name in &names {
        let mut file = archive.by_name(name).expect(name);
        file.read_to_end(&mut all).expect("bytes");
    }
    let secret = fs::read(scene.folder.path().join("secret")).expect("a password");
    assert!(!all.windows(secret.len()).any(|part| part == secret));
    let mut capture = Vec::new();
    let mut file = archive.by_name("capture.smr").expect("a capture");
    file.read_to_end(&mut capture).expect("bytes");
    fs::write(scene.folder.path().join("capture.smr"), capture).expect("written");
    let again = run(scene.folder.path(), &["capture.smr", "--json"]);
    let document: Value = serde_json::from_slice(&again.stdout).expect("JSON");
    assert_eq!(
        codes(&document, "warning"),
        ["channel-stale"],
        "{document:#}"
    );
    let refused = scene.doctor(0, &arguments);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
}
