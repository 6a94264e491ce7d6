//! Values of settings: read from what users write, checked, shown.

use std::net::Ipv4Addr;

use serde_json::Value;

use super::table::{Access, Setting, Shape};
use crate::error::{Error, Result};
use crate::image::PublicKey;

/// What stands for no value.
const NONE: &[&str] = &["none", "null"];
/// The digits of a Wi-Fi key that was derived from a passphrase (IEEE 802.11, J.4).
const KEY_DIGITS: usize = 64;
/// The digits of a public key.
const PUBLIC_KEY_DIGITS: usize = 128;

impl Setting {
    /// A value from a command line, or from a file that holds nothing else.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage) with what is allowed. A secret is never repeated.
    pub fn parse(&self, text: &str) -> Result<Value> {
        let is_none = NONE.contains(&text.to_ascii_lowercase().as_str());
        let value = match self.shape {
            Shape::Pin(_) | Shape::Passphrase | Shape::Key if is_none => Value::Null,
            Shape::Flag => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Value::Bool(true),
                "false" | "no" | "off" => Value::Bool(false),
                _ => Value::from(text),
            },
            Shape::Number { .. } | Shape::Pin(_) => number(text)
                .or_else(|| number(text.strip_suffix(self.unit)?.trim_end()))
                .map_or_else(|| Value::from(text), Value::from),
            _ => Value::from(text),
        };
        self.check(value)
    }

    /// A value of the right type, if it is in the right range.
    ///
    /// # Errors
    ///
    /// As [`Setting::parse`].
    pub fn check(&self, value: Value) -> Result<Value> {
        if self.access == Access::ReadOnly {
            return Err(
                Error::usage(format!("{} can only be read", self.path)).hint(match self.path {
                    "admin.set" => "change the password with: --secret admin.password=FILE",
                    "ota.key_pinned" => "pin a key with: --secret ota.public_key=FILE",
                    "wifi.secret_set" => "change it with: --secret wifi.passphrase=FILE",
                    _ => "it follows from what the gateway has done",
                }),
            );
        }
        let text = value.as_str();
        let right = match self.shape {
            Shape::Text { least, most } => {
                text.is_some_and(|text| is_text(text) && (least..=most).contains(&text.len()))
            }
            Shape::Flag => value.is_boolean(),
            Shape::Number { least, most } => value
                .as_u64()
                .is_some_and(|number| (u64::from(least)..=u64::from(most)).contains(&number)),
            Shape::Choice(words) => {
                let lower = text.unwrap_or_default().to_ascii_lowercase();
                return match words.contains(&lower.as_str()) {
                    true => Ok(Value::from(lower)),
                    false => Err(self.wrong(&value)),
                };
            }
            Shape::Pin(pins) => {
                value.is_null()
                    || value
                        .as_u64()
                        .is_some_and(|pin| pins.iter().any(|free| u64::from(*free) == pin))
            }
            Shape::Address => text.is_some_and(|text| text.parse::<Ipv4Addr>().is_ok()),
            Shape::Passphrase => value.is_null() || text.is_some_and(is_passphrase),
            Shape::Password => text.is_some_and(|text| (8..=64).contains(&text.len())),
            Shape::Key => {
                return match text {
                    None if value.is_null() => Ok(value),
                    Some(text) => self.public_key(text).map(Value::from),
                    None => Err(self.wrong(&value)),
                };
            }
        };
        match right {
            true => Ok(value),
            false => Err(self.wrong(&value)),
        }
    }

    /// What is wrong, and what would be right.
    fn wrong(&self, value: &Value) -> Error {
        let error = match self.is_secret() {
            true => Error::usage(format!("{} is not right", self.path)),
            false => Error::usage(format!("{} cannot be {}", self.path, shortened(value))),
        };
        let error = error.hint(format!("it is {}", self.range()));
        match self.shape {
            Shape::Pin(_) if value == 16 => {
                error.hint("GPIO16 has no pull-up: where nothing holds it up, it floats")
            }
            Shape::Pin(_) if value.is_u64() => {
                error.hint("GPIO 1 and 3 are the serial line, 6 to 11 the flash chip")
            }
            _ => error,
        }
    }

    /// The digits of a key that is given as digits or as PEM.
    fn public_key(&self, text: &str) -> Result<String> {
        let digits = text.trim();
        if digits.len() == PUBLIC_KEY_DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            let lower = digits.to_ascii_lowercase();
            return match bytes(&lower).and_then(|bytes| PublicKey::from_bytes(&bytes)) {
                Some(_) => Ok(lower),
                None => Err(Error::usage(format!(
                    "{} is not right: these digits are no key of ECDSA P-256",
                    self.path
                ))
                .hint("name the file: --secret ota.public_key=PREFIX.pub.pem")),
            };
        }
        if !text.contains("-----BEGIN") {
            return Err(
                Error::usage(format!("{} is not right: it is no key", self.path))
                    .hint(format!("it is {}", self.range()))
                    .hint("make a pair of keys with: smr firmware keygen -o PREFIX"),
            );
        }
        let key = PublicKey::from_pem(text).map_err(|cause| {
            let hints = cause.hints().to_vec();
            let error = Error::usage(format!("{} is not right", self.path)).because(cause);
            hints.into_iter().fold(error, Error::hint)
        })?;
        Ok(key
            .to_bytes()
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .filter_map(|digit| char::from_digit(digit.into(), 16))
            .collect())
    }
}

