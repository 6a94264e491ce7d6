//! The loaders as a host meets them: bytes on the line.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use md5::{Digest, Md5};
use proptest::prelude::*;

use super::packet::{checksum, op};
use super::*;
use crate::sim::board::flash::Flash;

mod attached;
mod troubles;

const MIB: u32 = 1 << 20;
const SYNC: &[u8] = &[0x07, 0x07, 0x12, 0x20, 0x55, 0x55, 0x55, 0x55];
const SPEED: Option<u32> = Some(115_200);

/// A host with a chip.
struct Host {
    rom: Rom,
    flash: Flash,
}

/// A reply: operation, value, data, error.
type Reply = (u8, u32, Vec<u8>, u8);

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn request(op: u8, checksum: u8, data: &[u8]) -> Vec<u8> {
    let size = u16::try_from(data.len()).expect("a short request");
    let mut frame = vec![0, op];
    frame.extend(size.to_le_bytes());
    frame.extend([checksum, 0, 0, 0]);
    frame.extend(data);
    slip::encode(&frame)
}

fn block(op: u8, number: u32, data: &[u8]) -> Vec<u8> {
    let size = u32::try_from(data.len()).expect("a short block");
    let mut body = words(&[size, number, 0, 0]);
    body.extend(data);
    request(op, checksum(data), &body)
}

impl Host {
    fn new(troubles: Troubles) -> Host {
        Host {
            rom: Rom::new([0x5C, 0xCF, 0x7F, 1, 2, 3], troubles),
            flash: Flash::in_memory(MIB),
        }
    }

    /// A chip with a loader in RAM.
    fn with_stub(troubles: Troubles) -> Host {
        let mut host = Host::new(troubles);
        let code = b"machine code OHAI end...";
        let size = u32::try_from(code.len()).expect("small");
        host.done(op::MEM_BEGIN, &words(&[size, 1, 0x1800, 0x4010_C500]));
        let loaded = host.ask(&block(op::MEM_DATA, 0, code));
        assert_eq!(loaded, [(op::MEM_DATA, 0, vec![], 0)]);
        let said = host.frames(&request(op::MEM_END, 0, &words(&[0, 0x4010_C504])));
        assert_eq!(said.last().map(Vec::as_slice), Some(program::GREETING));
        host
    }

    fn frames(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        self.rom.receive(bytes, SPEED, &mut self.flash);
        let mut decoder = slip::Decoder::default();
        let output = self.rom.take_output();
        let bytes = output.iter().flat_map(|output| output.bytes.clone());
        bytes.filter_map(|byte| decoder.push(byte)).collect()
    }

    fn ask(&mut self, bytes: &[u8]) -> Vec<Reply> {
        let frames = self.frames(bytes);
        frames
            .iter()
            .map(|frame| {
                let (head, status) = frame.split_at(frame.len() - 2);
                assert_eq!(head[0], 1);
                assert_eq!(status[0] == 0, status[1] == 0);
                let value = u32::from_le_bytes(head[4..8].try_into().expect("a word"));
                (head[1], value, head[8..].to_vec(), status[1])
            })
            .collect()
    }

    fn error(&mut self, op: u8, data: &[u8]) -> u8 {
        let replies = self.ask(&request(op, 0, data));
        assert_eq!(replies.len(), 1, "{replies:?}");
        replies[0].3
    }

    fn done(&mut self, op: u8, data: &[u8]) -> Vec<u8> {
        let mut replies = self.ask(&request(op, 0, data));
        assert_eq!(replies.len(), 1, "{replies:?}");
        let (_, _, data, error) = replies.remove(0);
        assert_eq!(error, 0, "{op:#x}");
        data
    }

    fn block_error(&mut self, op: u8, number: u32, data: &[u8]) -> u8 {
        self.ask(&block(op, number, data))[0].3
    }

