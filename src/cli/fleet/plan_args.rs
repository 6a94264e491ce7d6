//! What an update is to be like, as the commands take it that plan one.

use std::path::PathBuf;

use clap::Args;

use super::images::{self, Source};
use super::members::MembersArgs;
use super::rules_args::RulesArgs;
use crate::cli::flash::choose::FirmwareArgs;
use crate::cli::{Context, runtime};
use crate::error::{Error, Kind, Result};
use crate::fleet::work::Work;
use crate::fleet::{Plan, Task};

/// What an update is to be like.
#[derive(Clone, Debug, Args)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    pub(super) members: MembersArgs,
    #[command(flatten)]
    firmware: FirmwareArgs,
    /// The public key that the image must be signed with, as a PEM file
    #[arg(long, value_name = "PUB")]
    key: Option<PathBuf>,
    /// Install it even where it is older than what runs
    #[arg(long)]
    allow_downgrade: bool,
    #[command(flatten)]
    rules: RulesArgs,
}

impl PlanArgs {
    /// The plan, and what it needs to be carried out.
    pub(super) fn plan(&self, context: Context) -> Result<(Plan, Work)> {
        let rules = self
            .rules
            .of_update(self.members.asking()?.limit, self.allow_downgrade);
        let key = self.key.as_ref().map(std::path::absolute).transpose();
        let key = key.map_err(|cause| Error::usage("there is no such key").because(cause))?;
        let source = Source::find(&self.firmware, key.as_deref(), &rules)?;
        let (members, chosen) = runtime::block_on(async {
            tokio::select! {
                members = source.chosen(&self.members, context) => members,
                () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped; nothing was begun")),
            }
        })?;
        let updates = images::updates(&chosen, key.as_deref(), &rules)?;
        let images = chosen.into_iter().map(|(planned, _)| planned).collect();
        let task = Task::Update { images, key };
        let plan = self.rules.plan(task, members, rules)?;
        Ok((plan, Work::Update(updates)))
    }
}
