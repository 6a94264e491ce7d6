//! Decodes a long stream on several cores, in order and in bounded memory.
//!
//! The stream is cut at borders where a telegram ends wherever a scan begins, so the parts can be decoded apart with the
//! same result. Parts go to the workers in turn and come back in turn.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, Scope};

use crate::decode::scan::{self, ENOUGH};
use crate::decode::{self, Keys, Noise, Piece, Telegram, Totals};

/// How much is read at once.
const BLOCK: usize = 512 * 1024;
/// Parts that a worker has at once: one at work and one waiting.
const PER_WORKER: usize = 2;

/// What can fail.
#[derive(Debug)]
pub enum Failure<E> {
    /// Reading.
    Read(io::Error),
    /// Writing, with the writer's own error.
    Write(E),
}

/// A part of the stream on its way to a worker.
struct Part {
    buffer: Vec<u8>,
    /// How much of the buffer belongs to the part.
    length: usize,
    offset: u64,
}

/// A part on its way back. The noise at its ends may go on in its neighbours.
struct Done {
    buffer: Vec<u8>,
    written: Vec<u8>,
    totals: Totals,
    before: Noise,
    after: Noise,
}

struct Worker {
    parts: SyncSender<Part>,
    done: Receiver<Done>,
}

/// Decodes everything that `reader` gives on `workers` threads (at least one) and counts it.
///
/// `keys` are those of meters that encrypt. `render` appends what is to be written for a piece; `write` gets that in the order of the stream.
///
/// # Errors
///
/// Whatever `reader` and `write` fail with.
pub fn decode<E>(
    reader: &mut dyn Read,
    workers: usize,
    keys: &Arc<Keys>,
    render: &(dyn Fn(Piece<'_>, &mut Vec<u8>) + Sync),
    write: &mut dyn FnMut(&[u8]) -> Result<(), E>,
) -> Result<Totals, Failure<E>> {
    thread::scope(|scope| {
        let workers: Vec<Worker> = (0..workers.max(1))
            .map(|_| spawn(scope, keys, render))
            .collect();
        let mut collector = Collector {
            render,
            write,
            noise: Noise::default(),
            totals: Totals::default(),
            text: Vec::new(),
        };
        let mut in_flight: VecDeque<&Worker> = VecDeque::new();
        let mut spare: Vec<Vec<u8>> = Vec::new();
        let mut parts = Parts::new(reader);
        for worker in workers.iter().cycle() {
            if in_flight.len() >= workers.len() * PER_WORKER
                && let Some(first) = in_flight.pop_front()
            {
                spare.push(collector.take(first)?);
            }
            let Some(part) = parts
                .next(spare.pop().unwrap_or_default())
                .map_err(Failure::Read)?
            else {
                break;
            };
            // A worker ends only when this side does, so it is there to take the part.
            let _ = worker.parts.send(part);
            in_flight.push_back(worker);
        }
        for worker in in_flight {
            collector.take(worker)?;
        }
        collector.finish()
    })
}

fn spawn<'scope>(
    scope: &'scope Scope<'scope, '_>,
    keys: &Arc<Keys>,
    render: &'scope (dyn Fn(Piece<'_>, &mut Vec<u8>) + Sync),
) -> Worker {
    let (parts, incoming) = sync_channel::<Part>(PER_WORKER);
    let (outgoing, done) = sync_channel::<Done>(PER_WORKER);
    let keys = Arc::clone(keys);
    scope.spawn(move || {
        let mut telegram = Telegram::with_keys(keys);
        for part in incoming {
            if outgoing.send(work(part, &mut telegram, render)).is_err() {
                return;
            }
        }
    });
    Worker { parts, done }
}

