//! The binary as a user meets it: help, output, errors with their hints, exit codes.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

mod meters;

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use smr::sim::meter::{self, Profile};
use tempfile::TempDir;

use crate::support::program::smr;

/// A folder with nothing of the user's around it.
struct Scene {
    folder: TempDir,
}

impl Scene {
    fn new() -> Scene {
        Scene {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn with(self, name: &str, bytes: &[u8]) -> Scene {
        fs::write(self.folder.path().join(name), bytes).expect("written");
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = smr(self.folder.path(), arguments);
        command.env("HOME", self.folder.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("smr runs")
    }

    /// Everything a user sees, as one text.
    fn transcript(&self, arguments: &[&str]) -> String {
        transcript(&self.run(arguments))
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

fn transcript(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let code = output
        .status
        .code()
        .map_or("none".to_owned(), |code| code.to_string());
    format!(
        "{}--- stderr\n{}--- exit {code}\n",
        text(&output.stdout),
        text(&output.stderr)
    )
}

fn telegrams(profile: &str, count: usize) -> Vec<u8> {
    let profile = Profile::find(profile).expect("a profile");
    let start = "2026-01-31T12:00:00Z".parse().expect("a time");
    let one = meter::stream(profile, 1, start, 1).len();
    meter::stream(profile, 1, start, one * count)
}

/// One telegram whose CRC is wrong.
fn damaged() -> Vec<u8> {
    let mut bytes = telegrams("nl-dsmr-5.0", 1);
    let at = bytes.iter().position(|byte| *byte == b'*').expect("a unit") - 1;
    bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
    bytes
}

#[test]
fn help_is_as_it_was() {
    let scene = Scene::new();
    for arguments in [
        &[] as &[&str],
        &["--help"],
        &["help", "discover"],
        &["help", "diag"],
        &["help", "doctor"],
        &["help", "config"],
        &["help", "config", "set"],
        &["help", "login"],
        &["help", "restart"],
        &["help", "reset"],
        &["help", "decode"],
        &["help", "watch"],
        &["help", "record"],
        &["help", "replay"],
        &["help", "sim"],
        &["help", "flash"],
        &["help", "provision"],
        &["help", "ota"],
        &["help", "fleet"],
        &["help", "fleet", "update"],
        &["help", "fleet", "config", "set"],
        &["help", "fleet", "rotate-password"],
    ] {
        let name = if arguments.is_empty() {
            "no-arguments".to_owned()
        } else {
            arguments.join("-")
        };
        insta::assert_snapshot!(name, scene.transcript(arguments));
    }
}

#[test]
fn the_version_is_the_package_version() {
    let expected = format!("smr {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(Scene::new().run(&["--version"]).stdout, expected.as_bytes());
}

#[test]
fn telegrams_are_printed_in_each_format() {
    for profile in [
        "nl-dsmr-5.0",
        "nl-dsmr-2.2",
        "be-emucs",
        "lu-smarty",
        "se-p1",
        "de-d0",
    ] {
        let scene = Scene::new().with("meter.p1", &telegrams(profile, 1));
        insta::assert_snapshot!(
            format!("human-{profile}"),
            scene.transcript(&["decode", "meter.p1"])
        );
    }
    let scene = Scene::new().with("meter.p1", &telegrams("be-emucs", 1));
    for format in ["json", "csv", "none"] {
        insta::assert_snapshot!(
            format!("{format}-be-emucs"),
            scene.transcript(&["decode", "meter.p1", "--format", format])
        );
    }
    assert_eq!(
        scene.run(&["decode", "--json", "meter.p1"]).stdout,
        scene
            .run(&["decode", "--format", "json", "meter.p1"])
            .stdout
    );
}

#[test]
fn noise_is_told_where_it_is_asked_for() {
    let bytes = [
        b"\0\0garbage",
        &telegrams("nl-dsmr-4.2", 1)[..],
        b"/XYZ5 cut off\r\n\r\n1-0:1.8.1(0000",
    ]
    .concat();
    let scene = Scene::new().with("meter.p1", &bytes);
    let lines = |arguments: &[&str]| {
        String::from_utf8(scene.run(arguments).stdout)
            .expect("UTF-8")
            .lines()
            .map(|line| line.contains("smr.noise/1"))
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(&["decode", "--format", "jsonl", "meter.p1"]), [false]);
    assert_eq!(
        lines(&["decode", "--format", "jsonl", "--noise", "meter.p1"]),
        [true, false, true]
    );
}

#[test]
fn several_inputs_are_decoded_in_their_order_and_a_bad_one_does_not_stop_the_others() {
    let scene = Scene::new()
        .with("a.p1", &telegrams("nl-dsmr-4.2", 1))
        .with("b.p1", &telegrams("se-p1", 2));
    let output = scene.run(&["decode", "--format", "jsonl", "a.p1", "missing.p1", "b.p1"]);
    let sources: Vec<String> = String::from_utf8(output.stdout.clone())
        .expect("UTF-8")
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["source"]
                .as_str()
                .expect("a source")
                .to_owned()
        })
        .collect();
    assert_eq!(sources, ["a.p1", "b.p1", "b.p1"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(transcript(&output).contains("cannot open missing.p1"));
}

#[test]
fn standard_input_is_decoded() {
    let scene = Scene::new();
    let mut child = scene
        .command(&["decode", "-", "--format", "none"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("smr runs");
    child
        .stdin
        .take()
        .expect("stdin")
        .write_all(&telegrams("be-emucs", 3))
        .expect("written");
    let output = child.wait_with_output().expect("smr ends");
    assert_eq!(
        transcript(&output),
        "--- stderr\n3 telegrams: 3 valid, 0 invalid, 0 unchecked; 0 bytes of noise\n--- exit 0\n"
    );
}

#[test]
fn errors_say_what_why_and_what_next() {
    let scene = Scene::new()
        .with("empty.p1", b"")
        .with("garbage.p1", &[b'x'; 5000])
        .with("damaged.p1", &damaged());
    fs::create_dir(scene.path().join("folder")).expect("a folder");
    for (name, arguments) in [
        ("missing-file", &["decode", "missing.p1"] as &[&str]),
        ("folder", &["decode", "./folder"]),
        ("below-a-file", &["decode", "empty.p1/meter.p1"]),
        ("empty", &["decode", "empty.p1"]),
        ("garbage", &["decode", "garbage.p1"]),
        (
            "strict",
            &["decode", "--strict", "--format", "none", "damaged.p1"],
        ),
        ("no-such-meter", &["decode", "sim:nonsuch"]),
        ("no-such-port", &["decode", "serial:/dev/ttyNONSUCH"]),
        (
            "bad-serial-format",
            &["decode", "serial:/dev/ttyUSB0?format=9x9"],
        ),
        ("unknown-option", &["decode", "--nonsuch"]),
        ("unknown-command", &["decod"]),
        ("no-input", &["decode"]),
        (
            "bad-duration",
            &["record", "sim:", "-o", "x.smr", "--for", "soon"],
        ),
        (
            "bad-size",
            &["record", "sim:", "-o", "x.smr", "--rotate-size", "big"],
        ),
        ("existing-file", &["record", "sim:", "-o", "empty.p1"]),
        ("bad-address", &["replay", "damaged.p1", "--tcp", "nowhere"]),
        ("bad-speed", &["replay", "damaged.p1", "--speed", "fast"]),
        ("no-such-page", &["man", "nonsuch"]),
        ("bad-filter", &["discover", "colour=red"]),
        ("no-time", &["discover", "--timeout", "0s"]),
        ("changes-as-one-object", &["discover", "--watch", "--json"]),
        (
            "no-such-interface",
            &["discover", "--interface", "nonsuch0"],
        ),
    ] {
        let text = scene.transcript(arguments);
        insta::with_settings!({filters => vec![
            ("the ports now are .*|there are no serial ports.*", "[the ports of this machine]"),
            ("those that have one are .*", "[the interfaces of this machine]"),
        ]}, {
            insta::assert_snapshot!(format!("error-{name}"), text);
        });
    }
}

#[test]
fn a_host_that_refuses_is_exit_code_5() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = free.local_addr().expect("an address").to_string();
    drop(free);
    let output = Scene::new().run(&["decode", &format!("tcp://{address}")]);
    assert_eq!(output.status.code(), Some(5), "{}", transcript(&output));
    assert!(
        transcript(&output).contains("hint:"),
        "{}",
        transcript(&output)
    );
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let scene = Scene::new().with("meter.p1", &telegrams("nl-dsmr-5.0", 3000));
    let mut child = scene
        .command(&["decode", "meter.p1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("smr runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("smr ends");
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output));
    assert!(
        !transcript(&output).contains("error"),
        "{}",
        transcript(&output)
    );
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let scene = Scene::new().with("meter.p1", &telegrams("nl-dsmr-5.0", 1));
    let coloured = |arguments: &[&str]| scene.run(arguments).stdout.contains(&0x1b);
    assert!(!coloured(&["decode", "meter.p1"]));
    assert!(coloured(&["decode", "--color", "always", "meter.p1"]));
    assert!(!coloured(&["decode", "--color", "never", "meter.p1"]));
}

#[test]
fn colour_that_is_asked_for_comes_whatever_the_environment_says() {
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let output = Scene::new()
            .command(&["--color", "always", "decode", "missing.p1"])
            .env(name, value)
            .output()
            .expect("smr runs");
        assert!(output.stderr.contains(&0x1b), "{name}");
    }
}

#[test]
fn quiet_says_only_errors() {
    let scene = Scene::new().with("meter.p1", &telegrams("nl-dsmr-5.0", 1));
    assert_eq!(scene.run(&["-q", "decode", "meter.p1"]).stderr, b"");
    assert!(!scene.run(&["-q", "decode", "missing.p1"]).stderr.is_empty());
}

#[test]
fn what_was_recorded_is_replayed_and_decoded_as_it_was() {
    let bytes = telegrams("be-emucs", 5);
    let scene = Scene::new().with("meter.p1", &bytes);
    assert_eq!(
        scene
            .run(&["record", "meter.p1", "-o", "meter.smr"])
            .status
            .code(),
        Some(0)
    );
    assert_eq!(
        scene.run(&["replay", "meter.smr", "--speed", "max"]).stdout,
        bytes
    );
    let values = |file: &str| {
        let output = scene.run(&["decode", "--format", "jsonl", file]).stdout;
        let lines = String::from_utf8(output).expect("UTF-8");
        lines
            .lines()
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(line).expect("JSON")["readings"].clone()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(values("meter.smr"), values("meter.p1"));
    assert_eq!(values("meter.smr").len(), 5);
}

#[test]
fn a_large_file_gives_on_all_cores_what_small_files_give() {
    let one = [&telegrams("nl-dsmr-5.0", 700)[..], b"noise", &damaged()].concat();
    let scene = Scene::new()
        .with("small.p1", &one)
        .with("large.p1", &one.repeat(4));
    let lines = |file: &str| {
        let output = scene
            .run(&["decode", "--noise", "--format", "jsonl", file])
            .stdout;
        let text = String::from_utf8(output).expect("UTF-8");
        text.lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
            .collect::<Vec<_>>()
    };
    let (small, large) = (lines("small.p1"), lines("large.p1"));
    assert!(one.len() * 4 > 2 << 20, "large enough for several parts");
    assert_eq!(large.len(), small.len() * 4);
    for (at, document) in large.iter().enumerate() {
        let expected = &small[at % small.len()];
        let shift = (at / small.len() * one.len()) as u64;
        assert_eq!(
            document["offset"].as_u64(),
            expected["offset"].as_u64().map(|offset| offset + shift)
        );
        assert_eq!(document["readings"], expected["readings"]);
        assert_eq!(document["length"], expected["length"]);
    }
}
