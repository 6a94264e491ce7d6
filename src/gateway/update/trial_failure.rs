//! How updates fail while the image is on trial.

use std::time::Duration;

use super::failure::{Failure, Reason};
use super::proof::Running;
use super::standing::Rollback;
use crate::config::duration;
use crate::error::Error;

/// It has given the image up, and runs what ran before.
pub(super) fn rolled_back(rollback: Rollback, after: &Running, place: &str) -> Failure {
    let left = match &rollback.left {
        Some(version) => format!("firmware {version}"),
        None => "the new firmware".to_owned(),
    };
    let mut text = format!(
        "the gateway has given {left} up and runs {} again: {}",
        after.version,
        rollback.reason()
    );
    if let Some(words) = rollback.last_words() {
        text = format!("{text}; what ended it last: {words}");
    }
    let error = Error::failed(text);
    let error = match rollback.why.as_str() {
        "did-not-run" => error
            .hint("give this image to no other gateway, and report it with what the gateway tells")
            .hint(format!("smr diag {place} --bundle FILE.zip")),
        "network-not-reached" => error
            .hint("was its network well meanwhile? If so, give this image to no other gateway, and report it")
            .hint(format!("when it lost its Wi-Fi, and why: smr diag {place} --events")),
        "flash-failed" => error.hint(
            "run the same command again; if it stays so, its flash chip is worn out or its supply is weak",
        ),
        _ => error.hint(format!("what it says of it: smr diag {place} --events")),
    };
    Failure {
        rollback: Some(Box::new(rollback)),
        ..Failure::new(Reason::RolledBack, error).running(&after.version)
    }
}

/// Its own firmware is still on trial, and nothing may be sent before that is over.
pub(super) fn on_trial(running: &Running, patience: Duration, place: &str) -> Failure {
    Failure::new(
        Reason::Busy,
        Error::failed(format!(
            "the gateway runs {}, which has not proven itself within {}; until then it takes nothing",
            running.version,
            duration::display(patience)
        ))
        .hint(format!("what keeps it: smr diag {place} --events")),
    )
    .running(&running.version)
}
