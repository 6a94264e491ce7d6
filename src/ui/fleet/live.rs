//! How far a rollout is, in a few lines that are drawn again and again. Pure.

use std::time::Duration;

use crate::config::duration;
use crate::fleet::Task;
use crate::fleet::report::Verdict;

/// The most failures that are shown.
pub const MOST_FAILURES: usize = 4;
/// Fewer gateways say nothing about how long the rest will take.
const ENOUGH: usize = 2;

/// All that is shown.
#[derive(Clone, Debug)]
pub struct Live<'a> {
    /// What is done.
    pub task: &'a Task,
    /// How many gateways are done, unchanged, failed, unreachable.
    pub counts: [usize; 4],
    /// How many are under way.
    pub under_way: usize,
    /// How many are waited for: to be tried again, or because they are unreachable.
    pub waiting: usize,
    /// How many there are.
    pub total: usize,
    /// Bytes of images that have gone.
    pub sent: u64,
    /// What of that was seen go, and how many gateways were seen end.
    pub seen: Seen,
    /// The last that failed, the newest last: name and reason.
    pub failures: &'a [(String, String)],
}

/// What happened in some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Bytes.
    pub bytes: u64,
    /// Gateways that ended.
    pub gateways: usize,
    /// In this time.
    pub time: Duration,
}

/// `1.2 MiB`
fn size(bytes: u64) -> String {
    match bytes >> 10 {
        kib @ 0..1024 => format!("{kib} KiB"),
        kib => format!("{}.{} MiB", kib >> 10, ((kib & 1023) * 10) >> 10),
    }
}

/// As many columns as there are, with a mark where something is left out.
fn fit(line: String, width: usize) -> String {
    if line.chars().count() <= width {
        return line;
    }
    let kept: String = line.chars().take(width.saturating_sub(1)).collect();
    kept + "…"
}

impl Live<'_> {
    fn counts(&self) -> String {
        let verdicts = [
            Verdict::Updated,
            Verdict::Current,
            Verdict::Failed,
            Verdict::Unreachable,
        ];
        let ended: usize = self.counts.iter().sum();
        let to_go = self
            .total
            .saturating_sub(ended + self.under_way + self.waiting);
        let words = verdicts.map(|verdict| self.task.told(verdict));
        let all = self.counts.into_iter().zip(words).chain([
            (self.under_way, "under way"),
            (self.waiting, "waited for"),
            (to_go, "to go"),
        ]);
        let told = all.filter(|(count, _)| *count > 0);
        let told: Vec<String> = told
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        told.join(", ")
    }

    fn rates(&self) -> String {
        let Seen {
            bytes,
            gateways,
            time,
        } = self.seen;
        let seconds = time.as_secs().max(1);
        let mut told = Vec::new();
        if self.sent > 0 {
            told.push(format!(
                "{} sent, {}/s",
                size(self.sent),
                size(bytes / seconds)
            ));
        }
        if gateways >= ENOUGH {
            let a_minute = (gateways as u64).saturating_mul(60) / seconds;
            told.push(match a_minute {
                0 => "less than 1 gateway a minute".to_owned(),
                1 => "1 gateway a minute".to_owned(),
                many => format!("{many} gateways a minute"),
            });
            let ended: usize = self.counts.iter().sum();
            let left = self.total.saturating_sub(ended) as u64;
            let left = left.saturating_mul(seconds) / gateways as u64;
            told.push(format!(
                "about {} left",
                duration::display(Duration::from_secs(left))
            ));
        }
        told.join("; ")
    }

    /// The lines, none longer than `width` columns.
    pub fn lines(&self, width: usize) -> Vec<String> {
        let mut lines = vec![self.counts(), self.rates()];
        let skipped = self.failures.len().saturating_sub(MOST_FAILURES);
        let last = self.failures.iter().skip(skipped);
        if !self.failures.is_empty() {
            lines.push("last failures:".to_owned());
            lines.extend(last.map(|(name, reason)| format!("  {name}: {reason}")));
        }
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        lines.map(|line| fit(line, width)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failures(count: usize) -> Vec<(String, String)> {
        let failure = |index| (format!("g{index}"), "the password is wrong".to_owned());
        (0..count).map(failure).collect()
    }

    fn live(failures: &[(String, String)]) -> Live<'_> {
        Live {
            task: &Task::Restart,
            counts: [30, 0, 5, 1],
            under_way: 4,
            waiting: 2,
            total: 100,
            sent: 3 << 20,
            seen: Seen {
                bytes: 300 << 10,
                gateways: 6,
                time: Duration::from_secs(30),
            },
            failures,
        }
    }

    #[test]
    fn it_says_how_far_it_is_how_fast_and_what_went_wrong() {
        let failures = failures(5);
        assert_eq!(
            live(&failures).lines(80),
            [
                "30 restarted, 5 failed, 1 unreachable, 4 under way, 2 waited for, 58 to go",
                "3.0 MiB sent, 10 KiB/s; 12 gateways a minute; about 5m20s left",
                "last failures:",
                "  g1: the password is wrong",
                "  g2: the password is wrong",
                "  g3: the password is wrong",
                "  g4: the password is wrong",
            ]
        );
    }

    #[test]
    fn what_is_not_known_is_not_said_and_no_line_is_too_long() {
        let quiet = Live {
            counts: [0; 4],
            sent: 0,
            seen: Seen::default(),
            ..live(&[])
        };
        assert_eq!(quiet.lines(80), ["4 under way, 2 waited for, 94 to go"]);
        let failures = failures(1);
        for line in live(&failures).lines(20) {
            assert!(line.chars().count() <= 20, "{line}");
        }
    }
}
