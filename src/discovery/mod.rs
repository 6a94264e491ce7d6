//! Gateways on the local network: found over mDNS, merged, filtered; and announced, for tests.
//!
//! A gateway announces itself as `_smr._tcp` (RFC 6762, RFC 6763). [`Browser`] listens and [`Announcer`] speaks; only these two
//! touch the network. What is heard becomes [`Event`]s, which [`Directory`] merges into [`Change`]s. Whatever comes from the
//! network may be wrong or hostile: it is cleaned where it becomes a [`Gateway`], and nothing grows without a limit.

mod address;
pub mod announce;
mod browse;
mod directory;
mod filter;
mod find;
mod gateway;
mod network;
#[cfg(test)]
mod testing;
mod text;

pub use address::{Address, Zone};
pub use announce::{Announcement, Announcer};
pub use browse::Browser;
pub use directory::{Change, Directory, Event};
pub use filter::{Filter, Selection, is_match};
pub use find::find;
pub use gateway::{Gateway, Record, State};
pub use network::{Interfaces, Network, PORT};
pub use text::{clean, is_unfit};
