//! The journal: a folder with one file to which everything that happens is appended, so that a rollout survives whatever ends the
//! program. The first line is the plan, each further line one event. Each is on the disk before it is acted upon.
//!
//! A line that was cut in the middle was not acted upon either: it is dropped. The state is what [`step`] makes of all events.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::stage::step;
use super::state::{Event, Now, State};
use crate::error::{Error, Kind, Result};

/// What the first line says.
const SCHEMA: &str = "smr.fleet.journal/1";
/// The file of events.
const FILE: &str = "journal.jsonl";
/// The file that is locked while a run writes.
const LOCK: &str = "lock";

/// One event with its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    #[serde(flatten)]
    pub now: Now,
    /// What.
    #[serde(flatten)]
    pub event: Event,
}

#[derive(Serialize, Deserialize)]
struct Head {
    schema: String,
    plan: Plan,
}

/// What a journal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// What was to be done.
    pub plan: Plan,
    /// What happened.
    pub entries: Vec<Entry>,
    /// What that came to.
    pub state: State,
}

/// A journal that this process writes. Nobody else can as long as it is open.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    _lock: File,
}

/// What a journal says, and how many of its bytes are whole lines.
fn read(bytes: &[u8]) -> Result<(Story, usize)> {
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let text = bytes.get(..whole).unwrap_or_default();
    let mut lines = text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    let nothing = || {
        Error::failed("the journal ends before its plan, so nothing was begun")
            .hint("remove its folder and begin anew: smr fleet update")
    };
    let head = lines.next().ok_or_else(nothing)?;
    let head: Head = serde_json::from_slice(head).map_err(|cause| damaged(1, cause))?;
    if head.schema != SCHEMA {
        return Err(Error::failed(format!(
            "the journal is a {:?}, which this version does not know",
            head.schema
        ))
        .hint("use the version of smr that wrote it"));
    }
    head.plan.check()?;
    let mut entries = Vec::new();
    for (index, line) in lines.enumerate() {
        let entry = serde_json::from_slice(line).map_err(|cause| damaged(index + 2, cause))?;
        entries.push(entry);
    }
    let state = replay(&head.plan, &entries);
    Ok((
        Story {
            plan: head.plan,
            entries,
            state,
        },
        whole,
    ))
}

fn damaged(line: usize, cause: serde_json::Error) -> Error {
    Error::failed(format!("line {line} of the journal is damaged"))
        .because(cause)
        .hint("journals are only appended to: has somebody edited it?")
}

/// What events come to.
pub fn replay(plan: &Plan, entries: &[Entry]) -> State {
    entries.iter().fold(State::new(plan), |state, entry| {
        step(plan, state, &entry.event, entry.now).0
    })
}

fn cannot(what: &str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let told = format!("cannot {what} {}", path.display());
    move |cause| {
        Error::failed(told)
            .because(cause)
            .hint("the folder must be yours to write, with room on the disk")
    }
}

impl Story {
    /// Reads the journal in a folder, which may be written at this moment.
    ///
    /// # Errors
    ///
    /// [`Kind::NothingFound`]: there is none. [`Kind::Failed`]: it cannot be read or is damaged.
    pub fn read(folder: &Path) -> Result<Story> {
        Ok(read(&bytes(folder)?)?.0)
    }
}

fn bytes(folder: &Path) -> Result<Vec<u8>> {
    let path = folder.join(FILE);
    fs::read(&path).map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::new(
            Kind::NothingFound,
            format!("there is no rollout in {}", folder.display()),
        )
        .hint("name the folder that smr fleet update printed, or gave to --journal"),
        _ => cannot("read", &path)(cause),
    })
}

/// Whether a run writes to the journal in this folder now.
pub fn is_in_use(folder: &Path) -> bool {
    let lock = File::open(folder.join(LOCK));
    lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn lock(folder: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(cannot("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::failed(format!(
            "another run works on {}",
            folder.display()
        ))
        .hint(format!(
            "see how far it is: smr fleet status {}",
            folder.display()
        ))
        .hint("stop it with Ctrl-C where it runs")),
        Err(TryLockError::Error(cause)) => Err(cannot("lock", &path)(cause)),
    }
}

