//! The Improv SDK for browsers sets a board up over its serial line.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::packages::{installing, or_skipped, run};
use super::scripts::script;
use crate::sim::{address, folder, http};
use crate::support::boards::Boards;
use crate::support::program::smr;
use crate::support::wait::until;

const ADMIN_PASSWORD: &str = "cellar door";

/// Where the SDK is installed; once, as its lock file says, though several tests ask for it at the same time.
pub(super) fn packages() -> Result<PathBuf, String> {
    let _lock = installing("improv-sdk")?;
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("improv-sdk");
    let lock = "package-lock.json";
    let wanted = fs::read(script("improv").join(lock)).expect("a lock file");
    // Copied last: where it is the same, all is there.
    let done = directory.join("installed.json");
    if fs::read(&done).is_ok_and(|installed| installed == wanted) {
        return Ok(directory);
    }
    fs::create_dir_all(&directory).expect("a folder");
    for name in ["package.json", lock] {
        fs::copy(script("improv").join(name), directory.join(name)).expect("copied");
    }
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&directory))?;
    fs::write(done, wanted).expect("written");
    Ok(directory)
}

/// What the SDK saw of a board that it was to set up like this.
pub(super) fn provision(packages: &Path, ready: &Value, plan: &Value) -> Value {
    let mut client = Command::new("node");
    client
        .arg(script("improv/client.mjs"))
        .arg(packages)
        .arg(ready["serial"].as_str().expect("a line"))
        .arg(plan.to_string());
    let said = run(&mut client).expect("a provisioned board");
    serde_json::from_str(&said).expect("JSON")
}

/// What `smr provision` sees of the networks.
fn networks(folder: &Path, ready: &Value) -> Value {
    let port = ready["serial"].as_str().expect("a line");
    let seen = smr(
        folder,
        &[
            "provision",
            "--dry-run",
            "--format",
            "jsonl",
            "--port",
            port,
        ],
    )
    .output()
    .expect("smr runs");
    String::from_utf8_lossy(&seen.stdout)
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .find(|event| event["event"] == "networks")
        .expect("networks")["networks"]
        .clone()
}

#[test]
fn the_improv_sdk_provisions_boards_over_their_serial_lines() {
    let Some(packages) = or_skipped(packages()) else {
        return;
    };
    for (more, state) in [
        (&[][..], "unclaimed"),
        (&["Meter cupboard", ADMIN_PASSWORD], "run"),
    ] {
        let folder = folder();
        let sim = Boards::start(folder.path(), &["--setup", "--wifi", "home:password"]);
        let ready = sim.ready(0).clone();
        let at = address(&ready);
        let ours = networks(folder.path(), &ready);
        let mut plan = json!({"attempts": [["home", "a wrong password"], ["home", "password"]]});
        if let [name, password] = more {
            plan["name"] = json!(name);
            plan["adminPassword"] = json!(password);
        }
        let seen = provision(&packages, &ready, &plan);
        assert_eq!(
            seen["info"],
            json!({"firmware": "smr", "version": ready["version"], "chipFamily": "ESP8266", "name": ready["name"],
                "osName": null, "osVersion": null})
        );
        assert_eq!(
            seen["networks"],
            json!([{"name": "home", "rssi": -58, "secured": true}])
        );
        let theirs = &seen["networks"][0];
        assert_eq!(
            ours,
            json!([{"ssid": theirs["name"], "rssi_dbm": theirs["rssi"], "open": theirs["secured"] == false}])
        );
        assert_eq!(
            seen["failures"],
            json!([["UNABLE_TO_CONNECT", "wrong-password"]])
        );
        assert_eq!(seen["url"], format!("http://{at}/"));
        // The state may be told twice, asked and unasked: what counts is how it goes on.
        let mut states = seen["states"].as_array().expect("states").clone();
        states.dedup();
        assert_eq!(states, [2, 3, 2, 3, 4]);
        assert_eq!(seen["errors"], json!([]));
        let info = until("the network", || {
            let answer = http::request(at, "GET", "/api/v1/info", "", b"").ok()?;
            (answer.json()["state"] == state).then(|| answer.json())
        });
        let [name, password] = more else { continue };
        assert_eq!(seen["id"], ready["name"]);
        assert_eq!(seen["adminResult"], json!([]));
        assert_eq!(info["name"], *name);
        let status = http::admin(at, password, "GET", "/api/v1/status", "", b"");
        assert_eq!(status.expect("an answer").status, 200);
    }
}
