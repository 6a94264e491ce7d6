//! Things that behave like hardware and are not: for trying the program without any, and for its tests.
//!
//! - [`core`]: the gateway's firmware, compiled in
//! - [`meter`]: smart meters that make up plausible households and say so in exact telegrams

pub mod core;
pub mod meter;
