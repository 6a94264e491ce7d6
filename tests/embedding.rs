//! What `build.rs` builds into the program: the firmware images of a folder.

#![allow(
    clippy::expect_used,
    reason = "a test may stop at what it does not expect"
)]

#[path = "../build/embed.rs"]
mod embed;

use std::fs;
use std::path::{Path, PathBuf};

use embed::{Folder, table};

#[test]
fn a_folder_that_is_named_counts_before_the_usual_one() {
    let root = Path::new("root");
    for (variable, path, is_named) in [
        (None, root.join("firmware/images"), false),
        (Some(""), root.join("firmware/images"), false),
        (Some("mine"), root.join("mine"), true),
    ] {
        let folder = Folder::chosen(root, variable.map(Into::into));
        assert_eq!(folder, Folder { path, is_named });
    }
}

#[test]
fn only_the_usual_folder_may_be_missing() {
    let root = tempfile::tempdir().expect("a folder");
    let usual = Folder::chosen(root.path(), None);
    assert_eq!(usual.images(), Ok(Vec::new()));
    let named = Folder::chosen(root.path(), Some("missing".into()));
    assert!(named.images().expect_err("missing").contains("missing"));
}

#[test]
fn every_file_that_ends_as_an_image_does_is_in_the_table_by_name() {
    let root = tempfile::tempdir().expect("a folder");
    for name in ["b.bin", "a \"quoted\".bin", "README.md", "image.bin.txt"] {
        fs::write(root.path().join(name), name).expect("written");
    }
    fs::create_dir(root.path().join("folder.bin")).expect("a folder");
    let folder = Folder::chosen(root.path(), Some(".".into()));
    let images = folder.images().expect("images");
    assert!(images.iter().all(|path| path.is_absolute()));
    let text = table(&images).expect("a table");
    let row = |name: &str, path: &PathBuf| format!("    ({name:?}, include_bytes!({path:?})),\n");
    let [quoted, plain] = images.as_slice() else {
        unreachable!("{images:?}")
    };
    let rows = row("a \"quoted\".bin", quoted) + &row("b.bin", plain);
    assert_eq!(text, format!("&[\n{rows}]\n"));
}

#[test]
fn an_empty_folder_makes_an_empty_table() {
    assert_eq!(table(&[]), Ok("&[\n]\n".to_owned()));
}

#[test]
fn the_page_in_the_folder_names_the_variable() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join(embed::USUAL).join("README.md")).expect("a page");
    assert!(page.contains(&format!("`{}=", embed::VARIABLE)));
}
