//! What happened at a source, with the time: the newest few hundred entries.

use std::collections::VecDeque;

use jiff::Timestamp;

/// Entries that are kept.
const ENTRIES: usize = 500;

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A connection was made.
    Connected,
    /// A connection was lost or could not be made.
    Lost,
    /// Nothing came for a while.
    Silence,
    /// A checksum was wrong.
    CheckFailed,
    /// Bytes belonged to no telegram.
    Noise,
    /// A telegram gave reason for a note.
    Note,
    /// Something was found out or done.
    Done,
}

impl Happening {
    /// The word in front of an entry.
    pub const fn word(self) -> &'static str {
        match self {
            Happening::Connected => "connected",
            Happening::Lost => "lost",
            Happening::Silence => "silence",
            Happening::CheckFailed => "CRC error",
            Happening::Noise => "noise",
            Happening::Note => "note",
            Happening::Done => "info",
        }
    }
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it happened, the last time if it happened several times in a row.
    pub at: Timestamp,
    /// What happened.
    pub happening: Happening,
    /// The details.
    pub text: String,
    /// How often in a row.
    pub times: u64,
}

/// The newest entries.
#[derive(Clone, Debug, Default)]
pub struct Log {
    entries: VecDeque<Entry>,
}

impl Log {
    /// Adds an entry; one that repeats the last is counted with it.
    pub fn push(&mut self, at: Timestamp, happening: Happening, text: impl Into<String>) {
        let text = text.into();
        if let Some(last) = self.entries.back_mut()
            && last.happening == happening
            && last.text == text
        {
            last.at = at;
            last.times += 1;
            return;
        }
        if self.entries.len() == ENTRIES {
            self.entries.pop_front();
        }
        self.entries.push_back(Entry {
            at,
            happening,
            text,
            times: 1,
        });
    }

    /// The entries, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().rev()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_are_counted_and_old_entries_go() {
        let mut log = Log::default();
        let at = Timestamp::UNIX_EPOCH;
        log.push(at, Happening::Lost, "refused");
        log.push(at, Happening::Lost, "refused");
        assert_eq!(
            log.newest_first()
                .map(|entry| entry.times)
                .collect::<Vec<_>>(),
            [2]
        );
        for number in 0..1000 {
            log.push(at, Happening::Noise, number.to_string());
        }
        assert_eq!(log.newest_first().count(), ENTRIES);
        assert_eq!(log.newest_first().next().unwrap().text, "999");
    }
}
