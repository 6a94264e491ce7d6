//! Telegrams and noise to bytes, in the format that was asked for.

use super::style::Colour;
use super::{csv, human, json};
use crate::decode::Piece;

/// How telegrams are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text for people.
    Human,
    /// One indented JSON object per telegram.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// CSV with a header, one row a value.
    Csv,
    /// Nothing: only the summary at the end.
    None,
}

/// Where a telegram comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The source as the user named it.
    pub name: &'a str,
    /// When the telegram was complete, for sources that are received and captures that kept the time.
    pub received_at: Option<jiff::Timestamp>,
}

/// Prints telegrams and noise.
#[derive(Clone, Copy, Debug)]
pub struct Renderer {
    format: Format,
    colour: Colour,
    with_noise: bool,
}

impl Renderer {
    /// A renderer; `with_noise` prints bytes that belong to no telegram too.
    pub fn new(format: Format, colour: Colour, with_noise: bool) -> Self {
        Renderer {
            format,
            colour,
            with_noise,
        }
    }

    /// Appends what comes before the first telegram.
    pub fn begin(self, out: &mut Vec<u8>) {
        if self.format == Format::Csv {
            csv::header(out);
        }
    }

    /// Appends a piece of a stream.
    pub fn piece(self, piece: Piece<'_>, origin: &Origin<'_>, out: &mut Vec<u8>) {
        match piece {
            Piece::Telegram(telegram) => match self.format {
                Format::Human => human::telegram(telegram, origin, self.colour, out),
                Format::Json => json::telegram(telegram, origin, true, out),
                Format::Jsonl => json::telegram(telegram, origin, false, out),
                Format::Csv => csv::telegram(telegram, origin, out),
                Format::None => {}
            },
            Piece::Noise { offset, length } if self.with_noise => match self.format {
                Format::Human => human::noise(offset, length, self.colour, out),
                Format::Json => json::noise(offset, length, origin, true, out),
                Format::Jsonl => json::noise(offset, length, origin, false, out),
                Format::Csv | Format::None => {}
            },
            Piece::Noise { .. } => {}
        }
    }
}
