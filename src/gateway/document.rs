//! The documents of a gateway. Fields that this version does not know are left alone, schemas that it does not know are refused.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::trouble;
use crate::error::Result;

/// A kind of document.
pub trait Kind: DeserializeOwned {
    /// Its name in `schema`, without the version.
    const NAME: &'static str;
}

/// The version of every schema that this program knows.
const VERSION: &str = "1";

/// A document as it is understood, and as it came.
#[derive(Clone, Debug)]
pub struct Document<T> {
    /// What is understood of it.
    pub model: T,
    /// All of it.
    pub raw: Box<RawValue>,
}

#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
}

impl<T: Kind> Document<T> {
    /// Reads a document that came from `place`.
    ///
    /// # Errors
    ///
    /// Text that is no such document: cut off, of another kind, or of a later version.
    pub fn parse(bytes: &[u8], place: &str) -> Result<Document<T>> {
        let raw: Box<RawValue> =
            serde_json::from_slice(bytes).map_err(|cause| match cause.is_eof() {
                true => trouble::cut_off(place, T::NAME).because(cause),
                false => trouble::no_gateway(place).because(cause),
            })?;
        let head: Head = serde_json::from_str(raw.get())
            .map_err(|cause| trouble::no_gateway(place).because(cause))?;
        let schema = head.schema.ok_or_else(|| trouble::no_gateway(place))?;
        match schema.split_once('/') {
            Some((name, VERSION)) if name == T::NAME => {}
            Some((name, _)) if name == T::NAME => {
                return Err(trouble::other_version(place, &schema, T::NAME, VERSION));
            }
            _ => return Err(trouble::no_gateway(place)),
        }
        let model = serde_json::from_str(raw.get())
            .map_err(|cause| trouble::odd_document(place, T::NAME).because(cause))?;
        Ok(Document { model, raw })
    }
}

/// `smr.info/1`: what anybody may know.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Info {
    /// What never changes about it: `smr-a1b2c3`.
    pub id: String,
    /// Its name, or its id.
    pub name: String,
    /// What runs on it.
    pub firmware: FirmwareName,
    /// `esp8266-1m` or `esp8266-4m`.
    pub board: String,
    /// `setup`, `fallback`, `joining`, `run` or `unclaimed`.
    pub state: String,
}

/// The firmware as `smr.info/1` names it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FirmwareName {
    /// By semantic versioning.
    pub version: String,
    /// The id of its build.
    pub build: String,
}

impl Kind for Info {
    const NAME: &'static str = "smr.info";
}

/// `smr.events/1`: what happened since the gateway started, as far as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Events {
    /// The number that the next event will have.
    pub next: u32,
    /// Seconds since the start, when the document was made.
    pub uptime_s: u32,
    /// Oldest first.
    pub events: Vec<Event>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Event {
    /// Counted from 1 since the start.
    pub seq: u32,
    /// Seconds since the start, when it happened.
    pub uptime_s: u32,
    /// What: a word such as `wifi-lost`.
    pub code: String,
    /// A number that says more; its meaning goes by the code.
    pub detail: u32,
}

impl Kind for Events {
    const NAME: &'static str = "smr.events";
}

/// `smr.config/1`: the settings, without anything secret.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Config {
    /// The name that its owner gave it; may be empty.
    pub name: String,
    /// The network.
    pub wifi: WifiConfig,
    /// The meter's line.
    pub serial: SerialConfig,
    /// Updates.
    pub ota: OtaConfig,
    /// Its admin.
    pub admin: AdminConfig,
}

/// The Wi-Fi that a gateway joins.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct WifiConfig {
    /// The network's name.
    pub ssid: String,
    /// Whether a passphrase or key is kept.
    pub secret_set: bool,
}

/// How the meter's line is read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SerialConfig {
    /// Bits per second.
    pub baud: u32,
    /// `8n1` or `7e1`.
    pub format: String,
    /// Whether the line idles low.
    pub inverted: bool,
}

/// What updates are taken.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OtaConfig {
    /// Whether `ArduinoOTA` is answered.
    pub arduino: bool,
    /// Whether only images signed with one key are taken.
    pub key_pinned: bool,
    /// Whether images with a lower security version are refused.
    pub rollback_protection: bool,
    /// The lowest security version that is taken then.
    #[serde(default)]
    pub security_floor: u32,
}

/// Whether there is an admin.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AdminConfig {
    /// Whether the admin password is set.
    pub set: bool,
}

impl Kind for Config {
    const NAME: &'static str = "smr.config";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind as ErrorKind;

    const INFO: &str = r#"{"schema":"smr.info/1","id":"smr-a1b2c3","name":"kitchen","firmware":{"version":"1.2.3","build":"b"},"board":"esp8266-1m","state":"run","api":1,"new":[1]}"#;

    #[test]
    fn unknown_fields_are_left_alone_and_kept() {
        let document = Document::<Info>::parse(INFO.as_bytes(), "a test").expect("a document");
        assert_eq!(document.model.name, "kitchen");
        assert_eq!(document.raw.get(), INFO);
    }

    #[test]
    fn what_is_no_such_document_is_told_apart() {
        let later = INFO.replace("smr.info/1", "smr.info/2");
        let other = INFO.replace("smr.info/1", "smr.status/1");
        let poor = r#"{"schema":"smr.info/1"}"#;
        for (text, said, kind) in [
            (later.as_str(), "smr.info/2", ErrorKind::Failed),
            (other.as_str(), "no smr gateway", ErrorKind::NothingFound),
            ("{}", "no smr gateway", ErrorKind::NothingFound),
            ("[1]", "no smr gateway", ErrorKind::NothingFound),
            ("<html>", "no smr gateway", ErrorKind::NothingFound),
            (&INFO[..60], "cut off", ErrorKind::Unreachable),
            ("", "cut off", ErrorKind::Unreachable),
            (poor, "cannot be understood", ErrorKind::Failed),
        ] {
            let error = Document::<Info>::parse(text.as_bytes(), "a test").expect_err(text);
            assert!(error.to_string().contains(said), "{text}: {error}");
            assert_eq!(error.kind(), kind, "{text}");
            assert!(!error.hints().is_empty(), "{text}");
        }
    }
}
