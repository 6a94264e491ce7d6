//! The screen of `smr watch` on a real terminal: tmux is the witness.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use std::path::Path;
use std::process::{Command, Output};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The longest that anything on the screen may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks at the screen.
const LOOK: Duration = Duration::from_millis(50);

/// A terminal of its own, on a tmux server of its own.
struct Terminal {
    folder: tempfile::TempDir,
}

impl Terminal {
    /// A shell in a window of this size.
    fn open(columns: u16, rows: u16) -> Terminal {
        let terminal = Terminal {
            folder: tempfile::tempdir().expect("a folder"),
        };
        let size = [columns.to_string(), rows.to_string()];
        let shell = "env -u NO_COLOR LC_ALL=C.UTF-8 TERM=screen-256color PS1='ready$ ' bash --norc --noprofile -i";
        terminal.tmux(&[
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-s",
            "smr",
            "-x",
            &size[0],
            "-y",
            &size[1],
            shell,
        ]);
        terminal.wait_for("the shell", |screen| screen.contains("ready$"));
        terminal
    }

    fn tmux(&self, arguments: &[&str]) -> Output {
        let output = Command::new("tmux")
            .env_remove("TMUX")
            .arg("-S")
            .arg(self.folder.path().join("socket"))
            .args(arguments)
            .output()
            .expect("tmux runs");
        assert!(output.status.success(), "tmux {arguments:?}: {output:?}");
        output
    }

    fn screen(&self) -> String {
        let output = self.tmux(&["capture-pane", "-p", "-t", "smr"]);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn press(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys", "-t", "smr"], keys].concat());
    }

    fn command(&self, line: &str) {
        self.tmux(&["send-keys", "-t", "smr", "-l", line]);
        self.press(&["Enter"]);
    }

    fn resize(&self, columns: u16, rows: u16) {
        let size = [columns.to_string(), rows.to_string()];
        self.tmux(&["resize-window", "-t", "smr", "-x", &size[0], "-y", &size[1]]);
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

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = Command::new("tmux")
            .arg("-S")
            .arg(self.folder.path().join("socket"))
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

fn files(folder: &Path, ending: &str) -> usize {
    let entries = std::fs::read_dir(folder).expect("the folder");
    entries
        .filter(|entry| {
            let path = entry.as_ref().expect("an entry").path();
            path.extension().is_some_and(|found| found == ending)
        })
        .count()
}

fn watch(terminal: &Terminal, arguments: &str) {
    let program = crate::support::program::path();
    terminal.command(&format!(
        "cd '{}' && clear",
        terminal.folder.path().display()
    ));
    terminal.command(&format!("'{program}' watch {arguments}"));
}

#[test]
fn the_screen_is_driven_from_start_to_quit() {
    if !has_tmux() {
        return;
    }
    let terminal = Terminal::open(120, 40);
    watch(
        &terminal,
        "sim:nl-dsmr-5.0?start=2026-06-15T10:00:00Z sim:be-emucs",
    );

    // All of it in one look: the screen may be half drawn when it is read.
    terminal.wait_for("the first screen", |screen| {
        [
            "██████",
            "to the grid",
            "Phases",
            "Counters",
            "Devices",
            "CRC",
            "Netherlands, DSMR 5.0",
            "q quit",
        ]
        .iter()
        .all(|part| screen.contains(part))
    });

    terminal.press(&["r"]);
    terminal.wait_for("the raw telegram", |screen| {
        screen.contains("1-0:2.7.0(") && screen.contains("power exported")
    });
    terminal.press(&["/", "t", "a", "r", "i", "f", "f", "Enter"]);
    terminal.wait_for("the filtered lines", |screen| {
        screen.contains("with \"tariff\"") && !screen.contains("1-0:2.7.0(")
    });
    terminal.press(&["Escape"]);
    terminal.wait_for("all lines again", |screen| screen.contains("1-0:2.7.0("));
    terminal.press(&["e"]);
    terminal.wait_for("the events", |screen| screen.contains("connected  to"));
    terminal.press(&["e"]);

    terminal.press(&["p"]);
    terminal.wait_for("the pause, and telegrams that come in it", |screen| {
        screen.contains("PAUSED, 2 telegrams since")
    });
    terminal.press(&["p"]);
    terminal.wait_for("the end of the pause", |screen| !screen.contains("PAUSED"));

    terminal.press(&["Tab"]);
    terminal.wait_for("the second source", |screen| {
        screen.contains("Quarter-hour demand")
    });

    terminal.press(&["s"]);
    terminal.wait_for("the path of the snapshot", |screen| {
        screen.contains("wrote smr-")
    });
    assert_eq!(files(terminal.folder.path(), "svg"), 1);
    assert_eq!(files(terminal.folder.path(), "json"), 1);

    terminal.press(&["R"]);
    terminal.wait_for("the recording", |screen| screen.contains("REC smr-"));
    terminal.press(&["R"]);
    terminal.wait_for("its end", |screen| {
        screen.contains("recorded") && !screen.contains("REC")
    });
    assert_eq!(files(terminal.folder.path(), "smr"), 1);

    terminal.resize(80, 24);
    let small = terminal.wait_for("the smaller screen", |screen| {
        let rows: Vec<&str> = screen.lines().collect();
        rows.len() == 24
            && rows[23].contains("q quit")
            && rows.iter().all(|row| row.chars().count() <= 80)
    });
    assert!(small.contains("Quarter-hour demand"), "{small}");
    terminal.resize(120, 40);
    terminal.wait_for("the larger screen", |screen| {
        screen
            .lines()
            .nth(39)
            .is_some_and(|row| row.contains("q quit"))
    });

    terminal.press(&["C-z"]);
    terminal.wait_for("the shell", |screen| {
        screen.contains("Stopped") && !screen.contains("Counters")
    });
    terminal.command("fg");
    terminal.wait_for("the screen again", |screen| {
        screen.contains("Counters") && screen.contains("q quit")
    });

    terminal.press(&["q"]);
    let end = terminal.wait_for("the shell", |screen| {
        screen.contains("sim:be-emucs: ") && screen.trim_end().ends_with("ready$")
    });
    assert!(
        !end.contains("Counters"),
        "the screen is as it was before:\n{end}"
    );
    terminal.command("stty -a | tr ' ' '\\n' | grep -x -e 'echo' -e '-echo'");
    terminal.wait_for("a terminal that echoes", |screen| {
        screen.lines().any(|line| line == "echo")
    });
}

#[test]
fn a_signal_and_a_limit_give_the_terminal_back() {
    if !has_tmux() {
        return;
    }
    let terminal = Terminal::open(80, 24);
    terminal.command(&format!(
        "cd '{}' && clear",
        terminal.folder.path().display()
    ));
    let program = crate::support::program::path();
    terminal.command(&format!("'{program}' watch sim: --count 2; echo code=$?"));
    terminal.wait_for("the end by itself", |screen| {
        screen.contains("code=0") && screen.contains("2 telegrams")
    });

    terminal.command(&format!(
        "clear; (sh -c 'echo $PPID' > pid; exec '{program}' watch sim:); echo code=$?"
    ));
    terminal.wait_for("the screen", |screen| screen.contains("Counters"));
    let pid = std::fs::read_to_string(terminal.folder.path().join("pid")).expect("the process id");
    let killed = Command::new("kill").args(["-TERM", pid.trim()]).status();
    assert!(killed.expect("kill runs").success());
    let end = terminal.wait_for("the shell", |screen| screen.contains("code=130"));
    assert!(!end.contains("Counters"), "{end}");
}
