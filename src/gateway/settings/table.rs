//! Every setting of a gateway. Ranges are those of the firmware (`firmware/core/store/settings.cpp`).

use serde_json::Value;

use super::closest::closest;
use crate::error::{Error, Result};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// UTF-8 without control characters, so many bytes.
    Text {
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// Yes or no.
    Flag,
    /// A whole number.
    Number {
        /// The smallest.
        least: u32,
        /// The largest.
        most: u32,
    },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// The number of one of these GPIOs, or none.
    Pin(&'static [u32]),
    /// An IPv4 address.
    Address,
    /// The passphrase or key of a Wi-Fi network, or none for an open one.
    Passphrase,
    /// An admin password.
    Password,
    /// A public key of ECDSA P-256, or none.
    Key,
}

/// Who may do what with a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It is read and changed.
    Full,
    /// It is changed, and never told.
    WriteOnly,
    /// It is only told.
    ReadOnly,
}

/// One setting.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    /// Where it is in `smr.config/1`: `serial.baud`.
    pub path: &'static str,
    /// What its value is.
    pub shape: Shape,
    /// Who may do what with it.
    pub access: Access,
    /// The unit of its value, or nothing.
    pub unit: &'static str,
    /// What a gateway starts with, as JSON.
    pub default: &'static str,
    /// What it is for.
    pub help: &'static str,
}

/// The GPIOs that are free: 6 to 11 belong to the flash chip, 1 and 3 to the serial line.
pub const PINS: &[u32] = &[0, 2, 4, 5, 12, 13, 14, 15, 16];

/// Those that have a pull-up: a button without one would float, and reset everything.
const BUTTON_PINS: &[u32] = &[0, 2, 4, 5, 12, 13, 14, 15];

/// What to know about outputs at GPIOs by whose level the chip tells, when it starts, what it is to do.
const CAUTIONS: &[(u64, &str)] = &[
    (
        0,
        "GPIO0 must not be pulled low while the gateway starts: the chip would wait for a new program",
    ),
    (
        2,
        "GPIO2 must not be pulled low while the gateway starts, and the chip writes on it before the firmware runs",
    ),
    (
        15,
        "GPIO15 must not be pulled high while the gateway starts: the chip would not start",
    ),
];

const FORMATS: &[&str] = &[
    "7n1", "7n2", "7e1", "7e2", "7o1", "7o2", "8n1", "8n2", "8e1", "8e2", "8o1", "8o2",
];

const fn full(
    path: &'static str,
    shape: Shape,
    unit: &'static str,
    default: &'static str,
    help: &'static str,
) -> Setting {
    Setting {
        path,
        shape,
        access: Access::Full,
        unit,
        default,
        help,
    }
}

const fn write_only(path: &'static str, shape: Shape, help: &'static str) -> Setting {
    Setting {
        path,
        shape,
        access: Access::WriteOnly,
        unit: "",
        default: "null",
        help,
    }
}

const fn read_only(
    path: &'static str,
    shape: Shape,
    default: &'static str,
    help: &'static str,
) -> Setting {
    Setting {
        path,
        shape,
        access: Access::ReadOnly,
        unit: "",
        default,
        help,
    }
}

const ANY: Shape = Shape::Number {
    least: 0,
    most: u32::MAX,
};

