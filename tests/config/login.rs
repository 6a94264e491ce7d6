//! `smr login` and `smr logout`, and what they are good for.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::config::bench::{Bench, PASSWORD, assert_ends, complaints, nobody, said};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

#[test]
fn a_kept_password_is_used_for_its_gateway_until_it_is_forgotten() {
    let bench = Bench::new(2);
    let (one, other) = (bench.address(0), bench.address(1));
    let output = bench.admin(&["login", one]);
    assert_ends(&output, 0, "the password is right, and kept in");
    assert_eq!(mode(&bench.path("kept")), 0o700);
    assert_eq!(mode(&bench.path("kept/logins.json")), 0o600);
    assert_ends(
        &bench.run(&["config", "get", one, "serial.baud"]),
        0,
        "115200",
    );
    assert_ends(&bench.run(&["diag", one, "--events"]), 0, "power came");
    assert_ends(&bench.run(&["config", "get", other]), 4, "smr login");
    let output = bench.run(&["login", "--list", "--json"]);
    let list: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(complaints(&list), Vec::<String>::new());
    let id = bench.id(0);
    let entry = json!({"id": id, "name": id, "user": "admin", "kept_in": "file"});
    assert_eq!(list["logins"], json!([entry]));
    assert!(!said(&bench.run(&["login", "--list"])).contains(PASSWORD));
    assert_ends(
        &bench.run(&["logout", "attic"]),
        3,
        "no password of attic is kept",
    );
    assert_ends(&bench.run(&["logout", one]), 0, "is forgotten");
    assert_ends(
        &bench.run(&["config", "get", one]),
        4,
        "asks for the admin password",
    );
    assert_ends(&bench.admin(&["login", one]), 0, "");
    assert_ends(&bench.admin(&["login", other]), 0, "");
    assert_ends(&bench.run(&["logout", id]), 0, "is forgotten");
    assert_ends(
        &bench.run(&["logout", "--all"]),
        0,
        "1 password is forgotten",
    );
    let text = fs::read_to_string(bench.path("kept/logins.json")).expect("a file");
    assert!(!text.contains(PASSWORD), "{text}");
}

#[test]
fn what_is_given_comes_before_what_is_kept() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    assert_ends(&bench.admin(&["login", gateway]), 0, "");
    let get = ["config", "get", gateway, "serial.baud"];
    let with = |file| [&get[..], &["--password-file", file]].concat();
    assert_ends(&bench.run(&with("wrong")), 4, "refuses the password");
    let by_variable = |password: &str, more: &[&str]| {
        bench
            .command(&[&get[..], more].concat())
            .env("SMR_PASSWORD", password)
            .output()
            .expect("smr runs")
    };
    assert_ends(&by_variable("wrong horse", &[]), 4, "refuses the password");
    let file = &["--password-file", "secret"];
    assert_ends(&by_variable("wrong horse", file), 0, "115200");
    assert_ends(&bench.run(&get), 0, "115200");
}

#[test]
fn only_a_right_password_is_kept_and_an_old_one_is_told() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    let login = ["login", gateway, "--password-file", "wrong"];
    assert_ends(&bench.run(&login), 4, "refuses the password");
    assert_ends(&bench.run(&["login", "--list"]), 0, "no password is kept");
    assert_ends(&bench.run(&["login", "sim:"]), 2, "needs no login");
    assert_ends(
        &bench.admin(&["login", &nobody()]),
        5,
        "refuses the connection",
    );
    assert_ends(&bench.admin(&["login", gateway]), 0, "");
    // Somebody else changes it.
    let elsewhere = bench
        .command(&["config", "set", gateway, "--secret", "admin.password=new"])
        .args(["--password-file", "secret"])
        .env("SMR_CONFIG_DIR", bench.path("elsewhere"))
        .output();
    assert_ends(&elsewhere.expect("smr runs"), 0, "1 setting changed");
    let output = bench.run(&["config", "get", gateway]);
    assert_ends(&output, 4, "that smr login has kept");
    assert_ends(
        &output,
        4,
        &format!("hint: log in anew: smr login {gateway}"),
    );
}

#[test]
fn whoever_changes_the_password_has_the_new_one_kept() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    assert_ends(&bench.admin(&["login", gateway]), 0, "");
    let change = ["config", "set", gateway, "--secret", "admin.password=new"];
    assert_ends(&bench.run(&change), 0, "admin.password  (kept)  ->  (new)");
    assert_ends(&bench.run(&["config", "get", gateway, "name"]), 0, "");
    assert_ends(&bench.admin(&["config", "get", gateway]), 4, "refuses");
}

