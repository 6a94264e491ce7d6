//! Rollouts that are killed again and again, at any moment.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use smr::fleet::Story;
use smr::fleet::report::{Report, Verdict};

use crate::fleet::scene::{Scene, command, image_of, said, until};
use crate::support::program::{Running, Start};

/// How often `smr` is killed.
const KILLS: u64 = 100;
/// Teams of gateways, each with updates of its own.
const TEAMS: u64 = 4;
const TEAM: usize = 2;
/// Large enough to be killed in the middle of an upload.
const SIZE: usize = 24_000;
/// No run is left alone for longer before it is killed.
const LONGEST_LIFE_US: u64 = 1_500_000;

/// The numbers of chance: the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// When a run is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So long after it began.
    After(Duration),
    /// So long after its journal has grown so often: while it writes, or just after.
    Written(u64, Duration),
}

impl Moment {
    fn drawn(chance: &mut Chance) -> Moment {
        match chance.below(2) {
            0 => Moment::After(Duration::from_micros(chance.below(LONGEST_LIFE_US))),
            _ => Moment::Written(
                1 + chance.below(6),
                Duration::from_micros(chance.below(400)),
            ),
        }
    }
}

/// Two gateways that are updated together, beside others.
struct Team<'a> {
    scene: &'a Scene,
    name: String,
    numbers: RangeInclusive<usize>,
    chance: Chance,
    round: u64,
}

/// Kills a run at a moment; whether it was not over before.
fn kill(child: &mut Running, moment: Moment, journal: &Path) -> bool {
    let size = || fs::metadata(journal).map_or(0, |data| data.len());
    let began = Instant::now();
    let (mut last, mut growths) = (size(), 0);
    let mut due = match moment {
        Moment::After(time) => Some(began + time),
        Moment::Written(..) => None,
    };
    while due.is_none_or(|due| Instant::now() < due) {
        if child.try_wait().expect("a state").is_some() {
            return false;
        }
        if let (Moment::Written(count, delay), None) = (moment, due) {
            let now = size();
            growths += u64::from(now != last);
            last = now;
            due = (growths >= count).then(|| Instant::now() + delay);
        }
        // Often, for it is to be killed while it writes; yet the boards need the processor too.
        std::thread::sleep(Duration::from_micros(200));
    }
    child.kill().expect("killed");
    !child.wait().expect("ended").success()
}

