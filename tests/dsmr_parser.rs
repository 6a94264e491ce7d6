//! Python's `dsmr_parser` reads what `smr replay` and a virtual gateway serve, and finds the values that `smr decode` finds.
//!
//! It is installed from the Python package index into a virtual environment below the build directory. Where that is not possible the
//! test is skipped; with `CI` set it fails.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]
#![cfg(unix)]

use crate::support::boards::Boards;
use crate::support::program::{Start, smr};
use crate::witness::packages;
use crate::witness::scripts;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::thread::JoinHandle;

use serde::Deserialize;
use serde_json::value::RawValue;
use smr::sim::meter::{Meter, Profile};

use packages::{or_skipped, python};
use scripts::script;

/// The version that the test was written with.
const PACKAGE: &str = "dsmr_parser==1.11.2";

/// In winter: where a meter does not say which time it is, it is the time of UTC+1 (see [`instant`]).
const START: &str = "2026-01-31T12:00:00Z";

const TELEGRAMS: usize = 5;

/// `000101000001W`: what meters log for a power failure before they knew the time. `smr` calls it unset; `dsmr_parser` takes it
/// for a time. The only difference between the two.
const BEFORE_ALL_TIME: &str = "1999-12-31T23:00:01+00:00";

/// What `dsmr_parser` says about one line of a telegram.
#[derive(Debug, Deserialize)]
struct Line {
    name: String,
    /// The codes that it may be.
    codes: Vec<String>,
    is_list: bool,
    entries: Vec<TheirEntry>,
}

#[derive(Debug, Deserialize)]
struct TheirEntry {
    value: TheirValue,
    unit: Option<String>,
    time: Option<TheirValue>,
    period_end: Option<TheirValue>,
}

#[derive(Debug, Deserialize)]
struct TheirValue {
    kind: Kind,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Nothing,
    Number,
    Text,
    Time,
}

/// What `smr` says about one telegram.
#[derive(Debug, Deserialize)]
struct Telegram {
    check: String,
    readings: Vec<Reading>,
}

/// One line of it: `values`, or one value with what belongs to it.
#[derive(Debug, Deserialize)]
struct Reading {
    obis: String,
    values: Option<Vec<OurEntry>>,
    value: Option<Box<RawValue>>,
    unit: Option<String>,
    time: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct OurEntry {
    /// As it is written, so that no digit is lost.
    value: Box<RawValue>,
    unit: Option<String>,
    time: Option<String>,
    period_end: Option<String>,
}

impl Reading {
    fn entries(&self) -> Vec<OurEntry> {
        let single = self.value.clone().map(|value| OurEntry {
            value,
            unit: self.unit.clone(),
            time: self.time.clone(),
            period_end: None,
        });
        match &self.values {
            Some(values) => values.clone(),
            None => single.into_iter().collect(),
        }
    }
}

fn capture(profile: &str) -> Vec<u8> {
    let profile = Profile::find(profile).expect("a profile of the simulator");
    let mut meter = Meter::new(profile, 3, START.parse().expect("a time"));
    let mut bytes = Vec::new();
    for _ in 0..TELEGRAMS {
        meter.write_telegram(&mut bytes);
    }
    bytes
}

/// What `dsmr_parser` reads from `smr replay`, one list of lines per telegram.
fn read_over_tcp(python: &Path, file: &Path, specification: &str) -> Vec<Vec<Line>> {
    let mut replay = smr(Path::new("."), &["replay"])
        .arg(file)
        .args(["--tcp", "127.0.0.1:0", "--speed", "max"])
        .start();
    let mut said = BufReader::new(replay.stderr.take().expect("standard error"));
    let mut line = String::new();
    said.read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("listening on ").expect("a port");
    read_from(python, address, specification)
}

/// What `dsmr_parser` reads from an address.
fn read_from(python: &Path, address: &str, specification: &str) -> Vec<Vec<Line>> {
    let (host, port) = address.rsplit_once(':').expect("host and port");
    let output = Command::new(python)
        .arg(script("dsmr_parser_client.py"))
        .args([host, port, specification, &TELEGRAMS.to_string()])
        .output()
        .expect("Python runs");
    let (text, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{specification}: {errors}");
    assert_eq!(errors, "", "{specification}");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("lines in JSON"))
        .collect()
}

/// Stands between one client and `server`: its address, and what passed once the client has gone.
fn tee(server: &str) -> (String, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound").to_string();
    let mut from = TcpStream::connect(server).expect("a connection");
    let passing = std::thread::spawn(move || {
        let (mut to, _) = listener.accept().expect("a client");
        let (mut passed, mut piece) = (Vec::new(), [0; 4096]);
        while let Ok(count @ 1..) = from.read(&mut piece) {
            passed.extend_from_slice(&piece[..count]);
            if to.write_all(&piece[..count]).is_err() {
                break;
            }
        }
        passed
    });
    (address, passing)
}

/// What `smr` says about the same bytes.
fn decode(file: &Path) -> Vec<Telegram> {
    let output = smr(Path::new("."), &["decode", "--format", "jsonl"])
        .arg(file)
        .output()
        .expect("smr runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a telegram in JSON"))
        .collect()
}

fn instant(text: &str) -> jiff::Timestamp {
    let has_offset = text.len() > "2026-01-31T12:00:00".len();
    let text = format!("{text}{}", if has_offset { "" } else { "+01:00" });
    text.parse().expect("a time")
}

