//! Bytes on a line whose two ends do not agree about its speed.

/// What a receiver still understands, in percent.
const TOLERANCE: u64 = 3;
/// Bits of a character: start, eight of data, stop.
const BITS: u64 = 10;

/// A receiver that is so many times faster hears each bit as more than a character.
const MOST_TIMES_FASTER: u64 = 16;

/// What somebody hears at `to` bits per second of bytes that were sent, one right after the other, at `from`.
pub(super) fn heard(bytes: &[u8], from: u32, to: u32) -> Vec<u8> {
    let (from, to) = (u64::from(from.max(1)), u64::from(to.max(1)));
    if from.abs_diff(to) * 100 <= from * TOLERANCE {
        return bytes.to_vec();
    }
    // Beyond that more speed makes no more difference, but more work.
    let to = to.min(from * MOST_TIMES_FASTER);
    let count = bytes.len() as u64 * BITS;
    // The level of the line at a time, counted in half bits of the receiver.
    let level = |time: u64| {
        let bit = time * from / (2 * to);
        let byte = usize::try_from(bit / BITS).ok();
        let byte = byte.and_then(|index| bytes.get(index));
        match (bit % BITS, byte) {
            (0, Some(_)) => false,
            (place @ 1..=8, Some(byte)) => byte >> (place - 1) & 1 == 1,
            _ => true,
        }
    };
    let end = (count * 2 * to).div_ceil(from);
    let mut got = Vec::new();
    let mut time = 0;
    while time < end {
        if level(time) {
            time += 1;
            continue;
        }
        let byte = (0..8).fold(0_u8, |byte, bit| {
            byte | u8::from(level(time + 3 + 2 * bit)) << bit
        });
        got.push(byte);
        time += 2 * BITS - 1;
        // A line that is still low is no new character before it has been high.
        while time < end && !level(time) && !level(time.saturating_sub(1)) {
            time += 1;
        }
    }
    got
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_that_agree_understand_each_other() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(heard(&all, 115_200, 115_200), all);
        assert_eq!(heard(&all, 115_200, 117_000), all);
    }

    #[test]
    fn ends_that_do_not_agree_hear_something_else() {
        let text = b"ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\n";
        for (from, to) in [
            (74_880, 115_200),
            (115_200, 74_880),
            (115_200, 460_800),
            (460_800, 115_200),
        ] {
            let got = heard(text, from, to);
            assert_ne!(got, text, "{from} {to}");
            assert!(!got.is_empty(), "{from} {to}");
            assert!(got.len() <= 6 * text.len(), "{from} {to}");
        }
        assert_eq!(heard(b"", 300, 115_200), b"");
        assert!(heard(text, 1, u32::MAX).len() <= 20 * text.len());
        assert!(heard(text, u32::MAX, 1).len() <= text.len());
    }
}
