//! What goes wrong, and what is said about it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::Command;

use smr::image::Board;

use crate::flash::bench::{Bench, image, small};
use crate::support::program::{Start, has, said};

/// The loader in RAM, and that in ROM.
const LOADERS: [&[&str]; 2] = [&[], &["--no-stub"]];

#[test]
fn killed_in_the_middle_it_is_run_again_and_succeeds() {
    for loader in LOADERS {
        let bench = Bench::new(&["--pace", "115200"]);
        let (mut child, _lines) = bench.in_the_middle(loader);
        child.kill().expect("killed");
        child.wait().expect("an end");
        assert_eq!(bench.content()[0], 0xFF, "half an image must not start");
        has(&bench.flash(loader), &["the gateway runs: smr 4.5.6"]);
        bench.holds(&small());
    }
}

#[test]
fn killed_at_any_moment_it_is_run_again_and_succeeds() {
    // From the first word to the last but one: while it connects, loads its loader, compares, erases, writes, verifies, starts.
    for lines in 1..=8 {
        let bench = Bench::new(&["--pace", "921600"]);
        let arguments = ["--image", "image.bin", "--yes", "--format", "jsonl"];
        let mut child = bench.command(&arguments).start();
        let mut told = BufReader::new(child.stdout.take().expect("standard output"));
        let mut last = String::new();
        for _ in 0..lines {
            last.clear();
            assert_ne!(told.read_line(&mut last).expect("a line"), 0, "it ended");
        }
        child.kill().expect("killed");
        child.wait().expect("an end");
        let again = bench.flash(&[]);
        assert!(
            again.contains("the gateway runs: smr 4.5.6"),
            "after {last}{again}"
        );
        bench.holds(&small());
    }
}

#[test]
fn what_the_board_says_is_shown_until_ctrl_c() {
    let bench = Bench::new(&[]);
    let arguments = ["--image", "image.bin", "--yes", "--monitor"];
    let mut child = bench.command(&arguments).start();
    let mut stderr = BufReader::new(child.stderr.take().expect("standard error"));
    let mut said = String::new();
    while !said.contains("what the board says, at whichever") {
        assert_ne!(stderr.read_line(&mut said).expect("a line"), 0, "{said}");
    }
    has(&said, &["the gateway runs", "join the Wi-Fi"]);
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("kill runs");
    assert!(interrupted.success());
    stderr.read_to_string(&mut said).expect("text");
    assert_eq!(child.wait().expect("an end").code(), Some(0), "{said}");
    has(&said, &["stopped listening"]);
}

#[test]
fn ctrl_c_in_the_middle_leaves_a_clear_message_and_a_board_to_flash_again() {
    for loader in LOADERS {
        ctrl_c_in_the_middle(loader);
    }
}

fn ctrl_c_in_the_middle(loader: &[&str]) {
    let bench = Bench::new(&["--pace", "115200"]);
    let (mut child, _lines) = bench.in_the_middle(loader);
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("kill runs");
    assert!(interrupted.success());
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("standard error");
    stderr.read_to_string(&mut said).expect("text");
    assert_eq!(child.wait().expect("an end").code(), Some(130), "{said}");
    has(
        &said,
        &["stopped in the middle", "run the same command again"],
    );
    has(&bench.flash(&[]), &["the gateway runs: smr 4.5.6"]);
}

#[test]
fn a_port_that_goes_away_is_named_with_the_remedy() {
    let mut bench = Bench::new(&["--pace", "115200"]);
    let (mut child, _lines) = bench.in_the_middle(&[]);
    bench.sim_stopped();
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("standard error");
    stderr.read_to_string(&mut said).expect("text");
    assert_eq!(child.wait().expect("an end").code(), Some(5), "{said}");
    has(&said, &[&bench.port, "has gone away", "brltty"]);
}

#[test]
fn replies_that_are_lost_do_not_stop_it() {
    // Also those to blocks, of which the loader in RAM needs few.
    for (loader, every, size) in [(LOADERS[0], 17, 100_000), (LOADERS[1], 29, 20_000)] {
        let faults = format!("[[fault]]\nboard = 1\nkind = \"drop-replies\"\nevery = {every}\n");
        let bench = Bench::with_faults(&faults, &[]);
        let image = image("4.5.6", Board::Esp8266With1M, size);
        fs::write(bench.path().join("image.bin"), &image).expect("written");
        let said = bench.flash(loader);
        has(&said, &["trying again", "the gateway runs"]);
        bench.holds(&image);
    }
}

