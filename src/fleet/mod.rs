//! Many gateways: which there are, and updates, settings, restarts and more for all of them that can be stopped, resumed and proven.
//!
//! - [`inventory`], [`select`]: which gateways there are and which are meant; pure
//! - [`amount`], [`window`]: numbers and shares of gateways, hours of the day
//! - [`task`]: what is done to each gateway; [`plan`]: to which when, by which rules; pure
//! - [`stage`], [`state`]: what follows from what happens; pure
//! - [`health`]: whether a gateway is still well after its stage; pure
//! - [`journal`]: what happened, on the disk
//! - [`runner`]: carries a rollout out; [`work`]: what that means for one gateway
//! - [`look`]: asks many gateways; [`logins`]: reads their passwords; `book`: a file of them
//! - [`report`]: what a rollout came to; pure

pub mod amount;
mod book;
pub mod health;
pub mod inventory;
pub mod journal;
pub mod logins;
pub mod look;
pub mod plan;
pub mod report;
pub mod runner;
pub mod select;
pub mod stage;
pub mod state;
pub mod task;
#[cfg(test)]
mod testing;
pub mod window;
pub mod work;

pub use amount::Amount;
pub use inventory::{Inventory, Member, PasswordPlace};
pub use journal::{Journal, Story};
pub use plan::Plan;
pub use select::{Facts, Selector};
pub use state::State;
pub use task::Task;
pub use window::Window;
