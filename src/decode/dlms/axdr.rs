//! A-XDR (IEC 61334-6 as IEC 62056-5-3 uses it): a tag and a value, nested by arrays and structures.

use std::ops::Range;

use super::super::wire::length;

/// How deep values may be nested. Meters use four levels.
const DEEPEST: usize = 16;

/// Why no further value can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Stop {
    /// The bytes end within the value.
    Cut,
    /// What stands at this position is no value.
    Unreadable {
        /// In bytes from the start.
        at: usize,
    },
}

/// A value, or the start of several.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Token {
    /// Nothing is there.
    Null,
    /// An array or a structure of so many elements, which follow.
    Group(usize),
    /// Any of the integers; enumerations and booleans as well.
    Integer(i64),
    /// An unsigned integer that does not fit.
    Large(u64),
    /// A binary floating-point number.
    Float(f64),
    /// Octets, or text.
    Octets(Range<usize>),
    /// What is kept as octets because its inside says nothing: bit strings, dates without a time, compact arrays.
    Opaque(Range<usize>),
}

/// Reads one token at `at`; gives it and the position behind it.
pub(in super::super) fn token(bytes: &[u8], at: usize) -> Result<(Token, usize), Stop> {
    let tag = *bytes.get(at).ok_or(Stop::Cut)?;
    let start = at + 1;
    let fixed = |count: usize| {
        let octets = bytes.get(start..start + count).ok_or(Stop::Cut)?;
        Ok((octets, start + count))
    };
    let signed = |count: usize| {
        fixed(count).map(|(octets, end)| (Token::Integer(sign_extended(octets)), end))
    };
    let unsigned = |count: usize| {
        fixed(count).map(|(octets, end)| (Token::Integer(unsigned(octets).cast_signed()), end))
    };
    let opaque = |count: usize| fixed(count).map(|(_, end)| (Token::Opaque(start..end), end));
    match tag {
        0 | 255 => Ok((Token::Null, start)),
        1 | 2 => {
            let (count, end) = counted(bytes, start)?;
            Ok((Token::Group(count), end))
        }
        3 | 17 | 22 | 31 => unsigned(1),
        4 => {
            let (bits, end) = counted(bytes, start)?;
            block(bytes, end, bits.div_ceil(8))
                .map(|range| (Token::Opaque(range.clone()), range.end))
        }
        5 | 30 => signed(4),
        6 | 33 => unsigned(4),
        9 | 10 | 12 => {
            let (count, end) = counted(bytes, start)?;
            block(bytes, end, count).map(|range| (Token::Octets(range.clone()), range.end))
        }
        13 => opaque(1),
        15 | 28 => signed(1),
        16 | 29 => signed(2),
        18 | 32 => unsigned(2),
        19 => compact_array(bytes, start),
        20 => signed(8),
        21 => {
            let (octets, end) = fixed(8)?;
            let value = self::unsigned(octets);
            let token = i64::try_from(value).map_or(Token::Large(value), Token::Integer);
            Ok((token, end))
        }
        23 => {
            let (octets, end) = fixed(4)?;
            let value = f32::from_bits(u32::try_from(self::unsigned(octets)).unwrap_or_default());
            // By its shortest digits, not by those of the wider type.
            Ok((
                Token::Float(value.to_string().parse().unwrap_or(f64::NAN)),
                end,
            ))
        }
        24 => {
            let (octets, end) = fixed(8)?;
            Ok((Token::Float(f64::from_bits(self::unsigned(octets))), end))
        }
        25 => fixed(12).map(|(_, end)| (Token::Octets(start..end), end)),
        26 => opaque(5),
        27 => opaque(4),
        _ => Err(Stop::Unreadable { at }),
    }
}

fn counted(bytes: &[u8], at: usize) -> Result<(usize, usize), Stop> {
    match length(bytes, at) {
        Some(found) => Ok(found),
        // The longest form has five bytes.
        None if bytes.len() < at + 5 => Err(Stop::Cut),
        None => Err(Stop::Unreadable { at }),
    }
}

fn block(bytes: &[u8], start: usize, count: usize) -> Result<Range<usize>, Stop> {
    match start + count <= bytes.len() {
        true => Ok(start..start + count),
        false => Err(Stop::Cut),
    }
}

/// The integer with this tag at the start of `octets`, and how many of them it takes; `None` for other tags, and where it does
/// not fit.
#[inline]
pub(super) fn integer(tag: u8, octets: &[u8]) -> Option<(i64, usize)> {
    let (value, width) = match tag {
        5 => (i64::from(i32::from_be_bytes(*octets.first_chunk()?)), 4),
        6 => (i64::from(u32::from_be_bytes(*octets.first_chunk()?)), 4),
        15 => (i64::from(i8::from_be_bytes(*octets.first_chunk()?)), 1),
        16 => (i64::from(i16::from_be_bytes(*octets.first_chunk()?)), 2),
        17 => (i64::from(u8::from_be_bytes(*octets.first_chunk()?)), 1),
        18 => (i64::from(u16::from_be_bytes(*octets.first_chunk()?)), 2),
        20 => (i64::from_be_bytes(*octets.first_chunk()?), 8),
        21 => (
            i64::try_from(u64::from_be_bytes(*octets.first_chunk()?)).ok()?,
            8,
        ),
        _ => return None,
    };
    Some((value, width))
}

fn unsigned(octets: &[u8]) -> u64 {
    octets
        .iter()
        .fold(0, |sum, octet| sum << 8 | u64::from(*octet))
}

/// The value of one to eight octets in two's complement.
pub(in super::super) fn sign_extended(octets: &[u8]) -> i64 {
    let unused = 64 - 8 * u32::try_from(octets.len().clamp(1, 8)).unwrap_or(8);
    (unsigned(octets) << unused).cast_signed() >> unused
}

