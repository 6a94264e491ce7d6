//! Other admin passwords for many gateways. Which one a gateway has is asked of the gateway.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

use crate::fleet::http;
use crate::fleet::scene::{Scene, ends, until};
use crate::fleet::signal;
use crate::support::program::Start;

const OLD: &str = "correct horse battery";

/// The file of new passwords: of each gateway by its name, the one that counts and the one that is about to.
fn book(scene: &Scene) -> BTreeMap<String, (Option<String>, Option<String>)> {
    let Ok(text) = fs::read_to_string(scene.path().join("new.json")) else {
        return BTreeMap::new();
    };
    let book: Value = serde_json::from_str(&text).expect("JSON at any moment");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let gateways = book["gateways"].as_object().expect("gateways").values();
    gateways
        .map(|it| {
            let name = text(&it["name"]).expect("a name");
            (name, (text(&it["password"]), text(&it["next"])))
        })
        .collect()
}

fn has(scene: &Scene, number: usize, password: &str) -> bool {
    let answer = http::admin(
        scene.address(number),
        password,
        "GET",
        "/api/v1/status",
        "",
        b"",
    );
    answer.expect("an answer").status == 200
}

/// The journal holds none of these.
#[track_caller]
fn is_not_in_the_journal(scene: &Scene, journal: &str, secrets: &[String]) {
    for entry in fs::read_dir(scene.path().join(journal)).expect("a folder") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("text");
        for secret in secrets {
            assert!(
                !text.contains(secret.as_str()),
                "a password is in the journal"
            );
        }
    }
}

fn rotate(scene: &Scene, arguments: &[&str]) -> Command {
    let mut command = scene.fleet(&["rotate-password", "--stages", "100%", "--back-off", "100ms"]);
    command.args(arguments);
    command
}

fn run(scene: &Scene, arguments: &[&str]) -> Output {
    rotate(scene, arguments).output().expect("smr runs")
}

#[test]
fn each_gets_a_password_of_its_own_that_only_the_owner_can_read() {
    let scene = Scene::new(3, "[[fault]]\nboard = 2\nkind = \"unreachable\"\n");
    let words = ["--out", "new.json", "--journal", "j", "--retries", "0"];
    ends(
        &run(&scene, &words),
        2,
        &[
            "a rotation of 3 gateways has to be confirmed",
            "--confirm 3",
        ],
    );
    assert!(!scene.path().join("new.json").exists());
    let limits = ["--confirm", "3", "--unreachable-budget", "3"];
    let output = run(&scene, &[&words[..], &limits].concat());
    ends(
        &output,
        6,
        &["2 rotated, 1 unreachable", "password_book = "],
    );
    let book = book(&scene);
    assert_eq!(book.len(), 2);
    let new: Vec<String> = book.values().filter_map(|it| it.0.clone()).collect();
    assert!(new.len() == 2 && new[0] != new[1]);
    for (number, name) in [(1, "g1"), (3, "g3")] {
        let password = book[name].0.as_deref().expect("a password");
        assert!(has(&scene, number, password), "{name}");
        assert!(!has(&scene, number, OLD), "{name}");
    }
    let all = [new, vec![OLD.to_owned()]].concat();
    is_not_in_the_journal(&scene, "j", &all);
    let said = crate::fleet::scene::said(&output);
    assert!(all.iter().all(|password| !said.contains(password.as_str())));
    let path = scene.path().join("new.json");
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&path.metadata().expect("a file").permissions());
    assert_eq!(mode & 0o777, 0o600);
    // The inventory can name the file.
    let inventory = fs::read_to_string(scene.path().join("fleet.toml")).expect("an inventory");
    let named = inventory.replace("password_file = \"secret\"", "password_book = \"new.json\"");
    scene.write("named.toml", named.as_bytes());
    let check = ["check", "--inventory", "named.toml", "--select", "g1"];
    ends(&scene.run(&check), 0, &["good"]);
    let check = ["check", "--select", "g1"];
    ends(&scene.run(&check), 4, &[]);
}

