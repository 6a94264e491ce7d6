//! The RAM loader for the ESP8266, as machine code: `firmware/stub`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

// Only Linux tells how fast a pseudo-terminal is.
#[cfg(target_os = "linux")]
mod board;
#[cfg(target_os = "linux")]
use crate::witness::esptool;
#[cfg(target_os = "linux")]
mod flasher;
mod machine;
mod tools;

use machine::{ENDED, FLASH, Machine, SECTOR, WAS_RESET, op, source, status, words};
use md5::{Digest, Md5};
use tools::{Random, built, compress, image};

#[test]
fn the_committed_stub_is_what_its_source_gives() {
    let Some(out) = built() else { return };
    for name in ["stub.bin", "stub.toml"] {
        let fresh = std::fs::read(out.join(name)).expect(name);
        let committed = std::fs::read(source().join(name)).expect(name);
        assert!(
            fresh == committed,
            "{name} differs: make -C firmware/stub update"
        );
    }
}

#[test]
fn what_is_sent_compressed_in_blocks_of_any_size_is_in_flash_and_nothing_else_changes() {
    let Some(out) = built() else { return };
    for (block, size) in [(1, 3_000), (7, 20_001), (1000, 70_002), (16_384, 450_003)] {
        let before = image(1, FLASH);
        let wanted = image(2, size);
        let mut stub = Machine::ready(&out.join("machine.elf"), &before);
        let address = 0x1000;
        let stream = compress(&wanted);
        assert_eq!(
            stub.write_deflated(address, size, &stream, block),
            status::OK
        );
        let said = stub.command(op::MD5, &words(&[address, size, 0, 0]));
        assert_eq!(said.data, Md5::digest(&wanted).to_vec());
        let after = stub.flash();
        assert_eq!(after[..address], before[..address]);
        assert!(after[address..address + size] == wanted);
        let end = (address + size).next_multiple_of(SECTOR);
        assert!(
            after[address + size..end].iter().all(|byte| *byte == 0xFF),
            "the rest of the last sector is erased"
        );
        assert!(after[end..] == before[end..]);
        assert_eq!(stub.end(), (ENDED, String::new()));
    }
}

#[test]
fn every_kind_of_deflate_block_is_understood() {
    let Some(out) = built() else { return };
    let mut stub = Machine::ready(&out.join("machine.elf"), &vec![0; FLASH]);
    let mut random = Random(7);
    let noise: Vec<u8> = (0..20_000).map(|_| random.byte()).collect();
    let contents = [vec![b'x'; 70_000], noise, image(3, 40_000), vec![1]];
    for wanted in contents {
        for level in [0, 1, 9] {
            let stream = tools::compress_at(level, &wanted);
            assert_eq!(
                stub.write_deflated(0, wanted.len(), &stream, 4096),
                status::OK
            );
            assert!(stub.flash()[..wanted.len()] == wanted, "level {level}");
        }
    }
    assert_eq!(stub.end().0, ENDED);
}

#[test]
fn a_block_is_taken_while_the_one_before_is_written() {
    let Some(out) = built() else { return };
    let mut random = Random(9);
    let wanted: Vec<u8> = (0..150_000).map(|_| random.byte()).collect();
    let stream = compress(&wanted);
    let mut stub = Machine::ready(&out.join("machine.elf"), &vec![0; FLASH]);
    assert_eq!(stub.begin_deflated(0, wanted.len()), status::OK);
    // Always one more under way than is answered.
    for (number, part) in stream.chunks(16_384).enumerate() {
        stub.send_block(op::DEFLATED_DATA, number, part);
        if number > 0 {
            assert_eq!(stub.answer(op::DEFLATED_DATA).status, status::OK);
        }
    }
    assert_eq!(stub.answer(op::DEFLATED_DATA).status, status::OK);
    assert_eq!(stub.end_deflated(), status::OK);
    assert!(stub.flash()[..wanted.len()] == wanted);
    assert_eq!(stub.end().0, ENDED);
}

