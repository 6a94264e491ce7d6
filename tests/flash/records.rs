//! A board on which an update is under way: what its boot loader has noted must not be put into effect over what is flashed.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;

use crc_fast::{CrcAlgorithm, checksum};
use smr::image::Board;

use crate::flash::bench::{Bench, FLASH, image, small};
use crate::support::program::{has, said};

const SECTOR: usize = 0x1000;
const STAGING: usize = 0x7_D000;
const RECORDS: [usize; 2] = [0x7_C000, 0xF_B000];
const SETTINGS: usize = 0xF_9000;

/// A board in its loader that holds one image, another beside it, and the order to swap them (`firmware/boot/record.h`).
fn about_to_swap() -> Bench {
    let bench = Bench::new(&[]);
    let old = image("1.0.0", Board::Esp8266With1M, 50_000);
    let new = image("2.0.0", Board::Esp8266With1M, 50_000);
    fs::write(bench.path().join("image.bin"), &old).expect("written");
    bench.flash(&["--after", "no-reset"]);
    let mut flash = bench.content();
    flash[STAGING..STAGING + new.len()].copy_from_slice(&new);
    let sectors = old.len().div_ceil(SECTOR) - 1;
    let crc = |at: usize| {
        let bytes = &flash[at..at + sectors * SECTOR];
        u32::try_from(checksum(CrcAlgorithm::Crc32IsoHdlc, bytes)).expect("32 bits")
    };
    let sectors = u32::try_from(sectors).expect("small");
    let words = [0x5041_5753, 1, sectors, crc(STAGING + SECTOR), crc(SECTOR)];
    let header = words.into_iter().chain(words.map(|word| !word));
    for (place, word) in (RECORDS[1]..).step_by(4).zip(header.collect::<Vec<u32>>()) {
        flash[place..place + 4].copy_from_slice(&word.to_le_bytes());
    }
    flash[SETTINGS..SETTINGS + 16].fill(0x5A);
    // Beside the board, which does not run anything.
    let chip = OpenOptions::new()
        .write(true)
        .open(bench.path().join(FLASH));
    let chip = chip.expect("a flash chip");
    chip.write_all_at(&flash, 0).expect("written");
    bench
}

fn is_blank(bench: &Bench, at: usize) -> bool {
    let content = bench.content();
    content[at..at + SECTOR].iter().all(|byte| *byte == 0xFF)
}

#[test]
fn an_update_under_way_does_not_come_back_over_what_is_flashed() {
    for loader in [&[][..], &["--no-stub"]] {
        let bench = about_to_swap();
        fs::write(bench.path().join("image.bin"), small()).expect("written");
        let dry = bench.run(&["--image", "image.bin", "--dry-run"]);
        let parts = [
            "may have noted of an update, at ",
            "0xfb000, is erased first",
            "the settings at 0xf9000 and 0xfa000 stay",
        ];
        has(&said(&dry), &parts);
        assert!(!is_blank(&bench, RECORDS[1]), "nothing but looked at");
        let told = bench.flash(loader);
        has(&told, &parts);
        has(&told, &["the gateway runs: smr 4.5.6"]);
        assert!(RECORDS.iter().all(|record| is_blank(&bench, *record)));
        assert_eq!(bench.content()[SETTINGS], 0x5A);
        bench.holds(&small());
    }
}

#[test]
fn it_does_not_come_back_either_over_an_image_that_is_there_already() {
    let bench = about_to_swap();
    let told = bench.flash(&["--after", "no-reset"]);
    has(
        &told,
        &[
            "all 49 KiB are in the flash already",
            "at 0xfb000, is erased first",
        ],
    );
    assert!(RECORDS.iter().all(|record| is_blank(&bench, *record)));
    // Now there is nothing left to say of it.
    let told = bench.flash(&[]);
    assert!(!told.contains("noted of an update"), "{told}");
    has(&told, &["the gateway runs: smr 1.0.0"]);
}
