//! `smr replay`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;

use super::{Context, Finished, report, runtime, with_hint};
use crate::config::duration;
use crate::config::speed::Speed;
use crate::error::{Error, Kind, Result};
use crate::source::replay::{self, End, Pace, Play, Told};

/// Send the bytes of a file again, with their timing
///
/// Captures of smr record are sent as they came; of other files, one telegram an interval. Bytes go out unchanged.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr replay kitchen.smr --tcp 127.0.0.1:2001
  smr replay kitchen.smr --pty --speed 10 --loop
  smr replay kitchen.smr --speed max > bare.p1")]
pub(super) struct ReplayArgs {
    /// A capture or raw file, - for standard input
    file: String,
    /// Serve TCP clients on this address; port 0 takes a free one and says which
    #[arg(long, value_name = "HOST:PORT", conflicts_with = "pty")]
    tcp: Option<String>,
    /// Make a pseudo-terminal, print its path and write to it
    #[arg(long)]
    pty: bool,
    /// How many times as fast as the original, or max
    #[arg(long, value_name = "N|max", default_value = "1", value_parser = with_hint(str::parse::<Speed>))]
    speed: Speed,
    /// Time between telegrams of a file without times
    #[arg(long, value_name = "DURATION", value_parser = with_hint(duration::parse_positive))]
    interval: Option<Duration>,
    /// Begin again at the end, until stopped
    #[arg(long = "loop")]
    looped: bool,
    /// Begin with --tcp at once instead of with the first client (--loop always does)
    #[arg(long, requires = "tcp")]
    no_wait: bool,
}

/// Replays until the end of the file, or until stopped.
pub(super) fn run(args: &ReplayArgs, context: Context) -> Finished {
    let outcome = runtime::block_on(async {
        tokio::select! {
            outcome = replay(args, context) => outcome,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped before the end of the file")),
        }
    });
    match outcome {
        Ok(summary) => Finished {
            errors: Vec::new(),
            summary: Some(summary),
        },
        // Without an end of its own, being stopped is how it ends.
        Err(error) if args.looped && error.kind() == Kind::Interrupted => Finished {
            errors: Vec::new(),
            summary: Some("stopped".to_owned()),
        },
        Err(error) => Err(error).into(),
    }
}

async fn replay(args: &ReplayArgs, context: Context) -> Result<String> {
    let file = (args.file != "-").then(|| PathBuf::from(&args.file));
    if let Some(missing) = file.as_ref().filter(|file| !file.exists()) {
        return Err(
            Error::failed(format!("there is no file {}", missing.display()))
                .hint("make one with: smr record SOURCE -o FILE"),
        );
    }
    let play = Play {
        file,
        pace: Pace {
            speed: args.speed,
            interval: args.interval,
        },
        looped: args.looped,
    };
    play.check()?;
    match &args.tcp {
        Some(address) => over_tcp(&play, address, !args.no_wait && !args.looped, context).await,
        None if args.pty => to_pty(&play, context).await,
        None => {
            let written = replay::write(&play, std::io::stdout(), Error::writing_output).await?;
            Ok(sent(written.pieces, written.bytes))
        }
    }
}

async fn over_tcp(
    play: &Play,
    address: &str,
    wait_client: bool,
    context: Context,
) -> Result<String> {
    let cannot_listen = |cause: std::io::Error| {
        let hint = match cause.kind() {
            std::io::ErrorKind::AddrInUse => {
                "another program listens there; take another port, or 0 for a free one"
            }
            std::io::ErrorKind::PermissionDenied => {
                "ports below 1024 need privileges; take a higher one"
            }
            _ => "write an address of this computer and a port, such as 127.0.0.1:2001",
        };
        Error::failed(format!("cannot listen on {address}"))
            .because(cause)
            .hint(hint)
    };
    let listener = TcpListener::bind(address).await.map_err(cannot_listen)?;
    let bound = listener.local_addr().map_err(cannot_listen)?;
    // Scripts read the port from this line, so it comes even with --quiet.
    report::always(format_args!("listening on {bound}"));
    let served = replay::serve(play, &listener, wait_client, |told| match told {
        Told::Joined { peer } => report::detail(context, format_args!("{peer} has connected")),
        Told::Gone {
            peer,
            end,
            sent,
            missed,
        } => {
            let why = match end {
                End::Complete => "has everything",
                End::Left => "has left",
                End::Stuck => "took nothing for 30 s and was closed",
            };
            report::detail(
                context,
                format_args!("{peer} {why}: {sent} bytes sent, {missed} records missed"),
            );
        }
    })
    .await?;
    Ok(format!(
        "{} clients, {} bytes sent, {} records missed by slow clients",
        served.clients, served.bytes, served.missed
    ))
}

#[cfg(unix)]
async fn to_pty(play: &Play, _context: Context) -> Result<String> {
    let pty = replay::Pty::open(play.pace.speed == Speed::Max)?;
    report::always(format_args!("pseudo-terminal {}", pty.path().display()));
    let failed = |cause| Error::failed("cannot write to the pseudo-terminal").because(cause);
    let written = replay::write(play, pty, failed).await?;
    Ok(sent(written.pieces, written.bytes))
}

#[cfg(not(unix))]
async fn to_pty(_play: &Play, _context: Context) -> Result<String> {
    Err(Error::usage("there are no pseudo-terminals on this system")
        .hint("serve the file over TCP: --tcp 127.0.0.1:2001"))
}

fn sent(pieces: u64, bytes: u64) -> String {
    format!("{pieces} records, {bytes} bytes sent")
}
