//! Whole meters: their telegrams as readers see them.

use std::collections::HashSet;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::decode::{self, Check, Piece};

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn profile(name: &str) -> &'static Profile {
    Profile::find(name).unwrap()
}

fn text(telegram: Vec<u8>) -> String {
    String::from_utf8(telegram).unwrap()
}

/// What stands between the first pair of parentheses of the line with this code.
fn value<'a>(telegram: &'a str, code: &str) -> &'a str {
    telegram
        .lines()
        .find_map(|line| line.strip_prefix(code)?.strip_prefix('('))
        .and_then(|rest| rest.split(')').next())
        .unwrap_or_else(|| panic!("no {code} in {telegram}"))
}

/// The digits of a value as a whole number of its last decimal.
fn steps(telegram: &str, code: &str) -> u64 {
    let number = value(telegram, code).split('*').next().unwrap();
    number.replace('.', "").parse().unwrap()
}

/// CRC-16/ARC bit by bit, as the standard describes it.
fn crc_bit_by_bit(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 == 1 { 0xA001 } else { 0 }
        })
    })
}

/// Asserts that the end of a telegram is what its profile promises.
fn assert_ending(profile: &Profile, telegram: &[u8]) {
    let mark = telegram.iter().rposition(|byte| *byte == b'!').unwrap();
    let crc = crc_bit_by_bit(&telegram[..=mark]);
    let expected = match profile.ending {
        profile::Ending::Crc => format!("{crc:04X}\r\n"),
        profile::Ending::CrcWithoutLeadingZeros => format!("{crc:X}\r\n"),
        profile::Ending::Nothing => "\r\n".to_owned(),
    };
    assert_eq!(
        telegram[mark + 1..].escape_ascii().to_string(),
        expected.as_bytes().escape_ascii().to_string()
    );
}

/// Watts (net) of a meter at each period of a span of time.
fn watts(meter: &mut Meter, telegrams: usize) -> Vec<i64> {
    (0..telegrams)
        .map(|_| {
            meter.advance();
            meter.measured.active_total() / 1_000
        })
        .collect()
}

#[allow(
    clippy::cast_precision_loss,
    reason = "watts and counts of a test are small"
)]
fn mean(values: &[i64]) -> f64 {
    values.iter().sum::<i64>() as f64 / values.len() as f64
}

#[test]
fn profiles_have_names_of_their_own_and_are_found_by_them() {
    let names: HashSet<&str> = profiles().iter().map(Profile::name).collect();
    assert_eq!(names.len(), profiles().len());
    for profile in profiles() {
        assert!(std::ptr::eq(
            Profile::find(profile.name()).unwrap(),
            profile
        ));
        assert!(!profile.label().is_empty());
    }
    assert!(Profile::find("nl-dsmr-9.9").is_none());
    for (country, name) in [
        ("lu", "lu-encrypted"),
        ("de", "de-sml"),
        ("nl", "nl-dsmr-5.0"),
    ] {
        assert_eq!(Profile::find(country).unwrap().name(), name);
    }
}

#[test]
fn a_telegram_of_each_profile_looks_like_this() {
    for profile in profiles() {
        let mut meter = Meter::new(profile, 1, time("2026-01-15T17:59:50Z"));
        let telegram = meter.next_telegram();
        let shown = match profile.is_text() {
            true => text(telegram).replace("\r\n", "\n"),
            false => telegram
                .chunks(32)
                .map(|line| decode::hex(line) + "\n")
                .collect(),
        };
        insta::assert_snapshot!(profile.name(), shown);
    }
}

#[test]
fn checksums_are_right_and_absent_where_the_dialect_has_none() {
    for profile in profiles().iter().filter(|profile| profile.is_text()) {
        let mut meter = Meter::new(profile, 2, time("2026-05-05T05:05:05Z"));
        for _ in 0..100 {
            assert_ending(profile, &meter.next_telegram());
        }
    }
}

#[test]
fn a_heat_meter_drops_the_leading_zeros_of_its_checksum() {
    let mut meter = Meter::new(profile("nl-heat"), 2, time("2026-05-05T05:05:05Z"));
    let is_short = |telegram: &str| telegram.rsplit('!').next().unwrap().trim_end().len() < 4;
    assert!((0..200).any(|_| is_short(&text(meter.next_telegram()))));
}

