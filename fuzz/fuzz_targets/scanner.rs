//! The scanner accounts for every byte, makes progress, and finds the same on both sides of a border.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smr::decode::scan::{self, ENOUGH, Found, MAX_FRAME};

/// The frames of `bytes`, which are all there will be: position and length.
fn frames(bytes: &[u8], start: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = match scan::next(&bytes[at..], true) {
            Found::Frame { length, .. } => {
                assert!(length <= MAX_FRAME, "a frame of {length} bytes");
                found.push((start + at, length));
                length
            }
            Found::Noise { length } => length,
            Found::Incomplete => panic!("incomplete at the end"),
        };
        assert!(length > 0, "no progress at {at}");
        at += length;
    }
    assert_eq!(at, bytes.len(), "bytes that are not there");
    found
}

fuzz_target!(|bytes: &[u8]| {
    let whole = frames(bytes, 0);
    if let Found::Incomplete = scan::next(bytes, false) {
        assert!(
            bytes.len() < ENOUGH,
            "incomplete with {} bytes",
            bytes.len()
        );
    }
    if let Some(border) = scan::last_border(bytes) {
        let mut apart = frames(&bytes[..border], 0);
        apart.extend(frames(&bytes[border..], border));
        assert_eq!(apart, whole, "cut at {border}");
    }
});
