//! The operating system's keyring, through `secret-tool` of libsecret: the Secret Service of GNOME, KDE and others.
//!
//! A program and no library: what speaks D-Bus would bring some eighty crates or need system libraries to build. Passwords go
//! through pipes and never stand on a command line.

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::secret::{Password, withhold};
use crate::error::{Error, Result};

const PROGRAM: &str = "secret-tool";
/// The keyring is behind this.
const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";
/// Somebody may have to unlock it first.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(5);

/// A keyring that may hold passwords.
#[derive(Clone, Debug)]
pub struct Keyring {
    program: PathBuf,
}

/// What a password is for.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// The gateway's id.
    pub id: &'a str,
    /// The user.
    pub user: &'a str,
}

impl Account<'_> {
    fn attributes(self) -> [String; 6] {
        ["application", "smr", "gateway", self.id, "user", self.user].map(str::to_owned)
    }
}

impl Keyring {
    /// That of this session, if it has one.
    pub fn find() -> Option<Keyring> {
        env::var_os(BUS).filter(|address| !address.is_empty())?;
        let path = env::var_os("PATH")?;
        let mut programs = env::split_paths(&path).map(|directory| directory.join(PROGRAM));
        let program = programs.find(|program| program.is_file())?;
        Some(Keyring { program })
    }

    /// Keeps a password; one that is there already is replaced.
    ///
    /// # Errors
    ///
    /// A keyring that is locked, or not there.
    pub fn keep(&self, account: Account<'_>, password: &Password) -> Result<()> {
        let label = format!("--label=smr: {} at {}", account.user, account.id);
        let mut arguments = vec!["store".to_owned(), label];
        arguments.extend(account.attributes());
        let output = self.run(&arguments, password.expose())?;
        match output.status.success() {
            true => Ok(()),
            false => Err(failed("the keyring does not take the password", &output)),
        }
    }

    /// The password that was kept, if it is there.
    ///
    /// # Errors
    ///
    /// A keyring that is locked, or not there.
    pub fn password(&self, account: Account<'_>) -> Result<Option<Password>> {
        let mut arguments = vec!["lookup".to_owned()];
        arguments.extend(account.attributes());
        let output = self.run(&arguments, "")?;
        if !output.status.success() {
            // It says nothing when it finds nothing.
            return match output.stderr.trim_ascii().is_empty() {
                true => Ok(None),
                false => Err(failed("the keyring does not give the password", &output)),
            };
        }
        let text = String::from_utf8(output.stdout)
            .map_err(|_| Error::failed("what the keyring holds is no password"))?;
        Ok(Password::new(text.strip_suffix('\n').unwrap_or(&text)))
    }

    /// Forgets a password. It may have gone already.
    ///
    /// # Errors
    ///
    /// A keyring that is locked, or not there.
    pub fn forget(&self, account: Account<'_>) -> Result<()> {
        let mut arguments = vec!["clear".to_owned()];
        arguments.extend(account.attributes());
        let output = self.run(&arguments, "")?;
        match output.status.success() || output.stderr.trim_ascii().is_empty() {
            true => Ok(()),
            false => Err(failed("the keyring does not forget the password", &output)),
        }
    }

    fn run(&self, arguments: &[String], input: &str) -> Result<Output> {
        let cannot = |cause: io::Error| {
            Error::failed(format!("cannot run {}", self.program.display())).because(cause)
        };
        let mut child = withhold(&mut Command::new(&self.program))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(cannot)?;
        if let Some(mut stdin) = child.stdin.take() {
            // One that ends without reading says why by itself.
            let _ = stdin.write_all(input.as_bytes());
        }
        wait(&mut child)?;
        child.wait_with_output().map_err(cannot)
    }
}

/// Waits for its end. What it says is short and fits into the pipes.
fn wait(child: &mut Child) -> Result<()> {
    let start = Instant::now();
    while let Ok(None) = child.try_wait() {
        if start.elapsed() > PATIENCE {
            // One that has just ended cannot be ended.
            let _ = child.kill();
            let _ = child.wait();
            return Err(Error::failed("the keyring does not answer")
                .hint("keep passwords in a file: SMR_KEYRING=file"));
        }
        sleep(LOOK);
    }
    Ok(())
}

fn failed(what: &str, output: &Output) -> Error {
    let error = Error::failed(what).hint("keep passwords in a file: SMR_KEYRING=file");
    let said = String::from_utf8_lossy(&output.stderr);
    match said.trim() {
        "" => error,
        said => error.because(said.chars().take(200).collect::<String>()),
    }
}
