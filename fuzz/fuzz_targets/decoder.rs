//! Streams give the same pieces however they are cut; a telegram reads the same after any other; every format can print it.
//!
//! The first byte says into parts of what size the others are cut.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smr::decode::{Frame, Piece, Stream, Telegram};
use smr::ui::style::Colour;
use smr::ui::{Format, Origin, Renderer};

const ORIGIN: Origin<'_> = Origin {
    name: "fuzz",
    received_at: None,
};

fn print(format: Format, piece: Piece<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    Renderer::new(format, Colour::On, true).piece(piece, &ORIGIN, &mut out);
    out
}

/// The pieces as lines of JSON.
fn pieces<'a>(parts: impl Iterator<Item = &'a [u8]>, length: usize) -> Vec<Vec<u8>> {
    let (mut found, mut at) = (Vec::new(), 0);
    let mut sink = |piece: Piece<'_>| {
        let (offset, length) = match piece {
            Piece::Telegram(telegram) => (telegram.offset(), telegram.bytes().len() as u64),
            Piece::Noise { offset, length } => (offset, length),
        };
        assert_eq!(offset, at, "bytes are missing or told twice");
        assert!(length > 0, "an empty piece");
        at += length;
        found.push(print(Format::Jsonl, piece));
    };
    let mut stream = Stream::new();
    parts.for_each(|part| stream.feed(part, &mut sink));
    stream.finish(&mut sink);
    assert_eq!(at, length as u64, "not every byte is accounted for");
    found
}

/// A telegram that is read into a used place is as if it were the first.
fn reads_the_same_afresh(telegram: &Telegram) {
    let mut fresh = Telegram::empty();
    fresh.decode(Frame {
        bytes: telegram.bytes(),
        offset: telegram.offset(),
        framing: telegram.framing(),
        check: telegram.check(),
    });
    let text = |telegram| String::from_utf8(print(Format::Jsonl, Piece::Telegram(telegram)));
    assert_eq!(text(telegram), text(&fresh));
}

fuzz_target!(|input: &[u8]| {
    let Some((size, bytes)) = input.split_first() else {
        return;
    };
    let whole = pieces(std::iter::once(bytes), bytes.len());
    let size = usize::from(*size).max(1);
    assert_eq!(pieces(bytes.chunks(size), bytes.len()), whole);
    for line in &whole {
        let document: serde_json::Value = serde_json::from_slice(line).expect("JSON");
        assert!(document.is_object());
    }
    let mut stream = Stream::new();
    let mut sink = |piece: Piece<'_>| {
        if let Piece::Telegram(telegram) = piece {
            reads_the_same_afresh(telegram);
        }
        for format in [Format::Human, Format::Json, Format::Csv, Format::None] {
            print(format, piece);
        }
    };
    stream.feed(bytes, &mut sink);
    stream.finish(&mut sink);
});
