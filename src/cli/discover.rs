//! `smr discover`.

use std::io::Write;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Context, Finished, runtime, with_hint};
use crate::config::duration;
use crate::discovery::{Browser, Change, Filter, Gateway, Interfaces, Network, PORT, Selection};
use crate::error::{Error, Kind, Result};
use crate::ui::gateways;

/// How long gateways are listened for unless said otherwise: they answer within one second, and are asked twice.
const WINDOW: Duration = Duration::from_secs(3);

/// A search that was shorter may have missed gateways behind bad Wi-Fi.
const LONG_SEARCH: Duration = Duration::from_secs(10);

/// How often the line that shows progress is drawn again.
const REDRAW: Duration = Duration::from_millis(250);

/// Find gateways on the local network
///
/// Gateways announce themselves over mDNS. Each is listed once, however many names and addresses it answers with.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr discover
  smr discover state=setup,unclaimed
  smr discover --json 'version!=1.3.*' | jq -r '.gateways[].name'
  smr discover --watch

Exit code 3 if none was found.")]
pub(super) struct DiscoverArgs {
    /// Only gateways like this: `kitchen`, `state=setup`
    ///
    /// A part of a name, id, host name or address; or `FIELD=VALUE[,VALUE...]`, `FIELD!=VALUE[,VALUE...]`, where FIELD is name, id,
    /// host, address, version, board or state, and `*` stands for any characters. A gateway must fulfil all filters.
    #[arg(value_name = "FILTER", value_parser = with_hint(str::parse::<Filter>))]
    filters: Vec<Filter>,
    /// Listen this long [default: 3s, with --watch until stopped]
    #[arg(long, value_name = "DURATION", value_parser = with_hint(duration::parse_positive))]
    timeout: Option<Duration>,
    /// Print what is found, changes and goes away, as it happens
    #[arg(long)]
    watch: bool,
    /// How gateways are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Listen on this network interface only
    #[arg(long, value_name = "NAME")]
    interface: Option<String>,
    /// The UDP port of mDNS, for tests
    #[arg(long, value_name = "PORT", default_value_t = PORT, hide = true)]
    mdns_port: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people, or with --watch a line for each change
    Human,
    /// One indented JSON object
    Json,
    /// One JSON object a line for each gateway or change
    Jsonl,
}

/// What is to be done.
struct Plan {
    network: Network,
    selection: Selection,
    limit: Option<Duration>,
    watch: bool,
    format: Format,
    zone: TimeZone,
    context: Context,
}

impl Plan {
    fn new(args: DiscoverArgs, context: Context) -> Result<Self> {
        let format = if args.json { Format::Json } else { args.format };
        if args.watch && format == Format::Json {
            return Err(Error::usage("changes cannot be one JSON object")
                .hint("print one for each change: --watch --format jsonl"));
        }
        Ok(Plan {
            network: Network {
                port: args.mdns_port,
                interfaces: args.interface.map_or(Interfaces::All, Interfaces::Named),
            },
            selection: Selection::new(args.filters),
            limit: args.timeout.or((!args.watch).then_some(WINDOW)),
            watch: args.watch,
            format,
            zone: TimeZone::system(),
            context,
        })
    }
}

/// What a search came to.
struct Outcome {
    /// Those that were there at the end and fulfil the filters.
    found: Vec<Gateway>,
    /// How many were there at the end altogether.
    all: usize,
    /// Whether one that fulfils the filters was there at any time.
    was_any: bool,
    was_stopped: bool,
    is_full: bool,
}

/// Listens until the time is up or the user stops it.
pub(super) fn run(args: DiscoverArgs, context: Context) -> Finished {
    let says_shorter = args.timeout.is_none() && !args.watch;
    let searched = Plan::new(args, context).and_then(|plan| {
        let started = Instant::now();
        let outcome = runtime::block_on(search(&plan))?;
        print(&plan, &outcome)?;
        Ok((plan, outcome, started.elapsed()))
    });
    let (plan, outcome, took) = match searched {
        Ok(searched) => searched,
        Err(error) => return Err(error).into(),
    };
    let plural = if outcome.found.len() == 1 { "" } else { "s" };
    let mut summary = format!(
        "{} gateway{plural} in {:.0} s",
        outcome.found.len(),
        took.as_secs_f32()
    );
    if says_shorter {
        summary.push_str("; a shorter search: --timeout 1s");
    }
    if outcome.is_full {
        summary.push_str("; there were more announcements than can be kept, some are left out");
    }
    let errors: Vec<Error> = judge(&plan, &outcome).into_iter().collect();
    Finished {
        summary: errors.is_empty().then_some(summary),
        errors,
    }
}

