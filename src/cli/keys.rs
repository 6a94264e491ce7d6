//! `--key`, `--auth-key` and `--key-file`, as all commands that decode take them.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::config::keys;
use crate::decode::{Key, KeyPair, Keys};
use crate::error::{Error, Result};

/// The keys of meters that encrypt.
#[derive(Clone, Args)]
pub(super) struct KeyArgs {
    /// Key of a meter that encrypts, 32 hexadecimal digits; others can see it: a key file is safer
    #[arg(long, value_name = "HEX", env = "SMR_KEY", hide_env_values = true)]
    key: Option<String>,
    /// Its authentication key, to prove that telegrams are genuine
    #[arg(long, value_name = "HEX", env = "SMR_AUTH_KEY", hide_env_values = true)]
    auth_key: Option<String>,
    /// File with the keys of one or more meters, by system title or number
    ///
    /// It holds either one key in 32 hexadecimal digits, or TOML with a table for each meter:
    /// `[[meter]]`, `title = "4B464D1020007840"` (or `number = "KFM1020007840"`), `key = "..."` and, if there is one,
    /// `auth_key = "..."`.
    #[arg(long, value_name = "FILE", env = "SMR_KEY_FILE")]
    key_file: Option<PathBuf>,
}

impl std::fmt::Debug for KeyArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyArgs")
            .field("key_file", &self.key_file)
            .finish_non_exhaustive()
    }
}

impl KeyArgs {
    /// All keys that were given.
    pub(super) fn keys(&self) -> Result<Arc<Keys>> {
        let mut all = Keys::none();
        if let Some(path) = &self.key_file {
            keys::read_file(path, &mut all)?;
        }
        let authentication = self
            .auth_key
            .as_deref()
            .map(|text| parse(text, "--auth-key"))
            .transpose()?;
        match &self.key {
            Some(text) => all.set_for_all(KeyPair {
                encryption: parse(text, "--key")?,
                authentication,
            }),
            None if authentication.is_some() => {
                return Err(Error::usage("--auth-key alone opens nothing")
                    .hint("give the key of the encryption as well, with --key"));
            }
            None => {}
        }
        Ok(Arc::new(all))
    }
}

/// The message says what is wrong with a key without showing it.
fn parse(text: &str, option: &str) -> Result<Key> {
    Key::parse(text).ok_or_else(|| {
        let digits = text.chars().filter(char::is_ascii_hexdigit).count();
        Error::usage(format!(
            "{option} is no key: it has {digits} hexadecimal digits among {} characters",
            text.chars().count()
        ))
        .hint("a key has 32 hexadecimal digits; spaces and dashes between them are passed over")
    })
}
