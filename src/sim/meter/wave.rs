//! Sine and cosine that yield the same bits everywhere.
//!
//! Those of the standard library may differ between systems, and a simulated meter must not.

/// Cosine of an angle in turns (1 is 360°), right to a millionth.
pub(crate) fn cosine(turns: f64) -> f64 {
    let turns = turns - turns.floor();
    // Every angle has a cosine that one of the first quadrant has, or its opposite.
    let turns = if turns > 0.5 { 1.0 - turns } else { turns };
    if turns > 0.25 {
        -cosine_of_first_quadrant(0.5 - turns)
    } else {
        cosine_of_first_quadrant(turns)
    }
}

/// Sine of an angle in turns (1 is 360°), right to a millionth.
pub(crate) fn sine(turns: f64) -> f64 {
    cosine(turns - 0.25)
}

/// The Taylor series as far as the tenth power.
fn cosine_of_first_quadrant(turns: f64) -> f64 {
    let angle = turns * std::f64::consts::TAU;
    let square = angle * angle;
    [90.0, 56.0, 30.0, 12.0, 2.0]
        .into_iter()
        .fold(1.0, |series, divisor| 1.0 - square / divisor * series)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    #[test]
    fn agrees_with_the_standard_library_to_a_millionth() {
        for step in -2_000..2_000 {
            let turns = f64::from(step) / 777.0;
            assert!(
                (cosine(turns) - (turns * TAU).cos()).abs() < 1e-6,
                "{turns}"
            );
            assert!((sine(turns) - (turns * TAU).sin()).abs() < 1e-6, "{turns}");
        }
    }
}
