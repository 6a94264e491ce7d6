//! Another admin password.
//!
//! The new one is on the disk before the gateway hears of it, and the old one counts until the gateway has confirmed the new one. Whatever
//! ends the program in between, one of the passwords that are written down is right, and the next attempt finds out which.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use super::Peer;
use super::vault::{Account, Known, Vault};
use crate::config::secret::Password;
use crate::error::{Error, Kind, Result};
use crate::fleet::state::Ending;
use crate::gateway::Login;
use crate::gateway::settings::Setting;
use crate::gateway::update::{Failure, Reason};
use crate::provision::site::make_up_password;

/// A change of passwords that goes through many gateways.
pub struct Rotation {
    id: String,
    same: Option<Password>,
    vault: Arc<Mutex<Vault>>,
}

/// How far the change is at one gateway; for tests, which end it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The password that counts is known.
    Known,
    /// The new one is written down.
    Prepared,
    /// The gateway has been told.
    Told,
    /// The gateway has accepted the new one.
    Proven,
    /// That is written down.
    Confirmed,
}

/// Forgets what was kept only in case that a rotation is interrupted; a file has nothing of the kind.
///
/// # Errors
///
/// Those of the kept passwords.
pub fn clean(rotation: &str) -> Result<()> {
    Vault::open(None)?.clean(rotation)
}

impl Rotation {
    /// The rotation `id`: to the same password for all, or to one for each. They are written into `book`, else to those that are kept.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`]: no gateway takes such a password. [`Kind::Failed`]: they cannot be written down.
    pub fn new(id: &str, same: Option<Password>, book: Option<&Path>) -> Result<Rotation> {
        if let Some(password) = &same {
            Setting::find("admin.password")?.parse(password.expose())?;
        }
        Ok(Rotation {
            id: id.to_owned(),
            same,
            vault: Arc::new(Mutex::new(Vault::open(book)?)),
        })
    }

    /// Looks or writes while others are asked: a disk or keyring may take its time.
    async fn vault<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vault) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let vault = Arc::clone(&self.vault);
        let worked = tokio::task::spawn_blocking(move || {
            work(&mut vault.lock().unwrap_or_else(PoisonError::into_inner))
        });
        worked
            .await
            .map_err(|cause| Error::failed("cannot write passwords down").because(cause))?
    }

    async fn known(&self, account: &Account) -> Result<Known> {
        let (account, id) = (account.clone(), self.id.clone());
        self.vault(move |vault| vault.known(&account, &id)).await
    }

    async fn confirm(&self, account: &Account, new: &Password) -> Result<()> {
        let (account, id, new) = (account.clone(), self.id.clone(), new.clone());
        self.vault(move |vault| vault.confirm(&account, &id, &new))
            .await
    }

    /// Changes the password of one gateway.
    pub(super) async fn rotate(&self, peer: &mut Peer) -> Result<(Ending, u64), Failure> {
        self.change(peer, &mut |_| Ok(())).await
    }

    async fn change(
        &self,
        peer: &mut Peer,
        at: &mut dyn FnMut(Step) -> Result<()>,
    ) -> Result<(Ending, u64), Failure> {
        let account = account(peer);
        let known = self.known(&account).await?;
        // An attempt before this one may have come so far.
        if let Some(new) = &known.wanted
            && accepts(peer, &account, new).await?
        {
            self.confirm(&account, new).await?;
            return Ok((Ending::Updated, 0));
        }
        let (current, is_ours) = current(peer, &account, &known.others).await?;
        let new = match (&known.wanted, &self.same) {
            (Some(new), _) | (None, Some(new)) => new.clone(),
            (None, None) => make_up_password()?,
        };
        if new == current {
            self.confirm(&account, &new).await?;
            return Ok((Ending::Current, 0));
        }
        at(Step::Known)?;
        {
            let (account, id, new) = (account.clone(), self.id.clone(), new.clone());
            let now = is_ours.then(|| current.clone());
            self.vault(move |vault| vault.prepare(&account, &id, &new, now.as_ref()))
                .await?;
        }
        at(Step::Prepared)?;
        let body = json!({"admin": {"password": new.expose()}}).to_string();
        let sent = body.len() as u64;
        let told = peer.client.change_settings(&body).await;
        at(Step::Told)?;
        match (told, accepts(peer, &account, &new).await) {
            (_, Ok(true)) => {}
            (Err(error), Ok(false)) if error.kind() != Kind::Unreachable => {
                return Err(error.into());
            }
            (_, Ok(false)) => {
                return Err(failed(
                    Reason::Unproven,
                    Error::failed("the gateway does not take the new password; the old one counts"),
                    sent,
                ));
            }
            (_, Err(error)) => {
                let told = Error::unreachable(format!(
                    "whether the gateway has the new password is not known: {error}"
                ));
                return Err(failed(Reason::NotBack, told, sent));
            }
        }
        at(Step::Proven)?;
        self.confirm(&account, &new).await?;
        at(Step::Confirmed)?;
        Ok((Ending::Updated, sent))
    }

    /// Whether the gateway still has the new one.
    pub(super) async fn ask(&self, peer: &mut Peer) -> Result<()> {
        let account = account(peer);
        let wanted = self.known(&account).await?.wanted;
        let new = wanted.ok_or_else(|| Error::failed("its new password is not written down"))?;
        match accepts(peer, &account, &new).await? {
            true => Ok(()),
            false => Err(Error::failed(
                "it does not accept its new password any more",
            )),
        }
    }
}

fn failed(reason: Reason, error: Error, sent: u64) -> Failure {
    Failure {
        reason,
        error,
        sent,
        version: None,
        rollback: None,
    }
}

fn account(peer: &Peer) -> Account {
    let login = peer.login.as_ref();
    Account {
        id: peer.info.model.id.clone(),
        name: peer.name.clone(),
        user: login.map_or_else(|| peer.user.clone(), |login| login.user.clone()),
    }
}

/// Whether a gateway takes a password; later requests are made with it.
async fn accepts(peer: &mut Peer, account: &Account, password: &Password) -> Result<bool> {
    peer.client.log_in(Login {
        user: account.user.clone(),
        password: password.clone(),
    });
    match peer.client.status().await {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == Kind::Authentication => Ok(false),
        Err(error) => Err(error),
    }
}

/// The password that counts, and whether only what was written down knows it. Few are tried: gateways lock out who guesses.
async fn current(
    peer: &mut Peer,
    account: &Account,
    others: &[Password],
) -> Result<(Password, bool)> {
    let given = peer.login.clone().map(|login| login.password);
    let mut refusal = None;
    if let Some(given) = &given {
        peer.client.log_in(Login {
            user: account.user.clone(),
            password: given.clone(),
        });
        match peer.client.status().await {
            Ok(_) => return Ok((given.clone(), false)),
            Err(error) if error.kind() == Kind::Authentication => refusal = Some(error),
            Err(error) => return Err(error),
        }
    }
    for other in others.iter().filter(|other| Some(*other) != given.as_ref()) {
        if accepts(peer, account, other).await? {
            return Ok((other.clone(), true));
        }
    }
    Err(refusal.unwrap_or_else(|| {
        Error::new(Kind::Authentication, "there is no password for it")
            .hint("write into the inventory where it is: password_file = \"secret.txt\"")
    }))
}

#[cfg(test)]
#[path = "password_tests.rs"]
mod tests;
