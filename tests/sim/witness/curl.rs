//! curl with `--digest`.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::relay;
use super::{PASSWORD, board, image, wait_for_version};
use crate::sim::{address, folder, http, read};
use crate::support::wait::until;

/// What curl said and what it got.
struct Got {
    status: u16,
    body: Vec<u8>,
    /// The whole exchange, as `-v` shows it.
    exchange: String,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// The algorithm of the answered challenge.
    fn algorithm(&self) -> &str {
        let sent = self
            .exchange
            .lines()
            .find(|line| line.starts_with("> Authorization: Digest "));
        let (_, rest) = sent
            .and_then(|line| line.split_once("algorithm="))
            .expect("an answered challenge");
        rest.split([',', '\r']).next().expect("a word")
    }
}

fn curl(url: &str, arguments: &[&str]) -> Got {
    let folder = folder();
    let body = folder.path().join("body");
    let output = Command::new("curl")
        // Nothing of the user's: no settings, no proxy.
        .args(["-q", "--noproxy", "*", "--max-time", "60", "-v", "-s", "-S"])
        .args(["-w", "%{http_code}", "-o"])
        .arg(&body)
        .args(arguments)
        .arg(url)
        .output()
        .expect("curl runs");
    let exchange = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{exchange}");
    Got {
        status: String::from_utf8_lossy(&output.stdout)
            .parse()
            .expect("a status"),
        body: fs::read(&body).unwrap_or_default(),
        exchange,
    }
}

/// As the admin.
fn admin(url: &str, arguments: &[&str]) -> Got {
    let user = format!("admin:{PASSWORD}");
    curl(url, &[&["--digest", "-u", &user], arguments].concat())
}

#[test]
fn curl_reads_the_status_with_sha_256_and_with_md5() {
    let folder = folder();
    let (_sim, ready) = board(folder.path(), &[]);
    let at = address(&ready);
    let url = format!("http://{at}/api/v1/status");
    let got = admin(&url, &[]);
    assert_eq!(got.status, 200, "{}", got.exchange);
    assert_eq!(got.algorithm(), "SHA-256", "the first that is offered");
    assert_eq!(got.json()["device"]["id"], ready["name"]);

    // curl takes the first challenge: somebody between the two takes that away.
    let relay = relay::without_sha256(at);
    let through = format!("{at}:127.0.0.1:{}", relay.port());
    let got = admin(&url, &["-H", "Connection: close", "--connect-to", &through]);
    assert_eq!(got.status, 200, "{}", got.exchange);
    assert_eq!(got.algorithm(), "MD5");
    assert_eq!(got.json()["schema"], "smr.status/1");
}

#[test]
fn curl_with_a_wrong_password_or_a_foreign_host_is_refused() {
    let folder = folder();
    let (_sim, ready) = board(folder.path(), &[]);
    let at = address(&ready);
    let url = format!("http://{at}/api/v1/status");
    let wrong = curl(&url, &["--digest", "-u", "admin:wrong"]);
    assert_eq!(wrong.status, 401, "{}", wrong.exchange);
    // A wrong password costs its sender a moment.
    until("the right password to be taken", || {
        (admin(&url, &[]).status == 200).then_some(())
    });
    let foreign = curl(
        &format!("http://{at}/api/v1/info"),
        &["-H", "Host: gateway.example"],
    );
    assert_eq!(foreign.status, 421, "{}", foreign.exchange);
    assert_eq!(foreign.json()["error"]["code"], "foreign-host");
    let none = curl(&format!("http://{at}/api/v1/info"), &[]);
    assert_eq!(none.status, 200);
    assert_eq!(none.json()["id"], ready["name"]);
}

