//! Clients that others wrote meet virtual gateways: curl, Chromium, the Improv SDK for browsers, avahi, python-zeroconf; and an
//! `ArduinoOTA` sender of our own, in another language.

mod arduino;
mod avahi;
mod chromium;
mod curl;
mod improv;
use crate::witness::packages;
mod pages;
mod relay;
mod same;
use crate::witness::scripts;
mod zeroconf;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::sim::Sim;

const PASSWORD: &str = "correct horse";

/// A board that has joined, with an admin password, and its ready line.
fn board(folder: &Path, arguments: &[&str]) -> (Sim, Value) {
    std::fs::write(folder.join("password"), PASSWORD).expect("written");
    let mut all = vec!["--admin-password-file", "password", "--interval", "500ms"];
    all.extend(arguments);
    let mut sim = Sim::start(folder, &all);
    let ready = sim.ready();
    assert_eq!(ready["state"], "run");
    (sim, ready)
}

/// A well-formed image of this version, made by the command for it.
fn image(folder: &Path, version: &str) -> PathBuf {
    let file = folder.join(format!("{version}.bin"));
    let made = Command::new(env!("CARGO_BIN_EXE_smr"))
        .args(["firmware", "make-sim-image", "--version", version, "-o"])
        .arg(&file)
        .output()
        .expect("smr runs");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    file
}

/// Waits until the board tells everybody that it runs `version`.
fn wait_for_version(address: &str, version: &str) {
    crate::sim::wait_for(version, || {
        let answer = crate::sim::http::request(address, "GET", "/api/v1/info", "", b"").ok()?;
        (answer.status == 200 && answer.json()["firmware"]["version"] == version).then_some(())
    });
}
