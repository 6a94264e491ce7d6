//! The keys of meters that encrypt: which belongs to which meter. Keys do not print themselves.

use std::fmt;

use super::super::hex::hex;
use super::super::wire::ciphered::TITLE_BYTES;

/// An AES-128 key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Key([u8; Key::BYTES]);

impl Key {
    /// The length of a key.
    pub const BYTES: usize = 16;

    /// From 32 hexadecimal digits; spaces, colons and dashes between them are passed over. `None` for anything else.
    pub fn parse(text: &str) -> Option<Key> {
        octets(text).and_then(|octets| octets.try_into().ok().map(Key))
    }

    pub(super) const fn bytes(&self) -> &[u8; Key::BYTES] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// The bytes that hexadecimal digits spell, whatever stands between the pairs.
fn octets(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b' ' | b':' | b'-'))
        .map(|byte| {
            char::from(byte)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty()
        .then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// What one meter is read with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyPair {
    /// The key of the encryption (GUEK).
    pub encryption: Key,
    /// The key of the authentication (GAK); where there is none, the one that Luxembourg has published is tried.
    pub authentication: Option<Key>,
}

/// Whom a pair of keys belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Owner {
    Title([u8; TITLE_BYTES]),
    /// The number of a meter as it is printed on it.
    Number(String),
}

/// The keys of several meters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    of_all: Option<KeyPair>,
    of_some: Vec<(Owner, KeyPair)>,
}

impl Keys {
    /// No keys.
    pub fn none() -> Keys {
        Keys::default()
    }

    /// Whether there is no key at all.
    pub fn is_empty(&self) -> bool {
        self.of_all.is_none() && self.of_some.is_empty()
    }

    /// Sets the keys of every meter that has none of its own.
    pub fn set_for_all(&mut self, pair: KeyPair) {
        self.of_all = Some(pair);
    }

    /// Adds the keys of the meter with this system title, in 16 hexadecimal digits; `false` if `title` is none.
    pub fn add_title(&mut self, title: &str, pair: KeyPair) -> bool {
        let title = octets(title).and_then(|octets| octets.try_into().ok());
        self.add(title.map(Owner::Title), pair)
    }

    /// Adds the keys of the meter with this number: three letters of the manufacturer and digits, as in `KFM1020007840`
    /// or `SAG1030700123456`, or the digits alone. `false` if there is no digit in it.
    pub fn add_number(&mut self, number: &str, pair: KeyPair) -> bool {
        let number: String = number
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let is_number = number.bytes().any(|byte| byte.is_ascii_digit());
        self.add(is_number.then_some(Owner::Number(number)), pair)
    }

    fn add(&mut self, owner: Option<Owner>, pair: KeyPair) -> bool {
        let is_known = owner.is_some();
        self.of_some.extend(owner.map(|owner| (owner, pair)));
        is_known
    }

    /// The keys of the meter with this system title.
    pub(in super::super) fn find(&self, title: &[u8]) -> Option<KeyPair> {
        let own = self.of_some.iter().find(|(owner, _)| owner.is(title));
        own.map(|(_, pair)| *pair).or(self.of_all)
    }
}

impl Owner {
    /// Manufacturers put a number into the last bytes of the title, some in binary and some digit by digit.
    fn is(&self, title: &[u8]) -> bool {
        match self {
            Owner::Title(own) => own == title,
            Owner::Number(number) => {
                let Some((letters, serial)) = title.split_at_checked(3) else {
                    return false;
                };
                let Some(digits) = behind_letters(number, letters) else {
                    return false;
                };
                let trimmed = |text: &str| text.trim_start_matches('0').to_owned();
                let packed = hex(serial);
                // The first half byte of the binary form holds the kind of device.
                let low = serial
                    .iter()
                    .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
                let numbers = [
                    low,
                    low & 0x0F_FFFF_FFFF,
                    low & 0xFFFF_FFFF,
                    low & 0x0FFF_FFFF,
                ];
                let wanted = trimmed(digits);
                !wanted.is_empty()
                    && (trimmed(&packed) == wanted
                        || numbers.iter().any(|number| number.to_string() == wanted))
            }
        }
    }
}

/// The digits of a meter's number; `None` if it names another manufacturer.
fn behind_letters<'a>(number: &'a str, letters: &[u8]) -> Option<&'a str> {
    if number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(number);
    }
    let (own, digits) = number.split_at_checked(3)?;
    own.as_bytes()
        .eq_ignore_ascii_case(letters)
        .then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGITS: &str = "00112233445566778899AABBCCDDEEFF";

    fn pair(digits: &str) -> KeyPair {
        KeyPair {
            encryption: Key::parse(digits).expect("a key"),
            authentication: None,
        }
    }

    #[test]
    fn a_key_is_sixteen_bytes_in_hexadecimal_digits() {
        let key = Key::parse(DIGITS);
        assert!(key.is_some());
        assert_eq!(Key::parse(&DIGITS.to_lowercase()), key);
        assert_eq!(
            Key::parse("00:11:22:33 44-55-66-77 8899 AABB CCDD EEFF"),
            key
        );
        for text in [
            "",
            "0011",
            "G0112233445566778899AABBCCDDEEFF",
            "00112233445566778899AABBCCDDEEFF00",
        ] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_key_does_not_print_itself() {
        let mut keys = Keys::none();
        keys.set_for_all(pair(DIGITS));
        let printed = format!("{keys:?}");
        assert!(
            !printed.contains("17") && printed.contains("Key(..)"),
            "{printed}"
        );
    }

    #[test]
    fn the_own_key_of_a_meter_goes_before_the_one_for_all() {
        let (own, other) = (pair(DIGITS), pair(&"AB".repeat(16)));
        let title = b"KFM\x10\x20\x00\x78\x40";
        let mut keys = Keys::none();
        assert!(keys.is_empty() && keys.find(title).is_none());
        assert!(keys.add_title("4B464D1020007840", own));
        assert_eq!(keys.find(title), Some(own));
        assert_eq!(keys.find(b"KFM\x10\x20\x00\x78\x41"), None);
        keys.set_for_all(other);
        assert_eq!(keys.find(title), Some(own));
        assert_eq!(keys.find(b"KFM\x10\x20\x00\x78\x41"), Some(other));
        assert!(!keys.add_title("4B46", own) && !keys.add_number("KFM", own));
    }

    #[test]
    fn a_meter_is_known_by_the_number_printed_on_it() {
        for (number, title) in [
            ("KFM1020007840", &b"KFM\x10\x20\x00\x78\x40"[..]),
            ("1020007840", b"KFM\x10\x20\x00\x78\x40"),
            ("kam-28045375", b"KAM\x45\x01\xab\xf0\x3f"),
        ] {
            let mut keys = Keys::none();
            assert!(keys.add_number(number, pair(DIGITS)));
            assert!(keys.find(title).is_some(), "{number}");
            assert!(keys.find(b"XYZ\x10\x20\x00\x78\x41").is_none(), "{number}");
        }
    }
}
