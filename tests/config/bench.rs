//! Virtual gateways, the program, and what it says.

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const NEW_PASSWORD: &str = "another horse battery";
pub(crate) const WIFI_PASSWORD: &str = "simulated-passphrase";
pub(crate) const WRONG_WIFI_PASSWORD: &str = "planted-passphrase";
pub(crate) const SSID: &str = "home-of-somebody";

/// A folder, and in it virtual gateways, which are stopped with this.
pub(crate) struct Bench {
    pub(crate) folder: TempDir,
    /// None where there is no gateway.
    sim: Option<Child>,
    ready: Vec<Value>,
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
        if count == 0 {
            let (sim, ready) = (None, Vec::new());
            return Bench { folder, sim, ready };
        }
        let mut sim = command(folder.path(), &["sim", "--wifi", &network])
            .args(["--http-port", "0", "--p1-port", "0", "--ota-port", "0"])
            .args(["--interval", "200ms", "--admin-password-file", "secret"])
            .args(["--count", &count.to_string(), "--faults", "faults.toml"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("smr starts");
        let mut lines = BufReader::new(sim.stdout.take().expect("standard output")).lines();
        let ready = (0..count).map(|_| {
            let line = lines.next().expect("a line").expect("text");
            serde_json::from_str(&line).expect("JSON")
        });
        let mut ready: Vec<Value> = ready.collect();
        ready.sort_by_key(|board| board["http"].to_string());
        let sim = Some(sim);
        Bench { folder, sim, ready }
    }

    pub(crate) fn address(&self, board: usize) -> &str {
        self.ready[board]["http"].as_str().expect("an address")
    }

    pub(crate) fn id(&self, board: usize) -> &str {
        self.ready[board]["name"].as_str().expect("an id")
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

impl Drop for Bench {
    fn drop(&mut self) {
        if let Some(sim) = &mut self.sim {
            let _ = sim.kill();
            let _ = sim.wait();
        }
    }
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smr"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("SMR_CONFIG_DIR", folder.join("kept"))
        .stdin(Stdio::null());
    command
}

/// All that was printed.
pub(crate) fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}---\n{}", text(&output.stdout), text(&output.stderr))
}

pub(crate) fn assert_ends(output: &Output, code: i32, part: &str) {
    assert_eq!(output.status.code(), Some(code), "{}", said(output));
    assert!(said(output).contains(part), "{part:?} in {}", said(output));
}

/// Where a document does not follow its schema.
pub(crate) fn complaints(document: &Value) -> Vec<String> {
    let name = document["schema"].as_str().expect("a schema");
    let name = name.replace('/', "-");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/schema/{name}.json"));
    let schema = fs::read_to_string(path).expect("a schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    jsonschema::draft202012::new(&schema)
        .expect("a schema")
        .iter_errors(document)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect()
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

/// An address where nobody is.
pub(crate) fn nobody() -> String {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    free.local_addr().expect("an address").to_string()
}
