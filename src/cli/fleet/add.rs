//! `smr fleet add`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::gateways;
use super::members::{inventory, parsed, text};
use crate::cli::Finished;
use crate::cli::files::{self, Existing, Readers};
use crate::error::{Error, Result};
use crate::fleet::inventory::block;

/// Add a gateway to an inventory
///
/// It is written at the end; all else in the file, also comments, stays as it is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet add kitchen 192.168.1.20
  smr fleet add flat-3 smr-a1b2c3 --group attic --label floor=3")]
pub(super) struct AddArgs {
    /// What it is called in the inventory
    #[arg(value_name = "NAME")]
    name: String,
    /// Where it is: a host, host:port, or a name or id that it announces
    #[arg(value_name = "HOST")]
    host: String,
    /// The inventory
    #[arg(long, value_name = "FILE", default_value = "fleet.toml")]
    inventory: PathBuf,
    /// The group that it belongs to
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// What else is known of it
    #[arg(long = "label", value_name = "KEY=VALUE")]
    labels: Vec<String>,
}

/// Writes it into the inventory.
pub(super) fn run(args: &AddArgs) -> Finished {
    match add(args) {
        Ok(count) => Finished {
            errors: Vec::new(),
            summary: Some(format!(
                "{}: {} now",
                args.inventory.display(),
                gateways(count)
            )),
        },
        Err(error) => Err(error).into(),
    }
}

fn add(args: &AddArgs) -> Result<usize> {
    let mut labels = BTreeMap::new();
    for label in &args.labels {
        let (key, value) = label.split_once('=').ok_or_else(|| {
            Error::usage(format!("{label:?} is no label")).hint("write it like --label floor=3")
        })?;
        labels.insert(key.to_owned(), value.to_owned());
    }
    // Before it is changed: what is wrong with it now is not the new gateway's fault.
    inventory(&args.inventory)?;
    let mut whole = text(&args.inventory)?;
    if !whole.is_empty() && !whole.ends_with('\n') {
        whole.push('\n');
    }
    whole.push_str(&block(
        &args.name,
        &args.host,
        args.group.as_deref(),
        &labels,
    ));
    let count = parsed(&whole, &args.inventory)?.members.len();
    files::write(
        &args.inventory,
        whole.as_bytes(),
        Existing::Replace,
        Readers::Usual,
    )?;
    Ok(count)
}
