//! What goes wrong between a meter and whoever reads it: telegrams in, what is heard of them out.
//!
//! Each [`MeterFault`] is a row with a name, for `sim:?fault=NAME` and for virtual boards. The same telegrams give the same bytes.

mod content;
mod flow;
mod line;
mod lines;

use crate::error::{Error, Result};
use crate::sim::board::Random;

/// The key with which the fault `encrypted` encrypts. Everybody may know it.
pub const KEY: [u8; 16] = *b"smr test key 1.0";

/// Something that is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// At least one byte.
    pub bytes: Vec<u8>,
    /// How much later than the telegram it comes, in percent of the meter's period.
    pub late: u8,
}

impl Heard {
    fn now(bytes: Vec<u8>) -> Vec<Heard> {
        vec![Heard { bytes, late: 0 }]
    }
}

/// What a fault knows from one telegram to the next.
#[derive(Clone, Debug)]
struct Course {
    /// Telegrams so far, with this one.
    count: u64,
    random: Random,
}

type Spoil = fn(&mut Course, &[u8]) -> Vec<Heard>;

/// A fault.
#[derive(Debug)]
pub struct MeterFault {
    /// Its name.
    pub name: &'static str,
    /// What happens, for people.
    pub what: &'static str,
    spoil: Spoil,
}

macro_rules! faults {
    ($($name:literal $what:literal $spoil:expr;)*) => {
        static FAULTS: &[MeterFault] = &[$(MeterFault { name: $name, what: $what, spoil: $spoil },)*];
    };
}

faults! {
    "silent" "not one byte comes" |_, _| Vec::new();
    "noise" "bytes of chance come, and no telegram" flow::noise;
    "spikes" "a few bytes of chance come between telegrams" flow::spikes;
    "inverted" "the levels of the line are the wrong way round" line::inverted;
    "slow-line" "the meter sends at 9,600 baud and is read at 115,200" line::slower;
    "fast-line" "the meter sends at 115,200 baud and is read at 9,600" line::faster;
    "parity" "the meter sends 7E1 and is read as 8N1" line::parity;
    "bit-flips" "a bit of every third telegram is wrong" line::bit_flips;
    "wrong-characters" "several characters of every other telegram are wrong" line::wrong_characters;
    "cut" "each telegram ends after 256 bytes" flow::cut;
    "broken-off" "telegrams break off, now here, now there" flow::broken_off;
    "no-end" "the last line of each telegram is lost" flow::no_end;
    "pieces-lost" "a piece in the middle of every other telegram is lost" flow::pieces_lost;
    "mixed" "the telegrams of two meters come in pieces among each other" flow::mixed;
    "two-meters" "the telegrams of two meters come in turn" flow::two_meters;
    "duplicates" "each telegram comes twice" flow::duplicates;
    "gaps" "every third telegram is lost" flow::gaps;
    "jitter" "every other telegram is late" flow::jitter;
    "other-crc" "the CRC is that of Modbus" lines::other_crc;
    "wrong-crc" "the CRC has nothing to do with the bytes" lines::wrong_crc;
    "no-crc" "there is no CRC" lines::no_crc;
    "line-feeds" "CR LF is LF only" lines::line_feeds;
    "no-line-ends" "there are no line ends" lines::no_line_ends;
    "no-empty-line" "the empty line is left out" lines::no_empty_line;
    "line-lost" "a line of every third telegram is lost" lines::line_lost;
    "long" "a text message makes the telegram longer than 2,048 bytes" lines::long;
    "encrypted" "telegrams are encrypted, as in Luxembourg" content::encrypted;
    "no-tag" "telegrams are encrypted, and nothing proves that they are genuine" content::without_tag;
    "gas-stale" "the gas meter has not reported for three days" content::gas_stale;
    "gas-replaced" "an old gas meter is still listed before the new one" content::gas_replaced;
    "gas-unset" "the gas meter has never reported" content::gas_unset;
    "gas-type" "the kind of the gas meter is unknown" content::gas_type;
    "clock-unset" "the meter's clock was never set" content::clock_unset;
    "clock-ahead" "the meter's clock is 17 minutes ahead" content::clock_ahead;
    "clock-season" "the meter's clock takes summer for winter, or winter for summer" content::clock_season;
    "counter-back" "a counter falls back" content::counter_back;
    "power-sum" "the power of the phases is not that of the meter" content::power_sum;
    "phase-lost" "a phase has no voltage" content::phase_lost;
    "voltage" "a phase has 271 V" content::voltage;
    "foreign" "codes and meter are ones that nobody knows" content::foreign;
}

