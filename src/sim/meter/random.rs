//! The only source of chance in a simulated meter: small, fast and the same on every machine.

/// A stream of pseudo-random numbers decided by its seed (the `SplitMix64` generator).
///
/// It is good enough for households and must never be used for secrets.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// The stream of this seed.
    pub(crate) fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// A stream of its own, so that one part's use of chance does not shift another part's.
    pub(crate) fn fork(&mut self) -> Self {
        Random(self.bits())
    }

    /// The next 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 up to, not including, `limit`; 0 where the limit is 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.bits().checked_rem(limit).unwrap_or(0)
    }

    /// A number from `low` up to, not including, `high`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        let unit = f64::from((self.bits() >> 32) as u32) / 4_294_967_296.0;
        low + (high - low) * unit
    }

    /// True with this probability (0 never, 1 always).
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.between(0.0, 1.0) < probability
    }

    /// A step of a wandering quantity that keeps coming back to `home`.
    ///
    /// `pull` (0 to 1) is how much of the way back it goes, `jitter` the largest step of its own.
    pub(crate) fn wander(&mut self, value: f64, home: f64, pull: f64, jitter: f64) -> f64 {
        value + (home - value) * pull + self.between(-jitter, jitter)
    }
}

/// The nearest whole number; the model's only step from measures to digits.
pub(crate) fn whole(value: f64) -> i64 {
    // `as` saturates, and nothing a household does comes near the limits of 64 bits.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "rounded first, and saturating is right"
    )]
    let rounded = value.round() as i64;
    rounded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_published_sequence_of_splitmix64() {
        let mut random = Random::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.bits()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn stays_inside_its_bounds() {
        let mut random = Random::new(7);
        for _ in 0..1_000 {
            assert!((-2.0..3.0).contains(&random.between(-2.0, 3.0)));
            assert!(random.below(5) < 5);
        }
        assert_eq!(random.below(0), 0);
        assert!(!random.happens(0.0));
        assert!(random.happens(1.0));
    }
}
