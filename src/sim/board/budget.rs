//! The limit of a slow network.

/// How many bytes may still pass; time adds to it.
#[derive(Debug)]
pub(super) struct Budget {
    pub(super) bytes_per_s: u64,
    pub(super) left: u64,
    pub(super) counted_until: u64,
}

impl Budget {
    /// It is `now`, in milliseconds.
    pub(super) fn advance(&mut self, now: u64) {
        let earned = (now - self.counted_until.min(now)) * self.bytes_per_s / 1_000;
        if earned > 0 {
            self.left = (self.left + earned).min(self.bytes_per_s.max(1));
            self.counted_until = now;
        }
    }
}
