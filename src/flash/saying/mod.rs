//! What a board says when it starts, in words. Pure: bytes in, lines with their meaning out.
//!
//! The mask ROM, our boot loader and Espressif's SDKs talk at 74,880 bits per second until an application has set its own speed. What they
//! print is `table::TABLE`, as data. Nothing of it reaches a terminal as it came: [`Said::text`] has no character that one obeys.
//!
//! - [`Said`]: a line and what it means
//! - [`Reader`]: bytes to lines, as they come
//! - [`Ear`]: the same at whichever of two speeds makes text of them

mod ear;
mod exception;
mod matching;
mod table;

pub use ear::{Ear, Heard};
use table::{TABLE, Weight};

/// A line is cut after so many characters.
const LONGEST: usize = 160;
/// What stands for bytes that are no printable ASCII: a row of them for one.
const UNPRINTABLE: char = char::REPLACEMENT_CHARACTER;

/// A line that a board has printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The line, of printable characters only.
    pub text: String,
    /// What it means, if that is known.
    pub meaning: Option<Meaning>,
}

/// What a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Clauses without a full stop.
    pub words: String,
    /// What to do about it, where something is wrong.
    pub hint: Option<&'static str>,
    /// Whether something is wrong.
    pub is_trouble: bool,
}

impl Said {
    /// What a line says, of which `bytes` is all between two ends of lines; nothing where there is no text in it.
    pub fn of(bytes: &[u8]) -> Option<Said> {
        let text = cleaned(bytes);
        let has_letters = text.chars().any(|letter| letter.is_ascii_alphanumeric());
        has_letters.then(|| Said {
            meaning: meaning(&text),
            text,
        })
    }

    /// Whether it tells of something that is wrong.
    pub fn is_trouble(&self) -> bool {
        self.meaning
            .as_ref()
            .is_some_and(|meaning| meaning.is_trouble)
    }
}

/// The lines of what was heard of a start, without noise; none where nothing in it is known, for then it was no start.
pub fn log(bytes: &[u8]) -> Vec<Said> {
    let mut said = Reader::all(bytes);
    let is_known = said.iter().any(|line| line.meaning.is_some());
    said.retain(|line| line.meaning.is_some() || is_known && !line.text.contains(UNPRINTABLE));
    said
}

/// Whether something in what was heard tells that something is wrong.
pub fn tells_trouble(bytes: &[u8]) -> bool {
    Reader::all(bytes).iter().any(Said::is_trouble)
}

/// Printable ASCII, and one mark for all else that follows each other.
fn cleaned(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes.trim_ascii() {
        match byte {
            b' '..=b'~' => text.push(char::from(*byte)),
            _ if text.ends_with(UNPRINTABLE) => {}
            _ => text.push(UNPRINTABLE),
        }
        if text.len() >= LONGEST {
            break;
        }
    }
    text
}

/// What all the rows say that fit a line.
fn meaning(text: &str) -> Option<Meaning> {
    let mut found: Option<Meaning> = None;
    for row in TABLE {
        let Some(parts) = matching::parts(row.pattern, text) else {
            continue;
        };
        let words = matching::filled(row.words, &parts);
        let (is_trouble, hint) = match row.weight {
            Weight::Usual => (false, None),
            Weight::Trouble(hint) => (true, Some(hint)),
        };
        found = Some(match found {
            None => Meaning {
                words,
                hint,
                is_trouble,
            },
            Some(before) => Meaning {
                words: format!("{}; {words}", before.words),
                hint: before.hint.or(hint),
                is_trouble: before.is_trouble || is_trouble,
            },
        });
    }
    found
}

/// Lines out of bytes that come in pieces.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    line: Vec<u8>,
}

impl Reader {
    /// Takes bytes, and gives the lines that are whole with them.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Said> {
        let mut said = Vec::new();
        for byte in bytes {
            match byte {
                b'\r' | b'\n' => said.extend(self.end()),
                _ => self.line.push(*byte),
            }
            // What never ends is shown in pieces.
            if self.line.len() >= LONGEST {
                said.extend(self.end());
            }
        }
        said
    }

    /// The line that has not ended.
    pub fn end(&mut self) -> Option<Said> {
        Said::of(&std::mem::take(&mut self.line))
    }

    /// All lines of something that is over.
    pub fn all(bytes: &[u8]) -> Vec<Said> {
        let mut reader = Reader::default();
        let mut said = reader.push(bytes);
        said.extend(reader.end());
        said
    }
}

#[cfg(test)]
mod tests;
