//! The inventory: which gateways there are, written in TOML. Reading and writing are pure; secrets are only referred to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::target::gateway::GatewaySpec;

/// The user, unless it is said.
const USER: &str = "admin";
/// The longest name: that of a gateway itself has room for no more.
const LONGEST_NAME: usize = 63;
/// Words that selectors use for something else than labels.
pub(super) const RESERVED: [&str; 5] = ["name", "host", "group", "version", "state"];

/// Where a password is; never the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordPlace {
    /// In the first line of this file.
    File(PathBuf),
    /// In this variable of the environment.
    Variable(String),
    /// In this file of many gateways' passwords, by the gateway's name or id.
    Book(PathBuf),
}

/// One gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// What it is called here.
    pub name: String,
    /// Where it is: a host, an address or a name that it announces.
    pub host: String,
    /// The group that it belongs to.
    pub group: Option<String>,
    /// What else is known of it, by key.
    pub labels: BTreeMap<String, String>,
    /// Who asks it.
    pub user: String,
    /// Where the password is, if that is said.
    pub password: Option<PasswordPlace>,
}

impl Member {
    /// Where it is, for whoever connects.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage): no such place, which cannot be for one that was read.
    pub fn target(&self) -> Result<GatewaySpec> {
        GatewaySpec::parse(&self.host)
    }
}

/// All gateways, in the order in which they are written; no two have the same name or host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// The gateways.
    pub members: Vec<Member>,
}

/// What gateways have in common unless they say otherwise.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    user: Option<String>,
    password_file: Option<PathBuf>,
    password_variable: Option<String>,
    password_book: Option<PathBuf>,
    #[serde(default)]
    labels: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    host: String,
    group: Option<String>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    password_variable: Option<String>,
    password_book: Option<PathBuf>,
    #[serde(default)]
    labels: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    defaults: Common,
    #[serde(default)]
    group: BTreeMap<String, Common>,
    #[serde(default)]
    gateway: Vec<Written>,
}

impl Common {
    fn password(&self, of: &str, folder: &Path) -> Result<Option<PasswordPlace>> {
        let places = [
            self.password_file
                .as_ref()
                .map(|file| PasswordPlace::File(folder.join(file))),
            self.password_variable.clone().map(PasswordPlace::Variable),
            self.password_book
                .as_ref()
                .map(|file| PasswordPlace::Book(folder.join(file))),
        ];
        let mut places = places.into_iter().flatten();
        match (places.next(), places.next()) {
            (place, None) => Ok(place),
            (_, Some(_)) => Err(Error::usage(format!(
                "{of} has more than one of password_file, password_variable and password_book"
            ))
            .hint("keep one of them")),
        }
    }
}

impl Inventory {
    /// Reads an inventory that messages call `shown`; files of passwords are relative to `folder`.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage), with the line or gateway and what to do.
    pub fn parse(text: &str, shown: &str, folder: &Path) -> Result<Inventory> {
        let file: File = toml::from_str(text).map_err(|error| refused(text, shown, &error))?;
        let in_file = |error: Error| {
            let hints = error.hints().to_vec();
            let error = Error::usage(format!("{shown}: {error}"));
            hints.into_iter().fold(error, Error::hint)
        };
        resolve(file, folder).map_err(in_file)
    }

    /// The gateway of this name.
    pub fn get(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// Adds one.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage): one of that name or host is there, or it is not well formed.
    pub fn add(&mut self, member: Member) -> Result<()> {
        self.members.push(member);
        let checked = check(&self.members);
        if checked.is_err() {
            self.members.pop();
        }
        checked
    }

    /// The inventory as TOML, which [`Inventory::parse`] reads back.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        let shared = self.members.first().filter(|first| {
            let is_same = |member: &Member| {
                (&member.user, &member.password) == (&first.user, &first.password)
            };
            self.members.iter().all(is_same)
        });
        if let Some(first) = shared {
            out.push_str("[defaults]\n");
            out.push_str(&login(first));
        }
        for member in &self.members {
            let Member {
                name,
                host,
                group,
                labels,
                ..
            } = member;
            out.push_str(&block(name, host, group.as_deref(), labels));
            if shared.is_none() {
                out.push_str(&login(member));
            }
        }
        out
    }
}

/// One gateway as TOML, without what it may have in common with others.
pub fn block(
    name: &str,
    host: &str,
    group: Option<&str>,
    labels: &BTreeMap<String, String>,
) -> String {
    let mut out = "\n[[gateway]]\n".to_owned() + &entry("name", name) + &entry("host", host);
    if let Some(group) = group {
        out.push_str(&entry("group", group));
    }
    let label = |(key, value): (&String, &String)| {
        // Who gives another key shall be told what is wrong with it, not with the TOML.
        let key = if is_key(key) {
            key.clone()
        } else {
            quoted(key)
        };
        format!("{key} = {}", quoted(value))
    };
    let labels: Vec<String> = labels.iter().map(label).collect();
    if !labels.is_empty() {
        out.push_str("labels = { ");
        out.push_str(&labels.join(", "));
        out.push_str(" }\n");
    }
    out
}

