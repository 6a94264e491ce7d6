//! Key files: the keys of meters that encrypt.

use std::io::Read;
use std::path::Path;

use serde::Deserialize;

use crate::decode::{Key, KeyPair, Keys};
use crate::error::{Error, Result};

/// The longest key file that is read, in bytes: some ten thousand meters.
const LONGEST: u64 = 2 * 1024 * 1024;

/// A key file, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    /// For all meters that are not named.
    key: Option<String>,
    auth_key: Option<String>,
    #[serde(default)]
    meter: Vec<Meter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meter {
    title: Option<String>,
    number: Option<String>,
    key: String,
    auth_key: Option<String>,
}

/// Reads the keys of the file at `path` into `keys`. It holds either one key in 32 hexadecimal digits, or TOML.
///
/// # Errors
///
/// [`Kind::Usage`](crate::error::Kind::Usage): a file that cannot be read, or has something else in it. What it
/// holds is never repeated.
pub fn read_file(path: &Path, keys: &mut Keys) -> Result<()> {
    let shown = path.display().to_string();
    let mut text = String::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(LONGEST).read_to_string(&mut text))
        .map_err(|cause| Error::usage(format!("cannot read {shown}")).because(cause))?;
    read(&text, &shown, keys)
}

fn read(text: &str, name: &str, keys: &mut Keys) -> Result<()> {
    if let Some(key) = Key::parse(text.trim()) {
        keys.set_for_all(KeyPair {
            encryption: key,
            authentication: None,
        });
        return Ok(());
    }
    // The parser's own message would show the line, and with it a key.
    let document: Document = toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map_or(1, |before| before.matches('\n').count() + 1);
        wrong(name, &format!("line {line} cannot be read"))
    })?;
    if document.key.is_none() && document.auth_key.is_none() && document.meter.is_empty() {
        return Err(wrong(name, "there is no key in it"));
    }
    if let Some(key) = &document.key {
        keys.set_for_all(pair(key, document.auth_key.as_deref(), name, "at the top")?);
    } else if document.auth_key.is_some() {
        return Err(wrong(name, "auth_key stands at the top without a key"));
    }
    for (at, meter) in document.meter.iter().enumerate() {
        let place = format!("of meter {}", at + 1);
        let pair = pair(&meter.key, meter.auth_key.as_deref(), name, &place)?;
        let is_known = match (&meter.title, &meter.number) {
            (Some(title), None) => keys.add_title(title, pair),
            (None, Some(number)) => keys.add_number(number, pair),
            _ => {
                return Err(wrong(
                    name,
                    &format!("meter {} needs either a title or a number", at + 1),
                ));
            }
        };
        if !is_known {
            let what = "a title is 16 hexadecimal digits, a number has digits in it";
            return Err(wrong(name, &format!("meter {}: {what}", at + 1)));
        }
    }
    Ok(())
}

fn pair(key: &str, authentication: Option<&str>, name: &str, place: &str) -> Result<KeyPair> {
    let parsed = |text: &str, what: &str| {
        Key::parse(text).ok_or_else(|| {
            wrong(
                name,
                &format!("the {what} {place} is not 32 hexadecimal digits"),
            )
        })
    };
    Ok(KeyPair {
        encryption: parsed(key, "key")?,
        authentication: authentication
            .map(|text| parsed(text, "auth_key"))
            .transpose()?,
    })
}

fn wrong(name: &str, what: &str) -> Error {
    Error::usage(format!("{name} is no key file: {what}"))
        .hint("write one key in 32 hexadecimal digits, or for each meter: [[meter]], title = \"4B464D...\", key = \"...\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0123456789ABCDEF0123456789abcdef";

    fn parsed(text: &str) -> Result<Keys> {
        let mut keys = Keys::none();
        read(text, "keys.toml", &mut keys).map(|()| keys)
    }

    fn pair(authentication: Option<Key>) -> KeyPair {
        KeyPair {
            encryption: Key::parse(KEY).expect("a key"),
            authentication,
        }
    }

    #[test]
    fn a_file_may_hold_nothing_but_a_key() {
        let mut expected = Keys::none();
        expected.set_for_all(pair(None));
        for text in [
            KEY.to_owned(),
            format!("{KEY}\n"),
            format!("key = \"{KEY}\""),
        ] {
            assert_eq!(parsed(&text).expect("a key file"), expected);
        }
    }

    #[test]
    fn each_meter_may_have_its_own() {
        let text = format!(
            "[[meter]]\ntitle = \"4B464D1020007840\"\nkey = \"{KEY}\"\nauth_key = \"{KEY}\"\n[[meter]]\nnumber = \"KAM28045375\"\nkey = \"{KEY}\"\n"
        );
        let mut expected = Keys::none();
        assert!(expected.add_title("4B464D1020007840", pair(Key::parse(KEY))));
        assert!(expected.add_number("KAM28045375", pair(None)));
        assert_eq!(parsed(&text).expect("a key file"), expected);
    }

    #[test]
    fn what_is_wrong_is_said_without_showing_a_key() {
        for (text, expected) in [
            ("", "no key in it"),
            (&format!("{KEY}00"), "line 1 cannot be read"),
            (&format!("key = \"{KEY}0\""), "the key at the top is not"),
            (&format!("auth_key = \"{KEY}\""), "without a key"),
            (
                &format!("[[meter]]\nkey = \"{KEY}\""),
                "meter 1 needs either",
            ),
            (
                &format!("[[meter]]\ntitle = \"4B\"\nkey = \"{KEY}\""),
                "meter 1: a title is 16",
            ),
            (
                &format!("\n\nkey = \"{KEY}\"\nkex = \"{KEY}\""),
                "line 4 cannot be read",
            ),
        ] {
            let error = parsed(text).expect_err(text);
            let shown = format!("{error:?} {error}");
            assert!(shown.contains(expected), "{shown}");
            assert!(!shown.contains("0123456789"), "{shown}");
        }
    }
}
