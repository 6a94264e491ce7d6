//! The user's editor.

/// What is used where no variable names one.
const BUILT_IN: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// An editor, and where that is known from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    /// The command, perhaps with options.
    pub command: String,
    /// The variable that names it; none if it is the built-in one.
    pub origin: Option<&'static str>,
}

/// That of the environment, else one that every system has.
pub fn editor() -> Editor {
    let named = ["VISUAL", "EDITOR"].into_iter().find_map(|name| {
        let command = std::env::var(name).ok()?;
        (!command.trim().is_empty()).then_some(Editor {
            command,
            origin: Some(name),
        })
    });
    named.unwrap_or_else(|| Editor {
        command: BUILT_IN.to_owned(),
        origin: None,
    })
}
