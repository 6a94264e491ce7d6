//! esptool, the program that everybody flashes with, and a blank virtual board on its other end.
//!
//! It comes from the Python package index into a virtual environment below the build directory. Where it is not to be had the tests are
//! skipped; with `CI` set they fail.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::packages;
use crate::support::boards::Boards;
pub(crate) use crate::support::program::has as assert_says;
use crate::support::program::smr;
use crate::support::wait::until;

/// The version that the tests were written with.
const ESPTOOL: &str = "esptool==5.6.0";
/// A computer with much to do is not a chip that does not answer: seconds.
const PATIENT: &str = "[esptool]\ntimeout = 60\nserial_write_timeout = 60\nmem_end_rom_timeout = 10\nconnect_attempts = 30\n";
pub(crate) const FAST: [&str; 2] = ["--baud", "460800"];

pub(crate) fn run(command: &mut Command) -> Result<String, String> {
    match command.output() {
        Ok(output) => {
            let said = format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            match output.status.success() {
                true => Ok(said),
                false => Err(format!("{command:?} failed: {said}")),
            }
        }
        Err(error) => Err(format!("{command:?} cannot be run: {error}")),
    }
}

/// Where esptool is; none where it cannot be had, which is told.
fn esptool() -> Option<&'static Path> {
    static PROGRAM: OnceLock<Option<PathBuf>> = OnceLock::new();
    PROGRAM
        .get_or_init(|| {
            let python = packages::or_skipped(packages::python(ESPTOOL, "esptool"))?;
            Some(python.with_file_name("esptool"))
        })
        .as_deref()
}

/// A blank board with its folder.
pub(crate) struct Bench {
    esptool: &'static Path,
    pub(crate) boards: Boards,
    /// How much of what the board said was waited for already.
    heard: Cell<usize>,
    /// Goes after the board.
    pub(crate) folder: tempfile::TempDir,
    pub(crate) port: String,
    pub(crate) name: String,
}

impl Bench {
    pub(crate) fn with_faults(faults: &str, arguments: &[&str]) -> Option<Bench> {
        Bench::with_variables(&[], faults, arguments)
    }

    /// With these variables in its environment and no others.
    pub(crate) fn with_variables(
        variables: &[(&str, &str)],
        faults: &str,
        arguments: &[&str],
    ) -> Option<Bench> {
        let esptool = esptool()?;
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("faults.toml"), faults).expect("written");
        if faults.is_empty() {
            fs::write(folder.path().join("esptool.cfg"), PATIENT).expect("written");
        }
        let mut command = smr(folder.path(), &[]);
        command.envs(variables.iter().copied());
        let own = [&["--blank", "--faults", "faults.toml"], arguments];
        let boards = Boards::started(command, folder.path(), &own.concat());
        assert_eq!(boards.ready(0)["state"], "blank");
        Some(Bench {
            esptool,
            port: boards.text(0, "serial").to_owned(),
            name: boards.text(0, "name").to_owned(),
            boards,
            heard: Cell::new(0),
            folder,
        })
    }

    pub(crate) fn try_to(
        &self,
        options: &[&str],
        after: &str,
        what: &[&str],
    ) -> Result<String, String> {
        run(Command::new(self.esptool)
            .args(["--port", &self.port, "--before", "no-reset"])
            .args(["--after", after])
            .args(options)
            .args(what)
            .current_dir(self.folder.path()))
    }

    #[track_caller]
    pub(crate) fn esptool(&self, options: &[&str], what: &[&str]) -> String {
        match self.try_to(options, "no-reset", what) {
            Ok(said) => said,
            Err(said) => panic!("{said}"),
        }
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.folder.path().join(name), bytes).expect("written");
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).expect("a file")
    }

    /// Waits until this is said on standard error, behind what was waited for before.
    #[track_caller]
    pub(crate) fn wait_for(&self, part: &str) {
        until(part, || {
            let said = self.boards.said();
            let heard = self.heard.get();
            // Whole lines: what the rest of a line says was heard with it.
            let mut read = heard;
            for line in said[heard..].split_inclusive('\n') {
                read += line.len();
                if line.contains(part) && line.ends_with('\n') {
                    self.heard.set(read);
                    return Some(());
                }
            }
            None
        });
    }
}
