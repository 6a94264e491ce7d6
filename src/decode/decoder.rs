//! Frames to telegrams, and streams of bytes to telegrams and noise.

use std::sync::Arc;

use super::binary_dialect;
use super::dialect;
use super::dlms::keys::Keys;
use super::dlms::list::Plan;
use super::judge;
use super::landmarks::Landmarks;
use super::open;
use super::p1::{self, Lines, Seen};
use super::repeat;
use super::scan::{self, Check, ENOUGH, Found, Framing};
use super::telegram::{Carried, Span, Telegram};

/// A part of a stream.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// A telegram.
    Telegram(&'a Telegram),
    /// Bytes that belong to no telegram.
    Noise {
        /// Where they start, in bytes from the start of the stream.
        offset: u64,
        /// How many there are.
        length: u64,
    },
}

/// A frame that a scan has found.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Where it starts in the stream.
    pub offset: u64,
    /// How it is wrapped.
    pub framing: Framing,
    /// Whether its checksum is right.
    pub check: Check,
}

impl Telegram {
    /// A telegram to decode into.
    pub fn empty() -> Self {
        Telegram {
            bytes: Vec::new(),
            offset: 0,
            framing: Framing::P1,
            check: Check::Absent,
            ident: Span::default(),
            content: Vec::new(),
            rendered: Vec::new(),
            carried: Carried::Lines,
            system_title: [0; 8],
            head_time: None,
            plan: Plan::default(),
            keys: Arc::default(),
            readings: Vec::new(),
            items: Vec::new(),
            notes: Vec::new(),
            dialect: Arc::new(dialect::generic()),
            seen: Seen::default(),
            landmarks: Landmarks::default(),
            layout_is_plain: false,
        }
    }

    /// A telegram to decode into, with the keys of meters that encrypt.
    pub fn with_keys(keys: Arc<Keys>) -> Self {
        Telegram {
            keys,
            ..Telegram::empty()
        }
    }

    /// Decodes a frame in place of what is there. That is fastest when it is the telegram before, of the same meter.
    pub fn decode(&mut self, frame: Frame<'_>) {
        let is_ascii = frame.framing == Framing::P1 && self.framing == Framing::P1;
        let repeats = is_ascii && repeat::read(frame.bytes, self);
        self.bytes.clear();
        self.bytes.extend_from_slice(frame.bytes);
        self.offset = frame.offset;
        self.framing = frame.framing;
        self.check = frame.check;
        self.notes.clear();
        if !repeats {
            self.read_afresh();
        }
        judge::judge(self);
    }

    /// Whether a unit without any framing may start at `offset`: at the start of a stream, and behind another one.
    fn is_followed_by_bare_unit(&self, offset: u64) -> bool {
        offset == 0
            || self.framing == Framing::Apdu && self.offset + self.bytes.len() as u64 == offset
    }

    fn read_afresh(&mut self) {
        self.readings.clear();
        self.items.clear();
        self.seen = Seen::default();
        if open::read(self) {
            self.layout_is_plain = false;
        } else {
            let mut lines = Lines {
                readings: &mut self.readings,
                items: &mut self.items,
                notes: &mut self.notes,
            };
            (self.ident, self.seen) = p1::read(&self.bytes, &mut lines);
            self.layout_is_plain = self.notes.is_empty();
        }
        self.landmarks = Landmarks::of(&self.readings);
        if !binary_dialect::still_holds(self) {
            self.dialect = Arc::new(dialect::choose(self));
        }
    }
}

impl Default for Telegram {
    fn default() -> Self {
        Telegram::empty()
    }
}

