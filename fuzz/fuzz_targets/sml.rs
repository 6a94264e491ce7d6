//! SML: any bytes, any messages in frames whose checks are right, and any list in messages whose checks are right; what sml-rs
//! reads is read the same here.

#![no_main]

#[path = "../../tests/binary/encode.rs"]
mod encode;
#[path = "../../tests/binary/peer.rs"]
mod peer;

use encode::{sml, sml_messages_around};
use libfuzzer_sys::fuzz_target;
use smr::decode::{Check, Keys};
use smr_fuzz::decoded;

fuzz_target!(|input: &[u8]| {
    let Some((how, bytes)) = input.split_first() else {
        return;
    };
    if how & 3 == 0 || bytes.len() > 8_000 {
        decoded(bytes, *how, Keys::none());
        return;
    }
    let messages = match how & 1 {
        1 => bytes.to_vec(),
        _ => sml_messages_around(bytes),
    };
    let telegrams = decoded(&sml(&messages), *how, Keys::none());
    assert_eq!(telegrams.len(), 1);
    assert_eq!(telegrams[0].check(), Check::Valid);
    peer::agrees(&messages, &telegrams[0]);
});
