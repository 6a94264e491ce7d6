use proptest::prelude::*;

use super::track::Subject;
use super::*;
use crate::decode::{Decimal, Obis, Timestamp, Unit};

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text.as_bytes()).expect(text)
}

fn reading(at: &str, value: i64) -> Reading {
    Reading {
        time: time(at),
        received: None,
        value: Decimal::new(value, 3),
    }
}

fn subject() -> Subject {
    Subject {
        obis: Obis::new(1, 0, 1, 8, 0),
        name: "energy_import".to_owned(),
        channel: None,
        unit: Some(Unit::KilowattHour),
        meter: Some("A".to_owned()),
        clock: Clock::Meter,
        standard_hours: 1,
    }
}

/// The rows that these readings give.
fn rows(length: Length, readings: &[(Reading, &str)]) -> Vec<Row> {
    let mut found = Vec::new();
    let mut sink = |row| found.push(row);
    let (first, _) = readings[0];
    let mut track = Track::new(subject(), length, first);
    for (reading, meter) in &readings[1..] {
        track.take(*reading, Some(meter), &mut sink);
    }
    track.finish(&mut sink);
    found
}

fn of_one_meter(length: Length, readings: &[(&str, i64)]) -> Vec<Row> {
    let readings: Vec<_> = readings
        .iter()
        .map(|(at, value)| (reading(at, *value), "A"))
        .collect();
    rows(length, &readings)
}

/// Kind, start, end, value and marks, as one line.
fn shown(rows: &[Row]) -> Vec<String> {
    let line = |row: &Row| {
        let marks: Vec<&str> = row.marks.iter().map(|mark| mark.name()).collect();
        let value = row.value.map_or("?".to_owned(), |value| value.to_string());
        format!(
            "{} {} {} {value} {}",
            row.kind.name(),
            row.start.with_offset(1),
            row.end.with_offset(1),
            marks.join(" ")
        )
        .trim_end()
        .to_owned()
    };
    rows.iter().map(line).collect()
}

#[test]
fn an_interval_counts_from_the_reading_at_its_start_to_that_at_its_end() {
    let found = of_one_meter(
        Length::Quarter,
        &[
            ("260131115955W", 900),
            ("260131120005W", 1_000),
            ("260131121455W", 1_200),
            ("260131121505W", 1_205),
            ("260131122955W", 1_300),
        ],
    );
    assert_eq!(
        shown(&found),
        [
            "interval 2026-01-31T11:45:00+01:00 2026-01-31T12:00:00+01:00 0.100 partial",
            "interval 2026-01-31T12:00:00+01:00 2026-01-31T12:15:00+01:00 0.205",
            "interval 2026-01-31T12:15:00+01:00 2026-01-31T12:30:00+01:00 0.095",
        ]
    );
}

#[test]
fn the_first_and_the_last_interval_are_partial_unless_readings_reach_their_bounds() {
    let found = of_one_meter(
        Length::Hour,
        &[
            ("260131113000W", 1_000),
            ("260131120000W", 1_100),
            ("260131130000W", 1_300),
            ("260131132000W", 1_350),
        ],
    );
    assert_eq!(
        shown(&found),
        [
            "interval 2026-01-31T11:00:00+01:00 2026-01-31T12:00:00+01:00 0.100 partial",
            "interval 2026-01-31T12:00:00+01:00 2026-01-31T13:00:00+01:00 0.200",
            "interval 2026-01-31T13:00:00+01:00 2026-01-31T14:00:00+01:00 0.050 partial",
        ]
    );
}

#[test]
fn a_gap_is_a_row_of_its_own_and_its_energy_is_not_divided() {
    let found = of_one_meter(
        Length::Quarter,
        &[
            ("260131120000W", 1_000),
            ("260131120500W", 1_100),
            ("260131125000W", 1_900),
            ("260131130000W", 2_000),
        ],
    );
    assert_eq!(
        shown(&found),
        [
            "interval 2026-01-31T12:00:00+01:00 2026-01-31T12:15:00+01:00 0.100 partial",
            "gap 2026-01-31T12:05:00+01:00 2026-01-31T12:50:00+01:00 0.800 gap",
            "interval 2026-01-31T12:45:00+01:00 2026-01-31T13:00:00+01:00 0.100 partial",
        ]
    );
}

#[test]
fn missing_telegrams_within_an_interval_do_no_harm() {
    let found = of_one_meter(
        Length::Hour,
        &[
            ("260131120000W", 1_000),
            ("260131120010W", 1_001),
            ("260131125950W", 1_500),
            ("260131130000W", 1_501),
        ],
    );
    assert_eq!(
        shown(&found),
        ["interval 2026-01-31T12:00:00+01:00 2026-01-31T13:00:00+01:00 0.501"]
    );
}

