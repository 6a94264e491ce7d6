//! Virtual gateways, files with secrets in them, and tools that note how they were called.

use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use smr::image::Board;
use tempfile::TempDir;

use crate::secrets::planted::{FILES, SSID};
use crate::support::boards::Boards;
use crate::support::firmware::image;
use crate::support::program::smr;

/// An address where nobody is: the port for services that discard all.
const NOBODY: &str = "127.0.0.1:9";
/// An editor that changes a setting.
const EDITOR: &str = "sed -i 's/^name = .*/name = \"Edited\"/' \"$1\"\n";
/// One who types a secret where it does not belong.
const LEAKY_EDITOR: &str =
    "printf '\\n[admin]\\npassword = \"planted-new-password\"\\n' >> \"$1\"\n";
/// A keyring: a file for each gateway.
const KEYRING: &str = "case $1 in
store) cat > \"keyring/$6\" ;;
lookup) cat \"keyring/$5\" ;;
clear) rm -f \"keyring/$5\" ;;
esac\n";

pub(crate) struct World {
    sims: Vec<Boards>,
    /// Goes after them.
    folder: TempDir,
}

impl World {
    pub(crate) fn new() -> World {
        let folder = tempfile::tempdir().expect("a folder");
        let mut world = World {
            sims: Vec::new(),
            folder,
        };
        for (name, text) in FILES {
            world.write(name, text);
        }
        for name in ["bin", "seen", "keyring", "temporary"] {
            fs::create_dir(world.path(name)).expect("a folder");
        }
        world.tool("editor", EDITOR);
        world.tool("leaky-editor", LEAKY_EDITOR);
        world.tool("secret-tool", KEYRING);
        for (name, version, size) in [
            ("new.bin", "4.5.6", 50_000),
            ("next.bin", "4.5.7", 50_000),
            ("last.bin", "4.5.8", 50_000),
            ("big.bin", "4.5.6", 320 << 10),
        ] {
            let firmware = image(version, Board::Esp8266With1M, size, 7);
            fs::write(world.path(name), firmware).expect("written");
        }
        world.write_sites();
        world.sim(2, &["--admin-password-file", "secret"]);
        world.sim(1, &["--setup"]);
        world.sim(1, &["--blank"]);
        world.write_fleets();
        let keys = world.smr(&["firmware", "keygen", "-o", "release"]).output();
        assert!(keys.expect("smr runs").status.success());
        world
    }

