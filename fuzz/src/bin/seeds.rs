//! Writes what the fuzzers begin with, telegrams of every simulated meter and an image for every board, into `corpus/` beside this
//! package's manifest.
//!
//! `cargo run --manifest-path fuzz/Cargo.toml --bin seeds`

#[path = "../../../tests/binary/encode.rs"]
mod encode;

use std::fs;
use std::path::Path;

use encode::{
    CIPHER, REGISTERS, TEXTS, ciphered, hdlc_blocks, hdlc_segments, hdlc_unit, mbus, notification,
    sml, sml_list, sml_messages,
};
use smr::image::{Board, Descriptor, Recipe, SMALLEST_SIZE, build};
use smr::sim::meter::{Meter, profiles};

fn main() -> std::io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let start = "2026-01-31T12:00:00Z".parse().expect("a time");
    for target in ["scanner", "decoder"] {
        let directory = corpus.join(target);
        fs::create_dir_all(&directory)?;
        for profile in profiles() {
            let mut meter = Meter::new(profile, 1, start);
            let mut bytes = Vec::new();
            if target == "decoder" {
                bytes.push(100);
            }
            // Two, so that the second is read by the layout of the first.
            meter.write_telegram(&mut bytes);
            meter.write_telegram(&mut bytes);
            fs::write(directory.join(profile.name()), bytes)?;
        }
    }
    for (target, name, bytes) in binary() {
        let directory = corpus.join(target);
        fs::create_dir_all(&directory)?;
        fs::write(directory.join(name), bytes)?;
    }
    let directory = corpus.join("image");
    fs::create_dir_all(&directory)?;
    for board in Board::ALL {
        let image = build(&Recipe {
            descriptor: Descriptor {
                version: "1.2.3".parse().expect("a version"),
                board,
                build: "fuzz".parse().expect("a build id"),
                security_version: 1,
            },
            size: SMALLEST_SIZE,
            seed: 0,
        });
        fs::write(directory.join(board.name()), image.expect("an image"))?;
    }
    Ok(())
}

/// Telegrams for the fuzzers of binary framings: the first byte chooses how the others are taken.
fn binary() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let with = |how: u8, bytes: &[u8]| [&[how][..], bytes].concat();
    let unit = notification(REGISTERS);
    let messages = sml_messages(REGISTERS);
    vec![
        ("hdlc", "frame", with(0, &hdlc_unit(&unit))),
        ("hdlc", "segments", with(0, &hdlc_segments(&unit, 60))),
        ("hdlc", "blocks", with(0, &hdlc_blocks(&unit, 60))),
        ("hdlc", "unit", with(1, &unit)),
        ("hdlc", "in-segments", with(42, &unit)),
        ("hdlc", "in-blocks", with(43, &unit)),
        ("axdr", "body", with(0, unit.get(18..).unwrap_or_default())),
        ("axdr", "bare", with(1, &unit)),
        ("mbus", "frame", with(0, &mbus(&unit))),
        ("mbus", "unit", with(1, &unit)),
        ("ciphered", "unit", with(0, &ciphered(&CIPHER, &unit))),
        ("ciphered", "text", with(2, &unit)),
        ("ciphered", "untagged", with(3, &unit)),
        ("sml", "frame", with(0, &sml(&messages))),
        ("sml", "messages", with(1, &messages)),
        ("sml", "list", with(2, &sml_list(TEXTS, REGISTERS))),
    ]
}
