//! Machine code that hosts load into a board's RAM, run as such by QEMU.
//!
//! `firmware/stub/machine` is a program for QEMU that stands in for the chip around such code: its mask ROM, its UART, its flash chip.
//! This module starts it and passes on what it says.
//!
//! - [`elf`]: which routines of the mask ROM it has
//! - [`records`]: what it tells on its standard output
//! - [`process`]: how QEMU is started, talked to and ended

pub mod elf;
pub mod process;
pub mod records;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::board::flash::Cut;
use super::rom::ram::Ram;
use crate::error::{Error, Result};
use elf::Routines;
pub use process::{End, Process};

/// The machine, to be started for each program.
#[derive(Clone, Debug)]
pub struct Executor {
    elf: PathBuf,
    routines: Arc<Routines>,
}

/// What is to run, and on which board.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// What was loaded.
    pub ram: &'a Ram,
    /// Where it begins.
    pub entry: u32,
    /// The file with the flash chip's content.
    pub flash: &'a Path,
    /// The board's MAC address.
    pub mac: [u8; 6],
    /// The divider of the UART.
    pub divider: Option<u32>,
    /// When power is going to go, counted from now on.
    pub cut: Option<Cut>,
}

impl Executor {
    /// The machine in a file.
    ///
    /// # Errors
    ///
    /// A file that is not to be read or is no such machine.
    pub fn open(path: &Path) -> Result<Executor> {
        let hint = "make firmware/stub/build/machine.elf from the sources with: make -C firmware/stub machine";
        let unread = |cause| {
            Error::usage(format!("cannot read {}", path.display()))
                .because(cause)
                .hint(hint)
        };
        let bytes = fs::read(path).map_err(unread)?;
        let routines = Routines::of(&bytes).ok_or_else(|| {
            Error::usage(format!(
                "{} is no machine that could run code for an ESP8266",
                path.display()
            ))
            .hint(hint)
        })?;
        Ok(Executor {
            elf: fs::canonicalize(path).map_err(unread)?,
            routines: Arc::new(routines),
        })
    }

    /// A routine of the mask ROM that loaded code names but the machine lacks: such code cannot be run on it.
    pub fn missing(&self, ram: &Ram) -> Option<u32> {
        ram.loaded().find_map(|(_, bytes)| {
            let (words, _) = bytes.as_chunks::<4>();
            let words = words.iter().map(|word| u32::from_le_bytes(*word));
            words
                .filter(|word| elf::ROM.contains(word))
                .find(|word| !self.routines.has(*word))
        })
    }

    /// Starts a program.
    ///
    /// # Errors
    ///
    /// QEMU that is not there.
    pub fn start(&self, start: &Start<'_>) -> Result<Process> {
        Process::start(&self.elf, start)
    }
}
