//! A label as SVG.

use std::fmt::Write;

use super::layout::{HEIGHT, Layout, SIZE_MM, Text, WIDTH};

/// Letters of these fonts are about so many times as high as a column is wide.
const HEIGHT_TO_WIDTH: f64 = 1.66;
/// How far below its upper edge the letters of a line stand, as a part of the line's height.
const BASELINE: f64 = 0.78;

pub(super) fn draw(layout: &Layout, title: &str) -> String {
    let (width, height) = SIZE_MM;
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">\n\
         <title>{}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n\
         <path shape-rendering=\"crispEdges\" d=\"{}\"/>\n\
         <g font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\">\n",
        escaped(title),
        squares(layout)
    );
    for text in &layout.texts {
        line(text, &mut picture);
    }
    picture + "</g>\n</svg>\n"
}

/// The dark squares, those side by side in one piece.
fn squares(layout: &Layout) -> String {
    let (square, offset) = (layout.square, layout.offset);
    let mut path = String::new();
    for (row, y) in layout.rows.iter().zip((offset..).step_by(square)) {
        let mut x = offset;
        for run in row.chunk_by(|one, other| one == other) {
            let length = run.len() * square;
            if run.first() == Some(&true) {
                // A text takes all that is written to it.
                let _ = write!(path, "M{x} {y}h{length}v{square}h-{length}z");
            }
            x += length;
        }
    }
    path
}

fn line(text: &Text, picture: &mut String) {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let height = number(text.size.height());
    let size = number(text.size.column()) * HEIGHT_TO_WIDTH;
    let weight = match text.is_bold {
        true => " font-weight=\"bold\"",
        false => "",
    };
    // Whatever font there is, the line gets the room that it has.
    let length = text.columns * text.size.column();
    let _ = writeln!(
        picture,
        "<text xml:space=\"preserve\" x=\"{}\" y=\"{:.1}\" font-size=\"{size:.1}\"{weight} textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
        text.x,
        number(text.y) + height * BASELINE,
        escaped(&text.line)
    );
}

/// A text as XML has it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // XML has no way to write control characters.
            letter if letter.is_control() => out.push(char::REPLACEMENT_CHARACTER),
            letter => out.push(letter),
        }
    }
    out
}