    /// A program that notes its arguments and its environment first.
    fn tool(&self, name: &str, script: &str) {
        let note = format!("{{ echo \"$0\" \"$@\"; env; }} >> seen/{name}\n");
        let path = self.path("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{note}{script}")).expect("written");
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).expect("a program");
    }

    fn write_sites(&self) {
        let wifi = format!("[wifi]\nssid = \"{SSID}\"\n");
        let gateway = "[gateway]\nname = \"cellar\"\n";
        for (name, text) in [
            ("site.toml", format!("{wifi}password_file = \"wifi\"\n{gateway}admin_password_file = \"secret\"\n")),
            ("leaky-site.toml", format!("{wifi}password = \"planted-passphrase\"\n{gateway}")),
            ("broken-site.toml", format!("{wifi}password_file = \"planted-passphrase\n")),
            (
                "site-settings.toml",
                "[wifi]\nssid = 'nowhere'\npassphrase_file = 'other-wifi'\n[admin]\npassword_file = 'new'\n".to_owned(),
            ),
            ("leaky-settings.toml", "[admin]\npassword = 'planted-new-password'\n".to_owned()),
            ("broken-settings.toml", "[admin]\npassword = 'planted-new-password\n".to_owned()),
        ] {
            self.write(name, &text);
        }
    }

    fn write_fleets(&self) {
        for (name, password) in [
            ("fleet.toml", "password_file = \"secret\""),
            ("book-fleet.toml", "password_book = \"book.json\""),
            ("wrong-fleet.toml", "password_file = \"wrong\""),
            ("leaky-fleet.toml", "password = \"planted-admin-password\""),
        ] {
            let gateways: Vec<String> = [0, 1]
                .iter()
                .map(|index| {
                    format!(
                        "[[gateway]]\nname = \"g{index}\"\nhost = \"{}\"\n",
                        self.http(*index)
                    )
                })
                .collect();
            self.write(
                name,
                &format!("[defaults]\n{password}\n{}", gateways.concat()),
            );
        }
    }

    /// Starts virtual boards in the air of the network.
    fn sim(&mut self, count: usize, arguments: &[&str]) {
        let (count, number) = (count.to_string(), self.sims.len());
        let state = format!("boards/{number}");
        let wifi = format!("{SSID}:planted-passphrase");
        let own = [
            &["--count", &count, "--interval", "200ms"][..],
            &["--state-dir", &state, "--wifi", &wifi],
            arguments,
        ];
        let boards = Boards::started(self.smr(&[]), self.folder.path(), &own.concat());
        self.sims.push(boards);
    }

    /// All boards, in the order of their numbers.
    fn boards(&self) -> impl Iterator<Item = &Value> {
        self.sims.iter().flat_map(Boards::all)
    }

    fn text(&self, board: usize, key: &str) -> &str {
        let ready = self.boards().nth(board).expect("a board");
        ready[key].as_str().expect("text")
    }

    fn smr(&self, arguments: &[&str]) -> Command {
        let mut command = smr(self.folder.path(), arguments);
        self.surround(&mut command);
        command
    }

    /// Nothing of the user's; temporary files go where they are looked for.
    pub(crate) fn surround<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let tools = self.path("bin");
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", tools.display()))
            .env("SMR_CONFIG_DIR", self.path("kept"))
            .env("TMPDIR", self.path("temporary"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    pub(crate) fn write_bundle(&self, name: &str, text: &str) {
        let file = File::create(self.path(name)).expect("a file");
        let mut bundle = zip::ZipWriter::new(file);
        let options = zip::write::SimpleFileOptions::default();
        bundle.start_file("status.json", options).expect("a file");
        bundle.write_all(text.as_bytes()).expect("written");
        bundle.finish().expect("a bundle");
    }

    fn http(&self, board: usize) -> &str {
        self.text(board, "http")
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.boards()
            .map(|board| board["name"].as_str().expect("an id"))
    }

    /// What the private key of the firmware is written with.
    pub(crate) fn key_lines(&self) -> Vec<String> {
        let text = fs::read_to_string(self.path("release.pem")).expect("a key");
        let lines = text.lines().filter(|line| !line.starts_with('-'));
        lines.map(str::to_owned).collect()
    }

    /// A line of the table with the places in it.
    pub(crate) fn filled_in(&self, line: &str) -> String {
        let (_, ota_port) = self.text(1, "ota").rsplit_once(':').expect("a port");
        let line_of = |board: usize| self.text(board, "serial");
        [
            ("{one}", self.http(0)),
            ("{two}", self.http(1)),
            ("{meter}", self.text(0, "p1")),
            ("{ota}", ota_port),
            ("{portal}", self.http(2)),
            ("{line}", line_of(2)),
            ("{blank}", line_of(3)),
            ("{nobody}", NOBODY),
            ("{new}", "planted-new-password"),
        ]
        .iter()
        .fold(line.to_owned(), |line, (name, place)| {
            line.replace(name, place)
        })
    }

    /// All files but those that secrets were put into; what is packed is unpacked.
    pub(crate) fn left_behind(&self) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("readable") {
                let path = entry.expect("an entry").path();
                let name = path.strip_prefix(self.folder.path()).expect("below");
                if path.is_dir() {
                    folders.push(path);
                } else if !is_for_secrets(name) {
                    let content = fs::read(&path).expect("a file");
                    let name = name.display().to_string();
                    found.extend(unpacked(&name, &content));
                    found.push((name, content));
                }
            }
        }
        found
    }

    #[track_caller]
    pub(crate) fn assert_used(&self, names: &[&str]) {
        for name in names {
            assert!(self.path(name).exists(), "{name} is not there");
        }
    }
}

/// Whether a file is there to hold secrets: those of the test, what keeps logins, and the flash of the boards.
fn is_for_secrets(name: &Path) -> bool {
    let first = name
        .iter()
        .next()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let last = name
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    FILES.iter().any(|(file, _)| *file == last)
        || ["boards", "keyring", "bin"].contains(&first)
        || ["logins.json", "book.json", "release.pem", "made"].contains(&last)
        || last.starts_with("leaky-")
        || last.starts_with("broken-")
        // What somebody typed into the editor is kept for them, and only they may read it.
        || (first == "temporary" && last.starts_with("smr-"))
}

/// The files in a bundle.
fn unpacked(name: &str, content: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut bundle) = zip::ZipArchive::new(Cursor::new(content)) else {
        return Vec::new();
    };
    (0..bundle.len())
        .map(|index| {
            let mut file = bundle.by_index(index).expect("a file");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("unpacked");
            let inside = file.name().expect("a name").into_owned();
            (format!("{name}/{inside}"), content)
        })
        .collect()
}
