//! `smr config diff`.

use std::path::Path;

use clap::Args;
use serde_json::Value;

use super::{Format, FormatArgs, print, site};
use crate::cli::gateway::AskArgs;
use crate::cli::login::LoginArgs;
use crate::cli::{Context, Finished, runtime};
use crate::error::{Error, Kind, Result};
use crate::gateway::Login;
use crate::gateway::apply::settings;
use crate::gateway::settings::{Access, Changes, Setting, Settings};
use crate::target::gateway::GatewaySpec;
use crate::ui::settings as show;

/// Compare the settings of two gateways, or of a gateway and a file
///
/// A side is a file if there is one of that name, or if it ends in `.toml`. Settings that a file does not name are not compared, nor are
/// secrets. The exit code is 0 if all is alike and 1 if something differs.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr config diff kitchen attic
  smr config diff kitchen kitchen.toml
  smr config diff kitchen attic --json | jq '.differences[].path'")]
pub(super) struct DiffArgs {
    /// One side
    #[arg(value_name = "GATEWAY|FILE")]
    left: String,
    /// The other side
    #[arg(value_name = "GATEWAY|FILE")]
    right: String,
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    login: LoginArgs,
    #[command(flatten)]
    format: FormatArgs,
}

enum Side {
    File(Changes),
    Gateway(GatewaySpec),
    Asked(Settings),
}

impl Side {
    /// Reads a file at once; a gateway is asked later.
    fn of(text: &str) -> Result<Side> {
        let path = Path::new(text);
        let is_toml = path.extension().is_some_and(|it| it == "toml");
        match is_toml || path.is_file() {
            true => site::read(path).map(Side::File),
            false => GatewaySpec::parse(text).map(Side::Gateway),
        }
    }

    async fn asked(self, args: &DiffArgs, given: Option<Login>) -> Result<Side> {
        let Side::Gateway(gateway) = self else {
            return Ok(self);
        };
        let mut session = args.ask.open(&gateway).await?;
        session.log_in(&args.login, given)?;
        let settings = settings(&session.client.config().await?);
        Ok(Side::Asked(settings))
    }

    fn get(&self, setting: &Setting) -> Option<Value> {
        match self {
            Side::File(changes) => changes.get(setting.path).cloned(),
            // What follows from what a gateway has done is not for comparing.
            Side::Asked(_) if setting.path == "ota.security_floor" => None,
            Side::Asked(settings) if setting.access != Access::WriteOnly => {
                settings.get(setting.path).cloned()
            }
            Side::Asked(_) | Side::Gateway(_) => None,
        }
    }
}

/// Compares the two sides.
pub(super) fn run(args: &DiffArgs, context: Context) -> Finished {
    runtime::block_on(async {
        tokio::select! {
            done = diff(args, context) => done,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped before both sides were known")),
        }
    })
    .into()
}

async fn diff(args: &DiffArgs, context: Context) -> Result<()> {
    let (left, right) = (Side::of(&args.left)?, Side::of(&args.right)?);
    let given = args.login.given()?;
    let left = left.asked(args, given.clone()).await?;
    let right = right.asked(args, given).await?;
    let unlike = show::unlike(|setting| left.get(setting), |setting| right.get(setting));
    let names = (args.left.as_str(), args.right.as_str());
    let mut out = Vec::new();
    match args.format.chosen() {
        Format::Human => show::comparison(names, &unlike, context.stdout, &mut out),
        format => show::comparison_json(names, &unlike, format == Format::Json, &mut out),
    }
    print(&out)?;
    match unlike.len() {
        0 => Ok(()),
        1 => Err(Error::new(Kind::Different, "1 setting differs")),
        count => Err(Error::new(
            Kind::Different,
            format!("{count} settings differ"),
        )),
    }
}
