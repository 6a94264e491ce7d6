//! Bytes to telegrams. Pure: no input or output, no clock, no panic on any input.
//!
//! A [`Stream`] takes bytes as they come and gives telegrams and noise; together they account for every byte.
//! The way of the data: [`scan`] finds frames, `open` unwraps and decrypts what they carry, `p1`, `dlms` and `sml` read it
//! into typed items, [`dialect`] tells whose protocol it is, `judge` adds notes; [`view`] and [`quantity`] say what the items mean, when somebody asks;
//! [`profile`] makes interval energies of the registers of many telegrams.

mod binary_dialect;
mod codes;
pub mod crc;
pub mod decimal;
mod decoder;
pub mod dialect;
mod dlms;
mod hex;
mod judge;
mod landmarks;
mod mbus;
pub mod note;
pub mod obis;
mod open;
mod p1;
mod probe_p1;
pub mod profile;
pub mod quantity;
mod repeat;
pub mod scan;
mod sheet;
mod sml;
mod telegram;
pub mod timestamp;
mod totals;
pub mod unit;
pub mod view;
mod wire;

pub use decimal::Decimal;
pub use decoder::{Frame, Noise, Piece, Stream, decode_all};
pub use dlms::keys::{Key, KeyPair, Keys};
pub use hex::hex;
pub use mbus::Device;
pub use obis::Obis;
pub use scan::{Check, Framing};
pub use telegram::{Item, Reading, Span, Telegram, Text, Value};
pub use timestamp::Timestamp;
pub use totals::Totals;
pub use unit::Unit;
