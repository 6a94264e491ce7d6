//! All that was learned about a gateway at one moment.

use jiff::Timestamp;

use super::client::{Client, Frame};
use super::document::{Config, Document, Events, Info};
use super::judge::{Judgement, judge};
use super::status::Status;
use crate::error::Result;

/// All that was learned about a gateway at one moment. What was not asked for, or needs a password that was not given, is `None`.
#[derive(Clone, Debug)]
pub struct Findings {
    /// When.
    pub at: Timestamp,
    /// Where the gateway is: an address.
    pub place: String,
    /// What anybody may know.
    pub info: Document<Info>,
    /// All figures.
    pub status: Option<Document<Status>>,
    /// What happened.
    pub events: Option<Document<Events>>,
    /// The settings, without anything secret.
    pub config: Option<Document<Config>>,
    /// The last whole telegram.
    pub frame: Option<Frame>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// All figures.
    pub status: bool,
    /// What happened.
    pub events: bool,
    /// The settings.
    pub config: bool,
    /// The last whole telegram.
    pub frame: bool,
}

impl Findings {
    /// Asks a gateway.
    ///
    /// # Errors
    ///
    /// Those of the client, at the first question that fails.
    pub async fn gather(
        client: &mut Client,
        info: Document<Info>,
        wanted: Wanted,
        now: impl Fn() -> Timestamp,
    ) -> Result<Findings> {
        let mut findings = Findings {
            at: now(),
            place: client.place().to_owned(),
            info,
            status: None,
            events: None,
            config: None,
            frame: None,
        };
        if wanted.config {
            findings.config = Some(client.config().await?);
        }
        if wanted.frame {
            findings.frame = client.frame().await?;
        }
        if wanted.status {
            findings.status = Some(client.status().await?);
        }
        if wanted.events {
            findings.events = Some(client.events(0).await?);
        }
        // Ages count from the answers that hold them, which came just now.
        findings.at = now();
        Ok(findings)
    }

    /// What the figures mean.
    pub fn judgement(&self) -> Judgement {
        self.status
            .as_ref()
            .map_or_else(Judgement::unknown, |status| judge(&status.model))
    }
}
