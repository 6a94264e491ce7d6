//! What is erased and written where. Pure.
//!
//! An image replaces what is at the beginning of the flash; the sectors of the settings stay unless all is erased. The first two
//! sectors, with the boot loader, are erased first and written last: a board that was left in the middle starts nothing at all, and
//! never half of two images. What the boot loader has noted of an update goes before anything is written, or it would swap that image over
//! the new one.

use super::map::{records, settings};
use crate::error::{Error, Result};

/// Bytes of a sector, the smallest part that can be erased.
pub const SECTOR: u32 = 4_096;
/// Sectors of a block, which the chip erases at once.
pub const BLOCK: u32 = 16;
/// Sectors that are erased first and written last.
const HEAD: Sectors = Sectors { first: 0, count: 2 };

/// Sectors one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sectors {
    /// The first one's number.
    pub first: u32,
    /// How many; at least one.
    pub count: u32,
}

impl Sectors {
    /// Where they begin, in bytes.
    pub fn address(self) -> u32 {
        self.first * SECTOR
    }

    /// Bytes in them.
    pub fn size(self) -> u32 {
        self.count * SECTOR
    }

    /// The first one behind them.
    pub fn end(self) -> u32 {
        self.first + self.count
    }

    /// Whether both have a sector in common.
    pub fn overlap(self, other: Sectors) -> bool {
        self.first < other.end() && other.first < self.end()
    }

    /// The part from sector `number` on.
    #[must_use]
    pub fn from(self, number: u32) -> Sectors {
        let first = number.clamp(self.first, self.end());
        Sectors {
            first,
            count: self.end() - first,
        }
    }
}

/// How many sectors the mask ROM must be asked for so that it erases at least `wanted`, and how many it erases then.
///
/// It counts the sectors up to the next whole block twice. So it erases an even number of them, or all that it should.
pub fn rom_erase(wanted: Sectors) -> (u32, u32) {
    let to_block = BLOCK - wanted.first % BLOCK;
    let ask = if wanted.count < 2 * to_block {
        wanted.count.div_ceil(2)
    } else {
        wanted.count - to_block
    };
    (ask, ask + ask.min(to_block))
}

/// A step of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Sectors are erased.
    Erase(Sectors),
    /// Sectors are erased, and the image's bytes from the same place on are written to them.
    Write(Sectors),
}

impl Step {
    /// What is erased.
    pub fn sectors(self) -> Sectors {
        match self {
            Step::Erase(sectors) | Step::Write(sectors) => sectors,
        }
    }
}

/// What is done to the flash, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
    /// Bytes of the image.
    pub size: u32,
    /// Bytes of it that are written.
    pub bytes: u32,
    /// What happens to all else.
    pub rest: Rest,
    /// Sectors of settings that stay as they are.
    pub kept: Option<Sectors>,
    /// Sectors of the boot loader's record that are erased before anything is written.
    pub records: Vec<Sectors>,
}

/// What happens to all that is not the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// It stays.
    Keep,
    /// It is erased, the settings too.
    Erase,
    /// There is none: what is written is the content of all of the flash.
    Nothing,
}

/// Blocks of `sectors`, the first of which may be shorter.
fn blocks(sectors: Sectors) -> impl Iterator<Item = Sectors> {
    let mut next = sectors.first;
    std::iter::from_fn(move || {
        let first = next;
        let end = (first / BLOCK * BLOCK + BLOCK).min(sectors.end());
        next = end;
        (first < end).then(|| Sectors {
            first,
            count: end - first,
        })
    })
}

/// Records that are erased beside an image. Where what is written is the content of all of the flash, they are part of it.
fn records_beside(rest: Rest, records: Vec<Sectors>) -> Vec<Sectors> {
    match rest {
        Rest::Keep | Rest::Erase => records,
        Rest::Nothing => Vec::new(),
    }
}

/// The steps that erase what is not the image's, if that is wanted.
fn behind(image: Sectors, flash_size: u32, rest: Rest) -> impl Iterator<Item = Step> {
    let all = Sectors {
        first: 0,
        count: flash_size / SECTOR,
    };
    let behind = all.from(image.end().max(HEAD.count));
    blocks(behind)
        .map(Step::Erase)
        .filter(move |_| rest == Rest::Erase)
}

/// Sectors that follow each other, of their numbers in rising order.
fn runs(numbers: &[u32]) -> impl Iterator<Item = Sectors> + '_ {
    numbers
        .chunk_by(|before, next| before + 1 == *next)
        .filter_map(|run| {
            let first = *run.first()?;
            let count = u32::try_from(run.len()).ok()?;
            Some(Sectors { first, count })
        })
}

