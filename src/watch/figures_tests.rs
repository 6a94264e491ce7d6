use super::*;
use crate::decode::{Keys, Piece, Stream};
use crate::sim::meter::{Meter, Profile};
use crate::watch::power::{Flow, PowerFrom};

fn decoded(bytes: &[u8]) -> Telegram {
    decoded_with(Keys::none(), bytes)
}

fn decoded_with(keys: Keys, bytes: &[u8]) -> Telegram {
    let mut telegram = None;
    let mut keep = |piece: Piece<'_>| {
        if let Piece::Telegram(found) = piece {
            telegram = Some(found.clone());
        }
    };
    let mut stream = Stream::with_keys(keys.into());
    stream.feed(bytes, &mut keep);
    stream.finish(&mut keep);
    telegram.expect("a telegram")
}

fn figures(lines: &str) -> Figures {
    let lines = lines.replace('\n', "\r\n");
    Figures::of(&decoded(
        format!("/TST5\\model\r\n\r\n{lines}\r\n!\r\n").as_bytes(),
    ))
}

fn simulated(profile: &str) -> Figures {
    let start = "2026-01-31T11:07:00Z".parse().unwrap();
    let profile = Profile::find(profile).unwrap();
    let telegram = Meter::new(profile, 3, start).next_telegram();
    Figures::of(&decoded_with(profile.decoder_keys(), &telegram))
}

fn flow(lines: &str) -> Option<String> {
    figures(lines).power.flow().map(|flow| match flow {
        Flow::Import(power) => format!("import {power}"),
        Flow::Export(power) => format!("export {power}"),
        Flow::Idle => "idle".to_owned(),
    })
}

#[test]
fn power_is_in_watts_whatever_the_meter_writes_it_in() {
    for (lines, expected) in [
        ("1-0:1.7.0(01.234*kW)\n1-0:2.7.0(00.000*kW)", "import 1234"),
        ("1-0:1.7.0(00.000*kW)\n1-0:2.7.0(00.250*kW)", "export 250"),
        ("1-0:1.7.0(0001234*W)\n1-0:2.7.0(0000000*W)", "import 1234"),
        ("1-1:1.7.0(0000.61*kW)\n1-1:2.7.0(0000.00*kW)", "import 610"),
        ("1-0:1.7.0(01.234)\n1-0:2.7.0(00.000)", "import 1234"),
        ("1-0:1.7.0(00.000*kW)\n1-0:2.7.0(00.000*kW)", "idle"),
        ("1-0:1.7.0(00.500*kW)\n1-0:2.7.0(00.200*kW)", "import 300"),
    ] {
        assert_eq!(flow(lines).as_deref(), Some(expected), "{lines}");
    }
}

#[test]
fn without_a_sum_the_phases_are_added_and_a_sign_is_a_direction() {
    let phases = figures("1-0:21.7.0(00.100*kW)\n1-0:41.7.0(00.020*kW)\n1-0:61.7.0(00.003*kW)");
    assert_eq!(phases.power.import, Some(Decimal::new(123, 0)));
    assert_eq!(phases.power.from, PowerFrom::Phases);
    for (lines, expected) in [
        ("1-0:1.7.0*255(-000000.500*kW)", "export 500"),
        ("1-0:16.7.0*255(-00500.25*W)", "export 500.25"),
        ("1-0:16.7.0*255(00500.25*W)", "import 500.25"),
        ("1-0:36.7.0(-00100*W)\n1-0:56.7.0(00300*W)", "import 200"),
    ] {
        assert_eq!(flow(lines).as_deref(), Some(expected), "{lines}");
    }
    assert_eq!(flow("1-0:1.8.0(000001.000*kWh)"), None);
}

