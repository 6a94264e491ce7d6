//! Clients that others wrote, from their package indexes, installed below the build directory.
//!
//! Where one cannot be had its test is skipped; with `CI` set it fails.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a program printed, or why it could not do its work.
pub(crate) fn run(command: &mut Command) -> Result<String, String> {
    match command.output() {
        Ok(output) if output.status.success() => {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Ok(output) => Err(format!(
            "{command:?} failed: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )),
        Err(error) => Err(format!("{command:?} cannot be run: {error}")),
    }
}

/// What is missing is only told, except where the checks run before a change lands.
pub(crate) fn or_skipped<T>(outcome: Result<T, String>) -> Option<T> {
    match outcome {
        Ok(value) => Some(value),
        Err(reason) => {
            assert!(std::env::var_os("CI").is_none(), "{reason}");
            println!("skipped: {reason}");
            None
        }
    }
}

/// Held by whoever installs `what`, for tests run side by side; given back when it is dropped.
pub(crate) fn installing(what: &str) -> Result<File, String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{what}.lock"));
    let lock = File::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    lock.lock()
        .map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(lock)
}

/// A Python that has `package`, such as `name==1.2.3`, whose module is `module`; made the first time.
pub(crate) fn python(package: &str, module: &str) -> Result<PathBuf, String> {
    let name = package.replace("==", "-");
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
    let _lock = installing(&name)?;
    let python = directory.join("bin/python");
    let import = format!("import {module}");
    if run(Command::new(&python).args(["-c", &import])).is_ok() {
        return Ok(python);
    }
    run(Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&directory))?;
    run(Command::new(&python).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        package,
    ]))?;
    Ok(python)
}
