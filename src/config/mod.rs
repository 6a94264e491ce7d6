//! Values that users write: on the command line, in addresses and in configuration files; their secrets, and where these are kept; and
//! what systems say of files.

pub mod alone;
pub mod duration;
pub mod editor;
pub mod keyring;
pub mod keys;
pub mod logins;
pub mod open_files;
pub mod place;
pub mod secret;
pub mod speed;
pub mod wifi;
