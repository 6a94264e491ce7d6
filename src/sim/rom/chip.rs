//! What can be read and written at addresses: RAM, the chip's own numbers, the flash chip's controller.

use super::ram::Ram;
use super::spi::Spi;

/// A place in the mask ROM by which hosts tell kinds of chips apart.
const KIND_AT: u32 = 0x4000_1000;
const ESP8266: u32 = 0xFFF0_C101;
const ESP32: u32 = 0x00F0_1D83;
/// Words that are burnt in when the chip is made; the MAC address is in them.
const BURNT_AT: u32 = 0x3FF0_0050;
/// Divides the clock down to the speed of the serial line.
pub const DIVIDER_AT: u32 = 0x6000_0014;
/// The clock of the serial line's controller: twice that of a crystal of 26 MHz.
const CLOCK: u32 = 52_000_000;

/// Converts between a speed in bits per second and the divider that makes it.
pub fn divided(divider_or_speed: u32) -> u32 {
    CLOCK / divider_or_speed.max(1)
}

/// A chip's memory and registers.
#[derive(Debug)]
pub struct Chip {
    mac: [u8; 6],
    kind: u32,
    /// Its RAM.
    pub ram: Ram,
    /// The size that the flash chip says it has, in place of its own.
    pub flash_says: Option<u32>,
    spi: Spi,
}

impl Chip {
    /// An ESP8266 that has just got power, or something that is none.
    pub fn new(mac: [u8; 6], is_esp8266: bool) -> Chip {
        Chip {
            mac,
            kind: if is_esp8266 { ESP8266 } else { ESP32 },
            ram: Ram::new(),
            flash_says: None,
            spi: Spi::default(),
        }
    }

    /// The flash chip's pins are its own from now on.
    pub fn attach_flash(&mut self) {
        self.spi.attach();
    }

    /// The word at an address while the line has a speed; where there is nothing, zeros are.
    pub fn read(&self, address: u32, speed: Option<u32>) -> u32 {
        let [a, b, c, d, e, f] = self.mac;
        match address {
            KIND_AT => self.kind,
            BURNT_AT => u32::from_be_bytes([f, 0, 0, 0]),
            0x3FF0_0054 => u32::from_be_bytes([0, 2, d, e]),
            0x3FF0_005C => u32::from_be_bytes([0, a, b, c]),
            DIVIDER_AT => speed.map_or(0, divided),
            _ => self
                .ram
                .word(address)
                .or_else(|| self.spi.read(address))
                .unwrap_or(0),
        }
    }

    /// Writes the bits of `mask` of the word at an address; where there is nothing, nothing happens.
    pub fn write(&mut self, address: u32, value: u32, mask: u32, flash_size: u32) {
        let kept = match mask {
            u32::MAX => 0,
            _ => self.read(address, None) & !mask,
        };
        let value = kept | value & mask;
        if !self.ram.set_word(address, value) {
            self.spi
                .write(address, value, self.flash_says.unwrap_or(flash_size));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mac_address_is_in_the_burnt_words() {
        let chip = Chip::new([0x5C, 0xCF, 0x7F, 0xA1, 0xB2, 0xC3], true);
        assert_eq!(chip.read(0x3FF0_0050, None), 0xC300_0000);
        assert_eq!(chip.read(0x3FF0_0054, None) & 0xFFFF, 0xA1B2);
        assert_eq!(chip.read(0x3FF0_005C, None), 0x005C_CF7F);
    }

    #[test]
    fn a_write_changes_the_bits_of_its_mask() {
        let mut chip = Chip::new([0; 6], true);
        chip.write(0x4010_0000, 0xFFFF_FFFF, u32::MAX, 0);
        chip.write(0x4010_0000, 0x1234_5678, 0x0000_FFFF, 0);
        assert_eq!(chip.read(0x4010_0000, None), 0xFFFF_5678);
        chip.write(KIND_AT, 0, u32::MAX, 0);
        assert_eq!(chip.read(KIND_AT, None), ESP8266);
        assert_eq!(Chip::new([0; 6], false).read(KIND_AT, None), ESP32);
    }

    #[test]
    fn the_divider_tells_the_speed() {
        assert_eq!(Chip::new([0; 6], true).read(DIVIDER_AT, Some(115_200)), 451);
    }
}
