//! Virtual gateways, images for them, and the program that updates them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use smr::image::{Board, Descriptor, Recipe, SMALLEST_SIZE, build};
use tempfile::TempDir;

use crate::ota::http;

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
pub(crate) const SIZE: usize = 50_000;

/// A well-formed image.
pub(crate) fn built(version: &str, board: Board, size: usize, seed: u64) -> Vec<u8> {
    build(&Recipe {
        descriptor: Descriptor {
            version: version.parse().expect("a version"),
            board,
            build: "test".parse().expect("a build id"),
            security_version: 0,
        },
        size,
        seed,
    })
    .expect("an image")
}

pub(crate) fn image(version: &str) -> Vec<u8> {
    built(version, Board::Esp8266With1M, SIZE, 7)
}

/// Asks again and again until there is an answer.
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "in vain: {what}");
        std::thread::yield_now();
    }
}

/// A folder, and in it one virtual gateway, which is stopped with this.
pub(crate) struct Scene {
    folder: TempDir,
    sim: Child,
    ready: Value,
    /// The flash as it was at first.
    first: Vec<u8>,
}

impl Scene {
    pub(crate) fn new() -> Scene {
        Scene::with("", &[])
    }

    /// A gateway with these faults, and the image `new.bin` beside it.
    pub(crate) fn with(faults: &str, arguments: &[&str]) -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, content: &[u8]| {
            fs::write(folder.path().join(name), content).expect("written");
        };
        write("secret", PASSWORD.as_bytes());
        write("wrong", b"wrong horse");
        write("faults.toml", faults.as_bytes());
        write("new.bin", &image("4.5.6"));
        // Not what is built in: that has another size, and other operations of the flash with it.
        let first = built("0.1.0", Board::Esp8266With1M, SMALLEST_SIZE, 0);
        write("first.bin", &first);
        let mut sim = command(folder.path(), &["sim", "--state-dir", "boards"])
            .args([
                "--image",
                "first.bin",
                "--http-port",
                "0",
                "--p1-port",
                "0",
                "--ota-port",
                "0",
            ])
            .args(["--interval", "200ms", "--faults", "faults.toml"])
            .args(["--admin-password-file", "secret"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("smr starts");
        let mut line = String::new();
        BufReader::new(sim.stdout.take().expect("standard output"))
            .read_line(&mut line)
            .expect("a line");
        let ready: Value = serde_json::from_str(&line).expect("JSON");
        let scene = Scene {
            folder,
            sim,
            ready,
            first,
        };
        if !faults.contains("unreachable") && !faults.contains("wrong-password") {
            // Telegrams come, so that they belong to the proof.
            until("a telegram", || {
                (scene.status()["p1"]["telegrams"].as_u64()? > 0).then_some(())
            });
        }
        scene
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn address(&self) -> &str {
        self.ready["http"].as_str().expect("an address")
    }

    pub(crate) fn ota_port(&self) -> &str {
        let address = self.ready["ota"].as_str().expect("an address");
        address.split_once(':').expect("a port").1
    }

    /// What the board itself says, asked without the client of the program.
    pub(crate) fn status(&self) -> Value {
        until("a status", || {
            let answer = http::admin(self.address(), PASSWORD, "GET", "/api/v1/status", "", b"");
            let answer = answer.ok().filter(|answer| answer.status == 200)?;
            Some(answer.json())
        })
    }

    pub(crate) fn change(&self, settings: &str) {
        let answer = http::admin(
            self.address(),
            PASSWORD,
            "PATCH",
            "/api/v1/config",
            "Content-Type: application/json\r\n",
            settings.as_bytes(),
        );
        assert_eq!(answer.expect("an answer").status, 200);
    }

    pub(crate) fn flash(&self) -> Vec<u8> {
        fs::read(self.path().join("boards/board-1/flash.bin")).expect("a flash chip")
    }

    /// The first bytes of the flash chip when it was new: boot loader and image.
    pub(crate) fn first(&self) -> &[u8] {
        &self.first
    }

    /// Whether the flash holds the application of this image, behind whatever boot loader it has: that is never replaced.
    pub(crate) fn holds(&self, image: &[u8]) -> bool {
        const APPLICATION_AT: usize = 0x1000;
        self.flash()[APPLICATION_AT..].starts_with(&image[APPLICATION_AT..])
    }

    pub(crate) fn write(&self, name: &str, content: &[u8]) {
        fs::write(self.path().join(name), content).expect("written");
    }

    /// `smr ota` for the gateway at `address`, with its password.
    pub(crate) fn ota_at(&self, address: &str, arguments: &[&str]) -> Command {
        let mut command = command(self.path(), &["ota", address]);
        command
            .args(["--password-file", "secret", "--image", "new.bin"])
            .args(arguments);
        command
    }

    pub(crate) fn ota(&self, arguments: &[&str]) -> Output {
        let mut command = self.ota_at(self.address(), arguments);
        command.output().expect("smr runs")
    }

    #[track_caller]
    pub(crate) fn fails(&self, code: i32, arguments: &[&str], parts: &[&str]) {
        ends(&self.ota(arguments), code, parts);
    }

    /// The board holds and runs this version, and so it says itself.
    #[track_caller]
    pub(crate) fn runs(&self, version: &str) {
        let firmware = &self.status()["device"]["firmware"];
        assert_eq!(firmware["version"], version, "{firmware}");
    }

    pub(crate) fn kill(&mut self) {
        self.sim.kill().expect("killed");
        self.sim.wait().expect("ended");
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = self.sim.kill();
        let _ = self.sim.wait();
    }
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smr"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// All that was printed.
pub(crate) fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}---\n{}", text(&output.stdout), text(&output.stderr))
}

#[track_caller]
pub(crate) fn ends(output: &Output, code: i32, parts: &[&str]) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
}

/// The lines of JSON that were printed, each held against the schema.
#[track_caller]
pub(crate) fn events(output: &Output) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/smr.ota-1.json");
    let schema = serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let text = String::from_utf8_lossy(&output.stdout);
    let parse = |line: &str| {
        let event: Value = serde_json::from_str(line).expect("JSON");
        let complaints: Vec<String> = validator
            .iter_errors(&event)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(complaints, Vec::<String>::new(), "{event}");
        event
    };
    text.lines().map(parse).collect()
}
