//! Listens to a source.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, timeout_at};

use super::evidence::{Arrived, Chunk, Evidence, Origin};
use crate::decode::{Check, Keys, Piece, Stream};
use crate::error::{Error, Kind, Result};
use crate::serial::LineSettings;
use crate::source::{Event, Options, Retry, Source, capture};
use crate::target::{Line, SerialSpec, SourceSpec};

/// So many good telegrams in a row are enough.
const ENOUGH: usize = 12;
/// No more telegrams are kept.
const MOST_TELEGRAMS: usize = 2_000;
/// No more bytes are kept.
const MOST_BYTES: usize = 4 << 20;

/// How it is listened.
#[derive(Clone, Debug)]
pub struct Plan {
    /// For so long at most.
    pub limit: Duration,
    /// The keys of meters that encrypt.
    pub keys: Arc<Keys>,
    /// How the source is read. Connections that are lost are made again.
    pub options: Options,
}

/// Listens until enough is known, the time is up or the source ends.
///
/// # Errors
///
/// A source that is none: no such file, no such simulated meter. That nobody answers is evidence, and no error.
pub async fn listen(name: &str, spec: &SourceSpec, plan: &Plan) -> Result<Evidence> {
    let mut evidence = Evidence::new(name, origin(spec));
    evidence.has_keys = !plan.keys.is_empty();
    let SourceSpec::Serial(SerialSpec {
        port,
        line: Line::Auto,
    }) = spec
    else {
        hear(spec, plan, plan.limit, &mut evidence).await?;
        return Ok(evidence);
    };
    // Where no settings fit, the bytes are heard with the most common ones, and looked at.
    let half = plan.limit / 2;
    hear(spec, plan, half, &mut evidence).await?;
    let is_settled = !evidence.raw.is_empty() || evidence.unreachable.is_some();
    if !is_settled {
        let settings = LineSettings::default();
        let spec = SourceSpec::Serial(SerialSpec {
            port: port.clone(),
            line: Line::Fixed(settings),
        });
        evidence = Evidence {
            has_keys: evidence.has_keys,
            listened: evidence.listened,
            ..Evidence::new(name, origin(&spec))
        };
        hear(&spec, plan, half, &mut evidence).await?;
    }
    Ok(evidence)
}

fn origin(spec: &SourceSpec) -> Origin {
    match spec {
        SourceSpec::Tcp { .. } | SourceSpec::Host { .. } => Origin::Network,
        SourceSpec::Serial(spec) => Origin::Serial {
            settings: match spec.line {
                Line::Auto => "settings that are found out".to_owned(),
                Line::Fixed(settings) => settings.to_string(),
            },
        },
        SourceSpec::File(path) => Origin::Recording {
            has_times: capture::Reader::open(path).is_ok_and(|reader| reader.header().is_some()),
        },
        SourceSpec::Stdin => Origin::Recording { has_times: false },
        SourceSpec::Sim(_) => Origin::Simulated,
    }
}

async fn hear(
    spec: &SourceSpec,
    plan: &Plan,
    limit: Duration,
    evidence: &mut Evidence,
) -> Result<()> {
    let began = Instant::now();
    let options = Options {
        retry: Retry::AfterFirst,
        silence: limit,
        ..plan.options
    };
    let mut source = Source::open(spec, options)?;
    let mut hearing = Hearing {
        stream: Stream::with_keys(Arc::clone(&plan.keys)),
        base: 0,
        at: Timestamp::UNIX_EPOCH,
        in_a_row: 0,
        evidence,
    };
    while !hearing.is_enough() {
        let Ok(event) = timeout_at(began + limit, source.next()).await else {
            break;
        };
        match event {
            Ok(Some(Event::Bytes { at, data })) => hearing.bytes(at, &data),
            Ok(Some(Event::Lost { reason, .. })) => hearing.lost(reason),
            Ok(Some(Event::Settings { text })) => {
                hearing.evidence.origin = Origin::Serial { settings: text };
            }
            Ok(Some(Event::Ended) | None) => {
                hearing.evidence.has_ended = true;
                break;
            }
            Ok(Some(_)) => {}
            Err(error) if matches!(error.kind(), Kind::Unreachable | Kind::NothingFound) => {
                let why = std::iter::once(error.to_string()).chain(error.causes());
                let why: Vec<String> = why.collect();
                hearing.evidence.unreachable = Some(why.join(": "));
                break;
            }
            Err(error) => return Err(error),
        }
    }
    hearing.finish();
    evidence.listened += began.elapsed();
    Ok(())
}

