//! What many virtual gateways in one program take: time until all are ready, memory, and processor time while their meters send.
//!
//! `cargo bench --bench virtual_boards` prints the figures for 1, 20 and 200 boards, each with the time of one board beside it.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot run may say so by a panic, and prints its figures"
)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const COUNTS: [u32; 3] = [1, 20, 200];
/// How long the boards are watched at work.
const WATCHED: Duration = Duration::from_secs(10);

/// A value of `/proc/PID/status` in KiB; only Linux has it.
fn status_kib(process: &Child, key: &str) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{}/status", process.id())).ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Processor time so far, in clock ticks of which Linux has 100 a second.
fn ticks(process: &Child) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{}/stat", process.id())).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

fn shown(value: Option<f64>, unit: &str) -> String {
    value.map_or_else(
        || "unknown".to_owned(),
        |value| format!("{value:.2} {unit}"),
    )
}

fn main() {
    let mut first = None;
    for count in COUNTS {
        let began = Instant::now();
        let mut program = Command::new(env!("CARGO_BIN_EXE_smr"))
            .args(["sim", "--count", &count.to_string()])
            .args(["--http-port", "0", "--p1-port", "0", "--ota-port", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("smr starts");
        let mut lines = BufReader::new(program.stdout.take().expect("standard output")).lines();
        for _ in 0..count {
            lines.next().expect("a ready line").expect("text");
        }
        let ready = began.elapsed().as_secs_f64();
        let before = ticks(&program);
        thread::sleep(WATCHED);
        let worked = ticks(&program).zip(before).and_then(|(after, before)| {
            u32::try_from(after - before)
                .ok()
                .map(|ticks| f64::from(ticks) / 100.0 / WATCHED.as_secs_f64())
        });
        let memory = status_kib(&program, "VmHWM:").and_then(|kib| u32::try_from(kib).ok());
        program.kill().expect("the program can be ended");
        program.wait().expect("the program ends");
        let first = *first.get_or_insert(ready);
        println!(
            "{count:>4} boards: ready after {ready:.2} s ({:.1} times one board), at most {}, {} of one core",
            ready / first,
            shown(memory.map(|kib| f64::from(kib) / 1_024.0), "MiB"),
            shown(worked.map(|share| share * 100.0), "%"),
        );
    }
}
