//! Requests of the host and replies of the chip ("Serial Protocol" in esptool's documentation).

/// The operations, by the byte that stands for them.
pub mod op {
    /// Erases for a download to the flash.
    pub const FLASH_BEGIN: u8 = 0x02;
    /// One block of it.
    pub const FLASH_DATA: u8 = 0x03;
    /// Its end: reset, or run what is there.
    pub const FLASH_END: u8 = 0x04;
    /// Begins a download to RAM.
    pub const MEM_BEGIN: u8 = 0x05;
    /// Its end: perhaps run it.
    pub const MEM_END: u8 = 0x06;
    /// One block of it.
    pub const MEM_DATA: u8 = 0x07;
    /// Finds out whether and how fast the other side listens.
    pub const SYNC: u8 = 0x08;
    /// Writes words of memory.
    pub const WRITE_REG: u8 = 0x09;
    /// Reads a word of memory.
    pub const READ_REG: u8 = 0x0A;
    /// Tells the flash chip's geometry; from here on only stubs know the operations.
    pub const SPI_SET_PARAMS: u8 = 0x0B;
    /// Connects the flash chip.
    pub const SPI_ATTACH: u8 = 0x0D;
    /// Another speed.
    pub const CHANGE_BAUDRATE: u8 = 0x0F;
    /// As `FLASH_BEGIN`, for compressed blocks.
    pub const FLASH_DEFL_BEGIN: u8 = 0x10;
    /// One of those.
    pub const FLASH_DEFL_DATA: u8 = 0x11;
    /// Their end.
    pub const FLASH_DEFL_END: u8 = 0x12;
    /// The MD5 of a part of the flash.
    pub const SPI_FLASH_MD5: u8 = 0x13;
    /// Erases the flash.
    pub const ERASE_FLASH: u8 = 0xD0;
    /// Erases sectors.
    pub const ERASE_REGION: u8 = 0xD1;
    /// Reads the flash.
    pub const READ_FLASH: u8 = 0xD2;
    /// Runs what is in the flash.
    pub const RUN_USER_CODE: u8 = 0xD3;
}

/// What a block begins with: its length, its number and two unused words.
const BLOCK_HEADER: usize = 16;
const HEADER: usize = 8;
const TO_CHIP: u8 = 0;
const TO_HOST: u8 = 1;
const SEED: u8 = 0xEF;

/// The check sum of a block.
pub fn checksum(data: &[u8]) -> u8 {
    data.iter().fold(SEED, |sum, byte| sum ^ byte)
}

/// What the host wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// One of [`op`], or something else.
    pub op: u8,
    /// Of the block, if there is one.
    pub checksum: u32,
    /// What belongs to the operation.
    pub data: &'a [u8],
    /// Whether the header says as many bytes as there are.
    pub is_whole: bool,
}

/// What is wrong with a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadBlock {
    /// It is not as long as it says.
    Length,
    /// Its check sum is wrong.
    CheckSum,
}

/// A piece of a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// Counted from 0 on.
    pub number: u32,
    /// The piece.
    pub data: &'a [u8],
}

impl<'a> Request<'a> {
    /// The request in a frame; none if it is too short or not for the chip.
    pub fn parse(frame: &'a [u8]) -> Option<Request<'a>> {
        let (header, data) = frame.split_first_chunk::<HEADER>()?;
        let [direction, op, low, high, sum @ ..] = *header;
        (direction == TO_CHIP).then(|| Request {
            op,
            checksum: u32::from_le_bytes(sum),
            data,
            is_whole: usize::from(u16::from_le_bytes([low, high])) == data.len(),
        })
    }

    /// The words that the data begin with.
    pub fn words<const COUNT: usize>(&self) -> Option<[u32; COUNT]> {
        let (words, _) = self.data.as_chunks::<4>();
        let words = words.first_chunk::<COUNT>()?;
        Some(words.map(u32::from_le_bytes))
    }

    /// The block in the data.
    ///
    /// # Errors
    ///
    /// A block that is not what it says.
    pub fn block(&self) -> Result<Block<'a>, BadBlock> {
        let [length, number] = self.words().ok_or(BadBlock::Length)?;
        let data = self.data.get(BLOCK_HEADER..).ok_or(BadBlock::Length)?;
        if data.len() != length as usize {
            return Err(BadBlock::Length);
        }
        if self.checksum != u32::from(checksum(data)) {
            return Err(BadBlock::CheckSum);
        }
        Ok(Block { number, data })
    }
}

/// The frame of a reply: `value` and `data` with an error, or 0 for none.
pub fn reply(op: u8, value: u32, data: &[u8], error: u8) -> Vec<u8> {
    let status = [u8::from(error != 0), error];
    let size = u16::try_from(data.len() + status.len()).unwrap_or(u16::MAX);
    let mut frame = vec![TO_HOST, op];
    frame.extend(size.to_le_bytes());
    frame.extend(value.to_le_bytes());
    frame.extend(data);
    frame.extend(status);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_what_its_length_and_check_sum_say() {
        let frame = |length: u8, sum: u8| {
            let mut frame = vec![0, op::FLASH_DATA, 18, 0, sum, 0, 0, 0, length, 0, 0, 0, 7];
            frame.resize(HEADER + BLOCK_HEADER, 0);
            frame.extend([0x12, 0x34]);
            frame
        };
        let good = frame(2, SEED ^ 0x12 ^ 0x34);
        let request = Request::parse(&good).expect("a request");
        assert!(request.is_whole);
        let block = Block {
            number: 7,
            data: &[0x12, 0x34],
        };
        assert_eq!(request.block(), Ok(block));
        for (length, sum, wrong) in [(3, 0, BadBlock::Length), (2, 0, BadBlock::CheckSum)] {
            let bad = frame(length, sum);
            let request = Request::parse(&bad).expect("a request");
            assert_eq!(request.block(), Err(wrong));
        }
    }

    #[test]
    fn short_frames_and_those_to_the_host_are_no_requests() {
        assert_eq!(Request::parse(&[]), None);
        assert_eq!(Request::parse(&[0, 8, 0, 0, 0, 0, 0]), None);
        assert_eq!(Request::parse(&reply(op::SYNC, 0, &[], 0)), None);
        let longer = [0, op::SYNC, 5, 0, 0, 0, 0, 0, 1];
        assert!(!Request::parse(&longer).expect("a request").is_whole);
    }

    #[test]
    fn a_reply_ends_with_its_status() {
        let good = reply(op::READ_REG, 0x0403_0201, &[], 0);
        assert_eq!(good, [1, 0x0A, 2, 0, 1, 2, 3, 4, 0, 0]);
        assert_eq!(reply(0, 0, &[9], 5), [1, 0, 3, 0, 0, 0, 0, 0, 9, 1, 5]);
    }
}
