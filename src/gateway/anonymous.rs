//! Findings without anything that says whose they are: ids, names, addresses and the numbers of meters.

use serde_json::Value;

use super::document::{Document, Kind};
use super::findings::Findings;
use super::frame::Frame;
use super::words;
use crate::error::{Error, Result};

/// Fields that say whose a gateway is, and what stands there instead.
const FIELDS: &[(&str, &str)] = &[
    ("id", "smr-000000"),
    ("name", "gateway"),
    ("ssid", "network"),
    ("mac", "00:00:00:00:00:00"),
    ("ip", "192.0.2.1"),
    ("peer", "192.0.2.2:0"),
    ("address", "192.0.2.1"),
    ("netmask", "255.255.255.0"),
    ("gateway", "192.0.2.254"),
    ("dns", "192.0.2.254"),
];

/// Parts of OBIS codes whose values are numbers of meters or messages to their owners.
const TELLING: &[&str] = &[":96.1.", ":96.13.", ":C.1.", ":0.0.", ":42.0."];
/// Among them, those that say the version of a telegram.
const HARMLESS: &[&str] = &[":96.1.4("];

/// How much of a meter's identification says only who made it: `/ISK5`.
const MAKER: usize = 5;

/// The same findings about nobody in particular. Everything else in them is as it was.
///
/// # Errors
///
/// Documents that cannot be read back, which does not happen to those that were read before.
pub fn anonymous(findings: &Findings) -> Result<Findings> {
    Ok(Findings {
        at: findings.at,
        place: "192.0.2.1".to_owned(),
        info: without_names(&findings.info)?,
        status: findings.status.as_ref().map(without_names).transpose()?,
        events: findings.events.as_ref().map(without_names).transpose()?,
        config: findings.config.as_ref().map(without_names).transpose()?,
        frame: findings.frame.as_ref().map(|frame| Frame {
            bytes: without_numbers(&frame.bytes),
            ..frame.clone()
        }),
    })
}

fn without_names<T: Kind>(document: &Document<T>) -> Result<Document<T>> {
    let failed = |cause| Error::failed("cannot write JSON").because(cause);
    let mut value: Value = serde_json::from_str(document.raw.get()).map_err(failed)?;
    replace(&mut value);
    let text = serde_json::to_vec(&value).map_err(failed)?;
    Document::parse(&text, "the gateway")
}

fn replace(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let is_about_somebody = fields
                .get("code")
                .and_then(Value::as_str)
                .is_some_and(words::is_address);
            for (key, value) in fields.iter_mut() {
                let instead = FIELDS.iter().find(|(field, _)| field == key);
                match (value, instead) {
                    (Value::String(text), Some((_, instead))) if !text.is_empty() => {
                        (*instead).clone_into(text);
                    }
                    (value, _) if is_about_somebody && key == "detail" => *value = 0.into(),
                    (value, _) => replace(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(replace),
        _ => {}
    }
}

/// A telegram as long as before, with every digit and letter of a telling value, and of the identification behind its maker, an X.
fn without_numbers(telegram: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(telegram.len());
    for line in telegram.split_inclusive(|byte| *byte == b'\n') {
        let text = String::from_utf8_lossy(line);
        let holds = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
        let from = if line.starts_with(b"/") {
            MAKER
        } else if holds(TELLING) && !holds(HARMLESS) {
            line.iter()
                .position(|byte| *byte == b'(')
                .unwrap_or(line.len())
        } else {
            line.len()
        };
        out.extend(line.iter().enumerate().map(|(index, byte)| {
            match index >= from && byte.is_ascii_alphanumeric() {
                true => b'X',
                false => *byte,
            }
        }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::document::Events;
    use crate::gateway::status::Status;

    #[test]
    fn a_document_says_no_longer_whose_it_is() {
        let text = include_str!("testdata/status.json");
        let document = Document::<Status>::parse(text.as_bytes(), "a test").expect("a status");
        let cleared = without_names(&document).expect("a status");
        for secret in ["a1b2c3", "kitchen", "5c:cf", "home", "192.168"] {
            assert!(text.contains(secret), "{secret}");
            assert!(
                !cleared.raw.get().contains(secret),
                "{secret}: {}",
                cleared.raw
            );
        }
        assert_eq!(cleared.model.p1, document.model.p1);
        assert_eq!(cleared.model.heap, document.model.heap);
    }

    #[test]
    fn events_say_no_longer_who_came() {
        let text = r#"{"schema":"smr.events/1","next":3,"uptime_s":9,"events":[{"seq":1,"uptime_s":2,"code":"login-locked","detail":3232235786},{"seq":2,"uptime_s":2,"code":"boot","detail":1}]}"#;
        let document = Document::<Events>::parse(text.as_bytes(), "a test").expect("events");
        let cleared = without_names(&document).expect("events").model.events;
        let details: Vec<u32> = cleared.iter().map(|event| event.detail).collect();
        assert_eq!(details, [0, 1]);
    }

    #[test]
    fn a_telegram_keeps_its_figures_and_loses_its_numbers() {
        let telegram = "/FLU5\\253769484_A\r\n\r\n0-0:96.1.4(50217)\r\n0-0:96.1.1(3153414733313031)\r\n\
             0-1:96.1.0(AB12)\r\n0-0:96.13.0()\r\n1-0:1.8.1(000001.234*kWh)\r\n!A1B2\r\n";
        let expected = "/FLU5\\XXXXXXXXX_X\r\n\r\n0-0:96.1.4(50217)\r\n0-0:96.1.1(XXXXXXXXXXXXXXXX)\r\n\
             0-1:96.1.0(XXXX)\r\n0-0:96.13.0()\r\n1-0:1.8.1(000001.234*kWh)\r\n!A1B2\r\n";
        let cleared = without_numbers(telegram.as_bytes());
        assert_eq!(String::from_utf8_lossy(&cleared), expected);
        assert_eq!(without_numbers(b"\x00\xff(\n"), b"\x00\xff(\n");
    }
}