fn login(member: &Member) -> String {
    let password = match &member.password {
        Some(PasswordPlace::File(file)) => entry("password_file", &file.to_string_lossy()),
        Some(PasswordPlace::Variable(name)) => entry("password_variable", name),
        Some(PasswordPlace::Book(file)) => entry("password_book", &file.to_string_lossy()),
        None => String::new(),
    };
    entry("user", &member.user) + &password
}

fn entry(key: &str, value: &str) -> String {
    format!("{key} = {}\n", quoted(value))
}

/// A basic string of TOML (1.0.0, String).
fn quoted(text: &str) -> String {
    let letters = text.chars().map(|letter| match letter {
        '"' | '\\' => format!("\\{letter}"),
        letter if letter.is_control() => format!("\\U{:08X}", u32::from(letter)),
        letter => letter.to_string(),
    });
    format!("\"{}\"", letters.collect::<String>())
}

/// What is wrong with the text itself.
fn refused(text: &str, shown: &str, error: &toml::de::Error) -> Error {
    let line = error.span().map_or(1, |span| {
        let before = text.get(..span.start).unwrap_or(text);
        before.matches('\n').count() + 1
    });
    let message = error.message();
    let told = Error::usage(format!(
        "{shown}, line {line}: {}",
        message.replace('\n', ", ")
    ));
    if message.contains("unknown field `password`") {
        return told
            .hint(
                "passwords do not belong into the inventory: write password_file = \"secret.txt\"",
            )
            .hint("or password_variable = \"NAME\", for a variable of the environment");
    }
    told.hint("an inventory has [defaults], [group.NAME] and [[gateway]] with name, host, group, labels, user, password_file, password_variable, password_book")
}

fn resolve(file: File, folder: &Path) -> Result<Inventory> {
    let File {
        defaults,
        group: groups,
        gateway,
    } = file;
    let default_password = defaults.password("[defaults]", folder)?;
    let mut group_passwords = BTreeMap::new();
    for (name, group) in &groups {
        group_passwords.insert(
            name.clone(),
            group.password(&format!("[group.{name}]"), folder)?,
        );
    }
    let none = Common::default();
    let mut members = Vec::new();
    for written in gateway {
        let of = format!("gateway {:?}", written.name);
        // A group need not be described to be named.
        let group = written
            .group
            .as_ref()
            .and_then(|name| groups.get(name))
            .unwrap_or(&none);
        let group_password = written
            .group
            .as_ref()
            .and_then(|name| group_passwords.get(name).cloned().flatten());
        let own = Common {
            password_file: written.password_file,
            password_variable: written.password_variable,
            password_book: written.password_book,
            ..Common::default()
        };
        let own = own.password(&of, folder)?;
        let mut labels = defaults.labels.clone();
        labels.extend(group.labels.clone());
        labels.extend(written.labels);
        members.push(Member {
            name: written.name,
            host: written.host,
            user: [written.user, group.user.clone(), defaults.user.clone()]
                .into_iter()
                .flatten()
                .next()
                .unwrap_or_else(|| USER.to_owned()),
            password: own.or(group_password).or_else(|| default_password.clone()),
            group: written.group,
            labels,
        });
    }
    check(&members)?;
    Ok(Inventory { members })
}

/// Whether a text may be a key of a label, which TOML needs no quotes for.
fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

pub(super) fn check<'a>(members: impl IntoIterator<Item = &'a Member>) -> Result<()> {
    let (mut names, mut hosts) = (BTreeSet::new(), BTreeMap::new());
    for member in members {
        let name = &member.name;
        if name.is_empty()
            || name.chars().count() > LONGEST_NAME
            || name.chars().any(char::is_control)
        {
            return Err(Error::usage(format!("{name:?} is no name for a gateway"))
                .hint(format!("names have 1 to {LONGEST_NAME} letters")));
        }
        if !names.insert(name.to_lowercase()) {
            return Err(Error::usage(format!("two gateways are called {name:?}"))
                .hint("give each its own name; large and small letters are the same"));
        }
        let spec = member.target().map_err(|error| {
            let hints = error.hints().to_vec();
            let error = Error::usage(format!("gateway {name:?}: {error}"));
            hints.into_iter().fold(error, Error::hint)
        })?;
        if matches!(spec, GatewaySpec::Sim(_)) {
            return Err(Error::usage(format!(
                "gateway {name:?}: {} lives only inside one command",
                member.host
            ))
            .hint("start virtual gateways of their own: smr sim --count 3"));
        }
        if let Some(other) = hosts.insert(spec.to_string().to_lowercase(), name) {
            return Err(Error::usage(format!(
                "the gateways {other:?} and {name:?} have the same host {:?}",
                member.host
            ))
            .hint("list each gateway once"));
        }
        for (key, value) in &member.labels {
            if !is_key(key) || RESERVED.contains(&key.as_str()) {
                return Err(
                    Error::usage(format!("gateway {name:?}: {key:?} cannot be a label")).hint(
                        format!(
                            "labels have letters, digits, - and _, and are not {}",
                            RESERVED.join(", ")
                        ),
                    ),
                );
            }
            if value
                .chars()
                .any(|letter| letter.is_control() || letter == ',')
            {
                return Err(Error::usage(format!(
                    "gateway {name:?}: the label {key} has a comma or a line end in it"
                ))
                .hint("selectors take a comma as \"and\": write another sign"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "inventory_tests.rs"]
mod tests;
