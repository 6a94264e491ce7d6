//! `smr firmware list`, `add`, `remove` and `build` as a user meets them. Images that a developer has built into the program do not
//! disturb: only what is in the user's folder is looked at.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]
// The stand-in for make is a script of the shell.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use smr::image::{self, Board, Descriptor, Recipe};
use tempfile::TempDir;

use crate::support::program::{has, signal, smr};
use crate::support::schema::follows;
use crate::support::wait::until;

const SMALL: Board = Board::Esp8266With1M;
const LARGE: Board = Board::Esp8266With4M;

/// An image as a build makes one: not for virtual boards.
fn real(version: &str, board: Board, build: &str) -> Vec<u8> {
    image::build(&Recipe {
        descriptor: Descriptor {
            version: version.parse().expect("a version"),
            board,
            build: build.parse().expect("a build id"),
            security_version: 0,
        },
        size: 8192,
        seed: 1,
    })
    .expect("an image")
}

/// A folder to work in, and in it the user's folder `mine`, which is not there at first, and programs in `bin`.
struct Scene {
    folder: TempDir,
}

impl Scene {
    fn new() -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("bin")).expect("a folder");
        Scene { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = smr(self.folder.path(), &["firmware"]);
        let system = "/usr/local/bin:/usr/bin:/bin";
        command
            .args(arguments)
            .env("SMR_FIRMWARE_PATH", self.path("mine"))
            .env("PATH", format!("{}:{system}", self.path("bin").display()));
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("smr runs")
    }

    /// What a command says that ends with `code`.
    fn ends(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        said
    }

    /// The files of the user's folder, by name.
    fn mine(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path("mine")) else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.into_string().expect("UTF-8"))
            .collect();
        names.sort();
        names
    }

    fn holds(&self, name: &str, bytes: &[u8]) {
        let found = fs::read(self.path("mine").join(name)).expect("an image");
        assert!(found == bytes, "{name} is another image");
    }

    /// The user's own of what `smr firmware list --json` prints.
    fn list(&self) -> Vec<Value> {
        let output = self.run(&["list", "--json"]);
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        follows(&document);
        let images = document["images"].as_array().expect("a list");
        let own = |image: &&Value| image["origin"] == "user";
        images.iter().filter(own).cloned().collect()
    }

    /// A copy of the source as far as it is looked at, and a stand-in for make that runs `script` there. It finds the board in `$board`,
    /// the place of the image in `$image` and that of the scene in `$here`.
    fn source(&self, script: &str) {
        self.write("source/firmware/image.mk", b"");
        self.program(
            "make",
            &format!(
                "test \"$1 $2 $4\" = '--no-print-directory -C image' || exit 99\n\
                 here='{}'\n\
                 board=${{5#BOARDS=}}\n\
                 image=$3/build/image/$board.bin\n\
                 mkdir -p \"${{image%/*}}\"\n\
                 {script}\n",
                self.folder.path().display()
            ),
        );
    }

    fn program(&self, name: &str, script: &str) {
        let path = self.path("bin").join(name);
        // Written whole before it has its name: a test beside this one may just be starting a program.
        let new = self.path("bin").join("new");
        fs::write(&new, format!("#!/bin/sh\n{script}")).expect("written");
        fs::set_permissions(&new, fs::Permissions::from_mode(0o755)).expect("executable");
        fs::rename(new, path).expect("renamed");
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn images_that_are_added_are_listed_with_the_one_that_flash_takes() {
    let scene = Scene::new();
    scene.write("old.bin", &real("1.9.0", SMALL, "a1"));
    scene.write("new.bin", &real("1.10.0", SMALL, "b2"));
    let made = ["make-sim-image", "--version", "2.0.0", "-o", "sim.bin"];
    scene.ends(0, &made);
    has(
        &scene.ends(0, &["add", "old.bin", "new.bin", "sim.bin"]),
        &["1.9.0 (build a1) for esp8266-1m", "for virtual boards only"],
    );
    assert_eq!(
        scene.mine(),
        [
            "smr-esp8266-1m-1.10.0.bin",
            "smr-esp8266-1m-1.9.0.bin",
            "smr-sim-esp8266-1m-2.0.0.bin"
        ]
    );
    let rows: Vec<String> = scene
        .list()
        .iter()
        .map(|image| {
            let word = |key: &str| image[key].to_string();
            [word("version"), word("virtual"), word("chosen")].join(" ")
        })
        .collect();
    assert_eq!(
        rows,
        [
            "\"2.0.0\" true false",
            "\"1.10.0\" false true",
            "\"1.9.0\" false false"
        ]
    );
    let page = scene.run(&["list"]).stdout;
    has(
        &String::from_utf8(page).expect("UTF-8"),
        &["1.10.0   esp8266-1m", "what smr flash takes", "8 KiB"],
    );
}

#[test]
fn a_broken_file_is_listed_with_the_reason_and_disturbs_nothing() {
    let scene = Scene::new();
    let sound = real("1.0.0", SMALL, "b");
    scene.write("mine/sound.bin", &sound);
    scene.write("mine/cut.bin", &sound[..6000]);
    assert_eq!(scene.list().len(), 1);
    let output = scene.run(&["list"]);
    assert_eq!(output.status.code(), Some(0));
    has(
        &String::from_utf8(output.stdout).expect("UTF-8"),
        &["sound.bin", "broken  cut.bin  bad-length"],
    );
    // A sound one of this name takes its place.
    scene.write("mine/smr-esp8266-4m-1.0.0.bin", b"broken");
    scene.write("large.bin", &real("1.0.0", LARGE, "b"));
    scene.ends(0, &["add", "large.bin"]);
    assert_eq!(scene.list().len(), 2);
}

#[test]
fn the_same_image_is_added_once_and_another_only_when_asked_for() {
    let scene = Scene::new();
    let (one, other) = (real("1.0.0", SMALL, "one"), real("1.0.0", SMALL, "other"));
    scene.write("one.bin", &one);
    scene.write("other.bin", &other);
    // A name of its own: the place is that of the board and version.
    scene.write("mine/mine.bin", &one);
    has(&scene.ends(0, &["add", "one.bin"]), &["is there already"]);
    has(
        &scene.ends(1, &["add", "other.bin"]),
        &["mine.bin, 1.0.0 (build one)", "hint: --replace"],
    );
    assert_eq!(scene.mine(), ["mine.bin"]);
    scene.ends(0, &["add", "other.bin", "--replace"]);
    assert_eq!(scene.mine(), ["smr-esp8266-1m-1.0.0.bin"]);
    scene.holds("smr-esp8266-1m-1.0.0.bin", &other);
}

#[test]
fn nothing_is_added_unless_all_is_sound() {
    let scene = Scene::new();
    let sound = real("1.0.0", SMALL, "b");
    scene.write("sound.bin", &sound);
    scene.write("cut.bin", &sound[..6000]);
    has(
        &scene.ends(1, &["add", "sound.bin", "cut.bin", "missing.bin"]),
        &[
            "cut.bin is not sound",
            "bad-length",
            "cannot read missing.bin",
        ],
    );
    assert_eq!(scene.mine(), Vec::<String>::new());
}

#[test]
fn images_are_removed_by_version_or_name_and_only_with_a_yes() {
    let scene = Scene::new();
    let sound = real("1.0.0", SMALL, "b");
    scene.write("mine/small.bin", &sound);
    scene.write("mine/large.bin", &real("1.0.0", LARGE, "b"));
    scene.write("mine/new.bin", &real("2.0.0", LARGE, "b"));
    scene.write("mine/cut.bin", &sound[..6000]);
    scene.write("outside.bin", &sound);
    let all = scene.mine();
    has(&scene.ends(2, &["remove", "1.0.0"]), &["--yes"]);
    scene.ends(0, &["remove", "1.0.0", "cut.bin", "--dry-run"]);
    for missing in ["3.0.0", "outside.bin", "../outside.bin", "notes.txt"] {
        has(
            &scene.ends(3, &["remove", "new.bin", missing, "--yes"]),
            &["there is no firmware", "smr firmware list"],
        );
    }
    assert_eq!(scene.mine(), all);
    let by_board = ["remove", "1.0.0", "--board", "esp8266-4m", "--yes"];
    has(&scene.ends(0, &by_board), &["large.bin", "removed 1 image"]);
    assert_eq!(scene.mine(), ["cut.bin", "new.bin", "small.bin"]);
    scene.ends(0, &["remove", "1.0.0", "new.bin", "cut.bin", "--yes"]);
    assert_eq!(scene.mine(), Vec::<String>::new());
}

#[test]
fn every_board_is_built_checked_and_added() {
    let scene = Scene::new();
    scene.source("echo \"compiling $board\"; cp \"$board.bin\" \"$image\"");
    for board in Board::ALL {
        scene.write(&format!("{board}.bin"), &real("1.0.0", board, "one"));
    }
    let build = ["build", "--source", "source", "-o", "out"];
    let output = scene.run(&build);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    has(
        &text,
        &["compiling esp8266-1m", "compiling esp8266-4m", "smr flash"],
    );
    let names = ["smr-esp8266-1m-1.0.0.bin", "smr-esp8266-4m-1.0.0.bin"];
    assert_eq!(scene.mine(), names);
    let printed: Vec<PathBuf> = String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(PathBuf::from)
        .collect();
    let out = Path::new("out");
    assert_eq!(
        printed,
        [
            scene.path("mine").join(names[0]),
            out.join(names[0]),
            scene.path("mine").join(names[1]),
            out.join(names[1])
        ]
    );
    // Built once more, the new one takes the place of the old one.
    let second = real("1.0.0", SMALL, "two");
    scene.write("esp8266-1m.bin", &second);
    let again = ["build", "--source", "source", "--board", "esp8266-1m", "-q"];
    assert_eq!(scene.ends(0, &again), "");
    scene.holds(names[0], &second);
    assert_eq!(scene.mine(), names);
}

#[test]
fn without_adding_the_image_is_where_it_is_wanted() {
    let scene = Scene::new();
    scene.source("cp \"$here/$board.bin\" \"$image\"");
    scene.write("esp8266-1m.bin", &real("1.0.0", SMALL, "one"));
    // The source is that which the folder is in.
    let output = scene
        .command(&["build", "--board", "esp8266-1m", "--no-add"])
        .current_dir(scene.path("source/firmware"))
        .output()
        .expect("smr runs");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    has(
        &String::from_utf8(output.stdout).expect("UTF-8"),
        &["source/firmware/build/image/esp8266-1m.bin\n"],
    );
    assert_eq!(scene.mine(), Vec::<String>::new());
}

#[test]
fn a_build_that_fails_is_told_with_its_last_words_also_when_quiet() {
    let scene = Scene::new();
    scene.source("echo 'main.cpp:1: error' >&2; exit 3");
    for more in [&[] as &[&str], &["-q"]] {
        let arguments = [&["build", "--source", "source"], more].concat();
        has(
            &scene.ends(1, &arguments),
            &[
                "main.cpp:1: error",
                "cannot build the firmware for esp8266-1m: exit status: 3",
                "hint:",
            ],
        );
    }
    assert_eq!(scene.mine(), Vec::<String>::new());
}

#[test]
fn what_is_built_and_no_sound_image_is_not_added() {
    let scene = Scene::new();
    scene.write("large.bin", &real("1.0.0", LARGE, "b"));
    for (script, part) in [
        ("echo garbage > \"$image\"", "is not sound"),
        ("true", "left no image at"),
        ("cp large.bin \"$image\"", "says that it is for esp8266-4m"),
    ] {
        let _ = fs::remove_dir_all(scene.path("source"));
        scene.source(script);
        has(&scene.ends(1, &["build", "--source", "source"]), &[part]);
    }
    assert_eq!(scene.mine(), Vec::<String>::new());
}

#[test]
fn what_is_needed_to_build_and_missing_is_told_with_what_to_do() {
    let scene = Scene::new();
    has(
        &scene.ends(3, &["build"]),
        &["no firmware source here", "--source DIR"],
    );
    scene.source("true");
    let output = scene
        .command(&["build", "--source", "source"])
        .env("PATH", "/nowhere")
        .output()
        .expect("smr runs");
    assert_eq!(output.status.code(), Some(3));
    has(
        &said(&output),
        &["make", "apt install make gcc-xtensa-lx106"],
    );
}

#[test]
fn the_licences_of_what_is_built_in_are_printed_with_their_texts() {
    let scene = Scene::new();
    let output = scene.run(&["list", "--licences"]);
    assert_eq!(output.status.code(), Some(0));
    has(
        &String::from_utf8(output.stdout).expect("UTF-8"),
        &[
            "MIT OR Apache-2.0",
            "ESPRESSIF MIT License",
            "for use on ESPRESSIF SYSTEMS ESP8266 only",
            "Swedish Institute of Computer Science",
        ],
    );
    scene.ends(2, &["list", "--licences", "--json"]);
}

#[test]
fn a_build_that_is_interrupted_is_stopped_with_all_its_programs() {
    for name in ["-INT", "-TERM"] {
        let scene = Scene::new();
        // A program below it, which a signal to the script alone would leave.
        scene.source("sleep 600 & echo $! > new-pid; mv new-pid pid; wait; exit 1");
        let child = scene
            .command(&["build", "--source", "source"])
            .spawn()
            .expect("smr runs");
        until("the build begins", || {
            (scene.path("pid").exists()).then_some(())
        });
        signal(child.id(), name);
        let output = child.wait_with_output().expect("smr ends");
        has(
            &said(&output),
            &[
                "stopped while esp8266-1m was built",
                "run the same command again",
            ],
        );
        assert_eq!(output.status.code(), Some(130), "{name}");
        let pid = fs::read_to_string(scene.path("pid")).expect("a number");
        let process = Path::new("/proc").join(pid.trim());
        if Path::new("/proc/self").exists() {
            until("the program below it ends", || {
                (!is_running(&process)).then_some(())
            });
        }
        assert_eq!(scene.mine(), Vec::<String>::new());
    }
}

/// Whether a process runs. What nobody has asked about yet has ended all the same.
fn is_running(process: &Path) -> bool {
    fs::read_to_string(process.join("stat")).is_ok_and(|stat| {
        !stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .starts_with(" Z")
    })
}
