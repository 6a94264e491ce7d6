//! The loader in RAM: what it can more than the one in ROM, and what happens where it does not work.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;

use serde_json::Value;
use smr::image::Board;

use crate::flash::bench::{Bench, FLASH, image, small};
use crate::support::program::{has, said};
use crate::support::schema::follows;

fn fault(kind: &str) -> String {
    format!("[[fault]]\nboard = 1\nkind = {kind}\n")
}

#[test]
fn what_is_in_the_flash_is_saved_and_given_back() {
    let bench = Bench::new(&[]);
    bench.flash(&["--after", "no-reset"]);
    let before = bench.content();
    let other = image("9.9.9", Board::Esp8266With1M, 90_000);
    fs::write(bench.path().join("image.bin"), &other).expect("written");
    let told = bench.flash(&["--backup", "before.bin", "--after", "no-reset"]);
    has(
        &told,
        &["the 1024 KiB that were in the flash are in before.bin"],
    );
    bench.holds(&other);
    let saved = fs::read(bench.path().join("before.bin")).expect("a file");
    assert!(saved == before, "another content");
    // Nobody loses a backup by making another.
    has(
        &bench.fails(1, &["--backup", "before.bin"]),
        &["before.bin is there already"],
    );
    let output = bench.run(&["--restore", "before.bin", "--yes"]);
    let told = said(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    has(
        &told,
        &[
            "differ and are written",
            "the gateway runs: smr 4.5.6",
            "as it was",
        ],
    );
    bench.holds(&small());
}

#[cfg(unix)]
#[test]
fn a_part_of_the_flash_is_read_into_a_file_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new(&[]);
    bench.flash(&["--after", "no-reset"]);
    let part = [
        "read",
        "-o",
        "part.bin",
        "--address",
        "0x3001",
        "--size",
        "70001",
    ];
    let output = bench.run(&[&part[..], &["--json", "--after", "no-reset"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    follows(&document);
    assert_eq!(document["address"], 0x3001);
    let file = bench.path().join("part.bin");
    let content = bench.content();
    assert!(fs::read(&file).expect("a file") == content[0x3001..0x3001 + 70_001]);
    let mode = fs::metadata(&file).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let beyond = [
        "read",
        "-o",
        "no.bin",
        "--address",
        "0xfffff",
        "--size",
        "2",
    ];
    assert_eq!(bench.run(&beyond).status.code(), Some(2));
    assert!(!bench.path().join("no.bin").exists());
}

#[test]
fn a_single_flipped_bit_is_found_and_mended() {
    let mut bench = Bench::new(&[]);
    bench.flash(&["--after", "no-reset"]);
    let verify = |bench: &Bench| {
        let output = bench.run(&[
            "verify",
            "--image",
            "image.bin",
            "--json",
            "--after",
            "no-reset",
        ]);
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        follows(&document);
        (
            output.status.code(),
            document["differing"].clone(),
            said(&output),
        )
    };
    assert_eq!(verify(&bench).0, Some(0));
    let mut content = bench.content();
    content[0x5123] ^= 0x08;
    bench.sim_stopped();
    fs::write(bench.path().join(FLASH), &content).expect("written");
    let bench = bench.again();
    let (code, differing, told) = verify(&bench);
    assert_eq!(
        (code, differing),
        (Some(1), Value::from(vec![0x5000])),
        "{told}"
    );
    has(
        &told,
        &["does not hold image.bin", "0x5000", "smr flash --image"],
    );
    has(
        &bench.flash(&[]),
        &["12 of 49 KiB differ", "the gateway runs"],
    );
    bench.holds(&small());
}

#[test]
fn what_is_restored_must_be_of_a_flash_of_that_size() {
    let bench = Bench::new(&[]);
    for (size, part) in [
        (50_000, "not the content of a flash"),
        (4 << 20, "4096 KiB"),
    ] {
        fs::write(bench.path().join("saved.bin"), vec![0xFF; size]).expect("written");
        let output = bench.run(&["--restore", "saved.bin", "--yes"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        has(&said(&output), &[part, "hint:"]);
    }
    bench.is_blank();
}

#[test]
fn a_line_that_is_bad_at_high_speed_is_used_at_a_lower_one() {
    // Nearly every block of 16 KiB is damaged at 230400 and above.
    let bench = Bench::with_faults(
        &(fault("\"flip-bits\"") + "rate = 0.002\nabove = 115200\n"),
        &[],
    );
    let told = bench.flash(&["--baud", "460800"]);
    has(
        &told,
        &[
            "the ROM loader at 460800 baud: ",
            "written and verified",
            "the gateway runs",
        ],
    );
    assert!(
        told.contains("460800 baud does not work") || told.contains("going on at"),
        "{told}"
    );
    bench.holds(&small());
}

#[test]
fn a_loader_in_rom_that_is_not_found_fast_is_found_at_the_usual_speed() {
    let bench = Bench::with_faults(&fault("\"slow-detection\"\nmost = 115200"), &[]);
    let told = bench.flash(&["--baud", "921600"]);
    has(
        &told,
        &[
            "RAM loader at 921600 baud",
            "written and verified",
            "the gateway runs",
        ],
    );
    bench.holds(&small());
}

#[test]
fn a_loader_that_does_not_start_is_replaced_by_that_in_rom() {
    let bench = Bench::with_faults(&fault("\"program-crashes\""), &[]);
    let told = bench.flash(&[]);
    has(
        &told,
        &[
            "falling back to the ROM loader: it was loaded and does not answer",
            "ROM loader at 115200 baud",
            "the gateway runs",
        ],
    );
    bench.holds(&small());
}

#[test]
fn the_loader_in_rom_says_that_it_cannot_read() {
    let bench = Bench::new(&[]);
    for command in [
        &["read", "-o", "a.bin"][..],
        &["verify", "--image", "image.bin"],
    ] {
        let output = bench.run(&[command, &["--no-stub", "--after", "no-reset"]].concat());
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        has(&said(&output), &["ROM cannot read the flash", "--no-stub"]);
    }
    has(
        &bench.fails(1, &["--backup", "a.bin", "--no-stub"]),
        &["ROM cannot read the flash"],
    );
    bench.is_blank();
}

#[test]
fn settings_that_change_while_firmware_is_written_are_noticed() {
    let bench = Bench::new(&["--pace", "115200"]);
    let (child, _lines) = bench.in_the_middle(&[]);
    let flash = File::options()
        .write(true)
        .open(bench.path().join(FLASH))
        .expect("the flash");
    flash.write_all_at(&[0x5A], 0xF_9000).expect("written");
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    has(&said(&output), &["settings have changed", "--erase-all"]);
    let file = fs::read(bench.path().join("image.bin")).expect("an image");
    bench.holds(&file);
}

#[test]
fn what_the_chip_says_it_holds_is_believed_and_nothing_else() {
    let bench = Bench::with_faults(&fault("\"md5-fails\""), &[]);
    let told = bench.fails(1, &["--baud", "460800"]);
    has(
        &told,
        &[
            "trying again: the flash holds something else than was written",
            "going on at 230400 baud",
            "3.3 V pin of an adapter is too weak",
        ],
    );
    assert!(!told.contains("5 V supply"), "{told}");
}
