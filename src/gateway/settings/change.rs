//! What is wanted of the settings, against what they are.

use std::collections::BTreeMap;
use std::fmt;
use std::net::Ipv4Addr;

use serde_json::{Map, Value};

use super::table::{Access, SETTINGS, Setting};
use crate::error::{Error, Result};

/// The longest body that a gateway takes, in bytes (`docs/http-api.md`).
pub const LONGEST_BODY: usize = 576;

/// The settings of one gateway, as far as it tells them.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings(BTreeMap<&'static str, Value>);

impl Settings {
    /// Those of `smr.config/1`. What this version does not know is left out.
    pub fn of(document: &str) -> Settings {
        let document: Value = serde_json::from_str(document).unwrap_or_default();
        let found = SETTINGS.iter().filter_map(|setting| {
            let mut value = &document;
            for part in setting.path.split('.') {
                value = value.get(part)?;
            }
            Some((setting.path, value.clone()))
        });
        Settings(found.collect())
    }

    /// The value of a setting; none for what the gateway does not tell.
    pub fn get(&self, path: &str) -> Option<&Value> {
        self.0.get(path)
    }

    /// Whether it keeps a value that it does not tell.
    pub fn has_secret(&self, setting: &Setting) -> bool {
        let tells = match setting.path {
            "wifi.passphrase" => "wifi.secret_set",
            "ota.public_key" => "ota.key_pinned",
            "admin.password" => "admin.set",
            _ => return false,
        };
        self.get(tells) == Some(&Value::Bool(true))
    }

    fn text(&self, path: &str) -> &str {
        self.get(path).and_then(Value::as_str).unwrap_or_default()
    }
}

/// A setting and the value that is wanted for it.
#[derive(Clone, PartialEq)]
pub struct Change {
    /// Which.
    pub setting: &'static Setting,
    /// What it is to be; checked.
    pub value: Value,
}

/// A secret does not print itself.
impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.setting.is_secret() {
            true => write!(f, "{}=..", self.setting.path),
            false => write!(f, "{}={}", self.setting.path, self.value),
        }
    }
}

/// All that is wanted at once; each setting at most once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes(Vec<Change>);

impl Changes {
    /// These changes.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage) if a setting is named twice.
    pub fn new(mut wanted: Vec<Change>) -> Result<Changes> {
        let place = |change: &Change| SETTINGS.iter().position(|it| it == change.setting);
        wanted.sort_by_key(place);
        let twice = wanted.windows(2).find_map(|pair| match pair {
            [one, other] if one.setting == other.setting => Some(one.setting.path),
            _ => None,
        });
        match twice {
            Some(path) => Err(Error::usage(format!("{path} is given twice"))),
            None => Ok(Changes(wanted)),
        }
    }

    /// The changes, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.0.iter()
    }

    /// The value that is wanted for a setting, if it is named.
    pub fn get(&self, path: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|change| change.setting.path == path)
            .map(|change| &change.value)
    }

    /// What of them is not so already. What a gateway does not tell counts as different.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage) if the settings would not fit together, or the gateway does not know one.
    pub fn against(&self, now: &Settings) -> Result<Difference> {
        let mut after = now.clone();
        let mut lines = Vec::new();
        for Change { setting, value } in &self.0 {
            let before = now.get(setting.path);
            let is_so = match setting.access {
                Access::WriteOnly => value.is_null() && !now.has_secret(setting),
                _ if before.is_none() => {
                    return Err(Error::usage(format!(
                        "the gateway does not know {}",
                        setting.path
                    ))
                    .hint("its firmware is older than this program: update it"));
                }
                _ => before == Some(value),
            };
            if setting.access == Access::Full {
                after.0.insert(setting.path, value.clone());
            }
            // An open network is one without a passphrase, and has to be named as such.
            let names_network =
                setting.path == "wifi.passphrase" && self.get("wifi.ssid").is_some();
            if !is_so || names_network {
                lines.push(Line {
                    setting,
                    before: before.cloned(),
                    was_set: now.has_secret(setting),
                    after: value.clone(),
                });
            }
        }
        let moves = lines.iter().any(|line| line.setting.path == "wifi.ssid");
        if !moves && self.get("wifi.ssid").is_some() {
            // The same network without a passphrase as before is no change.
            lines.retain(|line| {
                line.setting.path != "wifi.passphrase" || line.was_set || !line.after.is_null()
            });
        }
        if moves && self.get("wifi.passphrase").is_none() {
            return Err(Error::usage("a new network needs its passphrase with it")
                .hint("in a file: --secret wifi.passphrase=FILE")
                .hint("or, if it is open: wifi.passphrase=none"));
        }
        check_network(&after)?;
        check_pins(&after)?;
        Ok(Difference(lines))
    }
}