    fn content(&mut self, at: u32, count: u32) -> Vec<u8> {
        read_any(&mut self.flash, at, count).expect("within the chip")
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

fn sample(count: usize) -> Vec<u8> {
    (0..count)
        .map(|index| u8::try_from(index * index / 7 % 251).expect("a byte"))
        .collect()
}

#[test]
fn a_sync_is_answered_eight_times_with_what_it_carried_and_fixes_the_speed() {
    let mut host = Host::new(Troubles::default());
    assert_eq!(host.rom.speed(), None);
    let replies = host.ask(&request(op::SYNC, 0, SYNC));
    assert_eq!(replies, vec![(op::SYNC, 0x2012_0707, vec![], 0); 8]);
    assert_eq!(host.rom.speed(), SPEED);
    assert_eq!(host.error(op::SYNC, b"nonsense"), 5);
}

#[test]
fn the_mask_rom_answers_what_it_does_not_know_with_another_operation() {
    let mut host = Host::new(Troubles::default());
    for op in [
        op::SPI_ATTACH,
        op::SPI_FLASH_MD5,
        op::ERASE_FLASH,
        0x14,
        0xFF,
    ] {
        let replies = host.ask(&request(op, 0, &words(&[0, 0, 0, 0])));
        assert_eq!(replies, [(0, 0, vec![], 5)], "{op:#x}");
    }
}

#[test]
fn the_mask_rom_erases_too_much_and_writes_its_blocks_in_order() {
    let mut host = Host::new(Troubles::default());
    for sector in 0..6 {
        assert!(host.flash.write(sector * 4096, &[0; 4]));
    }
    host.done(op::FLASH_BEGIN, &words(&[2 * 4096, 2, 1024, 4096]));
    let is_erased: Vec<bool> = (0..6)
        .map(|sector| host.content(sector * 4096, 4) == [0xFF; 4])
        .collect();
    assert_eq!(is_erased, [false, true, true, true, true, false]);
    let data = sample(1024);
    assert_eq!(host.block_error(op::FLASH_DATA, 1, &data), 6);
    assert_eq!(host.block_error(op::FLASH_DATA, 0, &data), 0);
    assert_eq!(host.block_error(op::FLASH_DATA, 0, &data), 6);
    assert_eq!(host.block_error(op::FLASH_DATA, 1, &data), 0);
    assert_eq!(host.block_error(op::FLASH_DATA, 2, &data), 6);
    assert_eq!(host.content(4096, 2048), [data.clone(), data].concat());
}

#[test]
fn writing_without_erasing_only_clears_bits() {
    let mut host = Host::new(Troubles::default());
    for (data, expected) in [(0xF0_u8, 0xF0_u8), (0x3C, 0x30)] {
        host.done(op::FLASH_BEGIN, &words(&[0, 1, 1024, 0x8000]));
        assert_eq!(host.block_error(op::FLASH_DATA, 0, &[data; 8]), 0);
        assert_eq!(host.content(0x8000, 8), [expected; 8]);
    }
}

#[test]
fn damaged_blocks_are_refused_and_change_nothing() {
    for (mut host, length, sum) in [
        (Host::new(Troubles::default()), 5, 7),
        (Host::with_stub(Troubles::default()), 0xC0, 0xC1),
    ] {
        host.done(op::FLASH_BEGIN, &words(&[4096, 4, 1024, 0]));
        let mut damaged = block(op::FLASH_DATA, 0, &[1; 16]);
        damaged[26] ^= 4;
        assert_eq!(host.ask(&damaged)[0].3, sum);
        let short = request(op::FLASH_DATA, 0, &words(&[16, 0, 0, 0, 1]));
        assert_eq!(host.ask(&short)[0].3, length);
        assert_eq!(host.content(0, 16), [0xFF; 16]);
    }
}

#[test]
fn the_end_of_a_download_is_a_reset_or_runs_the_flash() {
    for (word, exit) in [(0, Exit::Reset), (1, Exit::RunFlash)] {
        let mut host = Host::new(Troubles::default());
        assert_eq!(host.error(op::FLASH_END, &words(&[word])), 6);
        assert_eq!(host.rom.exit(), None);
        host.done(op::FLASH_BEGIN, &words(&[0, 0, 1024, 0]));
        host.done(op::FLASH_END, &words(&[word]));
        assert_eq!(host.rom.exit(), Some(exit));
        assert_eq!(host.ask(&request(op::SYNC, 0, SYNC)), []);
    }
}

#[test]
fn registers_tell_the_chip_and_memory_keeps_what_is_written() {
    let mut host = Host::new(Troubles::default());
    let read = |host: &mut Host, address: u32| {
        host.ask(&request(op::READ_REG, 0, &words(&[address])))[0].1
    };
    assert_eq!(read(&mut host, 0x4000_1000), 0xFFF0_C101);
    let write = words(&[0x3FFE_8000, 0xABCD_1234, 0xFFFF_FFFF, 0]);
    host.done(op::WRITE_REG, &write);
    assert_eq!(read(&mut host, 0x3FFE_8000), 0xABCD_1234);
    assert_eq!(host.error(op::WRITE_REG, &words(&[1, 2])), 5);
    assert_eq!(host.error(op::READ_REG, &[1]), 5);
    let mut other = Host::new(Troubles {
        is_other_chip: true,
        ..Troubles::default()
    });
    assert_ne!(read(&mut other, 0x4000_1000), 0xFFF0_C101);
}

#[test]
fn code_without_a_greeting_is_never_heard_of_again() {
    for entry in [0x4010_0000, 0x4010_8000] {
        let mut host = Host::new(Troubles::default());
        host.done(op::MEM_BEGIN, &words(&[8, 1, 8, 0x4010_0000]));
        assert_eq!(host.block_error(op::MEM_DATA, 0, b"whatever"), 0);
        host.done(op::MEM_END, &words(&[0, entry]));
        assert_eq!(host.ask(&request(op::SYNC, 0, SYNC)), []);
    }
}

#[test]
fn code_is_handed_over_only_where_somebody_else_may_run_it_and_there_is_some() {
    let mut host = Host::new(Troubles::default());
    host.rom = host.rom.handing_over();
    let code = b"machine code OHAI end...";
    host.done(op::MEM_BEGIN, &words(&[24, 1, 24, 0x4010_0000]));
    assert_eq!(host.block_error(op::MEM_DATA, 0, code), 0);
    assert_eq!(host.rom.handed(), None);
    host.done(op::MEM_END, &words(&[0, 0x4010_0004]));
    assert_eq!(host.rom.handed(), Some(0x4010_0004));
    assert_eq!(host.rom.ram().programs(), [(0x4010_0000, &code[..])]);
    assert_eq!(host.ask(&request(op::SYNC, 0, SYNC)), []);
    host.rom.take_back();
    assert_eq!(host.rom.handed(), None);
    let replies = host.frames(&request(op::SYNC, 0, SYNC));
    assert_eq!(replies[0], program::GREETING);
    assert_eq!(replies.len(), 9);
}

#[test]
fn the_stub_syncs_with_zeros_and_knows_its_unknowns() {
    let mut host = Host::with_stub(Troubles::default());
    let replies = host.ask(&request(op::SYNC, 0, SYNC));
    assert_eq!(replies, vec![(op::SYNC, 0, vec![], 0); 8]);
    assert_eq!(host.error(0x14, &[]), 0xFF);
}

#[test]
fn the_stub_unpacks_what_it_writes_and_erases_no_more_than_that() {
    for size in [1, 4, 4095, 4096, 50_001] {
        let mut host = Host::with_stub(Troubles::default());
        let data = sample(size);
        let total = u32::try_from(size).expect("small");
        let after = (0x1_0000 + total).next_multiple_of(4096);
        assert!(host.flash.write(0x1_0000, &[0; 4]) && host.flash.write(after, &[0; 4]));
        let packed = packed(&data);
        host.done(op::FLASH_DEFL_BEGIN, &words(&[total, 9, 1000, 0x1_0000, 0]));
        for (number, piece) in (0..).zip(packed.chunks(1000)) {
            assert_eq!(host.block_error(op::FLASH_DEFL_DATA, number, piece), 0);
        }
        host.done(op::FLASH_DEFL_END, &words(&[1]));
        assert_eq!(host.content(0x1_0000, total), data);
        assert_eq!(host.content(after, 4), [0; 4]);
        let md5 = host.done(op::SPI_FLASH_MD5, &words(&[0x1_0000, total, 0, 0]));
        assert_eq!(md5, Md5::digest(&data).to_vec());
    }
}

#[test]
fn the_stub_notices_too_little_too_much_and_nonsense() {
    let mut host = Host::with_stub(Troubles::default());
    assert_eq!(host.block_error(op::FLASH_DEFL_DATA, 0, &[1; 8]), 0xC6);
    let begin = words(&[100, 1, 0x4000, 0, 0]);
    host.done(op::FLASH_DEFL_BEGIN, &begin);
    assert_eq!(host.block_error(op::FLASH_DATA, 0, &[1; 8]), 0xC6);
    assert_eq!(host.block_error(op::FLASH_DEFL_DATA, 0, &[0xFF; 32]), 0xC7);
    host.done(op::FLASH_DEFL_BEGIN, &begin);
    let long = packed(&sample(101));
    assert_eq!(host.block_error(op::FLASH_DEFL_DATA, 0, &long), 0xC9);
    host.done(op::FLASH_DEFL_BEGIN, &begin);
    let short = packed(&sample(99));
    assert_eq!(host.block_error(op::FLASH_DEFL_DATA, 0, &short), 0);
    assert_eq!(host.error(op::FLASH_DEFL_END, &words(&[1])), 0xC8);
    let beyond = words(&[4096, 1, 0x4000, MIB - 4, 0]);
    assert_eq!(host.error(op::FLASH_DEFL_BEGIN, &beyond), 0xC4);
}

#[test]
fn the_stub_erases_whole_sectors_only() {
    let mut host = Host::with_stub(Troubles::default());
    for sector in 0..4 {
        assert!(host.flash.write(sector * 4096, &[0; 4]));
    }
    assert_eq!(host.error(op::ERASE_REGION, &words(&[0, 100])), 0xC4);
    assert_eq!(host.error(op::ERASE_REGION, &words(&[MIB, 4096])), 0xC4);
    host.done(op::ERASE_REGION, &words(&[4096, 4096]));
    assert_eq!(host.content(0, 4), [0; 4]);
    assert_eq!(host.content(4096, 4), [0xFF; 4]);
    host.done(op::ERASE_FLASH, &[]);
    assert_eq!(host.content(0, 4 * 4096), [0xFF; 4 * 4096]);
}

#[test]
fn a_reading_runs_ahead_no_further_than_it_may_and_ends_with_its_md5() {
    let mut host = Host::with_stub(Troubles::default());
    let data = sample(10_000);
    assert!(host.flash.write(0x2000, &data));
    let begin = request(op::READ_FLASH, 0, &words(&[0x2000, 9_999, 1024, 3]));
    let mut frames = host.frames(&begin);
    assert_eq!(frames.remove(0)[1], op::READ_FLASH);
    assert_eq!(frames.len(), 3);
    let mut got = Vec::new();
    while got.len() < 9_999 {
        assert!(!frames.is_empty());
        for frame in std::mem::take(&mut frames) {
            got.extend(frame);
            let count = u32::try_from(got.len()).expect("small");
            let confirmation = slip::encode(&count.to_le_bytes());
            frames.extend(host.frames(&confirmation));
        }
        if let Some(last) = frames.last().filter(|last| last.len() == 16) {
            assert_eq!(*last, Md5::digest(&data[..9_999]).to_vec());
            let left: Vec<u8> = frames[..frames.len() - 1].concat();
            got.extend(left);
            break;
        }
    }
    assert_eq!(got, data[..9_999]);
}

#[test]
fn another_speed_begins_after_the_reply() {
    let mut host = Host::with_stub(Troubles::default());
    let order = request(op::CHANGE_BAUDRATE, 0, &words(&[460_800, 115_200]));
    host.rom.receive(&order, SPEED, &mut host.flash);
    let speeds: Vec<Option<u32>> = host
        .rom
        .take_output()
        .iter()
        .map(|output| output.speed)
        .collect();
    assert_eq!(speeds, [SPEED]);
    assert_eq!(host.rom.speed(), Some(460_800));
}

#[test]
fn leaving_the_stub_for_the_flash_is_not_answered() {
    let mut host = Host::with_stub(Troubles::default());
    assert_eq!(host.ask(&request(op::RUN_USER_CODE, 0, &[])), []);
    assert_eq!(host.rom.exit(), Some(Exit::RunFlash));
}

fn any_op() -> impl Strategy<Value = u8> {
    prop_oneof![0_u8..=0x20, 0xCE_u8..=0xD6, any::<u8>()]
}

fn any_word() -> impl Strategy<Value = u32> {
    prop_oneof![
        Just(0),
        Just(1),
        Just(4096),
        Just(MIB),
        Just(0x4010_0000),
        Just(0x6000_0200),
        Just(u32::MAX),
        any::<u32>(),
        0_u32..0x2_0000,
    ]
}

fn any_line() -> impl Strategy<Value = Vec<u8>> {
    let ordered = (any_op(), prop::collection::vec(any_word(), 0..6))
        .prop_map(|(op, words_)| request(op, 0, &words(&words_)));
    let blocks = (
        any_op(),
        any::<u32>(),
        prop::collection::vec(any::<u8>(), 0..64),
    )
        .prop_map(|(op, number, data)| block(op, number % 3, &data));
    let cut = (any_op(), 0_usize..12).prop_map(|(op, keep)| {
        let mut line = request(op, 0, &[1, 2, 3]);
        line.truncate(keep);
        line
    });
    let noise = prop::collection::vec(any::<u8>(), 0..64);
    prop_oneof![4 => ordered, 3 => blocks, 1 => cut, 1 => noise]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_comes_the_loaders_go_on(
        has_stub in any::<bool>(),
        lines in prop::collection::vec(any_line(), 1..24),
    ) {
        let mut host = match has_stub {
            true => Host::with_stub(Troubles::default()),
            false => Host::new(Troubles::default()),
        };
        for line in lines {
            host.rom.receive(&line, SPEED, &mut host.flash);
            let said: usize = host.rom.take_output().iter().map(|output| output.bytes.len()).sum();
            prop_assert!(said <= 4 << 20);
        }
    }
}
