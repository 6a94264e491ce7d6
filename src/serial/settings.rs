//! The settings of a serial line: speed and character format, such as `115200 8N1`.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use crate::error::{Error, Result};

/// The speed of a serial line in bits per second, at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baud(NonZeroU32);

impl Baud {
    /// The speed of `bits_per_second`; nothing for zero.
    pub const fn new(bits_per_second: u32) -> Option<Baud> {
        match NonZeroU32::new(bits_per_second) {
            Some(rate) => Some(Baud(rate)),
            None => None,
        }
    }

    /// Bits per second.
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

impl Default for Baud {
    /// 115,200 bits per second, the speed of P1 since DSMR 4.0.
    fn default() -> Self {
        Baud(NonZeroU32::MIN.saturating_add(115_199))
    }
}

impl fmt::Display for Baud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Baud {
    type Err = Error;

    fn from_str(text: &str) -> Result<Baud> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let rate = text.parse().ok().filter(|_| digits).and_then(Baud::new);
        rate.ok_or_else(|| {
            Error::usage(format!("`{text}` is not a baud rate"))
                .hint("meters use 115200, 9600 or 2400")
        })
    }
}

/// Bits per character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataBits {
    /// 5 bits.
    Five,
    /// 6 bits.
    Six,
    /// 7 bits.
    Seven,
    /// 8 bits.
    Eight,
}

/// The parity bit of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parity {
    /// No parity bit.
    None,
    /// An even number of ones.
    Even,
    /// An odd number of ones.
    Odd,
}

/// Stop bits after a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopBits {
    /// 1 bit.
    One,
    /// 2 bits.
    Two,
}

/// The format of a character on the line, written as `8N1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// Bits per character.
    pub data_bits: DataBits,
    /// The parity bit.
    pub parity: Parity,
    /// Stop bits.
    pub stop_bits: StopBits,
}

impl Format {
    /// 8 data bits, no parity, 1 stop bit.
    pub const EIGHT_N_ONE: Format = Format {
        data_bits: DataBits::Eight,
        parity: Parity::None,
        stop_bits: StopBits::One,
    };
    /// 7 data bits, even parity, 1 stop bit.
    pub const SEVEN_E_ONE: Format = Format {
        data_bits: DataBits::Seven,
        parity: Parity::Even,
        stop_bits: StopBits::One,
    };
    /// 8 data bits, even parity, 1 stop bit.
    pub const EIGHT_E_ONE: Format = Format {
        data_bits: DataBits::Eight,
        parity: Parity::Even,
        stop_bits: StopBits::One,
    };

    /// Bits that one character takes on the line, with its start bit: 7 to 12.
    pub fn bits_per_character(self) -> u32 {
        let data = match self.data_bits {
            DataBits::Five => 5,
            DataBits::Six => 6,
            DataBits::Seven => 7,
            DataBits::Eight => 8,
        };
        let parity = u32::from(self.parity != Parity::None);
        let stop = match self.stop_bits {
            StopBits::One => 1,
            StopBits::Two => 2,
        };
        1 + data + parity + stop
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.data_bits {
            DataBits::Five => "5",
            DataBits::Six => "6",
            DataBits::Seven => "7",
            DataBits::Eight => "8",
        })?;
        f.write_str(match self.parity {
            Parity::None => "N",
            Parity::Even => "E",
            Parity::Odd => "O",
        })?;
        f.write_str(match self.stop_bits {
            StopBits::One => "1",
            StopBits::Two => "2",
        })
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Format> {
        format(text.as_bytes()).ok_or_else(|| {
            Error::usage(format!("`{text}` is not a character format"))
                .hint("write data bits, parity and stop bits, such as 8n1 or 7e1")
        })
    }
}

fn format(text: &[u8]) -> Option<Format> {
    let &[data, parity, stop] = text else {
        return None;
    };
    Some(Format {
        data_bits: match data {
            b'5' => DataBits::Five,
            b'6' => DataBits::Six,
            b'7' => DataBits::Seven,
            b'8' => DataBits::Eight,
            _ => return None,
        },
        parity: match parity.to_ascii_lowercase() {
            b'n' => Parity::None,
            b'e' => Parity::Even,
            b'o' => Parity::Odd,
            _ => return None,
        },
        stop_bits: match stop {
            b'1' => StopBits::One,
            b'2' => StopBits::Two,
            _ => return None,
        },
    })
}

/// Speed and character format of a line, displayed as `115200 8N1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineSettings {
    /// The speed.
    pub baud: Baud,
    /// The character format.
    pub format: Format,
}

impl LineSettings {
    /// How long `bytes` characters take on the line when they follow each other without a gap.
    pub fn time_for(self, bytes: usize) -> Duration {
        let bits = u64::from(self.format.bits_per_character()).saturating_mul(bytes as u64);
        Duration::from_nanos(bits.saturating_mul(1_000_000_000) / u64::from(self.baud.get()))
    }
}

impl Default for LineSettings {
    /// 115200 8N1, as P1 has it since DSMR 4.0.
    fn default() -> Self {
        LineSettings {
            baud: Baud::default(),
            format: Format::EIGHT_N_ONE,
        }
    }
}

impl fmt::Display for LineSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.baud, self.format)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_format_is_read_back() {
        let mut seen = 0;
        for data in '5'..='8' {
            for parity in ['N', 'E', 'O'] {
                for stop in ['1', '2'] {
                    let text = format!("{data}{parity}{stop}");
                    let format: Format = text.parse().unwrap();
                    assert_eq!(format.to_string(), text);
                    assert_eq!(text.to_lowercase().parse::<Format>().unwrap(), format);
                    seen += 1;
                }
            }
        }
        assert_eq!(seen, 24);
    }

    #[test]
    fn other_formats_and_rates_are_refused_with_an_example() {
        for text in ["", "8", "8n", "9n1", "8x1", "8n3", "8n1 ", "8n15"] {
            let error = text.parse::<Format>().expect_err(text);
            assert!(!error.hints().is_empty(), "{text}");
        }
        for text in ["", "0", "-1", "+9600", "9600.0", "fast", "99999999999"] {
            let error = text.parse::<Baud>().expect_err(text);
            assert!(!error.hints().is_empty(), "{text}");
        }
    }

    #[test]
    fn the_default_is_what_p1_uses() {
        assert_eq!(LineSettings::default().to_string(), "115200 8N1");
    }

    #[test]
    fn a_telegram_takes_its_time_on_the_line() {
        let time = LineSettings::default().time_for(1152);
        assert_eq!(time, Duration::from_millis(100));
        let slow = LineSettings {
            baud: Baud::new(2400).unwrap(),
            format: Format::EIGHT_E_ONE,
        };
        assert_eq!(slow.time_for(2400), Duration::from_secs(11));
    }
}
