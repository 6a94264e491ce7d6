//! Wi-Fi networks as users name them, and the keys to them.

use std::fmt::{self, Write};

use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;

use super::secret::Password;
use crate::error::{Error, Result};

/// The longest name of a network, in bytes (IEEE 802.11).
const LONGEST_SSID: usize = 32;
/// The shortest passphrase, in bytes.
const SHORTEST: usize = 8;
/// The longest one.
const LONGEST: usize = 63;
/// Bytes of a key.
const KEY_SIZE: usize = 32;
/// How often the derivation hashes (IEEE 802.11, J.4).
const ROUNDS: u32 = 4_096;

/// The hint of a wrong password for whoever gave it with an option.
pub const OPEN_HINT: &str = "for an open network: --open, or open = true in the site's file";

/// The name of a network: 1 to 32 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ssid(String);

impl Ssid {
    /// Checks a name.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage) for one that is empty or too long.
    pub fn parse(text: &str) -> Result<Ssid> {
        if text.is_empty() || text.len() > LONGEST_SSID {
            return Err(Error::usage(format!(
                "{text:?} is no name of a Wi-Fi network: it has {} bytes",
                text.len()
            ))
            .hint("such names have 1 to 32 bytes"));
        }
        Ok(Ssid(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ssid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may come from anybody's access point.
        write!(f, "\"{}\"", self.0.escape_debug())
    }
}

/// The key that WPA2 makes of a passphrase and the network's name. It does not print itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct WifiKey([u8; KEY_SIZE]);

impl WifiKey {
    /// The key of a network: PBKDF2 with HMAC-SHA-1, 4,096 rounds (IEEE 802.11, J.4). Takes some milliseconds.
    pub fn derive(passphrase: &[u8], ssid: &[u8]) -> WifiKey {
        let mut key = [0; KEY_SIZE];
        pbkdf2_hmac::<Sha1>(passphrase, ssid, ROUNDS, &mut key);
        WifiKey(key)
    }

    /// Reads 64 hexadecimal digits.
    pub fn from_digits(text: &str) -> Option<WifiKey> {
        let is_right = text.len() == 2 * KEY_SIZE && text.bytes().all(|it| it.is_ascii_hexdigit());
        let mut key = [0; KEY_SIZE];
        for (index, byte) in key.iter_mut().enumerate().filter(|_| is_right) {
            *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
        }
        is_right.then_some(WifiKey(key))
    }

    /// Its 64 hexadecimal digits, for whoever sends them.
    pub fn digits(&self) -> String {
        let mut digits = String::new();
        for byte in self.0 {
            // A text takes all that is written to it.
            let _ = write!(digits, "{byte:02x}");
        }
        digits
    }
}

impl fmt::Debug for WifiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WifiKey(..)")
    }
}

/// What a gateway is given to get into a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// The network is open to everybody.
    Open,
    /// Its key.
    Key(WifiKey),
    /// Its passphrase: WPA3 needs it.
    Passphrase(Password),
}

impl Access {
    /// What a network's password gives: its key, or itself if it is to be kept as it is. A password of 64 hexadecimal digits is the
    /// key already.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage) for what cannot be the password of a network.
    pub fn new(password: &Password, ssid: &Ssid, keep_passphrase: bool) -> Result<Access> {
        let text = password.expose();
        if let Some(key) = WifiKey::from_digits(text) {
            return Ok(Access::Key(key));
        }
        let is_text = !text.chars().any(char::is_control);
        if !(SHORTEST..=LONGEST).contains(&text.len()) || !is_text {
            return Err(Error::usage(format!(
                "this cannot be the password of a Wi-Fi network: it has {} bytes",
                text.len()
            ))
            .hint("they have 8 to 63 characters, or are a key of 64 hexadecimal digits")
            .hint(OPEN_HINT));
        }
        Ok(match keep_passphrase {
            true => Access::Passphrase(password.clone()),
            false => Access::Key(WifiKey::derive(text.as_bytes(), ssid.as_str().as_bytes())),
        })
    }

    /// What the gateway is sent: nothing for an open network. Nobody else may see it.
    pub fn secret(&self) -> String {
        match self {
            Access::Open => String::new(),
            Access::Key(key) => key.digits(),
            Access::Passphrase(passphrase) => passphrase.expose().to_owned(),
        }
    }

    /// What is kept in the gateway, in a word.
    pub fn name(&self) -> &'static str {
        match self {
            Access::Open => "open",
            Access::Key(_) => "key",
            Access::Passphrase(_) => "passphrase",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::new(text).expect("a password")
    }

    fn ssid(text: &str) -> Ssid {
        Ssid::parse(text).expect("a name")
    }

    /// The examples of IEEE 802.11, J.4.2.
    #[test]
    fn keys_are_those_of_the_standard() {
        for (passphrase, ssid, digits) in [
            (
                "password",
                "IEEE",
                "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e",
            ),
            (
                "ThisIsAPassword",
                "ThisIsASSID",
                "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af",
            ),
            (
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ",
                "becb93866bb8c3832cb777c2f559807c8c59afcb6eae734885001300a981cc62",
            ),
        ] {
            let key = WifiKey::derive(passphrase.as_bytes(), ssid.as_bytes());
            assert_eq!(key.digits(), digits, "{ssid}");
            assert_eq!(WifiKey::from_digits(&digits.to_uppercase()), Some(key));
        }
    }

    #[test]
    fn the_passphrase_is_sent_only_if_it_is_to_be_kept() {
        let (secret, home) = (password("password"), ssid("IEEE"));
        let key = Access::new(&secret, &home, false).expect("a password");
        assert!(key.secret().starts_with("f42c6fc5"));
        let kept = Access::new(&secret, &home, true).expect("a password");
        assert_eq!(kept.secret(), "password");
        let digits = key.secret();
        let given = Access::new(&password(&digits), &home, true).expect("a key");
        assert_eq!(given, key);
        assert_eq!(Access::Open.secret(), "");
    }

    #[test]
    fn what_cannot_be_a_password_or_a_name_is_refused() {
        for text in ["short", "with\u{7}bell", &"x".repeat(64), &"x".repeat(65)] {
            let error = Access::new(&password(text), &ssid("home"), false).expect_err(text);
            assert!(!error.to_string().contains(text), "{error}");
        }
        assert!(Ssid::parse("").is_err() && Ssid::parse(&"x".repeat(33)).is_err());
        assert_eq!(WifiKey::from_digits(&"g".repeat(64)), None);
    }

    #[test]
    fn secrets_do_not_print_themselves() {
        let home = ssid("home");
        for keep in [false, true] {
            let access = Access::new(&password("swordfish"), &home, keep).expect("a password");
            let shown = format!("{access:?}");
            assert!(!shown.contains("swordfish") && !shown.contains(&access.secret()));
        }
    }
}