#[test]
fn the_reading_before_a_bound_counts_for_it_where_none_follows_soon() {
    let found = of_one_meter(
        Length::Quarter,
        &[
            ("260131120000W", 1_000),
            ("260131121450W", 1_100),
            ("260131122900W", 1_200),
            ("260131123000W", 1_210),
        ],
    );
    assert_eq!(
        shown(&found),
        [
            "interval 2026-01-31T12:00:00+01:00 2026-01-31T12:15:00+01:00 0.100",
            "interval 2026-01-31T12:15:00+01:00 2026-01-31T12:30:00+01:00 0.110",
        ]
    );
}

#[test]
fn a_register_that_falls_was_reset_and_nothing_is_made_up() {
    let found = of_one_meter(
        Length::Hour,
        &[
            ("260131120000W", 9_000),
            ("260131122000W", 9_100),
            ("260131123000W", 5),
            ("260131130000W", 25),
        ],
    );
    assert_eq!(
        shown(&found),
        [
            "interval 2026-01-31T12:00:00+01:00 2026-01-31T13:00:00+01:00 0.100 partial",
            "gap 2026-01-31T12:20:00+01:00 2026-01-31T12:30:00+01:00 ? counter-reset",
            "interval 2026-01-31T12:00:00+01:00 2026-01-31T13:00:00+01:00 0.020 partial",
        ]
    );
}

#[test]
fn another_meter_begins_anew_even_if_its_register_stands_higher() {
    let found = rows(
        Length::Hour,
        &[
            (reading("260131120000W", 1_000), "A"),
            (reading("260131122000W", 1_100), "A"),
            (reading("260131123000W", 7_000), "B"),
            (reading("260131130000W", 7_200), "B"),
        ],
    );
    assert_eq!(
        shown(&found),
        [
            "interval 2026-01-31T12:00:00+01:00 2026-01-31T13:00:00+01:00 0.100 partial",
            "gap 2026-01-31T12:20:00+01:00 2026-01-31T12:30:00+01:00 ? meter-changed",
            "interval 2026-01-31T12:00:00+01:00 2026-01-31T13:00:00+01:00 0.200 partial",
        ]
    );
    let meters: Vec<_> = found.iter().map(|row| row.meter.as_deref()).collect();
    assert_eq!(meters, [Some("A"), Some("A"), Some("B")]);
}

#[test]
fn a_clock_that_is_set_back_or_on_is_told_and_its_energy_kept_apart() {
    let back = of_one_meter(
        Length::Hour,
        &[
            ("260131120000W", 1_000),
            ("260131125000W", 1_100),
            ("260131121000W", 1_110),
            ("260131130000W", 1_300),
        ],
    );
    assert_eq!(
        shown(&back)[1],
        "gap 2026-01-31T12:50:00+01:00 2026-01-31T12:10:00+01:00 0.010 clock-set"
    );
    let at = |text: &str, received, value| {
        let received = Some(received);
        (
            Reading {
                received,
                ..reading(text, value)
            },
            "A",
        )
    };
    let on = rows(
        Length::Hour,
        &[
            at("260131120000W", 0, 1_000),
            at("260131120010W", 10, 1_010),
            at("260131140000W", 20, 1_020),
            at("260131150000W", 3_620, 1_100),
        ],
    );
    assert_eq!(
        shown(&on)[1],
        "gap 2026-01-31T12:00:10+01:00 2026-01-31T14:00:00+01:00 0.010 clock-set"
    );
}

#[test]
fn a_clock_that_is_put_right_by_seconds_changes_nothing() {
    let found = of_one_meter(
        Length::Quarter,
        &[
            ("260131120000W", 1_000),
            ("260131121503W", 1_100),
            ("260131121458W", 1_101),
            ("260131123000W", 1_200),
        ],
    );
    assert_eq!(shown(&found).len(), 2);
    assert!(found.iter().all(|row| row.marks.is_empty()), "{found:?}");
}

/// Readings every ten minutes from one time of standard time to another, by the clock that is in force.
fn through(from: &str, hours: i64) -> Vec<Row> {
    let start = time(from).standard_seconds();
    let readings: Vec<_> = (0..=hours * 6)
        .map(|step| {
            let unix = start + step * 600 - 3_600;
            let time = length::local_time(unix, 1).expect("a time");
            let value = Decimal::new(step, 0);
            let reading = Reading {
                time,
                received: None,
                value,
            };
            (reading, "A")
        })
        .collect();
    readings
        .chunks(usize::MAX)
        .flat_map(|all| rows(Length::Hour, all))
        .collect()
}

