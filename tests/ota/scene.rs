//! Virtual gateways, images for them, and the program that updates them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use smr::image::{Board, SMALLEST_SIZE};
use tempfile::TempDir;

use crate::support::boards::Boards;
use crate::support::firmware;
use crate::support::http;
pub(crate) use crate::support::program::{ends, said, smr as command};
use crate::support::schema::follows;
pub(crate) use crate::support::wait::until;

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const SIZE: usize = 50_000;

pub(crate) use crate::support::firmware::image as built;

pub(crate) fn image(version: &str) -> Vec<u8> {
    firmware::image(version, Board::Esp8266With1M, SIZE, 7)
}

/// A folder, and in it one virtual gateway, which is stopped with this.
pub(crate) struct Scene {
    boards: Boards,
    /// Goes after them.
    folder: TempDir,
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
        let own = [
            &["--state-dir", "boards", "--image", "first.bin"][..],
            &["--interval", "200ms", "--faults", "faults.toml"],
            &["--admin-password-file", "secret"],
            arguments,
        ];
        let boards = Boards::start(folder.path(), &own.concat());
        let scene = Scene {
            boards,
            folder,
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
        self.boards.text(0, "http")
    }

    pub(crate) fn ota_port(&self) -> &str {
        let address = self.boards.text(0, "ota");
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
        self.boards.kill();
    }
}

/// The lines of JSON that were printed, each held against the schema.
#[track_caller]
pub(crate) fn events(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    let parse = |line: &str| {
        let event: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(event["schema"], "smr.ota/1");
        follows(&event);
        event
    };
    text.lines().map(parse).collect()
}
