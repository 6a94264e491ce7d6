//! Where new passwords are written down before gateways are told: a file of its own, or with those that `smr login` keeps.

use std::path::Path;

use super::super::book::{Book, Entry, sync_folder};
use crate::config::logins::Logins;
use crate::config::secret::Password;
use crate::error::{Error, Result};

/// Between the id of a gateway and the rotation, where a new password is kept that the gateway may not know yet.
const MARK: char = '+';

/// Where they are.
pub(super) enum Vault {
    Book(Book),
    Kept(Logins),
}

/// A gateway, for whoever writes down its password.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) user: String,
}

/// What is written down of a gateway.
#[derive(Default)]
pub(super) struct Known {
    /// What this rotation wants the gateway to have.
    pub(super) wanted: Option<Password>,
    /// What it may have otherwise, the likeliest first.
    pub(super) others: Vec<Password>,
}

impl Vault {
    /// Opens a file, or what is kept.
    pub(super) fn open(book: Option<&Path>) -> Result<Vault> {
        Ok(match book {
            Some(path) => Vault::Book(Book::open(path)?),
            None => Vault::Kept(Logins::open().map_err(|error| {
                error.hint("or have the new passwords written into a file: --out FILE")
            })?),
        })
    }

    pub(super) fn known(&self, account: &Account, rotation: &str) -> Result<Known> {
        match self {
            Vault::Book(book) => {
                let entry = book.gateways.get(&account.id).cloned().unwrap_or_default();
                let is_ours = entry.rotation.as_deref() == Some(rotation);
                let passwords = [entry.next, entry.password].into_iter().flatten();
                let mut passwords = passwords.filter_map(Password::new);
                Ok(Known {
                    wanted: if is_ours { passwords.next() } else { None },
                    others: passwords.collect(),
                })
            }
            Vault::Kept(logins) => {
                let own = prepared(&account.id, rotation);
                let any = format!("{}{MARK}", account.id);
                let mut others = vec![account.id.clone()];
                let kept = logins.list()?.into_iter().map(|kept| kept.id);
                others.extend(kept.filter(|id| id.starts_with(&any) && *id != own));
                let read = |id: &String| logins.password(id, &account.user).transpose();
                Ok(Known {
                    wanted: logins.password(&own, &account.user)?,
                    others: others.iter().filter_map(read).collect::<Result<_>>()?,
                })
            }
        }
    }

    /// Writes down what a gateway is about to be told. `now`: what counts until then, if only this knows it.
    pub(super) fn prepare(
        &mut self,
        account: &Account,
        rotation: &str,
        new: &Password,
        now: Option<&Password>,
    ) -> Result<()> {
        match self {
            Vault::Book(book) => {
                let entry = book.gateways.entry(account.id.clone()).or_default();
                entry.name.clone_from(&account.name);
                entry.user.clone_from(&account.user);
                if let Some(now) = now {
                    entry.password = Some(now.expose().to_owned());
                }
                entry.next = Some(new.expose().to_owned());
                entry.rotation = Some(rotation.to_owned());
                book.write()
            }
            Vault::Kept(logins) => {
                let name = format!("{}, new", account.name);
                logins.keep(&prepared(&account.id, rotation), &name, &account.user, new)?;
                on_disk(logins)
            }
        }
    }

    /// Writes down that a gateway has it.
    pub(super) fn confirm(
        &mut self,
        account: &Account,
        rotation: &str,
        new: &Password,
    ) -> Result<()> {
        match self {
            Vault::Book(book) => {
                book.gateways.insert(
                    account.id.clone(),
                    Entry {
                        name: account.name.clone(),
                        user: account.user.clone(),
                        password: Some(new.expose().to_owned()),
                        next: None,
                        rotation: Some(rotation.to_owned()),
                    },
                );
                book.write()
            }
            Vault::Kept(logins) => {
                logins.keep(&account.id, &account.name, &account.user, new)?;
                on_disk(logins)
            }
        }
    }

    /// Forgets what was only kept until the end of a rotation, where the gateway has it.
    pub(super) fn clean(&self, rotation: &str) -> Result<()> {
        let Vault::Kept(logins) = self else {
            return Ok(());
        };
        for kept in logins.list()? {
            let Some((id, of)) = kept.id.split_once(MARK) else {
                continue;
            };
            let counts = logins.password(id, &kept.user)?;
            // What it replaced is of no use either.
            let is_done = counts.is_some()
                && counts == logins.password(&prepared(id, rotation), &kept.user)?;
            if of == rotation && is_done {
                logins.forget(&kept.id)?;
            }
        }
        Ok(())
    }
}

fn prepared(id: &str, rotation: &str) -> String {
    format!("{id}{MARK}{rotation}")
}

fn on_disk(logins: &Logins) -> Result<()> {
    let path = logins.path();
    let folder = path.parent().unwrap_or(Path::new("."));
    sync_folder(folder)
        .map_err(|cause| Error::failed(format!("cannot write {}", path.display())).because(cause))
}
