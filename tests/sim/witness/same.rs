//! One board, four ways to set it up: the Improv SDK for browsers, Chromium in the captive portal, and `smr provision` over the serial line
//! and over the portal. All come to the same results, each in its own words.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Instant;

use serde_json::{Value, json};

use super::chromium::{Chromium, browser};
use super::improv;
use super::packages::or_skipped;
use crate::sim::{address, folder, http, read};
use crate::support::boards::Boards;
use crate::support::program::smr;
use crate::support::wait::until;

const SSID: &str = "Home";
const WIFI_PASSWORD: &str = "correct battery";
const ADMIN_PASSWORD: &str = "cellar door";
const NAME: &str = "Meter cupboard";
/// The two sectors with settings of a board with 1 MB of flash.
const SETTINGS: std::ops::Range<usize> = 0xF_9000..0xF_B000;
/// Sooner than the access point goes, by far.
const SOON_S: u64 = 20;

/// What keeps a board out of a network, and what each way says then.
struct Failure {
    ssid: &'static str,
    password: &'static str,
    /// The word of the firmware, which the SDK is told when it asks.
    reason: &'static str,
    portal: &'static str,
    smr: &'static str,
    code: i32,
}

const FAILURES: [Failure; 2] = [
    Failure {
        ssid: SSID,
        password: "a wrong password",
        reason: "wrong-password",
        portal: "The password was not accepted",
        smr: "\"Home\" refuses the password",
        code: 4,
    },
    Failure {
        ssid: "Hmoe",
        password: WIFI_PASSWORD,
        reason: "not-found",
        portal: "The network was not found",
        smr: "no Wi-Fi by the name \"Hmoe\"",
        code: 3,
    },
];
const NO_ADDRESS: Failure = Failure {
    ssid: SSID,
    password: WIFI_PASSWORD,
    reason: "no-address",
    portal: "The network gave the gateway no address",
    smr: "nobody there gives it an address",
    code: 5,
};

/// A board in setup, and those who may set it up.
struct Scene<'a> {
    folder: &'a Path,
    ready: &'a Value,
    packages: &'a Path,
    browser: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Sdk,
    Portal,
    Smr(&'static str),
}

const WAYS: [Way; 4] = [
    Way::Sdk,
    Way::Portal,
    Way::Smr("--port"),
    Way::Smr("--gateway"),
];

impl Scene<'_> {
    fn smr(&self, arguments: &[&str]) -> Output {
        smr(self.folder, arguments)
            .env("SMR_CONFIG_DIR", self.folder.join("kept"))
            .output()
            .expect("smr runs")
    }

    /// Fails in each of these ways, and then, if wanted, succeeds.
    fn set_up(&self, way: Way, failures: &[Failure], succeeds: bool) {
        match way {
            Way::Sdk => self.with_the_sdk(failures, succeeds),
            Way::Portal => self.in_the_portal(failures, succeeds),
            Way::Smr(option) => self.with_smr(option, failures, succeeds),
        }
    }

    fn with_the_sdk(&self, failures: &[Failure], succeeds: bool) {
        let mut attempts: Vec<[&str; 2]> =
            failures.iter().map(|it| [it.ssid, it.password]).collect();
        if succeeds {
            attempts.push([SSID, WIFI_PASSWORD]);
        }
        let plan = json!({"attempts": attempts, "name": NAME, "adminPassword": ADMIN_PASSWORD});
        let seen = improv::provision(self.packages, self.ready, &plan);
        // It has one word of its own for all of them.
        let expected: Vec<[&str; 2]> = failures
            .iter()
            .map(|failure| ["UNABLE_TO_CONNECT", failure.reason])
            .collect();
        assert_eq!(seen["failures"], json!(expected));
        if succeeds {
            assert_eq!(seen["url"], format!("http://{}/", address(self.ready)));
        }
    }

    fn in_the_portal(&self, failures: &[Failure], succeeds: bool) {
        let mut chromium = Chromium::start(self.browser, address(self.ready));
        chromium.visit("http://connectivitycheck.gstatic.com/generate_204");
        chromium.wait_until("document.getElementById('networks').children.length === 1");
        chromium.act(&format!(
            "fill('name', '{NAME}'); fill('admin-password', '{ADMIN_PASSWORD}'); fill('admin-again', '{ADMIN_PASSWORD}');"
        ));
        let join = |chromium: &mut Chromium, ssid: &str, password: &str| {
            chromium.act(&format!(
                "el('other').click(); fill('ssid', '{ssid}'); fill('wifi-password', '{password}'); el('join').click();"
            ));
        };
        for failure in failures {
            join(&mut chromium, failure.ssid, failure.password);
            chromium.wait_for_text("state", failure.portal);
        }
        if succeeds {
            join(&mut chromium, SSID, WIFI_PASSWORD);
            chromium.wait_for_text("done-title", "The gateway has joined your Wi-Fi");
        }
        assert_eq!(chromium.complaints(), Vec::<&Value>::new());
    }

    fn with_smr(&self, option: &str, failures: &[Failure], succeeds: bool) {
        let place = match option {
            "--port" => self.ready["serial"].as_str().expect("a line"),
            _ => address(self.ready),
        };
        let provision = |ssid: &str, password: &str| {
            // Others do the same in the same folder.
            let file = format!("wifi{option}");
            fs::write(self.folder.join(&file), password).expect("written");
            let output = self.smr(&[
                "provision",
                option,
                place,
                "--ssid",
                ssid,
                "--wifi-password-file",
                &file,
                // As the others do, who know nothing of keys.
                "--store-passphrase",
                "--name",
                NAME,
                "--admin-password-file",
                "admin",
            ]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            (output.status.code(), said)
        };
        for failure in failures {
            let (code, said) = provision(failure.ssid, failure.password);
            assert_eq!(code, Some(failure.code), "{said}");
            assert!(said.contains(failure.smr), "{:?}: {said}", failure.smr);
        }
        if succeeds {
            let (code, said) = provision(SSID, WIFI_PASSWORD);
            assert_eq!(code, Some(0), "{said}");
        }
    }

    fn info(&self) -> Value {
        until("the board to answer", || {
            let answer = http::request(address(self.ready), "GET", "/api/v1/info", "", b"").ok()?;
            (answer.status == 200).then(|| answer.json())
        })
    }

    fn wait_for_state(&self, state: &str) {
        until(state, || (self.info()["state"] == state).then_some(()));
    }

    /// As the admin, who asked in this way.
    fn admin(&self, path: &str) -> Value {
        let at = address(self.ready);
        let answer = http::admin(at, ADMIN_PASSWORD, "GET", path, "", b"").expect("an answer");
        assert_eq!(answer.status, 200);
        answer.json()
    }

    /// What the board keeps in its flash, and what it says about that and itself.
    fn result(&self, flash: &Path) -> Value {
        let status = self.admin("/api/v1/status");
        let settings = settings(flash);
        json!({
            "flash": settings,
            "config": self.admin("/api/v1/config"),
            "info": self.info(),
            "wifi": {"ssid": status["wifi"]["ssid"], "mode": status["wifi"]["mode"], "ip": status["wifi"]["ip"]},
        })
    }
}

