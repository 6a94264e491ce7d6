//! Values that users write: on the command line, in addresses and in configuration files.

pub mod duration;
pub mod speed;
