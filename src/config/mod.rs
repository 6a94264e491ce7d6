//! Values that users write: on the command line, in addresses and in configuration files; their secrets.

pub mod duration;
pub mod secret;
pub mod speed;
