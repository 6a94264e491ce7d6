//! `smr`: see, record and check what a smart meter sends.
//!
//! The modules, from the top down; each uses only those below it (a test holds this):
//!
//! - [`cli`]: the command line
//! - [`ui`]: what is printed
//! - [`watch`]: telegrams live on the screen
//! - [`doctor`]: what is wrong with a source or a gateway, and what to do about it
//! - [`fleet`]: many gateways, updated in stages
//! - [`gateway`]: a gateway that is asked over HTTP, and what its figures mean
//! - [`source`]: bytes in, from wherever a SOURCE points; captures
//! - [`sim`]: meters and gateways made of software
//! - [`provision`]: a gateway's Wi-Fi, name and admin password
//! - [`flash`]: firmware onto chips, over their serial line
//! - [`catalogue`]: the firmware that is at hand
//! - [`discovery`]: gateways on the local network, found and announced
//! - [`image`]: firmware images; pure as well
//! - [`serial`]: serial ports and their settings
//! - [`target`]: the grammar of a SOURCE and of a GATEWAY
//! - [`config`]: values that users write, and their secrets
//! - [`decode`]: bytes to telegrams; pure, without input, output or a clock
//! - [`error`]: what can go wrong, with exit codes and hints

pub mod catalogue;
pub mod cli;
pub mod config;
pub mod decode;
pub mod discovery;
pub mod doctor;
pub mod error;
pub mod flash;
pub mod fleet;
pub mod gateway;
pub mod image;
pub mod provision;
pub mod serial;
pub mod sim;
pub mod source;
pub mod target;
pub mod ui;
pub mod watch;