#[test]
fn the_decoder_recognises_every_profile() {
    for profile in profiles() {
        let bytes = stream(profile, 3, time("2026-11-01T12:00:00Z"), 10_000);
        let mut seen = 0;
        let mut decoder = decode::Stream::with_keys(profile.decoder_keys().into());
        let mut sink = |piece: Piece<'_>| match piece {
            Piece::Telegram(telegram) => {
                seen += 1;
                // Aidon's shortest list is one power: nothing in it tells whose it is.
                let is_short = telegram.readings().len() == 1;
                let dialect = telegram.dialect().dialect.id;
                assert!(dialect == profile.dialect() || is_short && dialect == "dlms");
                let is_absent = matches!(telegram.check(), Check::Absent);
                let has_none = profile.is_text() && profile.ending == profile::Ending::Nothing;
                assert_eq!(is_absent, has_none, "{}", profile.name());
                assert!(is_absent || matches!(telegram.check(), Check::Valid));
                assert!(!telegram.readings().is_empty(), "{}", profile.name());
            }
            Piece::Noise { offset, length } => {
                panic!("{}: {length} bytes of noise at {offset}", profile.name());
            }
        };
        decoder.feed(&bytes, &mut sink);
        decoder.finish(&mut sink);
        assert!(seen >= 3, "{}: {seen} telegrams", profile.name());
    }
}

#[test]
fn a_strict_dsmr_5_reader_of_other_hands_accepts_every_line() {
    for seed in 0..20 {
        let mut meter = Meter::new(profile("nl-dsmr-5.0"), seed, time("2026-10-25T00:59:50Z"));
        for _ in 0..20 {
            let telegram = meter.next_telegram();
            let mut buffer = [0; 2_048];
            buffer[..telegram.len()].copy_from_slice(&telegram);
            let readout = dsmr5::Readout { buffer };
            let read = readout.to_telegram().unwrap();
            let lines: Vec<_> = read.objects().map(Result::unwrap).collect();
            assert_eq!(lines.len(), meter.profile().lines.len());
        }
    }
}

#[test]
fn the_seed_decides_every_byte() {
    for profile in profiles() {
        let start = time("2026-03-03T03:03:03Z");
        let of = |seed| stream(profile, seed, start, 5_000);
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }
}

#[test]
fn a_stream_is_long_enough_and_ends_with_a_whole_telegram() {
    let bytes = stream(profile("se-p1"), 1, time("2026-03-03T03:03:03Z"), 10_000);
    assert!((10_000..14_096).contains(&bytes.len()));
    assert!(bytes.ends_with(b"\r\n"));
    let text = text(bytes);
    assert_eq!(text.matches('!').count(), text.matches('/').count());
}

#[test]
fn the_first_telegram_is_of_the_start_and_each_next_one_a_period_later() {
    for (name, next) in [
        ("nl-dsmr-5.0", "260303040304W"),
        ("nl-dsmr-4.2", "260303040313W"),
    ] {
        let mut meter = Meter::new(profile(name), 1, time("2026-03-03T03:03:03.9Z"));
        assert_eq!(
            value(&text(meter.next_telegram()), "0-0:1.0.0"),
            "260303040303W"
        );
        assert_eq!(value(&text(meter.next_telegram()), "0-0:1.0.0"), next);
    }
}

#[test]
fn registers_count_what_the_power_lines_say_and_never_fall() {
    let sum = |telegram: &str, flow: u8| {
        steps(telegram, &format!("1-0:{flow}.8.1")) + steps(telegram, &format!("1-0:{flow}.8.2"))
    };
    let mut meter = Meter::new(profile("nl-dsmr-4.2"), 11, time("2026-06-10T00:00:00Z"));
    let first = text(meter.next_telegram());
    let mut before = [sum(&first, 1), sum(&first, 2)];
    let mut watt_seconds = [0, 0];
    for _ in 0..8_640 {
        let telegram = text(meter.next_telegram());
        let now = [sum(&telegram, 1), sum(&telegram, 2)];
        assert!(now[0] >= before[0] && now[1] >= before[1], "{telegram}");
        before = now;
        watt_seconds[0] += steps(&telegram, "1-0:1.7.0") * 10;
        watt_seconds[1] += steps(&telegram, "1-0:2.7.0") * 10;
    }
    for (flow, energy) in [(1, before[0]), (2, before[1])] {
        let counted = energy - sum(&first, flow);
        let integral = watt_seconds[usize::from(flow) - 1] / 3_600;
        // Two registers, each rounded down before and after.
        assert!(
            counted.abs_diff(integral) <= 2,
            "{counted} Wh counted, {integral} Wh flowed"
        );
        assert!(counted > 500, "{counted}");
    }
}

