//! `smr record`.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::keys::KeyArgs;
use super::{Context, Finished, report, runtime, with_hint};
use crate::config::duration;
use crate::error::{Error, Result};
use crate::source::capture::{Existing, Recorder, Rotation, Writer};
use crate::source::recording::{self, Progress, Reason, Told};
use crate::source::{Options, Source};
use crate::target::SourceSpec;

/// Record what a source sends, with the time at which it came
///
/// The file holds the bytes as they came, with a line before each record that says when. Every reader of smr takes such files;
/// docs/capture-format.md says how to get the bare bytes with other tools.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr record kitchen.local -o kitchen.smr
  smr record serial:/dev/ttyUSB0 -o meter.smr --for 10m
  smr record tcp://10.0.0.7:2001 -o meter.smr --rotate-every 1d --keep 7

Ends by itself after --for, or with Ctrl-C; what came before is saved either way.")]
pub(super) struct RecordArgs {
    /// Where the bytes come from
    source: String,
    #[command(flatten)]
    keys: KeyArgs,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Stop after this long
    #[arg(long = "for", value_name = "DURATION", value_parser = with_hint(duration::parse_positive))]
    limit: Option<Duration>,
    /// Write on behind what is in the file
    #[arg(long, conflicts_with_all = ["force", "rotate_size", "rotate_every"])]
    append: bool,
    /// Write over the file
    #[arg(long)]
    force: bool,
    /// Begin a new file when one has this size: 500k, 50MB, 1G
    #[arg(long, value_name = "SIZE", value_parser = with_hint(size))]
    rotate_size: Option<u64>,
    /// Begin a new file after this long, at whole multiples of UTC time
    #[arg(long, value_name = "DURATION", value_parser = with_hint(duration::parse_positive))]
    rotate_every: Option<Duration>,
    /// Keep this many files of a rotation and delete older ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
}

/// A number of bytes with an optional unit of 1000.
fn size(text: &str) -> Result<u64> {
    let wrong = || {
        Error::usage(format!("{text:?} is no size"))
            .hint("write a number of bytes, such as 500k, 50MB or 1G")
    };
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let factor = match text
        .get(digits.len()..)
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        _ => return Err(wrong()),
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number
        .checked_mul(factor)
        .filter(|size| *size > 0)
        .ok_or_else(wrong)
}

/// Records until the source ends, the time is up or the user stops it.
pub(super) fn run(args: &RecordArgs, context: Context) -> Finished {
    match runtime::block_on(record(args, context)) {
        Ok(summary) => Finished {
            errors: Vec::new(),
            summary: Some(summary),
        },
        Err(error) => Err(error).into(),
    }
}

async fn record(args: &RecordArgs, context: Context) -> Result<String> {
    let spec = SourceSpec::parse(&args.source)?;
    let rotation = Rotation {
        size: args.rotate_size,
        every: args.rotate_every,
        keep: args.keep.map(usize::from),
    };
    let existing = match (args.append, args.force) {
        (true, _) => Existing::Append,
        (_, true) => Existing::Replace,
        _ => Existing::Refuse,
    };
    if !rotation.is_active() {
        Writer::check(&args.output, existing)?;
    }
    let options = Options::default();
    let mut source = Source::open(&spec, options)?;
    let create = || {
        Recorder::create(
            &args.output,
            existing,
            rotation,
            &spec.to_string(),
            (options.now)(),
        )
    };
    let mut line = StatusLine {
        context,
        shown: false,
    };
    let (reason, progress) = recording::record(
        &mut source,
        create,
        args.limit,
        args.keys.keys()?,
        runtime::stop_requested(),
        |told| match told {
            Told::Event(event) => {
                line.clear();
                report::source_event(context, &args.source, event);
            }
            Told::Begun(recorder) => {
                if let Some(torn) = recorder.torn() {
                    report::message(context, torn);
                }
                report::message(
                    context,
                    format_args!(
                        "recording {} to {}; stop with Ctrl-C",
                        args.source,
                        recorder.path().display()
                    ),
                );
            }
            Told::Progress(progress) => line.show(progress),
        },
    )
    .await?;
    line.clear();
    let why = match reason {
        Reason::SourceEnded => "the source has ended",
        Reason::TimeUp => "the time is up",
        Reason::Stopped => "stopped",
    };
    Ok(format!("{why}: {}", counts(&progress)))
}

fn counts(progress: &Progress) -> String {
    format!(
        "{} bytes in {} records, longest gap {:.1} s; {}",
        progress.totals.bytes,
        progress.totals.records,
        progress.longest_gap.as_secs_f32(),
        progress.telegrams
    )
}

/// One line on a terminal that is written over again and again.
struct StatusLine {
    context: Context,
    shown: bool,
}

impl StatusLine {
    fn show(&mut self, progress: &Progress) {
        if self.context.stderr_is_terminal && !self.context.quiet {
            self.shown = true;
            let _ = write!(
                std::io::stderr().lock(),
                "\r\x1b[K{}, quiet for {} s",
                counts(progress),
                progress.quiet.as_secs()
            );
        }
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(std::io::stderr().lock(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_have_units_of_a_thousand() {
        for (text, bytes) in [
            ("7", 7),
            ("500k", 500_000),
            ("50MB", 50_000_000),
            ("1G", 1_000_000_000),
        ] {
            assert_eq!(size(text).expect("a size"), bytes, "{text}");
        }
        for text in ["", "0", "k", "1.5M", "10x", "-1", "99999999999999999999G"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