/// Decodes all pieces of `bytes`, which start `offset` bytes into their stream; gives the number of
/// bytes that were settled. With `at_end` these are all of them. `telegram` is used for each telegram in turn.
pub fn decode_all(
    bytes: &[u8],
    offset: u64,
    at_end: bool,
    telegram: &mut Telegram,
    mut sink: impl FnMut(Piece<'_>),
) -> usize {
    let mut at = 0;
    let mut noise = 0;
    let position = |at: usize| offset + at as u64;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let found = if rest.is_empty() {
            Found::Incomplete
        } else if noise == 0 && telegram.is_followed_by_bare_unit(position(at)) {
            scan::bare_or_next(rest, at_end)
        } else {
            scan::next(rest, at_end)
        };
        if let Found::Noise { length } = found {
            noise += length;
            at += length;
            continue;
        }
        if noise > 0 {
            sink(Piece::Noise {
                offset: position(at - noise),
                length: noise as u64,
            });
            noise = 0;
        }
        let Found::Frame {
            length,
            framing,
            check,
        } = found
        else {
            return at;
        };
        let frame = Frame {
            bytes: rest.get(..length).unwrap_or(rest),
            offset: position(at),
            framing,
            check,
        };
        telegram.decode(frame);
        sink(Piece::Telegram(telegram));
        at += length;
    }
}

/// A stream of bytes that come in parts of any size. Holds at most one frame of them.
#[derive(Debug, Default)]
pub struct Stream {
    telegram: Telegram,
    pending: Vec<u8>,
    offset: u64,
    noise: Noise,
}

/// Noise that may go on: it is told as one piece however the bytes were cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Noise {
    offset: u64,
    length: u64,
}

impl Noise {
    /// Adds noise that follows directly on what is there.
    pub fn extend(&mut self, offset: u64, length: u64) {
        if self.length == 0 {
            self.offset = offset;
        }
        self.length += length;
    }

    /// Adds noise that follows directly on what is there.
    pub fn join(&mut self, other: Noise) {
        self.extend(other.offset, other.length);
    }

    /// The noise so far, which is then forgotten.
    pub fn take(&mut self) -> Option<Piece<'static>> {
        let Noise { offset, length } = std::mem::take(self);
        (length > 0).then_some(Piece::Noise { offset, length })
    }
}

impl Stream {
    /// A stream that starts at offset 0.
    pub fn new() -> Self {
        Stream::default()
    }

    /// A stream that starts at offset 0, with the keys of meters that encrypt.
    pub fn with_keys(keys: Arc<Keys>) -> Self {
        Stream {
            telegram: Telegram::with_keys(keys),
            ..Stream::default()
        }
    }

    /// Takes the next bytes and gives every telegram that they complete, and the noise before each.
    pub fn feed(&mut self, bytes: &[u8], mut sink: impl FnMut(Piece<'_>)) {
        let mut rest = bytes;
        // What is pending is looked at again with as many bytes as it can take to settle it.
        while !self.pending.is_empty() && !rest.is_empty() {
            let before = self.pending.len();
            let take = (ENOUGH * 2).saturating_sub(before).clamp(1, rest.len());
            self.pending
                .extend_from_slice(rest.get(..take).unwrap_or(rest));
            let settled = self.decode(None, false, &mut sink);
            // Once the pending bytes are settled, the others need no copy.
            let taken = if settled < before {
                take
            } else {
                settled - before
            };
            self.pending.drain(..settled.min(before));
            if settled >= before {
                self.pending.clear();
            }
            rest = rest.get(taken..).unwrap_or_default();
        }
        let settled = self.decode(Some(rest), false, &mut sink);
        self.pending
            .extend_from_slice(rest.get(settled..).unwrap_or_default());
    }

    /// Ends the stream: gives what was still open.
    pub fn finish(&mut self, mut sink: impl FnMut(Piece<'_>)) {
        self.decode(None, true, &mut sink);
        self.pending.clear();
        if let Some(noise) = self.noise.take() {
            sink(noise);
        }
    }

    /// The keys that it was given.
    pub fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.telegram.keys)
    }

