//! Announcements as python-zeroconf, which Home Assistant uses, sees them.

use std::process::Command;

use serde_json::{Value, json};

use super::board;
use super::packages::{or_skipped, python, run};
use super::scripts::script;
use crate::{address, folder};

/// The version that the test was written with.
const PACKAGE: &str = "zeroconf==0.154.0";

#[test]
fn python_zeroconf_finds_an_announced_board_with_all_that_is_said_of_it() {
    let Some(python) = or_skipped(python(PACKAGE, "zeroconf")) else {
        return;
    };
    let folder = folder();
    let (_sim, ready) = board(folder.path(), &["--mdns"]);
    let name = ready["name"].as_str().expect("a name");
    let mut browser = Command::new(python);
    browser.arg(script("zeroconf_browser.py")).arg(name);
    let said = run(&mut browser).expect("all three services");
    let found: Value = serde_json::from_str(&said).expect("JSON");
    let port = |at: &Value| -> (String, u16) {
        let (host, port) = at
            .as_str()
            .and_then(|at| at.split_once(':'))
            .expect("host and port");
        (host.to_owned(), port.parse().expect("a port"))
    };
    let ((ip, http), (_, p1), (_, ota)) = (
        port(&ready["http"]),
        port(&ready["p1"]),
        port(&ready["ota"]),
    );
    assert!(address(&ready).starts_with(&ip));
    for (service, port) in [("_smr", http), ("_http", http), ("_arduino", ota)] {
        assert_eq!(found[service]["host"], format!("{name}.local."));
        assert_eq!(found[service]["addresses"], json!([ip]));
        assert_eq!(found[service]["port"], json!(port), "{service}");
    }
    assert_eq!(
        found["_smr"]["txt"],
        json!({"txtvers": "1", "id": name, "fw": ready["version"], "board": "esp8266-1m", "p1": p1.to_string(),
            "ota": "http,arduino", "state": "run"})
    );
}
