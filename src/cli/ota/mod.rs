//! `smr ota`.

mod teller;

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::firmware::{read_image, read_public_key};
use super::flash::FormatArgs;
use super::flash::choose::{FirmwareArgs, told};
use super::gateway::{GatewayArgs, Session};
use super::login::LoginArgs;
use super::{Context, Finished, network_image, report, runtime, with_hint};
use crate::catalogue::{Catalogue, Target};
use crate::config::duration;
use crate::error::{Error, Kind, Result};
use crate::gateway::update::swap_back::swap_back;
use crate::gateway::update::{Event, Failure, Options, Outcome, Update, Way, arduino};
use crate::gateway::{Client, Login};
use crate::image::PublicKey;
use teller::Teller;

const EXAMPLES: &str = "\
Examples:
  smr ota kitchen
  smr ota kitchen --version 1.4.0
  smr ota kitchen --rollback
  smr ota kitchen --image firmware.bin --password-file secret.txt
  smr ota 192.168.1.20 --image firmware.bin --dry-run
  smr ota kitchen --image old.bin --allow-downgrade
  smr ota kitchen --image firmware.bin --key release.pub.pem
  smr ota 192.168.1.30 --image firmware.bin --protocol arduino
  smr ota kitchen --image firmware.bin --format jsonl | jq -r .event";

/// Update a gateway over the network, and prove that the new firmware runs
///
/// The image is checked against the gateway before anything is sent, and sent once. The gateway verifies it, restarts, and its boot loader
/// swaps it with the one that ran, which takes up to a minute and a half and goes on after a power cut. New firmware is on trial for a
/// minute: if it does not run, or does not reach the network that the old one was in (for ten minutes), the gateway goes back by itself, and
/// says why. The update is done when the gateway says itself that it runs the image (version, build, SHA-256), that the image has proven
/// itself, that it has started once, because of the update, and that telegrams come from the meter as before. A gateway that runs the image
/// already is left alone. Without --image it gets what smr firmware list has for its board.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct OtaArgs {
    #[command(flatten)]
    gateway: GatewayArgs,
    #[command(flatten)]
    firmware: FirmwareArgs,
    /// Go back: to what ran before, if the gateway still holds it, else to the newest firmware of `smr firmware list` that is older than what runs
    #[arg(long, conflicts_with_all = ["image", "version"])]
    rollback: bool,
    #[command(flatten)]
    login: LoginArgs,
    #[command(flatten)]
    wish: WishArgs,
    #[command(flatten)]
    way: WayArgs,
    /// For how long at most the gateway may be away and prove itself
    #[arg(long, value_name = "DURATION", default_value = "15m", value_parser = with_hint(duration::parse_positive))]
    proof_timeout: Duration,
    #[command(flatten)]
    format: FormatArgs,
}

/// What is done and what is not.
#[derive(Clone, Debug, Args)]
struct WishArgs {
    /// Install it even if it is older than what runs
    #[arg(long)]
    allow_downgrade: bool,
    /// Send it even if it runs already
    #[arg(long)]
    force: bool,
    /// Only look, and say what would be done
    #[arg(long)]
    dry_run: bool,
    /// The public key that the image must be signed with, as a PEM file
    #[arg(long, value_name = "PUB")]
    key: Option<PathBuf>,
}

/// How the image gets there.
#[derive(Clone, Debug, Args)]
struct WayArgs {
    /// How the image gets there
    #[arg(long, value_enum, value_name = "PROTOCOL", default_value_t = Protocol::Http)]
    protocol: Protocol,
    /// The UDP port that `ArduinoOTA` listens on
    #[arg(long, value_name = "PORT", default_value_t = arduino::PORT)]
    ota_port: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Protocol {
    /// The gateway's own HTTP API
    Http,
    /// `ArduinoOTA`, which other firmware speaks too; the gateway connects back to this computer
    Arduino,
}

/// Updates the gateway.
pub(super) fn run(args: &OtaArgs, context: Context) -> Finished {
    let mut teller = Teller::new(args.format.chosen(), context);
    let done = runtime::block_on(async { Ok(ota(args, &mut teller, context).await) });
    let done = match done {
        Ok(done) => done,
        Err(error) => Err(error.into()),
    };
    let (errors, summary) = match done {
        Ok(summary) => (teller.outcome().err().into_iter().collect(), Some(summary)),
        Err(failure) => {
            teller.failed(&failure);
            (vec![failure.error], None)
        }
    };
    Finished { errors, summary }
}

async fn ota(args: &OtaArgs, teller: &mut Teller, context: Context) -> Result<String, Failure> {
    // Before anybody is asked: what cannot be read is a mistake in the command line.
    let given = args.login.given()?;
    let source = Source::find(args)?;
    let options = options(args)?;
    let mut peer = tokio::select! {
        found = find(args, given) => found?,
        () = runtime::stop_requested() => return Err(Error::new(Kind::Interrupted, "stopped; nothing was sent").into()),
    };
    if args.rollback
        && let Peer::Gateway(session) = &mut peer
    {
        match back(&mut session.client, &options, teller).await? {
            Some(outcome) => return Ok(teller.done(None, &outcome)),
            None => report::message(context, "the gateway holds no image from before"),
        }
    }
    let update = source.update(args, &peer, context)?;
    let client = peer.client();
    let finished = {
        let mut tell = |event| teller.tell(&event);
        let mut work = pin!(update.run(client, &mut tell));
        tokio::select! {
            finished = &mut work => Some(finished),
            () = runtime::stop_requested() => None,
        }
    };
    match finished {
        Some(Ok(outcome)) => Ok(teller.done(Some(&update), &outcome)),
        Some(Err(failure)) => Err(failure),
        None => Err(update.stopped(client, teller.sent()).await),
    }
}

/// Goes back to the image that the gateway holds, if it does.
async fn back(
    client: &mut Client,
    options: &Options,
    teller: &mut Teller,
) -> Result<Option<Outcome>, Failure> {
    let place = client.place().to_owned();
    let mut is_under_way = false;
    let finished = {
        let mut tell = |event| {
            is_under_way |= matches!(event, Event::GoesBack(_));
            teller.tell(&event);
        };
        let mut work = pin!(swap_back(client, options, &mut tell));
        tokio::select! {
            finished = &mut work => Some(finished),
            () = runtime::stop_requested() => None,
        }
    };
    finished.unwrap_or_else(|| {
        let text = match is_under_way {
            true => "stopped; the gateway goes back, without anybody to see how it ends",
            false => "stopped; nothing was changed",
        };
        let stopped = Error::new(Kind::Interrupted, text);
        Err(stopped
            .hint(format!("see what runs: smr diag {place}"))
            .into())
    })
}

/// Where the image comes from.
enum Source {
    /// A file, whatever the gateway is.
    File(Box<Update>),
    /// What is at hand for the gateway's board.
    AtHand(Catalogue),
    /// What is at hand and older than what runs, where the gateway itself does not hold it.
    Older,
}

impl Source {
    /// What can be judged without a gateway.
    fn find(args: &OtaArgs) -> Result<Source> {
        let options = options(args)?;
        if args.rollback {
            return Ok(Source::Older);
        }
        let Some(path) = &args.firmware.image else {
            return network_image::catalogue(args.firmware.version.as_ref()).map(Source::AtHand);
        };
        let update = Update::new(read_image(path)?, key(args)?, options);
        let update = update.map_err(|error| inspect(error, path))?;
        Ok(Source::File(Box::new(update)))
    }