/// All settings, in the order of `smr.config/1`.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    full("name", Shape::Text { least: 0, most: 32 }, "", "\"\"", "what it is called; without a name, by its id"),
    full("wifi.ssid", Shape::Text { least: 1, most: 32 }, "", "\"\"", "the Wi-Fi network that it joins"),
    write_only("wifi.passphrase", Shape::Passphrase, "the passphrase of that network, or none if it is open"),
    read_only("wifi.secret_set", Shape::Flag, "false", "whether it keeps a passphrase"),
    full("network.fixed", Shape::Flag, "", "false", "whether its addresses are fixed; if not they come by DHCP"),
    full("network.address", Shape::Address, "", "\"0.0.0.0\"", "its own address, if fixed"),
    full("network.netmask", Shape::Address, "", "\"0.0.0.0\"", "the mask of its network, if fixed"),
    full("network.gateway", Shape::Address, "", "\"0.0.0.0\"", "the router, if fixed"),
    full("network.dns", Shape::Address, "", "\"0.0.0.0\"", "the name server, if fixed"),
    full("serial.baud", Shape::Number { least: 300, most: 115_200 }, "Bd", "115200", "the speed of the meter's line"),
    full("serial.format", Shape::Choice(FORMATS), "", "\"8n1\"", "its data bits, parity and stop bits"),
    full("serial.inverted", Shape::Flag, "", "true", "whether it idles low, as the P1 ports of meters do"),
    full("radio.power_dbm", Shape::Number { least: 0, most: 20 }, "dBm", "14", "the power of its radio"),
    full("radio.mode", Shape::Choice(&["b", "g", "n"]), "", "\"n\"", "the mode of IEEE 802.11"),
    full("pins.led", Shape::Pin(PINS), "GPIO", "null", "the LED"),
    full("pins.led_active_low", Shape::Flag, "", "false", "whether the LED lights at a low level"),
    full("pins.request", Shape::Pin(PINS), "GPIO", "null", "the line that asks the meter for telegrams"),
    full("pins.request_active_low", Shape::Flag, "", "false", "whether a low level asks"),
    full("pins.button", Shape::Pin(BUTTON_PINS), "GPIO", "0", "the button: held for 5 s it resets everything"),
    full("ota.arduino", Shape::Flag, "", "true", "whether updates by the ArduinoOTA protocol are taken"),
    write_only("ota.public_key", Shape::Key, "the key that firmware must be signed with, or none"),
    read_only("ota.key_pinned", Shape::Flag, "false", "whether firmware must be signed"),
    full("ota.rollback_protection", Shape::Flag, "", "false", "whether firmware of a lower security version is refused"),
    read_only("ota.security_floor", ANY, "0", "the lowest security version that is taken"),
    write_only("admin.password", Shape::Password, "the admin password"),
    read_only("admin.set", Shape::Flag, "false", "whether there is an admin password"),
];