#[test]
fn curl_gets_the_telegram_that_was_streamed() {
    let folder = folder();
    let profile = smr::sim::meter::Profile::find("nl-dsmr-5.0").expect("a profile");
    let start = "2026-01-31T12:00:00Z".parse().expect("a time");
    let telegram = smr::sim::meter::stream(profile, 1, start, 1);
    fs::write(folder.path().join("meter.p1"), &telegram).expect("written");
    let (_sim, ready) = board(folder.path(), &["--meter", "meter.p1"]);
    let streamed = read(&ready, 2 * telegram.len());
    let got = admin(&format!("http://{}/api/v1/frame", address(&ready)), &[]);
    assert_eq!(got.status, 200, "{}", got.exchange);
    let lines = got.exchange.to_ascii_lowercase();
    assert!(lines.contains("< x-smr-crc: valid"), "{lines}");
    assert!(lines.contains("< content-type: application/octet-stream"));
    assert_eq!(got.body, telegram);
    assert!(streamed.starts_with(&got.body));
}

#[test]
fn curl_changes_settings() {
    let folder = folder();
    let (_sim, ready) = board(folder.path(), &[]);
    let url = format!("http://{}/api/v1/config", address(&ready));
    let patch = |body: &str| {
        admin(
            &url,
            &[
                "-X",
                "PATCH",
                "-H",
                "Content-Type: application/json",
                "--data-binary",
                body,
            ],
        )
    };
    let changed = patch(r#"{"name": "Meter cupboard", "pins": {"led": 2}}"#);
    assert!(matches!(changed.status, 200..=204), "{}", changed.exchange);
    let config = until("the new name", || {
        let got = admin(&url, &[]);
        (got.status == 200 && got.json()["name"] == "Meter cupboard").then(|| got.json())
    });
    assert_eq!(config["pins"]["led"], json!(2));
    let refused = patch(r#"{"name": "other", "pins": {"led": 99}}"#);
    assert!(matches!(refused.status, 400..=422), "{}", refused.exchange);
    assert_eq!(
        admin(&url, &[]).json()["name"],
        "Meter cupboard",
        "all or nothing"
    );
}

#[test]
fn curl_uploads_firmware_to_both_addresses() {
    let folder = folder();
    let (_sim, ready) = board(folder.path(), &[]);
    let at = address(&ready);
    let text = |path: &Path| path.to_str().expect("a plain path").to_owned();

    let file = image(folder.path(), "2.0.1");
    let bytes = fs::read(&file).expect("an image");
    let sum = http::hex(&Sha256::digest(&bytes));
    // What the gateway tells is taken over the application alone.
    let application = http::hex(&Sha256::digest(&bytes[0x1000..]));
    let url = format!("http://{at}/api/v1/firmware");
    let content = format!("@{}", text(&file));
    let upload = |sum: &str| {
        let header = format!("X-SMR-SHA256: {sum}");
        let kind = "Content-Type: application/octet-stream";
        admin(
            &url,
            &[
                "-X",
                "POST",
                "-H",
                kind,
                "-H",
                &header,
                "--data-binary",
                &content,
            ],
        )
    };
    let wrong = upload(&"0".repeat(64));
    assert!(matches!(wrong.status, 400..=499), "{}", wrong.exchange);
    let right = upload(&sum);
    assert_eq!(right.status, 200, "{}", right.exchange);
    assert_eq!(right.json()["version"], "2.0.1");
    assert_eq!(right.json()["sha256"], Value::from(application));
    wait_for_version(at, "2.0.1");
    // Another one is taken once this has proven itself.
    until("the end of the trial", || {
        let status = admin(&format!("http://{at}/api/v1/status"), &[]);
        (status.status == 200 && status.json()["ota"]["image"] == "confirmed").then_some(())
    });

    let field = format!("firmware=@{}", text(&image(folder.path(), "2.0.2")));
    let form = admin(&format!("http://{at}/update"), &["-F", &field]);
    assert_eq!(form.status, 200, "{}", form.exchange);
    assert_eq!(form.json()["version"], "2.0.2");
    wait_for_version(at, "2.0.2");
}