#[test]
fn plain_blocks_are_written_and_the_filling_of_the_last_is_not() {
    let Some(out) = built() else { return };
    let before = image(4, FLASH);
    let wanted = image(5, 10_001);
    let mut stub = Machine::ready(&out.join("machine.elf"), &before);
    let begin = words(&[wanted.len(), 10, 1024, 0x2000]);
    assert_eq!(stub.command(op::FLASH_BEGIN, &begin).status, status::OK);
    for (number, part) in wanted.chunks(1024).enumerate() {
        let mut block = part.to_vec();
        block.resize(1024, 0xFF);
        assert_eq!(stub.block(op::FLASH_DATA, number, &block), status::OK);
    }
    assert_eq!(stub.command(op::FLASH_END, &words(&[1])).status, status::OK);
    let after = stub.flash();
    assert!(after[0x2000..0x2000 + wanted.len()] == wanted);
    assert!(after[..0x2000] == before[..0x2000]);
    assert!(after[0x5000..] == before[0x5000..]);
    assert_eq!(stub.end().0, ENDED);
}

#[test]
fn the_flash_is_read_in_packets_that_are_acknowledged() {
    let Some(out) = built() else { return };
    let flash = image(6, FLASH);
    let mut stub = Machine::ready(&out.join("machine.elf"), &flash);
    for (address, size, packet, in_flight) in [
        (0, FLASH, 16_384, 64),
        (0, 8192, 4096, 1),
        (0x1001, 10_007, 1000, 3),
        (FLASH - 5, 5, 1, 2),
        (3, 0, 4096, 64),
    ] {
        let asked = words(&[address, size, packet, in_flight]);
        assert_eq!(stub.command(op::READ_FLASH, &asked).status, status::OK);
        let mut got: Vec<u8> = Vec::new();
        while got.len() < size {
            got.extend(stub.frame());
            let so_far = words(&[got.len()]);
            stub.send(&so_far);
        }
        assert!(got == flash[address..address + size]);
        assert_eq!(stub.frame(), Md5::digest(&got).to_vec());
    }
    assert_eq!(stub.end(), (ENDED, String::new()));
}

#[test]
fn no_more_packets_are_sent_than_may_be_under_way_and_a_command_ends_the_reading() {
    let Some(out) = built() else { return };
    let flash = image(7, FLASH);
    let mut stub = Machine::ready(&out.join("machine.elf"), &flash);
    let asked = words(&[0, FLASH, 512, 3]);
    assert_eq!(stub.command(op::READ_FLASH, &asked).status, status::OK);
    for number in 0..3 {
        assert!(stub.frame() == flash[number * 512..(number + 1) * 512]);
    }
    // The next frame is the answer to this, not a fourth packet.
    assert_eq!(stub.command(op::SYNC, &[]).status, status::OK);
    for _ in 1..8 {
        assert_eq!(stub.answer(op::SYNC).status, status::OK);
    }
    assert!(stub.is_alive());
    assert_eq!(stub.end().0, ENDED);
}

#[test]
fn only_what_was_asked_for_is_erased() {
    let Some(out) = built() else { return };
    let before = image(8, FLASH);
    let mut stub = Machine::ready(&out.join("machine.elf"), &before);
    // Sectors, then a whole block, then sectors.
    let (from, size) = (0xF000, 0x1_2000);
    assert_eq!(
        stub.command(op::ERASE_REGION, &words(&[from, size])).status,
        status::OK
    );
    let after = stub.flash();
    assert!(after[..from] == before[..from]);
    assert!(after[from..from + size].iter().all(|byte| *byte == 0xFF));
    assert!(after[from + size..] == before[from + size..]);
    for wrong in [
        [1, SECTOR],
        [0, 1],
        [FLASH, SECTOR],
        [0xFFFF_F000, 2 * SECTOR],
    ] {
        let said = stub.command(op::ERASE_REGION, &words(&wrong));
        assert_eq!(said.status, status::INVALID, "{wrong:x?}");
    }
    assert!(stub.flash() == after);
    assert_eq!(stub.command(op::ERASE_FLASH, &[]).status, status::OK);
    assert!(stub.flash().iter().all(|byte| *byte == 0xFF));
    assert_eq!(stub.end().0, ENDED);
}

