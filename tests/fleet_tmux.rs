//! How far a rollout is, on a real terminal: tmux is the witness. And plain lines everywhere else.

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::boards::Boards;
use crate::support::program::{self, ends, smr};

/// The longest that anything on the screen may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks at the screen.
const LOOK: Duration = Duration::from_millis(30);
const COUNT: usize = 4;

/// Gateways of which one refuses the password, an inventory of them, and a terminal on a tmux server of its own.
struct Stage {
    _boards: Boards,
    /// Goes after them.
    folder: tempfile::TempDir,
}

impl Stage {
    fn new() -> Stage {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        fs::write(path.join("secret"), "correct horse battery").expect("written");
        let faults = "[[fault]]\nboard = 2\nkind = \"wrong-password\"\n";
        fs::write(path.join("faults.toml"), faults).expect("written");
        let image = [
            "firmware",
            "make-sim-image",
            "--version",
            "4.5.6",
            "-o",
            "new.bin",
        ];
        ends(&smr(path, &image).output().expect("smr runs"), 0, &[]);
        let count = COUNT.to_string();
        let own = [
            ["--count", &count, "--interval", "200ms"],
            ["--faults", "faults.toml", "--admin-password-file", "secret"],
        ];
        let boards = Boards::start(path, &own.concat());
        let mut inventory = "[defaults]\npassword_file = \"secret\"\n".to_owned();
        for index in 0..COUNT {
            let host = boards.text(index, "http");
            write!(
                inventory,
                "\n[[gateway]]\nname = \"g{index}\"\nhost = \"{host}\"\n"
            )
            .expect("text");
        }
        fs::write(path.join("fleet.toml"), inventory).expect("written");
        Stage {
            _boards: boards,
            folder,
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn tmux(&self, arguments: &[&str]) -> Output {
        let output = Command::new("tmux")
            .env_remove("TMUX")
            .arg("-S")
            .arg(self.path().join("socket"))
            .args(arguments)
            .output()
            .expect("tmux runs");
        assert!(output.status.success(), "tmux {arguments:?}: {output:?}");
        output
    }

    /// A shell in a window of this size.
    fn open(&self, columns: &str, rows: &str) {
        let shell = "env -u NO_COLOR LC_ALL=C.UTF-8 TERM=screen-256color PS1='ready$ ' bash --norc --noprofile -i";
        let session = ["-f", "/dev/null", "new-session", "-d", "-s", "smr"];
        self.tmux(&[&session[..], &["-x", columns, "-y", rows, shell]].concat());
        self.wait_for("the shell", |screen| screen.contains("ready$"));
        self.command(&format!("cd '{}' && clear", self.path().display()));
    }

    fn command(&self, line: &str) {
        self.tmux(&["send-keys", "-t", "smr", "-l", line]);
        self.tmux(&["send-keys", "-t", "smr", "Enter"]);
    }

    fn screen(&self) -> String {
        let output = self.tmux(&["capture-pane", "-p", "-t", "smr"]);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Looks until the screen is as it should be.
    fn wait_for(&self, what: &str, is_there: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if is_there(&screen) {
                return screen;
            }
            assert!(start.elapsed() < PATIENCE, "{what} did not come:\n{screen}");
            sleep(LOOK);
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = Command::new("tmux")
            .arg("-S")
            .arg(self.path().join("socket"))
            .arg("kill-server")
            .output();
    }
}

/// Whether tmux is there; where CI is set, it has to be.
fn has_tmux() -> bool {
    let found = Command::new("tmux").arg("-V").output().is_ok();
    assert!(
        found || std::env::var_os("CI").is_none_or(|ci| ci != "true"),
        "CI needs tmux"
    );
    if !found {
        println!("skipped: there is no tmux");
    }
    found
}

const UPDATE: &str = "fleet update --image new.bin --confirm 4 --canary g0 --canary g1 --stages 100% --max-parallel 1 --seed 1 --error-threshold 6 --retries 0";

#[test]
fn a_terminal_shows_stage_counts_rates_time_left_and_what_failed() {
    if !has_tmux() {
        return;
    }
    let stage = Stage::new();
    stage.open("100", "40");
    let program = program::path();
    stage.command(&format!("'{program}' {UPDATE} --journal j"));
    let screen = stage.wait_for("all of it", |screen| {
        [
            "stage 2 of 2",
            " of 4 after ",
            "1 failed",
            "under way",
            "gateways a minute",
            " left",
            "last failures:",
        ]
        .iter()
        .all(|part| screen.contains(part))
    });
    println!("{screen}");
    assert!(screen.contains("(authentication)"), "the reason:\n{screen}");
    assert!(
        screen.contains("KiB sent, ") || screen.contains("MiB sent, "),
        "{screen}"
    );
    let screen = stage.wait_for("the end", |screen| screen.contains("not every gateway"));
    println!("{screen}");
    // What was drawn again and again is gone; the table and the lines stay.
    for gone in ["last failures:", " of 4 after ", "a minute"] {
        assert!(!screen.contains(gone), "{gone} is left over:\n{screen}");
    }
    assert!(screen.contains("NAME  STAGE  RESULT"), "{screen}");
    assert!(screen.contains("3 updated, 1 failed"), "{screen}");

    // Without colour nothing moves.
    stage.command(&format!("clear; NO_COLOR=1 '{program}' fleet restart --select g0 --select g1 --confirm 2 --seed 1 --stages 100% --error-threshold 6 --retries 0 --journal k"));
    let screen = stage.wait_for("a gateway", |screen| screen.contains("[1/2]"));
    assert!(!screen.contains(" of 4 after "), "{screen}");
    stage.wait_for("the end", |screen| screen.contains("not every gateway"));
}

#[test]
fn plain_lines_are_the_same_each_time_where_nobody_looks() {
    let stage = Stage::new();
    let run = |journal: &str, json: bool| {
        let words: Vec<&str> = "fleet restart --select g0 --select g1 --confirm 2 --seed 1 --stages 100% --max-parallel 1 --error-threshold 6 --retries 0"
            .split(' ')
            .collect();
        let mut command = smr(stage.path(), &words);
        command.args(["--journal", journal]);
        if json {
            command.arg("--json");
        }
        let output = command.output().expect("smr runs");
        assert_eq!(output.status.code(), Some(6));
        let said = String::from_utf8_lossy(&output.stderr).replace(journal, "JOURNAL");
        assert!(!said.contains('\u{1b}') && !said.contains('\r'), "{said}");
        // How long each took is all that may differ.
        let line = |line: &str| match line.rsplit_once(" in ") {
            Some((start, end)) if end.ends_with(" s") => start.to_owned(),
            _ => line.to_owned(),
        };
        said.lines().map(line).collect::<Vec<_>>()
    };
    let first = run("first-run", false);
    assert_eq!(
        first[0],
        "2 gateways: restart in 1 stage, seed 1; journal: JOURNAL"
    );
    assert_eq!(first[1], "stage 1 of 1: 2 gateways");
    assert!(first[2].starts_with("[1/2] g"), "{first:?}");
    let is_done = |line: &&String| line.contains("g0: restarted");
    assert_eq!(first.iter().filter(is_done).count(), 1, "{first:?}");
    let is_failed = |line: &&String| line.contains("g1: failed (authentication): ");
    assert_eq!(first.iter().filter(is_failed).count(), 1, "{first:?}");
    assert_eq!(first, run("other-run", false));
    assert_eq!(first, run("json-run", true));
}
