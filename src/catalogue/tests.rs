//! Tests of what is in the catalogue and what is chosen from it.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::*;
use crate::image::{Board, Descriptor, Recipe, SMALLEST_SIZE, build};

const SMALL: Board = Board::Esp8266With1M;
const LARGE: Board = Board::Esp8266With4M;

/// The bytes of an image. With the seed 0 it is for virtual boards only.
fn image(version: &str, board: Board, build_id: &str, seed: u64) -> Vec<u8> {
    build(&Recipe {
        descriptor: Descriptor {
            version: version.parse().expect("a version"),
            board,
            build: build_id.parse().expect("a build id"),
            security_version: 0,
        },
        size: SMALLEST_SIZE,
        seed,
    })
    .expect("an image")
}

fn entry(origin: Origin, written_at: u64, bytes: Vec<u8>) -> Entry {
    let place = Place {
        origin,
        file: format!("{written_at}.bin"),
        path: None,
        modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(written_at)),
    };
    Entry::read(place, Cow::Owned(bytes)).expect("a sound image")
}

fn catalogue(entries: Vec<Entry>) -> Catalogue {
    let mut catalogue = Catalogue {
        entries,
        broken: Vec::new(),
    };
    catalogue.sort();
    catalogue
}

/// Version and build of what is chosen.
fn chosen(catalogue: &Catalogue, wanted: Option<&str>) -> String {
    let wanted = wanted.map(|text| text.parse().expect("a version"));
    let entry = catalogue
        .choose(SMALL, wanted.as_ref(), Target::Chip)
        .expect("an image");
    let descriptor = &entry.image.descriptor;
    format!("{} {}", descriptor.version, descriptor.build)
}

#[test]
fn the_highest_version_is_chosen_wherever_it_comes_from() {
    let of = |origin, version| entry(origin, 1, image(version, SMALL, "b", 1));
    let catalogue = catalogue(vec![
        of(Origin::User, "1.9.0"),
        of(Origin::Embedded, "1.10.0"),
        of(Origin::User, "1.10.0-rc.1"),
        entry(Origin::User, 1, image("2.0.0", LARGE, "b", 1)),
    ]);
    assert_eq!(chosen(&catalogue, None), "1.10.0 b");
    assert_eq!(chosen(&catalogue, Some("1.9.0")), "1.9.0 b");
    assert_eq!(chosen(&catalogue, Some("1.10.0-rc.1")), "1.10.0-rc.1 b");
}

#[test]
fn of_one_version_the_users_own_comes_first_then_the_newest() {
    let of = |origin, at, id| entry(origin, at, image("1.2.3", SMALL, id, 1));
    let mut entries = vec![
        of(Origin::Embedded, 9, "embedded"),
        of(Origin::User, 1, "old"),
        of(Origin::User, 2, "new"),
    ];
    for _ in 0..entries.len() {
        entries.rotate_left(1);
        assert_eq!(chosen(&catalogue(entries.clone()), None), "1.2.3 new");
    }
    // What follows a + is no higher version.
    entries.push(entry(
        Origin::Embedded,
        1,
        image("1.2.3+z", SMALL, "labelled", 1),
    ));
    assert_eq!(chosen(&catalogue(entries), None), "1.2.3 new");
}

#[test]
fn images_for_virtual_boards_are_never_chosen_for_a_chip() {
    let made_up = entry(Origin::User, 1, image("2.0.0", SMALL, "any", 0));
    let real = entry(Origin::User, 1, image("1.0.0", SMALL, "any", 1));
    assert!(made_up.is_virtual);
    assert!(!real.is_virtual);
    let both = catalogue(vec![made_up.clone(), real]);
    assert_eq!(chosen(&both, None), "1.0.0 any");
    let taken = both.choose(SMALL, None, Target::VirtualBoard);
    assert!(taken.expect("an image").is_virtual);
    let error = catalogue(vec![made_up])
        .choose(SMALL, None, Target::Chip)
        .expect_err("nothing for a chip");
    assert!(error.to_string().contains("virtual boards"), "{error}");
}

