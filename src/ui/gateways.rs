//! Gateways as a table, as lines and as JSON: `smr.discover/1` and `smr.discover.change/1`.

use std::io::Write;
use std::net::IpAddr;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::style::{Colour, Role};
use super::table::{Cell, table as columns};
use crate::discovery::{Change, Gateway, State};

/// What stands where a gateway says nothing.
const UNKNOWN: &str = "-";

/// The port of HTTP, which goes without saying.
const HTTP: u16 = 80;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    gateways: Vec<GatewayDocument<'a>>,
}

#[derive(Serialize)]
struct ChangeDocument<'a> {
    schema: &'static str,
    at: String,
    change: &'static str,
    gateway: GatewayDocument<'a>,
}

#[derive(Serialize)]
struct GatewayDocument<'a> {
    id: Option<&'a str>,
    name: &'a str,
    host: &'a str,
    addresses: Vec<String>,
    port: u16,
    p1_port: Option<u16>,
    version: Option<&'a str>,
    board: Option<&'a str>,
    state: Option<String>,
}

impl<'a> GatewayDocument<'a> {
    fn new(gateway: &'a Gateway) -> Self {
        GatewayDocument {
            id: gateway.id.as_deref(),
            name: &gateway.name,
            host: &gateway.host,
            addresses: gateway.addresses.iter().map(ToString::to_string).collect(),
            port: gateway.port,
            p1_port: gateway.p1_port,
            version: gateway.version.as_deref(),
            board: gateway.board.as_deref(),
            state: gateway.state.as_ref().map(ToString::to_string),
        }
    }
}

/// Appends gateways as one indented JSON object.
pub fn json(gateways: &[Gateway], out: &mut Vec<u8>) {
    let document = Document {
        schema: "smr.discover/1",
        gateways: gateways.iter().map(GatewayDocument::new).collect(),
    };
    // Neither texts and numbers nor writing to memory can fail.
    let _ = serde_json::to_writer_pretty(&mut *out, &document);
    out.push(b'\n');
}

/// Appends what became of a gateway as one line of JSON.
pub fn json_line(change: &Change, at: Timestamp, out: &mut Vec<u8>) {
    let document = ChangeDocument {
        schema: "smr.discover.change/1",
        at: format!("{at:.3}"),
        change: word(change),
        gateway: GatewayDocument::new(change.gateway()),
    };
    let _ = serde_json::to_writer(&mut *out, &document);
    out.push(b'\n');
}

fn word(change: &Change) -> &'static str {
    match change {
        Change::Found(_) => "found",
        Change::Changed { .. } => "changed",
        Change::Gone(_) => "gone",
    }
}

/// Appends gateways as a table with a line of headings; nothing if there are none.
pub fn table(gateways: &[Gateway], colour: Colour, out: &mut Vec<u8>) {
    if gateways.is_empty() {
        return;
    }
    let headings = ["NAME", "ADDRESS", "VERSION", "STATE", "BOARD", "ID"];
    let headings = headings.map(|text| Cell::new(text).with_role(Role::Faint));
    let rows = gateways.iter().map(|gateway| {
        let said = |text: &Option<String>| Cell::new(text.as_deref().unwrap_or(UNKNOWN));
        vec![
            Cell::new(&gateway.name).with_role(Role::Strong),
            Cell::new(address(gateway)),
            said(&gateway.version),
            Cell::new(state(gateway)).with_role(role(gateway.state.as_ref())),
            said(&gateway.board),
            said(&gateway.id),
        ]
    });
    let rows: Vec<Vec<Cell>> = std::iter::once(headings.to_vec()).chain(rows).collect();
    columns(&rows, colour, out);
}

/// Appends what became of a gateway as a line for people, with the time of day in `zone`.
pub fn line(change: &Change, at: Timestamp, zone: &TimeZone, colour: Colour, out: &mut Vec<u8>) {
    let clock = at.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string();
    let role_of_word = match change {
        Change::Found(_) => Role::Good,
        Change::Changed { .. } => Role::Strong,
        Change::Gone(_) => Role::Warning,
    };
    let details = match change {
        Change::Found(gateway) => description(gateway),
        Change::Changed { was, now } => differences(was, now).join(", "),
        Change::Gone(gateway) => format!("was at {}", address(gateway)),
    };
    let _ = writeln!(
        out,
        "{}  {}  {}: {details}",
        colour.paint(Role::Faint, clock),
        colour.paint(role_of_word, format_args!("{:<7}", word(change))),
        change.gateway().name,
    );
}

fn state(gateway: &Gateway) -> String {
    match &gateway.state {
        Some(state) => state.to_string(),
        None => UNKNOWN.to_owned(),
    }
}

