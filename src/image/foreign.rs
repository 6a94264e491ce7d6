//! Files that are no firmware image, but something that people take for one.

use super::{APPLICATION_AT, bytes, family, part};

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
        &[0xFD, b'7', b'z', b'X', b'Z'],
        "the file is compressed with xz",
        "unpack it first with: unxz FILE",
    ),
    (
        b"BZh",
        "the file is compressed with bzip2",
        "unpack it first with: bunzip2 FILE",
    ),
    (
        &[0x28, 0xB5, 0x2F, 0xFD],
        "the file is compressed with zstd",
        "unpack it first with: unzstd FILE",
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
        b"S0",
        "the file is in the format of Motorola's S-records",
        "name the firmware.bin that the build wrote",
    ),
    (
        &[0xEA],
        "the file is an application for the boot loader of Espressif's old SDK (user1.bin, user2.bin), another firmware's",
        "name a firmware.bin of this project; smr flash without --image takes the one that is at hand",
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
    // Of an ESP32 of the first kind the boot loader is at 0x1000, and files with all of a flash have nothing before it.
    if let Some(message) = family::recognise(file, 0).or_else(|| {
        let is_empty = file.first() == Some(&0xFF);
        is_empty
            .then(|| family::recognise(file, APPLICATION_AT))
            .flatten()
    }) {
        return told(message, "take the image that was made for your board");
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

/// Begins like an image, and is half of one or for another boot loader.
fn unfinished(file: &[u8]) -> Option<Foreign> {
    // The magic of the partition table that the RTOS SDK has at 0x8000, in a file with all of a flash.
    const PARTITIONS_AT: usize = 0x8000;
    const PARTITIONS: [u8; 2] = [0xAA, 0x50];
    /// Where it maps the flash to: its applications begin at 0x10000.
    const RTOS_FLASH: std::ops::Range<u32> = 0x4021_0000..0x4021_1000;
    let (part, defect) = part::read(file, 0);
    let is_partitioned = bytes::array(file, PARTITIONS_AT) == Some(PARTITIONS);
    let first = part.as_ref().and_then(|part| part.segments.first());
    if is_partitioned || first.is_some_and(|first| RTOS_FLASH.contains(&first.address)) {
        return Some(Foreign {
            message: "the file is of Espressif's RTOS SDK for the ESP8266, another firmware's",
            hint: "name a firmware.bin of this project; smr flash without --image takes the one that is at hand",
        });
    }
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

#[cfg(test)]
mod tests {
    use super::super::{Board, Descriptor, Problem, Recipe, Requirements, build, examine};

    /// What the only finding about a file says.
    fn told(file: &[u8]) -> (Problem, String) {
        let findings = examine(file, &Requirements::default()).findings;
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(!findings[0].hint.is_empty());
        (findings[0].problem, findings[0].message.clone())
    }

    /// Both headers of an image for a chip of the ESP32 family, and one segment.
    fn of_family(chip: u16) -> Vec<u8> {
        let mut image = vec![0xE9, 1, 2, 0x20];
        image.extend(0x4038_0000_u32.to_le_bytes());
        image.extend([0xEE, 0, 0, 0]);
        image.extend(chip.to_le_bytes());
        image.extend([0; 9]);
        image.push(1);
        image.extend(0x3FCD_5820_u32.to_le_bytes());
        image.extend(4_096_u32.to_le_bytes());
        image.resize(12_000, 0x5A);
        image
    }

    #[test]
    fn images_for_other_chips_are_known_by_the_number_in_their_second_header() {
        for (chip, name) in [
            (0, "for an ESP32,"),
            (5, "an ESP32-C3"),
            (9, "an ESP32-S3"),
            (13, "an ESP32-C6"),
            (999, "another chip of the ESP32 family"),
        ] {
            let (_, message) = told(&of_family(chip));
            assert!(message.contains(name), "{message}");
        }
        let whole = [vec![0xFF; 0x1000], of_family(0)].concat();
        assert!(told(&whole).1.contains("for an ESP32,"));
    }

    #[test]
    fn images_for_other_boot_loaders_are_called_by_their_name() {
        let mut rtos = vec![0xE9, 1, 3, 0x40];
        rtos.extend(0x4010_0000_u32.to_le_bytes());
        rtos.extend(0x4021_0010_u32.to_le_bytes());
        rtos.extend(8_192_u32.to_le_bytes());
        rtos.resize(16 + 8_192 + 16, 0);
        let mut whole = vec![0xE9; 0x9000];
        whole[0x8000..0x8002].copy_from_slice(&[0xAA, 0x50]);
        for (part, file) in [
            ("RTOS SDK", rtos),
            ("RTOS SDK", whole),
            ("user1.bin", vec![0xEA; 9_000]),
            ("S-records", b"S00600004844521B\r\n".repeat(400)),
            ("xz", b"\xFD7zXZ\0".repeat(1_000)),
            ("bzip2", b"BZh9".repeat(2_000)),
            ("zstd", [0x28, 0xB5, 0x2F, 0xFD].repeat(2_000)),
        ] {
            let (_, message) = told(&file);
            assert!(message.contains(part), "{part}: {message}");
        }
    }

    #[test]
    fn an_image_of_an_old_core_is_not_called_damaged() {
        let mut old = build(&Recipe {
            descriptor: Descriptor {
                version: "1.2.3".parse().expect("a version"),
                board: Board::Esp8266With1M,
                build: "test".parse().expect("a build id"),
                security_version: 0,
            },
            size: 20_000,
            seed: 1,
        })
        .expect("an image");
        // Code in place of the length and the CRC, and the check sum over it.
        let code = [0x21, 0xFE, 0xFF, 0x31, 0x02, 0x40, 0x10, 0x20];
        let change = old[0x1010..0x1018].iter().chain(&code);
        let change = change.fold(0, |sum, byte| sum ^ byte);
        old[0x1010..0x1018].copy_from_slice(&code);
        let last = old.len() - 1;
        old[last] ^= change;
        let (problem, message) = told(&old);
        assert_eq!(problem, Problem::Length, "what the gateway would answer");
        assert!(
            message.contains("not damaged") && message.contains("old Arduino core"),
            "{message}"
        );
        let mut flash = old.clone();
        flash.resize(1 << 20, 0xFF);
        assert!(super::super::lacks_length(&flash));
        // Something else is wrong with it as well.
        old[0x1800] ^= 1;
        let findings = examine(&old, &Requirements::default()).findings;
        assert!(
            findings
                .iter()
                .all(|finding| !finding.message.contains("old Arduino core")),
            "{findings:?}"
        );
    }
}
