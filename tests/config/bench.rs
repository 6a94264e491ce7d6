//! Virtual gateways, the program, and what it says.

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::boards::Boards;
pub(crate) use crate::support::ports::nobody;
pub(crate) use crate::support::program::said;
use crate::support::program::{ends, smr};
pub(crate) use crate::support::schema::complaints;

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const NEW_PASSWORD: &str = "another horse battery";
pub(crate) const WIFI_PASSWORD: &str = "simulated-passphrase";
pub(crate) const WRONG_WIFI_PASSWORD: &str = "planted-passphrase";
pub(crate) const SSID: &str = "home-of-somebody";

/// A folder, and in it virtual gateways, which are stopped with this.
pub(crate) struct Bench {
    /// None where there is no gateway.
    boards: Option<Boards>,
    /// Goes after them.
    pub(crate) folder: TempDir,
}

impl Bench {
    /// So many gateways with an admin password.
    pub(crate) fn new(count: usize) -> Bench {
        Bench::with_faults(count, "")
    }

    /// The same with these faults.
    pub(crate) fn with_faults(count: usize, faults: &str) -> Bench {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [
            ("secret", PASSWORD),
            ("new", NEW_PASSWORD),
            ("wrong", "wrong horse"),
            ("wifi", WIFI_PASSWORD),
            ("wrong-wifi", WRONG_WIFI_PASSWORD),
            ("faults.toml", faults),
        ] {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let network = format!("{SSID}:{WIFI_PASSWORD}");
        let count_text = count.to_string();
        let own = [
            &["--wifi", &network, "--interval", "200ms"][..],
            &["--admin-password-file", "secret"],
            &["--count", &count_text, "--faults", "faults.toml"],
        ];
        let boards = (count > 0).then(|| Boards::start(folder.path(), &own.concat()));
        Bench { boards, folder }
    }

    fn text(&self, board: usize, key: &str) -> &str {
        let boards = self.boards.as_ref().expect("gateways");
        boards.text(board, key)
    }

    pub(crate) fn address(&self, board: usize) -> &str {
        self.text(board, "http")
    }

    pub(crate) fn id(&self, board: usize) -> &str {
        self.text(board, "name")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        command(self.folder.path(), arguments)
    }

    /// Runs the program without any password.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("smr runs")
    }

    /// Runs the program with the right one.
    pub(crate) fn admin(&self, arguments: &[&str]) -> Output {
        let arguments = [arguments, &["--password-file", "secret"]].concat();
        self.run(&arguments)
    }

    /// Runs it with the right password, and reads what it prints.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let output = self.admin(&[arguments, &["--json"]].concat());
        let document = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(complaints(&document), Vec::<String>::new(), "{document:#}");
        document
    }

    /// The settings as the gateway tells them.
    pub(crate) fn config(&self, board: usize) -> Value {
        self.json(&["config", "get", self.address(board)])
    }

    /// The gateway's figures and all that has happened.
    pub(crate) fn diag(&self, board: usize) -> Value {
        let output = self.admin(&["diag", self.address(board), "--json", "--events"]);
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// How often the gateway has saved settings since it started.
    pub(crate) fn saved(&self, board: usize) -> usize {
        let diag = self.diag(board);
        let events = diag["events"]["events"].as_array().expect("a list");
        let saved = events
            .iter()
            .filter(|event| event["code"] == "settings-saved");
        saved.count()
    }
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = smr(folder, arguments);
    command
        .env("PATH", "/usr/bin:/bin")
        .env("SMR_CONFIG_DIR", folder.join("kept"));
    command
}

#[track_caller]
pub(crate) fn assert_ends(output: &Output, code: i32, part: &str) {
    ends(output, code, &[part]);
}

/// Somebody who notices whether anything is sent.
pub(crate) struct Listener(TcpListener);

impl Listener {
    pub(crate) fn new() -> Listener {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a listener");
        Listener(listener)
    }

    pub(crate) fn address(&self) -> String {
        self.0.local_addr().expect("an address").to_string()
    }

    pub(crate) fn assert_nobody_came(&self) {
        let came = self.0.accept().map(|_| ()).map_err(|error| error.kind());
        assert_eq!(came, Err(ErrorKind::WouldBlock));
    }
}
