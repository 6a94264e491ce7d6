//! What fleets do beside updates: settings, restarts, archives, kept logins, images of the catalogue.

use std::fs;

use serde_json::Value;

use crate::fleet::http;
use crate::fleet::scene::{Scene, built, document, ends, image, said, until};
use smr::image::Board;

const JOURNAL: [&str; 4] = ["--journal", "j", "--seed", "1"];

#[test]
fn settings_are_compared_changed_in_stages_and_left_alone_where_they_are_so() {
    let scene = Scene::new(
        3,
        "[[fault]]\nboard = 2\nkind = \"unreachable\"\n[[fault]]\nboard = 3\nkind = \"wrong-password\"\n",
    );
    let set = |arguments: &[&str]| {
        let words = ["config", "set", "serial.baud=9600", "radio.power_dbm=10"];
        scene.run(&[&words[..], arguments].concat())
    };
    let output = set(&["--select", "g1", "--dry-run"]);
    ends(
        &output,
        0,
        &["115200 Bd  ->  9600 Bd", "this was a dry run"],
    );
    let output = set(&["--dry-run", "--json"]);
    ends(&output, 6, &["2 gateways cannot be asked"]);
    let asked = document(&output, "smr.fleet.difference/1");
    let rows = asked["gateways"].as_array().expect("gateways");
    let results: Vec<&Value> = rows.iter().map(|row| &row["result"]).collect();
    assert_eq!(results, ["planned", "failed", "failed"]);
    assert_eq!(rows[0]["changes"][0]["after"], 9600);
    assert_eq!(scene.config(1)["serial"]["baud"], 115_200, "a dry run");

    let stages = [
        "--stages",
        "100%",
        "--error-threshold",
        "3",
        "--retries",
        "0",
    ];
    let output = set(&[&["--confirm", "3"], &JOURNAL[..], &stages].concat());
    ends(
        &output,
        6,
        &[
            "3 gateways: change of serial.baud, radio.power_dbm in 1 stage",
            "g1: changed",
            "g3: failed (authentication)",
            "not every gateway was changed: 1 changed, 1 failed, 1 unreachable",
        ],
    );
    assert_eq!(scene.config(1)["serial"]["baud"], 9600);
    assert_eq!(scene.config(1)["radio"]["power_dbm"], 10);
    assert_eq!(scene.row("j", "g1")["result"], "updated");
    let report = scene.report("j");
    assert_eq!(report["task"], "settings");
    assert!(report["version"].is_null() && report["sha256"].is_null());
    let output = set(&["--select", "g1", "--confirm", "1", "--journal", "k"]);
    ends(&output, 0, &["g1: unchanged", "1 unchanged"]);
    assert_eq!(scene.row("k", "g1")["bytes_sent"], 0);
}

#[test]
fn settings_that_lock_out_or_collide_are_refused_before_anybody_is_asked() {
    let scene = Scene::new(1, "");
    scene.write("new", b"hunter2hunter2");
    for (arguments, parts) in [
        (
            &["name=x"][..],
            &["must differ from gateway to gateway"][..],
        ),
        (&["admin.password=x"], &["must not stand on a command line"]),
        (
            &["--secret", "admin.password=new"],
            &["smr fleet rotate-password"],
        ),
        (&["kitchen"], &["\"kitchen\" is no setting"]),
        (&["serial.buad=1"], &["perhaps serial.baud?"]),
        (&["serial.baud=9600"], &["has to be confirmed", "--dry-run"]),
    ] {
        let output = scene.run(&[&["config", "set"], arguments].concat());
        ends(&output, 2, parts);
        assert!(!said(&output).contains("hunter2"));
    }
}

#[test]
fn gateways_restart_once_each_and_prove_it() {
    let scene = Scene::new(3, "[[fault]]\nboard = 2\nkind = \"refuse-reboot\"\n");
    let boots = |number: usize| {
        let status = until("a status", || scene.status(number));
        status["device"]["boot_count"].as_u64().expect("a number")
    };
    let before: Vec<u64> = (1..=3).map(boots).collect();
    let output = scene.run(
        &[
            &["restart", "--confirm", "3", "--error-threshold", "2"][..],
            &["--proof-timeout", "6s", "--stages", "100%"],
            &JOURNAL[..],
        ]
        .concat(),
    );
    ends(
        &output,
        6,
        &[
            "g1: restarted in",
            "g2: failed (not-restarted): the gateway took the order and has not restarted within 6s",
            "not every gateway was restarted: 2 restarted, 1 failed",
        ],
    );
    let after: Vec<u64> = (1..=3).map(boots).collect();
    assert_eq!(after, [before[0] + 1, before[1], before[2] + 1]);
    assert_eq!(
        scene.row("j", "g2")["attempts"],
        1,
        "an order is not given twice"
    );
    ends(&scene.run(&["status", "j"]), 0, &["restart: ended"]);
    ends(&scene.run(&["resume", "j"]), 6, &["2 restarted, 1 failed"]);
    assert_eq!(boots(1), before[0] + 1, "what is done is not repeated");
}

