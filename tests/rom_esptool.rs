//! esptool agrees about the serial loaders of virtual boards: it is the program that everybody flashes with.
//!
//! It comes from the Python package index into a virtual environment below the build directory. Where it is not to be had the tests are
//! skipped; with `CI` set they fail.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]
// Only Linux tells how fast a pseudo-terminal is.
#![cfg(target_os = "linux")]

use crate::witness::esptool;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use esptool::{Bench, FAST, assert_says, run};
use smr::image::Board;

use crate::support::firmware;
use crate::support::program::smr;

impl Bench {
    fn new(arguments: &[&str]) -> Option<Bench> {
        Bench::with_faults("", arguments)
    }

    /// With the speed that stands for a reset with GPIO0 held.
    fn return_to_the_loader(&self) {
        // The port stays open until it has been noticed.
        let pins = serialport::new(&self.port, 75).open().expect("a port");
        self.wait_for("in its serial loader");
        drop(pins);
    }
}

fn image(size: usize) -> Vec<u8> {
    firmware::image("4.5.6", Board::Esp8266With1M, size, 1)
}

#[test]
fn esptool_recognises_the_chip_its_address_and_its_flash() {
    let Some(bench) = Bench::new(&[]) else { return };
    for options in [&[][..], &["--no-stub"], &["--chip", "esp8266"], &FAST] {
        let said = bench.esptool(options, &["read-mac"]);
        let end = &bench.name["smr-".len()..];
        let mac = format!("5c:cf:7f:{}:{}:{}", &end[..2], &end[2..4], &end[4..]);
        assert_says(&said, &["ESP8266EX", "26MHz", &mac]);
        assert!(!said.contains("arning"), "{said}");
        let said = bench.esptool(options, &["flash-id"]);
        assert_says(&said, &["Manufacturer: ef", "Device: 4014", "1MB"]);
        let said = bench.esptool(options, &["read-flash-sfdp", "0", "4"]);
        assert_says(&said, &["0x53 0x46 0x44 0x50"]);
    }
    for options in [&[][..], &["--no-stub"]] {
        let said = bench.esptool(options, &["read-flash-status"]);
        assert_says(&said, &["0x0000"]);
    }
    let Some(large) = Bench::new(&["--board", "esp8266-4m"]) else {
        return;
    };
    let said = large.esptool(&["--no-stub"], &["flash-id"]);
    assert_says(&said, &["Device: 4016", "4MB"]);
}

#[test]
fn what_esptool_writes_it_verifies_and_reads_back() {
    let Some(bench) = Bench::new(&[]) else { return };
    let image = image(100_000);
    bench.write("image", &image);
    let all = image.len().to_string();
    for options in [&[][..], &FAST] {
        for how in [&["write-flash"][..], &["write-flash", "--no-compress"]] {
            bench.esptool(&[], &["erase-flash"]);
            let said = bench.esptool(options, &[how, &["0", "image"]].concat());
            assert_says(&said, &["Hash of data verified"]);
            let said = bench.esptool(options, &["verify-flash", "0", "image"]);
            assert_says(&said, &["erification successful"]);
            bench.esptool(options, &["read-flash", "0", &all, "back"]);
            assert!(bench.read("back") == image);
        }
    }
    // It would notice a difference.
    let mut other = image;
    other[5_000] ^= 1;
    bench.write("other", &other);
    let said = bench.try_to(&[], "no-reset", &["verify-flash", "0", "other"]);
    assert!(said.is_err_and(|said| said.contains("failed")));
}

#[test]
fn esptool_erases_what_it_is_told_and_nothing_else() {
    let Some(bench) = Bench::new(&[]) else { return };
    bench.write("zeros", &[0; 0x4000]);
    bench.esptool(&[], &["write-flash", "0x10000", "zeros"]);
    bench.esptool(&[], &["erase-region", "0x11000", "0x2000"]);
    bench.esptool(&[], &["read-flash", "0x10000", "0x4000", "back"]);
    let expected = [vec![0; 0x1000], vec![0xFF; 0x2000], vec![0; 0x1000]].concat();
    assert!(bench.read("back") == expected);
    bench.esptool(&[], &["erase-flash"]);
    bench.esptool(&FAST, &["read-flash", "0", "0x100000", "back"]);
    assert!(bench.read("back") == vec![0xFF; 0x10_0000]);
}

