//! A blank board, a site for it, and the program that brings them together.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use smr::image::Board;

use crate::support::boards::Boards;
use crate::support::firmware::image;
use crate::support::program::{Running, Start, smr};
use crate::support::wait::until;

pub(crate) const WIFI_PASSWORD: &str = "planted wifi secret";
pub(crate) const ADMIN_PASSWORD: &str = "planted admin secret";
const SITE: &str = "[wifi]\nssid = \"home\"\npassword_file = \"wifi.txt\"\n[gateway]\nname = \"cellar\"\nadmin_password_file = \"admin.txt\"\n";

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

fn start(folder: &Path, faults: &str, arguments: &[&str]) -> Boards {
    fs::write(folder.join("faults.toml"), faults).expect("written");
    let home = format!("home:{WIFI_PASSWORD}");
    let wifi = ["--wifi", &home];
    let own = [
        &["--blank", "--state-dir", "boards"][..],
        &["--faults", "faults.toml"],
        match arguments.contains(&"--wifi") {
            true => &[],
            false => &wifi,
        },
        arguments,
    ];
    Boards::start(folder, &own.concat())
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
        let image = image("4.5.6", Board::Esp8266With1M, 320 << 10, 7);
        fs::write(folder.path().join("image.bin"), image).expect("written");
        let boards = start(folder.path(), faults, arguments);
        assert_eq!(boards.ready(0)["state"], "blank");
        Bench { boards, folder }
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.path().join(file), text).expect("written");
    }

    /// The board without power, and its port gone.
    pub(crate) fn stop(&mut self) {
        self.boards.stop();
    }

    /// The same board with power again, in its boot loader.
    pub(crate) fn again(mut self, faults: &str) -> Bench {
        if self.boards.is_running() {
            self.stop();
        }
        self.boards = start(self.folder.path(), faults, &[]);
        self
    }

    /// Resets the running board with GPIO0 held low, into its boot loader: for that stands a speed of 75 that lasts 100 ms.
    pub(crate) fn hold_gpio0(&self) {
        let port = self.boards.text(0, "serial");
        let set = |speed| {
            let set = Command::new("stty").args(["-F", port, speed]).status();
            assert!(set.expect("stty runs").success());
        };
        let resets = || self.boards.said().matches("in its serial loader").count();
        let before = resets();
        set("75");
        until("the boot loader", || (resets() > before).then_some(()));
        set("115200");
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn smr(&self, arguments: &[&str]) -> Command {
        let mut command = smr(self.folder.path(), arguments);
        command
            .env("SMR_CONFIG_DIR", self.path("kept"))
            .env("SMR_KEYRING", "file");
        command
    }

    fn command(&self, first: &[&str], more: &[&str]) -> Command {
        let port = self.boards.text(0, "serial");
        let usual = ["--port", port, "--image", "image.bin", "--yes"];
        self.smr(&[first, &usual, more].concat())
    }

    pub(crate) fn spawn(&self, arguments: &[&str]) -> Running {
        let mut command = self.command(&["commission", "--from", "site.toml"], arguments);
        command.start()
    }

    pub(crate) fn commission(&self, arguments: &[&str]) -> Output {
        end(self.spawn(arguments))
    }

    pub(crate) fn flash(&self, arguments: &[&str]) -> Output {
        end(self.command(&["flash"], arguments).start())
    }
}

pub(crate) fn end(child: Running) -> Output {
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
pub(crate) fn until_in_the_middle(child: Running) -> Running {
    until_event(child, |event| {
        let done = event["done"].as_u64().unwrap_or(0);
        event["event"] == "progress" && done * 3 > event["total"].as_u64().expect("a size")
    })
}

/// Reads events until one is as it should be.
pub(crate) fn until_event(mut child: Running, is_it: impl Fn(&Value) -> bool) -> Running {
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
