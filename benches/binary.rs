//! How fast binary telegrams are decoded, beside sml-rs on the same bytes.
//!
//! `cargo bench --bench binary` prints a table. All rows are measured in turn, many times over, so that whatever else the machine does
//! falls on all of them alike; what counts is the processor time of the one thread that decodes. With `SMR_CORPUS`, the
//! telegrams of real meters are measured as well.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints its figures, and may say by a panic that it cannot run"
)]

use std::hint::black_box;
use std::time::Duration;

use smr::decode::note::NoteCode;
use smr::decode::{Framing, Piece, Stream};

#[path = "../tests/binary/encode.rs"]
mod encode;
#[path = "../tests/support/corpus_index.rs"]
mod index;

use encode::{REGISTERS, Register, TEXTS};

const STREAM_BYTES: usize = 4 << 20;
const ROUNDS: usize = 25;
/// What a stream of SML or HDLC is to reach, in millions of bytes a second.
const WANTED: f64 = 400.0;
/// As many as three-phase meters send.
const REGISTERS_OF_SML: usize = 9;
const REGISTERS_OF_DLMS: usize = 14;
const SEGMENT_BYTES: usize = 120;

struct Row {
    reader: &'static str,
    stream: String,
    bytes: Vec<u8>,
    frames: usize,
    read: fn(&[u8]) -> usize,
    is_wanted: bool,
}