    /// The update of a gateway. Says which image it is, if nobody has named a file.
    fn update(self, args: &OtaArgs, peer: &Peer, context: Context) -> Result<Update> {
        let catalogue = match self {
            Source::File(update) => return Ok(*update),
            Source::AtHand(catalogue) => catalogue,
            Source::Older => network_image::catalogue(None)?,
        };
        let Peer::Gateway(session) = peer else {
            return Err(Error::usage(
                "other firmware does not tell its board, so no image can be chosen",
            )
            .hint("name one: --image FILE"));
        };
        let info = &session.info.model;
        let board = network_image::board(&info.board)?;
        let target = match session.is_inside() {
            true => Target::VirtualBoard,
            false => network_image::target(session.client.address().ip()),
        };
        let running = &info.firmware.version;
        let (entry, why) = if args.rollback {
            let entry = network_image::before(&catalogue, board, running, target)?;
            (entry, format!("back from {running}: "))
        } else {
            let wanted = args.firmware.version.as_ref();
            (catalogue.choose(board, wanted, target)?, String::new())
        };
        report::message(context, format_args!("{why}{}", told(entry)));
        Update::new(entry.bytes.to_vec(), key(args)?, options(args)?).map_err(|error| match &entry
            .place
            .path
        {
            Some(path) => inspect(error, path),
            None => error,
        })
    }
}

fn inspect(error: Error, path: &Path) -> Error {
    error.hint(format!(
        "see all that is in it: smr firmware inspect {}",
        path.display()
    ))
}

fn key(args: &OtaArgs) -> Result<Option<PublicKey>> {
    args.wish.key.as_deref().map(read_public_key).transpose()
}

fn options(args: &OtaArgs) -> Result<Options> {
    let way = match args.way.protocol {
        Protocol::Http => Way::Http,
        Protocol::Arduino if args.gateway.is_inside() => {
            return Err(Error::usage("a gateway sim: takes images over HTTP only")
                .hint("start one of its own: smr sim; and give the address that it prints"));
        }
        Protocol::Arduino => Way::Arduino {
            port: args.way.ota_port,
        },
    };
    Ok(Options {
        way,
        allow_downgrade: args.wish.allow_downgrade || args.rollback,
        force: args.wish.force,
        dry_run: args.wish.dry_run,
        proof_limit: args.proof_timeout,
    })
}

/// Whom an image is sent to. Both are boxed, as they are large and of different sizes.
enum Peer {
    /// A gateway of ours.
    Gateway(Box<Session>),
    /// A host that does not answer as one.
    Stranger(Box<Client>),
}

impl Peer {
    fn client(&mut self) -> &mut Client {
        match self {
            Peer::Gateway(session) => &mut session.client,
            Peer::Stranger(client) => client,
        }
    }
}

/// Finds the gateway, and logs in if there is a password.
async fn find(args: &OtaArgs, given: Option<Login>) -> Result<Peer> {
    match (args.gateway.open().await, args.way.protocol) {
        (Ok(mut session), _) => {
            session.log_in(&args.login, given)?;
            Ok(Peer::Gateway(Box::new(session)))
        }
        (Err(error), Protocol::Http) => Err(error),
        (Err(_), Protocol::Arduino) => {
            let mut client = args.gateway.find().await?;
            if let Some(login) = given {
                client.log_in(login);
            }
            Ok(Peer::Stranger(Box::new(client)))
        }
    }
}
