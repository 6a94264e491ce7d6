//! Things that behave like hardware and are not: for trying the program without any, and for its tests.
//!
//! - [`board`]: virtual boards, from the flash chip to the network
//! - [`core`]: the gateway's firmware, compiled in
//! - [`inside`]: a virtual gateway for one reader in this process
//! - [`meter`]: smart meters that make up plausible households and say so in exact telegrams

pub mod board;
pub mod core;
pub mod inside;
pub mod meter;