#[test]
fn a_part_that_is_damaged_on_the_line_is_sent_again() {
    let bench = Bench::with_faults(
        "[[fault]]\nboard = 1\nkind = \"flip-bits\"\nrate = 0.00008\n",
        &[],
    );
    // It may hold what it should, but nobody can say so.
    let said = bench.fails(1, &["--after", "no-reset", "--no-stub"]);
    has(
        &said,
        &["trying again", "the line damages", "cannot verify", "3.3 V"],
    );
    bench.holds(&small());
}

#[test]
fn an_application_that_runs_is_told_with_what_to_do() {
    let bench = Bench::with_faults(
        "[[fault]]\nboard = 1\nkind = \"application-running\"\n",
        &[],
    );
    let said = bench.fails(5, &["--timeout", "8s"]);
    has(
        &said,
        &[
            "the application is running",
            "GPIO0",
            "tap reset",
            "--timeout",
        ],
    );
}

#[test]
fn a_loader_that_never_answers_is_told_with_the_wiring() {
    let bench = Bench::with_faults("[[fault]]\nboard = 1\nkind = \"bootloader-silent\"\n", &[]);
    let said = bench.fails(5, &["--timeout", "2s"]);
    has(
        &said,
        &[
            "this port cannot reset the board",
            "no boot loader answers",
            "TX to RX",
            "never 5 V",
        ],
    );
}

#[test]
fn another_chip_is_named_and_left_alone() {
    let bench = Bench::with_faults("[[fault]]\nboard = 1\nkind = \"wrong-chip\"\n", &[]);
    has(&bench.fails(1, &[]), &["no ESP8266 but an ESP32"]);
    bench.is_blank();
}

#[test]
fn a_flash_chip_without_room_for_two_images_is_refused_with_what_to_take_instead() {
    let bench = Bench::with_faults("[[fault]]\nboard = 1\nkind = \"small-flash\"\n", &[]);
    let reason = ["has only 512 KiB", "the next one must both fit", "ESP-12F"];
    for more in [&[][..], &["--no-stub"], &["--erase-all"]] {
        has(&bench.fails(1, more), &reason);
    }
    let insisted = bench.fails(1, &["--board", "esp8266-1m"]);
    has(&insisted, &["fewer than the 1024 KiB of esp8266-1m"]);
    bench.is_blank();
}

#[test]
fn a_port_that_another_program_has_open_is_told() {
    let bench = Bench::new(&["--pace", "115200"]);
    let (mut child, _lines) = bench.in_the_middle(&[]);
    has(&bench.fails(5, &[]), &["another program has", "fuser"]);
    child.kill().expect("killed");
    child.wait().expect("an end");
}

#[test]
fn a_board_that_loses_power_for_a_moment_is_flashed_to_the_end() {
    let faults = "[[fault]]\nboard = 1\nkind = \"power-cut\"\nat_flash_op = 1\nat_byte = 100\n";
    let bench = Bench::with_faults(faults, &[]);
    has(&bench.flash(&[]), &["trying again", "the gateway runs"]);
    bench.holds(&small());
}

#[test]
fn killed_at_an_unusual_speed_it_is_run_again_and_succeeds() {
    let bench = Bench::new(&["--pace", "250000"]);
    let (mut child, _lines) = bench.in_the_middle(&["--baud", "250000"]);
    child.kill().expect("killed");
    child.wait().expect("an end");
    let said = bench.flash(&["--baud", "250000", "--timeout", "10s"]);
    has(
        &said,
        &["RAM loader at 250000 baud", "written and verified"],
    );
    bench.holds(&small());
}

#[test]
fn a_backup_that_cannot_be_written_is_refused_before_the_board_is_asked() {
    let bench = Bench::new(&[]);
    for arguments in [
        &["--backup", "nowhere/before.bin"][..],
        &["--backup", "image.bin"],
    ] {
        let said = bench.fails(1, arguments);
        has(&said, &[arguments[1], "hint:"]);
        assert!(!said.contains("ESP8266"), "{said}");
    }
    bench.is_blank();
}

#[test]
fn what_does_not_match_is_told_with_a_command_that_can_write_it() {
    let bench = Bench::new(&[]);
    fs::write(bench.path().join("whole.bin"), vec![0x55; 1 << 20]).expect("written");
    fs::write(bench.path().join("part.bin"), [0x55; 5_000]).expect("written");
    let verify = |file: &str| {
        let output = bench.run(&["verify", "--image", file, "--after", "no-reset"]);
        assert_eq!(output.status.code(), Some(1));
        said(&output)
    };
    has(
        &verify("image.bin"),
        &["smr flash --image image.bin --port"],
    );
    has(
        &verify("whole.bin"),
        &["smr flash --restore whole.bin --port"],
    );
    assert!(!verify("part.bin").contains("hint:"));
}
