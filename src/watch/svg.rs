//! A screen as a picture that needs nothing else: SVG with text, and with shapes where fonts differ.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Width of a column and height of a row, in pixels.
const CELL: (f32, f32) = (8.4, 17.0);
/// Pixels around the screen.
const MARGIN: f32 = 14.0;
/// Pixels from the top of a row to the line on which letters stand.
const BASELINE: f32 = 13.0;
/// Colours of the page and of plain text.
const PAGE: &str = "#16181d";
const INK: &str = "#d8dee9";

/// Colours of 256 that the theme uses, and the 16.
const COLOURS: &[(Color, &str)] = &[
    (Color::Indexed(33), "#3b9cff"),
    (Color::Indexed(71), "#5fb85f"),
    (Color::Indexed(167), "#e05f5f"),
    (Color::Indexed(172), "#e0942e"),
    (Color::Indexed(244), "#878d99"),
    (Color::Blue, "#3b9cff"),
    (Color::Green, "#5fb85f"),
    (Color::Red, "#e05f5f"),
    (Color::Yellow, "#e0942e"),
    (Color::DarkGray, "#878d99"),
];

/// Box-drawing characters, as the sides of the cell that they connect to its middle: left, right, up, down.
const LINES: &[(char, [bool; 4])] = &[
    ('─', [true, true, false, false]),
    ('│', [false, false, true, true]),
    ('╭', [false, true, false, true]),
    ('╮', [true, false, false, true]),
    ('╰', [false, true, true, false]),
    ('╯', [true, false, true, false]),
];

/// Draws the buffer; `title` is for those who cannot see it.
pub fn draw(buffer: &Buffer, title: &str) -> String {
    let (columns, rows) = (f32::from(buffer.area.width), f32::from(buffer.area.height));
    let width = columns.mul_add(CELL.0, 2.0 * MARGIN);
    let height = rows.mul_add(CELL.1, 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\">\n\
         <title>{}</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{PAGE}\"/>\n\
         <g transform=\"translate({MARGIN} {MARGIN})\" font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"14\" fill=\"{INK}\" xml:space=\"preserve\">\n",
        escaped(title)
    );
    for row in 0..buffer.area.height {
        draw_row(buffer, row, &mut svg);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// How a run of cells looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    ink: &'static str,
    paper: Option<&'static str>,
    bold: bool,
    faint: bool,
}

impl Look {
    fn of(cell: &Cell) -> Look {
        let ink = colour(cell.fg).unwrap_or(INK);
        let paper = colour(cell.bg);
        let (ink, paper) = match cell.modifier.contains(Modifier::REVERSED) {
            true => (paper.unwrap_or(PAGE), Some(ink)),
            false => (ink, paper),
        };
        Look {
            ink,
            paper,
            bold: cell.modifier.contains(Modifier::BOLD),
            faint: cell.modifier.contains(Modifier::DIM),
        }
    }
}

fn colour(colour: Color) -> Option<&'static str> {
    COLOURS
        .iter()
        .find(|(known, _)| *known == colour)
        .map(|(_, hex)| *hex)
}

fn draw_row(buffer: &Buffer, row: u16, svg: &mut String) {
    let mut from = 0;
    let cell = |column: u16| buffer.cell((buffer.area.x + column, buffer.area.y + row));
    while let Some(first) = cell(from) {
        let look = Look::of(first);
        let shape = is_shape(first);
        let mut to = from + 1;
        let mut text = first.symbol().to_owned();
        while let Some(next) = cell(to) {
            // Shapes of one kind become one shape, letters of one look one text.
            let goes_on = Look::of(next) == look
                && is_shape(next) == shape
                && (!shape || next.symbol() == first.symbol());
            if !goes_on {
                break;
            }
            text.push_str(next.symbol());
            to += 1;
        }
        draw_run(look, (from, to, row), &text, shape, svg);
        from = to;
    }
}

fn draw_run(
    look: Look,
    (from, to, row): (u16, u16, u16),
    text: &str,
    shape: bool,
    svg: &mut String,
) {
    let (x, y) = (f32::from(from) * CELL.0, f32::from(row) * CELL.1);
    let width = f32::from(to - from) * CELL.0;
    // Writing to memory cannot fail.
    if let Some(paper) = look.paper {
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{paper}\" shape-rendering=\"crispEdges\"/>",
            CELL.1
        );
    }
    if text.trim().is_empty() {
        return;
    }
    if shape {
        draw_shape(look, (x, y, width), text, svg);
        return;
    }
    let ink = if look.ink == INK {
        String::new()
    } else {
        format!(" fill=\"{}\"", look.ink)
    };
    let bold = if look.bold {
        " font-weight=\"bold\""
    } else {
        ""
    };
    let faint = if look.faint { " opacity=\"0.6\"" } else { "" };
    let start = text.chars().take_while(|c| *c == ' ').count();
    let trimmed = text.trim();
    let columns = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX)) * CELL.0;
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" textLength=\"{:.1}\"{ink}{bold}{faint}>{}</text>",
        x + columns(start),
        y + BASELINE,
        columns(trimmed.chars().count()),
        escaped(trimmed)
    );
}