#[test]
fn a_block_with_a_wrong_check_sum_can_be_sent_again_and_one_sent_twice_is_written_once() {
    let Some(out) = built() else { return };
    let wanted = image(9, 60_000);
    let stream = compress(&wanted);
    let mut stub = Machine::ready(&out.join("machine.elf"), &vec![0; FLASH]);
    assert_eq!(stub.begin_deflated(0, wanted.len()), status::OK);
    for (number, part) in stream.chunks(1000).enumerate() {
        let mut data = words(&[part.len(), number, 0, 0]);
        data.extend(part);
        stub.request(op::DEFLATED_DATA, &data, 0x5A ^ part[0]);
        let right = part.iter().fold(0xEF, |sum, byte| sum ^ byte);
        if right != 0x5A ^ part[0] {
            assert_eq!(stub.answer(op::DEFLATED_DATA).status, status::BAD_CHECKSUM);
            assert_eq!(stub.block(op::DEFLATED_DATA, number, part), status::OK);
        }
        // As if the answer had been lost.
        assert_eq!(stub.block(op::DEFLATED_DATA, number, part), status::OK);
        // One that was left out is noticed.
        assert_eq!(
            stub.block(op::DEFLATED_DATA, number + 2, part),
            status::INVALID
        );
    }
    assert_eq!(stub.end_deflated(), status::OK);
    assert!(stub.flash()[..wanted.len()] == wanted);
    assert_eq!(stub.end().0, ENDED);
}

#[test]
fn a_stream_that_is_cut_off_anywhere_is_never_taken_for_whole() {
    let Some(out) = built() else { return };
    let wanted = image(10, 9_000);
    let stream = compress(&wanted);
    let mut stub = Machine::ready(&out.join("machine.elf"), &vec![0; FLASH]);
    let mut cuts = 0;
    for length in (0..stream.len()).step_by(97).chain([stream.len() - 1]) {
        let said = stub.write_deflated(0, wanted.len(), &stream[..length], 512);
        assert_eq!(said, status::TOO_LITTLE, "{length} bytes");
        cuts += 1;
    }
    assert!(cuts > 10, "{cuts}");
    assert_eq!(
        stub.write_deflated(0, wanted.len(), &stream, 512),
        status::OK
    );
    assert_eq!(stub.end().0, ENDED);
}

#[test]
fn a_stream_with_flipped_bits_is_never_taken_for_right() {
    let Some(out) = built() else { return };
    let wanted = image(11, 9_000);
    let stream = compress(&wanted);
    let mut stub = Machine::ready(&out.join("machine.elf"), &vec![0; FLASH]);
    let mut random = Random(11);
    for _ in 0..60 {
        let mut broken = stream.clone();
        let at = random.below(broken.len());
        broken[at] ^= 1 << random.below(8);
        let said = stub.write_deflated(0, wanted.len(), &broken, 700);
        assert!(
            [
                status::BROKEN_STREAM,
                status::TOO_LITTLE,
                status::TOO_MUCH
            ]
            .contains(&said)
                // Of the window's size in the header, any is right that is large enough.
                || (said == status::OK && stub.flash()[..wanted.len()] == wanted),
            "byte {at}: {said:#x}"
        );
        assert!(stub.flash()[12_288..].iter().all(|byte| *byte == 0));
    }
    assert_eq!(stub.end().0, ENDED);
}

