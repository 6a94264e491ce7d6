//! `smr watch`: what a meter says, live on the screen.
//!
//! The middle is pure: [`app`] holds the state and takes messages, [`figures`], [`history`] and [`health`] make
//! something of telegrams, [`views`] draw into a buffer, [`snapshot`] and [`svg`] keep
//! what was drawn. Around it, [`run`] has the clock, the terminal, the sources
//! and the files. Without a terminal, [`lines`] prints a line for each telegram.

pub mod app;
mod feed;
pub mod figures;
mod files;
pub mod health;
pub mod history;
pub mod limit;
pub mod lines;
pub mod log;
pub mod power;
pub mod run;
mod signals;
pub mod snapshot;
pub mod supply;
pub mod svg;
pub mod tab;
mod terminal;
#[cfg(test)]
mod testing;
pub mod text;
pub mod theme;
pub mod views;
