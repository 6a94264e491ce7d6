//! Announcements as python-zeroconf, which Home Assistant uses, sees them.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::board;
use super::packages::{or_skipped, python, run};
use super::scripts::script;
use crate::sim::{address, folder};

/// The version that the test was written with.
const PACKAGE: &str = "zeroconf==0.154.0";

/// What a browser knows of a gateway of this name, which must have all three services.
fn browse(python: &Path, name: &str) -> Value {
    let mut browser = Command::new(python);
    browser.arg(script("zeroconf_browser.py")).arg(name);
    let said = run(&mut browser).expect("all three services");
    serde_json::from_str(&said).expect("JSON")
}

/// Somebody else who has a name, until this is dropped.
struct Rival(Child);

impl Rival {
    fn start(python: &Path, name: &str) -> Rival {
        let mut child = Command::new(python)
            .arg(script("zeroconf_rival.py"))
            .arg(name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("standard output"))
            .read_line(&mut line)
            .expect("a line");
        assert_eq!(line, "registered\n");
        Rival(child)
    }
}

impl Drop for Rival {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

#[test]
fn python_zeroconf_finds_an_announced_board_with_all_that_is_said_of_it() {
    let Some(python) = or_skipped(python(PACKAGE, "zeroconf")) else {
        return;
    };
    let folder = folder();
    let (_sim, ready) = board(folder.path(), &["--mdns"]);
    let name = ready["name"].as_str().expect("a name");
    let found = browse(&python, name);
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
    // One string, which is empty (RFC 6763, 6.1).
    assert_eq!(found["_http"]["txt"], json!({"": null}));
    assert_eq!(
        found["_arduino"]["txt"],
        json!({"tcp_check": "no", "ssh_upload": "no", "board": "generic", "auth_upload": "yes"})
    );
}

#[test]
fn a_board_whose_name_python_zeroconf_has_already_takes_another_and_answers_to_it() {
    let Some(python) = or_skipped(python(PACKAGE, "zeroconf")) else {
        return;
    };
    let folder = folder();
    // The second: tests run side by side, and what is sent to the first one's address comes to any board that has it.
    let start = |more: &[&str]| {
        let kept = ["--state-dir", "boards", "--count", "2"];
        let (sim, _) = board(folder.path(), &[&kept, more].concat());
        let second = sim.ready(1).clone();
        assert!(address(&second).starts_with("127.0.0.3:"), "{second}");
        (sim, second)
    };
    let (mut sim, ready) = start(&[]);
    sim.stop();
    let name = ready["name"].as_str().expect("a name").to_owned();
    let rival = Rival::start(&python, &name);
    let (_sim, ready) = start(&["--mdns"]);
    let numbered = format!("{name}-2");
    let found = browse(&python, &numbered);
    let (ip, port) = address(&ready).split_once(':').expect("host and port");
    assert_eq!(found["_smr"]["host"], format!("{numbered}.local."));
    assert_eq!(found["_smr"]["addresses"], json!([ip]));
    assert_eq!(found["_smr"]["port"].to_string(), port);
    assert_eq!(found["_smr"]["txt"]["id"], name);
    drop(rival);
}
