//! What proves an update. Pure: what ran before, what runs after, and the image decide.

use std::fmt;
use std::time::Duration;

use super::standing::{ROLLED_BACK, Rollback, Standing};
use super::text::shown;
use crate::gateway::restart::Start;
use crate::gateway::status::Status;
use crate::image::{Image, Sha256};

/// A meter that sent nothing for longer than this was silent before the update: milliseconds.
const SILENCE_MS: u32 = 60_000;
/// Or for longer than so many of its periods.
const SILENT_PERIODS: u32 = 3;
/// For so long at least something is waited for that a gateway with a new image has to do or to hear.
const PATIENCE: Duration = Duration::from_secs(120);
/// A trial that goes well takes a minute.
const TRIAL: Duration = Duration::from_secs(180);

/// What runs on a gateway, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Its version.
    pub version: String,
    /// Its build.
    pub build: String,
    /// The digest of the image without a signature, once the gateway has counted it.
    pub sha256: Option<Sha256>,
    /// Starts in all, since power came.
    pub boots: u32,
    /// The start since which it runs.
    pub start: Start,
    /// Why it started last.
    pub reason: String,
    /// Whole telegrams since then.
    pub telegrams: u32,
    /// Whether telegrams come now.
    pub hears_meter: bool,
    /// The meter's period, once it is known.
    pub period: Option<Duration>,
    /// How the image stands.
    pub standing: Standing,
}

impl Running {
    /// What the figures of a gateway say.
    pub fn of(status: &Status) -> Running {
        let firmware = &status.device.firmware;
        let p1 = &status.p1;
        let patience = p1
            .period_ms
            .map_or(0, |period| period.saturating_mul(SILENT_PERIODS));
        Running {
            version: shown(&firmware.version),
            build: shown(&firmware.build),
            sha256: firmware.sha256.as_ref().and_then(|text| text.parse().ok()),
            boots: status.device.boot_count,
            start: Start::of(status),
            reason: shown(&status.device.reset.reason),
            telegrams: p1.telegrams,
            hears_meter: p1
                .last_telegram_ms
                .is_some_and(|age| age <= patience.max(SILENCE_MS)),
            period: p1.period_ms.map(|ms| Duration::from_millis(ms.into())),
            standing: Standing::of(status),
        }
    }

    /// Whether it calls itself what the image does.
    pub fn is_called_as(&self, image: &Image) -> bool {
        let descriptor = &image.descriptor;
        self.version == descriptor.version.to_string() && self.build == descriptor.build.as_str()
    }

    /// The rollback that has brought back what runs, unless that was so `before`. The same can have happened again: then what runs was
    /// started by it. Only for figures of another start.
    pub fn rollback_since(&self, before: &Running) -> Option<&Rollback> {
        let Standing::RolledBack(rollback) = &self.standing else {
            return None;
        };
        let is_new = self.standing != before.standing || self.reason == ROLLED_BACK;
        is_new.then_some(rollback)
    }

    /// Whether it is this very image, as far as the gateway tells.
    pub fn is(&self, image: &Image) -> bool {
        self.is_called_as(image) && self.sha256.is_none_or(|sha256| sha256 == image.sha256)
    }
}

/// What is still missing of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The image is on trial: the gateway still may go back.
    Confirmation,
    /// The gateway has not counted the digest of what runs.
    Digest,
    /// No telegram has come since, and before they did.
    Telegrams,
}

impl Missing {
    /// A stable word.
    pub fn word(self) -> &'static str {
        match self {
            Missing::Confirmation => "confirmation",
            Missing::Digest => "digest",
            Missing::Telegrams => "telegrams",
        }
    }

    /// For how long it is waited for, with a meter of this period.
    pub(super) fn patience(self, period: Option<Duration>) -> Duration {
        match self {
            Missing::Confirmation => TRIAL,
            Missing::Digest => PATIENCE,
            Missing::Telegrams => {
                let periods = period.unwrap_or_default().saturating_mul(SILENT_PERIODS);
                periods.max(PATIENCE)
            }
        }
    }
}

/// `the gateway's word about the SHA-256 of what runs`
impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Missing::Confirmation => "the gateway's word that the new firmware has proven itself",
            Missing::Digest => "the gateway's word about the SHA-256 of what runs",
            Missing::Telegrams => "a telegram from the meter",
        })
    }
}

/// What speaks against an update, once the gateway has restarted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breach {
    /// The image was given up, and what ran before was brought back.
    RolledBack(Rollback),
    /// What ran before runs again, and nobody says why.
    OldVersion,
    /// Something runs that is neither.
    OtherVersion,
    /// It calls itself as the image does, and is not the same bytes.
    OtherBytes,
    /// It has started more than once since: so many times.
    Restarts(u32),
    /// It has not started because of an update.
    OtherReason,
}

