//! `smr flash` on virtual boards: from a blank chip to a gateway in setup, and what happens when something is wrong.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]
// Only Linux tells how fast a pseudo-terminal is.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use smr::image::{Board, Descriptor, Recipe, build};

const PATIENCE: Duration = Duration::from_secs(60);
const FLASH: &str = "boards/board-1/flash.bin";

fn image(version: &str, board: Board, size: usize) -> Vec<u8> {
    build(&Recipe {
        descriptor: Descriptor {
            version: version.parse().expect("a version"),
            board,
            build: "test".parse().expect("a build id"),
            security_version: 0,
        },
        size,
        seed: 7,
    })
    .expect("an image")
}

fn small() -> Vec<u8> {
    image("4.5.6", Board::Esp8266With1M, 50_000)
}

/// A blank board on a pseudo-terminal.
struct Bench {
    sim: Child,
    lines: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    port: String,
}

impl Bench {
    fn new(arguments: &[&str]) -> Bench {
        Bench::with_faults("", arguments)
    }

    fn with_faults(faults: &str, arguments: &[&str]) -> Bench {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("faults.toml"), faults).expect("written");
        fs::write(folder.path().join("image.bin"), small()).expect("written");
        let mut sim = Command::new(env!("CARGO_BIN_EXE_smr"))
            .args(["sim", "--blank", "--state-dir", "boards"])
            .args(["--faults", "faults.toml"])
            .args(["--http-port", "0", "--p1-port", "0", "--ota-port", "0"])
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("smr starts");
        let mut lines = BufReader::new(sim.stdout.take().expect("standard output"));
        let mut line = String::new();
        lines.read_line(&mut line).expect("a ready line");
        let ready: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(ready["state"], "blank");
        Bench {
            sim,
            lines,
            folder,
            port: ready["serial"].as_str().expect("a path").to_owned(),
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_smr"));
        command
            .arg("flash")
            .args(arguments)
            .args(["--port", &self.port])
            .current_dir(self.path())
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("smr runs")
    }

    /// Flashes the image; what was said.
    #[track_caller]
    fn flash(&self, arguments: &[&str]) -> String {
        let all = [&["--image", "image.bin", "--yes"], arguments].concat();
        let output = self.run(&all);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(0), "{said}");
        said
    }

    /// Fails to flash it with this exit code; what was said.
    #[track_caller]
    fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let all = [&["--image", "image.bin", "--yes"], arguments].concat();
        let output = self.run(&all);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        said
    }

    fn content(&self) -> Vec<u8> {
        fs::read(self.path().join(FLASH)).expect("a flash chip")
    }

    #[track_caller]
    fn holds(&self, image: &[u8]) {
        assert!(self.content().starts_with(image), "another content");
    }

    #[track_caller]
    fn is_blank(&self) {
        assert!(self.content().iter().all(|byte| *byte == 0xFF), "written");
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = self.sim.kill();
        let _ = self.sim.wait();
        let _ = self.lines.read_to_string(&mut String::new());
    }
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[track_caller]
fn has(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
}

/// Holds a document against its schema.
#[track_caller]
fn follows(schema: &str, document: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    let text = fs::read_to_string(path.join(schema)).expect("a schema");
    let schema = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let complaints: Vec<String> = validator
        .iter_errors(document)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(complaints, Vec::<String>::new(), "{document}");
}

#[test]
fn the_ports_of_this_computer_are_listed() {
    let output = Command::new(env!("CARGO_BIN_EXE_smr"))
        .args(["flash", "list-ports", "--json"])
        .env_clear()
        .output()
        .expect("smr runs");
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    follows("smr.flash.ports-1.json", &document);
    let is_empty = document["ports"].as_array().expect("a list").is_empty();
    assert_eq!(output.status.code(), Some(if is_empty { 3 } else { 0 }));
    if is_empty {
        has(&said(&output), &["CH340", "carries data", "driver"]);
    }
}

#[test]
fn a_blank_board_becomes_a_gateway_in_setup() {
    let bench = Bench::new(&[]);
    let made = Command::new(env!("CARGO_BIN_EXE_smr"))
        .args(["firmware", "make-sim-image", "--version", "1.2.3"])
        .args(["-o", "made.bin"])
        .current_dir(bench.path())
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
            "the gateway runs: smr 1.2.3 on esp8266-1m",
            "join the Wi-Fi SMR-BRIDGE-",
        ],
    );
    bench.holds(&fs::read(bench.path().join("made.bin")).expect("an image"));
}

