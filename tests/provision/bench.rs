//! A virtual gateway in setup, and the program that sets it up.

use std::fs;
use std::io::{BufRead, Read};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;
use smr::config::secret::Password;
use smr::gateway::{Client, Login};

use crate::support::boards::Boards;
use crate::support::program::{Running, smr};
use crate::support::wait::until;

pub(crate) const PATIENCE: Duration = Duration::from_secs(120);
/// Where an update would be staged; the settings are behind.
const AFTER_THE_FIRMWARE: usize = 0x7D000;
pub(crate) const WIFI_PASSWORD: &str = "planted wifi secret";
pub(crate) const ADMIN_PASSWORD: &str = "planted admin secret";
/// The options that name a way.
pub(crate) const WAYS: [&str; 2] = ["--port", "--gateway"];

pub(crate) struct Bench {
    pub(crate) boards: Boards,
    /// Goes after them.
    folder: tempfile::TempDir,
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

fn start(folder: &Path, faults: &str, arguments: &[&str]) -> Boards {
    let home = format!("home:{WIFI_PASSWORD}");
    let wifi = ["--wifi", &home];
    let own = [
        &["--setup", "--state-dir", "boards", "--faults", faults][..],
        arguments,
        match arguments.contains(&"--wifi") {
            true => &[],
            false => &wifi,
        },
    ];
    let boards = Boards::start(folder, &own.concat());
    assert_eq!(boards.ready(0)["state"], "setup");
    boards
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
        let boards = start(folder.path(), "faults.toml", arguments);
        Bench { boards, folder }
    }

    /// The same board with power again, and without faults.
    pub(crate) fn restart(&mut self, arguments: &[&str]) {
        self.write("none.toml", "");
        self.boards = start(self.path(), "none.toml", arguments);
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
        self.boards.text(0, key).to_owned()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = smr(self.path(), arguments);
        command
            .env("SMR_CONFIG_DIR", self.path().join("kept"))
            .env("SMR_KEYRING", "file");
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
        until("it tries", || {
            let attempt = run(async { self.client().attempt().await }).expect("an answer");
            (attempt.model.state == "joining").then_some(())
        });
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

/// Waits until a line of a program's standard error has this in it; all lines so far.
pub(crate) fn until_line(lines: &mut impl BufRead, part: &str) -> String {
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
pub(crate) fn rest(mut child: Running, lines: &mut impl Read) -> (Option<i32>, String) {
    let mut said = String::new();
    lines.read_to_string(&mut said).expect("text");
    (child.wait().expect("an end").code(), said)
}

pub(crate) fn document(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

pub(crate) fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}
