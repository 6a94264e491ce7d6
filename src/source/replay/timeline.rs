//! Which bytes are sent next, and how long after the last ones.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::time::Duration;

use jiff::Timestamp;

use crate::config::speed::Speed;
use crate::serial::LineSettings;
use crate::source::Frames;
use crate::source::capture::{Chunk, Reader};

/// The period of telegrams, and the pause before a repetition, where nothing else is known.
const PERIOD: Duration = Duration::from_secs(1);

/// Bytes that are no telegrams are sent in pieces of this size, at the speed of a serial line.
const PIECE: usize = 1024;

/// The timing of a replay.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    /// How many times as fast as the original.
    pub speed: Speed,
    /// Time from one telegram of a raw file to the next; 1 s if not said. Captures have times.
    pub interval: Option<Duration>,
}

/// Bytes and when to send them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// How long after the piece before it.
    pub pause: Duration,
    /// At least one byte: a record of a capture, or a telegram of a raw file.
    pub data: Vec<u8>,
}

/// Goes through a file, or through the same one again and again.
#[derive(Debug)]
pub(super) struct Timeline<R> {
    pace: Pace,
    reader: Option<Reader<R>>,
    frames: Frames,
    /// Noise cut into pieces.
    cut: VecDeque<Vec<u8>>,
    /// The time of the last record of a capture.
    last: Option<Timestamp>,
    /// What is between the last piece and the next, at the speed of the original.
    gap: Duration,
}

impl<R: Read> Timeline<R> {
    pub(super) fn new(pace: Pace) -> Self {
        Timeline {
            pace,
            reader: None,
            frames: Frames::default(),
            cut: VecDeque::new(),
            last: None,
            gap: Duration::ZERO,
        }
    }

    /// Goes on with `reader`, after the usual pause if something came before.
    pub(super) fn begin(&mut self, reader: Reader<R>) {
        if self.last.take().is_some() && self.gap.is_zero() {
            self.gap = PERIOD;
        }
        self.reader = Some(reader);
    }

    /// The next piece; nothing at the end of the file.
    pub(super) fn next(&mut self) -> io::Result<Option<Piece>> {
        let Some(reader) = &mut self.reader else {
            return Ok(None);
        };
        if reader.header().is_some() {
            let chunk = reader.next_chunk()?;
            return Ok(chunk.map(|chunk| self.record(chunk)));
        }
        if self.pace.speed == Speed::Max {
            let chunk = reader.next_chunk()?;
            let pause = Duration::ZERO;
            return Ok(chunk.map(|Chunk { data, .. }| Piece { pause, data }));
        }
        self.raw()
    }

    fn record(&mut self, Chunk { at, data }: Chunk) -> Piece {
        let passed = match (self.last, at) {
            // A clock that was set back tells nothing about the pause.
            (Some(last), Some(at)) => {
                Duration::try_from(at.duration_since(last)).unwrap_or_default()
            }
            // The last gap is also that between the end and the next beginning.
            _ => self.gap,
        };
        self.last = at;
        self.gap = passed;
        Piece {
            pause: self.pace.speed.pause(passed),
            data,
        }
    }

    /// Telegrams at their interval, and what lies between them as a serial line would bring it.
    fn raw(&mut self) -> io::Result<Option<Piece>> {
        loop {
            if let Some(noise) = self.cut.pop_front() {
                let takes = LineSettings::default().time_for(noise.len());
                return Ok(Some(self.piece(noise, takes)));
            }
            let Some(reader) = &mut self.reader else {
                return Ok(None);
            };
            let mut part = self.frames.next(false);
            if part.is_none() {
                if let Some(Chunk { data, .. }) = reader.next_chunk()? {
                    self.frames.push(&data);
                    continue;
                }
                part = self.frames.next(true);
            }
            match part {
                Some(part) if part.check.is_some() => {
                    let takes = self.pace.interval.unwrap_or(PERIOD);
                    return Ok(Some(self.piece(part.data, takes)));
                }
                Some(noise) => self
                    .cut
                    .extend(noise.data.chunks(PIECE).map(<[u8]>::to_vec)),
                None => return Ok(None),
            }
        }
    }

