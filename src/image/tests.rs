//! Images that were built are sound, and everything that is done to them is found.

use proptest::prelude::*;

use super::*;

pub(super) fn recipe(version: &str, board: Board) -> Recipe {
    Recipe {
        descriptor: Descriptor {
            version: version.parse().expect("a version"),
            board,
            build: "test".parse().expect("a build id"),
            security_version: 3,
        },
        size: SMALLEST_SIZE + 32,
        seed: 1,
    }
}

pub(super) fn small() -> Vec<u8> {
    build(&recipe("1.2.3", Board::Esp8266With1M)).expect("an image")
}

pub(super) fn key(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32]).expect("a key")
}

pub(super) fn signed(image: &[u8], key: &SigningKey) -> Vec<u8> {
    [image, &key.sign(image).expect("a signature").to_bytes()].concat()
}

fn codes(file: &[u8], requirements: &Requirements) -> Vec<&'static str> {
    let findings = examine(file, requirements).findings;
    findings
        .iter()
        .map(|finding| finding.problem.code())
        .collect()
}

fn code(file: &[u8]) -> Option<&'static str> {
    codes(file, &Requirements::default()).first().copied()
}

#[test]
fn a_built_image_is_sound_and_says_what_it_was_built_from() {
    for board in Board::ALL {
        for size in [
            SMALLEST_SIZE,
            SMALLEST_SIZE + 1,
            100_000,
            board.largest_image(),
        ] {
            let recipe = Recipe {
                size,
                ..recipe("2.0.0-rc.1+7", board)
            };
            let file = build(&recipe).expect("an image");
            assert_eq!(file.len(), size.next_multiple_of(16));
            let image = Image::parse(&file).expect("a sound image");
            assert_eq!(image.descriptor, recipe.descriptor);
            assert_eq!(image.size, file.len());
            assert_eq!(image.sha256, Sha256::of(&file[APPLICATION_AT..]));
            assert_eq!(image.upload_sha256, Sha256::of(&file));
            assert_eq!(image.trailer, None);
        }
    }
}

#[test]
fn the_same_recipe_gives_the_same_bytes_and_another_one_others() {
    let first = recipe("1.2.3", Board::Esp8266With1M);
    assert_eq!(build(&first).expect("an image"), small());
    for other in [
        recipe("1.2.4", Board::Esp8266With1M),
        Recipe {
            seed: 2,
            ..first.clone()
        },
    ] {
        let other = build(&other).expect("an image");
        let different = other.iter().zip(small()).filter(|(a, b)| *a != b).count();
        assert!(different > 1024, "{different}");
    }
}

#[test]
fn sizes_that_a_board_cannot_take_are_refused() {
    for size in [
        0,
        SMALLEST_SIZE - 16,
        Board::Esp8266With1M.largest_image() + 1,
        usize::MAX,
    ] {
        assert!(
            build(&Recipe {
                size,
                ..recipe("1.2.3", Board::Esp8266With1M)
            })
            .is_err(),
            "{size}"
        );
    }
}

#[test]
fn the_check_sum_is_right_with_and_without_the_words_that_are_written_last() {
    for seed in 0..20 {
        let file = build(&Recipe {
            seed,
            ..recipe("1.2.3", Board::Esp8266With4M)
        })
        .expect("an image");
        for image in [file.clone(), bytes::without_words(&file)] {
            assert!(part::read(&image, APPLICATION_AT).1.is_none(), "{seed}");
        }
    }
}

#[test]
fn an_image_is_read_from_a_flash_chip() {
    let file = small();
    let mut flash = vec![0xFF; 1 << 20];
    flash[..file.len()].copy_from_slice(&file);
    assert_eq!(Image::in_flash(&flash), Image::parse(&file));
    // A signature that was staged with it is not copied by the boot loader.
    let mut cut = flash.clone();
    cut[0x1020] ^= 1;
    assert!(Image::in_flash(&cut).is_err());
    let blank = Image::in_flash(&vec![0xFF; 1 << 20]).expect_err("no image");
    assert_eq!(blank[0].problem, Problem::BootLoader);
    assert!(Image::in_flash(&[]).is_err());
}

