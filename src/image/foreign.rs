//! Files that are no firmware image, but something that people take for one.

use super::part;
use super::{APPLICATION_AT, bytes};

/// What a file is instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Foreign {
    /// A clause without a full stop.
    pub(super) message: &'static str,
    pub(super) hint: &'static str,
}

/// How a file begins, what it is, and what to do.
const BEGINNINGS: &[(&[u8], &str, &str)] = &[
    (
        &[0x1F, 0x8B],
        "the file is compressed with gzip",
        "unpack it first with: gunzip FILE; the gateway takes plain images, which say by themselves what they are",
    ),
    (
        b"PK\x03\x04",
        "the file is a zip archive",
        "unpack it and name the firmware.bin in it",
    ),
    (
        b"\x7FELF",
        "the file is an ELF program, from before it was made into an image",
        "name the firmware.bin that the build wrote beside firmware.elf",
    ),
    (
        b"UF2\n",
        "the file is in the UF2 format of other chips",
        "name the firmware.bin that the build wrote",
    ),
    (
        b"<",
        "the file is a web page, not firmware",
        "the download went wrong: open the file in a browser to see what the server said",
    ),
];

/// Recognises a file that does not begin with a boot loader.
pub(super) fn recognise(file: &[u8]) -> Option<Foreign> {
    let told = |message, hint| Some(Foreign { message, hint });
    if file.is_empty() {
        return told("the file is empty", "did the download or the build fail?");
    }
    if let Some((_, message, hint)) = BEGINNINGS
        .iter()
        .find(|(beginning, ..)| file.starts_with(beginning))
    {
        return told(message, hint);
    }
    if is_intel_hex(file) {
        return told(
            "the file is in the Intel HEX format",
            "name the firmware.bin that the build wrote",
        );
    }
    for blank in [0xFF, 0x00] {
        if file.iter().all(|byte| *byte == blank) {
            return told(
                "the file is blank: every byte is the same",
                "was it read from an erased chip? name the firmware.bin that the build wrote",
            );
        }
    }
    if file.first() == Some(&0xE9) {
        return unfinished(file);
    }
    None
}

/// `:`, then pairs of hexadecimal digits to the end of the line, at least 5 bytes.
fn is_intel_hex(file: &[u8]) -> bool {
    let line = file.split(|byte| matches!(byte, b'\r' | b'\n')).next();
    line.and_then(|line| line.strip_prefix(b":"))
        .is_some_and(|digits| {
            digits.len() >= 10 && digits.len() % 2 == 0 && digits.iter().all(u8::is_ascii_hexdigit)
        })
}

/// Begins like an image, and is half of one or for another chip.
fn unfinished(file: &[u8]) -> Option<Foreign> {
    // The magic of the application description, which images of the ESP32 family have behind their first headers.
    const ESP32_DESCRIPTION_AT: usize = 32;
    const ESP32_DESCRIPTION: u32 = 0xABCD_5432;
    if bytes::u32_at(file, ESP32_DESCRIPTION_AT) == Some(ESP32_DESCRIPTION) {
        return Some(Foreign {
            message: "the file is an image for an ESP32, not for an ESP8266",
            hint: "take the image that was made for your board",
        });
    }
    let (part, defect) = part::read(file, 0);
    let end = part
        .and_then(|part| part.end)
        .filter(|_| defect.is_none())?;
    if end > APPLICATION_AT {
        return Some(Foreign {
            message: "the file is an application without the boot loader before it",
            hint: "use firmware.bin as the build wrote it: the boot loader, and the application from 0x1000",
        });
    }
    if file.len() <= APPLICATION_AT {
        return Some(Foreign {
            message: "the file is only a boot loader, without an application behind it",
            hint: "name the firmware.bin that the build wrote",
        });
    }
    None
}
