//! The binary framings: where a frame starts and ends, whether its checks hold, and what it carries.

pub(super) mod bare;
pub(super) mod ciphered;
pub(super) mod hdlc;
pub(super) mod mbus_frame;
pub(super) mod sml_transport;

/// Two bytes, the high one first.
pub(super) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    match bytes.get(at..)? {
        [high, low, ..] => Some(u16::from_be_bytes([*high, *low])),
        _ => None,
    }
}

/// Two bytes, the low one first: the order of checksums.
pub(super) fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    be16(bytes, at).map(u16::swap_bytes)
}

/// A length as A-XDR and BER write it, at `at`: the length and the position behind it. At most
/// 24 bits, so that it can be added to a position on every machine.
pub(super) fn length(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let first = *bytes.get(at)?;
    let octets = match first {
        0..=0x7F => return Some((usize::from(first), at + 1)),
        0x81..=0x84 => usize::from(first & 0x7F),
        _ => return None,
    };
    let digits = bytes.get(at + 1..at + 1 + octets)?;
    let value = digits
        .iter()
        .fold(0_u32, |sum, octet| sum << 8 | u32::from(*octet));
    (value < 1 << 24).then_some((value as usize, at + 1 + octets))
}

/// What unwrapping a frame found missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// The parts before the first one here.
    Beginning,
    /// The parts behind the last one here.
    End,
}

impl Missing {
    pub(super) const fn message(self) -> &'static str {
        match self {
            Missing::Beginning => "the first parts of the telegram are not there",
            Missing::End => "the last parts of the telegram are not there",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn lengths_have_one_byte_or_say_how_many_follow() {
        assert_eq!(length(&[0x7F], 0), Some((127, 1)));
        assert_eq!(length(&[0, 0x81, 0xF8], 1), Some((248, 3)));
        assert_eq!(length(&[0x82, 0x01, 0x55], 0), Some((341, 3)));
        assert_eq!(length(&[0x82, 0x01], 0), None);
        assert_eq!(length(&[0x80, 1], 0), None);
        assert_eq!(length(&[0x84, 0xFF, 0xFF, 0xFF, 0xFF], 0), None);
        assert_eq!(length(&[], 0), None);
    }
}
