//! What is done to each gateway of a rollout, as data: it stands in the plan and in the journal, and holds no secret.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::inventory::PasswordPlace;
use super::report::Verdict;
use crate::error::{Error, Result};
use crate::image::Sha256;

/// An image that gateways of one board are to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedImage {
    /// The file; nothing for an image that is built into this program.
    pub path: Option<PathBuf>,
    /// The SHA-256 of the whole file.
    pub sha256: String,
    /// The version that it holds.
    pub version: String,
    /// The board that it is for.
    pub board: String,
    /// Bytes of the file.
    pub bytes: u64,
}

impl PlannedImage {
    /// What a plan keeps of an image.
    pub fn of(path: Option<PathBuf>, file: &[u8], image: &crate::image::Image) -> PlannedImage {
        PlannedImage {
            path,
            sha256: Sha256::of(file).to_string(),
            version: image.descriptor.version.to_string(),
            board: image.descriptor.board.to_string(),
            bytes: file.len() as u64,
        }
    }
}

/// One setting that is to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedChange {
    /// Which.
    pub path: String,
    /// Its new value, as on a command line.
    pub value: Option<String>,
    /// Where its new value is, for secrets and keys.
    pub file: Option<PathBuf>,
}

/// What is done to each gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Task {
    /// It gets new firmware.
    Update {
        /// One image for each board.
        images: Vec<PlannedImage>,
        /// The public key that images must be signed with.
        key: Option<PathBuf>,
    },
    /// Its settings are changed.
    Settings {
        /// Which, each once.
        changes: Vec<PlannedChange>,
    },
    /// It starts anew.
    Restart,
    /// All that it tells goes into an archive.
    Diagnostics {
        /// The folder of the archives.
        folder: PathBuf,
        /// Whether it is left out whose gateway it is.
        is_anonymous: bool,
    },
    /// It gets another admin password.
    Password {
        /// Tells this rotation from others: hexadecimal digits.
        rotation: String,
        /// Where the new password is, if all get the same; else each gets one that is made up.
        source: Option<PasswordPlace>,
        /// The file that the new ones go to; nothing for those that `smr login` keeps.
        book: Option<PathBuf>,
    },
}

/// How a task is told.
struct Words {
    /// A stable word.
    word: &'static str,
    /// `the update`
    noun: &'static str,
    /// What has become of a gateway where it was done.
    done: &'static str,
    /// And where there was nothing to do.
    current: &'static str,
}

impl Task {
    fn words(&self) -> Words {
        let (word, noun, done, current) = match self {
            Task::Update { .. } => ("update", "update", "updated", "current"),
            Task::Settings { .. } => ("settings", "change of settings", "changed", "unchanged"),
            Task::Restart => ("restart", "restart", "restarted", "restarted before"),
            Task::Diagnostics { .. } => {
                ("diagnostics", "collection", "collected", "collected before")
            }
            Task::Password { .. } => ("password", "rotation", "rotated", "rotated before"),
        };
        Words {
            word,
            noun,
            done,
            current,
        }
    }

    /// A stable word: `update`.
    pub fn word(&self) -> &'static str {
        self.words().word
    }

    /// What it is called in sentences: `update`, `change of settings`.
    pub fn noun(&self) -> &'static str {
        self.words().noun
    }

    /// What people read for a verdict: `restarted` where reports for programs say `updated`.
    pub fn told(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Updated => self.words().done,
            Verdict::Current => self.words().current,
            other => other.word(),
        }
    }

    /// What it is to come to: `update to 4.5.6`.
    pub fn title(&self) -> String {
        match self {
            Task::Update { .. } => format!("update to {}", self.versions()),
            Task::Settings { changes } => {
                let paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
                format!("change of {}", paths.join(", "))
            }
            Task::Restart => "restart".to_owned(),
            Task::Diagnostics { folder, .. } => format!("archives in {}", folder.display()),
            Task::Password { .. } => "new admin passwords".to_owned(),
        }
    }

    /// The images of an update; none of other tasks.
    pub fn images(&self) -> &[PlannedImage] {
        match self {
            Task::Update { images, .. } => images,
            _ => &[],
        }
    }

    /// The version of an update, if it is the same for all boards.
    pub fn version(&self) -> Option<&str> {
        let first = self.images().first()?;
        let is_same = |image: &PlannedImage| image.version == first.version;
        self.images()
            .iter()
            .all(is_same)
            .then_some(first.version.as_str())
    }

    /// `4.5.6`, or `4.5.6 (esp8266-1m), 4.6.0 (esp8266-4m)`
    fn versions(&self) -> String {
        if let Some(version) = self.version() {
            return version.to_owned();
        }
        let each = |image: &PlannedImage| format!("{} ({})", image.version, image.board);
        let all: Vec<String> = self.images().iter().map(each).collect();
        all.join(", ")
    }

    /// Refuses what can only come from a file that somebody edited.
    pub(super) fn check(&self) -> Result<()> {
        let boards: Vec<&str> = self
            .images()
            .iter()
            .map(|image| image.board.as_str())
            .collect();
        let is_sound = match self {
            Task::Update { images, .. } => {
                let mut once = boards.clone();
                once.sort_unstable();
                once.dedup();
                !images.is_empty() && once.len() == boards.len()
            }
            Task::Settings { changes } => {
                let is_one =
                    |change: &PlannedChange| change.value.is_some() != change.file.is_some();
                !changes.is_empty() && changes.iter().all(is_one)
            }
            Task::Password { rotation, .. } => {
                !rotation.is_empty() && rotation.bytes().all(|byte| byte.is_ascii_hexdigit())
            }
            Task::Restart | Task::Diagnostics { .. } => true,
        };
        match is_sound {
            true => Ok(()),
            false => Err(
                Error::failed("the plan does not say clearly what is to be done")
                    .hint("make a new one instead of editing it: smr fleet plan"),
            ),
        }
    }
}
