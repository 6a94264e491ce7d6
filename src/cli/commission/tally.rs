//! What became of the boards of a bench. Pure.

use crate::error::{Error, Kind};

/// A board, by its gateway's id where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Board {
    id: Option<String>,
    /// What messages call it.
    name: String,
    /// Why it failed, if it did.
    failure: Option<(Kind, String)>,
}

/// The boards so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    boards: Vec<Board>,
}

impl Tally {
    /// Notes how a board ended. One that is tried again counts once, as it ended last.
    pub(super) fn note(&mut self, name: &str, id: Option<&str>, failure: Option<&Error>) {
        if id.is_some() {
            self.boards.retain(|board| board.id.as_deref() != id);
        }
        self.boards.push(Board {
            id: id.map(str::to_owned),
            name: name.to_owned(),
            failure: failure.map(|error| (error.kind(), error.to_string())),
        });
    }

    /// Whether the board with this id is done.
    pub(super) fn is_done(&self, id: &str) -> bool {
        let is_it = |board: &&Board| board.id.as_deref() == Some(id);
        self.boards
            .iter()
            .find(is_it)
            .is_some_and(|board| board.failure.is_none())
    }

    fn bad(&self) -> impl Iterator<Item = (&Board, &(Kind, String))> {
        let failed = |board: &'_ Board| board.failure.is_some();
        self.boards
            .iter()
            .filter(move |board| failed(board))
            .filter_map(|board| board.failure.as_ref().map(|failure| (board, failure)))
    }

    /// How many are good and how many bad.
    pub(super) fn counts(&self) -> String {
        let bad = self.bad().count();
        format!("good: {}, bad: {bad}", self.boards.len() - bad)
    }

    /// The failure of all of it, if there is one.
    pub(super) fn error(&self) -> Option<Error> {
        let (all, bad) = (self.boards.len(), self.bad().count());
        let (_, (first, _)) = self.bad().next()?;
        Some(match (bad == all, all) {
            (true, 1) => Error::new(*first, "the board failed"),
            (true, _) => Error::new(*first, format!("all {all} boards failed")),
            (false, _) => Error::new(Kind::PartlyFailed, format!("{bad} of {all} boards failed")),
        })
    }

    /// The end of it.
    pub(super) fn summary(&self) -> String {
        if self.boards.is_empty() {
            return "no board was touched".to_owned();
        }
        let bad = self
            .bad()
            .map(|(board, (_, why))| format!("\nbad: {}: {why}", board.name));
        format!("{}{}", self.counts(), bad.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boards_are_counted_once_as_they_ended_last() {
        let mut tally = Tally::default();
        assert_eq!(tally.summary(), "no board was touched");
        assert!(tally.error().is_none());
        let wrong = Error::new(Kind::Authentication, "it refuses the password");
        let dead = Error::unreachable("nobody answers");
        tally.note("board 1", Some("smr-1"), Some(&wrong));
        let all = tally.error().expect("a failure");
        assert_eq!(all.kind(), Kind::Authentication);
        assert!(!tally.is_done("smr-1"));
        tally.note("board 1", Some("smr-1"), None);
        assert!(tally.is_done("smr-1") && tally.error().is_none());
        tally.note("board 2", None, Some(&dead));
        tally.note("board 2", None, Some(&dead));
        tally.note("board 2", Some("smr-2"), None);
        let some = tally.error().expect("a failure");
        assert_eq!(some.kind(), Kind::PartlyFailed);
        assert_eq!(some.to_string(), "2 of 4 boards failed");
        assert_eq!(
            tally.summary(),
            "good: 2, bad: 2\nbad: board 2: nobody answers\nbad: board 2: nobody answers"
        );
    }
}
