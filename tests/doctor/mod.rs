//! `smr doctor`: everything that it can find is provoked, by the faults of virtual meters and boards, and found alone.

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

mod bench;
mod boards;
mod command;
mod corpus;
mod images;
use crate::support::corpus_index as index;
mod meters;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use smr::doctor::table::{self, TABLE};

#[test]
fn everything_that_can_be_found_is_provoked() {
    let meters = meters::CASES.iter().map(|case| case.code);
    let boards = boards::CODES.iter().copied();
    let provoked = meters.chain(boards).chain(images::CODES);
    let provoked: BTreeSet<&str> = provoked.collect();
    let all: BTreeSet<&str> = TABLE.iter().map(|kind| kind.code).collect();
    println!(
        "{} findings, {} of them provoked",
        all.len(),
        provoked.len()
    );
    assert_eq!(provoked, all);
    assert!(all.len() >= 25);
}

/// Set to rewrite the page instead of comparing it.
const UPDATE: &str = "SMR_UPDATE";
const BEGIN: &str = "<!-- generated from src/doctor/table.rs: begin -->\n";
const END: &str = "<!-- end -->\n";
const FAULTS_BEGIN: &str = "<!-- generated from src/sim/meter_fault/mod.rs: begin -->\n";

fn with(page: &str, begin: &str, part: &str) -> String {
    let (before, rest) = page.split_once(begin).expect("a beginning");
    let (_, after) = rest.split_once(END).expect("an end");
    [before, begin, part, END, after].concat()
}

#[test]
fn the_page_lists_everything_that_can_be_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/doctor.md");
    let page = fs::read_to_string(&path).expect("the page");
    let faults = smr::sim::meter_fault::MeterFault::all().iter();
    let rows: Vec<String> = faults
        .map(|fault| format!("| `{}` | {} |\n", fault.name, fault.what))
        .collect();
    let faults = format!("| fault | what happens |\n|---|---|\n{}", rows.concat());
    let expected = with(&page, BEGIN, &table::markdown());
    let expected = with(&expected, FAULTS_BEGIN, &faults);
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&path, expected).expect("written");
        return;
    }
    assert!(
        page == expected,
        "stale: rewrite it with {UPDATE}=1 cargo test --test suite doctor::"
    );
}