fn settings(flash: &Path) -> Vec<u8> {
    fs::read(flash).expect("a flash chip")[SETTINGS].to_vec()
}

/// Whether nothing is kept.
fn is_blank(flash: &Path) -> bool {
    settings(flash).iter().all(|byte| *byte == 0xFF)
}

fn flash_of(folder: &Path, board: usize) -> PathBuf {
    folder.join(format!("boards/board-{board}/flash.bin"))
}

/// What is needed; where it cannot be had, this is told, or with `CI` set fails.
fn tools() -> Option<(PathBuf, &'static str)> {
    Some((or_skipped(improv::packages())?, browser()?))
}

#[test]
fn whoever_sets_a_board_up_gets_the_same_results() {
    let Some((packages, browser)) = tools() else {
        return;
    };
    let folder = folder();
    fs::write(folder.path().join("admin"), ADMIN_PASSWORD).expect("written");
    let wifi = format!("{SSID}:{WIFI_PASSWORD}");
    let arguments = [
        "--setup",
        "--wifi",
        &wifi,
        "--state-dir",
        "boards",
        "--interval",
        "500ms",
    ];
    let sim = Boards::start(folder.path(), &arguments);
    let ready = sim.ready(0).clone();
    let scene = Scene {
        folder: folder.path(),
        ready: &ready,
        packages: &packages,
        browser,
    };
    let flash = flash_of(folder.path(), 1);
    let mut first: Option<Value> = None;
    for way in WAYS {
        println!("{way:?}");
        assert_eq!(scene.info()["state"], "setup");
        scene.set_up(way, &FAILURES, false);
        assert_eq!(scene.info()["state"], "setup", "{way:?}");
        assert!(is_blank(&flash), "{way:?} left something");
        scene.set_up(way, &[], true);
        let joined = Instant::now();
        scene.wait_for_state("run");
        // Where a line was used, it is the meter's again.
        assert!(read(&ready, 300).starts_with(b"/"));
        let heard = joined.elapsed();
        println!("{way:?}: the meter is heard after {heard:?}");
        assert!(heard.as_secs() < SOON_S, "{way:?}: {heard:?}");
        let result = scene.result(&flash);
        assert_eq!(result["config"]["name"], NAME);
        assert_eq!(result["wifi"]["ssid"], SSID);
        match &first {
            None => first = Some(result),
            Some(first) => assert_eq!(&result, first, "{way:?}"),
        }
        let at = address(&ready);
        let reset = ["reset", at, "--all", "--yes", "--password-file", "admin"];
        let output = scene.smr(&reset);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        scene.wait_for_state("setup");
        assert!(is_blank(&flash));
    }
}

/// It takes a board half a minute to give up waiting for an address: four boards do so at the same time.
#[test]
fn a_network_without_addresses_is_told_by_everybody() {
    let Some((packages, browser)) = tools() else {
        return;
    };
    let folder = folder();
    fs::write(folder.path().join("admin"), ADMIN_PASSWORD).expect("written");
    let fault = "[[fault]]\nboard = \"*\"\nkind = \"no-address\"\n";
    fs::write(folder.path().join("faults.toml"), fault).expect("written");
    let wifi = format!("{SSID}:{WIFI_PASSWORD}");
    let sim = Boards::start(
        folder.path(),
        &[
            "--setup",
            "--wifi",
            &wifi,
            "--faults",
            "faults.toml",
            "--count",
            "4",
        ],
    );
    std::thread::scope(|threads| {
        for (way, ready) in WAYS.into_iter().zip(sim.all()) {
            let scene = Scene {
                folder: folder.path(),
                ready,
                packages: &packages,
                browser,
            };
            threads.spawn(move || {
                scene.set_up(way, &[NO_ADDRESS], false);
                assert_eq!(scene.info()["state"], "setup", "{way:?}");
            });
        }
    });
}
