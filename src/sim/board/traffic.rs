//! What each connection has brought to a board, counted where the bytes arrive.

use crate::sim::core::Connection;

/// Who brings more than a page of settings uploads something.
const UPLOAD: u64 = 4_096;

/// Bytes of all connections that are open.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    received: Vec<u64>,
}

impl Traffic {
    /// A connection has brought `count` bytes more; how many in all.
    pub(super) fn add(&mut self, connection: Connection, count: usize) -> u64 {
        let index = usize::from(connection);
        if self.received.len() <= index {
            self.received.resize(index + 1, 0);
        }
        let Some(total) = self.received.get_mut(index) else {
            return 0;
        };
        *total += count as u64;
        *total
    }

    /// A connection ends; what to say of it.
    pub(super) fn end(&mut self, connection: Connection) -> Option<String> {
        let total = self.received.get_mut(usize::from(connection))?;
        told(std::mem::take(total))
    }

    /// All connections end.
    pub(super) fn end_all(&mut self) -> Vec<String> {
        self.received.drain(..).filter_map(told).collect()
    }
}

fn told(total: u64) -> Option<String> {
    (total >= UPLOAD).then(|| format!("received {total} bytes over one connection"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_are_told_and_their_places_begin_anew() {
        let mut traffic = Traffic::default();
        assert_eq!(traffic.add(3, 4_000), 4_000);
        assert_eq!(traffic.add(1, 500), 500);
        assert_eq!(traffic.add(3, 100), 4_100);
        let told = traffic.end(3);
        assert_eq!(
            told.as_deref(),
            Some("received 4100 bytes over one connection")
        );
        assert_eq!(
            (traffic.end(1), traffic.end(3), traffic.end(9)),
            (None, None, None)
        );
        assert_eq!(traffic.add(3, 5_000), 5_000);
        assert_eq!(traffic.end_all().len(), 1);
        assert_eq!(traffic.end(3), None);
    }
}