impl Team<'_> {
    fn run(&self, arguments: &[&str]) -> Command {
        let mut command = command(self.scene.path(), &["fleet"]);
        command.args(arguments);
        command
    }

    fn command(&self, version: &str) -> Command {
        let journal = self.journal();
        if Story::read(&journal).is_ok() {
            return self.run(&["resume", &journal.display().to_string()]);
        }
        // It was killed before its plan was on the disk, so that nothing was begun.
        let _ = fs::remove_dir_all(&journal);
        let image = format!("{}.bin", self.name);
        self.scene.write(&image, &image_of(version, SIZE));
        let parallel = (1 + self.round % 2).to_string();
        let mut command = self.run(&["update", "--image", &image, "--confirm", "2"]);
        command
            .args(["--inventory", &format!("{}.toml", self.name)])
            .args(["--journal", &journal.display().to_string()])
            .args([
                "--max-parallel",
                &parallel,
                "--stages",
                "1,100%",
                "--seed",
                "1",
            ])
            .args(["--error-threshold", "100%", "--success-threshold", "0"])
            .args(["--retries", "8", "--back-off", "300ms"]);
        command
    }

    fn journal(&self) -> std::path::PathBuf {
        self.scene
            .path()
            .join(format!("{}-{}", self.name, self.round))
    }

    fn boots(&self) -> Vec<u64> {
        let boots = |number| {
            until("a status", || {
                self.scene.status(number)?["device"]["boot_count"].as_u64()
            })
        };
        self.numbers.clone().map(boots).collect()
    }

    fn whole_uploads(&self) -> Vec<usize> {
        let uploads = self.scene.all_uploads();
        let whole = |number| {
            let counted = uploads.get(&number).map_or(&[][..], Vec::as_slice);
            counted.iter().filter(|bytes| **bytes == SIZE).count()
        };
        self.numbers.clone().map(whole).collect()
    }

    /// One update of the team, killed up to `most` times; how often it was.
    fn rollout(&mut self, most: u64) -> u64 {
        self.round += 1;
        let version = format!("4.{}.0", self.round);
        let (boots, uploads) = (self.boots(), self.whole_uploads());
        let file = self.journal().join("journal.jsonl");
        let mut kills = 0;
        let mut moments = Vec::new();
        let wanted = most.min(1 + self.chance.below(8));
        let mut finished: Vec<(String, u32)> = Vec::new();
        while kills < wanted {
            let moment = Moment::drawn(&mut self.chance);
            moments.push(moment);
            let mut child = self
                .command(&version)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .start();
            if !kill(&mut child, moment, &file) {
                break;
            }
            kills += 1;
            let bytes = fs::read(&file).unwrap_or_default();
            if !bytes.contains(&b'\n') {
                continue;
            }
            let story = Story::read(&self.journal()).expect("a journal that can be read");
            let report = Report::of(&story);
            let attempts = |name: &str| {
                let row = report.gateways.iter().find(|row| row.name == name);
                row.map(|row| (row.result, row.attempts))
            };
            for (name, before) in &finished {
                let now = attempts(name).expect("a row");
                assert_eq!(now, (Verdict::Updated, *before), "{name} after {moments:?}");
            }
            finished = report
                .gateways
                .iter()
                .filter(|row| row.result == Verdict::Updated)
                .map(|row| (row.name.clone(), row.attempts))
                .collect();
        }
        let output = self.command(&version).output().expect("smr runs");
        let told = format!("{} after {moments:?}: {}", self.name, said(&output));
        assert_eq!(output.status.code(), Some(0), "{told}");
        let image = image_of(&version, SIZE);
        for number in self.numbers.clone() {
            assert_eq!(self.scene.version(number), Some(version.clone()), "{told}");
            assert!(
                self.scene.holds(number, &image),
                "the chip of {number}: {told}"
            );
        }
        let story = Story::read(&self.journal()).expect("a journal that can be read");
        let report = Report::of(&story);
        assert_eq!(report.state, "ended", "{told}");
        for (name, attempts) in finished {
            let row = report.gateways.iter().find(|row| row.name == name);
            assert_eq!(
                row.expect("a row").attempts,
                attempts,
                "{name} was repeated: {told}"
            );
        }
        let once = |before: Vec<u64>| {
            before
                .into_iter()
                .map(|count| count + 1)
                .collect::<Vec<_>>()
        };
        assert_eq!(self.boots(), once(boots), "starts: {told}");
        until("the boards' count of whole uploads", || {
            let now = self.whole_uploads();
            assert!(
                now.iter()
                    .zip(&uploads)
                    .all(|(now, before)| *now <= before + 1),
                "sent twice: {told}"
            );
            now.iter()
                .zip(&uploads)
                .all(|(now, before)| *now == before + 1)
                .then_some(())
        });
        kills
    }
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().expect(variable))
}

#[test]
fn rollouts_that_are_killed_a_hundred_times_come_to_their_end_and_repeat_nothing() {
    let wanted = number("SMR_TEST_KILLS").unwrap_or(KILLS);
    let seed = number("SMR_TEST_SEED").unwrap_or_else(|| {
        let since = std::time::UNIX_EPOCH.elapsed().expect("a time after 1970");
        u64::from(since.subsec_nanos())
    });
    println!("to draw the same moments again: SMR_TEST_SEED={seed}");
    let count = usize::try_from(TEAMS).expect("few") * TEAM;
    // Every other one is slow enough to be met in the middle of an upload.
    let slow = |number: usize| {
        format!("[[fault]]\nboard = {number}\nkind = \"slow-network\"\nbytes_per_s = 50000\n")
    };
    let faults: String = (1..=count).step_by(2).map(slow).collect();
    let scene = Scene::new(count, &faults);
    let left = Mutex::new(wanted);
    let began = Instant::now();
    let rollouts: u64 = std::thread::scope(|scope| {
        let teams = (0..TEAMS).map(|index| {
            let first = usize::try_from(index).expect("few") * TEAM + 1;
            let numbers = first..=first + TEAM - 1;
            let name = format!("team-{index}");
            scene.write(
                &format!("{name}.toml"),
                scene.inventory(numbers.clone()).as_bytes(),
            );
            let mut team = Team {
                scene: &scene,
                name,
                numbers,
                chance: Chance(seed.wrapping_add(index << 32)),
                round: 0,
            };
            let left = &left;
            scope.spawn(move || {
                loop {
                    let most = *left.lock().expect("no panic");
                    if most == 0 {
                        return team.round;
                    }
                    let kills = team.rollout(most.div_ceil(TEAMS));
                    let mut left = left.lock().expect("no panic");
                    *left = left.saturating_sub(kills);
                }
            })
        });
        let teams: Vec<_> = teams.collect();
        teams
            .into_iter()
            .map(|team| team.join().expect("a team that comes to its end"))
            .sum()
    });
    println!(
        "{rollouts} updates of {TEAM} gateways, killed {wanted} times or a few more, in {:.1} s",
        began.elapsed().as_secs_f64()
    );
}