fn main() {
    // Cargo gives an option of its own beside the words that choose streams.
    let chosen = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let mut rows = rows();
    rows.retain(|row| row.stream.contains(chosen.as_deref().unwrap_or_default()));
    // The same values are found by both: a reader that finds fewer is no faster.
    for pair in rows.windows(2) {
        if let [ours, theirs] = pair
            && ours.stream == theirs.stream
        {
            assert_eq!((ours.read)(&ours.bytes), (theirs.read)(&theirs.bytes));
        }
    }
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); rows.len()];
    for _ in 0..ROUNDS {
        for (row, times) in rows.iter().zip(&mut times) {
            let start = processor_time();
            black_box((row.read)(black_box(&row.bytes)));
            times.push(processor_time().saturating_sub(start));
        }
    }
    println!(
        "smr:    finds frames, checks every CRC of them, and gives readings: codes, exact decimals with their scale applied, units,"
    );
    println!("        texts, times, notes and the dialect, in a telegram that is used again.");
    println!(
        "sml-rs: finds frames, checks the CRC of the transport, and gives messages with numbers, scales and unit codes as sent.\n"
    );
    println!(
        "stream                                       bytes/frame  reader   median MB/s  best MB/s"
    );
    for (row, times) in rows.iter().zip(&mut times) {
        times.sort();
        let rate = |time: Option<&Duration>| {
            let seconds = time.map_or(f64::NAN, Duration::as_secs_f64);
            count(row.bytes.len()) / seconds / 1e6
        };
        let median = rate(times.get(ROUNDS / 2));
        let verdict = match row.is_wanted {
            true if median >= WANTED => format!("  (wanted: {WANTED})"),
            true => format!("  (too slow: {WANTED} are wanted)"),
            false => String::new(),
        };
        println!(
            "{:44} {:11} {:>7} {median:13.0} {:10.0}{verdict}",
            row.stream,
            row.bytes.len() / row.frames,
            row.reader,
            rate(times.first()),
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure to print")]
const fn count(number: usize) -> f64 {
    number as f64
}

/// The time that this thread was on a processor, so that other programs do not count.
#[cfg(unix)]
fn processor_time() -> Duration {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    spent.try_into().expect("no negative time")
}

/// The time of the clock: quiet machines only.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// Registers whose numbers are others in each frame, as those of a meter are.
fn registers(frame: usize, count: usize) -> Vec<Register> {
    let changed = |(at, (code, number, scale, unit)): (usize, &Register)| {
        let change = i64::try_from((frame * 7919 + at * 31) % 200).expect("a small number");
        (*code, number + change, *scale, *unit)
    };
    let registers = REGISTERS.iter().cycle().take(count).enumerate();
    registers.map(changed).collect()
}

fn rows() -> Vec<Row> {
    let plain = |frame| encode::sml(&encode::sml_messages(&registers(frame, REGISTERS_OF_SML)));
    let whole = |frame| {
        let registers = registers(frame, REGISTERS_OF_SML);
        encode::sml(&encode::sml_messages_with(TEXTS, &registers))
    };
    let unit = |frame| encode::notification(&registers(frame, REGISTERS_OF_DLMS));
    let mut rows = Vec::new();
    let mut add = |stream: &str, (bytes, frames): (Vec<u8>, usize), is_wanted, has_peer| {
        let ours = Row {
            reader: "smr",
            stream: stream.to_owned(),
            bytes: bytes.clone(),
            frames,
            read: decode_stream,
            is_wanted,
        };
        rows.push(ours);
        if has_peer {
            rows.push(Row {
                reader: "sml-rs",
                stream: stream.to_owned(),
                bytes,
                frames,
                read: read_with_sml_rs,
                is_wanted: false,
            });
        }
    };
    add("SML, registers", stream_of(plain), true, true);
    add("SML, registers and texts", stream_of(whole), true, true);
    add(
        "HDLC, one frame",
        stream_of(|frame| encode::hdlc_unit(&unit(frame))),
        true,
        false,
    );
    add(
        "HDLC, in segments",
        stream_of(|frame| encode::hdlc_segments(&unit(frame), SEGMENT_BYTES)),
        true,
        false,
    );
    add(
        "M-Bus",
        stream_of(|frame| encode::mbus(&unit(frame))),
        false,
        false,
    );
    if let Some(rows) = index::corpus() {
        let files: Vec<Vec<u8>> = rows.iter().map(index::Row::read).collect();
        // From frames of 41 bytes to lists whose values have no codes and take three bytes each: nothing is wanted of them all together.
        let of_meters = |framing| {
            let files = files.iter().map(|file| sound_frames(file, framing));
            stream_of_meters(files.filter(|frames| !frames.is_empty()).collect())
        };
        add("SML of real meters", of_meters(Framing::Sml), true, true);
        add(
            "HDLC of real meters",
            of_meters(Framing::Hdlc),
            false,
            false,
        );
    }
    rows
}

/// Each meter for a while, all for the same number of bytes.
fn stream_of_meters(meters: Vec<Vec<Vec<u8>>>) -> (Vec<u8>, usize) {
    let share = STREAM_BYTES / meters.len().max(1);
    let (mut bytes, mut frames) = (Vec::new(), 0);
    for meter in meters {
        let end = bytes.len() + share;
        for frame in meter.iter().cycle() {
            bytes.extend(frame);
            frames += 1;
            if bytes.len() >= end {
                break;
            }
        }
    }
    (bytes, frames)
}

/// Frames until there are enough bytes, and how many there are.
fn stream_of(frame: impl Fn(usize) -> Vec<u8>) -> (Vec<u8>, usize) {
    let mut bytes = Vec::with_capacity(STREAM_BYTES);
    let mut frames = 0;
    while bytes.len() < STREAM_BYTES {
        bytes.extend(frame(frames));
        frames += 1;
    }
    (bytes, frames)
}

/// The frames of a recording that say something, and that the peer can read as well.
fn sound_frames(bytes: &[u8], framing: Framing) -> Vec<Vec<u8>> {
    let mut frames = Vec::new();
    let mut stream = Stream::new();
    let mut sink = |piece: Piece<'_>| {
        if let Piece::Telegram(telegram) = piece
            && telegram.framing() == framing
            && telegram.check().name() == "valid"
            && !telegram.readings().is_empty()
            && (framing != Framing::Sml || is_read_by_sml_rs(telegram.bytes()))
        {
            frames.push(telegram.bytes().to_vec());
        }
    };
    stream.feed(bytes, &mut sink);
    stream.finish(&mut sink);
    frames
}

fn is_read_by_sml_rs(frame: &[u8]) -> bool {
    let mut reader = sml_rs::SmlReader::from_slice(frame);
    let file = reader.next::<sml_rs::parser::complete::File<'_>>();
    file.is_some_and(|file| file.is_ok())
}

fn decode_stream(bytes: &[u8]) -> usize {
    let mut readings = 0;
    let mut stream = Stream::new();
    let mut sink = |piece: Piece<'_>| {
        if let Piece::Telegram(telegram) = piece {
            let mut notes = telegram.notes().iter();
            assert!(notes.all(|note| note.code != NoteCode::CheckFailed));
            readings += telegram.readings().len();
        }
    };
    stream.feed(bytes, &mut sink);
    stream.finish(&mut sink);
    readings
}

fn read_with_sml_rs(bytes: &[u8]) -> usize {
    use sml_rs::parser::complete::{File, MessageBody};
    let mut reader = sml_rs::SmlReader::from_slice(bytes);
    let mut entries = 0;
    while let Some(file) = reader.next::<File<'_>>() {
        let file = file.expect("messages that sml-rs accepts");
        let lists = file
            .messages
            .iter()
            .map(|message| match &message.message_body {
                MessageBody::GetListResponse(list) => list.val_list.len(),
                _ => 0,
            });
        entries += lists.sum::<usize>();
    }
    entries
}
