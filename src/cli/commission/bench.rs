//! `smr commission --loop`: one board after the other.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::course::{Course, Who};
use super::ports::ports;
use super::tally::Tally;
use crate::cli::flash::Format;
use crate::cli::flash::board::{Person, require_agreement, work};
use crate::cli::flash::port;
use crate::cli::provision::teller::print;
use crate::cli::{Context, Finished, report};
use crate::error::{Error, Kind, Result};
use crate::flash::plan::Rest;
use crate::provision::GatewayName;
use crate::ui::commission as show;

/// Stands for the number of a board in a name.
pub(super) const NUMBER: &str = "{number}";

/// A place where boards are commissioned.
pub(super) struct Bench {
    course: Course,
    first: u32,
}

/// The boards so far, which are told at the end however it comes.
type Shared = Arc<Mutex<Tally>>;

fn open(tally: &Shared) -> MutexGuard<'_, Tally> {
    // Counts stay right whatever happened to whoever counted.
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Bench {
    pub(super) fn new(course: Course, first: u32) -> Bench {
        Bench { course, first }
    }

    /// Commissions boards until somebody has had enough.
    pub(super) fn run(self, context: Context) -> Finished {
        if let Err(error) = self.check() {
            return Err(error).into();
        }
        let tally = Shared::default();
        let theirs = Arc::clone(&tally);
        let outcome = work(move |person| self.rounds(&theirs, context, person));
        let tally = open(&tally);
        Finished {
            errors: match outcome {
                Ok(()) => tally.error().into_iter().collect(),
                Err(error) => vec![error],
            },
            summary: Some(tally.summary()),
        }
    }

    fn check(&self) -> Result<()> {
        self.course.check()?;
        require_agreement(self.course.is_agreed, "flashing boards")?;
        let name = self.course.site.name.as_ref();
        if name.is_some_and(|name| !name.as_str().contains(NUMBER)) {
            return Err(
                Error::usage("several gateways of one name could not be told apart")
                    .hint("number them: --name 'meter {number}'")
                    .hint("or leave the name out of the file: then each goes by its id"),
            );
        }
        self.name(u32::MAX).map(drop)
    }

    /// The name of a board.
    fn name(&self, number: u32) -> Result<Option<GatewayName>> {
        let name = self.course.site.name.as_ref();
        name.map(|name| {
            let numbered = name.as_str().replace(NUMBER, &number.to_string());
            GatewayName::parse(&numbered)
        })
        .transpose()
    }

    fn rounds(mut self, tally: &Shared, context: Context, person: &Person) -> Result<()> {
        // Pressing Enter is agreeing.
        self.course.is_agreed = true;
        let erased = match self.course.rest {
            Rest::Erase => "erased, ",
            _ => "",
        };
        report::message(
            context,
            format_args!(
                "when you press Enter, the board is {erased}flashed, and set up for {}",
                self.course.site.ssid
            ),
        );
        let mut number = self.first;
        loop {
            let question = format!("board {number}: plug it in and press Enter (q ends): ");
            match person.line(&question)?.as_deref() {
                None | Some("q" | "Q" | "quit" | "exit") => return Ok(()),
                Some("") => {}
                Some(_) => continue,
            }
            match self.ports(context, person) {
                Ok(ports) => {
                    for port in ports {
                        number += u32::from(self.one(number, &port, tally, context, person)?);
                    }
                    report::message(context, open(tally).counts());
                }
                Err(error) if error.kind() == Kind::Interrupted => return Err(error),
                // Without a port there was no board.
                Err(error) => report::error(&error, context),
            }
        }
    }

    /// The ports on which boards are now.
    fn ports(&self, context: Context, person: &Person) -> Result<Vec<String>> {
        match &self.course.reach.port {
            Some(text) if !self.course.reach.wait => {
                let known: Vec<String> = crate::serial::ports()
                    .into_iter()
                    .map(|port| port.name)
                    .collect();
                ports(text, &known, &Path::exists)
            }
            _ => port::find(&self.course.reach, context, person).map(|port| vec![port]),
        }
    }

    /// One board. Says whether its number is used up; fails only where all has to end.
    fn one(
        &self,
        number: u32,
        port: &str,
        tally: &Shared,
        context: Context,
        person: &Person,
    ) -> Result<bool> {
        let mut course = self.course.clone();
        course.number = Some(number);
        course.site.name = self.name(number)?;
        report::message(context, format_args!("board {number} on {port}"));
        let who = Who::default();
        let outcome = course.board(port, &who, context, person);
        let id = who.into_inner();
        let id = id.as_deref();
        let name = match id {
            Some(id) => format!("board {number} ({id})"),
            None => format!("board {number} on {port}"),
        };
        if let (Ok(done), Some(id)) = (&outcome, id)
            && done.was_set_up
            && open(tally).is_done(id)
        {
            report::message(
                context,
                format_args!("{id} on {port} was done before: plug the next board in"),
            );
            return Ok(false);
        }
        let is_set_up = outcome.is_ok();
        let ended = match outcome {
            Ok(done) => course.finish(&done, context),
            Err(error) => {
                if course.format != Format::Human && !is_for_all(&error) {
                    print(&show::failure(number, port, id, &error))?;
                }
                Err(error)
            }
        };
        open(tally).note(&name, id, ended.as_ref().err());
        match ended {
            Ok(()) => Ok(true),
            Err(error) if is_for_all(&error) => Err(error),
            Err(error) => {
                report::error(&error, context);
                // The name with the number is given, also where no telegram came.
                Ok(is_set_up)
            }
        }
    }
}

/// Whoever stops, or reads no more, means all boards.
fn is_for_all(error: &Error) -> bool {
    matches!(error.kind(), Kind::Interrupted | Kind::OutputClosed)
}
