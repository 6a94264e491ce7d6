//! What a binary meter says is what the model says, read by our own decoder and by others.

use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;

use super::super::{Meter, Profile, profiles};
use super::*;
use crate::decode::view::Datum;
use crate::decode::{Check, Decimal, Framing, Key, KeyPair, Keys, Obis, Piece, Stream, Telegram};

fn binary() -> Vec<&'static Profile> {
    profiles()
        .iter()
        .filter(|profile| !profile.is_text())
        .collect()
}

fn one(keys: Arc<Keys>, bytes: &[u8]) -> Telegram {
    let mut found = Vec::new();
    let mut sink = |piece: Piece<'_>| match piece {
        Piece::Telegram(telegram) => found.push(telegram.clone()),
        Piece::Noise { offset, length } => panic!("{length} bytes of noise at {offset}"),
    };
    let mut stream = Stream::with_keys(keys);
    stream.feed(bytes, &mut sink);
    stream.finish(&mut sink);
    assert_eq!(found.len(), 1);
    found.remove(0)
}

/// The rows of the telegram that the meter has just sent.
fn rows(meter: &Meter) -> &'static [Row] {
    match meter.profile.wire {
        Wire::Notification(push) => due(meter, push),
        Wire::Sml(rows) => rows,
        Wire::Lines | Wire::CipheredLines(_) => &[],
    }
}

fn obis([a, b, c, d, e, f]: [u8; 6]) -> Obis {
    Obis::with_f(a, b, c, d, e, f)
}

/// The value of a telegram under a code, in millionths of its base unit.
fn millionths(telegram: &Telegram, code: [u8; 6]) -> (i64, String) {
    let reading = telegram
        .readings()
        .iter()
        .find(|reading| reading.obis == obis(code))
        .unwrap_or_else(|| panic!("no {}", obis(code)));
    let view = telegram.view(reading);
    let entry = view.first().unwrap();
    let Datum::Number(number) = entry.value else {
        panic!("{} is {:?}", obis(code), entry.value)
    };
    let all: Decimal = number.shifted(6).unwrap().rescaled(0).unwrap();
    (all.mantissa(), entry.unit.unwrap().to_string())
}

const UNITS: [(u8, &str); 7] = [
    (27, "W"),
    (29, "var"),
    (30, "Wh"),
    (32, "varh"),
    (33, "A"),
    (35, "V"),
    (44, "Hz"),
];

fn assert_says_the_model(meter: &Meter, telegram: &Telegram) {
    let name = meter.profile.name();
    assert_eq!(telegram.check(), Check::Valid, "{name}");
    for row in rows(meter) {
        match row.value {
            Value::Number(quantity, _, scale) => {
                let said = millionths(telegram, row.code);
                let step = 10_i64.pow(u32::try_from(6 + scale.power).unwrap());
                let meant = meter.quantity(quantity) / step * step;
                let unit = UNITS
                    .iter()
                    .find(|(code, _)| *code == scale.unit)
                    .unwrap()
                    .1;
                assert_eq!(said, (meant, unit.to_owned()), "{name} {}", obis(row.code));
            }
            Value::Text(text) => {
                let item = telegram.find_item(obis(row.code).reduced()).unwrap();
                assert_eq!(telegram.text(item.raw).to_string(), text, "{name}");
            }
            Value::Identity(_) | Value::Server => {
                let item = telegram.find_item(obis(row.code).reduced()).unwrap();
                assert!(item.raw.range().len() >= 8, "{name}");
            }
            Value::Clock => {}
        }
    }
    if let Some(time) = telegram.time() {
        let hours = i64::from(meter.profile.zone.winter_hours);
        assert_eq!(
            time.standard_seconds() - hours * 3_600,
            meter.moment.unix,
            "{name}"
        );
    }
}

/// Whole seconds from 2001 to 2060.
const YEARS: std::ops::Range<i64> = 978_400_000..2_840_000_000;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn decoding_gives_back_the_state_of_the_meter(
        profile in prop::sample::select(binary()),
        seed: u64,
        start in YEARS,
        skipped in 0_usize..600,
    ) {
        let mut meter = Meter::new(profile, seed, Timestamp::from_second(start).unwrap());
        let keys = Arc::new(profile.decoder_keys());
        for at in 0..6 {
            let telegram = one(Arc::clone(&keys), &meter.next_telegram());
            assert_says_the_model(&meter, &telegram);
            if at == 2 {
                (0..skipped).for_each(|_| meter.advance());
            }
        }
    }

    #[test]
    fn a_changed_byte_never_changes_what_is_taken_for_valid(
        profile in prop::sample::select(binary()),
        at: prop::sample::Index,
        flip in 1_u8..,
    ) {
        let start = Timestamp::from_second(1_769_860_805).unwrap();
        let mut bytes = Meter::new(profile, 5, start).next_telegram();
        let original = one(Arc::new(profile.decoder_keys()), &bytes);
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        let mut stream = Stream::with_keys(Arc::new(profile.decoder_keys()));
        let mut sink = |piece: Piece<'_>| {
            if let Piece::Telegram(telegram) = piece {
                let is_believed = telegram.check() == Check::Valid && telegram.notes() == original.notes();
                // The flag behind a frame may be anything; all else is covered by a check.
                assert!(!is_believed || telegram.content() == original.content(), "byte {at}");
            }
        };
        stream.feed(&bytes, &mut sink);
        stream.finish(&mut sink);
    }
}

