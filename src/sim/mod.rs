//! Things that behave like hardware and are not: for trying the program without any, and for its tests.
//!
//! - [`board`]: virtual boards, from the flash chip to the network
//! - [`core`]: the gateway's firmware and its boot loader, compiled in
//! - [`fault`]: what goes wrong with boards
//! - [`inside`]: a virtual gateway for one reader in this process
//! - [`machine_code`]: what is loaded into RAM, run as it is
//! - [`make`]: boards as they are ordered
//! - [`meter`]: smart meters that make up plausible households and say so in exact telegrams
//! - [`meter_fault`]: what goes wrong between a meter and its reader
//! - [`rom`]: the serial loaders of the chip
//! - [`world`]: many boards on one thread

pub mod board;
pub mod core;
pub mod fault;
pub mod inside;
pub mod machine_code;
pub mod make;
pub mod meter;
pub mod meter_fault;
pub mod rom;
pub mod world;
