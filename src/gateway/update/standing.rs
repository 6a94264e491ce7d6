//! How the image that runs on a gateway stands: proven, on trial, or brought back after another that was not good. Pure.

use std::fmt;

use super::text::shown;
use crate::gateway::status::{Exception, Status};
use crate::gateway::words;

/// How the image that runs stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has proven itself, or runs on firmware that knows no trials.
    Confirmed,
    /// It is new, and the gateway goes back by itself if it does not prove itself.
    Trial,
    /// It was brought back.
    RolledBack(Rollback),
}

/// An update that was undone.
#[derive(Clone, Debug)]
pub struct Rollback {
    /// Why: a stable word, such as `did-not-run`.
    pub why: String,
    /// The version of the image that was left, if the gateway knows it.
    pub left: Option<String>,
    /// What the chip says of how the image that was left ended; only in the first life after it.
    pub evidence: Option<Evidence>,
}

/// What the chip says of the end of a life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// A word, such as `hardware-watchdog`.
    pub cause: String,
    /// The registers of a crash.
    pub exception: Option<Exception>,
}

/// The same rollback: what the chip says is gone with the first restart.
impl PartialEq for Rollback {
    fn eq(&self, other: &Rollback) -> bool {
        self.why == other.why && self.left == other.left
    }
}

impl Eq for Rollback {}

/// Who undid the update, when it did not run: the reason of the first start after a rollback.
pub(super) const ROLLED_BACK: &str = "rolled-back";
/// The rollback that somebody asked for.
const REQUESTED: &str = "requested";

impl Standing {
    /// What the figures of a gateway say.
    pub fn of(status: &Status) -> Standing {
        match status.ota.image.as_deref() {
            Some("trial") => Standing::Trial,
            Some("rolled-back") => Standing::RolledBack(Rollback::of(status)),
            _ => Standing::Confirmed,
        }
    }
}

impl Rollback {
    fn of(status: &Status) -> Rollback {
        let last = status.ota.last.as_ref();
        let reset = &status.device.reset;
        let is_first_life = reset.reason == ROLLED_BACK;
        let why = last.and_then(|last| last.error.as_deref());
        Rollback {
            why: shown(why.unwrap_or_default()),
            left: last.and_then(|last| last.version.as_deref()).map(shown),
            evidence: is_first_life.then(|| Evidence {
                cause: shown(&reset.cause),
                exception: reset.exception.clone(),
            }),
        }
    }

    /// Whether somebody asked for it.
    pub fn is_requested(&self) -> bool {
        self.why == REQUESTED
    }

    /// Why, as a clause about the image that was left.
    pub fn reason(&self) -> &str {
        words::rollback(&self.why)
    }

    /// What the chip says of it, where that says anything: an image that did not run was ended by something.
    pub fn last_words(&self) -> Option<String> {
        let evidence = self.evidence.as_ref()?;
        (self.why == "did-not-run").then(|| evidence.to_string())
    }
}

/// `exception 28 at 0x40201234, address 0x00000000`
impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.exception {
            Some(crash) => write!(
                f,
                "exception {} at {}, address {}",
                crash.cause,
                shown(&crash.epc1),
                shown(&crash.excvaddr)
            ),
            None => f.write_str(words::chip_reset(&self.cause)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(image: &str, cause: &str, exception: &str, reason: &str, last: &str) -> Status {
        let text = include_str!("../testdata/status.json");
        let reset = format!(
            "\"reset\":{{\"cause\":\"{cause}\",\"reason\":\"{reason}\",\"exception\":{exception}}}"
        );
        let text = text.replace(
            "\"reset\":{\"cause\":\"power\",\"reason\":\"power\",\"exception\":null}",
            &reset,
        );
        let text = text.replace("\"image\":\"confirmed\"", &format!("\"image\":{image}"));
        let text = text.replace("\"last\":null", &format!("\"last\":{last}"));
        serde_json::from_str(&text).expect("a status")
    }

    #[test]
    fn a_gateway_tells_how_its_image_stands() {
        let of = |image| Standing::of(&status(image, "power", "null", "power", "null"));
        assert_eq!(of("\"confirmed\""), Standing::Confirmed);
        assert_eq!(of("\"trial\""), Standing::Trial);
        // Older firmware does not know of it, newer firmware may know more.
        assert_eq!(of("null"), Standing::Confirmed);
        assert_eq!(of("\"dancing\""), Standing::Confirmed);
    }

    #[test]
    fn a_rollback_is_told_with_what_the_chip_says_of_it() {
        const LAST: &str = r#"{"result":"rolled-back","error":"did-not-run","version":"2.0.0"}"#;
        const CRASH: &str = r#"{"cause":28,"epc1":"0x40201234","excvaddr":"0x00000000"}"#;
        let of = |cause, exception, reason| {
            let status = status("\"rolled-back\"", cause, exception, reason, LAST);
            match Standing::of(&status) {
                Standing::RolledBack(rollback) => rollback,
                other => panic!("{other:?}"),
            }
        };
        let crashed = of("exception", CRASH, "rolled-back");
        assert_eq!(crashed.left.as_deref(), Some("2.0.0"));
        assert!(crashed.reason().contains("three starts"));
        assert_eq!(
            crashed.last_words().as_deref(),
            Some("exception 28 at 0x40201234, address 0x00000000")
        );
        let hung = of("hardware-watchdog", "null", "rolled-back");
        assert_eq!(hung.last_words().as_deref(), Some("the hardware watchdog"));
        // A life later the chip speaks of something else.
        let later = of("power", "null", "power");
        assert_eq!(later.last_words(), None);
        assert_eq!(later, crashed);
    }
}
