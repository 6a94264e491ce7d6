//! Whether a gateway is still well when its stage has run for a while. Pure.

use std::time::Duration;

use super::state::Vitals;
use crate::config::duration;
use crate::gateway::judge::Rating;
use crate::gateway::update::{Running, Standing};
use crate::gateway::{Status, words};
use crate::image::Image;

/// A telegram that is no older than so many periods of the meter shows that telegrams come.
const PERIODS: u32 = 3;
/// No meter sends more often: a shorter period comes of telegrams that were held up on their way.
const SHORTEST_PERIOD: Duration = Duration::from_secs(1);
/// For so long a telegram is waited for at least, and where the meter's period is not known yet.
const LEAST: Duration = Duration::from_secs(10);
const UNKNOWN_PERIOD: Duration = Duration::from_secs(60);

/// How a gateway is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// As it was when its update was proven.
    Well,
    /// Not so; why, as a clause.
    Ill(String),
    /// No telegram is new enough: ask again.
    Unclear,
}

/// Holds the figures of a gateway against how it was `then` and what it should run. `waited`: for how long it was asked already.
pub fn judge(then: Option<Vitals>, now: &Status, image: &Image, waited: Duration) -> Health {
    let running = Running::of(now);
    if let Standing::RolledBack(rollback) = &running.standing
        && !running.is(image)
    {
        let (version, why) = (&running.version, rollback.reason());
        return Health::Ill(format!("it has gone back to {version}: {why}"));
    }
    if !running.is(image) {
        return Health::Ill(match running.is_called_as(image) {
            true => format!(
                "it runs {}, and other bytes than the image",
                running.version
            ),
            false => format!("it runs {}", running.version),
        });
    }
    let Some(then) = then else {
        return Health::Well;
    };
    let (why, rating) = words::reason(&running.reason);
    if running.boots != then.boots && rating != Some(Rating::Good) {
        return Health::Ill(format!("it has restarted since its update: {why}"));
    }
    if !then.hears_meter {
        return Health::Well;
    }
    let period = now.p1.period_ms.map(|ms| Duration::from_millis(ms.into()));
    let fresh = period.map_or(UNKNOWN_PERIOD, |period| {
        period.max(SHORTEST_PERIOD).saturating_mul(PERIODS)
    });
    let age = now.p1.last_telegram_ms;
    match age.map(|ms| Duration::from_millis(ms.into())) {
        Some(age) if age <= fresh => Health::Well,
        _ if waited < fresh.max(LEAST) => Health::Unclear,
        Some(age) => Health::Ill(format!(
            "telegrams came from its meter, and the last one is {} old",
            duration::display(Duration::from_secs(age.as_secs()))
        )),
        None => Health::Ill("telegrams came from its meter, and none comes any more".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::{Board, Descriptor, Recipe, SMALLEST_SIZE, build};

    const THEN: Vitals = Vitals {
        boots: 7,
        hears_meter: true,
    };

    fn image() -> Image {
        let bytes = build(&Recipe {
            descriptor: Descriptor {
                version: "1.2.3".parse().expect("a version"),
                board: Board::Esp8266With1M,
                build: "sim".parse().expect("a build"),
                security_version: 0,
            },
            size: SMALLEST_SIZE,
            seed: 1,
        });
        Image::parse(&bytes.expect("an image")).expect("a sound image")
    }

    /// The figures of a gateway that is well, after `changes`.
    fn status(changes: &[(&str, &str)]) -> Status {
        let mut text = include_str!("../gateway/testdata/status.json").to_owned();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        serde_json::from_str(&text).expect("a status")
    }

    fn judged(then: Vitals, changes: &[(&str, &str)], waited: u64) -> Health {
        judge(
            Some(then),
            &status(changes),
            &image(),
            Duration::from_secs(waited),
        )
    }

    fn is_ill(health: &Health, part: &str) -> bool {
        matches!(health, Health::Ill(why) if why.contains(part))
    }

    #[test]
    fn one_that_is_as_it_was_is_well() {
        assert_eq!(judged(THEN, &[], 0), Health::Well);
    }

    #[test]
    fn one_that_has_fallen_back_is_ill() {
        let back = [("\"version\":\"1.2.3\"", "\"version\":\"1.2.2\"")];
        assert!(is_ill(&judged(THEN, &back, 0), "it runs 1.2.2"));
        let digest = format!("\"sha256\":\"{}\"", "0".repeat(64));
        let other = [("\"sha256\":null", digest.as_str())];
        assert!(is_ill(&judged(THEN, &other, 0), "other bytes"));
        let given_up = [
            ("\"version\":\"1.2.3\"", "\"version\":\"1.2.2\""),
            ("\"image\":\"confirmed\"", "\"image\":\"rolled-back\""),
            (
                "\"last\":null",
                r#""last":{"result":"rolled-back","error":"did-not-run","version":"1.2.3"}"#,
            ),
        ];
        let health = judged(THEN, &given_up, 0);
        assert!(is_ill(&health, "has gone back to 1.2.2: it did not run"));
    }

    #[test]
    fn one_that_crashed_since_is_ill_and_one_that_lost_power_is_not() {
        let count = ("\"boot_count\":7", "\"boot_count\":8");
        for (reason, is_well) in [
            ("crash", false),
            ("hardware-watchdog", false),
            ("serial-silent", false),
            ("something-new", false),
            ("power", true),
            ("settings", true),
        ] {
            let reset = format!("\"reason\":\"{reason}\"");
            let health = judged(THEN, &[count, ("\"reason\":\"power\"", &reset)], 0);
            assert_eq!(health == Health::Well, is_well, "{reason}: {health:?}");
            if !is_well {
                assert!(is_ill(&health, "has restarted"), "{reason}: {health:?}");
            }
        }
        // The reason of the start that its update was: nothing has happened since.
        let crash = [("\"reason\":\"power\"", "\"reason\":\"crash\"")];
        assert_eq!(judged(THEN, &crash, 0), Health::Well);
    }

    #[test]
    fn telegrams_are_waited_for_where_they_came_before() {
        let old = [("\"last_telegram_ms\":400", "\"last_telegram_ms\":3001")];
        assert_eq!(judged(THEN, &old, 0), Health::Unclear);
        assert_eq!(judged(THEN, &old, 9), Health::Unclear);
        assert!(is_ill(&judged(THEN, &old, 10), "the last one is 3s old"));
        let slow = [old[0], ("\"period_ms\":1000", "\"period_ms\":1001")];
        assert_eq!(judged(THEN, &slow, 0), Health::Well);
        let none = [
            ("\"last_telegram_ms\":400", "\"last_telegram_ms\":null"),
            ("\"period_ms\":1000", "\"period_ms\":null"),
        ];
        assert_eq!(judged(THEN, &none, 59), Health::Unclear);
        assert!(is_ill(&judged(THEN, &none, 60), "none comes any more"));
        let held_up = [
            ("\"last_telegram_ms\":400", "\"last_telegram_ms\":2999"),
            ("\"period_ms\":1000", "\"period_ms\":20"),
        ];
        assert_eq!(judged(THEN, &held_up, 60), Health::Well);
        let silent = Vitals {
            hears_meter: false,
            ..THEN
        };
        assert_eq!(judged(silent, &none, 0), Health::Well);
    }
}
