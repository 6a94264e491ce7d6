//! A label as PNG: the letters are pictures of a font, since a whole engine for fonts would be larger than the rest of the program.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster};
use png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit};
use unicode_width::UnicodeWidthChar;

use super::layout::{HEIGHT, Layout, Size, Text, WIDTH};
use crate::error::{Error, Result};

/// 300 dots per inch.
const DOTS_PER_METRE: u32 = 11_811;
const WHITE: u8 = 255;

/// Refuses a text with letters that there are no pictures of.
pub(super) fn require_letters(secret: &str) -> Result<()> {
    let has = |letter| get_raster(letter, FontWeight::Regular, RasterHeight::Size16).is_some();
    match secret.chars().all(has) {
        true => Ok(()),
        false => Err(
            Error::usage("the password has letters that a PNG cannot show")
                .hint("make the label a file that ends with .svg, or .txt"),
        ),
    }
}

pub(super) fn draw(layout: &Layout) -> Result<Vec<u8>> {
    let mut paper = Paper(vec![WHITE; WIDTH * HEIGHT]);
    for (row, y) in layout
        .rows
        .iter()
        .zip((layout.offset..).step_by(layout.square))
    {
        for (is_dark, x) in row.iter().zip((layout.offset..).step_by(layout.square)) {
            if *is_dark {
                paper.square(x, y, layout.square, WHITE);
            }
        }
    }
    for text in &layout.texts {
        paper.text(text);
    }
    encode(&paper.0).map_err(|cause| Error::failed("cannot make a PNG").because(cause))
}

fn encode(dots: &[u8]) -> std::result::Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let size = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let mut encoder = Encoder::new(&mut file, size(WIDTH), size(HEIGHT));
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: DOTS_PER_METRE,
        yppu: DOTS_PER_METRE,
        unit: Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(dots)?;
    writer.finish()?;
    Ok(file)
}

/// Dots from white to black, row by row.
struct Paper(Vec<u8>);

impl Paper {
    /// A square, with so much ink.
    fn square(&mut self, x: usize, y: usize, size: usize, ink: u8) {
        for row in y..y + size {
            let begin = row * WIDTH + x;
            if let Some(dots) = self.0.get_mut(begin..begin + size) {
                dots.fill(WHITE - ink);
            }
        }
    }

    fn text(&mut self, text: &Text) {
        let mut x = text.x;
        for letter in text.line.chars() {
            let columns = letter.width().unwrap_or(0);
            let weight = match text.is_bold {
                true => FontWeight::Bold,
                false => FontWeight::Regular,
            };
            match get_raster(letter, weight, height(text.size)) {
                Some(raster) => self.letter(x, text, raster.rows()),
                None => self.frame(x, text, columns * text.size.column()),
            }
            x += columns * text.size.column();
        }
    }

    fn letter<'a>(&mut self, x: usize, text: &Text, rows: impl Iterator<Item = &'a [u8]>) {
        let scale = text.size.scale;
        for (row, y) in rows.zip((text.y..).step_by(scale)) {
            for (ink, x) in row.iter().zip((x..).step_by(scale)) {
                if *ink > 0 {
                    self.square(x, y, scale, *ink);
                }
            }
        }
    }

    /// What stands for a letter without a picture.
    fn frame(&mut self, x: usize, text: &Text, width: usize) {
        let pen = text.size.scale * 2;
        let (top, high) = (text.y + text.size.height() / 8, text.size.height() * 5 / 8);
        let wide = width.saturating_sub(pen * 2);
        for along in (0..wide).step_by(pen) {
            self.square(x + pen + along, top, pen, WHITE);
            self.square(x + pen + along, top + high, pen, WHITE);
        }
        for along in (0..high).step_by(pen) {
            self.square(x + pen, top + along, pen, WHITE);
            self.square(x + wide, top + along, pen, WHITE);
        }
    }
}

fn height(size: Size) -> RasterHeight {
    match size.raster {
        32 => RasterHeight::Size32,
        24 => RasterHeight::Size24,
        20 => RasterHeight::Size20,
        _ => RasterHeight::Size16,
    }
}

#[cfg(test)]
mod tests {
    use noto_sans_mono_bitmap::get_raster_width;

    use super::super::layout::SIZES;
    use super::*;

    #[test]
    fn columns_are_as_wide_as_the_letters() {
        for size in SIZES {
            for weight in [FontWeight::Regular, FontWeight::Bold] {
                assert_eq!(get_raster_width(weight, height(size)), size.advance);
            }
        }
    }

    #[test]
    fn a_picture_has_its_size_and_ink_on_it() {
        let lines = ["Zähler 厨".to_owned(), "smr-a1b2c3".to_owned()];
        let layout = Layout::new("http://smr-a1b2c3.local/", &lines).expect("a layout");
        let file = draw(&layout).expect("a picture");
        let mut reader = png::Decoder::new(std::io::Cursor::new(file))
            .read_info()
            .expect("a header");
        assert_eq!((reader.info().width, reader.info().height), (732, 342));
        let size = reader.output_buffer_size().expect("a size");
        let mut dots = vec![0; size];
        reader.next_frame(&mut dots).expect("a picture");
        let ink = |columns: std::ops::Range<usize>| {
            dots.chunks(WIDTH)
                .flat_map(|row| &row[columns.clone()])
                .filter(|dot| **dot < 128)
                .count()
        };
        assert!(ink(0..HEIGHT) > 10_000 && ink(HEIGHT..WIDTH) > 500);
        assert_eq!(ink(WIDTH - 14..WIDTH), 0);
    }
}
