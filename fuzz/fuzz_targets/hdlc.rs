//! HDLC frames: any bytes, and any information in frames, segments and blocks whose checks are right.
//!
//! The first byte says how the others are framed and into parts of what size the stream is cut.

#![no_main]

#[path = "../../tests/binary/encode.rs"]
mod encode;

use encode::{hdlc, hdlc_blocks, hdlc_segments};
use libfuzzer_sys::fuzz_target;
use smr::decode::{Check, Keys};
use smr_fuzz::decoded;

fuzz_target!(|input: &[u8]| {
    let Some((how, bytes)) = input.split_first() else {
        return;
    };
    let size = usize::from(how >> 2) + 4;
    let fits = bytes.len() <= 1_900;
    let frames = match how & 3 {
        1 if fits => hdlc(bytes, false),
        2 => hdlc_segments(bytes, size),
        3 if !bytes.is_empty() => hdlc_blocks(bytes, size),
        _ => bytes.to_vec(),
    };
    let telegrams = decoded(&frames, *how, Keys::none());
    if how & 3 == 1 && fits {
        assert_eq!(telegrams.len(), 1);
        assert_eq!(telegrams[0].check(), Check::Valid);
    }
});
