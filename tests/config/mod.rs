//! `smr config`, `restart`, `identify`, `reset`, `login` and `logout` as a user meets them, against virtual gateways.

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

mod bench;
mod login;
mod network;
mod orders;
mod secrets;
mod settings;
