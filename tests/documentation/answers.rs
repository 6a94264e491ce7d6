//! What a gateway answers when something is wrong, and what its events are called: in the firmware's source and in `docs/http-api.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::{files, root};

type Answers = BTreeMap<u16, BTreeSet<String>>;

fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter == '-')
}

/// The texts of a file that are kept in flash, each with what stands before it.
fn texts(source: &str) -> impl Iterator<Item = (&str, &str)> {
    source
        .match_indices("SMR_TEXT(\"")
        .filter_map(|(at, mark)| {
            let text = source.get(at + mark.len()..)?.split('"').next()?;
            Some((source.get(..at)?.trim_end(), text))
        })
}

/// The codes that a file answers with, by their status: the second argument of what makes an answer, behind a number or the `status` of a `switch`.
fn answers_of(source: &str) -> Vec<(u16, String)> {
    texts(source)
        .filter(|(_, text)| is_code(text))
        .filter_map(|(before, code)| {
            let argument = before.strip_suffix(',')?;
            let word = |letter: char| !(letter.is_alphanumeric() || letter == '_');
            let argument = argument.rsplit(word).next()?;
            let status = match argument {
                "status" => {
                    let case = before.rfind("case ")?;
                    let after = before.get(case + 5..)?;
                    // Whatever else is wrong with a request.
                    match after.contains("default:") {
                        true => 400,
                        false => after.split(':').next()?.parse().ok()?,
                    }
                }
                number => number.parse().ok()?,
            };
            (400..600)
                .contains(&status)
                .then(|| (status, code.to_owned()))
        })
        .collect()
}

/// All answers of the firmware.
fn in_source() -> Answers {
    let mut found = Answers::new();
    let core = root().join("firmware/core");
    for folder in ["http", "api"] {
        for file in files(&core.join(folder), "cpp") {
            let source = fs::read_to_string(&file).expect("source");
            for (status, code) in answers_of(&source) {
                found.entry(status).or_default().insert(code);
            }
        }
    }
    // What is wrong with an image: its status is chosen in `core/api/upload.cpp`.
    let problems = fs::read_to_string(core.join("ota/image_problem.cpp")).expect("source");
    for (_, code) in texts(&problems).filter(|(_, text)| is_code(text)) {
        let status = match code {
            "too-large" => 413,
            "flash-failed" => 500,
            "unconfirmed" => 409,
            _ => 422,
        };
        found.entry(status).or_default().insert(code.to_owned());
    }
    found
}

/// The part of the page under a heading.
fn section(heading: &str) -> String {
    let page = fs::read_to_string(root().join("docs/http-api.md")).expect("a page");
    let (_, after) = page
        .split_once(&format!("\n## {heading}\n"))
        .expect("the heading");
    after.split("\n## ").next().unwrap_or_default().to_owned()
}

fn codes(text: &str) -> BTreeSet<String> {
    let marked = text.split('`').skip(1).step_by(2);
    marked
        .filter(|code| is_code(code))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_page_has_every_answer_that_the_firmware_gives_and_no_other() {
    let mut on_page = Answers::new();
    for row in section("Errors").lines() {
        let Some((status, codes_of_row)) =
            row.strip_prefix("| ").and_then(|row| row.split_once(" | "))
        else {
            continue;
        };
        if let Ok(status) = status.parse() {
            on_page
                .entry(status)
                .or_default()
                .extend(codes(codes_of_row));
        }
    }
    let in_source = in_source();
    assert!(in_source.len() >= 15, "{in_source:?}");
    assert_eq!(on_page, in_source);
}

#[test]
fn the_page_has_every_event_that_the_firmware_notices_and_no_other() {
    let source =
        fs::read_to_string(root().join("firmware/core/health/events.cpp")).expect("source");
    let in_source: BTreeSet<String> = texts(&source)
        .filter(|(before, text)| before.ends_with("return") && is_code(text))
        .map(|(_, text)| text.to_owned())
        .collect();
    assert!(in_source.len() > 20, "{in_source:?}");
    assert_eq!(codes(&section("Events")), in_source);
}

#[test]
fn answers_are_found_in_source() {
    let source = "switch (status) { case 408: return Answer::error(status, SMR_TEXT(\"timeout\"), SMR_TEXT(\"The request.\"));\ndefault: return error(status,\n SMR_TEXT(\"bad\"), x); } return {422, SMR_TEXT(\"unknown-setting\"), y}; word(SMR_TEXT(\"schema\"), SMR_TEXT(\"smr.a/1\")); error(404, SMR_TEXT(\"a-b\"));";
    assert_eq!(
        answers_of(source),
        [
            (408, "timeout".to_owned()),
            (400, "bad".to_owned()),
            (422, "unknown-setting".to_owned()),
            (404, "a-b".to_owned())
        ]
    );
}
