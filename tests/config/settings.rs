//! `smr config` but for secrets and networks.

use std::fs;
use std::process::Output;

use serde_json::{Value, json};

use crate::config::bench::{Bench, Listener, assert_ends, complaints, nobody, said};

#[test]
fn settings_are_shown_with_units_and_ranges_and_one_alone_for_scripts() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    let output = bench.admin(&["config", "get", gateway]);
    assert_ends(&output, 0, "115200 Bd");
    assert_ends(&output, 0, "300 to 115200 Bd");
    let output = bench.admin(&["config", "get", gateway, "serial.baud"]);
    assert_eq!(output.stdout, b"115200\n");
    let output = bench.admin(&["config", "get", gateway, "pins.led", "serial.format"]);
    assert_ends(&output, 0, "pins.led       none");
    let document = bench.config(0);
    assert_eq!(document["schema"], "smr.config/1");
    let output = bench.admin(&["config", "get", gateway, "baud"]);
    assert_ends(&output, 2, "perhaps serial.baud?");
    assert_ends(&bench.run(&["config", "list"]), 0, "300 to 115200 Bd");
}

#[test]
fn what_a_gateway_starts_with_is_what_the_table_says() {
    let bench = Bench::new(1);
    let document = bench.config(0);
    let set_up = ["wifi.ssid", "wifi.secret_set", "admin.set"];
    let settings = smr::gateway::Settings::of(&document.to_string());
    for setting in smr::gateway::settings::SETTINGS {
        let default: Value = serde_json::from_str(setting.default).expect("JSON");
        let told = settings.get(setting.path);
        if let Some(told) = told.filter(|_| !set_up.contains(&setting.path)) {
            assert_eq!(*told, default, "{}", setting.path);
        }
    }
}

#[test]
fn a_change_is_shown_made_once_and_told_as_json() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    let wanted = [
        "config",
        "set",
        gateway,
        "serial.baud=9600",
        "serial.format=7E1",
        "name=Küche = hier",
    ];
    let planned = bench.json(&[&wanted[..], &["--dry-run"]].concat());
    assert_eq!(planned["result"], "planned");
    assert_ends(
        &bench.admin(&[&wanted[..], &["--dry-run"]].concat()),
        0,
        "dry run",
    );
    assert_eq!(bench.saved(0), 0, "a dry run changes nothing");
    assert_eq!(bench.config(0)["serial"]["baud"], 115_200);
    let output = bench.admin(&wanted);
    assert_ends(&output, 0, "115200 Bd  ->  9600 Bd");
    assert_ends(&output, 0, "3 settings changed");
    let after = bench.config(0);
    assert_eq!(after["name"], "Küche = hier");
    assert_eq!(
        after["serial"],
        json!({"baud": 9600, "format": "7e1", "inverted": true})
    );
    assert_eq!(bench.saved(0), 1, "one request for all");
    assert_ends(&bench.admin(&wanted), 0, "nothing to change");
    assert_eq!(bench.saved(0), 1);
    let changed = bench.json(&["config", "set", gateway, "serial.baud=2400"]);
    assert_eq!(changed["result"], "changed");
    assert_eq!(changed["id"], bench.id(0));
    let line = json!({"path": "serial.baud", "secret": false, "before": 9600, "after": 2400});
    assert_eq!(changed["changes"], json!([line]));
    assert_eq!(
        bench.diag(0)["status"]["p1"]["baud"],
        2400,
        "it is in force"
    );
}

