//! Finds the firmware images that are built into the program, and writes the table of them. `build.rs` includes this file, and so does
//! the test of it.

use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Names a folder of images instead of [`USUAL`].
pub(crate) const VARIABLE: &str = "SMR_FIRMWARE_DIR";
/// Where images are looked for, below the root of the repository.
pub(crate) const USUAL: &str = "firmware/images";

/// Where the images are, and who said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Folder {
    /// The folder.
    pub(crate) path: PathBuf,
    /// Whether somebody named it, who wants it to be there.
    pub(crate) is_named: bool,
}

impl Folder {
    /// The folder that the variable names, relative to `root`; without one the usual folder.
    pub(crate) fn chosen(root: &Path, variable: Option<OsString>) -> Folder {
        match variable.filter(|named| !named.is_empty()) {
            Some(named) => Folder {
                path: root.join(named),
                is_named: true,
            },
            None => Folder {
                path: root.join(USUAL),
                is_named: false,
            },
        }
    }

    /// The images in the folder: all files that end with `.bin`, by name.
    ///
    /// # Errors
    ///
    /// A folder that cannot be read, unless it is the usual one and is not there.
    pub(crate) fn images(&self) -> Result<Vec<PathBuf>, String> {
        let failed = |cause: std::io::Error| format!("{}: {cause}", self.path.display());
        if !self.is_named && !self.path.exists() {
            return Ok(Vec::new());
        }
        let mut images = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|extension| extension == "bin") && path.is_file() {
                // A relative path would be taken from where the table lies.
                images.push(path.canonicalize().map_err(failed)?);
            }
        }
        images.sort();
        Ok(images)
    }
}

/// The table of these images, as an expression of Rust: the name of each file with its bytes.
///
/// # Errors
///
/// A path that is no text, which no source can name.
pub(crate) fn table(images: &[PathBuf]) -> Result<String, String> {
    let mut text = String::from("&[\n");
    for path in images {
        let no_text = || format!("the path {} is no text", path.display());
        let name = path.file_name().and_then(|name| name.to_str());
        let (name, path) = name.zip(path.to_str()).ok_or_else(no_text)?;
        // Writing to memory cannot fail.
        let _ = writeln!(text, "    ({name:?}, include_bytes!({path:?})),");
    }
    text.push_str("]\n");
    Ok(text)
}
