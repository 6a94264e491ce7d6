//! A gateway as it announces itself.

use std::fmt;

use super::address::Address;
use super::network::GATEWAY;
use super::text::clean;

/// The most addresses of one gateway that are kept.
const MOST_ADDRESSES: usize = 16;

/// What a gateway is doing, as it says itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It forwards the meter's bytes.
    Run,
    /// It has no Wi-Fi yet and waits for it.
    Setup,
    /// It has Wi-Fi, but no admin password yet.
    Unclaimed,
    /// It has lost its Wi-Fi, or was let forget it, and has opened its access point.
    Fallback,
    /// A word that this version does not know.
    Other(String),
}

impl State {
    /// The words that gateways announce.
    const WORDS: [(&'static str, State); 4] = [
        ("run", State::Run),
        ("setup", State::Setup),
        ("unclaimed", State::Unclaimed),
        ("fallback", State::Fallback),
    ];

    fn from_word(word: String) -> State {
        let known = State::WORDS.into_iter().find(|(known, _)| *known == word);
        known.map_or(State::Other(word), |(_, state)| state)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            State::Run => "run",
            State::Setup => "setup",
            State::Unclaimed => "unclaimed",
            State::Fallback => "fallback",
            State::Other(word) => word,
        })
    }
}

/// A gateway as it announces itself. Texts are 1 to 63 characters, none of which a terminal obeys. What a gateway does not say is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    /// What never changes about it, in lower case: `smr-a1b2c3`.
    pub id: Option<String>,
    /// The name that its owner gave it.
    pub name: String,
    /// Its host name: `kitchen.local`.
    pub host: String,
    /// The TCP port of its HTTP server.
    pub port: u16,
    /// Its addresses, best first.
    pub addresses: Vec<Address>,
    /// The TCP port on which it forwards telegrams.
    pub p1_port: Option<u16>,
    /// The version of its firmware.
    pub version: Option<String>,
    /// Its board: `esp8266-4m`.
    pub board: Option<String>,
    /// What it is doing.
    pub state: Option<State>,
}

/// An announcement as it came from the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The full name of the service, with its type and domain: `kitchen._smr._tcp.local.`.
    pub full_name: String,
    /// The host name: `kitchen.local.`.
    pub host: String,
    /// The TCP port.
    pub port: u16,
    /// All addresses of the host.
    pub addresses: Vec<Address>,
    /// The TXT record (RFC 6763, 6): keys and their values, which may be any bytes.
    pub txt: Vec<(String, Option<Vec<u8>>)>,
}

impl Gateway {
    /// What an announcement says, cleaned.
    pub fn from_record(record: &Record) -> Gateway {
        let text = |key: &str| {
            // Keys are not case-sensitive, and the first one counts (RFC 6763, 6.4).
            let found = record
                .txt
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(key));
            found.and_then(|(_, value)| clean(value.as_deref()?))
        };
        let lower = |text: String| text.to_ascii_lowercase();
        let mut gateway = Gateway {
            id: text("id").map(lower),
            name: clean(instance_name(&record.full_name).as_bytes())
                .unwrap_or_else(|| "?".to_owned()),
            host: clean(record.host.trim_end_matches('.').as_bytes())
                .unwrap_or_else(|| "?".to_owned()),
            port: record.port,
            addresses: Vec::new(),
            p1_port: text("p1")
                .and_then(|port| port.parse().ok())
                .filter(|port| *port != 0),
            version: text("fw"),
            board: text("board"),
            state: text("state").map(lower).map(State::from_word),
        };
        gateway.add_addresses(&record.addresses);
        gateway
    }

    /// The TXT record with which a gateway says all this.
    pub fn txt(&self) -> Vec<(String, String)> {
        let p1_port = self.p1_port.map(|port| port.to_string());
        let state = self.state.as_ref().map(ToString::to_string);
        [
            ("txtvers", Some("1".to_owned())),
            ("id", self.id.clone()),
            ("fw", self.version.clone()),
            ("board", self.board.clone()),
            ("p1", p1_port),
            ("ota", Some("http".to_owned())),
            ("state", state),
        ]
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect()
    }

    /// What this gateway is told apart from others by: its id, or its name if it says none.
    pub fn key(&self) -> String {
        match &self.id {
            Some(id) => format!("id {id}"),
            None => format!("name {}", self.name.to_ascii_lowercase()),
        }
    }

    /// Adds the addresses under which the same gateway was heard as well.
    pub(super) fn add_addresses(&mut self, more: &[Address]) {
        self.addresses.extend_from_slice(more);
        self.addresses.sort();
        self.addresses.dedup();
        self.addresses.truncate(MOST_ADDRESSES);
    }
}

