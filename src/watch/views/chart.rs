//! Power over time: import grows up from the axis, export hangs down from it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::Line;

use super::panel;
use crate::watch::app::App;
use crate::watch::history::{Sample, Span};
use crate::watch::tab::Tab;
use crate::watch::theme::{Role, Theme};

/// Columns left of the bars: a label of seven and a space.
const GUTTER: u16 = 8;
/// Eighths of a row, from none to all.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The scale does not go below this many watts from the axis to the top.
const LEAST: u32 = 100;

/// Draws the chart of the span that the user chose.
pub(super) fn draw(app: &App, tab: &Tab, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let title = match area.width {
        ..48 => "Chart".to_owned(),
        _ => format!("Power over {}", app.span.words()),
    };
    let inside = panel::frame(&title, Role::Title, theme, area, buffer);
    panel::corner(&choices(app.span, theme), area, buffer);
    let plot = Rect {
        x: inside.x.saturating_add(GUTTER),
        width: inside.width.saturating_sub(GUTTER),
        ..inside
    };
    if plot.width < 4 || plot.height < 3 {
        return;
    }
    let end = tab.chart_end(app.shown_now());
    let columns = tab
        .history
        .columns(end, app.span, u32::from(plot.width), tab.hold());
    let scale = Scale::of(&columns, plot.height - 1);
    for (x, column) in (plot.x..).zip(&columns) {
        bar(x, *column, scale, theme, plot, buffer);
    }
    axis(&columns, scale, app.span, theme, plot, buffer);
    labels(scale, theme, inside, buffer);
}

fn choices(span: Span, theme: Theme) -> Line<'static> {
    let mut line = Line::from(" ");
    for (words, choice) in [
        (" 1 min ", Span::Minute),
        (" 10 min ", Span::TenMinutes),
        (" 1 h ", Span::Hour),
    ] {
        line.push_span(match choice == span {
            true => theme
                .span(Role::Strong, words)
                .patch_style(Modifier::REVERSED),
            false => theme.span(Role::Faint, words),
        });
    }
    line.push_span(" ");
    line
}

/// Watts a row, and rows on each side of the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scale {
    step: u32,
    up: u16,
    down: u16,
}

impl Scale {
    /// The finest scale of round numbers at which all of it fits into `rows`.
    fn of(columns: &[Option<Sample>], rows: u16) -> Scale {
        let highest = |of: fn(&Sample) -> u32| columns.iter().flatten().map(of).max().unwrap_or(0);
        let (import, export) = (
            highest(|sample| sample.import),
            highest(|sample| sample.export),
        );
        let rows = u32::from(rows.max(1));
        let least = if import == 0 && export > 0 {
            (0, LEAST)
        } else {
            (LEAST, 0)
        };
        let needed = |watts: u32, least: u32, step: u32| watts.max(least).div_ceil(step);
        let step = round_numbers()
            .find(|step| {
                needed(import, least.0, *step).saturating_add(needed(export, least.1, *step))
                    <= rows
            })
            .unwrap_or(u32::MAX);
        let mut down = needed(export, least.1, step);
        if import == 0 && export > 0 {
            down = rows;
        }
        let down = u16::try_from(down).unwrap_or(0);
        let up = u16::try_from(rows).unwrap_or(0).saturating_sub(down);
        Scale { step, up, down }
    }
}

/// 1, 2, 5, 10, 20, 50…
fn round_numbers() -> impl Iterator<Item = u32> {
    (0..9).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u32.pow(power)))
}

fn bar(
    x: u16,
    sample: Option<Sample>,
    scale: Scale,
    theme: Theme,
    plot: Rect,
    buffer: &mut Buffer,
) {
    let Some(sample) = sample else { return };
    let axis = plot.y + scale.up;
    for row in 0..scale.up {
        let fill = filled(sample.import, scale.step, row);
        put(
            x,
            axis - 1 - row,
            character(fill, theme, '#'),
            theme.style(Role::Import),
            buffer,
        );
    }
    for row in 0..scale.down {
        let fill = filled(sample.export, scale.step, row);
        let style = theme.style(Role::Export);
        // There are no characters that hang from above: the one below is drawn in reverse.
        let hangs = theme.unicode && fill > 0 && fill < 8;
        let (fill, style) = if hangs {
            (8 - fill, style.add_modifier(Modifier::REVERSED))
        } else {
            (fill, style)
        };
        put(
            x,
            axis + 1 + row,
            character(fill, theme, '='),
            style,
            buffer,
        );
    }
}

