//! The index of the corpus.

#![allow(
    dead_code,
    clippy::print_stdout,
    reason = "several tests use it, each a part; a test that is skipped says so"
)]

use std::fs;
use std::path::PathBuf;

/// One file of the corpus.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) file: String,
    pub(crate) framing: String,
    pub(crate) check: String,
    /// `NAME=value` pairs, or the name of a JSON file.
    pub(crate) expected: String,
    root: PathBuf,
}

impl Row {
    pub(crate) fn read(&self) -> Vec<u8> {
        fs::read(self.root.join(&self.file)).expect("a file of the corpus")
    }

    /// The JSON document that the origin expects.
    pub(crate) fn document(&self) -> Option<serde_json::Value> {
        let text = self.expected_file()?;
        Some(serde_json::from_str(&text).expect("JSON"))
    }

    /// The snapshot of another reader's output.
    pub(crate) fn snapshot(&self) -> String {
        self.expected_file().expect("the name of a snapshot")
    }

    /// Whether the origin's values stand in a file of this kind.
    pub(crate) fn has_expected(&self, extension: &str) -> bool {
        let kind = self.expected.rsplit_once('.').map(|(_, kind)| kind);
        self.expected.starts_with("expected-file=") && kind == Some(extension)
    }

    fn expected_file(&self) -> Option<String> {
        let name = self.expected.strip_prefix("expected-file=")?;
        let path = self.root.join(&self.file).with_file_name(name);
        Some(fs::read_to_string(path).expect("an expected file of the corpus"))
    }
}

/// All rows; `None`, with a word about it, where there is no corpus.
pub(crate) fn corpus() -> Option<Vec<Row>> {
    let Some(root) = std::env::var_os("SMR_CORPUS").map(PathBuf::from) else {
        println!("skipped: SMR_CORPUS does not say where the corpus is");
        assert!(std::env::var_os("CI").is_none(), "CI must have the corpus");
        return None;
    };
    let text = fs::read_to_string(root.join("sources.tsv")).expect("the index of the corpus");
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    let column = |name: &str| {
        header
            .iter()
            .position(|column| *column == name)
            .expect("a column of the index")
    };
    let (file, framing, check, expected) = (
        column("file"),
        column("framing"),
        column("crc"),
        column("expected"),
    );
    let rows = lines.map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let field = |at: usize| fields.get(at).copied().unwrap_or_default().to_owned();
        Row {
            file: field(file),
            framing: field(framing),
            check: field(check),
            expected: field(expected),
            root: root.clone(),
        }
    });
    Some(rows.collect())
}
