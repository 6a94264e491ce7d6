//! The firmware that is at hand, for people and as JSON: `smr.firmware.list/1`.

use std::path::Path;

use serde::Serialize;

use super::style::{Colour, Role};
use super::table::{Cell, table as columns};
use crate::catalogue::{Broken, Catalogue, Entry, Place, Target};
use crate::image::Board;

/// Whether `smr flash` takes this image for a real board.
fn is_chosen(catalogue: &Catalogue, entry: &Entry) -> bool {
    let board = entry.image.descriptor.board;
    catalogue
        .choose(board, None, Target::Chip)
        .is_ok_and(|chosen| std::ptr::eq(chosen, entry))
}

/// The entries and broken files that are asked for. What is broken may be for any board.
fn shown(catalogue: &Catalogue, board: Option<Board>) -> impl Iterator<Item = &Entry> {
    catalogue
        .entries
        .iter()
        .filter(move |entry| board.is_none_or(|board| entry.image.descriptor.board == board))
}

/// Appends images as a table, then what is broken.
pub fn human(catalogue: &Catalogue, board: Option<Board>, colour: Colour, out: &mut Vec<u8>) {
    let header = [
        "version",
        "board",
        "build",
        "size",
        "sha-256",
        "signed by",
        "file",
        "",
    ];
    let heads = header.map(|text| Cell::new(text).with_role(Role::Faint));
    let mut rows = vec![heads.to_vec()];
    for entry in shown(catalogue, board) {
        let descriptor = &entry.image.descriptor;
        let signed = entry.image.trailer.as_ref();
        let note = match (entry.is_virtual, is_chosen(catalogue, entry)) {
            (true, _) => Cell::new("for virtual boards only").with_role(Role::Faint),
            (false, true) => Cell::new("what smr flash takes").with_role(Role::Good),
            (false, false) => Cell::new(""),
        };
        rows.push(vec![
            Cell::new(descriptor.version.to_string()).with_role(Role::Strong),
            Cell::new(descriptor.board.name()),
            Cell::new(descriptor.build.as_str()),
            Cell::new(format!("{} KiB", entry.image.size.div_ceil(1024))),
            Cell::new(short(&entry.image.sha256.to_string())),
            Cell::new(signed.map_or("-".to_owned(), |trailer| trailer.key_id.to_string())),
            Cell::new(file(&entry.place)),
            note,
        ]);
    }
    if rows.len() > 1 {
        columns(&rows, colour, out);
    }
    let broken: Vec<Vec<Cell>> = catalogue
        .broken
        .iter()
        .map(|broken| {
            vec![
                Cell::new("broken").with_role(Role::Bad),
                Cell::new(broken_file(&broken.place)),
                Cell::new(&broken.reason),
            ]
        })
        .collect();
    columns(&broken, colour, out);
}

/// The first digits of a digest, which tell images apart; JSON has all of them.
fn short(digest: &str) -> String {
    digest.chars().take(12).collect()
}

/// The file's name, which says nothing of what is built in.
fn file(place: &Place) -> String {
    match &place.path {
        Some(_) => place.file.clone(),
        None => "built in".to_owned(),
    }
}

/// The name of a broken file, by which whoever built it in finds it.
fn broken_file(place: &Place) -> String {
    match &place.path {
        Some(_) => place.file.clone(),
        None => format!("{} (built in)", place.file),
    }
}

/// Images as one indented JSON object, with a line end.
pub fn json(catalogue: &Catalogue, board: Option<Board>, folder: Option<&Path>) -> String {
    let document = Document {
        schema: "smr.firmware.list/1",
        folder: folder.map(|folder| folder.display().to_string()),
        images: shown(catalogue, board)
            .map(|entry| ImageDocument::new(entry, is_chosen(catalogue, entry)))
            .collect(),
        broken: catalogue.broken.iter().map(BrokenDocument::new).collect(),
    };
    // Such a document has only text for keys, and nothing that could fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    folder: Option<String>,
    images: Vec<ImageDocument<'a>>,
    broken: Vec<BrokenDocument<'a>>,
}

#[derive(Serialize)]
struct ImageDocument<'a> {
    version: String,
    board: &'static str,
    build: &'a str,
    security_version: u32,
    size: usize,
    sha256: String,
    upload_sha256: String,
    signature: Option<Signature>,
    origin: &'static str,
    file: &'a str,
    path: Option<String>,
    #[serde(rename = "virtual")]
    is_virtual: bool,
    chosen: bool,
    /// SPDX expressions, and the name of the one that has none.
    licences: Option<&'static [&'static str]>,
}

#[derive(Serialize)]
struct Signature {
    key_id: String,
}

#[derive(Serialize)]
struct BrokenDocument<'a> {
    origin: &'static str,
    file: &'a str,
    path: Option<String>,
    reason: &'a str,
    hint: &'a str,
}

fn path(place: &Place) -> Option<String> {
    place.path.as_ref().map(|path| path.display().to_string())
}

impl<'a> ImageDocument<'a> {
    fn new(entry: &'a Entry, chosen: bool) -> Self {
        let (image, place) = (&entry.image, &entry.place);
        ImageDocument {
            version: image.descriptor.version.to_string(),
            board: image.descriptor.board.name(),
            build: image.descriptor.build.as_str(),
            security_version: image.descriptor.security_version,
            size: image.size,
            sha256: image.sha256.to_string(),
            upload_sha256: image.upload_sha256.to_string(),
            signature: image.trailer.as_ref().map(|trailer| Signature {
                key_id: trailer.key_id.to_string(),
            }),
            origin: place.origin.word(),
            file: &place.file,
            path: path(place),
            is_virtual: entry.is_virtual,
            chosen,
            licences: entry.licences(),
        }
    }
}

impl<'a> BrokenDocument<'a> {
    fn new(broken: &'a Broken) -> Self {
        BrokenDocument {
            origin: broken.place.origin.word(),
            file: &broken.place.file,
            path: path(&broken.place),
            reason: &broken.reason,
            hint: &broken.hint,
        }
    }
}
