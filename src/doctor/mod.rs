//! What is right and what is wrong with a source or a gateway, and what to do about it.
//!
//! - [`Evidence`]: all that was heard and asked; [`listen`](listen::listen) gathers it
//! - [`table`](mod@table): everything that can be found, as data
//! - [`examine`]: from evidence to findings, the worst first; pure
//! - [`readers`]: what other programs have to be told to read a meter

mod alike;
mod detect;
mod evidence;
mod finding;
pub mod listen;
pub mod readers;
mod strict;
pub mod table;

pub use detect::examine;
pub use evidence::{Arrived, Chunk, Evidence, Origin};
pub use finding::{Diagnosis, Finding, Kind, Severity};
