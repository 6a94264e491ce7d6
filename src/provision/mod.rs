//! Setting a gateway up: Wi-Fi, name and admin password, over its serial line or its access point.
//!
//! - [`site`]: what is wanted, secrets typed
//! - [`way`]: how a gateway in setup is talked to; [`serial`] and [`portal`] are the two ways
//! - [`packet`]: Improv Wi-Fi as bytes; pure
//! - [`improv`]: Improv Wi-Fi as a conversation over a serial line
//! - [`problem`]: why a network could not be joined, with what to do about it; pure
//! - [`job`]: all of it together, until the gateway answers in its network

pub mod improv;
pub mod job;
pub mod packet;
pub mod portal;
pub mod problem;
pub mod serial;
pub mod site;
mod trouble;
pub mod way;

pub use improv::{Identity, Wire};
pub use job::{Event, Job, Provisioned};
pub use portal::{Portal, is_open};
pub use problem::Problem;
pub use serial::Serial;
pub use site::{GatewayName, Site};
pub use way::{Gateway, Joining, Network, Way};
