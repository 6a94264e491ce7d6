//! What a gateway in setup is asked and told, by anybody at its access point.

use reqwest::Method;
use serde::{Deserialize, Serialize};

use super::{Client, Done, Question};
use crate::error::Result;
use crate::gateway::document::{Document, Kind};

/// `smr.scan/1`: the networks that a gateway hears.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Scan {
    /// Whether it still looks.
    pub running: bool,
    /// Strongest first; a name may come more than once.
    pub networks: Vec<HeardNetwork>,
}

/// A network that a gateway hears.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct HeardNetwork {
    /// Its name; empty if it hides it.
    pub ssid: String,
    /// Signal strength in dBm.
    pub rssi_dbm: i16,
    /// Whether it wants no password.
    pub open: bool,
}

impl Kind for Scan {
    const NAME: &'static str = "smr.scan";
}

/// `smr.provision/1`: how joining goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Attempt {
    /// `idle`, `joining`, `joined` or `failed`.
    pub state: String,
    /// Why it failed: a word.
    pub reason: Option<String>,
    /// The gateway's address, once it has joined.
    pub ip: Option<std::net::Ipv4Addr>,
}

impl Kind for Attempt {
    const NAME: &'static str = "smr.provision";
}

/// What a gateway is to become. It holds secrets and does not print itself.
#[derive(Serialize)]
pub struct Provision<'a> {
    /// The network.
    pub ssid: &'a str,
    /// Its passphrase or key; none for an open network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passphrase: Option<&'a str>,
    /// The gateway's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// The admin's password; none if the gateway keeps the one that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin_password: Option<&'a str>,
}

impl Client {
    /// The networks that the gateway hears. It begins to look if it has not yet, or is asked to look anew.
    ///
    /// # Errors
    ///
    /// As [`Client::status`]; a gateway that is not in setup.
    pub async fn scan(&mut self, anew: bool) -> Result<Document<Scan>> {
        let path = match anew {
            true => "/api/v1/scan?again=1",
            false => "/api/v1/scan",
        };
        self.document(path).await
    }

    /// How joining goes.
    ///
    /// # Errors
    ///
    /// As [`Client::scan`].
    pub async fn attempt(&mut self) -> Result<Document<Attempt>> {
        self.document("/api/v1/provision").await
    }

    /// Lets the gateway try a network; [`Client::attempt`] tells how that goes.
    ///
    /// # Errors
    ///
    /// As [`Client::scan`]; something that the gateway does not take.
    pub async fn provision(&mut self, wanted: &Provision<'_>) -> Result<Done> {
        // Texts cannot fail to become JSON.
        let body = serde_json::to_string(wanted).unwrap_or_default();
        self.order(&Question {
            method: Method::POST,
            path: "/api/v1/provision",
            body: Some(&body),
            what: "settings",
        })
        .await
    }
}
