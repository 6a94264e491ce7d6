//! A gateway that trusts one key takes updates from nobody else: with real signatures, over HTTP.

use std::fs;

use serde_json::json;
use sha2::{Digest, Sha256};
use smr::image::{Board, SMALLEST_SIZE, SigningKey};

use crate::sim::http::{self, Answer};
use crate::support::boards::Boards;
use crate::support::firmware::secured;
use crate::support::wait::until;

const PASSWORD: &str = "correct horse";

fn image(version: &str, security_version: u32) -> Vec<u8> {
    secured(
        version,
        Board::Esp8266With1M,
        SMALLEST_SIZE,
        1,
        security_version,
    )
}

fn signed(image: &[u8], key: &SigningKey) -> Vec<u8> {
    let trailer = key.sign(image).expect("a signature");
    [image, &trailer.to_bytes()].concat()
}

fn change(address: &str, settings: &serde_json::Value) {
    let body = settings.to_string();
    let answer = http::admin(
        address,
        PASSWORD,
        "PATCH",
        "/api/v1/config",
        "",
        body.as_bytes(),
    );
    assert_eq!(answer.expect("an answer").status, 200);
}

fn upload(address: &str, image: &[u8]) -> Answer {
    announced(address, image, image)
}

/// Sends an image with the digest of another.
fn announced(address: &str, image: &[u8], other: &[u8]) -> Answer {
    let header = format!("X-SMR-SHA256: {}\r\n", http::hex(&Sha256::digest(other)));
    http::admin(
        address,
        PASSWORD,
        "POST",
        "/api/v1/firmware",
        &header,
        image,
    )
    .expect("an answer")
}

fn code(answer: &Answer) -> String {
    answer.json()["error"]["code"]
        .as_str()
        .unwrap_or("none")
        .to_owned()
}

fn version(address: &str) -> Option<String> {
    let info = http::request(address, "GET", "/api/v1/info", "", b"").ok()?;
    let info = (info.status == 200).then(|| info.json())?;
    Some(info["firmware"]["version"].as_str()?.to_owned())
}

/// Uploads an image that the gateway must take, and waits until it runs.
fn runs_after(address: &str, image: &[u8], expected: &str) {
    let taken = upload(address, image);
    let said = String::from_utf8_lossy(&taken.body).into_owned();
    assert_eq!(taken.status, 200, "{said}");
    assert_eq!(taken.json()["version"], expected);
    until(expected, || {
        let runs = version(address).as_deref() == Some(expected) && is_confirmed(address);
        runs.then_some(())
    });
}

/// Whether the image has proven itself: before that another one is not even looked at.
fn is_confirmed(address: &str) -> bool {
    let asked = http::admin(address, PASSWORD, "GET", "/api/v1/status", "", b"");
    asked.is_ok_and(|asked| asked.status == 200 && asked.json()["ota"]["image"] == "confirmed")
}

#[test]
fn a_gateway_that_trusts_a_key_takes_only_what_is_whole_signed_with_it_and_not_older() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("password"), PASSWORD).expect("written");
    let sim = Boards::start(
        folder.path(),
        &["--admin-password-file", "password", "--state-dir", "boards"],
    );
    let ready = sim.ready(0).clone();
    let address = ready["http"].as_str().expect("an address");
    let key = SigningKey::generate().expect("a key");
    let stranger = SigningKey::generate().expect("a key");
    change(
        address,
        &json!({"ota": {"public_key": http::hex(&key.public_key().to_bytes()), "rollback_protection": true}}),
    );

    // What is validly signed is taken, however often.
    let first = signed(&image("1.9.0", 4), &key);
    runs_after(address, &first, "1.9.0");

    let flash = folder.path().join("boards/board-1/flash.bin");
    let held = || fs::read(&flash).expect("a flash chip")[..first.len()].to_vec();
    let before = held();
    let next = image("2.0.0", 5);
    assert_eq!(code(&upload(address, &next)), "not-signed");
    assert_eq!(
        code(&upload(address, &signed(&next, &stranger))),
        "unknown-key"
    );
    let good = signed(&next, &key);
    let mut forged = good.clone();
    let other = signed(&image("2.0.1", 5), &key);
    let signature = forged.len() - 96 + 24..forged.len() - 96 + 88;
    forged[signature.clone()].copy_from_slice(&other[signature]);
    let sum = crc_fast::checksum(
        crc_fast::CrcAlgorithm::Crc32IsoHdlc,
        &forged[forged.len() - 96..forged.len() - 4],
    );
    let end = forged.len() - 4;
    forged[end..].copy_from_slice(&u32::try_from(sum).expect("32 bits").to_le_bytes());
    assert_eq!(code(&upload(address, &forged)), "bad-signature");

    // A body that was cut, with the digest of what is left of it and with that of the whole.
    for size in [100, 0x1000, 0x1200, next.len() - 16, next.len() + 95] {
        let cut = upload(address, &good[..size]);
        assert_eq!(cut.status, 422, "{size}: {}", code(&cut));
        let cut = announced(address, &good[..size], &good);
        assert_eq!(cut.status, 422, "{size}: {}", code(&cut));
    }
    assert_eq!(code(&announced(address, &good, &next)), "digest-mismatch");
    assert!(held() == before, "something of it was installed");
    assert_eq!(version(address).as_deref(), Some("1.9.0"));

    runs_after(address, &good, "2.0.0");
    // What ran once sets the floor: the very bytes that were taken before are not any more.
    let before = held();
    assert_eq!(code(&upload(address, &first)), "rollback-refused");
    let older = signed(&image("2.1.0", 4), &key);
    assert_eq!(code(&upload(address, &older)), "rollback-refused");
    assert!(held() == before, "something of it was installed");
    assert_eq!(version(address).as_deref(), Some("2.0.0"));
}