#[test]
fn counters_are_exact_and_in_thousands() {
    let figures = figures(
        "1-0:2.8.1(000002.500*kWh)\n1-0:1.8.2(001234567*Wh)\n1-0:1.8.1(00052185.7825309*kWh)\n1-0:1.7.0(0*W)",
    );
    let shown: Vec<String> = figures
        .counters
        .iter()
        .map(|counter| {
            format!(
                "{} {:?} {} {}",
                counter.direction.word(),
                counter.tariff,
                counter.value,
                counter.unit
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "import Some(1) 52185.7825309 kWh",
            "import Some(2) 1234.567 kWh",
            "export Some(1) 2.500 kWh"
        ]
    );
}

#[test]
fn the_tariff_in_force_is_a_number() {
    assert_eq!(figures("0-0:96.14.0(0002)").tariff, Some(2));
    assert_eq!(figures("0-0:96.14.0(T1)").tariff, Some(1));
    assert_eq!(figures("0-0:96.14.0()").tariff, None);
}

#[test]
fn the_age_of_a_report_goes_by_the_clock_of_the_meter() {
    let clock = "0-0:1.0.0(260131120500W)\n";
    let device = "0-1:24.1.0(003)\n0-1:96.1.0(4730303131)\n";
    let reported = |lines: &str| figures(lines).devices.first().map(|device| device.reported);
    let with_clock = reported(&format!(
        "{clock}{device}0-1:24.2.1(260131120000W)(00987.654*m3)"
    ));
    assert!(
        matches!(with_clock, Some(Reported::At { age: Some(300), .. })),
        "{with_clock:?}"
    );
    let without = reported(&format!("{device}0-1:24.2.1(260131120000W)(00987.654*m3)"));
    assert!(
        matches!(without, Some(Reported::At { age: None, .. })),
        "{without:?}"
    );
    let never = reported(&format!(
        "{clock}{device}0-1:24.2.1(632525252525W)(00000.000*m3)"
    ));
    assert_eq!(never, Some(Reported::Never));
}

#[test]
fn devices_are_named_and_empty_slots_left_out() {
    let names = |profile| {
        simulated(profile)
            .devices
            .iter()
            .map(|device| (device.channel, device.medium))
            .collect::<Vec<_>>()
    };
    assert_eq!(names("nl-dsmr-2.2"), [(Some(1), "gas")]);
    assert_eq!(names("be-emucs"), [(Some(1), "gas"), (Some(2), "water")]);
}

#[test]
fn belgian_meters_say_their_demand_and_peaks() {
    let demand = simulated("be-emucs").demand.expect("demand");
    assert!(demand.average.is_some());
    assert_eq!(demand.into_quarter, Some(7 * 60));
    assert!(demand.peak.is_some_and(|peak| peak.time.is_some()));
    assert!(!demand.past.is_empty());
    assert_eq!(simulated("nl-dsmr-5.0").demand, None);
}

#[test]
fn every_simulated_meter_says_its_power_and_counters() {
    for profile in crate::sim::meter::profiles() {
        let figures = simulated(profile.name());
        if profile.name() != "nl-heat" {
            assert!(figures.power.flow().is_some(), "{}", profile.name());
            assert!(!figures.counters.is_empty(), "{}", profile.name());
        }
    }
}

#[test]
fn messages_failures_and_limits_are_read() {
    let figures = figures(
        "0-0:96.13.0(48656C6C6F)\n0-0:96.7.21(00004)\n0-0:96.7.9(00002)\n1-0:99.97.0(2)(0-0:96.7.19)(260101000000W)(0000000240*s)(251201000000W)(0000000301*s)\n1-0:32.32.0(00002)\n1-0:52.32.0(00001)\n0-0:17.0.0(016.1*kW)\n0-0:96.3.10(1)",
    );
    let supply = figures.supply;
    assert_eq!(supply.message.as_deref(), Some("Hello"));
    assert_eq!(
        (supply.failures, supply.long_failures),
        (Some(Decimal::new(4, 0)), Some(Decimal::new(2, 0)))
    );
    assert_eq!(
        supply
            .last_failure
            .map(|(time, seconds)| (time.year(), seconds)),
        Some((2026, Decimal::new(240, 0)))
    );
    assert_eq!(supply.sags, Some(Decimal::new(3, 0)));
    assert_eq!(supply.breaker.as_deref(), Some("1"));
    assert_eq!(
        supply.power_limit,
        Some((Decimal::new(161, 1), "kW".to_owned()))
    );
}
