//! What is wanted of an update, what happens on the way, and how it ends.

use std::time::Duration;

use super::proof::{Missing, Running};
use crate::gateway::document::Info;

/// How the image gets to the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Over its HTTP API.
    Http,
    /// By the protocol of `ArduinoOTA`, which other firmware speaks too.
    Arduino {
        /// The UDP port of invitations.
        port: u16,
    },
}

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Options {
    /// How the image gets there.
    pub way: Way,
    /// Whether it may be older than what runs.
    pub allow_downgrade: bool,
    /// Whether it is sent to a gateway that runs it already.
    pub force: bool,
    /// Whether it is only said what would be done.
    pub dry_run: bool,
    /// For how long at most a gateway may be away and prove itself.
    pub proof_limit: Duration,
}

/// What happens on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The gateway has said who it is and what it runs.
    Found(Box<Info>),
    /// How much of the image has gone.
    Progress {
        /// Bytes.
        sent: u64,
        /// Of so many.
        total: u64,
    },
    /// Nothing has gone, and it is tried once more.
    Again {
        /// Why, as a clause.
        reason: String,
    },
    /// The gateway has verified the image and restarts.
    Taken,
    /// It has started anew.
    Back {
        /// What runs.
        version: String,
        /// Starts in all.
        boots: u32,
    },
    /// Something is waited for: of an image that runs since an update, or before one.
    Awaits(Missing),
    /// The gateway swaps back to the image of this version, which it holds.
    GoesBack(String),
}

/// How an update ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The image runs, and that is proven.
    Updated {
        /// What ran.
        before: Running,
        /// What runs.
        after: Running,
    },
    /// What ran before runs again: the gateway has swapped back to it, and nothing was sent.
    WentBack {
        /// What ran.
        before: Running,
        /// What runs.
        after: Running,
    },
    /// It would swap back to this version, which it holds.
    WouldGoBack {
        /// What runs.
        before: Running,
        /// The version that would run.
        to: String,
    },
    /// It ran already: nothing was sent.
    Current(Running),
    /// It would have been sent.
    Planned(Option<Running>),
    /// Other firmware took it, and told nothing that could prove more; who answers as a gateway since, if anybody does.
    Taken(Option<Box<Info>>),
}
