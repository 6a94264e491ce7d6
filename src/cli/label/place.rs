//! Where a label is written: a file, a pattern of files, or a folder.

use std::path::{Path, PathBuf};

use crate::cli::files;
use crate::error::{Error, Result};
use crate::ui::label::Label;

const ID: &str = "{id}";
const NAME: &str = "{name}";

/// What a label is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Svg,
    Png,
    Text,
}

/// The endings of files.
const ENDINGS: [(&str, Form); 3] = [("svg", Form::Svg), ("png", Form::Png), ("txt", Form::Text)];

/// The name of a file, in which `{id}` and `{name}` stand for those of a gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LabelFile {
    pattern: String,
    form: Form,
    /// The folder that was named instead of a file.
    folder: Option<PathBuf>,
}

impl LabelFile {
    /// Reads the name of a file or folder.
    pub(super) fn parse(text: &str) -> Result<LabelFile> {
        let is_folder = text.ends_with(std::path::is_separator) || Path::new(text).is_dir();
        let pattern = match is_folder {
            true => Path::new(text).join("{id}.svg").display().to_string(),
            false => text.to_owned(),
        };
        let ending = Path::new(&pattern).extension().unwrap_or_default();
        let known = ENDINGS
            .iter()
            .find(|(known, _)| ending.eq_ignore_ascii_case(known));
        let Some((_, form)) = known else {
            return Err(Error::usage(format!("{text:?} is no file for a label"))
                .hint("write one that ends with .svg, .png or .txt, or a folder"));
        };
        let rest = pattern.replace(ID, "").replace(NAME, "");
        if rest.contains(['{', '}']) {
            return Err(
                Error::usage(format!("{text:?} has braces that mean nothing"))
                    .hint("{id} and {name} stand for those of the gateway"),
            );
        }
        Ok(LabelFile {
            pattern,
            form: *form,
            folder: is_folder.then(|| PathBuf::from(text)),
        })
    }

    pub(super) fn form(&self) -> Form {
        self.form
    }

    /// Refuses one file for several gateways.
    pub(super) fn require_id(&self) -> Result<()> {
        match self.pattern.contains(ID) {
            true => Ok(()),
            false => Err(
                Error::usage("the labels of several gateways cannot all be in one file")
                    .hint("write {id} into its name, such as '{id}.png', or name a folder"),
            ),
        }
    }

    /// Fails, before work that takes long, where the file could not be made. A folder is made if it is not there.
    pub(super) fn check(&self) -> Result<()> {
        if let Some(folder) = &self.folder {
            std::fs::create_dir_all(folder).map_err(|cause| {
                Error::failed(format!("cannot make the folder {}", folder.display()))
                    .because(cause)
                    .hint("name one that is yours to write: -o FOLDER/")
            })?;
        }
        files::check_writable(Path::new(&self.pattern))
    }

    /// The file for this label.
    pub(super) fn path(&self, label: &Label) -> PathBuf {
        // What a gateway says of itself must not lead into another folder.
        let harmless = |text: &str| -> String {
            text.chars()
                .map(|letter| match letter {
                    'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => letter,
                    _ => '_',
                })
                .collect()
        };
        let host = label.host.strip_suffix(".local").unwrap_or(&label.host);
        PathBuf::from(
            self.pattern
                .replace(ID, &harmless(&label.id))
                .replace(NAME, &harmless(host)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::label::Link;

    fn path(text: &str, id: &str) -> PathBuf {
        let address = "192.168.1.20:80".parse().expect("an address");
        let label = Label::new(id, "My kitchen", address, Link::Name);
        LabelFile::parse(text).expect("a file").path(&label)
    }

    #[test]
    fn files_are_named_by_the_gateway() {
        for (text, expected) in [
            ("a.svg", "a.svg"),
            ("x/{id}.PNG", "x/smr-a1b2c3.PNG"),
            ("{name}-{id}.txt", "my-kitchen-smr-a1b2c3.txt"),
            ("labels/", "labels/smr-a1b2c3.svg"),
        ] {
            assert_eq!(path(text, "smr-a1b2c3"), Path::new(expected), "{text}");
        }
        assert_eq!(path("{id}.svg", "../x"), Path::new("___x.svg"));
        let folder = tempfile::tempdir().expect("a folder");
        let text = folder.path().display().to_string();
        assert_eq!(path(&text, "smr-1"), folder.path().join("smr-1.svg"));
    }

    #[test]
    fn what_cannot_be_a_label_is_refused() {
        for text in ["label", "label.pdf", "{ID}.svg", "a{.svg", ""] {
            assert!(LabelFile::parse(text).is_err(), "{text:?}");
        }
        let one = LabelFile::parse("a.svg").expect("a file");
        assert!(one.require_id().is_err());
        let none = LabelFile::parse("no/such/folder/{id}.svg").expect("a file");
        assert!(none.require_id().is_ok() && none.check().is_err());
    }
}
