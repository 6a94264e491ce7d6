//! A blank board on a pseudo-terminal, and the program that flashes it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{ChildStdout, Command, Output};

use serde_json::Value;
use smr::image::Board;

use crate::support::boards::Boards;
use crate::support::firmware;
use crate::support::program::{Running, Start, said, smr};

pub(crate) const FLASH: &str = "boards/board-1/flash.bin";
const BLANK: [&str; 3] = ["--blank", "--state-dir", "boards"];

pub(crate) fn image(version: &str, board: Board, size: usize) -> Vec<u8> {
    firmware::image(version, board, size, 7)
}

pub(crate) fn small() -> Vec<u8> {
    image("4.5.6", Board::Esp8266With1M, 50_000)
}

/// A blank board on a pseudo-terminal.
pub(crate) struct Bench {
    boards: Boards,
    /// Goes after them.
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
        let own = [&BLANK, &["--faults", "faults.toml"][..], arguments];
        let boards = Boards::start(folder.path(), &own.concat());
        assert_eq!(boards.ready(0)["state"], "blank");
        Bench {
            port: boards.text(0, "serial").to_owned(),
            boards,
            folder,
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = smr(self.path(), &["flash"]);
        command
            .args(arguments)
            .args(["--port", &self.port])
            .env("SMR_FIRMWARE_PATH", "mine");
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

impl Bench {
    /// The board without power, and its port gone.
    pub(crate) fn sim_stopped(&mut self) {
        self.boards.stop();
    }

    /// The same board with power again.
    pub(crate) fn again(mut self) -> Bench {
        self.boards = Boards::start(self.path(), &BLANK);
        self.boards.text(0, "serial").clone_into(&mut self.port);
        self
    }

    /// Starts flashing on a slow line, and waits until it is in the middle.
    pub(crate) fn in_the_middle(&self, arguments: &[&str]) -> (Running, BufReader<ChildStdout>) {
        let all = [
            &["--image", "image.bin", "--yes", "--format", "jsonl"],
            arguments,
        ]
        .concat();
        let mut child = self.command(&all).start();
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
