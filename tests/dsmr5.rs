//! A second opinion: the `dsmr5` crate sees the same values in DSMR 5 telegrams.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use crate::support::corpus_index as index;

use std::panic::catch_unwind;

use smr::decode::{Decimal, Obis, Piece, Stream, Telegram, Value};
use smr::sim::meter::{self, Profile};

/// Where `dsmr5` cannot follow: the beginning of the file's name, and at what it gives up.
const EXPLAINED: &[(&str, &str)] = &[
    ("be/", "the Belgian version, 0-0:96.1.4"),
    ("hu/", "the logical device name, 0-0:42.0.0"),
    ("lu/", "the logical device name, 0-0:42.0.0"),
    ("se/", "totals without a tariff, 1-0:1.8.0"),
    (
        "nl/ISk5-2MT382-1000.txt",
        "a voltage with four digits before the point",
    ),
    (
        "nl/TELEGRAM-V5.txt",
        "a voltage with four digits before the point",
    ),
    (
        "nl/TELEGRAM-UNPADDED-CRC.txt",
        "a CRC without its leading zero",
    ),
    (
        "nl/dsmr-4-0-isk-2.txt",
        "the threshold of DSMR 4.0, 0-0:17.0.0",
    ),
    ("nl/v4-2-ok.txt", "codes that end in .255"),
];

fn state(bytes: &[u8]) -> Option<dsmr5::state::State> {
    let bytes = bytes.to_vec();
    // It panics on some malformed lines.
    catch_unwind(move || {
        let mut reader =
            dsmr5::Reader::new(bytes.into_iter().map(Ok::<u8, std::convert::Infallible>));
        let readout = reader.next()?.ok()?;
        let telegram = readout.to_telegram().ok()?;
        dsmr5::state::State::try_from(&telegram).ok()
    })
    .ok()
    .flatten()
}

/// The line at which `dsmr5` gives up.
fn first_refused(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).into_owned();
    catch_unwind(|| {
        let mut reader = dsmr5::Reader::new(text.bytes().map(Ok::<u8, std::convert::Infallible>));
        let readout = reader.next().and_then(Result::ok).expect("a readout");
        let telegram = match readout.to_telegram() {
            Ok(telegram) => telegram,
            Err(error) => return format!("{error:?}"),
        };
        let good = telegram.objects().take_while(Result::is_ok).count();
        text.lines()
            .filter(|line| line.contains('('))
            .nth(good)
            .unwrap_or("the whole")
            .to_owned()
    })
    .unwrap_or_else(|_| "a panic".to_owned())
}

fn number(telegram: &Telegram, code: &str) -> Option<f64> {
    let item = telegram.find_item(Obis::parse(code.as_bytes()).expect("a code"))?;
    match item.value {
        Value::Number(number) => Some(Decimal::to_f64(number)),
        _ => None,
    }
}

/// Compares every value that `dsmr5` gives; tells how many there were.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn compare(state: &dsmr5::state::State, telegram: &Telegram, name: &str) -> usize {
    let mut pairs: Vec<(String, Option<f64>)> = vec![
        ("1-0:1.7.0".to_owned(), state.power_delivered),
        ("1-0:2.7.0".to_owned(), state.power_received),
        (
            "0-0:96.7.21".to_owned(),
            state.power_failures.map(|count| count as f64),
        ),
        (
            "0-0:96.7.9".to_owned(),
            state.long_power_failures.map(|count| count as f64),
        ),
    ];
    for (tariff, reading) in (1..).zip(&state.meterreadings) {
        pairs.push((format!("1-0:1.8.{tariff}"), reading.to));
        pairs.push((format!("1-0:2.8.{tariff}"), reading.by));
    }
    for (phase, line) in (1..).zip(&state.lines) {
        let c = |base: u32| base + 20 * phase;
        pairs.push((format!("1-0:{}.7.0", c(12)), line.voltage));
        pairs.push((format!("1-0:{}.7.0", c(1)), line.active_power_plus));
        pairs.push((format!("1-0:{}.7.0", c(2)), line.active_power_neg));
        pairs.push((
            format!("1-0:{}.32.0", c(12)),
            line.voltage_sags.map(|count| count as f64),
        ));
        pairs.push((
            format!("1-0:{}.36.0", c(12)),
            line.voltage_swells.map(|count| count as f64),
        ));
    }
    let mut compared = 0;
    for (code, theirs) in pairs {
        let Some(theirs) = theirs else { continue };
        let ours = number(telegram, &code);
        assert!(
            ours.is_some_and(|ours| (ours - theirs).abs() < 1e-9),
            "{name}: {code}: dsmr5 {theirs}, smr {ours:?}"
        );
        compared += 1;
    }
    compared
}

fn telegrams(bytes: &[u8]) -> Vec<Telegram> {
    let mut found = Vec::new();
    let mut sink = |piece: Piece<'_>| {
        if let Piece::Telegram(telegram) = piece {
            found.push(telegram.clone());
        }
    };
    let mut stream = Stream::new();
    stream.feed(bytes, &mut sink);
    stream.finish(&mut sink);
    found
}

#[test]
fn values_of_simulated_dsmr_5_telegrams_agree() {
    let profile = Profile::find("nl-dsmr-5.0").expect("a profile");
    let bytes = meter::stream(
        profile,
        3,
        "2026-06-21T10:00:00Z".parse().expect("a time"),
        200_000,
    );
    let mut compared = 0;
    for telegram in telegrams(&bytes) {
        let state = state(telegram.bytes()).expect("a telegram that dsmr5 accepts");
        compared += compare(&state, &telegram, profile.name());
    }
    assert!(compared > 4000, "only {compared} values were compared");
}

#[test]
fn values_of_captured_telegrams_agree_where_dsmr5_can_follow() {
    let Some(rows) = index::corpus() else { return };
    let (mut read, mut compared, mut unexplained) = (0, 0, Vec::new());
    for row in rows
        .iter()
        .filter(|row| row.framing == "p1-ascii" && row.check == "valid")
    {
        let bytes = row.read();
        let telegrams = telegrams(&bytes);
        match state(telegrams[0].bytes()) {
            Some(state) => {
                read += 1;
                compared += compare(&state, &telegrams[0], &row.file);
            }
            None if std::env::var_os("SHOW").is_none()
                && EXPLAINED.iter().any(|(file, _)| row.file.starts_with(file)) => {}
            None => unexplained.push(format!(
                "{}: {}",
                row.file,
                first_refused(telegrams[0].bytes())
            )),
        }
    }
    println!("dsmr5 reads {read} captured telegrams; {compared} values agree");
    assert_eq!(
        unexplained,
        Vec::<String>::new(),
        "dsmr5 turns these down and nothing here says why"
    );
    assert!(read >= 5, "only {read} telegrams were compared");
}
