//! `smr config export` and `smr config import`.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;

use super::apply::{self, ApplyArgs};
use super::print;
use crate::cli::files::{self, Existing, Readers};
use crate::cli::gateway::{AskArgs, GatewayArgs, Session};
use crate::cli::login::LoginArgs;
use crate::cli::{Context, Finished, many, report, with_hint};
use crate::error::{Error, Result};
use crate::gateway::Login;
use crate::gateway::apply::settings;
use crate::gateway::settings::{Changes, text};
use crate::target::gateway::GatewaySpec;

/// Write the settings of a gateway as TOML
///
/// Secrets are not in it: where one is to be set, the file names the file that it is in.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr config export kitchen
  smr config export kitchen -o kitchen.toml")]
pub(super) struct ExportArgs {
    #[command(flatten)]
    gateway: GatewayArgs,
    /// Write into this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long, requires = "output")]
    force: bool,
    #[command(flatten)]
    login: LoginArgs,
}

/// Make gateways have the settings of a TOML file
///
/// Settings that the file does not name stay as they are. All of it is taken, or nothing.
#[derive(Debug, Args)]
#[command(override_usage = "smr config import [OPTIONS] GATEWAY... FILE")]
#[command(after_help = "\
Examples:
  smr config import kitchen kitchen.toml --dry-run
  smr config import kitchen attic site.toml --yes")]
pub(super) struct ImportArgs {
    /// The gateways
    #[arg(value_name = "GATEWAY", required = true, value_parser = with_hint(GatewaySpec::parse))]
    gateways: Vec<GatewaySpec>,
    /// The settings, as smr config export writes them
    #[arg(value_name = "FILE", required = true)]
    file: PathBuf,
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    apply: ApplyArgs,
}

/// Prints the settings, or writes them into a file.
pub(super) fn export(args: &ExportArgs, context: Context) -> Finished {
    let given = match args.login.given() {
        Ok(given) => given,
        Err(error) => return Err(error).into(),
    };
    many::each(
        std::slice::from_ref(&args.gateway.gateway),
        context,
        async |_| {
            let mut session = args.gateway.open().await?;
            session.log_in(&args.login, given.clone())?;
            let text = exported(&mut session).await?;
            let Some(path) = &args.output else {
                return print(text.as_bytes());
            };
            let existing = match args.force {
                true => Existing::Replace,
                false => Existing::Keep,
            };
            files::write(path, text.as_bytes(), existing, Readers::Usual)?;
            report::message(
                context,
                format_args!("{}: the settings of {}", path.display(), session.name()),
            );
            Ok(())
        },
    )
}

/// The settings of a gateway as TOML, with a word about where they come from.
pub(super) async fn exported(session: &mut Session) -> Result<String> {
    let settings = settings(&session.client.config().await?);
    let heading = [
        format!(
            "The settings of {} ({}) at {:.0}.",
            session.name(),
            session.info.model.id,
            Timestamp::now()
        ),
        "Secrets are not in here. To set one, name the file that it is in, as the lines ending in _file show.".to_owned(),
    ];
    let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
    Ok(text::write(&settings, &heading))
}

/// The changes that a file wants. Files that it names are beside it.
pub(super) fn read(path: &Path) -> Result<Changes> {
    let content = files::read_text(path)?;
    let directory = path.parent().unwrap_or(Path::new(""));
    parse(&content, directory).map_err(|error| error.about(&path.display().to_string()))
}

/// The changes that a text wants. Files that it names are in `directory`.
pub(super) fn parse(content: &str, directory: &Path) -> Result<Changes> {
    text::read(content, |setting, file| {
        apply::read_secret(setting, &directory.join(file))
    })
}

/// Makes the gateways have what the file says.
pub(super) fn import(args: &ImportArgs, context: Context) -> Finished {
    match prepare(args) {
        Ok((wanted, given)) => many::each(&args.gateways, context, async |gateway| {
            let given = given.clone();
            apply::apply(gateway, &args.ask, &wanted, &args.apply, given, context).await
        }),
        Err(error) => Err(error).into(),
    }
}

fn prepare(args: &ImportArgs) -> Result<(Changes, Option<Login>)> {
    let wanted = read(&args.file)?;
    if wanted.iter().next().is_none() {
        return Err(
            Error::usage(format!("there are no settings in {}", args.file.display()))
                .hint("see how they are written: smr config export GATEWAY"),
        );
    }
    apply::check(args.gateways.len(), &wanted, &args.apply)?;
    Ok((wanted, args.apply.login.given()?))
}
