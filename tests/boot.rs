//! The boot loader of the gateway: `firmware/boot`, on this machine and as machine code.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const CHIP: [&str; 2] = ["make", "xtensa-lx106-elf-gcc"];
const MACHINE: [&str; 4] = [
    "make",
    "xtensa-lx106-elf-gcc",
    "qemu-system-xtensa",
    "timeout",
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("firmware/boot")
}

fn has(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether all programs are there. Where the checks run before a change lands, they must be.
fn available(programs: &[&str]) -> bool {
    let remedy = "apt-get install make gcc gcc-xtensa-lx106 qemu-system-misc";
    let missing: Vec<&&str> = programs.iter().filter(|program| !has(program)).collect();
    assert!(
        missing.is_empty() || std::env::var_os("CI").is_none(),
        "{missing:?} missing: {remedy}"
    );
    if !missing.is_empty() {
        println!("skipped: {missing:?} missing: {remedy}");
    }
    missing.is_empty()
}

fn out(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// What `make` printed for a target, which must succeed.
fn make(target: &str, folder: &str) -> String {
    let output = Command::new("make")
        .args(["--silent", "-C"])
        .arg(source())
        .arg(format!("OUT={}", out(folder).display()))
        .arg(target)
        // A make above this one would hand down its own options.
        .env_remove("MAKEFLAGS")
        .env_remove("CARGO_MAKEFLAGS")
        .output()
        .expect("make");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "make {target}: {}\n{text}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    println!("{text}");
    text
}

/// The number before a word in a line.
fn number(line: &str, what: &str) -> u64 {
    let words: Vec<&str> = line.split([' ', ',', ';']).collect();
    let at = words.iter().position(|word| *word == what);
    at.and_then(|at| words[at - 1].parse().ok())
        .unwrap_or_else(|| panic!("no number of {what}: {line}"))
}

#[test]
fn the_committed_loader_is_what_its_source_gives() {
    if available(&CHIP) {
        make("all", "boot-image");
        for name in ["boot.bin", "boot.toml"] {
            let fresh = fs::read(out("boot-image").join(name)).expect(name);
            let committed = fs::read(source().join(name)).expect(name);
            assert!(
                fresh == committed,
                "{name} differs: make -C firmware/boot update"
            );
        }
    }
}

#[test]
fn the_loader_is_an_image_for_the_rom_and_has_one_sector() {
    let image = fs::read(source().join("boot.bin")).expect("boot.bin");
    assert!(image.len() <= 4096 && image.len().is_multiple_of(16));
    // Two segments, DOUT, 1 MB at 40 MHz.
    assert_eq!(image[..4], [0xE9, 2, 3, 0x20]);
    let word = |at: usize| u32::from_le_bytes(image[at..at + 4].try_into().expect("a word"));
    let mut at = 8;
    let mut sum = 0xEF;
    for address in [0x4010_F000, 0x3FFF_8000] {
        assert_eq!(word(at), address);
        let size = usize::try_from(word(at + 4)).expect("a size");
        at += 8;
        sum = image[at..at + size]
            .iter()
            .fold(sum, |sum, byte| sum ^ byte);
        at += size;
    }
    assert_eq!(at | 15, image.len() - 1, "the check sum is the last byte");
    assert_eq!(image[at | 15], sum);
    assert!((0x4010_F000..0x4011_0000).contains(&word(4)));
}

#[test]
fn no_power_cut_in_the_model_leaves_a_gateway_without_the_right_image() {
    if available(&["make", "cc"]) {
        let text = make("test", "boot-host");
        let results: Vec<&str> = text
            .lines()
            .filter(|line| line.contains(" scenarios, sectors of "))
            .collect();
        assert_eq!(results.len(), 3, "sanitizers, two sizes of sectors: {text}");
        for (line, cuts) in results.into_iter().zip([15_000, 25_000, 40_000]) {
            assert_eq!(number(line, "scenarios"), 21, "{line}");
            assert!(number(line, "first") > cuts, "{line}");
            assert_eq!(number(line, "failures"), 0, "{line}");
        }
        let checks = text.lines().find(|line| line.ends_with(" checks passed"));
        assert!(checks.is_some(), "{text}");
    }
}

#[test]
fn the_model_finds_what_is_wrong_with_wrong_loaders() {
    if available(&["make", "cc", "timeout"]) {
        let table = fs::read_to_string(source().join("model/mutations.tsv")).expect("mutations");
        let count = table.lines().filter(|line| !line.starts_with('#')).count();
        let text = make("mutations", "boot-mutations");
        let last = text.lines().next_back().expect("a last line");
        assert_eq!(last, format!("{count} of {count} wrong loaders found"));
    }
}

#[test]
fn the_image_bears_power_cuts_on_the_chips_processor() {
    if available(&MACHINE) {
        let text = make("lx106", "boot-lx106");
        let last = text.lines().next_back().expect("a last line");
        // Each operation in one way; `make deep` cuts it in all four.
        assert!(number(last, "runs") > 180, "{last}");
        assert!(number(last, "cuts") > 180, "{last}");
        assert_eq!(number(last, "failures"), 0, "{last}");
        // Half of what the ROM leaves between its own memory and the top of its stack would still be plenty.
        assert!(number(last, "bytes") <= 256, "{last}");
    }
}
