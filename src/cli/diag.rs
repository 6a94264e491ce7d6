//! `smr diag`.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use crossterm::QueueableCommand;
use crossterm::cursor::MoveTo;
use crossterm::terminal::{Clear, ClearType};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::files::{self, Existing, Readers};
use super::gateway::{GatewayArgs, Session};
use super::login::LoginArgs;
use super::{Context, Finished, report, runtime, with_hint};
use crate::config::duration;
use crate::error::{Error, Kind, Result};
use crate::gateway::findings::Part;
use crate::gateway::{Findings, anonymous, bundle, judge};
use crate::ui::diag as show;
use crate::ui::style::Colour;

const EXAMPLES: &str = "\
Examples:
  smr diag kitchen --password-file secret.txt
  smr diag 192.168.1.20 --events
  smr diag kitchen --frame | smr decode -
  smr diag kitchen --json | jq .judgement.overall
  smr diag kitchen --bundle kitchen.zip --anonymous
  smr diag sim: --watch";

/// Show what a gateway knows about itself, and what that means
///
/// Every figure with its unit and, where there is something to judge, good, fair or poor. Only who it is needs no password.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[command(after_long_help = format!("{EXAMPLES}\n\n{}", judge::scales()))]
pub(super) struct DiagArgs {
    #[command(flatten)]
    gateway: GatewayArgs,
    #[command(flatten)]
    login: LoginArgs,
    /// What happened since it started, too
    #[arg(long)]
    events: bool,
    /// Only the last telegram, as the meter sent it
    #[arg(long, conflicts_with_all = ["events", "watch", "bundle"])]
    frame: bool,
    /// Again and again, until stopped
    #[arg(long)]
    watch: bool,
    /// From one time to the next, with --watch
    #[arg(long, value_name = "DURATION", default_value = "5s", requires = "watch", value_parser = with_hint(duration::parse_positive))]
    interval: Duration,
    #[command(flatten)]
    archive: ArchiveArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// The archive for whoever helps.
#[derive(Debug, Args)]
struct ArchiveArgs {
    /// Write all there is into one archive for whoever helps
    #[arg(long, value_name = "FILE.zip", conflicts_with_all = ["watch", "events"])]
    bundle: Option<PathBuf>,
    /// Leave out of the archive whose gateway it is
    #[arg(long, requires = "bundle")]
    anonymous: bool,
    /// Replace an archive that exists
    #[arg(long, requires = "bundle")]
    force: bool,
}

/// How it is printed.
#[derive(Debug, Args)]
struct FormatArgs {
    /// How it is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// Short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page for people
    Human,
    /// One JSON object, indented; with --watch one on each line
    Json,
}

/// Asks the gateway and prints what it says, until it is done or the user stops it.
pub(super) fn run(args: &DiagArgs, context: Context) -> Finished {
    let asked = runtime::block_on(async {
        tokio::select! {
            done = diag(args, context) => done,
            () = runtime::stop_requested() => match args.watch {
                // Being stopped is how watching ends.
                true => Ok(()),
                false => Err(Error::new(Kind::Interrupted, "stopped before the gateway had answered")),
            },
        }
    });
    asked.into()
}

/// Says before anything is asked what would be said at the end.
fn refuse_existing(path: &Path, replace: bool) -> Result<()> {
    match path.exists() && !replace {
        true => Err(Error::usage(format!("{} exists", path.display()))
            .hint("give another name, or replace it: --force")),
        false => Ok(()),
    }
}

async fn diag(args: &DiagArgs, context: Context) -> Result<()> {
    if let Some(path) = &args.archive.bundle {
        refuse_existing(path, args.archive.force)?;
    }
    // Before anything is asked: a file that cannot be read is a mistake in the command line.
    let given = args.login.given()?;
    let mut session = args.gateway.open().await?;
    let needs_password = args.frame || args.events || args.archive.bundle.is_some();
    let is_known = session.log_in(&args.login, given)?;
    if let Some(path) = &args.archive.bundle {
        return pack(args, &mut session, path, context).await;
    }
    let needs_status = is_known && !(args.frame && format(args) == Format::Human);
    let wanted: Vec<Part> = [
        (args.frame, Part::Frame),
        (needs_status, Part::Status),
        (args.events, Part::Events),
    ]
    .into_iter()
    .filter_map(|(is_wanted, part)| is_wanted.then_some(part))
    .collect();
    if !is_known && !needs_password {
        report::message(context, hint(&session));
    }
    loop {
        match look(args, &mut session, &wanted).await {
            Ok(findings) => print(args, &findings, context)?,
            Err(error) if args.watch && error.kind() == Kind::Unreachable => {
                report::error(&error, context);
            }
            Err(error) => return Err(error),
        }
        if !args.watch {
            return Ok(());
        }
        tokio::time::sleep(args.interval).await;
    }
}

fn format(args: &DiagArgs) -> Format {
    match args.format.json {
        true => Format::Json,
        false => args.format.format,
    }
}

/// How somebody without a password gets to see more.
fn hint(session: &Session) -> String {
    match session.info.model.state.as_str() {
        "setup" => "it has no Wi-Fi yet: join its access point SMR-BRIDGE-XXXX to set it up".to_owned(),
        "unclaimed" => format!(
            "it has no admin password yet: set one on its page, http://{}",
            session.client.place()
        ),
        _ => "all figures need the admin password: --password-file FILE, or the variable SMR_PASSWORD".to_owned(),
    }
}

async fn look(args: &DiagArgs, session: &mut Session, wanted: &[Part]) -> Result<Findings> {
    if args.watch {
        session.info = session.client.info().await?;
    }
    let info = session.info.clone();
    Findings::gather(&mut session.client, info, wanted, Timestamp::now).await
}

fn print(args: &DiagArgs, findings: &Findings, context: Context) -> Result<()> {
    let mut out = Vec::new();
    if format(args) == Format::Json {
        show::json(findings, !args.watch, &mut out);
        return write_out(&out);
    }
    if args.frame {
        return print_frame(findings, context);
    }
    let is_terminal = std::io::stdout().is_terminal();
    if args.watch && is_terminal {
        // Writing to memory cannot fail.
        let _ = out
            .queue(Clear(ClearType::All))
            .and_then(|out| out.queue(MoveTo(0, 0)));
    }
    show::page(findings, context.stdout, &mut out);
    if let Some(events) = &findings.events {
        out.push(b'\n');
        show::events(
            &events.model,
            findings.at,
            &TimeZone::system(),
            context.stdout,
            &mut out,
        );
    }
    if args.watch && !is_terminal {
        out.push(b'\n');
    }
    write_out(&out)
}

fn print_frame(findings: &Findings, context: Context) -> Result<()> {
    let Some(frame) = &findings.frame else {
        return Err(
            Error::new(Kind::NothingFound, "the gateway has no whole telegram yet")
                .hint("see what comes from the meter: smr diag GATEWAY")
                .hint("a meter sends one every 1 to 10 s: try again"),
        );
    };
    match std::io::stdout().is_terminal() {
        true => write_out(show::shown(&frame.bytes).as_bytes())?,
        false => write_out(&frame.bytes)?,
    }
    report::message(context, show::about(frame));
    Ok(())
}

async fn pack(args: &DiagArgs, session: &mut Session, path: &Path, context: Context) -> Result<()> {
    let info = session.info.clone();
    let findings = Findings::gather(&mut session.client, info, &Part::ALL, Timestamp::now).await?;
    let (archive, count) = archive(findings, args.archive.anonymous)?;
    let existing = if args.archive.force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    files::write(path, &archive, existing, Readers::Usual)?;
    let told = format!("{}: {count} files, {} bytes", path.display(), archive.len());
    report::message(context, told);
    Ok(())
}

/// An archive of what was found out, and how many files are in it.
pub(super) fn archive(findings: Findings, is_anonymous: bool) -> Result<(Vec<u8>, usize)> {
    let findings = match is_anonymous {
        true => anonymous::anonymous(&findings)?,
        false => findings,
    };
    let mut entries = bundle::entries(&findings);
    let (mut page, mut json) = (Vec::new(), Vec::new());
    show::page(&findings, Colour::Off, &mut page);
    if let Some(events) = &findings.events {
        page.push(b'\n');
        show::events(
            &events.model,
            findings.at,
            &TimeZone::UTC,
            Colour::Off,
            &mut page,
        );
    }
    show::json(&findings, true, &mut json);
    let rendered = [
        (
            "page.txt",
            "the same for people, with events; times are UTC",
            page,
        ),
        (
            "diag.json",
            "the same in one document, with what the figures mean",
            json,
        ),
    ];
    entries.extend(rendered.map(|(name, what, bytes)| bundle::Entry { name, what, bytes }));
    entries.insert(0, bundle::readme(&entries, &findings, is_anonymous));
    Ok((bundle::pack(&entries)?, entries.len()))
}

fn write_out(bytes: &[u8]) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .map_err(Error::writing_output)
}
