//! Files that one process writes while others read them, and files that are replaced while others read them: on every system.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// A file that was opened to be written.
#[derive(Debug)]
pub enum Opened {
    /// Nobody else can open it this way as long as this is open. Devices and pipes, and files in file systems without locks, can be
    /// opened more than once.
    Alone(File),
    /// Somebody else has it open.
    InUse,
}

/// Opens a file with these `options`, which include writing, and keeps others from doing the same. Everybody can still read it.
///
/// # Errors
///
/// As [`OpenOptions::open`].
#[cfg(not(windows))]
pub fn open_alone(options: &mut OpenOptions, path: &Path) -> io::Result<Opened> {
    let file = options.open(path)?;
    let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
    Ok(match is_file && is_locked(&file) {
        true => Opened::InUse,
        false => Opened::Alone(file),
    })
}

/// Whether another process holds the file. A process that this one is just starting holds it too, for a moment.
#[cfg(not(windows))]
fn is_locked(file: &File) -> bool {
    const TRIES: u32 = 10;
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(10);
    for _ in 0..TRIES {
        // Not every file system has locks; only a lock held by another is a reason to stop.
        if !matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock)) {
            return false;
        }
        std::thread::sleep(PAUSE);
    }
    true
}

/// Opens a file with these `options`, which include writing, and keeps others from doing the same. Everybody can still read it.
///
/// Locks of Windows keep readers out too, so it is opened for one writer instead.
///
/// # Errors
///
/// As [`OpenOptions::open`].
#[cfg(windows)]
pub fn open_alone(options: &mut OpenOptions, path: &Path) -> io::Result<Opened> {
    use std::os::windows::fs::OpenOptionsExt;
    /// Others may read it, and delete it (`FILE_SHARE_READ`, `FILE_SHARE_DELETE`).
    const READ_AND_DELETE: u32 = 1 | 4;
    /// Somebody has it open in a way that does not go with this one (`ERROR_SHARING_VIOLATION`).
    const SHARING_VIOLATION: i32 = 32;
    match options.share_mode(READ_AND_DELETE).open(path) {
        Ok(file) => Ok(Opened::Alone(file)),
        Err(cause) if cause.raw_os_error() == Some(SHARING_VIOLATION) => Ok(Opened::InUse),
        Err(cause) => Err(cause),
    }
}

/// Puts a file that is whole in the place of `path`, which may be there and be read at this moment. A cut leaves the old file or the
/// new one.
///
/// # Errors
///
/// A folder that cannot be written. The new file is gone then, and the old one stays.
pub fn replace(file: NamedTempFile, path: &Path) -> io::Result<()> {
    #[cfg(not(windows))]
    let replaced = file
        .persist(path)
        .map(drop)
        .map_err(|failure| failure.error);
    // What tempfile calls there fails where somebody reads the old file; std replaces it under them, as other systems do.
    #[cfg(windows)]
    let replaced = {
        let (file, whole) = file.keep().map_err(|failure| failure.error)?;
        drop(file);
        std::fs::rename(&whole, path).inspect_err(|_| {
            // If that fails too, there is nothing more to be done about it.
            let _ = std::fs::remove_file(&whole);
        })
    };
    replaced
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read, Write};

    use super::*;

    fn writing() -> OpenOptions {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        options
    }

    #[test]
    fn one_process_writes_a_file_and_others_read_it_meanwhile() {
        let folder = tempfile::tempdir().expect("a directory");
        let path = folder.path().join("a");
        let opened = open_alone(&mut writing(), &path).expect("opened");
        let Opened::Alone(mut file) = opened else {
            panic!("nobody else has it");
        };
        file.write_all(b"first").expect("written");
        assert_eq!(fs::read(&path).expect("readable"), b"first");
        let mut reader = File::open(&path).expect("readable");
        let again = open_alone(&mut writing(), &path).expect("an answer");
        assert!(matches!(again, Opened::InUse), "{again:?}");
        file.set_len(2).expect("cut");
        let mut text = String::new();
        reader.read_to_string(&mut text).expect("readable");
        assert_eq!(text, "fi");
        drop(file);
        let again = open_alone(&mut writing(), &path).expect("an answer");
        assert!(matches!(again, Opened::Alone(_)), "a reader is no writer");
    }

    #[test]
    fn a_file_is_replaced_while_somebody_reads_it() {
        let folder = tempfile::tempdir().expect("a directory");
        let path = folder.path().join("a");
        for text in ["old", "new"] {
            let reader = File::open(&path);
            let mut file = NamedTempFile::new_in(folder.path()).expect("a file");
            file.write_all(text.as_bytes()).expect("written");
            replace(file, &path).expect("replaced");
            assert_eq!(fs::read_to_string(&path).expect("readable"), text);
            if let Ok(mut reader) = reader {
                let mut before = String::new();
                reader.read_to_string(&mut before).expect("readable");
                assert_eq!((before.as_str(), text), ("old", "new"));
            }
        }
        let missing = folder.path().join("none/a");
        let file = NamedTempFile::new_in(folder.path()).expect("a file");
        assert!(replace(file, &missing).is_err());
        let left = fs::read_dir(folder.path()).expect("readable").count();
        assert_eq!(left, 1, "nothing is left over");
    }
}
