//! Programs that others wrote, which look at ours.

pub(crate) mod esptool;
pub(crate) mod packages;
pub(crate) mod scripts;
