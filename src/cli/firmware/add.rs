//! `smr firmware add`.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{need_folder, read_image};
use crate::catalogue::{Catalogue, Entry, Origin, Place, Slot};
use crate::cli::files::{self, Existing, Readers};
use crate::cli::{Context, Finished, report};
use crate::error::{Error, Result};
use crate::image::Descriptor;

/// Put firmware images into your own folder, where smr flash finds them
///
/// Each is checked first, as smr firmware verify does, and nothing is added unless all are sound. `smr firmware list` says where the folder is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr firmware add firmware.bin
  smr firmware add downloads/*.bin --replace")]
pub(in crate::cli) struct AddArgs {
    /// The images
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Put them in the place of others of the same version for the same board
    #[arg(long)]
    replace: bool,
}

/// Checks all, then adds all.
pub(super) fn run(args: &AddArgs, context: Context) -> Finished {
    match add_all(args, context) {
        Ok(errors) => Finished {
            errors,
            summary: None,
        },
        Err(error) => Err(error).into(),
    }
}

fn add_all(args: &AddArgs, context: Context) -> Result<Vec<Error>> {
    let folder = need_folder()?;
    let (mut sound, mut errors) = (Vec::new(), Vec::new());
    for path in &args.files {
        match read(path) {
            Ok(entry) => sound.push(entry),
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Ok(errors);
    }
    let existing = match args.replace {
        true => Existing::Replace,
        false => Existing::Keep,
    };
    for entry in &sound {
        // Read again each time: two of these files may be alike.
        add(&folder, entry, existing, context)?;
    }
    Ok(Vec::new())
}

/// A file that was named or built, which must be a sound image.
pub(super) fn read(path: &Path) -> Result<Entry> {
    let place = Place {
        origin: Origin::User,
        file: path.display().to_string(),
        path: Some(path.to_owned()),
        modified: None,
    };
    Entry::read(place, Cow::Owned(read_image(path)?)).map_err(|broken| {
        Error::failed(format!("{} is not sound", path.display()))
            .because(broken.reason)
            .hint(broken.hint)
            .hint(format!(
                "see all that is wrong: smr firmware inspect {}",
                path.display()
            ))
    })
}

/// Puts an image into the folder and says so. Gives where it is then; nothing if it is built in.
pub(super) fn add(
    folder: &Path,
    entry: &Entry,
    existing: Existing,
    context: Context,
) -> Result<Option<PathBuf>> {
    let catalogue = Catalogue::read(Some(folder));
    let what = named(&entry.image.descriptor);
    let (file, by) = match catalogue.slot(entry) {
        Slot::Same(same) => {
            let place = match &same.place.path {
                Some(path) => path.display().to_string(),
                None => "it is built into smr".to_owned(),
            };
            report::message(context, format_args!("{what} is there already: {place}"));
            return Ok(same.place.path.clone());
        }
        Slot::Free { file } => (file, Vec::new()),
        Slot::Taken { by, .. } if existing == Existing::Keep => return Err(taken(&what, &by)),
        Slot::Taken { file, by } => (file, by),
    };
    fs::create_dir_all(folder).map_err(|cause| {
        Error::failed(format!("cannot make the folder {}", folder.display()))
            .because(cause)
            .hint("SMR_FIRMWARE_PATH=DIR names another folder")
    })?;
    let path = folder.join(&file);
    // What has the name is in the list above, or broken.
    files::write(&path, &entry.bytes, Existing::Replace, Readers::Usual)?;
    for old in by.iter().filter(|old| old.place.file != file) {
        remove_file(old.place.path.as_deref())?;
    }
    let instead = match by.first() {
        Some(old) => format!(", instead of build {}", old.image.descriptor.build),
        None => String::new(),
    };
    let only = match entry.is_virtual {
        true => ", for virtual boards only",
        false => "",
    };
    report::message(
        context,
        format_args!("added {}: {what}{instead}{only}", path.display()),
    );
    Ok(Some(path))
}

/// `1.2.3 (build 7f3a) for esp8266-1m`
pub(super) fn named(descriptor: &Descriptor) -> String {
    let (version, build, board) = (&descriptor.version, &descriptor.build, descriptor.board);
    format!("{version} (build {build}) for {board}")
}

fn taken(what: &str, by: &[&Entry]) -> Error {
    let others: Vec<String> = by
        .iter()
        .map(|entry| {
            let descriptor = &entry.image.descriptor;
            format!("{}, {}", entry.place.file, named(descriptor))
        })
        .collect();
    Error::failed(format!("{what} would take the place of another image"))
        .because(format!("there is {}", others.join("; ")))
        .hint("--replace puts it in its place")
}

/// Removes a file of the user's folder.
pub(super) fn remove_file(path: Option<&Path>) -> Result<()> {
    let Some(path) = path else { return Ok(()) };
    fs::remove_file(path).map_err(|cause| {
        Error::failed(format!("cannot remove {}", path.display()))
            .because(cause)
            .hint("is the folder yours to write?")
    })
}