/// A number without the zeros in front, which codes such as `003` have for `smr` and not for `dsmr_parser`.
fn digits(text: &str) -> &str {
    let without = text.trim_start_matches('0');
    if without.is_empty() || without.starts_with('.') {
        &text[text.len() - without.len() - 1..]
    } else {
        without
    }
}

fn agree(theirs: &TheirValue, ours: &RawValue) -> bool {
    let raw = ours.get();
    let text: Option<String> = serde_json::from_str(raw).ok();
    match (theirs.kind, text) {
        (Kind::Nothing, text) => text.is_some_and(|text| text.is_empty()),
        (Kind::Number, None) => theirs.text == raw,
        (Kind::Number, Some(text)) => theirs.text == digits(&text),
        (Kind::Text, text) => text.is_some_and(|text| text == theirs.text),
        (Kind::Time, text) => text.is_some_and(|text| instant(&text) == instant(&theirs.text)),
    }
}

/// Times agree also where both say that it was never set.
fn times_agree(theirs: Option<&TheirValue>, ours: Option<&str>) -> bool {
    let is_set = |time: &&TheirValue| time.kind != Kind::Nothing && time.text != BEFORE_ALL_TIME;
    match theirs.filter(is_set) {
        Some(time) => ours.is_some_and(|ours| instant(ours) == instant(&time.text)),
        None => ours.is_none(),
    }
}

/// Checks a line, and gives the number of values in it.
fn compare(line: &Line, telegram: &Telegram) -> usize {
    let name = &line.name;
    let reading = telegram
        .readings
        .iter()
        .find(|reading| line.codes.contains(&reading.obis))
        .unwrap_or_else(|| panic!("{name}: smr has none of {:?}", line.codes));
    let ours = reading.entries();
    assert_eq!(line.is_list, reading.values.is_some(), "{name}");
    assert_eq!(line.entries.len(), ours.len(), "{name}: {ours:?}");
    for (theirs, ours) in line.entries.iter().zip(&ours) {
        let both = format!("{name}: {theirs:?} and {ours:?}");
        assert!(agree(&theirs.value, &ours.value), "{both}");
        assert_eq!(theirs.unit, ours.unit, "{both}");
        assert!(
            times_agree(theirs.time.as_ref(), ours.time.as_deref()),
            "{both}"
        );
        let (their_end, our_end) = (theirs.period_end.as_ref(), ours.period_end.as_deref());
        assert!(times_agree(their_end, our_end), "{both}");
    }
    ours.len()
}

#[test]
fn dsmr_parser_reads_the_same_values_from_a_replay() {
    let Some(python) = or_skipped(python(PACKAGE, "dsmr_parser")) else {
        return;
    };
    let directory = tempfile::tempdir().expect("a directory");
    for (profile, specification, fewest) in [
        ("nl-dsmr-5.0", "V5", 30),
        ("nl-dsmr-4.2", "V4", 25),
        ("nl-dsmr-2.2", "V2_2", 12),
        ("be-emucs", "BELGIUM_FLUVIUS", 40),
    ] {
        let file = directory.path().join(format!("{profile}.p1"));
        fs::write(&file, capture(profile)).expect("a written file");
        let theirs = read_over_tcp(&python, &file, specification);
        let ours = decode(&file);
        assert_eq!(theirs.len(), TELEGRAMS, "{profile}");
        assert_eq!(ours.len(), TELEGRAMS, "{profile}");
        agree_on_all(profile, &theirs, &ours, fewest);
    }
}

/// In at least `fewest` values a telegram.
fn agree_on_all(profile: &str, theirs: &[Vec<Line>], ours: &[Telegram], fewest: usize) {
    for (lines, telegram) in theirs.iter().zip(ours) {
        assert_ne!(telegram.check, "invalid", "{profile}");
        let values: usize = lines.iter().map(|line| compare(line, telegram)).sum();
        assert!(values >= fewest, "{profile}: only {values} values");
        println!("{profile}: {values} values agree");
    }
}

#[test]
fn dsmr_parser_reads_the_same_values_from_a_virtual_gateway() {
    let Some(python) = or_skipped(python(PACKAGE, "dsmr_parser")) else {
        return;
    };
    let directory = tempfile::tempdir().expect("a directory");
    // Meters that say which time it is, for it is now.
    for (profile, specification, fewest) in [
        ("nl-dsmr-5.0", "V5", 30),
        ("be-emucs", "BELGIUM_FLUVIUS", 40),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let own = ["--meter", profile, "--interval", "300ms"];
        let sim = Boards::start(folder.path(), &own);
        let (address, passing) = tee(sim.text(0, "p1"));
        let theirs = read_from(&python, &address, specification);
        drop(sim);
        let bytes = passing.join().expect("what passed");
        assert!(bytes.starts_with(b"/"), "from the start of a telegram");
        let file = directory.path().join(format!("{profile}.p1"));
        fs::write(&file, bytes).expect("a written file");
        let ours = decode(&file);
        assert_eq!(theirs.len(), TELEGRAMS, "{profile}");
        assert!(ours.len() >= TELEGRAMS, "{profile}");
        agree_on_all(profile, &theirs, &ours, fewest);
    }
}
