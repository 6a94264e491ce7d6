//! What proves an update. Pure: what ran before, what runs after, and the image decide.

use std::fmt;

use super::text::shown;
use crate::gateway::status::Status;
use crate::image::{Image, Sha256};

/// A meter that sent nothing for longer than this was silent before the update: milliseconds.
const SILENCE_MS: u32 = 60_000;
/// Or for longer than so many of its periods.
const SILENT_PERIODS: u32 = 3;

/// What runs on a gateway, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Its version.
    pub version: String,
    /// Its build.
    pub build: String,
    /// The digest of the image without a signature, once the gateway has counted it.
    pub sha256: Option<Sha256>,
    /// Starts in all.
    pub boots: u32,
    /// Why it started last.
    pub reason: String,
    /// Whole telegrams since then.
    pub telegrams: u32,
    /// Whether telegrams come now.
    pub hears_meter: bool,
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
            reason: shown(&status.device.reset.reason),
            telegrams: p1.telegrams,
            hears_meter: p1
                .last_telegram_ms
                .is_some_and(|age| age <= patience.max(SILENCE_MS)),
        }
    }

    /// Whether it calls itself what the image does.
    pub fn is_called_as(&self, image: &Image) -> bool {
        let descriptor = &image.descriptor;
        self.version == descriptor.version.to_string() && self.build == descriptor.build.as_str()
    }

    /// Whether it is this very image, as far as the gateway tells.
    pub fn is(&self, image: &Image) -> bool {
        self.is_called_as(image) && self.sha256.is_none_or(|sha256| sha256 == image.sha256)
    }
}

/// What is still missing of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The gateway has not counted the digest of what runs.
    Digest,
    /// No telegram has come since, and before they did.
    Telegrams,
}

impl Missing {
    /// A stable word.
    pub fn word(self) -> &'static str {
        match self {
            Missing::Digest => "digest",
            Missing::Telegrams => "telegrams",
        }
    }
}

/// `the gateway's word about the SHA-256 of what runs`
impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Missing::Digest => "the gateway's word about the SHA-256 of what runs",
            Missing::Telegrams => "a telegram from the meter",
        })
    }
}

/// What speaks against an update, once the gateway has restarted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// What ran before runs again.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// All is proven: version, build, digest, one start, its reason, and telegrams if they came before.
    Complete,
    /// Something has to be waited for.
    Lacks(Missing),
    /// It will not come.
    Fails(Breach),
}

/// Weighs what runs after a restart.
pub fn weigh(before: &Running, after: &Running, image: &Image) -> Proof {
    if !after.is(image) {
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
    let starts = after.boots.wrapping_sub(before.boots);
    if starts != 1 {
        return Proof::Fails(Breach::Restarts(starts));
    }
    if after.reason != "ota" {
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
            reason: "ota".to_owned(),
            telegrams: 5,
            hears_meter: true,
        }
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
