//! Virtual gateways, an inventory of them, and the program that updates them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use smr::image::Board;
use tempfile::TempDir;

use crate::support::boards::Boards;
use crate::support::firmware;
use crate::support::http;
pub(crate) use crate::support::program::{ends, said, smr as command};
use crate::support::schema::follows;
pub(crate) use crate::support::wait::until;

pub(crate) const PASSWORD: &str = "correct horse battery";
/// Where the application begins: the boot loader before it is never replaced.
const APPLICATION_AT: usize = 0x1000;

/// A well-formed image.
pub(crate) fn image(version: &str) -> Vec<u8> {
    image_of(version, 50_000)
}

/// A well-formed image of so many bytes.
pub(crate) fn image_of(version: &str, size: usize) -> Vec<u8> {
    firmware::image(version, Board::Esp8266With1M, size, 7)
}

/// A well-formed image for a board; with the seed 0 for virtual boards only.
pub(crate) fn built(version: &str, board: Board, seed: u64) -> Vec<u8> {
    firmware::image(version, board, 50_000, seed)
}

/// A folder with virtual gateways, called `g1` and so on, in an inventory; they end with this.
pub(crate) struct Scene {
    boards: Boards,
    /// Goes after them.
    folder: TempDir,
}

impl Scene {
    pub(crate) fn new(count: usize, faults: &str) -> Scene {
        Scene::with(count, faults, "200ms")
    }

    /// The same with so much time between telegrams.
    pub(crate) fn with(count: usize, faults: &str, interval: &str) -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, content: &[u8]| {
            fs::write(folder.path().join(name), content).expect("written");
        };
        write("secret", PASSWORD.as_bytes());
        write("faults.toml", faults.as_bytes());
        write("new.bin", &image("4.5.6"));
        let count_text = count.to_string();
        let own = [
            "--state-dir",
            "boards",
            "--count",
            &count_text,
            "--interval",
            interval,
            "--faults",
            "faults.toml",
            "--admin-password-file",
            "secret",
        ];
        let boards = Boards::start(folder.path(), &own);
        let scene = Scene { boards, folder };
        scene.write("fleet.toml", scene.inventory(1..=count).as_bytes());
        scene
    }

    /// An inventory of these gateways.
    pub(crate) fn inventory(&self, numbers: RangeInclusive<usize>) -> String {
        let mut inventory = "[defaults]\npassword_file = \"secret\"\n".to_owned();
        for number in numbers {
            let place = if number == 1 { "lab" } else { "field" };
            let address = self.address(number);
            write!(inventory, "\n[[gateway]]\nname = \"g{number}\"\nhost = \"{address}\"\nlabels = {{ place = \"{place}\" }}\n").expect("text");
        }
        inventory
    }

    pub(crate) fn address(&self, number: usize) -> &str {
        self.boards.text(number - 1, "http")
    }

    /// What a board tells the admin; nothing if it does not answer.
    pub(crate) fn status(&self, number: usize) -> Option<Value> {
        let address = self.address(number);
        let answer = http::admin(address, PASSWORD, "GET", "/api/v1/status", "", b"").ok()?;
        (answer.status == 200).then(|| answer.json())
    }

    /// The bytes that each upload has brought to a board so far, cut ones too, as the board has counted them.
    pub(crate) fn uploads(&self, number: usize) -> Vec<usize> {
        self.all_uploads().remove(&number).unwrap_or_default()
    }

    /// The same of all boards to which anything was uploaded.
    pub(crate) fn all_uploads(&self) -> BTreeMap<usize, Vec<usize>> {
        let said = self.boards.said();
        let mut uploads: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for line in said.lines() {
            let Some((id, told)) = line.split_once(": received ") else {
                continue;
            };
            let number = self
                .boards
                .all()
                .iter()
                .position(|board| board["name"] == id);
            let count = told.split(' ').next().and_then(|word| word.parse().ok());
            let number = number.expect("a board") + 1;
            uploads
                .entry(number)
                .or_default()
                .push(count.expect("a number"));
        }
        uploads
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, content: &[u8]) {
        fs::write(self.path().join(name), content).expect("written");
    }

    pub(crate) fn fleet(&self, arguments: &[&str]) -> Command {
        let mut command = command(self.path(), &["fleet"]);
        command.args(arguments);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.fleet(arguments).output().expect("smr runs")
    }

    /// An update of all gateways to `new.bin`.
    pub(crate) fn update(&self, journal: &str, arguments: &[&str]) -> Command {
        let count = self.boards.all().len().to_string();
        let mut command = self.fleet(&["update", "--image", "new.bin", "--confirm", &count]);
        command
            .args(["--journal", journal, "--seed", "1", "--back-off", "100ms"])
            .args(arguments);
        command
    }

    /// The report of a journal, held against its schema; each gateway by its name.
    pub(crate) fn report(&self, journal: &str) -> Value {
        let output = self.run(&["report", journal, "--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        document(&output, "smr.fleet.report/1")
    }

    /// What became of a gateway.
    pub(crate) fn row(&self, journal: &str, name: &str) -> Value {
        let report = self.report(journal);
        let rows = report["gateways"].as_array().expect("gateways");
        let row = rows.iter().find(|row| row["name"] == name);
        row.unwrap_or_else(|| panic!("{name} is not in {report}"))
            .clone()
    }

    /// What a board says about itself, asked without the client of the program; nothing if it does not answer.
    pub(crate) fn version(&self, number: usize) -> Option<String> {
        let answer = http::request(self.address(number), "GET", "/api/v1/info", "", b"").ok()?;
        let info = answer.json();
        Some(info["firmware"]["version"].as_str()?.to_owned())
    }

    /// The chip of a board.
    pub(crate) fn flash(&self, number: usize) -> Vec<u8> {
        let path = self.path().join(format!("boards/board-{number}/flash.bin"));
        fs::read(path).expect("a flash chip")
    }

    /// What the admin of a board reads at `path`, asked without the client of the program.
    fn asked(&self, number: usize, path: &str) -> Value {
        until("an answer", || {
            let answer = http::admin(self.address(number), PASSWORD, "GET", path, "", b"");
            let answer = answer.ok().filter(|answer| answer.status == 200)?;
            Some(answer.json())
        })
    }

    pub(crate) fn config(&self, number: usize) -> Value {
        self.asked(number, "/api/v1/config")
    }

    /// Another command of the program.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        command(self.path(), arguments)
    }

    /// The same, with a home of its own.
    pub(crate) fn smr(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        command
            .env("SMR_CONFIG_DIR", "config")
            .env("SMR_KEYRING", "file");
        command.output().expect("smr runs")
    }

    /// Whether the chip of a board holds this image where it starts from.
    pub(crate) fn holds(&self, number: usize, image: &[u8]) -> bool {
        self.flash(number).get(APPLICATION_AT..image.len()) == image.get(APPLICATION_AT..)
    }

    /// The lines of a journal so far.
    pub(crate) fn lines(&self, journal: &str) -> usize {
        let text = fs::read(self.path().join(journal).join("journal.jsonl")).unwrap_or_default();
        text.split(|byte| *byte == b'\n').count() - 1
    }
}

/// The JSON that was printed, held against its schema.
#[track_caller]
pub(crate) fn document(output: &Output, schema: &str) -> Value {
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["schema"], schema, "{document}");
    follows(&document);
    document
}
