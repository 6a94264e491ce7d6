//! What is printed: telegrams and noise as text for people, JSON, JSON lines and CSV; gateways; firmware images; tables.

mod csv;
pub mod firmware;
pub mod gateways;
mod human;
mod json;
mod output;
pub mod style;
pub mod table;

pub use output::{Format, Origin, Renderer};
