//! The completions and manual pages in the repository are those of the command tree.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set to rewrite the files instead of comparing them.
const UPDATE: &str = "SMR_UPDATE";

fn committed(directory: &str) -> BTreeSet<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(root.join(directory)).expect("a directory of the repository");
    entries
        .map(|entry| Path::new(directory).join(entry.expect("a readable entry").file_name()))
        .collect()
}

#[test]
fn completions_and_manual_pages_are_those_of_the_command_tree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let generated = smr::cli::generated_files();
    let expected: BTreeSet<PathBuf> = generated.iter().map(|(path, _)| path.clone()).collect();
    let present: BTreeSet<PathBuf> = committed("completions")
        .union(&committed("man"))
        .cloned()
        .collect();
    if std::env::var_os(UPDATE).is_some() {
        present
            .difference(&expected)
            .for_each(|stray| fs::remove_file(root.join(stray)).expect("removed"));
        for (path, text) in &generated {
            fs::write(root.join(path), text).expect("written");
        }
        return;
    }
    let stale: Vec<&PathBuf> = generated
        .iter()
        .filter(|(path, text)| fs::read(root.join(path)).ok().as_ref() != Some(text))
        .map(|(path, _)| path)
        .chain(present.difference(&expected))
        .collect();
    assert!(
        stale.is_empty(),
        "stale: {stale:?}\nrewrite them with: {UPDATE}=1 cargo test --test suite generated::"
    );
}

#[test]
fn every_command_has_a_page_with_all_sections() {
    let generated = smr::cli::generated_files();
    for command in names(&smr::cli::command()) {
        let path = Path::new("man").join(format!("smr-{command}.1"));
        let (_, text) = generated
            .iter()
            .find(|(page, _)| *page == path)
            .unwrap_or_else(|| panic!("no page for {command}"));
        let text = String::from_utf8_lossy(text);
        for section in ["OPTIONS", "EXAMPLES", "\"EXIT STATUS\"", "\"SEE ALSO\""] {
            let heading = format!(".SH {section}\n");
            assert!(text.contains(&heading), "{command}, {section}:\n{text}");
        }
    }
}

#[test]
fn every_page_has_a_date_and_the_version() {
    let version = env!("CARGO_PKG_VERSION");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let changes = fs::read_to_string(root.join("CHANGELOG.md")).expect("a changelog");
    let heading = format!("## [{version}] - ");
    let released = changes.lines().find_map(|line| line.strip_prefix(&heading));
    let mut dates = BTreeSet::new();
    for (path, text) in smr::cli::generated_files() {
        if !path.starts_with("man") {
            continue;
        }
        let text = String::from_utf8_lossy(&text);
        let title = text.lines().find(|line| line.starts_with(".TH "));
        let title = title.unwrap_or_else(|| panic!("{}: no title", path.display()));
        let end = format!(" \"smr {version}\" \"smr manual\"");
        let rest = title
            .strip_suffix(&end)
            .unwrap_or_else(|| panic!("{title}"));
        let date = rest.rsplit(' ').next().unwrap_or_default().to_owned();
        assert!(date.parse::<jiff::civil::Date>().is_ok(), "{title}");
        dates.insert(date);
    }
    assert_eq!(dates.len(), 1, "{dates:?}");
    if let Some(released) = released {
        assert!(
            dates.contains(released.trim()),
            "{dates:?}, released {released}"
        );
    }
}

/// The names of all commands that are shown, such as `firmware` and `firmware-sign`.
fn names(command: &clap::Command) -> Vec<String> {
    let shown = command
        .get_subcommands()
        .filter(|command| !command.is_hide_set());
    let below = shown.flat_map(|command| {
        let name = command.get_name().to_owned();
        let deeper: Vec<String> = names(command)
            .iter()
            .map(|deeper| format!("{name}-{deeper}"))
            .collect();
        std::iter::once(name).chain(deeper)
    });
    below.collect()
}

/// Runs a program on a generated file; `None` where the program is not installed.
fn accepts(program: &str, arguments: &[&str], file: &str) -> Option<bool> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    match Command::new(program).args(arguments).arg(path).output() {
        Ok(output) => {
            print!("{}", String::from_utf8_lossy(&output.stdout));
            print!("{}", String::from_utf8_lossy(&output.stderr));
            Some(output.status.success())
        }
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => {
            println!("skipped: {program} is not installed");
            None
        }
        Err(failure) => panic!("{program}: {failure}"),
    }
}

#[test]
fn shells_can_read_their_completions() {
    for (shell, arguments, file) in [
        ("bash", ["-n"].as_slice(), "completions/smr.bash"),
        ("zsh", &["-n"], "completions/_smr"),
        ("fish", &["--no-execute"], "completions/smr.fish"),
    ] {
        assert_ne!(accepts(shell, arguments, file), Some(false), "{shell}");
    }
}

#[test]
fn manual_pages_are_good_roff() {
    for (path, _) in smr::cli::generated_files() {
        if path.starts_with("man") {
            let file = path.to_string_lossy();
            let accepted = accepts("mandoc", &["-Tlint", "-Werror"], &file);
            assert_ne!(accepted, Some(false), "{file}");
        }
    }
}
