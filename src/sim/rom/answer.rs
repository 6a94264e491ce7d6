//! What a loader says to a request, and what it does then; and the requests that every loader answers in the same way.

use super::chip::{Chip, DIVIDER_AT, divided};
use super::packet::{BadBlock, Request, op};

/// What comes after a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The next request.
    Wait,
    /// The code that was loaded runs from this address on.
    Run(u32),
    /// The loader ends.
    Leave(Exit),
    /// Another speed, in bits per second.
    Speed(u32),
    /// Another speed too, in which the reply itself comes already.
    SpeedAtOnce(u32),
    /// Frames with the flash's content.
    Stream,
}

/// How a loader ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// With a reset; the pins that chose the loader are as they were.
    Reset,
    /// By running what the flash holds.
    RunFlash,
}

/// A reply and what comes after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Usually the request's.
    pub op: u8,
    /// The word in the header.
    pub value: u32,
    /// What stands before the status.
    pub data: Vec<u8>,
    /// 0 for none.
    pub error: u8,
    /// How often it is said; 0 for an operation without reply.
    pub times: u8,
    /// What comes after it.
    pub then: Then,
}

impl Answer {
    /// "Done."
    pub fn done(op: u8) -> Answer {
        Answer {
            op,
            value: 0,
            data: Vec::new(),
            error: 0,
            times: 1,
            then: Then::Wait,
        }
    }

    /// "It did not work."
    pub fn failed(op: u8, error: u8) -> Answer {
        Answer {
            error,
            ..Answer::done(op)
        }
    }

    /// "Done" or "it did not work".
    pub fn of(op: u8, outcome: Result<(), u8>) -> Answer {
        Answer::failed(op, outcome.err().unwrap_or(0))
    }

    /// The same, with something that comes after it if it worked.
    #[must_use]
    pub fn then(self, then: Then) -> Answer {
        let then = if self.error == 0 { then } else { Then::Wait };
        Answer { then, ..self }
    }
}

/// The numbers by which a loader names what went wrong.
#[derive(Clone, Copy, Debug)]
pub struct Errors {
    /// A request that does not have what belongs to it.
    pub invalid: u8,
    /// Something that cannot be done.
    pub failed: u8,
    /// A wrong check sum.
    pub checksum: u8,
}

impl Errors {
    /// The number for a bad block.
    pub fn of_block(self, bad: BadBlock) -> u8 {
        match bad {
            BadBlock::Length => self.invalid,
            BadBlock::CheckSum => self.checksum,
        }
    }
}

/// What a SYNC carries: four bytes and a pattern that shows the speed.
const SYNC_MARK: [u8; 4] = [0x07, 0x07, 0x12, 0x20];
/// How often it is answered.
const SYNC_TIMES: u8 = 8;

/// Answers those requests that do not touch the flash chip's content; nothing for the others.
pub fn common(
    request: &Request<'_>,
    chip: &mut Chip,
    flash_size: u32,
    speed: Option<u32>,
    errors: Errors,
) -> Option<Answer> {
    let op = request.op;
    let invalid = || Answer::failed(op, errors.invalid);
    Some(match op {
        op::SYNC if request.data.starts_with(&SYNC_MARK) => Answer {
            times: SYNC_TIMES,
            ..Answer::done(op)
        },
        op::READ_REG => match request.words() {
            Some([address]) => Answer {
                value: chip.read(address, speed),
                ..Answer::done(op)
            },
            None => invalid(),
        },
        op::WRITE_REG => {
            let (words, _) = request.data.as_chunks::<4>();
            let words: Vec<u32> = words.iter().map(|word| u32::from_le_bytes(*word)).collect();
            let (writes, rest) = words.as_chunks::<4>();
            if writes.is_empty() || !rest.is_empty() {
                return Some(invalid());
            }
            let mut answer = Answer::done(op);
            // The last word of each is a delay, which makes no difference here.
            for [address, value, mask, _] in writes {
                if *address == DIVIDER_AT {
                    answer = answer.then(Then::SpeedAtOnce(divided(*value)));
                } else {
                    chip.write(*address, *value, *mask, flash_size);
                }
            }
            answer
        }
        op::MEM_BEGIN => match request.words() {
            Some([size, _, _, address]) if chip.ram.begin(address, size) => Answer::done(op),
            Some(_) => Answer::failed(op, errors.failed),
            None => invalid(),
        },
        op::MEM_DATA => match request.block() {
            Ok(block) if chip.ram.take(block.number, block.data) => Answer::done(op),
            Ok(_) => Answer::failed(op, errors.failed),
            Err(bad) => Answer::failed(op, errors.of_block(bad)),
        },
        op::MEM_END => match request.words() {
            Some([0, entry]) => Answer::done(op).then(Then::Run(entry)),
            Some(_) => Answer::done(op),
            None => invalid(),
        },
        op::SYNC => invalid(),
        _ => return None,
    })
}
