//! Where examples run: a temporary folder with what they need, and two virtual gateways in the place of those they name.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::{judge, root, shell};
use crate::support::boards::Boards;
use crate::support::program;

/// The admin password of the gateways, as `secret.txt` has it.
const PASSWORD: &str = "correct horse battery";

pub(crate) struct World {
    folder: tempfile::TempDir,
    boards: Boards,
}

/// The program in that folder. One that would never end is told to after a second.
fn smr(folder: &Path, is_endless: bool) -> Command {
    let program = program::path();
    let mut command = match is_endless {
        true => {
            let mut command = Command::new("timeout");
            command.args(["--preserve-status", "--signal=INT", "1", program]);
            command
        }
        false => Command::new(program),
    };
    command
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", folder)
        .env("SMR_CONFIG_DIR", folder.join("config"))
        .env("SMR_FIRMWARE_PATH", folder.join("at-hand"))
        .env("SMR_KEYRING", "file")
        .env("SMR_PASSWORD", PASSWORD)
        // Whichever editor an example names: nothing is edited.
        .env("EDITOR", "true")
        .env("TZ", "UTC")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

impl World {
    /// With two boards; `more` says what they are, if not gateways that know their network.
    pub(crate) fn new(more: &[&str]) -> World {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().to_path_buf();
        for (name, text) in [
            ("secret.txt", PASSWORD),
            ("password.txt", PASSWORD),
            ("new.txt", PASSWORD),
            ("wifi.txt", "swordfish"),
            (
                "wifi.toml",
                "[wifi]\nssid = \"home\"\npassword_file = \"wifi.txt\"\n[gateway]\nname = \"kitchen\"\n",
            ),
            ("site.toml", "[serial]\nbaud = 115200\n"),
            (
                "faults.toml",
                "[[fault]]\nboard = \"*\"\nkind = \"silent-meter\"\nafter = \"1m\"\n",
            ),
            ("keys.toml", "00112233445566778899AABBCCDDEEFF\n"),
        ] {
            fs::write(path.join(name), text).expect("written");
        }
        for folder in ["downloads", "at-hand"] {
            fs::create_dir_all(path.join(folder)).expect("a folder");
        }
        for image in [
            "firmware.bin",
            "old.bin",
            "downloads/new.bin",
            "at-hand/smr-esp8266-1m-1.2.3.bin",
        ] {
            let built = root().join("firmware/images/esp8266-1m.bin");
            fs::copy(built, path.join(image)).expect("an image");
        }
        let arguments = [
            &["--count", "2", "--admin-password-file", "secret.txt"][..],
            &["--wifi", "home:swordfish", "--interval", "100ms"],
            more,
        ];
        let boards = Boards::started(smr(&path, false), &path, &arguments.concat());
        World { folder, boards }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    fn ready(&self, number: usize, member: &str) -> String {
        self.boards.text(number, member).to_owned()
    }

    /// A word of an example, with the gateways that there are in the place of those it names.
    fn word(&self, word: &str) -> String {
        match word {
            "kitchen" | "GATEWAY" | "192.168.1.20" => self.ready(0, "http"),
            "attic" | "smr-a1b2c3" | "192.168.4.1" => self.ready(1, "http"),
            "/dev/ttyUSB0" => self.ready(0, "serial"),
            "kitchen.local" => self.ready(0, "p1"),
            "tcp://10.0.0.7:2001" => format!("tcp://{}", self.ready(1, "p1")),
            "127.0.0.1:2001" => "127.0.0.1:0".to_owned(),
            other => other.replace('~', &self.path().to_string_lossy()),
        }
    }

    /// The files that a word with `*` stands for, as in `downloads/*.bin`; the word itself where there are none.
    fn files(&self, word: &str) -> Vec<String> {
        let Some((before, after)) = word.split_once('*') else {
            return vec![word.to_owned()];
        };
        let folder = self.path().join(before);
        let found = fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut found: Vec<String> = found
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(after))
            .map(|name| format!("{before}{name}"))
            .collect();
        found.sort();
        if found.is_empty() {
            found.push(word.to_owned());
        }
        found
    }

    /// Puts a file into the folder.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).expect("written");
    }

    /// The inventory of both gateways, with what examples select by.
    pub(crate) fn inventory(&self) -> String {
        let row = |number: usize, name: &str, site: &str| {
            let host = self.ready(number, "http");
            format!(
                "[[gateway]]\nname = \"{name}\"\nhost = \"{host}\"\nlabels = {{ site = \"{site}\", meter = \"old\" }}\n"
            )
        };
        format!(
            "[defaults]\npassword_file = \"secret.txt\"\n\n[group.attic]\n\n{}\n{}",
            row(0, "kitchen", "north"),
            row(1, "flat-2", "lab")
        )
    }

    /// Runs the commands of ours in a line, each with what the one before has printed; the end of the last that failed, or of the last.
    pub(crate) fn run(&self, line: &str, more: &str, is_endless: bool) -> Output {
        let more: Vec<String> = shell::commands(more)
            .into_iter()
            .flat_map(|command| command.words)
            .collect();
        let mut printed: Option<Vec<u8>> = None;
        let mut last = None;
        for words in judge::ours(line) {
            let kept = kept(words.get(1..).unwrap_or_default(), &more);
            let words = kept
                .iter()
                .chain(&more)
                .flat_map(|word| self.files(&self.word(word)));
            let mut words: Vec<String> = words.collect();
            if let Some(at) = words.iter().position(|word| word == "--confirm") {
                // So many gateways are in the inventory.
                let count = if line.contains("site=north") {
                    "1"
                } else {
                    "2"
                };
                count.clone_into(&mut words[at + 1]);
            }
            let mut command = smr(&self.path(), is_endless);
            command.args(words);
            let output = match printed.take() {
                None => command.output().expect("the program"),
                Some(before) => {
                    command.stdin(Stdio::piped());
                    let mut child = command.spawn().expect("the program");
                    let mut input = child.stdin.take().expect("its input");
                    // A telegram fits into a pipe.
                    let _ = input.write_all(&before);
                    drop(input);
                    child.wait_with_output().expect("the program")
                }
            };
            let failed = !output.status.success();
            printed = Some(output.stdout.clone());
            last = Some(output);
            if failed {
                break;
            }
        }
        last.expect("a command of ours")
    }
}

/// The words of an example without the options that `more` gives another value, and without the value.
fn kept(words: &[String], more: &[String]) -> Vec<String> {
    let is_given_anew = |word: &String| word.starts_with("--") && more.contains(word);
    let mut words = words.iter();
    let mut kept = Vec::new();
    while let Some(word) = words.next() {
        match is_given_anew(word) {
            true => drop(words.next()),
            false => kept.push(word.clone()),
        }
    }
    kept
}
