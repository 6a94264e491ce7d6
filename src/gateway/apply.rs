//! Settings onto a gateway: what differs is sent in one request, and read back as proof.

use std::time::Duration;

use super::client::{Client, Done, Login};
use super::document::{Config, Document, Events};
use super::settings::{Changes, Difference, Settings};
use super::wait::Awaited;
use super::words;
use crate::config::secret::Password;
use crate::error::{Error, Kind, Result};

/// How long a gateway tries a new network at most, and gets back into the old one: with room for both.
pub const MOVE_LIMIT: Duration = Duration::from_secs(90);

/// Why Wi-Fi was left: the gateway wanted to (IEEE 802.11, 9.4.1.7).
const LEFT: u32 = 8;

/// What would be changed of a gateway's settings.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The settings as they are.
    pub before: Settings,
    /// What will change.
    pub difference: Difference,
    body: String,
}

/// What became of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// All was so already: nothing was sent.
    Unchanged,
    /// All is changed, and was read back.
    Changed,
    /// As well, and the gateway is in another network.
    Moved,
}

impl Plan {
    /// Reads the settings and compares them with what is wanted. Nothing is changed.
    ///
    /// # Errors
    ///
    /// Those of the client, and [`Kind::Usage`] for what does not fit together or is too much at once.
    pub async fn make(client: &mut Client, wanted: &Changes) -> Result<Plan> {
        let before = settings(&client.config().await?);
        let difference = wanted.against(&before)?;
        let body = difference.body()?;
        Ok(Plan {
            before,
            difference,
            body,
        })
    }

    /// Makes the changes, all or none, and reads them back. `awaited` is the gateway, for when it leaves its network.
    ///
    /// # Errors
    ///
    /// Those of the client; [`Kind::Failed`] when the gateway could not join the new network and is back in the old one, with all
    /// its settings as before, or does not keep what it took; [`Kind::Unreachable`] when it is gone.
    pub async fn carry_out(
        &self,
        client: &mut Client,
        awaited: &Awaited,
        limit: Duration,
    ) -> Result<Applied> {
        if self.difference.is_empty() {
            return Ok(Applied::Unchanged);
        }
        let since = match self.difference.moves() {
            true => client.events(0).await?.model.next,
            false => 0,
        };
        let sent = client.change_settings(&self.body).await;
        let done = sent.map_err(|error| match error.kind() {
            Kind::Unreachable => error.hint(
                "whether the change was taken is not known: look with smr config get, or try again",
            ),
            _ => error,
        })?;
        let password = awaited.login.as_ref().map(|login| login.password.clone());
        let login = self.login_after(awaited.login.as_ref());
        let awaited = Awaited {
            login: login.clone(),
            ..awaited.clone()
        };
        if done == Done::Begun {
            return self.follow(&awaited, password, since, limit).await;
        }
        if let Some(login) = login {
            client.log_in(login);
        }
        self.prove(&settings(&client.config().await?), &awaited)?;
        Ok(Applied::Changed)
    }

    /// The login that is right afterwards.
    fn login_after(&self, before: Option<&Login>) -> Option<Login> {
        let before = before?;
        let new = self.difference.get("admin.password");
        let new = new
            .and_then(|password| password.as_str())
            .and_then(Password::new);
        Some(Login {
            user: before.user.clone(),
            password: new.unwrap_or_else(|| before.password.clone()),
        })
    }

    /// Waits until the gateway is in its new network, or back in the old one. `password` is the one before the change.
    async fn follow(
        &self,
        awaited: &Awaited,
        password: Option<Password>,
        since: u32,
        limit: Duration,
    ) -> Result<Applied> {
        let joined = awaited
            .until(limit, async |client, _| {
                let events = client.events(since).await?.model;
                match joined(&events, since) {
                    None => Ok(None),
                    Some(Joined::New) => {
                        let now = settings(&client.config().await?);
                        self.prove(&now, awaited).map(|()| Some(None))
                    }
                    Some(Joined::Old) => {
                        let wifi = client.status().await?.model.wifi;
                        Ok(Some(Some(wifi.last_disconnect_reason)))
                    }
                }
            })
            .await;
        match joined {
            Ok(None) => Ok(Applied::Moved),
            Ok(Some(reason)) => Err(self.gone_back(awaited, password, reason).await),
            Err(error) if error.kind() == Kind::Unreachable => Err(error
                .hint("it may be in its new network: be in that one as well, and look with smr discover")
                .hint("one that cannot join goes back to the network that it knows, within 30 s")),
            Err(error) => Err(error),
        }
    }

