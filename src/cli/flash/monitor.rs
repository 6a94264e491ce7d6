//! What a board says after it was flashed, until Ctrl-C.

use std::io::Write;
use std::time::Duration;

use super::board::Person;
use crate::cli::{Context, report};
use crate::error::{Error, Result};
use crate::flash::line::{Line, SPEED};

/// From one look at the line to the next.
const EACH: Duration = Duration::from_millis(100);

/// Prints what comes, as it comes.
pub(super) fn listen(mut line: Line, context: Context, person: &Person) -> Result<()> {
    line.set_speed(SPEED);
    report::message(
        context,
        format_args!("what the board says at {SPEED} baud; stop with Ctrl-C"),
    );
    let mut stdout = std::io::stdout().lock();
    while !person.has_stopped() {
        let heard = line.listen(EACH)?;
        stdout
            .write_all(&heard)
            .and_then(|()| stdout.flush())
            .map_err(Error::writing_output)?;
    }
    Ok(())
}
