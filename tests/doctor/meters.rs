//! What is wrong with a meter or with the way from it.

use std::io::Write;
use std::net::TcpListener;
use std::thread;

use smr::decode::hex;
use smr::doctor::Severity;
use smr::doctor::table::TABLE;
use smr::sim::meter::{TEST_KEY, profiles};
use smr::sim::meter_fault::KEY;

use crate::doctor::bench::{codes, diagnosed};

/// What is provoked.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) code: &'static str,
    source: &'static str,
    /// Whose key is given.
    key: Given,
    /// A part of the evidence.
    says: &'static str,
}

#[derive(Clone, Copy)]
enum Given {
    None,
    Right,
    Wrong,
}

const fn case(code: &'static str, source: &'static str, says: &'static str) -> Case {
    Case {
        code,
        source,
        key: Given::None,
        says,
    }
}

const fn with_key(key: Given, case: Case) -> Case {
    Case { key, ..case }
}

pub(crate) const CASES: &[Case] = &[
    case("no-bytes", "sim:?fault=silent", "nothing in 30 s"),
    case("noise", "sim:?fault=noise", "none of them a telegram"),
    case("inverted", "sim:?fault=inverted", "the other way round"),
    case(
        "inverted",
        "sim:be-emucs?fault=inverted",
        "the other way round",
    ),
    case("parity", "sim:nl-dsmr-2.2?fault=parity", "7E1"),
    case("parity", "sim:de-d0?fault=parity", "7E1"),
    case(
        "baud-too-high",
        "sim:?fault=slow-line",
        "several bits of the reader",
    ),
    case(
        "baud-too-high",
        "sim:nl-dsmr-2.2?fault=slow-line&interval=1s",
        "several bits",
    ),
    case("baud-too-low", "sim:?fault=fast-line", "begin alike"),
    case(
        "line-ends-missing",
        "sim:?fault=no-line-ends",
        "on one line",
    ),
    case(
        "cut-at-constant-length",
        "sim:?fault=cut",
        "each of 256 bytes, a usual size of a buffer",
    ),
    case(
        "cut-at-constant-length",
        "sim:be-emucs?fault=cut",
        "each of 256 bytes",
    ),
    case("broken-off", "sim:?fault=broken-off", "after "),
    case("end-missing", "sim:?fault=no-end", "behind a whole line"),
    case(
        "telegrams-mixed",
        "sim:?fault=mixed",
        "before the one before has ended",
    ),
    case("pieces-missing", "sim:?fault=pieces-lost", "70 bytes fewer"),
    case("line-lost", "sim:?fault=line-lost", "without 1-0:"),
    case("line-ends-changed", "sim:?fault=line-feeds", "CR LF"),
    case(
        "line-ends-changed",
        "sim:be-emucs?fault=line-feeds",
        "CR LF",
    ),
    case("blanks-stripped", "sim:?fault=no-empty-line", "empty line"),
    case("crc-variant", "sim:?fault=other-crc", "Modbus"),
    case("characters-flipped", "sim:?fault=bit-flips", "must be \""),
    case(
        "characters-flipped",
        "sim:?fault=bit-flips&seed=2",
        "must be \"",
    ),
    case(
        "characters-flipped",
        "sim:se-p1?fault=bit-flips&interval=1s",
        "must be \"",
    ),
    case(
        "characters-flipped",
        "sim:?fault=wrong-characters",
        "wrong character",
    ),
    case(
        "telegrams-damaged",
        "sim:?fault=wrong-crc",
        "CRC BAD0 was sent",
    ),
    case("key-missing", "sim:?fault=encrypted", "system title 534D52"),
    with_key(
        Given::Wrong,
        case("key-wrong", "sim:?fault=encrypted", "12 of 12 telegrams"),
    ),
    with_key(
        Given::Right,
        case(
            "not-authenticated",
            "sim:?fault=no-tag",
            "12 of 12 telegrams",
        ),
    ),
    case("noise-between", "sim:?fault=spikes", "between telegrams"),
    case("crc-missing", "sim:?fault=no-crc", "which sends a CRC"),
    case("duplicates", "sim:?fault=duplicates", "with the same time"),
    case(
        "gaps",
        "sim:?fault=gaps",
        "did not come: the meter sends one every 1 s",
    ),
    case(
        "jitter",
        "sim:?fault=jitter",
        "the meter makes one every 1 s",
    ),
    case("several-meters", "sim:?fault=two-meters", "of /KFM5"),
    case("clock-unset", "sim:?fault=clock-unset", "700101000000W"),
    case(
        "clock-season",
        "sim:?fault=clock-season",
        "1 h behind this computer's; it says that it is summer time",
    ),
    case("clock-off", "sim:?fault=clock-ahead", "17 min ahead"),
    case(
        "channel-replaced",
        "sim:?fault=gas-replaced",
        "channel 4 (gas) reports",
    ),
    case("channel-stale", "sim:?fault=gas-stale", "channel 1 (gas)"),
    case(
        "channel-type-unknown",
        "sim:?fault=gas-type",
        "device type 000",
    ),
    case("channel-silent", "sim:?fault=gas-unset", "channel 1 (gas)"),
    case(
        "counter-backwards",
        "sim:?fault=counter-back",
        "1-0:1.8.1 from",
    ),
    case("power-sum", "sim:?fault=power-sum", "the meter says 16"),
    case("phase-dead", "sim:?fault=phase-lost", "L2 has 0 V"),
    case("voltage-out-of-range", "sim:?fault=voltage", "L3 has 271 V"),
    case(
        "no-checksum",
        "sim:nl-dsmr-2.2?interval=1s",
        "as it is with these meters",
    ),
    case("dialect-unknown", "sim:?fault=foreign", "/XYZ5"),
    case("codes-unknown", "sim:?fault=foreign", "1-1:0.250.8"),
    case("telegram-long", "sim:?fault=long", "up to 2"),
    case("strict-reader-refuses", "sim:be-emucs", "0-0:96.1.4"),
    case("reader-settings", "sim:", "115200 baud 8N1"),
    case("unreachable", "a closed port", "cannot"),
    case("connection-lost", "a server that hangs up", "at last"),
];

