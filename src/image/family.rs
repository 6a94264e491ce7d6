//! Images for the chips that came after the ESP8266. They begin with the same eight bytes; then comes a second header with the number of
//! the chip ("Firmware Image Format", extended file header, in esptool's documentation), and only then the segments.

use super::bytes::{array, u16_at, u32_at};

/// The numbers of the chips, and what a file for each of them is called.
const CHIPS: &[(u16, &str)] = &[
    (0, "the file is an image for an ESP32, not for an ESP8266"),
    (
        2,
        "the file is an image for an ESP32-S2, not for an ESP8266",
    ),
    (
        5,
        "the file is an image for an ESP32-C3, not for an ESP8266",
    ),
    (
        9,
        "the file is an image for an ESP32-S3, not for an ESP8266",
    ),
    (
        12,
        "the file is an image for an ESP32-C2, not for an ESP8266",
    ),
    (
        13,
        "the file is an image for an ESP32-C6, not for an ESP8266",
    ),
    (
        16,
        "the file is an image for an ESP32-H2, not for an ESP8266",
    ),
    (
        18,
        "the file is an image for an ESP32-P4, not for an ESP8266",
    ),
    (
        20,
        "the file is an image for an ESP32-C61, not for an ESP8266",
    ),
    (
        23,
        "the file is an image for an ESP32-C5, not for an ESP8266",
    ),
    (
        25,
        "the file is an image for an ESP32-H21, not for an ESP8266",
    ),
    (
        28,
        "the file is an image for an ESP32-H4, not for an ESP8266",
    ),
];
/// One that has a number which this program does not know, or none that can be read.
const OTHER: &str = "the file is an image for another chip of the ESP32 family, not for an ESP8266";

const MAGIC: u8 = 0xE9;
const MOST_SEGMENTS: u8 = 16;
/// Behind the two headers.
const SEGMENTS_AT: usize = 24;
/// Where the number of the chip is.
const CHIP_AT: usize = 12;
/// What is reserved, and must be zero.
const RESERVED_AT: usize = 19;
/// What the application description begins with, which is the first thing in the first segment of an application.
const DESCRIPTION: u32 = 0xABCD_5432;
const DESCRIPTION_AT: usize = SEGMENTS_AT + 8;
/// Where the processors of the ESP32 family have memory that programs are loaded to.
const MEMORY: [std::ops::Range<u32>; 3] = [
    0x3C00_0000..0x4400_0000,
    0x4800_0000..0x5100_0000,
    0x6000_0000..0x6010_0000,
];
/// Where an ESP8266 has it: its own images have such an address right behind the first eight bytes.
const MEMORY_OF_ESP8266: [std::ops::Range<u32>; 3] = [
    0x3FFE_8000..0x4000_0000,
    0x4010_0000..0x4011_0000,
    0x4020_0000..0x4040_0000,
];

/// The chip of the ESP32 family that the image at an offset is for, as a clause about the file; nothing if it is no such image.
pub(super) fn recognise(file: &[u8], offset: usize) -> Option<&'static str> {
    let image = file.get(offset..)?;
    let [magic, count] = array(image, 0)?;
    if magic != MAGIC {
        return None;
    }
    if u32_at(image, DESCRIPTION_AT) == Some(DESCRIPTION) {
        return Some(name(image));
    }
    let is_in = |memory: &[std::ops::Range<u32>], address| {
        memory.iter().any(|range| range.contains(&address))
    };
    let [a, b, c, d, has_digest]: [u8; 5] = array(image, RESERVED_AT)?;
    let size = u32_at(image, SEGMENTS_AT + 4)?;
    let is_one = (1..=MOST_SEGMENTS).contains(&count)
        && [a, b, c, d] == [0; 4]
        && has_digest <= 1
        && size.is_multiple_of(4)
        && is_in(&MEMORY, u32_at(image, SEGMENTS_AT)?)
        && !is_in(&MEMORY_OF_ESP8266, u32_at(image, 8)?);
    is_one.then(|| name(image))
}

fn name(image: &[u8]) -> &'static str {
    let chip = u16_at(image, CHIP_AT);
    let known = CHIPS.iter().find(|(number, _)| chip == Some(*number));
    known.map_or(OTHER, |(_, name)| name)
}
