//! What other programs have to be told to read a meter: the DSMR integration of Home Assistant, the `dsmr` component of `ESPHome`,
//! and DSMR-reader.

/// The settings for one dialect.
#[derive(Debug, PartialEq, Eq)]
pub struct Settings {
    /// The dialect.
    pub dialect: &'static str,
    /// The line, as the meter drives it.
    pub line: &'static str,
    /// `dsmr_version` of Home Assistant; nothing where it cannot read the meter.
    pub home_assistant: Option<&'static str>,
    /// What `ESPHome` needs beside its defaults; nothing where its `dsmr` component cannot read the meter.
    pub esphome: Option<&'static str>,
    /// What DSMR-reader is to be set to; nothing where it cannot read the meter.
    pub dsmr_reader: Option<&'static str>,
}

const P1: &str = "115200 baud 8N1, inverted";
const USUAL: Option<&str> = Some(
    "baud_rate: 115200, inverted: true at the rx_pin, rx_buffer_size: 1700; request_pin if data request is wired to a pin",
);

macro_rules! settings {
    ($($dialect:literal $line:expr, $home:expr, $esphome:expr, $reader:expr;)*) => {
        /// All that is known.
        pub static SETTINGS: &[Settings] = &[$(Settings {
            dialect: $dialect,
            line: $line,
            home_assistant: $home,
            esphome: $esphome,
            dsmr_reader: $reader,
        },)*];
    };
}

settings! {
    "nl-dsmr-2.2" "9600 baud 7E1, inverted", Some("2.2"),
        Some("crc_check: false, baud_rate: 9600, data_bits: 7, parity: EVEN, inverted: true at the rx_pin; request_pin if data request is wired to a pin"),
        Some("DSMR 2 and 3, 9600 baud 7E1");
    "nl-ace4000" "9600 baud 7E1, inverted", Some("2.2"),
        Some("crc_check: false, baud_rate: 9600, data_bits: 7, parity: EVEN, inverted: true at the rx_pin"), Some("DSMR 2 and 3, 9600 baud 7E1");
    "nl-dsmr-4.0" P1, Some("4"), USUAL, Some("DSMR 4 and 5");
    "nl-dsmr-4.2" P1, Some("4"), USUAL, Some("DSMR 4 and 5");
    "nl-dsmr-5.0" P1, Some("5"), USUAL, Some("DSMR 4 and 5");
    "be-emucs" P1, Some("5B"),
        Some("baud_rate: 115200, inverted: true at the rx_pin, rx_buffer_size: 1700; gas comes as gas_delivered_be, gas_mbus_id and water_mbus_id are the channels"),
        Some("Fluvius (Belgium)");
    "be-wallonia" P1, Some("5B"), USUAL, Some("Fluvius (Belgium)");
    "be-brussels" P1, Some("5B"), USUAL, Some("Fluvius (Belgium)");
    "lu-smarty" P1, Some("5L"),
        Some("decryption_key with the operator's key, max_telegram_length and rx_buffer_size for the longer telegram, inverted: true at the rx_pin"),
        Some("Smarty (Luxembourg), once it is decrypted");
    "se-p1" P1, Some("5S"), USUAL, None;
    "hu-p1" P1, Some("5EONHU"), USUAL, None;
    "lt-p1" P1, None, Some("max_telegram_length and rx_buffer_size of 3072, inverted: true at the rx_pin"), None;
    "at-p1" P1, None, USUAL, None;
    "ch-p1" P1, None, USUAL, None;
    "de-d0" "9600 baud 7E1, optical", None, None, None;
    "de-sml" "9600 baud 8N1, optical", None, None, None;
    "nordic-aidon" "2400 baud 8E1, M-Bus", None, None, None;
    "nordic-kaifa" "2400 baud 8E1, M-Bus", None, None, None;
    "nordic-kamstrup" "2400 baud 8N1 or 8E1, M-Bus", None, None, None;
    "no-landis-gyr" "2400 baud 8E1, M-Bus", None, None, None;
    "ch-push" "2400 or 9600 baud, M-Bus or P1", None, None, None;
    "at-mbus" "2400 baud 8E1, M-Bus", None, None, None;
}

/// The settings for a dialect, by its name in `smr.telegram/1`.
pub fn settings(dialect: &str) -> Option<&'static Settings> {
    SETTINGS.iter().find(|settings| settings.dialect == dialect)
}

impl Settings {
    /// One clause for each program.
    pub(super) fn told(&self) -> impl Iterator<Item = String> + use<> {
        let or = |what: Option<&str>, how: &str, cannot: &str| match what {
            Some(what) => format!("{how}{what}"),
            None => cannot.to_owned(),
        };
        [
            or(
                self.home_assistant,
                "Home Assistant, DSMR: version (dsmr_version) ",
                "Home Assistant's DSMR integration has no version for this meter",
            ),
            or(
                self.esphome,
                "ESPHome, dsmr: ",
                "ESPHome's dsmr component does not read this meter: it has others for DLMS and SML",
            ),
            or(
                self.dsmr_reader,
                "DSMR-reader: ",
                "DSMR-reader does not read this meter",
            ),
        ]
        .into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::dialect::DIALECTS;

    #[test]
    fn settings_are_for_dialects_that_there_are() {
        for settings in SETTINGS {
            let is_known = DIALECTS.iter().any(|it| it.id == settings.dialect);
            assert!(is_known, "{}", settings.dialect);
        }
    }
}
