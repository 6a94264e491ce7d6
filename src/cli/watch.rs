//! `smr watch`.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::keys::KeyArgs;
use super::{Context, Finished, report, runtime};
use crate::config::duration;
use crate::error::{Error, Result};
use crate::source::Options;
use crate::target::SourceSpec;
use crate::ui::style::Colour;
use crate::ui::{Format as UiFormat, Renderer};
use crate::watch::limit::{Limit, Outcome};
use crate::watch::lines::{self, Format};
use crate::watch::run;
use crate::watch::theme::Theme;

/// Watch what meters say, live: power, chart, phases, counters, devices, health
///
/// Each source is a tab; ? shows the keys. Without a terminal, a line is printed for each telegram.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr watch sim:
  smr watch kitchen.local tcp://10.0.0.7:2001
  smr watch serial:/dev/ttyUSB0
  smr watch kitchen.local --format jsonl --for 1m | jq .time

With --count or --for: exit code 0 if a telegram came, else 5.")]
pub(super) struct WatchArgs {
    /// Gateways, `host:port`, serial ports, files, - or `sim:`
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    #[command(flatten)]
    keys: KeyArgs,
    /// Print each telegram instead of showing the screen
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<FormatChoice>,
    /// End after this many telegrams
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// End after this long
    #[arg(long = "for", value_name = "DURATION", value_parser = duration::parse_positive)]
    time: Option<Duration>,
    /// Where snapshots and recordings of the screen go [default: the current directory]
    #[arg(long, value_name = "DIR")]
    snapshot_dir: Option<PathBuf>,
    /// Draw with ASCII characters only
    #[arg(long)]
    ascii: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatChoice {
    /// One line of the main figures
    Human,
    /// One JSON object a line
    Jsonl,
}

/// Shows the screen on a terminal, and lines anywhere else.
pub(super) fn run(args: &WatchArgs, context: Context) -> Finished {
    let limit = Limit {
        count: args.count,
        time: args.time,
    };
    match runtime::block_on(watch(args, limit, context)) {
        Ok(mut outcome) => {
            let summary = std::mem::take(&mut outcome.summary).join("\n");
            Finished {
                errors: outcome.result(limit).err().into_iter().collect(),
                summary: Some(summary),
            }
        }
        Err(error) => Err(error).into(),
    }
}

async fn watch(args: &WatchArgs, limit: Limit, context: Context) -> Result<Outcome> {
    let named = |text: &String| SourceSpec::parse(text).map(|spec| (text.clone(), spec));
    let sources = args.sources.iter().map(named).collect::<Result<Vec<_>>>()?;
    let variable = |name: &str| std::env::var(name).ok();
    let is_screen = args.format.is_none()
        && std::io::stdout().is_terminal()
        && variable("TERM").is_none_or(|term| term != "dumb");
    if is_screen {
        let folder = args.snapshot_dir.clone().unwrap_or_default();
        if args.snapshot_dir.is_some() && !folder.is_dir() {
            let shown = folder.display();
            return Err(Error::usage(format!("{shown} is no directory"))
                .hint(format!("make it first: mkdir -p {shown}")));
        }
        let theme = Theme::detect(variable, context.stdout == Colour::On, args.ascii);
        return run::run(run::Plan {
            sources,
            keys: args.keys.keys()?,
            limit,
            folder,
            theme,
        })
        .await;
    }
    let format = match args.format {
        Some(FormatChoice::Jsonl) => {
            Format::Rendered(Renderer::new(UiFormat::Jsonl, context.stdout, false))
        }
        Some(FormatChoice::Human) | None => Format::Text,
    };
    let plan = lines::Plan {
        sources,
        keys: args.keys.keys()?,
        limit,
        format,
        options: Options::default(),
    };
    let mut told = |name: &str, event: &_| report::source_event(context, name, event);
    Ok(lines::run(
        plan,
        &mut std::io::stdout(),
        runtime::stop_requested(),
        &mut told,
    )
    .await)
}
