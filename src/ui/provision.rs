//! A gateway that is set up: `smr.provisioning/1`, and the same for people.

use std::net::SocketAddr;

use serde::Serialize;

use super::style::{Colour, Role};
use super::table::{Cell, table as columns};
use crate::config::logins::Keeper;
use crate::provision::{Event, Network, Provisioned};
use crate::target::DEFAULT_PORT;

/// From this signal in dBm on, a network has one bar, two and so on.
const BARS: [i16; 4] = [-90, -80, -70, -60];

#[derive(Serialize)]
struct NetworkDocument<'a> {
    ssid: &'a str,
    rssi_dbm: i16,
    open: bool,
}

impl<'a> NetworkDocument<'a> {
    fn new(network: &'a Network) -> NetworkDocument<'a> {
        NetworkDocument {
            ssid: &network.ssid,
            rssi_dbm: network.rssi_dbm,
            open: network.is_open,
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Happening<'a> {
    Met {
        place: &'a str,
        name: &'a str,
        version: &'a str,
        board: &'a str,
    },
    Looking,
    Networks {
        networks: Vec<NetworkDocument<'a>>,
    },
    Joining {
        ssid: &'a str,
        keeps: &'a str,
    },
    NotJoined {
        reason: &'a str,
    },
    Joined {
        id: &'a str,
        address: Option<SocketAddr>,
    },
    Waiting,
    Unchanged {
        place: &'a str,
        ssid: &'a str,
        rssi_dbm: Option<i16>,
    },
    Done {
        id: &'a str,
        name: &'a str,
        address: SocketAddr,
        meter: SocketAddr,
        ssid: &'a str,
        rssi_dbm: Option<i32>,
        version: &'a str,
        board: &'a str,
        admin_password_file: Option<&'a str>,
        password_kept_in: Option<Keeper>,
    },
}

#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    #[serde(flatten)]
    happening: Happening<'a>,
}

fn text(happening: Happening<'_>, is_pretty: bool) -> String {
    let line = Line {
        schema: "smr.provisioning/1",
        happening,
    };
    let text = match is_pretty {
        true => serde_json::to_string_pretty(&line),
        false => serde_json::to_string(&line),
    };
    // Texts and numbers cannot fail to become JSON.
    text.map_or_else(|_| String::new(), |text| text + "\n")
}

/// An event as a line of JSON.
pub fn line(event: &Event) -> String {
    let happening = match event {
        Event::Met { place, gateway } => Happening::Met {
            place,
            name: &gateway.name,
            version: &gateway.version,
            board: &gateway.board,
        },
        Event::Looking => Happening::Looking,
        Event::Heard(networks) => Happening::Networks {
            networks: networks.iter().map(NetworkDocument::new).collect(),
        },
        Event::Joining { ssid, keeps } => Happening::Joining { ssid, keeps },
        Event::NotJoined(problem) => Happening::NotJoined {
            reason: problem.name(),
        },
        Event::Joined { id, address } => Happening::Joined {
            id,
            address: *address,
        },
        Event::Waiting => Happening::Waiting,
    };
    text(happening, false)
}

/// The last event, as a line of JSON or as an indented object. `file` is where a password was written that was made up.
pub fn done(
    end: &Provisioned,
    file: Option<&str>,
    keeper: Option<Keeper>,
    is_pretty: bool,
) -> String {
    let happening = Happening::Done {
        id: &end.id,
        name: &end.name,
        address: end.address,
        meter: end.meter,
        ssid: &end.ssid,
        rssi_dbm: end.rssi_dbm,
        version: &end.version,
        board: &end.board,
        admin_password_file: file,
        password_kept_in: keeper,
    };
    text(happening, is_pretty)
}

/// The last event where nothing was to be changed.
pub fn unchanged(place: &str, ssid: &str, rssi_dbm: Option<i16>, is_pretty: bool) -> String {
    let happening = Happening::Unchanged {
        place,
        ssid,
        rssi_dbm,
    };
    text(happening, is_pretty)
}

/// An event in a sentence, for people; nothing where there is nothing to say.
pub fn sentence(event: &Event) -> Option<String> {
    Some(match event {
        Event::Met { place, gateway } => format!(
            "{} is {} on {place}: firmware {} on {}",
            gateway.name.escape_debug(),
            match gateway.wants_login {
                true => "in no network, and keeps its admin password,",
                false => "in setup",
            },
            gateway.version.escape_debug(),
            gateway.board.escape_debug()
        ),
        Event::Looking => "it looks for networks".to_owned(),
        // Shown where somebody chooses; and an error says what it means.
        Event::Heard(_) | Event::NotJoined(_) => return None,
        Event::Joining { ssid, keeps } => {
            let kept = match *keeps {
                "key" => ", with the key and not the passphrase",
                _ => "",
            };
            format!(
                "it tries to join \"{}\"{kept}: that takes up to 25 s",
                ssid.escape_debug()
            )
        }
        Event::Joined { id, address } => match address {
            Some(address) => format!("{id} has joined, with the address {}", place(*address)),
            None => format!("the access point of {id} has gone: it may have joined"),
        },
        Event::Waiting => "looking for it in the network".to_owned(),
    })
}

/// An address, with the port unless it is that of gateways.
pub(super) fn meter(address: SocketAddr) -> String {
    match address.port() {
        DEFAULT_PORT if address.is_ipv4() => address.ip().to_string(),
        _ => address.to_string(),
    }
}

/// An address, with the port unless it is that of HTTP.
pub fn place(address: SocketAddr) -> String {
    match address.port() {
        80 if address.is_ipv4() => address.ip().to_string(),
        _ => address.to_string(),
    }
}

/// The end, for people.
pub fn summary(end: &Provisioned) -> String {
    let name = match end.name == end.id {
        true => end.id.clone(),
        false => format!("{} ({})", end.name.escape_debug(), end.id),
    };
    let signal = end
        .rssi_dbm
        .map_or(String::new(), |rssi| format!(", {rssi} dBm"));
    format!(
        "{name} answers at {} with its admin password; Wi-Fi \"{}\"{signal}\nwatch it: smr watch {}",
        place(end.address),
        end.ssid.escape_debug(),
        meter(end.meter)
    )
}

/// Networks to choose from, numbered from 1 on.
pub fn networks(networks: &[Network], colour: Colour) -> String {
    let rows: Vec<Vec<Cell>> = networks
        .iter()
        .zip(1..)
        .map(|(network, number)| {
            let role = match network.rssi_dbm {
                -70.. => Role::Good,
                -80..=-71 => Role::Warning,
                _ => Role::Bad,
            };
            vec![
                Cell::new(format!("  {number}")),
                Cell::new(network.ssid.escape_debug().to_string()),
                Cell::new(bars(network.rssi_dbm)).with_role(role),
                Cell::new(format!("{} dBm", network.rssi_dbm)),
                Cell::new(if network.is_open { "open" } else { "" }),
            ]
        })
        .collect();
    let mut out = Vec::new();
    columns(&rows, colour, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

fn bars(rssi_dbm: i16) -> String {
    BARS.iter()
        .zip("▂▄▆█".chars())
        .map(|(least, bar)| if rssi_dbm >= *least { bar } else { '·' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_shown_with_bars_to_choose_from() {
        let network = |ssid: &str, rssi_dbm, is_open| Network {
            ssid: ssid.to_owned(),
            rssi_dbm,
            is_open,
        };
        let shown = networks(
            &[
                network("home", -48, false),
                network("a\u{7}bell", -72, true),
                network("attic", -93, false),
            ],
            Colour::Off,
        );
        assert_eq!(
            shown,
            "  1  home        ▂▄▆█  -48 dBm\n  2  a\\u{7}bell  ▂▄··  -72 dBm  open\n  3  attic       ····  -93 dBm\n"
        );
    }

    #[test]
    fn the_end_tells_how_to_go_on() {
        let end = Provisioned {
            id: "smr-a1b2c3".to_owned(),
            name: "Meter cupboard".to_owned(),
            address: "192.168.1.77:80".parse().expect("an address"),
            meter: "192.168.1.77:2001".parse().expect("an address"),
            ssid: "home".to_owned(),
            rssi_dbm: Some(-58),
            version: "1.2.3".to_owned(),
            board: "esp8266-1m".to_owned(),
        };
        assert_eq!(
            summary(&end),
            "Meter cupboard (smr-a1b2c3) answers at 192.168.1.77 with its admin password; Wi-Fi \"home\", -58 dBm\nwatch it: smr watch 192.168.1.77"
        );
    }
}
