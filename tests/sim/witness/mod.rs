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

use serde_json::Value;

use crate::support::boards::Boards;
use crate::support::program::{ends, smr};

const PASSWORD: &str = "correct horse";

/// A board that has joined, with an admin password, and its ready line.
fn board(folder: &Path, arguments: &[&str]) -> (Boards, Value) {
    std::fs::write(folder.join("password"), PASSWORD).expect("written");
    let mut all = vec!["--admin-password-file", "password", "--interval", "500ms"];
    all.extend(arguments);
    let sim = Boards::start(folder, &all);
    let ready = sim.ready(0).clone();
    assert_eq!(ready["state"], "run");
    (sim, ready)
}

/// A well-formed image of this version, made by the command for it.
fn image(folder: &Path, version: &str) -> PathBuf {
    let file = folder.join(format!("{version}.bin"));
    let make = ["firmware", "make-sim-image", "--version", version, "-o"];
    let made = smr(folder, &make).arg(&file).output();
    ends(&made.expect("smr runs"), 0, &[]);
    file
}

/// Waits until the board tells everybody that it runs `version`.
fn wait_for_version(address: &str, version: &str) {
    crate::support::wait::until(version, || {
        let answer = crate::sim::http::request(address, "GET", "/api/v1/info", "", b"").ok()?;
        (answer.status == 200 && answer.json()["firmware"]["version"] == version).then_some(())
    });
}
