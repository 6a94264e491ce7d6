//! Bytes to telegrams. Pure: no input or output, no clock, no panic on any input.

pub mod crc;