/// A description of the type, then all values without tags: passed over as a whole.
fn compact_array(bytes: &[u8], start: usize) -> Result<(Token, usize), Stop> {
    let mut at = start;
    let mut types = 1_usize;
    while types > 0 {
        types -= 1;
        let tag = *bytes.get(at).ok_or(Stop::Cut)?;
        at += 1;
        match tag {
            // An array has a fixed count and one type, a structure as many types as elements.
            1 => {
                at += 2;
                types += 1;
            }
            2 => {
                let (count, end) = counted(bytes, at)?;
                at = end;
                types += count;
            }
            _ => {}
        }
    }
    let (count, end) = counted(bytes, at)?;
    block(bytes, end, count).map(|range| (Token::Opaque(range.clone()), range.end))
}

/// Walks through one value and everything nested in it.
pub(in super::super) struct Walk<'a> {
    bytes: &'a [u8],
    /// Where the next token starts.
    pub at: usize,
    /// How many elements are still to come, level by level; the first level is the value itself.
    open: [usize; DEEPEST],
    depth: usize,
}

impl<'a> Walk<'a> {
    pub(in super::super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Walk {
            bytes,
            at,
            open: std::array::from_fn(|level| usize::from(level == 0)),
            depth: 0,
        }
    }

    /// How many arrays and structures are around the next token.
    pub(in super::super) fn depth(&self) -> usize {
        self.depth
    }

    /// The bytes from the next token on.
    pub(in super::super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The next token; `None` behind the last one.
    pub(in super::super) fn next(&mut self) -> Option<Result<Token, Stop>> {
        let left = self.open.get_mut(self.depth)?;
        *left = left.checked_sub(1)?;
        let (token, end) = match token(self.bytes, self.at) {
            Ok(read) => read,
            Err(stop) => return Some(Err(stop)),
        };
        if let Token::Group(count) = token {
            match self.open.get_mut(self.depth + 1) {
                Some(level) => *level = count,
                None => return Some(Err(Stop::Unreadable { at: self.at })),
            }
            self.depth += 1;
        }
        self.at = end;
        self.climb();
        Some(Ok(token))
    }

    /// How many elements are still to come in the array or structure around the next token.
    pub(in super::super) fn left(&self) -> usize {
        self.open.get(self.depth).copied().unwrap_or_default()
    }

    /// Whether the next token may be an array or a structure.
    pub(in super::super) fn can_nest(&self) -> bool {
        self.depth + 1 < DEEPEST
    }

    /// Passes over `length` bytes that hold this many whole elements.
    pub(in super::super) fn pass(&mut self, elements: usize, length: usize) {
        if let Some(left) = self.open.get_mut(self.depth) {
            *left = left.saturating_sub(elements);
        }
        self.at += length;
        self.climb();
    }

    fn climb(&mut self) {
        while self.depth > 0 && self.open.get(self.depth) == Some(&0) {
            self.depth -= 1;
        }
    }
}

/// The position behind the value at `at`, with everything nested in it.
pub(in super::super) fn skip_value(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    let mut walk = Walk::new(bytes, at);
    while let Some(step) = walk.next() {
        step?;
    }
    Ok(walk.at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(bytes: &[u8]) -> Result<(Token, usize), Stop> {
        token(bytes, 0)
    }

    #[test]
    fn every_kind_of_value_is_read() {
        for (bytes, expected) in [
            (&[0][..], Token::Null),
            (&[2, 5], Token::Group(5)),
            (&[3, 1], Token::Integer(1)),
            (&[4, 9, 0xFF, 0x80], Token::Opaque(2..4)),
            (&[5, 0xFF, 0xFF, 0xFF, 0xFE], Token::Integer(-2)),
            (&[6, 0xFF, 0xFF, 0xFF, 0xFE], Token::Integer(0xFFFF_FFFE)),
            (&[9, 2, b'O', b'K'], Token::Octets(2..4)),
            (&[13, 0x42], Token::Opaque(1..2)),
            (&[15, 0xFD], Token::Integer(-3)),
            (&[16, 0xFF, 0x38], Token::Integer(-200)),
            (&[17, 0xFD], Token::Integer(253)),
            (&[18, 0x09, 0x2A], Token::Integer(2346)),
            (
                &[20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
                Token::Integer(-1),
            ),
            (
                &[21, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
                Token::Large(u64::MAX),
            ),
            (&[22, 30], Token::Integer(30)),
            (&[23, 0x43, 0x66, 0xB3, 0x33], Token::Float(230.7)),
            (&[24, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0], Token::Float(1.5)),
            (&[26, 7, 0xE5, 1, 2, 3], Token::Opaque(1..6)),
            (&[19, 2, 2, 18, 18, 4, 0, 1, 0, 2], Token::Opaque(6..10)),
        ] {
            assert_eq!(one(bytes), Ok((expected, bytes.len())), "{bytes:?}");
        }
        assert_eq!(one(&[7]), Err(Stop::Unreadable { at: 0 }));
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = [2_u8, 1].repeat(1000);
        assert_eq!(skip_value(&deep, 0), Err(Stop::Unreadable { at: 30 }));
    }

    #[test]
    fn a_value_ends_where_its_last_element_does() {
        let bytes = [2, 2, 1, 2, 17, 1, 17, 2, 2, 0, 99];
        assert_eq!(skip_value(&bytes, 0), Ok(10));
        for cut in 1..10 {
            assert_eq!(skip_value(&bytes[..cut], 0), Err(Stop::Cut), "{cut}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(prop_oneof![0_u8..34, any::<u8>()], 0..200)) {
            if let Ok(end) = skip_value(&bytes, 0) {
                prop_assert!(end <= bytes.len());
            }
        }
    }
}
