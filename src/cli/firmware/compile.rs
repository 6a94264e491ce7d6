//! make, which builds the firmware: where it is, where the source is, and a run of it.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::cli::runtime;
use crate::config::secret::withhold;
use crate::error::{Error, Kind, Result};
use crate::image::Board;

/// Its names, the usual one first.
const NAMES: [&str; 2] = ["make", "gmake"];
/// What describes the build, below the root of the source.
const RULES: &str = "firmware/image.mk";
/// What Debian calls all that is needed.
const PACKAGES: &str = "make gcc-xtensa-lx106 picolibc-xtensa-lx106-elf";
/// For how long a build that was asked to stop may take to do so.
const PATIENCE: Duration = Duration::from_secs(5);
/// Lines of a quiet build that are shown when it fails.
const LAST_LINES: usize = 30;

/// Finds the program in the folders of PATH.
pub(super) fn find(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf> {
    let path = variable("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .map(|program| program.with_extension(std::env::consts::EXE_EXTENSION))
        .find(|program| is_program(program))
        .ok_or_else(|| {
            Error::new(
                Kind::NothingFound,
                "make, which builds the firmware, is not installed",
            )
            .hint(format!("install what is needed: apt install {PACKAGES}"))
        })
}

fn is_program(path: &Path) -> bool {
    let Ok(metadata) = path.metadata() else {
        return false;
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        metadata.is_file() && metadata.permissions().mode() & 0o111 != 0
    }
    #[cfg(not(unix))]
    metadata.is_file()
}

/// The folder of the firmware's source: in what was named, else in `here` or above it.
pub(super) fn source(named: Option<&Path>, here: &Path) -> Result<PathBuf> {
    let with_rules = |root: &Path| {
        let rules = root.join(RULES);
        let folder = rules.parent().map(Path::to_owned);
        folder.filter(|_| rules.is_file())
    };
    match named {
        Some(root) => with_rules(root).ok_or_else(|| {
            missing(&format!(
                "there is no firmware source in {}",
                root.display()
            ))
        }),
        None => here
            .ancestors()
            .find_map(with_rules)
            .ok_or_else(|| missing("there is no firmware source here")),
    }
}

fn missing(message: &str) -> Error {
    Error::new(Kind::NothingFound, message)
        .hint(format!(
            "looked for {RULES} there and, without --source, in the folders above"
        ))
        .hint("run it in a copy of smr's repository, or name one: --source DIR")
}

/// Where the build of a board leaves its image.
pub(super) fn image(source: &Path, board: Board) -> PathBuf {
    let folder = source.join("build").join("image");
    folder.join(format!("{board}.bin"))
}

/// Where its words go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// To standard error, as they come.
    Shown,
    /// Nowhere, unless it fails.
    Kept,
}

/// Builds the image of a board.
pub(super) fn build(program: &Path, source: &Path, board: Board, words: Words) -> Result<()> {
    let mut kept = match words {
        Words::Shown => None,
        Words::Kept => Some(tempfile::tempfile().map_err(cannot_keep)?),
    };
    let status = runtime::block_on(run(program, source, board, kept.as_ref()))?;
    if status.success() {
        return Ok(());
    }
    if let Some(file) = &mut kept {
        show_end(file)?;
    }
    Err(
        Error::failed(format!("cannot build the firmware for {board}: {status}"))
            .hint("what it says above tells why; the first build needs the network, to fetch Espressif's SDK")
            .hint(format!("what is needed, by Debian's names: apt install {PACKAGES}")),
    )
}

async fn run(
    program: &Path,
    source: &Path,
    board: Board,
    kept: Option<&File>,
) -> Result<ExitStatus> {
    let output = || match kept {
        Some(file) => file.try_clone().map(Stdio::from).map_err(cannot_keep),
        None => Ok(Stdio::from(std::io::stderr())),
    };
    let own = std::env::current_exe()
        .map_err(|cause| Error::failed("cannot find out where smr itself is").because(cause))?;
    let mut command = Command::new(program);
    withhold(command.as_std_mut());
    command
        .args(["--no-print-directory", "-C"])
        .arg(source)
        .args(["image", &format!("BOARDS={board}")])
        // Images are put together by this program, not by one that it would have to build first.
        .arg(format!("SMR='{}'", own.display()))
        // A make above this one would hand down its own options, and these have it build elsewhere.
        .env_remove("MAKEFLAGS")
        .env_remove("MFLAGS")
        .env_remove("CARGO_MAKEFLAGS")
        .env_remove("OUT")
        .stdin(Stdio::null())
        .stdout(output()?)
        .stderr(output()?);
    // Of a group of their own, so that the build with all its compilers is stopped once, and by us only.
    #[cfg(unix)]
    command.process_group(0);
    let cannot = |cause: std::io::Error| {
        Error::failed(format!("cannot run {}", program.display())).because(cause)
    };
    let mut child = command.spawn().map_err(cannot)?;
    let ended = tokio::select! {
        ended = child.wait() => Some(ended),
        () = runtime::stop_requested() => None,
    };
    if let Some(status) = ended {
        return status.map_err(cannot);
    }
    stop(&mut child).await;
    Err(Error::new(
        Kind::Interrupted,
        format!("stopped while {board} was built"),
    )
    .hint("what was compiled is kept: run the same command again"))
}

/// Ends a build: first as Ctrl-C does, then by force.
async fn stop(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let group = child
            .id()
            .and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        if let Some(group) = group {
            // A group that has ended by itself is what is wanted.
            let _ = kill_process_group(group, Signal::INT);
            let has_ended = timeout(PATIENCE, child.wait()).await.is_ok();
            // What a shell runs in its background does not hear the first one.
            let left = if has_ended {
                Signal::TERM
            } else {
                Signal::KILL
            };
            let _ = kill_process_group(group, left);
        }
    }
    let _ = child.start_kill();
    let _ = timeout(PATIENCE, child.wait()).await;
}

fn cannot_keep(cause: std::io::Error) -> Error {
    Error::failed("cannot keep what make says")
        .because(cause)
        .hint("is there room for temporary files? without -q they are not needed")
}

/// Shows the last lines of what was kept.
fn show_end(file: &mut File) -> Result<()> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))
        .and_then(|_| file.read_to_end(&mut bytes))
        .map_err(cannot_keep)?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.get(lines.len().saturating_sub(LAST_LINES)..);
    let mut stderr = std::io::stderr().lock();
    for line in last.unwrap_or_default() {
        // Where standard error itself cannot be written there is nobody left to tell.
        let _ = writeln!(stderr, "{line}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_is_found_from_within_the_repository_and_by_its_root() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = source(None, &root.join("src").join("cli")).expect("a source");
        assert_eq!(found, root.join("firmware"));
        assert_eq!(source(Some(root), Path::new("/")).expect("a source"), found);
    }

    #[test]
    fn a_folder_without_source_is_told_with_what_was_looked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        for error in [
            source(None, folder.path()).expect_err("nothing"),
            source(Some(folder.path()), Path::new("/")).expect_err("nothing"),
        ] {
            assert_eq!(error.kind(), Kind::NothingFound);
            assert!(error.hints()[0].contains(RULES));
        }
    }
}
