//! The settings of a gateway: what there is, what values are right, what changes, and how they stand in a file. All of it is pure.
//!
//! - [`table`]: every setting with its shape, unit, range and default
//! - [`value`]: values as users write them, checked before anything is sent
//! - [`change`]: what is wanted against what is, as the body of one request
//! - [`text`]: settings as TOML

pub mod change;
mod closest;
pub mod table;
pub mod text;
pub mod value;

pub use change::{Change, Changes, Difference, Settings};
pub use table::{Access, SETTINGS, Setting, Shape};
