//! However a stream is cut, its pieces are the same and account for every byte.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smr::decode::{Piece, Stream};

fn pieces<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Vec<(u64, u64, bool)> {
    let mut found = Vec::new();
    let mut sink = |piece: Piece<'_>| {
        found.push(match piece {
            Piece::Telegram(telegram) => (telegram.offset(), telegram.bytes().len() as u64, true),
            Piece::Noise { offset, length } => (offset, length, false),
        });
    };
    let mut stream = Stream::new();
    parts.for_each(|part| stream.feed(part, &mut sink));
    stream.finish(&mut sink);
    found
}

fuzz_target!(|data: (u8, &[u8])| {
    let (cut, bytes) = data;
    let whole = pieces(std::iter::once(bytes));
    let total: u64 = whole.iter().map(|(_, length, _)| length).sum();
    assert_eq!(total, bytes.len() as u64);
    assert_eq!(pieces(bytes.chunks(usize::from(cut) + 1)), whole);
});
