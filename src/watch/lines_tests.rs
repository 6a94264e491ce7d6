use std::time::Duration;

use super::*;
use crate::error::Kind;
use crate::sim::meter::{Meter, Profile};
use crate::source::Retry;
use crate::target::SourceSpec;
use crate::ui::Format as UiFormat;
use crate::ui::style::Colour;

fn telegrams(profile: &str, count: usize) -> Vec<u8> {
    let start = "2026-01-31T11:00:00Z".parse().unwrap();
    let mut meter = Meter::new(Profile::find(profile).unwrap(), 1, start);
    (0..count).flat_map(|_| meter.next_telegram()).collect()
}

fn plan(path: &std::path::Path, limit: Limit, format: Format) -> Plan {
    Plan {
        keys: std::sync::Arc::default(),
        sources: vec![("meter".to_owned(), SourceSpec::File(path.to_owned()))],
        limit,
        format,
        options: Options {
            retry: Retry::Never,
            ..Options::default()
        },
    }
}

fn watched(plan: Plan) -> (String, Outcome) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut out = Vec::new();
    let outcome = runtime.block_on(run(plan, &mut out, std::future::pending(), &mut |_, _| {}));
    (String::from_utf8(out).unwrap(), outcome)
}

fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    file
}

#[test]
fn each_telegram_has_a_line_with_its_main_figures() {
    let file = file(&telegrams("nl-dsmr-5.0", 3));
    let (text, outcome) = watched(plan(file.path(), Limit::default(), Format::Text));
    assert_eq!(text.lines().count(), 3, "{text}");
    for part in [
        "export ",
        " W  imported ",
        "  exported ",
        "  gas ",
        " m3  CRC valid",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(outcome.telegrams, 3);
    assert!(
        outcome.summary[0].starts_with("meter: 3 telegrams: 3 valid"),
        "{:?}",
        outcome.summary
    );
    outcome.result(Limit::default()).unwrap();
}

#[test]
fn the_sum_of_the_tariffs_is_exact() {
    let mut telegram = None;
    Stream::new().feed(&telegrams("nl-dsmr-5.0", 1), |piece| {
        if let Piece::Telegram(found) = piece {
            telegram = Some(found.clone());
        }
    });
    let figures = Figures::of(&telegram.unwrap());
    let parts: Vec<Decimal> = figures
        .counters
        .iter()
        .filter(|counter| counter.direction == Direction::Import)
        .map(|counter| counter.value)
        .collect();
    assert_eq!(
        energy(&figures, Direction::Import).unwrap().0,
        parts[0].checked_add(parts[1]).unwrap()
    );
}

#[test]
fn json_lines_have_an_object_for_each_telegram() {
    let file = file(&telegrams("be-emucs", 2));
    let renderer = Renderer::new(UiFormat::Jsonl, Colour::Off, false);
    let (text, _) = watched(plan(
        file.path(),
        Limit::default(),
        Format::Rendered(renderer),
    ));
    for line in text.lines() {
        let telegram: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(
            (&telegram["schema"], &telegram["source"]),
            (&"smr.telegram/1".into(), &"meter".into())
        );
        assert!(telegram["received_at"].is_string());
    }
    assert_eq!(text.lines().count(), 2);
}

#[test]
fn a_count_ends_after_so_many_telegrams() {
    let file = file(&telegrams("nl-dsmr-5.0", 20));
    let limit = Limit {
        count: Some(7),
        time: None,
    };
    let (text, outcome) = watched(plan(file.path(), limit, Format::Text));
    assert_eq!(text.lines().count(), 7);
    assert!(matches!(outcome.ending, Ending::Limit));
}

#[test]
fn a_time_without_a_telegram_ends_with_a_hint() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let limit = Limit {
        count: None,
        time: Some(Duration::from_millis(50)),
    };
    let mut plan = plan(std::path::Path::new(""), limit, Format::Text);
    plan.sources = vec![(
        "silent".to_owned(),
        SourceSpec::Tcp {
            host: "127.0.0.1".into(),
            port,
        },
    )];
    let (text, outcome) = watched(plan);
    assert_eq!(text, "");
    let error = outcome.result(limit).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (Kind::Unreachable, "no telegram came within 50ms")
    );
    assert!(!error.hints().is_empty());
}

#[test]
fn a_source_that_cannot_be_opened_is_the_failure() {
    let (_, outcome) = watched(plan(
        std::path::Path::new("no-such-file.p1"),
        Limit::default(),
        Format::Text,
    ));
    assert!(
        outcome
            .result(Limit::default())
            .unwrap_err()
            .to_string()
            .contains("no-such-file.p1")
    );
}

#[test]
fn an_output_that_closes_ends_quietly() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let file = file(&telegrams("nl-dsmr-5.0", 1));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let plan = plan(file.path(), Limit::default(), Format::Text);
    let outcome = runtime.block_on(run(
        plan,
        &mut Closed,
        std::future::pending(),
        &mut |_, _| {},
    ));
    assert_eq!(
        outcome.result(Limit::default()).unwrap_err().kind(),
        Kind::OutputClosed
    );
}
