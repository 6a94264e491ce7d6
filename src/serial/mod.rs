//! Serial ports: line settings, the ports of this computer, and opening one.

pub mod list;
pub mod open;
pub mod settings;

pub use list::{Port, ports};
pub use open::{Native, open, open_native};
pub use settings::{Baud, DataBits, Format, LineSettings, Parity, StopBits};
