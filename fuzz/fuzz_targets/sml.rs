//! SML: any bytes, and any messages in frames whose checks are right; what sml-rs reads is read the same here.

#![no_main]

#[path = "../../tests/binary/encode.rs"]
mod encode;

use encode::sml;
use libfuzzer_sys::fuzz_target;
use sml_rs::parser::complete::{self, MessageBody};
use smr::decode::{Check, Keys};
use smr_fuzz::decoded;

fuzz_target!(|input: &[u8]| {
    let Some((how, messages)) = input.split_first() else {
        return;
    };
    if how & 1 == 0 || messages.len() > 8_000 {
        decoded(messages, *how, Keys::none());
        return;
    }
    let telegrams = decoded(&sml(messages), *how, Keys::none());
    assert_eq!(telegrams.len(), 1);
    assert_eq!(telegrams[0].check(), Check::Valid);
    let Ok(file) = complete::parse(messages) else {
        return;
    };
    let names: Vec<&[u8]> = file
        .messages
        .iter()
        .filter_map(|message| match &message.message_body {
            MessageBody::GetListResponse(list) => Some(&list.val_list),
            _ => None,
        })
        .flatten()
        .map(|entry| entry.obj_name)
        .collect();
    // sml-rs takes names of any length.
    if names.iter().all(|name| name.len() == 6) {
        let readings: Vec<_> = telegrams[0]
            .readings()
            .iter()
            .map(|reading| reading.obis.groups())
            .collect();
        assert_eq!(readings, names);
    }
});
