//! Joins the many small reads of one telegram into few records.

use std::time::Duration;

use jiff::Timestamp;

use super::Chunk;

/// Bytes that come within this time of the last ones belong to the same record.
pub const QUIET: Duration = Duration::from_millis(50);

/// A record holds at most so many bytes.
pub(super) const LARGEST: usize = 4096;

/// Gathers bytes until 50 ms of quiet or 4 KiB. Pure: the times are those of the bytes.
#[derive(Debug, Default)]
pub struct Coalescer {
    pending: Vec<u8>,
    began: Timestamp,
    last: Timestamp,
}

impl Coalescer {
    /// Takes bytes that came at a time; returns the records that are complete, in order.
    pub fn push(&mut self, at: Timestamp, data: &[u8]) -> Vec<Chunk> {
        let mut complete = Vec::new();
        // A clock that was set back ends the record too: its bytes would get times that never were.
        let pause = at.duration_since(self.last);
        if pause.is_negative() || pause.unsigned_abs() >= QUIET {
            complete.extend(self.flush());
        }
        let mut rest = data;
        while !rest.is_empty() {
            if self.pending.is_empty() {
                self.began = at;
            }
            let room = LARGEST.saturating_sub(self.pending.len()).min(rest.len());
            let (taken, after) = rest.split_at(room);
            self.pending.extend_from_slice(taken);
            rest = after;
            if self.pending.len() >= LARGEST {
                complete.extend(self.flush());
            }
        }
        self.last = at;
        complete
    }

    /// Whether bytes wait for more to come.
    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// The gathered bytes, if there are any, as a record.
    pub fn flush(&mut self) -> Option<Chunk> {
        let data = std::mem::take(&mut self.pending);
        (!data.is_empty()).then_some(Chunk {
            at: Some(self.began),
            data,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(1_769_860_800_000 + millis).unwrap()
    }

    #[test]
    fn a_telegram_read_byte_by_byte_is_one_record_with_the_time_of_its_first_byte() {
        let mut coalescer = Coalescer::default();
        let telegram = vec![b'x'; 779];
        for (index, byte) in (0..).zip(&telegram) {
            assert_eq!(coalescer.push(at(index * 5), &[*byte]), []);
        }
        let complete = coalescer.push(at(5_000), b"/");
        let expected = Chunk {
            at: Some(at(0)),
            data: telegram,
        };
        assert_eq!(complete, [expected]);
    }

    #[test]
    fn quiet_ends_a_record() {
        for (pause, records) in [(49, 0), (50, 1)] {
            let mut coalescer = Coalescer::default();
            coalescer.push(at(0), b"abc");
            assert_eq!(coalescer.push(at(pause), b"d").len(), records, "{pause} ms");
        }
    }

    #[test]
    fn a_clock_set_back_ends_the_record() {
        let mut coalescer = Coalescer::default();
        coalescer.push(at(100), b"a");
        assert_eq!(coalescer.push(at(90), b"b")[0].at, Some(at(100)));
        assert_eq!(coalescer.flush().unwrap().at, Some(at(90)));
    }

    proptest! {
        #[test]
        fn no_byte_is_lost_and_no_record_too_large(
            reads in prop::collection::vec((0_i64..200, 0_usize..10_000), 0..20),
        ) {
            let mut coalescer = Coalescer::default();
            let mut given: Vec<u8> = Vec::new();
            let (mut got, mut time) = (Vec::new(), 0);
            for (pause, length) in reads {
                time += pause;
                let data: Vec<u8> = (0..=255).cycle().skip(given.len() % 256).take(length).collect();
                given.extend(&data);
                got.extend(coalescer.push(at(time), &data));
            }
            got.extend(coalescer.flush());
            prop_assert!(got.iter().all(|chunk| (1..=LARGEST).contains(&chunk.data.len())));
            let joined: Vec<u8> = got.into_iter().flat_map(|chunk| chunk.data).collect();
            prop_assert_eq!(joined, given);
        }
    }
}
