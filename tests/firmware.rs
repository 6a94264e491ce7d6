//! Runs the tests of the firmware core: on this machine with sanitizers, and on the chip's processor under QEMU.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

const PACKAGES: &str = "gcc-xtensa-lx106 picolibc-xtensa-lx106-elf qemu-system-misc";

fn has(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether all programs are there. Where the checks run before a change lands, they must be.
fn available(programs: &[&str], remedy: &str) -> bool {
    let missing: Vec<&&str> = programs.iter().filter(|program| !has(program)).collect();
    if missing.is_empty() {
        return true;
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "{missing:?} missing: {remedy}"
    );
    println!("skipped: {missing:?} missing: {remedy}");
    false
}

/// What `make` printed for a target, which must succeed.
fn make(target: &str, out: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("make")
        .args(["--silent", "-j2", "-C"])
        .arg(root.join("firmware"))
        .arg(format!(
            "OUT={}",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(out).display()
        ))
        .arg(target)
        // Short: long runs are made by hand.
        .env("FUZZ_SECONDS", "1")
        .env("FUZZ_RUNS", "20000")
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

/// How many tests passed, in all runs together: the last line of each says so.
fn passed(text: &str) -> usize {
    let counts: Vec<usize> = text
        .lines()
        .filter_map(|line| line.strip_suffix(" passed, 0 failed"))
        .map(|count| count.parse().expect("a number"))
        .collect();
    assert!(!counts.is_empty(), "no result: {text}");
    counts.iter().sum()
}

/// What the line of a figure ends with.
fn figure(text: &str, what: &str) -> u64 {
    let mark = format!(": {what}: ");
    let line = text.lines().find_map(|line| line.split_once(&mark));
    line.and_then(|(_, figure)| figure.parse().ok())
        .unwrap_or_else(|| panic!("no figure: {what}: {text}"))
}

/// Two tests look at what is built for the chip: one build at a time.
static CHIP: Mutex<()> = Mutex::new(());

/// How many tests the sources hold.
fn written() -> usize {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("firmware/tests");
    std::fs::read_dir(tests)
        .expect("firmware/tests")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with("_test.cpp"))
        .map(|path| std::fs::read_to_string(path).expect("a source"))
        .map(|text| {
            text.lines()
                .filter(|line| line.starts_with("TEST("))
                .count()
        })
        .sum()
}

#[test]
fn the_core_passes_its_tests_on_this_machine_with_sanitizers() {
    if available(&["make", "g++"], "install make and g++") {
        assert_eq!(passed(&make("test", "firmware-host")), written());
    }
}

/// With sanitizers and under QEMU these are samples.
#[test]
fn the_long_tests_of_the_core_pass_in_full_on_this_machine() {
    if available(&["make", "g++"], "install make and g++") {
        let text = make("full", "firmware-host");
        assert_eq!(figure(&text, "power cuts"), 100_076);
        assert_eq!(figure(&text, "random records"), 20_000);
        assert_eq!(figure(&text, "hours"), 60 * 24);
    }
}

/// Whether clang is there with what it needs to fuzz: that is a package of its own.
fn fuzzing_available() -> bool {
    let remedy = "apt-get install clang libclang-rt-dev";
    if !available(&["make", "clang++"], remedy) {
        return false;
    }
    let output = Command::new("clang++")
        .arg("-print-runtime-dir")
        .output()
        .expect("clang++");
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let found = std::fs::read_dir(&folder).is_ok_and(|entries| {
        entries.filter_map(Result::ok).any(|entry| {
            entry
                .file_name()
                .to_string_lossy()
                .contains("clang_rt.fuzzer")
        })
    });
    assert!(
        found || std::env::var_os("CI").is_none(),
        "clang's runtime libraries missing: {remedy}"
    );
    if !found {
        println!("skipped: clang's runtime libraries missing: {remedy}");
    }
    found
}

#[test]
fn no_input_made_by_the_fuzzer_breaks_the_core() {
    if fuzzing_available() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("firmware/fuzz");
        let targets = std::fs::read_dir(sources)
            .expect("firmware/fuzz")
            .map(|entry| entry.expect("an entry").file_name())
            .filter(|name| name.to_string_lossy().ends_with(".cpp") && name != "fuzz.cpp")
            .count();
        let text = make("fuzz", "firmware-fuzz");
        let clean = text
            .lines()
            .filter(|line| line.ends_with(" inputs without a finding") && !line.contains(": 0 "))
            .count();
        assert_eq!(clean, targets, "{text}");
    }
}

#[test]
fn the_core_passes_the_same_tests_on_the_chips_processor_within_its_budgets() {
    let needed = [
        "make",
        "xtensa-lx106-elf-g++",
        "qemu-system-xtensa",
        "timeout",
    ];
    if available(&needed, &format!("apt-get install {PACKAGES}")) {
        let _alone = CHIP.lock();
        assert_eq!(passed(&make("lx106", "firmware-lx106")), written());
        let sizes = make("sizes", "firmware-lx106");
        assert!(
            sizes.lines().any(|line| line.starts_with("all ")),
            "{sizes}"
        );
    }
}

#[test]
fn the_deepest_calls_of_the_core_fit_the_stack_of_the_chips_task() {
    let needed = ["make", "xtensa-lx106-elf-g++", "python3"];
    if available(&needed, &format!("apt-get install python3 {PACKAGES}")) {
        let _alone = CHIP.lock();
        let text = make("stack", "firmware-lx106");
        for root in ["smr::Gateway::tick: ", "smr::Gateway::Gateway: "] {
            assert!(
                text.lines()
                    .any(|line| line.starts_with(root) && line.ends_with(" of 2560 bytes")),
                "{text}"
            );
        }
    }
}
