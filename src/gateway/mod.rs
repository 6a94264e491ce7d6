//! A gateway that is asked over HTTP: found, its documents read, judged, packed for support.
//!
//! - [`locate()`]: from a GATEWAY to addresses
//! - [`client`]: requests with digest authentication (RFC 7616); every failure with the next thing to try
//! - [`document`], [`status`], [`frame`]: what a gateway answers
//! - [`findings`]: all that was learned at one moment
//! - [`judge`]: what its figures mean; pure
//! - [`settings`]: what can be set, checked before it is sent; pure
//! - [`apply`]: settings onto a gateway, with proof
//! - [`wait`]: one that goes away for a while and comes back
//! - [`words`]: its codes in words
//! - [`silence`]: why no telegram comes from it; pure
//! - [`bundle`]: one archive for support; [`anonymous`]: the same without names
//! - [`restart`]: a restart that was ordered, told by the number of starts
//! - [`update`]: new firmware over the network, and the proof that it runs
//! - [`host_name()`]: the host name that a gateway makes of its name; pure
//! - [`inside`]: a virtual gateway inside this process

pub mod anonymous;
pub mod apply;
pub mod bundle;
pub mod client;
mod digest;
pub mod document;
pub mod findings;
pub mod frame;
pub mod host_name;
pub mod inside;
pub mod judge;
pub mod locate;
pub mod restart;
pub mod settings;
pub mod silence;
pub mod status;
mod trouble;
pub mod update;
pub mod wait;
pub mod words;

pub use client::{Client, Done, Login};
pub use document::{Config, Document, Event, Events, Info};
pub use findings::Findings;
pub use frame::Frame;
pub use host_name::host_name;
pub use inside::Inside;
pub use locate::{Located, locate};
pub use settings::Settings;
pub use status::Status;
pub use wait::Awaited;
