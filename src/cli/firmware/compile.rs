//! PlatformIO, which builds the firmware: where it is, where the source is, and a run of it.

use std::ffi::OsString;
use std::fs::{self, File};
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
const NAMES: [&str; 2] = ["pio", "platformio"];
/// Where its own installer puts it, below the home directory.
const OWN: [&str; 3] = match cfg!(windows) {
    true => [".platformio", "penv", "Scripts"],
    false => [".platformio", "penv", "bin"],
};
/// The project, below the root of the source.
const PROJECT: &str = "firmware/port/arduino";
const SETTINGS: &str = "platformio.ini";
/// For how long a build that was asked to stop may take to do so.
const PATIENCE: Duration = Duration::from_secs(5);
/// Lines of a quiet build that are shown when it fails.
const LAST_LINES: usize = 30;

/// Finds the program, in the folders of PATH and where its installer puts it.
pub(super) fn find(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf> {
    let path = variable("PATH").unwrap_or_default();
    let home = variable(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
    let own = home.map(|home| PathBuf::from(home).join(OWN.iter().collect::<PathBuf>()));
    std::env::split_paths(&path)
        .chain(own)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .map(|program| program.with_extension(std::env::consts::EXE_EXTENSION))
        .find(|program| is_program(program))
        .ok_or_else(|| {
            Error::new(
                Kind::NothingFound,
                "PlatformIO, which builds the firmware, is not installed",
            )
            .hint("install it: pipx install platformio")
            .hint("or, without pipx: python3 -m pip install --user platformio")
            .hint("looked for pio and platformio in PATH, and in ~/.platformio/penv")
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

/// The project folder: in the source that was named, else in `here` or above it.
pub(super) fn project(named: Option<&Path>, here: &Path) -> Result<PathBuf> {
    let with_settings = |folder: PathBuf| folder.join(SETTINGS).is_file().then_some(folder);
    if let Some(source) = named {
        return with_settings(source.join(PROJECT))
            .or_else(|| with_settings(source.to_owned()))
            .ok_or_else(|| {
                missing(&format!(
                    "there is no firmware source in {}",
                    source.display()
                ))
            });
    }
    here.ancestors()
        .find_map(|folder| with_settings(folder.join(PROJECT)))
        .ok_or_else(|| missing("there is no firmware source here"))
}

fn missing(message: &str) -> Error {
    Error::new(Kind::NothingFound, message)
        .hint(format!(
            "looked for {PROJECT}/{SETTINGS} there and, without --source, in the folders above"
        ))
        .hint("run it in a copy of smr's repository, or name one: --source DIR")
}

/// The boards that the project has an environment for.
pub(super) fn boards(project: &Path) -> Result<Vec<Board>> {
    let path = project.join(SETTINGS);
    let settings = fs::read_to_string(&path)
        .map_err(|cause| Error::failed(format!("cannot read {}", path.display())).because(cause))?;
    let boards: Vec<Board> = Board::ALL
        .into_iter()
        .filter(|board| {
            let section = format!("[env:{board}]");
            settings.lines().any(|line| line.trim() == section)
        })
        .collect();
    if boards.is_empty() {
        return Err(missing(&format!(
            "{} has no environment for a board, such as [env:{}]",
            path.display(),
            Board::Esp8266With1M
        )));
    }
    Ok(boards)
}

/// Where the build of a board leaves its image.
pub(super) fn image(project: &Path, board: Board) -> PathBuf {
    let folder = project.join(".pio").join("build").join(board.name());
    folder.join("firmware.bin")
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
pub(super) fn build(program: &Path, project: &Path, board: Board, words: Words) -> Result<()> {
    let mut kept = match words {
        Words::Shown => None,
        Words::Kept => Some(tempfile::tempfile().map_err(cannot_keep)?),
    };
    let status = runtime::block_on(run(program, project, board, kept.as_ref()))?;
    if status.success() {
        return Ok(());
    }
    if let Some(file) = &mut kept {
        show_end(file)?;
    }
    Err(
        Error::failed(format!("PlatformIO could not build {board}: {status}"))
            .hint("what it says above tells why; the first build needs the network, to fetch the compiler")
            .hint(format!("again, with all that it says: pio run -d {} -e {board} -v", project.display())),
    )
}

async fn run(
    program: &Path,
    project: &Path,
    board: Board,
    kept: Option<&File>,
) -> Result<ExitStatus> {
    let output = || match kept {
        Some(file) => file.try_clone().map(Stdio::from).map_err(cannot_keep),
        None => Ok(Stdio::from(std::io::stderr())),
    };
    let mut command = Command::new(program);
    withhold(command.as_std_mut());
    command
        .args(["run", "-e", board.name(), "-d"])
        .arg(project)
        // These would have it build elsewhere.
        .env_remove("PLATFORMIO_BUILD_DIR")
        .env_remove("PLATFORMIO_WORKSPACE_DIR")
        .stdin(Stdio::null())
        .stdout(output()?)
        .stderr(output()?);
    // Of a group of their own, so that the build with all its compilers is stopped once, and by us only.
    #[cfg(unix)]
    command.process_group(0);
    let cannot = |cause: std::io::Error| {
        Error::failed(format!("cannot run {}", program.display()))
            .because(cause)
            .hint("is it PlatformIO? install it anew: pipx reinstall platformio")
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
    Error::failed("cannot keep what PlatformIO says")
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
    fn the_project_of_this_repository_has_an_environment_for_every_board() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let here = project(None, &root.join("src").join("cli")).expect("a project");
        assert_eq!(here, root.join(PROJECT));
        assert_eq!(
            project(Some(root), Path::new("/")).expect("a project"),
            here
        );
        assert_eq!(
            project(Some(&here), Path::new("/")).expect("a project"),
            here
        );
        assert_eq!(boards(&here).expect("boards"), Board::ALL);
    }

    #[test]
    fn a_folder_without_source_is_told_with_what_was_looked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        for error in [
            project(None, folder.path()).expect_err("nothing"),
            project(Some(folder.path()), Path::new("/")).expect_err("nothing"),
        ] {
            assert_eq!(error.kind(), Kind::NothingFound);
            assert!(error.hints()[0].contains("firmware/port/arduino/platformio.ini"));
        }
    }
}
