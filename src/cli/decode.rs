//! `smr decode`.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use clap::Args;
use jiff::Timestamp;

use super::format::FormatArgs;
use super::keys::KeyArgs;
use super::{Context, Finished, profile, progress, runtime};
use crate::decode::profile::Counts;
use crate::decode::{Keys, Piece, Stream, Totals};
use crate::error::{Error, Kind, Result};
use crate::source::{self, Event, Options, Retry, Source, bulk, capture};
use crate::target::SourceSpec;
use crate::ui::profile::Printer;
use crate::ui::{Origin, Renderer};

/// Decode telegrams from files, standard input or any other source
///
/// Every telegram is printed, also one with a wrong checksum, and every OBIS line of it. The last line on
/// standard error counts telegrams and the bytes that belong to none.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr decode capture.p1
  smr decode --format jsonl *.p1 | jq -r 'select(.check != \"valid\") | .offset'
  cat /dev/ttyUSB0 | smr decode -
  smr decode sim:be-emucs
  smr decode --profile 15min --format csv week.smr

A profile says what each register counted from the reading nearest to the start of an interval to the one nearest to its end; nothing is estimated. \
Where no reading is near enough, a row is marked partial, and the time between two readings is a gap, a row of its own. Counter resets, exchanged \
meters, clocks that were set and summer time are marked too.

Exit code 0 if at least one telegram was decoded, else 1.")]
pub(super) struct DecodeArgs {
    /// Files, - for standard input, or sources such as `tcp://host:2001`
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    #[command(flatten)]
    keys: KeyArgs,
    #[command(flatten)]
    format: FormatArgs,
    /// Also print where bytes belong to no telegram
    #[arg(long)]
    noise: bool,
    /// Fail if any telegram has a wrong checksum
    #[arg(long)]
    strict: bool,
    /// Print what the registers counted in each interval instead of telegrams
    #[arg(long, value_enum, value_name = "LENGTH", conflicts_with = "noise")]
    profile: Option<super::profile::LengthChoice>,
}

/// What is to be done.
struct Plan {
    inputs: Vec<(String, SourceSpec)>,
    renderer: Renderer,
    keys: Arc<Keys>,
    strict: bool,
    profile: Option<Printer>,
}

impl Plan {
    fn new(args: DecodeArgs, context: Context) -> Result<Self> {
        let spec = |input: String| SourceSpec::parse(&input).map(|spec| (input, spec));
        Ok(Plan {
            inputs: args.inputs.into_iter().map(spec).collect::<Result<_>>()?,
            renderer: Renderer::new(args.format.format(), context.stdout, args.noise),
            keys: args.keys.keys()?,
            strict: args.strict,
            profile: args
                .profile
                .map(|length| profile::printer(length, args.format.format(), context)),
        })
    }
}

/// Decodes all inputs in their order. An input that cannot be read does not keep the others from being decoded.
pub(super) fn run(args: DecodeArgs, context: Context) -> Finished {
    let plan = match Plan::new(args, context) {
        Ok(plan) => plan,
        Err(error) => return Err(error).into(),
    };
    let mut totals = Totals::default();
    let mut counts = Counts::default();
    let mut errors = Vec::new();
    let mut begin = Vec::new();
    match plan.profile {
        Some(printer) => printer.begin(&mut begin),
        None => plan.renderer.begin(&mut begin),
    }
    if let Err(error) = write_out(&begin) {
        return Err(error).into();
    }
    for (name, spec) in &plan.inputs {
        let done = match plan.profile {
            Some(printer) => profiled(name, spec, &plan, printer, context, &mut totals)
                .map(|found| counts += found),
            None => input(name, spec, &plan, context, &mut totals),
        };
        if let Err(error) = done {
            let is_over = matches!(error.kind(), Kind::OutputClosed | Kind::Interrupted);
            errors.push(error);
            if is_over {
                break;
            }
        }
    }
    if errors.is_empty() {
        errors.extend(judge(&plan, totals));
    }
    if errors.is_empty() && plan.profile.is_some() {
        errors.extend(profile::judge(counts));
    }
    Finished {
        errors,
        summary: Some(match plan.profile {
            Some(_) => format!("{totals}; {counts}"),
            None => totals.to_string(),
        }),
    }
}

/// The failure that the counts amount to.
fn judge(plan: &Plan, totals: Totals) -> Option<Error> {
    if totals.telegrams() == 0 {
        let names: Vec<&str> = plan.inputs.iter().map(|(name, _)| name.as_str()).collect();
        let error = Error::failed(format!("no telegram in {}", names.join(", ")));
        return Some(match totals.noise_bytes {
            0 => error.hint("there was not a single byte: is it the right source, and does the meter send?"),
            _ => error
                .hint("--noise shows where the bytes are; smr decodes P1, D0, HDLC, M-Bus, SML and ciphered telegrams")
                .hint("on a serial line, wrong settings give noise: let them be found out with serial:PORT?format=auto"),
        });
    }
    if totals.locked == totals.telegrams() {
        let what = match totals.locked {
            1 => "the telegram is encrypted".to_owned(),
            count => format!("all {count} telegrams are encrypted"),
        };
        let error = Error::failed(format!("{what} and could not be opened"));
        return Some(match plan.keys.is_empty() {
            true => error
                .hint("ask the grid operator for the key of the meter and give it with --key-file"),
            false => error.hint("the notes say for which meter a key is missing or wrong"),
        });
    }
    let failed = plan.strict && totals.invalid > 0;
    failed.then(|| {
        Error::failed(format!(
            "{} of {} telegrams have a wrong checksum",
            totals.invalid,
            totals.telegrams()
        ))
    })
}

