//! Firmware that nobody named: `smr flash` takes what is at hand for the board.

use std::fs;

use smr::catalogue::Catalogue;
use smr::image::{Board, Descriptor, Recipe, build};

use crate::flash::bench::{Bench, image};
use crate::support::program::{has, said, smr};

/// Puts images into the user's folder.
fn add(bench: &Bench, images: &[(&str, Board)]) {
    let folder = bench.path().join("mine");
    fs::create_dir_all(&folder).expect("a folder");
    for (version, board) in images {
        let name = format!("{board}-{version}.bin");
        fs::write(folder.join(name), image(version, *board, 20_000)).expect("written");
    }
}

#[test]
fn the_newest_firmware_for_the_board_is_taken_and_named() {
    let bench = Bench::new(&[]);
    let (small, large) = (Board::Esp8266With1M, Board::Esp8266With4M);
    // Newer than any that may be built in.
    add(
        &bench,
        &[("901.9.0", small), ("901.10.0", small), ("999.0.0", large)],
    );
    fs::write(bench.path().join("mine/broken.bin"), b"broken").expect("written");
    let output = bench.run(&["--yes"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    has(
        &text,
        &[
            "firmware 901.10.0 (build test) for esp8266-1m: mine/esp8266-1m-901.10.0.bin",
            "the gateway runs: smr 901.10.0",
        ],
    );
    bench.holds(&image("901.10.0", small, 20_000));
}

#[test]
fn another_version_is_taken_when_it_is_named() {
    let bench = Bench::new(&[]);
    let board = Board::Esp8266With1M;
    add(&bench, &[("901.9.0", board), ("901.10.0", board)]);
    let output = bench.run(&["--version", "901.9.0", "--yes"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    bench.holds(&image("901.9.0", board, 20_000));
}

/// What `smr flash` says, with these images at hand, where no port is.
fn early(versions: &[&str], arguments: &[&str], code: i32) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for version in versions {
        let bytes = image(version, Board::Esp8266With1M, 20_000);
        fs::write(folder.path().join(format!("{version}.bin")), bytes).expect("written");
    }
    let output = smr(folder.path(), &["flash", "--port", "nowhere", "--yes"])
        .args(arguments)
        .env("SMR_FIRMWARE_PATH", folder.path())
        .output()
        .expect("smr runs");
    assert_eq!(output.status.code(), Some(code), "{}", said(&output));
    said(&output)
}

#[test]
fn without_any_firmware_two_lines_say_how_to_get_it_before_the_port_is_opened() {
    let hints = [
        "hint: for a real board: smr firmware build",
        "hint: for a virtual board: smr firmware make-sim-image",
    ];
    // A developer may have built some in.
    if Catalogue::read(None).entries.is_empty() {
        let text = early(&[], &[], 3);
        has(&text, &["error: there is no firmware to write"]);
        has(&text, &hints);
        assert_eq!(text.lines().count(), 3, "{text}");
    }
    let text = early(&["901.0.0"], &["--version", "902.0.0"], 3);
    has(&text, &["there is no firmware 902.0.0 at hand"]);
    has(&text, &hints);
    let text = early(&["901.0.0"], &[], 5);
    has(&text, &["nowhere"]);
}

#[test]
fn a_board_without_firmware_of_its_own_is_left_as_it_is() {
    let bench = Bench::new(&["--board", "esp8266-4m"]);
    add(&bench, &[("901.0.0", Board::Esp8266With1M)]);
    let output = bench.run(&["--version", "901.0.0", "--yes"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    has(
        &said(&output),
        &["there is no firmware 901.0.0 for esp8266-4m"],
    );
    bench.is_blank();
}

#[test]
fn a_virtual_board_takes_an_image_that_was_made_for_it() {
    let bench = Bench::new(&[]);
    let made = build(&Recipe {
        descriptor: Descriptor {
            version: "901.0.0".parse().expect("a version"),
            board: Board::Esp8266With1M,
            build: "sim".parse().expect("a build id"),
            security_version: 0,
        },
        size: 20_000,
        seed: 0,
    })
    .expect("an image");
    fs::create_dir(bench.path().join("mine")).expect("a folder");
    fs::write(bench.path().join("mine/made.bin"), &made).expect("written");
    let output = bench.run(&["--yes"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    bench.holds(&made);
}
