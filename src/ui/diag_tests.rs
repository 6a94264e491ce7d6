use super::*;
use crate::gateway::Document;
use crate::gateway::frame::FrameCheck;

const INFO: &str = r#"{"schema":"smr.info/1","id":"smr-a1b2c3","name":"kitchen","firmware":{"version":"1.2.3","build":"sim"},"board":"esp8266-1m","state":"run","api":1}"#;
const STATUS: &str = include_str!("../gateway/testdata/status.json");
const EVENTS: &str = r#"{"schema":"smr.events/1","next":5,"uptime_s":345678,"events":[{"seq":1,"uptime_s":0,"code":"boot","detail":1},{"seq":2,"uptime_s":3,"code":"wifi-joined","detail":3232235796},{"seq":3,"uptime_s":345600,"code":"serial-silent","detail":60},{"seq":4,"uptime_s":345677,"code":"dan\u001bcing","detail":7}]}"#;

fn findings(status: &str) -> Findings {
    Findings {
        at: "2026-01-31T12:00:00Z".parse().expect("a time"),
        place: "192.168.1.20".to_owned(),
        info: Document::parse(INFO.as_bytes(), "a test").expect("info"),
        status: Some(Document::parse(status.as_bytes(), "a test").expect("a status")),
        events: Some(Document::parse(EVENTS.as_bytes(), "a test").expect("events")),
        config: None,
        frame: None,
    }
}

fn shown_page(findings: &Findings) -> String {
    let mut out = Vec::new();
    page(findings, Colour::Off, &mut out);
    let text = String::from_utf8(out).expect("text");
    for line in text.lines() {
        assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
    }
    text
}

#[test]
fn a_gateway_that_is_well_fits_on_one_page() {
    insta::assert_snapshot!(shown_page(&findings(STATUS)));
}

#[test]
fn a_gateway_in_trouble_says_what_to_do() {
    let mut status: serde_json::Value = serde_json::from_str(STATUS).expect("JSON");
    for (pointer, value) in [
        ("/p1/crc_invalid", "120"),
        ("/p1/last_telegram_ms", "90000"),
        ("/p1/gaps", "2"),
        ("/wifi/rssi_dbm", "-84"),
        ("/wifi/disconnects", "30"),
        ("/wifi/last_disconnect_reason", "200"),
        ("/wifi/ssid", "\"ho\\u001b[2Jme\""),
        (
            "/device/reset",
            r#"{"cause":"exception","reason":"crash","exception":{"cause":28,"epc1":"0x40201234","epc2":"0x00000000","epc3":"0x00000000","excvaddr":"0x00000004","depc":"0x00000000"}}"#,
        ),
        ("/heap/min_free", "5000"),
        ("/tcp/clients/0/lag", "3000"),
        ("/tcp/rejected", "1"),
        ("/watchdog/hw_resets", "1"),
        ("/http/locked_out", "12"),
        (
            "/ota/last",
            r#"{"result":"failed","error":"wrong-board","version":null}"#,
        ),
    ] {
        *status.pointer_mut(pointer).expect(pointer) = serde_json::from_str(value).expect("JSON");
    }
    insta::assert_snapshot!(shown_page(&findings(&status.to_string())));
}

#[test]
fn without_figures_there_is_no_verdict() {
    let mut findings = findings(STATUS);
    findings.status = None;
    insta::assert_snapshot!(shown_page(&findings));
}

#[test]
fn events_are_told_with_times() {
    let findings = findings(STATUS);
    let told = &findings.events.as_ref().expect("events").model;
    let mut out = Vec::new();
    events(told, findings.at, &TimeZone::UTC, Colour::Off, &mut out);
    insta::assert_snapshot!(String::from_utf8(out).expect("text"));
}

#[test]
fn colour_is_where_a_rating_is() {
    let mut out = Vec::new();
    page(&findings(STATUS), Colour::On, &mut out);
    let text = String::from_utf8(out).expect("text");
    assert!(text.contains("\u{1b}[32mgood\u{1b}[0m"), "{text}");
}

#[test]
fn documents_are_in_the_json_as_they_came() {
    let mut out = Vec::new();
    json(&findings(STATUS), false, &mut out);
    let text = String::from_utf8(out).expect("text");
    assert_eq!(text.lines().count(), 1);
    assert!(text.contains(STATUS.trim_end()) && text.contains(INFO) && text.contains(EVENTS));
    assert!(
        text.starts_with(r#"{"schema":"smr.diag/1","at":"2026-01-31T12:00:00.000Z""#),
        "{text}"
    );
}

#[test]
fn a_telegram_on_a_terminal_is_harmless() {
    assert_eq!(
        shown(b"/X\r\n\x1b[2J\xff\r\n!"),
        "/X\n\u{fffd}[2J\u{fffd}\n!\n"
    );
    let frame = Frame {
        bytes: vec![0; 779],
        check: FrameCheck::Invalid,
        age_ms: Some(1_450),
    };
    assert_eq!(about(&frame), "779 bytes, CRC INVALID, 1.4 s old");
}
