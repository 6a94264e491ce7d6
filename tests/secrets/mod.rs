//! Planted secrets: whatever the program is told to do, and however that fails, they show up in nothing that it prints, writes, calls or
//! leaves behind. What is done is a table, [`table::ROWS`]: a new command is a new line.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

mod planted;
mod table;
mod watched;
mod world;

use planted::Planted;
use table::{ROWS, Row};
use world::World;

#[test]
fn planted_secrets_show_up_nowhere() {
    let world = World::new();
    let planted = Planted::in_world(&world);
    let mut wrong = Vec::new();
    for row in ROWS {
        let Row { line, code } = row;
        let run = watched::run(&world, line);
        if run.code != *code {
            wrong.push(format!("{line}: ended with {}\n{}", run.code, run.said()));
        }
        wrong.extend(planted.found_in(&format!("output of: {line}"), run.said().as_bytes()));
        // What stands on the line of a row is there because somebody typed it.
        if !table::is_typed(line) {
            wrong.extend(planted.found_in(&format!("ps during: {line}"), &run.seen_by_ps));
        }
    }
    for (name, content) in world.left_behind() {
        wrong.extend(planted.found_in(&name, &content));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What is not there cannot be found: the tools were called, and the bundles and journals written.
    world.assert_used(&[
        "seen/editor",
        "seen/secret-tool",
        "bundle.zip",
        "journal",
        "support",
        "book.json",
    ]);
}

#[test]
fn a_secret_would_be_found() {
    let world = World::new();
    let planted = Planted::in_world(&world);
    for secret in planted.all() {
        let text = format!("{{\"passphrase\":\"{}\"}}", secret.to_uppercase());
        assert_eq!(planted.found_in("a place", text.as_bytes()).len(), 1);
    }
    world.write_bundle("found.zip", &planted.all().join(" "));
    let found: Vec<String> = world
        .left_behind()
        .iter()
        .flat_map(|(name, content)| planted.found_in(name, content))
        .collect();
    assert_eq!(found.len(), planted.all().len(), "{found:?}");
    assert!(found.iter().all(|place| place.contains("found.zip")));
    let shown = watched::run(&world, "sh -c sleep\u{a0}1;\u{a0}:\u{a0}{new}");
    assert_eq!(planted.found_in("ps", &shown.seen_by_ps).len(), 1);
}
