//! Reads a telegram by the layout of the one before.
//!
//! A meter sends the same lines again and again with other digits. Where two telegrams differ in nothing but digits within
//! values, the codes, units and positions of the first hold for the second too, and only the values whose
//! digits changed are read. This is several times as fast as reading every line, with the same result.

use super::decimal::Decimal;
use super::p1;
use super::telegram::{Item, Telegram, Value};

/// How many bytes are compared at once.
const BLOCK: usize = 16;

/// Reads `bytes` into `telegram`, if it differs from what is there in nothing but digits. Leaves an
/// inconsistent telegram behind and gives `false` if it does not.
pub(super) fn read(bytes: &[u8], telegram: &mut Telegram) -> bool {
    let can_repeat = telegram.layout_is_plain && telegram.bytes.len() == bytes.len();
    can_repeat && read_changes(bytes, telegram).is_some()
}

fn read_changes(bytes: &[u8], telegram: &mut Telegram) -> Option<()> {
    // Behind the mark stands the checksum, which has been judged already.
    let end = memchr::memrchr(b'!', bytes)?;
    // What is no ASCII there is worth a note all the same.
    let is_ascii = |bytes: &[u8]| bytes.get(end..).is_some_and(<[u8]>::is_ascii);
    if !is_ascii(bytes) || !is_ascii(&telegram.bytes) {
        return None;
    }
    let mut changes = Changes {
        bytes,
        items: &mut telegram.items,
        next_item: 0,
        read_up_to: 0,
        unset_time: false,
    };
    let (old, new) = (telegram.bytes.get(..=end)?, bytes.get(..=end)?);
    let (old_blocks, old_rest) = old.as_chunks::<BLOCK>();
    let (new_blocks, new_rest) = new.as_chunks::<BLOCK>();
    for (block, (old, new)) in old_blocks.iter().zip(new_blocks).enumerate() {
        let difference = u128::from_le_bytes(*old) ^ u128::from_le_bytes(*new);
        if difference != 0 {
            changes.read(difference, block * BLOCK, old)?;
        }
    }
    let rest_at = old.len() - old_rest.len();
    for (at, (old, new)) in old_rest.iter().zip(new_rest).enumerate() {
        if old != new {
            changes.read_byte(rest_at + at, *old)?;
        }
    }
    telegram.seen.unset_time |= changes.unset_time;
    // A version decides about the dialect.
    let is_same = |item: &u32| {
        let raw = telegram
            .items
            .get(*item as usize)
            .map(|item| item.raw)
            .unwrap_or_default();
        raw.of(&telegram.bytes) == raw.of(bytes)
    };
    telegram
        .landmarks
        .versions
        .iter()
        .flatten()
        .all(is_same)
        .then_some(())
}

/// The values of a new telegram that are read because their digits changed, in the order of the bytes.
struct Changes<'a> {
    bytes: &'a [u8],
    items: &'a mut [Item],
    next_item: usize,
    /// The end of the value that was read last: further changes in it need no reading.
    read_up_to: usize,
    unset_time: bool,
}

impl Changes<'_> {
    /// Takes the changes of a block: the bits that differ, its position, and its bytes before.
    #[inline]
    fn read(&mut self, mut difference: u128, position: usize, old: &[u8; BLOCK]) -> Option<()> {
        while difference != 0 {
            let at = difference.trailing_zeros() as usize / 8;
            self.read_byte(position + at, *old.get(at)?)?;
            difference &= !(0xFF << (at * 8));
        }
        Some(())
    }

    /// Takes one changed byte; `None` if it is not a digit within a value.
    #[inline]
    fn read_byte(&mut self, position: usize, old: u8) -> Option<()> {
        if !(old.is_ascii_digit() && self.bytes.get(position)?.is_ascii_digit()) {
            return None;
        }
        if position < self.read_up_to {
            return Some(());
        }
        let later = self.items.get_mut(self.next_item..)?;
        let skip = later
            .iter()
            .position(|item| item.raw.end as usize > position)?;
        let item = later.get_mut(skip)?;
        if (item.raw.start as usize) > position {
            return None;
        }
        item.value = value_like(item.value, item.raw.of(self.bytes));
        self.unset_time |= item.value == Value::UnsetTime;
        self.next_item += skip + 1;
        self.read_up_to = item.raw.end as usize;
        Some(())
    }
}

/// The value of a text that differs only in digits from one that was read as `before`.
fn value_like(before: Value, text: &[u8]) -> Value {
    match before {
        // Whether a text is a number does not depend on which digits it has.
        Value::Number(_) => Decimal::parse(text).map_or(Value::Text, Value::Number),
        _ => p1::value(text).0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::decoder::Frame;
    use super::super::scan::{Check, Framing};
    use super::*;

    const FIRST: &str = "/TST5\\model\r\n\r\n1-3:0.2.8(50)\r\n0-0:1.0.0(260131120000W)\r\n1-0:1.8.1(000001.500*kWh)\r\n0-0:96.1.1(4B38)\r\n!1234\r\n";

    fn decoded(bytes: &str, telegram: &mut Telegram) -> String {
        telegram.decode(Frame {
            bytes: bytes.as_bytes(),
            offset: 0,
            framing: Framing::P1,
            check: Check::Absent,
        });
        format!("{telegram:?}")
    }

    /// Decodes `FIRST` and then the same with `old` replaced by `new`: tells whether the layout was used
    /// again, and holds that the result is that of reading afresh.
    fn is_repeat(old: &str, new: &str) -> bool {
        let second = FIRST.replace(old, new);
        let mut telegram = Telegram::empty();
        decoded(FIRST, &mut telegram);
        let repeats = read(second.as_bytes(), &mut telegram.clone());
        assert_eq!(
            decoded(&second, &mut telegram),
            decoded(&second, &mut Telegram::empty()),
            "{new}"
        );
        repeats
    }

    #[test]
    fn other_digits_in_values_are_a_repeat() {
        for (old, new) in [
            ("000001.500", "000001.500"),
            ("000001.500", "999991.501"),
            ("260131120000W", "260131120010W"),
            ("260131120000W", "269931120010W"),
            ("4B38", "4B39"),
            ("1234", "ABCD"),
        ] {
            assert!(is_repeat(old, new), "{new}");
        }
    }

    #[test]
    fn any_other_difference_is_none() {
        for (old, new) in [
            ("000001.500", "00001.5000"),
            ("000001.500", "000001,500"),
            ("120000W", "120000S"),
            ("1.8.1", "1.8.2"),
            ("*kWh", "*kW "),
            ("4B38", "4C38"),
            ("(50)", "(42)"),
            ("TST5", "TST4"),
            ("000001.500", "1.5"),
            ("1234", "12\u{e9}"),
        ] {
            assert!(!is_repeat(old, new), "{new}");
        }
    }
}
