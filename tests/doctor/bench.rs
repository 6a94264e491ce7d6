//! Listening in a time that does not pass.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use smr::decode::{Key, KeyPair, Keys};
use smr::doctor::listen::{Plan, listen};
use smr::doctor::{Diagnosis, Evidence, Severity, examine};
use smr::source::Options;
use smr::target::SourceSpec;
use tokio::time::Instant;

thread_local! {
    static START: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// The clock of the test, which goes with its paused time.
fn now() -> Timestamp {
    let start = START.get().unwrap_or_else(Instant::now);
    let noon: Timestamp = "2026-11-21T12:00:00Z".parse().expect("a time");
    let passed = SignedDuration::try_from(start.elapsed()).expect("not for ever");
    noon.checked_add(passed).expect("not for ever")
}

/// The keys of all meters: one, in hexadecimal digits; none if empty.
pub(crate) fn keys(text: &str) -> Arc<Keys> {
    let mut keys = Keys::none();
    if !text.is_empty() {
        keys.set_for_all(KeyPair {
            encryption: Key::parse(text).expect("a key"),
            authentication: None,
        });
    }
    Arc::new(keys)
}

/// What is known of a source after half a minute of its time.
pub(crate) async fn evidence(source: &str, key: &str) -> Evidence {
    START.set(Some(Instant::now()));
    let spec = SourceSpec::parse(source).expect("a source");
    let plan = Plan {
        limit: Duration::from_secs(30),
        keys: keys(key),
        options: Options {
            now,
            ..Options::default()
        },
    };
    listen(source, &spec, &plan).await.expect("evidence")
}

/// The codes of one severity, in their order.
pub(crate) fn codes(diagnosis: &Diagnosis, severity: Severity) -> Vec<&'static str> {
    let all = diagnosis.findings.iter();
    let same = all.filter(|finding| finding.kind.severity == severity);
    same.map(|finding| finding.kind.code).collect()
}

pub(crate) async fn diagnosed(source: &str, key: &str) -> Diagnosis {
    examine(&evidence(source, key).await)
}
