//! Messages on standard error.

use std::io::Write;

use super::Context;
use crate::error::{Error, Kind};
use crate::source::Event;
use crate::ui::style::Role;

/// Prints a failure: what went wrong, why, and what to try next.
pub(super) fn error(error: &Error, context: Context) {
    match error.kind() {
        Kind::OutputClosed => return,
        // Whoever compares or looks wants to know, and nothing has failed.
        Kind::Different | Kind::FoundErrors | Kind::FoundWarnings => {
            return message(context, error);
        }
        _ => {}
    }
    let colour = context.stderr;
    let mut stderr = std::io::stderr().lock();
    // Where standard error itself cannot be written there is nobody left to tell.
    let _ = writeln!(stderr, "{} {error}", colour.paint(Role::Bad, "error:"));
    for cause in error.causes() {
        let _ = writeln!(stderr, "{} {cause}", colour.paint(Role::Faint, "cause:"));
    }
    for hint in error.hints() {
        let _ = writeln!(stderr, "{} {hint}", colour.paint(Role::Good, "hint:"));
    }
}

/// Prints a message, unless the user wants only errors.
pub(super) fn message(context: Context, text: impl std::fmt::Display) {
    if !context.quiet {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }
}

/// Prints a message for those who want to know more.
pub(super) fn detail(context: Context, text: impl std::fmt::Display) {
    if context.verbosity > 0 {
        message(context, text);
    }
}

/// Prints a message that other programs wait for.
pub(super) fn always(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Says what happens at a source, other than that bytes come.
pub(super) fn source_event(context: Context, name: &str, event: &Event) {
    let text = match event {
        Event::Connected { to } if context.verbosity > 0 => format!("connected to {to}"),
        Event::Silent { for_ } => format!("nothing has come for {} s", for_.as_secs()),
        Event::Lost { reason, retry_in } => {
            format!("{reason}; trying again in {:.1} s", retry_in.as_secs_f32())
        }
        Event::Settings { text } => format!("line settings: {text}"),
        Event::Note { text } => text.clone(),
        Event::Connected { .. } | Event::Bytes { .. } | Event::Ended => return,
    };
    message(context, format_args!("{name}: {text}"));
}
