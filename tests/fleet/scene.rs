//! Virtual gateways, an inventory of them, and the program that updates them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddrV4;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use smr::image::{Board, Descriptor, Recipe, build};
use tempfile::TempDir;

use crate::fleet::http;

pub(crate) const PASSWORD: &str = "correct horse battery";
const PATIENCE: Duration = Duration::from_secs(90);
/// Where the application begins: the boot loader before it is never replaced.
const APPLICATION_AT: usize = 0x1000;

/// A well-formed image.
pub(crate) fn image(version: &str) -> Vec<u8> {
    image_of(version, 50_000)
}

/// A well-formed image of so many bytes.
pub(crate) fn image_of(version: &str, size: usize) -> Vec<u8> {
    made(version, Board::Esp8266With1M, size, 7)
}

/// A well-formed image for a board; with the seed 0 for virtual boards only.
pub(crate) fn built(version: &str, board: Board, seed: u64) -> Vec<u8> {
    made(version, board, 50_000, seed)
}

fn made(version: &str, board: Board, size: usize, seed: u64) -> Vec<u8> {
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

/// A folder with virtual gateways, called `g1` and so on, in an inventory; they end with this.
pub(crate) struct Scene {
    folder: TempDir,
    sim: Child,
    addresses: Vec<String>,
    ids: Vec<String>,
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
        let mut sim = command(folder.path(), &["sim", "--state-dir", "boards"])
            .args(["--count", &count.to_string(), "--interval", interval])
            .args(["--http-port", "0", "--p1-port", "0", "--ota-port", "0"])
            .args(["--faults", "faults.toml", "--admin-password-file", "secret"])
            .stderr(fs::File::create(folder.path().join("sim.err")).expect("a file"))
            .spawn()
            .expect("smr starts");
        let lines = BufReader::new(sim.stdout.take().expect("standard output")).lines();
        let address = |line: std::io::Result<String>| {
            let ready: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
            let text = |key: &str| ready[key].as_str().expect("text").to_owned();
            let address: SocketAddrV4 = text("http").parse().expect("an address");
            (address, text("name"))
        };
        // They are ready in any order; their addresses are in the order of their numbers.
        let boards: BTreeMap<SocketAddrV4, String> = lines.take(count).map(address).collect();
        let addresses: Vec<String> = boards.keys().map(ToString::to_string).collect();
        let scene = Scene {
            folder,
            sim,
            addresses,
            ids: boards.into_values().collect(),
        };
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
        &self.addresses[number - 1]
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
        let said = fs::read_to_string(self.path().join("sim.err")).expect("text");
        let mut uploads: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for line in said.lines() {
            let Some((id, told)) = line.split_once(": received ") else {
                continue;
            };
            let number = self.ids.iter().position(|other| other == id);
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
        let count = self.addresses.len().to_string();
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
        document(&output, "smr.fleet.report-1.json")
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

/// The JSON that was printed, held against its schema.
#[track_caller]
pub(crate) fn document(output: &Output, schema: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs/schema")
        .join(schema);
    let schema = serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let complaints: Vec<String> = validator
        .iter_errors(&document)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(complaints, Vec::<String>::new(), "{document}");
    document
}
