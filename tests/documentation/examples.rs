//! Examples run: each ends with the exit code that belongs to it, or it is said why it cannot run here.

use std::collections::BTreeSet;
use std::time::Instant;

use super::commands::How;
use super::examples_table::{
    ALONE, DO_NOT, IN_SETUP, TOLD, WITH_A_BOARD, WITH_GATEWAYS, WITH_MANY,
};
use super::world::World;
use super::{command_lines, judge};

/// An example that runs: the line, what is added so that it ends soon, its exit code. Later ones may need files of earlier ones.
pub(crate) type Runs = (&'static str, &'static str, i32);

/// What is done before, so that there are captures, files of telegrams, images and keys.
const BEFORE_ALONE: &[Runs] = &[
    (
        "smr record 'sim:nl-dsmr-4.2?speed=4000' -o week.smr --for 1s",
        "",
        0,
    ),
    (
        "smr record 'sim:be-emucs?interval=50ms' -o kitchen.smr --for 200ms",
        "",
        0,
    ),
    (
        "smr record 'sim:be-emucs?interval=50ms' -o capture.p1 --for 200ms",
        "",
        0,
    ),
    (
        "smr record 'sim:be-emucs?interval=50ms' -o kitchen.p1 --for 200ms",
        "",
        0,
    ),
    (
        "smr record 'sim:lu-encrypted?interval=50ms' -o meter.smr --for 200ms",
        "",
        0,
    ),
    (
        "smr firmware make-sim-image --version 1.2.3 -o sim12.bin",
        "",
        0,
    ),
    (
        "smr firmware make-sim-image --version 1.2.3 --board esp8266-4m -o sim12-4.bin",
        "",
        0,
    ),
    ("smr firmware add sim12.bin", "", 0),
    ("smr firmware add sim12-4.bin", "", 0),
    ("smr firmware keygen -o new", "", 0),
];
const BEFORE_GATEWAYS: &[Runs] = &[
    (
        "smr firmware make-sim-image --version 1.4.0 -o sim14.bin",
        "",
        0,
    ),
    ("smr firmware add sim14.bin", "", 0),
    ("smr firmware keygen -o release", "", 0),
    (
        "smr config set kitchen pins.led=2 pins.led_active_low=true",
        "",
        0,
    ),
];

/// The examples of help and pages, each once.
fn examples() -> BTreeSet<String> {
    let lines = command_lines().into_iter();
    lines
        .filter(|(place, line)| line.how == How::Example && !place.starts_with("src/"))
        .map(|(_, line)| line.text)
        .collect()
}

#[test]
fn every_example_runs_or_it_is_said_why_it_cannot() {
    let mut known = BTreeSet::new();
    let run = [ALONE, WITH_GATEWAYS, WITH_MANY, WITH_A_BOARD, IN_SETUP].concat();
    for line in run
        .iter()
        .map(|(line, ..)| line)
        .chain(DO_NOT.iter().map(|(line, _)| line))
    {
        assert!(known.insert((*line).to_owned()), "twice: {line}");
    }
    let there = examples();
    let unknown: Vec<&String> = there.difference(&known).collect();
    assert!(
        unknown.is_empty(),
        "examples without a row in the table: {unknown:#?}"
    );
    let gone: Vec<&String> = known.difference(&there).collect();
    assert!(gone.is_empty(), "rows of examples that are gone: {gone:#?}");
    for (line, reason) in DO_NOT {
        assert!(
            !reason.is_empty() && !judge::ours(line).is_empty(),
            "{line}"
        );
    }
}

/// Runs examples one after the other, in a folder and with gateways of their own.
fn run(boards: &[&str], before: &[Runs], examples: &[Runs]) {
    let world = World::new(boards);
    let mut wrong = Vec::new();
    for (line, more, code) in before.iter().chain(examples) {
        if line.contains(" fleet ") && !line.contains(" init") && !line.contains(" add ") {
            world.write("fleet.toml", &world.inventory());
        }
        let is_endless = *code >= TOLD;
        let code = code % TOLD;
        let started = Instant::now();
        let output = world.run(line, more, is_endless);
        println!("{:6} ms  {line}", started.elapsed().as_millis());
        if output.status.code() != Some(code) {
            wrong.push(format!(
                "{line}\n  {:?}, not {code}: {}{}",
                output.status.code(),
                String::from_utf8_lossy(&output.stdout)
                    .lines()
                    .last()
                    .unwrap_or_default(),
                String::from_utf8_lossy(&output.stderr)
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} examples:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn examples_without_gateways_end_as_they_should() {
    run(&[], BEFORE_ALONE, ALONE);
}

#[test]
fn examples_with_gateways_end_as_they_should() {
    run(&[], BEFORE_GATEWAYS, WITH_GATEWAYS);
}

#[test]
fn examples_with_many_gateways_end_as_they_should() {
    run(&[], BEFORE_GATEWAYS, WITH_MANY);
}

#[test]
fn examples_with_a_board_on_a_serial_port_end_as_they_should() {
    run(&["--blank"], &[], WITH_A_BOARD);
}

#[test]
fn examples_with_a_gateway_in_setup_end_as_they_should() {
    run(&["--setup"], &[], IN_SETUP);
}
