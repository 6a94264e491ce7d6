//! How a gateway in setup is talked to.

use std::net::SocketAddr;
use std::time::Duration;

use super::problem::Problem;
use super::site::Site;
use crate::config::secret::Password;
use crate::error::Result;

/// A gateway in setup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    /// Its name, or its id as long as it has none.
    pub name: String,
    /// The version of its firmware.
    pub version: String,
    /// The board, or over the serial line its chip.
    pub board: String,
    /// Whether it was set up before, and lets only its admin bring another network.
    pub wants_login: bool,
}

/// A network that a gateway hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Its name.
    pub ssid: String,
    /// Signal strength in dBm.
    pub rssi_dbm: i16,
    /// Whether it wants no password.
    pub is_open: bool,
}

/// How joining went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joining {
    /// The gateway is in the network.
    Joined {
        /// Its id.
        id: String,
        /// Where it answers there, if it could say so.
        address: Option<SocketAddr>,
    },
    /// It is not.
    Failed(Problem),
}

/// A way to talk to one.
pub trait Way {
    /// What messages call it: a port or an address.
    fn place(&self) -> String;

    /// Who is there, in setup.
    ///
    /// # Errors
    ///
    /// Nobody, somebody else, or a gateway that is in a network already.
    fn meet(&mut self, patience: Duration) -> Result<Gateway>;

    /// Says who asks, to a gateway that wants to know.
    fn log_in(&mut self, _admin: &Password) {}

    /// What it hears, strongest first, each name once.
    ///
    /// # Errors
    ///
    /// A gateway that does not answer any more, or a wish to stop.
    fn networks(&mut self) -> Result<Vec<Network>>;

    /// Hands over what is wanted and lets the gateway try the network.
    ///
    /// # Errors
    ///
    /// As [`Way::networks`]; a gateway that refuses what is wanted.
    fn join(&mut self, site: &Site) -> Result<Joining>;
}
