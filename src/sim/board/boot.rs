//! What runs before the firmware: the boot loader of the chip, on a virtual flash chip, and the mask ROM that finds nothing to start.

use super::flash::{Flash, SECTOR};
use super::image;
use crate::image::{Descriptor, has_boot_loader};
use crate::sim::core::{self, BootHardware, Booted};

/// The boot loader's sector.
const LOADER_SIZE: usize = SECTOR as usize;
/// No application ends behind this.
const APPLICATIONS_END: usize = 0x7_C000;

/// What came of a start.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// What the boot loader has said on its serial line.
    pub(super) said: String,
    /// Sectors that it has copied.
    pub(super) copies: u64,
    /// What starts, or why nothing does, as a clause.
    pub(super) outcome: Result<Descriptor, &'static str>,
}

/// A flash chip with somebody who listens.
struct Bench<'a> {
    flash: &'a mut Flash,
    said: String,
    erased: u64,
}

impl BootHardware for Bench<'_> {
    fn read(&mut self, address: u32, to: &mut [u8]) -> bool {
        self.flash.read(address, to)
    }
    fn write(&mut self, address: u32, from: &[u8]) -> bool {
        self.flash.write(address, from)
    }
    fn erase_sector(&mut self, address: u32) -> bool {
        self.erased += 1;
        self.flash.erase_sector(address)
    }
    fn say(&mut self, line: &str) {
        self.said.push_str(line);
    }
}

/// Starts what the flash holds. `power_on`: because power came. `swaps`: whether the boot loader is ours; another one knows nothing of
/// updates.
pub(super) fn boot(flash: &mut Flash, power_on: bool, swaps: bool) -> Start {
    let mut beginning = vec![0; LOADER_SIZE];
    flash.read(0, &mut beginning);
    let mut bench = Bench {
        flash,
        said: String::new(),
        erased: 0,
    };
    let booted = match has_boot_loader(&beginning) {
        true if swaps => core::boot(&mut bench, power_on),
        true => Booted::Run,
        false => Booted::Empty,
    };
    let Bench {
        flash,
        said,
        erased,
    } = bench;
    let outcome = match booted {
        Booted::Run | Booted::Empty => {
            let mut bytes = vec![0; APPLICATIONS_END];
            flash.read(0, &mut bytes);
            image::started_from(&bytes)
        }
        Booted::PowerLost => Err("power went in the boot loader"),
    };
    Start {
        said,
        // Each is erased first; hardly anything else is.
        copies: erased,
        outcome,
    }
}

#[cfg(test)]
mod tests {
    use super::super::flash::Cut;
    use super::super::staging::{firmware, flash_with, request};
    use super::*;

    fn started(flash: &mut Flash) -> (Result<String, &'static str>, String) {
        let Start { said, outcome, .. } = boot(flash, false, true);
        (
            outcome.map(|descriptor| descriptor.version.to_string()),
            said,
        )
    }

    fn version(flash: &mut Flash) -> Result<String, &'static str> {
        started(flash).0
    }

    #[test]
    fn a_blank_chip_starts_nothing_and_has_nobody_who_says_so() {
        let (outcome, said) = started(&mut Flash::in_memory(1 << 20));
        assert_eq!(outcome, Err("no application in the flash"));
        assert_eq!(said, "");
    }

    #[test]
    fn a_boot_loader_alone_says_that_there_is_nothing() {
        let mut flash = Flash::in_memory(1 << 20);
        let loader = &firmware("1.0.0")[..LOADER_SIZE];
        assert!(flash.write(0, loader));
        let (outcome, said) = started(&mut flash);
        assert_eq!(outcome, Err("no application in the flash"));
        assert!(said.ends_with("smr-boot/1 empty\r\n"), "{said}");
    }

    #[test]
    fn without_a_record_the_image_that_is_there_runs_and_nothing_is_written() {
        let mut flash = flash_with("1.0.0");
        let before = flash.operations();
        assert_eq!(
            started(&mut flash),
            (Ok("1.0.0".into()), "smr-boot/1 run\r\n".into())
        );
        assert_eq!(flash.operations(), before);
    }

    #[test]
    fn an_update_runs_behind_the_boot_loader_that_was_there_and_goes_back_after_three_starts() {
        let mut flash = flash_with("1.0.0");
        request(&mut flash, "2.0.0");
        let (outcome, said) = started(&mut flash);
        assert_eq!(outcome, Ok("2.0.0".into()));
        assert!(said.starts_with("smr-boot/1 swap 0/4\r\n"), "{said}");
        assert!(said.ends_with("smr-boot/1 try 1\r\n"), "{said}");
        let mut loader = vec![0; LOADER_SIZE];
        assert!(flash.read(0, &mut loader));
        assert_eq!(loader, firmware("1.0.0")[..LOADER_SIZE]);
        assert_eq!(version(&mut flash), Ok("2.0.0".into()));
        assert_eq!(version(&mut flash), Ok("2.0.0".into()));
        let (outcome, said) = started(&mut flash);
        assert_eq!(outcome, Ok("1.0.0".into()));
        assert!(said.contains("smr-boot/1 back 0/4\r\n"), "{said}");
        assert_eq!(version(&mut flash), Ok("1.0.0".into()));
    }

    #[test]
    fn two_dips_of_power_do_not_count() {
        let mut flash = flash_with("1.0.0");
        request(&mut flash, "2.0.0");
        for power_on in [false, true, true, false, false] {
            let outcome = boot(&mut flash, power_on, true).outcome;
            let version = outcome.map(|descriptor| descriptor.version.to_string());
            assert_eq!(version, Ok("2.0.0".into()));
        }
        assert_eq!(version(&mut flash), Ok("1.0.0".into()));
    }

    #[test]
    fn power_may_go_at_any_operation_and_the_update_runs_all_the_same() {
        let operations = {
            let mut flash = flash_with("1.0.0");
            request(&mut flash, "2.0.0");
            let before = flash.operations();
            assert_eq!(version(&mut flash), Ok("2.0.0".into()));
            flash.operations() - before
        };
        assert!(operations > 12, "{operations}");
        for at_operation in 1..=operations {
            for at_byte in [0, 2, 100, 4_095] {
                let mut flash = flash_with("1.0.0");
                request(&mut flash, "2.0.0");
                flash.cut_power(Cut {
                    at_operation,
                    at_byte,
                });
                let outcome = version(&mut flash);
                // What is cut behind its last byte has happened, and nobody hears of it.
                assert_eq!(outcome, Err("power went in the boot loader"));
                assert!(!flash.has_power());
                flash.power_on();
                let at = format!("{at_operation} {at_byte}");
                assert_eq!(version(&mut flash), Ok("2.0.0".into()), "{at}");
            }
        }
    }

    #[test]
    fn another_boot_loader_starts_the_old_image() {
        let mut flash = flash_with("1.0.0");
        request(&mut flash, "2.0.0");
        let Start { said, outcome, .. } = boot(&mut flash, false, false);
        let version = outcome.map(|descriptor| descriptor.version.to_string());
        assert_eq!((version, said), (Ok("1.0.0".into()), String::new()));
    }

    #[test]
    fn a_board_whose_beginning_is_erased_swaps_nothing() {
        let mut flash = flash_with("1.0.0");
        request(&mut flash, "2.0.0");
        assert!(flash.erase_sector(0));
        let before = flash.operations();
        assert_eq!(
            started(&mut flash),
            (Err("no application in the flash"), String::new())
        );
        assert_eq!(flash.operations(), before);
    }
}
