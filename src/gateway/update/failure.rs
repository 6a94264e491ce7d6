//! How updates fail, each with what runs on the gateway now and the next thing to try.

use std::fmt;
use std::time::Duration;

use super::goal::Goal;
use super::proof::{Breach, Missing, Running};
use super::standing::Rollback;
use crate::config::duration;
use crate::error::{Error, Kind};
use crate::image::{Image, Problem};

/// The class of a failure, for whoever decides whether to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The image is not for this gateway, or not allowed: the same one will never be taken.
    Refused,
    /// Another update is under way, or it is about to restart.
    Busy,
    /// It cannot write its flash chip.
    FlashFailed,
    /// The connection ended in the middle.
    Cut,
    /// It took the image and has not restarted.
    NotRestarted,
    /// It took the image and has not come back.
    NotBack,
    /// It took the image, gave it up, and runs what ran before.
    RolledBack,
    /// It took the image and came back with what ran before.
    OldVersion,
    /// It took the image, and what runs is not proven to be well.
    Unproven,
    /// Nobody answers.
    Unreachable,
    /// The password is missing, wrong, or not looked at for now.
    Authentication,
    /// Somebody asked to stop.
    Stopped,
}

impl Reason {
    /// All of them.
    pub const ALL: [Reason; 12] = [
        Reason::Refused,
        Reason::Busy,
        Reason::FlashFailed,
        Reason::Cut,
        Reason::NotRestarted,
        Reason::NotBack,
        Reason::RolledBack,
        Reason::OldVersion,
        Reason::Unproven,
        Reason::Unreachable,
        Reason::Authentication,
        Reason::Stopped,
    ];

    /// A stable word.
    pub fn word(self) -> &'static str {
        match self {
            Reason::Refused => "refused",
            Reason::Busy => "busy",
            Reason::FlashFailed => "flash-failed",
            Reason::Cut => "cut",
            Reason::NotRestarted => "not-restarted",
            Reason::NotBack => "not-back",
            Reason::RolledBack => "rolled-back",
            Reason::OldVersion => "old-version",
            Reason::Unproven => "unproven",
            Reason::Unreachable => "unreachable",
            Reason::Authentication => "authentication",
            Reason::Stopped => "stopped",
        }
    }
}

/// An update that failed.
#[derive(Debug)]
pub struct Failure {
    /// Its class.
    pub reason: Reason,
    /// What to tell.
    pub error: Error,
    /// Bytes of the image that were sent.
    pub sent: u64,
    /// What runs on the gateway now, as far as it is known.
    pub version: Option<String>,
    /// Why the gateway gave the image up, if it did.
    pub rollback: Option<Box<Rollback>>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// A failure before anything was sent.
impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let reason = match error.kind() {
            Kind::Authentication => Reason::Authentication,
            Kind::Unreachable | Kind::NothingFound => Reason::Unreachable,
            Kind::Interrupted => Reason::Stopped,
            Kind::Failed
            | Kind::Usage
            | Kind::OutputClosed
            | Kind::PartlyFailed
            | Kind::NoTelegram
            | Kind::Different
            | Kind::FoundErrors
            | Kind::FoundWarnings => Reason::Refused,
        };
        Failure::new(reason, error)
    }
}

impl Failure {
    pub(super) fn new(reason: Reason, error: Error) -> Failure {
        Failure {
            reason,
            error,
            sent: 0,
            version: None,
            rollback: None,
        }
    }

    pub(super) fn running(mut self, version: &str) -> Failure {
        self.version = Some(version.to_owned());
        self
    }

    /// Of a gateway that has taken the image: what it says now cannot be a refusal any more.
    pub(super) fn afterwards(mut self) -> Failure {
        match self.reason {
            Reason::Refused => self.reason = Reason::Unproven,
            Reason::Unreachable => self.reason = Reason::NotBack,
            _ => {}
        }
        self
    }

    pub(super) fn sent(mut self, sent: u64) -> Failure {
        self.sent = sent;
        self
    }
}

/// `120 of 320 KiB`
fn share(sent: u64, total: u64) -> String {
    format!("{} of {} KiB", sent >> 10, total.div_ceil(1 << 10))
}

