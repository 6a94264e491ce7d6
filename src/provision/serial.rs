//! Over the serial line: Improv Wi-Fi, with the gateway's own commands for name and password.

use std::net::SocketAddr;
use std::time::Duration;

use super::improv::{Check, Outcome, Session, Wire};
use super::packet::{Command, Fault, State};
use super::problem::Problem;
use super::site::Site;
use super::trouble;
use super::way::{Gateway, Joining, Network, Way};
use crate::error::Result;

/// What our firmware calls itself.
const FIRMWARE: &str = "smr";

/// The way over a serial line.
pub struct Serial<'a> {
    session: Session<'a>,
}

impl<'a> Serial<'a> {
    /// Over this line; `check` says whether to go on.
    pub fn new(wire: &'a mut dyn Wire, check: Check<'a>) -> Serial<'a> {
        Serial {
            session: Session::new(wire, check),
        }
    }

    /// An order that must be obeyed.
    fn order(&mut self, command: Command, data: &[u8]) -> Result<Vec<String>> {
        let answer = self.session.call(command, data)?;
        answer.map_err(|fault| match fault {
            Fault::UnknownCommand => trouble::too_old(self.session.place()),
            fault => trouble::refused(self.session.place(), fault),
        })
    }
}

impl Way for Serial<'_> {
    fn place(&self) -> String {
        self.session.place().to_owned()
    }

    fn meet(&mut self, patience: Duration) -> Result<Gateway> {
        let identity = self.session.identify(patience)?;
        let identity = identity.ok_or_else(|| trouble::silent(self.session.place()))?;
        if identity.firmware != FIRMWARE {
            return Err(trouble::other_firmware(
                self.session.place(),
                &identity.firmware,
            ));
        }
        if self.session.state()? == State::Joined {
            return Err(trouble::already_joined(
                self.session.place(),
                &identity.name,
            ));
        }
        Ok(Gateway {
            name: identity.name,
            version: identity.version,
            board: identity.board,
            wants_login: false,
        })
    }

    fn networks(&mut self) -> Result<Vec<Network>> {
        self.session.networks()
    }

    fn join(&mut self, site: &Site) -> Result<Joining> {
        // Somebody may have stopped after an attempt had begun.
        self.session.wait_until_idle()?;
        let name = site.name.as_ref().map_or("", |name| name.as_str());
        let id = self.order(Command::SetName, name.as_bytes())?;
        let id = id.into_iter().next().filter(|id| !id.is_empty());
        let id = id.ok_or_else(|| trouble::too_old(self.session.place()))?;
        self.order(Command::SetAdmin, &site.admin_hashes(&id))?;
        let secret = site.access.secret();
        match self.session.join(site.ssid.as_str(), &secret)? {
            Outcome::Joined(url) => Ok(Joining::Joined {
                id,
                address: url.as_deref().and_then(address),
            }),
            Outcome::Failed(word) => Ok(Joining::Failed(Problem::from_word(word.as_deref()))),
            Outcome::Refused => Err(trouble::refused(self.session.place(), Fault::CannotConnect)),
        }
    }
}

/// The address in `http://192.168.1.77/`.
fn address(url: &str) -> Option<SocketAddr> {
    let host = url.strip_prefix("http://")?;
    let host = host.split('/').next()?;
    match host.parse() {
        Ok(address) => Some(address),
        Err(_) => Some(SocketAddr::new(host.parse().ok()?, 80)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_url() {
        for (url, expected) in [
            ("http://192.168.1.77/", Some("192.168.1.77:80")),
            ("http://127.0.0.2:8080/", Some("127.0.0.2:8080")),
            ("http://192.168.1.77", Some("192.168.1.77:80")),
            ("https://192.168.1.77/", None),
            ("http://kitchen/", None),
            ("", None),
        ] {
            let expected = expected.map(|it| it.parse().expect("an address"));
            assert_eq!(address(url), expected, "{url}");
        }
    }
}