/// How far a proof is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// All is proven: version, build, digest, a minute without trouble, one start, its reason, and telegrams if they came before.
    Complete,
    /// Something has to be waited for.
    Lacks(Missing),
    /// It will not come.
    Fails(Breach),
}

/// Weighs what runs after a restart.
pub fn weigh(before: &Running, after: &Running, image: &Image) -> Proof {
    if !after.is(image) {
        if let Some(rollback) = after.rollback_since(before) {
            return Proof::Fails(Breach::RolledBack(rollback.clone()));
        }
        let is_as_before = after.version == before.version
            && after.build == before.build
            && after.sha256 == before.sha256;
        return Proof::Fails(if is_as_before {
            Breach::OldVersion
        } else if after.is_called_as(image) {
            Breach::OtherBytes
        } else {
            Breach::OtherVersion
        });
    }
    // Whatever has happened, the gateway decides what becomes of the image.
    if after.standing == Standing::Trial {
        return Proof::Lacks(Missing::Confirmation);
    }
    // A power cut takes the reason of the restart with it, and is no fault of the image.
    let was_cut = after.reason == "power";
    let starts = after.boots.wrapping_sub(before.boots);
    if starts != 1 && !was_cut {
        return Proof::Fails(Breach::Restarts(starts));
    }
    if after.reason != "ota" && !was_cut {
        return Proof::Fails(Breach::OtherReason);
    }
    if after.sha256.is_none() {
        return Proof::Lacks(Missing::Digest);
    }
    if before.hears_meter && after.telegrams == 0 {
        return Proof::Lacks(Missing::Telegrams);
    }
    Proof::Complete
}

