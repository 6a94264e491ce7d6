//! One register through time: readings in, rows out.

use super::super::decimal::Decimal;
use super::super::obis::Obis;
use super::super::timestamp::{Timestamp, Zone};
use super::super::unit::Unit;
use super::length::{Bounds, Length, bound_time};
use super::row::{Clock, Kind, Mark, Row};

/// A clock that goes back by no more seconds was merely put right.
const CORRECTION: i64 = 15;
/// A clock that goes on by so many seconds more than the computer's was set.
const SET_ON: i64 = 90;

/// A register at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) time: Timestamp,
    /// Seconds since 1970 by the computer's clock, if that is to be held against the meter's.
    pub(super) received: Option<i64>,
    pub(super) value: Decimal,
}

impl Reading {
    fn at(&self) -> i64 {
        self.time.standard_seconds()
    }
}

/// What a track is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) obis: Obis,
    pub(super) name: String,
    pub(super) channel: Option<u8>,
    pub(super) unit: Option<Unit>,
    pub(super) meter: Option<String>,
    pub(super) clock: Clock,
    pub(super) standard_hours: i8,
}

/// Intervals of one register.
#[derive(Clone, Debug)]
pub(super) struct Track {
    pub(super) subject: Subject,
    length: Length,
    keeps_summer_time: bool,
    /// The interval that is open.
    bounds: Bounds,
    first: Reading,
    last: Reading,
    /// The clock in force within the open interval, and in the one before.
    zone: Option<Zone>,
    zone_before: Option<Zone>,
}

impl Track {
    pub(super) fn new(subject: Subject, length: Length, reading: Reading) -> Track {
        let keeps_summer_time =
            subject.clock == Clock::Received || reading.time.zone() == Zone::Summer;
        Track {
            subject,
            length,
            keeps_summer_time,
            bounds: length.around(reading.time, keeps_summer_time),
            first: reading,
            last: reading,
            zone: Some(reading.time.zone()),
            zone_before: None,
        }
    }

    /// The time of the latest reading, in seconds of the standard-time clock.
    pub(super) fn at(&self) -> i64 {
        self.last.at()
    }

    /// Takes the next reading.
    pub(super) fn take(
        &mut self,
        mut reading: Reading,
        meter: Option<&str>,
        sink: &mut dyn FnMut(Row),
    ) {
        if let Some(meter) = meter.filter(|meter| self.subject.meter.as_deref() != Some(meter)) {
            let is_other = self.subject.meter.is_some();
            if is_other {
                self.interrupt(&reading, Mark::MeterChanged, None, sink);
            }
            self.subject.meter = Some(meter.to_owned());
            if is_other {
                return;
            }
        }
        match self.broken(&reading) {
            Some(Mark::CounterReset) => {
                return self.interrupt(&reading, Mark::CounterReset, None, sink);
            }
            Some(mark) => {
                let value = difference(&self.last, &reading);
                return self.interrupt(&reading, mark, value, sink);
            }
            None => {}
        }
        if reading.at() < self.last.at() {
            reading.time = self.last.time;
        }
        self.learn(reading.time.zone());
        while reading.at() >= self.bounds.end {
            let end = self.bounds.end;
            let tolerance = self.length.tolerance();
            if reading.at() - end <= tolerance {
                self.close(reading, true, sink);
                self.open(
                    self.length.around(reading.time, self.keeps_summer_time),
                    reading,
                );
            } else if end - self.last.at() <= tolerance {
                let last = self.last;
                self.close(last, true, sink);
                let next = bound_time(end, last.time, self.length, self.keeps_summer_time);
                self.open(self.length.around(next, self.keeps_summer_time), last);
            } else {
                let value = difference(&self.last, &reading);
                return self.interrupt(&reading, Mark::Gap, value, sink);
            }
        }
        if self.bounds.start <= reading.at() {
            self.zone = Some(reading.time.zone());
        }
        self.last = reading;
    }

    /// Gives what is left, when there will be no more readings.
    pub(super) fn finish(mut self, sink: &mut dyn FnMut(Row)) {
        let last = self.last;
        let reaches = self.bounds.end - last.at() <= self.length.tolerance();
        self.close(last, reaches, sink);
    }

    /// Whether this reading is not of the same count, or not of the same clock, as the one before.
    fn broken(&self, reading: &Reading) -> Option<Mark> {
        if difference(&self.last, reading).is_none_or(|difference| difference.mantissa() < 0) {
            return Some(Mark::CounterReset);
        }
        let moved = reading.at() - self.last.at();
        if moved < -CORRECTION {
            return Some(Mark::ClockSet);
        }
        let passed = reading.received.zip(self.last.received);
        let is_ahead = passed.is_some_and(|(now, before)| moved - (now - before) > SET_ON);
        is_ahead.then_some(Mark::ClockSet)
    }

