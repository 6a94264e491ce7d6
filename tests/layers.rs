//! Holds the direction of dependencies: each module uses only those below it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules and their height. A module may use those below; of the same height, only in one direction.
const HEIGHTS: &[(&str, u8)] = &[
    ("cli", 4),
    ("ui", 3),
    ("watch", 3),
    ("fleet", 3),
    ("gateway", 3),
    ("doctor", 3),
    ("flash", 3),
    ("catalogue", 3),
    ("provision", 3),
    ("source", 3),
    ("sim", 3),
    ("discovery", 3),
    ("image", 2),
    ("serial", 2),
    ("config", 2),
    ("target", 2),
    ("decode", 1),
    ("error", 0),
];

/// Words that only some modules may use.
const RESERVED: &[(&str, &[&str])] = &[
    ("clap::", &["cli"]),
    ("crossterm::", &["watch", "cli"]),
    ("ratatui::", &["watch", "cli"]),
    ("io::stdout", &["ui", "watch", "cli", "source"]),
    ("io::stderr", &["ui", "watch", "cli"]),
    ("println!", &["ui", "watch", "cli"]),
];

/// Modules that compute and do nothing else.
const PURE: &[&str] = &["decode", "image"];

/// What a pure module has nothing to do with.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::time",
    "std::thread",
    "std::env",
    "std::process",
    "tokio::",
    "jiff::",
];

/// The longest file.
const MOST_LINES: usize = 450;

type Sources = BTreeMap<PathBuf, String>;

fn module_of(path: &Path) -> String {
    let first = path.components().next().expect("a path");
    Path::new(first.as_os_str())
        .with_extension("")
        .to_string_lossy()
        .into_owned()
}

/// The code of a file without comments and tests, which may look anywhere.
fn code(text: &str) -> String {
    let before_tests = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    before_tests
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The modules that a file names behind `crate::`.
fn used(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let list = rest
            .strip_prefix('{')
            .and_then(|rest| rest.split('}').next());
        for item in
            list.unwrap_or(rest)
                .split(',')
                .take(if list.is_some() { usize::MAX } else { 1 })
        {
            let name: String = item
                .trim()
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            found.insert(name);
        }
    }
    found
}

/// Everything that goes against the rules.
fn violations(sources: &Sources) -> Vec<String> {
    let heights: BTreeMap<&str, u8> = HEIGHTS.iter().copied().collect();
    let mut found = Vec::new();
    let mut beside: BTreeSet<(String, String)> = BTreeSet::new();
    for (path, text) in sources {
        let (module, shown) = (module_of(path), path.display());
        if module == "lib" || module == "main" || shown.to_string().contains("tests") {
            continue;
        }
        let Some(height) = heights.get(module.as_str()) else {
            found.push(format!("{shown}: module {module} has no height"));
            continue;
        };
        let code = code(text);
        for other in used(&code).into_iter().filter(|other| *other != module) {
            match heights.get(other.as_str()) {
                Some(below) if below < height => {}
                Some(same) if same == height => {
                    beside.insert((module.clone(), other));
                }
                Some(_) => found.push(format!("{shown}: {module} uses {other}, which is above it")),
                None => {}
            }
        }
        for (word, allowed) in RESERVED {
            if code.contains(word) && !allowed.contains(&module.as_str()) {
                found.push(format!("{shown}: {module} must not use {word}"));
            }
        }
        if PURE.contains(&module.as_str()) {
            found.extend(
                IMPURE
                    .iter()
                    .filter(|word| code.contains(**word))
                    .map(|word| format!("{shown}: not pure: {word}")),
            );
        }
    }
    found.extend(cycles(&beside));
    found
}

/// Modules of one height that use each other, directly or through others.
fn cycles(edges: &BTreeSet<(String, String)>) -> Vec<String> {
    let reaches = |from: &str, to: &str| {
        let (mut open, mut seen) = (vec![from.to_owned()], BTreeSet::new());
        while let Some(module) = open.pop() {
            for (_, next) in edges.iter().filter(|(user, _)| *user == module) {
                if next == to {
                    return true;
                }
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        false
    };
    edges
        .iter()
        .filter(|(user, used)| reaches(used, user))
        .map(|(user, used)| format!("{user} and {used} use each other"))
        .collect()
}

fn read(directory: &Path, root: &Path, sources: &mut Sources) {
    for entry in fs::read_dir(directory).expect("a readable directory") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            read(&path, root, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("readable source");
            sources.insert(
                path.strip_prefix(root).expect("within src").to_path_buf(),
                text,
            );
        }
    }
}

fn sources() -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Sources::new();
    read(&root, &root, &mut sources);
    sources
}

#[test]
fn modules_use_only_those_below_them() {
    assert_eq!(violations(&sources()), Vec::<String>::new());
}

#[test]
fn files_are_short() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(path, lines)| format!("{} has {lines} lines", path.display()))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn the_check_itself_finds_what_it_looks_for() {
    let made_up = |files: &[(&str, &str)]| {
        violations(
            &files
                .iter()
                .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()))
                .collect(),
        )
    };
    assert_eq!(
        made_up(&[("decode/a.rs", "use crate::error::Error;")]),
        Vec::<String>::new()
    );
    for (files, part) in [
        (
            &[("decode/a.rs", "use crate::source::Event;")] as &[_],
            "above it",
        ),
        (&[("source/a.rs", "use crate::{cli, error};")], "above it"),
        (
            &[
                ("source/a.rs", "use crate::sim::x;"),
                ("sim/b.rs", "use crate::source::y;"),
            ],
            "use each other",
        ),
        (&[("ui/a.rs", "use clap::Parser;")], "must not use"),
        (&[("decode/a.rs", "use std::fs::File;")], "not pure"),
        (&[("other/a.rs", "")], "no height"),
    ] {
        let found = made_up(files);
        assert!(
            found.iter().any(|line| line.contains(part)),
            "{files:?}: {found:?}"
        );
    }
}
