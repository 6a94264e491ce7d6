//! What the documentation refers to is there: files, headings, settings; and its drawings are well-formed and need nothing else.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]
#![cfg(unix)]

mod answers;
mod commands;
mod examples;
mod examples_table;
mod judge;
mod links;
mod literals;
mod shell;
mod world;
mod xml;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold nothing of ours.
const FOREIGN: &[&str] = &["target", ".git", "node_modules"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder and of those in it that end so.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("a readable entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        if path.is_dir() && !FOREIGN.contains(&name.as_ref()) {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|end| end == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn pictures() -> Vec<PathBuf> {
    files(&root().join("docs"), "svg")
}

/// All pages with their text.
fn pages() -> Vec<(PathBuf, String)> {
    let paths = files(root(), "md");
    assert!(paths.len() > 10, "{paths:?}");
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a page");
            (path, text)
        })
        .collect()
}

#[test]
fn links_lead_to_what_is_there() {
    let mut seen = 0;
    for (page, text) in pages() {
        for target in links::local(&text) {
            seen += 1;
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            let path = match file {
                "" => page.clone(),
                file => page.parent().expect("a folder").join(file),
            };
            assert!(path.exists(), "{}: there is no {target}", page.display());
            if !heading.is_empty() {
                let there = fs::read_to_string(&path).expect("a page");
                assert!(
                    links::headings(&there).contains(heading),
                    "{}: there is no heading {target}",
                    page.display()
                );
            }
        }
    }
    assert!(seen > 30, "only {seen} links were found");
}

#[test]
fn every_picture_is_shown_somewhere() {
    let shown: BTreeSet<String> = pages()
        .iter()
        .flat_map(|(_, text)| links::local(text))
        .filter_map(|target| {
            Some(
                Path::new(&target)
                    .file_name()?
                    .to_string_lossy()
                    .into_owned(),
            )
        })
        .collect();
    for picture in pictures() {
        let name = picture.file_name().expect("a name").to_string_lossy();
        assert!(shown.contains(name.as_ref()), "no page shows {name}");
    }
}

#[test]
fn pictures_are_well_formed_and_stand_alone() {
    let pictures = pictures();
    assert!(pictures.len() >= 2, "{pictures:?}");
    for picture in pictures {
        let text = fs::read_to_string(&picture).expect("a picture");
        let name = picture.display();
        let elements = xml::elements(&text).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        assert_eq!(elements.first().map(String::as_str), Some("svg"), "{name}");
        // A title for those who cannot see it; letters, not their outlines; nothing that has to be fetched or run.
        for needed in ["title", "text"] {
            assert!(
                elements.iter().any(|element| element == needed),
                "{name}: no {needed}"
            );
        }
        for alien in ["image", "script", "foreignObject", "use", "a"] {
            assert!(
                elements.iter().all(|element| element != alien),
                "{name}: has {alien}"
            );
        }
        assert!(
            !text.contains("href") && !text.contains("url("),
            "{name}: refers to something else"
        );
        assert!(text.contains(" viewBox=\"0 0 "), "{name}: cannot be scaled");
    }
}

/// Drawings that people build by say what they show in words, and are made for dark pages too.
#[test]
fn wiring_is_described_and_legible_on_dark_pages() {
    let wiring: Vec<PathBuf> = pictures()
        .into_iter()
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("wiring"))
        })
        .collect();
    assert!(wiring.len() >= 4, "{wiring:?}");
    for picture in wiring {
        let text = fs::read_to_string(&picture).expect("a picture");
        for needed in ["<desc>", "prefers-color-scheme: dark"] {
            assert!(text.contains(needed), "{}: no {needed}", picture.display());
        }
    }
}

#[test]
fn settings_that_pages_name_are_those_that_there_are() {
    let known: BTreeSet<&str> = smr::gateway::settings::SETTINGS
        .iter()
        .map(|setting| setting.path)
        .collect();
    let mut seen = 0;
    for (page, text) in pages() {
        for setting in links::settings(&text) {
            seen += 1;
            assert!(
                known.contains(setting),
                "{}: there is no setting {setting}",
                page.display()
            );
        }
    }
    assert!(seen > 10, "only {seen} settings were found");
}

