//! Passwords that are kept, by the id of their gateway: in the operating system's keyring, or in a file that only the user can read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::alone::replace;
use super::keyring::{Account, Keyring};
use super::place;
use super::secret::Password;
use crate::error::{Error, Result};

/// The variable of the environment that says where passwords are kept: `os` or `file`.
pub const VARIABLE: &str = "SMR_KEYRING";

const FILE: &str = "logins.json";
const LOCK: &str = "logins.lock";
const SCHEMA: &str = "smr.logins/1";
/// More than thousands of logins need, in bytes.
const LONGEST: u64 = 16 << 20;

/// Where a password is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keeper {
    /// In the operating system's keyring.
    Keyring,
    /// In a file that only the user can read.
    File,
}

/// A login that is kept, without its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The gateway's id.
    pub id: String,
    /// The gateway's name when it was kept.
    pub name: String,
    /// The user.
    pub user: String,
    /// Where the password is.
    pub keeper: Keeper,
}

#[derive(Clone, Serialize, Deserialize)]
struct Record {
    name: String,
    user: String,
    keeper: Keeper,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Book {
    schema: String,
    logins: BTreeMap<String, Record>,
}

/// All logins that the user keeps.
#[derive(Clone, Debug)]
pub struct Logins {
    directory: PathBuf,
    keyring: Option<Keyring>,
    is_keyring_wanted: bool,
}

impl Logins {
    /// Those of the user who runs this program.
    ///
    /// # Errors
    ///
    /// A user without a home; [`Kind::Usage`](crate::error::Kind::Usage) if the environment asks for a keyring that is not there.
    pub fn open() -> Result<Logins> {
        let wanted = std::env::var(VARIABLE).unwrap_or_default();
        let keyring = match wanted.as_str() {
            "file" => None,
            "" => Keyring::find(),
            "os" => Some(Keyring::find().ok_or_else(|| {
                Error::usage("there is no keyring here")
                    .hint("it needs a desktop session, and secret-tool of libsecret")
                    .hint("or keep passwords in a file: SMR_KEYRING=file")
            })?),
            _ => {
                return Err(Error::usage(format!("{VARIABLE} is neither os nor file")));
            }
        };
        Ok(Logins {
            directory: place::directory()?.path,
            keyring,
            is_keyring_wanted: wanted == "os",
        })
    }

    /// Those in the file of this directory; without a keyring.
    pub fn in_directory(directory: impl Into<PathBuf>) -> Logins {
        Logins {
            directory: directory.into(),
            keyring: None,
            is_keyring_wanted: false,
        }
    }

    /// Where new passwords go.
    pub fn keeper(&self) -> Keeper {
        match self.keyring {
            Some(_) => Keeper::Keyring,
            None => Keeper::File,
        }
    }

    /// The file with the list of logins, and with the passwords that are in no keyring.
    pub fn path(&self) -> PathBuf {
        self.directory.join(FILE)
    }

    /// All of them, by id.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or that others can.
    pub fn list(&self) -> Result<Vec<Kept>> {
        let book = self.read()?;
        let kept = book.logins.into_iter().map(|(id, record)| Kept {
            id,
            name: record.name,
            user: record.user,
            keeper: record.keeper,
        });
        Ok(kept.collect())
    }

    /// The password of a user at the gateway with this id, if it is kept.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or that others can; a keyring that does not answer.
    pub fn password(&self, id: &str, user: &str) -> Result<Option<Password>> {
        let mut book = self.read()?;
        let Some(record) = book.logins.remove(id).filter(|record| record.user == user) else {
            return Ok(None);
        };
        match (record.keeper, &self.keyring) {
            (Keeper::File, _) => Ok(record.password.and_then(Password::new)),
            (Keeper::Keyring, Some(keyring)) => keyring.password(Account { id, user }),
            // Without its keyring, as over SSH, a password has to be given again.
            (Keeper::Keyring, None) => Ok(None),
        }
    }

