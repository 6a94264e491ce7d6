//! What is known about one source.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::health::Health;
use super::history::{History, Sample};
use super::log::{Happening, Log};
use super::power::Power;
use super::text;
use crate::decode::note::Note;
use crate::decode::{Check, Decimal, Piece, Stream, Telegram};
use crate::source::Event;

/// How long a sample is drawn on when none follows, at most, in seconds.
const LONGEST_HOLD: u32 = 120;

/// Whether bytes can come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not connected yet.
    Opening {
        /// Since when.
        since: Timestamp,
    },
    /// Open.
    Connected {
        /// To what, for a person to read.
        to: String,
        /// Since when.
        since: Timestamp,
    },
    /// Not open, and tried again.
    Lost {
        /// Why.
        reason: String,
        /// Since when it has not been open.
        since: Timestamp,
        /// When it is tried again.
        retry_at: Timestamp,
    },
    /// Given up.
    Failed {
        /// What went wrong, with its causes.
        reason: String,
        /// What to try.
        hints: Vec<String>,
    },
    /// All bytes have come.
    Ended,
}

/// More lists than any meter sends.
const MOST_LISTS: usize = 4;

/// A telegram with the time it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// The telegram.
    pub telegram: Telegram,
    /// When it was complete.
    pub at: Timestamp,
}

/// Raw bytes being written to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The file, as shown.
    pub path: String,
    /// Bytes of the source written to it.
    pub bytes: u64,
}

/// One source, as far as it is shown. What is shown while the screen is frozen is a copy.
#[derive(Clone, Debug)]
pub struct Tab {
    /// The source as the user named it.
    pub name: String,
    /// Whether bytes come as the meter sends them: not so from a file.
    pub live: bool,
    /// The state of the connection.
    pub link: Link,
    /// Line settings that were found out.
    pub settings: Option<String>,
    /// The last telegram.
    pub last: Option<Arc<Received>>,
    /// The last telegram to believe: that with no wrong check, or else the last.
    pub good: Option<Arc<Received>>,
    /// The last ones of the longer lists, the longest first, of a meter that sends several: short ones often, long ones seldom.
    pub longer: Vec<Arc<Received>>,
    /// Power over time.
    pub history: History,
    /// Counts.
    pub health: Health,
    /// What happened.
    pub log: Log,
    /// The recording under way.
    pub recording: Option<Recording>,
    notes: Vec<Note>,
}

impl Tab {
    /// A source of which nothing is known yet.
    pub fn new(name: impl Into<String>, live: bool, now: Timestamp) -> Tab {
        Tab {
            name: name.into(),
            live,
            link: Link::Opening { since: now },
            settings: None,
            last: None,
            good: None,
            longer: Vec::new(),
            history: History::default(),
            health: Health::default(),
            log: Log::default(),
            recording: None,
            notes: Vec::new(),
        }
    }

    /// Takes an event of the source. `stream` holds the bytes of a telegram that is not complete.
    pub fn event(&mut self, stream: &mut Stream, now: Timestamp, event: Event) {
        match event {
            Event::Connected { to } => {
                self.health.connected();
                self.log.push(now, Happening::Connected, format!("to {to}"));
                self.link = Link::Connected { to, since: now };
            }
            Event::Bytes { at, data } => {
                self.health.bytes(at, data.len());
                if let Some(recording) = &mut self.recording {
                    recording.bytes += data.len() as u64;
                }
                stream.feed(&data, |piece| self.piece(at, piece));
            }
            Event::Silent { for_ } => {
                let length = text::duration(for_);
                self.log.push(
                    now,
                    Happening::Silence,
                    format!("nothing came for {length}"),
                );
            }
            Event::Lost { reason, retry_in } => {
                self.log.push(now, Happening::Lost, reason.clone());
                let since = match &self.link {
                    Link::Lost { since, .. } => *since,
                    _ => now,
                };
                let pause = SignedDuration::try_from(retry_in).unwrap_or_default();
                let retry_at = now.checked_add(pause).unwrap_or(now);
                self.link = Link::Lost {
                    reason,
                    since,
                    retry_at,
                };
            }
            Event::Settings { text } => {
                self.log
                    .push(now, Happening::Done, format!("the line runs at {text}"));
                self.settings = Some(text);
            }
            Event::Note { text } => self.log.push(now, Happening::Done, text),
            Event::Ended => {
                stream.finish(|piece| self.piece(now, piece));
                self.log.push(now, Happening::Done, "the source has ended");
                self.link = Link::Ended;
            }
        }
    }

    /// The source is given up.
    pub fn failed(&mut self, now: Timestamp, reason: String, hints: Vec<String>) {
        self.log.push(now, Happening::Lost, reason.clone());
        self.link = Link::Failed { reason, hints };
    }

