//! Secrets: read from files, standard input or the environment, and never shown.

use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::process::Command;

use crate::error::{Error, Result};

/// The variable of the environment with the admin password.
pub const VARIABLE: &str = "SMR_PASSWORD";

/// The variable of the environment with the password of a Wi-Fi network.
pub const WIFI_VARIABLE: &str = "SMR_WIFI_PASSWORD";

/// Keeps the variables with passwords from another program, which has no need of them.
pub fn withhold(command: &mut Command) -> &mut Command {
    command.env_remove(VARIABLE).env_remove(WIFI_VARIABLE)
}

/// The longest file of a password that is read, in bytes.
const LONGEST: u64 = 4_096;

/// A password. It does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// A password that is known already; `None` if it is empty.
    pub fn new(text: impl Into<String>) -> Option<Password> {
        let text = text.into();
        (!text.is_empty()).then_some(Password(text))
    }

    /// The first line of a file; `-` is standard input.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage): a file that cannot be read or has no password in it.
    pub fn from_file(path: &Path) -> Result<Password> {
        if path.as_os_str() == "-" {
            return Password::read(io::stdin().lock(), "standard input");
        }
        let shown = path.display().to_string();
        let file = std::fs::File::open(path).map_err(|cause| {
            Error::usage(format!("cannot read {shown}"))
                .because(cause)
                .hint("write the password into its first line, for nobody else to read")
        })?;
        Password::read(file, &shown)
    }

    /// The first line of `input`, which messages call `name`.
    ///
    /// # Errors
    ///
    /// As [`Password::from_file`].
    pub fn read(input: impl Read, name: &str) -> Result<Password> {
        let mut text = String::new();
        input
            .take(LONGEST)
            .read_to_string(&mut text)
            .map_err(|cause| {
                Error::usage(format!("cannot read a password from {name}")).because(cause)
            })?;
        // Spaces may belong to a password.
        Password::new(text.lines().next().unwrap_or_default()).ok_or_else(|| {
            Error::usage(format!("there is no password in {name}"))
                .hint("write it into the first line")
        })
    }

    /// That of the environment, if there is one.
    pub fn from_environment() -> Option<Password> {
        Password::from_variable(VARIABLE)
    }

    /// What a variable of the environment holds, if there is one.
    pub fn from_variable(name: &str) -> Option<Password> {
        std::env::var(name).ok().and_then(Password::new)
    }

    /// The password itself, for whoever computes with it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_password() {
        for (text, expected) in [
            ("secret", "secret"),
            ("secret\n", "secret"),
            ("secret\r\nmore\n", "secret"),
            (" with spaces \n", " with spaces "),
            ("pässwörd", "pässwörd"),
        ] {
            let password = Password::read(text.as_bytes(), "a test").expect(text);
            assert_eq!(password.expose(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_file_without_a_password_is_refused() {
        for bytes in [&b""[..], b"\n", b"\nsecret", b"\xff\xfe"] {
            assert!(Password::read(bytes, "a test").is_err(), "{bytes:?}");
        }
        assert!(Password::from_file(Path::new("/nonexistent/secret")).is_err());
    }

    #[test]
    fn a_password_does_not_print_itself() {
        let password = Password::new("hunter2").expect("a password");
        assert!(!format!("{password:?}").contains("hunter2"));
        assert_eq!(Password::new(""), None);
    }
}
