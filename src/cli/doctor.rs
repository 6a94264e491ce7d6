//! `smr doctor`.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::files::{self, Existing, Readers};
use super::gateway::{AskArgs, Session};
use super::keys::KeyArgs;
use super::login::LoginArgs;
use super::{Context, Finished, report, runtime, with_hint};
use crate::catalogue::{Catalogue, Target, folder};
use crate::config::duration;
use crate::doctor::listen::{self, Plan, listen};
use crate::doctor::{Diagnosis, Evidence, Origin, Severity, examine};
use crate::error::{Error, Kind, Result};
use crate::gateway::findings::Part;
use crate::gateway::{Findings, Info, bundle};
use crate::image::Board;
use crate::source::Options;
use crate::target::gateway::GatewaySpec;
use crate::target::{DEFAULT_PORT, SourceSpec};
use crate::ui::doctor as show;
use crate::ui::style::Colour;

/// The build of firmware for virtual boards.
const VIRTUAL: &str = "sim";

/// Say what is wrong with a source or a gateway, and what to do about it
///
/// Listens until twelve good telegrams have come, or for --for, and judges what came: the line, the telegrams, the meter's clock, counters
/// and devices. A gateway is asked about itself too; most of that needs its admin password. Says which settings other programs need for
/// this meter. docs/doctor.md lists everything that can be found.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes:
  0    nothing is wrong
  1    something keeps telegrams from coming, or from coming whole (an error)
  8    telegrams come, and something should be mended (a warning)

Examples:
  smr doctor kitchen --password-file secret.txt
  smr doctor /dev/ttyUSB0
  smr doctor meter.smr --key-file keys.toml
  smr doctor tcp://10.0.0.7:2001 --for 2m --json
  smr doctor kitchen --bundle kitchen.zip
  smr doctor 'sim:?fault=bit-flips'")]
pub(super) struct DoctorArgs {
    /// Where the telegrams come from: any SOURCE, or a gateway by its name or HTTP address
    #[arg(value_name = "SOURCE|GATEWAY")]
    source: String,
    /// Listen for at most this long
    #[arg(long = "for", value_name = "DURATION", default_value = "30s", value_parser = with_hint(duration::parse_positive))]
    limit: Duration,
    #[command(flatten)]
    keys: KeyArgs,
    #[command(flatten)]
    login: LoginArgs,
    #[command(flatten)]
    ask: AskArgs,
    /// Write the evidence into one archive for whoever helps
    #[arg(long, value_name = "FILE.zip")]
    bundle: Option<PathBuf>,
    /// Replace an archive that exists
    #[arg(long, requires = "bundle")]
    force: bool,
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
    /// One JSON object, indented
    Json,
}

/// Listens, asks, judges and prints.
pub(super) fn run(args: &DoctorArgs, context: Context) -> Finished {
    let looked = runtime::block_on(async {
        tokio::select! {
            looked = look(args, context) => looked,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped listening")
                .hint("listen for a shorter time: --for 10s")),
        }
    });
    let told = looked.and_then(|evidence| tell(args, &evidence, context));
    told.into()
}

/// A gateway that answers, and whether there is a password.
struct Asked {
    session: Session,
    is_known: bool,
}

/// Where the meter's bytes of a gateway are.
struct Meter {
    spec: SourceSpec,
    /// Whether the gateway has told the port.
    is_told: bool,
}

/// What is to be looked at.
enum Subject {
    Source(SourceSpec),
    /// A gateway, and its meter.
    Gateway(Box<Asked>, Meter),
}

async fn look(args: &DoctorArgs, context: Context) -> Result<Evidence> {
    if let Some(path) = &args.bundle
        && path.exists()
        && !args.force
    {
        return Err(Error::usage(format!("{} exists", path.display()))
            .hint("give another name, or replace it: --force"));
    }
    let plan = Plan {
        limit: args.limit,
        keys: args.keys.keys()?,
        options: Options::default(),
    };
    let (mut asked, meter) = match subject(args).await? {
        Subject::Source(spec) => (
            None,
            Meter {
                spec,
                is_told: true,
            },
        ),
        Subject::Gateway(asked, meter) => (Some(asked), meter),
    };
    let is_set_up = asked
        .as_ref()
        .is_none_or(|asked| asked.session.info.model.state != "setup");
    let mut evidence = if is_set_up {
        report::message(
            context,
            format_args!(
                "listening to {} for up to {}",
                args.source,
                duration::display(args.limit)
            ),
        );
        listen(&args.source, &meter.spec, &plan).await?
    } else {
        Evidence::new(&args.source, Origin::Network)
    };
    if evidence.unreachable.is_some() && !meter.is_told {
        // It may serve its meter elsewhere, and does not tell everybody where.
        evidence = Evidence::new(&args.source, Origin::Network);
    }
    if let Some(asked) = &mut asked {
        ask(asked, args.bundle.is_some(), &mut evidence).await?;
    }
    Ok(evidence)
}

