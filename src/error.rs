//! What can go wrong, said so that a person knows what to do next.
//!
//! An [`Error`] carries a [`Kind`], which decides the exit code, a message, the chain of causes and
//! any number of hints. It is printed in one place, by the command line, as `error:`, `cause:` and
//! `hint:` lines.

use std::error::Error as StdError;
use std::fmt;

/// The result of anything that can fail with an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The class of a failure. Each class has one exit code, which scripts may rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The operation was tried and failed. Exit code 1.
    Failed,
    /// The command line or a configuration value cannot be understood. Exit code 2.
    Usage,
    /// Nothing that was looked for is there. Exit code 3.
    NothingFound,
    /// A password is missing, wrong, or not looked at for now. Exit code 4.
    Authentication,
    /// A host, port or device cannot be reached, or did not answer in time. Exit code 5.
    Unreachable,
    /// Several gateways were to be changed, and some of them could not be. Exit code 6.
    PartlyFailed,
    /// A gateway was set up, and no telegram came from its meter. Exit code 7.
    NoTelegram,
    /// Two things were compared and are not alike, which is no failure. Exit code 1.
    Different,
    /// What was looked at has something that keeps telegrams from coming, or from coming whole. Exit code 1.
    FoundErrors,
    /// What was looked at works, and something about it should be mended. Exit code 8.
    FoundWarnings,
    /// The user or the system asked the program to stop. Exit code 130.
    Interrupted,
    /// Whoever read the output has gone away (`smr … | head`). Ends quietly with exit code 0.
    OutputClosed,
}

impl Kind {
    /// The process exit code of this class.
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::OutputClosed => 0,
            Kind::Failed | Kind::Different | Kind::FoundErrors => 1,
            Kind::Usage => 2,
            Kind::NothingFound => 3,
            Kind::Authentication => 4,
            Kind::Unreachable => 5,
            Kind::PartlyFailed => 6,
            Kind::NoTelegram => 7,
            Kind::FoundWarnings => 8,
            Kind::Interrupted => 130,
        }
    }
}

/// A failure with its class, its cause and the next thing to try.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    message: String,
    cause: Option<Box<dyn StdError + Send + Sync>>,
    hints: Vec<String>,
}

impl Error {
    /// A failure of class `kind`. The message is a clause without a full stop: "cannot open x".
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error {
            kind,
            message: message.into(),
            cause: None,
            hints: Vec::new(),
        }
    }

    /// A failure of class [`Kind::Failed`].
    pub fn failed(message: impl Into<String>) -> Self {
        Error::new(Kind::Failed, message)
    }

    /// A failure of class [`Kind::Usage`].
    pub fn usage(message: impl Into<String>) -> Self {
        Error::new(Kind::Usage, message)
    }

    /// A failure of class [`Kind::Unreachable`].
    pub fn unreachable(message: impl Into<String>) -> Self {
        Error::new(Kind::Unreachable, message)
    }

    /// Says before the message what it is about, where several things are done.
    #[must_use]
    pub fn about(mut self, what: &str) -> Self {
        self.message = format!("{what}: {}", self.message);
        self
    }

    /// Adds the lower-level error that led to this one.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Adds the next thing to try, as a command where possible.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Takes a hint away that means nothing to whoever is told.
    #[must_use]
    pub fn without_hint(mut self, hint: &str) -> Self {
        self.hints.retain(|other| other != hint);
        self
    }

    /// The class of the failure.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What to try next, in the order in which it should be tried.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The chain of causes, nearest first, as text.
    pub fn causes(&self) -> Vec<String> {
        let mut chain = Vec::new();
        let mut next = self.source();
        while let Some(cause) = next {
            chain.push(cause.to_string());
            next = cause.source();
        }
        chain
    }

    /// The failure of writing to standard output: a closed pipe is no failure of ours.
    pub fn writing_output(cause: std::io::Error) -> Self {
        let kind = match cause.kind() {
            std::io::ErrorKind::BrokenPipe => Kind::OutputClosed,
            _ => Kind::Failed,
        };
        Error::new(kind, "cannot write to standard output").because(cause)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause
            .as_deref()
            .map(|cause| cause as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_keeps_the_exit_code_that_scripts_rely_on() {
        let codes = [
            (Kind::OutputClosed, 0),
            (Kind::Failed, 1),
            (Kind::Different, 1),
            (Kind::Usage, 2),
            (Kind::NothingFound, 3),
            (Kind::Authentication, 4),
            (Kind::Unreachable, 5),
            (Kind::PartlyFailed, 6),
            (Kind::NoTelegram, 7),
            (Kind::Interrupted, 130),
        ];
        for (kind, code) in codes {
            assert_eq!(kind.exit_code(), code, "{kind:?}");
        }
    }

    #[test]
    fn the_chain_of_causes_is_told_nearest_first() {
        let inner = std::io::Error::other("no route to host");
        let error = Error::failed("cannot reach the meter")
            .because(Error::failed("cannot connect").because(inner));
        assert_eq!(error.causes(), ["cannot connect", "no route to host"]);
    }

    #[test]
    fn a_closed_pipe_ends_quietly() {
        let closed = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        assert_eq!(Error::writing_output(closed).kind(), Kind::OutputClosed);
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert_eq!(Error::writing_output(full).kind(), Kind::Failed);
    }
}
