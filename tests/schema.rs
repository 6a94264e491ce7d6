//! What is printed as JSON follows the schemas in `docs/schema/`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

use crate::support::corpus_index as index;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use smr::decode::note::NoteCode;
use smr::decode::profile::{Length, Mark};
use smr::decode::{Piece, Stream};
use smr::doctor::table::TABLE;
use smr::gateway::silence::Silence;
use smr::gateway::update::Reason;
use smr::image;
use smr::sim::meter;
use smr::ui::profile::Printer;
use smr::ui::style::Colour;
use smr::ui::{Format, Origin, Renderer};

fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs/schema")
        .join(name);
    serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("JSON")
}

struct Schemas {
    telegram: jsonschema::Validator,
    noise: jsonschema::Validator,
    firmware: jsonschema::Validator,
    profile: jsonschema::Validator,
}

impl Schemas {
    fn read() -> Schemas {
        let validator = |name| jsonschema::draft202012::new(&schema(name)).expect("a schema");
        Schemas {
            telegram: validator("smr.telegram-1.json"),
            noise: validator("smr.noise-1.json"),
            firmware: validator("smr.firmware-1.json"),
            profile: validator("smr.profile-1.json"),
        }
    }

    fn complaints(&self, document: &Value) -> Vec<String> {
        let validator = match document["schema"].as_str() {
            Some("smr.telegram/1") => &self.telegram,
            Some("smr.noise/1") => &self.noise,
            Some("smr.firmware/1") => &self.firmware,
            Some("smr.profile/1") => &self.profile,
            other => return vec![format!("no schema {other:?}")],
        };
        validator
            .iter_errors(document)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect()
    }
}

fn documents(bytes: &[u8], format: Format) -> Vec<Value> {
    let renderer = Renderer::new(format, Colour::Off, true);
    let origin = Origin {
        name: "test",
        received_at: None,
    };
    let mut out = Vec::new();
    let mut sink = |piece: Piece<'_>| renderer.piece(piece, &origin, &mut out);
    let mut stream = Stream::new();
    stream.feed(bytes, &mut sink);
    stream.finish(&mut sink);
    serde_json::Deserializer::from_slice(&out)
        .into_iter()
        .map(|document| document.expect("JSON"))
        .collect()
}

#[test]
fn every_simulated_dialect_follows_the_schema() {
    let schemas = Schemas::read();
    for profile in meter::profiles() {
        let telegram = meter::stream(
            profile,
            1,
            "2026-01-31T12:00:00Z".parse().expect("a time"),
            1,
        );
        let bytes = [b"noise", &telegram[..], b"noise"].concat();
        for format in [Format::Json, Format::Jsonl] {
            let documents = documents(&bytes, format);
            assert_eq!(documents.len(), 3, "{}", profile.name());
            for document in &documents {
                assert_eq!(
                    schemas.complaints(document),
                    Vec::<String>::new(),
                    "{}: {document}",
                    profile.name()
                );
            }
        }
    }
}

#[test]
fn every_profile_follows_the_schema() {
    let schemas = Schemas::read();
    let start = "2026-10-24T23:50:00Z".parse().expect("a time");
    let mut kinds = BTreeSet::new();
    for meter in ["nl-dsmr-4.2", "be-emucs", "nl-heat"] {
        let meter = meter::Profile::find(meter).expect("a meter");
        let bytes = meter::stream(meter, 1, start, 1_000_000);
        let printer = Printer::new(Format::Jsonl, Colour::Off, Length::Quarter);
        let (mut book, mut out) = (printer.book(), Vec::new());
        let mut sink = |piece: Piece<'_>| {
            if let Piece::Telegram(telegram) = piece {
                book.take(telegram, None, |row| printer.row(&row, "test", &mut out));
            }
        };
        let mut stream = Stream::new();
        stream.feed(&bytes, &mut sink);
        stream.finish(&mut sink);
        book.finish(|row| printer.row(&row, "test", &mut out));
        for document in serde_json::Deserializer::from_slice(&out).into_iter::<Value>() {
            let document = document.expect("JSON");
            assert_eq!(
                schemas.complaints(&document),
                Vec::<String>::new(),
                "{document}"
            );
            kinds.insert(document["kind"].to_string());
        }
    }
    assert_eq!(kinds.len(), 2, "{kinds:?}");
}

#[test]
fn the_schema_knows_the_marks_of_profiles() {
    let schema = schema("smr.profile-1.json");
    let all: Vec<Value> = Mark::ALL.iter().map(|mark| mark.name().into()).collect();
    assert_eq!(
        schema["properties"]["marks"]["items"]["enum"],
        Value::from(all)
    );
    let described = schema["properties"]["marks"]["description"]
        .as_str()
        .expect("a text");
    for mark in Mark::ALL {
        assert!(described.contains(mark.meaning()), "{}", mark.name());
    }
}