    /// Takes back what a gateway kept although it is back in its old network, so that all is as it was before.
    async fn gone_back(&self, awaited: &Awaited, password: Option<Password>, reason: u32) -> Error {
        let place = &awaited.located.name;
        let why = match reason {
            // It left by itself, to try the new one.
            0 | LEFT => String::new(),
            reason => format!(": {}", words::disconnect(reason)),
        };
        let error = Error::failed(format!(
            "{place} could not join the new network and is back in the one before{why}"
        ))
        .hint("check the name of the network and the passphrase, letter by letter");
        let password = password.as_ref().map(Password::expose);
        let Some(body) = self.difference.undo(password) else {
            return error;
        };
        let undone = awaited
            .until(MOVE_LIMIT, async |client, _| {
                client.change_settings(&body).await.map(Some)
            })
            .await;
        match undone {
            Ok(_) => error.hint("all settings are as they were"),
            Err(cause) => error.hint(format!(
                "the settings beside the network are changed, and could not be taken back: {cause}"
            )),
        }
    }

    fn prove(&self, now: &Settings, awaited: &Awaited) -> Result<()> {
        let missing = self.difference.missing(now);
        match missing.is_empty() {
            true => Ok(()),
            false => Err(Error::failed(format!(
                "{} took the change, but does not have it: {}",
                awaited.located.name,
                missing.join(", ")
            ))
            .hint("somebody else may have changed it at the same time: look with smr config get")),
        }
    }
}

/// Which network a gateway is in that has tried another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joined {
    New,
    Old,
}

/// Where a gateway is, by what happened from the event `since` on; none while it tries. It leaves the old network, and saves its
/// settings at the moment when it has joined the new one.
fn joined(events: &Events, since: u32) -> Option<Joined> {
    if events.next < since {
        // It has restarted, and with that it forgot what it tried, or had saved it; its settings tell.
        return Some(Joined::New);
    }
    let new = events.events.iter().filter(|event| event.seq >= since);
    let mut later = new.skip_while(|event| event.code != "wifi-lost");
    later.find_map(|event| match event.code.as_str() {
        "settings-saved" => Some(Joined::New),
        "wifi-joined" => Some(Joined::Old),
        _ => None,
    })
}

/// The settings in a document.
pub fn settings(document: &Document<Config>) -> Settings {
    Settings::of(document.raw.get())
}

#[cfg(test)]
mod tests {
    use super::super::document::Event;
    use super::super::settings::change::tests::{CONFIG, changes};
    use super::*;

    fn plan(texts: &[&str]) -> Plan {
        let before = Settings::of(CONFIG);
        let difference = changes(texts).against(&before).expect("fits");
        let body = difference.body().expect("short");
        Plan {
            before,
            difference,
            body,
        }
    }

    fn events(next: u32, codes: &[(u32, &str)]) -> Events {
        let event = |(seq, code): &(u32, &str)| Event {
            seq: *seq,
            uptime_s: 1,
            code: (*code).to_owned(),
            detail: 3,
        };
        Events {
            next,
            uptime_s: 2,
            events: codes.iter().map(event).collect(),
        }
    }

    #[test]
    fn where_a_gateway_is_follows_from_what_happened() {
        let (lost, saved, back) = ("wifi-lost", "settings-saved", "wifi-joined");
        for (next, codes, expected) in [
            (5, &[] as &[(u32, &str)], None),
            // What happened before the change says nothing.
            (5, &[(2, lost), (3, saved), (4, back)], None),
            // What stays is saved before the new network is tried.
            (6, &[(5, saved)], None),
            (7, &[(5, saved), (6, lost)], None),
            (8, &[(5, lost), (6, saved), (7, back)], Some(Joined::New)),
            (7, &[(5, lost), (6, back)], Some(Joined::Old)),
            (8, &[(5, saved), (6, lost), (7, back)], Some(Joined::Old)),
            (2, &[(1, "boot")], Some(Joined::New)),
        ] {
            assert_eq!(joined(&events(next, codes), 5), expected, "{codes:?}");
        }
    }

    #[test]
    fn a_new_password_is_the_one_for_later() {
        let before = Login {
            user: "admin".to_owned(),
            password: Password::new("before12").expect("a password"),
        };
        let after = |plan: Plan| {
            let login = plan.login_after(Some(&before)).expect("a login");
            login.password.expose().to_owned()
        };
        assert_eq!(after(plan(&["serial.baud=9600"])), "before12");
        assert_eq!(
            after(plan(&["admin.password=hunter2hunter2"])),
            "hunter2hunter2"
        );
    }
}