#[test]
fn what_is_missing_is_told_with_what_there_is() {
    let catalogue = catalogue(vec![entry(Origin::User, 1, image("1.0.0", SMALL, "b", 1))]);
    let wanted = "3.0.0".parse().expect("a version");
    let error = catalogue
        .choose(SMALL, Some(&wanted), Target::Chip)
        .expect_err("no such version");
    assert_eq!(
        error.to_string(),
        "there is no firmware 3.0.0 for esp8266-1m at hand"
    );
    assert_eq!(error.hints(), ["there is 1.0.0"]);
    let error = catalogue
        .choose(LARGE, None, Target::Chip)
        .expect_err("no such board");
    assert!(error.hints()[0].contains("smr firmware build"), "{error:?}");
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    fs::write(folder.join(name), bytes).expect("written");
}

#[test]
fn a_folder_is_read_with_its_broken_files_and_without_what_is_no_image() {
    let folder = tempfile::tempdir().expect("a folder");
    let sound = image("1.0.0", SMALL, "b", 1);
    write(folder.path(), "sound.bin", &sound);
    write(folder.path(), "cut.bin", &sound[..5000]);
    write(folder.path(), "notes.txt", b"not looked at");
    write(folder.path(), "._sound.bin", b"not looked at");
    fs::create_dir(folder.path().join("folder.bin")).expect("a folder");
    let catalogue = Catalogue::read(Some(folder.path()));
    let users = |place: &&Place| place.origin == Origin::User;
    let sound: Vec<&str> = catalogue
        .entries
        .iter()
        .map(|entry| &entry.place)
        .filter(users)
        .map(|place| place.file.as_str())
        .collect();
    assert_eq!(sound, ["sound.bin"]);
    let broken: Vec<(&str, &str)> = catalogue
        .broken
        .iter()
        .map(|broken| (broken.place.file.as_str(), broken.reason.as_str()))
        .collect();
    assert_eq!(broken.len(), 2, "{broken:?}");
    assert!(broken[0].0 == "cut.bin" && broken[0].1.starts_with("bad-"));
    assert_eq!(
        broken[1],
        ("folder.bin", "it cannot be read: it is no file")
    );
}

#[test]
fn a_folder_that_is_not_there_is_empty_and_one_that_is_a_file_is_broken() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = Catalogue::read(Some(&folder.path().join("missing")));
    assert!(missing.broken.is_empty());
    write(folder.path(), "file", b"");
    let file = Catalogue::read(Some(&folder.path().join("file")));
    assert_eq!(file.broken.len(), 1);
}

#[test]
fn a_new_image_has_a_place_of_its_own_by_board_version_and_kind() {
    let old = entry(Origin::User, 1, image("1.0.0", SMALL, "old", 1));
    let catalogue = catalogue(vec![
        old.clone(),
        entry(Origin::Embedded, 2, image("3.0.0", SMALL, "b", 1)),
    ]);
    let slot = |bytes| match catalogue.slot(&entry(Origin::User, 9, bytes)) {
        Slot::Same(entry) => format!("same as {}", entry.place.file),
        Slot::Free { file } => format!("free {file}"),
        Slot::Taken { file, by } => format!("{file} taken by {}", by[0].place.file),
    };
    for (bytes, expected) in [
        (old.bytes.to_vec(), "same as 1.bin"),
        (
            image("1.0.0", SMALL, "new", 1),
            "smr-esp8266-1m-1.0.0.bin taken by 1.bin",
        ),
        (
            image("1.0.0", SMALL, "new", 0),
            "free smr-sim-esp8266-1m-1.0.0.bin",
        ),
        (
            image("1.0.0", LARGE, "new", 1),
            "free smr-esp8266-4m-1.0.0.bin",
        ),
        (
            image("1.0.0+z", SMALL, "new", 1),
            "free smr-esp8266-1m-1.0.0+z.bin",
        ),
        // What is built in stays, and the user's comes before it.
        (
            image("3.0.0", SMALL, "new", 1),
            "free smr-esp8266-1m-3.0.0.bin",
        ),
    ] {
        assert_eq!(slot(bytes), expected);
    }
}