    /// Keeps a password, instead of one that was kept for the same gateway. Says where it is now: a keyring that refuses is
    /// passed over for the file, unless it was asked for.
    ///
    /// # Errors
    ///
    /// A file that cannot be written; a keyring that was asked for and refuses.
    pub fn keep(&self, id: &str, name: &str, user: &str, password: &Password) -> Result<Keeper> {
        let _lock = self.lock()?;
        let mut book = self.read()?;
        let kept = self
            .keyring
            .as_ref()
            .map(|it| it.keep(Account { id, user }, password));
        let keeper = match kept {
            Some(Ok(())) => Keeper::Keyring,
            Some(Err(error)) if self.is_keyring_wanted => return Err(error),
            Some(Err(_)) | None => Keeper::File,
        };
        let record = Record {
            name: name.to_owned(),
            user: user.to_owned(),
            keeper,
            password: (keeper == Keeper::File).then(|| password.expose().to_owned()),
        };
        let before = book.logins.insert(id.to_owned(), record);
        self.write(&book)?;
        // One that moved into the file must not be left behind in the keyring.
        if let (Some(Keeper::Keyring), Keeper::File) = (before.map(|it| it.keeper), keeper)
            && let Some(keyring) = &self.keyring
        {
            let _ = keyring.forget(Account { id, user });
        }
        Ok(keeper)
    }

    /// Forgets the login of the gateway with this id. Says whether there was one.
    ///
    /// # Errors
    ///
    /// A file that cannot be written; a keyring that does not answer.
    pub fn forget(&self, id: &str) -> Result<bool> {
        let _lock = self.lock()?;
        let mut book = self.read()?;
        let Some(record) = book.logins.remove(id) else {
            return Ok(false);
        };
        if record.keeper == Keeper::Keyring {
            let Some(keyring) = &self.keyring else {
                return Err(Error::failed(format!(
                    "the password of {id} is in a keyring that is not here"
                ))
                .hint("log out where you logged in: in your desktop session"));
            };
            let user = &record.user;
            keyring.forget(Account { id, user })?;
        }
        self.write(&book)?;
        Ok(true)
    }

    fn read(&self) -> Result<Book> {
        let path = self.path();
        let cannot = |cause: io::Error| {
            Error::failed(format!("cannot read {}", path.display())).because(cause)
        };
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                return Ok(Book {
                    schema: SCHEMA.to_owned(),
                    logins: BTreeMap::new(),
                });
            }
            Err(cause) => return Err(cannot(cause)),
        };
        check_readers(&file, &path)?;
        let mut text = String::new();
        file.take(LONGEST)
            .read_to_string(&mut text)
            .map_err(cannot)?;
        let book = serde_json::from_str(&text).ok();
        book.filter(|book: &Book| book.schema == SCHEMA)
            .ok_or_else(|| {
                Error::failed(format!("{} cannot be understood", path.display()))
                    .hint("remove it, and log in again: smr login GATEWAY")
            })
    }

    /// Writes the file whole: a cut at any moment leaves the old one or the new one.
    fn write(&self, book: &Book) -> Result<()> {
        let path = self.path();
        let cannot = |cause: io::Error| {
            Error::failed(format!("cannot write {}", path.display())).because(cause)
        };
        let text = serde_json::to_vec_pretty(book)
            .map_err(|cause| Error::failed("cannot write JSON").because(cause))?;
        // Only the user may read what this makes.
        let mut file = tempfile::Builder::new()
            .prefix(".logins-")
            .tempfile_in(&self.directory)
            .map_err(cannot)?;
        file.write_all(&text)
            .and_then(|()| file.write_all(b"\n"))
            .and_then(|()| file.as_file().sync_all())
            .map_err(cannot)?;
        replace(file, &path).map_err(cannot)
    }

    /// Keeps other runs of this program from writing at the same time, until it is dropped.
    fn lock(&self) -> Result<File> {
        let cannot = |cause: io::Error| {
            Error::failed(format!("cannot use {}", self.directory.display()))
                .because(cause)
                .hint("name another directory: SMR_CONFIG_DIR")
        };
        make_private(&self.directory).map_err(cannot)?;
        // Nothing is written to it, so nothing of it is cut while another run holds it.
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.directory.join(LOCK))
            .map_err(cannot)?;
        file.lock().map_err(cannot)?;
        Ok(file)
    }
}

