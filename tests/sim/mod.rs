//! `smr sim` as a user meets it: ready lines, clients, restarts, signals.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]
#![cfg(unix)]

use crate::support::boards::{Boards, PORTS};
use crate::support::http;
use crate::support::program::smr;
use crate::support::schema::follows;
mod life;
mod signed;
mod witness;

use std::fs;
use std::io::Read;
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(120);

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

fn memory_peak_kib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_ready_line_follows_its_schema_and_the_meter_can_be_read() {
    let folder = folder();
    let sim = Boards::start(folder.path(), &["--interval", "200ms"]);
    let ready = sim.ready(0);
    assert_eq!(ready["schema"], "smr.sim.ready/1");
    follows(ready);
    assert_eq!(ready["state"], "run");
    assert_eq!(ready["version"], env!("CARGO_PKG_VERSION"));
    assert!(read(ready, 500).starts_with(b"/"));
}

#[test]
fn a_signal_ends_it_cleanly() {
    for signal in ["-INT", "-TERM"] {
        let folder = folder();
        let mut sim = Boards::start(folder.path(), &["--count", "3"]);
        let (code, said) = (sim.end(signal), sim.said());
        assert_eq!(code, Some(0), "{signal}: {said}");
        assert!(said.contains("stopped: 3 virtual boards"), "{said}");
    }
}

#[test]
fn it_ends_by_itself_when_the_time_is_up() {
    let folder = folder();
    let output = smr(folder.path(), &["sim", "--for", "300ms"])
        .args(PORTS)
        .output()
        .expect("smr runs");
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the time is up"));
}

#[test]
fn a_board_is_the_same_one_after_it_was_killed() {
    let folder = folder();
    let arguments = ["--state-dir", "boards"];
    let mut first = Boards::start(folder.path(), &arguments);
    first.kill();
    let before = first.ready(0);
    let second = Boards::start(folder.path(), &arguments);
    let after = second.ready(0);
    assert_eq!(before["name"], after["name"]);
    assert_eq!(after["state"], "run");
    assert!(folder.path().join("boards/board-1/flash.bin").is_file());
}

#[test]
fn two_programs_do_not_share_a_board() {
    let folder = folder();
    let _first = Boards::start(folder.path(), &["--state-dir", "boards"]);
    let second = smr(folder.path(), &["sim", "--state-dir", "boards"])
        .args(PORTS)
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
    let sim = Boards::start(folder.path(), &arguments);
    let wanted = [telegram.clone(), telegram.clone()].concat();
    assert_eq!(read(sim.ready(0), wanted.len()), wanted);
}

#[test]
fn two_hundred_boards_start_and_take_less_than_a_gigabyte() {
    let folder = folder();
    let sim = Boards::start(folder.path(), &["--count", "200"]);
    for ready in [sim.ready(0), sim.ready(199)] {
        assert!(read(ready, 100).starts_with(b"/"));
    }
    if let Some(peak) = memory_peak_kib(sim.process()) {
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
        let output = smr(folder.path(), &["sim"])
            .args(PORTS)
            .args(arguments)
            .output()
            .expect("smr runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(part), "{said}");
    }
}