#[test]
fn encrypted_meters_say_the_model_within_their_lines() {
    let profile = Profile::find("lu-encrypted").unwrap();
    let plain = Profile::find("lu-smarty").unwrap();
    let start = Timestamp::from_second(1_769_860_805).unwrap();
    let (mut locked, mut open) = (Meter::new(profile, 9, start), Meter::new(plain, 9, start));
    for _ in 0..20 {
        let telegram = one(Arc::new(profile.decoder_keys()), &locked.next_telegram());
        assert_eq!(telegram.framing(), Framing::P1Encrypted);
        assert_eq!(telegram.content(), open.next_telegram());
        assert!(
            telegram
                .notes()
                .iter()
                .all(|note| note.code.name() == "timestamp-unset")
        );
    }
}

#[test]
fn without_its_key_an_encrypted_meter_says_nothing_and_another_key_opens_nothing() {
    for profile in binary()
        .into_iter()
        .filter(|profile| profile.keys().is_some())
    {
        let start = Timestamp::from_second(1_769_860_805).unwrap();
        let bytes = Meter::new(profile, 1, start).next_telegram();
        let mut other = Keys::none();
        other.set_for_all(KeyPair {
            encryption: Key::parse(TEST_AUTHENTICATION_KEY).unwrap(),
            authentication: None,
        });
        for (keys, note) in [(Keys::none(), "no-key"), (other, "wrong-key")] {
            let telegram = one(Arc::new(keys), &bytes);
            assert!(telegram.is_locked(), "{}", profile.name());
            let notes: Vec<_> = telegram
                .notes()
                .iter()
                .map(|note| note.code.name())
                .collect();
            assert_eq!(notes, [note], "{}", profile.name());
        }
    }
}

#[test]
fn the_keys_of_simulated_meters_spell_what_they_are() {
    let digits = |key: &[u8]| crate::decode::hex(key);
    assert_eq!(digits(&cipher::KEY), TEST_KEY);
    assert_eq!(digits(&cipher::AUTHENTICATION_KEY), TEST_AUTHENTICATION_KEY);
}

#[test]
fn norwegian_meters_send_power_often_phases_every_ten_seconds_and_registers_hourly() {
    for name in ["no-aidon", "no-kaifa"] {
        let start: Timestamp = "2026-01-31T11:59:30Z".parse().unwrap();
        let mut meter = Meter::new(Profile::find(name).unwrap(), 1, start);
        let counts: Vec<usize> = (0..17)
            .map(|_| {
                meter.advance();
                rows(&meter).len()
            })
            .collect();
        let [short, middle, long] = [1, 13, 18];
        // 30, 32, 35, 37, 40 and so on: five minutes before the hour the first is the long one all the same.
        let expected = [
            long, short, short, short, middle, short, short, short, middle, short, short, short,
            long, short, short, short, middle,
        ];
        assert_eq!(counts, expected, "{name}");
    }
}

#[test]
fn registers_count_what_the_power_says_across_periods_of_two_and_three_seconds() {
    let mut meter = Meter::new(
        Profile::find("no-aidon").unwrap(),
        3,
        "2026-01-31T12:00:00Z".parse().unwrap(),
    );
    meter.advance();
    let energy =
        |meter: &Meter| meter.quantity(Quantity::Energy(super::super::phases::Flow::Import));
    let first = energy(&meter);
    let mut watt_seconds = 0;
    for _ in 0..1_440 {
        let before = meter.moment.unix;
        meter.advance();
        let watts = meter.quantity(Quantity::Power(super::super::phases::Flow::Import)) / 1_000_000;
        watt_seconds += watts * (meter.moment.unix - before);
    }
    let counted = (energy(&meter) - first) / 1_000_000;
    assert!(
        counted.abs_diff(watt_seconds / 3_600) <= 1,
        "{counted} Wh counted, {watt_seconds} Ws flowed"
    );
}