#[test]
fn nothing_is_written_beyond_what_was_announced() {
    let Some(out) = built() else { return };
    let before = image(12, FLASH);
    let mut stub = Machine::start(&out.join("machine.elf"), &before);
    for wrong in [0, 1, SECTOR + 1, 0x0100_1000, 0xFFFF_F000] {
        assert_eq!(stub.announce(wrong).status, status::INVALID, "{wrong:x}");
    }
    let half = FLASH / 2;
    assert_eq!(stub.announce(half).status, status::OK);
    for (address, size) in [
        (half, 1),
        (half - SECTOR, SECTOR + 1),
        (0xFFFF_F000, 8192),
        (4, 0xFFFF_FFFF),
        (2, 4),
    ] {
        for command in [op::FLASH_BEGIN, op::DEFLATED_BEGIN] {
            let said = stub.command(command, &words(&[size, 1, 1024, address]));
            assert_eq!(said.status, status::INVALID, "{address:x} {size:x}");
        }
        assert_eq!(stub.block(op::FLASH_DATA, 0, &[0; 16]), status::NOT_WRITING);
    }
    for command in [op::MD5, op::READ_FLASH] {
        let said = stub.command(command, &words(&[half - 4, 5, 1024, 1]));
        assert_eq!(said.status, status::INVALID);
    }
    // More than the beginning said, plain and compressed.
    let begin = words(&[8, 1, 64, 0]);
    assert_eq!(stub.command(op::FLASH_BEGIN, &begin).status, status::OK);
    assert_eq!(stub.block(op::FLASH_DATA, 0, &[0; 16]), status::OK);
    assert_eq!(
        stub.command(op::FLASH_END, &words(&[1])).status,
        status::TOO_MUCH
    );
    let stream = compress(&image(13, 50_000));
    assert_eq!(
        stub.write_deflated(0, 40_000, &stream, 16_384),
        status::TOO_MUCH
    );
    let after = stub.flash();
    assert!(after[40_960..] == before[40_960..]);
    assert_eq!(stub.end().0, ENDED);
}

#[test]
fn commands_of_a_wrong_length_are_refused() {
    let Some(out) = built() else { return };
    let mut stub = Machine::ready(&out.join("machine.elf"), &vec![0xFF; FLASH]);
    for command in [
        op::FLASH_BEGIN,
        op::FLASH_DATA,
        op::FLASH_END,
        op::WRITE_REG,
        op::READ_REG,
        op::SET_PARAMETERS,
        op::CHANGE_SPEED,
        op::DEFLATED_BEGIN,
        op::DEFLATED_DATA,
        op::DEFLATED_END,
        op::MD5,
        op::ERASE_REGION,
        op::READ_FLASH,
    ] {
        for size in [0, 1, 3] {
            let said = stub.command(command, &vec![0; size]);
            assert_eq!(said.status, status::BAD_LENGTH, "{command:#x} {size}");
        }
    }
    // Newer hosts say that the flash is not encrypted.
    for (encrypted, said) in [(0, status::OK), (1, status::BAD_LENGTH)] {
        let begin = words(&[0, 0, 1024, 0, encrypted]);
        assert_eq!(stub.command(op::DEFLATED_BEGIN, &begin).status, said);
    }
    // The header says something else than the frame has.
    stub.send(&[0, op::SYNC, 9, 0, 0, 0, 0, 0, 1]);
    assert_eq!(stub.answer(op::SYNC).status, status::BAD_LENGTH);
    assert_eq!(stub.command(0x77, &[]).status, status::UNKNOWN);
    let said = stub.command(op::DEFLATED_BEGIN, &words(&[4096, 1, 16_385, 0]));
    assert_eq!(said.status, status::BAD_BLOCK_SIZE);
    let said = stub.command(op::DEFLATED_BEGIN, &words(&[4096, 1, 0, 0]));
    assert_eq!(said.status, status::BAD_BLOCK_SIZE);
    assert_eq!(stub.end().0, ENDED);
}