    /// How many bytes wait for the rest of their telegram.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// Decodes `bytes`, or else the pending ones; gives how many were settled.
    fn decode(
        &mut self,
        bytes: Option<&[u8]>,
        at_end: bool,
        sink: &mut impl FnMut(Piece<'_>),
    ) -> usize {
        let Stream {
            telegram,
            pending,
            offset,
            noise,
        } = self;
        let bytes = bytes.unwrap_or(pending);
        let settled = decode_all(bytes, *offset, at_end, telegram, |piece| match piece {
            Piece::Noise { offset, length } => noise.extend(offset, length),
            Piece::Telegram(telegram) => {
                if let Some(noise) = noise.take() {
                    sink(noise);
                }
                sink(Piece::Telegram(telegram));
            }
        });
        *offset += settled as u64;
        settled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TELEGRAM: &[u8] = b"/TST5\\model\r\n\r\n1-0:1.8.1(000001.500*kWh)\r\n!\r\n";

    /// The pieces of a stream that comes in parts: offset, length and whether it is a telegram.
    fn pieces<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<(u64, u64, bool)> {
        let mut found = Vec::new();
        let mut sink = |piece: Piece<'_>| {
            found.push(match piece {
                Piece::Telegram(telegram) => {
                    (telegram.offset(), telegram.bytes().len() as u64, true)
                }
                Piece::Noise { offset, length } => (offset, length, false),
            });
        };
        let mut stream = Stream::new();
        for part in parts {
            stream.feed(part, &mut sink);
        }
        stream.finish(&mut sink);
        found
    }

    fn assert_every_byte_is_in_one_piece(found: &[(u64, u64, bool)], length: usize) {
        let mut at = 0;
        for (offset, length, _) in found {
            assert_eq!(*offset, at);
            at += length;
        }
        assert_eq!(at, length as u64);
    }

    #[test]
    fn noise_is_told_as_one_piece() {
        let noise = vec![b'x'; 200_000];
        let stream = [&noise[..], TELEGRAM, &noise[..]].concat();
        let length = noise.len() as u64;
        let expected = [
            (0, length, false),
            (length, TELEGRAM.len() as u64, true),
            (length + TELEGRAM.len() as u64, length, false),
        ];
        assert_eq!(pieces([&stream[..]]), expected);
        assert_eq!(pieces(stream.chunks(1000)), expected);
    }

    #[test]
    fn a_hundred_megabytes_without_a_line_end_are_held_in_bounded_memory() {
        let mut stream = Stream::new();
        let mut block = b"/ABC5 no end ".to_vec();
        block.resize(1 << 20, b'x');
        for _ in 0..100 {
            stream.feed(&block, |piece| panic!("{piece:?}"));
            assert!(stream.pending() <= ENOUGH);
        }
        let mut found = Vec::new();
        stream.finish(|piece| found.push(format!("{piece:?}")));
        assert_eq!(found, ["Noise { offset: 0, length: 104857600 }"]);
    }

    proptest! {
        #[test]
        fn the_pieces_do_not_depend_on_how_the_bytes_come(
            parts in prop::collection::vec(prop_oneof![
                Just(TELEGRAM.to_vec()),
                (1..TELEGRAM.len()).prop_map(|cut| TELEGRAM[..cut].to_vec()),
                prop::collection::vec(any::<u8>(), 0..50),
                prop::collection::vec(prop::sample::select(b"/!\r\nABC5(0)".to_vec()), 0..50),
            ], 0..8),
            cuts in prop::collection::vec(1_usize..40, 1..60),
        ) {
            let bytes = parts.concat();
            let whole = pieces([&bytes[..]]);
            assert_every_byte_is_in_one_piece(&whole, bytes.len());
            let mut rest = &bytes[..];
            let mut cut_up = Vec::new();
            for cut in cuts.into_iter().cycle() {
                let (part, later) = rest.split_at(cut.min(rest.len()));
                cut_up.push(part);
                rest = later;
                if rest.is_empty() { break; }
            }
            prop_assert_eq!(pieces(cut_up), whole);
        }
    }
}
