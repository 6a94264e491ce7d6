//! Python's `dsmr_parser` reads what `smr replay` serves, and sees the values that `smr decode` sees.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use smr::sim::meter::{self, Profile};

/// The version that this test was written against.
const PACKAGE: &str = "dsmr_parser==1.11.2";
const SMR: &str = env!("CARGO_BIN_EXE_smr");
const TELEGRAMS: usize = 3;

/// The Python of a virtual environment with the package; `None`, with a word about it, where there can be none.
fn python() -> Option<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target")
        .join("witness");
    let python = home.join("bin").join("python");
    let has_package = |python: &Path| {
        let version = PACKAGE.split("==").last().expect("a version");
        let check = format!(
            "import importlib.metadata as m; assert m.version('dsmr_parser') == '{version}'"
        );
        Command::new(python)
            .args(["-c", &check])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    if has_package(&python) {
        return Some(python);
    }
    let made = Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&home)
        .status();
    let made = made.is_ok_and(|status| status.success());
    let installed = made
        && Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", PACKAGE])
            .status()
            .is_ok_and(|status| status.success());
    if installed && has_package(&python) {
        return Some(python);
    }
    println!("skipped: {PACKAGE} cannot be installed here");
    assert!(std::env::var_os("CI").is_none(), "CI must have {PACKAGE}");
    None
}

/// Ends the process with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Serves `file`; gives the process and its port.
fn serve(file: &Path) -> (Running, u16) {
    let mut child = Command::new(SMR)
        .args(["replay", "--tcp", "127.0.0.1:0", "--speed", "max"])
        .arg(file)
        .stderr(Stdio::piped())
        .spawn()
        .expect("smr replay");
    let mut line = String::new();
    BufReader::new(child.stderr.take().expect("stderr"))
        .read_line(&mut line)
        .expect("a line");
    let port = line
        .trim()
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok());
    (
        Running(child),
        port.unwrap_or_else(|| panic!("no port in {line:?}")),
    )
}

fn json_lines(text: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(text).expect("UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// Whether the two mean the same number, time or text.
fn same(theirs: &Value, ours: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let (theirs, ours) = (text(theirs), text(ours));
    let instant = |text: &str| {
        // DSMR 2.2 does not say the offset; the telegrams of this test are from January in the Netherlands.
        let with_offset = if text.len() == 19 {
            format!("{text}+01:00")
        } else {
            text.to_owned()
        };
        with_offset.parse::<jiff::Timestamp>().ok()
    };
    let number = |text: &str| {
        let text = if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.')
        } else {
            text
        };
        text.trim_start_matches('0').to_owned()
    };
    // A clock that was never set starts in 2000; for us that is no time.
    let new_year = "2000-01-02T00:00:00Z".parse().expect("a time");
    let never_set =
        ours.is_empty() && instant(&theirs).is_some_and(|time: jiff::Timestamp| time < new_year);
    never_set
        || theirs == ours
        || (instant(&theirs).is_some() && instant(&theirs) == instant(&ours))
        || number(&theirs) == number(&ours)
}

/// What is different between an entry of theirs and of ours.
fn differences(code: &str, theirs: &Value, ours: &Value) -> Vec<String> {
    let fields = theirs.as_object().expect("an entry");
    fields
        .iter()
        .filter(|(field, value)| !same(value, &ours[field.as_str()]))
        .map(|(field, value)| {
            format!(
                "{code} {field}: theirs {value}, ours {}",
                ours[field.as_str()]
            )
        })
        .collect()
}

/// Whether a code is the one that theirs means: they write `24.2.[13]` for either.
fn means(theirs: &str, ours: &Value) -> bool {
    let ours = ours.as_str().expect("a code");
    match theirs.split_once('[').zip(theirs.split_once(']')) {
        Some(((head, _), (_, tail))) => {
            let choices = &theirs[head.len() + 1..theirs.len() - tail.len() - 1];
            choices
                .chars()
                .any(|choice| ours == format!("{head}{choice}{tail}"))
        }
        None => theirs == ours,
    }
}

fn agree(profile: &str, specification: &str, least: usize) {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("telegrams.p1");
    let meter = Profile::find(profile).expect("a profile");
    let start = "2026-01-31T12:00:00Z".parse().expect("a time");
    let one = meter::stream(meter, 1, start, 1).len();
    fs::write(&file, meter::stream(meter, 1, start, one * TELEGRAMS)).expect("written");

    let (_replay, port) = serve(&file);
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/witness/dsmr_parser_client.py");
    let output = Command::new(python)
        .arg(client)
        .args([&port.to_string(), specification, &TELEGRAMS.to_string()])
        .output()
        .expect("python");
    let theirs = json_lines(&output.stdout);
    assert_eq!(
        theirs.len(),
        TELEGRAMS,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let decoded = Command::new(SMR)
        .args(["decode", "--format", "jsonl"])
        .arg(&file)
        .output()
        .expect("smr decode");
    let mut compared = 0;
    let mut wrong = Vec::new();
    for (theirs, ours) in theirs.iter().zip(json_lines(&decoded.stdout)) {
        let readings = ours["readings"].as_array().expect("readings");
        for (code, theirs) in theirs.as_object().expect("an object") {
            let Some(ours) = readings
                .iter()
                .find(|reading| means(code, &reading["obis"]))
            else {
                wrong.push(format!("{code} is missing"));
                continue;
            };
            let theirs = theirs
                .as_array()
                .cloned()
                .unwrap_or_else(|| vec![theirs.clone()]);
            let ours = ours["values"]
                .as_array()
                .cloned()
                .unwrap_or_else(|| vec![ours.clone()]);
            assert_eq!(theirs.len(), ours.len(), "{code}: {theirs:?} and {ours:?}");
            compared += theirs.len();
            wrong.extend(
                theirs
                    .iter()
                    .zip(&ours)
                    .flat_map(|(theirs, ours)| differences(code, theirs, ours)),
            );
        }
    }
    println!("{profile}: {compared} values compared with dsmr_parser's {specification}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        compared >= least * TELEGRAMS,
        "only {compared} values were compared"
    );
}

#[test]
fn values_agree_with_dsmr_parser() {
    agree("nl-dsmr-5.0", "V5", 30);
    agree("nl-dsmr-4.2", "V4", 20);
    agree("nl-dsmr-2.2", "V2_2", 10);
    agree("be-emucs", "BELGIUM_FLUVIUS", 30);
}
