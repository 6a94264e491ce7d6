//! No secret gets out.

use std::fs;

use serde_json::Value;

use crate::config::bench::{
    Bench, NEW_PASSWORD, PASSWORD, WIFI_PASSWORD, WRONG_WIFI_PASSWORD, assert_ends,
};

/// Files that secrets were put into, or that are there to keep them.
const PLANTED: &[&str] = &["secret", "new", "wifi", "wrong-wifi", "logins.json"];

fn assert_hidden(what: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for secret in [PASSWORD, NEW_PASSWORD, WIFI_PASSWORD, WRONG_WIFI_PASSWORD] {
        assert!(!text.contains(secret), "{what}: {text}");
    }
}

#[test]
fn planted_secrets_are_in_no_output_and_no_file() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    bench.write(
        "site.toml",
        "[wifi]\nssid = 'nowhere'\npassphrase_file = 'wrong-wifi'\n[admin]\npassword_file = 'new'\n",
    );
    bench.write(
        "leaky.toml",
        &format!("[admin]\npassword = '{NEW_PASSWORD}'\n"),
    );
    bench.write(
        "broken.toml",
        &format!("[admin]\npassword = '{NEW_PASSWORD}\n"),
    );
    let password = format!("admin.password={NEW_PASSWORD}");
    for (arguments, code) in [
        (&["login", gateway] as &[&str], 0),
        (&["login", "--list"], 0),
        (&["config", "get", gateway], 0),
        (&["config", "export", gateway, "-o", "out.toml"], 0),
        (&["config", "import", gateway, "leaky.toml"], 2),
        (&["config", "import", gateway, "broken.toml"], 2),
        (&["config", "import", gateway, "site.toml", "--dry-run"], 0),
        (&["config", "import", gateway, "site.toml", "--yes"], 1),
        (&["config", "set", gateway, &password], 2),
        (
            &[
                "config",
                "set",
                gateway,
                "--secret",
                "wifi.passphrase=wrong",
            ],
            0,
        ),
        (
            &["config", "set", gateway, "--secret", "admin.password=new"],
            0,
        ),
        (&["config", "show", "--local"], 0),
        (&["diag", gateway, "--events"], 0),
        (&["diag", gateway, "--bundle", "b.zip"], 0),
        (&["restart", gateway, "--wait"], 0),
        (&["reset", gateway, "--all", "--yes"], 0),
    ] {
        // A passphrase that is all right as such, so that a dry run shows it.
        let dry = arguments.contains(&"wifi.passphrase=wrong");
        let more: &[&str] = if dry {
            &["--dry-run", "-vvv"]
        } else {
            &["-vvv"]
        };
        let is_local = ["--list", "show"].iter().any(|it| arguments.contains(it));
        let takes_json = !["export", "--bundle"]
            .iter()
            .any(|it| arguments.contains(it));
        let json: &[&str] = match takes_json && !is_local && code == 0 && !dry {
            true => &["--json"],
            false => &[],
        };
        let output = bench.run(&login_with(&[arguments, more, json].concat()));
        assert_ends(&output, code, "");
        assert_hidden(&arguments.join(" "), &output.stdout);
        assert_hidden(&arguments.join(" "), &output.stderr);
        if !json.is_empty() && !output.stdout.is_empty() {
            let _: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        }
    }
    let mut folders = vec![bench.folder.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("readable") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            if path.is_dir() {
                folders.push(path);
            } else if !PLANTED.contains(&&*name)
                && !name.ends_with("y.toml")
                && name != "broken.toml"
            {
                assert_hidden(&name, &fs::read(&path).expect("a file"));
            }
        }
    }
}

/// The first login is made with a file; later ones need none.
fn login_with<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    match arguments.first() {
        Some(&"login") if !arguments.contains(&"--list") => {
            let without: Vec<&str> = arguments
                .iter()
                .copied()
                .filter(|it| *it != "--json")
                .collect();
            [&without[..], &["--password-file", "secret"]].concat()
        }
        _ => arguments.to_vec(),
    }
}

#[test]
fn a_public_key_is_pinned_from_its_file_and_a_private_one_never() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    assert_ends(&bench.run(&["firmware", "keygen", "-o", "release"]), 0, "");
    let pin = |file: &str| {
        let secret = format!("ota.public_key={file}");
        bench.admin(&["config", "set", gateway, "--secret", &secret])
    };
    assert_ends(&pin("release.pem"), 2, "private");
    assert_eq!(bench.config(0)["ota"]["key_pinned"], false);
    assert_ends(
        &pin("release.pub.pem"),
        0,
        "ota.public_key  none  ->  (new)",
    );
    assert_eq!(bench.config(0)["ota"]["key_pinned"], true);
    bench.write("site.toml", "[ota]\npublic_key = 'none'\n");
    let output = bench.admin(&["config", "import", gateway, "site.toml"]);
    assert_ends(&output, 0, "ota.public_key  (kept)  ->  none");
    assert_eq!(bench.config(0)["ota"]["key_pinned"], false);
}
