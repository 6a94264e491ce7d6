//! What a kind of meter is.

use std::time::Duration;

use super::binary::{self, Wire};
use super::clock::Zone;
use super::layout::Line;
use super::meters::PROFILES;
use super::phases::Tariff;
use super::sun::Place;
use super::supply::ReadEvery;
use crate::decode::{Key, KeyPair, Keys};

/// A kind of meter that can be simulated.
#[derive(Debug)]
pub struct Profile {
    pub(super) name: &'static str,
    /// A short name, of the country: its most common meter.
    pub(super) short: Option<&'static str>,
    pub(super) label: &'static str,
    /// The dialect as the decoder says it, where that is not the name.
    pub(super) dialect: Option<&'static str>,
    pub(crate) wire: Wire,
    pub(crate) ident: &'static str,
    /// Digits of the equipment number that the ident line ends with.
    pub(crate) ident_digits: u8,
    /// Whether an empty line follows the ident, as IEC 62056-21 wants it.
    pub(crate) has_blank_line: bool,
    pub(crate) lines: &'static [Line],
    pub(crate) ending: Ending,
    /// Milliseconds between telegrams.
    pub(crate) period: u32,
    pub(crate) tariffs: TariffClock,
    /// Milliwatts that the last digit of a power stands for.
    pub(crate) power_step: u32,
    pub(crate) read_every: ReadEvery,
    /// Whether the log of power failures ends with the entry of a time before the meter knew the time.
    pub(crate) has_unset_failure: bool,
    pub(crate) zone: Zone,
    pub(crate) place: Place,
}

/// What stands behind the exclamation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Four hexadecimal digits of CRC-16/ARC.
    Crc,
    /// The same without leading zeros, as heat meters write it.
    CrcWithoutLeadingZeros,
    /// Nothing.
    Nothing,
}

/// Which tariff is in force when, by local time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TariffClock {
    /// One tariff all the time.
    Single,
    /// A low tariff in the night and, where so agreed, all weekend.
    LowAtNight {
        low: Tariff,
        from_hour: i8,
        until_hour: i8,
        low_on_weekends: bool,
    },
}

impl Profile {
    /// The profile of this name, for example `nl-dsmr-5.0`, or the most common one of a country, for example `nl`.
    pub fn find(name: &str) -> Option<&'static Profile> {
        let is_named = |profile: &&Profile| profile.name == name || profile.short == Some(name);
        PROFILES.iter().find(is_named)
    }

    /// Its name: mostly that of the dialect it speaks.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The name of the dialect it speaks, as the decoder says it.
    pub fn dialect(&self) -> &'static str {
        self.dialect.unwrap_or(self.name)
    }

    /// Whether its telegrams are lines of ASCII.
    pub fn is_text(&self) -> bool {
        matches!(self.wire, Wire::Lines)
    }

    /// What opens its telegrams, if it encrypts them: `--key`, and `--auth-key` if that proves anything, in hexadecimal
    /// digits.
    pub fn keys(&self) -> Option<(&'static str, Option<&'static str>)> {
        match self.wire {
            Wire::CipheredLines(_) => Some((binary::TEST_KEY, None)),
            Wire::Notification(push) => push.secret.map(|secret| {
                let is_authenticated = secret.security & binary::AUTHENTICATED != 0;
                (
                    binary::TEST_KEY,
                    is_authenticated.then_some(binary::TEST_AUTHENTICATION_KEY),
                )
            }),
            Wire::Lines | Wire::Sml(_) => None,
        }
    }

    /// What it is, for people.
    pub fn label(&self) -> &'static str {
        self.label
    }

    /// The same for a decoder; no keys for a meter that does not encrypt.
    pub fn decoder_keys(&self) -> Keys {
        let mut keys = Keys::none();
        let pair = self.keys().and_then(|(encryption, authentication)| {
            Some(KeyPair {
                encryption: Key::parse(encryption)?,
                authentication: authentication.and_then(Key::parse),
            })
        });
        if let Some(pair) = pair {
            keys.set_for_all(pair);
        }
        keys
    }

    /// What a person should know of a meter that encrypts: how to read it.
    pub fn key_note(&self) -> Option<String> {
        let (key, authentication) = self.keys()?;
        let authentication = authentication
            .map(|key| format!(" --auth-key {key}"))
            .unwrap_or_default();
        Some(format!(
            "the simulated meter {} encrypts; its test key: --key {key}{authentication}",
            self.name
        ))
    }

    /// Time from one telegram to the next, on average: 1 to 10 seconds.
    pub fn period(&self) -> Duration {
        Duration::from_millis(self.period.into())
    }
}

/// All meters that can be simulated, always in the same order.
pub fn profiles() -> &'static [Profile] {
    PROFILES
}
