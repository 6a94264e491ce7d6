//! Records what a source gives: joins reads to records, writes them, rotates files.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::marker::record_line;
use super::rotation::{name, surplus};
use super::{Chunk, Coalescer, Existing, Header, Rotation, Skipped, Writer};
use crate::error::{Error, Result};

/// A recording under way. Give it bytes with [`Recorder::push`], and call [`Recorder::flush`] when none
/// have come for [`QUIET`](super::QUIET) while [`Recorder::has_pending`].
#[derive(Debug)]
pub struct Recorder {
    coalescer: Coalescer,
    writer: Writer,
    begun: Timestamp,
    /// Records in the present file.
    in_file: u64,
    base: PathBuf,
    source: String,
    rotation: Rotation,
    totals: Totals,
}

/// What has been recorded so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Bytes of the source.
    pub bytes: u64,
    /// Records written.
    pub records: u64,
    /// Files begun.
    pub files: u64,
}

impl Recorder {
    /// Begins to record `source` to `path`, or with an active `rotation` to files named after it.
    ///
    /// # Errors
    ///
    /// As [`Writer::create`]; a `path` without a file name.
    pub fn create(
        path: &Path,
        existing: Existing,
        rotation: Rotation,
        source: &str,
        now: Timestamp,
    ) -> Result<Recorder> {
        if path.file_name().is_none() || path.is_dir() {
            let shown = path.display();
            return Err(Error::usage(format!("{shown} is not the name of a file"))
                .hint(format!("write {}", path.join("capture.smr").display())));
        }
        let header = Header {
            source: source.to_owned(),
            started: Some(now),
        };
        let writer = if rotation.is_active() {
            stamped(path, &header, now)?
        } else {
            Writer::create(path, existing, &header)?
        };
        let recorder = Recorder {
            coalescer: Coalescer::default(),
            writer,
            begun: now,
            in_file: 0,
            base: path.to_owned(),
            source: source.to_owned(),
            rotation,
            totals: Totals {
                files: 1,
                ..Totals::default()
            },
        };
        recorder.delete_surplus()?;
        Ok(recorder)
    }

    /// Takes bytes that came at a time.
    ///
    /// # Errors
    ///
    /// As [`Writer::write`].
    pub fn push(&mut self, at: Timestamp, data: &[u8]) -> Result<()> {
        self.totals.bytes += data.len() as u64;
        for record in self.coalescer.push(at, data) {
            self.write(&record)?;
        }
        Ok(())
    }

    /// Writes what has been gathered.
    ///
    /// # Errors
    ///
    /// As [`Writer::write`].
    pub fn flush(&mut self) -> Result<()> {
        match self.coalescer.flush() {
            Some(record) => self.write(&record),
            None => Ok(()),
        }
    }

    /// Whether bytes wait for more to come.
    pub fn has_pending(&self) -> bool {
        self.coalescer.has_pending()
    }

    /// What has been recorded so far.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// The file being written now.
    pub fn path(&self) -> &Path {
        self.writer.path()
    }

    /// The incomplete record that was cut off before appending.
    pub fn torn(&self) -> Option<Skipped> {
        self.writer.torn()
    }

    /// Writes everything through to the disk.
    ///
    /// # Errors
    ///
    /// As [`Writer::write`] and [`Writer::finish`].
    pub fn finish(mut self) -> Result<Totals> {
        self.flush()?;
        self.writer.finish()?;
        Ok(self.totals)
    }

    fn write(&mut self, record: &Chunk) -> Result<()> {
        let at = record.at.unwrap_or(self.begun);
        let length = self.writer.length();
        let more = record_line(at, record.data.len()).len() + record.data.len() + 1;
        // A file without a record is of no use to anybody.
        if self.in_file > 0 && self.rotation.is_due(self.begun, at, length, more as u64) {
            self.rotate(at)?;
        }
        self.writer.write(at, &record.data)?;
        self.in_file += 1;
        self.totals.records += 1;
        Ok(())
    }

    fn rotate(&mut self, now: Timestamp) -> Result<()> {
        let header = Header {
            source: self.source.clone(),
            started: Some(now),
        };
        let next = stamped(&self.base, &header, now)?;
        std::mem::replace(&mut self.writer, next).finish()?;
        self.begun = now;
        self.in_file = 0;
        self.totals.files += 1;
        self.delete_surplus()
    }

    fn delete_surplus(&self) -> Result<()> {
        let Some(keep) = self.rotation.keep else {
            return Ok(());
        };
        let folder = match self.base.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let failed = |cause| {
            let message = format!("cannot delete old recordings in {}", folder.display());
            Error::failed(message).because(cause)
        };
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).map_err(failed)? {
            if let Ok(name) = entry.map_err(failed)?.file_name().into_string() {
                names.push(name);
            }
        }
        for name in surplus(&self.base, names.iter().map(String::as_str), keep.max(1)) {
            fs::remove_file(folder.join(name)).map_err(failed)?;
        }
        Ok(())
    }
}

/// Begins a file with the time in its name, and a number if that name is taken.
fn stamped(base: &Path, header: &Header, now: Timestamp) -> Result<Writer> {
    let free = (1..=u32::MAX)
        .map(|number| name(base, now, number))
        .find(|path| !path.exists());
    let path = free.unwrap_or_else(|| base.to_owned());
    Writer::create(&path, Existing::Refuse, header)
}
