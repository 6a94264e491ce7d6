//! A board on the bench without firmware that runs: its serial loader, a program in RAM, or somebody else's application, on the wire.

use std::time::Duration;

use super::machine::Machine;
use super::network::Network;
use super::program::{Program, Refusal};
use super::quirks::WithoutFirmware;
use super::wire::BOOT_LOG_SPEED;
use super::{BUSY, DARK};
use crate::sim::core::ChipReset;
use crate::sim::machine_code::End;
use crate::sim::rom::Rom;
use crate::sim::rom::answer::Exit;

/// A host that said something may say more soon; in microseconds.
pub(super) const ATTENTION: u64 = 1_000_000;
/// From one look at a quiet wire to the next.
const QUIET: Duration = Duration::from_millis(20);
/// The other application restarts so often, in microseconds, and talks in between.
const RESTARTS: u64 = 2_000_000;
const APPLICATION_SPEED: u32 = 115_200;
/// What is said of code in RAM that is no loader, where no machine runs it.
const UNKNOWN_PROGRAM: &str =
    "the program in RAM is neither run nor modelled, and says nothing: --machine FILE runs it";
const APPLICATION_SAYS: &[u8] = b"\r\nhello from another application\r\n";

/// What is on the wire.
#[derive(Debug)]
pub(super) enum Bench {
    /// Nothing: there is no wire.
    Empty,
    /// The serial loader.
    Loader { rom: Box<Rom>, heard_at: u64 },
    /// What a host has loaded into RAM.
    Program(Box<Program>),
    /// A program that broke down: the chip does nothing more.
    Hung,
    /// An application that is not ours, and when it restarts.
    Application { restart_at: u64 },
}

impl Bench {
    /// What a board does after a reset that does not start firmware.
    pub(super) fn new<N: Network>(machine: &mut Machine<N>, now: u64) -> Bench {
        let (mac, cause) = (machine.mac, machine.cause());
        let Some(wire) = machine.line.wire_mut() else {
            return Bench::Empty;
        };
        if machine.quirks.without_firmware == WithoutFirmware::OtherApplication {
            return Bench::Application { restart_at: now };
        }
        let log = boot_log(cause, BootMode::Serial);
        wire.say(now, Some(BOOT_LOG_SPEED), log.as_bytes());
        let rom = Rom::new(mac, machine.quirks.loader.clone());
        let rom = match machine.executor {
            Some(_) => rom.handing_over(),
            None => rom,
        };
        Bench::Loader {
            rom: Box::new(rom),
            heard_at: now,
        }
    }

    /// One step at `now`: when the next one should be, and how the loader ends if it does.
    pub(super) fn step<N: Network>(
        &mut self,
        machine: &mut Machine<N>,
        now: u64,
    ) -> (Duration, Option<Exit>) {
        self.hand_over(machine, now);
        let mut end = None;
        if let Bench::Program(program) = self {
            end = program.step(machine, now);
        }
        let Some(wire) = machine.line.wire_mut() else {
            return (DARK, None);
        };
        let mut is_busy = false;
        let mut exit = None;
        match self {
            Bench::Empty => {}
            Bench::Hung => {
                // It hears nothing.
                wire.listen(now, None);
                wire.flush(now);
            }
            Bench::Program(program) => {
                is_busy = program.is_busy(now);
                match end {
                    None => {}
                    Some(End::Reset) => exit = Some(Exit::Reset),
                    Some(End::PowerCut) => machine.flash.lose_power(),
                    Some(End::Broken(why)) => {
                        let notice = format!("the program in RAM has broken down: {why}");
                        machine.notices.push_back(notice);
                        *self = Bench::Hung;
                    }
                }
            }
            Bench::Loader { rom, heard_at } => {
                let heard = wire.listen(now, rom.speed());
                let speed = wire.speed();
                if !heard.is_empty() {
                    *heard_at = now;
                }
                let was_lost = rom.is_lost();
                rom.receive(&heard, speed, &mut machine.flash);
                if rom.is_lost() && !was_lost {
                    machine.notices.push_back(UNKNOWN_PROGRAM.to_owned());
                }
                for output in rom.take_output() {
                    wire.say(now, output.speed, &output.bytes);
                }
                wire.flush(now);
                // The last reply leaves before the loader does.
                exit = rom.exit().filter(|_| wire.is_idle());
                is_busy = now.saturating_sub(*heard_at) < ATTENTION;
            }
            Bench::Application { restart_at } => {
                // It hears nothing.
                wire.listen(now, Some(APPLICATION_SPEED));
                if now >= *restart_at {
                    *restart_at = now + RESTARTS;
                    let log = boot_log(ChipReset::HardwareWatchdog, BootMode::Flash);
                    wire.say(now, Some(BOOT_LOG_SPEED), log.as_bytes());
                    wire.say(now, Some(APPLICATION_SPEED), APPLICATION_SAYS);
                }
                wire.flush(now);
            }
        }
        let pause = if is_busy || !wire.is_idle() {
            BUSY
        } else {
            QUIET
        };
        (pause, exit)
    }
}

impl Bench {
    /// Code that the loader has handed over begins to run, after the loader's last reply.
    fn hand_over<N: Network>(&mut self, machine: &mut Machine<N>, now: u64) {
        let Bench::Loader { rom, .. } = self else {
            return;
        };
        let is_idle = machine.line.wire_mut().is_some_and(|wire| wire.is_idle());
        let Some(entry) = rom.handed().filter(|_| is_idle) else {
            return;
        };
        match Program::start(machine, rom, entry, now) {
            Ok(program) => *self = Bench::Program(Box::new(program)),
            Err(Refusal::Unknown(notice)) => {
                machine.notices.push_back(notice);
                rom.take_back();
            }
            Err(Refusal::Failed(notice)) => {
                machine.notices.push_back(notice);
                *self = Bench::Hung;
            }
        }
    }
}

/// What the pins choose at a reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BootMode {
    /// GPIO0 is low: the serial loader.
    Serial,
    /// The flash's content.
    Flash,
}

/// The mask ROM tells a person with a terminal what it is about to start, and the boot loader what it has done: `said`.
pub(super) fn say_boot_log<N: Network>(machine: &mut Machine<N>, said: &str) {
    let log = boot_log(machine.cause(), BootMode::Flash) + said;
    if let Some(wire) = machine.line.wire_mut() {
        wire.print(BOOT_LOG_SPEED, log.as_bytes());
    }
}

/// The line that every reset prints: why, and what the pins have chosen.
fn boot_log(cause: ChipReset, mode: BootMode) -> String {
    let cause = match cause {
        ChipReset::Power => 1,
        ChipReset::HardwareWatchdog => 4,
        _ => 2,
    };
    let mode = match mode {
        BootMode::Serial => "(1,6)",
        BootMode::Flash => "(3,6)",
    };
    format!("\r\n ets Jan  8 2013,rst cause:{cause}, boot mode:{mode}\r\n\r\n")
}