#[test]
fn no_hour_is_lost_or_counted_twice_when_summer_time_ends() {
    let found = through("261025000000S", 5);
    let starts: Vec<String> = found
        .iter()
        .map(|row| row.start.with_offset(1).to_string())
        .collect();
    assert_eq!(
        starts,
        [
            "2026-10-25T00:00:00+02:00",
            "2026-10-25T01:00:00+02:00",
            "2026-10-25T02:00:00+02:00",
            "2026-10-25T02:00:00+01:00",
            "2026-10-25T03:00:00+01:00",
        ]
    );
    assert!(
        found
            .iter()
            .all(|row| row.value == Some(Decimal::new(6, 0)))
    );
    let marks: Vec<_> = found.iter().map(|row| row.marks.clone()).collect();
    assert_eq!(marks[3], [Mark::SummerTimeEnds]);
    assert_eq!(marks.concat().len(), 1);
}

#[test]
fn no_hour_is_lost_or_counted_twice_when_summer_time_begins() {
    let found = through("260329000000W", 4);
    let starts: Vec<String> = found
        .iter()
        .map(|row| row.start.with_offset(1).to_string())
        .collect();
    assert_eq!(
        starts,
        [
            "2026-03-29T00:00:00+01:00",
            "2026-03-29T01:00:00+01:00",
            "2026-03-29T03:00:00+02:00",
            "2026-03-29T04:00:00+02:00",
        ]
    );
    assert_eq!(found[2].marks, [Mark::SummerTimeBegins]);
    assert!(
        found
            .iter()
            .all(|row| row.value == Some(Decimal::new(6, 0)))
    );
}

#[test]
fn days_run_from_midnight_to_midnight_whatever_their_length() {
    for (days, hours, mark) in [
        (
            [
                "260328000000W",
                "260329000000W",
                "260330000000S",
                "260331000000S",
            ],
            23,
            Mark::SummerTimeBegins,
        ),
        (
            [
                "261024000000S",
                "261025000000S",
                "261026000000W",
                "261027000000W",
            ],
            25,
            Mark::SummerTimeEnds,
        ),
    ] {
        let readings: Vec<_> = days
            .iter()
            .copied()
            .zip([0, 24, 24 + hours, 48 + hours])
            .collect();
        let found = of_one_meter(Length::Day, &readings);
        let values: Vec<_> = found
            .iter()
            .map(|row| row.value.map(Decimal::mantissa))
            .collect();
        assert_eq!(values, [Some(24), Some(hours), Some(24)], "{found:?}");
        assert_eq!(found[1].marks, [mark]);
        assert!(found[0].marks.is_empty() && found[2].marks.is_empty());
        for (row, day) in found.iter().zip(days) {
            assert_eq!(row.start, time(day));
        }
    }
}

/// Readings of a register that only counts, with pauses of all lengths.
fn counting() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let step = (prop_oneof![9 => 1_i64..40, 1 => 1_i64..20_000], 0_i64..500);
    prop::collection::vec(step, 1..400).prop_map(|steps| {
        let mut at = (1_774_700_000, 1_000);
        steps
            .into_iter()
            .map(|(seconds, counted)| {
                at = (at.0 + seconds, at.1 + counted);
                at
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn all_rows_together_are_the_last_register_less_the_first(
        all in counting(),
        length in prop::sample::select(Length::ALL.to_vec()),
    ) {
        let readings: Vec<_> = all
            .iter()
            .map(|(unix, value)| {
                let time = length::local_time(*unix, 1).expect("a time");
                (Reading { time, received: None, value: Decimal::new(*value, 3) }, "A")
            })
            .collect();
        let found = rows(length, &readings);
        let sum: i64 = found.iter().filter_map(|row| row.value).map(Decimal::mantissa).sum();
        let (first, last) = (all[0].1, all[all.len() - 1].1);
        prop_assert_eq!(sum, last - first);
        // Rows follow each other: each begins with the reading that the one before ends with.
        for pair in found.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
        }
        // Whole intervals are as long as they should be, give or take the tolerance at both ends.
        for row in found.iter().filter(|row| row.kind == Kind::Interval && !row.marks.contains(&Mark::Partial)) {
            let near = |reading: Timestamp, bound: Timestamp| {
                (reading.standard_seconds() - bound.standard_seconds()).abs() <= length.tolerance()
            };
            prop_assert!(near(row.from.0, row.start) && near(row.to.0, row.end), "{row:?}");
        }
    }
}
