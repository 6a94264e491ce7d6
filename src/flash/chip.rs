//! What the chip says of itself: its kind, its MAC address, its flash chip.

use std::fmt;

use crate::image::Board;

/// Where the mask ROM has a word by which kinds of chips are told apart.
pub const KIND_AT: u32 = 0x4000_1000;
/// That word in an ESP8266.
const ESP8266: u32 = 0xFFF0_C101;
/// That word in other chips.
const OTHERS: &[(u32, &str)] = &[(0x00F0_1D83, "an ESP32"), (0x0000_07C6, "an ESP32-S2")];

/// Where the words are that were burnt in when the chip was made.
pub const BURNT_AT: [u32; 3] = [0x3FF0_0050, 0x3FF0_0054, 0x3FF0_005C];

/// What another chip than an ESP8266 is, by its word at [`KIND_AT`]; nothing for an ESP8266.
pub fn other_kind(word: u32) -> Option<&'static str> {
    if word == ESP8266 {
        return None;
    }
    let known = OTHERS.iter().find(|(kind, _)| *kind == word);
    Some(known.map_or("another chip", |(_, name)| name))
}

/// A MAC address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mac(pub [u8; 6]);

impl Mac {
    /// Espressif's first two blocks of addresses, for chips that do not have the upper half burnt in.
    const OLD_BLOCKS: [[u8; 3]; 2] = [[0x18, 0xFE, 0x34], [0xAC, 0xD0, 0x74]];

    /// The address in the words at [`BURNT_AT`].
    pub fn from_burnt(words: [u32; 3]) -> Mac {
        let [first, second, last] = words.map(u32::to_be_bytes);
        let upper = match last {
            [_, 0, 0, 0] if second[1] == 1 => Mac::OLD_BLOCKS[1],
            [_, 0, 0, 0] => Mac::OLD_BLOCKS[0],
            [_, a, b, c] => [a, b, c],
        };
        let [a, b, c] = upper;
        Mac([a, b, c, second[2], second[3], first[0]])
    }

    /// The id of the gateway on this chip.
    pub fn gateway_id(self) -> String {
        let [_, _, _, d, e, f] = self.0;
        format!("smr-{d:02x}{e:02x}{f:02x}")
    }

    /// The name of the access point of the gateway on this chip.
    pub fn access_point(self) -> String {
        let [.., e, f] = self.0;
        format!("SMR-BRIDGE-{e:02X}{f:02X}")
    }
}

/// `5c:cf:7f:a1:b2:c3`
impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, rest @ ..] = self.0;
        write!(f, "{first:02x}")?;
        rest.iter().try_for_each(|byte| write!(f, ":{byte:02x}"))
    }
}

/// What a flash chip answers to the JEDEC command 0x9F: maker, kind, and its size as a power of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlashId(pub u32);

impl FlashId {
    /// The maker's number in the JEDEC's list.
    pub fn maker(self) -> u8 {
        self.0.to_le_bytes()[0]
    }

    /// Bytes in it, from 256 KiB to 16 MiB; nothing if it does not say a size.
    pub fn size(self) -> Option<u32> {
        let exponent = self.0.to_le_bytes()[2];
        (18..=24).contains(&exponent).then(|| 1 << exponent)
    }
}

/// `ef4014`, as esptool has it apart: maker, kind, size.
impl fmt::Display for FlashId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [maker, kind, size, _] = self.0.to_le_bytes();
        write!(f, "{maker:02x}{kind:02x}{size:02x}")
    }
}

/// A chip in its loader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chip {
    /// Its MAC address as a station.
    pub mac: Mac,
    /// Its flash chip.
    pub flash_id: FlashId,
    /// Bytes in its flash chip.
    pub flash_size: u32,
}

impl Chip {
    /// The board that there is firmware for: the one with the largest flash that this one has room for. Nothing if it is too small.
    pub fn board(&self) -> Option<Board> {
        let fits = |board: &Board| board.flash_size() as u64 <= u64::from(self.flash_size);
        Board::ALL.into_iter().rev().find(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mac_address_is_put_together_from_the_burnt_words() {
        let mac = Mac::from_burnt([0xC300_0000, 0x0002_A1B2, 0x005C_CF7F]);
        assert_eq!(mac.to_string(), "5c:cf:7f:a1:b2:c3");
        assert_eq!(mac.access_point(), "SMR-BRIDGE-B2C3");
        let old = |second| Mac::from_burnt([0xC300_0000, second, 0]).to_string();
        assert_eq!(old(0x0000_A1B2), "18:fe:34:a1:b2:c3");
        assert_eq!(old(0x0001_A1B2), "ac:d0:74:a1:b2:c3");
    }

    #[test]
    fn other_chips_are_named() {
        assert_eq!(other_kind(0xFFF0_C101), None);
        assert_eq!(other_kind(0x00F0_1D83), Some("an ESP32"));
        assert_eq!(other_kind(0), Some("another chip"));
    }

    #[test]
    fn the_flash_size_chooses_the_board() {
        for (id, size, board) in [
            (0x13_40EF, Some(512 << 10), None),
            (0x14_40EF, Some(1 << 20), Some(Board::Esp8266With1M)),
            (0x15_40C8, Some(2 << 20), Some(Board::Esp8266With1M)),
            (0x16_4020, Some(4 << 20), Some(Board::Esp8266With4M)),
            (0xFF_FFFF, None, None),
            (0, None, None),
        ] {
            let flash_id = FlashId(id);
            assert_eq!(flash_id.size(), size, "{flash_id}");
            let chip = size.map(|flash_size| Chip {
                mac: Mac([0; 6]),
                flash_id,
                flash_size,
            });
            assert_eq!(chip.and_then(|chip| chip.board()), board, "{flash_id}");
        }
        assert_eq!(FlashId(0x14_40EF).to_string(), "ef4014");
        assert_eq!(FlashId(0x14_40EF).maker(), 0xEF);
    }
}
