//! Any bytes are examined without a panic, and what is said of them holds together.
//!
//! The input is examined as it is, and laid over a good image at the place that its first two bytes name: so the deeper checks are reached.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use smr::image::{Board, Descriptor, Image, Recipe, Requirements, SMALLEST_SIZE, Sha256, SigningKey, build, examine};
use smr::ui::firmware;
use smr::ui::style::Colour;

static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut image = build(&Recipe {
        descriptor: Descriptor {
            version: "1.2.3".parse().expect("a version"),
            board: Board::Esp8266With1M,
            build: "fuzz".parse().expect("a build id"),
            security_version: 1,
        },
        size: SMALLEST_SIZE,
        seed: 0,
    })
    .expect("an image");
    let key = SigningKey::from_bytes(&[1; 32]).expect("a key");
    image.extend(key.sign(&image).expect("a signature").to_bytes());
    image
});

fn check(file: &[u8]) {
    let requirements = Requirements {
        board: Some(Board::Esp8266With1M),
        ..Requirements::default()
    };
    for requirements in [Requirements::default(), requirements] {
        let seen = examine(file, &requirements);
        assert_eq!(seen.image().is_some(), seen.findings.is_empty());
        if let Some(image) = seen.image() {
            assert_eq!(image.sha256, Sha256::of(&file[0x1000..image.size]));
            assert_eq!(image.trailer.is_some(), image.size < file.len());
        }
        for finding in &seen.findings {
            assert!(finding.offset.is_none_or(|offset| offset <= file.len()), "{finding}");
        }
        firmware::human("fuzz", &seen, Colour::On);
        let document: serde_json::Value = serde_json::from_str(&firmware::json("fuzz", &seen)).expect("JSON");
        assert!(document.is_object());
    }
    // No two answers about what is in a flash chip.
    if let Ok(image) = Image::in_flash(file) {
        assert_eq!(Image::in_flash(&file[..image.size]), Ok(image));
    }
}

fuzz_target!(|input: &[u8]| {
    check(input);
    let [low, high, rest @ ..] = input else {
        return;
    };
    let mut file = GOOD.clone();
    let at = usize::from(u16::from_le_bytes([*low, *high])) % file.len();
    let end = file.len().min(at + rest.len());
    file[at..end].copy_from_slice(&rest[..end - at]);
    check(&file);
});
