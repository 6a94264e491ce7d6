//! Gateways on the local network: found over mDNS, merged, filtered; and announced, for virtual boards.
//!
//! A gateway announces itself as `_smr._tcp` (RFC 6762, RFC 6763). [`Announcer`] speaks. Whatever comes from the network
//! may be wrong or hostile: it is cleaned where it becomes a [`Gateway`].

mod address;
pub mod announce;
mod gateway;
mod network;
mod text;

pub use address::{Address, Zone};
pub use announce::{Announcement, Announcer};
pub use gateway::{Gateway, Record, State};
pub use network::{Interfaces, Network, PORT, Service};