#[test]
fn every_captured_telegram_follows_the_schema() {
    let Some(rows) = index::corpus() else { return };
    let schemas = Schemas::read();
    for row in rows {
        for document in documents(&row.read(), Format::Jsonl) {
            assert_eq!(
                schemas.complaints(&document),
                Vec::<String>::new(),
                "{}: {document}",
                row.file
            );
        }
    }
}

#[test]
fn firmware_images_follow_the_schema_however_damaged() {
    let schemas = Schemas::read();
    let image = image::build(&image::Recipe {
        descriptor: image::Descriptor {
            version: "1.2.3".parse().expect("a version"),
            board: image::Board::Esp8266With1M,
            build: "test".parse().expect("a build id"),
            security_version: 0,
        },
        size: image::SMALLEST_SIZE,
        seed: 0,
    })
    .expect("an image");
    let key = image::SigningKey::from_bytes(&[1; 32]).expect("a key");
    let trailer = key.sign(&image).expect("a signature").to_bytes();
    let signed = [&image[..], &trailer].concat();
    let mut damaged = image.clone();
    damaged[0x1030] ^= 1;
    for (file, is_sound) in [
        (&image[..], true),
        (&signed, true),
        (&damaged, false),
        (&image[..5000], false),
        (&image[..100], false),
        (b"", false),
    ] {
        let seen = image::examine(file, &image::Requirements::default());
        let document: Value =
            serde_json::from_str(&smr::ui::firmware::json("test", &seen)).expect("JSON");
        assert_eq!(
            schemas.complaints(&document),
            Vec::<String>::new(),
            "{document}"
        );
        assert_eq!(document["sound"], is_sound, "{document}");
        assert_eq!(
            document["problems"].as_array().expect("a list").is_empty(),
            is_sound
        );
    }
    let known = schema("smr.firmware-1.json")["properties"]["problems"]["items"]["properties"]["code"]["enum"].clone();
    let all: Vec<Value> = image::Problem::ALL
        .iter()
        .map(|problem| problem.code().into())
        .collect();
    assert_eq!(known, Value::from(all));
}

#[test]
fn the_schema_knows_every_note() {
    let schema = schema("smr.telegram-1.json");
    let known = schema["properties"]["notes"]["items"]["properties"]["code"]["enum"]
        .as_array()
        .expect("codes");
    let all: Vec<Value> = NoteCode::ALL
        .iter()
        .map(|code| code.name().into())
        .collect();
    assert_eq!(*known, all);
}

#[test]
fn the_schema_knows_how_updates_fail() {
    let schema = schema("smr.ota-1.json");
    let events = schema["oneOf"].as_array().expect("events");
    let failed = events
        .iter()
        .find(|event| event["properties"]["event"]["const"] == "failed")
        .expect("an event");
    let all: Vec<Value> = Reason::ALL
        .iter()
        .map(|reason| reason.word().into())
        .collect();
    assert_eq!(failed["properties"]["reason"]["enum"], Value::from(all));
}

#[test]
fn the_schema_knows_why_no_telegram_came() {
    let schema = schema("smr.commission-1.json");
    let known = &schema["properties"]["no_telegram"]["oneOf"][1]["properties"]["reason"]["enum"];
    let all: Vec<Value> = Silence::ALL
        .iter()
        .map(|silence| silence.word().into())
        .collect();
    assert_eq!(*known, Value::from(all));
}

#[test]
fn the_schema_knows_everything_that_the_doctor_can_find() {
    let schema = schema("smr.doctor-1.json");
    let known = &schema["properties"]["findings"]["items"]["properties"]["code"]["enum"];
    let all: Vec<Value> = TABLE.iter().map(|kind| kind.code.into()).collect();
    assert_eq!(*known, Value::from(all));
}

#[test]
fn a_document_that_is_not_right_is_refused() {
    let schemas = Schemas::read();
    let telegram = meter::stream(
        &meter::profiles()[0],
        1,
        "2026-01-31T12:00:00Z".parse().expect("a time"),
        1,
    );
    let good = documents(&telegram, Format::Jsonl).remove(0);
    for (pointer, value) in [
        ("/check", Value::from("perhaps")),
        ("/offset", Value::from(-1)),
        ("/readings/0/obis", Value::from("1-0")),
        ("/readings/0/value", Value::Null),
        ("/meter/ident", Value::from("ISK5")),
    ] {
        let mut wrong = good.clone();
        *wrong.pointer_mut(pointer).expect("a field") = value;
        assert!(!schemas.complaints(&wrong).is_empty(), "{pointer}");
    }
    let mut more = good;
    more["surprise"] = Value::from(1);
    assert!(!schemas.complaints(&more).is_empty(), "an unknown field");
}
