//! `smr config get`.

use clap::Args;

use super::{Format, FormatArgs, print};
use crate::cli::gateway::GatewayArgs;
use crate::cli::login::LoginArgs;
use crate::cli::{Context, Finished, many};
use crate::error::{Error, Result};
use crate::gateway::apply::settings;
use crate::gateway::settings::Setting;
use crate::ui::settings as show;

/// Show the settings of a gateway
///
/// With one PATH only its value is printed, for scripts. A secret is told as `(kept)` or `none`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr config get kitchen
  smr config get kitchen serial.baud serial.format
  baud=$(smr config get kitchen serial.baud)
  smr config get kitchen --json | jq .wifi.ssid")]
pub(super) struct GetArgs {
    #[command(flatten)]
    gateway: GatewayArgs,
    /// Only these settings, such as serial.baud
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    #[command(flatten)]
    login: LoginArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Asks the gateway and prints what it tells.
pub(super) fn run(args: &GetArgs, context: Context) -> Finished {
    let (wanted, login) = match prepare(args) {
        Ok(prepared) => prepared,
        Err(error) => return Err(error).into(),
    };
    many::each(
        std::slice::from_ref(&args.gateway.gateway),
        context,
        async |_| {
            let mut session = args.gateway.open().await?;
            session.log_in(&args.login, login.clone())?;
            let document = session.client.config().await?;
            let mut out = Vec::new();
            match args.format.chosen() {
                Format::Human => human(&settings(&document), &wanted, context, &mut out)?,
                Format::Json => {
                    let value: serde_json::Value = serde_json::from_str(document.raw.get())
                        .map_err(|cause| Error::failed("cannot write JSON").because(cause))?;
                    show::json(&value, true, &mut out);
                }
                Format::Jsonl => show::json(&document.raw, false, &mut out),
            }
            print(&out)
        },
    )
}

fn prepare(args: &GetArgs) -> Result<(Vec<&'static Setting>, Option<crate::gateway::Login>)> {
    let wanted: Result<Vec<_>> = args.paths.iter().map(|path| Setting::find(path)).collect();
    let wanted = wanted?;
    if args.format.chosen() != Format::Human && !wanted.is_empty() {
        return Err(Error::usage("as JSON there are always all settings")
            .hint("choose among them with jq: smr config get GATEWAY --json | jq .serial.baud"));
    }
    Ok((wanted, args.login.given()?))
}

fn human(
    settings: &crate::gateway::settings::Settings,
    wanted: &[&'static Setting],
    context: Context,
    out: &mut Vec<u8>,
) -> Result<()> {
    let [only] = wanted else {
        show::page(settings, wanted, context.stdout, out);
        return Ok(());
    };
    let value = show::value(only, settings).ok_or_else(|| {
        Error::failed(format!("the gateway does not know {}", only.path))
            .hint("its firmware is older than this program: update it")
    })?;
    out.extend_from_slice(value.as_bytes());
    out.push(b'\n');
    Ok(())
}
