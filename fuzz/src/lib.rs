//! What several fuzzers hold of every stream of bytes.

use std::sync::Arc;

use smr::decode::{Key, KeyPair, Keys, Piece, Stream, Telegram};
use smr::ui::style::Colour;
use smr::ui::{Format, Origin, Renderer};

const ORIGIN: Origin<'_> = Origin {
    name: "fuzz",
    received_at: None,
};

/// One key for all meters.
pub fn keys(encryption: [u8; 16], authentication: Option<[u8; 16]>) -> Keys {
    let key = |bytes: [u8; 16]| {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        Key::parse(&digits).expect("a key")
    };
    let mut keys = Keys::none();
    keys.set_for_all(KeyPair {
        encryption: key(encryption),
        authentication: authentication.map(key),
    });
    keys
}

fn print(format: Format, piece: Piece<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    Renderer::new(format, Colour::On, true).piece(piece, &ORIGIN, &mut out);
    out
}

/// The pieces as lines of JSON, and the telegrams.
fn pieces(bytes: &[u8], size: usize, keys: &Arc<Keys>) -> (Vec<Vec<u8>>, Vec<Telegram>) {
    let (mut lines, mut telegrams, mut at) = (Vec::new(), Vec::new(), 0);
    let mut sink = |piece: Piece<'_>| {
        let (offset, length) = match piece {
            Piece::Telegram(telegram) => {
                telegrams.push(telegram.clone());
                (telegram.offset(), telegram.bytes().len() as u64)
            }
            Piece::Noise { offset, length } => (offset, length),
        };
        assert_eq!(offset, at, "bytes are missing or told twice");
        assert!(length > 0, "an empty piece");
        at += length;
        lines.push(print(Format::Jsonl, piece));
    };
    let mut stream = Stream::with_keys(Arc::clone(keys));
    bytes
        .chunks(size)
        .for_each(|part| stream.feed(part, &mut sink));
    stream.finish(&mut sink);
    assert_eq!(at, bytes.len() as u64, "not every byte is accounted for");
    (lines, telegrams)
}

/// The telegrams of `bytes`, which are the same however the bytes come, and can be printed.
pub fn decoded(bytes: &[u8], size: u8, keys: Keys) -> Vec<Telegram> {
    let keys = Arc::new(keys);
    let (whole, telegrams) = pieces(bytes, bytes.len().max(1), &keys);
    let (cut, _) = pieces(bytes, usize::from(size).max(1), &keys);
    assert_eq!(cut, whole);
    for line in &whole {
        let document: serde_json::Value = serde_json::from_slice(line).expect("JSON");
        assert!(document.is_object());
    }
    for telegram in &telegrams {
        for format in [Format::Human, Format::Csv] {
            print(format, Piece::Telegram(telegram));
        }
    }
    telegrams
}
