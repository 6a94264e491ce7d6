//! Asking before something is done that somebody may regret.

use std::io::{IsTerminal, Write};

use crate::error::{Error, Kind, Result};

/// Whether there is somebody who can be asked.
pub(super) fn somebody_is_there() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Something is done only if somebody agrees: with `--yes`, or at the terminal.
pub(super) fn require(is_agreed: bool, what: &str) -> Result<()> {
    if is_agreed || somebody_is_there() {
        return Ok(());
    }
    Err(Error::usage(format!("{what} needs a yes, and nobody can be asked")).hint("add --yes"))
}

/// Goes on only if the person at the terminal agrees, or has agreed before.
pub(super) async fn confirm(is_agreed: bool, question: &str, what: &str) -> Result<()> {
    require(is_agreed, what)?;
    if is_agreed || is_yes(&ask(&format!("{question} [y/N] ")).await?) {
        return Ok(());
    }
    Err(Error::new(Kind::Interrupted, "nothing was changed"))
}

/// What the person at the terminal answers, in one line. Ctrl-C works meanwhile.
pub(super) async fn ask(question: &str) -> Result<String> {
    let failed = |cause| Error::failed("cannot ask on the terminal").because(cause);
    let mut stderr = std::io::stderr();
    stderr
        .write_all(question.as_bytes())
        .and_then(|()| stderr.flush())
        .map_err(failed)?;
    let line = tokio::task::spawn_blocking(|| {
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).map(|_| answer)
    });
    let answer = line
        .await
        .map_err(|cause| Error::failed("cannot ask on the terminal").because(cause))?;
    Ok(answer.map_err(failed)?.trim().to_owned())
}

/// Whether an answer is a clear yes.
pub(super) fn is_yes(answer: &str) -> bool {
    ["y", "yes"].contains(&answer.to_ascii_lowercase().as_str())
}
