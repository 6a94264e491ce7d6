//! Whether the gateway runs: in setup it answers Improv on its serial line.

use std::time::Duration;

use super::line::{Line, SPEED};
use crate::error::Result;
pub use crate::provision::improv::Identity;
use crate::provision::improv::{Session, Wire};

/// What comes is waited for in pieces as long as this.
const MOMENT: Duration = Duration::from_millis(20);

impl Wire for Line {
    fn name(&self) -> &str {
        Line::name(self)
    }

    fn send(&mut self, bytes: &[u8]) -> Result<()> {
        Line::send(self, bytes)
    }

    fn hear(&mut self) -> Result<Vec<u8>> {
        self.listen_until(MOMENT, |heard| !heard.is_empty())
    }
}

/// Asks for up to `patience` who is there; nothing if nobody answers.
///
/// # Errors
///
/// A port that fails; a wish to stop, from `check`.
pub fn ask(
    line: &mut Line,
    patience: Duration,
    check: &dyn Fn() -> Result<()>,
) -> Result<Option<Identity>> {
    line.set_speed(SPEED);
    Session::new(line, check).identify(patience)
}
