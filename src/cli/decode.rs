//! `smr decode`.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use clap::Args;

use super::format::FormatArgs;
use super::keys::KeyArgs;
use super::{Context, Finished, progress, runtime};
use crate::decode::{Keys, Piece, Stream, Totals};
use crate::error::{Error, Kind, Result};
use crate::source::{self, Event, Options, Retry, Source, bulk, capture};
use crate::target::SourceSpec;
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
}

/// What is to be done.
struct Plan {
    inputs: Vec<(String, SourceSpec)>,
    renderer: Renderer,
    keys: Arc<Keys>,
    strict: bool,
}

impl Plan {
    fn new(args: DecodeArgs, context: Context) -> Result<Self> {
        let spec = |input: String| SourceSpec::parse(&input).map(|spec| (input, spec));
        Ok(Plan {
            inputs: args.inputs.into_iter().map(spec).collect::<Result<_>>()?,
            renderer: Renderer::new(args.format.format(), context.stdout, args.noise),
            keys: args.keys.keys()?,
            strict: args.strict,
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
    let mut errors = Vec::new();
    let mut begin = Vec::new();
    plan.renderer.begin(&mut begin);
    if let Err(error) = write_out(&begin) {
        return Err(error).into();
    }
    for (name, spec) in &plan.inputs {
        if let Err(error) = input(name, spec, &plan, context, &mut totals) {
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
    Finished {
        errors,
        summary: Some(totals.to_string()),
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
    if let SourceSpec::File(path) = spec
        && is_regular(path)
        && capture::Reader::open(path)?.header().is_none()
    {
        return raw_file(name, path, plan, context, totals);
    }
    runtime::block_on(events(name, spec, plan, context, totals))
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

/// Anything that gives bytes over time.
async fn events(
    name: &str,
    spec: &SourceSpec,
    plan: &Plan,
    context: Context,
    totals: &mut Totals,
) -> Result<()> {
    let mut source = Source::open(
        spec,
        Options {
            retry: Retry::AfterFirst,
            ..Options::default()
        },
    )?;
    let mut stream = Stream::with_keys(Arc::clone(&plan.keys));
    let mut out = Vec::new();
    loop {
        let event = tokio::select! {
            event = source.next() => event?,
            () = runtime::stop_requested() => return Err(Error::new(Kind::Interrupted, format!("stopped reading {name}"))),
        };
        let mut received_at = None;
        match event {
            Some(Event::Bytes { at, data }) => {
                received_at = Some(at);
                let origin = Origin { name, received_at };
                stream.feed(&data, |piece| {
                    totals.count(piece);
                    plan.renderer.piece(piece, &origin, &mut out);
                });
            }
            Some(Event::Ended) | None => {
                let origin = Origin { name, received_at };
                stream.finish(|piece| {
                    totals.count(piece);
                    plan.renderer.piece(piece, &origin, &mut out);
                });
                return write_out(&out);
            }
            Some(other) => super::report::source_event(context, name, &other),
        }
        write_out(&out)?;
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
