//! Work on a board in a thread of its own, which Ctrl-C stops between two requests.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::runtime;
use crate::error::{Error, Kind, Result};

/// What a user at the terminal has to do with the work.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct Person {
    has_stopped: Arc<AtomicBool>,
    is_asked: Arc<AtomicBool>,
}

impl Person {
    /// Whether they want to stop.
    pub(in crate::cli) fn has_stopped(&self) -> bool {
        self.has_stopped.load(Ordering::Relaxed)
    }

    /// Whether there is one who can be asked.
    pub(in crate::cli) fn is_there() -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// What they answer, in one line. Who ends the input wants to stop.
    pub(in crate::cli) fn ask(&self, question: &str) -> Result<String> {
        match self.line(question)? {
            Some(answer) => Ok(answer),
            None => Err(stopped()),
        }
    }

    /// The same; nothing at the end of the input.
    pub(in crate::cli) fn line(&self, question: &str) -> Result<Option<String>> {
        let failed = |cause| Error::failed("cannot ask on the terminal").because(cause);
        let mut stderr = std::io::stderr();
        stderr
            .write_all(question.as_bytes())
            .and_then(|()| stderr.flush())
            .map_err(failed)?;
        self.is_asked.store(true, Ordering::Relaxed);
        let mut answer = String::new();
        let read = std::io::stdin().read_line(&mut answer);
        self.is_asked.store(false, Ordering::Relaxed);
        if read.map_err(failed)? == 0 {
            // Nobody has pressed Enter.
            let _ = writeln!(stderr);
            return Ok(None);
        }
        Ok(Some(answer.trim().to_owned()))
    }

    /// Goes on only if they agree.
    pub(in crate::cli) fn confirm(&self, question: &str) -> Result<()> {
        let answer = self.ask(&format!("{question} [y/N] "))?;
        if ["y", "yes"].contains(&answer.to_ascii_lowercase().as_str()) {
            return Ok(());
        }
        Err(Error::new(Kind::Interrupted, "nothing was changed"))
    }
}

/// Something is changed only if somebody agrees: with `--yes`, or at the terminal.
pub(in crate::cli) fn require_agreement(is_agreed: bool, what: &str) -> Result<()> {
    if is_agreed || Person::is_there() {
        return Ok(());
    }
    Err(
        Error::usage(format!("{what} needs a yes, and nobody can be asked"))
            .hint("add --yes; or see what would be done: --dry-run"),
    )
}

/// Does work that waits for a serial port. A first Ctrl-C stops it, a second one aborts.
pub(in crate::cli) fn work<T: Send + 'static>(
    job: impl FnOnce(&Person) -> Result<T> + Send + 'static,
) -> Result<T> {
    runtime::block_on(async {
        let person = Person::default();
        let theirs = person.clone();
        let mut thread = tokio::task::spawn_blocking(move || job(&theirs));
        let joined = tokio::select! {
            joined = &mut thread => joined,
            () = runtime::stop_requested() => {
                person.has_stopped.store(true, Ordering::Relaxed);
                if person.is_asked.load(Ordering::Relaxed) {
                    // The thread waits for an answer that does not come any more, and the question has no end of its line.
                    let _ = writeln!(std::io::stderr());
                    return Err(stopped());
                }
                thread.await
            }
        };
        joined.unwrap_or_else(|cause| Err(Error::failed("the work has broken down").because(cause)))
    })
}

/// At a question nothing has happened yet.
fn stopped() -> Error {
    Error::new(Kind::Interrupted, "stopped; nothing was changed")
}
