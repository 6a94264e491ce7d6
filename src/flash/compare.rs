//! Which sectors hold something else than they should, by the MD5s that the chip computes.

use std::ops::Range;

use md5::{Digest, Md5};

use super::plan::{BLOCK, SECTOR, Sectors};
use crate::error::Result;

/// Asks the chip for the MD5 of what it holds in a range of addresses.
pub type Ask<'a> = dyn FnMut(Range<u32>) -> Result<[u8; 16]> + 'a;

/// The numbers of the sectors whose content is not that of `content`, which begins at address 0. What is in the last sector behind its
/// end does not matter.
///
/// Blocks are compared first: those that are equal, and those that are empty, need no look at each sector.
///
/// # Errors
///
/// Those of `ask`.
pub fn differing(content: &[u8], ask: &mut Ask<'_>) -> Result<Vec<u32>> {
    let mut numbers = Vec::new();
    for (block, first) in content
        .chunks(size(BLOCK))
        .zip((0..).step_by(BLOCK as usize))
    {
        let held = ask(range(first, block))?;
        if held == digest(block) {
            continue;
        }
        let is_empty = held == digest(&vec![0xFF; block.len()]);
        for (sector, number) in block.chunks(size(1)).zip(first..) {
            let expected = digest(sector);
            let held = if is_empty {
                digest(&vec![0xFF; sector.len()])
            } else {
                ask(range(number, sector))?
            };
            if held != expected {
                numbers.push(number);
            }
        }
    }
    Ok(numbers)
}

/// Those of `places` that are not empty.
///
/// # Errors
///
/// Those of `ask`.
pub fn written(places: &[Sectors], ask: &mut Ask<'_>) -> Result<Vec<Sectors>> {
    let mut found = Vec::new();
    for place in places {
        let empty = digest(&vec![0xFF; place.size() as usize]);
        if ask(place.address()..place.address() + place.size())? != empty {
            found.push(*place);
        }
    }
    Ok(found)
}

/// Whether all is held as it should be, asked at once; if not, where not.
///
/// # Errors
///
/// Those of `ask`.
pub fn check(content: &[u8], ask: &mut Ask<'_>) -> Result<Vec<u32>> {
    if ask(range(0, content))? == digest(content) {
        return Ok(Vec::new());
    }
    differing(content, ask)
}

fn size(sectors: u32) -> usize {
    (sectors * SECTOR) as usize
}

fn range(first: u32, bytes: &[u8]) -> Range<u32> {
    let from = first * SECTOR;
    from..from + u32::try_from(bytes.len()).unwrap_or(u32::MAX - from)
}

fn digest(bytes: &[u8]) -> [u8; 16] {
    Md5::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chip that holds `flash`: the sectors that differ from `content`, and how often it was asked.
    fn asked(flash: &[u8], content: &[u8]) -> (Vec<u32>, usize) {
        let mut count = 0;
        let mut ask = |range: Range<u32>| {
            count += 1;
            Ok(digest(&flash[range.start as usize..range.end as usize]))
        };
        let numbers = differing(content, &mut ask).expect("answers");
        (numbers, count)
    }

    fn content() -> Vec<u8> {
        let byte = |i: u32| (i.wrapping_mul(i) >> 8).to_le_bytes()[0];
        (0..150_000).map(byte).collect()
    }

    #[test]
    fn an_equal_flash_needs_one_answer_a_block() {
        let mut flash = content();
        flash.resize(1 << 20, 0x5A);
        assert_eq!(asked(&flash, &content()), (vec![], 3));
    }

    #[test]
    fn an_empty_flash_needs_no_more() {
        let (numbers, count) = asked(&vec![0xFF; 1 << 20], &content());
        assert_eq!(numbers, (0..37).collect::<Vec<u32>>());
        assert_eq!(count, 3);
    }

    #[test]
    fn of_an_empty_flash_nothing_need_be_written_that_is_empty_anyway() {
        let mut content = content();
        content[SECTOR as usize * 3..SECTOR as usize * 5].fill(0xFF);
        let (numbers, _) = asked(&vec![0xFF; 1 << 20], &content);
        assert!(!numbers.contains(&3) && !numbers.contains(&4) && numbers.len() == 35);
    }

    #[test]
    fn a_single_bit_names_its_sector() {
        for sector in [0, 15, 16, 36] {
            let mut flash = content();
            flash[(sector * SECTOR) as usize + 17] ^= 0x10;
            flash.resize(1 << 20, 0xFF);
            assert_eq!(asked(&flash, &content()).0, [sector]);
        }
    }

    #[test]
    fn a_place_is_empty_only_if_every_bit_is_set() {
        let mut flash = vec![0xFF; 1 << 20];
        flash[0x7_CFFF] = 0xFE;
        let places = [0x7C, 0xFB].map(|first| Sectors { first, count: 1 });
        let mut ask =
            |range: Range<u32>| Ok(digest(&flash[range.start as usize..range.end as usize]));
        assert_eq!(written(&places, &mut ask).expect("answers"), places[..1]);
    }

    #[test]
    fn what_is_behind_the_end_does_not_matter() {
        let mut flash = content();
        flash.resize(1 << 20, 0x00);
        assert_eq!(asked(&flash, &content()).0, Vec::<u32>::new());
        let mut ask =
            |range: Range<u32>| Ok(digest(&flash[range.start as usize..range.end as usize]));
        assert_eq!(
            check(&content(), &mut ask).expect("answers"),
            Vec::<u32>::new()
        );
        let other = [&content()[..149_999], &[0xA5]].concat();
        assert_eq!(check(&other, &mut ask).expect("answers"), [36]);
    }
}