    /// A piece after which the next one comes in `takes`.
    fn piece(&mut self, data: Vec<u8>, takes: Duration) -> Piece {
        let passed = std::mem::replace(&mut self.gap, takes);
        Piece {
            pause: self.pace.speed.pause(passed),
            data,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::frames::tests::telegram;
    use super::*;

    fn pieces(pace: Pace, files: &[&[u8]]) -> Vec<(u128, Vec<u8>)> {
        let mut timeline = Timeline::new(pace);
        let mut pieces = Vec::new();
        for file in files {
            timeline.begin(Reader::new(*file).unwrap());
            while let Some(piece) = timeline.next().unwrap() {
                pieces.push((piece.pause.as_millis(), piece.data));
            }
        }
        pieces
    }

    fn pauses(pace: Pace, files: &[&[u8]]) -> Vec<u128> {
        let pieces = pieces(pace, files);
        pieces.into_iter().map(|(pause, _)| pause).collect()
    }

    fn pace(speed: &str) -> Pace {
        Pace {
            speed: speed.parse().unwrap(),
            interval: None,
        }
    }

    const CAPTURE: &[u8] = b"#smr-capture 1\n\
        #smr 2026-01-31T12:00:00.000000Z 1\na\n\
        #smr 2026-01-31T12:00:10.000000Z 1\nb\n\
        #smr 2026-01-31T12:00:09.000000Z 1\nc\n\
        #smr 2026-01-31T12:00:11.500000Z 1\nd\n";

    #[test]
    fn a_capture_has_its_own_timing_and_a_clock_set_back_makes_no_pause() {
        assert_eq!(pauses(pace("1"), &[CAPTURE]), [0, 10_000, 0, 2_500]);
        assert_eq!(pauses(pace("10"), &[CAPTURE]), [0, 1_000, 0, 250]);
        assert_eq!(pauses(pace("max"), &[CAPTURE]), [0, 0, 0, 0]);
    }

    #[test]
    fn a_repetition_follows_after_the_last_gap() {
        let pauses_of_two = pauses(pace("1"), &[CAPTURE, CAPTURE]);
        assert_eq!(
            pauses_of_two,
            [0, 10_000, 0, 2_500, 2_500, 10_000, 0, 2_500]
        );
        let single = b"#smr-capture 1\n#smr 2026-01-31T12:00:00.000000Z 1\na\n";
        assert_eq!(
            pauses(pace("1"), &[single, single, single]),
            [0, 1000, 1000]
        );
    }

    #[test]
    fn a_raw_file_is_sent_telegram_by_telegram() {
        let file = [telegram(), telegram(), b"noise".to_vec(), telegram()].concat();
        let got = pieces(pace("1"), &[&file, &telegram()]);
        let expected = [
            (0, telegram()),
            (1000, telegram()),
            (1000, b"noise".to_vec()),
            (0, telegram()),
            (1000, telegram()),
        ];
        assert_eq!(got, expected);
        let every_ten = Pace {
            interval: Some(Duration::from_secs(10)),
            ..pace("2")
        };
        assert_eq!(pauses(every_ten, &[&file]), [0, 5000, 5000, 0]);
    }

    #[test]
    fn bytes_without_telegrams_take_their_time_on_the_line() {
        // No byte that a frame could start with: those wait for the next ones.
        let file = [0xB5; 11_520];
        let pauses = pauses(pace("1"), &[&file]);
        let total: u128 = pauses.iter().sum();
        assert_eq!(pauses.len(), 12);
        assert!((900..=1000).contains(&total), "{total} ms");
        let bytes: Vec<u8> = pieces(pace("1"), &[&file])
            .into_iter()
            .flat_map(|piece| piece.1)
            .collect();
        assert_eq!(bytes, file);
    }
}