#[test]
fn signatures_are_verified_with_the_key_that_is_asked_for() {
    let file = signed(&small(), &key(1));
    let with = |number| Requirements {
        key: Some(key(number).public_key()),
        ..Requirements::default()
    };
    let image = Image::check(&file, &with(1)).expect("a sound image");
    assert_eq!(image.sha256, Sha256::of(&small()[APPLICATION_AT..]));
    assert_eq!(image.upload_sha256, Sha256::of(&file));
    assert_eq!(
        image.trailer.expect("a trailer").key_id,
        key(1).public_key().id()
    );
    assert_eq!(codes(&file, &with(2)), ["unknown-key"]);
    assert_eq!(codes(&small(), &with(1)), ["not-signed"]);
    // Another image's signature, in a trailer that fits.
    let other = build(&Recipe {
        seed: 9,
        ..recipe("1.2.3", Board::Esp8266With1M)
    })
    .expect("an image");
    let forged = [&other[..], &file[small().len()..]].concat();
    assert_eq!(codes(&forged, &with(1)), ["bad-signature"]);
}

#[test]
fn keys_survive_being_written() {
    let private = key(7);
    let text = private.to_pem().expect("a PEM file");
    assert!(text.starts_with("-----BEGIN PRIVATE KEY-----\n"), "{text}");
    let again = SigningKey::from_pem(&text).expect("a key");
    assert_eq!(again.public_key(), private.public_key());
    let public = private.public_key();
    let text = public.to_pem().expect("a PEM file");
    assert_eq!(PublicKey::from_pem(&text).expect("a key"), public);
    assert_eq!(PublicKey::from_bytes(&public.to_bytes()), Some(public));
    assert_eq!(PublicKey::from_bytes(&[1; 64]), None);
    assert!(!format!("{private:?}").contains("0707"), "{private:?}");
}

#[test]
fn the_wrong_kind_of_key_is_told() {
    let (private, public) = (
        key(1).to_pem().expect("PEM"),
        key(1).public_key().to_pem().expect("PEM"),
    );
    let hint = |error: crate::error::Error| error.hints().concat();
    assert!(hint(PublicKey::from_pem(&private).expect_err("no key")).contains("private key"));
    assert!(hint(SigningKey::from_pem(&public).expect_err("no key")).contains("public key"));
    let encrypted = private.replace("PRIVATE", "ENCRYPTED PRIVATE");
    assert!(hint(SigningKey::from_pem(&encrypted).expect_err("no key")).contains("decrypt"));
    for text in [
        "",
        "-----BEGIN EC PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    ] {
        assert!(
            SigningKey::from_pem(text).is_err() && PublicKey::from_pem(text).is_err(),
            "{text}"
        );
    }
}

#[test]
fn requirements_are_held() {
    let file = small();
    let require = |board, security_floor| Requirements {
        board: Some(board),
        security_floor,
        key: None,
    };
    assert_eq!(codes(&file, &require(Board::Esp8266With1M, 3)), [""; 0]);
    assert_eq!(
        codes(&file, &require(Board::Esp8266With1M, 4)),
        ["rollback-refused"]
    );
    assert_eq!(
        codes(&file, &require(Board::Esp8266With4M, 0)),
        ["wrong-board"]
    );
    let of_other = build(&recipe("1.2.3", Board::Esp8266With4M)).expect("an image");
    assert_eq!(code(&of_other), None);
    let found = codes(&of_other, &require(Board::Esp8266With1M, 0));
    assert_eq!(found, ["wrong-flash-size", "wrong-board"]);
}

/// The file with one word changed.
fn with_word(at: usize, word: u32) -> Vec<u8> {
    let mut file = small();
    file[at..at + 4].copy_from_slice(&word.to_le_bytes());
    file
}

