//! How fast telegrams are scanned, checked and decoded, beside other readers on the same bytes.
//!
//! Of binary telegrams see `binary.rs`. `cargo bench` prints times and throughput; what counts is the ratio to the peers of the same run.

#![expect(
    clippy::expect_used,
    reason = "a bench that cannot run may say so by a panic"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use smr::decode::{Check, Frame, Framing, Piece, Stream, Telegram, crc, scan};
use smr::sim::meter::{self, Profile};

const SEED: u64 = 1;
const START: &str = "2026-01-31T12:00:00Z";
const STREAM_BYTES: usize = 8 << 20;

fn stream_of(profile: &str, bytes: usize) -> Vec<u8> {
    let profile = Profile::find(profile).expect("a profile of the simulator");
    meter::stream(profile, SEED, START.parse().expect("a time"), bytes)
}

fn single_telegram(criterion: &mut Criterion) {
    let bytes = stream_of("nl-dsmr-5.0", 1);
    let mut group = criterion.benchmark_group("telegram");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("crc", |bench| {
        bench.iter(|| crc::crc16_arc(black_box(&bytes)));
    });
    group.bench_function("scan and crc", |bench| {
        bench.iter(|| scan::next(black_box(&bytes), true));
    });
    let mut telegram = Telegram::empty();
    group.bench_function("typed values, same digits as before", |bench| {
        bench.iter(|| readings_of(black_box(&bytes), &mut telegram));
    });
    // Each is of another length than the one before, so that no layout can be used again.
    let other = stream_of("lu-smarty", 1);
    group.throughput(Throughput::Bytes((bytes.len() + other.len()) as u64));
    group.bench_function("typed values, two meters in turn", |bench| {
        bench.iter(|| {
            readings_of(black_box(&bytes), &mut telegram)
                + readings_of(black_box(&other), &mut telegram)
        });
    });
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("dsmr5", |bench| {
        bench.iter(|| read_with_dsmr5(black_box(&bytes)));
    });
    group.bench_function("dsmr-parse", |bench| {
        bench.iter(|| read_with_dsmr_parse(black_box(&bytes)));
    });
    group.finish();
}

fn whole_stream(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stream");
    group.sample_size(20);
    for profile in ["nl-dsmr-5.0", "be-emucs", "se-p1", "nl-dsmr-2.2"] {
        let bytes = stream_of(profile, STREAM_BYTES);
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(format!("smr {profile}"), |bench| {
            bench.iter(|| decode_stream(black_box(&bytes)));
        });
    }
    let bytes = stream_of("nl-dsmr-5.0", STREAM_BYTES);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("dsmr5 nl-dsmr-5.0", |bench| {
        bench.iter(|| read_with_dsmr5(black_box(&bytes)));
    });
    group.bench_function("noise", |bench| {
        let noise = vec![b'x'; STREAM_BYTES];
        bench.iter(|| decode_stream(black_box(&noise)));
    });
    group.finish();
}

fn decode_stream(bytes: &[u8]) -> usize {
    let mut readings = 0;
    let mut stream = Stream::new();
    let mut sink = |piece: Piece<'_>| {
        if let Piece::Telegram(telegram) = piece {
            assert_eq!(
                telegram
                    .notes()
                    .iter()
                    .filter(|note| note.code.name() == "check-failed")
                    .count(),
                0
            );
            readings += telegram.readings().len();
        }
    };
    stream.feed(bytes, &mut sink);
    stream.finish(&mut sink);
    readings
}

fn readings_of(bytes: &[u8], telegram: &mut Telegram) -> usize {
    telegram.decode(Frame {
        bytes,
        offset: 0,
        framing: Framing::P1,
        check: Check::Valid,
    });
    telegram.readings().len()
}

fn read_with_dsmr5(bytes: &[u8]) -> f64 {
    let bytes = bytes
        .iter()
        .map(|byte| Ok::<u8, std::convert::Infallible>(*byte));
    dsmr5::Reader::new(bytes)
        .map(|readout| state_of(&readout.expect("no error in memory")))
        .sum()
}

fn state_of(readout: &dsmr5::Readout) -> f64 {
    let telegram = readout
        .to_telegram()
        .expect("a telegram that dsmr5 accepts");
    let state = dsmr5::Result::<dsmr5::state::State>::from(&telegram).expect("a state");
    state.power_delivered.unwrap_or_default()
}

fn read_with_dsmr_parse(bytes: &[u8]) -> bool {
    dsmr_parse::Telegram::read_from(bytes)
        .expect("a telegram that dsmr-parse accepts")
        .is_some()
}

criterion_group!(benches, single_telegram, whole_stream);
criterion_main!(benches);
