//! A blank board on a pseudo-terminal, and the program that flashes it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use smr::image::{Board, Descriptor, Recipe, build};

pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
pub(crate) const FLASH: &str = "boards/board-1/flash.bin";

pub(crate) fn image(version: &str, board: Board, size: usize) -> Vec<u8> {
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

pub(crate) fn small() -> Vec<u8> {
    image("4.5.6", Board::Esp8266With1M, 50_000)
}

/// A blank board on a pseudo-terminal.
pub(crate) struct Bench {
    sim: Child,
    lines: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    pub(crate) port: String,
}

impl Bench {
    pub(crate) fn new(arguments: &[&str]) -> Bench {
        Bench::with_faults("", arguments)
    }

    pub(crate) fn with_faults(faults: &str, arguments: &[&str]) -> Bench {
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

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_smr"));
        command
            .arg("flash")
            .args(arguments)
            .args(["--port", &self.port])
            .current_dir(self.path())
            .env_clear()
            .env("SMR_FIRMWARE_PATH", "mine")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("smr runs")
    }

    /// Flashes the image; what was said.
    #[track_caller]
    pub(crate) fn flash(&self, arguments: &[&str]) -> String {
        let all = [&["--image", "image.bin", "--yes"], arguments].concat();
        let output = self.run(&all);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(0), "{said}");
        said
    }

    /// Fails to flash it with this exit code; what was said.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let all = [&["--image", "image.bin", "--yes"], arguments].concat();
        let output = self.run(&all);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        said
    }

    pub(crate) fn content(&self) -> Vec<u8> {
        fs::read(self.path().join(FLASH)).expect("a flash chip")
    }

    #[track_caller]
    pub(crate) fn holds(&self, image: &[u8]) {
        assert!(self.content().starts_with(image), "another content");
    }

    #[track_caller]
    pub(crate) fn is_blank(&self) {
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

pub(crate) fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[track_caller]
pub(crate) fn has(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
}

/// Holds a document against its schema.
#[track_caller]
pub(crate) fn follows(schema: &str, document: &Value) {
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

impl Bench {
    /// The board without power.
    pub(crate) fn sim_stopped(&self) {
        let killed = Command::new("kill").arg(self.sim.id().to_string()).status();
        assert!(killed.expect("kill runs").success());
        let until = Instant::now() + PATIENCE;
        // A pseudo-terminal goes with whoever made it.
        while Path::new(&self.port).exists() && Instant::now() < until {
            std::thread::yield_now();
        }
    }

    /// The same board with power again.
    pub(crate) fn again(mut self) -> Bench {
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
    pub(crate) fn in_the_middle(&self, arguments: &[&str]) -> (Child, BufReader<ChildStdout>) {
        let all = [
            &["--image", "image.bin", "--yes", "--format", "jsonl"],
            arguments,
        ]
        .concat();
        let mut child = self.command(&all).spawn().expect("smr starts");
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