#[test]
fn all_get_the_same_one_and_it_is_kept_where_logins_are() {
    let scene = Scene::new(2, "");
    scene.write("new", b"staple battery");
    let with_home = |mut command: Command| {
        command
            .env("SMR_CONFIG_DIR", "config")
            .env("SMR_KEYRING", "file")
            .output()
            .expect("smr runs")
    };
    // Nothing can be kept without a home.
    let words = [
        "--new-password-file",
        "new",
        "--confirm",
        "2",
        "--journal",
        "j",
    ];
    ends(&run(&scene, &words), 1, &["--out FILE"]);
    let output = with_home(rotate(&scene, &words));
    ends(
        &output,
        0,
        &["2 rotated", "take the old ones out of the inventory"],
    );
    for number in [1, 2] {
        assert!(has(&scene, number, "staple battery"));
    }
    let kept = with_home(scene.command(&["login", "--list"]));
    assert_eq!(String::from_utf8_lossy(&kept.stdout).lines().count(), 2);
    let inventory = fs::read_to_string(scene.path().join("fleet.toml")).expect("an inventory");
    scene.write(
        "bare.toml",
        inventory.replace("password_file", "#").as_bytes(),
    );
    let check = scene.fleet(&["check", "--inventory", "bare.toml"]);
    ends(&with_home(check), 0, &["2 gateways asked, all answer"]);
    scene.write("short", b"short");
    let words = [
        "--new-password-file",
        "short",
        "--out",
        "x.json",
        "--confirm",
        "2",
    ];
    ends(&run(&scene, &words), 2, &[]);
}

/// The moments at which the run is killed: how often the file of passwords had changed until then.
const MOMENTS: [usize; 6] = [1, 2, 3, 4, 6, 7];

#[test]
fn killed_at_any_moment_and_resumed_no_gateway_is_locked_out() {
    let scene = Scene::new(4, "");
    let mut before: BTreeMap<String, String> = (1..=4)
        .map(|number| (format!("g{number}"), OLD.to_owned()))
        .collect();
    let mut killed = 0;
    for (round, moment) in MOMENTS.into_iter().enumerate() {
        let journal = format!("j{round}");
        // From the second round on only the file knows which password each has.
        let inventory = match round {
            0 => "fleet.toml",
            _ => "named.toml",
        };
        let words = ["--out", "new.json", "--max-parallel", "2", "--confirm", "4"];
        let mut running = rotate(&scene, &words)
            .args(["--journal", &journal, "--inventory", inventory])
            .start();
        let mut last = fs::read(scene.path().join("new.json")).unwrap_or_default();
        let mut changes = 0;
        let mut ended = None;
        until("a change of the file", || {
            let now = fs::read(scene.path().join("new.json")).unwrap_or_default();
            changes += usize::from(now != last);
            last = now;
            ended = running.try_wait().expect("a process");
            (changes >= moment || ended.is_some()).then_some(())
        });
        if ended.is_none() {
            killed += 1;
            signal(running.id(), "-KILL");
        }
        running.wait().expect("ended");
        // One of those that are written down is right, or the one before.
        let known = book(&scene);
        for number in 1..=4 {
            let name = format!("g{number}");
            let (password, next) = known.get(&name).cloned().unwrap_or_default();
            let mut candidates = vec![before[&name].clone()];
            candidates.extend(password.into_iter().chain(next));
            candidates.dedup();
            let right = candidates.iter().any(|it| has(&scene, number, it));
            assert!(right, "{name} is locked out after {moment} changes");
        }
        ends(&scene.run(&["resume", &journal]), 0, &[]);
        let known = book(&scene);
        let mut secrets: Vec<String> = before.values().cloned().collect();
        for number in 1..=4 {
            let name = format!("g{number}");
            let (password, next) = known[&name].clone();
            let password = password.expect("a password");
            assert_eq!(next, None, "{name} has one that is not confirmed");
            assert!(password != before[&name], "{name} has its old one");
            assert!(has(&scene, number, &password), "{name}");
            assert_eq!(scene.row(&journal, &name)["result"], "updated", "{name}");
            secrets.push(password.clone());
            before.insert(name, password);
        }
        is_not_in_the_journal(&scene, &journal, &secrets);
        let inventory = fs::read_to_string(scene.path().join("fleet.toml")).expect("text");
        let named = inventory.replace("password_file = \"secret\"", "password_book = \"new.json\"");
        scene.write("named.toml", named.as_bytes());
    }
    assert!(killed > 0, "every run had ended before it was killed");
}