fn is_shape(cell: &Cell) -> bool {
    cell.symbol()
        .chars()
        .next()
        .is_some_and(|c| matches!(c, '▀'..='▟' | '┄') || LINES.iter().any(|(line, _)| *line == c))
}

/// One block or line character, drawn over `width`.
fn draw_shape(look: Look, (x, y, width): (f32, f32, f32), text: &str, svg: &mut String) {
    let Some(symbol) = text.chars().next() else {
        return;
    };
    let ink = look.ink;
    if let Some((left, top, right, bottom, opacity)) = block(symbol) {
        // Blocks that fill part of a column stand alone in every column.
        let each = if right < 1.0 { CELL.0 } else { width };
        let mut at = x;
        while at < x + width - 0.1 {
            let _ = writeln!(
                svg,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{ink}\"{} shape-rendering=\"crispEdges\"/>",
                each.mul_add(left, at),
                CELL.1.mul_add(top, y),
                (right - left) * each,
                (bottom - top) * CELL.1,
                if opacity < 1.0 {
                    format!(" opacity=\"{opacity}\"")
                } else {
                    String::new()
                }
            );
            at += each;
        }
        return;
    }
    let (middle_x, middle_y) = (CELL.0.mul_add(0.5, x), CELL.1.mul_add(0.5, y));
    let path = match LINES
        .iter()
        .find(|(line, _)| *line == symbol)
        .map(|(_, sides)| sides)
    {
        Some([false, false, true, true]) => format!("M{middle_x:.1} {y:.1}v{}", CELL.1),
        Some([left, _, up, _]) if symbol != '─' => {
            let end_x = if *left { x } else { x + CELL.0 };
            let end_y = if *up { y } else { y + CELL.1 };
            format!(
                "M{end_x:.1} {middle_y:.1}Q{middle_x:.1} {middle_y:.1} {middle_x:.1} {end_y:.1}"
            )
        }
        _ => format!("M{x:.1} {middle_y:.1}h{width:.1}"),
    };
    let dashes = if symbol == '┄' {
        " stroke-dasharray=\"2 3\""
    } else {
        ""
    };
    let _ = writeln!(
        svg,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{ink}\"{dashes}/>"
    );
}

/// The part of the cell that a block element fills: left, top, right, bottom; and how much of it shows.
fn block(symbol: char) -> Option<(f32, f32, f32, f32, f32)> {
    const LOWER: &str = "▁▂▃▄▅▆▇█";
    const LEFT: &str = "▏▎▍▌▋▊▉";
    let eighths = |of: &str| {
        of.chars()
            .zip(1_u8..)
            .find(|(c, _)| *c == symbol)
            .map(|(_, count)| f32::from(count) / 8.0)
    };
    if let Some(part) = eighths(LOWER) {
        return Some((0.0, 1.0 - part, 1.0, 1.0, 1.0));
    }
    if let Some(part) = eighths(LEFT) {
        return Some((0.0, 0.0, part, 1.0, 1.0));
    }
    match symbol {
        '▀' => Some((0.0, 0.0, 1.0, 0.5, 1.0)),
        '░' => Some((0.0, 0.0, 1.0, 1.0, 0.25)),
        _ => None,
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML knows no other control characters.
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::testing::Bench;
    use crate::watch::theme::{Palette, Theme};

    const COLOURED: Theme = Theme {
        palette: Palette::Many,
        unicode: true,
    };

    #[test]
    fn the_picture_holds_the_texts_of_the_screen_and_all_of_its_colours() {
        let buffer = Bench::running(&["be-emucs"], 70).buffer(80, 24, COLOURED);
        let svg = draw(&buffer, "smr watch <be>");
        assert!(
            svg.contains("smr watch &lt;be&gt;")
                && svg.contains("EXPORT")
                && svg.contains("#5fb85f"),
            "{svg}"
        );
        for cell in &buffer.content {
            assert!(
                cell.fg == Color::Reset || colour(cell.fg).is_some(),
                "{:?}",
                cell.fg
            );
        }
        assert_eq!(svg.matches("<svg").count(), 1);
        assert!(!svg.contains("href"), "needs nothing from outside");
    }

    #[test]
    fn the_picture_in_the_documentation_is_the_screen_of_today() {
        let mut bench = Bench::at(&["nl-dsmr-5.0", "be-emucs"], "2026-08-18T17:00:00Z");
        bench.telegrams(3596);
        bench.key('3');
        let svg = draw(
            &bench.buffer(100, 30, COLOURED),
            "smr watch: power, chart, phases, counters and devices of a simulated meter",
        );
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/watch.svg");
        if std::env::var_os("SMR_UPDATE").is_some() {
            std::fs::write(&path, &svg).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == svg,
            "docs/watch.svg is old; write it anew with SMR_UPDATE=1 cargo test watch::svg"
        );
    }
}