impl Journal {
    /// Begins a journal in a folder, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`]: there is one already. [`Kind::Failed`]: it cannot be written.
    pub fn create(folder: &Path, plan: &Plan) -> Result<Journal> {
        fs::create_dir_all(folder).map_err(cannot("make", folder))?;
        let lock = lock(folder)?;
        let path = folder.join(FILE);
        let file = OpenOptions::new().create_new(true).append(true).open(&path);
        let mut file = file.map_err(|cause| match cause.kind() {
            io::ErrorKind::AlreadyExists => Error::usage(format!(
                "there is a rollout in {} already",
                folder.display()
            ))
            .hint(format!(
                "go on with it: smr fleet resume {}",
                folder.display()
            ))
            .hint("or name another folder: --journal DIR"),
            _ => cannot("write", &path)(cause),
        })?;
        let head = Head {
            schema: SCHEMA.to_owned(),
            plan: plan.clone(),
        };
        let line = line(&head)?;
        file.write_all(&line)
            .and_then(|()| file.sync_all())
            .and_then(|()| sync_folder(folder))
            .map_err(cannot("write", &path))?;
        Ok(Journal {
            path,
            file,
            _lock: lock,
        })
    }

    /// Goes on with the journal in a folder. A last line that was cut is removed.
    ///
    /// # Errors
    ///
    /// As [`Story::read`], and another run that writes it.
    pub fn open(folder: &Path) -> Result<(Journal, Story)> {
        // Before anything is made in a folder that somebody mistyped.
        bytes(folder)?;
        let lock = lock(folder)?;
        let bytes = bytes(folder)?;
        let (story, whole) = read(&bytes)?;
        let path = folder.join(FILE);
        if whole < bytes.len() {
            cut(&path, whole as u64).map_err(cannot("write", &path))?;
        }
        let file = OpenOptions::new()
            .append(true)
            .open(&path)
            .map_err(cannot("write", &path))?;
        Ok((
            Journal {
                path,
                file,
                _lock: lock,
            },
            story,
        ))
    }

    /// Appends events; they are on the disk when this is done.
    ///
    /// # Errors
    ///
    /// [`Kind::Failed`]: they cannot be written. The rollout must not go on then.
    pub fn append(&mut self, entries: &[Entry]) -> Result<()> {
        let mut lines = Vec::new();
        for entry in entries {
            lines.extend(line(entry)?);
        }
        self.file
            .write_all(&lines)
            .and_then(|()| self.file.sync_data())
            .map_err(cannot("write", &self.path))
    }
}

fn line(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)
        .map_err(|cause| Error::failed("an event cannot be written down").because(cause))?;
    line.push(b'\n');
    Ok(line)
}

/// Leaves the first `length` bytes of a file. Windows does not let a file be cut that is open to be appended to.
fn cut(path: &Path, length: u64) -> io::Result<()> {
    let file = OpenOptions::new().write(true).open(path)?;
    file.set_len(length)?;
    file.sync_all()
}