#[test]
fn each_defect_has_its_name() {
    let file = small();
    let length = u32::try_from(file.len()).expect("small");
    let descriptor = examine(&file, &Requirements::default())
        .descriptor
        .expect("one")
        .offset;
    for (expected, file) in [
        ("too-short", file[..0x1020].to_vec()),
        ("no-boot-loader", with_word(0, 0x2003_02E8)),
        ("no-boot-loader", with_word(0x20, 0)),
        ("no-image", with_word(0x1000, 0x2003_0300)),
        ("no-image", with_word(0x1000, 0x2003_11E9)),
        ("bad-segments", with_word(0x1008, 0x4020_1011)),
        ("bad-segments", with_word(0x100C, 0x402)),
        ("bad-segments", with_word(0x100C, 0x20_0000)),
        ("bad-length", with_word(0x1010, length + 4)),
        ("bad-length", with_word(0x1010, 0)),
        ("bad-trailer", with_word(0x1010, length - 4)),
        ("bad-crc", with_word(0x1014, 0)),
        ("bad-checksum", with_word(descriptor + 80, 1)),
        ("bad-length", file[..file.len() - 16].to_vec()),
        ("bad-length", file[..file.len() - 1].to_vec()),
        ("bad-trailer", [&file[..], &[0; 96]].concat()),
        ("bad-trailer", [&file[..], &[0xFF; 32]].concat()),
        ("too-large", [&file[..], &vec![0xFF; 1 << 20]].concat()),
    ] {
        assert_eq!(code(&file), Some(expected));
    }
}

#[test]
fn damage_in_an_image_that_is_otherwise_right_is_told_with_its_place() {
    let mut file = small();
    let at = file.len() - 1;
    file[at] ^= 0x10;
    let findings = examine(&file, &Requirements::default()).findings;
    let told: Vec<_> = findings
        .iter()
        .map(|finding| (finding.problem, finding.offset))
        .collect();
    assert_eq!(
        told,
        [(Problem::CheckSum, Some(at)), (Problem::Crc, Some(0x1014))]
    );
}

/// An image around other bytes than the builder would take, with all sums right.
fn resummed(change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut file = small();
    change(&mut file);
    let zeroed = bytes::without_words(&file);
    let (_, defect) = part::read(&zeroed, APPLICATION_AT);
    if let Some(defect) = defect.filter(|defect| defect.flaw == part::Flaw::CheckSum) {
        let should = defect.message.rsplit("0x").next().expect("a sum");
        file[defect.offset] = u8::from_str_radix(should, 16).expect("a sum");
    }
    let crc = identity::crc(&file);
    file[0x1014..0x1018].copy_from_slice(&crc.to_le_bytes());
    file
}

#[test]
fn images_without_exactly_one_good_descriptor_are_not_ours() {
    let at = examine(&small(), &Requirements::default())
        .descriptor
        .expect("one")
        .offset;
    let rewritten = |field: usize, text: &[u8]| {
        resummed(|file| {
            file[at + field..at + field + text.len()].copy_from_slice(text);
            let crc = bytes::crc32_ieee(&file[at..at + 92]);
            file[at + 92..at + 96].copy_from_slice(&crc.to_le_bytes());
        })
    };
    assert_eq!(code(&rewritten(12, b"1.2.3")), None);
    for (expected, file) in [
        ("not-smr-firmware", resummed(|file| file[at] = b's')),
        ("not-smr-firmware", resummed(|file| file[at + 80] = 1)),
        ("not-smr-firmware", rewritten(8, &[95])),
        ("not-smr-firmware", rewritten(10, &[2])),
        ("not-smr-firmware", rewritten(12, b"1.2\"3")),
        ("not-smr-firmware", rewritten(12, b"1.2.3\0x")),
        ("not-smr-firmware", rewritten(52, b"\0")),
        ("wrong-board", rewritten(36, b"esp8266-2m")),
        ("bad-version", rewritten(12, b"1.2.x")),
        (
            "not-smr-firmware",
            resummed(|file| {
                let descriptor = file[at..at + 96].to_vec();
                let second = if at > 0x1018 + 96 { 0x1018 } else { at + 96 };
                file[second..second + 96].copy_from_slice(&descriptor);
            }),
        ),
    ] {
        assert_eq!(code(&file), Some(expected));
    }
    assert_eq!(
        code(&resummed(|file| file[0x1003] = 0x40)),
        Some("wrong-flash-size")
    );
    assert_eq!(
        code(&resummed(|file| file[0x1003] = 0x90)),
        Some("wrong-flash-size")
    );
}

