//! The capture format: the raw bytes of a source with the times at which they came.
//!
//! `docs/capture-format.md` describes it. [`Reader`] reads captures and raw files alike, and
//! [`Recorder`] writes captures.

mod coalesce;
mod marker;
mod reader;
mod recorder;
mod rotation;
mod writer;

pub use coalesce::{Coalescer, QUIET};
pub use marker::{Header, MAX_RECORD};
pub(super) use reader::cannot_read;
pub use reader::{Chunk, RawView, Reader, Skipped};
pub use recorder::{Recorder, Totals};
pub use rotation::Rotation;
pub use writer::{Existing, Writer};

#[cfg(test)]
mod tests;
