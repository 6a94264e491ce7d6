//! One gateway by its name, id or host name.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::browse::Browser;
use super::directory::Change;
use super::gateway::Gateway;
use super::network::Network;
use crate::error::{Error, Kind, Result};

/// How long a gateway that was found without an IPv4 address is listened to for one.
const GRACE: Duration = Duration::from_millis(250);

/// Nobody waits longer, and clocks cannot count as far as durations.
const LONGEST: Duration = Duration::from_secs(86_400);

/// The most names that a hint lists.
const MOST_NAMES: usize = 8;

impl Gateway {
    /// Whether this is its name, id or host name, with or without `.local`. Letters may be small or large.
    pub fn is_called(&self, text: &str) -> bool {
        let bare = |text: &str| {
            let text = text.trim_end_matches('.').to_lowercase();
            text.strip_suffix(".local")
                .map(str::to_owned)
                .unwrap_or(text)
        };
        let wanted = bare(text);
        let names = [Some(&self.name), self.id.as_ref(), Some(&self.host)];
        names.into_iter().flatten().any(|name| bare(name) == wanted)
    }

    /// Its addresses with a port, best first.
    pub fn sockets(&self, port: u16) -> Vec<SocketAddr> {
        self.addresses
            .iter()
            .map(|address| address.socket(port))
            .collect()
    }
}

/// Looks for one gateway by its name, id or host name, for at most `limit`.
///
/// # Errors
///
/// [`Kind::NothingFound`] when none of that name answers in time, [`Kind::Failed`] when nothing can be heard.
pub async fn find(wanted: &str, limit: Duration, network: &Network) -> Result<Gateway> {
    let mut browser = Browser::start(network)?;
    let mut deadline = Instant::now() + limit.min(LONGEST);
    let mut found: Option<Gateway> = None;
    while let Ok(change) = timeout_at(deadline, browser.next()).await {
        let change = change?;
        if matches!(change, Change::Gone(_)) || !change.gateway().is_called(wanted) {
            continue;
        }
        let gateway = change.into_gateway();
        if gateway
            .addresses
            .iter()
            .any(|address| address.ip().is_ipv4())
        {
            return Ok(gateway);
        }
        if found.replace(gateway).is_none() {
            deadline = deadline.min(Instant::now() + GRACE);
        }
    }
    found.ok_or_else(|| {
        let others = browser.directory().gateways();
        not_found(wanted, &others)
    })
}

fn not_found(wanted: &str, others: &[Gateway]) -> Error {
    let error = Error::new(
        Kind::NothingFound,
        format!(
            "no gateway answers to the name \"{}\"",
            wanted.escape_debug()
        ),
    );
    if others.is_empty() {
        return error.hint("see why with: smr discover");
    }
    let names: Vec<&str> = others
        .iter()
        .take(MOST_NAMES)
        .map(|it| it.name.as_str())
        .collect();
    let more = match others.len().saturating_sub(MOST_NAMES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    error.hint(format!("those that answer are {}{more}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::record;
    use super::*;

    #[test]
    fn a_gateway_answers_to_its_name_id_and_host_name() {
        let gateway = Gateway::from_record(&record("Living room", "smr-a1b2c3"));
        for name in [
            "living room",
            "SMR-A1B2C3",
            "smr-a1b2c3.local",
            "kitchen",
            "kitchen.local.",
        ] {
            assert!(gateway.is_called(name), "{name}");
        }
        for name in ["", "living", "kitchen.lan", "smr"] {
            assert!(!gateway.is_called(name), "{name}");
        }
    }

    #[test]
    fn a_name_that_nobody_answers_to_is_told_with_the_names_that_are() {
        let others: Vec<Gateway> = (0..10)
            .map(|number| Gateway::from_record(&record(&format!("g{number}"), "")))
            .collect();
        let error = not_found("kitchn", &others);
        assert_eq!(error.kind().exit_code(), 3);
        assert_eq!(
            error.hints(),
            ["those that answer are g0, g1, g2, g3, g4, g5, g6, g7 and 2 more"]
        );
        assert_eq!(not_found("x", &[]).hints(), ["see why with: smr discover"]);
    }
}
