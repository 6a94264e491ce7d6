//! A gateway that trusts one key takes updates from nobody else: with real signatures, over HTTP.

use std::fs;

use serde_json::json;
use sha2::{Digest, Sha256};
use smr::image::{self, Descriptor, Recipe, SigningKey};

use crate::http::{self, Answer};
use crate::{PATIENCE, Sim};

const PASSWORD: &str = "correct horse";

fn image(version: &str, security_version: u32) -> Vec<u8> {
    image::build(&Recipe {
        descriptor: Descriptor {
            version: version.parse().expect("a version"),
            board: image::Board::Esp8266With1M,
            build: "test".parse().expect("a build id"),
            security_version,
        },
        size: image::SMALLEST_SIZE,
        seed: 1,
    })
    .expect("an image")
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
    let header = format!("X-SMR-SHA256: {}\r\n", http::hex(&Sha256::digest(image)));
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

#[test]
fn a_gateway_that_trusts_a_key_takes_only_what_was_signed_with_it_and_is_not_older() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("password"), PASSWORD).expect("written");
    let mut sim = Sim::start(folder.path(), &["--admin-password-file", "password"]);
    let ready = sim.ready();
    let address = ready["http"].as_str().expect("an address");
    let key = SigningKey::generate().expect("a key");
    let stranger = SigningKey::generate().expect("a key");
    change(
        address,
        &json!({"ota": {"public_key": http::hex(&key.public_key().to_bytes()), "rollback_protection": true}}),
    );

    let next = image("2.0.0", 5);
    assert_eq!(code(&upload(address, &next)), "not-signed");
    assert_eq!(
        code(&upload(address, &signed(&next, &stranger))),
        "unknown-key"
    );
    let mut forged = signed(&next, &key);
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

    let taken = upload(address, &signed(&next, &key));
    assert_eq!(
        taken.status,
        200,
        "{}",
        String::from_utf8_lossy(&taken.body)
    );
    assert_eq!(taken.json()["version"], "2.0.0");
    let begun = std::time::Instant::now();
    loop {
        let info = http::request(address, "GET", "/api/v1/info", "", b"");
        if info
            .is_ok_and(|info| info.status == 200 && info.json()["firmware"]["version"] == "2.0.0")
        {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "the new firmware does not run");
        std::thread::yield_now();
    }
    // What ran once sets the floor.
    let older = signed(&image("2.1.0", 4), &key);
    assert_eq!(code(&upload(address, &older)), "rollback-refused");
}
