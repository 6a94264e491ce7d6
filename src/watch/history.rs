//! The last hour of power, one sample a second, in memory that does not grow.

/// Seconds that are kept.
const SECONDS: i64 = 3600;

/// How much time the chart spans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    /// One minute.
    #[default]
    Minute,
    /// Ten minutes.
    TenMinutes,
    /// One hour.
    Hour,
}

impl Span {
    /// Its length in seconds.
    pub const fn seconds(self) -> u32 {
        match self {
            Span::Minute => 60,
            Span::TenMinutes => 600,
            Span::Hour => 3600,
        }
    }

    /// Its length in words.
    pub const fn words(self) -> &'static str {
        match self {
            Span::Minute => "1 minute",
            Span::TenMinutes => "10 minutes",
            Span::Hour => "1 hour",
        }
    }
}

/// Power in W, rounded: for charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// From the grid.
    pub import: u32,
    /// To the grid.
    pub export: u32,
}

/// A ring of one sample a second.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Empty, or exactly [`SECONDS`] long; second `s` stands at `s % SECONDS`.
    ring: Vec<Option<Sample>>,
    latest: Option<i64>,
}

impl History {
    /// Takes the sample of a second (counted from any fixed start). A sample older than what is
    /// kept is left out; of several in a second the last counts.
    pub fn record(&mut self, second: i64, sample: Sample) {
        let latest = *self.latest.get_or_insert(second);
        if second <= latest - SECONDS {
            return;
        }
        if self.ring.is_empty() {
            self.ring
                .resize(usize::try_from(SECONDS).unwrap_or_default(), None);
        }
        // What was kept of the seconds that were skipped is an hour old.
        for passed in (latest + 1..=second).take(self.ring.len()) {
            self.put(passed, None);
        }
        if second - latest > SECONDS {
            self.ring.fill(None);
        }
        self.put(second, Some(sample));
        self.latest = Some(latest.max(second));
    }

    /// The second of the latest sample.
    pub fn latest(&self) -> Option<i64> {
        self.latest
    }

    /// The `span` up to and with second `now`, oldest first, in `columns` averages. A sample holds for
    /// the next `hold` seconds without one; where there is none, the column is empty.
    pub fn columns(&self, now: i64, span: Span, columns: u32, hold: u32) -> Vec<Option<Sample>> {
        let seconds = span.seconds();
        let first = now - i64::from(seconds) + 1;
        let mut held: Option<(Sample, u32)> = None;
        let mut each = Vec::new();
        for second in first - i64::from(hold)..=now {
            held = match self.get(second) {
                Some(sample) => Some((sample, 0)),
                None => held
                    .map(|(sample, age)| (sample, age + 1))
                    .filter(|(_, age)| *age <= hold),
            };
            if second >= first {
                each.push(held.map(|(sample, _)| sample));
            }
        }
        let edge = |column: u32| {
            let at = u64::from(column) * u64::from(seconds) / u64::from(columns.max(1));
            usize::try_from(at).unwrap_or(usize::MAX)
        };
        (0..columns)
            .map(|column| {
                let (from, to) = (edge(column), edge(column + 1));
                average(each.get(from..to.max(from + 1)).unwrap_or_default())
            })
            .collect()
    }

    fn put(&mut self, second: i64, sample: Option<Sample>) {
        if let Some(slot) = slot(second).and_then(|at| self.ring.get_mut(at)) {
            *slot = sample;
        }
    }

    fn get(&self, second: i64) -> Option<Sample> {
        let latest = self.latest?;
        if second > latest || second <= latest - SECONDS {
            return None;
        }
        *self.ring.get(slot(second)?)?
    }
}

fn slot(second: i64) -> Option<usize> {
    usize::try_from(second.rem_euclid(SECONDS)).ok()
}

fn average(samples: &[Option<Sample>]) -> Option<Sample> {
    let known: Vec<Sample> = samples.iter().copied().flatten().collect();
    let count = u64::try_from(known.len()).ok().filter(|count| *count > 0)?;
    let mean = |sum: u64| u32::try_from((sum + count / 2) / count).unwrap_or(u32::MAX);
    Some(Sample {
        import: mean(known.iter().map(|sample| u64::from(sample.import)).sum()),
        export: mean(known.iter().map(|sample| u64::from(sample.export)).sum()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn import(watts: u32) -> Sample {
        Sample {
            import: watts,
            export: 0,
        }
    }

    fn imports(columns: &[Option<Sample>]) -> Vec<Option<u32>> {
        columns
            .iter()
            .map(|column| column.map(|sample| sample.import))
            .collect()
    }

    #[test]
    fn the_newest_second_is_the_last_column() {
        let mut history = History::default();
        for (second, watts) in [(100, 1), (101, 2), (102, 3)] {
            history.record(second, import(watts));
        }
        let columns = imports(&history.columns(102, Span::Minute, 60, 0));
        assert_eq!(columns[56..], [None, Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn a_sample_holds_until_the_next_one_but_not_for_ever() {
        let mut history = History::default();
        history.record(0, import(500));
        history.record(10, import(700));
        let columns = imports(&history.columns(59, Span::Minute, 60, 12));
        assert_eq!(columns[9], Some(500));
        assert_eq!(columns[10], Some(700));
        assert_eq!(columns[22], Some(700));
        assert_eq!(columns[23], None);
    }

    #[test]
    fn a_sample_before_the_window_holds_into_it() {
        let mut history = History::default();
        history.record(0, import(500));
        let columns = imports(&history.columns(65, Span::Minute, 60, 10));
        assert_eq!(
            columns[..6],
            [Some(500), Some(500), Some(500), Some(500), Some(500), None]
        );
    }

    #[test]
    fn fewer_columns_average_and_more_columns_repeat() {
        let mut history = History::default();
        for second in 0..60 {
            history.record(second, import(if second % 2 == 0 { 100 } else { 300 }));
        }
        assert_eq!(
            imports(&history.columns(59, Span::Minute, 3, 0)),
            [Some(200); 3]
        );
        let wide = imports(&history.columns(59, Span::Minute, 120, 0));
        assert_eq!(wide[..4], [Some(100), Some(100), Some(300), Some(300)]);
    }

    #[test]
    fn what_is_older_than_an_hour_is_forgotten() {
        let mut history = History::default();
        history.record(0, import(1));
        history.record(3600, import(2));
        let columns = imports(&history.columns(3600, Span::Hour, 3600, 0));
        assert_eq!(columns.iter().flatten().count(), 1);
        history.record(100_000, import(3));
        let columns = imports(&history.columns(100_000, Span::Hour, 3600, 0));
        assert_eq!(columns.iter().flatten().count(), 1);
        history.record(0, import(4));
        assert_eq!(history.latest(), Some(100_000));
    }

    proptest! {
        #[test]
        fn memory_is_bounded_and_no_input_panics(
            samples in prop::collection::vec((-5000_i64..1_000_000, any::<u32>()), 0..50),
            columns in 0_u32..300,
            now in -10_000_i64..1_000_000,
            hold in 0_u32..100,
        ) {
            let mut history = History::default();
            for (second, watts) in samples {
                history.record(second, import(watts));
            }
            prop_assert!(history.ring.len() <= 3600);
            for span in [Span::Minute, Span::TenMinutes, Span::Hour] {
                let found = history.columns(now, span, columns, hold).len();
                prop_assert_eq!(found, usize::try_from(columns).unwrap());
            }
        }
    }
}
