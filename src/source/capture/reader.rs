//! Reads captures and raw files alike; what is torn or damaged is passed over and told.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use jiff::Timestamp;
use memchr::memchr;

use super::marker::{self, HEADER_START, Header, MAX_LINE, Marker, RECORD_START};
use crate::error::{Error, Result};
use crate::source::open_file;

/// A read of the file takes at most so much.
const READ: usize = 64 * 1024;

/// Bytes of a source, with the time at which they came if the file tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// When the first of the bytes came; unknown in a raw file.
    pub at: Option<Timestamp>,
    /// At least one byte.
    pub data: Vec<u8>,
}

/// A part of a capture that was passed over because it is no whole record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where in the file it begins.
    pub offset: u64,
    /// Its length in bytes.
    pub length: u64,
    /// Whether it reaches to the end of the file: the last record was cut short.
    pub at_end: bool,
}

impl std::fmt::Display for Skipped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Skipped { offset, length, .. } = self;
        if self.at_end {
            write!(
                f,
                "the last record is incomplete: {length} bytes left out at offset {offset}"
            )
        } else {
            write!(
                f,
                "the capture is damaged: {length} bytes left out at offset {offset}"
            )
        }
    }
}

/// Reads a capture or a raw file. Which of them it is, the first line tells.
#[derive(Debug)]
pub struct Reader<R> {
    window: Window<R>,
    /// Absent in a raw file.
    header: Option<Header>,
    skipped: Vec<Skipped>,
    good_end: u64,
}

impl Reader<File> {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// A file that cannot be opened or read, or a capture of a version that is not known.
    pub fn open(path: &Path) -> Result<Self> {
        let reader = Reader::new(open_file(path)?);
        reader.map_err(|cause| cannot_read(&path.display().to_string(), cause))
    }
}

/// The failure of reading `name`.
pub(in crate::source) fn cannot_read(name: &str, cause: io::Error) -> Error {
    let newer = cause.kind() == io::ErrorKind::Unsupported;
    let error = Error::failed(format!("cannot read {name}")).because(cause);
    if newer {
        error.hint("a newer smr wrote it: update this one")
    } else {
        error
    }
}

impl<R: Read> Reader<R> {
    /// Reads the first line of `inner`, if it is a capture.
    ///
    /// # Errors
    ///
    /// Those of `inner`; [`io::ErrorKind::Unsupported`] for a version of the format that is not known.
    pub fn new(inner: R) -> io::Result<Self> {
        let mut reader = Reader {
            window: Window::new(inner),
            header: None,
            skipped: Vec::new(),
            good_end: 0,
        };
        if !reader.window.begins_with(HEADER_START)? {
            return Ok(reader);
        }
        // A recording killed in its first write leaves part of a header: a capture without records.
        let header = match reader.line()?.as_deref().and_then(marker::parse) {
            Some(Marker::Header(header)) => {
                reader.take_line()?;
                header
            }
            Some(Marker::OtherVersion(version)) => return Err(other_version(&version)),
            _ => Header {
                source: String::new(),
                started: None,
            },
        };
        reader.header = Some(header);
        Ok(reader)
    }

    /// The first line of a capture; nothing for a raw file.
    pub fn header(&self) -> Option<&Header> {
        self.header.as_ref()
    }

    /// The parts passed over since this was last asked.
    pub fn take_skipped(&mut self) -> Vec<Skipped> {
        std::mem::take(&mut self.skipped)
    }

    /// Where in the file the last whole record ends, of those read so far.
    pub fn good_end(&self) -> u64 {
        self.good_end
    }

    /// The next record of a capture, or the next block of a raw file; nothing at the end.
    ///
    /// # Errors
    ///
    /// Those of the file; [`io::ErrorKind::Unsupported`] for an appended capture of a version that is
    /// not known.
    pub fn next_chunk(&mut self) -> io::Result<Option<Chunk>> {
        if self.header.is_none() {
            return self.raw_block();
        }
        loop {
            let start = self.window.position;
            match self.line()?.as_deref().and_then(marker::parse) {
                None if self.window.at_end()? => return Ok(None),
                // Captures may be joined with `cat`.
                Some(Marker::Header(_)) => self.take_line()?,
                Some(Marker::OtherVersion(version)) => return Err(other_version(&version)),
                Some(Marker::Record { at, length }) => match self.record(length)? {
                    Some(data) if data.is_empty() => {}
                    Some(data) => return Ok(Some(Chunk { at: Some(at), data })),
                    None => self.resynchronise(start)?,
                },
                None => self.resynchronise(start)?,
            }
        }
    }

    /// The bytes alone, as one stream.
    pub fn into_raw(self) -> RawView<R> {
        RawView {
            reader: self,
            chunk: Vec::new(),
            taken: 0,
        }
    }

    fn raw_block(&mut self) -> io::Result<Option<Chunk>> {
        let data = self.window.take_block()?;
        self.good_end = self.window.position;
        Ok((!data.is_empty()).then_some(Chunk { at: None, data }))
    }

