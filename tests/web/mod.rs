//! The gateway's dashboard and portal: what they are made of, what they weigh, and that they work in a browser.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

mod browser;
mod contrast;
mod fake;
mod pages;
mod squeeze;

use std::collections::BTreeSet;
use std::fs;

use pages::{Kind, SERVED, Served};

/// Set to rewrite the generated file instead of comparing it.
const UPDATE: &str = "SMR_UPDATE";

/// All that is served, compressed, in bytes.
const BUDGET: usize = 12 * 1024;

fn pages() -> impl Iterator<Item = (&'static str, String)> {
    let pages = SERVED.iter().filter(|served| served.kind == Kind::Page);
    pages.map(|served| (served.id, served.source()))
}

fn script() -> String {
    let script = SERVED.iter().find(|served| served.kind == Kind::Script);
    script.expect("a script").content()
}

/// The parts of `text` between `open` and the next `close`.
fn between<'t>(text: &'t str, open: &str, close: char) -> Vec<&'t str> {
    text.split(open)
        .skip(1)
        .map(|rest| rest.split(close).next().unwrap_or_default())
        .collect()
}

#[test]
fn the_firmware_carries_the_pages_as_they_are() {
    let (path, text) = pages::generated();
    if std::env::var_os(UPDATE).is_some() {
        fs::write(path, text).expect("written");
        return;
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|present| present == text),
        "stale: {}\nrewrite it with: {UPDATE}=1 cargo test --test suite web::",
        path.display()
    );
}

#[test]
fn all_pages_together_fit_the_budget() {
    let mut total = 0;
    for served in SERVED {
        let (plain, compressed) = (served.content().len(), served.compressed().len());
        println!("{:12} {plain:6} {compressed:6}", served.path);
        total += compressed;
    }
    println!("together {total} of {BUDGET} bytes");
    assert!(total <= BUDGET, "{total} bytes, at most {BUDGET}");
}

#[test]
fn nothing_comes_from_elsewhere() {
    for served in SERVED {
        let text = served.content();
        for (index, _) in text.match_indices("://") {
            let around = &text[index.saturating_sub(5)..(index + 15).min(text.len())];
            // Texts name the gateway's own address; links are made from "http://" and a checked name.
            assert!(
                around.contains("http://192.168.4.1/") || around.contains("http://'+"),
                "{}: {around}",
                served.path
            );
        }
        for attribute in ["src=\"", "href=\""] {
            for target in between(&served.source(), attribute, '"') {
                assert!(
                    (target.starts_with('/') && !target.starts_with("//")) || target == "data:,",
                    "{}: {target}",
                    served.path
                );
            }
        }
        for word in ["url(", "@import"] {
            assert!(!text.contains(word), "{}: {word}", served.path);
        }
    }
}

#[test]
fn text_never_becomes_markup_or_code() {
    const FORBIDDEN: &[&str] = &[
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "DOMParser",
        "createContextualFragment",
        "srcdoc",
        "eval(",
        "Function(",
        "javascript:",
    ];
    for word in FORBIDDEN {
        assert!(!script().contains(word), "{word}");
    }
    for (id, page) in pages() {
        // The content security policy refuses code and style within a page.
        for tag in between(&page, "<", '>') {
            let names = tag
                .split_whitespace()
                .skip(1)
                .filter_map(|part| part.split('=').next());
            for name in names {
                assert!(!name.starts_with("on") && name != "style", "{id}: {tag}");
            }
            assert!(
                !tag.starts_with("style") && (!tag.starts_with("script") || tag.contains("src=")),
                "{id}: {tag}"
            );
        }
    }
}

#[test]
fn scripts_need_no_more_than_es2017() {
    // Optional chaining, nullish values, spread in objects, catch without a name: too new for the browsers of captive portals.
    for word in [
        "?.",
        "??",
        "{...",
        ",...",
        "catch{",
        ".at(-",
        ".replaceAll(",
        "`",
    ] {
        let script = script();
        let place = script.find(word).map(|at| &script[at.saturating_sub(30)..]);
        assert_eq!(
            place.map(|text| text.chars().take(60).collect()),
            None::<String>,
            "{word}"
        );
    }
}

#[test]
fn every_field_has_a_label() {
    for (id, page) in pages() {
        for tag in ["<input", "<select", "<textarea", "<progress"] {
            for (index, _) in page.match_indices(tag) {
                let field = page[index..].split('>').next().unwrap_or_default();
                let before = &page[..index];
                let within = before.rfind("<label") > before.rfind("</label");
                assert!(within || field.contains("aria-label="), "{id}: {field}");
            }
        }
    }
}

#[test]
fn what_scripts_look_for_is_in_a_page() {
    let mut known = BTreeSet::new();
    for (id, page) in pages() {
        let ids = between(&page, " id=\"", '"');
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len(), "{id}: an id is there twice");
        for attribute in ["aria-labelledby=\"", "aria-describedby=\""] {
            for target in between(&page, attribute, '"') {
                assert!(distinct.contains(target), "{id}: no {target}");
            }
        }
        known.extend(distinct.into_iter().map(str::to_owned));
    }
    let script = script();
    for call in ["$('", "say('", "figures('"] {
        for id in between(&script, call, '\'') {
            assert!(known.contains(id), "no element {id}");
        }
    }
}

#[test]
fn paths_and_names_are_distinct() {
    let distinct = |name: fn(&Served) -> &str| SERVED.iter().map(name).collect::<BTreeSet<_>>();
    assert_eq!(distinct(|served| served.path).len(), SERVED.len());
    assert_eq!(distinct(|served| served.id).len(), SERVED.len());
}