struct Hearing<'a> {
    stream: Stream,
    /// Where the stream starts in the bytes that are kept.
    base: usize,
    at: Timestamp,
    /// Good telegrams in a row.
    in_a_row: usize,
    evidence: &'a mut Evidence,
}

impl Hearing<'_> {
    fn is_enough(&self) -> bool {
        let is_live = !matches!(self.evidence.origin, Origin::Recording { .. });
        is_live && self.in_a_row >= ENOUGH
            || self.evidence.telegrams.len() >= MOST_TELEGRAMS
            || self.evidence.raw.len() >= MOST_BYTES
    }

    fn bytes(&mut self, at: Timestamp, data: &[u8]) {
        self.at = at;
        self.evidence.chunks.push(Chunk {
            offset: self.evidence.raw.len(),
            length: data.len(),
            at,
        });
        self.evidence.raw.extend_from_slice(data);
        let (base, in_a_row) = (self.base, &mut self.in_a_row);
        let evidence = &mut *self.evidence;
        self.stream
            .feed(data, |piece| keep(evidence, piece, base, at, in_a_row));
    }

    /// A telegram does not go on in the next connection.
    fn lost(&mut self, reason: String) {
        self.finish();
        self.base = self.evidence.raw.len();
        self.stream = Stream::with_keys(self.keys());
        self.evidence.losses.push(reason);
    }

    fn keys(&self) -> Arc<Keys> {
        self.stream.keys()
    }

    fn finish(&mut self) {
        let (base, at, in_a_row) = (self.base, self.at, &mut self.in_a_row);
        let evidence = &mut *self.evidence;
        self.stream
            .finish(|piece| keep(evidence, piece, base, at, in_a_row));
    }
}

fn keep(
    evidence: &mut Evidence,
    piece: Piece<'_>,
    base: usize,
    at: Timestamp,
    in_a_row: &mut usize,
) {
    match piece {
        Piece::Telegram(telegram) => {
            *in_a_row = match telegram.check() {
                Check::Invalid { .. } => 0,
                _ => *in_a_row + 1,
            };
            evidence.telegrams.push(Arrived {
                at,
                telegram: telegram.clone(),
            });
        }
        Piece::Noise { offset, length } => {
            let start = base + usize::try_from(offset).unwrap_or(usize::MAX);
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            // The first one is the rest of a telegram that had begun before.
            if start > base {
                *in_a_row = 0;
            }
            evidence.noise.push((start, length));
        }
    }
}

/// All that came, with the time of each part, as a capture.
///
/// # Errors
///
/// A system without room for temporary files.
pub fn capture(evidence: &Evidence) -> Result<Vec<u8>> {
    let cannot = |cause: std::io::Error| Error::failed("cannot make a capture").because(cause);
    // Closed again, for a capture has one writer.
    let path = tempfile::NamedTempFile::new()
        .map_err(cannot)?
        .into_temp_path();
    let header = capture::Header {
        source: evidence.name.clone(),
        started: evidence.chunks.first().map(|chunk| chunk.at),
    };
    let mut writer = capture::Writer::create(&path, capture::Existing::Replace, &header)?;
    for chunk in &evidence.chunks {
        let end = chunk.offset + chunk.length;
        writer.write(
            chunk.at,
            evidence.raw.get(chunk.offset..end).unwrap_or_default(),
        )?;
    }
    std::fs::read(&path).map_err(cannot)
}
