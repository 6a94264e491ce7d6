//! OBIS codes (IEC 62056-61), packed into one integer.

use std::fmt;

/// An OBIS code `A-B:C.D.E*F`, kept in the form in which the meter wrote it.
///
/// Meters write codes in full (`1-0:1.8.1*255`), without the group F (`1-0:1.8.1`), and on optical
/// ports without A and B (`1.8.1`, `C.1.0`, `F.F`). The form is kept so that a code is shown as
/// it was sent; [`Obis::groups`] gives the numbers whatever the form.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Obis(u64);

/// Group F when the meter does not use it.
const F_UNUSED: u8 = 255;
/// A and B were not written.
const SHORT: u64 = 1 << 48;
/// E was not written.
const NO_E: u64 = 1 << 49;
/// C was written as a letter: C, F, L or P.
const C_LETTER: u64 = 1 << 50;
/// D was written as a letter (`F.F`).
const D_LETTER: u64 = 1 << 51;

/// The letters that stand for a number in a short code (IEC 62056-61, 5.3).
const LETTERS: [(u8, u8); 4] = [(b'C', 96), (b'F', 97), (b'L', 98), (b'P', 99)];

impl Obis {
    /// The code `a-b:c.d.e` without the group F.
    pub const fn new(a: u8, b: u8, c: u8, d: u8, e: u8) -> Self {
        Obis::with_f(a, b, c, d, e, F_UNUSED)
    }

    /// The code `a-b:c.d.e*f`.
    pub const fn with_f(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8) -> Self {
        Obis(u64::from_be_bytes([0, 0, a, b, c, d, e, f]))
    }

    /// The groups A to F. Groups that were not written read as A = 1, B = 0, E = 0, F = 255.
    pub const fn groups(self) -> [u8; 6] {
        let [_, _, a, b, c, d, e, f] = self.0.to_be_bytes();
        [a, b, c, d, e, f]
    }

    /// The same code in the full form, without the group F: what look-ups compare.
    #[must_use]
    pub const fn reduced(self) -> Self {
        let [a, b, c, d, e, _] = self.groups();
        Obis::new(a, b, c, d, e)
    }

    /// The M-Bus channel (1 to 4, in practice) of a code such as `0-1:24.2.1`; `None` for the meter itself.
    pub const fn mbus_channel(self) -> Option<u8> {
        let [a, b, c, ..] = self.groups();
        let of_device = c == 24 || c == 96;
        if a == 0 && b > 0 && of_device {
            Some(b)
        } else {
            None
        }
    }

    /// Reads a code at the start of `bytes`, in any form; gives it and its length. `None` if there is none.
    pub fn parse_prefix(bytes: &[u8]) -> Option<(Obis, usize)> {
        let goes_on = |length: usize| matches!(bytes.get(length), Some(b'.' | b':' | b'&' | b'*'));
        Obis::parse_standard(bytes)
            .filter(|(_, length)| !goes_on(*length))
            .or_else(|| parse_odd(bytes))
            .or_else(|| parse_short(bytes))
    }

    /// Reads a code in full form at the start of `bytes`, with the separators of the standard.
    #[inline]
    pub(super) fn parse_standard(bytes: &[u8]) -> Option<(Obis, usize)> {
        parse_full(bytes, b".", b"*")
    }

    /// Reads a text that is an OBIS code and nothing else.
    pub fn parse(bytes: &[u8]) -> Option<Obis> {
        match Obis::parse_prefix(bytes) {
            Some((obis, length)) if length == bytes.len() => Some(obis),
            _ => None,
        }
    }
}

/// A number of one to three digits up to 255 at `at`; gives it and the position after it.
#[inline]
fn group(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let mut value = u32::from(digit(bytes, at)?);
    let mut end = at + 1;
    while let Some(next) = digit(bytes, end) {
        value = value * 10 + u32::from(next);
        end += 1;
        if end - at > 3 {
            return None;
        }
    }
    Some((u8::try_from(value).ok()?, end))
}

#[inline]
fn digit(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = bytes.get(at)?.wrapping_sub(b'0');
    (digit < 10).then_some(digit)
}

/// The full form as some meters write it: `:` between the later groups too, or `.255` for `*255`.
#[cold]
fn parse_odd(bytes: &[u8]) -> Option<(Obis, usize)> {
    parse_full(bytes, b".:", b"*.&")
}

/// `A-B:C.D.E` and `A-B:C.D.E*F`, with these separators between C, D and E, and before F.
#[inline]
fn parse_full(bytes: &[u8], dots: &[u8], stars: &[u8]) -> Option<(Obis, usize)> {
    let (a, at) = group(bytes, 0)?;
    let at = separator(bytes, at, b"-")?;
    let (b, at) = group(bytes, at)?;
    let at = separator(bytes, at, b":")?;
    let (c, at) = group(bytes, at)?;
    let at = separator(bytes, at, dots)?;
    let (d, at) = group(bytes, at)?;
    let at = separator(bytes, at, dots)?;
    let (e, at) = group(bytes, at)?;
    let (f, at) = match separator(bytes, at, stars) {
        Some(after) => group(bytes, after)?,
        None => (F_UNUSED, at),
    };
    Some((Obis::with_f(a, b, c, d, e, f), at))
}

