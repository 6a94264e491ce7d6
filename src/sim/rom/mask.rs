//! The loader in the chip's mask ROM: slow and simple, with an error in how much it erases.

use super::Nor;
use super::answer::{Answer, Errors, Exit, Then, common};
use super::chip::Chip;
use super::packet::{Request, op};

/// Its errors ("ROM Loader Errors" in the documentation).
const ERRORS: Errors = Errors {
    invalid: 0x05,
    failed: 0x06,
    checksum: 0x07,
};
/// What a SYNC is answered with: what it carried.
const SYNC_VALUE: u32 = 0x2012_0707;
/// In replies to what it does not know. By an operation of its own hosts would take it for a chip that knows more.
const UNKNOWN: u8 = 0;
const SECTOR: u32 = 4_096;
/// Sectors that the chip can erase at once.
const BLOCK: u32 = 16;

/// A download to the flash.
#[derive(Clone, Copy, Debug)]
struct Download {
    at: u32,
    next: u32,
    blocks: u32,
    block_size: u32,
}

/// The loader's state.
#[derive(Debug, Default)]
pub struct Mask {
    download: Option<Download>,
}

/// How many sectors are erased from sector `first` on when `wanted` are asked for: those up to the next whole block are counted twice.
fn erased(first: u32, wanted: u32) -> u32 {
    wanted + wanted.min(BLOCK - first % BLOCK)
}

impl Mask {
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
            return Answer::failed(op, ERRORS.invalid);
        }
        match op {
            op::FLASH_BEGIN => {
                // This loader has no request of its own for it.
                chip.attach_flash();
                Answer::of(op, self.begin(request, flash))
            }
            op::FLASH_DATA => Answer::of(op, self.write(request, flash)),
            op::FLASH_END => match (request.words(), self.download.take()) {
                (Some([0]), Some(_)) => Answer::done(op).then(Then::Leave(Exit::Reset)),
                (Some(_), Some(_)) => Answer::done(op).then(Then::Leave(Exit::RunFlash)),
                (Some(_), None) => Answer::failed(op, ERRORS.failed),
                (None, _) => Answer::failed(op, ERRORS.invalid),
            },
            _ => match common(request, chip, flash.size(), speed, ERRORS) {
                Some(answer) if op == op::SYNC && answer.error == 0 => Answer {
                    value: SYNC_VALUE,
                    ..answer
                },
                Some(answer) => answer,
                None => Answer::failed(UNKNOWN, ERRORS.invalid),
            },
        }
    }

    fn begin(&mut self, request: &Request<'_>, flash: &mut dyn Nor) -> Result<(), u8> {
        let [size, blocks, block_size, at] = request.words().ok_or(ERRORS.invalid)?;
        self.download = None;
        if size > flash.size() || at > flash.size() {
            return Err(ERRORS.failed);
        }
        let first = at / SECTOR;
        let last = first + erased(first, size.div_ceil(SECTOR));
        for sector in first..last.min(flash.size() / SECTOR) {
            if !flash.erase_sector(sector * SECTOR) {
                return Err(ERRORS.failed);
            }
        }
        self.download = Some(Download {
            at,
            next: 0,
            blocks,
            block_size,
        });
        Ok(())
    }

    fn write(&mut self, request: &Request<'_>, flash: &mut dyn Nor) -> Result<(), u8> {
        let block = request.block().map_err(|bad| ERRORS.of_block(bad))?;
        let download = self.download.as_mut().ok_or(ERRORS.failed)?;
        let length = u32::try_from(block.data.len()).map_err(|_| ERRORS.invalid)?;
        let is_next = block.number == download.next && download.next < download.blocks;
        if !is_next || length > download.block_size || !flash.write(download.at, block.data) {
            return Err(ERRORS.failed);
        }
        download.at += length;
        download.next += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_within_a_block_is_erased_twice_over() {
        for (first, wanted, expected) in
            [(0, 1, 2), (0, 16, 32), (0, 20, 36), (15, 4, 5), (3, 0, 0)]
        {
            assert_eq!(erased(first, wanted), expected, "{first} {wanted}");
        }
    }
}
