//! Firmware onto a chip over its serial line: an ESP8266 through a loader that is put into its RAM, or the one in its mask ROM.
//!
//! - [`ports`]: which port a board is probably on
//! - [`mod@line`]: the serial port, its control lines, and what the chip prints
//! - [`connect`]: into the loader, with what to do while it does not answer
//! - `heard`: what came instead of its answer, and what that means
//! - [`chip`]: what the chip says of itself
//! - [`fit`]: whether an image is for it
//! - [`map`]: what lies beside the image
//! - [`plan`]: what is erased and written where; pure
//! - [`compare`]: what is in the flash already
//! - [`loader`]: who erases and writes on the chip: [`rom`], in its mask ROM, and [`ram`], our own
//! - [`session`]: a chip in its loader, slower or from the beginning where the line is bad
//! - [`job`]: all of it together
//! - [`saying`]: what a board prints, in words
//! - [`alive`]: whether the gateway runs afterwards
//! - [`event`]: what is told on the way
//!
//! The protocol is that of "Serial Protocol" in esptool's documentation; its requests and replies are those of `espflash`.

pub mod alive;
pub mod chip;
pub mod compare;
pub mod connect;
pub mod event;
mod exchange;
pub mod fit;
mod heard;
mod identify;
pub mod job;
pub mod line;
pub mod loader;
pub mod map;
pub mod plan;
pub mod ports;
pub mod ram;
pub mod rom;
pub mod saying;
pub mod session;
mod stub;
mod trouble;

pub use chip::Chip;
pub use event::Event;
pub use job::{Job, Left, Outcome};
pub use plan::Plan;
pub use session::{Finish, Session};
