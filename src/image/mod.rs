//! Firmware images: what is in them, whether they are sound, and how they are made and signed. Pure: bytes in, bytes or findings
//! out.
//!
//! The formats (image, descriptor, signature trailer) are those of `firmware/README.md`. The gateway checks an upload by the same
//! rules before it boots it; the first [`Finding`] here has the code that the gateway would answer.
//!
//! - [`Image::parse`]: a sound image, or everything that is wrong with it
//! - [`examine`]: whatever can be read, sound or not
//! - [`build()`]: well-formed images for virtual boards and tests
//! - [`link()`]: the image of a real board, from its boot loader and a linked program
//! - [`SigningKey::sign`], [`PublicKey`]: signatures

mod board;
mod build;
mod bytes;
mod descriptor;
mod digest;
mod elf;
mod examine;
mod family;
mod finding;
mod foreign;
mod identity;
mod judge;
mod key;
mod link;
mod old_core;
mod part;
mod trailer;
mod version;

pub use board::Board;
pub use build::{DEFAULT_SIZE, Recipe, SMALLEST_SIZE, build, is_for_virtual_boards};
pub use descriptor::{BuildId, Descriptor, FoundDescriptor};
pub use digest::Sha256;
pub use examine::{Crc, Examination, Image, Requirements, examine, has_boot_loader};
pub use finding::{Finding, Problem};
pub use key::{KeyId, PublicKey, SigningKey};
pub use link::link;
pub use old_core::lacks_length;
pub use part::{Part, Segment};
pub use trailer::Trailer;
pub use version::Version;

/// Where the application begins, behind the boot loader.
const APPLICATION_AT: usize = 0x1000;
/// Where the length of the image is written.
const LENGTH_AT: usize = 0x1010;
/// Where the CRC of the application is written.
const CRC_AT: usize = 0x1014;

#[cfg(test)]
mod tests;
