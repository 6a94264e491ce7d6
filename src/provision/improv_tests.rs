use std::collections::VecDeque;

use super::super::packet::saying;
use super::*;
use crate::error::{Error, Kind};

/// A gateway that answers each request with the next of its answers.
#[derive(Default)]
struct Scripted {
    answers: VecDeque<Vec<u8>>,
    waiting: VecDeque<u8>,
    asked: Vec<Vec<u8>>,
    /// So many bytes come at once.
    piece: usize,
    name: String,
}

impl Scripted {
    fn new(answers: &[&[Vec<u8>]]) -> Scripted {
        Scripted {
            answers: answers.iter().map(|parts| parts.concat()).collect(),
            piece: 3,
            name: "a test".to_owned(),
            ..Scripted::default()
        }
    }

    /// The commands that were sent, by their numbers.
    fn commands(&self) -> Vec<u8> {
        self.asked.iter().map(|packet| packet[9]).collect()
    }
}

impl Wire for Scripted {
    fn name(&self) -> &str {
        &self.name
    }

    fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.asked.push(bytes.to_vec());
        self.waiting
            .extend(self.answers.pop_front().unwrap_or_default());
        Ok(())
    }

    fn hear(&mut self) -> Result<Vec<u8>> {
        if self.waiting.is_empty() {
            // As a port does; without it a test would burn its processor.
            std::thread::sleep(Duration::from_millis(1));
        }
        let count = self.piece.min(self.waiting.len());
        Ok(self.waiting.drain(..count).collect())
    }
}

/// Nobody wants to stop.
#[allow(clippy::unnecessary_wraps, reason = "as checks are")]
fn go_on() -> Result<()> {
    Ok(())
}

fn identity() -> Vec<u8> {
    saying::result(3, &["smr", "1.2.3", "esp8266-1m", "smr-a1b2c3", "more"])
}

#[test]
fn a_lost_question_is_asked_again() {
    let noise = b"\xFFIMPROV\x01\x04boot log\r\n".to_vec();
    let mut wire = Scripted::new(&[&[], &[noise, identity()]]);
    let mut session = Session::new(&mut wire, &go_on);
    let found = session.identify(Duration::from_secs(20)).expect("a line");
    assert_eq!(found.expect("a gateway").name, "smr-a1b2c3");
    assert_eq!(wire.commands(), [3, 3]);
}

#[test]
fn what_answers_is_shown_without_what_a_terminal_obeys() {
    let answer = saying::result(3, &["other", "\u{1b}[2J1.0", "chip", "a\u{202e}b"]);
    let mut wire = Scripted::new(&[&[answer]]);
    let mut session = Session::new(&mut wire, &go_on);
    let found = session.identify(Duration::from_secs(20)).expect("a line");
    let found = found.expect("somebody");
    assert_eq!(found.version, "\u{fffd}[2J1.0");
    assert_eq!(found.name, "a\u{fffd}b");
}

#[test]
fn nobody_is_nobody() {
    let mut wire = Scripted::new(&[]);
    let mut session = Session::new(&mut wire, &go_on);
    let found = session.identify(Duration::from_millis(10)).expect("a line");
    assert_eq!(found, None);
}

#[test]
fn a_refusal_is_told_and_a_damaged_request_repeated() {
    let mut wire = Scripted::new(&[
        &[saying::error(1)],
        &[saying::error(0), saying::result(0x81, &["smr-a1b2c3"])],
        &[saying::error(2)],
    ]);
    let mut session = Session::new(&mut wire, &go_on);
    let id = session.call(Command::SetName, b"kitchen").expect("a line");
    assert_eq!(id, Ok(vec!["smr-a1b2c3".to_owned()]));
    let refused = session.call(Command::Problem, b"").expect("a line");
    assert_eq!(refused, Err(Fault::UnknownCommand));
    assert_eq!(wire.commands(), [0x81, 0x81, 0x83]);
}

