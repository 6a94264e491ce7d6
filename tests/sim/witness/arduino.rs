//! Updates by the `ArduinoOTA` protocol.

use std::path::Path;
use std::process::Command;

use super::packages::{or_skipped, run};
use super::scripts::script;
use super::{PASSWORD, board, image, wait_for_version};
use crate::sim::{address, folder};
use crate::support::wait::until;

/// Whether the image was taken, and what the gateway said.
fn send(ready: &serde_json::Value, image: &Path, password: &str) -> (bool, String) {
    let ota = ready["ota"].as_str().expect("an address");
    let (host, port) = ota.split_once(':').expect("host and port");
    let output = Command::new("python3")
        .arg(script("arduino_sender.py"))
        .args([host, port])
        .arg(image)
        .arg(password)
        .output()
        .expect("Python runs");
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[test]
fn an_arduino_sender_updates_a_board_with_the_right_password_only() {
    if or_skipped(run(Command::new("python3").arg("--version"))).is_none() {
        return;
    }
    let folder = folder();
    let (_sim, ready) = board(folder.path(), &[]);
    let new = image(folder.path(), "3.1.4");
    let (was_taken, said) = send(&ready, &new, "wrong horse");
    assert!(!was_taken, "{said}");
    assert_eq!(said.trim_end(), "Authentication Failed");
    // After a wrong password the gateway lets a second pass.
    let said = until("an update", || {
        let (was_taken, said) = send(&ready, &new, PASSWORD);
        was_taken.then_some(said)
    });
    assert_eq!(said, "OK\nOK\n");
    wait_for_version(address(&ready), "3.1.4");
}
