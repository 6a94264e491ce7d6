//! Passwords, read from where the inventory says that they are.

use std::collections::BTreeMap;
use std::path::Path;

use super::book::Book;
use super::inventory::{Member, PasswordPlace};
use super::look::{Asking, look_at_all};
use crate::config::secret::{Password, VARIABLE};
use crate::error::{Error, Kind, Result};
use crate::gateway::Login;

/// The most names that a message lists.
const MOST_NAMES: usize = 5;

impl PasswordPlace {
    /// What counts for gateways of which the inventory says nothing: a file if one is given, else the variable `SMR_PASSWORD` if it is set.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`]: the file has no absolute path.
    pub fn fallback(file: Option<&Path>) -> Result<Option<PasswordPlace>> {
        if let Some(file) = file {
            // A rollout may be resumed from another folder.
            let file = std::path::absolute(file).map_err(|cause| {
                Error::usage(format!("there is no file {}", file.display())).because(cause)
            })?;
            return Ok(Some(PasswordPlace::File(file)));
        }
        let is_set = Password::from_environment().is_some();
        Ok(is_set.then(|| PasswordPlace::Variable(VARIABLE.to_owned())))
    }

    fn read(&self, name: &str) -> Result<Password> {
        match self {
            PasswordPlace::Book(path) => Book::read(path)?.password(name).ok_or_else(|| {
                Error::usage(format!("there is no password for {name} in {}", path.display()))
                    .hint("the inventory names it as password_book, as smr fleet rotate-password writes it")
            }),
            PasswordPlace::File(file) => Password::from_file(file),
            PasswordPlace::Variable(name) => {
                let value = std::env::var(name).ok().and_then(Password::new);
                value.ok_or_else(|| {
                    Error::usage(format!("the variable {name} holds no password"))
                        .hint("the inventory names it as password_variable: set it, and export it")
                })
            }
        }
    }
}

/// A password that is the same for all.
///
/// # Errors
///
/// [`Kind::Usage`]: it cannot be read.
pub fn same(place: &PasswordPlace) -> Result<Password> {
    place.read("all")
}

/// Who asks each gateway; nobody where it is not said where the password is.
///
/// # Errors
///
/// [`Kind::Usage`]: a password that cannot be read.
pub fn read<'a>(members: impl IntoIterator<Item = &'a Member>) -> Result<Vec<Option<Login>>> {
    let mut known: BTreeMap<String, Password> = BTreeMap::new();
    let mut logins = Vec::new();
    for member in members {
        let Some(place) = &member.password else {
            logins.push(None);
            continue;
        };
        // Many gateways share one password, and a file is read once.
        let key = match place {
            PasswordPlace::Book(_) => format!("{place:?} {}", member.name),
            _ => format!("{place:?}"),
        };
        let password = match known.get(&key) {
            Some(password) => password.clone(),
            None => place.read(&member.name)?,
        };
        known.insert(key, password.clone());
        logins.push(Some(Login {
            user: member.user.clone(),
            password,
        }));
    }
    Ok(logins)
}

/// Refuses gateways whose password is nowhere.
///
/// # Errors
///
/// [`Kind::Authentication`], naming them.
pub fn insist<'a>(members: impl IntoIterator<Item = &'a Member>) -> Result<()> {
    let without: Vec<&str> = members
        .into_iter()
        .filter(|member| member.password.is_none())
        .map(|member| member.name.as_str())
        .collect();
    if without.is_empty() {
        return Ok(());
    }
    let mut named = without
        .iter()
        .take(MOST_NAMES)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if without.len() > MOST_NAMES {
        named = format!("{named} and {} more", without.len() - MOST_NAMES);
    }
    Err(Error::new(Kind::Authentication, format!("there is no password for {named}"))
        .hint("write into the inventory where it is: password_file = \"secret.txt\", for all under [defaults]")
        .hint("or give it here: --password-file FILE, or the variable SMR_PASSWORD")
        .hint("or have it kept: smr login GATEWAY"))
}

/// As [`insist`], but a password that is kept counts too. For that gateways are asked who they are; one that does not answer is let pass.
///
/// # Errors
///
/// Those of [`insist`] and of the kept passwords.
pub async fn insist_or_kept(
    members: impl IntoIterator<Item = &Member>,
    asking: &Asking,
) -> Result<()> {
    let without: Vec<&Member> = members
        .into_iter()
        .filter(|member| member.password.is_none())
        .collect();
    let has_kept = match &asking.kept {
        Some(logins) => !logins.list()?.is_empty(),
        None => false,
    };
    if without.is_empty() || !has_kept {
        return insist(without);
    }
    let nobody = Asking {
        kept: None,
        ..asking.clone()
    };
    let asked = without.iter().map(|member| ((*member).clone(), None));
    let looks = look_at_all(asked.collect(), &nobody, &mut |_| {}).await?;
    let mut missing = Vec::new();
    for (member, look) in without.into_iter().zip(looks) {
        if let Some(id) = &look.id
            && asking.kept(id, &member.user).await?.is_none()
        {
            missing.push(member);
        }
    }
    insist(missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::testing::{plan, rules};

    fn members(places: &[Option<PasswordPlace>]) -> Vec<Member> {
        let plan = plan(places.len(), vec![places.len()], rules());
        let members = plan
            .gateways
            .into_iter()
            .zip(places)
            .map(|(planned, place)| Member {
                password: place.clone(),
                ..planned.member
            });
        members.collect()
    }

    #[test]
    fn passwords_are_read_from_where_they_are() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("secret");
        std::fs::write(&file, "open sesame\n").expect("written");
        let place = Some(PasswordPlace::File(file));
        let logins = read(&members(&[place.clone(), None, place])).expect("passwords");
        let password = |index: usize| logins[index].as_ref().map(|login| login.password.expose());
        assert_eq!(
            (password(0), password(1), password(2)),
            (Some("open sesame"), None, Some("open sesame"))
        );
    }

    #[test]
    fn what_is_missing_is_told_with_names() {
        let nowhere = Some(PasswordPlace::Variable("SMR_TEST_OF_NOTHING".to_owned()));
        let error = read(&members(&[nowhere])).expect_err("not set");
        assert!(error.to_string().contains("SMR_TEST_OF_NOTHING"), "{error}");
        let error = insist(&members(&vec![None; 7])).expect_err("none");
        assert!(
            error.to_string().ends_with("gateway-4 and 2 more"),
            "{error}"
        );
        assert!(insist(&members(&[])).is_ok());
    }
}