    /// A meter that says summer time once keeps it; midnights are then found by the rule.
    fn learn(&mut self, zone: Zone) {
        if zone == Zone::Summer && !self.keeps_summer_time {
            self.keeps_summer_time = true;
            let middle = i64::midpoint(self.bounds.start, self.bounds.end);
            if let Some(middle) = Timestamp::from_standard_seconds(middle, Zone::Winter) {
                self.bounds = self.length.around(middle, true);
            }
        }
    }

    /// Ends the open interval with the last reading, says what is between that and this one, and begins anew.
    fn interrupt(
        &mut self,
        reading: &Reading,
        mark: Mark,
        value: Option<Decimal>,
        sink: &mut dyn FnMut(Row),
    ) {
        let last = self.last;
        let reaches = (self.bounds.end - last.at()).abs() <= self.length.tolerance();
        self.close(last, reaches, sink);
        let mut marks = vec![mark];
        marks.extend(season(last.time.zone(), reading.time.zone()));
        sink(Row {
            kind: Kind::Gap,
            start: last.time,
            end: reading.time,
            value,
            from: (last.time, last.value),
            to: (reading.time, reading.value),
            ..self.row(marks)
        });
        self.learn(reading.time.zone());
        self.open(
            self.length.around(reading.time, self.keeps_summer_time),
            *reading,
        );
        // What the gap row has said need not be said again.
        self.zone_before = None;
        self.zone = Some(reading.time.zone());
    }

    fn open(&mut self, bounds: Bounds, reading: Reading) {
        self.bounds = bounds;
        self.first = reading;
        self.last = reading;
        self.zone_before = self.zone.or(self.zone_before);
        self.zone = (bounds.start <= reading.at()).then_some(reading.time.zone());
    }

    /// Gives the row of the open interval, if anything is known about it.
    fn close(&mut self, last: Reading, reaches_end: bool, sink: &mut dyn FnMut(Row)) {
        if last.at() <= self.first.at() {
            return;
        }
        let mut marks = Vec::new();
        let reaches_start = (self.first.at() - self.bounds.start).abs() <= self.length.tolerance();
        if !reaches_start || !reaches_end {
            marks.push(Mark::Partial);
        }
        let usual = match self.length {
            Length::Day => season_of_day(self.bounds),
            _ => match (self.zone_before, self.zone) {
                (Some(before), Some(now)) => season(before, now),
                _ => None,
            },
        };
        marks.extend(usual);
        let bound = |seconds| {
            bound_time(
                seconds,
                self.first.time,
                self.length,
                self.keeps_summer_time,
            )
        };
        // Within the interval the clock is the one of the readings in it.
        let zone = self.zone.unwrap_or(self.first.time.zone());
        let shown = |seconds| match self.length {
            Length::Day => bound(seconds),
            _ => Timestamp::from_standard_seconds(seconds, zone).unwrap_or(self.first.time),
        };
        sink(Row {
            kind: Kind::Interval,
            start: shown(self.bounds.start),
            end: shown(self.bounds.end),
            value: difference(&self.first, &last),
            from: (self.first.time, self.first.value),
            to: (last.time, last.value),
            ..self.row(marks)
        });
    }

    fn row(&self, marks: Vec<Mark>) -> Row {
        let Subject {
            obis,
            name,
            channel,
            unit,
            meter,
            clock,
            standard_hours,
        } = self.subject.clone();
        Row {
            kind: Kind::Interval,
            start: self.first.time,
            end: self.last.time,
            clock,
            standard_hours,
            obis,
            name,
            channel,
            meter,
            value: None,
            unit,
            from: (self.first.time, self.first.value),
            to: (self.last.time, self.last.value),
            marks,
        }
    }
}

fn difference(from: &Reading, to: &Reading) -> Option<Decimal> {
    to.value.checked_add(-from.value)
}

fn season(before: Zone, now: Zone) -> Option<Mark> {
    match (before, now) {
        (Zone::Winter, Zone::Summer) => Some(Mark::SummerTimeBegins),
        (Zone::Summer, Zone::Winter) => Some(Mark::SummerTimeEnds),
        _ => None,
    }
}

fn season_of_day(bounds: Bounds) -> Option<Mark> {
    match (bounds.end - bounds.start) / 3_600 {
        23 => Some(Mark::SummerTimeBegins),
        25 => Some(Mark::SummerTimeEnds),
        _ => None,
    }
}
