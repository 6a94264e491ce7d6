//! Colours by role, and what stands for special characters where they cannot be shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Span;

/// Which colours a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// None: everything must read without.
    None,
    /// The 16 of every terminal, as its user has set them.
    Sixteen,
    /// 256: of medium brightness, so that they read on dark and on light.
    Many,
}

/// What a text is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// What the eye should find first.
    Strong,
    /// Less important than the rest.
    Faint,
    /// Titles.
    Title,
    /// Keys that can be pressed.
    Key,
    /// Power and energy from the grid.
    Import,
    /// Power and energy to the grid.
    Export,
    /// All is well.
    Good,
    /// Look at this.
    Warning,
    /// This failed.
    Bad,
}

/// Role, its colour of 256, its colour of 16, what is done to the letters.
const ROLES: [(Role, Option<u8>, Option<Color>, Modifier); 10] = [
    (Role::Plain, None, None, Modifier::empty()),
    (Role::Strong, None, None, Modifier::BOLD),
    (
        Role::Faint,
        Some(244),
        Some(Color::DarkGray),
        Modifier::empty(),
    ),
    (Role::Title, None, None, Modifier::BOLD),
    (Role::Key, Some(33), Some(Color::Blue), Modifier::BOLD),
    (Role::Import, Some(33), Some(Color::Blue), Modifier::empty()),
    (
        Role::Export,
        Some(71),
        Some(Color::Green),
        Modifier::empty(),
    ),
    (Role::Good, Some(71), Some(Color::Green), Modifier::empty()),
    (
        Role::Warning,
        Some(172),
        Some(Color::Yellow),
        Modifier::BOLD,
    ),
    (Role::Bad, Some(167), Some(Color::Red), Modifier::BOLD),
];

/// How the screen looks on this terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its colours.
    pub palette: Palette,
    /// Whether characters outside ASCII are shown.
    pub unicode: bool,
}

/// What stands for a character in ASCII; anything else becomes a question mark.
const IN_ASCII: &[(&str, &str)] = &[
    ("│─┄┼├┤┬┴╭╮╰╯┌┐└┘", "|--+++++++++++++"),
    ("█▓▒░▇▆▅▄▃▂▁▀▉▊▋▌▍▎▏", "###.###########  .."),
    ("●◐○◌◆▸◂▼▲→←↑↓", "*o.-+><v^><^v"),
    ("·…×–−±✗✓µ°²³„“”’", ".~x--~!+uo23\"\"\"'"),
];

impl Theme {
    /// A theme without colour and with all characters: what snapshots of tests use.
    pub const PLAIN: Theme = Theme {
        palette: Palette::None,
        unicode: true,
    };

    /// The theme for an environment: `variable` gives environment variables; `colour` whether it is wanted.
    pub fn detect(variable: impl Fn(&str) -> Option<String>, colour: bool, ascii: bool) -> Theme {
        let term = variable("TERM").unwrap_or_default();
        let many =
            term.contains("256color") || term.contains("kitty") || variable("COLORTERM").is_some();
        let palette = match (colour, many) {
            (false, _) => Palette::None,
            (true, true) => Palette::Many,
            (true, false) => Palette::Sixteen,
        };
        // The first that is set and not empty decides, as for the C library.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .filter_map(&variable)
            .find(|value| !value.is_empty())
            .unwrap_or_default()
            .to_ascii_lowercase();
        let utf8 = locale.contains("utf-8") || locale.contains("utf8") || cfg!(windows);
        Theme {
            palette,
            unicode: utf8 && !ascii && term != "linux",
        }
    }

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let row = ROLES.iter().find(|(listed, ..)| *listed == role);
        let Some((_, many, sixteen, modifier)) = row else {
            return Style::new();
        };
        let colour = match self.palette {
            Palette::None => None,
            Palette::Sixteen => *sixteen,
            Palette::Many => many.map(Color::Indexed),
        };
        let faint = self.palette == Palette::None && role == Role::Faint;
        let style = Style::new().add_modifier(if faint { Modifier::DIM } else { *modifier });
        match colour {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    /// A text in the style of a role.
    pub fn span(self, role: Role, text: impl Into<String>) -> Span<'static> {
        Span::styled(text.into(), self.style(role))
    }

    /// Makes what was drawn fit for the terminal.
    pub fn finish(self, area: Rect, buffer: &mut Buffer) {
        if self.unicode {
            return;
        }
        for position in area.positions() {
            if let Some(cell) = buffer.cell_mut(position)
                && !cell.symbol().is_ascii()
            {
                let ascii = in_ascii(cell.symbol());
                cell.set_char(ascii);
            }
        }
    }
}

fn in_ascii(symbol: &str) -> char {
    let Some(wanted) = symbol.chars().next() else {
        return ' ';
    };
    IN_ASCII
        .iter()
        .flat_map(|(special, plain)| special.chars().zip(plain.chars()))
        .find(|(special, _)| *special == wanted)
        .map_or('?', |(_, plain)| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(variables: &[(&str, &str)]) -> Theme {
        let find = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Theme::detect(find, true, false)
    }

    #[test]
    fn characters_follow_the_locale() {
        assert!(theme(&[("LANG", "nl_NL.UTF-8")]).unicode);
        assert!(theme(&[("LANG", "C"), ("LC_CTYPE", "C.utf8")]).unicode);
        assert!(!theme(&[("LANG", "nl_NL.UTF-8"), ("LC_ALL", "C")]).unicode);
        assert!(theme(&[("LANG", "nl_NL.UTF-8"), ("LC_ALL", "")]).unicode);
        assert!(!theme(&[("LANG", "C.UTF-8"), ("TERM", "linux")]).unicode);
    }

    #[test]
    fn colours_follow_the_terminal() {
        assert_eq!(theme(&[("TERM", "xterm-256color")]).palette, Palette::Many);
        assert_eq!(theme(&[("TERM", "vt220")]).palette, Palette::Sixteen);
        assert_eq!(Theme::detect(|_| None, false, false).palette, Palette::None);
        assert_eq!(Theme::PLAIN.style(Role::Bad).fg, None);
    }

    #[test]
    fn every_special_character_has_one_that_stands_for_it() {
        for (special, plain) in IN_ASCII {
            assert_eq!(special.chars().count(), plain.chars().count(), "{special}");
            assert!(plain.is_ascii());
        }
        assert_eq!(
            (in_ascii("│"), in_ascii("é"), in_ascii("▸")),
            ('|', '?', '>')
        );
    }
}
