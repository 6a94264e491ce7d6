//! What is erased and written where. Pure.
//!
//! An image replaces what is at the beginning of the flash; the sectors of the settings stay unless all is erased. The first two
//! sectors, with the boot loader, are erased first and written last: a board that was left in the middle starts nothing at all, and
//! never half of two images.

use crate::error::{Error, Result};

/// Bytes of a sector, the smallest part that can be erased.
pub const SECTOR: u32 = 4_096;
/// Sectors of a block, which the chip erases at once.
pub const BLOCK: u32 = 16;
/// Sectors that are erased first and written last.
const HEAD: Sectors = Sectors { first: 0, count: 2 };

/// Where the settings are: the two sectors before those of the SDK, from the end of the flash. `firmware/core/store/flash_map.cpp`
/// has them for both boards.
const SETTINGS_FROM_END: [(u32, u32); 2] = [(1 << 20, 7), (4 << 20, 8)];

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

/// The sectors of the settings in a flash chip of a board.
pub fn settings(flash_size: u32) -> Option<Sectors> {
    let board = SETTINGS_FROM_END
        .iter()
        .rev()
        .find(|(size, _)| *size <= flash_size)?;
    let (size, from_end) = *board;
    Some(Sectors {
        first: size / SECTOR - from_end,
        count: 2,
    })
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
        let mut steps = vec![Step::Erase(HEAD)];
        steps.extend(behind(sectors, flash_size, rest));
        steps.extend(blocks(sectors.from(HEAD.count)).map(Step::Write));
        steps.push(Step::Write(HEAD));
        let plan = Plan {
            steps,
            size,
            bytes: size,
            rest,
            kept: settings(flash_size).filter(|_| rest == Rest::Keep),
        };
        plan.has_room(flash_size, |sectors| rom_erase(sectors).1)
    }

    /// The plan where only the sectors with these numbers, in rising order, hold something else than the image.
    ///
    /// # Errors
    ///
    /// As [`Plan::write`].
    pub fn update(size: u32, flash_size: u32, rest: Rest, differing: &[u32]) -> Result<Plan> {
        let sectors = Sectors {
            first: 0,
            count: size.div_ceil(SECTOR),
        };
        let mut steps: Vec<Step> = behind(sectors, flash_size, rest).collect();
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
            (470 << 10, MIB),
            (1019 << 10, 4 * MIB),
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
        let at = |flash| settings(flash).map(Sectors::address);
        assert_eq!(at(MIB), Some(0xF_9000));
        assert_eq!(at(4 * MIB), Some(0x3F_8000));
        assert_eq!(at(MIB / 2), None);
        let kept = Plan::write(470 << 10, MIB, Rest::Keep).expect("a plan");
        assert_eq!(kept.kept, settings(MIB));
        let all = Plan::write(470 << 10, MIB, Rest::Erase).expect("a plan");
        assert_eq!(all.kept, None);
        assert!(all.erased() >= MIB);
        assert!(kept.erased() <= 480 << 10);
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
            Plan::update(470 << 10, MIB, Rest::Keep, differing).expect("a plan")
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
        assert!(Plan::update(MIB, MIB, Rest::Keep, &[249]).is_err());
        assert!(Plan::update(MIB, MIB, Rest::Erase, &[249]).is_ok());
    }

    #[test]
    fn an_image_without_room_is_refused() {
        assert!(Plan::write(MIB + 1, MIB, Rest::Erase).is_err());
        assert!(Plan::write(1020 << 10, MIB, Rest::Keep).is_err());
    }

    #[test]
    fn the_settings_are_where_the_firmware_keeps_them() {
        let source = include_str!("../../firmware/core/store/flash_map.cpp").to_lowercase();
        for flash in [MIB, 4 * MIB] {
            let first = settings(flash).expect("settings");
            let line = format!("settings[0] = {:#x};", first.address());
            assert!(source.contains(&line), "{line}");
        }
    }
}
