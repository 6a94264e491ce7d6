//! The program itself, as a child of a test.

use std::path::Path;
use std::process::{Command, Output, Stdio};

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
