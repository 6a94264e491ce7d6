//! What is printed: telegrams and noise as text for people, JSON, JSON lines and CSV.

mod csv;
mod human;
mod json;
mod output;
pub mod style;

pub use output::{Format, Origin, Renderer};