/// Eighths of a row that a bar fills, counting rows from the axis. What is more than nothing is seen.
fn filled(watts: u32, step: u32, row: u16) -> usize {
    let mut eighths = u64::from(watts) * 8 / u64::from(step.max(1));
    if watts > 0 {
        eighths = eighths.max(1);
    }
    usize::try_from(eighths.saturating_sub(u64::from(row) * 8).min(8)).unwrap_or(0)
}

fn character(fill: usize, theme: Theme, ascii: char) -> char {
    match theme.unicode {
        true => EIGHTHS.get(fill).copied().unwrap_or(' '),
        false if fill >= 4 => ascii,
        false => ' ',
    }
}

fn put(x: u16, y: u16, symbol: char, style: ratatui::style::Style, buffer: &mut Buffer) {
    if symbol != ' '
        && let Some(cell) = buffer.cell_mut((x, y))
    {
        cell.set_char(symbol).set_style(style);
    }
}

fn axis(
    columns: &[Option<Sample>],
    scale: Scale,
    span: Span,
    theme: Theme,
    plot: Rect,
    buffer: &mut Buffer,
) {
    let y = plot.y + scale.up;
    for (x, column) in (plot.x..).zip(columns) {
        let symbol = if column.is_some() { '─' } else { '┄' };
        put(x, y, symbol, theme.style(Role::Faint), buffer);
    }
    let (first, middle) = match span {
        Span::Minute => ("−60 s ", " −30 s "),
        Span::TenMinutes => ("−10 min ", " −5 min "),
        Span::Hour => ("−1 h ", " −30 min "),
    };
    let faint = theme.style(Role::Faint);
    let wide = |text: &str| u16::try_from(text.chars().count()).unwrap_or(0);
    buffer.set_stringn(plot.x, y, first, usize::from(plot.width), faint);
    if plot.width >= 28 {
        buffer.set_stringn(
            plot.x + (plot.width - wide(middle)) / 2,
            y,
            middle,
            usize::from(plot.width),
            faint,
        );
    }
    if plot.width >= 16 {
        buffer.set_string(plot.right() - 4, y, " now", faint);
    }
}

/// What stands left of the bars: the values at both ends, zero at the axis, and which side is which.
fn labels(scale: Scale, theme: Theme, inside: Rect, buffer: &mut Buffer) {
    let axis = inside.y + scale.up;
    let mut label = |y: u16, role: Role, text: &str| {
        buffer.set_string(inside.x, y, format!("{text:>7}"), theme.style(role));
    };
    label(axis, Role::Faint, "0");
    if scale.up > 0 {
        label(inside.y, Role::Faint, &watts(scale.step, scale.up));
    }
    if scale.up > 1 {
        label(inside.y + 1, Role::Import, "import");
    }
    if scale.down > 0 {
        label(
            axis + scale.down,
            Role::Faint,
            &watts(scale.step, scale.down),
        );
    }
    if scale.down > 1 {
        label(axis + scale.down - 1, Role::Export, "export");
    }
}

fn watts(step: u32, rows: u16) -> String {
    let watts = u64::from(step) * u64::from(rows);
    match watts {
        0..1000 => format!("{watts} W"),
        1000..100_000 if watts % 1000 != 0 => format!("{}.{} kW", watts / 1000, watts % 1000 / 100),
        1000..100_000_000 => format!("{} kW", watts / 1000),
        _ => format!("{} MW", watts / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(import: u32, export: u32, rows: u16) -> Scale {
        Scale::of(&[None, Some(Sample { import, export })], rows)
    }

    #[test]
    fn the_scale_is_round_and_everything_fits() {
        assert_eq!(
            scale(1234, 0, 6),
            Scale {
                step: 500,
                up: 6,
                down: 0
            }
        );
        assert_eq!(
            scale(0, 1234, 6),
            Scale {
                step: 500,
                up: 0,
                down: 6
            }
        );
        assert_eq!(
            scale(900, 400, 6),
            Scale {
                step: 500,
                up: 5,
                down: 1
            }
        );
        assert_eq!(
            scale(0, 0, 5),
            Scale {
                step: 20,
                up: 5,
                down: 0
            }
        );
        let huge = scale(u32::MAX, u32::MAX, 1);
        assert_eq!(huge.up + huge.down, 1);
    }

    #[test]
    fn bars_are_cut_to_eighths_and_small_values_are_seen() {
        assert_eq!((filled(250, 500, 0), filled(250, 500, 1)), (4, 0));
        assert_eq!((filled(750, 500, 0), filled(750, 500, 1)), (8, 4));
        assert_eq!((filled(1, 500, 0), filled(0, 500, 0)), (1, 0));
    }

    #[test]
    fn labels_are_short() {
        assert_eq!(
            (watts(500, 5), watts(500, 6), watts(20, 5)),
            ("2.5 kW".into(), "3 kW".into(), "100 W".into())
        );
    }
}
