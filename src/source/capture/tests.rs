//! Captures written, cut, damaged and read again.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::error::Kind;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(1_769_860_800_000 + millis).unwrap()
}

fn header() -> Header {
    Header {
        source: "sim:".to_owned(),
        started: Some(at(0)),
    }
}

/// Pieces with everything in them that could be taken for a marker or a newline.
fn pieces() -> Vec<Vec<u8>> {
    vec![
        b"/SIM5\r\n\r\n1-0:1.8.1(000123.456*kWh)\r\n!ABCD\r\n".to_vec(),
        (0..=255).collect(),
        b"\n\n\n".to_vec(),
        b"#smr".to_vec(),
        b"\n#smr yesterday 5\n".to_vec(),
        b"!".to_vec(),
    ]
}

fn capture(pieces: &[Vec<u8>]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capture.smr");
    let mut writer = Writer::create(&path, Existing::Refuse, &header()).unwrap();
    for (second, piece) in (1..).zip(pieces) {
        writer.write(at(second * 1000), piece).unwrap();
    }
    writer.finish().unwrap();
    fs::read(path).unwrap()
}

fn read(bytes: &[u8]) -> (Vec<Chunk>, Vec<Skipped>) {
    let mut reader = Reader::new(bytes).unwrap();
    let mut chunks = Vec::new();
    while let Some(chunk) = reader.next_chunk().unwrap() {
        chunks.push(chunk);
    }
    (chunks, reader.take_skipped())
}

fn data(chunks: Vec<Chunk>) -> Vec<Vec<u8>> {
    chunks.into_iter().map(|chunk| chunk.data).collect()
}

fn raw(bytes: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    let mut view = Reader::new(bytes).unwrap().into_raw();
    view.read_to_end(&mut all).unwrap();
    all
}

/// Gives one byte per read.
struct Trickle<'a>(&'a [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = buffer.len().min(1);
        self.0.read(&mut buffer[..count])
    }
}

#[test]
fn records_come_back_with_their_times() {
    let bytes = capture(&pieces());
    let mut reader = Reader::new(Trickle(&bytes)).unwrap();
    assert_eq!(reader.header(), Some(&header()));
    for (second, piece) in (1..).zip(pieces()) {
        let expected = Chunk {
            at: Some(at(second * 1000)),
            data: piece,
        };
        assert_eq!(reader.next_chunk().unwrap(), Some(expected));
    }
    assert_eq!(reader.next_chunk().unwrap(), None);
    assert_eq!(reader.take_skipped(), []);
    assert_eq!(reader.good_end(), bytes.len() as u64);
}

#[test]
fn the_raw_view_of_a_capture_and_of_a_raw_file_is_the_same() {
    let joined = pieces().concat();
    assert_eq!(raw(&capture(&pieces())), joined);
    assert_eq!(raw(&joined), joined);
    assert_eq!(raw(b""), b"");
    assert_eq!(raw(b"#smr-cap"), b"#smr-cap");
}

#[test]
fn a_raw_file_has_no_times() {
    let (chunks, skipped) = read(b"/SIM5\r\n!\r\n");
    let expected = Chunk {
        at: None,
        data: b"/SIM5\r\n!\r\n".to_vec(),
    };
    assert_eq!(chunks, [expected]);
    assert_eq!(skipped, []);
}

#[test]
fn a_capture_cut_anywhere_loses_its_last_record_and_nothing_else() {
    let bytes = capture(&pieces());
    let header_end = header().encode().len();
    for end in header_end..bytes.len() {
        let (chunks, skipped) = read(&bytes[..end]);
        let got = data(chunks);
        assert!(pieces().starts_with(&got), "cut at {end}: {got:?}");
        let whole: usize = got
            .iter()
            .map(|piece| marker::record_line(at(0), piece.len()).len() + piece.len() + 1)
            .sum();
        let left_out = end - header_end - whole;
        assert!(left_out < 320, "cut at {end}: {left_out} bytes lost");
        let told: u64 = skipped.iter().map(|skipped| skipped.length).sum();
        assert_eq!(told, left_out as u64, "cut at {end}");
        assert!(skipped.iter().all(|skipped| skipped.at_end));
    }
}

#[test]
fn a_header_cut_short_is_a_capture_without_records() {
    let header = header().encode();
    for end in marker::HEADER_START.len()..header.len() {
        assert_eq!(read(&header[..end]).0, [], "cut at {end}");
    }
}

#[test]
fn appending_to_a_capture_cut_anywhere_goes_on_after_the_last_whole_record() {
    let bytes = capture(&pieces());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capture.smr");
    for end in 0..=bytes.len() {
        fs::write(&path, &bytes[..end]).unwrap();
        let mut writer = Writer::create(&path, Existing::Append, &header()).unwrap();
        writer.write(at(99_000), b"appended").unwrap();
        writer.finish().unwrap();
        let (chunks, skipped) = read(&fs::read(&path).unwrap());
        assert_eq!(skipped, [], "cut at {end}");
        let mut got = data(chunks);
        assert_eq!(got.pop().unwrap(), b"appended", "cut at {end}");
        assert!(pieces().starts_with(&got), "cut at {end}");
    }
}