/// Makes sure that the name of a new file is on the disk too.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fleet::plan::Rules;
    use crate::fleet::testing::{Run, any_plan, plan, rules};

    /// A journal as it would be written, and the state after each of its lines.
    fn written(plan: &Plan, run: &Run) -> (Vec<Vec<u8>>, Vec<State>) {
        let head = Head {
            schema: SCHEMA.to_owned(),
            plan: plan.clone(),
        };
        let mut lines = vec![line(&head).expect("a line")];
        let mut states = vec![State::new(plan)];
        for (event, now, state) in &run.history {
            let entry = Entry {
                now: *now,
                event: event.clone(),
            };
            lines.push(line(&entry).expect("a line"));
            states.push(state.clone());
        }
        (lines, states)
    }

    fn tick(ms: u64) -> Entry {
        Entry {
            now: Now { ms, opens_ms: 0 },
            event: Event::Tick,
        }
    }

    #[test]
    fn a_journal_is_begun_once_and_goes_on_where_it_ended() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().join("new");
        let plan = plan(2, vec![2], rules());
        let begin = Entry {
            now: Now { ms: 1, opens_ms: 0 },
            event: Event::Begin,
        };
        let mut journal = Journal::create(&folder, &plan).expect("a journal");
        journal
            .append(std::slice::from_ref(&begin))
            .expect("written");
        assert!(is_in_use(&folder));
        let error = Journal::open(&folder).expect_err("in use");
        assert!(error.to_string().contains("another run"), "{error}");
        drop(journal);
        assert!(!is_in_use(&folder));
        assert_eq!(
            Journal::create(&folder, &plan)
                .expect_err("there is one")
                .kind(),
            Kind::Usage
        );
        let (mut journal, story) = Journal::open(&folder).expect("a journal");
        assert_eq!(story.entries, std::slice::from_ref(&begin));
        journal.append(&[tick(2), tick(3)]).expect("written");
        assert_eq!(
            Story::read(&folder).expect("a story").entries,
            [begin, tick(2), tick(3)]
        );
    }

    #[test]
    fn a_last_line_that_was_cut_is_removed_before_others_follow() {
        let folder = tempfile::tempdir().expect("a folder");
        let plan = plan(1, vec![1], rules());
        drop(Journal::create(folder.path(), &plan).expect("a journal"));
        let path = folder.path().join(FILE);
        let mut bytes = fs::read(&path).expect("a file");
        bytes.extend_from_slice(b"{\"ms\":1,\"opens");
        fs::write(&path, &bytes).expect("written");
        assert_eq!(Story::read(folder.path()).expect("a story").entries, []);
        let (mut journal, _) = Journal::open(folder.path()).expect("a journal");
        journal.append(&[tick(2)]).expect("written");
        assert_eq!(
            Story::read(folder.path()).expect("a story").entries,
            [tick(2)]
        );
    }

    #[test]
    fn damage_is_not_passed_over() {
        let plan = plan(1, vec![1], rules());
        let (mut lines, _) = written(&plan, &Run::new(&plan, vec![1]));
        lines.push(b"nonsense\n".to_vec());
        lines.push(line(&tick(1)).expect("a line"));
        let error = read(&lines.concat()).expect_err("damage");
        assert!(error.to_string().contains("line 2"), "{error}");
        assert!(read(b"").is_err() && read(b"{\"schema\":").is_err());
        let nobody = Story::read(Path::new("/nonexistent")).expect_err("no folder");
        assert_eq!(nobody.kind(), Kind::NothingFound);
    }

    #[test]
    fn each_cut_of_a_journal_is_a_moment_of_the_run_and_goes_on_to_its_end() {
        let rules = Rules {
            soak_ms: 1_000,
            retries: 1,
            ..rules()
        };
        let plan = plan(7, vec![2, 7], rules);
        let luck = vec![5, 0, 13, 64, 2, 31];
        let mut whole = Run::new(&plan, luck.clone());
        whole.run(Event::Begin);
        let (lines, states) = written(&plan, &whole);
        let bytes = lines.concat();
        assert!(states.len() > 20, "{} lines", states.len());
        for cut in 0..=bytes.len() {
            let read = read(&bytes[..cut]);
            let Some(rest) = cut.checked_sub(lines[0].len()) else {
                let error = read.expect_err("no plan");
                assert!(error.to_string().contains("nothing was begun"), "{error}");
                continue;
            };
            let mut end = 0;
            let is_whole = |line: &&Vec<u8>| {
                end += line.len();
                end <= rest
            };
            let count = lines[1..].iter().take_while(is_whole).count();
            let (story, _) = read.expect("a story");
            assert_eq!(story.state, states[count], "cut at {cut}");
            let mut run = Run::new(&plan, luck.clone());
            run.die_in(story.state);
            let finished = run.finished();
            run.resume_to_the_end();
            let after = run.finished();
            for (gateway, attempts) in finished {
                let now = after.get(&gateway);
                assert!(
                    now.is_none_or(|now| *now == attempts),
                    "{gateway} was repeated"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn the_state_of_a_journal_is_the_state_of_the_run_at_any_cut(
            plan in any_plan(),
            luck in proptest::collection::vec(any::<u8>(), 1..60),
            cut in any::<prop::sample::Index>(),
        ) {
            let mut run = Run::new(&plan, luck);
            run.run(Event::Begin);
            let (lines, states) = written(&plan, &run);
            let bytes = lines.concat();
            let cut = lines[0].len() + cut.index(bytes.len() - lines[0].len() + 1);
            let whole = bytes[..cut].split(|byte| *byte == b'\n').count() - 1;
            let (story, kept) = read(&bytes[..cut]).expect("a story");
            prop_assert_eq!(&story.state, &states[whole - 1]);
            prop_assert_eq!(kept, lines[..whole].iter().map(Vec::len).sum::<usize>());
            prop_assert_eq!(story.plan, plan);
        }
    }
}
