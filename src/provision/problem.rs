//! Why a network could not be joined, with what to do about it. Pure.

use super::way::Network;
use crate::config::wifi::Ssid;
use crate::error::{Error, Kind};

/// A signal in dBm with which joining is a matter of luck.
const WEAK_DBM: i16 = -80;
/// What installers should look for.
const GOOD_DBM: i16 = -70;
/// The most networks that a hint lists.
const MOST_NAMES: usize = 6;

/// The hint for whoever has to start again: the last of each failure.
pub const AGAIN_HINT: &str =
    "the gateway is still in setup: put it right and run the same command again";

/// Why a network could not be joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It refuses the password.
    WrongPassword,
    /// There is none of that name in reach.
    NotFound,
    /// It is heard too badly.
    WeakSignal,
    /// It is joined, but nobody gives an address.
    NoAddress,
    /// Anything else.
    Failed,
    /// The gateway does not say.
    Unknown,
}

impl Problem {
    /// What a gateway means with its word for it.
    pub fn from_word(word: Option<&str>) -> Problem {
        match word {
            Some("wrong-password") => Problem::WrongPassword,
            Some("not-found") => Problem::NotFound,
            Some("no-address") => Problem::NoAddress,
            Some(_) => Problem::Failed,
            None => Problem::Unknown,
        }
    }

    /// The word for scripts.
    pub fn name(self) -> &'static str {
        match self {
            Problem::WrongPassword => "wrong-password",
            Problem::NotFound => "not-found",
            Problem::WeakSignal => "weak-signal",
            Problem::NoAddress => "no-address",
            Problem::Failed => "failed",
            Problem::Unknown => "unknown",
        }
    }

    /// What it is in the light of what the gateway hears.
    #[must_use]
    pub fn judged(self, ssid: &Ssid, networks: &[Network]) -> Problem {
        let vague = matches!(self, Problem::Failed | Problem::Unknown);
        match signal(ssid, networks) {
            Some(rssi) if vague && rssi <= WEAK_DBM => Problem::WeakSignal,
            None if vague && !networks.is_empty() => Problem::NotFound,
            _ => self,
        }
    }

    /// The failure, with the next things to try; `networks` are those that the gateway hears.
    pub fn error(self, ssid: &Ssid, networks: &[Network]) -> Error {
        let rssi = signal(ssid, networks);
        let error = match self {
            Problem::WrongPassword => wrong_password(ssid, networks),
            Problem::NotFound => not_found(ssid, networks),
            Problem::WeakSignal => too_weak(ssid, rssi),
            Problem::NoAddress => Error::new(
                Kind::Unreachable,
                format!("the gateway has joined {ssid}, but nobody there gives it an address"),
            )
            .hint("does the router give out addresses (DHCP), and has it any left?")
            .hint("does it let unknown devices in? look for a list of allowed MAC addresses, or for guests that must log in"),
            Problem::Failed | Problem::Unknown => {
                Error::failed(format!("the gateway cannot join {ssid}"))
                    .hint("is the password right?")
                    .hint("the router must allow WPA2: a network with WPA3 only cannot be joined with a derived key, try --store-passphrase")
                    .hint("does the router let unknown devices in? look for a list of allowed MAC addresses")
            }
        };
        let error = match (self, rssi) {
            (Problem::WeakSignal, _) => error,
            (_, Some(rssi)) if rssi <= WEAK_DBM => error.hint(format!(
                "the signal is weak ({rssi} dBm), which disturbs joining too: bring the gateway closer to an access point"
            )),
            _ => error,
        };
        error.hint(AGAIN_HINT)
    }
}

fn signal(ssid: &Ssid, networks: &[Network]) -> Option<i16> {
    let network = networks
        .iter()
        .find(|network| network.ssid == ssid.as_str())?;
    Some(network.rssi_dbm)
}

fn wrong_password(ssid: &Ssid, networks: &[Network]) -> Error {
    let error = Error::new(
        Kind::Authentication,
        format!("the Wi-Fi {ssid} refuses the password"),
    );
    let is_open = networks
        .iter()
        .any(|network| network.ssid == ssid.as_str() && network.is_open);
    match is_open {
        true => error.hint("the network is open: give no password, but --open"),
        false => error.hint(
            "check it, small and capital letters too; in a file it is the first line, spaces count",
        ),
    }
}

