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
#[path = "../sim/http.rs"]
#[allow(dead_code, reason = "what a gateway tells as JSON is enough here")]
mod http;
mod killed;
mod rollout;
#[path = "../fleet/scene.rs"]
#[allow(dead_code, reason = "the other tests of fleets use all of it")]
mod scene;
