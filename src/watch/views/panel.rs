//! Boxes of lines, and how they share the space.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType, Paragraph, Widget};

use crate::watch::theme::{Role, Theme};

/// Columns that a box takes from its lines: borders and a space on each side.
pub(super) const FRAME: u16 = 4;

/// A titled box of lines.
#[derive(Debug)]
pub(super) struct Panel {
    pub(super) title: &'static str,
    pub(super) lines: Vec<Line<'static>>,
}

/// A box with a title; gives the area inside.
pub(super) fn frame(
    title: &str,
    role: Role,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Rect {
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.style(Role::Faint))
        .title(
            theme
                .span(role, format!(" {title} "))
                .patch_style(Style::new().fg(theme.style(role).fg.unwrap_or(Color::Reset))),
        );
    let inner = block.inner(area);
    block.render(area, buffer);
    Rect {
        x: inner.x.saturating_add(1).min(inner.right()),
        width: inner.width.saturating_sub(2),
        ..inner
    }
}

/// A text at the right end of a box's upper border.
pub(super) fn corner(text: &Line<'static>, area: Rect, buffer: &mut Buffer) {
    let width = u16::try_from(text.width()).unwrap_or(u16::MAX);
    if let Some(x) = area
        .right()
        .checked_sub(width.saturating_add(2))
        .filter(|x| *x > area.x)
    {
        buffer.set_line(x, area.y, text, width);
    }
}

/// Where panels go.
#[derive(Debug)]
pub(super) struct Grid {
    columns: Vec<Vec<Placed>>,
    /// Rows that all of it takes.
    pub(super) height: u16,
    /// Titles of the panels that found no place.
    pub(super) left_out: Vec<&'static str>,
}

#[derive(Debug)]
struct Placed {
    panel: Panel,
    height: u16,
}

impl Grid {
    /// Puts panels, the most important first, into `columns` of at most `rows`. A panel that does not fit
    /// whole is cut, and says so; one of which nothing would be seen is left out.
    pub(super) fn place(panels: Vec<Panel>, columns: u16, rows: u16) -> Grid {
        let mut used: Vec<(u16, Vec<Placed>)> = (0..columns).map(|_| (0, Vec::new())).collect();
        let mut left_out = Vec::new();
        for panel in panels {
            let wanted = u16::try_from(panel.lines.len())
                .unwrap_or(u16::MAX)
                .saturating_add(2);
            let shortest = used.iter_mut().min_by_key(|(height, _)| *height);
            let Some((height, column)) = shortest.filter(|(height, _)| rows - *height >= 3) else {
                left_out.push(panel.title);
                continue;
            };
            let given = wanted.min(rows - *height);
            *height += given;
            column.push(Placed {
                panel,
                height: given,
            });
        }
        used.retain(|(_, column)| !column.is_empty());
        let height = used.iter().map(|(height, _)| *height).max().unwrap_or(0);
        for (used, column) in &mut used {
            // Boxes end on the same row.
            if let Some(last) = column.last_mut() {
                last.height += height - *used;
            }
        }
        Grid {
            columns: used.into_iter().map(|(_, column)| column).collect(),
            height,
            left_out,
        }
    }

    /// Draws the panels.
    pub(super) fn draw(self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        let count = u16::try_from(self.columns.len()).unwrap_or(u16::MAX).max(1);
        let mut x = area.x;
        for (at, column) in self.columns.into_iter().enumerate() {
            let is_last = at + 1 == usize::from(count);
            let width = if is_last {
                area.right() - x
            } else {
                area.width / count
            };
            let mut y = area.y;
            for placed in column {
                let place = Rect {
                    x,
                    y,
                    width,
                    height: placed.height,
                }
                .intersection(area);
                placed.panel.draw(theme, place, buffer);
                y = y.saturating_add(placed.height);
            }
            x += width;
        }
    }
}

impl Panel {
    fn draw(mut self, theme: Theme, area: Rect, buffer: &mut Buffer) {
        let inside = frame(self.title, Role::Title, theme, area, buffer);
        let rows = usize::from(inside.height);
        if self.lines.len() > rows && rows > 0 {
            let hidden = self.lines.len() - rows + 1;
            self.lines.truncate(rows - 1);
            self.lines.push(Line::from(
                theme.span(Role::Faint, format!("… {hidden} more lines")),
            ));
        }
        Paragraph::new(self.lines).render(inside, buffer);
    }
}

/// A line with one text at its left end and one at its right end, `width` columns together; the left
/// one gives way.
pub(super) fn spread(left: Line<'static>, right: Line<'static>, width: u16) -> Line<'static> {
    let width = usize::from(width);
    let room = width.saturating_sub(right.width());
    let mut left = truncated(left, room.saturating_sub(1));
    let gap = room.saturating_sub(left.width());
    left.push_span(" ".repeat(gap));
    left.extend(right);
    left
}

/// The line, cut to `width` columns with a mark where something is missing.
pub(super) fn truncated(line: Line<'static>, width: usize) -> Line<'static> {
    if line.width() <= width {
        return line;
    }
    let mut cut = Line::default();
    let mut room = width.saturating_sub(1);
    for mut span in line.spans {
        if span.width() <= room {
            room -= span.width();
            cut.push_span(span);
            continue;
        }
        span.content = span.content.chars().take(room).collect::<String>().into();
        cut.push_span(span);
        break;
    }
    if width > 0 {
        cut.push_span("…");
    }
    cut
}

/// Text in lines of at most `width` columns, broken between words where that is possible.
pub(super) fn wrapped(text: &str, width: u16) -> Vec<String> {
    let width = usize::from(width.max(1));
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for part in letters.chunks(width) {
            let part: String = part.iter().collect();
            if let Some(line) = lines.last_mut() {
                let used = line.chars().count();
                if used == 0 {
                    *line = part;
                } else if used + 1 + part.chars().count() <= width {
                    line.push(' ');
                    line.push_str(&part);
                } else {
                    lines.push(part);
                }
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(title: &'static str, lines: usize) -> Panel {
        Panel {
            title,
            lines: vec![Line::from("x"); lines],
        }
    }

    #[test]
    fn panels_go_where_there_is_most_room_and_end_on_one_row() {
        let grid = Grid::place(vec![panel("a", 4), panel("b", 2), panel("c", 1)], 2, 20);
        assert_eq!(grid.height, 7);
        let heights: Vec<Vec<u16>> = grid
            .columns
            .iter()
            .map(|column| column.iter().map(|placed| placed.height).collect())
            .collect();
        assert_eq!(heights, [vec![7], vec![4, 3]]);
    }

    #[test]
    fn what_does_not_fit_is_cut_or_named() {
        let grid = Grid::place(vec![panel("a", 4), panel("b", 9), panel("c", 1)], 1, 9);
        assert_eq!(grid.height, 9);
        assert_eq!(grid.left_out, ["c"]);
        assert!(Grid::place(vec![panel("a", 4)], 2, 2).columns.is_empty());
    }

    #[test]
    fn the_left_text_gives_way_to_the_right_one() {
        let line = |width| spread(Line::from("left text"), Line::from("right"), width).to_string();
        assert_eq!(line(18), "left text    right");
        assert_eq!(line(12), "left … right");
        assert_eq!(line(3), "right");
    }

    #[test]
    fn long_words_are_broken_and_others_kept_whole() {
        assert_eq!(wrapped("ab cd efghij", 5), ["ab cd", "efghi", "j"]);
    }
}
