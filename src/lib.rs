//! `smr`: see, record and check what a smart meter sends.
//!
//! The modules, from the bottom up; each uses only those below it (a test holds this):
//!
//! - [`error`]: what can go wrong, with exit codes and hints
//! - [`source`]: where bytes come from
//! - [`ui`]: what is printed
//! - [`decode`]: bytes to telegrams; pure, without input, output or a clock

pub mod decode;
pub mod error;
pub mod source;
pub mod ui;
