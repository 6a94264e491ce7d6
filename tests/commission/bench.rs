//! A blank board, a site for it, and the program that brings them together.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use smr::image::{Board, Descriptor, Recipe, build};

pub(crate) const WIFI_PASSWORD: &str = "planted wifi secret";
pub(crate) const ADMIN_PASSWORD: &str = "planted admin secret";
const SITE: &str = "[wifi]\nssid = \"home\"\npassword_file = \"wifi.txt\"\n[gateway]\nname = \"cellar\"\nadmin_password_file = \"admin.txt\"\n";

pub(crate) struct Bench {
    sim: Child,
    /// A board whose lines nobody reads any more ends.
    lines: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    pub(crate) ready: Value,
    /// The boards after the first.
    pub(crate) others: Vec<Value>,
}

/// What a command left behind.
pub(crate) struct Output {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    /// Both outputs.
    pub(crate) said: String,
}

fn image() -> Vec<u8> {
    build(&Recipe {
        descriptor: Descriptor {
            version: "4.5.6".parse().expect("a version"),
            board: Board::Esp8266With1M,
            build: "test".parse().expect("a build id"),
            security_version: 0,
        },
        size: 320 << 10,
        seed: 7,
    })
    .expect("an image")
}

fn start(
    folder: &Path,
    faults: &str,
    arguments: &[&str],
) -> (Child, BufReader<ChildStdout>, Vec<Value>) {
    fs::write(folder.join("faults.toml"), faults).expect("written");
    let home = format!("home:{WIFI_PASSWORD}");
    let wifi = match arguments.contains(&"--wifi") {
        true => vec![],
        false => vec!["--wifi", &home],
    };
    let count = arguments
        .iter()
        .position(|argument| *argument == "--count")
        .map_or(1, |at| arguments[at + 1].parse().expect("a number"));
    let mut sim = Command::new(env!("CARGO_BIN_EXE_smr"))
        .args(["sim", "--blank", "--state-dir", "boards"])
        .args(["--faults", "faults.toml"])
        .args(["--http-port", "0", "--p1-port", "0", "--ota-port", "0"])
        .args(wifi)
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("smr starts");
    let mut lines = BufReader::new(sim.stdout.take().expect("standard output"));
    let ready = |_| {
        let mut line = String::new();
        lines.read_line(&mut line).expect("a ready line");
        serde_json::from_str(&line).expect("JSON")
    };
    let ready = (0..count).map(ready).collect();
    (sim, lines, ready)
}

impl Bench {
    /// A blank board with these faults, in the air of "home".
    pub(crate) fn new(faults: &str, arguments: &[&str]) -> Bench {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, text) in [
            ("site.toml", SITE),
            ("wifi.txt", WIFI_PASSWORD),
            ("admin.txt", ADMIN_PASSWORD),
        ] {
            fs::write(folder.path().join(file), text).expect("written");
        }
        fs::write(folder.path().join("image.bin"), image()).expect("written");
        let (sim, lines, mut others) = start(folder.path(), faults, arguments);
        let ready = others.remove(0);
        assert_eq!(ready["state"], "blank");
        Bench {
            sim,
            lines,
            folder,
            ready,
            others,
        }
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.path().join(file), text).expect("written");
    }

    /// The board without power, and its port gone.
    pub(crate) fn stop(&mut self) {
        let killed = Command::new("kill").arg(self.sim.id().to_string()).status();
        assert!(killed.expect("kill runs").success());
        let _ = self.lines.read_to_string(&mut String::new());
        let _ = self.sim.wait();
    }

    /// The same board with power again, in its boot loader.
    pub(crate) fn again(mut self, faults: &str) -> Bench {
        if self.sim.try_wait().expect("a process").is_none() {
            self.stop();
        }
        let (sim, lines, mut others) = start(self.folder.path(), faults, &[]);
        self.sim = sim;
        self.lines = lines;
        self.ready = others.remove(0);
        self.others = others;
        self
    }

    /// Resets the running board with GPIO0 held low, into its boot loader: for that stands a speed of 75 that lasts 100 ms.
    pub(crate) fn hold_gpio0(&self) {
        let port = self.ready["serial"].as_str().expect("a path");
        for speed in ["75", "115200"] {
            let set = Command::new("stty").args(["-F", port, speed]).status();
            assert!(set.expect("stty runs").success());
            std::thread::sleep(Duration::from_millis(300));
        }
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn smr(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_smr"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("SMR_CONFIG_DIR", self.path("kept"))
            .env("SMR_KEYRING", "file")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn command(&self, first: &[&str], more: &[&str]) -> Command {
        let port = self.ready["serial"].as_str().expect("a path");
        let usual = ["--port", port, "--image", "image.bin", "--yes"];
        self.smr(&[first, &usual, more].concat())
    }

    pub(crate) fn spawn(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(&["commission", "--from", "site.toml"], arguments);
        command.spawn().expect("smr starts")
    }

    pub(crate) fn commission(&self, arguments: &[&str]) -> Output {
        end(self.spawn(arguments))
    }

    pub(crate) fn flash(&self, arguments: &[&str]) -> Output {
        end(self
            .command(&["flash"], arguments)
            .spawn()
            .expect("smr starts"))
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = self.sim.kill();
        let _ = self.sim.wait();
    }
}

pub(crate) fn end(child: Child) -> Output {
    let output = child.wait_with_output().expect("an end");
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    Output {
        code: output.status.code().expect("an exit code"),
        said: format!("{stdout}{stderr}"),
        stdout,
    }
}

/// Reads events until a third is written.
pub(crate) fn until_in_the_middle(child: Child) -> Child {
    until_event(child, |event| {
        let done = event["done"].as_u64().unwrap_or(0);
        event["event"] == "progress" && done * 3 > event["total"].as_u64().expect("a size")
    })
}

/// Reads events until one is as it should be.
pub(crate) fn until_event(mut child: Child, is_it: impl Fn(&Value) -> bool) -> Child {
    let mut lines = BufReader::new(child.stdout.take().expect("standard output"));
    loop {
        let mut line = String::new();
        assert_ne!(lines.read_line(&mut line).expect("a line"), 0, "it ended");
        if is_it(&serde_json::from_str(&line).expect("JSON")) {
            break;
        }
    }
    // What comes after has room in the pipe.
    child.stdout = Some(lines.into_inner());
    child
}

#[track_caller]
pub(crate) fn has(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
}

/// Holds a result against its schema.
#[track_caller]
pub(crate) fn follows(document: &Value) {
    let name = document["schema"].as_str().expect("a schema");
    let file = format!("docs/schema/{}.json", name.replace('/', "-"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let schema = serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let complaints: Vec<String> = validator
        .iter_errors(document)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(complaints, Vec::<String>::new(), "{document}");
}

pub(crate) fn signal(name: &str, process: u32) {
    let status = Command::new("kill")
        .args([name, &process.to_string()])
        .status();
    assert!(status.expect("kill runs").success());
}

/// A UDP port that nobody uses.
pub(crate) fn free_port() -> String {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
    socket.local_addr().expect("bound").port().to_string()
}
