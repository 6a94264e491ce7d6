//! The controller of the flash chip: hosts send commands of their own through its "user" registers. Before the chip's pins are made those
//! of the flash, nothing gets there, and what is read is all ones, as the pull-ups of the lines have it.

use super::sfdp;

/// Where its registers begin.
const BASE: u32 = 0x6000_0200;
const COMMAND: u32 = 0x00;
const ADDRESS: u32 = 0x04;
const USER: u32 = 0x1C;
const USER1: u32 = 0x20;
const USER2: u32 = 0x24;
const FIRST_WORD: u32 = 0x40;
const LAST_WORD: u32 = 0x7C;
/// Starts a command of the host's own.
const START_USER: u32 = 1 << 18;
/// The chip's answer is read.
const USER_READS: u32 = 1 << 28;
/// Data are sent.
const USER_WRITES: u32 = 1 << 27;

/// The maker and the kind of the flash chip: a Winbond W25Q.
const MAKER: u32 = 0xEF;
const KIND: u32 = 0x40;

/// Commands of flash chips.
mod command {
    pub(super) const WRITE_STATUS: [u32; 3] = [0x01, 0x31, 0x11];
    pub(super) const READ_STATUS: [u32; 3] = [0x05, 0x35, 0x15];
    pub(super) const WRITE_DISABLE: u32 = 0x04;
    pub(super) const WRITE_ENABLE: u32 = 0x06;
    pub(super) const WRITE_ENABLE_VOLATILE: u32 = 0x50;
    pub(super) const READ_SFDP: u32 = 0x5A;
    pub(super) const READ_ID: u32 = 0x9F;
}

/// The controller with the chip's status registers behind it.
#[derive(Debug, Default)]
pub struct Spi {
    address: u32,
    user: u32,
    user1: u32,
    user2: u32,
    words: [u32; 16],
    /// Three registers of 8 bits.
    status: u32,
    may_write: bool,
    /// Whether the pins are those of the flash.
    is_attached: bool,
}

impl Spi {
    /// The pins are those of the flash from now on, until a reset.
    pub fn attach(&mut self) {
        self.is_attached = true;
    }

    /// The value of a register; none if the address is not one.
    pub fn read(&self, address: u32) -> Option<u32> {
        let offset = address.checked_sub(BASE)?;
        Some(match offset {
            // Commands are over at once.
            COMMAND => 0,
            ADDRESS => self.address,
            USER => self.user,
            USER1 => self.user1,
            USER2 => self.user2,
            FIRST_WORD..=LAST_WORD => *self.words.get(((offset - FIRST_WORD) / 4) as usize)?,
            _ => return None,
        })
    }

    /// Writes a register, which may start a command for a flash chip of so many bytes; false if it is none.
    pub fn write(&mut self, address: u32, value: u32, flash_size: u32) -> bool {
        let Some(offset) = address.checked_sub(BASE) else {
            return false;
        };
        match offset {
            COMMAND if value & START_USER != 0 => self.start(flash_size),
            COMMAND => {}
            ADDRESS => self.address = value,
            USER => self.user = value,
            USER1 => self.user1 = value,
            USER2 => self.user2 = value,
            FIRST_WORD..=LAST_WORD => {
                let index = ((offset - FIRST_WORD) / 4) as usize;
                if let Some(word) = self.words.get_mut(index) {
                    *word = value;
                }
            }
            _ => return false,
        }
        true
    }

    fn start(&mut self, flash_size: u32) {
        let command = self.user2 & 0xFF;
        let position = |all: [u32; 3]| all.iter().position(|one| *one == command);
        let mut answer = u32::MAX;
        if !self.is_attached {
            // Nobody hears it.
        } else if command == command::READ_SFDP {
            // An address of 24 bits is sent from the register's upper end.
            answer = sfdp::word(self.address >> 8, flash_size);
        } else if command == command::READ_ID {
            answer = MAKER | KIND << 8 | flash_size.max(1).ilog2() << 16;
        } else if let Some(index) = position(command::READ_STATUS) {
            answer = self.status >> (8 * index);
        } else if let Some(index) = position(command::WRITE_STATUS) {
            self.write_status(8 * u32::try_from(index).unwrap_or(0));
        } else if command == command::WRITE_DISABLE {
            self.may_write = false;
        } else if [command::WRITE_ENABLE, command::WRITE_ENABLE_VOLATILE].contains(&command) {
            self.may_write = true;
        }
        if self.user & USER_READS != 0 {
            let bits = (self.user1 >> 8 & 0x1FF) + 1;
            if let Some(word) = self.words.first_mut() {
                *word = answer & mask(bits);
            }
        }
    }

