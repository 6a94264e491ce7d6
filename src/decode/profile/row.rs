//! What a profile consists of.

use super::super::decimal::Decimal;
use super::super::obis::Obis;
use super::super::timestamp::Timestamp;
use super::super::unit::Unit;

/// Whether a row is an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An interval of the profile, or the part of one for which there are readings.
    Interval,
    /// The time between two readings that cannot be divided among intervals.
    Gap,
}

impl Kind {
    /// Its name in documents.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Interval => "interval",
            Kind::Gap => "gap",
        }
    }
}

/// Whose clock the times of a row are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The meter's, as the telegrams say it.
    Meter,
    /// The computer's that received them: the meter says no time. Shown as local time of the meter's country.
    Received,
}

impl Clock {
    /// Its name in documents.
    pub const fn name(self) -> &'static str {
        match self {
            Clock::Meter => "meter",
            Clock::Received => "received",
        }
    }
}

macro_rules! marks {
    ($($variant:ident $name:literal $meaning:literal,)*) => {
        /// What is special about a row.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Mark {
            $(#[doc = $meaning] $variant,)*
        }

        impl Mark {
            /// All marks.
            pub const ALL: &'static [Mark] = &[$(Mark::$variant,)*];

            /// Its name in documents.
            pub const fn name(self) -> &'static str {
                match self { $(Mark::$variant => $name,)* }
            }

            /// What it means.
            pub const fn meaning(self) -> &'static str {
                match self { $(Mark::$variant => $meaning,)* }
            }
        }
    };
}

marks! {
    Partial "partial" "There are no readings near one of the bounds: only a part of the interval is covered.",
    Gap "gap" "Readings are missing between those of this row.",
    CounterReset "counter-reset" "The register stands lower than before: what flowed in between is not known.",
    MeterChanged "meter-changed" "The readings before and after are of two meters, by their equipment numbers.",
    ClockSet "clock-set" "The meter's clock was set: its time went back, or on by more than the time that passed.",
    SummerTimeBegins "summer-time-begins" "The clock goes from winter to summer time within this row or at its start.",
    SummerTimeEnds "summer-time-ends" "The clock goes from summer to winter time within this row or at its start.",
}

/// The energy or volume of one register in one interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// An interval, or a gap.
    pub kind: Kind,
    /// Where it begins, by the meter's local clock. Of an interval its bound, of a gap the reading before it.
    pub start: Timestamp,
    /// Where it ends: the bound, or the reading behind the gap.
    pub end: Timestamp,
    /// Whose clock these times are of.
    pub clock: Clock,
    /// Hours that the meter's standard time is ahead of UTC.
    pub standard_hours: i8,
    /// The register.
    pub obis: Obis,
    /// Its name, such as `energy_import_tariff_1`.
    pub name: String,
    /// The M-Bus channel, for meters beside the electricity meter.
    pub channel: Option<u8>,
    /// The equipment number of the meter, if it is known.
    pub meter: Option<String>,
    /// What was counted between the two readings; absent where they are not of one count.
    pub value: Option<Decimal>,
    /// Of the value and both readings.
    pub unit: Option<Unit>,
    /// The first reading.
    pub from: (Timestamp, Decimal),
    /// The last reading.
    pub to: (Timestamp, Decimal),
    /// What is special.
    pub marks: Vec<Mark>,
}
