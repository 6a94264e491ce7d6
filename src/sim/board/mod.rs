//! A virtual board: the parts of [`Machine`], and the life that they lead.
//!
//! Power, boot loader, firmware, reset, boot loader again. Time is passed in, in microseconds, so that it may be real or not.

mod bench;
mod boot;
mod budget;
mod clock;
mod doors;
pub mod feed;
pub mod flash;
pub mod image;
mod machine;
pub(crate) mod neighbours;
pub mod network;
mod program;
mod pty;
mod quirks;
mod random;
pub mod rtc;
pub mod serial;
mod sockets;
#[cfg(test)]
mod staging;
mod stream;
mod traffic;
mod uart;
pub mod wifi;
pub mod wire;

use std::time::Duration;

pub use machine::{Machine, Parts, id_of};
pub use pty::Pty;
pub use quirks::{Misdeed, Quirks, WithoutFirmware};
pub use random::Random;
pub use sockets::{Ports, Sockets};

use crate::image::Descriptor;
use crate::sim::core::{ChipReset, Core, TcpService};
use crate::sim::rom::answer::Exit;
use bench::Bench;
use clock::Clock;
use network::Network;
use wifi::Skill;
use wire::{Pull, Wire};

/// From a reset to the firmware's first step.
const BOOT_TIME: u64 = 150_000;
/// The chip's hardware watchdog.
const WATCHDOG: u64 = 8_190_000;
/// A board with nothing to do looks around so often.
const IDLE: Duration = Duration::from_millis(40);
/// A board that is sending or receiving.
const BUSY: Duration = Duration::from_millis(1);
/// While bytes of the meter come in: as often as a chip would find something new.
const METER: Duration = Duration::from_millis(5);
/// Without firmware there is nothing to look for.
const DARK: Duration = Duration::from_millis(500);

/// What a board is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Between a reset and a network.
    Starting,
    /// Its access point is on.
    Setup,
    /// It has joined a network and serves the meter's bytes.
    Run,
    /// There is no firmware that could start; why, as a clause.
    Dark(&'static str),
}

enum Phase<N: Network> {
    Booting {
        machine: Box<Machine<N>>,
        until: u64,
    },
    /// The boot loader takes its time.
    Swapping {
        machine: Box<Machine<N>>,
        descriptor: Box<Descriptor>,
        until: u64,
    },
    Running {
        core: Core<Machine<N>>,
        version: String,
        misdeed: Option<Misdeed>,
    },
    Dark {
        machine: Box<Machine<N>>,
        why: &'static str,
        bench: Bench,
    },
    /// Only while one phase becomes another.
    Between,
}

/// A board that lives.
pub struct VirtualBoard<N: Network> {
    phase: Phase<N>,
    /// Resets so far.
    resets: u32,
    now: u64,
    /// When its firmware had its last turn.
    stepped_at: u64,
    clock: Clock,
}

impl<N: Network> VirtualBoard<N> {
    /// Gives power to a board.
    pub fn new(machine: Machine<N>) -> VirtualBoard<N> {
        VirtualBoard {
            phase: Phase::Booting {
                machine: Box::new(machine),
                until: 0,
            },
            resets: 0,
            now: 0,
            stepped_at: 0,
            clock: Clock::default(),
        }
    }

    /// While new firmware is on trial, time in which nothing happens is skipped from now on.
    pub fn skip_trials(&mut self) {
        self.clock.skips = true;
    }

    /// What the board is made of; nothing only in the middle of a step.
    pub fn machine(&mut self) -> Option<&mut Machine<N>> {
        match &mut self.phase {
            Phase::Booting { machine, .. }
            | Phase::Swapping { machine, .. }
            | Phase::Dark { machine, .. } => Some(machine),
            Phase::Running { core, .. } => Some(core.hardware_mut()),
            Phase::Between => None,
        }
    }

    /// The version of the firmware that runs.
    pub fn version(&self) -> Option<&str> {
        match &self.phase {
            Phase::Running { version, .. } => Some(version),
            _ => None,
        }
    }

    /// Its firmware tells the network that it goes away: the board is about to be put away.
    pub fn say_goodbye(&mut self) {
        if let Phase::Running { core, .. } = &mut self.phase {
            core.say_goodbye();
        }
    }

    /// Resets and power cuts so far.
    pub fn resets(&self) -> u32 {
        self.resets
    }

