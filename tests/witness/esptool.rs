//! esptool, the program that everybody flashes with, and a blank virtual board on its other end.
//!
//! It comes from the Python package index into a virtual environment below the build directory. Where it is not to be had the tests are
//! skipped; with `CI` set they fail.

use super::packages;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The version that the tests were written with.
const ESPTOOL: &str = "esptool==5.6.0";
const PATIENCE: Duration = Duration::from_secs(30);
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
    pub(crate) child: Child,
    lines: BufReader<ChildStdout>,
    /// Lines on standard error.
    said: Receiver<String>,
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
        let mut child = Command::new(env!("CARGO_BIN_EXE_smr"))
            .args(["sim", "--blank", "--faults", "faults.toml"])
            .args(["--http-port", "0", "--p1-port", "0", "--ota-port", "0"])
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("smr starts");
        let mut lines = BufReader::new(child.stdout.take().expect("standard output"));
        let stderr = BufReader::new(child.stderr.take().expect("standard error"));
        let (sender, said) = mpsc::channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                // Whoever listens may have heard enough.
                let _ = sender.send(line);
            }
        });
        let mut line = String::new();
        lines.read_line(&mut line).expect("a ready line");
        let ready: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(ready["state"], "blank");
        Some(Bench {
            esptool,
            child,
            lines,
            said,
            folder,
            port: ready["serial"].as_str().expect("a path").to_owned(),
            name: ready["name"].as_str().expect("a name").to_owned(),
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

    /// Waits until this is said on standard error.
    #[track_caller]
    pub(crate) fn wait_for(&self, part: &str) {
        let until = Instant::now() + PATIENCE;
        let mut all = Vec::new();
        while let Ok(line) = self
            .said
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            if line.contains(part) {
                return;
            }
            all.push(line);
        }
        panic!("{part:?} is not in {all:?}");
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = self.lines.read_to_string(&mut String::new());
    }
}

#[track_caller]
pub(crate) fn assert_says(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
}
