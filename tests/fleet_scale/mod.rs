//! `smr fleet` with hundreds of gateways, killed a hundred times, and with few files. What became of the gateways is read from their
//! flash chips, and what was sent to them is counted by them.

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it found"
)]

mod files;
mod killed;
mod rollout;
