//! Writes what the fuzzers begin with, telegrams of every simulated meter and an image for every board, into `corpus/` beside this
//! package's manifest.
//!
//! `cargo run --manifest-path fuzz/Cargo.toml --bin seeds`

use std::fs;
use std::path::Path;

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