fn not_found(ssid: &Ssid, networks: &[Network]) -> Error {
    let mut error = Error::new(
        Kind::NothingFound,
        format!("the gateway hears no Wi-Fi by the name {ssid}"),
    );
    let name = |network: &&Network| format!("\"{}\"", network.ssid.escape_debug());
    let similar: Vec<String> = networks
        .iter()
        .filter(|network| is_similar(&network.ssid, ssid.as_str()))
        .map(|network| name(&network))
        .collect();
    if !similar.is_empty() {
        error = error.hint(format!("did you mean {}?", similar.join(" or ")));
    } else if networks.is_empty() {
        error = error.hint("it hears no network at all: is it in a metal cupboard?");
    } else {
        let names: Vec<String> = networks
            .iter()
            .take(MOST_NAMES)
            .map(|network| name(&network))
            .collect();
        error = error.hint(format!("it hears {}", names.join(", ")));
    }
    error
        .hint("one that hides its name can be joined all the same, if the name is exactly right")
        .hint(
            "gateways hear 2.4 GHz only, not 5 GHz; a router may have to be told to offer that too",
        )
        .hint("a network with WPA3 only is as if it were not there: let the router offer WPA2 too")
}

fn too_weak(ssid: &Ssid, rssi: Option<i16>) -> Error {
    let at = rssi.map_or(String::new(), |rssi| format!(" ({rssi} dBm)"));
    Error::failed(format!(
        "the gateway cannot join {ssid}: its signal is too weak there{at}"
    ))
    .hint(format!(
        "bring the gateway closer to an access point, or an access point closer to it: {GOOD_DBM} dBm or better is good"
    ))
    .hint("a few centimetres count in a metal cupboard; so does the direction of the board")
}

/// Whether one name may have been meant for the other: but for case, spaces and up to two letters they are the same.
fn is_similar(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> Vec<char> {
        text.to_lowercase()
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect()
    };
    let (one, other) = (plain(one), plain(other));
    let most = one.len().min(other.len()) / 2;
    distance(&one, &other) <= most.clamp(0, 2)
}

/// Letters to put in, take away or change (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.iter().enumerate() {
        let mut before = index;
        let mut left = index + 1;
        let mut next = vec![left];
        for (above, theirs) in row.iter().skip(1).zip(other) {
            let changed = before + usize::from(letter != theirs);
            left = changed.min(above + 1).min(left + 1);
            before = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(ssid: &str, rssi_dbm: i16, is_open: bool) -> Network {
        Network {
            ssid: ssid.to_owned(),
            rssi_dbm,
            is_open,
        }
    }

    fn air() -> Vec<Network> {
        vec![
            network("Home-2G", -48, false),
            network("cafe", -60, true),
            network("attic", -88, false),
        ]
    }

    fn said(problem: Problem, ssid: &str) -> (u8, String) {
        let ssid = Ssid::parse(ssid).expect("a name");
        let error = problem.judged(&ssid, &air()).error(&ssid, &air());
        let mut lines = vec![error.to_string()];
        lines.extend(error.hints().iter().cloned());
        (error.kind().exit_code(), lines.join("\n"))
    }

    #[test]
    fn each_reason_has_its_message_exit_code_and_hint() {
        for (problem, ssid, code, parts) in [
            (
                Problem::WrongPassword,
                "Home-2G",
                4,
                &["refuses the password", "capital letters"][..],
            ),
            (Problem::WrongPassword, "cafe", 4, &["--open"]),
            (Problem::WrongPassword, "attic", 4, &["-88 dBm"]),
            (
                Problem::NotFound,
                "home 2g",
                3,
                &["hears no Wi-Fi", "did you mean \"Home-2G\"?", "2.4 GHz"],
            ),
            (
                Problem::NotFound,
                "Office",
                3,
                &["it hears \"Home-2G\", \"cafe\""],
            ),
            (Problem::NoAddress, "Home-2G", 5, &["no", "DHCP"]),
            (
                Problem::Failed,
                "attic",
                1,
                &["too weak there (-88 dBm)", "closer"],
            ),
            (Problem::Failed, "Home-2G", 1, &["cannot join", "WPA3"]),
            (Problem::Unknown, "Office", 3, &["hears no Wi-Fi"]),
            (Problem::Unknown, "Home-2G", 1, &["is the password right?"]),
        ] {
            let (exit, text) = said(problem, ssid);
            assert_eq!(exit, code, "{problem:?}: {text}");
            for part in parts.iter().chain(&["run the same command again"]) {
                assert!(text.contains(part), "{part:?} is not in: {text}");
            }
        }
    }

    #[test]
    fn only_names_that_look_alike_are_offered() {
        for (one, other, are) in [
            ("Home-2G", "home2g", true),
            ("hmoe network", "home network", true),
            ("kitchen", "kitchn", true),
            ("hmoe", "home", true),
            ("home", "cafe", false),
            ("a", "b", false),
            ("", "abc", false),
        ] {
            assert_eq!(is_similar(one, other), are, "{one} {other}");
        }
        let letters = |text: &str| text.chars().collect::<Vec<char>>();
        assert_eq!(distance(&letters("kitten"), &letters("sitting")), 3);
        assert_eq!(distance(&[], &letters("abc")), 3);
    }
}
