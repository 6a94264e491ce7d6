//! Counts of what a stream held.

use std::fmt;

use super::decoder::Piece;
use super::scan::Check;

/// How many telegrams of which kind there were, and how many bytes of noise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Telegrams with a right checksum.
    pub valid: u64,
    /// Telegrams with a wrong checksum.
    pub invalid: u64,
    /// Telegrams without a checksum.
    pub unchecked: u64,
    /// Telegrams, among those above, that are encrypted and stay so.
    pub locked: u64,
    /// Bytes that belong to no telegram.
    pub noise_bytes: u64,
}

impl Totals {
    /// All telegrams.
    pub fn telegrams(&self) -> u64 {
        self.valid + self.invalid + self.unchecked
    }

    /// Counts a piece.
    pub fn count(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Noise { length, .. } => self.noise_bytes += length,
            Piece::Telegram(telegram) => {
                self.locked += u64::from(telegram.is_locked());
                match telegram.check() {
                    Check::Valid => self.valid += 1,
                    Check::Invalid { .. } => self.invalid += 1,
                    Check::Absent => self.unchecked += 1,
                }
            }
        }
    }
}

impl std::ops::AddAssign for Totals {
    fn add_assign(&mut self, other: Totals) {
        self.valid += other.valid;
        self.invalid += other.invalid;
        self.unchecked += other.unchecked;
        self.locked += other.locked;
        self.noise_bytes += other.noise_bytes;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: u64| if count == 1 { "" } else { "s" };
        write!(
            f,
            "{} telegram{}: {} valid, {} invalid, {} unchecked; {} byte{} of noise",
            self.telegrams(),
            plural(self.telegrams()),
            self.valid,
            self.invalid,
            self.unchecked,
            self.noise_bytes,
            plural(self.noise_bytes)
        )?;
        match self.locked {
            0 => Ok(()),
            locked => write!(f, "; {locked} encrypted and not opened"),
        }
    }
}
