//! Chance that is the same in each run: for faults, not for secrets.

/// A stream of numbers decided by its seed (xorshift64*).
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// A stream of its own for each seed.
    pub fn new(seed: u64) -> Random {
        // Never zero, which would stay zero.
        let mixed = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Random { state: mixed | 1 }
    }

    /// The next number.
    pub fn draw(&mut self) -> u32 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let bits = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        u32::try_from(bits).unwrap_or(0)
    }

    /// Evenly spread from 0 up to, but not including, 1.
    pub fn fraction(&mut self) -> f64 {
        f64::from(self.draw()) / (f64::from(u32::MAX) + 1.0)
    }
}
