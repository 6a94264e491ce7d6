//! Watching without a terminal: one line for each telegram.

use std::io::Write;
use std::sync::Arc;

use jiff::tz::TimeZone;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::feed::{self, Item, Named};
use super::figures::{Direction, Figures};
use super::health::Health;
use super::limit::{Ending, Limit, Outcome};
use super::power::Flow;
use super::text;
use crate::decode::{Check, Decimal, Keys, Piece, Stream, Telegram};
use crate::error::{Error, Result};
use crate::source::{Event, Options};
use crate::ui::{Origin, Renderer};

/// What stands on a line.
#[derive(Clone, Copy, Debug)]
pub enum Format {
    /// The main figures, for people.
    Text,
    /// What this renderer makes of a telegram.
    Rendered(Renderer),
}

/// What to watch, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The sources.
    pub sources: Vec<Named>,
    /// The keys of meters that encrypt.
    pub keys: Arc<Keys>,
    /// When to end without being told.
    pub limit: Limit,
    /// What stands on a line.
    pub format: Format,
    /// How the sources are read.
    pub options: Options,
}

/// Writes a line for each telegram to `out`, at once, until the limit is reached, `stop` is ready or all
/// sources have ended. `told` hears what happens at a source besides bytes.
pub async fn run(
    plan: Plan,
    out: &mut dyn Write,
    stop: impl Future<Output = ()>,
    told: &mut dyn FnMut(&str, &Event),
) -> Outcome {
    let items = feed::start(&plan.sources, plan.options);
    let deadline = plan.limit.time.map(|time| Instant::now() + time);
    let count = plan.sources.len();
    let mut lines = Lines {
        streams: (0..count)
            .map(|_| Stream::with_keys(Arc::clone(&plan.keys)))
            .collect(),
        health: vec![Health::default(); count],
        zone: TimeZone::system(),
        written: 0,
        plan,
    };
    let ending = lines
        .until_the_end(items, deadline, out, stop, told)
        .await
        .unwrap_or_else(Ending::Failed);
    let names = lines.plan.sources.iter().map(|(name, _)| name.as_str());
    Outcome::new(ending, names.zip(&lines.health))
}

struct Lines {
    streams: Vec<Stream>,
    health: Vec<Health>,
    zone: TimeZone,
    written: u64,
    plan: Plan,
}

impl Lines {
    async fn until_the_end(
        &mut self,
        mut items: mpsc::Receiver<Item>,
        deadline: Option<Instant>,
        out: &mut dyn Write,
        stop: impl Future<Output = ()>,
        told: &mut dyn FnMut(&str, &Event),
    ) -> Result<Ending> {
        let mut stop = std::pin::pin!(stop);
        let mut given_up = None;
        loop {
            let item = tokio::select! {
                biased;
                () = &mut stop => return Ok(Ending::Interrupted),
                () = at(deadline) => return Ok(Ending::Limit),
                item = items.recv() => item,
            };
            match item {
                None => return Ok(Ending::SourcesEnded(given_up)),
                Some((position, Ok(event))) => {
                    if let Some((name, _)) = self.plan.sources.get(position) {
                        told(name, &event);
                    }
                    self.event(position, event, out)?;
                }
                Some((_, Err(error))) => given_up = given_up.or(Some(error)),
            }
            if self.is_enough() {
                return Ok(Ending::Limit);
            }
        }
    }

    fn is_enough(&self) -> bool {
        self.plan
            .limit
            .count
            .is_some_and(|count| self.written >= count)
    }

    fn event(&mut self, position: usize, event: Event, out: &mut dyn Write) -> Result<()> {
        let (Some(stream), Some(health), Some((name, _))) = (
            self.streams.get_mut(position),
            self.health.get_mut(position),
            self.plan.sources.get(position),
        ) else {
            return Ok(());
        };
        let (at, data) = match event {
            Event::Bytes { at, data } => (at, Some(data)),
            Event::Connected { .. } => {
                health.connected();
                return Ok(());
            }
            Event::Ended => ((self.plan.options.now)(), None),
            _ => return Ok(()),
        };
        let shown_name = if self.plan.sources.len() > 1 {
            Some(name.as_str())
        } else {
            None
        };
        let mut text = Vec::new();
        let mut sink = |piece: Piece<'_>| {
            if self
                .plan
                .limit
                .count
                .is_some_and(|count| self.written >= count)
            {
                return;
            }
            health.piece(at, piece);
            match (self.plan.format, piece) {
                (Format::Text, Piece::Telegram(telegram)) => {
                    let time = at
                        .to_zoned(self.zone.clone())
                        .strftime("%Y-%m-%d %H:%M:%S")
                        .to_string();
                    text.extend_from_slice(line(&time, shown_name, telegram).as_bytes());
                    text.push(b'\n');
                }
                (Format::Text, Piece::Noise { .. }) => {}
                (Format::Rendered(renderer), piece) => renderer.piece(
                    piece,
                    &Origin {
                        name,
                        received_at: Some(at),
                    },
                    &mut text,
                ),
            }
            self.written += u64::from(matches!(piece, Piece::Telegram(_)));
        };
        match data {
            Some(data) => {
                stream.feed(&data, &mut sink);
                health.bytes(at, data.len());
            }
            None => stream.finish(&mut sink),
        }
        if text.is_empty() {
            return Ok(());
        }
        out.write_all(&text)
            .and_then(|()| out.flush())
            .map_err(Error::writing_output)
    }
}

async fn at(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

/// Time, source, power, energy, devices and check of a telegram.
fn line(time: &str, name: Option<&str>, telegram: &Telegram) -> String {
    let figures = Figures::of(telegram);
    let mut parts = vec![time.to_owned()];
    parts.extend(name.map(str::to_owned));
    parts.push(match figures.power.flow() {
        Some(Flow::Import(power)) => format!("import {} W", text::rounded(power, 0)),
        Some(Flow::Export(power)) => format!("export {} W", text::rounded(power, 0)),
        Some(Flow::Idle) => "0 W".to_owned(),
        None if telegram.is_locked() => "encrypted, not opened".to_owned(),
        None => "power not said".to_owned(),
    });
    for (direction, word) in [
        (Direction::Import, "imported"),
        (Direction::Export, "exported"),
    ] {
        parts.extend(
            energy(&figures, direction).map(|(value, unit)| format!("{word} {value} {unit}")),
        );
    }
    for device in &figures.devices {
        if let Some((value, unit)) = &device.value {
            parts.push(format!("{} {value} {unit}", device.medium));
        }
    }
    parts.push(
        match telegram.check() {
            Check::Valid => "CRC valid",
            Check::Invalid { .. } => "CRC INVALID",
            Check::Absent => "no CRC",
        }
        .to_owned(),
    );
    parts.join("  ")
}

/// The energy counted in all, or the sum of the tariffs.
fn energy(figures: &Figures, direction: Direction) -> Option<(Decimal, String)> {
    let counters = || {
        figures
            .counters
            .iter()
            .filter(|counter| counter.direction == direction)
    };
    if let Some(all) = counters().find(|counter| counter.tariff.is_none()) {
        return Some((all.value, all.unit.clone()));
    }
    let unit = counters().next()?.unit.clone();
    let sum = counters().try_fold(Decimal::new(0, 0), |sum, counter| {
        sum.checked_add(counter.value)
    });
    Some((sum?, unit))
}

#[cfg(test)]
#[path = "lines_tests.rs"]
mod tests;
