//! Into the loader: resets where the port has lines for them, and looks again and again until the loader answers.

use std::time::{Duration, Instant};

use super::event::Event;
use super::heard::{Heard, is_meter};
use super::line::{Answerer, BOOT_LOG_SPEED, Line, SPEED};
use super::ram::SPEEDS;
use super::trouble;
use crate::error::Result;

/// For how long GPIO0 is held after a reset: most boards need little, those with a large capacitor at the reset pin more.
const HOLDS: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(500)];
/// For how long the boot log is listened to after a reset.
const AFTER_RESET: Duration = Duration::from_millis(60);
/// For how long somebody else is listened to, each time round.
const LISTEN: Duration = Duration::from_millis(300);
/// Requests each time round.
const SYNCS: usize = 3;
/// Requests at a speed at which somebody may have left a loader: the first one may only end a frame that requests at other speeds, or
/// whoever was cut off, have begun.
const SYNCS_OF_LEFT: usize = 2;
/// Times round before it is said that nobody answers.
const PATIENT_ROUNDS: usize = 2;
/// Bits per second at which the loader in ROM is asked at most: it measures how long a bit lasts, which is less exact the faster they come.
pub const ROM_SPEED: u32 = 460_800;
/// How fast meters talk, in bits per second: those of today, and older ones.
const METER_SPEEDS: [u32; 2] = [115_200, 9_600];
/// The fastest meters send a telegram a second.
const METER_TIME: Duration = Duration::from_millis(1_100);

/// How to get there.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Whether control lines are used.
    pub resets: bool,
    /// Bits per second at most.
    pub fastest: u32,
    /// Bits per second at most of the loader in ROM.
    pub rom_fastest: u32,
    /// Whether a faster loader is put into the chip's RAM.
    pub uses_ram: bool,
    /// For how long.
    pub patience: Duration,
}

impl Entry {
    /// Bits per second at which the loader in ROM is asked first: it finds out by itself how fast its host is, though at
    /// [`SPEED`] more surely than above.
    pub fn first_speed(&self) -> u32 {
        self.fastest.min(self.rom_fastest)
    }

    /// Bits per second at which it is asked next.
    pub fn sure_speed(&self) -> u32 {
        self.first_speed().min(SPEED)
    }

    /// The same, without haste.
    #[must_use]
    pub fn at_sure_speed(self) -> Entry {
        Entry {
            rom_fastest: self.sure_speed(),
            ..self
        }
    }
}

/// A loader that has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Which.
    pub answerer: Answerer,
    /// Bits per second.
    pub speed: u32,
    /// Whether the chip can be reset over this port.
    pub can_reset: bool,
}

/// Looks for the loader until it answers.
///
/// # Errors
///
/// A loader that does not answer in time, with what to do about it; a meter on the line; a port that fails; a wish to stop, from `check`.
pub fn connect(
    line: &mut Line,
    entry: Entry,
    check: &dyn Fn() -> Result<()>,
    tell: &mut dyn FnMut(Event),
) -> Result<Reached> {
    let until = Instant::now() + entry.patience;
    let mut can_reset = entry.resets;
    let mut heard = Heard::default();
    let mut told = None;
    let mut is_log_told = false;
    for (round, hold) in HOLDS.iter().cycle().enumerate() {
        if can_reset {
            line.set_speed(BOOT_LOG_SPEED);
            can_reset = line.reset_into_loader(*hold);
            if can_reset {
                heard.at_boot_speed(&line.listen(AFTER_RESET)?);
            }
        }
        for speed in speeds(entry, can_reset) {
            check()?;
            if !line.set_speed(speed) {
                continue;
            }
            match line.sync()? {
                Ok(answerer) => {
                    return Ok(Reached {
                        answerer,
                        speed,
                        can_reset,
                    });
                }
                Err(instead) => heard.instead_of_a_reply(&instead),
            }
        }
        if round == 0 && entry.resets && !can_reset {
            tell(Event::NoReset);
        }
        if line.set_speed(BOOT_LOG_SPEED) {
            heard.at_boot_speed(&line.listen(LISTEN)?);
        }
        if heard.is_unexplained() {
            for speed in METER_SPEEDS.into_iter().filter(|_| round % 2 == 1) {
                if line.set_speed(speed) {
                    heard.unasked(&line.listen_until(METER_TIME, is_meter)?);
                }
            }
        }
        if heard.is_of_a_meter() {
            return Err(trouble::meter(line.name()));
        }
        let verdict = heard.verdict();
        if round >= PATIENT_ROUNDS && told != Some(verdict) {
            told = Some(verdict);
            tell(Event::Waiting(verdict));
        }
        if round >= PATIENT_ROUNDS && !is_log_told {
            let printed = heard.last_start();
            is_log_told = !printed.is_empty();
            if is_log_told {
                tell(Event::BootLog(printed));
            }
        }
        if Instant::now() >= until {
            break;
        }
    }
    Err(trouble::unanswered(line.name(), heard.verdict()))
}

/// Speeds at which a loader may answer, the likely one more than once. One in RAM that somebody left there stays as fast as it was,
/// unless it has just been reset away; the speed that is wanted may be none of the usual ones.
fn speeds(entry: Entry, was_reset: bool) -> impl Iterator<Item = u32> {
    let (first, sure, fastest) = (entry.first_speed(), entry.sure_speed(), entry.fastest);
    let of_rom = std::iter::once(first).chain((sure != first).then_some(sure));
    let of_rom = of_rom.flat_map(|speed| std::iter::repeat_n(speed, SYNCS));
    let wanted = std::iter::once(fastest).filter(|speed| !SPEEDS.contains(speed));
    let left = SPEEDS.into_iter().chain(wanted);
    let left = left.filter(move |speed| !was_reset && *speed != first && *speed != sure);
    let left = left.flat_map(|speed| std::iter::repeat_n(speed, SYNCS_OF_LEFT));
    of_rom.chain(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(fastest: u32) -> Entry {
        Entry {
            resets: true,
            fastest,
            rom_fastest: ROM_SPEED,
            uses_ram: true,
            patience: LISTEN,
        }
    }

    #[test]
    fn the_rom_loader_is_asked_fast_first_then_where_it_is_sure() {
        let speeds = |entry: Entry| (entry.first_speed(), entry.sure_speed());
        assert_eq!(speeds(entry(921_600)), (460_800, 115_200));
        assert_eq!(speeds(entry(230_400)), (230_400, 115_200));
        assert_eq!(speeds(entry(57_600)), (57_600, 57_600));
        assert_eq!(speeds(entry(921_600).at_sure_speed()), (115_200, 115_200));
    }

    #[test]
    fn a_loader_that_was_left_fast_is_looked_for_where_nothing_resets_it() {
        let all = |fastest, was_reset| speeds(entry(fastest), was_reset).collect::<Vec<u32>>();
        let of_rom = |first| [[first; SYNCS], [115_200; SYNCS]].concat();
        for (fastest, first, left) in [
            (
                921_600,
                460_800,
                [921_600, 921_600, 230_400, 230_400].as_slice(),
            ),
            (460_800, 460_800, &[921_600, 921_600, 230_400, 230_400]),
            (
                250_000,
                250_000,
                &[921_600, 921_600, 460_800, 460_800, 230_400, 230_400],
            ),
        ] {
            assert_eq!(all(fastest, true), of_rom(first));
            assert_eq!(all(fastest, false), [&of_rom(first), left].concat());
        }
        let unhurried = speeds(entry(250_000).at_sure_speed(), false);
        assert_eq!(unhurried.last(), Some(250_000), "the speed that was wanted");
    }
}