impl Plan {
    /// The plan for an image of `size` bytes on a flash chip of `flash_size` bytes, whatever it holds. No step is larger than a block.
    ///
    /// # Errors
    ///
    /// An image that has no room, or that would reach into the settings.
    pub fn write(size: u32, flash_size: u32, rest: Rest) -> Result<Plan> {
        let sectors = Sectors {
            first: 0,
            count: size.div_ceil(SECTOR),
        };
        let records = records_beside(rest, records(flash_size));
        let mut steps = vec![Step::Erase(HEAD)];
        steps.extend(records.iter().copied().map(Step::Erase));
        steps.extend(behind(sectors, flash_size, rest));
        steps.extend(blocks(sectors.from(HEAD.count)).map(Step::Write));
        steps.push(Step::Write(HEAD));
        let plan = Plan {
            steps,
            size,
            bytes: size,
            rest,
            kept: settings(flash_size).filter(|_| rest == Rest::Keep),
            records,
        };
        plan.has_room(flash_size, |sectors| rom_erase(sectors).1)
    }

    /// The plan where only the sectors with these numbers, in rising order, hold something else than the image, and only these of the
    /// boot loader's record hold anything.
    ///
    /// # Errors
    ///
    /// As [`Plan::write`].
    pub fn update(
        size: u32,
        flash_size: u32,
        rest: Rest,
        differing: &[u32],
        records: Vec<Sectors>,
    ) -> Result<Plan> {
        let sectors = Sectors {
            first: 0,
            count: size.div_ceil(SECTOR),
        };
        let records = records_beside(rest, records);
        let mut steps: Vec<Step> = records.iter().copied().map(Step::Erase).collect();
        steps.extend(behind(sectors, flash_size, rest));
        if !differing.is_empty() {
            let others = differing.partition_point(|number| *number < HEAD.end());
            let others = differing.get(others..).unwrap_or_default();
            steps.insert(0, Step::Erase(HEAD));
            steps.extend(runs(others).map(Step::Write));
            steps.push(Step::Write(HEAD));
        }
        let in_image = |sectors: Sectors| {
            let end = size.min(sectors.end() * SECTOR);
            end.saturating_sub(sectors.address())
        };
        let bytes = steps.iter().map(|step| match step {
            Step::Erase(_) => 0,
            Step::Write(sectors) => in_image(*sectors),
        });
        let plan = Plan {
            size,
            bytes: bytes.sum(),
            steps,
            rest,
            kept: settings(flash_size).filter(|_| rest == Rest::Keep),
            records,
        };
        plan.has_room(flash_size, |sectors| sectors.count)
    }

    /// The plan itself, if all that it erases is in the flash chip and beside the settings.
    fn has_room(self, flash_size: u32, erased: impl Fn(Sectors) -> u32) -> Result<Plan> {
        let reaches = |sectors: Sectors| {
            let erased = Sectors {
                count: erased(sectors),
                ..sectors
            };
            erased.end() > flash_size / SECTOR || self.kept.is_some_and(|kept| kept.overlap(erased))
        };
        if self.steps.iter().any(|step| reaches(step.sectors())) {
            let size = self.size;
            return Err(Error::failed(format!(
                "an image of {size} bytes does not fit a flash chip of {flash_size} bytes beside the settings"
            ))
            .hint("take the image of the board you have: esp8266-1m or esp8266-4m"));
        }
        Ok(self)
    }

    /// The plan that leaves nothing in the flash.
    pub fn erase(flash_size: u32) -> Plan {
        let all = Sectors {
            first: 0,
            count: flash_size / SECTOR,
        };
        Plan {
            steps: blocks(all).map(Step::Erase).collect(),
            size: 0,
            bytes: 0,
            rest: Rest::Erase,
            kept: None,
            records: Vec::new(),
        }
    }

