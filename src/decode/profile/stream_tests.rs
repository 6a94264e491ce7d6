//! Profiles of whole streams of simulated meters.

use proptest::prelude::*;

use super::*;
use crate::decode::{Decimal, Piece, Stream};
use crate::sim::meter::{Meter, Profile};

/// All rows of a stream that comes in pieces.
fn profile_of(bytes: &[u8], length: Length, pieces: &[usize]) -> (Vec<Row>, Counts) {
    let mut book = Book::new(length);
    let mut found = Vec::new();
    let mut stream = Stream::new();
    let mut sink = |piece: Piece<'_>| {
        if let Piece::Telegram(telegram) = piece {
            book.take(telegram, None, |row| found.push(row));
        }
    };
    let mut rest = bytes;
    for size in pieces.iter().copied().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, behind) = rest.split_at(size.clamp(1, rest.len()));
        stream.feed(piece, &mut sink);
        rest = behind;
    }
    stream.finish(&mut sink);
    let counts = book.finish(|row| found.push(row));
    (found, counts)
}

#[test]
fn a_day_of_a_simulated_meter_adds_up_to_its_registers() {
    let start = "2026-01-30T22:59:50Z".parse().expect("a time");
    let mut meter = Meter::new(Profile::find("nl-dsmr-4.2").expect("a meter"), 3, start);
    let bytes: Vec<u8> = (0..8_642).flat_map(|_| meter.next_telegram()).collect();
    let (quarters, counts) = profile_of(&bytes, Length::Quarter, &[bytes.len()]);
    let (days, _) = profile_of(&bytes, Length::Day, &[bytes.len()]);
    let of = |rows: &[Row], name: &str| -> Vec<Row> {
        rows.iter()
            .filter(|row| row.name == name)
            .cloned()
            .collect()
    };
    for name in [
        "energy_import_tariff_1",
        "energy_import_tariff_2",
        "energy_export_tariff_1",
        "energy_export_tariff_2",
    ] {
        let quarters = of(&quarters, name);
        let whole: Vec<&Row> = quarters.iter().filter(|row| row.marks.is_empty()).collect();
        assert_eq!(whole.len(), 96, "{name}");
        let day = of(&days, name);
        let day = day
            .iter()
            .find(|row| row.marks.is_empty())
            .expect("a whole day");
        let sum = whole
            .iter()
            .filter_map(|row| row.value)
            .fold(Decimal::new(0, 3), |sum, value| {
                sum.checked_add(value).expect("small")
            });
        assert_eq!(Some(sum), day.value, "{name}");
    }
    // Gas is read once an hour: its quarters are not known, its hours are.
    let gas = of(&quarters, "gas_volume");
    assert!(
        gas.iter()
            .all(|row| row.kind == Kind::Gap && row.channel == Some(1))
    );
    let (hours, _) = profile_of(&bytes, Length::Hour, &[bytes.len()]);
    let gas = of(&hours, "gas_volume");
    assert!(gas.len() >= 24 && gas.iter().all(|row| row.kind == Kind::Interval));
    assert_eq!((counts.breaks, counts.invalid, counts.untimed), (0, 0, 0));
}

#[test]
fn damaged_telegrams_are_left_out_and_counted() {
    let start = "2026-01-30T23:00:00Z".parse().expect("a time");
    let mut meter = Meter::new(Profile::find("nl-dsmr-4.2").expect("a meter"), 3, start);
    let mut bytes = Vec::new();
    for at in 0..200 {
        let mut telegram = meter.next_telegram();
        if at % 50 == 20 {
            let text = String::from_utf8(telegram.clone()).expect("ASCII");
            let digit = text.find("1-0:1.8.1(").expect("a register") + 10;
            telegram[digit] = b'9';
        }
        bytes.extend(telegram);
    }
    let (rows, counts) = profile_of(&bytes, Length::Quarter, &[777]);
    assert_eq!((counts.invalid, counts.breaks), (4, 0));
    assert!(rows.iter().all(|row| row.value.is_some()));
}

#[test]
fn a_meter_without_a_clock_is_profiled_by_when_its_telegrams_came() {
    let start: jiff::Timestamp = "2026-01-30T23:00:00Z".parse().expect("a time");
    let mut meter = Meter::new(Profile::find("de-sml").expect("a meter"), 3, start);
    for is_known in [true, false] {
        let mut book = Book::new(Length::Minute);
        let mut found = Vec::new();
        let mut stream = Stream::new();
        for second in 0..200 {
            let received = is_known.then_some(start.as_second() + second);
            stream.feed(&meter.next_telegram(), |piece| {
                if let Piece::Telegram(telegram) = piece {
                    book.take(telegram, received, |row| found.push(row));
                }
            });
        }
        let counts = book.finish(|row| found.push(row));
        assert_eq!(counts.untimed, if is_known { 0 } else { 200 });
        assert_eq!(found.is_empty(), !is_known);
        if let Some(first) = found.first() {
            assert_eq!(first.clock, Clock::Received);
            let start = first.start.with_offset(1).to_string();
            assert_eq!(start, "2026-01-31T00:00:00+01:00");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn how_the_bytes_come_changes_nothing(
        pieces in prop::collection::vec(1_usize..4_000, 1..6),
        seed in 0_u64..4,
    ) {
        let start = "2026-03-29T00:58:00Z".parse().expect("a time");
        let mut meter = Meter::new(Profile::find("hu-p1").expect("a meter"), seed, start);
        let bytes: Vec<u8> = (0..20).flat_map(|_| meter.next_telegram()).collect();
        let whole = profile_of(&bytes, Length::Minute, &[bytes.len()]);
        prop_assert!(whole.1.intervals > 0);
        prop_assert_eq!(profile_of(&bytes, Length::Minute, &pieces), whole);
    }
}
