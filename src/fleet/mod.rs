//! Many gateways: which there are, and updates of all of them that can be stopped, resumed and proven.
//!
//! - [`inventory`], [`select`]: which gateways there are and which are meant; pure
//! - [`amount`]: numbers and shares of gateways

pub mod amount;
pub mod inventory;
pub mod select;

pub use amount::Amount;
pub use inventory::{Inventory, Member, PasswordPlace};
pub use select::{Facts, Selector};
