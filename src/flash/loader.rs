//! Who erases and writes on the chip.

use super::plan::Sectors;
use crate::error::Result;

/// What a loader tells while it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// So many bytes are written, from the beginning of the sectors on. It may be fewer than before, after something went wrong.
    Done(usize),
    /// Something went wrong and is tried again; what, as a clause.
    Again(String),
    /// Something was damaged on the line and sent again; what, as a clause. Other damage may not have been noticed.
    Damaged(String),
}

/// Listens to a loader; an error ends the work.
pub type Listener<'a> = dyn FnMut(Told) -> Result<()> + 'a;

/// A loader on the chip: that in the mask ROM, or ours in RAM.
pub trait Loader {
    /// What it is called.
    fn name(&self) -> &'static str;

    /// Erases sectors, at most a block of them.
    ///
    /// # Errors
    ///
    /// The chip does not do it, or does not answer any more; or that of the listener.
    fn erase(&mut self, sectors: Sectors, tell: &mut Listener<'_>) -> Result<()>;

    /// Erases sectors, at most a block of them, and writes `data` from their beginning on.
    ///
    /// # Errors
    ///
    /// The chip does not do it, or does not answer any more; or that of the listener.
    fn write(&mut self, sectors: Sectors, data: &[u8], tell: &mut Listener<'_>) -> Result<()>;

    /// Leaves the loader: what the flash holds starts. Nobody knows whether it did, for a chip that starts says no more.
    fn run(&mut self);
}
