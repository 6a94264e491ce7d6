//! What several tests use: the program and virtual boards as processes, clients of our own, a person at a terminal, the corpus.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw; some of this is used on Unix only"
)]

#[cfg(unix)]
pub(crate) mod boards;
pub(crate) mod corpus_index;
pub(crate) mod firmware;
pub(crate) mod http;
#[cfg(unix)]
pub(crate) mod person;
pub(crate) mod ports;
pub(crate) mod program;
pub(crate) mod schema;
pub(crate) mod wait;