#[test]
fn the_total_power_is_the_net_of_the_phases() {
    let mut meter = Meter::new(profile("se-p1"), 4, time("2026-06-10T10:00:00Z"));
    for _ in 0..500 {
        let telegram = text(meter.next_telegram());
        let of =
            |codes: [&str; 3]| -> u64 { codes.iter().map(|code| steps(&telegram, code)).sum() };
        let (import, export) = (steps(&telegram, "1-0:1.7.0"), steps(&telegram, "1-0:2.7.0"));
        let taken = of(["1-0:21.7.0", "1-0:41.7.0", "1-0:61.7.0"]);
        let given = of(["1-0:22.7.0", "1-0:42.7.0", "1-0:62.7.0"]);
        assert_eq!(import + given, export + taken, "{telegram}");
        assert!(import == 0 || export == 0);
    }
}

#[test]
fn power_is_voltage_times_current() {
    let mut meter = Meter::new(profile("be-emucs"), 4, time("2026-01-10T17:00:00Z"));
    for _ in 0..500 {
        meter.advance();
        for phase in phases::Phase::ALL {
            let measured = &meter.measured;
            let apparent = electricity::apparent(
                measured.active.get(phase).unsigned_abs(),
                measured.reactive.get(phase).unsigned_abs(),
            );
            let product = measured.volts.get(phase) * measured.amperes.get(phase) / 1_000;
            assert!(
                apparent.abs_diff(product.unsigned_abs()) < 5_000,
                "{measured:?}"
            );
        }
    }
}

#[test]
fn the_sun_gives_at_noon_in_june_and_never_at_night() {
    let mut noon = Vec::new();
    for seed in 0..20 {
        let mut meter = Meter::new(profile("nl-dsmr-4.2"), seed, time("2026-06-20T23:00:00Z"));
        let night = watts(&mut meter, 360);
        assert!(
            night.iter().all(|watts| *watts > 0),
            "export at night with seed {seed}"
        );
        let mut meter = Meter::new(profile("nl-dsmr-4.2"), seed, time("2026-06-21T11:00:00Z"));
        noon.extend(watts(&mut meter, 360));
    }
    assert!(mean(&noon) < -500.0, "{}", mean(&noon));
}

#[test]
fn evenings_take_more_than_nights() {
    let (mut evening, mut night) = (Vec::new(), Vec::new());
    for seed in 0..30 {
        let mut meter = Meter::new(profile("nl-dsmr-4.2"), seed, time("2026-01-15T17:00:00Z"));
        evening.extend(watts(&mut meter, 4 * 360));
        watts(&mut meter, 5 * 360);
        night.extend(watts(&mut meter, 3 * 360));
    }
    let (evening, night) = (mean(&evening), mean(&night));
    assert!(
        evening > night * 2.0,
        "{evening} W in the evening, {night} W at night"
    );
    assert!((120.0..900.0).contains(&night), "{night} W");
    assert!((400.0..4_000.0).contains(&evening), "{evening} W");
}

#[test]
fn daily_use_is_that_of_households() {
    let mut days = Vec::new();
    for seed in 0..12 {
        let mut meter = Meter::new(profile("nl-dsmr-4.2"), seed, time("2026-01-15T23:00:00Z"));
        days.push(watts(&mut meter, 8_640).iter().sum::<i64>() * 10 / 3_600);
    }
    let mean = mean(&days);
    assert!(
        (5_000.0..25_000.0).contains(&mean),
        "{mean} Wh a day: {days:?}"
    );
}

#[test]
fn the_clock_jumps_with_summer_time_and_the_year() {
    for (start, before, after) in [
        ("2026-03-29T00:59:59Z", "260329015959W", "260329030000S"),
        ("2026-10-25T00:59:59Z", "261025025959S", "261025020000W"),
        ("2026-12-31T22:59:59Z", "261231235959W", "270101000000W"),
    ] {
        let mut meter = Meter::new(profile("nl-dsmr-5.0"), 1, time(start));
        assert_eq!(value(&text(meter.next_telegram()), "0-0:1.0.0"), before);
        assert_eq!(value(&text(meter.next_telegram()), "0-0:1.0.0"), after);
    }
}

