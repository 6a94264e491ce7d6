//! `smr sim` as a user meets it: ready lines, clients, restarts, signals.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]
#![cfg(unix)]

use crate::support::http;
mod life;
mod signed;
mod witness;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(30);
/// Any free ports, so that tests can run beside each other.
const PORTS: [&str; 6] = ["--http-port", "0", "--p1-port", "0", "--ota-port", "0"];

/// A running `smr sim`, which is stopped with this.
struct Sim {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Sim {
    fn start(directory: &Path, arguments: &[&str]) -> Sim {
        let mut child = Command::new(env!("CARGO_BIN_EXE_smr"))
            .arg("sim")
            .args(PORTS)
            .args(arguments)
            .current_dir(directory)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("smr starts");
        let lines = BufReader::new(child.stdout.take().expect("standard output"));
        Sim { child, lines }
    }

    fn ready(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("a line");
        serde_json::from_str(&line).expect("JSON")
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([name, &self.child.id().to_string()])
            .status()
            .expect("kill runs");
        assert!(status.success());
    }

    /// Its exit code, and what it said on standard error.
    fn end(mut self, signal: &str) -> (Option<i32>, String) {
        self.signal(signal);
        let mut said = String::new();
        let mut stderr = self.child.stderr.take().expect("standard error");
        stderr.read_to_string(&mut said).expect("text");
        (self.child.wait().expect("smr ends").code(), said)
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn read(ready: &Value, count: usize) -> Vec<u8> {
    let address = ready["p1"].as_str().expect("an address");
    let mut client = TcpStream::connect(address).expect("a connection");
    client.set_read_timeout(Some(PATIENCE)).expect("a limit");
    let mut bytes = vec![0; count];
    client.read_exact(&mut bytes).expect("bytes of the meter");
    bytes
}

/// Where the board of a ready line listens for HTTP.
fn address(ready: &Value) -> &str {
    ready["http"].as_str().expect("an address")
}

/// Asks again and again until the answer is as wanted.
fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < PATIENCE, "in vain: {what}");
        std::thread::yield_now();
    }
}

fn memory_peak_kib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_ready_line_follows_its_schema_and_the_meter_can_be_read() {
    let folder = folder();
    let mut sim = Sim::start(folder.path(), &["--interval", "200ms"]);
    let ready = sim.ready();
    let schema = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/smr.sim.ready-1.json"),
    )
    .expect("a schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let complaints: Vec<String> = validator
        .iter_errors(&ready)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(complaints, Vec::<String>::new(), "{ready}");
    assert_eq!(ready["state"], "run");
    assert_eq!(ready["version"], env!("CARGO_PKG_VERSION"));
    assert!(read(&ready, 500).starts_with(b"/"));
}

#[test]
fn a_signal_ends_it_cleanly() {
    for signal in ["-INT", "-TERM"] {
        let folder = folder();
        let mut sim = Sim::start(folder.path(), &["--count", "3"]);
        for _ in 0..3 {
            sim.ready();
        }
        let (code, said) = sim.end(signal);
        assert_eq!(code, Some(0), "{signal}: {said}");
        assert!(said.contains("stopped: 3 virtual boards"), "{said}");
    }
}

#[test]
fn it_ends_by_itself_when_the_time_is_up() {
    let folder = folder();
    let output = Command::new(env!("CARGO_BIN_EXE_smr"))
        .args(["sim", "--for", "300ms"])
        .args(PORTS)
        .current_dir(folder.path())
        .output()
        .expect("smr runs");
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the time is up"));
}

#[test]
fn a_board_is_the_same_one_after_it_was_killed() {
    let folder = folder();
    let arguments = ["--state-dir", "boards"];
    let mut first = Sim::start(folder.path(), &arguments);
    let before = first.ready();
    first.end("-KILL");
    let mut second = Sim::start(folder.path(), &arguments);
    let after = second.ready();
    assert_eq!(before["name"], after["name"]);
    assert_eq!(after["state"], "run");
    assert!(folder.path().join("boards/board-1/flash.bin").is_file());
}

#[test]
fn two_programs_do_not_share_a_board() {
    let folder = folder();
    let mut first = Sim::start(folder.path(), &["--state-dir", "boards"]);
    first.ready();
    let second = Command::new(env!("CARGO_BIN_EXE_smr"))
        .args(["sim", "--state-dir", "boards"])
        .args(PORTS)
        .current_dir(folder.path())
        .output()
        .expect("smr runs");
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(said.contains("another program uses"), "{said}");
}

#[test]
fn a_recorded_meter_is_served_to_the_byte() {
    let folder = folder();
    let profile = smr::sim::meter::Profile::find("be-emucs").expect("a profile");
    let start = "2026-01-31T12:00:00Z".parse().expect("a time");
    let telegram = smr::sim::meter::stream(profile, 1, start, 1);
    fs::write(folder.path().join("meter.p1"), &telegram).expect("written");
    let arguments = [
        "--meter",
        "meter.p1",
        "--interval",
        "100ms",
        "--pace",
        "921600",
    ];
    let mut sim = Sim::start(folder.path(), &arguments);
    let wanted = [telegram.clone(), telegram.clone()].concat();
    assert_eq!(read(&sim.ready(), wanted.len()), wanted);
}

#[test]
fn two_hundred_boards_start_and_take_less_than_a_gigabyte() {
    let folder = folder();
    let mut sim = Sim::start(folder.path(), &["--count", "200"]);
    let all: Vec<Value> = (0..200).map(|_| sim.ready()).collect();
    for ready in [&all[0], &all[199]] {
        assert!(read(ready, 100).starts_with(b"/"));
    }
    if let Some(peak) = memory_peak_kib(sim.child.id()) {
        println!("200 boards: {peak} KiB at most");
        assert!(peak < 1_000_000, "{peak} KiB");
    }
}

#[test]
fn mistakes_are_answered_with_what_to_write() {
    let folder = folder();
    fs::write(
        folder.path().join("faults.toml"),
        "[[fault]]\nboard = 5\nkind = \"unreachable\"\n",
    )
    .expect("written");
    fs::write(folder.path().join("empty"), "").expect("written");
    for (arguments, part) in [
        (["--meter", "nonsuch"], "the meters are: "),
        (["--faults", "faults.toml"], "--count 5"),
        (["--faults", "missing.toml"], "cannot read missing.toml"),
        (["--wifi", "home:short"], "8 to 63"),
        (["--admin-password-file", "empty"], "first line"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_smr"))
            .arg("sim")
            .args(PORTS)
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .expect("smr runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(part), "{said}");
    }
}