    /// Whether figures stand on the screen that are no longer those of now.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        self.live
            && (self.health.is_stale(now)
                || (self.last.is_some() && !matches!(self.link, Link::Connected { .. })))
    }

    /// The second at the right end of the chart.
    pub fn chart_end(&self, now: Timestamp) -> i64 {
        match (self.live, self.history.latest()) {
            (false, Some(latest)) => latest,
            _ => now.as_second(),
        }
    }

    /// For how many seconds a sample is drawn on when none follows.
    pub fn hold(&self) -> u32 {
        let seconds = self.health.stale_after().as_secs();
        u32::try_from(seconds)
            .unwrap_or(LONGEST_HOLD)
            .min(LONGEST_HOLD)
    }

    fn piece(&mut self, at: Timestamp, piece: Piece<'_>) {
        let telegram = match piece {
            Piece::Telegram(telegram) => telegram,
            Piece::Noise { length, .. } => {
                self.health.piece(at, piece);
                self.log.push(at, Happening::Noise, noise(length));
                return;
            }
        };
        let at = if self.live {
            at
        } else {
            meter_time(telegram).unwrap_or(at)
        };
        if let Some(pause) = self.health.piece(at, piece) {
            let length = text::duration(pause);
            self.log
                .push(at, Happening::Silence, format!("no telegram for {length}"));
        }
        self.log_telegram(at, telegram);
        let received = Arc::new(Received {
            telegram: telegram.clone(),
            at,
        });
        let believable = !is_invalid(telegram);
        if believable {
            self.record(at, telegram);
        }
        let none_better = self
            .good
            .as_ref()
            .is_none_or(|good| is_invalid(&good.telegram));
        if believable || none_better {
            self.good = Some(Arc::clone(&received));
        }
        if believable {
            self.keep_longer(&received);
        }
        self.last = Some(received);
    }

    /// Keeps a telegram until one that says as much has come. Meters with P1 say everything each time.
    fn keep_longer(&mut self, received: &Arc<Received>) {
        let length = |received: &Received| received.telegram.readings().len();
        let all = length(received);
        self.longer.retain(|kept| length(kept) > all);
        if received.telegram.is_typed() && all > 0 && self.longer.len() < MOST_LISTS {
            self.longer.push(Arc::clone(received));
        }
    }

    fn record(&mut self, at: Timestamp, telegram: &Telegram) {
        let power = Power::of(telegram);
        if power.flow().is_some() {
            let import = watts(power.import);
            let export = watts(power.export);
            self.history
                .record(at.as_second(), Sample { import, export });
        }
    }

    /// Notes are told when they are new, not with every telegram.
    fn log_telegram(&mut self, at: Timestamp, telegram: &Telegram) {
        if let Check::Invalid { written, computed } = telegram.check() {
            let written = written.map_or_else(
                || "none that can be read".to_owned(),
                |crc| format!("{crc:04X}"),
            );
            self.log.push(
                at,
                Happening::CheckFailed,
                format!("telegram says {written}, its bytes give {computed:04X}"),
            );
            // The notes of a damaged telegram tell of the damage.
            return;
        }
        for note in telegram.notes() {
            if !self
                .notes
                .iter()
                .any(|known| (known.code, known.obis) == (note.code, note.obis))
            {
                let about = note
                    .obis
                    .map(|obis| format!("{obis}: "))
                    .unwrap_or_default();
                self.log
                    .push(at, Happening::Note, format!("{about}{}", note.message));
            }
        }
        self.notes = telegram.notes().to_vec();
    }
}

/// Whether the check of a telegram is wrong.
pub fn is_invalid(telegram: &Telegram) -> bool {
    matches!(telegram.check(), Check::Invalid { .. })
}

fn noise(length: u64) -> String {
    let bytes = if length == 1 {
        "byte belongs"
    } else {
        "bytes belong"
    };
    format!("{length} {bytes} to no telegram")
}

fn watts(power: Option<Decimal>) -> u32 {
    let whole = power.and_then(|power| power.rescaled(0));
    whole
        .and_then(|watts| u32::try_from(watts.mantissa()).ok())
        .unwrap_or(0)
}

/// The time by the meter's clock.
fn meter_time(telegram: &Telegram) -> Option<Timestamp> {
    let hours = i64::from(telegram.dialect().dialect.standard_hours);
    Timestamp::from_second(telegram.time()?.standard_seconds() - hours * 3600).ok()
}

impl Tab {
    /// How long until a lost connection is tried again.
    pub fn retry_in(&self, now: Timestamp) -> Option<Duration> {
        match &self.link {
            Link::Lost { retry_at, .. } => {
                Some(Duration::try_from(retry_at.duration_since(now)).unwrap_or_default())
            }
            _ => None,
        }
    }
}