fn input(
    name: &str,
    spec: &SourceSpec,
    plan: &Plan,
    context: Context,
    totals: &mut Totals,
) -> Result<()> {
    if let Some(path) = raw(spec)? {
        return raw_file(name, path, plan, context, totals);
    }
    let mut out = Vec::new();
    let mut sink = |piece: Piece<'_>, received_at, out: &mut Vec<u8>| {
        totals.count(piece);
        plan.renderer
            .piece(piece, &Origin { name, received_at }, out);
    };
    runtime::block_on(events(name, spec, plan, context, &mut out, &mut sink))
}

/// The registers of one input. They need the telegrams in their order, and no time of reading where a file has none.
fn profiled(
    name: &str,
    spec: &SourceSpec,
    plan: &Plan,
    printer: Printer,
    context: Context,
    totals: &mut Totals,
) -> Result<Counts> {
    let is_raw = raw(spec)?.is_some();
    let mut book = printer.book();
    let mut out = Vec::new();
    let mut sink = |piece: Piece<'_>, received: Option<Timestamp>, out: &mut Vec<u8>| {
        totals.count(piece);
        if let Piece::Telegram(telegram) = piece {
            let received = received.filter(|_| !is_raw).map(Timestamp::as_second);
            book.take(telegram, received, |row| printer.row(&row, name, out));
        }
    };
    let ended = runtime::block_on(events(name, spec, plan, context, &mut out, &mut sink));
    // What is known is said, however the source ended.
    out.clear();
    let counts = book.finish(|row| printer.row(&row, name, &mut out));
    write_out(&out)?;
    ended.map(|()| counts)
}

/// The path of a file that holds nothing but telegrams.
fn raw(spec: &SourceSpec) -> Result<Option<&Path>> {
    match spec {
        SourceSpec::File(path) if is_regular(path) => {
            let is_capture = capture::Reader::open(path)?.header().is_some();
            Ok((!is_capture).then_some(path.as_path()))
        }
        _ => Ok(None),
    }
}

fn is_regular(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.is_file())
}

/// A file of nothing but telegrams, on all cores.
fn raw_file(
    name: &str,
    path: &Path,
    plan: &Plan,
    context: Context,
    totals: &mut Totals,
) -> Result<()> {
    let file = source::open_file(path)?;
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let mut reader = progress::Reading::new(file, length, context);
    let origin = Origin {
        name,
        received_at: None,
    };
    let render = |piece: Piece<'_>, out: &mut Vec<u8>| plan.renderer.piece(piece, &origin, out);
    let workers = match length {
        0..=1_048_576 => 1,
        _ => thread::available_parallelism().map_or(1, usize::from),
    };
    *totals += bulk::decode(&mut reader, workers, &plan.keys, &render, &mut write_out).map_err(
        |failure| match failure {
            bulk::Failure::Read(cause) => {
                Error::failed(format!("cannot read {name}")).because(cause)
            }
            bulk::Failure::Write(error) => error,
        },
    )?;
    Ok(())
}

/// Takes a piece of a stream and when it came, and appends what is to be printed.
type Sink<'a> = dyn FnMut(Piece<'_>, Option<Timestamp>, &mut Vec<u8>) + 'a;

/// Anything that gives bytes over time.
async fn events(
    name: &str,
    spec: &SourceSpec,
    plan: &Plan,
    context: Context,
    out: &mut Vec<u8>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let mut source = Source::open(
        spec,
        Options {
            retry: Retry::AfterFirst,
            ..Options::default()
        },
    )?;
    let mut stream = Stream::with_keys(Arc::clone(&plan.keys));
    loop {
        let event = tokio::select! {
            event = source.next() => event?,
            () = runtime::stop_requested() => return Err(Error::new(Kind::Interrupted, format!("stopped reading {name}"))),
        };
        match event {
            Some(Event::Bytes { at, data }) => {
                stream.feed(&data, |piece| sink(piece, Some(at), out));
            }
            Some(Event::Ended) | None => {
                stream.finish(|piece| sink(piece, None, out));
                return write_out(out);
            }
            Some(other) => super::report::source_event(context, name, &other),
        }
        write_out(out)?;
        out.clear();
    }
}

fn write_out(bytes: &[u8]) -> Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .map_err(Error::writing_output)
}