async fn search(plan: &Plan) -> Result<Outcome> {
    let mut browser = Browser::start(&plan.network)?;
    let mut selection = plan.selection.clone();
    let progress = Progress::new(plan);
    let mut redraw = tokio::time::interval(REDRAW);
    let mut found = 0_usize;
    let mut was_any = false;
    let time_is_up = async {
        match plan.limit {
            Some(limit) => tokio::time::sleep(limit).await,
            None => std::future::pending().await,
        }
    };
    let stopped = runtime::stop_requested();
    tokio::pin!(time_is_up, stopped);
    let was_stopped = loop {
        tokio::select! {
            change = browser.next() => {
                let Some(change) = selection.narrow(change?) else { continue };
                match change {
                    Change::Found(_) => found += 1,
                    Change::Gone(_) => found = found.saturating_sub(1),
                    Change::Changed { .. } => {}
                }
                was_any = true;
                if plan.watch {
                    tell(plan, &change)?;
                }
            }
            _ = redraw.tick() => progress.show(found),
            () = &mut time_is_up => break false,
            () = &mut stopped => break true,
        }
    };
    let all = browser.directory().gateways();
    Ok(Outcome {
        all: all.len(),
        found: all
            .into_iter()
            .filter(|gateway| selection.matches(gateway))
            .collect(),
        was_any,
        was_stopped,
        is_full: browser.directory().is_full(),
    })
}

/// Prints one change.
fn tell(plan: &Plan, change: &Change) -> Result<()> {
    let mut out = Vec::new();
    match plan.format {
        Format::Human => gateways::line(
            change,
            Timestamp::now(),
            &plan.zone,
            plan.context.stdout,
            &mut out,
        ),
        Format::Json | Format::Jsonl => gateways::json_line(change, Timestamp::now(), &mut out),
    }
    write_out(&out)
}

/// Prints what was found at the end.
fn print(plan: &Plan, outcome: &Outcome) -> Result<()> {
    if plan.watch {
        return Ok(());
    }
    let mut out = Vec::new();
    match plan.format {
        Format::Human => gateways::table(&outcome.found, plan.context.stdout, &mut out),
        Format::Json => gateways::json(&outcome.found, &mut out),
        Format::Jsonl => {
            for gateway in &outcome.found {
                gateways::json_line(&Change::Found(gateway.clone()), Timestamp::now(), &mut out);
            }
        }
    }
    write_out(&out)
}

fn write_out(bytes: &[u8]) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .map_err(Error::writing_output)
}

/// The failure that a search amounts to.
fn judge(plan: &Plan, outcome: &Outcome) -> Option<Error> {
    if outcome.was_stopped {
        // Being stopped is how watching without a limit ends.
        let is_early = plan.limit.is_some();
        return is_early.then(|| Error::new(Kind::Interrupted, "stopped before the time was up"));
    }
    if outcome.was_any {
        return None;
    }
    if outcome.all > 0 {
        let (plural, s) = if outcome.all == 1 {
            ("", "s")
        } else {
            ("s", "")
        };
        return Some(
            Error::new(
                Kind::NothingFound,
                format!(
                    "{} gateway{plural} answer{s}, but none that fulfils the filters",
                    outcome.all
                ),
            )
            .hint("see all with: smr discover"),
        );
    }
    let mut error = Error::new(Kind::NothingFound, "no gateway answers");
    if plan.limit.is_some_and(|limit| limit < LONG_SEARCH) {
        error = error.hint("listen longer: smr discover --timeout 10s");
    }
    Some(
        error
            .hint("be in the gateways' own network: routers do not pass multicast between networks, guest Wi-Fi does not pass it at all")
            .hint("let UDP port 5353 in through the firewall of this computer")
            .hint("a gateway without Wi-Fi opens the access point SMR-BRIDGE-XXXX: join that to set it up")
            .hint("where the address is known, no search is needed: smr diag HOST"),
    )
}

/// A line on a terminal that says what was found so far.
struct Progress {
    bar: Option<ProgressBar>,
    started: Instant,
    limit: Duration,
}

impl Progress {
    fn new(plan: &Plan) -> Self {
        let is_wanted = plan.context.stderr_is_terminal && !plan.context.quiet;
        let limit = plan.limit.filter(|_| is_wanted && !plan.watch);
        let bar = limit.map(|_| {
            let style = ProgressStyle::with_template("{spinner} {msg}");
            let bar = ProgressBar::new_spinner();
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar
        });
        Progress {
            bar,
            started: Instant::now(),
            limit: limit.unwrap_or_default(),
        }
    }

    fn show(&self, found: usize) {
        if let Some(bar) = &self.bar {
            let left = self.limit.saturating_sub(self.started.elapsed());
            bar.set_message(format!(
                "listening for gateways: {found} found, {:.0} s left",
                left.as_secs_f32().ceil()
            ));
            bar.tick();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