/// `C.D.E`, `C.D.E*F` and `C.D`, where C may be one of the letters C, F, L, P and D an `F`.
fn parse_short(bytes: &[u8]) -> Option<(Obis, usize)> {
    let mut form = SHORT;
    let (c, at) = match letter(bytes, 0) {
        Some(c) => {
            form |= C_LETTER;
            (c, 1)
        }
        None => group(bytes, 0)?,
    };
    let at = separator(bytes, at, b".")?;
    let (d, at) = match letter(bytes, at) {
        Some(d) => {
            form |= D_LETTER;
            (d, at + 1)
        }
        None => group(bytes, at)?,
    };
    let (e, at) = if let Some(after) = separator(bytes, at, b".") {
        group(bytes, after)?
    } else {
        form |= NO_E;
        (0, at)
    };
    let (f, at) = match separator(bytes, at, b"*&") {
        Some(after) => group(bytes, after)?,
        None => (F_UNUSED, at),
    };
    Some((Obis(Obis::with_f(1, 0, c, d, e, f).0 | form), at))
}

#[inline]
fn separator(bytes: &[u8], at: usize, allowed: &[u8]) -> Option<usize> {
    allowed.contains(bytes.get(at)?).then_some(at + 1)
}

fn letter(bytes: &[u8], at: usize) -> Option<u8> {
    let found = bytes.get(at)?;
    LETTERS
        .iter()
        .find_map(|(letter, number)| (letter == found).then_some(*number))
}

fn write_group(f: &mut fmt::Formatter<'_>, value: u8, as_letter: bool) -> fmt::Result {
    match LETTERS.iter().find(|(_, number)| *number == value) {
        Some((letter, _)) if as_letter => write!(f, "{}", char::from(*letter)),
        _ => write!(f, "{value}"),
    }
}

impl fmt::Display for Obis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, f] = self.groups();
        let form = |bit: u64| self.0 & bit != 0;
        if !form(SHORT) {
            write!(out, "{a}-{b}:")?;
        }
        write_group(out, c, form(C_LETTER))?;
        out.write_str(".")?;
        write_group(out, d, form(D_LETTER))?;
        if !form(NO_E) {
            write!(out, ".{e}")?;
        }
        if f != F_UNUSED {
            write!(out, "*{f}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Obis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Option<String> {
        Obis::parse(text.as_bytes()).map(|obis| obis.to_string())
    }

    #[test]
    fn codes_are_shown_as_the_meter_wrote_them_without_an_unused_f() {
        for (written, reduced) in [
            ("1-0:1.8.1", "1-0:1.8.1"),
            ("1-0:1.8.1*255", "1-0:1.8.1"),
            ("1-0:31.7.0.255", "1-0:31.7.0"),
            ("1-0:72:32.0", "1-0:72.32.0"),
            ("1-0:1.8.1*03", "1-0:1.8.1*3"),
            ("0-0:96.1.255*255", "0-0:96.1.255"),
            ("1.8.0", "1.8.0"),
            ("1.8.0*98", "1.8.0*98"),
            ("C.1.0", "C.1.0"),
            ("F.F", "F.F"),
            ("0.0", "0.0"),
        ] {
            assert_eq!(shown(written).as_deref(), Some(reduced), "{written}");
        }
    }

    #[test]
    fn what_is_not_a_code_is_refused() {
        for text in [
            "",
            "1",
            "1-0",
            "1-0:",
            "1-0:1.8",
            "1,0:2.7.0",
            "256-0:1.8.0",
            "1-0:1.8.0001",
            "1-0:1.8.1*",
            "X.1",
            "-1-0:1.8.0",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn only_device_codes_belong_to_an_mbus_channel() {
        assert_eq!(Obis::new(0, 1, 24, 2, 1).mbus_channel(), Some(1));
        assert_eq!(Obis::new(0, 2, 96, 1, 0).mbus_channel(), Some(2));
        assert_eq!(Obis::new(0, 0, 96, 1, 1).mbus_channel(), None);
        assert_eq!(Obis::new(1, 1, 31, 4, 0).mbus_channel(), None);
    }

    proptest! {
        #[test]
        fn a_shown_code_reads_back_as_itself(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8) {
            let obis = Obis::with_f(a, b, c, d, e, f);
            prop_assert_eq!(Obis::parse(obis.to_string().as_bytes()), Some(obis));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            if let Some((_, length)) = Obis::parse_prefix(&bytes) {
                prop_assert!(length <= bytes.len());
            }
        }
    }
}