/// How far an upload had come: `the upload broke off after 120 of 320 KiB`
fn broke_off(sent: u64, total: u64) -> String {
    if sent < total {
        format!("the upload broke off after {}", share(sent, total))
    } else {
        "the connection ended before the gateway had confirmed the image".to_owned()
    }
}

/// The image is older than what runs.
pub(super) fn downgrade(running: &str, image: &Image) -> Failure {
    let version = &image.descriptor.version;
    Failure::new(
        Reason::Refused,
        Error::failed(format!(
            "the gateway runs {running}, and the image is older: {version}"
        ))
        .hint("if that is what you want: --allow-downgrade"),
    )
    .running(running)
}

/// It takes an image already, or has taken one and not restarted yet.
pub(super) fn busy(before: &Running) -> Failure {
    Failure::new(
        Reason::Busy,
        Error::failed("the gateway is busy with another update")
            .hint("another update is under way, or it is about to restart: try again in a minute"),
    )
    .running(&before.version)
}

/// It has started anew before anything could be sent to it.
pub(super) fn restarted() -> Failure {
    Failure::new(
        Reason::Busy,
        Error::failed("the gateway has restarted just now, before anything was sent to it")
            .hint("another update may have ended: run the same command again"),
    )
}

/// The gateway takes signed images only.
pub(super) fn unsigned() -> Error {
    Error::failed(format!(
        "the image is refused: {}: it is not signed, and the gateway takes only images signed with its key",
        Problem::Unsigned.code()
    ))
    .hint(Problem::Unsigned.hint())
}

/// The gateway takes no image of a lower security version than it has run.
pub(super) fn rollback(has: u32, floor: u32, place: &str) -> Error {
    Error::failed(format!(
        "the image is refused: {}: its security version is {has}, and the gateway's rollback protection takes {floor} or more",
        Problem::OlderSecurity.code()
    ))
    .hint(Problem::OlderSecurity.hint())
    .hint(format!(
        "if you accept its holes: smr config set {place} ota.rollback_protection=false"
    ))
}

/// A board that this program does not know.
pub(super) fn other_board(name: &str) -> Error {
    Error::failed(format!(
        "the gateway is a board {name:?}, which this version does not know"
    ))
    .hint("update smr: the gateway's firmware is newer than this program")
}

/// The connection ended in the middle, and `version` runs still.
pub(super) fn cut(cause: Error, sent: u64, total: u64, version: &str, place: &str) -> Failure {
    let told = broke_off(sent, total);
    Failure::new(
        Reason::Cut,
        Error::failed(format!("{told}; the gateway still runs {version}"))
            .because(cause)
            .hint("no harm is done: run the same command again")
            .hint(format!("is its Wi-Fi good enough? smr diag {place}")),
    )
    .running(version)
    .sent(sent)
}

/// The connection ended in the middle, and the gateway does not answer since.
pub(super) fn cut_and_gone(cause: Error, sent: u64, total: u64, place: &str) -> Failure {
    let told = broke_off(sent, total);
    Failure::new(
        Reason::Cut,
        Error::unreachable(format!("{told}, and the gateway does not answer since"))
            .because(cause)
            .hint("an upload that breaks off changes nothing: what ran before starts again")
            .hint(format!(
                "has it power? look for it, then run the same command again: smr diag {place}"
            )),
    )
    .sent(sent)
}

/// It took the image and has not restarted.
pub(super) fn not_restarted(goal: Goal<'_>, before: &Running, patience: Duration) -> Failure {
    Failure::new(
        Reason::NotRestarted,
        Error::failed(format!(
            "the gateway {} and has not restarted within {}; it still runs {}",
            goal.order(),
            duration::display(patience),
            before.version
        ))
        .hint("take its power away, give it again, and run the same command again"),
    )
    .running(&before.version)
}

/// It took the image and has not come back.
pub(super) fn not_back(goal: Goal<'_>, cause: Error, patience: Duration, place: &str) -> Failure {
    Failure::new(
        Reason::NotBack,
        Error::unreachable(format!(
            "the gateway {} and has not come back within {}",
            goal.order(),
            duration::display(patience)
        ))
        .because(cause)
        .hint("it may have another address now: smr discover")
        .hint(format!(
            "or need longer, up to 15 minutes if the new firmware does not find its network; what runs now tells: smr diag {place}"
        ))
        .hint("if it stays away: take its power away, wait 10 s and give it again"),
    )
}