fn severity(code: &str) -> Severity {
    let kind = TABLE.iter().find(|kind| kind.code == code);
    kind.expect("a finding").severity
}

#[tokio::test(start_paused = true)]
async fn each_fault_of_a_meter_is_named_and_no_other() {
    let mut wrong = Vec::new();
    for case in CASES.iter().filter(|case| case.source.starts_with("sim:")) {
        let key = match case.key {
            Given::None => String::new(),
            Given::Right => hex(&KEY),
            Given::Wrong => hex(&[1; 16]),
        };
        let found = diagnosed(case.source, &key).await;
        let severity = severity(case.code);
        let about = format!("{}: {found:#?}", case.source);
        let evidence = found
            .findings
            .iter()
            .find(|finding| finding.kind.code == case.code)
            .map(|finding| finding.evidence.clone());
        if !evidence.is_some_and(|evidence| evidence.contains(case.says)) {
            wrong.push(format!("{} is not found in {about}", case.code));
        }
        // Nothing is as bad, or worse.
        for bad in [Severity::Error, Severity::Warning] {
            let expected = match severity == bad {
                true => vec![case.code],
                false => Vec::new(),
            };
            if codes(&found, bad) != expected {
                wrong.push(format!("{} is not alone in {about}", case.code));
            }
        }
        let ranks: Vec<Severity> = found
            .findings
            .iter()
            .map(|finding| finding.kind.severity)
            .collect();
        assert!(ranks.is_sorted_by(|one, next| one >= next), "{about}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_wrong_with_a_simulated_meter_of_any_kind() {
    let mut wrong = Vec::new();
    for profile in profiles() {
        let found = diagnosed(&format!("sim:{}", profile.name()), TEST_KEY).await;
        if found.worst() > Some(Severity::Info) || found.right.is_empty() {
            wrong.push(format!("{}: {found:#?}", profile.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_source_where_nobody_answers_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let found = diagnosed(&format!("tcp://{address}"), "").await;
    assert_eq!(
        codes(&found, Severity::Error),
        ["unreachable"],
        "{found:#?}"
    );
}

#[tokio::test]
async fn a_source_that_hangs_up_is_told() {
    let profile = profiles().first().expect("a meter");
    let start = jiff::Timestamp::now();
    let mut meter = smr::sim::meter::Meter::new(profile, 1, start);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            for _ in 0..4 {
                if stream.write_all(&meter.next_telegram()).is_err() {
                    return;
                }
            }
        }
    });
    let found = diagnosed(&format!("tcp://{address}"), "").await;
    assert_eq!(
        codes(&found, Severity::Error),
        Vec::<&str>::new(),
        "{found:#?}"
    );
    assert!(
        codes(&found, Severity::Warning).contains(&"connection-lost"),
        "{found:#?}"
    );
}
