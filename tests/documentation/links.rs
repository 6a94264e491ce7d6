//! What a page in Markdown refers to.

use std::collections::BTreeSet;

/// A page without its blocks of code.
fn prose(text: &str) -> String {
    text.split("```").step_by(2).collect::<Vec<_>>().join("\n")
}

/// Targets of links and pictures within the repository, as they are written.
pub(crate) fn local(text: &str) -> Vec<String> {
    let prose = prose(text);
    let targets = prose.split("](").skip(1);
    targets
        .filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
        .filter(|target| !target.contains("://") && !target.starts_with("mailto:"))
        .collect()
}

/// Headings as links name them: small letters, digits and hyphens.
pub(crate) fn headings(text: &str) -> BTreeSet<String> {
    let prose = prose(text);
    let titles = prose.lines().filter_map(|line| line.strip_prefix('#'));
    titles
        .map(|title| {
            let words = title.trim_start_matches('#').trim().to_lowercase();
            let kept = words
                .chars()
                .filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
            kept.map(|letter| if letter == ' ' { '-' } else { letter })
                .collect()
        })
        .collect()
}

/// Members of a gateway's status, which are written as settings are.
const STATUS: &[&str] = &["ota.image", "ota.last", "ota.previous"];

/// Settings that are given a value, as in `radio.power_dbm=10`, or marked as code.
pub(crate) fn settings(text: &str) -> Vec<&str> {
    const GROUPS: &[&str] = &[
        "wifi.", "network.", "serial.", "radio.", "pins.", "ota.", "admin.",
    ];
    let given = text
        .split(|letter: char| !(letter.is_ascii_lowercase() || "._=".contains(letter)))
        .filter_map(|word| Some(word.split_once('=')?.0));
    let is_path = |name: &str| {
        name.chars()
            .all(|letter| letter.is_ascii_lowercase() || "._".contains(letter))
    };
    let marked = text
        .split('`')
        .filter(|name| is_path(name) && *name != "wifi.txt");
    given
        .chain(marked)
        .filter(|name| GROUPS.iter().any(|group| name.starts_with(group)))
        .filter(|name| !STATUS.contains(name))
        .collect()
}

/// Schemas of documents, as in `smr.status/1`.
pub(crate) fn schemas(text: &str) -> Vec<&str> {
    text.split(|letter: char| !(letter.is_ascii_alphanumeric() || "._/-".contains(letter)))
        .filter(|word| {
            let parts = word
                .strip_prefix("smr.")
                .and_then(|rest| rest.split_once('/'));
            parts.is_some_and(|(_, version)| version.parse::<u8>().is_ok())
        })
        .collect()
}

#[test]
fn links_headings_and_settings_are_found() {
    let page = "# A page, 1\n\nSee [x](a.md#b-c) and ![y](d.svg), not [z](https://e.org).\n\n```\n[no](no.md)\n# no\n```\n\n## 100 mA and 250 mA\n`smr config set G serial.baud=9600` of `pins.led`, not `ota.last`; `smr.a.b/1`, smr.c-1.json";
    assert_eq!(local(page), ["a.md#b-c", "d.svg"]);
    let found = headings(page);
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, ["100-ma-and-250-ma", "a-page-1"]);
    assert_eq!(settings(page), ["serial.baud", "pins.led"]);
    assert_eq!(schemas(page), ["smr.a.b/1"]);
}