#[test]
fn damage_in_the_middle_costs_the_damaged_record_only() {
    let pieces = [&b"first"[..], b"second", b"third"].map(<[u8]>::to_vec);
    let bytes = capture(&pieces);
    let text = String::from_utf8(bytes).unwrap();
    for (from, to) in [
        (" 6\n", " 9\n"),
        (" 6\n", " 3\n"),
        ("Z 6", "Q 6"),
        (" 6\n", " 999999\n"),
    ] {
        let damaged = text.replace(from, to);
        let (chunks, skipped) = read(damaged.as_bytes());
        assert_eq!(
            data(chunks),
            [b"first".to_vec(), b"third".to_vec()],
            "{from:?} to {to:?}"
        );
        assert_eq!(skipped.len(), 1);
        assert!(!skipped[0].at_end);
        assert!(skipped[0].to_string().contains("damaged"));
    }
}

#[test]
fn captures_joined_with_cat_are_one_even_when_the_first_is_torn() {
    let one = capture(&[b"one".to_vec()]);
    let two = capture(&[b"two".to_vec()]);
    let (chunks, skipped) = read(&[&one[..], &two].concat());
    assert_eq!(data(chunks), [b"one".to_vec(), b"two".to_vec()]);
    assert_eq!(skipped, []);
    let torn = capture(&[b"one".to_vec(), vec![b'x'; 500]]);
    let (chunks, skipped) = read(&[&torn[..torn.len() - 100], &two].concat());
    assert_eq!(data(chunks), [b"one".to_vec(), b"two".to_vec()]);
    assert_eq!(skipped.len(), 1);
}

#[test]
fn a_newer_version_is_refused() {
    let error = Reader::new(&b"#smr-capture 2 x=y\n"[..]).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::Unsupported);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.smr");
    fs::write(&path, "#smr-capture 2\n").unwrap();
    let error = Reader::open(&path).unwrap_err();
    assert!(error.hints()[0].contains("update"));
}

#[test]
fn an_existing_file_is_left_alone_unless_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capture.smr");
    fs::write(&path, "precious").unwrap();
    let error = Writer::create(&path, Existing::Refuse, &header()).unwrap_err();
    assert!(error.to_string().ends_with("exists already"), "{error}");
    assert_eq!(
        error.hints(),
        ["go on with it: --append", "write over it: --force"]
    );
    let error = Writer::create(&path, Existing::Append, &header()).unwrap_err();
    assert!(error.to_string().contains("not a capture"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"precious");
    Writer::create(&path, Existing::Replace, &header()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), header().encode());
}

#[test]
fn a_file_being_recorded_to_is_not_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capture.smr");
    let mut first = Writer::create(&path, Existing::Refuse, &header()).unwrap();
    first.write(at(0), b"kept").unwrap();
    for existing in [Existing::Append, Existing::Replace] {
        let error = Writer::create(&path, existing, &header()).unwrap_err();
        assert!(error.to_string().contains("another process"), "{error}");
    }
    assert_eq!(raw(&fs::read(&path).unwrap()), b"kept");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_with_what_to_do() {
    let error = Writer::create(Path::new("/dev/full"), Existing::Refuse, &header()).unwrap_err();
    assert_eq!(error.kind(), Kind::Failed);
    assert!(
        error.hints().join(" ").contains("--append"),
        "{:?}",
        error.hints()
    );
}

#[test]
fn a_missing_folder_is_told_with_how_to_make_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("day/capture.smr");
    let error = Writer::create(&path, Existing::Refuse, &header()).unwrap_err();
    assert!(error.hints()[0].contains("mkdir -p"), "{:?}", error.hints());
}

/// Follows the documentation to the letter.
#[test]
#[cfg(unix)]
fn the_documented_line_strips_a_capture_to_its_raw_bytes() {
    let documentation = include_str!("../../../docs/capture-format.md");
    let strips = |line: &&str| line.starts_with("perl") && line.ends_with("> raw.p1");
    let line = documentation.lines().find(strips).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let torn = [
        capture(&pieces()),
        b"#smr 2026-01-31T12:00:05.123456Z 9\nlost".to_vec(),
    ]
    .concat();
    fs::write(folder.path().join("capture.smr"), torn).unwrap();
    let status = std::process::Command::new("sh")
        .args(["-c", line])
        .current_dir(folder.path())
        .status()
        .unwrap();
    assert!(status.success());
    let raw = fs::read(folder.path().join("raw.p1")).unwrap();
    assert_eq!(raw, pieces().concat());
}

