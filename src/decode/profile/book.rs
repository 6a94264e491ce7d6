//! All registers of a stream of telegrams.

use std::fmt;

use super::super::scan::Check;
use super::super::telegram::Telegram;
use super::length::{Length, local_time};
use super::registers::{self, Register};
use super::row::{Clock, Kind, Mark, Row};
use super::track::{Reading, Subject, Track};

/// More registers than any meter has: a damaged stream must not grow without an end.
const MOST_TRACKS: usize = 256;

/// Makes the profile of one stream of telegrams, whatever meters it is of.
#[derive(Clone, Debug)]
pub struct Book {
    length: Length,
    tracks: Vec<Track>,
    counts: Counts,
}

/// What a profile was made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Intervals, partial ones included.
    pub intervals: u64,
    /// Gaps of any kind.
    pub gaps: u64,
    /// Gaps whose energy is not known: a counter was reset, or the meter changed.
    pub breaks: u64,
    /// Telegrams left out because their check failed: a changed digit would be read as energy.
    pub invalid: u64,
    /// Telegrams with registers, but without any time.
    pub untimed: u64,
}

impl Book {
    /// A profile with intervals of this length.
    pub fn new(length: Length) -> Book {
        Book {
            length,
            tracks: Vec::new(),
            counts: Counts::default(),
        }
    }

    /// Takes a telegram; `received` is when it came, in seconds since 1970, if that is known. Rows that are
    /// complete go to `sink`, those of one register in the order of time.
    pub fn take(&mut self, telegram: &Telegram, received: Option<i64>, mut sink: impl FnMut(Row)) {
        if matches!(telegram.check(), Check::Invalid { .. }) {
            self.counts.invalid += 1;
            return;
        }
        let standard_hours = telegram.dialect().dialect.standard_hours;
        let said = telegram.time();
        let (clock, time) = match said {
            Some(time) => (Clock::Meter, Some(time)),
            None => (
                Clock::Received,
                received.and_then(|received| local_time(received, standard_hours)),
            ),
        };
        let mut is_untimed = false;
        let counts = &mut self.counts;
        for register in registers::of(telegram) {
            let (clock, time, received) = match register.own_time {
                Some(own) => (Clock::Meter, Some(own), None),
                None => (clock, time, received.filter(|_| clock == Clock::Meter)),
            };
            let Some(time) = time else {
                is_untimed = true;
                continue;
            };
            let reading = Reading {
                time,
                received,
                value: register.value,
            };
            let mut counted = |row: Row| {
                counts.add(&row);
                sink(row);
            };
            let is_full = self.tracks.len() >= MOST_TRACKS;
            let place = self.tracks.iter_mut().find(|track| {
                let subject = &track.subject;
                subject.obis == register.obis
                    && subject.clock == clock
                    && subject.unit == register.unit
                    && subject.name == register.name
            });
            let meter = registers::identity(telegram, register.channel);
            match place {
                // Between its own readings, a device's last one is repeated.
                Some(track)
                    if register.own_time.is_some() && time.standard_seconds() <= track.at() => {}
                Some(track) => track.take(reading, meter.as_deref(), &mut counted),
                None if !is_full => {
                    let subject = subject(register, meter, clock, standard_hours);
                    self.tracks.push(Track::new(subject, self.length, reading));
                }
                None => {}
            }
        }
        self.counts.untimed += u64::from(is_untimed);
    }

    /// Gives the intervals that are still open, and what all was made of.
    pub fn finish(mut self, mut sink: impl FnMut(Row)) -> Counts {
        for track in std::mem::take(&mut self.tracks) {
            track.finish(&mut |row| {
                self.counts.add(&row);
                sink(row);
            });
        }
        self.counts
    }
}

fn subject(register: Register, meter: Option<String>, clock: Clock, standard_hours: i8) -> Subject {
    Subject {
        obis: register.obis,
        name: register.name,
        channel: register.channel,
        unit: register.unit,
        meter,
        clock,
        standard_hours,
    }
}

impl Counts {
    fn add(&mut self, row: &Row) {
        match row.kind {
            Kind::Interval => self.intervals += 1,
            Kind::Gap => self.gaps += 1,
        }
        let is_break = |mark: &Mark| matches!(mark, Mark::CounterReset | Mark::MeterChanged);
        self.breaks += u64::from(row.kind == Kind::Gap && row.marks.iter().any(is_break));
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.intervals += other.intervals;
        self.gaps += other.gaps;
        self.breaks += other.breaks;
        self.invalid += other.invalid;
        self.untimed += other.untimed;
    }
}

impl fmt::Display for Counts {
    /// One line for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} intervals, {} gaps", self.intervals, self.gaps)?;
        if self.breaks > 0 {
            write!(f, ", {} resets or other meters", self.breaks)?;
        }
        if self.invalid > 0 {
            write!(f, "; {} invalid telegrams left out", self.invalid)?;
        }
        if self.untimed > 0 {
            write!(f, "; {} telegrams have registers and no time", self.untimed)?;
        }
        Ok(())
    }
}