    /// What it is doing.
    pub fn state(&self) -> State {
        let core = match &self.phase {
            Phase::Dark { why, .. } => return State::Dark(why),
            Phase::Running { core, .. } => core,
            Phase::Booting { .. } | Phase::Swapping { .. } | Phase::Between => {
                return State::Starting;
            }
        };
        let machine = core.hardware();
        if machine.wifi.access_point().is_some() {
            State::Setup
        } else if machine.wifi.is_joined() && machine.network.tcp_address(TcpService::P1).is_some()
        {
            State::Run
        } else {
            State::Starting
        }
    }

    /// Resets the board from outside; [`ChipReset::Power`] is a power cut.
    pub fn reset(&mut self, cause: ChipReset) {
        let machine = match std::mem::replace(&mut self.phase, Phase::Between) {
            Phase::Booting { machine, .. }
            | Phase::Swapping { machine, .. }
            | Phase::Dark { machine, .. } => machine,
            Phase::Running { core, .. } => Box::new(core.into_hardware()),
            Phase::Between => return,
        };
        self.boot_again(machine, cause);
    }

    fn boot_again(&mut self, mut machine: Box<Machine<N>>, cause: ChipReset) {
        machine.reset(cause);
        self.resets += 1;
        self.phase = Phase::Booting {
            machine,
            until: self.now + BOOT_TIME,
        };
    }

    /// One step at `now`, in microseconds; when the next one should be.
    pub fn step(&mut self, now: u64) -> Duration {
        self.now = self.clock.read(now);
        match std::mem::replace(&mut self.phase, Phase::Between) {
            Phase::Booting { machine, until } if self.now < until => self.boot_on(machine, until),
            Phase::Booting { machine, .. } => {
                self.start(machine);
                Duration::ZERO
            }
            Phase::Swapping {
                machine,
                descriptor,
                until,
            } => self.swap_on(machine, descriptor, until),
            Phase::Running {
                core,
                version,
                misdeed,
            } => self.run(core, version, misdeed),
            Phase::Dark {
                machine,
                why,
                bench,
            } => self.wait(machine, why, bench),
            Phase::Between => DARK,
        }
    }

    /// Whoever pulls pins meanwhile makes it begin again.
    fn boot_on(&mut self, mut machine: Box<Machine<N>>, until: u64) -> Duration {
        let left = Duration::from_micros(until - self.now);
        let Some(wire) = machine.line.wire_mut() else {
            self.phase = Phase::Booting { machine, until };
            return left;
        };
        if let Some(pull) = wire.take_pull() {
            machine.is_held = pull == Pull::ResetHoldingGpio0;
            self.boot_again(machine, ChipReset::External);
        } else {
            self.phase = Phase::Booting { machine, until };
        }
        left.min(IDLE)
    }

    fn start(&mut self, mut machine: Box<Machine<N>>) {
        if machine.is_held {
            return self.stay_dark(machine, "in its serial loader");
        }
        let power_on = machine.cause() == ChipReset::Power;
        let swaps = !machine.quirks.keeps_old_version;
        let start = boot::boot(&mut machine.flash, power_on, swaps);
        if !start.said.is_empty() || start.outcome.is_ok() {
            bench::say_boot_log(&mut machine, &start.said);
        }
        if !machine.flash.has_power() {
            return self.boot_again(machine, ChipReset::Power);
        }
        let until = self.now + start.copies * machine.quirks.swap_step;
        match start.outcome {
            Ok(descriptor) => {
                self.phase = Phase::Swapping {
                    machine,
                    descriptor: Box::new(descriptor),
                    until,
                };
            }
            Err(why) => self.stay_dark(machine, why),
        }
    }

    /// The boot loader has written all that it had to, and the firmware starts when a chip would have.
    fn swap_on(
        &mut self,
        machine: Box<Machine<N>>,
        descriptor: Box<Descriptor>,
        until: u64,
    ) -> Duration {
        if self.now < until {
            self.phase = Phase::Swapping {
                machine,
                descriptor,
                until,
            };
            return Duration::from_micros(until - self.now).min(IDLE);
        }
        self.run_firmware(*machine, &descriptor);
        Duration::ZERO
    }

