//! `--user` and `--password-file`, as all commands take them that ask a gateway.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::config::logins::Logins;
use crate::config::place;
use crate::config::secret::Password;
use crate::error::{Error, Kind, Result};
use crate::gateway::Login;

/// Who asks.
#[derive(Clone, Debug, Args)]
pub(super) struct LoginArgs {
    /// The user of the gateway
    #[arg(long, value_name = "NAME", default_value = "admin")]
    user: String,
    /// The password is in the first line of this file, or of standard input (-)
    ///
    /// Without it the variable `SMR_PASSWORD` counts, then what `smr login` has kept for the gateway; without these, it is asked for
    /// on a terminal.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl LoginArgs {
    /// What the file or the environment says.
    pub(super) fn given(&self) -> Result<Option<Login>> {
        let password = match &self.password_file {
            Some(file) => Some(Password::from_file(file)?),
            None => Password::from_environment(),
        };
        Ok(password.map(|password| self.login(password)))
    }

    /// What `smr login` has kept for the gateway with this id.
    pub(super) fn kept(&self, id: &str) -> Result<Option<Login>> {
        // Whoever has no home, such as a service, keeps nothing.
        if place::directory().is_err() {
            return Ok(None);
        }
        let password = Logins::open()?.password(id, &self.user)?;
        Ok(password.map(|password| self.login(password)))
    }

    /// What the person at the terminal says, if there is one: nothing if they only press Enter.
    pub(super) fn asked(&self, place: &str) -> Result<Option<Login>> {
        if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
            return Ok(None);
        }
        let question = format!("password of {} at {place}: ", self.user);
        let password = Password::new(ask(&question)?);
        Ok(password.map(|password| self.login(password)))
    }

    fn login(&self, password: Password) -> Login {
        Login {
            user: self.user.clone(),
            password,
        }
    }
}

/// Keys come one by one and are not shown, until this goes.
struct Unseen;

impl Unseen {
    fn begin() -> Result<Unseen> {
        enable_raw_mode()
            .map_err(|cause| Error::failed("cannot ask for the password").because(cause))?;
        Ok(Unseen)
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        // A terminal that has gone away needs nothing any more.
        let _ = disable_raw_mode();
        let _ = writeln!(std::io::stderr());
    }
}

/// What somebody types who is not to be watched.
pub(super) fn ask(question: &str) -> Result<String> {
    let failed = |cause| Error::failed("cannot ask for the password").because(cause);
    // Before the question: an answer that comes at once must neither be shown nor lose its Enter.
    let _unseen = Unseen::begin()?;
    let mut stderr = std::io::stderr();
    stderr
        .write_all(question.as_bytes())
        .and_then(|()| stderr.flush())
        .map_err(failed)?;
    let mut text = String::new();
    loop {
        let key = match read().map_err(failed)? {
            Event::Key(key) if key.kind != KeyEventKind::Release => key,
            Event::Paste(pasted) => {
                text.push_str(&pasted);
                continue;
            }
            _ => continue,
        };
        let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(text),
            // An Enter that was pressed before the question came: the terminal has made a line feed of it.
            KeyCode::Char('j') if is_control => return Ok(text),
            KeyCode::Char('c' | 'd') if is_control => {
                return Err(Error::new(Kind::Interrupted, "stopped before the password"));
            }
            KeyCode::Char('u') if is_control => text.clear(),
            KeyCode::Backspace => {
                text.pop();
            }
            KeyCode::Char(letter) if !is_control => text.push(letter),
            _ => {}
        }
    }
}
