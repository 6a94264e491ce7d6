//! The terminal: taken over while the screen is shown, and given back however the program ends.

use std::io::{self, Stdout, Write};
use std::sync::Once;

use crossterm::cursor::{Hide, Show};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;

use super::app::App;
use super::theme::Theme;
use super::views;
use crate::error::{Error, Result};

/// The terminal in our hands. Dropping it gives it back.
#[derive(Debug)]
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    /// Takes the terminal over.
    ///
    /// # Errors
    ///
    /// A standard output that is no terminal.
    pub(super) fn enter() -> Result<Screen> {
        restore_on_panic();
        take_over().map_err(failed)?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout())).map_err(failed)?;
        Ok(Screen { terminal })
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> Result<(u16, u16)> {
        let size = self.terminal.size().map_err(failed)?;
        Ok((size.width, size.height))
    }

    /// Draws what has changed.
    pub(super) fn draw(&mut self, app: &App, theme: Theme) -> Result<()> {
        let drawn = self
            .terminal
            .draw(|frame| views::draw(app, theme, frame.area(), frame.buffer_mut()));
        drawn.map(drop).map_err(failed)
    }

    /// Forgets what is on the terminal, so that the next draw draws everything.
    pub(super) fn clear(&mut self) -> Result<()> {
        // Not `Terminal::clear`: that asks the terminal for the cursor, and the answer goes to whoever reads keys.
        let (columns, rows) = self.size()?;
        self.terminal
            .resize(Rect::new(0, 0, columns, rows))
            .map_err(failed)
    }

    /// Gives the terminal back, stops this process until it is continued, and takes the terminal again.
    pub(super) fn suspend(&mut self) -> Result<()> {
        give_back();
        stop();
        self.resume()
    }

    /// Takes the terminal again after somebody else has used it.
    pub(super) fn resume(&mut self) -> Result<()> {
        // What is thought to be raw may be so no more.
        let _ = disable_raw_mode();
        take_over().map_err(failed)?;
        self.clear()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn failed(cause: io::Error) -> Error {
    Error::failed("cannot use the terminal")
        .because(cause)
        .hint("without a terminal: smr watch SOURCE | cat")
}

fn take_over() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, Hide)
}

/// Where giving back fails, the terminal is gone.
fn give_back() {
    let _ = execute!(io::stdout(), LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
    let _ = io::stdout().flush();
}

/// A message about a panic must not land on a screen that is about to vanish.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            give_back();
            report(panic);
        }));
    });
}

/// Stops this process as Ctrl-Z stops others; returns when it is continued.
#[cfg(unix)]
fn stop() {
    use rustix::process::{Signal, getpid, kill_process};
    // SIGTSTP is caught, so that a stop from outside comes here too. This one cannot be caught.
    let _ = kill_process(getpid(), Signal::STOP);
}

#[cfg(not(unix))]
fn stop() {}
