use super::*;
use crate::gateway::document::Document;

/// A gateway without anything to complain about.
const WELL: &str = include_str!("testdata/status.json");

fn with(pointer: &str, value: &str) -> Status {
    let mut document: serde_json::Value = serde_json::from_str(WELL).expect("JSON");
    let place = document.pointer_mut(pointer).expect(pointer);
    *place = serde_json::from_str(value).expect("JSON");
    let text = document.to_string();
    Document::<Status>::parse(text.as_bytes(), "a test")
        .expect("a status")
        .model
}

fn figure(status: &Status, code: &str) -> Figure {
    let judgement = judge(status);
    let found = judgement.figures.into_iter().find(|it| it.code == code);
    found.expect(code)
}

#[test]
fn a_gateway_that_is_well_is_good() {
    let judgement = judge(&with("/p1/gaps", "0"));
    assert_eq!(judgement.overall, Some(Rating::Good));
    assert!(judgement.figures.iter().all(|it| it.advice.is_none()));
    assert_eq!(judgement.count(Rating::Poor), 0);
}

#[test]
fn an_image_is_told_of_where_it_is_new_was_given_up_or_another_is_kept() {
    const BEFORE: &str = r#"{"version":"1.2.2"}"#;
    let ota = |image: &str, previous: &str, last: &str| {
        with(
            "/ota",
            &format!(
                r#"{{"state":"idle","received":0,"size":0,"image":"{image}","previous":{previous},"last":{last}}}"#
            ),
        )
    };
    let kept = ota("confirmed", BEFORE, "null");
    let found = figure(&kept, "image");
    assert_eq!(found.text, "confirmed; 1.2.2 is kept from before");
    assert_eq!(found.rating, None);
    let mut trial = ota("trial", BEFORE, "null");
    let found = figure(&trial, "image");
    assert_eq!(found.text, "on trial, else 1.2.2 comes back");
    assert_eq!(found.rating, Some(Rating::Fair), "for days");
    trial.device.uptime_s = 30;
    assert_eq!(figure(&trial, "image").rating, None);
    let undone = |why| format!(r#"{{"result":"rolled-back","error":"{why}","version":"2.0.0"}}"#);
    let gone = ota("rolled-back", "null", &undone("network-not-reached"));
    let found = figure(&gone, "image");
    assert!(
        found
            .text
            .starts_with("2.0.0 was given up: it did not reach"),
        "{found:?}"
    );
    assert_eq!(found.rating, Some(Rating::Fair));
    assert_eq!(figure(&gone, "update").rating, None);
    let wanted = ota("rolled-back", "null", &undone("requested"));
    assert_eq!(figure(&wanted, "image").rating, None);
}

#[test]
fn each_figure_is_rated_at_the_limits_of_its_scale() {
    use Rating::{Fair, Good, Poor};
    for (pointer, code, steps) in [
        (
            "/wifi/rssi_dbm",
            "signal",
            [("-67", Good), ("-68", Fair), ("-77", Poor)],
        ),
        (
            "/heap/min_free",
            "memory",
            [("10240", Good), ("10239", Fair), ("6143", Poor)],
        ),
        (
            "/heap/largest_block",
            "largest-block",
            [("6144", Good), ("6143", Fair), ("100", Poor)],
        ),
        (
            "/p1/last_telegram_ms",
            "last-telegram",
            [("2000", Good), ("2001", Fair), ("5001", Poor)],
        ),
        (
            "/p1/crc_invalid",
            "check-sums",
            [("0", Good), ("1", Fair), ("200", Poor)],
        ),
        (
            "/p1/overruns",
            "bytes-lost",
            [("2", Good), ("50", Fair), ("500", Poor)],
        ),
        (
            "/p1/framing_errors",
            "framing-errors",
            [("0", Good), ("50", Fair), ("500", Poor)],
        ),
        (
            "/wifi/disconnects",
            "wifi-losses",
            [("1", Good), ("30", Fair), ("300", Poor)],
        ),
        (
            "/tcp/clients/0/lag",
            "client-lag",
            [("2048", Good), ("2049", Fair), ("6145", Poor)],
        ),
        (
            "/tcp/clients/0/dropped_telegrams",
            "client-lag",
            [("0", Good), ("1", Fair), ("9", Fair)],
        ),
        (
            "/tcp/connected",
            "clients",
            [("9", Good), ("10", Fair), ("10", Fair)],
        ),
        (
            "/watchdog/hw_resets",
            "watchdogs",
            [("0", Good), ("1", Fair), ("7", Fair)],
        ),
        (
            "/http/locked_out",
            "access",
            [("0", Good), ("1", Fair), ("7", Fair)],
        ),
        (
            "/device/reset/reason",
            "last-start",
            [
                ("\"power\"", Good),
                ("\"wifi-lost\"", Fair),
                ("\"crash\"", Poor),
            ],
        ),
        (
            "/wifi/mode",
            "mode",
            [
                ("\"unclaimed\"", Fair),
                ("\"unclaimed\"", Fair),
                ("\"fallback\"", Poor),
            ],
        ),
    ] {
        for (value, rating) in steps {
            let status = with(pointer, value);
            let found = figure(&status, code);
            assert_eq!(found.rating, Some(rating), "{pointer}={value}: {found:?}");
            assert_eq!(found.advice.is_some(), rating != Good, "{pointer}={value}");
        }
    }
}

#[test]
fn a_meter_that_was_never_heard_is_poor_only_after_a_while() {
    let mut status = with("/p1/last_telegram_ms", "null");
    status.p1.bytes = 0;
    let told = figure(&status, "last-telegram");
    assert_eq!(
        (told.text.as_str(), told.rating),
        ("nothing has come yet", Some(Rating::Poor))
    );
    status.p1.bytes = 100;
    assert_eq!(
        figure(&status, "last-telegram").text,
        "bytes come, but no telegram"
    );
    status.device.uptime_s = 10;
    assert_eq!(figure(&status, "last-telegram").rating, None);
}

#[test]
fn meters_without_a_crc_are_not_blamed_for_it() {
    let mut status = with("/p1/crc_valid", "0");
    status.p1.crc_absent = status.p1.telegrams;
    assert_eq!(figure(&status, "check-sums").rating, None);
}

#[test]
fn updates_are_told() {
    let failed = with(
        "/ota/last",
        r#"{"result":"failed","error":"wrong-board","version":null}"#,
    );
    let told = figure(&failed, "update");
    assert_eq!(told.text, "refused: the image is for another board");
    assert_eq!(told.rating, Some(Rating::Fair));
    let mut busy = with("/ota/state", "\"receiving\"");
    busy.ota.received = 2_048;
    busy.ota.size = 409_600;
    assert_eq!(
        figure(&busy, "update").text,
        "receiving: 2.0 KiB of 400.0 KiB"
    );
    let done = with(
        "/ota/last",
        r#"{"result":"updated","error":null,"version":"1.3.0"}"#,
    );
    assert_eq!(figure(&done, "update").text, "updated to 1.3.0");
}

#[test]
fn spans_are_told_in_two_units() {
    for (seconds, text) in [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3_600, "1 h 0 min"),
        (90_061, "1 d 1 h"),
        (u32::MAX, "49710 d 6 h"),
    ] {
        assert_eq!(figures::span(seconds), text);
    }
}

#[test]
fn every_scale_is_used_and_told() {
    let judgement = judge(&with("/p1/gaps", "0"));
    let told = scales();
    for scale in SCALES {
        assert!(
            judgement.figures.iter().any(|it| it.code == scale.code),
            "{}",
            scale.code
        );
        assert!(told.contains(scale.measure), "{told}");
    }
}
