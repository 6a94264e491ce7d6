//! M-Bus long frames: any bytes, and any data in frames whose sums are right.

#![no_main]

#[path = "../../tests/binary/encode.rs"]
mod encode;

use encode::mbus;
use libfuzzer_sys::fuzz_target;
use smr::decode::{Check, Keys};
use smr_fuzz::decoded;

fuzz_target!(|input: &[u8]| {
    let Some((how, bytes)) = input.split_first() else {
        return;
    };
    // The number of a segment has four bits.
    if how & 1 == 0 || bytes.is_empty() || bytes.len() > 16 * 245 {
        decoded(bytes, *how, Keys::none());
        return;
    }
    let telegrams = decoded(&mbus(bytes), *how, Keys::none());
    assert_eq!(telegrams.len(), 1);
    assert_eq!(telegrams[0].check(), Check::Valid);
});
