//! Writes one capture file, so that a crash at any moment leaves only whole records.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::marker::{HEADER_START, Header, MAX_RECORD, record_line};
use super::reader::cannot_read;
use super::{Reader, Skipped};
use crate::config::alone::{Opened, open_alone};
use crate::error::{Error, Result};

/// What to do about a file that is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    /// Leave it alone and fail.
    #[default]
    Refuse,
    /// Write on after its last whole record.
    Append,
    /// Write over it.
    Replace,
}

/// A capture file that is being written. Nothing is kept back: when [`Writer::write`] returns, the
/// record is with the operating system.
#[derive(Debug)]
pub struct Writer {
    file: File,
    path: PathBuf,
    /// The length of the file up to its last whole record.
    good_end: u64,
    /// Devices and pipes can neither be cut nor locked.
    regular: bool,
    torn: Option<Skipped>,
    line: Vec<u8>,
}

impl Writer {
    /// Opens `path` and writes the header unless it goes on with a capture that has one.
    ///
    /// # Errors
    ///
    /// A file that exists (with [`Existing::Refuse`]), is no capture (with [`Existing::Append`]), is
    /// being written by another process, or cannot be written.
    pub fn create(path: &Path, existing: Existing, header: &Header) -> Result<Writer> {
        let shown = path.display();
        let mut writing = OpenOptions::new();
        writing.write(true);
        let opened = match existing {
            Existing::Refuse => match open_alone(writing.clone().create_new(true), path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_device(path) => {
                    open_alone(&mut writing, path)
                }
                result => result,
            },
            // Cut only once it is ours.
            Existing::Append | Existing::Replace => {
                writing.read(!is_device(path)).create(true).truncate(false);
                open_alone(&mut writing, path)
            }
        };
        let file = match opened.map_err(|cause| cannot_create(path, cause))? {
            Opened::Alone(file) => file,
            Opened::InUse => {
                return Err(
                    Error::failed(format!("another process is recording to {shown}"))
                        .hint("choose another file with -o"),
                );
            }
        };
        let regular = file.metadata().is_ok_and(|metadata| metadata.is_file());
        let mut writer = Writer {
            file,
            path: path.to_owned(),
            good_end: 0,
            regular,
            torn: None,
            line: Vec::new(),
        };
        if regular && existing == Existing::Append {
            writer.find_good_end()?;
        }
        writer.cut()?;
        if writer.good_end == 0 {
            writer.put(&header.encode())?;
        }
        Ok(writer)
    }

    /// Says early what [`Writer::create`] would say about a file that exists.
    ///
    /// # Errors
    ///
    /// A file that exists, with [`Existing::Refuse`].
    pub fn check(path: &Path, existing: Existing) -> Result<()> {
        if existing == Existing::Refuse && path.exists() && !is_device(path) {
            return Err(cannot_create(path, io::ErrorKind::AlreadyExists.into()));
        }
        Ok(())
    }

    /// Writes one record of 1 to [`MAX_RECORD`] bytes; a longer one in several.
    ///
    /// # Errors
    ///
    /// A full disk or another failure to write. The file then ends with its last whole record.
    pub fn write(&mut self, at: Timestamp, data: &[u8]) -> Result<()> {
        for part in data.chunks(MAX_RECORD) {
            // One write, so that as little as possible can come between its parts.
            let mut record = std::mem::take(&mut self.line);
            record.clear();
            record.extend_from_slice(record_line(at, part.len()).as_bytes());
            record.extend_from_slice(part);
            record.push(b'\n');
            let result = self.put(&record);
            self.line = record;
            result?;
        }
        Ok(())
    }

    /// The length of the file in bytes.
    pub fn length(&self) -> u64 {
        self.good_end
    }

    /// The file's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The incomplete last record that was cut off before appending.
    pub fn torn(&self) -> Option<Skipped> {
        self.torn
    }

    /// Has the file written through to the disk and closes it.
    ///
    /// # Errors
    ///
    /// A failure that the system had not reported yet.
    pub fn finish(self) -> Result<()> {
        if !self.regular {
            return Ok(());
        }
        let synced = self.file.sync_all();
        synced.map_err(|cause| cannot_write(&self.path, cause))
    }

    /// Finds where the last whole record of an existing file ends.
    fn find_good_end(&mut self) -> Result<()> {
        let shown = self.path.display().to_string();
        let unreadable = |cause| cannot_read(&shown, cause);
        let length = self.file.metadata().map_err(unreadable)?.len();
        let mut start = [0; HEADER_START.len()];
        let known = usize::try_from(length)
            .unwrap_or(usize::MAX)
            .min(start.len());
        let beginning = start.get_mut(..known).unwrap_or_default();
        self.file.read_exact(beginning).map_err(unreadable)?;
        // Also true of an empty file, and of one killed within its very first bytes.
        if known < HEADER_START.len() && HEADER_START.starts_with(beginning) {
            return Ok(());
        }
        self.file.rewind().map_err(unreadable)?;
        let mut reader = Reader::new(&self.file).map_err(unreadable)?;
        if reader.header().is_none() {
            return Err(Error::failed(format!(
                "{shown} is not a capture, so nothing can be appended"
            ))
            .hint("choose another file with -o, or write over it with --force"));
        }
        while reader.next_chunk().map_err(unreadable)?.is_some() {}
        self.good_end = reader.good_end();
        self.torn = reader
            .take_skipped()
            .into_iter()
            .find(|skipped| skipped.at_end);
        Ok(())
    }

    /// Writes all of `bytes`, or leaves the file as it was.
    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        if let Err(cause) = self.file.write_all(bytes) {
            // What was written of it must go; if that fails too, readers drop it.
            let _ = self.cut();
            return Err(cannot_write(&self.path, cause));
        }
        self.good_end += bytes.len() as u64;
        Ok(())
    }

    /// Cuts the file after its last whole record and goes there.
    fn cut(&mut self) -> Result<()> {
        if !self.regular {
            return Ok(());
        }
        let cut = self.file.set_len(self.good_end);
        let moved = cut.and_then(|()| self.file.seek(SeekFrom::Start(self.good_end)));
        moved.map_err(|cause| cannot_write(&self.path, cause))?;
        Ok(())
    }
}

fn is_device(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn cannot_create(path: &Path, cause: io::Error) -> Error {
    let shown = path.display();
    let error = Error::failed(format!("cannot create {shown}"));
    match cause.kind() {
        io::ErrorKind::AlreadyExists => Error::failed(format!("{shown} exists already"))
            .hint("go on with it: --append")
            .hint("write over it: --force"),
        io::ErrorKind::NotFound => {
            let folder = path.parent().unwrap_or(Path::new(".")).display();
            error
                .because(cause)
                .hint(format!("make its folder first: mkdir -p {folder}"))
        }
        io::ErrorKind::PermissionDenied => error
            .because(cause)
            .hint("choose a folder of yours with -o"),
        _ => error.because(cause),
    }
}

fn cannot_write(path: &Path, cause: io::Error) -> Error {
    let full = matches!(
        cause.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    );
    let error = Error::failed(format!("cannot write to {}", path.display())).because(cause);
    if full {
        error
            .hint("everything up to here is saved: make room, then go on with --append")
            .hint("keep recordings within bounds with --rotate-size 50MB --keep 10")
    } else {
        error
    }
}