#[test]
fn schemas_that_pages_name_are_there() {
    let mut seen = 0;
    for (page, text) in pages() {
        for schema in links::schemas(&text) {
            seen += 1;
            let file = root().join(format!("docs/schema/{}.json", schema.replace('/', "-")));
            assert!(
                file.exists(),
                "{}: there is no schema {schema}",
                page.display()
            );
        }
    }
    assert!(seen > 10, "only {seen} schemas were found");
}

#[test]
fn exit_codes_are_those_of_the_help() {
    let help = smr::cli::command()
        .get_after_help()
        .expect("exit codes")
        .to_string();
    let of_help: Vec<(String, String)> = help
        .lines()
        .filter_map(|line| line.trim().split_once(' '))
        .filter(|(code, _)| code.parse::<u8>().is_ok())
        .map(|(code, meaning)| (code.to_owned(), meaning.trim().to_owned()))
        .collect();
    let readme = fs::read_to_string(root().join("README.md")).expect("a page");
    let (_, table) = readme
        .split_once("| exit code | means |")
        .expect("the table");
    let of_readme: Vec<(String, String)> = table
        .lines()
        .skip(2)
        .map_while(|row| {
            row.strip_prefix("| ")?
                .strip_suffix(" |")?
                .split_once(" | ")
        })
        .map(|(code, meaning)| (code.to_owned(), meaning.to_owned()))
        .collect();
    assert!(of_help.len() >= 10, "{help}");
    assert_eq!(of_readme, of_help);
}

/// Every command line that somebody may read: where it stands, and the line.
fn command_lines() -> Vec<(String, commands::Line)> {
    let mut found = Vec::new();
    for (page, text) in pages() {
        let place = page
            .strip_prefix(root())
            .expect("a page of ours")
            .display()
            .to_string();
        found.extend(
            commands::of_page(&text)
                .into_iter()
                .map(|line| (place.clone(), line)),
        );
    }
    for (place, text) in help(&smr::cli::command(), "") {
        found.extend(
            commands::of_text(&text)
                .into_iter()
                .map(|line| (place.clone(), line)),
        );
    }
    for file in files(&root().join("src"), "rs") {
        let name = file.file_name().expect("a name").to_string_lossy();
        if name.ends_with("tests.rs") {
            continue;
        }
        let place = file
            .strip_prefix(root())
            .expect("a file of ours")
            .display()
            .to_string();
        let source = fs::read_to_string(&file).expect("source");
        for (line, text) in literals::literals(&source) {
            let place = format!("{place}:{line}");
            found.extend(
                commands::of_text(&text)
                    .into_iter()
                    .map(|line| (place.clone(), line)),
            );
        }
    }
    found
}

/// The help of a command and of those below it: what each text belongs to, and the text.
fn help(command: &clap::Command, above: &str) -> Vec<(String, String)> {
    let name = format!("{above} {}", command.get_name())
        .trim_start()
        .to_owned();
    let own = [
        command.get_about(),
        command.get_long_about(),
        command.get_before_help(),
        command.get_after_help(),
        command.get_after_long_help(),
    ];
    let options = command
        .get_arguments()
        .flat_map(|option| [option.get_help(), option.get_long_help()]);
    let mut texts: Vec<(String, String)> = own
        .into_iter()
        .chain(options)
        .flatten()
        .map(|text| (format!("{name} --help"), text.to_string()))
        .collect();
    for below in command.get_subcommands() {
        texts.extend(help(below, &name));
    }
    texts
}

#[test]
fn command_lines_of_pages_help_hints_and_findings_are_understood() {
    let lines = command_lines();
    let mut wrong = Vec::new();
    for (place, line) in &lines {
        if let Err(problem) = judge::judge(line) {
            let problem = problem.lines().next().unwrap_or_default().to_owned();
            wrong.push(format!(
                "{place}: {:?} {:?}: {problem}",
                line.how, line.text
            ));
        }
    }
    for how in [
        commands::How::Example,
        commands::How::Code,
        commands::How::Order,
        commands::How::Sentence,
    ] {
        let count = lines.iter().filter(|(_, line)| line.how == how).count();
        println!("{count} command lines: {how:?}");
        assert!(count > 50, "{how:?}: only {count}");
    }
    assert!(
        wrong.is_empty(),
        "{} of {} command lines are not understood:\n{}",
        wrong.len(),
        lines.len(),
        wrong.join("\n")
    );
}
