//! A virtual gateway in setup, and the program that sets it up.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use smr::config::secret::Password;
use smr::gateway::{Client, Login};

pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// Where an update would be staged; the settings are behind.
const AFTER_THE_FIRMWARE: usize = 0x7D000;
pub(crate) const WIFI_PASSWORD: &str = "planted wifi secret";
pub(crate) const ADMIN_PASSWORD: &str = "planted admin secret";
/// The options that name a way.
pub(crate) const WAYS: [&str; 2] = ["--port", "--gateway"];

pub(crate) struct Bench {
    pub(crate) sim: Child,
    /// A board whose lines nobody reads any more ends.
    lines: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    pub(crate) ready: Value,
}

/// What a command left behind.
pub(crate) struct Output {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    /// Both outputs.
    pub(crate) said: String,
}

pub(crate) fn output(command: &mut Command) -> Output {
    let output = command.output().expect("smr runs");
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    Output {
        code: output.status.code().expect("an exit code"),
        said: format!("{stdout}{stderr}"),
        stdout,
    }
}

fn start(
    folder: &Path,
    faults: &str,
    arguments: &[&str],
) -> (Child, BufReader<ChildStdout>, Value) {
    let home = format!("home:{WIFI_PASSWORD}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_smr"));
    command
        .args([
            "sim",
            "--setup",
            "--state-dir",
            "boards",
            "--faults",
            faults,
        ])
        .args(["--http-port", "0", "--p1-port", "0", "--ota-port", "0"])
        .args(arguments);
    if !arguments.contains(&"--wifi") {
        command.args(["--wifi", &home]);
    }
    let mut sim = command
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("smr starts");
    let mut lines = BufReader::new(sim.stdout.take().expect("standard output"));
    let mut line = String::new();
    lines.read_line(&mut line).expect("a ready line");
    let ready: Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(ready["state"], "setup");
    (sim, lines, ready)
}

impl Bench {
    pub(crate) fn new(arguments: &[&str]) -> Bench {
        Bench::with_faults("", arguments)
    }

    /// A gateway in setup with these faults, in the air of "home" unless `arguments` say otherwise.
    pub(crate) fn with_faults(faults: &str, arguments: &[&str]) -> Bench {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, text) in [
            ("faults.toml", faults),
            ("wifi.txt", WIFI_PASSWORD),
            ("admin.txt", ADMIN_PASSWORD),
        ] {
            fs::write(folder.path().join(file), text).expect("written");
        }
        let (sim, lines, ready) = start(folder.path(), "faults.toml", arguments);
        Bench {
            sim,
            lines,
            folder,
            ready,
        }
    }

    /// The same board with power again, and without faults.
    pub(crate) fn restart(&mut self, arguments: &[&str]) {
        self.write("none.toml", "");
        let (sim, lines, ready) = start(self.path(), "none.toml", arguments);
        self.sim = sim;
        self.lines = lines;
        self.ready = ready;
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// What goes with an option of [`WAYS`].
    pub(crate) fn way(&self, option: &str) -> String {
        let key = if option == "--port" { "serial" } else { "http" };
        self.ready[key].as_str().expect("a way").to_owned()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_smr"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("SMR_CONFIG_DIR", self.path().join("kept"))
            .env("SMR_KEYRING", "file")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn smr(&self, arguments: &[&str]) -> Output {
        output(&mut self.command(arguments))
    }

    /// `smr provision` with the network "home" and both passwords, unless `arguments` say otherwise.
    pub(crate) fn provision(&self, way: &str, arguments: &[&str]) -> Command {
        let place = self.way(way);
        let mut all = vec!["provision", way, &place];
        for (option, value) in [
            ("--ssid", "home"),
            ("--wifi-password-file", "wifi.txt"),
            ("--admin-password-file", "admin.txt"),
        ] {
            if !arguments.contains(&option) {
                all.extend([option, value]);
            }
        }
        all.extend(arguments);
        self.command(&all)
    }

    pub(crate) fn run(&self, way: &str, arguments: &[&str]) -> Output {
        output(&mut self.provision(way, arguments))
    }

    fn client(&self) -> Client {
        let address = self.way("--gateway").parse().expect("an address");
        Client::new(address, PATIENCE).expect("a client")
    }

    pub(crate) fn info(&self) -> Value {
        let info = run(async { self.client().info().await }).expect("an answer");
        serde_json::from_str(info.raw.get()).expect("JSON")
    }

    /// Waits until the gateway tries a network.
    pub(crate) fn wait_until_joining(&self) {
        let began = Instant::now();
        let state = || run(async { self.client().attempt().await }).expect("an answer");
        while state().model.state != "joining" {
            assert!(began.elapsed() < PATIENCE, "it never tries");
        }
    }

    pub(crate) fn status(&self, password: &str) -> smr::error::Result<Value> {
        let mut client = self.client();
        client.log_in(Login {
            user: "admin".to_owned(),
            password: Password::new(password).expect("a password"),
        });
        let status = run(async { client.status().await })?;
        Ok(serde_json::from_str(status.raw.get()).expect("JSON"))
    }

    /// Whether the chip holds these bytes anywhere but in its firmware.
    pub(crate) fn keeps(&self, what: &[u8]) -> bool {
        let flash = self.flash();
        let rest = &flash[AFTER_THE_FIRMWARE..];
        rest.windows(what.len()).any(|part| part == what)
    }

    pub(crate) fn flash(&self) -> Vec<u8> {
        fs::read(self.path().join("boards/board-1/flash.bin")).expect("a flash chip")
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = self.sim.kill();
        let _ = self.sim.wait();
    }
}

pub(crate) fn signal(name: &str, process: u32) {
    let status = Command::new("kill")
        .args([name, &process.to_string()])
        .status();
    assert!(status.expect("kill runs").success());
}

/// Waits until a line of a program's standard error has this in it; all lines so far.
pub(crate) fn until(lines: &mut impl BufRead, part: &str) -> String {
    let began = Instant::now();
    let mut said = String::new();
    while !said.contains(part) {
        assert!(began.elapsed() < PATIENCE, "in vain: {part}: {said}");
        assert!(
            lines.read_line(&mut said).expect("a line") > 0,
            "ended: {said}"
        );
    }
    said
}

/// What is left of a program's output, and its exit code.
pub(crate) fn rest(mut child: Child, lines: &mut impl Read) -> (Option<i32>, String) {
    let mut said = String::new();
    lines.read_to_string(&mut said).expect("text");
    (child.wait().expect("an end").code(), said)
}

#[track_caller]
pub(crate) fn has(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
}

pub(crate) fn document(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

pub(crate) fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Holds an event against its schema.
#[track_caller]
pub(crate) fn follows(event: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/smr.provisioning-1.json");
    let schema = serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let complaints: Vec<String> = validator
        .iter_errors(event)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(complaints, Vec::<String>::new(), "{event}");
}
