//! The program itself, as a child of a test.

use std::io;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// Where the program is.
pub(crate) fn path() -> &'static str {
    env!("CARGO_BIN_EXE_smr")
}

/// `smr` in a folder, with nothing of the user's around it and nothing typed; its outputs are pipes.
pub(crate) fn smr(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(path());
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A program that runs. It ends with this at the latest.
pub(crate) struct Running(Option<Child>);

/// How a test starts a program that it does not only wait for.
pub(crate) trait Start {
    fn start(&mut self) -> Running;
}

impl Start for Command {
    fn start(&mut self) -> Running {
        Running(Some(self.spawn().expect("it starts")))
    }
}

impl Running {
    /// Waits for its end: the exit code, and what was printed and not read yet.
    pub(crate) fn wait_with_output(mut self) -> io::Result<Output> {
        self.0.take().expect("a child").wait_with_output()
    }
}

impl Deref for Running {
    type Target = Child;

    fn deref(&self) -> &Child {
        self.0.as_ref().expect("a child")
    }
}

impl DerefMut for Running {
    fn deref_mut(&mut self) -> &mut Child {
        self.0.as_mut().expect("a child")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// All that was printed: standard output, a line of dashes, standard error.
pub(crate) fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}---\n{}", text(&output.stdout), text(&output.stderr))
}

/// Holds an end against what it should be: the exit code, and what was printed.
#[track_caller]
pub(crate) fn ends(output: &Output, code: i32, parts: &[&str]) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    has(&said, parts);
}

/// Holds a text against what must be in it.
#[track_caller]
pub(crate) fn has(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
}

/// Sends a signal such as `-INT`.
#[cfg(unix)]
pub(crate) fn signal(process: u32, name: &str) {
    let sent = Command::new("kill")
        .args([name, &process.to_string()])
        .status();
    assert!(sent.expect("kill runs").success());
}
