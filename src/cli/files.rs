//! Files that are read whole and written whole: what is written is there completely or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::config::alone::replace;
use crate::error::{Error, Result};

/// What happens to a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existing {
    /// It is replaced.
    Replace,
    /// It stays, and writing fails.
    Keep,
}

/// Who may read a file that is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// Whoever the user lets read files.
    Usual,
    /// Only the user, where the system knows such rights.
    Owner,
}

/// Reads a file of at most `most` bytes.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    let cannot = |cause: io::Error| {
        Error::failed(format!("cannot read {}", path.display()))
            .because(cause)
            .hint("check the path, and that the file is yours to read")
    };
    let file = File::open(path).map_err(cannot)?;
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(cannot)?;
    if bytes.len() as u64 > most {
        return Err(
            Error::failed(format!("{} has more than {most} bytes", path.display()))
                .hint("is it the right file?"),
        );
    }
    Ok(bytes)
}

/// Reads a small text file, such as a key.
pub(super) fn read_text(path: &Path) -> Result<String> {
    const MOST: u64 = 64 * 1024;
    String::from_utf8(read(path, MOST)?)
        .map_err(|cause| Error::failed(format!("{} is no text", path.display())).because(cause))
}

/// Writes a file. A cut at any moment leaves the old file or the new one.
pub(super) fn write(path: &Path, bytes: &[u8], existing: Existing, readers: Readers) -> Result<()> {
    try_write(path, bytes, existing, readers).map_err(|cause| unwritable(path, cause))
}

/// Fails, before work that takes long, where a file could not be made.
pub(super) fn check_writable(path: &Path) -> Result<()> {
    if is_device(path) {
        return Ok(());
    }
    draft(&destination(path, Existing::Replace), Readers::Owner)
        .map(drop)
        .map_err(|cause| unwritable(path, cause))
}

fn unwritable(path: &Path, cause: io::Error) -> Error {
    let hint = match cause.kind() {
        io::ErrorKind::AlreadyExists => "name another file, or move this one away",
        _ => "the directory must exist and be yours to write",
    };
    Error::failed(format!("cannot write {}", path.display()))
        .because(cause)
        .hint(hint)
}

fn try_write(path: &Path, bytes: &[u8], existing: Existing, readers: Readers) -> io::Result<()> {
    if existing == Existing::Replace && is_device(path) {
        return fs::write(path, bytes);
    }
    let target = destination(path, existing);
    let mut file = draft(&target, readers)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    match existing {
        Existing::Replace => replace(file, &target),
        Existing::Keep => {
            let kept = file.persist_noclobber(&target);
            kept.map(drop).map_err(|failure| failure.error)
        }
    }
}

/// A file without a name next to `target`, which takes its place when it is whole.
fn draft(target: &Path, readers: Readers) -> io::Result<tempfile::NamedTempFile> {
    let directory = match target.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => Path::new("."),
    };
    // Says what is wrong with the directory, and not with a file that nobody named.
    directory.metadata()?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".smr-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What the user's mask leaves of these.
        let mode = match readers {
            Readers::Usual => 0o666,
            Readers::Owner => 0o600,
        };
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = readers;
    let unnamed = |cause: io::Error| io::Error::from(cause.kind());
    builder.tempfile_in(directory).map_err(unnamed)
}

/// Something like `/dev/null`, which must not be replaced by a file.
fn is_device(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// Where a link leads: the file behind it is replaced, not the link.
fn destination(path: &Path, existing: Existing) -> PathBuf {
    match existing {
        Existing::Replace => path.canonicalize().unwrap_or_else(|_| path.to_owned()),
        Existing::Keep => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_or_kept_as_was_asked() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("a");
        write(&path, b"1", Existing::Keep, Readers::Usual).expect("written");
        assert!(write(&path, b"2", Existing::Keep, Readers::Usual).is_err());
        assert_eq!(fs::read(&path).expect("a file"), b"1");
        write(&path, b"3", Existing::Replace, Readers::Usual).expect("written");
        assert_eq!(fs::read(&path).expect("a file"), b"3");
        assert_eq!(
            fs::read_dir(directory.path()).expect("readable").count(),
            1,
            "nothing is left over"
        );
    }

    #[cfg(unix)]
    #[test]
    fn secrets_are_for_the_owner_and_links_stay() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().expect("a directory");
        let (path, link) = (directory.path().join("a"), directory.path().join("b"));
        write(&path, b"1", Existing::Keep, Readers::Owner).expect("written");
        let mode = fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::os::unix::fs::symlink(&path, &link).expect("a link");
        write(&link, b"2", Existing::Replace, Readers::Owner).expect("written");
        assert!(link.symlink_metadata().expect("a link").is_symlink());
        assert_eq!(fs::read(&path).expect("a file"), b"2");
    }

    #[test]
    fn a_file_that_is_too_large_is_not_read_on() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("a");
        fs::write(&path, [0; 11]).expect("written");
        assert!(read(&path, 10).is_err());
        assert_eq!(read(&path, 11).expect("read").len(), 11);
    }
}
