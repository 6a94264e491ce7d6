//! Makes binary telegrams, from the specifications alone: whatever a test, a bench or a fuzzer wants to see decoded.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "several programs use it, each a part; it may stop at what it cannot make"
)]

use aes_gcm::aead::AeadInOut;
use aes_gcm::aes::Aes128;
use aes_gcm::aes::cipher::consts::U12;
use aes_gcm::{AesGcm, KeyInit};
use smr::decode::crc::crc16_x25;

/// A code, a number, a power of ten and the code of a unit.
pub(crate) type Register = ([u8; 6], i64, i8, u8);

/// What a three-phase meter says.
pub(crate) const REGISTERS: &[Register] = &[
    ([1, 0, 1, 7, 0, 255], 1_234, 0, 27),
    ([1, 0, 2, 7, 0, 255], 0, 0, 27),
    ([1, 0, 31, 7, 0, 255], 53, -1, 33),
    ([1, 0, 32, 7, 0, 255], 2_314, -1, 35),
    ([1, 0, 16, 7, 0, 255], -1_055, -1, 27),
    ([1, 0, 1, 8, 0, 255], 10_049_926, 0, 30),
    ([1, 0, 2, 8, 0, 255], 8, 1, 30),
];

/// 2026-01-31 12:00:05 in winter.
pub(crate) const TIME: [u8; 12] = [0x07, 0xEA, 1, 31, 6, 12, 0, 5, 0xFF, 0x80, 0, 0];

/// A data notification with a structure for each register, as Aidon's meters send it.
pub(crate) fn notification(registers: &[Register]) -> Vec<u8> {
    let mut unit = vec![0x0F, 0x40, 0, 0, 0, 12];
    unit.extend(TIME);
    unit.extend([1, u8::try_from(registers.len()).expect("few")]);
    for (code, number, scale, unit_code) in registers {
        unit.extend([2, 3, 9, 6]);
        unit.extend(code);
        unit.push(5);
        unit.extend(
            i32::try_from(*number)
                .expect("a small number")
                .to_be_bytes(),
        );
        unit.extend([2, 2, 15, scale.to_be_bytes()[0], 22, *unit_code]);
    }
    unit
}

/// The link prefix and a unit of the application layer.
pub(crate) fn with_llc(unit: &[u8]) -> Vec<u8> {
    [&[0xE6, 0xE7, 0][..], unit].concat()
}

/// One HDLC frame with both of its flags.
pub(crate) fn hdlc(information: &[u8], is_segmented: bool) -> Vec<u8> {
    let length = 2 + 1 + 2 + 1 + 2 + information.len() + 2;
    let format =
        0xA000 | if is_segmented { 0x0800 } else { 0 } | u16::try_from(length).expect("short");
    let mut frame = format.to_be_bytes().to_vec();
    frame.extend([0x41, 0x08, 0x83, if is_segmented { 0x03 } else { 0x13 }]);
    frame.extend(crc16_x25(&frame).to_le_bytes());
    frame.extend(information);
    frame.extend(crc16_x25(&frame).to_le_bytes());
    [&[0x7E], &frame[..], &[0x7E]].concat()
}

/// A unit in one frame.
pub(crate) fn hdlc_unit(unit: &[u8]) -> Vec<u8> {
    hdlc(&with_llc(unit), false)
}

/// A unit in segments of `size` bytes.
pub(crate) fn hdlc_segments(unit: &[u8], size: usize) -> Vec<u8> {
    let message = with_llc(unit);
    let mut parts = message.chunks(size).peekable();
    let mut frames = Vec::new();
    while let Some(part) = parts.next() {
        frames.extend(hdlc(part, parts.peek().is_some()));
    }
    frames
}