#[cfg(unix)]
fn make_private(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
}

#[cfg(not(unix))]
fn make_private(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)
}

/// A file of passwords that others can read is not used: they may have been read.
#[cfg(unix)]
fn check_readers(file: &File, path: &Path) -> Result<()> {
    use std::os::unix::fs::MetadataExt;
    let shown = path.display();
    let metadata = file
        .metadata()
        .map_err(|cause| Error::failed(format!("cannot read {shown}")).because(cause))?;
    let user = rustix::process::geteuid().as_raw();
    if ![user, 0].contains(&metadata.uid()) {
        return Err(Error::failed(format!("{shown} belongs to somebody else"))
            .hint("name a directory of your own: SMR_CONFIG_DIR"));
    }
    if metadata.mode() & 0o077 != 0 {
        return Err(
            Error::failed(format!("others can read the passwords in {shown}"))
                .hint(format!("make it yours alone: chmod 600 '{shown}'"))
                .hint("and change the passwords, if somebody may have looked"),
        );
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_readers(_: &File, _: &Path) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::new(text).expect("a password")
    }

    #[test]
    fn what_is_kept_is_found_by_id_and_user_until_it_is_forgotten() {
        let home = tempfile::tempdir().expect("a directory");
        let logins = Logins::in_directory(home.path().join("a/b"));
        assert_eq!(logins.list().expect("none yet"), []);
        assert!(!logins.forget("smr-000000").expect("nothing to forget"));
        for (id, text) in [("smr-1", "first"), ("smr-2", "other"), ("smr-1", "second")] {
            let keeper = logins.keep(id, "kitchen", "admin", &password(text));
            assert_eq!(keeper.expect("kept"), Keeper::File);
        }
        let found = logins.password("smr-1", "admin").expect("readable");
        assert_eq!(found, Some(password("second")));
        assert_eq!(logins.password("smr-1", "root").expect("readable"), None);
        assert_eq!(logins.password("smr-3", "admin").expect("readable"), None);
        assert_eq!(logins.list().expect("two").len(), 2);
        assert!(logins.forget("smr-1").expect("forgotten"));
        assert_eq!(logins.password("smr-1", "admin").expect("readable"), None);
        let text = fs::read_to_string(logins.path()).expect("a file");
        assert!(!text.contains("second") && text.contains("other"), "{text}");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_can_read_it_and_a_file_that_others_can_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("a directory");
        let logins = Logins::in_directory(home.path().join("smr"));
        logins
            .keep("smr-1", "kitchen", "admin", &password("hunter2hunter2"))
            .expect("kept");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&logins.path()), 0o600);
        assert_eq!(mode(&home.path().join("smr")), 0o700);
        let open = fs::Permissions::from_mode(0o640);
        fs::set_permissions(logins.path(), open).expect("changed");
        let error = logins.password("smr-1", "admin").expect_err("readable");
        assert!(error.hints().join(";").contains("chmod 600"), "{error:?}");
        assert!(logins.list().is_err());
        assert!(
            logins
                .keep("smr-2", "attic", "admin", &password("x"))
                .is_err()
        );
    }

    #[test]
    fn what_cannot_be_understood_is_left_alone_and_not_repeated() {
        let home = tempfile::tempdir().expect("a directory");
        let logins = Logins::in_directory(home.path());
        logins
            .keep("smr-1", "kitchen", "admin", &password("hunter2hunter2"))
            .expect("kept");
        let text = fs::read_to_string(logins.path()).expect("a file");
        for bad in [
            text.replace("smr.logins/1", "smr.logins/2"),
            text.replace('}', ""),
        ] {
            // Written into what is there, so that its rights stay.
            fs::write(logins.path(), &bad).expect("written");
            let error = logins
                .keep("smr-1", "kitchen", "admin", &password("x"))
                .expect_err("odd");
            assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
            assert_eq!(fs::read_to_string(logins.path()).expect("a file"), bad);
        }
    }
}
