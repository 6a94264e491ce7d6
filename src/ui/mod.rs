//! What is printed: telegrams, noise and interval energies as text for people, JSON, JSON lines and CSV; gateways and what their figures mean; firmware
//! images; settings; boards that are flashed; gateways that are set up and updated; labels to stick on them; tables.

pub mod catalogue;
pub mod commission;
mod csv;
pub mod diag;
pub mod doctor;
pub mod firmware;
pub mod flash;
pub mod fleet;
pub mod gateways;
mod human;
mod json;
pub mod label;
pub mod ota;
mod output;
pub mod ports;
pub mod profile;
pub mod provision;
pub mod saying;
pub mod settings;
pub mod style;
pub mod table;

pub use output::{Format, Origin, Renderer};