    /// Status registers from `shift` on take as many bits as were sent, once after each permission.
    fn write_status(&mut self, shift: u32) {
        if !std::mem::take(&mut self.may_write) || self.user & USER_WRITES == 0 {
            return;
        }
        let bits = (self.user1 >> 17 & 0x1FF) + 1;
        let value = self.words.first().copied().unwrap_or(0) & mask(bits);
        let kept = self.status & !(mask(bits) << shift);
        self.status = (kept | value << shift) & mask(24);
    }
}

fn mask(bits: u32) -> u32 {
    1_u32.checked_shl(bits).map_or(u32::MAX, |bit| bit - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u32 = 1 << 20;

    fn attached() -> Spi {
        let mut spi = Spi::default();
        spi.attach();
        spi
    }

    fn run(spi: &mut Spi, command: u32, sent: Option<(u32, u32)>, read: u32) -> u32 {
        let reads = if read > 0 { USER_READS } else { 0 };
        let user = sent.map_or(reads, |_| reads | USER_WRITES);
        let sent_bits = sent.map_or(0, |(_, bits)| bits - 1);
        let lengths = sent_bits << 17 | read.saturating_sub(1) << 8;
        for (offset, value) in [
            (USER, user),
            (USER1, lengths),
            (USER2, 7 << 28 | command),
            (FIRST_WORD, sent.map_or(0, |(value, _)| value)),
            (COMMAND, START_USER),
        ] {
            assert!(spi.write(BASE + offset, value, MIB));
        }
        assert_eq!(spi.read(BASE + COMMAND), Some(0));
        spi.read(BASE + FIRST_WORD).expect("a register")
    }

    #[test]
    fn the_chip_says_who_made_it_and_how_large_it_is() {
        assert_eq!(
            run(&mut attached(), command::READ_ID, None, 24),
            0x0014_40EF
        );
        let mut spi = attached();
        assert!(spi.write(BASE + ADDRESS, 0, MIB));
        let signature = run(&mut spi, command::READ_SFDP, None, 32);
        assert_eq!(signature.to_le_bytes(), *b"SFDP");
        assert!(spi.write(BASE + ADDRESS, 0x84 << 8, MIB));
        assert_eq!(run(&mut spi, command::READ_SFDP, None, 32), 8 * MIB - 1);
        assert_eq!(run(&mut spi, command::READ_SFDP, None, 8), 0xFF);
    }

    #[test]
    fn a_chip_that_is_not_attached_hears_nothing() {
        let mut spi = Spi::default();
        for (command, bits) in [(command::READ_ID, 24), (command::READ_SFDP, 32), (0x05, 8)] {
            assert_eq!(run(&mut spi, command, None, bits), mask(bits));
        }
        run(&mut spi, 0x06, None, 0);
        run(&mut spi, 0x01, Some((0x1C, 8)), 0);
        spi.attach();
        assert_eq!(run(&mut spi, 0x05, None, 8), 0);
    }

    #[test]
    fn status_is_written_only_after_permission() {
        let mut spi = attached();
        run(&mut spi, 0x01, Some((0x1C, 8)), 0);
        assert_eq!(run(&mut spi, 0x05, None, 8), 0);
        run(&mut spi, 0x06, None, 0);
        run(&mut spi, 0x01, Some((0x021C, 16)), 0);
        run(&mut spi, 0x01, Some((0, 8)), 0);
        assert_eq!(run(&mut spi, 0x05, None, 8), 0x1C);
        assert_eq!(run(&mut spi, 0x35, None, 8), 0x02);
    }

    #[test]
    fn a_command_that_the_chip_does_not_know_reads_ones() {
        assert_eq!(run(&mut attached(), 0x5B, None, 32), u32::MAX);
        assert_eq!(Spi::default().read(BASE + 0x80), None);
        assert!(!Spi::default().write(BASE + 0x100, 1, MIB));
    }
}