#[test]
fn what_is_written_without_a_stub_starts_and_is_in_setup_mode() {
    let Some(bench) = Bench::new(&[]) else { return };
    bench.write("image", &image(70_000));
    // Before it, so that too much or too little erased would show.
    bench.write("zeros", &vec![0; 0x2_0000]);
    bench.esptool(&[], &["write-flash", "0", "zeros"]);
    bench.esptool(&["--no-stub"], &["write-flash", "0", "image"]);
    let said = bench.esptool(&[], &["verify-flash", "0", "image"]);
    assert_says(&said, &["erification successful"]);
    bench.esptool(&[], &["read-flash", "0x12000", "0x1000", "back"]);
    assert!(bench.read("back") == vec![0; 0x1000]);
    let done = bench.try_to(&["--no-stub"], "soft-reset", &["read-mac"]);
    done.expect("a soft reset");
    bench.wait_for("setup, firmware 4.5.6");
}

#[test]
fn what_is_written_with_a_stub_starts_and_is_in_setup_mode() {
    let Some(bench) = Bench::new(&[]) else { return };
    bench.write("image", &image(70_000));
    let write = ["write-flash", "0", "image"];
    bench
        .try_to(&FAST, "soft-reset", &write)
        .expect("written and started");
    bench.wait_for("setup, firmware 4.5.6");
    bench.return_to_the_loader();
    let said = bench.esptool(&[], &["verify-flash", "0", "image"]);
    assert_says(&said, &["erification successful"]);
}

#[test]
fn a_slow_line_takes_its_time() {
    let Some(bench) = Bench::new(&["--pace", "460800"]) else {
        return;
    };
    // Cannot be compressed much: 46 KB need at least a second at 460,800 bits per second.
    let mut bytes = Vec::new();
    let mut state = 1_u32;
    while bytes.len() < 65_536 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        bytes.push(state.to_be_bytes()[0]);
    }
    bench.write("noise", &bytes);
    let began = Instant::now();
    bench.esptool(&FAST, &["write-flash", "0", "noise"]);
    let took = began.elapsed();
    assert!(took > Duration::from_millis(1_400), "{took:?}");
    let said = bench.esptool(&FAST, &["verify-flash", "0", "noise"]);
    assert_says(&said, &["erification successful"]);
}

#[test]
fn esptool_notices_each_fault() {
    let fault = |rest: &str| format!("[[fault]]\nboard = 1\n{rest}\n");
    for (faults, what, part) in [
        (
            "kind = \"bootloader-silent\"",
            &["read-mac"][..],
            "No serial data",
        ),
        (
            "kind = \"application-running\"",
            &["read-mac"],
            "Failed to connect",
        ),
        ("kind = \"wrong-chip\"", &["read-mac"], "This chip is ESP32"),
        ("kind = \"md5-fails\"", &["write-flash", "0", "some"], "MD5"),
        ("kind = \"drop-replies\"\nevery = 2", &["read-mac"], "rror"),
        (
            "kind = \"flip-bits\"\nrate = 0.01",
            &["write-flash", "0", "some"],
            "rror",
        ),
    ] {
        let Some(bench) = Bench::with_faults(&fault(faults), &[]) else {
            return;
        };
        bench.write("some", &[7; 5_000]);
        let options = ["--chip", "esp8266", "--connect-attempts", "1"];
        let said = bench
            .try_to(&options, "no-reset", what)
            .expect_err("esptool gives up");
        assert!(said.contains(part), "{faults}: {said}");
    }
}

#[test]
fn what_smr_writes_when_it_is_told_nothing_is_its_firmware_as_esptool_finds_it() {
    for board in Board::ALL {
        let Some(bench) = Bench::new(&["--board", board.name()]) else {
            return;
        };
        let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("firmware/images");
        let bundled = fs::read(bundled.join(format!("{board}.bin"))).expect("a bundled image");
        bench.write("bundled", &bundled);
        let folder = bench.folder.path();
        let mut flash = smr(folder, &["flash", "--port", &bench.port, "--yes"]);
        run(flash.env("SMR_CONFIG_DIR", folder)).expect("flashed");
        bench.wait_for(&format!("setup, firmware {}", env!("CARGO_PKG_VERSION")));
        bench.return_to_the_loader();
        for options in [&[][..], &FAST] {
            let said = bench.esptool(options, &["verify-flash", "0", "bundled"]);
            assert_says(&said, &["erification successful"]);
        }
    }
}
