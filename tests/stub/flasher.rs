//! `smr flash` with the stub that it brings, run as machine code. esptool judges what came of it.

use std::process::Command;

use smr::image::Board;

use super::board::{STAYS, board, flash};
use super::esptool::{Bench, assert_says};
use crate::support::firmware::image;
use crate::support::program;
use crate::support::program::Start;
use crate::support::wait::until;

const SIZE: usize = 100_000;

fn firmware(version: &str) -> Vec<u8> {
    image(version, Board::Esp8266With1M, SIZE, 7)
}

fn smr(bench: &Bench, arguments: &[&str]) -> Command {
    let mut command = program::smr(bench.folder.path(), &["flash"]);
    command
        .args(arguments)
        .args(["--port", &bench.port])
        .args(["--before", "no-reset", "--after", "no-reset"]);
    command
}

#[track_caller]
fn run(bench: &Bench, arguments: &[&str]) -> String {
    let output = smr(bench, arguments).output().expect("smr runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn what_smr_writes_through_it_esptool_verifies_and_reads_back() {
    let Some(bench) = board("", &[]) else { return };
    let image = firmware("4.5.6");
    bench.write("image.bin", &image);
    // The speed at which esptool looks for a stub.
    let slow = ["--baud", "115200", "--yes", "--image", "image.bin"];
    let said = run(&bench, &slow);
    assert_says(
        &said,
        &["RAM loader at 115200 baud", "written and verified"],
    );
    assert!(flash(&bench).starts_with(&image), "another content");
    for (what, part) in [
        (&["verify-flash", "0", "image.bin"][..], "matched"),
        (
            &["read-flash", "0", "100000", "read.bin"],
            "Read 100000 bytes",
        ),
    ] {
        let said = bench.try_to(&[], STAYS, what).expect("done");
        assert_says(&said, &["Stub", part]);
    }
    assert!(bench.read("read.bin") == image, "another content");
}

#[test]
fn smr_reads_verifies_and_mends_through_it_at_full_speed() {
    let Some(bench) = board("", &[]) else { return };
    bench.write("image.bin", &firmware("4.5.6"));
    let said = run(&bench, &["--yes", "--image", "image.bin"]);
    assert_says(&said, &["RAM loader at 921600 baud"]);
    run(&bench, &["read", "-o", "read.bin"]);
    assert!(bench.read("read.bin") == flash(&bench), "another content");
    // One bit, as if the chip had lost it.
    let mut damaged = bench.read("read.bin");
    damaged[0x1_2345] ^= 0x40;
    bench.write("damaged.bin", &damaged);
    run(&bench, &["--yes", "--restore", "damaged.bin"]);
    let output = smr(&bench, &["verify", "--image", "image.bin"]).output();
    let output = output.expect("smr runs");
    assert_eq!(output.status.code(), Some(1));
    assert_says(&String::from_utf8_lossy(&output.stderr), &["0x12000"]);
    let said = run(&bench, &["--yes", "--image", "image.bin"]);
    assert_says(&said, &["12 of 98 KiB differ", "written and verified"]);
    assert!(flash(&bench).starts_with(&firmware("4.5.6")));
}

#[test]
fn killed_in_the_middle_of_it_smr_is_run_again_and_succeeds() {
    let Some(bench) = board("", &["--pace", "115200"]) else {
        return;
    };
    bench.write("image.bin", &firmware("4.5.6"));
    let arguments = ["--yes", "--image", "image.bin"];
    let mut child = smr(&bench, &arguments).start();
    // The third sector holds something: it is on its way.
    until("the third sector", || {
        let sector = &flash(&bench)[0x2000..0x3000];
        (!sector.iter().all(|byte| *byte == 0xFF)).then_some(())
    });
    child.kill().expect("killed");
    child.wait().expect("an end");
    assert!(flash(&bench)[..0x2000].iter().all(|byte| *byte == 0xFF));
    run(&bench, &arguments);
    assert!(flash(&bench).starts_with(&firmware("4.5.6")));
}

#[test]
fn a_line_that_damages_bytes_does_not_damage_what_is_written() {
    // One block in three is hit.
    let fault = "[[fault]]\nboard = 1\nkind = \"flip-bits\"\nrate = 0.00002\n";
    let Some(bench) = board(fault, &[]) else {
        return;
    };
    bench.write("image.bin", &firmware("4.5.6"));
    let said = run(&bench, &["--yes", "--image", "image.bin"]);
    assert_says(&said, &["written and verified"]);
    assert!(flash(&bench).starts_with(&firmware("4.5.6")));
}
