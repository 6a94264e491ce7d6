//! The clock of a board: that of the world, and ahead of it by the idle time that was skipped.
//!
//! New firmware is on trial for a minute, and ten if it does not find its network. Whoever tries an update on a virtual board need not wait
//! for that: while nothing happens, the clock is put forward, in steps so small that the firmware sees nothing but time that passes. The
//! meter lives by the same clock. Whoever talks to the board does so in their own time.

/// The clock is put forward by at most so much at once, in microseconds: less than anything that the firmware waits for.
const LEAP: u64 = 250_000;
/// Whoever has just talked to the board may have more to say, in microseconds of the world.
const ATTENTION: u64 = 50_000;
/// Whoever never stops does not stop the time: from one leap to the next then, in microseconds of the world.
const WHILE_TALKING: u64 = 20_000;

/// A clock. All times are in microseconds.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// Whether idle time is skipped.
    pub(super) skips: bool,
    world: u64,
    ahead: u64,
    /// When somebody talked to the board last, by the time of the world.
    disturbed_at: u64,
    /// When it was put forward last, by the time of the world.
    leapt_at: u64,
}

impl Clock {
    /// What it shows when it is `world` in the world.
    pub(super) fn read(&mut self, world: u64) -> u64 {
        self.world = world;
        world + self.ahead
    }

    /// Somebody talks to the board.
    pub(super) fn disturb(&mut self) {
        self.disturbed_at = self.world;
    }

    /// Puts it forward, at most up to `next`, when something happens; whether it did.
    pub(super) fn skip(&mut self, next: u64) -> bool {
        let now = self.world + self.ahead;
        let leap = next.saturating_sub(now).min(LEAP);
        let is_idle = self.world.saturating_sub(self.disturbed_at) >= ATTENTION
            || self.world.saturating_sub(self.leapt_at) >= WHILE_TALKING;
        if !self.skips || !is_idle || leap == 0 {
            return false;
        }
        self.ahead += leap;
        self.leapt_at = self.world;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_time_is_skipped_up_to_what_happens_next_and_slowly_while_somebody_talks() {
        let mut clock = Clock {
            skips: true,
            ..Clock::default()
        };
        assert_eq!(clock.read(3_000_000), 3_000_000);
        assert!(clock.skip(u64::MAX));
        assert_eq!(clock.read(3_000_001), 3_000_001 + LEAP);
        assert!(clock.skip(3_000_002 + LEAP));
        assert_eq!(clock.read(3_000_001), 3_000_002 + LEAP);
        assert!(!clock.skip(0), "it is late already");
        clock.disturb();
        assert!(!clock.skip(u64::MAX));
        clock.read(3_000_001 + WHILE_TALKING);
        clock.disturb();
        assert!(clock.skip(u64::MAX));
        assert!(!clock.skip(u64::MAX));
        clock.read(3_000_001 + WHILE_TALKING + ATTENTION);
        assert!(clock.skip(u64::MAX));
        assert!(clock.skip(u64::MAX));
    }

    #[test]
    fn it_goes_with_the_world_unless_time_is_to_be_skipped() {
        let mut clock = Clock::default();
        clock.read(5_000_000);
        assert!(!clock.skip(u64::MAX));
        assert_eq!(clock.read(6_000_000), 6_000_000);
    }
}
