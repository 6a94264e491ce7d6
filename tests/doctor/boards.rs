//! What is wrong with a gateway: virtual boards, each with a fault of its own.

use std::fmt::Write as _;
use std::fs;
use std::net::TcpStream;
use std::process::Output;
use std::thread;

use serde_json::Value;
use smr::image::{Board, SMALLEST_SIZE};
use tempfile::TempDir;

use crate::support::boards::Boards;
use crate::support::firmware::image;
pub(crate) use crate::support::program::smr as command;
use crate::support::wait::until;

const PASSWORD: &str = "correct horse battery";

/// A board's fault, and what is found.
struct Case {
    code: &'static str,
    severity: &'static str,
    fault: &'static str,
    /// As many connections are open at its port 2001, and read nothing.
    readers: usize,
    listen: &'static str,
}

const fn case(code: &'static str, severity: &'static str, fault: &'static str) -> Case {
    Case {
        code,
        severity,
        fault,
        readers: 0,
        listen: "3s",
    }
}

const CASES: &[Case] = &[
    case("meter-silent", "error", "kind = \"silent-meter\""),
    case("wifi-weak", "warning", "kind = \"signal\"\ndbm = -80"),
    case(
        "memory-low",
        "warning",
        "kind = \"low-memory\"\nfree = 9000\nlargest_block = 8000",
    ),
    case(
        "memory-in-pieces",
        "warning",
        "kind = \"low-memory\"\nfree = 20000\nlargest_block = 2000",
    ),
    case(
        "bytes-lost",
        "warning",
        "kind = \"lossy-serial\"\nrate = 0.01",
    ),
    case(
        "framing-errors",
        "warning",
        "kind = \"unframed-serial\"\nrate = 0.01",
    ),
    case("gateway-crashed", "warning", "kind = \"crashed\""),
    case("gateway-hung", "warning", "kind = \"hung\""),
    case(
        "characters-flipped",
        "error",
        "kind = \"meter\"\nfault = \"bit-flips\"",
    ),
    Case {
        readers: 1,
        listen: "12s",
        ..case(
            "client-slow",
            "warning",
            "kind = \"stalled-client\"\nclient = 1",
        )
    },
    Case {
        readers: 12,
        ..case(
            "clients-full",
            "warning",
            "kind = \"stale-nonce\"\nevery = \"1h\"",
        )
    },
];

/// What other tests here provoke.
const ALONE: &[&str] = &[
    "wifi-losses",
    "password-unset",
    "setup-open",
    "password-locked",
    "firmware-old",
];

pub(crate) const CODES: &[&str] = &{
    let mut all = [""; CASES.len() + ALONE.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = if at < CASES.len() {
            CASES[at].code
        } else {
            ALONE[at - CASES.len()]
        };
        at += 1;
    }
    all
};

/// A folder, and virtual boards, which are stopped with this.
pub(crate) struct Scene {
    boards: Boards,
    /// Goes after them.
    pub(crate) folder: TempDir,
}

impl Scene {
    pub(crate) fn new(faults: &[&str], count: usize, arguments: &[&str]) -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("secret"), PASSWORD).expect("written");
        let mut list = String::new();
        for (at, fault) in faults.iter().enumerate() {
            let board = at % count + 1;
            writeln!(list, "[[fault]]\nboard = {board}\n{fault}").expect("memory");
        }
        fs::write(folder.path().join("faults.toml"), list).expect("written");
        let count = count.to_string();
        let own = ["--count", &count, "--faults", "faults.toml"];
        let boards = Boards::start(folder.path(), &[&own, arguments].concat());
        Scene { boards, folder }
    }

    pub(crate) fn claimed(faults: &[&str], count: usize) -> Scene {
        Scene::new(faults, count, &["--admin-password-file", "secret"])
    }

    pub(crate) fn place(&self, board: usize, service: &str) -> &str {
        self.boards.text(board, service)
    }

    pub(crate) fn doctor(&self, board: usize, arguments: &[&str]) -> Output {
        command(self.folder.path(), &["doctor", self.place(board, "http")])
            .args(arguments)
            .output()
            .expect("smr runs")
    }

    fn found(&self, board: usize, listen: &str, arguments: &[&str]) -> Value {
        let output = self.doctor(board, &[&["--json", "--for", listen], arguments].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    }
}

/// The codes of one severity.
pub(crate) fn codes(document: &Value, severity: &str) -> Vec<String> {
    let findings = document["findings"].as_array().expect("findings");
    let same = findings
        .iter()
        .filter(|finding| finding["severity"] == severity);
    same.map(|finding| finding["code"].as_str().expect("a code").to_owned())
        .collect()
}

