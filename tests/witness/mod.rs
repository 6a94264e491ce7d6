//! Programs that others wrote, which look at ours.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

#[cfg(unix)]
pub(crate) mod esptool;
pub(crate) mod packages;
pub(crate) mod scripts;