fn work(part: Part, telegram: &mut Telegram, render: &dyn Fn(Piece<'_>, &mut Vec<u8>)) -> Done {
    let Part {
        buffer,
        length,
        offset,
    } = part;
    let bytes = buffer.get(..length).unwrap_or_default();
    let mut done = Done {
        buffer: Vec::new(),
        written: Vec::new(),
        totals: Totals::default(),
        before: Noise::default(),
        after: Noise::default(),
    };
    // A part ends where a piece does, so that no byte behind it can change what it holds.
    decode::decode_all(bytes, offset, true, telegram, |piece| match piece {
        Piece::Noise { offset, length } => done.after.extend(offset, length),
        Piece::Telegram(_) => {
            if done.totals.telegrams() == 0 {
                done.before = std::mem::take(&mut done.after);
            } else if let Some(noise) = done.after.take() {
                done.totals.count(noise);
                render(noise, &mut done.written);
            }
            done.totals.count(piece);
            render(piece, &mut done.written);
        }
    });
    done.buffer = buffer;
    done
}

/// Puts the parts together again.
struct Collector<'a, E> {
    render: &'a (dyn Fn(Piece<'_>, &mut Vec<u8>) + Sync),
    write: &'a mut dyn FnMut(&[u8]) -> Result<(), E>,
    noise: Noise,
    totals: Totals,
    text: Vec<u8>,
}

impl<E> Collector<'_, E> {
    /// Takes the next part from its worker; gives its buffer back.
    fn take(&mut self, worker: &Worker) -> Result<Vec<u8>, Failure<E>> {
        // The worker is gone only if it panicked, which the scope passes on at its end.
        let done = worker
            .done
            .recv()
            .map_err(|_| Failure::Read(io::Error::other("a decoding thread has ended")))?;
        self.noise.join(done.before);
        if done.totals.telegrams() > 0 {
            self.flush_noise()?;
            (self.write)(&done.written).map_err(Failure::Write)?;
        }
        self.totals += done.totals;
        self.noise.join(done.after);
        Ok(done.buffer)
    }

    fn flush_noise(&mut self) -> Result<(), Failure<E>> {
        let Some(noise) = self.noise.take() else {
            return Ok(());
        };
        self.totals.count(noise);
        self.text.clear();
        (self.render)(noise, &mut self.text);
        (self.write)(&self.text).map_err(Failure::Write)
    }

    fn finish(mut self) -> Result<Totals, Failure<E>> {
        self.flush_noise()?;
        Ok(self.totals)
    }
}

/// Cuts what a reader gives into parts.
struct Parts<'a> {
    reader: &'a mut dyn Read,
    /// What was read behind the last border.
    rest: Vec<u8>,
    offset: u64,
    ended: bool,
}

impl<'a> Parts<'a> {
    fn new(reader: &'a mut dyn Read) -> Self {
        Parts {
            reader,
            rest: Vec::new(),
            offset: 0,
            ended: false,
        }
    }

    /// The next part, in `buffer`; `None` at the end.
    fn next(&mut self, mut buffer: Vec<u8>) -> io::Result<Option<Part>> {
        if self.ended {
            return Ok(None);
        }
        let mut filled = self.rest.len();
        buffer.resize(buffer.len().max(BLOCK).max(filled + ENOUGH), 0);
        if let Some(start) = buffer.get_mut(..filled) {
            start.copy_from_slice(&self.rest);
        }
        loop {
            filled += self.fill(buffer.get_mut(filled..).unwrap_or_default())?;
            let bytes = buffer.get(..filled).unwrap_or_default();
            let border = if self.ended { filled } else { border(bytes) };
            if self.ended || border > 0 {
                self.rest.clear();
                self.rest
                    .extend_from_slice(bytes.get(border..).unwrap_or_default());
                let offset = self.offset;
                self.offset += border as u64;
                return Ok(Some(Part {
                    buffer,
                    length: border,
                    offset,
                }));
            }
            buffer.resize(filled + ENOUGH, 0);
        }
    }

