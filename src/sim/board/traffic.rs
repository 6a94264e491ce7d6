//! What each connection has brought to a board, counted where the bytes arrive.

use crate::sim::core::Connection;

/// Who sends more than a page of settings before there is an answer uploads something.
const UPLOAD: u64 = 4_096;

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// Bytes of the connection.
    all: u64,
    /// Those that came since the board has last sent something over it.
    in_a_row: u64,
}

/// Bytes of all connections that are open.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    counts: Vec<Count>,
}

impl Traffic {
    /// A connection has brought `bytes` more; how many in all.
    pub(super) fn received(&mut self, connection: Connection, bytes: usize) -> u64 {
        let index = usize::from(connection);
        if self.counts.len() <= index {
            self.counts.resize(index + 1, Count::default());
        }
        let Some(count) = self.counts.get_mut(index) else {
            return 0;
        };
        count.all += bytes as u64;
        count.in_a_row += bytes as u64;
        count.all
    }

    /// The board has sent something; what to say of what came before.
    pub(super) fn sent(&mut self, connection: Connection) -> Option<String> {
        let count = self.counts.get_mut(usize::from(connection))?;
        told(std::mem::take(&mut count.in_a_row))
    }

    /// A connection ends; what to say of it.
    pub(super) fn end(&mut self, connection: Connection) -> Option<String> {
        let count = self.counts.get_mut(usize::from(connection))?;
        told(std::mem::take(count).in_a_row)
    }

    /// All connections end.
    pub(super) fn end_all(&mut self) -> Vec<String> {
        let counts = self.counts.drain(..);
        counts.filter_map(|count| told(count.in_a_row)).collect()
    }
}

fn told(bytes: u64) -> Option<String> {
    (bytes >= UPLOAD).then(|| format!("received {bytes} bytes in a row"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_without_an_answer_in_between_is_told_as_one() {
        let mut traffic = Traffic::default();
        assert_eq!(traffic.received(3, 500), 500);
        assert_eq!(traffic.sent(3), None);
        assert_eq!(traffic.received(3, 9_000), 9_500);
        assert_eq!(traffic.received(1, 500), 500);
        assert_eq!(traffic.received(3, 1_000), 10_500);
        let told = traffic.sent(3);
        assert_eq!(told.as_deref(), Some("received 10000 bytes in a row"));
        assert_eq!(traffic.sent(3), None);
        assert_eq!(traffic.sent(9), None);
    }

    #[test]
    fn what_ends_without_an_answer_is_told_too_and_its_place_begins_anew() {
        let mut traffic = Traffic::default();
        traffic.received(3, 5_000);
        let told = traffic.end(3);
        assert_eq!(told.as_deref(), Some("received 5000 bytes in a row"));
        assert_eq!(traffic.received(3, 4_095), 4_095);
        assert_eq!((traffic.end(3), traffic.end(9)), (None, None));
        traffic.received(3, 6_000);
        assert_eq!(traffic.end_all().len(), 1);
        assert_eq!(traffic.end(3), None);
    }
}
