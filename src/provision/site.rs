//! What a gateway is to become.

use std::fmt;

use md5::{Digest, Md5};
use sha2::Sha256;

use crate::config::secret::Password;
use crate::config::wifi::{Access, Ssid};
use crate::error::{Error, Result};

/// The longest name, in bytes.
const LONGEST_NAME: usize = 32;
/// How long an admin password may be, in bytes.
const PASSWORD_SIZES: std::ops::RangeInclusive<usize> = 8..=64;
/// Letters and digits that nobody takes for another one, also when read out.
const READABLE: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Letters of a password that is made up: 79 bits.
const MADE_UP: usize = 16;

/// The name of a gateway: 1 to 32 bytes without control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayName(String);

impl GatewayName {
    /// Checks a name.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage) for one that a gateway would refuse.
    pub fn parse(text: &str) -> Result<GatewayName> {
        let is_right =
            !text.is_empty() && text.len() <= LONGEST_NAME && !text.chars().any(char::is_control);
        match is_right {
            true => Ok(GatewayName(text.to_owned())),
            false => Err(
                Error::usage(format!("{text:?} cannot be the name of a gateway"))
                    .hint("names have 1 to 32 bytes and no control characters"),
            ),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GatewayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Checks an admin password.
///
/// # Errors
///
/// [`Kind::Usage`](crate::error::Kind::Usage) for one that a gateway would refuse.
pub fn admin_password(password: Password) -> Result<Password> {
    let size = password.expose().len();
    if PASSWORD_SIZES.contains(&size) {
        return Ok(password);
    }
    Err(Error::usage(format!("the admin password has {size} bytes")).hint("it must have 8 to 64"))
}

/// Makes up an admin password that can be read and typed.
///
/// # Errors
///
/// A system without randomness.
pub fn make_up_password() -> Result<Password> {
    let failed = || Error::failed("cannot make up a password");
    let mut text = String::new();
    while text.len() < MADE_UP {
        let mut bytes = [0; MADE_UP];
        getrandom::fill(&mut bytes).map_err(|cause| failed().because(cause))?;
        // Each letter as probable as the others: what does not fit is thrown away.
        let letters = bytes
            .iter()
            .filter_map(|byte| READABLE.get(usize::from(byte % 32)));
        let missing = MADE_UP - text.len();
        text.extend(letters.take(missing).copied().map(char::from));
    }
    Password::new(text).ok_or_else(failed)
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The network.
    pub ssid: Ssid,
    /// How to get into it.
    pub access: Access,
    /// The gateway's name; without one it goes by its id.
    pub name: Option<GatewayName>,
    /// The admin's password.
    pub admin: Password,
}

impl Site {
    /// What the gateway with this id is told of the admin's password: HA1 with MD5 and with SHA-256, and the MD5 of the password.
    pub fn admin_hashes(&self, id: &str) -> Vec<u8> {
        let password = self.admin.expose();
        let account = format!("admin:{id}:{password}");
        [
            Md5::digest(&account).to_vec(),
            Sha256::digest(&account).to_vec(),
            Md5::digest(password).to_vec(),
        ]
        .concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_passwords_that_a_gateway_refuses_are_refused_here() {
        assert!(GatewayName::parse("Zählerschrank").is_ok());
        for text in ["", "a\nb", &"x".repeat(33)] {
            assert!(GatewayName::parse(text).is_err(), "{text:?}");
        }
        for (size, is_right) in [(7, false), (8, true), (64, true), (65, false)] {
            let password = Password::new("x".repeat(size)).expect("a password");
            let checked = admin_password(password);
            assert_eq!(checked.is_ok(), is_right, "{size}");
        }
    }

    #[test]
    fn passwords_are_made_up_anew_each_time_and_can_be_read() {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..50 {
            let password = make_up_password().expect("a password");
            assert_eq!(password.expose().len(), MADE_UP);
            assert!(password.expose().bytes().all(|it| READABLE.contains(&it)));
            assert!(!password.expose().contains(['0', 'o', '1', 'l', 'i']));
            seen.insert(password.expose().to_owned());
        }
        assert_eq!(seen.len(), 50);
    }

    #[test]
    fn the_hashes_are_those_of_the_digest_account() {
        let site = Site {
            ssid: Ssid::parse("home").expect("a name"),
            access: Access::Open,
            name: None,
            admin: Password::new("swordfish").expect("a password"),
        };
        let hashes = site.admin_hashes("smr-a1b2c3");
        assert_eq!(hashes.len(), 64);
        // As md5sum says.
        let md5 = 0x15b2_9ffd_ce66_e105_27a6_5bc6_d71a_d94d_u128;
        assert!(hashes.ends_with(&md5.to_be_bytes()));
        assert!(!format!("{site:?}").contains("swordfish"));
    }
}
