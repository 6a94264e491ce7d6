//! Nothing is wrong with what real meters send.

use std::io::Write;

use smr::doctor::Severity;

use crate::doctor::bench::{codes, diagnosed};
use crate::doctor::index::{Row, corpus};

/// Streams of which the doctor rightly says something: the beginning of the file's name, the code, and why it is right.
const EXPLAINED: &[(&str, &str, &str)] = &[
    (
        "ch/LG-encrypted-lng2.bin",
        "key-missing",
        "its key is not published",
    ),
    (
        "dk/Kamstrup-Omnipower-Bornholm-enc.bin",
        "key-missing",
        "its key is not published",
    ),
    (
        "nl/dsmr-4-0-isk-2.txt",
        "clock-unset",
        "its clock says 000101010000W",
    ),
    ("nl/mcs.txt", "clock-unset", "its clock says 000000000000W"),
];

/// Whether all checksums of a stream are right, as its index says, and it was not changed after it was captured.
fn is_healthy(row: &Row) -> bool {
    let numbers = |name: &str| {
        let words = row.check.split(' ');
        let mut numbers = words.filter_map(|word| word.strip_prefix(name)?.strip_prefix('='));
        numbers.next().and_then(|number| number.parse::<u32>().ok())
    };
    let hdlc = numbers("frames").is_some_and(|frames| {
        frames > 0 && numbers("hcs_ok") == Some(frames) && numbers("fcs_ok") == Some(frames)
    });
    let sml = numbers("frames_ok").is_some_and(|frames| frames > 0) && numbers("bad") == Some(0);
    row.check == "valid" || hdlc || sml
}

/// The key of a stream, where its index says it.
fn key(row: &Row) -> &str {
    let mut words = row.expected.split(' ');
    let key = words.find_map(|word| word.strip_prefix("key="));
    key.unwrap_or_default()
}

#[tokio::test]
async fn nothing_is_wrong_with_healthy_streams_of_the_corpus() {
    let Some(rows) = corpus() else { return };
    let (mut healthy, mut well, mut explained, mut wrong) = (0, 0, 0, Vec::new());
    for row in rows.iter().filter(|row| is_healthy(row)) {
        healthy += 1;
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&row.read()).expect("written");
        let source = format!("file:{}", file.path().display());
        let found = diagnosed(&source, key(row)).await;
        let bad: Vec<&str> = [Severity::Error, Severity::Warning]
            .into_iter()
            .flat_map(|severity| codes(&found, severity))
            .collect();
        let unexplained: Vec<&&str> = bad
            .iter()
            .filter(|code| {
                !EXPLAINED
                    .iter()
                    .any(|(name, known, _)| row.file.starts_with(name) && known == *code)
            })
            .collect();
        if bad.is_empty() {
            well += 1;
        } else if unexplained.is_empty() {
            explained += 1;
        } else {
            wrong.push(format!("{}: {found:#?}", row.file));
        }
    }
    println!(
        "healthy streams: {healthy}; nothing reported: {well}; reported and explained: {explained}"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(well >= 20, "only {well} streams are told to be well");
}
