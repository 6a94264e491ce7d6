//! How long an image takes to a virtual board on a line of 460,800 bits per second, beside esptool on the same line, and beside what its
//! compressed bytes need on the wire.
//!
//! `cargo bench --bench flash` prints the figures. The image is as hard to compress as noise, so that nothing but the line counts.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot run may say so by a panic, and prints its figures"
)]

#[cfg(target_os = "linux")]
#[path = "../tests/witness/packages.rs"]
mod packages;

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::io::{BufRead, BufReader, Write};
    use std::path::{Path, PathBuf};
    use std::process::{Child, ChildStdout, Command, Stdio};
    use std::time::Instant;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use serde_json::Value;
    use smr::image::{Board, Descriptor, Recipe, build};

    use super::packages;

    const SPEED: &str = "460800";
    const BITS_PER_SECOND: f64 = 460_800.0;
    const BITS_PER_BYTE: f64 = 10.0;
    const SIZE: usize = 450 << 10;
    const ROUNDS: usize = 3;

    /// A blank board on a line with a pace.
    struct Blank {
        sim: Child,
        _lines: BufReader<ChildStdout>,
        port: String,
    }

    impl Blank {
        fn new() -> Blank {
            let mut sim = Command::new(env!("CARGO_BIN_EXE_smr"))
                .args(["sim", "--blank", "--pace", SPEED])
                .args(["--http-port", "0", "--p1-port", "0", "--ota-port", "0"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("smr starts");
            let mut lines = BufReader::new(sim.stdout.take().expect("standard output"));
            let mut line = String::new();
            lines.read_line(&mut line).expect("a ready line");
            let ready: Value = serde_json::from_str(&line).expect("JSON");
            let port = ready.get("serial").and_then(Value::as_str);
            Blank {
                sim,
                _lines: lines,
                port: port.expect("a path").to_owned(),
            }
        }

        /// Seconds that `smr flash` takes in all, and those that it says writing took.
        fn smr(&self, image: &Path) -> (f64, Option<f64>) {
            let began = Instant::now();
            let output = Command::new(env!("CARGO_BIN_EXE_smr"))
                .args(["flash", "--yes", "--format", "jsonl", "--baud", SPEED])
                .args(["--before", "no-reset", "--after", "no-reset"])
                .args(["--port", &self.port, "--image"])
                .arg(image)
                .output()
                .expect("smr runs");
            let took = began.elapsed().as_secs_f64();
            assert!(output.status.success(), "{output:?}");
            let text = String::from_utf8_lossy(&output.stdout);
            let written = text
                .lines()
                .filter_map(|line| serde_json::from_str::<Value>(line).ok())
                .find(|event| event.get("event").is_some_and(|event| event == "written"))
                .and_then(|event| event.get("took_ms")?.as_f64());
            (took, written.map(|ms| ms / 1_000.0))
        }

        /// Seconds that esptool takes in all.
        fn esptool(&self, esptool: &Path, image: &Path) -> f64 {
            let began = Instant::now();
            let output = Command::new(esptool)
                .args(["--port", &self.port, "--baud", SPEED])
                .args(["--before", "no-reset", "--after", "no-reset"])
                .args(["write-flash", "0"])
                .arg(image)
                .output()
                .expect("esptool runs");
            let took = began.elapsed().as_secs_f64();
            assert!(output.status.success(), "{output:?}");
            took
        }
    }

    impl Drop for Blank {
        fn drop(&mut self) {
            let _ = self.sim.kill();
            let _ = self.sim.wait();
        }
    }

    fn esptool() -> Option<PathBuf> {
        let python = packages::or_skipped(packages::python("esptool==5.6.0", "esptool"))?;
        Some(python.with_file_name("esptool"))
    }

    fn median(mut values: Vec<f64>) -> f64 {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().expect("a few values")
    }

    fn seconds(bytes: usize) -> f64 {
        let bytes = u32::try_from(bytes).expect("a small file");
        f64::from(bytes) * BITS_PER_BYTE / BITS_PER_SECOND
    }

    pub(super) fn main() {
        let image = build(&Recipe {
            descriptor: Descriptor {
                version: "1.2.3".parse().expect("a version"),
                board: Board::Esp8266With1M,
                build: "bench".parse().expect("a build id"),
                security_version: 0,
            },
            size: SIZE,
            seed: 7,
        })
        .expect("an image");
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&image).expect("memory");
        let stream = encoder.finish().expect("memory");
        let wire = seconds(stream.len());
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("image.bin");
        fs::write(&file, &image).expect("written");

        let esptool = esptool();
        let (mut ours, mut writing, mut again, mut theirs) = (vec![], vec![], vec![], vec![]);
        for _ in 0..ROUNDS {
            let blank = Blank::new();
            let (all, written) = blank.smr(&file);
            ours.push(all);
            writing.push(written.expect("something was written"));
            let (all, written) = blank.smr(&file);
            assert_eq!(written, None, "nothing is written twice");
            again.push(all);
            if let Some(esptool) = &esptool {
                theirs.push(Blank::new().esptool(esptool, &file));
            }
        }
        let (ours, writing, again) = (median(ours), median(writing), median(again));
        println!(
            "{} bytes, {} compressed: {wire:.2} s on a wire of {SPEED} bits per second",
            image.len(),
            stream.len()
        );
        println!(
            "smr flash, writing and verifying: {writing:.2} s, {:.3} of the wire",
            writing / wire
        );
        println!(
            "smr flash, all of it: {ours:.2} s, {:.3} of the wire",
            ours / wire
        );
        println!("smr flash, the same image again: {again:.2} s, nothing written");
        if !theirs.is_empty() {
            let theirs = median(theirs);
            println!(
                "esptool, all of it: {theirs:.2} s; smr takes {:.3} of that",
                ours / theirs
            );
        }
    }
}

#[cfg(target_os = "linux")]
fn main() {
    linux::main();
}

/// Only Linux tells how fast a pseudo-terminal is.
#[cfg(not(target_os = "linux"))]
fn main() {
    println!("nothing to measure on this system");
}
