//! How the image on a gateway stands, from what gateways say of it.

use jiff::Timestamp;
use smr::doctor::{Severity, examine};
use smr::gateway::{Document, Findings};

use crate::doctor::bench::{codes, evidence};

pub(crate) const CODES: [&str; 2] = ["firmware-rolled-back", "firmware-on-trial"];

const INFO: &str = r#"{"schema":"smr.info/1","id":"smr-a1b2c3","name":"kitchen","firmware":{"version":"1.2.3","build":"sim"},"board":"esp8266-1m","state":"run","api":1}"#;
const STATUS: &str = include_str!("../../src/gateway/testdata/status.json");
const WELL: &str = r#""image":"confirmed","previous":null,"last":null"#;

/// What is found of a healthy meter behind a gateway that says this of its image.
async fn found(ota: &str, uptime_s: &str) -> Vec<&'static str> {
    assert!(STATUS.contains(WELL));
    let status = STATUS.replace(WELL, ota).replace("345678", uptime_s);
    let mut evidence = evidence("sim:", "").await;
    evidence.gateway = Some(Findings {
        at: Timestamp::now(),
        place: "a test".to_owned(),
        info: Document::parse(INFO.as_bytes(), "a test").expect("a document"),
        status: Some(Document::parse(status.as_bytes(), "a test").expect("a status")),
        events: None,
        config: None,
        frame: None,
    });
    codes(&examine(&evidence), Severity::Warning)
}

#[tokio::test(start_paused = true)]
async fn an_image_that_was_given_up_or_does_not_prove_itself_is_named() {
    let undone = |why: &str| {
        format!(
            r#""image":"rolled-back","previous":null,"last":{{"result":"rolled-back","error":"{why}","version":"2.0.0"}}"#
        )
    };
    let trial = r#""image":"trial","previous":{"version":"1.2.2"},"last":null"#;
    for (ota, uptime_s, expected) in [
        (WELL.to_owned(), "345678", &[][..]),
        (undone("did-not-run"), "345678", &CODES[..1]),
        (undone("network-not-reached"), "30", &CODES[..1]),
        // Somebody wanted it so.
        (undone("requested"), "345678", &[]),
        (trial.to_owned(), "345678", &CODES[1..]),
        // It still has time.
        (trial.to_owned(), "30", &[]),
    ] {
        assert_eq!(found(&ota, uptime_s).await, expected, "{ota}");
    }
}
