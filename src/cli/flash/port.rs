//! Which port it is.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use super::ReachArgs;
use super::board::Person;
use crate::cli::{Context, report};
use crate::error::{Error, Kind, Result};
use crate::flash::ports::{Candidate, Choice, candidates, choose};
use crate::serial::ports;

/// From one look for a port to the next.
const EACH: Duration = Duration::from_millis(250);

/// The port that was named, or the one that looks like a board's.
pub(in crate::cli) fn find(args: &ReachArgs, context: Context, person: &Person) -> Result<String> {
    let mut is_told = false;
    loop {
        match look(args, person)? {
            Some(Found::Named(port)) => return Ok(port),
            Some(Found::Chosen(candidate)) => {
                let told = format!("{}: {}", candidate.port.describe(), candidate.reason);
                report::message(context, told);
                return Ok(candidate.port.name);
            }
            None if args.wait => {
                if !std::mem::replace(&mut is_told, true) {
                    let what = args.port.as_deref().unwrap_or("a board");
                    report::message(context, format_args!("waiting for {what} to be plugged in"));
                }
                if person.has_stopped() {
                    return Err(Error::new(
                        Kind::Interrupted,
                        "stopped before there was a port",
                    ));
                }
                sleep(EACH);
            }
            None => return Err(nothing()),
        }
    }
}

enum Found {
    Named(String),
    Chosen(Candidate),
}

fn look(args: &ReachArgs, person: &Person) -> Result<Option<Found>> {
    if let Some(port) = &args.port {
        // Opening tells best what is wrong with a port, unless it is only waited for.
        let is_there = !args.wait
            || Path::new(port).exists()
            || ports().iter().any(|other| other.name == *port);
        return Ok(is_there.then(|| Found::Named(port.clone())));
    }
    match choose(candidates(&ports())) {
        Choice::Sure(candidate) => Ok(Some(Found::Chosen(candidate))),
        Choice::Unsure(_) if args.wait => Ok(None),
        Choice::Unsure(some) if Person::is_there() => ask(some, person).map(Some),
        Choice::Unsure(some) => Err(unsure(&some)),
        Choice::Nothing => Ok(None),
    }
}

fn ask(mut some: Vec<Candidate>, person: &Person) -> Result<Found> {
    let rows: Vec<String> = some
        .iter()
        .zip(1..)
        .map(|(candidate, number)| {
            let (port, reason) = (candidate.port.describe(), &candidate.reason);
            format!(
                "  {number}  {port}: {reason}
"
            )
        })
        .collect();
    let question = format!(
        "Which port is the board on?
{}number: ",
        rows.concat()
    );
    let answer = person.ask(&question)?;
    let index = answer
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    match index.filter(|index| *index < some.len()) {
        Some(index) => Ok(Found::Chosen(some.swap_remove(index))),
        None => Err(unsure(&some)),
    }
}

fn unsure(some: &[Candidate]) -> Error {
    let described: Vec<String> = some
        .iter()
        .map(|candidate| candidate.port.describe())
        .collect();
    Error::usage(format!(
        "which port the board is on is not clear: {}",
        described.join(", ")
    ))
    .hint("name it: --port PORT")
}

/// There is no port that a board could be on.
pub(super) fn nothing() -> Error {
    Error::new(
        Kind::NothingFound,
        "there is no serial port that a board could be on",
    )
    .hint("looked for USB adapters (CP210x, CH340, CH9102, FTDI, PL2303) and built-in ports")
    .hint("plug the board in with a cable that carries data, not only power; --wait waits for it")
    .hint("on Windows and macOS a CP210x or CH340 may need its maker's driver")
    .hint("in a container, hand the device in: docker run --device=/dev/ttyUSB0")
}
