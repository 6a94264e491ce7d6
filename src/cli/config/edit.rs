//! `smr config edit`.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use clap::Args;
use tempfile::TempPath;

use super::apply::{self, ApplyArgs};
use super::site;
use crate::cli::gateway::GatewayArgs;
use crate::cli::{Context, Finished, consent, files, many, report};
use crate::config::editor;
use crate::config::secret::withhold;
use crate::error::{Error, Kind, Result};
use crate::gateway::Login;
use crate::gateway::settings::Changes;

/// Change the settings of a gateway in an editor
///
/// The editor is that of `VISUAL`, else that of `EDITOR`. Nothing is sent if nothing was changed; what cannot be right may be mended.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr config edit kitchen
  EDITOR=nano smr config edit kitchen --dry-run")]
pub(super) struct EditArgs {
    #[command(flatten)]
    gateway: GatewayArgs,
    #[command(flatten)]
    apply: ApplyArgs,
}

/// Lets the user edit the settings, and makes the gateway have them.
pub(super) fn run(args: &EditArgs, context: Context) -> Finished {
    let given = match args.apply.login.given() {
        Ok(given) => given,
        Err(error) => return Err(error).into(),
    };
    many::each(
        std::slice::from_ref(&args.gateway.gateway),
        context,
        async |_| edit(args, given.clone(), context).await,
    )
}

async fn edit(args: &EditArgs, given: Option<Login>, context: Context) -> Result<()> {
    let (before, login) = {
        let mut session = args.gateway.open().await?;
        session.log_in(&args.apply.login, given)?;
        let text = site::exported(&mut session).await?;
        (text, session.login().cloned())
    };
    let file = written(&before)?;
    let wanted = loop {
        let path = file.to_path_buf();
        // It has the terminal to itself.
        tokio::task::spawn_blocking(move || open_editor(&path))
            .await
            .map_err(|cause| Error::failed("cannot run the editor").because(cause))??;
        let after = files::read_text(&file)?;
        if after == before {
            report::message(context, "nothing was edited");
            return Ok(());
        }
        let wrong = match wanted(&after, args) {
            Ok(wanted) => break wanted,
            Err(error) => error,
        };
        if !consent::somebody_is_there() {
            return Err(kept(wrong, file));
        }
        report::error(&wrong, context);
        let answer = consent::ask("Edit it again? [Y/n] ").await?;
        if !answer.is_empty() && !consent::is_yes(&answer) {
            return Err(Error::new(Kind::Interrupted, "nothing was changed"));
        }
    };
    let gateway = &args.gateway.gateway;
    let applied = apply::apply(
        gateway,
        &args.gateway.ask,
        &wanted,
        &args.apply,
        login,
        context,
    )
    .await;
    applied.map_err(|error| kept(error, file))
}

/// Leaves what was edited where it can be used.
fn kept(error: Error, file: TempPath) -> Error {
    match file.keep() {
        Ok(path) => error.hint(format!(
            "what you edited is still there: smr config import GATEWAY {}",
            path.display()
        )),
        Err(_) => error,
    }
}

fn wanted(text: &str, args: &EditArgs) -> Result<Changes> {
    let wanted = site::parse(text, Path::new(""))?;
    apply::check(1, &wanted, &args.apply)?;
    Ok(wanted)
}

/// A file with this text. It is closed, for editors on Windows may refuse one that somebody else could write.
fn written(text: &str) -> Result<TempPath> {
    let cannot = |cause| Error::failed("cannot write a file to edit").because(cause);
    // Only the user may read it.
    let mut file = tempfile::Builder::new()
        .prefix("smr-")
        .suffix(".toml")
        .tempfile()
        .map_err(cannot)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.flush())
        .map_err(cannot)?;
    Ok(file.into_temp_path())
}

fn open_editor(path: &Path) -> Result<()> {
    let editor = editor::editor().command;
    let cannot = || {
        Error::failed(format!("cannot run the editor {editor:?}"))
            .hint("name another one in the variable EDITOR, such as EDITOR=nano")
    };
    // The variable may hold options, and quotes around them.
    let status = match cfg!(unix) {
        true => withhold(&mut Command::new("sh"))
            .args(["-c", &format!("{editor} \"$1\""), "sh"])
            .arg(path)
            .status(),
        false => withhold(&mut Command::new(&editor)).arg(path).status(),
    };
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(cannot().because(status.to_string())),
        Err(cause) => Err(cannot().because(cause)),
    }
}
