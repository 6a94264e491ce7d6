//! Virtual boards in a process of their own.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader};
use std::net::SocketAddrV4;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command};

use serde_json::Value;

use super::program::{signal, smr};

/// Any free ports, so that tests can run beside each other.
pub(crate) const PORTS: [&str; 6] = ["--http-port", "0", "--p1-port", "0", "--ota-port", "0"];
/// What the boards say on standard error, in their folder.
const SAID: &str = "sim.err";

/// A running `smr sim`. It ends with this.
pub(crate) struct Boards {
    child: Child,
    /// Kept open: a program whose lines nobody can read any more ends.
    lines: BufReader<ChildStdout>,
    folder: PathBuf,
    ready: Vec<Value>,
}

impl Boards {
    /// Starts boards in a folder, on any free ports, and waits until all are ready: one, or as many as `--count` says.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Boards {
        Boards::started(smr(folder, &[]), folder, arguments)
    }

    /// The same by a command with surroundings of its own, which lacks the arguments.
    pub(crate) fn started(mut command: Command, folder: &Path, arguments: &[&str]) -> Boards {
        let said = OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join(SAID));
        let mut child = command
            .arg("sim")
            .args(PORTS)
            .args(arguments)
            .stderr(said.expect("a file"))
            .spawn()
            .expect("smr starts");
        let mut boards = Boards {
            lines: BufReader::new(child.stdout.take().expect("standard output")),
            child,
            folder: folder.to_path_buf(),
            ready: Vec::new(),
        };
        let count = arguments
            .iter()
            .position(|argument| *argument == "--count")
            .map_or(1, |at| arguments[at + 1].parse().expect("a number"));
        for _ in 0..count {
            let ready = boards.next_ready();
            boards.ready.push(ready);
        }
        // They are ready in any order; their addresses are in the order of their numbers.
        boards.ready.sort_by_key(address);
        boards
    }

    /// The next line on standard output.
    fn next_ready(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("a line");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}: {}", self.said()))
    }

    /// What each board said when it was ready.
    pub(crate) fn all(&self) -> &[Value] {
        &self.ready
    }

    /// The same of one, counted from 0.
    pub(crate) fn ready(&self, board: usize) -> &Value {
        &self.ready[board]
    }

    /// A text in that: `name`, `http`, `p1`, `ota`, `serial`, `state`.
    pub(crate) fn text(&self, board: usize, key: &str) -> &str {
        self.ready[board][key].as_str().expect("text")
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("a process").is_none()
    }

    /// What all boards of the folder have said on standard error so far.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(self.folder.join(SAID)).expect("text")
    }

    /// Takes their power away.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("an end");
    }

    /// Asks them to end, and waits for it: their ports are gone then.
    pub(crate) fn stop(&mut self) -> Option<i32> {
        self.end("-TERM")
    }

    /// Sends a signal that ends them, and waits for it: the exit code, none where they were killed.
    pub(crate) fn end(&mut self, name: &str) -> Option<i32> {
        signal(self.process(), name);
        self.child.wait().expect("an end").code()
    }
}

impl Drop for Boards {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address(ready: &Value) -> Option<SocketAddrV4> {
    ready["http"].as_str()?.parse().ok()
}