#[test]
fn a_file_of_passwords_that_others_can_read_is_refused() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    assert_ends(&bench.admin(&["login", gateway]), 0, "");
    let file = bench.path("kept/logins.json");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("changed");
    for arguments in [
        &["config", "get", gateway] as &[&str],
        &["login", "--list"],
        &["logout", "--all"],
        &["login", gateway],
    ] {
        assert_ends(&bench.run(arguments), 1, "chmod 600");
    }
    assert_ends(&bench.admin(&["config", "get", gateway]), 0, "serial.baud");
    assert_ends(&bench.run(&["config", "show", "--local"]), 1, "chmod 600");
}

/// A program that keeps what it is given in files, and notes how it was called, as `secret-tool` of libsecret is called.
const SECRET_TOOL: &str = r#"#!/bin/sh
echo "$@" >> "$SMR_CONFIG_DIR/called"
verb=$1; shift
case "$1" in --label=*) shift;; esac
[ "$1 $2 $3 $5" = "application smr gateway user" ] || { echo "odd attributes" >&2; exit 2; }
file="$SMR_CONFIG_DIR/ring-$4-$6"
case "$verb" in
store) [ -e "$SMR_CONFIG_DIR/locked" ] && { echo "locked" >&2; exit 1; }; cat > "$file";;
lookup) [ -e "$file" ] || exit 1; cat "$file";;
clear) rm "$file";;
esac
"#;

#[test]
fn a_keyring_is_used_where_there_is_one() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    fs::create_dir(bench.path("bin")).expect("a folder");
    bench.write("bin/secret-tool", SECRET_TOOL);
    let tool = bench.path("bin/secret-tool");
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).expect("changed");
    let path = format!("{}:/usr/bin:/bin", bench.path("bin").display());
    let desktop = |arguments: &[&str], keyring: &str| -> Output {
        bench
            .command(arguments)
            .env("PATH", &path)
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("SMR_KEYRING", keyring)
            .output()
            .expect("smr runs")
    };
    let login = ["login", gateway, "--password-file", "secret"];
    let get = ["config", "get", gateway, "serial.baud"];
    assert_ends(&desktop(&login, ""), 0, "kept in the keyring");
    let list = fs::read_to_string(bench.path("kept/logins.json")).expect("a file");
    assert!(!list.contains(PASSWORD), "{list}");
    assert_ends(&desktop(&get, ""), 0, "115200");
    assert_ends(&desktop(&["login", "--list"], ""), 0, "the keyring");
    assert_ends(
        &desktop(&["config", "show", "--local"], ""),
        0,
        "the keyring",
    );
    // Without the desktop the password is not there.
    assert_ends(&bench.run(&get), 4, "asks for the admin password");
    assert_ends(&desktop(&["logout", "--all"], "os"), 0, "1 password");
    assert_ends(&desktop(&get, ""), 4, "asks for the admin password");
    let called = fs::read_to_string(bench.path("kept/called")).expect("a file");
    assert!(!called.contains(PASSWORD), "{called}");
    for verb in ["store", "lookup", "clear"] {
        assert!(called.contains(verb), "{called}");
    }
    bench.write("kept/locked", "");
    assert_ends(
        &desktop(&login, "os"),
        1,
        "the keyring does not take the password",
    );
    assert_ends(&desktop(&login, ""), 0, "logins.json");
    assert_ends(&desktop(&get, "file"), 0, "115200");
    assert_ends(&desktop(&login, "perhaps"), 2, "neither os nor file");
    let without = bench.command(&login).env("SMR_KEYRING", "os").output();
    assert_ends(&without.expect("smr runs"), 2, "there is no keyring here");
}

#[test]
fn what_counts_on_this_computer_is_told_with_its_origin() {
    let bench = Bench::new(0);
    let show = |more: &[&str]| {
        bench
            .command(&[&["config", "show", "--local"], more].concat())
            .env("SMR_PASSWORD", PASSWORD)
            .env("VISUAL", "nano")
            .output()
            .expect("smr runs")
    };
    let output = show(&[]);
    assert_ends(&output, 0, "variable SMR_CONFIG_DIR");
    assert_ends(&output, 0, "variable VISUAL");
    assert_ends(&output, 0, "variable SMR_PASSWORD");
    assert!(!said(&output).contains(PASSWORD), "{}", said(&output));
    let document: Value = serde_json::from_slice(&show(&["--json"]).stdout).expect("JSON");
    assert_eq!(complaints(&document), Vec::<String>::new());
    assert_ends(&bench.run(&["config", "show"]), 2, "--local");
}
