//! Interval energies from the registers of telegrams: what a load profile is made of.
//!
//! Nothing is estimated. Each interval is the difference of two readings that the meter has sent, the ones nearest to its
//! bounds, so that the differences of a register add up to the last reading less the first. Where no reading is near
//! enough to a bound, the time between two readings becomes a row of its own, a gap.

mod book;
mod length;
mod registers;
mod row;
#[cfg(test)]
mod stream_tests;
#[cfg(test)]
mod tests;
mod track;

pub use book::{Book, Counts};
pub use length::Length;
pub use row::{Clock, Kind, Mark, Row};

#[cfg(test)]
use track::{Reading, Track};