/// Weighs what runs after a restart into the image of `version`, which ran before.
pub fn weigh_return(before: &Running, after: &Running, version: &str) -> Proof {
    if after.version != version {
        return Proof::Fails(match after.version == before.version {
            true => Breach::OldVersion,
            false => Breach::OtherVersion,
        });
    }
    match after.rollback_since(before) {
        Some(rollback) if rollback.is_requested() => {}
        _ => return Proof::Fails(Breach::OtherReason),
    }
    if before.hears_meter && after.telegrams == 0 {
        return Proof::Lacks(Missing::Telegrams);
    }
    Proof::Complete
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::{Board, Descriptor, Recipe, SMALLEST_SIZE, build};

    fn image(version: &str) -> Image {
        let bytes = build(&Recipe {
            descriptor: Descriptor {
                version: version.parse().expect("a version"),
                board: Board::Esp8266With1M,
                build: "test".parse().expect("a build"),
                security_version: 0,
            },
            size: SMALLEST_SIZE,
            seed: 1,
        });
        Image::parse(&bytes.expect("an image")).expect("a sound image")
    }

    fn running(image: &Image, boots: u32) -> Running {
        Running {
            version: image.descriptor.version.to_string(),
            build: image.descriptor.build.to_string(),
            sha256: Some(image.sha256),
            boots,
            start: start(),
            reason: "ota".to_owned(),
            telegrams: 5,
            hears_meter: true,
            period: Some(Duration::from_secs(1)),
            standing: Standing::Confirmed,
        }
    }

    /// Which start it is does not matter for a proof.
    fn start() -> Start {
        let text = include_str!("../testdata/status.json");
        Start::of(&serde_json::from_str(text).expect("a status"))
    }

    fn rollback() -> Rollback {
        Rollback {
            why: "did-not-run".to_owned(),
            left: Some("2.0.0".to_owned()),
            evidence: None,
        }
    }

    #[test]
    fn a_rollback_of_long_ago_is_not_one_of_this_update() {
        let (old, new) = (image("1.0.0"), image("2.0.0"));
        let before = Running {
            standing: Standing::RolledBack(rollback()),
            ..running(&old, 7)
        };
        let restarted = Running {
            boots: 8,
            ..before.clone()
        };
        let proof = weigh(&before, &restarted, &new);
        assert_eq!(proof, Proof::Fails(Breach::OldVersion));
        let again = Running {
            boots: 11,
            reason: "rolled-back".to_owned(),
            ..before.clone()
        };
        let proof = weigh(&before, &again, &new);
        assert_eq!(proof, Proof::Fails(Breach::RolledBack(rollback())));
    }

    #[test]
    fn a_return_is_proven_by_the_version_and_who_asked_for_it() {
        let (old, new) = (image("1.0.0"), image("2.0.0"));
        let before = running(&new, 8);
        let back = Running {
            standing: Standing::RolledBack(Rollback {
                why: "requested".to_owned(),
                ..rollback()
            }),
            reason: "rolled-back".to_owned(),
            ..running(&old, 9)
        };
        let silent = Running {
            telegrams: 0,
            ..back.clone()
        };
        let of_itself = Running {
            standing: Standing::RolledBack(rollback()),
            ..back.clone()
        };
        for (after, expected) in [
            (back, Proof::Complete),
            (silent, Proof::Lacks(Missing::Telegrams)),
            (of_itself, Proof::Fails(Breach::OtherReason)),
            (running(&new, 9), Proof::Fails(Breach::OldVersion)),
            (
                running(&image("3.0.0"), 9),
                Proof::Fails(Breach::OtherVersion),
            ),
        ] {
            assert_eq!(weigh_return(&before, &after, "1.0.0"), expected);
        }
    }

    #[test]
    fn a_meter_with_long_pauses_is_waited_for_longer() {
        let of = |seconds| Missing::Telegrams.patience(Some(Duration::from_secs(seconds)));
        assert_eq!(of(10), PATIENCE);
        assert_eq!(of(3_600), Duration::from_secs(3 * 3_600));
    }

    #[test]
    fn each_part_of_a_proof_counts() {
        let (old, new, third) = (image("1.0.0"), image("2.0.0"), image("3.0.0"));
        let good = running(&new, 8);
        let cases: Vec<(&str, Running, Proof)> = vec![
            ("all of it", good.clone(), Proof::Complete),
            (
                "the old one",
                running(&old, 8),
                Proof::Fails(Breach::OldVersion),
            ),
            (
                "a third one",
                running(&third, 8),
                Proof::Fails(Breach::OtherVersion),
            ),
            (
                "other bytes",
                Running {
                    sha256: Some(third.sha256),
                    ..good.clone()
                },
                Proof::Fails(Breach::OtherBytes),
            ),
            (
                "another build",
                Running {
                    build: "other".to_owned(),
                    ..good.clone()
                },
                Proof::Fails(Breach::OtherVersion),
            ),
            (
                "two starts",
                running(&new, 9),
                Proof::Fails(Breach::Restarts(2)),
            ),
            (
                "power cuts in between",
                Running {
                    reason: "power".to_owned(),
                    ..running(&new, 9)
                },
                Proof::Complete,
            ),
            (
                "on trial, whatever has happened",
                Running {
                    standing: Standing::Trial,
                    reason: "crash".to_owned(),
                    ..running(&new, 9)
                },
                Proof::Lacks(Missing::Confirmation),
            ),
            (
                "given up",
                Running {
                    standing: Standing::RolledBack(rollback()),
                    ..running(&old, 11)
                },
                Proof::Fails(Breach::RolledBack(rollback())),
            ),
            (
                "another reason",
                Running {
                    reason: "watchdog".to_owned(),
                    ..good.clone()
                },
                Proof::Fails(Breach::OtherReason),
            ),
            (
                "no digest yet",
                Running {
                    sha256: None,
                    ..good.clone()
                },
                Proof::Lacks(Missing::Digest),
            ),
            (
                "no telegram yet",
                Running {
                    telegrams: 0,
                    ..good
                },
                Proof::Lacks(Missing::Telegrams),
            ),
        ];
        let before = running(&old, 7);
        for (what, after, expected) in cases {
            assert_eq!(weigh(&before, &after, &new), expected, "{what}");
        }
    }

    #[test]
    fn telegrams_are_asked_for_only_where_they_came_before() {
        let new = image("2.0.0");
        let silent = Running {
            hears_meter: false,
            ..running(&image("1.0.0"), 7)
        };
        let after = Running {
            telegrams: 0,
            ..running(&new, 8)
        };
        assert_eq!(weigh(&silent, &after, &new), Proof::Complete);
    }

    #[test]
    fn the_same_image_again_is_proven_by_the_start_alone() {
        let new = image("2.0.0");
        let before = running(&new, u32::MAX);
        assert_eq!(weigh(&before, &running(&new, 0), &new), Proof::Complete);
    }

    #[test]
    fn a_rebuilt_version_that_did_not_get_in_is_the_old_one() {
        let new = image("2.0.0");
        let before = Running {
            sha256: Some(image("1.0.0").sha256),
            ..running(&new, 7)
        };
        let after = Running {
            boots: 8,
            ..before.clone()
        };
        let proof = weigh(&before, &after, &new);
        assert_eq!(proof, Proof::Fails(Breach::OldVersion));
    }

    #[test]
    fn a_meter_is_heard_while_its_telegrams_are_no_older_than_three_periods() {
        let text = include_str!("../testdata/status.json");
        let hears = |age: &str, period: &str| {
            let text = text.replace("\"last_telegram_ms\":400", age);
            let text = text.replace("\"period_ms\":1000", period);
            let status: Status = serde_json::from_str(&text).expect("a status");
            Running::of(&status).hears_meter
        };
        assert!(hears("\"last_telegram_ms\":60000", "\"period_ms\":1000"));
        assert!(!hears("\"last_telegram_ms\":60001", "\"period_ms\":1000"));
        assert!(hears("\"last_telegram_ms\":60001", "\"period_ms\":30000"));
        assert!(!hears("\"last_telegram_ms\":null", "\"period_ms\":null"));
    }
}