mod recorder {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn record(path: &Path, existing: Existing, rotation: Rotation) -> Recorder {
        Recorder::create(path, existing, rotation, "sim:", at(0)).unwrap()
    }

    #[test]
    fn reads_are_joined_to_records() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.smr");
        let mut recorder = record(&path, Existing::Refuse, Rotation::default());
        recorder.push(at(0), b"/SI").unwrap();
        recorder.push(at(20), b"M5\r\n").unwrap();
        assert!(recorder.has_pending());
        assert_eq!(read(&fs::read(&path).unwrap()).0, []);
        recorder.flush().unwrap();
        assert!(!recorder.has_pending());
        assert_eq!(raw(&fs::read(&path).unwrap()), b"/SIM5\r\n");
        recorder.push(at(80), b"!").unwrap();
        let totals = recorder.finish().unwrap();
        let expected = Totals {
            bytes: 8,
            records: 2,
            files: 1,
        };
        assert_eq!(totals, expected);
        assert_eq!(raw(&fs::read(&path).unwrap()), b"/SIM5\r\n!");
    }

    #[test]
    fn files_stay_below_their_size_and_only_the_newest_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let rotation = Rotation {
            size: Some(2000),
            keep: Some(3),
            every: None,
        };
        let path = folder.path().join("k.smr");
        let mut recorder = record(&path, Existing::Refuse, rotation);
        let telegram = [b'x'; 779];
        for second in 0..20 {
            recorder.push(at(second * 1000), &telegram).unwrap();
        }
        let totals = recorder.finish().unwrap();
        assert_eq!((totals.records, totals.files), (20, 10));
        let expected = [
            "k-20260131T120014Z.smr",
            "k-20260131T120016Z.smr",
            "k-20260131T120018Z.smr",
        ];
        assert_eq!(names(folder.path()), expected);
        for name in expected {
            let bytes = fs::read(folder.path().join(name)).unwrap();
            assert!(bytes.len() <= 2000);
            assert_eq!(raw(&bytes), telegram.repeat(2));
        }
    }

    #[test]
    fn files_of_the_same_second_are_numbered() {
        let folder = tempfile::tempdir().unwrap();
        let rotation = Rotation {
            size: Some(1),
            ..Rotation::default()
        };
        let path = folder.path().join("k.smr");
        let mut recorder = record(&path, Existing::Refuse, rotation);
        for tenth in 0..3 {
            recorder.push(at(tenth * 100), b"/").unwrap();
        }
        recorder.finish().unwrap();
        let expected = [
            "k-20260131T120000Z-2.smr",
            "k-20260131T120000Z-3.smr",
            "k-20260131T120000Z.smr",
        ];
        assert_eq!(names(folder.path()), expected);
    }

    #[test]
    fn a_new_file_begins_with_each_period() {
        let folder = tempfile::tempdir().unwrap();
        let rotation = Rotation {
            every: Some(Duration::from_secs(3600)),
            ..Rotation::default()
        };
        let path = folder.path().join("k.smr");
        let mut recorder = record(&path, Existing::Refuse, rotation);
        for minutes in [0, 30, 59, 60, 61, 200] {
            recorder.push(at(minutes * 60_000), b"/").unwrap();
        }
        assert_eq!(recorder.finish().unwrap().files, 3);
        let expected = [
            "k-20260131T120000Z.smr",
            "k-20260131T130000Z.smr",
            "k-20260131T152000Z.smr",
        ];
        assert_eq!(names(folder.path()), expected);
    }

    #[test]
    fn appending_tells_what_was_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.smr");
        let mut bytes = capture(&pieces());
        bytes.truncate(bytes.len() - 1);
        fs::write(&path, bytes).unwrap();
        let recorder = record(&path, Existing::Append, Rotation::default());
        assert!(recorder.torn().unwrap().at_end);
    }

    #[test]
    fn a_folder_is_not_a_file_to_record_to() {
        let folder = tempfile::tempdir().unwrap();
        let rotation = Rotation::default();
        let result = Recorder::create(folder.path(), Existing::Refuse, rotation, "-", at(0));
        assert_eq!(result.unwrap_err().kind(), Kind::Usage);
    }
}

proptest! {
    #[test]
    fn anything_recorded_is_read_back(
        pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..200), 0..6),
    ) {
        let bytes = capture(&pieces);
        let (chunks, skipped) = read(&bytes);
        prop_assert_eq!(data(chunks), pieces);
        prop_assert_eq!(skipped, []);
    }

    #[test]
    fn a_changed_byte_never_panics_and_never_invents_a_record(
        position in any::<prop::sample::Index>(), byte: u8,
    ) {
        let mut bytes = capture(&pieces());
        *position.get_mut(&mut bytes[..]) = byte;
        if let Ok(mut reader) = Reader::new(&bytes[..]) {
            let mut count = 0;
            while let Ok(Some(_)) = reader.next_chunk() {
                count += 1;
            }
            prop_assert!(count <= pieces().len());
        }
    }
}