/// A full name without its service type and domain. Dots in it are part of the name: nothing here is escaped (RFC 6763, 4.3).
fn instance_name(full_name: &str) -> &str {
    let split = full_name.len().checked_sub(GATEWAY.len() + 1);
    match split.and_then(|at| full_name.split_at_checked(at)) {
        Some((name, rest))
            if rest
                .get(1..)
                .is_some_and(|rest| rest.eq_ignore_ascii_case(GATEWAY)) =>
        {
            name
        }
        _ => full_name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(txt: &[(&str, Option<&[u8]>)]) -> Record {
        Record {
            full_name: "kitchen._smr._tcp.local.".to_owned(),
            host: "kitchen.local.".to_owned(),
            port: 80,
            addresses: Vec::new(),
            txt: txt
                .iter()
                .map(|(key, value)| ((*key).to_owned(), value.map(<[u8]>::to_vec)))
                .collect(),
        }
    }

    #[test]
    fn what_a_gateway_says_is_what_is_read() {
        let gateway = Gateway {
            id: Some("smr-a1b2c3".to_owned()),
            name: "kitchen".to_owned(),
            host: "kitchen.local".to_owned(),
            port: 80,
            addresses: Vec::new(),
            p1_port: Some(2001),
            version: Some("1.2.3".to_owned()),
            board: Some("esp8266-4m".to_owned()),
            state: Some(State::Run),
        };
        let txt = gateway.txt();
        let txt: Vec<_> = txt
            .iter()
            .map(|(key, value)| (key.as_str(), Some(value.as_bytes())))
            .collect();
        assert_eq!(Gateway::from_record(&record(&txt)), gateway);
    }

    #[test]
    fn every_state_that_gateways_know_is_read_back() {
        for (word, state) in State::WORDS {
            assert_eq!(state.to_string(), word);
            assert_eq!(State::from_word(word.to_owned()), state);
        }
        let other = State::from_word("dancing".to_owned());
        assert_eq!(other, State::Other("dancing".to_owned()));
    }

    #[test]
    fn what_is_missing_is_unknown() {
        let gateway = Gateway::from_record(&record(&[
            ("id", None),
            ("fw", Some(b"")),
            ("p1", Some(b"0")),
        ]));
        assert_eq!(
            (
                &gateway.id,
                &gateway.version,
                gateway.p1_port,
                &gateway.state
            ),
            (&None, &None, None, &None)
        );
        let wrong = Gateway::from_record(&record(&[("p1", Some(b"70000"))]));
        assert_eq!(wrong.p1_port, None);
    }

    #[test]
    fn hostile_values_become_harmless_texts() {
        let long = [b'9'; 255];
        let gateway = Gateway::from_record(&record(&[
            ("ID", Some(b"SMR-A1\x1b]0;owned\x07")),
            ("id", Some(b"second")),
            ("fw", Some(&long)),
            ("state", Some(b"\xff\x00")),
        ]));
        assert_eq!(
            gateway.id.as_deref(),
            Some("smr-a1\u{fffd}]0;owned\u{fffd}")
        );
        assert_eq!(gateway.version.map(|text| text.len()), Some(63));
        assert_eq!(
            gateway.state,
            Some(State::Other("\u{fffd}\u{fffd}".to_owned()))
        );
    }

    #[test]
    fn names_may_hold_any_characters() {
        for (full, name) in [
            ("kitchen._smr._tcp.local.", "kitchen"),
            ("Kitchen._SMR._tcp.Local.", "Kitchen"),
            (r"1. Küche\Süd._smr._tcp.local.", r"1. Küche\Süd"),
            ("a._smr._tcp.local.._smr._tcp.local.", "a._smr._tcp.local."),
            ("elsewhere.", "elsewhere."),
            ("_smr._tcp.local.", "_smr._tcp.local."),
            ("ü._smr._tcp.loca", "ü._smr._tcp.loca"),
            ("", ""),
        ] {
            assert_eq!(instance_name(full), name);
        }
    }
}