fn role(state: Option<&State>) -> Role {
    match state {
        Some(State::Run) => Role::Good,
        Some(State::Setup | State::Unclaimed | State::Fallback) => Role::Warning,
        Some(State::Other(_)) | None => Role::Faint,
    }
}

/// The best address, with the port where that is not 80.
fn address(gateway: &Gateway) -> String {
    let Some(best) = gateway.addresses.first() else {
        return UNKNOWN.to_owned();
    };
    match (best.ip(), gateway.port) {
        (_, HTTP) => best.to_string(),
        (IpAddr::V4(_), port) => format!("{best}:{port}"),
        (IpAddr::V6(_), port) => format!("[{best}]:{port}"),
    }
}

fn description(gateway: &Gateway) -> String {
    let known = [&gateway.version, &gateway.board, &gateway.id];
    let mut parts = vec![address(gateway), state(gateway)];
    parts.extend(known.into_iter().flatten().cloned());
    parts.join(", ")
}

/// What is different about a gateway, each with both values.
fn differences(was: &Gateway, now: &Gateway) -> Vec<String> {
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| UNKNOWN.to_owned());
    let port = |port: Option<u16>| port.map_or(UNKNOWN.to_owned(), |port| port.to_string());
    let addresses = |gateway: &Gateway| {
        let shown: Vec<String> = gateway.addresses.iter().map(ToString::to_string).collect();
        shown.join(" ")
    };
    [
        ("name", was.name.clone(), now.name.clone()),
        ("state", state(was), state(now)),
        ("version", said(&was.version), said(&now.version)),
        ("board", said(&was.board), said(&now.board)),
        ("addresses", addresses(was), addresses(now)),
        ("host", was.host.clone(), now.host.clone()),
        ("port", was.port.to_string(), now.port.to_string()),
        ("P1 port", port(was.p1_port), port(now.p1_port)),
    ]
    .into_iter()
    .filter(|(_, was, now)| was != now)
    .map(|(what, was, now)| format!("{what} {was} -> {now}"))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discovery::{Address, Zone};

    fn gateways() -> Vec<Gateway> {
        let address = |ip: &str| {
            let zone = Zone {
                name: "2".to_owned(),
                index: 2,
            };
            Address::new(ip.parse().expect("an address"), Some(zone)).expect("an address of a host")
        };
        let kitchen = Gateway {
            id: Some("smr-a1b2c3".to_owned()),
            name: "kitchen".to_owned(),
            host: "kitchen.local".to_owned(),
            port: 80,
            addresses: vec![address("192.168.1.20"), address("fe80::1")],
            p1_port: Some(2001),
            version: Some("1.2.3".to_owned()),
            board: Some("esp8266-4m".to_owned()),
            state: Some(State::Run),
        };
        let attic = Gateway {
            id: None,
            name: "Dachboden 屋根裏".to_owned(),
            port: 8080,
            addresses: vec![address("fe80::1")],
            p1_port: None,
            version: None,
            board: None,
            state: Some(State::Unclaimed),
            ..kitchen.clone()
        };
        let bare = Gateway {
            name: "bare".to_owned(),
            addresses: Vec::new(),
            state: None,
            ..attic.clone()
        };
        vec![kitchen, attic, bare]
    }

    fn shown(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    fn at() -> Timestamp {
        "2026-01-31T12:00:05.25Z".parse().expect("a time")
    }

    #[test]
    fn people_get_a_table() {
        insta::assert_snapshot!(shown(|out| table(&gateways(), Colour::Off, out)));
        assert_eq!(shown(|out| table(&[], Colour::Off, out)), "");
        let coloured = shown(|out| table(&gateways(), Colour::On, out));
        assert!(coloured.contains("\u{1b}[32mrun\u{1b}[0m"), "{coloured}");
        assert!(
            coloured.contains("\u{1b}[33munclaimed\u{1b}[0m"),
            "{coloured}"
        );
    }

    #[test]
    fn programs_get_one_document() {
        insta::assert_snapshot!(shown(|out| json(&gateways(), out)));
    }

    #[test]
    fn changes_are_lines_that_say_what_is_different() {
        let [kitchen, attic, bare] = &gateways()[..] else {
            panic!("three gateways");
        };
        let mut newer = kitchen.clone();
        newer.version = Some("1.3.0".to_owned());
        newer.state = Some(State::Fallback);
        newer.addresses.pop();
        let changes = [
            Change::Found(kitchen.clone()),
            Change::Changed {
                was: kitchen.clone(),
                now: newer,
            },
            Change::Found(attic.clone()),
            Change::Gone(bare.clone()),
        ];
        let lines = shown(|out| {
            for change in &changes {
                line(change, at(), &TimeZone::UTC, Colour::Off, out);
            }
            for change in &changes {
                json_line(change, at(), out);
            }
        });
        insta::assert_snapshot!(lines);
    }
}
