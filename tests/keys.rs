//! Keys on the command line, in the environment and in files: what they open, and that they are never shown.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

use crate::binary::encode;

use std::fs;
use std::path::Path;

use crate::support::program::smr;
use encode::{CIPHER, REGISTERS, ciphered, hdlc_unit, notification};

const KEY: &str = "11111111111111111111111111111111";
const AUTHENTICATION: &str = "22222222222222222222222222222222";
const WRONG: &str = "99999999999999999999999999999999";

struct Output {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs `smr` beside a file `meter.bin` with one encrypted telegram.
fn run(at: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let unit = ciphered(&CIPHER, &notification(REGISTERS));
    fs::write(at.join("meter.bin"), hdlc_unit(&unit)).expect("a file");
    let output = smr(at, arguments)
        .envs(variables.iter().copied())
        .output()
        .expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let output = Output {
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    };
    for secret in [KEY, AUTHENTICATION, WRONG] {
        assert!(!output.stdout.contains(secret), "{}", output.stdout);
        assert!(!output.stderr.contains(secret), "{}", output.stderr);
    }
    output
}

/// The codes of the notes that `smr decode` prints, and its exit code.
fn notes(variables: &[(&str, &str)], arguments: &[&str]) -> (Vec<String>, Option<i32>) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("key"), format!("{KEY}\n")).expect("a file");
    let title = "5453541020304050";
    let table = format!(
        "[[meter]]\ntitle = \"{title}\"\nkey = \"{KEY}\"\nauth_key = \"{AUTHENTICATION}\"\n"
    );
    fs::write(folder.path().join("keys.toml"), table).expect("a file");
    let arguments = [&["decode", "meter.bin", "--format", "jsonl"], arguments].concat();
    let output = run(folder.path(), variables, &arguments);
    let document: serde_json::Value = serde_json::from_str(&output.stdout).expect(&output.stderr);
    assert_eq!(document["meter"]["system_title"], title);
    let notes = document["notes"].as_array().expect("notes");
    let code = |note: &serde_json::Value| note["code"].as_str().expect("a code").to_owned();
    (notes.iter().map(code).collect(), output.code)
}

#[test]
fn keys_come_from_options_variables_and_files() {
    let opened = (vec![], Some(0));
    assert_eq!(
        notes(&[], &["--key", KEY, "--auth-key", AUTHENTICATION]),
        opened
    );
    assert_eq!(
        notes(&[("SMR_KEY", KEY), ("SMR_AUTH_KEY", AUTHENTICATION)], &[]),
        opened
    );
    assert_eq!(notes(&[], &["--key-file", "keys.toml"]), opened);
    assert_eq!(
        notes(&[("SMR_KEY_FILE", "keys.toml")], &["--key", WRONG]),
        opened,
        "the meter's own goes first"
    );
}

#[test]
fn what_is_missing_is_told_and_counts_as_not_decoded() {
    let told = |code: &str, exit| (vec![code.to_owned()], Some(exit));
    assert_eq!(notes(&[], &[]), told("no-key", 1));
    assert_eq!(notes(&[], &["--key", WRONG]), told("wrong-key", 1));
    assert_eq!(
        notes(&[], &["--key-file", "key"]),
        told("not-authenticated", 0)
    );
    assert_eq!(
        notes(&[], &["--key", KEY, "--auth-key", WRONG]),
        told("not-authenticated", 0)
    );
}

#[test]
fn the_error_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(
        folder.path(),
        &[],
        &["decode", "meter.bin", "--format", "none"],
    );
    assert_eq!(
        output.stderr,
        "error: the telegram is encrypted and could not be opened\n\
         hint: ask the grid operator for the key of the meter and give it with --key-file\n\
         1 telegram: 1 valid, 0 invalid, 0 unchecked; 0 bytes of noise; 1 encrypted and not opened\n"
    );
    let output = run(folder.path(), &[], &["decode", "meter.bin", "--key", "12G"]);
    assert_eq!(output.code, Some(2));
    assert!(!output.stderr.contains("12G"), "{}", output.stderr);
    let output = run(
        folder.path(),
        &[],
        &["decode", "meter.bin", "--key-file", "nonsuch"],
    );
    assert_eq!(output.code, Some(2));
    assert!(
        output.stderr.contains("cannot read nonsuch"),
        "{}",
        output.stderr
    );
}

#[test]
fn watch_and_record_take_keys_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = [("SMR_KEY", KEY), ("SMR_AUTH_KEY", AUTHENTICATION)];
    let output = run(folder.path(), &keys, &["watch", "meter.bin"]);
    assert!(output.stdout.contains("import 1234 W"), "{}", output.stdout);
    let output = run(folder.path(), &[], &["watch", "meter.bin"]);
    assert!(
        output.stdout.contains("encrypted, not opened"),
        "{}",
        output.stdout
    );
    let output = run(
        folder.path(),
        &keys,
        &["record", "meter.bin", "-o", "copy.smr"],
    );
    assert!(
        output.stderr.contains("0 bytes of noise\n"),
        "{}",
        output.stderr
    );
    let output = run(
        folder.path(),
        &keys,
        &["decode", "copy.smr", "--format", "none"],
    );
    assert_eq!(output.code, Some(0));
}

#[test]
fn help_does_not_show_what_the_variables_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(
        folder.path(),
        &[("SMR_KEY", KEY), ("SMR_AUTH_KEY", AUTHENTICATION)],
        &["decode", "--help"],
    );
    assert!(output.stdout.contains("SMR_KEY"), "{}", output.stdout);
}
