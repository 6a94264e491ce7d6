//! Values of the DLMS application layer: any bytes as the body of a notification, framed and bare.

#![no_main]

#[path = "../../tests/binary/encode.rs"]
mod encode;

use encode::{hdlc_segments, with_llc};
use libfuzzer_sys::fuzz_target;
use smr::decode::Keys;
use smr_fuzz::decoded;

fuzz_target!(|input: &[u8]| {
    let Some((how, body)) = input.split_first() else {
        return;
    };
    let unit = [&[0x0F, 0, 0, 0, 0, 0][..], body].concat();
    match how & 1 {
        0 => {
            let telegrams = decoded(&hdlc_segments(&unit, 1_900), *how, Keys::none());
            assert_eq!(telegrams.len(), 1);
            // Every reading took at least one byte.
            assert!(telegrams[0].readings().len() <= with_llc(&unit).len());
        }
        _ => {
            decoded(body, *how, Keys::none());
            decoded(&unit, *how, Keys::none());
        }
    }
});
