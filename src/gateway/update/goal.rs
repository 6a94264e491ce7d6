//! What a gateway is to run.

use super::proof::{self, Proof, Running};
use crate::image::Image;

/// What a gateway is to run.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal<'a> {
    /// An image that it has been sent.
    Image(&'a Image),
    /// The image of this version, which it has held.
    Before(&'a str),
}

impl Goal<'_> {
    pub(super) fn weigh(self, before: &Running, after: &Running) -> Proof {
        match self {
            Goal::Image(image) => proof::weigh(before, after, image),
            Goal::Before(version) => proof::weigh_return(before, after, version),
        }
    }

    /// What the gateway did or was to do: `took 2.0.0`.
    pub(super) fn order(self) -> String {
        match self {
            Goal::Image(image) => format!("took {}", image.descriptor.version),
            Goal::Before(version) => format!("was to go back to {version}"),
        }
    }
}
