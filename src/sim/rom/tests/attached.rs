//! The flash chip as a host meets it before and after its pins are attached, by commands of the host's own.

use super::*;

const COMMAND: u32 = 0x6000_0200;
const ADDRESS: u32 = 0x6000_0204;
const USER: u32 = 0x6000_021C;
const LENGTHS: u32 = 0x6000_0220;
const CODE: u32 = 0x6000_0224;
const DATA: u32 = 0x6000_0240;
const READ_ID: u32 = 0x9F;
const READ_SFDP: u32 = 0x5A;
const BEGIN: [u32; 4] = [0, 0, 1024, 0];

/// What the flash chip answers to a command with so many bits.
fn told(host: &mut Host, command: u32, bits: u32) -> u32 {
    for (address, value) in [
        (ADDRESS, 0),
        (LENGTHS, (bits - 1) << 8),
        (USER, 1 << 31 | 1 << 28),
        (CODE, 7 << 28 | command),
        (DATA, 0),
        (COMMAND, 1 << 18),
    ] {
        host.done(op::WRITE_REG, &words(&[address, value, u32::MAX, 0]));
    }
    let replies = host.ask(&request(op::READ_REG, 0, &words(&[DATA])));
    replies.first().expect("a reply").1
}

#[test]
fn the_mask_rom_attaches_the_flash_chip_with_its_first_download() {
    let mut host = Host::new(Troubles::default());
    assert_eq!(told(&mut host, READ_ID, 24), 0xFF_FFFF);
    assert_eq!(told(&mut host, READ_SFDP, 32), u32::MAX);
    host.done(op::FLASH_BEGIN, &words(&BEGIN));
    assert_eq!(told(&mut host, READ_ID, 24), 0x14_40EF);
    assert_eq!(told(&mut host, READ_SFDP, 32).to_le_bytes(), *b"SFDP");
}

#[test]
fn a_loader_in_ram_has_attached_it_before_it_says_a_word() {
    let mut host = Host::with_stub(Troubles::default());
    assert_eq!(told(&mut host, READ_ID, 24), 0x14_40EF);
}

#[test]
fn a_small_flash_chip_says_so() {
    let mut host = Host::new(Troubles {
        has_small_flash: true,
        ..Troubles::default()
    });
    host.done(op::FLASH_BEGIN, &words(&BEGIN));
    assert_eq!(told(&mut host, READ_ID, 24), 0x13_40EF);
}