#[test]
fn an_attempt_that_somebody_else_began_is_waited_for() {
    let mut wire = Scripted::new(&[
        &[saying::state(3), saying::error(3), saying::state(2)],
        // Its end comes in between, and answers nothing.
        &[
            saying::error(3),
            saying::error(0),
            saying::result(0x81, &["smr-a1b2c3"]),
        ],
    ]);
    let mut session = Session::new(&mut wire, &go_on);
    session.wait_until_idle().expect("a line");
    let id = session.call(Command::SetName, b"kitchen").expect("a line");
    assert_eq!(id, Ok(vec!["smr-a1b2c3".to_owned()]));
}

#[test]
fn networks_come_one_by_one_until_an_empty_one() {
    let mut wire = Scripted::new(&[&[
        saying::error(0),
        saying::result(4, &["home", "-58", "YES"]),
        saying::result(4, &["cafe", "-80", "NO"]),
        saying::result(4, &[]),
    ]]);
    let networks = Session::new(&mut wire, &go_on).networks().expect("a scan");
    let told: Vec<(&str, i16, bool)> = networks
        .iter()
        .map(|it| (it.ssid.as_str(), it.rssi_dbm, it.is_open))
        .collect();
    assert_eq!(told, [("home", -58, false), ("cafe", -80, true)]);
}

#[test]
fn joining_ends_with_where_the_page_is() {
    let mut wire = Scripted::new(&[&[
        saying::error(0),
        saying::state(3),
        saying::state(4),
        saying::result(1, &["http://192.168.1.77/"]),
    ]]);
    let outcome = Session::new(&mut wire, &go_on).join("home", "password");
    let url = Some("http://192.168.1.77/".to_owned());
    assert_eq!(outcome.expect("a line"), Outcome::Joined(url));
}

#[test]
fn what_is_lost_of_the_end_is_asked_for() {
    let mut wire = Scripted::new(&[
        &[saying::state(3), saying::state(4)],
        &[
            saying::state(4),
            saying::result(2, &["http://192.168.1.77/"]),
        ],
    ]);
    let outcome = Session::new(&mut wire, &go_on).join("home", "password");
    let url = Some("http://192.168.1.77/".to_owned());
    assert_eq!(outcome.expect("a line"), Outcome::Joined(url));
    assert_eq!(wire.commands(), [1, 2]);
}

#[test]
fn a_failure_is_asked_for_its_reason() {
    for (end, reason) in [
        (saying::result(0x83, &["not-found"]), Some("not-found")),
        (saying::result(0x83, &[""]), None),
        // Firmware without that command.
        (saying::error(2), None),
    ] {
        let mut wire = Scripted::new(&[
            &[saying::error(0), saying::state(3), saying::error(3)],
            &[saying::state(2), end],
        ]);
        let outcome = Session::new(&mut wire, &go_on).join("home", "password");
        let expected = Outcome::Failed(reason.map(str::to_owned));
        assert_eq!(outcome.expect("a line"), expected);
    }
}

#[test]
fn credentials_that_were_damaged_are_sent_again() {
    let mut wire = Scripted::new(&[
        &[saying::error(1)],
        &[saying::error(0), saying::state(3), saying::state(4)],
        &[saying::result(2, &["http://192.168.1.77/"])],
    ]);
    let outcome = Session::new(&mut wire, &go_on).join("home", "password");
    assert!(matches!(outcome, Ok(Outcome::Joined(Some(_)))));
    assert_eq!(wire.commands(), [1, 1, 2]);
}

#[test]
fn a_gateway_that_falls_silent_is_told_with_what_to_do() {
    let mut wire = Scripted::new(&[&[saying::error(0), saying::state(3)]]);
    let mut session = Session::new(&mut wire, &go_on);
    session.patience = Duration::from_millis(10);
    let error = session.join("home", "password").expect_err("silence");
    assert_eq!(error.kind(), Kind::Unreachable);
    assert!(error.to_string().contains("does not answer any more"));
}

#[test]
fn a_wish_to_stop_is_obeyed() {
    let mut wire = Scripted::new(&[]);
    let stop = || Err(Error::new(Kind::Interrupted, "stopped"));
    let error = Session::new(&mut wire, &stop).identify(Duration::from_secs(60));
    assert_eq!(error.expect_err("stopped").kind(), Kind::Interrupted);
}