/// A fixed address needs a network around it.
fn check_network(after: &Settings) -> Result<()> {
    if after.get("network.fixed") != Some(&Value::Bool(true)) {
        return Ok(());
    }
    let address = |path: &str| {
        let address: Option<Ipv4Addr> = after.text(path).parse().ok();
        u32::from(address.unwrap_or(Ipv4Addr::UNSPECIFIED))
    };
    let [first, ..] = address("network.address").to_be_bytes();
    let hosts = !address("network.netmask");
    let is_mask = hosts & hosts.wrapping_add(1) == 0 && hosts >= 3 && hosts != u32::MAX;
    let wrong = match (first, is_mask, address("network.gateway")) {
        (0 | 127 | 224.., _, _) => "network.address",
        (_, false, _) => "network.netmask",
        (_, _, 0) => "network.gateway",
        _ => return Ok(()),
    };
    Err(
        Error::usage(format!("a fixed address does not work with this {wrong}")).hint(
            "such as: network.address=192.168.1.20 network.netmask=255.255.255.0 network.gateway=192.168.1.1",
        ),
    )
}

/// A GPIO does one thing.
fn check_pins(after: &Settings) -> Result<()> {
    let mut used: BTreeMap<u64, &str> = BTreeMap::new();
    for path in ["pins.led", "pins.request", "pins.button"] {
        let Some(pin) = after.get(path).and_then(Value::as_u64) else {
            continue;
        };
        if let Some(other) = used.insert(pin, path) {
            return Err(
                Error::usage(format!("GPIO {pin} cannot be both {other} and {path}"))
                    .hint(format!("take it away from one: {other}=none")),
            );
        }
    }
    Ok(())
}

/// One setting that will change.
#[derive(Clone, PartialEq)]
pub struct Line {
    /// Which.
    pub setting: &'static Setting,
    /// What it is; none if the gateway does not tell.
    pub before: Option<Value>,
    /// Whether there was a value that is not told.
    pub was_set: bool,
    /// What it is to be.
    pub after: Value,
}

/// A secret does not print itself.
impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.setting.path)
    }
}

/// What will change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference(Vec<Line>);

impl Difference {
    /// What changes, in the order of the table.
    pub fn lines(&self) -> &[Line] {
        &self.0
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the gateway may be elsewhere afterwards.
    pub fn moves(&self) -> bool {
        self.0.iter().any(|line| line.setting.is_network())
    }

    /// The value that a setting gets, if it changes.
    pub fn get(&self, path: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|line| line.setting.path == path)
            .map(|line| &line.after)
    }

    /// The body of the request that makes all these changes.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage) if it is more than a gateway takes at once.
    pub fn body(&self) -> Result<String> {
        let body = body(self.0.iter().map(|line| (line.setting.path, &line.after)));
        match body.len() {
            0..=LONGEST_BODY => Ok(body),
            length => Err(Error::usage(format!(
                "these are {length} bytes of changes, and a gateway takes {LONGEST_BODY} at once"
            ))
            .hint("make some of them first, such as ota.public_key or wifi")),
        }
    }

    /// The body of the request that takes back what does not concern the network: such a change is kept even when a new network
    /// cannot be joined. None if there is nothing to take back. The password before is told by whoever knows it.
    pub fn undo(&self, password: Option<&str>) -> Option<String> {
        let before = self
            .0
            .iter()
            .filter(|line| !line.setting.is_network())
            .filter_map(|line| {
                let value = match (line.setting.path, &line.before) {
                    ("admin.password", _) => Value::from(password?),
                    ("ota.public_key", _) if !line.was_set => Value::Null,
                    (_, before) => before.clone()?,
                };
                Some((line.setting.path, value))
            });
        let before: Vec<_> = before.collect();
        (!before.is_empty()).then(|| body(before.iter().map(|(path, value)| (*path, value))))
    }

    /// The settings that are not as they should be, now that all is done.
    pub fn missing(&self, now: &Settings) -> Vec<&'static str> {
        self.0
            .iter()
            .filter(|line| match line.setting.access {
                Access::WriteOnly => now.has_secret(line.setting) == line.after.is_null(),
                _ => now.get(line.setting.path) != Some(&line.after),
            })
            .map(|line| line.setting.path)
            .collect()
    }
}

/// Paths and values as one JSON object without spaces.
fn body<'a>(values: impl Iterator<Item = (&'static str, &'a Value)>) -> String {
    let mut all = Map::new();
    for (path, value) in values {
        match path.split_once('.') {
            None => _ = all.insert(path.to_owned(), value.clone()),
            Some((section, name)) => {
                let section = all
                    .entry(section)
                    .or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(section) = section {
                    section.insert(name.to_owned(), value.clone());
                }
            }
        }
    }
    Value::Object(all).to_string()
}

#[cfg(test)]
#[path = "change_tests.rs"]
pub(in crate::gateway) mod tests;