    /// The line that begins here, without its newline; nothing if none ends within [`MAX_LINE`].
    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        Ok(self.window.line()?.map(<[u8]>::to_vec))
    }

    fn take_line(&mut self) -> io::Result<()> {
        let length = self.window.line()?.map_or(0, <[u8]>::len);
        self.window.consume(length + 1);
        self.good_end = self.window.position;
        Ok(())
    }

    /// The bytes of the record whose marker line begins here, if the record is whole: its newline
    /// is there, and after it the next marker or the end of the file.
    fn record(&mut self, length: usize) -> io::Result<Option<Vec<u8>>> {
        let line = self.window.line()?.map_or(0, <[u8]>::len) + 1;
        let end = line + length;
        let next = b"#smr";
        let view = self.window.peek(end + 1 + next.len())?;
        let after = view.get(end + 1..).unwrap_or_default();
        let followed = after.starts_with(next) || next.starts_with(after);
        if view.get(end) != Some(&b'\n') || !followed {
            return Ok(None);
        }
        let data = view.get(line..end).unwrap_or_default().to_vec();
        self.window.consume(end + 1);
        self.good_end = self.window.position;
        Ok(Some(data))
    }

    /// Passes over bytes up to the next line that could be a marker, and notes how many.
    fn resynchronise(&mut self, start: u64) -> io::Result<()> {
        loop {
            self.window.skip_line()?;
            let end = self.window.position;
            let at_end = self.window.at_end()?;
            let candidate =
                self.window.begins_with(RECORD_START)? || self.window.begins_with(HEADER_START)?;
            if !at_end && !candidate {
                continue;
            }
            // Damage may take several attempts to get past; it is told as one.
            match self.skipped.last_mut() {
                Some(last) if last.offset + last.length == start => {
                    last.length = end - last.offset;
                    last.at_end = at_end;
                }
                _ => self.skipped.push(Skipped {
                    offset: start,
                    length: end - start,
                    at_end,
                }),
            }
            return Ok(());
        }
    }
}

fn other_version(version: &str) -> io::Error {
    let message = format!("the capture has format version {version}, known is 1");
    io::Error::new(io::ErrorKind::Unsupported, message)
}

/// The raw bytes of a capture or a raw file as one stream, without markers.
#[derive(Debug)]
pub struct RawView<R> {
    reader: Reader<R>,
    chunk: Vec<u8>,
    taken: usize,
}

impl<R: Read> Read for RawView<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.reader.header.is_none() {
            return self.reader.window.read_through(buffer);
        }
        if self.taken >= self.chunk.len() {
            let next = self.reader.next_chunk()?;
            self.chunk = next.map(|chunk| chunk.data).unwrap_or_default();
            self.taken = 0;
        }
        let rest = self.chunk.get(self.taken..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest) {
            *to = *from;
        }
        self.taken += count;
        Ok(count)
    }
}

impl<R: Read> RawView<R> {
    /// The parts of the capture passed over since this was last asked.
    pub fn take_skipped(&mut self) -> Vec<Skipped> {
        self.reader.take_skipped()
    }
}

/// A part of a file in memory, from where it is read on.
#[derive(Debug)]
struct Window<R> {
    inner: R,
    data: Vec<u8>,
    /// Bytes of `data` that are done with.
    done: usize,
    /// Where in the file the first byte that is not done with is.
    position: u64,
    ended: bool,
}

impl<R: Read> Window<R> {
    fn new(inner: R) -> Self {
        Window {
            inner,
            data: Vec::new(),
            done: 0,
            position: 0,
            ended: false,
        }
    }

    fn view(&self) -> &[u8] {
        self.data.get(self.done..).unwrap_or_default()
    }

    /// Reads once more; false at the end of the file.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.done > 0 {
            self.data.drain(..self.done);
            self.done = 0;
        }
        let filled = self.data.len();
        self.data.resize(filled + READ, 0);
        let count = loop {
            let room = self.data.get_mut(filled..).unwrap_or_default();
            match self.inner.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        self.data
            .truncate(filled + count.as_ref().map_or(0, |count| *count));
        self.ended = count? == 0;
        Ok(!self.ended)
    }

    /// What follows: `wanted` bytes or more, or all there are.
    fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.view().len() < wanted && self.fill()? {}
        Ok(self.view())
    }

    fn at_end(&mut self) -> io::Result<bool> {
        Ok(self.peek(1)?.is_empty())
    }

    /// Whether the next bytes are `start`. Reads no more than it takes to tell, so that a raw stream
    /// typed by hand does not hang.
    fn begins_with(&mut self, start: &[u8]) -> io::Result<bool> {
        loop {
            let view = self.view();
            if view.len() >= start.len() || !start.starts_with(view) {
                return Ok(view.starts_with(start));
            }
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    fn line(&mut self) -> io::Result<Option<&[u8]>> {
        let mut searched = 0;
        let length = loop {
            let view = self.view();
            if let Some(found) = memchr(b'\n', view.get(searched..).unwrap_or_default()) {
                break searched + found;
            }
            searched = view.len();
            if searched >= MAX_LINE || !self.fill()? {
                return Ok(None);
            }
        };
        Ok(self.view().get(..length).filter(|_| length < MAX_LINE))
    }

    /// Passes over all bytes up to and with the next newline, or to the end.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            if let Some(found) = memchr(b'\n', self.view()) {
                self.consume(found + 1);
                return Ok(());
            }
            self.consume(self.view().len());
            if !self.fill()? {
                return Ok(());
            }
        }
    }

    fn consume(&mut self, count: usize) {
        let count = count.min(self.view().len());
        self.done += count;
        self.position += count as u64;
    }

    /// What is in memory, else the next block of the file; empty at the end.
    fn take_block(&mut self) -> io::Result<Vec<u8>> {
        let block = self.peek(1)?.to_vec();
        self.consume(block.len());
        Ok(block)
    }

    /// Reads past the window once it is empty, without another copy.
    fn read_through(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.view().is_empty() {
            let count = self.inner.read(buffer)?;
            self.position += count as u64;
            return Ok(count);
        }
        let count = self.view().len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(self.view()) {
            *to = *from;
        }
        self.consume(count);
        Ok(count)
    }
}