/// A value for people. Nothing is cleaned: names come from outside.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn shortened(value: &Value) -> String {
    const MOST: usize = 60;
    let text = match value {
        Value::Null => "none".to_owned(),
        other => other.to_string(),
    };
    match text.chars().count() > MOST {
        true => text.chars().take(MOST).chain("...".chars()).collect(),
        false => text,
    }
}

/// Digits only: no sign, no decimals.
fn number(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn is_text(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

fn is_passphrase(text: &str) -> bool {
    match text.len() {
        8..=63 => true,
        KEY_DIGITS => text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        _ => false,
    }
}

fn bytes(digits: &str) -> Option<[u8; 64]> {
    let mut bytes = [0; 64];
    let mut pairs = digits.as_bytes().chunks_exact(2);
    for byte in &mut bytes {
        let pair = std::str::from_utf8(pairs.next()?).ok()?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::SETTINGS;
    use super::*;

    fn parse(path: &str, text: &str) -> Result<Value> {
        Setting::find(path).expect("a setting").parse(text)
    }

    #[test]
    fn values_are_read_as_users_write_them() {
        for (path, text, expected) in [
            ("serial.baud", "9600", json!(9600)),
            ("serial.baud", "9600 Bd", json!(9600)),
            ("serial.baud", "300", json!(300)),
            ("serial.format", "7E1", json!("7e1")),
            ("serial.inverted", "yes", json!(true)),
            ("serial.inverted", "off", json!(false)),
            ("radio.power_dbm", "14dBm", json!(14)),
            ("pins.led", "none", Value::Null),
            ("pins.led", "16", json!(16)),
            ("name", "", json!("")),
            ("name", "Küche = hier", json!("Küche = hier")),
            ("name", "none", json!("none")),
            ("network.address", "192.168.1.20", json!("192.168.1.20")),
            ("wifi.passphrase", "none", Value::Null),
            ("wifi.passphrase", "12345678", json!("12345678")),
            ("ota.public_key", "null", Value::Null),
        ] {
            assert_eq!(parse(path, text).expect(text), expected, "{path}={text}");
        }
    }

    #[test]
    fn values_out_of_range_are_refused_with_the_range() {
        for (path, text, hint) in [
            ("serial.baud", "299", "300 to 115200 Bd"),
            ("serial.baud", "115201", "300 to 115200 Bd"),
            ("serial.baud", "-9600", "300 to 115200 Bd"),
            ("serial.baud", "9600.0", "300 to 115200 Bd"),
            ("serial.baud", "99999999999", "300 to 115200 Bd"),
            ("serial.baud", "none", "300 to 115200 Bd"),
            ("serial.format", "9n1", "such as 8n1"),
            ("serial.inverted", "1", "true or false"),
            ("radio.power_dbm", "21", "0 to 20 dBm"),
            ("radio.mode", "ax", "b, g, n"),
            ("pins.led", "6", "flash chip"),
            ("pins.led", "17", "none"),
            ("network.address", "192.168.1", "IPv4"),
            ("network.address", "::1", "IPv4"),
            ("wifi.ssid", "", "1 to 32 bytes"),
            ("name", "ääääääääääääääääÄ", "at most 32 bytes"),
            ("name", "a\nb", "at most 32 bytes"),
            ("ota.public_key", "abcd", "smr firmware keygen"),
            ("ota.public_key", &"0".repeat(128), "PREFIX.pub.pem"),
            ("ota.key_pinned", "true", "ota.public_key=FILE"),
            ("admin.set", "true", "admin.password=FILE"),
            ("ota.security_floor", "0", "follows"),
        ] {
            let error = parse(path, text).expect_err(text);
            let hints = error.hints().join("; ");
            assert!(hints.contains(hint), "{path}={text}: {hints}");
        }
    }

    #[test]
    fn a_wrong_secret_is_not_repeated() {
        for (path, text) in [
            ("admin.password", "short77"),
            ("wifi.passphrase", "short77"),
        ] {
            let error = parse(path, text).expect_err("too short");
            assert!(!format!("{error:?}").contains(text), "{error:?}");
        }
        let long = "x".repeat(65);
        assert!(parse("admin.password", &long).is_err());
        assert!(parse("wifi.passphrase", &long).is_err());
        assert!(parse("wifi.passphrase", &"g".repeat(64)).is_err());
        assert!(parse("wifi.passphrase", &"f".repeat(64)).is_ok());
    }

    #[test]
    fn a_key_is_taken_as_pem_and_as_digits_and_a_private_one_never() {
        let key = crate::image::SigningKey::from_bytes(&[1; 32]).expect("a key");
        let pem = key.public_key().to_pem().expect("PEM");
        let digits = parse("ota.public_key", &pem).expect("a key");
        let text = digits.as_str().expect("digits");
        assert_eq!(text.len(), 128);
        let upper = text.to_ascii_uppercase();
        assert_eq!(parse("ota.public_key", &upper).expect("a key"), digits);
        let private = "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n";
        let error = parse("ota.public_key", private).expect_err("private");
        assert!(error.hints().join(";").contains("private"), "{error:?}");
    }

    #[test]
    fn every_default_is_a_right_value() {
        for setting in SETTINGS {
            let default: Value = serde_json::from_str(setting.default).expect("JSON");
            let is_open = matches!(setting.path, "wifi.ssid" | "admin.password");
            if setting.access != Access::ReadOnly && !is_open {
                assert!(setting.check(default).is_ok(), "{}", setting.path);
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,140}", index in 0..SETTINGS.len()) {
            let _ = SETTINGS[index].parse(&text);
        }
    }
}