#[test]
fn a_board_with_a_larger_flash_takes_the_image_of_its_own() {
    let bench = Bench::new(&["--board", "esp8266-4m"]);
    let large = image("4.5.6", Board::Esp8266With4M, 50_000);
    let said = bench.fails(1, &[]);
    has(&said, &["wrong-board", "esp8266-4m"]);
    bench.is_blank();
    fs::write(bench.path().join("image.bin"), &large).expect("written");
    has(&bench.flash(&[]), &["0x3f8000", "the gateway runs"]);
    bench.holds(&large);
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
        follows("smr.flash-1.json", event);
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
            "no-reset", "chip", "plan", "progress", "written", "starting", "alive", "done"
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
    let too_large = image("4.5.6", Board::Esp8266With4M, 600_000);
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
    let bench = Bench::new(&[]);
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

impl Bench {
    /// The board without power.
    fn sim_stopped(&self) {
        let killed = Command::new("kill").arg(self.sim.id().to_string()).status();
        assert!(killed.expect("kill runs").success());
        let until = Instant::now() + PATIENCE;
        // A pseudo-terminal goes with whoever made it.
        while Path::new(&self.port).exists() && Instant::now() < until {
            std::thread::yield_now();
        }
    }

    /// The same board with power again.
    fn again(mut self) -> Bench {
        let _ = self.sim.wait();
        let mut sim = Command::new(env!("CARGO_BIN_EXE_smr"))
            .args(["sim", "--blank", "--state-dir", "boards"])
            .args(["--http-port", "0", "--p1-port", "0", "--ota-port", "0"])
            .current_dir(self.path())
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("smr starts");
        let mut lines = BufReader::new(sim.stdout.take().expect("standard output"));
        let mut line = String::new();
        lines.read_line(&mut line).expect("a ready line");
        let ready: Value = serde_json::from_str(&line).expect("JSON");
        let port = ready["serial"].as_str().expect("a path");
        port.clone_into(&mut self.port);
        self.sim = sim;
        self.lines = lines;
        self
    }

    /// Starts flashing on a slow line, and waits until it is in the middle.
    fn in_the_middle(&self) -> (Child, BufReader<ChildStdout>) {
        let mut child = self
            .command(&["--image", "image.bin", "--yes", "--format", "jsonl"])
            .spawn()
            .expect("smr starts");
        let mut lines = BufReader::new(child.stdout.take().expect("standard output"));
        let mut line = String::new();
        let mut is_there = false;
        while !is_there {
            line.clear();
            assert_ne!(lines.read_line(&mut line).expect("a line"), 0, "it ended");
            let event: Value = serde_json::from_str(&line).expect("JSON");
            let done = event["done"].as_u64().unwrap_or(0);
            is_there =
                event["event"] == "progress" && done * 3 > event["total"].as_u64().expect("a size");
        }
        (child, lines)
    }
}

#[test]
fn killed_in_the_middle_it_is_run_again_and_succeeds() {
    let bench = Bench::new(&["--pace", "115200"]);
    let (mut child, _lines) = bench.in_the_middle();
    child.kill().expect("killed");
    child.wait().expect("an end");
    assert_eq!(bench.content()[0], 0xFF, "half an image must not start");
    has(&bench.flash(&[]), &["the gateway runs: smr 4.5.6"]);
    bench.holds(&small());
}

#[test]
fn ctrl_c_in_the_middle_leaves_a_clear_message_and_a_board_to_flash_again() {
    let bench = Bench::new(&["--pace", "115200"]);
    let (mut child, _lines) = bench.in_the_middle();
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
    let bench = Bench::new(&["--pace", "115200"]);
    let (mut child, _lines) = bench.in_the_middle();
    bench.sim_stopped();
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("standard error");
    stderr.read_to_string(&mut said).expect("text");
    assert_eq!(child.wait().expect("an end").code(), Some(5), "{said}");
    has(&said, &[&bench.port, "has gone away", "brltty"]);
}

#[test]
fn replies_that_are_lost_do_not_stop_it() {
    let bench = Bench::with_faults(
        "[[fault]]\nboard = 1\nkind = \"drop-replies\"\nevery = 29\n",
        &[],
    );
    fs::write(
        bench.path().join("image.bin"),
        image("4.5.6", Board::Esp8266With1M, 20_000),
    )
    .expect("written");
    let said = bench.flash(&[]);
    has(&said, &["trying again", "the gateway runs"]);
    bench.holds(&image("4.5.6", Board::Esp8266With1M, 20_000));
}

#[test]
fn a_part_that_is_damaged_on_the_line_is_sent_again() {
    let bench = Bench::with_faults(
        "[[fault]]\nboard = 1\nkind = \"flip-bits\"\nrate = 0.00008\n",
        &[],
    );
    let said = bench.flash(&["--after", "no-reset"]);
    has(&said, &["trying again", "the line damages", "3.3 V"]);
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
    has(&said, &["no boot loader answers", "TX to RX", "never 5 V"]);
}

#[test]
fn another_chip_is_named_and_left_alone() {
    let bench = Bench::with_faults("[[fault]]\nboard = 1\nkind = \"wrong-chip\"\n", &[]);
    has(&bench.fails(1, &[]), &["no ESP8266 but an ESP32"]);
    bench.is_blank();
}

#[test]
fn a_port_that_another_program_has_open_is_told() {
    let bench = Bench::new(&["--pace", "115200"]);
    let (mut child, _lines) = bench.in_the_middle();
    has(&bench.fails(5, &[]), &["another program has", "fuser"]);
    child.kill().expect("killed");
    child.wait().expect("an end");
}

#[test]
fn a_faster_speed_than_the_rom_has_is_told_and_not_used() {
    let bench = Bench::new(&[]);
    let said = bench.flash(&["--baud", "460800", "--before", "no-reset"]);
    has(
        &said,
        &["at 115200 baud, not at 460800", "the gateway runs"],
    );
    assert!(!said.contains("cannot reset"), "{said}");
}

#[test]
fn info_shows_the_chip_and_the_gateway_in_it() {
    let bench = Bench::new(&[]);
    let info = || -> Value {
        let output = bench.run(&["info", "--json", "--timeout", "2s"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let document = serde_json::from_slice(&output.stdout).expect("JSON");
        follows("smr.flash.info-1.json", &document);
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
    let mut child = Command::new(env!("CARGO_BIN_EXE_smr"))
        .args(["flash", "--image", "image.bin", "--yes", "--wait", "--port"])
        .arg(&link)
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("smr starts");
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

#[test]
fn without_an_image_it_says_how_to_get_one() {
    let output = Command::new(env!("CARGO_BIN_EXE_smr"))
        .arg("flash")
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .expect("smr runs");
    assert_eq!(output.status.code(), Some(2));
    has(&said(&output), &["make-sim-image", "pio run"]);
}
