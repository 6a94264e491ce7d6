//! A file of passwords that only its owner can read: `smr.fleet.passwords/1`. One gateway may have two: the one that counts, and one that
//! is about to.
//!
//! What is written is on the disk before anything else happens. A cut at any moment leaves the old file or the new one.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::config::alone::replace;
use crate::config::secret::Password;
use crate::error::{Error, Result};

const SCHEMA: &str = "smr.fleet.passwords/1";
/// More than a hundred thousand gateways need, in bytes.
const LONGEST: u64 = 64 << 20;

/// What is written of one gateway.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) user: String,
    /// The one that the gateway has confirmed.
    pub(super) password: Option<String>,
    /// One that it was perhaps told.
    pub(super) next: Option<String>,
    /// The rotation that brought the newest of them.
    pub(super) rotation: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    schema: String,
    gateways: BTreeMap<String, Entry>,
}

/// The file.
pub(super) struct Book {
    path: PathBuf,
    pub(super) gateways: BTreeMap<String, Entry>,
    /// Keeps others from writing it.
    lock: Option<File>,
}

fn cannot(what: &str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let told = format!("cannot {what} {}", path.display());
    move |cause| {
        Error::failed(told)
            .because(cause)
            .hint("its folder must be yours to write, with room on the disk")
    }
}

impl Book {
    /// Opens it to be written; it need not be there. Nobody else can as long as it is open.
    pub(super) fn open(path: &Path) -> Result<Book> {
        let mut name = std::ffi::OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(".lock");
        let lock = path.with_file_name(name);
        let file = private(&lock).map_err(cannot("write", path))?;
        file.try_lock().map_err(|_| {
            Error::failed(format!("another run writes {}", path.display()))
                .hint("wait until that one has ended")
        })?;
        let mut book = Book::read(path)?;
        book.lock = Some(file);
        Ok(book)
    }

    /// Reads it; nothing is in one that is not there.
    pub(super) fn read(path: &Path) -> Result<Book> {
        let mut book = Book {
            path: path.to_owned(),
            gateways: BTreeMap::new(),
            lock: None,
        };
        let file = match File::open(path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(book),
            Err(cause) => return Err(cannot("read", path)(cause)),
        };
        let mut text = String::new();
        file.take(LONGEST)
            .read_to_string(&mut text)
            .map_err(cannot("read", path))?;
        // What it says is not repeated: there are passwords in it.
        let written: Option<Written> = serde_json::from_str(&text).ok();
        let written = written.filter(|written| written.schema == SCHEMA);
        book.gateways = written
            .ok_or_else(|| {
                Error::usage(format!(
                    "{} is no file of passwords of gateways",
                    path.display()
                ))
                .hint("name another one, or the one that smr fleet rotate-password wrote")
            })?
            .gateways;
        Ok(book)
    }

    /// The password that counts for a gateway, by its name or its id.
    pub(super) fn password(&self, name: &str) -> Option<Password> {
        let is_it = |(id, entry): &(&String, &Entry)| *id == name || entry.name == name;
        let (_, entry) = self.gateways.iter().find(is_it)?;
        entry.password.clone().and_then(Password::new)
    }

    /// Writes it.
    pub(super) fn write(&self) -> Result<()> {
        let written = Written {
            schema: SCHEMA.to_owned(),
            gateways: self.gateways.clone(),
        };
        let mut bytes = serde_json::to_vec_pretty(&written)
            .map_err(|cause| Error::failed("passwords cannot be written down").because(cause))?;
        bytes.push(b'\n');
        self.try_write(&bytes).map_err(cannot("write", &self.path))
    }

    fn try_write(&self, bytes: &[u8]) -> io::Result<()> {
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // Only the user may read what this makes.
        let mut file = tempfile::Builder::new()
            .prefix(".smr-")
            .tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        replace(file, &self.path)?;
        sync_folder(folder)
    }
}

/// A file that only the user can read.
fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Makes sure that the name of a new file is on the disk too.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, password: &str) -> Entry {
        Entry {
            name: name.to_owned(),
            user: "admin".to_owned(),
            password: Some(password.to_owned()),
            ..Entry::default()
        }
    }

    #[test]
    fn what_is_written_is_read_by_name_and_id_and_one_writes_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new.json");
        let mut book = Book::open(&path).expect("a book");
        assert!(Book::open(&path).is_err(), "two write at once");
        let kitchen = entry("kitchen", "open sesame");
        book.gateways.insert("smr-a1b2c3".to_owned(), kitchen);
        book.write().expect("written");
        drop(book);
        let book = Book::open(&path).expect("a book");
        for name in ["kitchen", "smr-a1b2c3"] {
            let found = book.password(name).expect("a password");
            assert_eq!(found.expose(), "open sesame");
        }
        assert!(book.password("attic").is_none());
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new.json");
        Book::open(&path)
            .and_then(|book| book.write())
            .expect("written");
        for entry in std::fs::read_dir(folder.path()).expect("a folder") {
            let entry = entry.expect("an entry");
            let mode = entry.metadata().expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{:?}", entry.path());
        }
    }

    #[test]
    fn a_file_of_something_else_is_neither_taken_nor_repeated() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret.txt");
        std::fs::write(&path, "hunter2hunter2\n").expect("written");
        let error = Book::open(&path).err().expect("no book");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
        assert_eq!(std::fs::read(&path).expect("a file"), b"hunter2hunter2\n");
    }
}
