//! `smr watch`: what a meter says, live on the screen.
//!
//! The middle is pure: [`app`] holds the state and takes messages, [`figures`], [`history`] and [`health`] make
//! something of telegrams, [`views`] draw into a buffer, [`snapshot`] and [`svg`] keep what was drawn.

pub mod app;
pub mod figures;
pub mod health;
pub mod history;
pub mod log;
pub mod power;
pub mod snapshot;
pub mod supply;
pub mod svg;
pub mod tab;
#[cfg(test)]
mod testing;
pub mod text;
pub mod theme;
pub mod views;
