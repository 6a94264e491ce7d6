//! A model of the loader that esptool puts into RAM, and of ours: what they say and do to the flash, without running their code.

use md5::{Digest, Md5};

use super::answer::{Answer, Errors, Exit, Then, common};
use super::chip::Chip;
use super::download::Download;
use super::packet::{Request, op};
use super::reading::Reading;
use super::{Nor, read_any};

/// Its errors ("Stub Loader Errors" in the documentation).
pub mod error {
    /// A request that is too short or too long.
    pub const LENGTH: u8 = 0xC0;
    /// A wrong check sum.
    pub const CHECK_SUM: u8 = 0xC1;
    /// A block out of order, for a loader that counts them.
    pub const ORDER: u8 = 0xC3;
    /// The flash chip did not do what it was told, or cannot.
    pub const FLASH_FAILED: u8 = 0xC4;
    /// A block without a download.
    pub const NO_DOWNLOAD: u8 = 0xC6;
    /// Data that cannot be unpacked.
    pub const UNPACK: u8 = 0xC7;
    /// The end came before all data.
    pub const NOT_ENOUGH: u8 = 0xC8;
    /// More data than were announced.
    pub const TOO_MUCH: u8 = 0xC9;
    /// An operation that it does not know.
    pub const UNKNOWN: u8 = 0xFF;
}

const ERRORS: Errors = Errors {
    invalid: error::LENGTH,
    failed: error::LENGTH,
    checksum: error::CHECK_SUM,
};
const SECTOR: u32 = 4_096;

/// The loader's state.
#[derive(Debug, Default)]
pub struct Stub {
    download: Option<Download>,
    /// What the flash holds is on its way to the host.
    pub reading: Option<Reading>,
    miscounts: bool,
    /// Whether a block that comes twice is written once, as ours does; that of esptool writes it twice, one after the other.
    counts_blocks: bool,
    /// The number of the next block.
    next_block: u32,
}

impl Stub {
    /// A loader that has just begun; its MD5s may be wrong, and it may look at the numbers of blocks.
    pub fn new(miscounts: bool, counts_blocks: bool) -> Stub {
        Stub {
            miscounts,
            counts_blocks,
            ..Stub::default()
        }
    }

    /// Answers a request.
    pub fn answer(
        &mut self,
        request: &Request<'_>,
        chip: &mut Chip,
        flash: &mut dyn Nor,
        speed: Option<u32>,
    ) -> Answer {
        let op = request.op;
        if !request.is_whole {
            return Answer::failed(op, error::LENGTH);
        }
        match op {
            op::FLASH_BEGIN | op::FLASH_DEFL_BEGIN => Answer::of(op, self.begin(request, flash)),
            op::FLASH_DATA | op::FLASH_DEFL_DATA => Answer::of(op, self.write(request, flash)),
            op::FLASH_END | op::FLASH_DEFL_END => self.end(request),
            op::SPI_SET_PARAMS => Answer::done(op),
            op::SPI_ATTACH => {
                chip.attach_flash();
                Answer::done(op)
            }
            op::CHANGE_BAUDRATE => match request.words() {
                Some([speed, _]) if speed > 0 => Answer::done(op).then(Then::Speed(speed)),
                _ => Answer::failed(op, error::LENGTH),
            },
            op::SPI_FLASH_MD5 => self.md5(request, flash),
            op::ERASE_FLASH => Answer::of(op, erase(0, flash.size(), flash)),
            op::ERASE_REGION => match request.words() {
                Some([at, size]) => Answer::of(op, erase(at, size, flash)),
                None => Answer::failed(op, error::LENGTH),
            },
            op::READ_FLASH => match request
                .words()
                .map(|words| Reading::new(words, flash.size()))
            {
                Some(Some(reading)) => {
                    self.reading = Some(reading);
                    Answer::done(op).then(Then::Stream)
                }
                Some(None) => Answer::failed(op, error::FLASH_FAILED),
                None => Answer::failed(op, error::LENGTH),
            },
            op::RUN_USER_CODE => Answer {
                times: 0,
                ..Answer::done(op).then(Then::Leave(Exit::RunFlash))
            },
            _ => common(request, chip, flash.size(), speed, ERRORS)
                .unwrap_or_else(|| Answer::failed(op, error::UNKNOWN)),
        }
    }

    fn begin(&mut self, request: &Request<'_>, flash: &dyn Nor) -> Result<(), u8> {
        let [size, _, _, at] = request.words().ok_or(error::LENGTH)?;
        let is_packed = request.op == op::FLASH_DEFL_BEGIN;
        self.next_block = 0;
        self.download = None;
        self.download = Some(Download::begin(at, size, is_packed, flash)?);
        Ok(())
    }

    fn write(&mut self, request: &Request<'_>, flash: &mut dyn Nor) -> Result<(), u8> {
        let block = request.block().map_err(|bad| ERRORS.of_block(bad))?;
        let is_packed = request.op == op::FLASH_DEFL_DATA;
        let download = self
            .download
            .as_mut()
            .filter(|download| download.is_packed() == is_packed)
            .ok_or(error::NO_DOWNLOAD)?;
        if self.counts_blocks {
            if block.number.checked_add(1) == Some(self.next_block) {
                return Ok(());
            }
            if block.number != self.next_block {
                return Err(error::ORDER);
            }
            self.next_block += 1;
        }
        download.take(block.data, flash)
    }

    fn end(&mut self, request: &Request<'_>) -> Answer {
        let op = request.op;
        let Some([stays]) = request.words() else {
            return Answer::failed(op, error::LENGTH);
        };
        match self.download.take() {
            None => Answer::failed(op, error::NO_DOWNLOAD),
            Some(download) if download.left() > 0 => Answer::failed(op, error::NOT_ENOUGH),
            Some(_) if stays == 0 => Answer::done(op).then(Then::Leave(Exit::Reset)),
            Some(_) => Answer::done(op),
        }
    }

    fn md5(&self, request: &Request<'_>, flash: &mut dyn Nor) -> Answer {
        let op = request.op;
        let Some([at, size]) = request.words() else {
            return Answer::failed(op, error::LENGTH);
        };
        let Some(bytes) = read_any(flash, at, size) else {
            return Answer::failed(op, error::FLASH_FAILED);
        };
        let mut digest: [u8; 16] = Md5::digest(&bytes).into();
        if let Some(first) = digest.first_mut().filter(|_| self.miscounts) {
            *first ^= 1;
        }
        Answer {
            data: digest.to_vec(),
            ..Answer::done(op)
        }
    }
}

fn erase(at: u32, size: u32, flash: &mut dyn Nor) -> Result<(), u8> {
    let end = at.checked_add(size).filter(|end| *end <= flash.size());
    let is_whole = at.is_multiple_of(SECTOR) && size.is_multiple_of(SECTOR);
    let end = end.filter(|_| is_whole).ok_or(error::FLASH_FAILED)?;
    (at / SECTOR..end / SECTOR)
        .all(|sector| flash.erase_sector(sector * SECTOR))
        .then_some(())
        .ok_or(error::FLASH_FAILED)
}