#[test]
fn what_is_wrong_is_refused_before_anything_is_sent() {
    let bench = Bench::new(0);
    let listener = Listener::new();
    let gateway = listener.address();
    let address: &str = &gateway;
    bench.write("bad.toml", "[serial]\nbaud = 9600\nformat = '9n1'\n");
    bench.write("empty.toml", "# nothing\n");
    for (arguments, part) in [
        (
            &["set", address, "serial.baud=5"] as &[&str],
            "300 to 115200 Bd",
        ),
        (&["set", address, "seral.baud=9600"], "perhaps serial.baud?"),
        (&["set", address, "name=a", "name=b"], "given twice"),
        (&["set", address, "admin.set=true"], "can only be read"),
        (
            &["set", address, "admin.password=hunter2hunter2"],
            "--secret admin.password=FILE",
        ),
        (
            &["set", address, "--secret", "admin.password=missing"],
            "names no file",
        ),
        (
            &["set", address, "--secret", "serial.baud=new"],
            "is no secret",
        ),
        (&["set", address], "no setting is named"),
        (&["set", "serial.baud=9600"], "no gateway is named"),
        (
            &["set", address, address, "name=kitchen"],
            "from gateway to gateway",
        ),
        (
            &["set", address, "--secret", "wifi.passphrase=wifi"],
            "add --yes",
        ),
        (&["import", address, "bad.toml"], "such as 8n1"),
        (
            &["import", address, "empty.toml"],
            "no settings in empty.toml",
        ),
        (
            &["get", address, "serial.baud", "--json"],
            "always all settings",
        ),
        (&["diff", address, "bad.toml"], "such as 8n1"),
    ] {
        let output = bench.admin(&[&["config"], arguments].concat());
        assert_ends(&output, 2, part);
        assert!(!said(&output).contains("hunter2"), "{}", said(&output));
    }
    assert_ends(
        &bench.admin(&["config", "import", address, "missing.toml"]),
        1,
        "missing.toml",
    );
    listener.assert_nobody_came();
}

#[test]
fn an_import_is_taken_whole_or_not_at_all() {
    let bench = Bench::new(2);
    let (one, other) = (bench.address(0), bench.address(1));
    assert_ends(
        &bench.admin(&["config", "export", one, "-o", "one.toml"]),
        0,
        "one.toml",
    );
    let text = fs::read_to_string(bench.path("one.toml")).expect("a file");
    assert!(text.contains("# the speed of the meter's line (300 to 115200 Bd)\nbaud = 115200\n"));
    assert_ends(
        &bench.admin(&["config", "import", one, "one.toml"]),
        0,
        "nothing to change",
    );
    assert_ends(
        &bench.admin(&["config", "export", one, "-o", "one.toml"]),
        1,
        "one.toml",
    );
    // What each value alone may be, and not all together.
    bench.write("both.toml", "[serial]\nbaud = 9600\n[pins]\nled = 0\n");
    let output = bench.admin(&["config", "import", one, "both.toml"]);
    assert_ends(&output, 2, "GPIO 0 cannot be both pins.led and pins.button");
    assert_eq!(bench.saved(0), 0);
    bench.write(
        "site.toml",
        "[serial]\nbaud = 9600\n[pins]\nled = 2\nbutton = 'none'\n",
    );
    let dry = bench.admin(&["config", "import", one, other, "site.toml", "--dry-run"]);
    assert_ends(&dry, 0, "GPIO0      ->  none");
    assert_eq!((bench.saved(0), bench.saved(1)), (0, 0));
    let output = bench.admin(&["config", "import", one, other, "site.toml"]);
    assert_ends(&output, 0, "3 settings changed");
    for board in [0, 1] {
        assert_eq!(bench.config(board)["serial"]["baud"], 9600);
        assert_eq!(bench.config(board)["pins"]["button"], Value::Null);
        assert_eq!(bench.saved(board), 1);
    }
}

#[test]
fn of_several_gateways_each_gets_its_result_and_its_turn() {
    let bench = Bench::new(2);
    let gone = nobody();
    let (one, other) = (bench.address(0), bench.address(1));
    let output = bench.admin(&["config", "set", one, &gone, other, "radio.power_dbm=20"]);
    assert_ends(&output, 6, "1 of 3 gateways failed");
    assert!(said(&output).contains("refuses the connection"));
    for board in [0, 1] {
        assert_eq!(bench.config(board)["radio"]["power_dbm"], 20);
    }
    let output = bench.admin(&["config", "set", &gone, &gone, "radio.power_dbm=20"]);
    assert_ends(&output, 5, "all 2 gateways failed");
    let arguments = [
        "config",
        "set",
        &gone,
        one,
        "radio.power_dbm=20",
        "--format",
        "jsonl",
    ];
    let output = bench.admin(&arguments);
    let lines: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let results: Vec<_> = lines.iter().map(|line| line["result"].clone()).collect();
    assert_eq!(results, ["failed", "unchanged"]);
    assert!(
        lines.iter().all(|line| complaints(line).is_empty()),
        "{lines:?}"
    );
}