#[test]
fn registers_are_read_and_written_and_memory_is_not() {
    let Some(out) = built() else { return };
    let mut stub = Machine::start(&out.join("machine.elf"), &vec![0xFF; FLASH]);
    let magic = stub.command(op::READ_REG, &words(&[0x4000_1000]));
    assert_eq!((magic.status, magic.value), (status::OK, 0xFFF0_C101));
    // A register of the SPI controller: all of it, then some bits, then two at once.
    let spi = 0x6000_0240;
    let both = words(&[
        spi,
        0xF0F0_F0F0,
        0xFFFF_FFFF,
        0,
        spi,
        0x0000_0F0F,
        0x0000_FFFF,
        5,
    ]);
    assert_eq!(stub.command(op::WRITE_REG, &both).status, status::OK);
    let read = stub.command(op::READ_REG, &words(&[spi]));
    assert_eq!((read.status, read.value), (status::OK, 0xF0F0_0F0F));
    for address in [0x4010_0000, 0x3FFE_8000, 0x3FFF_FFF0, 0, spi + 2] {
        let said = stub.command(op::READ_REG, &words(&[address]));
        assert_eq!(said.status, status::INVALID, "{address:x}");
        let write = words(&[address, 0, 0xFFFF_FFFF, 0]);
        let said = stub.command(op::WRITE_REG, &write);
        assert_eq!(said.status, status::INVALID, "{address:x}");
    }
    assert!(stub.is_alive());
    assert_eq!(stub.end().0, ENDED);
}

#[test]
fn the_speed_changes_in_proportion_and_an_absurd_one_is_refused() {
    let Some(out) = built() else { return };
    let mut stub = Machine::start(&out.join("machine.elf"), &vec![0xFF; FLASH]);
    for (new, old) in [(921_600, 115_200), (460_800, 921_600), (115_200, 460_800)] {
        let said = stub.command(op::CHANGE_SPEED, &words(&[new, old]));
        assert_eq!(said.status, status::OK);
    }
    for (new, old) in [(0, 115_200), (115_200, 0), (115_200, 0xFFFF_FFFF)] {
        let said = stub.command(op::CHANGE_SPEED, &words(&[new, old]));
        assert_eq!(said.status, status::INVALID);
    }
    assert!(stub.is_alive());
    let (ended, said) = stub.end();
    assert_eq!(ended, ENDED);
    assert_eq!(said, "divider 56\ndivider 112\ndivider 448\n");
}

#[test]
fn noise_on_the_line_leaves_a_stub_that_answers_and_a_flash_that_is_unchanged() {
    let Some(out) = built() else { return };
    let before = image(14, FLASH);
    let mut stub = Machine::ready(&out.join("machine.elf"), &before);
    let mut random = Random(14);
    for _ in 0..15 {
        let size = random.below(30_000);
        let noise: Vec<u8> = (0..size)
            .map(|_| match random.below(40) {
                0 => 0xC0,
                1 => 0xDB,
                _ => random.byte(),
            })
            .collect();
        stub.send_raw(&noise);
        stub.send_raw(&[0xC0]);
        assert!(stub.is_alive());
    }
    assert!(stub.flash() == before);
    assert_eq!(stub.end(), (ENDED, String::new()));
}

#[test]
fn a_write_that_is_complete_can_end_with_a_restart_and_the_application_can_be_started() {
    let Some(out) = built() else { return };
    let flash = vec![0xFF; FLASH];
    let mut stub = Machine::ready(&out.join("machine.elf"), &flash);
    assert_eq!(
        stub.command(op::FLASH_END, &words(&[0])).status,
        status::NOT_WRITING
    );
    let begin = words(&[0, 0, 1024, 0]);
    assert_eq!(stub.command(op::FLASH_BEGIN, &begin).status, status::OK);
    assert_eq!(stub.command(op::FLASH_END, &words(&[0])).status, status::OK);
    assert_eq!(stub.ended(), (WAS_RESET, "reset\n".to_owned()));
    let mut stub = Machine::ready(&out.join("machine.elf"), &flash);
    stub.request(op::RUN_APPLICATION, &[], 0);
    assert_eq!(stub.ended(), (WAS_RESET, "reset\n".to_owned()));
}