/// A unit in blocks of `size` bytes, each in a frame; only the first has the link prefix.
pub(crate) fn hdlc_blocks(unit: &[u8], size: usize) -> Vec<u8> {
    let count = unit.chunks(size).len();
    let frame = |(at, data): (usize, &[u8])| {
        let control = if at + 1 == count { 0xC0 } else { 0x40 };
        let number = u16::try_from(at + 1).expect("few").to_be_bytes();
        let mut block = vec![0xE0, control, number[0], number[1], 0, 0];
        block.extend(length(data.len()));
        block.extend(data);
        hdlc(&if at == 0 { with_llc(&block) } else { block }, false)
    };
    unit.chunks(size).enumerate().flat_map(frame).collect()
}

/// A length in the shortest form.
pub(crate) fn length(count: usize) -> Vec<u8> {
    let [.., high, low] = count.to_be_bytes();
    match count {
        0..=0x7F => vec![low],
        0x80..=0xFF => vec![0x81, low],
        _ => vec![0x82, high, low],
    }
}

/// A unit in M-Bus long frames, with as much in each as fits.
pub(crate) fn mbus(unit: &[u8]) -> Vec<u8> {
    let mut parts = unit.chunks(245).enumerate().peekable();
    let mut frames = Vec::new();
    while let Some((at, part)) = parts.next() {
        let last = if parts.peek().is_none() { 0x10 } else { 0 };
        let control = u8::try_from(at).expect("few") | last;
        let covered = [&[0x53, 0xFF, control, 1, 0x67][..], part].concat();
        let count = u8::try_from(covered.len()).expect("short");
        let sum = covered
            .iter()
            .fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
        frames.extend([0x68, count, count, 0x68]);
        frames.extend(covered);
        frames.extend([sum, 0x16]);
    }
    frames
}

/// What a ciphered unit is made with.
pub(crate) struct Cipher {
    pub(crate) title: [u8; 8],
    pub(crate) security: u8,
    pub(crate) key: [u8; 16],
    pub(crate) authentication: [u8; 16],
}

pub(crate) const CIPHER: Cipher = Cipher {
    title: *b"TST\x10\x20\x30\x40\x50",
    security: 0x30,
    key: [0x11; 16],
    authentication: [0x22; 16],
};

/// A ciphered unit around `text`.
pub(crate) fn ciphered(cipher: &Cipher, text: &[u8]) -> Vec<u8> {
    let counter = [0, 0, 1, 0xC2];
    let nonce: [u8; 12] = [&cipher.title[..], &counter]
        .concat()
        .try_into()
        .expect("twelve");
    let associated = [&[cipher.security][..], &cipher.authentication].concat();
    let mut encrypted = text.to_vec();
    let tag = AesGcm::<Aes128, U12, U12>::new((&cipher.key).into())
        .encrypt_inout_detached(&nonce.into(), &associated, encrypted.as_mut_slice().into())
        .expect("short");
    if cipher.security & 0x10 != 0 {
        encrypted.extend(tag);
    }
    let mut unit = vec![0xDB, 8];
    unit.extend(cipher.title);
    unit.extend(length(5 + encrypted.len()));
    unit.push(cipher.security);
    unit.extend(counter);
    unit.extend(encrypted);
    unit
}

/// What a German meter says of itself beside its registers: its maker, its identity and the key of its signatures.
pub(crate) const TEXTS: &[([u8; 6], &[u8])] = &[
    ([129, 129, 199, 130, 3, 255], b"TST"),
    ([1, 0, 0, 0, 9, 255], b"\x0a\x01TST\x00\x00\x00\x00\x01"),
    ([129, 129, 199, 130, 5, 255], &[0xA5; 48]),
];

/// The messages of an SML file: one that opens it, one with a list of values, one that closes it.
pub(crate) fn sml_messages(registers: &[Register]) -> Vec<u8> {
    sml_messages_with(&[], registers)
}

/// The same with texts before the registers.
pub(crate) fn sml_messages_with(texts: &[([u8; 6], &[u8])], registers: &[Register]) -> Vec<u8> {
    sml_messages_around(&sml_list(texts, registers))
}

