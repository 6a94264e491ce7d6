//! A program that a host has loaded into a board's RAM, as machine code on the board's wire.

use super::bench::ATTENTION;
use super::machine::Machine;
use super::network::Network;
use crate::sim::machine_code::records::Event;
use crate::sim::machine_code::{End, Process, Start};
use crate::sim::rom::Rom;
use crate::sim::rom::chip::divided;
use crate::sim::rom::program;
use crate::sim::rom::spoil::Spoiler;

/// Why a program is not run.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It needs what the machine does not have.
    Unknown(String),
    /// The machine cannot be started.
    Failed(String),
}

/// A program that runs.
#[derive(Debug)]
pub(super) struct Program {
    process: Process,
    spoiler: Spoiler,
    /// That of the chip, in bits per second, where the system tells the host's.
    speed: Option<u32>,
    heard_at: u64,
    end: Option<End>,
}

impl Program {
    /// Starts what the loader has in its RAM.
    pub(super) fn start<N: Network>(
        machine: &Machine<N>,
        rom: &Rom,
        entry: u32,
        now: u64,
    ) -> Result<Program, Refusal> {
        let instead = match program::judge(rom.ram(), entry) {
            program::Program::Stub | program::Program::OurStub => "modelled",
            program::Program::Unknown | program::Program::Nothing => {
                "neither run nor modelled, and says nothing"
            }
        };
        let (Some(executor), Some(flash)) = (&machine.executor, machine.flash.path()) else {
            return Err(Refusal::Unknown(format!(
                "the program in RAM is {instead}: the flash is in no file"
            )));
        };
        if let Some(address) = executor.missing(rom.ram()) {
            return Err(Refusal::Unknown(format!(
                "the program in RAM is {instead}: the machine lacks the ROM's routine at {address:#x}"
            )));
        }
        let start = Start {
            ram: rom.ram(),
            entry,
            flash,
            mac: machine.mac,
            divider: rom.speed().map(divided),
            cut: machine.flash.cut(),
        };
        let process = executor.start(&start).map_err(|error| {
            let causes = [vec![error.to_string()], error.causes()]
                .concat()
                .join(": ");
            let hints = error.hints().join("; ");
            Refusal::Failed(format!(
                "the program in RAM cannot be run: {causes} ({hints})"
            ))
        })?;
        Ok(Program {
            process,
            spoiler: Spoiler::new(&machine.quirks.loader),
            speed: rom.speed(),
            heard_at: now,
            end: None,
        })
    }

    /// Passes bytes on, both ways. How the program ends, if it does and all that it said has left.
    pub(super) fn step<N: Network>(&mut self, machine: &mut Machine<N>, now: u64) -> Option<End> {
        let wire = machine.line.wire_mut()?;
        if self.end.is_some() {
            wire.flush(now);
            return self.end.take_if(|_| wire.is_idle());
        }
        if self.process.has_room() {
            let heard = wire.listen(now, self.speed);
            if !heard.is_empty() {
                self.heard_at = now;
                self.process.send(&heard);
            }
        }
        let news = self.process.news();
        for event in news.events {
            match event {
                Event::Says(bytes) => {
                    self.heard_at = now;
                    wire.say(now, self.speed, &self.spoiler.pass(bytes));
                }
                // Where the host's speed is not known, the chip's makes no difference.
                Event::Divider(divider) => self.speed = self.speed.map(|_| divided(divider)),
                Event::FlashOperation => machine.flash.note_operation(),
            }
        }
        self.end = news.end;
        wire.flush(now);
        None
    }

    /// Whether something may happen soon.
    pub(super) fn is_busy(&self, now: u64) -> bool {
        now.saturating_sub(self.heard_at) < ATTENTION
    }
}
