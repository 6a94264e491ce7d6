//! `smr flash` on virtual boards: from a blank chip to a gateway in setup, and what happens when something is wrong.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]
// Only Linux tells how fast a pseudo-terminal is.
#![cfg(target_os = "linux")]

mod at_hand;
mod bench;
mod lines;
mod ram;
mod records;
mod troubles;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use crate::support::program::{Start, has, said, smr};
use crate::support::schema::follows;
use bench::{Bench, FLASH, image, small};
use serde_json::Value;
use smr::image::Board;

#[test]
fn the_ports_of_this_computer_are_listed() {
    let output = smr(Path::new("."), &["flash", "list-ports", "--json"])
        .output()
        .expect("smr runs");
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    follows(&document);
    let is_empty = document["ports"].as_array().expect("a list").is_empty();
    assert_eq!(output.status.code(), Some(if is_empty { 3 } else { 0 }));
    if is_empty {
        has(&said(&output), &["CH340", "carries data", "driver"]);
    }
}

#[test]
fn a_blank_board_becomes_a_gateway_in_setup() {
    let bench = Bench::new(&[]);
    let made = smr(bench.path(), &["firmware", "make-sim-image"])
        .args(["--version", "1.2.3", "-o", "made.bin"])
        .output()
        .expect("smr runs");
    assert!(made.status.success());
    let output = bench.run(&["--image", "made.bin", "--yes"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    has(
        &said,
        &[
            "esp8266-1m",
            "the settings at 0xf9000 and 0xfa000 stay",
            "the gateway runs: smr 1.2.3 on ESP8266",
            "join the Wi-Fi SMR-BRIDGE-",
        ],
    );
    // A pseudo-terminal cannot reset; where the loader answers at once nobody needs to know.
    assert!(!said.contains("cannot reset"), "{said}");
    bench.holds(&fs::read(bench.path().join("made.bin")).expect("an image"));
}

#[test]
fn a_board_with_a_larger_flash_takes_the_image_of_its_own() {
    let bench = Bench::new(&["--board", "esp8266-4m"]);
    let large = image("4.5.6", Board::Esp8266With4M, 50_000);
    let said = bench.fails(1, &[]);
    has(&said, &["wrong-board", "esp8266-4m", "--board esp8266-1m"]);
    bench.is_blank();
    fs::write(bench.path().join("image.bin"), &large).expect("written");
    has(&bench.flash(&[]), &["0x3f8000", "the gateway runs"]);
    bench.holds(&large);
}

#[test]
fn who_insists_uses_a_larger_chip_as_a_smaller_board() {
    let bench = Bench::new(&["--board", "esp8266-4m"]);
    let said = bench.flash(&["--board", "esp8266-1m", "--after", "no-reset"]);
    has(&said, &["the settings at 0xf9000 and 0xfa000 stay"]);
    bench.holds(&small());
    let erased = [
        "--board",
        "esp8266-1m",
        "--erase-all",
        "--after",
        "no-reset",
    ];
    has(&bench.flash(&erased), &["the settings too"]);
    let small_one = Bench::new(&[]);
    let said = small_one.fails(1, &["--board", "esp8266-4m"]);
    has(&said, &["fewer than the 4096 KiB of esp8266-4m", "hint:"]);
    small_one.is_blank();
}

#[test]
fn everything_that_happens_is_told_as_lines_of_json() {
    let bench = Bench::new(&[]);
    let output = bench.run(&["--image", "image.bin", "--yes", "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let events: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    for event in &events {
        follows(event);
    }
    let mut kinds: Vec<&str> = events
        .iter()
        .map(|event| event["event"].as_str().expect("a word"))
        .collect();
    kinds.retain(|kind| *kind != "boot-log");
    kinds.dedup();
    assert_eq!(
        kinds,
        [
            "chip", "plan", "progress", "written", "starting", "alive", "done"
        ]
    );
    let done = events.last().expect("an event");
    assert_eq!(done["outcome"], "alive");
    assert_eq!(done["version"], "4.5.6");
}

#[test]
fn what_is_no_image_for_the_board_is_refused_and_the_flash_untouched() {
    let bench = Bench::new(&[]);
    let sound = small();
    let mut damaged = sound.clone();
    damaged[0x1030] ^= 1;
    let too_large = [&sound[..], &vec![0xFF; 600_000]].concat();
    for (file, part) in [
        (image("4.5.6", Board::Esp8266With4M, 50_000), "wrong-board"),
        (too_large, "too-large"),
        (sound[..30_000].to_vec(), "bad-length"),
        (damaged, "bad-"),
        (
            b"\x7FELF and more of a program for another computer".repeat(200),
            "refused",
        ),
        (Vec::new(), "too-short"),
    ] {
        fs::write(bench.path().join("image.bin"), file).expect("written");
        let said = bench.fails(1, &[]);
        has(&said, &["the image is refused", part, "hint:"]);
    }
    bench.is_blank();
}

#[test]
fn a_dry_run_changes_nothing_and_says_what_would_be_done() {
    let bench = Bench::new(&[]);
    let output = bench.run(&["--image", "image.bin", "--dry-run"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    has(
        &said(&output),
        &["49 KiB are written", "nothing was changed"],
    );
    bench.is_blank();
}

#[test]
fn nothing_is_written_without_a_yes_where_nobody_can_be_asked() {
    let bench = Bench::new(&[]);
    for arguments in [&["--image", "image.bin"][..], &["erase"]] {
        let output = bench.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        has(&said(&output), &["--yes"]);
    }
    bench.is_blank();
}

#[test]
fn settings_stay_unless_all_is_erased() {
    let mut bench = Bench::new(&[]);
    // As another program left it: in the flash before the board starts.
    let mut content = vec![0xFF; 1 << 20];
    content[0xF_9000..0xF_9010].fill(0x5A);
    content[0x8_0000..0x8_0010].fill(0x5A);
    let path = bench.path().join(FLASH);
    bench.sim_stopped();
    fs::write(&path, &content).expect("written");
    let bench = bench.again();
    bench.flash(&["--after", "no-reset"]);
    bench.holds(&small());
    assert_eq!(bench.content()[0xF_9000], 0x5A);
    assert_eq!(bench.content()[0x8_0000], 0x5A);
    let said = bench.flash(&["--after", "no-reset", "--erase-all"]);
    has(&said, &["the settings too"]);
    bench.holds(&small());
    assert!(bench.content()[60_000..].iter().all(|byte| *byte == 0xFF));
}

#[test]
fn the_loader_in_ram_is_as_fast_as_is_wanted_and_that_in_rom_as_it_can() {
    let bench = Bench::new(&[]);
    let rom = bench.flash(&["--no-stub", "--baud", "460800", "--after", "no-reset"]);
    has(&rom, &["ROM loader at 115200 baud", "written in"]);
    let slow = bench.flash(&["--baud", "230400", "--after", "no-reset"]);
    has(
        &slow,
        &[
            "RAM loader at 230400 baud",
            "all 49 KiB are in the flash already",
        ],
    );
    // It is found again as fast as it was left.
    let fast = bench.flash(&["--before", "no-reset"]);
    has(&fast, &["RAM loader at 921600 baud", "the gateway runs"]);
    assert!(!fast.contains("cannot reset"), "{fast}");
}

#[test]
fn only_what_differs_is_written() {
    let mut bench = Bench::new(&[]);
    bench.flash(&["--after", "no-reset"]);
    let mut other = bench.content();
    let image = image("4.5.6", Board::Esp8266With1M, 200_000);
    other[..image.len()].copy_from_slice(&image);
    other[100_000] ^= 1;
    bench.sim_stopped();
    fs::write(bench.path().join(FLASH), &other).expect("written");
    fs::write(bench.path().join("image.bin"), &image).expect("written");
    let bench = bench.again();
    let said = bench.flash(&["--after", "no-reset"]);
    has(&said, &["12 of 196 KiB differ", "written and verified"]);
    bench.holds(&image);
}

#[test]
fn info_shows_the_chip_and_the_gateway_in_it() {
    let bench = Bench::new(&[]);
    let info = || -> Value {
        let output = bench.run(&["info", "--json", "--timeout", "2s"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let document = serde_json::from_slice(&output.stdout).expect("JSON");
        follows(&document);
        document
    };
    let blank = info();
    assert_eq!(blank["schema"], "smr.flash.info/1");
    assert_eq!(blank["chip"]["board"], "esp8266-1m");
    assert_eq!(blank["chip"]["flash_size"], 1 << 20);
    assert_eq!(blank["firmware"], Value::Null);
    bench.flash(&[]);
    // It runs now, and nothing can reset it: only the gateway itself answers.
    let running = info();
    assert_eq!(running["chip"], Value::Null);
    assert_eq!(running["firmware"]["version"], "4.5.6");
}

#[test]
fn erase_leaves_nothing() {
    let bench = Bench::new(&[]);
    bench.flash(&["--after", "no-reset"]);
    bench.holds(&small());
    let output = bench.run(&["erase", "--yes"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    has(&said(&output), &["the flash is empty"]);
    bench.is_blank();
}

#[test]
fn it_waits_for_a_port_that_is_not_there_yet() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("image.bin"), small()).expect("written");
    let link = folder.path().join("port");
    let own = ["flash", "--image", "image.bin", "--yes", "--wait", "--port"];
    let mut child = smr(folder.path(), &own).arg(&link).start();
    let mut lines = BufReader::new(child.stderr.take().expect("standard error"));
    let mut line = String::new();
    lines.read_line(&mut line).expect("a line");
    assert!(line.contains("to be plugged in"), "{line}");
    let bench = Bench::new(&[]);
    std::os::unix::fs::symlink(&bench.port, &link).expect("a link");
    let mut said = String::new();
    lines.read_to_string(&mut said).expect("text");
    assert!(child.wait().expect("an end").success(), "{said}");
    bench.holds(&small());
}
