//! Meters that do not send lines of ASCII in the clear: what a telegram holds, as tables, and how it is wrapped.
//!
//! A table of [`Row`]s says which values go out and in which types (`tables`); `notification` puts them into
//! a data notification, `sml` into SML messages; `cipher` encrypts and `frames` wraps the result for the line.

mod axdr;
mod cipher;
mod frames;
mod notification;
mod sml;
mod tables;
#[cfg(test)]
mod tests;

pub(crate) use cipher::AUTHENTICATED;
pub use cipher::{TEST_AUTHENTICATION_KEY, TEST_KEY};
pub(crate) use tables::{
    AUSTRIA_MBUS, DENMARK_KAMSTRUP, GERMANY_SML, LUXEMBOURG, NORWAY_AIDON, NORWAY_KAIFA,
    SWITZERLAND_PUSH,
};

use super::Meter;
use super::layout::{Identity, Quantity};
use super::render;

/// How the telegrams of a meter go out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wire {
    /// Lines of ASCII, as they are.
    Lines,
    /// The same lines in a ciphered unit.
    CipheredLines(&'static Secret),
    /// Values with types, in a data notification (IEC 62056-5-3).
    Notification(&'static Push),
    /// Messages of the Smart Message Language, version 1.
    Sml(&'static [Row]),
}

/// What a ciphered unit is made with, beside the test keys.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Secret {
    /// The first letters of the system title.
    pub(crate) maker: [u8; 3],
    /// The security control byte: `30` is encrypted and authenticated, `20` encrypted only.
    pub(crate) security: u8,
    pub(crate) authentication: [u8; 16],
}

/// A meter that pushes data notifications.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Push {
    pub(crate) shape: Shape,
    pub(crate) head: HeadTime,
    /// The first of these whose interval has begun since the telegram before is sent.
    pub(crate) lists: &'static [List],
    pub(crate) secret: Option<&'static Secret>,
    pub(crate) frames: Frames,
}

/// A list and how often it is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List {
    /// Seconds from one to the next, at whole multiples of the clock; 0 for every telegram that is left.
    pub(crate) every: u32,
    pub(crate) rows: &'static [Row],
}

/// The time in the head of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadTime {
    Absent,
    /// With its length alone, as the standard has it.
    Plain,
    /// With the tag of a value before it, as Kaifa's meters write it.
    Tagged,
}

/// How the values of a notification are nested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// An array of structures: code, value and, for numbers, power of ten and unit.
    Structures,
    /// One structure of values alone.
    Positions,
    /// One structure: a text, then code and value in turn.
    Pairs(&'static str),
    /// One structure: the clock, then code, value, and power of ten with unit in turn.
    Scaled,
    /// One structure: the list of the objects, then the value of each.
    PushList,
}

/// How a notification is wrapped for the line.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Frames {
    /// One HDLC frame with these addresses and this control byte.
    Hdlc(&'static [u8]),
    /// General block transfer: blocks of so many bytes, an HDLC frame for each.
    HdlcBlocks(&'static [u8], usize),
    /// M-Bus long frames.
    Mbus,
}

/// One value of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) code: [u8; 6],
    pub(crate) value: Value,
}

/// What a row says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    /// The same text in every telegram.
    Text(&'static str),
    /// An equipment number.
    Identity(Identity),
    /// The identity that SML calls the server: 10 bytes.
    Server,
    /// The meter's time.
    Clock,
    /// A number of the model.
    Number(Quantity, Kind, Scale),
}

/// The type of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    I16,
    U16,
    U32,
    U64,
    /// As few bytes as it needs, with a sign; in A-XDR four.
    Short,
}

/// What one step of a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    /// The power of ten of the base unit, -6 to 6.
    pub(crate) power: i8,
    /// The code of the unit (IEC 62056-6-2, table 4).
    pub(crate) unit: u8,
}

impl Scale {
    /// A value in millionths as a number of whole steps, towards zero.
    pub(crate) fn steps(self, millionths: i64) -> i64 {
        let exponent = u32::from((6 + self.power).max(0).unsigned_abs());
        millionths / 10_i64.saturating_pow(exponent)
    }
}

/// Appends the telegram of the meter's present state.
pub(crate) fn write(meter: &Meter, out: &mut Vec<u8>) {
    match meter.profile.wire {
        Wire::Lines => render::write(meter, out),
        Wire::CipheredLines(secret) => {
            let mut lines = Vec::with_capacity(1_024);
            render::write(meter, &mut lines);
            out.extend(cipher::unit(meter, secret, &lines));
        }
        Wire::Notification(push) => {
            let plain = notification::unit(meter, push, due(meter, push));
            let unit = match push.secret {
                Some(secret) => cipher::unit(meter, secret, &plain),
                None => plain,
            };
            frames::write(push.frames, &unit, out);
        }
        Wire::Sml(rows) => sml::write(meter, rows, out),
    }
}

/// The list that is due. The first telegram is the longest, so that nobody needs to wait an hour for it.
fn due(meter: &Meter, push: &Push) -> &'static [Row] {
    let now = meter.moment.unix;
    let is_due = |list: &&List| match (list.every, meter.before) {
        (0, _) | (_, None) => true,
        (every, Some(before)) => now.div_euclid(every.into()) != before.div_euclid(every.into()),
    };
    push.lists.iter().find(is_due).map_or(&[], |list| list.rows)
}
