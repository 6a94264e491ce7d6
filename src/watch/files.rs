//! Files that the screen writes: snapshots and recordings.

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;

use super::app::App;
use super::{snapshot, svg};
use crate::error::{Error, Result};
use crate::source::capture::{Existing, QUIET, Recorder, Rotation};

/// Writes what the screen shows as `smr-YYYYMMDD-HHMMSS.json` and `.svg` into `folder`; gives the path
/// without the ending.
///
/// # Errors
///
/// A file that cannot be written.
pub(super) fn write_snapshot(
    folder: &Path,
    app: &App,
    buffer: &Buffer,
    at: Timestamp,
) -> Result<PathBuf> {
    let base = free(folder, &stamp(at, &app.zone), &["json", "svg"]);
    let title = app
        .tab()
        .map_or_else(String::new, |tab| format!("smr watch {}", tab.name));
    write(
        &base.with_extension("json"),
        &snapshot::json(app, buffer, at),
    )?;
    write(&base.with_extension("svg"), &svg::draw(buffer, &title))?;
    Ok(base)
}

fn stamp(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("smr-%Y%m%d-%H%M%S")
        .to_string()
}

/// The path for files of these endings: with a number if there are some of that name.
fn free(folder: &Path, name: &str, endings: &[&str]) -> PathBuf {
    let numbered = (2..1000).map(|number| folder.join(format!("{name}-{number}")));
    let is_free = |path: &PathBuf| {
        endings
            .iter()
            .all(|ending| !path.with_extension(ending).exists())
    };
    std::iter::once(folder.join(name))
        .chain(numbered)
        .find(is_free)
        .unwrap_or_else(|| folder.join(name))
}

fn write(path: &Path, text: &str) -> Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|cause| {
        Error::failed(format!("cannot write {}", path.display()))
            .because(cause)
            .hint("choose a folder of yours with --snapshot-dir")
    })
}

/// A recording, and when its source last said something.
#[derive(Debug)]
struct Running {
    recorder: Recorder,
    last: Timestamp,
}

/// The recordings under way, by the position of their source.
#[derive(Debug, Default)]
pub(super) struct Recordings {
    running: HashMap<usize, Running>,
}

impl Recordings {
    /// Begins to record a source into `folder`; gives the path of the file.
    ///
    /// # Errors
    ///
    /// A file that cannot be written.
    pub(super) fn begin(
        &mut self,
        position: usize,
        source: &str,
        folder: &Path,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<PathBuf> {
        let path = free(folder, &stamp(now, zone), &["smr"]).with_extension("smr");
        let recorder = Recorder::create(&path, Existing::Refuse, Rotation::default(), source, now)?;
        self.running.insert(
            position,
            Running {
                recorder,
                last: now,
            },
        );
        Ok(path)
    }

    /// Takes bytes of a source; a recording that fails ends.
    ///
    /// # Errors
    ///
    /// A full disk or another failure to write.
    pub(super) fn push(&mut self, position: usize, at: Timestamp, data: &[u8]) -> Result<()> {
        let Some(running) = self.running.get_mut(&position) else {
            return Ok(());
        };
        running.last = at;
        let outcome = running.recorder.push(at, data);
        if outcome.is_err() {
            self.running.remove(&position);
        }
        outcome
    }

    /// Writes what has waited long enough; gives the recordings that failed.
    pub(super) fn tick(&mut self, now: Timestamp) -> Vec<(usize, Error)> {
        let mut failed = Vec::new();
        for (position, Running { recorder, last }) in &mut self.running {
            // What belongs together is written together: only a pause ends a record.
            let is_quiet =
                Duration::try_from(now.duration_since(*last)).is_ok_and(|pause| pause >= QUIET);
            if recorder.has_pending()
                && is_quiet
                && let Err(error) = recorder.flush()
            {
                failed.push((*position, error));
            }
        }
        for (position, _) in &failed {
            self.running.remove(position);
        }
        failed
    }

    /// Ends a recording; gives what to tell the user.
    pub(super) fn end(&mut self, position: usize) -> Option<String> {
        let Running { recorder, .. } = self.running.remove(&position)?;
        let path = recorder.path().display().to_string();
        Some(match recorder.finish() {
            Ok(totals) => format!("recorded {} bytes to {path}", totals.bytes),
            Err(error) => format!("recording to {path} failed: {}", told(&error)),
        })
    }

    /// Ends all; gives what to tell the user.
    pub(super) fn end_all(&mut self) -> Vec<String> {
        let positions: Vec<usize> = self.running.keys().copied().collect();
        positions
            .into_iter()
            .filter_map(|position| self.end(position))
            .collect()
    }
}

/// An error with its causes in one line.
pub(super) fn told(error: &Error) -> String {
    let causes = error.causes().into_iter().map(|cause| format!(": {cause}"));
    std::iter::once(error.to_string()).chain(causes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::testing::Bench;
    use crate::watch::theme::Theme;

    #[test]
    fn snapshots_never_write_over_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = Bench::running(&["nl-dsmr-5.0"], 2);
        let buffer = bench.buffer(80, 24, Theme::PLAIN);
        let take = || write_snapshot(folder.path(), &bench.app, &buffer, bench.now).unwrap();
        let names =
            [take(), take()].map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
        assert_eq!(names, ["smr-20260615-100732", "smr-20260615-100732-2"]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4);
        let nowhere = folder.path().join("nowhere");
        let error = write_snapshot(&nowhere, &bench.app, &buffer, bench.now).unwrap_err();
        assert!(!error.hints().is_empty());
    }

    #[test]
    fn a_recording_holds_the_bytes_of_its_source() {
        let folder = tempfile::tempdir().unwrap();
        let mut recordings = Recordings::default();
        let now = Timestamp::UNIX_EPOCH;
        let path = recordings
            .begin(1, "kitchen", folder.path(), now, &TimeZone::UTC)
            .unwrap();
        recordings.push(0, now, b"another source").unwrap();
        recordings.push(1, now, b"telegram").unwrap();
        assert!(recordings.tick(now).is_empty());
        assert!(
            recordings
                .end(1)
                .unwrap()
                .starts_with("recorded 8 bytes to")
        );
        assert_eq!(recordings.end(1), None);
        let written = std::fs::read(path).unwrap();
        assert!(written.windows(8).any(|part| part == b"telegram"));
        assert!(!written.windows(7).any(|part| part == b"another"));
    }
}