const LOGIN: [&str; 2] = ["--password-file", "secret"];

#[test]
fn each_fault_of_a_gateway_is_named_and_no_other() {
    let faults: Vec<&str> = CASES.iter().map(|case| case.fault).collect();
    let scene = Scene::claimed(&faults, CASES.len());
    let open = |board: usize| {
        let streams = (0..CASES[board].readers)
            .map(|_| TcpStream::connect(scene.place(board, "p1")).expect("a connection"));
        streams.collect::<Vec<_>>()
    };
    let readers: Vec<Vec<TcpStream>> = (0..CASES.len()).map(open).collect();
    let wrong: Vec<String> = thread::scope(|scope| {
        let asked: Vec<_> = CASES
            .iter()
            .enumerate()
            .map(|(board, case)| {
                let scene = &scene;
                scope.spawn(move || {
                    let found = scene.found(board, case.listen, &LOGIN);
                    let expected = |severity: &str| match case.severity == severity {
                        true => vec![case.code.to_owned()],
                        false => Vec::new(),
                    };
                    // Whoever finds all places taken hears nothing.
                    let is_alone = ["error", "warning"]
                        .iter()
                        .all(|severity| codes(&found, severity) == expected(severity));
                    let is_found = codes(&found, case.severity).contains(&case.code.to_owned());
                    let is_right = is_alone || case.code == "clients-full" && is_found;
                    (!is_right).then(|| format!("{}: {found:#}", case.code))
                })
            })
            .collect();
        let outcomes = asked
            .into_iter()
            .map(|asked| asked.join().expect("no panic"));
        outcomes.flatten().collect()
    });
    drop(readers);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_gateway_that_loses_its_wifi_again_and_again_is_named() {
    let lost = |after: &str| format!("kind = \"wifi-lost\"\nafter = \"{after}\"\nfor = \"300ms\"");
    let faults = ["4s", "7s", "10s"].map(lost);
    let faults: Vec<&str> = faults.iter().map(String::as_str).collect();
    let scene = Scene::claimed(&faults, 1);
    until("the losses", || {
        let output = scene.doctor(0, &[&LOGIN[..], &["--json", "--for", "2s"]].concat());
        // While the Wi-Fi is away it cannot be asked.
        let found = serde_json::from_slice::<Value>(&output.stdout).ok()?;
        let is_named = codes(&found, "warning").contains(&"wifi-losses".to_owned());
        is_named.then_some(())
    });
}

#[test]
fn a_gateway_that_nobody_has_claimed_or_set_up_is_named() {
    let unclaimed = Scene::new(&[], 1, &[]);
    let found = unclaimed.found(0, "3s", &[]);
    assert_eq!(codes(&found, "error"), Vec::<String>::new(), "{found:#}");
    assert_eq!(codes(&found, "warning"), ["password-unset"], "{found:#}");
    drop(unclaimed);
    let setup = Scene::new(&[], 1, &["--setup"]);
    let found = setup.found(0, "3s", &[]);
    assert_eq!(codes(&found, "error"), ["setup-open"], "{found:#}");
}

#[test]
fn a_healthy_gateway_is_told_to_be_and_what_could_be_better_too() {
    let scene = Scene::claimed(&[], 1);
    let images = scene.folder.path().join("images");
    fs::create_dir(&images).expect("a folder");
    // Bytes of another seed than those that are for virtual boards only: the board may run what is built in, which is for chips.
    let made = image("99.0.0", Board::Esp8266With1M, SMALLEST_SIZE, 7);
    fs::write(images.join("new.bin"), made).expect("written");
    let asked = |login: &[&str], with_images: bool| {
        let mut doctor = command(scene.folder.path(), &["doctor", scene.place(0, "http")]);
        doctor.args(["--json", "--for", "3s"]).args(login);
        if with_images {
            doctor.env("SMR_FIRMWARE_PATH", &images);
        }
        let output = doctor.output().expect("smr runs");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        serde_json::from_slice::<Value>(&output.stdout).expect("JSON")
    };
    let healthy = asked(&LOGIN, false);
    assert_eq!(codes(&healthy, "info"), ["reader-settings"], "{healthy:#}");
    let right = healthy["right"].to_string();
    for part in [
        "all their checksums are right",
        "Wi-Fi: -58 dBm",
        "clock is right",
    ] {
        assert!(right.contains(part), "{part}: {right}");
    }
    let locked = asked(&[], false);
    assert!(
        codes(&locked, "info").contains(&"password-locked".to_owned()),
        "{locked:#}"
    );
    let old = asked(&LOGIN, true);
    assert!(
        codes(&old, "info").contains(&"firmware-old".to_owned()),
        "{old:#}"
    );
}
