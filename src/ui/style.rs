//! Colour, where it helps and is wanted.

use std::fmt::{self, Display};

/// Whether colour is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// No colour: a pipe, `NO_COLOR`, `TERM=dumb` or `--color never`.
    #[default]
    Off,
    /// ANSI colours.
    On,
}

/// The few roles that text plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the eye should find first.
    Strong,
    /// Less important than the rest.
    Faint,
    /// All is well.
    Good,
    /// Look at this.
    Warning,
    /// This failed.
    Bad,
}

impl Colour {
    /// `text` in the colour of its role.
    pub fn paint<T: Display>(self, role: Role, text: T) -> impl Display {
        Painted {
            colour: self,
            role,
            text,
        }
    }
}

struct Painted<T> {
    colour: Colour,
    role: Role,
    text: T,
}

impl<T: Display> Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.colour == Colour::Off {
            return self.text.fmt(f);
        }
        let code = match self.role {
            Role::Strong => "1",
            Role::Faint => "2",
            Role::Good => "32",
            Role::Warning => "33",
            Role::Bad => "31",
        };
        write!(f, "\x1b[{code}m")?;
        self.text.fmt(f)?;
        f.write_str("\x1b[0m")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_there_only_when_it_is_on() {
        assert_eq!(
            Colour::On.paint(Role::Bad, "x").to_string(),
            "\x1b[31mx\x1b[0m"
        );
        assert_eq!(
            Colour::Off
                .paint(Role::Bad, format_args!("{:>3}", "x"))
                .to_string(),
            "  x"
        );
    }
}
