//! `smr fleet init`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use tokio::time::{Instant, timeout_at};

use super::gateways;
use super::members::AskingArgs;
use crate::cli::files::{self, Existing, Readers};
use crate::cli::runtime;
use crate::cli::{Context, Finished, report, with_hint};
use crate::config::duration;
use crate::discovery::{Browser, Gateway};
use crate::error::{Error, Kind, Result};
use crate::fleet::{Inventory, Member, PasswordPlace};

/// Make an inventory
///
/// With --discover, of the gateways that are on the local network now, by the names that they announce: their addresses may change.
/// Without it, of one made-up gateway, to be edited.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet init --discover --password-file secret.txt
  smr fleet init --discover --listen 10s -o site.toml
  smr fleet init

Exit code 3 if no gateway was found.")]
pub(super) struct InitArgs {
    /// Write it into this file
    #[arg(short, long, value_name = "FILE", default_value = "fleet.toml")]
    output: PathBuf,
    /// Of the gateways on the local network
    #[arg(long)]
    discover: bool,
    /// Listen this long for them
    #[arg(long, value_name = "DURATION", default_value = "3s", requires = "discover", value_parser = with_hint(duration::parse_positive))]
    listen: Duration,
    /// Refer to this file for the password of all of them; the password itself is not written
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Replace an inventory that exists
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    asking: AskingArgs,
}

/// Writes the inventory.
pub(super) fn run(args: &InitArgs, context: Context) -> Finished {
    let made = make(args, context);
    match made {
        Ok(count) => Finished {
            errors: Vec::new(),
            summary: Some(format!(
                "{}: {}; ask them all: smr fleet check --inventory {}",
                args.output.display(),
                gateways(count),
                args.output.display()
            )),
        },
        Err(error) => Err(error).into(),
    }
}

fn make(args: &InitArgs, context: Context) -> Result<usize> {
    if args.output.exists() && !args.force {
        return Err(Error::usage(format!("{} exists", args.output.display()))
            .hint("give another name: -o FILE; or replace it: --force"));
    }
    let found = match args.discover {
        true => runtime::block_on(listen(args))?,
        false => Vec::new(),
    };
    let mut inventory = Inventory::default();
    let password = args.password_file.clone().map(PasswordPlace::File);
    for gateway in &found {
        let added = inventory.add(member(gateway, &found, password.clone()));
        if let Err(error) = added {
            report::message(context, format_args!("left out: {error}"));
        }
    }
    if !args.discover {
        inventory.add(Member {
            name: "kitchen".to_owned(),
            host: "192.168.1.20".to_owned(),
            group: None,
            labels: std::iter::once(("site".to_owned(), "home".to_owned())).collect(),
            user: "admin".to_owned(),
            password: password.or_else(|| Some(PasswordPlace::File("secret.txt".into()))),
        })?;
    }
    let existing = if args.force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    files::write(
        &args.output,
        inventory.to_toml().as_bytes(),
        existing,
        Readers::Usual,
    )?;
    Ok(inventory.members.len())
}

async fn listen(args: &InitArgs) -> Result<Vec<Gateway>> {
    let mut browser = Browser::start(&args.asking.network())?;
    let deadline = Instant::now() + args.listen;
    let listening = async {
        while let Ok(change) = timeout_at(deadline, browser.next()).await {
            change?;
        }
        Result::<()>::Ok(())
    };
    tokio::select! {
        done = listening => done?,
        () = runtime::stop_requested() => return Err(Error::new(Kind::Interrupted, "stopped; nothing was written")),
    }
    let found = browser.directory().gateways();
    match found.is_empty() {
        true => Err(Error::new(
            Kind::NothingFound,
            "no gateway answers, so there is nothing to write",
        )
        .hint("listen longer: --listen 10s")
        .hint("see why none may answer: smr discover")),
        false => Ok(found),
    }
}

/// A gateway by the name that it announces; by its id where two have the same name.
fn member(gateway: &Gateway, all: &[Gateway], password: Option<PasswordPlace>) -> Member {
    let is_same = |other: &&Gateway| other.name.eq_ignore_ascii_case(&gateway.name);
    let is_alone = all.iter().filter(is_same).count() == 1;
    let name = match (&gateway.id, is_alone) {
        (Some(id), false) => id.clone(),
        _ => gateway.name.clone(),
    };
    Member {
        // The id never changes, the name does when its owner likes another.
        host: gateway.id.clone().unwrap_or_else(|| gateway.name.clone()),
        name,
        group: None,
        labels: gateway
            .board
            .iter()
            .filter(|board| !board.contains(','))
            .map(|board| ("board".to_owned(), board.clone()))
            .collect(),
        user: "admin".to_owned(),
        password,
    }
}
