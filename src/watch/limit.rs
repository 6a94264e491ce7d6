//! When watching ends by itself, and what that makes of it.

use std::time::Duration;

use super::health::Health;
use super::text;
use crate::config::duration;
use crate::error::{Error, Result};

/// When watching ends by itself. Without either it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limit {
    /// After so many telegrams of all sources.
    pub count: Option<u64>,
    /// After so long.
    pub time: Option<Duration>,
}

/// Why watching ended.
#[derive(Debug)]
pub enum Ending {
    /// The user wanted it.
    Quit,
    /// The limit was reached.
    Limit,
    /// All sources have ended or were given up, the first of them for this reason.
    SourcesEnded(Option<Error>),
    /// The system asked for it, or the user with Ctrl-C.
    Interrupted,
    /// What is written could not be written.
    Failed(Error),
}

/// How watching ended.
#[derive(Debug)]
pub struct Outcome {
    /// Why.
    pub ending: Ending,
    /// One line for each source, and one for each recording that was still running.
    pub summary: Vec<String>,
    /// Telegrams of all sources.
    pub telegrams: u64,
    /// Bytes of all sources.
    pub bytes: u64,
}

impl Outcome {
    /// Puts an ending together with what was counted.
    pub(super) fn new<'a>(
        ending: Ending,
        health: impl Iterator<Item = (&'a str, &'a Health)>,
    ) -> Outcome {
        let mut outcome = Outcome {
            ending,
            summary: Vec::new(),
            telegrams: 0,
            bytes: 0,
        };
        for (name, health) in health {
            outcome.telegrams += health.totals.telegrams();
            outcome.bytes += health.bytes;
            outcome.summary.push(summary(name, health));
        }
        outcome
    }

    /// Whether it was a success.
    ///
    /// # Errors
    ///
    /// [`Kind::Unreachable`](crate::error::Kind::Unreachable) where the limit was reached, or every source
    /// ended, without a telegram; why the first source was given up; an interruption; a failure to write.
    pub fn result(self, limit: Limit) -> Result<()> {
        match self.ending {
            Ending::Quit => Ok(()),
            Ending::Interrupted => Err(Error::new(crate::error::Kind::Interrupted, "interrupted")),
            Ending::Failed(error) | Ending::SourcesEnded(Some(error)) => Err(error),
            Ending::Limit | Ending::SourcesEnded(None) if self.telegrams > 0 => Ok(()),
            Ending::Limit | Ending::SourcesEnded(None) => Err(no_telegram(limit, self.bytes)),
        }
    }
}

fn no_telegram(limit: Limit, bytes: u64) -> Error {
    let within = limit
        .time
        .map(|time| format!(" within {}", duration::display(time)))
        .unwrap_or_default();
    let error = Error::unreachable(format!("no telegram came{within}"));
    match bytes {
        0 => error
            .hint("nothing came at all: look at the cable, and whether the meter's P1 port is switched on")
            .hint("meters send every 1 to 10 seconds; give them time with --for 30s"),
        bytes => error
            .hint(format!("{bytes} bytes came that are no telegram: the line settings may be wrong"))
            .hint("keep them to look at: smr record SOURCE -o FILE --for 30s"),
    }
}

fn summary(name: &str, health: &Health) -> String {
    let period = health
        .period()
        .map(|period| format!("; every {}", text::period(period)));
    let counted = [
        (health.gaps, "gap", "gaps"),
        (health.reconnects, "reconnect", "reconnects"),
    ];
    let counted = counted.map(|(count, one, many)| match count {
        0 => String::new(),
        1 => format!("; 1 {one}"),
        count => format!("; {count} {many}"),
    });
    let name = name.trim_end_matches(':');
    format!(
        "{name}: {}{}{}",
        health.totals,
        period.unwrap_or_default(),
        counted.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    fn outcome(ending: Ending, telegrams: u64, bytes: u64) -> Option<Kind> {
        let outcome = Outcome {
            ending,
            summary: Vec::new(),
            telegrams,
            bytes,
        };
        let limit = Limit {
            count: None,
            time: Some(Duration::from_secs(10)),
        };
        let error = outcome.result(limit).err()?;
        assert!(error.kind() == Kind::Interrupted || !error.hints().is_empty());
        Some(error.kind())
    }

    #[test]
    fn a_limit_without_a_telegram_is_a_failure() {
        assert_eq!(outcome(Ending::Limit, 1, 500), None);
        assert_eq!(outcome(Ending::Limit, 0, 0), Some(Kind::Unreachable));
        assert_eq!(
            outcome(Ending::SourcesEnded(None), 0, 500),
            Some(Kind::Unreachable)
        );
    }

    #[test]
    fn quitting_is_none_and_an_interruption_is_told() {
        assert_eq!(outcome(Ending::Quit, 0, 0), None);
        assert_eq!(outcome(Ending::Interrupted, 5, 5), Some(Kind::Interrupted));
    }
}
