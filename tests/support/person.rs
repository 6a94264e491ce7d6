//! Somebody at a terminal: a pseudo-terminal with a program on its other end.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serialport::{SerialPort, TTYPort};

/// The longest that anything on the screen may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// The keyboard and screen of a terminal, and the program that runs there.
pub(crate) struct Person {
    terminal: TTYPort,
    /// Keeps what was shown last when the program has ended.
    _end: TTYPort,
    child: Child,
    pub(crate) seen: String,
    /// What they have reacted to already.
    read: usize,
}

impl Person {
    /// Runs a program at a terminal.
    pub(crate) fn at(mut command: Command) -> Person {
        let (mut terminal, end) = TTYPort::pair().expect("a terminal");
        terminal
            .set_timeout(Duration::from_millis(200))
            .expect("a timeout");
        let path = end.name().expect("a path");
        // As terminals are: what is typed is shown, unless a program turns that off.
        let made = Command::new("stty").args(["-F", &path, "sane"]).status();
        assert!(made.expect("stty runs").success());
        let stdio = || {
            let file = File::options().read(true).write(true).open(&path);
            Stdio::from(OwnedFd::from(file.expect("a terminal")))
        };
        command.stdin(stdio()).stdout(stdio()).stderr(stdio());
        Person {
            terminal,
            _end: end,
            child: command.spawn().expect("smr starts"),
            seen: String::new(),
            read: 0,
        }
    }

    /// The id of the program.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits until this is on the screen.
    pub(crate) fn sees(&mut self, part: &str) {
        let began = Instant::now();
        loop {
            if let Some(at) = self.seen[self.read..].find(part) {
                self.read += at + part.len();
                return;
            }
            assert!(began.elapsed() < PATIENCE, "in vain: {part}: {}", self.seen);
            self.look();
        }
    }

    /// Waits until this is on the screen, and types a line.
    pub(crate) fn answer(&mut self, question: &str, answer: &str) {
        self.sees(question);
        self.types(&format!("{answer}\r"));
    }

    /// Presses keys.
    pub(crate) fn types(&mut self, keys: &str) {
        self.terminal.write_all(keys.as_bytes()).expect("typed");
    }

    /// Waits for the end of the program: its exit code, and all that was on the screen.
    pub(crate) fn ends(mut self) -> (Option<i32>, String) {
        let began = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                break status;
            }
            assert!(began.elapsed() < PATIENCE, "no end: {}", self.seen);
            self.look();
        };
        self.look();
        (status.code(), std::mem::take(&mut self.seen))
    }

    fn look(&mut self) {
        let mut bytes = [0; 4096];
        match self.terminal.read(&mut bytes) {
            Ok(count) => self
                .seen
                .push_str(&String::from_utf8_lossy(&bytes[..count])),
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::TimedOut, "{error}"),
        }
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
