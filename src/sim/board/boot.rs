//! What runs before the firmware: the boot loader of the Arduino core, and the mask ROM that finds nothing to start.

use super::flash::{Flash, SECTOR};
use super::image;
use super::rtc::Rtc;
use crate::image::Descriptor;

const COMMAND_SIZE: usize = 128;
const COMMAND_MAGIC: u32 = 0xEB00_1000;
const ACTION_COPY: u32 = 1;
/// No image may be larger.
const LARGEST_IMAGE: u32 = 1 << 20;

/// "Copy `size` bytes of flash."
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Copy {
    from: u32,
    to: u32,
    size: u32,
}

/// The command that the firmware has left in RTC memory, if it is whole.
fn command(rtc: &Rtc) -> Option<Copy> {
    let mut bytes = [0; COMMAND_SIZE];
    rtc.read(0, &mut bytes);
    let (words, _) = bytes.as_chunks::<4>();
    let word = |index: usize| words.get(index).map(|word| u32::from_le_bytes(*word));
    let is_whole = word(0) == Some(COMMAND_MAGIC)
        && word(1) == Some(ACTION_COPY)
        && word(31) == Some(image::boot_crc32(bytes.get(..124).unwrap_or_default()));
    is_whole.then_some(Copy {
        from: word(2)?,
        to: word(3)?,
        size: word(4)?,
    })
}

/// Does what the command says; false if the flash failed.
fn copy(flash: &mut Flash, command: Copy) -> bool {
    let mut sector = vec![0; SECTOR as usize];
    (0..command.size.div_ceil(SECTOR)).all(|index| {
        let offset = index * SECTOR;
        flash.read(command.from + offset, &mut sector)
            && flash.erase_sector(command.to + offset)
            && flash.write(command.to + offset, &sector)
    })
}

/// Runs the boot loader, which obeys a command unless `ignores_commands`, and finds the image that starts.
///
/// # Errors
///
/// Why nothing starts, as a clause.
pub(super) fn boot(
    flash: &mut Flash,
    rtc: &mut Rtc,
    ignores_commands: bool,
) -> Result<Descriptor, &'static str> {
    if let Some(command) = command(rtc) {
        let is_within = |start: u32| {
            start
                .checked_add(command.size.next_multiple_of(SECTOR))
                .is_some_and(|end| end <= flash.size())
        };
        let is_sane =
            command.size <= LARGEST_IMAGE && is_within(command.from) && is_within(command.to);
        if is_sane && !ignores_commands && !copy(flash, command) {
            return Err("power went while an update was copied");
        }
        rtc.write(0, &[0; COMMAND_SIZE]);
    }
    let mut bytes = vec![0; flash.size().min(LARGEST_IMAGE) as usize];
    flash.read(0, &mut bytes);
    image::started_from(&bytes)
}

#[cfg(test)]
mod tests {
    use super::super::flash::Cut;
    use super::*;
    use crate::sim::core::Board;

    const STAGED: u32 = 0x8_0000;

    fn image_of(version: &str) -> Vec<u8> {
        image::firmware(version, Board::With1M, "test").expect("an image")
    }

    fn flash_with(images: &[(u32, &str)]) -> Flash {
        let mut flash = Flash::in_memory(1 << 20);
        for (address, version) in images {
            assert!(flash.write(*address, &image_of(version)));
        }
        flash
    }

    fn rtc_with_command(from: u32, size: u32) -> Rtc {
        let mut rtc = Rtc::new(None);
        let mut bytes = Vec::new();
        for word in [COMMAND_MAGIC, ACTION_COPY, from, 0, size] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.resize(124, 0);
        let crc = image::boot_crc32(&bytes);
        bytes.extend(crc.to_le_bytes());
        rtc.write(0, &bytes);
        rtc
    }

    fn size() -> u32 {
        u32::try_from(image_of("1.0.0").len()).expect("a small image")
    }

    fn version(flash: &mut Flash, rtc: &mut Rtc) -> Result<String, &'static str> {
        boot(flash, rtc, false).map(|descriptor| descriptor.version.to_string())
    }

    #[test]
    fn a_blank_chip_starts_nothing() {
        let mut flash = flash_with(&[]);
        assert!(version(&mut flash, &mut Rtc::new(None)).is_err());
    }

    #[test]
    fn without_a_command_the_image_that_is_there_runs() {
        let mut flash = flash_with(&[(0, "1.0.0"), (STAGED, "2.0.0")]);
        assert_eq!(version(&mut flash, &mut Rtc::new(None)), Ok("1.0.0".into()));
    }

    #[test]
    fn a_command_is_obeyed_once() {
        let mut flash = flash_with(&[(0, "1.0.0"), (STAGED, "2.0.0")]);
        let mut rtc = rtc_with_command(STAGED, size());
        assert_eq!(version(&mut flash, &mut rtc), Ok("2.0.0".into()));
        assert_eq!(command(&rtc), None);
    }

    #[test]
    fn a_boot_loader_that_ignores_the_command_starts_the_old_image() {
        let mut flash = flash_with(&[(0, "1.0.0"), (STAGED, "2.0.0")]);
        let mut rtc = rtc_with_command(STAGED, size());
        let descriptor = boot(&mut flash, &mut rtc, true).expect("an image");
        assert_eq!(descriptor.version.to_string(), "1.0.0");
        assert_eq!(command(&rtc), None);
    }

    #[test]
    fn a_reset_in_the_middle_of_the_copy_begins_it_again() {
        for at_operation in 1..=4 {
            let mut flash = flash_with(&[(0, "1.0.0"), (STAGED, "2.0.0")]);
            let mut rtc = rtc_with_command(STAGED, size());
            flash.cut_power(Cut {
                at_operation,
                at_byte: 100,
            });
            assert!(version(&mut flash, &mut rtc).is_err());
            flash.power_on();
            assert_eq!(version(&mut flash, &mut rtc), Ok("2.0.0".into()));
        }
    }

    #[test]
    fn a_command_that_points_out_of_the_chip_is_not_obeyed() {
        let mut flash = flash_with(&[(0, "1.0.0")]);
        let mut rtc = rtc_with_command(0xF_F000, 0x2000);
        assert_eq!(version(&mut flash, &mut rtc), Ok("1.0.0".into()));
    }
}
