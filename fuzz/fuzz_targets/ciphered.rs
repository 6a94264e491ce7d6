//! Ciphered units: any bytes with a key at hand, and any text in units whose tags are right.

#![no_main]

#[path = "../../tests/binary/encode.rs"]
mod encode;

use encode::{CIPHER, Cipher, ciphered, hdlc_segments};
use libfuzzer_sys::fuzz_target;
use smr::decode::Keys;
use smr::decode::note::NoteCode;
use smr_fuzz::{decoded, keys};

fuzz_target!(|input: &[u8]| {
    let Some((how, bytes)) = input.split_first() else {
        return;
    };
    let right = || keys(CIPHER.key, Some(CIPHER.authentication));
    match how & 3 {
        0 => {
            decoded(bytes, *how, right());
        }
        1 => {
            let unit = [&b"\xDB\x08TST\x01\x02\x03\x04\x05"[..], bytes].concat();
            decoded(&unit, *how, right());
        }
        _ if bytes.len() > 60_000 => {}
        kind => {
            let security = if kind == 2 { 0x30 } else { 0x20 };
            let unit = ciphered(&Cipher { security, ..CIPHER }, bytes);
            let frames = hdlc_segments(&unit, 1_000);
            let telegrams = decoded(&frames, *how, right());
            assert_eq!(telegrams.len(), 1);
            let has = |code| telegrams[0].notes().iter().any(|note| note.code == code);
            if security == 0x30 && bytes.len() < 60_000 {
                assert!(!has(NoteCode::WrongKey) && !has(NoteCode::NotAuthenticated));
            }
            decoded(&frames, *how, keys([9; 16], None));
            decoded(&frames, *how, Keys::none());
        }
    }
});