#[test]
fn passwords_and_distances_have_their_exit_codes() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    for command in [
        &["config", "get"] as &[&str],
        &["config", "export"],
        &["restart"],
        &["identify"],
        &["reset", "--all", "--yes"],
        &["login"],
    ] {
        let at = |gateway| [command, &[gateway]].concat();
        assert_ends(&bench.run(&at(gateway)), 4, "asks for the admin password");
        let wrong = [&at(gateway)[..], &["--password-file", "wrong"]].concat();
        assert_ends(
            &bench.run(&wrong),
            4,
            "refuses the password of user \"admin\"",
        );
        assert_ends(&bench.admin(&at(&nobody())), 5, "refuses the connection");
        // So that the gateway does not take the tests for somebody who guesses.
        assert_ends(&bench.admin(&["config", "get", gateway, "name"]), 0, "");
    }
    assert_eq!(bench.diag(0)["status"]["device"]["boot_count"], 1);
}

fn edit(bench: &Bench, script: &str, more: &[&str]) -> Output {
    bench.write("editor.sh", script);
    let arguments = [
        "config",
        "edit",
        bench.address(0),
        "--password-file",
        "secret",
    ];
    bench
        .command(&[&arguments[..], more].concat())
        .env("EDITOR", "sh editor.sh")
        .env("TMPDIR", bench.folder.path())
        .output()
        .expect("smr runs")
}

#[test]
fn settings_are_edited_as_text() {
    let bench = Bench::new(1);
    assert_ends(&edit(&bench, "true", &[]), 0, "nothing was edited");
    let slower = "sed -i 's/^baud = .*/baud = 9600/' \"$1\"";
    assert_ends(&edit(&bench, slower, &["--dry-run"]), 0, "dry run");
    assert_eq!(bench.saved(0), 0);
    assert_ends(&edit(&bench, slower, &[]), 0, "115200 Bd  ->  9600 Bd");
    assert_eq!(bench.config(0)["serial"]["baud"], 9600);
    let wrong = "sed -i 's/^baud = .*/baud = 96/' \"$1\"";
    let output = edit(&bench, wrong, &[]);
    assert_ends(&output, 2, "serial.baud cannot be 96");
    let kept = said(&output);
    let kept = kept
        .split("smr config import GATEWAY ")
        .nth(1)
        .expect("a file");
    let text = fs::read_to_string(kept.trim()).expect("what was edited");
    assert!(text.contains("baud = 96\n"), "{text}");
    assert_ends(&edit(&bench, "exit 3", &[]), 1, "cannot run the editor");
    assert_eq!(bench.saved(0), 1);
}

#[test]
fn sides_are_compared_as_diff_does() {
    let bench = Bench::new(2);
    let (one, other) = (bench.address(0), bench.address(1));
    let output = bench.admin(&["config", "diff", one, other]);
    assert_ends(&output, 0, "");
    assert!(
        output.stdout.is_empty() && output.stderr.is_empty(),
        "{}",
        said(&output)
    );
    bench.write("site.toml", "[serial]\nbaud = 9600\n[radio]\nmode = 'n'\n");
    let output = bench.admin(&["config", "diff", one, "site.toml"]);
    assert_ends(&output, 1, "serial.baud  115200 Bd");
    assert_ends(&output, 1, "1 setting differs");
    assert!(!said(&output).contains("error"), "{}", said(&output));
    assert_ends(
        &bench.run(&["config", "diff", "site.toml", "site.toml"]),
        0,
        "",
    );
    assert_ends(
        &bench.admin(&["config", "set", other, "serial.baud=9600"]),
        0,
        "",
    );
    let document = bench.json(&["config", "diff", one, other]);
    let line = json!({"path": "serial.baud", "left": 115_200, "right": 9600});
    assert_eq!(document["differences"], json!([line]));
    assert_ends(
        &bench.admin(&["config", "diff", one, &nobody()]),
        5,
        "refuses",
    );
}

#[test]
fn a_virtual_gateway_inside_the_program_is_changed_like_any_other() {
    let bench = Bench::new(0);
    let output = bench.run(&[
        "config",
        "set",
        "sim:be-emucs?interval=200ms",
        "serial.baud=9600",
    ]);
    assert_ends(&output, 0, "1 setting changed");
}