    /// Reads until `space` is full or there is no more.
    fn fill(&mut self, space: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(rest) = space.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.reader.read(rest) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

/// Where `bytes` can be cut. In noise there may be no border; then the scan itself tells how far it is settled.
fn border(bytes: &[u8]) -> usize {
    scan::last_border(bytes).unwrap_or_else(|| {
        let mut at = 0;
        loop {
            match bytes.get(at..).map(|rest| scan::next(rest, false)) {
                Some(scan::Found::Frame { length, .. } | scan::Found::Noise { length }) => {
                    at += length;
                }
                Some(scan::Found::Incomplete) | None => return at,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Stream;
    use proptest::prelude::*;

    fn text(piece: Piece<'_>, out: &mut Vec<u8>) {
        let line = match piece {
            Piece::Telegram(telegram) => format!(
                "telegram {} {}\n",
                telegram.offset(),
                telegram.bytes().len()
            ),
            Piece::Noise { offset, length } => format!("noise {offset} {length}\n"),
        };
        out.extend_from_slice(line.as_bytes());
    }

    fn in_one_go(bytes: &[u8]) -> (String, Totals) {
        let (mut out, mut totals, mut stream) = (Vec::new(), Totals::default(), Stream::new());
        let mut sink = |piece: Piece<'_>| {
            totals.count(piece);
            text(piece, &mut out);
        };
        stream.feed(bytes, &mut sink);
        stream.finish(&mut sink);
        (String::from_utf8(out).expect("text"), totals)
    }

    fn on_cores(mut bytes: &[u8], workers: usize) -> (String, Totals) {
        let mut out = Vec::new();
        let totals = decode::<()>(&mut bytes, workers, &Arc::default(), &text, &mut |text| {
            out.extend_from_slice(text);
            Ok(())
        });
        (
            String::from_utf8(out).expect("text"),
            totals.expect("reading memory"),
        )
    }

    #[test]
    fn parts_give_what_the_whole_gives() {
        let telegram = b"/TST5\\model\r\n\r\n1-0:1.8.1(000001.500*kWh)\r\n!\r\n";
        let mut bytes = Vec::new();
        while bytes.len() < 5 * BLOCK {
            bytes.extend_from_slice(telegram);
            if bytes.len() % 7 == 0 {
                bytes.extend_from_slice(b"\0noise\xff");
            }
            if bytes.len() % 11 == 0 {
                bytes.extend_from_slice(&telegram[..20]);
            }
        }
        for workers in [1, 2, 3] {
            assert_eq!(
                on_cores(&bytes, workers),
                in_one_go(&bytes),
                "{workers} workers"
            );
        }
    }

    #[test]
    fn noise_longer_than_a_part_is_one_piece() {
        let mut bytes = vec![b'x'; 3 * BLOCK];
        bytes.extend_from_slice(b"/TST5\\model\r\n\r\n!\r\n");
        bytes.extend(vec![b'!'; 2 * BLOCK]);
        assert_eq!(on_cores(&bytes, 2), in_one_go(&bytes));
    }

    #[test]
    fn streams_without_any_border_lose_no_byte() {
        let length = 3 * BLOCK;
        for unit in [
            &b"/"[..],
            b"/ABC5x\r\n",
            b"/ABC5x\r\na!a!a!a!a!",
            b"!",
            b"/ABC5x\r\n\xff!/",
            b"\r\n!/ABC5",
        ] {
            let bytes = unit.repeat(length / unit.len());
            let (text, totals) = on_cores(&bytes, 2);
            assert_eq!(
                (text, totals),
                in_one_go(&bytes),
                "{:?}",
                String::from_utf8_lossy(unit)
            );
            if totals.telegrams() == 0 {
                assert_eq!(totals.noise_bytes, bytes.len() as u64);
            }
        }
    }

    #[test]
    fn a_failing_writer_ends_the_work() {
        let bytes = b"/TST5\\model\r\n\r\n!\r\n".repeat(100_000);
        let outcome = decode(&mut &bytes[..], 2, &Arc::default(), &text, &mut |_| {
            Err("closed")
        });
        assert!(
            matches!(outcome, Err(Failure::Write("closed"))),
            "{outcome:?}"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn any_bytes_give_what_the_whole_gives(
            parts in prop::collection::vec(prop_oneof![
                Just(b"/TST5\\model\r\n\r\n1-0:1.8.1(000001.500*kWh)\r\n!\r\n".to_vec()),
                prop::collection::vec(prop::sample::select(b"/!\r\nABC5(0)".to_vec()), 0..50),
            ], 1..20),
            repeat in 1_usize..3000,
        ) {
            let bytes = parts.concat().repeat(repeat);
            prop_assert_eq!(on_cores(&bytes, 2), in_one_go(&bytes));
        }
    }
}
