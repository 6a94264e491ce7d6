//! Where everything goes on a label, in dots. Pure.

use qrcode::{Color, EcLevel, QrCode};
use unicode_width::UnicodeWidthStr;

use crate::error::{Error, Result};

/// The width of a label: 62 mm at 300 dots per inch.
pub(super) const WIDTH: usize = 732;
/// Its height: 29 mm.
pub(super) const HEIGHT: usize = 342;
/// The same in millimetres.
pub(super) const SIZE_MM: (u32, u32) = (62, 29);
/// Empty squares around a QR code (ISO/IEC 18004, 5.3.8).
const QUIET: usize = 4;
/// Empty space at the right.
const MARGIN: usize = 14;

/// Letters of one height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    /// The height of the letters' pictures.
    pub(super) raster: usize,
    /// The width of a column.
    pub(super) advance: usize,
    /// Each dot of a picture is a square of so many dots.
    pub(super) scale: usize,
}

impl Size {
    const fn new(raster: usize, advance: usize, scale: usize) -> Size {
        Size {
            raster,
            advance,
            scale,
        }
    }

    pub(super) fn height(self) -> usize {
        self.raster * self.scale
    }

    pub(super) fn column(self) -> usize {
        self.advance * self.scale
    }
}

/// All sizes, the largest first.
pub(super) const SIZES: [Size; 6] = [
    Size::new(32, 14, 2),
    Size::new(24, 11, 2),
    Size::new(32, 14, 1),
    Size::new(24, 11, 1),
    Size::new(20, 9, 1),
    Size::new(16, 7, 1),
];
/// A name is at most as large as this; the rest is smaller.
const NAME: usize = 48;
const REST: usize = 32;

/// A line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) line: String,
    pub(super) x: usize,
    /// Its upper edge.
    pub(super) y: usize,
    pub(super) size: Size,
    pub(super) is_bold: bool,
    pub(super) columns: usize,
}

/// A QR code and lines of text.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// The QR code's rows: whether each square is dark.
    pub(super) rows: Vec<Vec<bool>>,
    /// The width of a square.
    pub(super) square: usize,
    /// The distance of the code from the left and from the top.
    pub(super) offset: usize,
    pub(super) texts: Vec<Text>,
}

impl Layout {
    /// A label with this page in its code and these lines; the first is a heading.
    pub(super) fn new(page: &str, lines: &[String]) -> Result<Layout> {
        let code = QrCode::with_error_correction_level(page, EcLevel::M).map_err(|cause| {
            Error::failed("the gateway's page does not fit into a QR code").because(cause)
        })?;
        let across = code.width();
        let square = HEIGHT / (across + 2 * QUIET);
        let left = HEIGHT;
        let room = WIDTH - left - MARGIN;
        let mut texts: Vec<Text> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let largest = if index == 0 { NAME } else { REST };
            texts.extend(fitted(line, largest, room).map(|(text, size)| Text {
                columns: text.width(),
                line: text,
                x: left,
                y: 0,
                size,
                is_bold: index == 0,
            }));
        }
        // A third of a line between two lines, and as much above as below.
        let all: usize = texts.iter().map(|text| text.size.height() * 4 / 3).sum();
        let mut y = HEIGHT.saturating_sub(all) / 2;
        for text in &mut texts {
            text.y = y;
            y += text.size.height() * 4 / 3;
        }
        let dark = |colors: &[Color]| colors.iter().map(|it| *it == Color::Dark).collect();
        Ok(Layout {
            rows: code.to_colors().chunks(across).map(dark).collect(),
            square,
            offset: (HEIGHT - across * square) / 2,
            texts,
        })
    }
}

/// A text in the largest letters with which it fits; with the smallest ones in several lines, where it must be.
fn fitted(text: &str, largest: usize, room: usize) -> impl Iterator<Item = (String, Size)> + use<> {
    let [.., smallest] = SIZES;
    let size = SIZES
        .into_iter()
        .filter(|size| size.height() <= largest)
        .find(|size| size.column() * text.width() <= room)
        .unwrap_or(smallest);
    let mut parts = vec![String::new()];
    let mut columns = 0;
    for letter in text.chars() {
        let width = unicode_width::UnicodeWidthChar::width(letter).unwrap_or(0);
        if (columns + width) * size.column() > room {
            parts.push(String::new());
            columns = 0;
        }
        columns += width;
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts.into_iter().map(move |part| (part, size))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(lines: &[&str]) -> Layout {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        Layout::new("http://smr-a1b2c3.local/", &lines).expect("a layout")
    }

    #[test]
    fn everything_is_on_the_label_however_long_it_is() {
        let (long, password) = ("W".repeat(32), format!("admin: {}", "p".repeat(64)));
        let host = format!("{}.local:65535", "w".repeat(32));
        let chinese = "厨".repeat(10);
        for lines in [
            &["a"][..],
            &[
                &long,
                "smr-a1b2c3",
                &host,
                "192.168.100.200:65535",
                &password,
            ],
            &[&chinese, "smr-a1b2c3", &host, "192.168.100.200", &password],
        ] {
            let layout = layout(lines);
            let mut below = 0;
            for text in &layout.texts {
                assert!(text.y >= below, "{text:?}");
                below = text.y + text.size.height();
                assert!(text.x + text.columns * text.size.column() <= WIDTH - MARGIN);
            }
            assert!(below <= HEIGHT, "{lines:?}");
            let shown: String = layout.texts.iter().map(|text| text.line.as_str()).collect();
            assert_eq!(shown, lines.concat());
        }
    }

    #[test]
    fn the_code_has_its_quiet_zone_even_with_the_longest_page() {
        for length in [1, 32] {
            let page = format!("http://{}.local:65535/", "w".repeat(length));
            let layout = Layout::new(&page, &[]).expect("a layout");
            let all = layout.square * layout.rows.len();
            assert!(layout.offset >= QUIET * layout.square && layout.square >= 6);
            assert!(2 * layout.offset + all <= HEIGHT);
        }
    }
}