    /// Bytes that are erased, whether they are written then or not.
    pub fn erased(&self) -> u32 {
        self.steps.iter().map(|step| step.sectors().size()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u32 = 1 << 20;

    fn sectors(first: u32, count: u32) -> Sectors {
        Sectors { first, count }
    }

    /// What the mask ROM erases when it is asked for so many: its error, as esptool's documentation of the workaround has it.
    fn erased_by_rom(first: u32, asked: u32) -> u32 {
        asked + asked.min(BLOCK - first % BLOCK)
    }

    #[test]
    fn the_rom_is_asked_for_what_makes_it_erase_enough_and_hardly_more() {
        for first in 0..40 {
            for count in 1..200 {
                let (ask, erased) = rom_erase(sectors(first, count));
                assert_eq!(erased, erased_by_rom(first, ask), "{first} {count}");
                assert!((count..=count + 1).contains(&erased), "{first} {count}");
            }
        }
        assert_eq!(rom_erase(sectors(16, 16)), (8, 16));
        assert_eq!(rom_erase(sectors(2, 14)), (7, 14));
    }

    #[test]
    fn every_sector_of_an_image_is_erased_then_written_once() {
        for (size, flash) in [
            (5_120, MIB),
            (8_192, MIB),
            (8_196, MIB),
            (495 << 10, MIB),
            (495 << 10, 4 * MIB),
        ] {
            let plan = Plan::write(size, flash, Rest::Keep).expect("a plan");
            assert_eq!(plan.steps.first(), Some(&Step::Erase(sectors(0, 2))));
            assert_eq!(plan.steps.last(), Some(&Step::Write(sectors(0, 2))));
            let mut written: Vec<u32> = plan
                .steps
                .iter()
                .filter_map(|step| match step {
                    Step::Write(sectors) => Some(sectors.first..sectors.end()),
                    Step::Erase(_) => None,
                })
                .flatten()
                .collect();
            written.sort_unstable();
            let wanted: Vec<u32> = (0..size.div_ceil(SECTOR).max(2)).collect();
            assert_eq!(written, wanted, "{size}");
        }
    }

    #[test]
    fn what_a_step_erases_too_much_is_not_yet_written() {
        let plan = Plan::write(470 << 10, MIB, Rest::Keep).expect("a plan");
        for (index, step) in plan.steps.iter().enumerate() {
            let (_, count) = rom_erase(step.sectors());
            let erased = Sectors {
                count,
                ..step.sectors()
            };
            for before in &plan.steps[..index] {
                if let Step::Write(before) = before {
                    assert!(!erased.overlap(*before), "{step:?} {before:?}");
                }
            }
        }
    }

    #[test]
    fn the_settings_stay_unless_all_is_erased() {
        let kept = Plan::write(470 << 10, MIB, Rest::Keep).expect("a plan");
        assert_eq!(kept.kept, settings(MIB));
        let all = Plan::write(470 << 10, MIB, Rest::Erase).expect("a plan");
        assert_eq!(all.kept, None);
        assert!(all.erased() >= MIB);
        assert!(kept.erased() <= 488 << 10);
    }

    #[test]
    fn a_record_of_an_update_goes_before_anything_is_written() {
        let (low, high) = (sectors(0x7C, 1), sectors(0xFB, 1));
        for rest in [Rest::Keep, Rest::Erase] {
            let plan = Plan::write(50_000, MIB, rest).expect("a plan");
            assert_eq!(plan.records, [low, high]);
            let written = |step: &Step| matches!(step, Step::Write(_));
            let first = plan.steps.iter().position(written).expect("a write");
            for record in [low, high] {
                let erased = |step: &Step| *step == Step::Erase(record);
                let at = plan.steps.iter().position(erased);
                assert!(at.is_some_and(|at| at < first), "{record:?}");
            }
        }
        // Also where the image is there already.
        let plan = |records| Plan::update(50_000, MIB, Rest::Keep, &[], records).expect("a plan");
        assert_eq!(plan(vec![high]).steps, [Step::Erase(high)]);
        assert_eq!(plan(vec![]).steps, []);
        let all = Plan::update(MIB, MIB, Rest::Nothing, &[0x7C], vec![low]).expect("a plan");
        assert_eq!(all.records, []);
    }

    #[test]
    fn the_whole_chip_is_erased_to_the_sector() {
        for flash in [MIB, 4 * MIB] {
            let plan = Plan::erase(flash);
            assert_eq!(plan.erased(), flash);
            for step in &plan.steps {
                assert_eq!(rom_erase(step.sectors()).1, step.sectors().count);
            }
        }
    }

    #[test]
    fn only_what_differs_is_written_and_the_head_last() {
        let plan = |differing: &[u32]| {
            Plan::update(470 << 10, MIB, Rest::Keep, differing, vec![]).expect("a plan")
        };
        assert_eq!(plan(&[]).steps, []);
        assert_eq!(plan(&[]).bytes, 0);
        let head = sectors(0, 2);
        let few = plan(&[1, 5, 6, 7, 117]);
        assert_eq!(
            few.steps,
            [
                Step::Erase(head),
                Step::Write(sectors(5, 3)),
                Step::Write(sectors(117, 1)),
                Step::Write(head),
            ]
        );
        // The last sector is half full.
        assert_eq!(few.bytes, 5 * SECTOR + SECTOR / 2);
        assert_eq!(plan(&[0]).steps, [Step::Erase(head), Step::Write(head)]);
        assert!(Plan::update(MIB, MIB, Rest::Keep, &[249], vec![]).is_err());
        assert!(Plan::update(MIB, MIB, Rest::Erase, &[249], vec![]).is_ok());
    }

    #[test]
    fn an_image_without_room_is_refused() {
        assert!(Plan::write(MIB + 1, MIB, Rest::Erase).is_err());
        assert!(Plan::write(1020 << 10, MIB, Rest::Keep).is_err());
    }
}