impl PartialEq for MeterFault {
    /// No two have the same name.
    fn eq(&self, other: &MeterFault) -> bool {
        self.name == other.name
    }
}

impl MeterFault {
    /// All there are.
    pub fn all() -> &'static [MeterFault] {
        FAULTS
    }

    /// The one with this name.
    ///
    /// # Errors
    ///
    /// There is none; names those there are.
    pub fn find(name: &str) -> Result<&'static MeterFault> {
        FAULTS
            .iter()
            .find(|fault| fault.name == name)
            .ok_or_else(|| {
                let names: Vec<&str> = FAULTS.iter().map(|fault| fault.name).collect();
                Error::usage(format!("there is no fault {name:?} of a meter"))
                    .hint(format!("the faults are: {}", names.join(", ")))
            })
    }
}

/// Faults that happen to all telegrams of a meter, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Spoiler {
    faults: Vec<(&'static MeterFault, Course)>,
}

impl Spoiler {
    /// With these faults. The seed decides where chance strikes.
    pub fn new(faults: impl IntoIterator<Item = &'static MeterFault>, seed: u64) -> Spoiler {
        let course = Course {
            count: 0,
            random: Random::new(seed),
        };
        Spoiler {
            faults: faults
                .into_iter()
                .map(|fault| (fault, course.clone()))
                .collect(),
        }
    }

    /// What is heard when the meter sends a telegram.
    pub fn hear(&mut self, telegram: Vec<u8>) -> Vec<Heard> {
        let mut heard = Heard::now(telegram);
        for (fault, course) in &mut self.faults {
            course.count += 1;
            let before = std::mem::take(&mut heard);
            for part in before {
                heard.extend((fault.spoil)(course, &part.bytes).into_iter().map(|later| {
                    let late = later.late.saturating_add(part.late);
                    Heard { late, ..later }
                }));
            }
        }
        heard.retain(|part| !part.bytes.is_empty());
        heard
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::meter::{Meter, Profile};

    fn heard(fault: &str, count: usize) -> (Vec<Vec<u8>>, Vec<Vec<Heard>>) {
        let profile = Profile::find("nl-dsmr-5.0").expect("a profile");
        let start = "2026-01-31T12:00:00Z".parse().expect("a time");
        let mut meter = Meter::new(profile, 1, start);
        let mut spoiler = Spoiler::new(MeterFault::find(fault), 1);
        let sent: Vec<Vec<u8>> = (0..count).map(|_| meter.next_telegram()).collect();
        let heard = sent.iter().map(|telegram| spoiler.hear(telegram.clone()));
        (sent.clone(), heard.collect())
    }

    #[test]
    fn every_fault_changes_what_is_heard_and_always_in_the_same_way() {
        for fault in MeterFault::all() {
            let (sent, once) = heard(fault.name, 8);
            let plain: Vec<Vec<Heard>> = sent.into_iter().map(Heard::now).collect();
            assert_ne!(once, plain, "{}", fault.name);
            assert_eq!(heard(fault.name, 8).1, once, "{}", fault.name);
        }
    }

    #[test]
    fn names_are_unique_and_an_unknown_one_is_answered_with_all() {
        let names: std::collections::BTreeSet<_> =
            MeterFault::all().iter().map(|fault| fault.name).collect();
        assert_eq!(names.len(), MeterFault::all().len());
        let error = MeterFault::find("flood").expect_err("no such fault");
        assert!(error.hints()[0].contains("bit-flips"));
    }
}
