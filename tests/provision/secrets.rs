//! Passwords go to the gateway and nowhere else.

use std::fs;
use std::io::BufReader;

use smr::config::wifi::WifiKey;

use crate::provision::bench::{ADMIN_PASSWORD, Bench, WAYS, WIFI_PASSWORD, rest, until_line};
use crate::support::program::{Start, has};

fn key() -> String {
    WifiKey::derive(WIFI_PASSWORD.as_bytes(), b"home").digits()
}

#[track_caller]
fn is_clean(text: &str) {
    let hidden = key();
    for secret in [WIFI_PASSWORD, ADMIN_PASSWORD, &hidden] {
        assert!(!text.contains(secret), "{secret:?} is in: {text}");
    }
}

#[test]
fn no_output_has_a_secret_in_it() {
    for way in WAYS {
        let bench = Bench::new(&[]);
        for format in ["human", "json", "jsonl"] {
            let arguments = ["--ssid", "hmoe", "-vvv", "--format", format];
            let failed = bench.run(way, &arguments);
            assert_eq!(failed.code, 3, "{}", failed.said);
            is_clean(&failed.said);
        }
        let done = bench.run(way, &["-vvv", "--format", "jsonl"]);
        assert_eq!(done.code, 0, "{}", done.said);
        is_clean(&done.said);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn other_users_of_the_computer_see_no_secret() {
    let bench = Bench::new(&[]);
    let mut command = bench.provision("--port", &["--ssid", "elsewhere"]);
    let mut child = command.start();
    let mut said = BufReader::new(child.stderr.take().expect("standard error"));
    until_line(&mut said, "it tries to join");
    let arguments = fs::read(format!("/proc/{}/cmdline", child.id())).expect("arguments");
    let arguments = String::from_utf8_lossy(&arguments).into_owned();
    has(&arguments, &["provision", "elsewhere"]);
    is_clean(&arguments);
    assert_eq!(rest(child, &mut said).0, Some(3));
}

#[test]
fn the_gateway_keeps_the_key_and_the_passphrase_only_if_it_is_told_to() {
    for (arguments, kept, not_kept) in [
        (&[][..], key(), WIFI_PASSWORD.to_owned()),
        (&["--store-passphrase"], WIFI_PASSWORD.to_owned(), key()),
    ] {
        for way in WAYS {
            let bench = Bench::new(&[]);
            let output = bench.run(way, arguments);
            assert_eq!(output.code, 0, "{}", output.said);
            let flash = bench.flash();
            let holds = |text: &str| {
                flash
                    .windows(text.len())
                    .any(|part| part == text.as_bytes())
            };
            assert!(holds(&kept) && !holds(&not_kept), "{arguments:?}");
            assert!(!holds(ADMIN_PASSWORD));
        }
    }
}
