//! Push object lists (IEC 62056-6-2, 4.4.8): the first element of a telegram names the objects of the others. Swiss meters send them.

use super::super::obis::Obis;

/// An entry: class, logical name, attribute, index into the data.
const ENTRY_BYTES: usize = 18;
/// Push set-up, whose second attribute is the list itself.
const PUSH_SETUP: u16 = 40;
const OBJECT_LIST: u8 = 2;
const SCALER_UNIT: u8 = 3;

/// One column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Object {
    class: u16,
    pub(super) obis: Obis,
    attribute: u8,
}

impl Object {
    /// Whether it is the list that is being read.
    pub(super) const fn is_the_list(&self) -> bool {
        self.class == PUSH_SETUP && self.attribute == OBJECT_LIST
    }

    /// Whether it says how another column is to be taken, not a value.
    pub(super) const fn is_scaler(&self) -> bool {
        self.attribute == SCALER_UNIT && matches!(self.class, 3..=5)
    }
}

/// The entry at the start of `bytes`, and its length.
pub(super) fn entry(bytes: &[u8]) -> Option<(Object, usize)> {
    match bytes {
        [
            2,
            4,
            18,
            class_high,
            class_low,
            9,
            6,
            a,
            b,
            c,
            d,
            e,
            f,
            15,
            attribute,
            18,
            _,
            _,
            ..,
        ] => {
            let object = Object {
                class: u16::from_be_bytes([*class_high, *class_low]),
                obis: Obis::with_f(*a, *b, *c, *d, *e, *f),
                attribute: *attribute,
            };
            Some((object, ENTRY_BYTES))
        }
        _ => None,
    }
}