impl Setting {
    /// The setting of this path.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage) with the path that was perhaps meant.
    pub fn find(path: &str) -> Result<&'static Setting> {
        if let Some(found) = SETTINGS.iter().find(|setting| setting.path == path) {
            return Ok(found);
        }
        let shown: String = path.chars().take(60).collect();
        let error = Error::usage(format!("there is no setting {shown:?}"));
        let paths = SETTINGS.iter().map(|setting| setting.path);
        let error = match closest(path, paths) {
            Some(meant) => error.hint(format!("perhaps {meant}?")),
            None => error,
        };
        Err(error.hint("see all of them: smr config list"))
    }

    /// What values it takes, for people; with the unit.
    pub fn range(&self) -> String {
        let range = match self.shape {
            Shape::Text { least: 0, most } => format!("at most {most} bytes"),
            Shape::Text { least, most } => format!("{least} to {most} bytes"),
            Shape::Flag => "true or false".to_owned(),
            Shape::Number { .. } if self.access == Access::ReadOnly => "a number".to_owned(),
            Shape::Number { least, most } => format!("{least} to {most}"),
            Shape::Choice(words) if words.len() > 6 => {
                "7 or 8; n, e or o; 1 or 2: such as 8n1".to_owned()
            }
            Shape::Choice(words) => words.join(", "),
            Shape::Pin(pins) => format!(
                "0, 2, 4, 5, 12 to {}, or none",
                pins.last().copied().unwrap_or_default()
            ),
            Shape::Address => "an IPv4 address".to_owned(),
            Shape::Passphrase => "8 to 63 bytes, 64 hexadecimal digits, or none".to_owned(),
            Shape::Password => "8 to 64 bytes".to_owned(),
            Shape::Key => "128 hexadecimal digits, a PEM file, or none".to_owned(),
        };
        match (self.shape, self.unit) {
            (Shape::Number { .. }, unit) if !unit.is_empty() => format!("{range} {unit}"),
            _ => range,
        }
    }

    /// What to know about a value that is taken all the same.
    pub fn caution(&self, value: &Value) -> Option<&'static str> {
        if !matches!(self.path, "pins.led" | "pins.request") {
            return None;
        }
        let pin = value.as_u64()?;
        let (_, text) = CAUTIONS.iter().find(|(strapping, _)| *strapping == pin)?;
        Some(text)
    }

    /// Whether its value must not be shown, nor stand on a command line.
    pub fn is_secret(&self) -> bool {
        matches!(self.shape, Shape::Passphrase | Shape::Password)
    }

    /// Whether it says which network the gateway is in, and as whom.
    pub fn is_network(&self) -> bool {
        self.path.starts_with("wifi.") || self.path.starts_with("network.")
    }

    /// Whether two gateways with the same value would be in each other's way.
    pub fn is_individual(&self) -> bool {
        matches!(self.path, "name" | "network.address")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn outputs_at_pins_that_decide_how_the_chip_starts_come_with_a_word() {
        for (path, pin, is_told) in [
            ("pins.led", 0, true),
            ("pins.led", 2, true),
            ("pins.request", 15, true),
            ("pins.led", 4, false),
            ("pins.request", 16, false),
            // The FLASH button of most boards.
            ("pins.button", 0, false),
        ] {
            let setting = Setting::find(path).expect("known");
            let caution = setting.caution(&Value::from(pin));
            assert_eq!(caution.is_some(), is_told, "{path}={pin}");
            assert!(caution.is_none_or(|text| text.contains(&format!("GPIO{pin} "))));
        }
        let led = Setting::find("pins.led").expect("known");
        assert_eq!(led.caution(&Value::Null), None);
    }

    #[test]
    fn a_typo_is_answered_with_what_was_perhaps_meant() {
        assert_eq!(Setting::find("serial.baud").expect("known").unit, "Bd");
        for (text, meant) in [
            ("serial.buad", "serial.baud"),
            ("baud", "serial.baud"),
            ("Serial.Baud", "serial.baud"),
            ("wifi.password", "wifi.passphrase"),
            ("ssid", "wifi.ssid"),
            ("admin.pasword", "admin.password"),
        ] {
            let error = Setting::find(text).expect_err(text);
            let hints = error.hints().join("; ");
            assert!(hints.contains(meant), "{text}: {hints}");
        }
        let error = Setting::find("colour").expect_err("nothing like it");
        assert!(!error.hints().join("; ").contains("perhaps"), "{error:?}");
    }

    #[test]
    fn the_table_has_all_fields_of_the_schema_and_no_others() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../../docs/schema/smr.config-1.json"))
                .expect("a schema");
        let mut expected = BTreeSet::new();
        for (key, value) in schema["properties"].as_object().expect("fields") {
            match value["properties"].as_object() {
                Some(inner) => expected.extend(inner.keys().map(|name| format!("{key}.{name}"))),
                None if key != "schema" => _ = expected.insert(key.clone()),
                None => {}
            }
        }
        let told = SETTINGS.iter().filter(|it| it.access != Access::WriteOnly);
        let told: BTreeSet<String> = told.map(|setting| setting.path.to_owned()).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn the_firmware_knows_every_setting_that_can_be_changed() {
        let source = include_str!("../../../firmware/core/api/config_patch.cpp");
        for setting in SETTINGS.iter().filter(|it| it.access != Access::ReadOnly) {
            for part in setting.path.split('.') {
                assert!(source.contains(&format!("SMR_TEXT(\"{part}\")")), "{part}");
            }
        }
    }
}
