//! A program that is run while somebody looks at the list of processes.

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::secrets::world::World;
use crate::support::program;
use crate::support::program::Start;

const PATIENCE: Duration = Duration::from_secs(120);
const LOOK: Duration = Duration::from_millis(2);

/// What a command left behind.
pub(crate) struct Run {
    pub(crate) code: i32,
    output: String,
    /// The command lines of the program and of all that it started.
    pub(crate) seen_by_ps: Vec<u8>,
}

impl Run {
    pub(crate) fn said(&self) -> &str {
        &self.output
    }
}

/// Runs a line of the table; one that begins with `sh` runs that instead of `smr`.
pub(crate) fn run(world: &World, line: &str) -> Run {
    let line = world.filled_in(line);
    let mut words = line.split(' ').peekable();
    let mut variables = Vec::new();
    while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
        variables.push((name.to_owned(), value.to_owned()));
        words.next();
    }
    let is_shell = words.peek() == Some(&"sh");
    let mut command = match is_shell {
        true => Command::new("sh"),
        false => Command::new(program::path()),
    };
    let rest = words.skip(usize::from(is_shell));
    // A space within a word of the table.
    command.args(rest.map(|word| word.replace('\u{a0}', " ")));
    if !is_shell {
        command.arg("-vvv");
    }
    let (stdout, stderr) = (world.path("stdout"), world.path("stderr"));
    let mut child = world
        .surround(&mut command)
        .envs(variables)
        .stdin(Stdio::null())
        .stdout(File::create(&stdout).expect("a file"))
        .stderr(File::create(&stderr).expect("a file"))
        .start();
    let began = Instant::now();
    let mut seen_by_ps = Vec::new();
    let status = loop {
        look(child.id(), &mut seen_by_ps);
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        assert!(began.elapsed() < PATIENCE, "it does not end: {line}");
        std::thread::sleep(LOOK);
    };
    let text = |path| String::from_utf8_lossy(&fs::read(path).expect("output")).into_owned();
    Run {
        code: status.code().unwrap_or(-1),
        output: format!("{}---\n{}", text(&stdout), text(&stderr)),
        seen_by_ps,
    }
}

/// The command lines of a process and all below it, as far as they are still there.
fn look(process: u32, seen: &mut Vec<u8>) {
    if let Ok(line) = fs::read(format!("/proc/{process}/cmdline")) {
        // Most looks see what the one before has seen.
        if !seen.ends_with(&line) {
            seen.extend(line);
        }
    }
    let Ok(tasks) = fs::read_dir(format!("/proc/{process}/task")) else {
        return;
    };
    for task in tasks.flatten() {
        let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        for child in children.split_whitespace().filter_map(|it| it.parse().ok()) {
            look(child, seen);
        }
    }
}
