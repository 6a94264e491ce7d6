//! `smr decode --profile`.

use clap::ValueEnum;

use super::Context;
use crate::decode::profile::{Counts, Length};
use crate::error::Error;
use crate::ui::Format;
use crate::ui::profile::Printer;

/// The length of the intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LengthChoice {
    /// A minute, as in TAF 14
    #[value(name = "60s", aliases = ["1min", "minute"])]
    Minute,
    /// A quarter of an hour, as in TAF 7
    #[value(name = "15min", aliases = ["15m", "quarter"])]
    Quarter,
    /// An hour
    #[value(name = "hour", aliases = ["1h", "60min"])]
    Hour,
    /// A day, from midnight to midnight by the clock of the meter
    #[value(name = "day", aliases = ["1d", "24h"])]
    Day,
}

/// A printer of profiles with these intervals.
pub(super) fn printer(length: LengthChoice, format: Format, context: Context) -> Printer {
    let length = match length {
        LengthChoice::Minute => Length::Minute,
        LengthChoice::Quarter => Length::Quarter,
        LengthChoice::Hour => Length::Hour,
        LengthChoice::Day => Length::Day,
    };
    Printer::new(format, context.stdout, length)
}

/// The failure that the counts amount to.
pub(super) fn judge(counts: Counts) -> Option<Error> {
    if counts.intervals > 0 || counts.gaps > 0 {
        return None;
    }
    let error = Error::failed("there are no two readings of any register to make an interval of");
    Some(match counts.untimed {
        0 => error.hint("record for longer than one interval: smr record SOURCE -o FILE"),
        _ => error.hint(
            "the telegrams say no time: record them with smr record, which keeps when they came",
        ),
    })
}
