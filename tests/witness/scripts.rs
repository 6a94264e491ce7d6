//! Where the witnesses' own scripts are.

use std::path::{Path, PathBuf};

/// A script of this directory.
pub(crate) fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/witness")
        .join(name)
}