/// A word that may be a host is a gateway if one answers.
async fn subject(args: &DoctorArgs) -> Result<Subject> {
    let text = &args.source;
    if text.starts_with("http://") {
        let session = args.ask.open(&GatewaySpec::parse(text)?).await?;
        return gateway(args, session).await;
    }
    let spec = SourceSpec::parse(text)?;
    let SourceSpec::Host { name, port } = &spec else {
        return Ok(Subject::Source(spec));
    };
    // The port of a gateway's meter says nothing about that of its pages.
    let asked = match *port {
        DEFAULT_PORT => GatewaySpec::parse(name)?,
        port => GatewaySpec::Host {
            host: name.clone(),
            port,
        },
    };
    match args.ask.open(&asked).await {
        Ok(session) => gateway(args, session).await,
        Err(_) => Ok(Subject::Source(spec)),
    }
}

/// Where the meter of a gateway is to be heard.
async fn gateway(args: &DoctorArgs, mut session: Session) -> Result<Subject> {
    // Where nobody has set a password nobody can know it.
    let is_claimed = !matches!(session.info.model.state.as_str(), "setup" | "unclaimed");
    let is_known = is_claimed && session.log_in(&args.login, args.login.given()?)?;
    let told = match is_known {
        true => Some(session.client.status().await?.model.tcp.port),
        false => None,
    };
    let address = session.client.address();
    let spec = SourceSpec::Tcp {
        host: address.ip().to_string(),
        port: told.unwrap_or(DEFAULT_PORT),
    };
    let meter = Meter {
        spec,
        is_told: told.is_some(),
    };
    let asked = Asked { session, is_known };
    Ok(Subject::Gateway(Box::new(asked), meter))
}

/// Asks a gateway about itself.
async fn ask(asked: &mut Asked, needs_all: bool, evidence: &mut Evidence) -> Result<()> {
    let session = &mut asked.session;
    let parts: &[Part] = match (asked.is_known, needs_all) {
        (true, true) => &Part::ALL,
        (true, false) => &[Part::Status],
        _ => &[],
    };
    let info = session.client.info().await?;
    evidence.gateway =
        Some(Findings::gather(&mut session.client, info, parts, Timestamp::now).await?);
    evidence.newest_firmware = evidence
        .gateway
        .as_ref()
        .and_then(|gateway| newest(&gateway.info.model));
    Ok(())
}

/// The newest firmware at hand for a gateway.
fn newest(info: &Info) -> Option<String> {
    let board: Board = info.board.parse().ok()?;
    let target = match info.firmware.build.as_str() {
        VIRTUAL => Target::VirtualBoard,
        _ => Target::Chip,
    };
    let folder = folder(|name| std::env::var_os(name));
    let catalogue = Catalogue::read(folder.as_deref());
    let mut images = catalogue.candidates(board, target);
    let newest = images.next()?;
    Some(newest.image.descriptor.version.to_string())
}

fn tell(args: &DoctorArgs, evidence: &Evidence, context: Context) -> Result<()> {
    let diagnosis = examine(evidence);
    let text = match args.json || args.format == Format::Json {
        true => show::json(evidence, &diagnosis),
        false => show::page(evidence, &diagnosis, context.stdout),
    };
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Error::writing_output)?;
    if let Some(path) = &args.bundle {
        let length = pack(path, args.force, evidence, &diagnosis)?;
        report::message(context, format_args!("{}: {length} bytes", path.display()));
    }
    let summary = show::summary(&diagnosis);
    match diagnosis.worst() {
        Some(Severity::Error) => Err(Error::new(Kind::FoundErrors, summary)),
        Some(Severity::Warning) => Err(Error::new(Kind::FoundWarnings, summary)),
        _ => {
            report::message(context, summary);
            Ok(())
        }
    }
}

/// Writes the archive; how long it is.
fn pack(path: &Path, force: bool, evidence: &Evidence, diagnosis: &Diagnosis) -> Result<usize> {
    let mut entries = vec![
        bundle::Entry {
            name: "doctor.txt",
            what: "what was found, for people",
            bytes: show::page(evidence, diagnosis, Colour::Off).into_bytes(),
        },
        bundle::Entry {
            name: "doctor.json",
            what: "the same for programs",
            bytes: show::json(evidence, diagnosis).into_bytes(),
        },
    ];
    if !evidence.raw.is_empty() {
        entries.push(bundle::Entry {
            name: "capture.smr",
            what: "all that came, with the time of each part: smr decode capture.smr",
            bytes: listen::capture(evidence)?,
        });
    }
    if let Some(gateway) = &evidence.gateway {
        entries.extend(bundle::entries(gateway));
    }
    let mut readme = format!("What smr doctor {} found.\n\n", env!("CARGO_PKG_VERSION"));
    for entry in &entries {
        // Writing to memory cannot fail.
        let _ = writeln!(readme, "  {:<14} {}", entry.name, entry.what);
    }
    readme.push_str(
        "\nThere is no password and no key in it: a gateway does not give them away. It does hold what the meter sent: its number,\n\
         and what it counted; and of a gateway its name and addresses.\n",
    );
    entries.push(bundle::Entry {
        name: "README.txt",
        what: "this",
        bytes: readme.into_bytes(),
    });
    let archive = bundle::pack(&entries)?;
    let existing = if force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    files::write(path, &archive, existing, Readers::Owner)?;
    Ok(archive.len())
}
