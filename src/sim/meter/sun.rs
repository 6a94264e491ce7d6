//! How much the sun shines on a roof.

use super::clock::Moment;
use super::random::Random;
use super::wave::{cosine, sine};

/// A place on Earth, in degrees, north and east positive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
}

/// Sine of the sun's height above the horizon; negative at night.
///
/// The declination is the usual one-term approximation and the equation of time is left out:
/// noon is right within a quarter of an hour, which no household notices.
fn height(place: Place, moment: &Moment) -> f64 {
    let utc = moment.utc;
    let day = f64::from(utc.day_of_year());
    let hours =
        f64::from(utc.hour()) + f64::from(utc.minute()) / 60.0 + f64::from(utc.second()) / 3_600.0;
    // Angles in turns.
    let declination = -23.44 / 360.0 * cosine((day + 10.0) / 365.0);
    let hour_angle = (hours - 12.0) / 24.0 + place.longitude / 360.0;
    let latitude = place.latitude / 360.0;
    sine(latitude) * sine(declination) + cosine(latitude) * cosine(declination) * cosine(hour_angle)
}

/// The sky over one roof.
#[derive(Clone, Debug)]
pub(crate) struct Sky {
    random: Random,
    /// How clear the present spell of weather is: 0 overcast, 1 blue.
    weather: f64,
    /// How clear it is right now.
    clearness: f64,
}

impl Sky {
    pub(crate) fn new(mut random: Random) -> Self {
        let weather = random.between(0.3, 1.0);
        Sky {
            random,
            weather,
            clearness: weather,
        }
    }

    /// Lets one minute of weather pass. Spells last about two hours, clouds minutes.
    pub(crate) fn pass_minute(&mut self) {
        if self.random.happens(1.0 / 120.0) {
            self.weather = self.random.between(0.1, 1.0);
        }
        // A half-clouded sky changes most.
        let restless = 0.02 + 0.2 * self.weather * (1.0 - self.weather);
        self.clearness = self
            .random
            .wander(self.clearness, self.weather, 0.15, restless)
            .clamp(0.05, 1.0);
    }

    /// What panels yield now, as a share (0 to 1) of their peak power.
    pub(crate) fn yield_of_panels(&self, place: Place, moment: &Moment) -> f64 {
        let height = height(place, moment).max(0.0);
        // A low sun loses more on its longer way through the air.
        height * (0.7 + 0.3 * height) * self.clearness
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::meter::clock::Zone;

    const UTRECHT: Place = Place {
        latitude: 52.1,
        longitude: 5.1,
    };

    fn height_at(time: &str) -> f64 {
        let zone = Zone {
            winter_hours: 1,
            has_summer_time: true,
        };
        height(
            UTRECHT,
            &zone.at(time.parse::<jiff::Timestamp>().unwrap().as_second()),
        )
    }

    #[test]
    fn the_midsummer_sun_stands_at_61_degrees_at_noon_and_is_down_at_midnight() {
        let noon = height_at("2026-06-21T11:40:00Z").asin().to_degrees();
        assert!((noon - 61.3).abs() < 0.5, "{noon}");
        assert!(height_at("2026-06-21T23:40:00Z") < 0.0);
    }

    #[test]
    fn the_midwinter_sun_is_low() {
        let noon = height_at("2026-12-21T11:40:00Z").asin().to_degrees();
        assert!((noon - 14.5).abs() < 0.5, "{noon}");
    }

    #[test]
    fn panels_never_yield_more_than_their_peak_or_less_than_nothing() {
        let mut sky = Sky::new(Random::new(3));
        let zone = Zone {
            winter_hours: 1,
            has_summer_time: true,
        };
        for minute in 0..1_440 {
            sky.pass_minute();
            let share = sky.yield_of_panels(UTRECHT, &zone.at(1_782_000_000 + minute * 60));
            assert!((0.0..=1.0).contains(&share), "{share}");
        }
    }
}