/// What came back is not as it should be.
pub(super) fn breach(breach: Breach, after: &Running, goal: Goal<'_>, place: &str) -> Failure {
    let order = goal.order();
    let version = &after.version;
    let look = format!("what it says about its starts: smr diag {place} --events");
    let (reason, error) = match breach {
        Breach::OldVersion => (
            Reason::OldVersion,
            Error::failed(format!(
                "the gateway {order} and came back with {version}, which ran before"
            ))
            .hint("its boot loader has not swapped the images: run the same command again")
            .hint("if it stays so, write it over the serial port: smr flash"),
        ),
        Breach::OtherVersion => (
            Reason::Unproven,
            Error::failed(format!(
                "the gateway {order} and runs {version} (build {})",
                after.build
            ))
            .hint("has somebody else updated it meanwhile? run the same command again"),
        ),
        Breach::OtherBytes => (
            Reason::Unproven,
            Error::failed(format!(
                "the gateway runs {version}, and its SHA-256 is not that of the image"
            ))
            .hint("run the same command again; if it stays so, write it over the serial port: smr flash"),
        ),
        Breach::Restarts(count) => (
            Reason::Unproven,
            Error::failed(format!(
                "the gateway runs {version}, but has started {count} times since the update"
            ))
            .hint(look),
        ),
        Breach::OtherReason => (
            Reason::Unproven,
            Error::failed(format!(
                "the gateway runs {version}, but has started for another reason: {}",
                after.reason.escape_debug()
            ))
            .hint(look),
        ),
    };
    Failure::new(reason, error).running(version)
}

/// It came back and went away again.
pub(super) fn gone_again(cause: Error, after: &Running, place: &str) -> Failure {
    Failure::new(
        Reason::NotBack,
        Error::unreachable(format!(
            "the gateway came back with {} and does not answer any more",
            after.version
        ))
        .because(cause)
        .hint(format!(
            "how often and why it starts: smr diag {place} --events"
        ))
        .hint(
            "if it stays away, write the version that ran before over the serial port: smr flash",
        ),
    )
    .running(&after.version)
}

/// Something did not come in time.
pub(super) fn lacking(
    missing: Missing,
    after: &Running,
    patience: Duration,
    place: &str,
) -> Failure {
    let error = Error::failed(format!(
        "the gateway runs {}, but within {} there was not {missing}",
        after.version,
        duration::display(patience)
    ));
    let error = match missing {
        Missing::Telegrams => error
            .hint(format!(
                "what is wrong with the meter's line: smr diag {place}"
            ))
            .hint("before the update telegrams came"),
        Missing::Confirmation => error
            .hint(format!("what keeps it: smr diag {place} --events"))
            .hint("it goes back by itself if its new firmware does not find its network"),
        Missing::Digest => error.hint(format!("look again in a minute: smr diag {place}")),
    };
    Failure::new(Reason::Unproven, error).running(&after.version)
}

/// Somebody asked to stop; `version` runs still, if the gateway says so.
pub(super) fn stopped(sent: u64, total: u64, version: Option<&str>, place: &str) -> Failure {
    let stopped = |text: String| Error::new(Kind::Interrupted, text);
    let look = format!("see what runs: smr diag {place}");
    let error = match (sent, version) {
        (0, _) => stopped("stopped; nothing was sent".to_owned()),
        (sent, _) if sent >= total => stopped(
            "stopped; the gateway has the image and restarts if it is sound, without anybody to see how it ends"
                .to_owned(),
        )
        .hint(look),
        (sent, Some(version)) => stopped(format!(
            "stopped after {}; the gateway still runs {version}",
            share(sent, total)
        ))
        .hint("what was sent is thrown away: the same command begins anew"),
        (sent, None) => stopped(format!("stopped after {}", share(sent, total)))
            .hint("an upload that breaks off changes nothing: what ran before still runs")
            .hint(look),
    };
    let failure = Failure::new(Reason::Stopped, error).sent(sent);
    match version {
        Some(version) => failure.running(version),
        None => failure,
    }
}