#[test]
fn an_archive_of_each_gateway_is_written_and_what_failed_is_told() {
    let scene = Scene::new(3, "[[fault]]\nboard = 2\nkind = \"unreachable\"\n");
    let diag = ["diag", "--bundle-dir", "support", "--retries", "0"];
    let output = scene.run(&diag);
    ends(
        &output,
        6,
        &[
            "g1: collected",
            "2 collected, 1 unreachable",
            "smr fleet retry support",
        ],
    );
    // A table of all of them, for people.
    let table = String::from_utf8_lossy(&output.stdout).into_owned();
    let row = table.lines().find(|line| line.starts_with("g2"));
    assert!(
        row.is_some_and(|row| row.contains("unreachable")),
        "{table}"
    );
    for (number, is_there) in [(1, true), (2, false), (3, true)] {
        let path = scene.path().join(format!("support/g{number}.zip"));
        let bytes = fs::read(path).unwrap_or_default();
        assert_eq!(bytes.starts_with(b"PK"), is_there, "{number}");
        assert!(!bytes.windows(13).any(|part| part == b"correct horse"));
    }
    ends(&scene.run(&diag), 2, &[".zip exists", "--bundle-dir DIR"]);
    let json = scene.run(&["report", "support", "--json"]);
    let report = document(&json, "smr.fleet.report/1");
    assert_eq!(report["task"], "diagnostics");
}

#[test]
fn kept_logins_count_where_the_inventory_names_no_password() {
    let scene = Scene::new(2, "");
    let bare = fs::read_to_string(scene.path().join("fleet.toml")).expect("an inventory");
    scene.write("bare.toml", bare.replace("password_file", "#").as_bytes());
    let run = |arguments: &[&str]| {
        scene
            .fleet(arguments)
            .env("SMR_CONFIG_DIR", "config")
            .env("SMR_KEYRING", "file")
            .output()
            .expect("smr runs")
    };
    let restart = |journal, count| {
        let words = ["restart", "--inventory", "bare.toml", "--stages", "100%"];
        run(&[&words[..], &["--confirm", count, "--journal", journal]].concat())
    };
    ends(
        &restart("a", "2"),
        4,
        &["there is no password for g", "smr login GATEWAY"],
    );
    let keep = |number: usize| {
        let output = scene.smr(&["login", scene.address(number), "--password-file", "secret"]);
        ends(&output, 0, &["the password is right, and kept"]);
    };
    keep(1);
    ends(&restart("b", "2"), 4, &["there is no password for g2"]);
    assert!(!scene.path().join("b").exists(), "no journal was begun");
    let check = ["check", "--inventory", "bare.toml", "--json"];
    let checked = document(&run(&check), "smr.fleet.check/1");
    assert!(!checked["gateways"][0]["health"].is_null(), "{checked}");
    assert!(checked["gateways"][1]["health"].is_null(), "{checked}");
    keep(2);
    ends(&restart("c", "2"), 0, &["2 restarted"]);
}

#[test]
fn each_board_gets_its_image_from_the_catalogue() {
    let scene = Scene::new(2, "");
    let update = |arguments: &[&str]| {
        scene
            .fleet(&["update", "--stages", "100%", "--seed", "1"])
            .args(arguments)
            .env("SMR_FIRMWARE_PATH", scene.path().join("firmware"))
            .output()
            .expect("smr runs")
    };
    fs::create_dir(scene.path().join("firmware")).expect("a folder");
    let add = |version: &str, board: Board, name: &str| {
        scene.write(&format!("firmware/{name}"), &built(version, board, 0));
    };
    add("4.5.5", Board::Esp8266With1M, "old.bin");
    add("4.5.6", Board::Esp8266With1M, "new.bin");
    add("4.5.7", Board::Esp8266With4M, "large.bin");
    let output = update(&["--dry-run"]);
    ends(
        &output,
        0,
        &["2 gateways: update to 4.5.6", "4.5.6 for esp8266-1m: "],
    );
    assert!(!said(&output).contains("large.bin"), "nobody needs it");
    let none = update(&["--dry-run", "--version", "9.9.9"]);
    ends(
        &none,
        3,
        &[
            "there is no firmware 9.9.9 at hand",
            "hint: for a real board:",
        ],
    );
    let older = update(&["--version", "4.5.5", "--confirm", "2", "--journal", "a"]);
    ends(&older, 0, &["2 updated"]);
    let newest = update(&["--confirm", "2", "--journal", "b"]);
    ends(&newest, 0, &["g1: updated, 4.5.5 -> 4.5.6", "2 updated"]);
    for number in [1, 2] {
        assert!(scene.holds(number, &built("4.5.6", Board::Esp8266With1M, 0)));
    }
    // A plan holds on to its images.
    scene.write("firmware/new.bin", &image("4.5.6"));
    let resumed = scene.run(&["resume", "b"]);
    ends(&resumed, 1, &["is not the image that was planned"]);
}

#[test]
fn what_is_changed_is_what_the_gateway_tells_a_client_that_is_not_ours() {
    let scene = Scene::new(1, "");
    let output = scene.run(
        &[
            &["config", "set", "serial.format=7e1", "--confirm", "1"],
            &JOURNAL[..],
        ]
        .concat(),
    );
    ends(&output, 0, &["1 changed"]);
    let answer = http::admin(
        scene.address(1),
        "correct horse battery",
        "GET",
        "/api/v1/config",
        "",
        b"",
    );
    assert_eq!(answer.expect("an answer").json()["serial"]["format"], "7e1");
}
