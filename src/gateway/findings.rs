//! All that was learned about a gateway at one moment.

use jiff::Timestamp;

use super::client::Client;
use super::document::{Config, Document, Events, Info};
use super::frame::Frame;
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

/// What is asked for beside who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All figures.
    Status,
    /// What happened.
    Events,
    /// The settings.
    Config,
    /// The last whole telegram.
    Frame,
}

impl Part {
    /// All there is.
    pub const ALL: [Part; 4] = [Part::Config, Part::Frame, Part::Status, Part::Events];
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
        wanted: &[Part],
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
        for part in wanted {
            match part {
                Part::Status => findings.status = Some(client.status().await?),
                Part::Events => findings.events = Some(client.events(0).await?),
                Part::Config => findings.config = Some(client.config().await?),
                Part::Frame => findings.frame = client.frame().await?,
            }
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