const SERVER: &[u8] = b"\x0a\x01TST\x00\x00\x00\x00\x01";

/// A list of values: the body of a message.
pub(crate) fn sml_list(texts: &[([u8; 6], &[u8])], registers: &[Register]) -> Vec<u8> {
    let mut list = vec![0x77, 0x01];
    list.extend(octets(SERVER));
    list.extend(octets(&[1, 0, 0x62, 10, 255, 255]));
    list.extend([0x72, 0x62, 0x01, 0x65, 0, 0x12, 0x34, 0x56]);
    list.extend(list_head(texts.len() + registers.len()));
    for (code, text) in texts {
        list.push(0x77);
        list.extend(octets(code));
        list.extend([0x01, 0x01, 0x01, 0x01]);
        list.extend(octets(text));
        list.push(0x01);
    }
    for (code, number, scale, unit) in registers {
        list.push(0x77);
        list.extend(octets(code));
        list.extend([0x01, 0x01, 0x62, *unit, 0x52, scale.to_be_bytes()[0]]);
        list.extend(integer(*number));
        list.push(0x01);
    }
    list.extend([0x01, 0x01]);
    list
}

/// The messages of a file with this list, whose checks are right whatever it is.
pub(crate) fn sml_messages_around(list: &[u8]) -> Vec<u8> {
    let mut open = vec![0x76, 0x01, 0x01];
    open.extend(octets(b"1"));
    open.extend(octets(SERVER));
    open.extend([0x01, 0x01]);
    [
        message(1, 0x0101, &open),
        message(2, 0x0701, list),
        message(3, 0x0201, &[0x71, 0x01]),
    ]
    .concat()
}

fn message(number: u8, kind: u16, body: &[u8]) -> Vec<u8> {
    let mut message = vec![0x76];
    message.extend(octets(&[0, 0, 0, number]));
    message.extend([0x62, 0, 0x62, 0, 0x72, 0x63]);
    message.extend(kind.to_be_bytes());
    message.extend(body);
    let check = crc16_x25(&message);
    message.push(0x63);
    message.extend(check.to_le_bytes());
    message.push(0);
    message
}

fn octets(octets: &[u8]) -> Vec<u8> {
    let count = octets.len() + 1;
    let mut element = match u8::try_from(count).expect("short") {
        count @ 0..=15 => vec![count],
        // Two bytes of length count both of themselves.
        count => vec![0x80 | (count + 1) >> 4, (count + 1) & 15],
    };
    element.extend(octets);
    element
}

fn list_head(count: usize) -> Vec<u8> {
    match u8::try_from(count).expect("few") {
        count @ 0..=15 => vec![0x70 | count],
        count => vec![0xF0 | count >> 4, count & 15],
    }
}

/// A number in as few bytes as it needs.
fn integer(number: i64) -> Vec<u8> {
    let all = number.to_be_bytes();
    let needed = (1..=8)
        .find(|count| {
            let unused = 64 - 8 * count;
            number << unused >> unused == number
        })
        .expect("eight bytes hold it");
    let mut element = vec![0x50 | u8::try_from(needed + 1).expect("few")];
    element.extend(&all[8 - needed..]);
    element
}

/// Messages in the transport protocol.
pub(crate) fn sml(messages: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x1B, 0x1B, 0x1B, 0x1B, 1, 1, 1, 1];
    let mut rest = messages;
    while let Some(at) = rest.windows(4).position(|four| four == [0x1B; 4]) {
        frame.extend(&rest[..at + 4]);
        frame.extend([0x1B; 4]);
        rest = &rest[at + 4..];
    }
    frame.extend(rest);
    let padding = messages.len().wrapping_neg() % 4;
    frame.extend(vec![0; padding]);
    frame.extend([
        0x1B,
        0x1B,
        0x1B,
        0x1B,
        0x1A,
        u8::try_from(padding).expect("three"),
    ]);
    let check = crc16_x25(&frame);
    frame.extend(check.to_le_bytes());
    frame
}