#[test]
fn tariffs_follow_the_local_clock_and_belgium_numbers_them_the_other_way() {
    // A Tuesday in summer: 21:00 UTC is 23:00.
    for (name, start, before, after) in [
        ("nl-dsmr-5.0", "2026-06-16T20:59:59Z", "0002", "0001"),
        ("nl-dsmr-5.0", "2026-06-17T04:59:59Z", "0001", "0002"),
        ("be-emucs", "2026-06-16T19:59:59Z", "0001", "0002"),
        ("be-emucs", "2026-06-17T04:59:59Z", "0002", "0001"),
        // From Friday night the low tariff stays until Monday morning.
        ("nl-dsmr-5.0", "2026-06-20T04:59:59Z", "0001", "0001"),
    ] {
        let mut meter = Meter::new(profile(name), 1, time(start));
        assert_eq!(
            value(&text(meter.next_telegram()), "0-0:96.14.0"),
            before,
            "{name} {start}"
        );
        assert_eq!(
            value(&text(meter.next_telegram()), "0-0:96.14.0"),
            after,
            "{name} {start}"
        );
    }
}

#[test]
fn only_the_register_of_the_tariff_in_force_counts() {
    let mut meter = Meter::new(profile("nl-dsmr-4.2"), 1, time("2026-01-13T12:00:00Z"));
    let before = text(meter.next_telegram());
    watts(&mut meter, 360);
    let after = text(meter.next_telegram());
    assert_eq!(value(&before, "1-0:1.8.1"), value(&after, "1-0:1.8.1"));
    assert!(steps(&before, "1-0:1.8.2") < steps(&after, "1-0:1.8.2"));
}

#[test]
fn gas_is_read_every_five_minutes_by_dsmr_5_and_hourly_before() {
    let start = time("2026-01-13T12:34:56Z");
    for (name, read) in [
        ("nl-dsmr-5.0", "260113133000W"),
        ("nl-dsmr-4.2", "260113130000W"),
    ] {
        let telegram = text(Meter::new(profile(name), 1, start).next_telegram());
        assert_eq!(value(&telegram, "0-1:24.2.1"), read);
    }
}

#[test]
fn a_new_month_enters_the_belgian_history_with_its_own_peak() {
    let mut meter = Meter::new(profile("be-emucs"), 1, time("2026-01-31T22:59:50Z"));
    let before = text(meter.next_telegram());
    let peak = |telegram: &str| {
        let line = telegram
            .lines()
            .find(|line| line.starts_with("1-0:1.6.0"))
            .unwrap();
        line.trim_start_matches("1-0:1.6.0").to_owned()
    };
    let (highest, history) = (peak(&before), |telegram: &str| {
        telegram
            .lines()
            .find(|line| line.starts_with("0-0:98.1.0"))
            .unwrap()
            .to_owned()
    });
    assert!(!history(&before).contains("(260201000000W)"));
    watts(&mut meter, 10);
    let after = text(meter.next_telegram());
    assert!(
        history(&after).ends_with(&format!("(260201000000W){highest}")),
        "{after}"
    );
    assert_eq!(peak(&after), "(632525252525W)(00.000*kW)");
}

#[test]
fn a_german_meter_writes_power_given_with_a_minus() {
    let mut meter = Meter::new(profile("de-d0"), 1, time("2026-06-21T11:00:00Z"));
    let telegram = text(meter.next_telegram());
    let power = value(&telegram, "1-0:1.7.0*255");
    assert!(
        power.starts_with('-') && power.len() == "-000000.00*W".len(),
        "{power}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_seed_at_any_time_gives_printable_telegrams_with_the_right_end(
        profile in prop::sample::select(
            profiles().iter().filter(|profile| profile.is_text()).collect::<Vec<_>>()
        ),
        seed: u64,
        start in Timestamp::MIN.as_second()..=Timestamp::MAX.as_second(),
    ) {
        let mut meter = Meter::new(profile, seed, Timestamp::from_second(start).unwrap());
        for _ in 0..3 {
            let telegram = meter.next_telegram();
            assert_ending(profile, &telegram);
            let telegram = text(telegram);
            let lines = telegram.strip_suffix("\r\n").unwrap().split("\r\n");
            for line in lines {
                prop_assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{line:?}");
            }
        }
    }
}
