//! Columns of text, aligned to the left.

use unicode_width::UnicodeWidthStr;

use super::style::{Colour, Role};

/// What is between two columns.
const GAP: &str = "  ";

/// A text with the role it plays, if any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    text: String,
    role: Option<Role>,
}

impl Cell {
    /// A text like any other.
    pub fn new(text: impl Into<String>) -> Self {
        Cell {
            text: text.into(),
            role: None,
        }
    }

    /// The same text in the colour of a role.
    #[must_use]
    pub fn with_role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }
}

/// Appends rows of cells as columns, each as wide as its widest cell.
pub fn table(rows: &[Vec<Cell>], colour: Colour, out: &mut Vec<u8>) {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.text.width());
        }
    }
    for row in rows {
        let mut line = String::new();
        let mut owed = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            // Only before another text, so that no line ends with spaces.
            if !cell.text.is_empty() {
                line.push_str(&std::mem::take(&mut owed));
                match cell.role {
                    Some(role) => line.push_str(&colour.paint(role, &cell.text).to_string()),
                    None => line.push_str(&cell.text),
                }
            }
            owed.push_str(&" ".repeat(width - cell.text.width()));
            owed.push_str(GAP);
        }
        line.push('\n');
        out.extend_from_slice(line.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rows: &[Vec<Cell>], colour: Colour) -> String {
        let mut out = Vec::new();
        table(rows, colour, &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_text_on_the_screen() {
        let row = |cells: &[&str]| {
            cells
                .iter()
                .map(|text| Cell::new(*text))
                .collect::<Vec<_>>()
        };
        let rows = [
            row(&["a", "b", ""]),
            row(&["厨房", "", "c"]),
            row(&["Küche"]),
        ];
        assert_eq!(shown(&rows, Colour::Off), "a      b\n厨房      c\nKüche\n");
    }

    #[test]
    fn colour_does_not_count_as_width() {
        let rows = [
            vec![Cell::new("x").with_role(Role::Good), Cell::new("1")],
            vec![Cell::new("yy"), Cell::new("2")],
        ];
        assert_eq!(
            shown(&rows, Colour::On),
            "\u{1b}[32mx\u{1b}[0m   1\nyy  2\n"
        );
    }
}
