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

    /// Whether both are the same image, as far as the gateway tells: counting a digest takes a chip a while after its start.
    fn may_be(&self, other: &Running) -> bool {
        let differ = matches!((&self.sha256, &other.sha256), (Some(one), Some(two)) if one != two);
        self.version == other.version && self.build == other.build && !differ
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
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
    /// The image was given up, and what ran before was brought back.
    RolledBack(Rollback),
    /// It will not come.
    Fails(Breach),
}

/// Weighs what runs after a restart.
pub fn weigh(before: &Running, after: &Running, image: &Image) -> Proof {
    if !after.is(image) {
        if let Some(rollback) = after.rollback_since(before) {
            // The gateway needs a moment after its start to read what it has left; that is what it was sent.
            let sent = || image.descriptor.version.to_string();
            return Proof::RolledBack(Rollback {
                left: rollback.left.clone().or_else(|| Some(sent())),
                ..rollback.clone()
            });
        }
        return Proof::Fails(if after.may_be(before) {
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
#[path = "proof_tests.rs"]
mod tests;
