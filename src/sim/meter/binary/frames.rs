//! A unit of the application layer, wrapped for the line: HDLC (IEC 62056-46), general block transfer, M-Bus (EN 13757-2).

use super::Frames;
use crate::decode::crc::crc16_x25;

const FLAG: u8 = 0x7E;
/// Frame type 3, with the upper bits of the length behind it.
const FORMAT: u16 = 0xA000;
/// Destination, source and control of the logical link.
const LINK: [u8; 3] = [0xE6, 0xE7, 0x00];
const GENERAL_BLOCK_TRANSFER: u8 = 0xE0;
const LAST_BLOCK: u8 = 0x80;
/// Streaming: nobody confirms blocks.
const STREAMING: u8 = 0x40;
/// What fits into a long frame beside its five bytes of header.
const MBUS_PART: usize = 245;

/// Appends the frames of a unit.
pub(super) fn write(frames: Frames, unit: &[u8], out: &mut Vec<u8>) {
    match frames {
        Frames::Hdlc(head) => {
            let mut information = LINK.to_vec();
            information.extend(unit);
            hdlc(head, &information, out);
        }
        Frames::HdlcBlocks(head, size) => {
            let mut blocks = unit.chunks(size).zip(1_u16..).peekable();
            while let Some((data, number)) = blocks.next() {
                // The link prefix stands before the first block only.
                let mut block = if number == 1 {
                    LINK.to_vec()
                } else {
                    Vec::new()
                };
                let last = if blocks.peek().is_none() {
                    LAST_BLOCK
                } else {
                    0
                };
                let [high, low] = number.to_be_bytes();
                block.extend([GENERAL_BLOCK_TRANSFER, STREAMING | last, high, low, 0, 0]);
                block.extend(super::axdr::length(data.len()));
                block.extend(data);
                hdlc(head, &block, out);
            }
        }
        Frames::Mbus => mbus(unit, out),
    }
}

/// One frame with both of its flags; `head` is the addresses and the control byte.
fn hdlc(head: &[u8], information: &[u8], out: &mut Vec<u8>) {
    out.push(FLAG);
    let start = out.len();
    let length = 2 + head.len() + 2 + information.len() + 2;
    let format = FORMAT | u16::try_from(length).unwrap_or(0);
    out.extend(format.to_be_bytes());
    out.extend(head);
    check(start, out);
    out.extend(information);
    check(start, out);
    out.push(FLAG);
}

fn check(start: usize, out: &mut Vec<u8>) {
    let sum = crc16_x25(out.get(start..).unwrap_or_default());
    out.extend(sum.to_le_bytes());
}

fn mbus(unit: &[u8], out: &mut Vec<u8>) {
    let mut parts = unit.chunks(MBUS_PART).zip(0_u8..).peekable();
    while let Some((part, number)) = parts.next() {
        // Bit 4 marks the last segment; the lower bits count them.
        let last = if parts.peek().is_none() { 0x10 } else { 0 };
        let covered = [&[0x53, 0xFF, number | last, 1, 0x67][..], part].concat();
        let count = u8::try_from(covered.len()).unwrap_or(u8::MAX);
        let sum = covered
            .iter()
            .fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
        out.extend([0x68, count, count, 0x68]);
        out.extend(covered);
        out.extend([sum, 0x16]);
    }
}
