//! Somebody at a terminal, who is asked for what was not given.

#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serialport::{SerialPort, TTYPort};

use crate::bench::{Bench, PATIENCE, has};

/// A program that ends with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The keyboard and screen of a terminal.
struct Person {
    terminal: TTYPort,
    seen: String,
    /// What they have reacted to already.
    read: usize,
}

impl Person {
    /// Waits until this is on the screen, and types.
    fn answer(&mut self, question: &str, answer: &str) {
        let began = Instant::now();
        while !self.seen[self.read..].contains(question) {
            assert!(
                began.elapsed() < PATIENCE,
                "in vain: {question}: {}",
                self.seen
            );
            self.look();
        }
        self.read = self.seen.len();
        write!(self.terminal, "{answer}\r").expect("typed");
    }

    /// More of the screen; false when nothing comes any more.
    fn look(&mut self) -> bool {
        let mut bytes = [0; 512];
        match self.terminal.read(&mut bytes) {
            Ok(count) => {
                self.seen
                    .push_str(&String::from_utf8_lossy(&bytes[..count]));
                count > 0
            }
            Err(error) => error.kind() == std::io::ErrorKind::TimedOut,
        }
    }
}

#[test]
fn whoever_gives_nothing_is_asked_for_everything_and_may_be_wrong() {
    let bench = Bench::new(&[]);
    let (mut terminal, end) = TTYPort::pair().expect("a terminal");
    terminal
        .set_timeout(std::time::Duration::from_millis(200))
        .expect("a timeout");
    let path = end.name().expect("a path");
    // As terminals are: what is typed is shown, unless a program turns that off.
    let made = Command::new("stty").args(["-F", &path, "sane"]).status();
    assert!(made.expect("stty runs").success());
    let stdio = || {
        let file = File::options().read(true).write(true).open(&path);
        Stdio::from(OwnedFd::from(file.expect("a terminal")))
    };
    let port = bench.way("--port");
    let mut command = bench.command(&["provision", "--port", &port, "--color", "never"]);
    command.stdin(stdio()).stdout(stdio()).stderr(stdio());
    let mut child = Ended(command.spawn().expect("smr starts"));
    drop(command);
    let mut person = Person {
        terminal,
        seen: String::new(),
        read: 0,
    };
    person.answer("Enter looks again): ", "");
    person.answer("Enter looks again): ", "1");
    person.answer("password of \"home\"", "short");
    person.answer("password of \"home\"", "mistyped password");
    person.answer("name of the gateway", "Cellar");
    person.answer("new admin password", "");
    person.answer("Enter looks again): ", "home");
    person.answer("password of \"home\"", crate::bench::WIFI_PASSWORD);
    let began = Instant::now();
    while !person.seen.contains("watch it") && child.0.try_wait().expect("a child").is_none() {
        assert!(began.elapsed() < PATIENCE, "in vain: {}", person.seen);
        person.look();
    }
    // What came last may still be on its way; the end that is open here keeps it.
    person.look();
    drop(end);
    let said = person.seen;
    assert!(child.0.wait().expect("an end").success(), "{said}");
    has(
        &said,
        &[
            "1  home  ▂▄▆█  -58 dBm",
            "8 to 63",
            "refuses the password",
            "shown only now",
            "Cellar (smr-",
        ],
    );
    for typed in ["mistyped", crate::bench::WIFI_PASSWORD] {
        assert!(!said.contains(typed), "{said}");
    }
    let (_, password) = said.split_once("the admin password is ").expect("one");
    let password = password.split_whitespace().next().expect("a word");
    assert!(bench.status(password).is_ok(), "{said}");
}
