//! What the simulated meters send, read by others' decoders: sml-rs, and Python's `dlms_cosem` with `cryptography`.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use sml_rs::parser::common::Value as SmlValue;
use sml_rs::parser::complete::{self, MessageBody};
use smr::decode::view::Datum;
use smr::decode::{Telegram, hex};
use smr::sim::meter::{Meter, Profile, TEST_AUTHENTICATION_KEY, profiles};

use super::decoded_with;
use super::packages::{or_skipped, python};
use super::scripts::script;

/// The version that the test was written with.
const PACKAGE: &str = "dlms-cosem==25.1.0";
/// What Luxembourg has published.
const LUXEMBOURG: &str = "00112233445566778899AABBCCDDEEFF";
const TELEGRAMS: usize = 6;

/// Telegrams of a meter, in a night in which summer time begins and across a full hour.
fn telegrams(profile: &'static Profile) -> Vec<Vec<u8>> {
    let start = "2026-03-29T00:59:52Z".parse().expect("a time");
    let mut meter = Meter::new(profile, 4, start);
    (0..TELEGRAMS).map(|_| meter.next_telegram()).collect()
}

fn one(profile: &Profile, bytes: &[u8]) -> Telegram {
    let (mut found, noise) = decoded_with(profile.decoder_keys(), bytes);
    assert_eq!((found.len(), noise), (1, 0), "{}", profile.name());
    found.remove(0)
}

/// A number without its point and the zeros behind it: what is left whatever its power of ten.
fn significant(digits: &str) -> String {
    let digits: String = digits.chars().filter(|digit| *digit != '.').collect();
    let sign = if digits.starts_with('-') { "-" } else { "" };
    format!(
        "{sign}{}",
        digits.trim_start_matches(['-', '0']).trim_end_matches('0')
    )
}

/// All numbers of a telegram in their order.
fn numbers(telegram: &Telegram) -> Vec<String> {
    telegram
        .views()
        .filter_map(|view| match view.first()?.value {
            Datum::Number(number) => Some(significant(&number.to_string())),
            _ => None,
        })
        .collect()
}

#[test]
fn sml_rs_reads_what_the_german_meter_sends() {
    let profile = Profile::find("de-sml").expect("a meter");
    for bytes in telegrams(profile) {
        let messages: Vec<Vec<u8>> = sml_rs::transport::decode(&bytes)
            .into_iter()
            .map(|message| message.expect("sml-rs takes the transport"))
            .collect();
        let [messages] = messages.as_slice() else {
            panic!("{} files", messages.len())
        };
        let file = complete::parse(messages).expect("sml-rs takes the messages");
        let mut theirs = Vec::new();
        for message in file.messages {
            let MessageBody::GetListResponse(list) = message.message_body else {
                continue;
            };
            for entry in list.val_list {
                let number = match entry.value {
                    SmlValue::I8(value) => i64::from(value),
                    SmlValue::I16(value) => i64::from(value),
                    SmlValue::I32(value) => i64::from(value),
                    SmlValue::I64(value) => value,
                    SmlValue::U64(value) => i64::try_from(value).expect("small"),
                    SmlValue::Bytes(_) => continue,
                    other => panic!("{other:?} was not sent"),
                };
                theirs.push(significant(&number.to_string()));
            }
        }
        assert!(theirs.len() > 12);
        assert_eq!(numbers(&one(profile, &bytes)), theirs);
    }
}

/// What `dlms_cosem` says of each telegram.
fn dlms_cosem(orders: &[Value]) -> Option<Vec<Value>> {
    let python = or_skipped(python(PACKAGE, "dlms_cosem"))?;
    let mut child = Command::new(python)
        .arg(script("dlms_cosem_reader.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python runs");
    let lines: Vec<String> = orders.iter().map(Value::to_string).collect();
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || {
        // A reader that ends early is told by what it printed.
        let _ = writeln!(stdin, "{}", lines.join("\n"));
    });
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("written");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let found = said
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    Some(found.collect())
}

#[test]
fn dlms_cosem_reads_what_the_other_binary_meters_send() {
    let mut sent = Vec::new();
    for profile in profiles() {
        if !profile.is_text() && profile.name() != "de-sml" {
            sent.extend(telegrams(profile).into_iter().map(|bytes| (profile, bytes)));
        }
    }
    let orders: Vec<Value> = sent
        .iter()
        .map(|(profile, bytes)| {
            let (key, _) = profile.keys().unwrap_or_default();
            let authentication = match profile.name() {
                "lu-encrypted" => LUXEMBOURG,
                _ => TEST_AUTHENTICATION_KEY,
            };
            json!({ "hex": hex(bytes), "key": key, "authentication": authentication })
        })
        .collect();
    let Some(theirs) = dlms_cosem(&orders) else {
        return;
    };
    assert_eq!(
        theirs.len(),
        sent.len(),
        "it stopped at {:?}",
        sent.get(theirs.len())
    );
    let mut values = 0;
    for ((profile, bytes), theirs) in sent.iter().zip(theirs) {
        let telegram = one(profile, bytes);
        if let Some(text) = theirs["text"].as_str() {
            assert_eq!(telegram.content(), text.as_bytes());
            values += telegram.readings().len();
            continue;
        }
        let theirs: Vec<String> = theirs["numbers"]
            .as_array()
            .expect("numbers")
            .iter()
            .map(|number| significant(&number.to_string()))
            .collect();
        values += theirs.len();
        assert_eq!(numbers(&telegram), theirs, "{}", profile.name());
    }
    println!("{values} values of {} telegrams agree", sent.len());
    assert!(values > 300, "{values}");
}
