//! How `smr decode` ends when nobody reads on, and when it is told to stop.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use smr::sim::meter::{self, Profile};

#[cfg(unix)]
use crate::support::program::signal;
use crate::support::program::{Running, Start, smr};

/// Starts `smr decode` and reads the first line that it prints.
fn started(directory: &Path, input: &str) -> (Running, BufReader<impl Read + use<>>, String) {
    let mut child = smr(directory, &["decode", "--format", "jsonl", input]).start();
    let mut stdout = BufReader::new(child.stdout.take().expect("standard output"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("a line");
    assert!(line.starts_with("{\"schema\":\"smr.telegram/1\""), "{line}");
    (child, stdout, line)
}

/// What it says on standard error until it ends, and its exit code.
fn ended(mut child: Running) -> (String, Option<i32>) {
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("standard error");
    stderr.read_to_string(&mut said).expect("text");
    (said, child.wait().expect("smr ends").code())
}

/// Guards against counts that were wrong: telegrams that nobody was there to read were not among them.
#[test]
fn a_reader_that_has_seen_enough_is_told_nothing_more() {
    let directory = tempfile::tempdir().expect("a directory");
    let profile = Profile::find("nl-dsmr-5.0").expect("a profile");
    let start = "2026-01-31T12:00:00Z".parse().expect("a time");
    // More than any pipe holds.
    let bytes = meter::stream(profile, 1, start, 2 << 20);
    fs::write(directory.path().join("meter.p1"), bytes).expect("a written file");
    let (child, stdout, _) = started(directory.path(), "meter.p1");
    drop(stdout);
    assert_eq!(ended(child), (String::new(), Some(0)));
}

#[cfg(unix)]
#[test]
fn an_interrupted_source_ends_with_130_and_counts_what_was_printed() {
    let directory = tempfile::tempdir().expect("a directory");
    let (child, mut stdout, line) = started(directory.path(), "sim:?interval=10ms");
    signal(child.id(), "-INT");
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).expect("text");
    let (said, code) = ended(child);
    assert_eq!(code, Some(130), "{said}");
    let whole = line.lines().chain(rest.lines()).count();
    let plural = if whole == 1 { "" } else { "s" };
    let counts = format!("{whole} telegram{plural}: {whole} valid");
    assert!(said.contains(&counts), "{counts}: {said}");
}
