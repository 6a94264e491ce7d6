//! All that is known about a source or gateway when it is judged.

use std::time::Duration;

use jiff::Timestamp;

use crate::decode::{Check, Framing, Telegram};
use crate::gateway::Findings;

/// What kind of source bytes came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A serial port of this computer.
    Serial {
        /// Speed and format with which it was read.
        settings: String,
    },
    /// A TCP connection.
    Network,
    /// A file or standard input: what came when is known only if it was recorded.
    Recording {
        /// Whether it holds times.
        has_times: bool,
    },
    /// A simulated meter.
    Simulated,
}

/// Bytes that came together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Where they start in [`Evidence::raw`].
    pub offset: usize,
    /// How many.
    pub length: usize,
    /// When they came.
    pub at: Timestamp,
}

/// A telegram, and when its last byte came.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// When.
    pub at: Timestamp,
    /// What.
    pub telegram: Telegram,
}

/// All that was heard and asked.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What the user called it.
    pub name: String,
    /// What kind of source it is.
    pub origin: Origin,
    /// How long it was listened to.
    pub listened: Duration,
    /// The bytes, up to a limit.
    pub raw: Vec<u8>,
    /// How they came.
    pub chunks: Vec<Chunk>,
    /// The telegrams, up to a limit.
    pub telegrams: Vec<Arrived>,
    /// Where bytes belong to no telegram: start and length.
    pub noise: Vec<(usize, usize)>,
    /// Whether the source came to its own end, so that a telegram at the end is as whole as it gets.
    pub has_ended: bool,
    /// How often a connection was lost, and why the last time.
    pub losses: Vec<String>,
    /// Why there was no connection at all.
    pub unreachable: Option<String>,
    /// Whether there was any key.
    pub has_keys: bool,
    /// What the gateway told.
    pub gateway: Option<Findings>,
    /// The newest firmware at hand for the gateway's board.
    pub newest_firmware: Option<String>,
}

impl Evidence {
    /// Nothing yet.
    pub fn new(name: &str, origin: Origin) -> Evidence {
        Evidence {
            name: name.to_owned(),
            origin,
            listened: Duration::ZERO,
            raw: Vec::new(),
            chunks: Vec::new(),
            telegrams: Vec::new(),
            noise: Vec::new(),
            has_ended: false,
            losses: Vec::new(),
            unreachable: None,
            has_keys: false,
            gateway: None,
            newest_firmware: None,
        }
    }

    /// Whether there was nothing to listen to: a gateway that is not set up serves no meter.
    pub fn is_unheard(&self) -> bool {
        self.listened.is_zero() && self.raw.is_empty() && self.gateway.is_some()
    }

    /// Whether the times at which bytes came mean something.
    pub fn is_timed(&self) -> bool {
        self.origin != Origin::Recording { has_times: false }
    }

    /// Telegrams whose checksum is not wrong.
    pub fn sound(&self) -> impl Iterator<Item = &Arrived> {
        let lost = self.loses_checksums();
        let all = self.telegrams.iter();
        all.filter(move |arrived| !is_damaged(arrived, lost))
    }

    /// Whether some ASCII telegrams have a checksum: others without one have lost it.
    fn loses_checksums(&self) -> bool {
        let mut ascii = self.telegrams.iter().map(|arrived| &arrived.telegram);
        ascii.any(|telegram| telegram.framing() == Framing::P1 && telegram.check() == Check::Valid)
    }

    /// Sound telegrams that could be read.
    pub fn read(&self) -> impl Iterator<Item = &Arrived> {
        self.sound().filter(|arrived| !arrived.telegram.is_locked())
    }

    /// Telegrams whose checksum is wrong, or was lost.
    pub fn damaged(&self) -> impl Iterator<Item = &Arrived> {
        let lost = self.loses_checksums();
        let all = self.telegrams.iter();
        all.filter(move |arrived| is_damaged(arrived, lost))
    }

    /// Bytes without a telegram in the middle of the stream: at its beginning and at its end a telegram may have been cut by
    /// listening or recording.
    pub fn noise_between(&self) -> impl Iterator<Item = &[u8]> {
        let is_between =
            |(start, length): &&(usize, usize)| *start > 0 && start + length < self.raw.len();
        let between = self.noise.iter().filter(is_between);
        between.filter_map(|(start, length)| self.raw.get(*start..start + length))
    }
}

fn is_damaged(arrived: &Arrived, checksums_are_lost: bool) -> bool {
    let telegram = &arrived.telegram;
    match telegram.check() {
        Check::Valid => false,
        Check::Invalid { .. } => true,
        Check::Absent => checksums_are_lost && telegram.framing() == Framing::P1,
    }
}