#[test]
fn files_that_are_something_else_are_called_by_their_name() {
    let file = small();
    let mut esp32 = vec![0xE9; 8192];
    esp32[32..36].copy_from_slice(&0xABCD_5432_u32.to_le_bytes());
    let application = [&file[APPLICATION_AT..], &[0; 5000]].concat();
    for (part, file) in [
        ("empty", Vec::new()),
        ("gzip", [&[0x1F, 0x8B][..], &file].concat()),
        ("zip archive", [b"PK\x03\x04", &file[..]].concat()),
        ("ELF", [b"\x7fELF", &file[..]].concat()),
        ("Intel HEX", b":020000040800F2\r\n".repeat(400)),
        ("web page", b"<!DOCTYPE html>".repeat(400)),
        ("blank", vec![0xFF; 8192]),
        ("blank", vec![0; 10]),
        ("ESP32", esp32),
        ("UF2", b"UF2\n".repeat(2000)),
        ("only a boot loader", file[..0x1000].to_vec()),
        ("without the boot loader", long_application()),
    ] {
        let findings = examine(&file, &Requirements::default()).findings;
        assert_eq!(findings.len(), 1, "{part}: {findings:?}");
        assert!(findings[0].message.contains(part), "{part}: {findings:?}");
        assert!(!findings[0].hint.is_empty());
    }
    // Too short to be told from a boot loader, but wrong.
    assert_eq!(code(&application), Some("no-image"));
}

/// An application alone that is longer than a boot loader may be.
fn long_application() -> Vec<u8> {
    let recipe = Recipe {
        size: 40_000,
        ..recipe("1.2.3", Board::Esp8266With1M)
    };
    build(&recipe).expect("an image")[APPLICATION_AT..].to_vec()
}

#[test]
fn every_byte_of_an_application_and_of_its_signature_is_covered() {
    let file = signed(&small(), &key(1));
    // Without a key, the signature itself is covered by the CRC of the trailer.
    for at in APPLICATION_AT..file.len() {
        let mut damaged = file.clone();
        damaged[at] ^= 1 << (at % 8);
        assert!(Image::parse(&damaged).is_err(), "byte {at:#x}");
    }
    // With one, it covers the boot loader too.
    let requirements = Requirements {
        key: Some(key(1).public_key()),
        ..Requirements::default()
    };
    for at in (0..APPLICATION_AT).step_by(97) {
        let mut damaged = file.clone();
        damaged[at] ^= 1 << (at % 8);
        let checked = Image::check(&damaged, &requirements);
        assert!(checked.is_err(), "byte {at:#x}");
    }
}

#[test]
fn an_image_that_was_cut_anywhere_is_not_sound() {
    let whole = small();
    let file = signed(&whole, &key(1));
    for length in 0..file.len() {
        // What is left without the trailer is an image that is not signed.
        assert_eq!(
            Image::parse(&file[..length]).is_ok(),
            length == whole.len(),
            "{length}"
        );
    }
}

proptest! {
    #[test]
    fn any_bytes_can_be_examined(
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
        at in 0_usize..SMALLEST_SIZE,
        floor in any::<u32>(),
    ) {
        let requirements = Requirements {
            board: Some(Board::Esp8266With1M),
            key: Some(key(1).public_key()),
            security_floor: floor,
        };
        let mut laid_over = small();
        laid_over.splice(at..at + bytes.len().min(SMALLEST_SIZE - at), bytes.iter().copied());
        for file in [&bytes, &laid_over] {
            let seen = examine(file, &requirements);
            prop_assert!(!seen.findings.is_empty());
            prop_assert!(seen.image().is_none());
            for finding in &seen.findings {
                prop_assert!(finding.offset.is_none_or(|offset| offset <= file.len()), "{finding}");
            }
        }
    }
}