    fn run_firmware(&mut self, mut machine: Machine<N>, descriptor: &Descriptor) {
        let version = descriptor.version.to_string();
        let misdeed = machine.quirks.misdeed_of(&version);
        if misdeed == Some(Misdeed::LoseNetwork) {
            machine.wifi.set_skill(Skill::Clumsy);
        }
        let board = machine.board;
        machine.advance(self.now);
        self.phase = match Core::start(machine, &descriptor.to_bytes(), board, millis(self.now)) {
            Ok(core) => Phase::Running {
                core,
                version,
                misdeed,
            },
            Err(machine) => {
                let why = "an application with a descriptor that the firmware does not know";
                return self.stay_dark(Box::new(machine), why);
            }
        };
    }

    /// Nothing starts: a board on the bench waits in its serial loader, as if GPIO0 were held.
    fn stay_dark(&mut self, mut machine: Box<Machine<N>>, why: &'static str) {
        machine.is_held = machine.line.wire_mut().is_some();
        let bench = Bench::new(&mut machine, self.now);
        self.phase = Phase::Dark {
            machine,
            why,
            bench,
        };
    }

    fn wait(
        &mut self,
        mut machine: Box<Machine<N>>,
        why: &'static str,
        mut bench: Bench,
    ) -> Duration {
        let pull = machine.line.wire_mut().and_then(Wire::take_pull);
        let (pause, exit) = bench.step(&mut machine, self.now);
        let cause = if !machine.flash.has_power() {
            ChipReset::Power
        } else if let Some(pull) = pull {
            machine.is_held = pull == Pull::ResetHoldingGpio0;
            ChipReset::External
        } else if let Some(exit) = exit {
            // A reset by the chip itself finds the pins as they were; running the flash's content does not ask them.
            machine.is_held = exit == Exit::Reset;
            ChipReset::Restart
        } else {
            self.phase = Phase::Dark {
                machine,
                why,
                bench,
            };
            return pause;
        };
        self.boot_again(machine, cause);
        Duration::from_micros(BOOT_TIME)
    }

    fn run(
        &mut self,
        mut core: Core<Machine<N>>,
        version: String,
        misdeed: Option<Misdeed>,
    ) -> Duration {
        core.hardware_mut().advance(self.now);
        if let Some(every) = core.hardware().quirks.forgets_logins_every
            && self.now / every != self.stepped_at / every
        {
            core.forget_logins();
        }
        self.stepped_at = self.now;
        if misdeed != Some(Misdeed::Hang) {
            core.tick(millis(self.now));
        }
        let machine = core.hardware_mut();
        let pull = machine.line.wire_mut().and_then(Wire::take_pull);
        machine.is_held = pull == Some(Pull::ResetHoldingGpio0);
        let cause = machine
            .take_reset()
            .or(pull.map(|_| ChipReset::External))
            .or((misdeed == Some(Misdeed::Crash)).then_some(ChipReset::Exception))
            .or((machine.unfed() > WATCHDOG).then_some(ChipReset::HardwareWatchdog));
        if let Some(cause) = cause {
            self.boot_again(Box::new(core.into_hardware()), cause);
            return Duration::from_micros(BOOT_TIME);
        }
        let is_talking = machine.take_talked() || !machine.network.is_settled();
        if is_talking {
            self.clock.disturb();
        }
        let is_moving = machine.take_moved();
        // Firmware that hangs does not fetch what waits.
        let hears = misdeed != Some(Misdeed::Hang);
        let change = machine.line.next_change_at().filter(|_| hears);
        let change = change.unwrap_or(u64::MAX);
        let next_byte = machine.line.next_byte_at().unwrap_or(u64::MAX);
        // Firmware that works, such as on what its flash holds, is given the time.
        let may_skip = core.is_on_trial() && (is_talking || !is_moving);
        let has_skipped = may_skip && self.clock.skip(change);
        let pause = if is_moving || has_skipped {
            BUSY
        } else {
            let meter = Duration::from_micros(next_byte.saturating_sub(self.now));
            meter.max(METER).min(IDLE)
        };
        self.phase = Phase::Running {
            core,
            version,
            misdeed,
        };
        pause
    }
}

/// The core's clock wraps around.
fn millis(micros: u64) -> u32 {
    u32::try_from((micros / 1_000) & u64::from(u32::MAX)).unwrap_or(0)
}

impl<N: Network> std::fmt::Debug for VirtualBoard<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VirtualBoard")
            .field("state", &self.state())
            .field("version", &self.version())
            .field("resets", &self.resets)
            .finish_non_exhaustive()
    }
}

// Only Linux tells how fast a pseudo-terminal is.
#[cfg(test)]
#[cfg(target_os = "linux")]
mod bench_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trial_tests;
