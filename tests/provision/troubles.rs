//! What keeps a gateway out of a network, and what is said about it.

use std::io::BufReader;

use crate::provision::bench::{Bench, WAYS, rest, until_line};
use crate::support::program::{Start, has, signal};

fn fault(kind: &str) -> String {
    format!("[[fault]]\nboard = 1\nkind = \"{kind}\"\n")
}

#[test]
fn what_is_wrong_is_told_and_the_same_command_put_right_succeeds() {
    for way in WAYS {
        let bench = Bench::new(&[]);
        bench.write("wrong.txt", "not the password");
        for (arguments, code, parts) in [
            (
                ["--wifi-password-file", "wrong.txt"],
                4,
                ["\"home\" refuses the password", "capital letters"],
            ),
            (
                ["--ssid", "Hmoe"],
                3,
                ["no Wi-Fi by the name \"Hmoe\"", "did you mean \"home\"?"],
            ),
        ] {
            let output = bench.run(way, &arguments);
            assert_eq!(output.code, code, "{}", output.said);
            has(&output.said, &parts);
            has(&output.said, &["hint: the gateway is still in setup"]);
            assert_eq!(bench.info()["state"], "setup");
        }
        let output = bench.run(way, &[]);
        assert_eq!(output.code, 0, "{}", output.said);
    }
}

#[test]
fn a_weak_signal_and_a_network_without_addresses_have_words_of_their_own() {
    // Gateways wait long for an address: all at once.
    std::thread::scope(|scope| {
        for (kind, code, part) in [
            ("weak-signal", 1, "too weak there (-93 dBm)"),
            ("no-address", 5, "nobody there gives it an address"),
        ] {
            for way in WAYS {
                scope.spawn(move || {
                    let bench = Bench::with_faults(&fault(kind), &[]);
                    let output = bench.run(way, &[]);
                    assert_eq!(output.code, code, "{}", output.said);
                    has(&output.said, &[part, "hint: the gateway is still in setup"]);
                });
            }
        }
    });
}

#[test]
fn what_cannot_be_right_is_refused_before_a_gateway_is_touched() {
    let bench = Bench::new(&[]);
    bench.write("short.txt", "short");
    bench.write("site.toml", "[wifi]\nssid = \"home\"\nchannel = 6\n");
    for (arguments, parts) in [
        (&["--wifi-password-file", "short.txt"][..], &["8 to 63"][..]),
        (&["--admin-password-file", "short.txt"], &["8 to 64"]),
        (&["--wifi-password-file", "missing.txt"], &["missing.txt"]),
        (&["--ssid", ""], &["1 to 32 bytes"]),
        (&["--name", "a\nb"], &["control characters"]),
        (&["--from", "site.toml"], &["channel", "password_file"]),
        (
            &["--wifi-password-file", "-", "--admin-password-file", "-"],
            &["standard input"],
        ),
    ] {
        let output = bench.run("--port", arguments);
        assert_eq!(output.code, 2, "{}", output.said);
        has(&output.said, parts);
    }
    let output = bench.smr(&["provision", "--no-input"]);
    assert_eq!(output.code, 2, "{}", output.said);
    has(
        &output.said,
        &["--ssid NAME", "SMR_WIFI_PASSWORD", "--save-admin-password"],
    );
    assert_eq!(bench.info()["state"], "setup");
}

#[test]
fn a_gateway_that_is_set_up_is_not_set_up_again() {
    for way in WAYS {
        let bench = Bench::new(&[]);
        assert_eq!(bench.run(way, &[]).code, 0);
        let output = bench.run("--gateway", &["--timeout", "2s"]);
        assert_eq!(output.code, 1, "{}", output.said);
        has(&output.said, &["not in setup", "smr discover"]);
    }
}

#[test]
fn a_port_on_which_nobody_answers_is_told_with_what_to_look_at() {
    let bench = Bench::new(&[]);
    let (_other_end, port) = serialport::TTYPort::pair().expect("a port");
    let name = serialport::SerialPort::name(&port).expect("a path");
    drop(port);
    let output = bench.smr(&[
        "provision",
        "--port",
        &name,
        "--ssid",
        "home",
        "--wifi-password-file",
        "wifi.txt",
        "--admin-password-file",
        "admin.txt",
        "--timeout",
        "1s",
    ]);
    assert_eq!(output.code, 5, "{}", output.said);
    has(&output.said, &["no gateway in setup answers", "smr flash"]);
}

#[test]
fn a_board_that_is_unplugged_in_the_middle_is_told_and_nothing_is_kept() {
    let mut bench = Bench::with_faults(&fault("no-address"), &[]);
    let mut child = bench.provision("--port", &[]).start();
    let mut said = BufReader::new(child.stderr.take().expect("standard error"));
    until_line(&mut said, "it tries to join");
    bench.boards.kill();
    let (code, said) = rest(child, &mut said);
    assert_eq!(code, Some(5), "{said}");
    has(&said, &["has gone away", "plug the adapter in again"]);
    assert!(!bench.keeps(b"home"));
    bench.restart(&[]);
    let output = bench.run("--port", &[]);
    assert_eq!(output.code, 0, "{}", output.said);
}

#[test]
fn an_access_point_that_goes_away_is_told_and_the_board_can_be_set_up_again() {
    let mut bench = Bench::with_faults(&fault("no-address"), &[]);
    let mut command = bench.provision("--gateway", &["--timeout", "1s"]);
    let mut child = command.start();
    let mut said = BufReader::new(child.stderr.take().expect("standard error"));
    bench.wait_until_joining();
    bench.boards.kill();
    let (code, said) = rest(child, &mut said);
    assert_eq!(code, Some(5), "{said}");
    has(
        &said,
        &[
            "went away while it tried \"home\"",
            "smr discover",
            "run the same command again",
        ],
    );
    bench.restart(&[]);
    let output = bench.run("--gateway", &[]);
    assert_eq!(output.code, 0, "{}", output.said);
}

#[test]
fn a_network_that_goes_away_while_it_is_joined_leaves_the_gateway_in_setup() {
    const AIR: &str = "[[fault]]\nboard = 1\nkind = \"no-address\"\n[[fault]]\nboard = 1\nkind = \"wifi-lost\"\nafter = \"6s\"\n";
    let lose = |way| {
        let mut bench = Bench::with_faults(AIR, &[]);
        // It is joined, waits for an address, and then nobody is there any more.
        let output = bench.run(way, &[]);
        assert!([3, 5].contains(&output.code), "{}", output.said);
        has(&output.said, &["hint: the gateway is still in setup"]);
        assert_eq!(bench.info()["state"], "setup");
        assert!(!bench.keeps(b"home"));
        bench.boards.kill();
        bench.restart(&[]);
        let output = bench.run(way, &[]);
        assert_eq!(output.code, 0, "{}", output.said);
    };
    std::thread::scope(|scope| {
        for way in WAYS {
            scope.spawn(move || lose(way));
        }
    });
}

#[test]
fn ctrl_c_in_the_middle_says_what_is_left_and_the_command_can_be_repeated() {
    for way in WAYS {
        let bench = Bench::new(&[]);
        let arguments = ["--ssid", "elsewhere"];
        let mut child = bench.provision(way, &arguments).start();
        let mut said = BufReader::new(child.stderr.take().expect("standard error"));
        until_line(&mut said, "it tries to join");
        signal(child.id(), "-INT");
        let (code, said) = rest(child, &mut said);
        assert_eq!(code, Some(130), "{said}");
        has(&said, &["stopped while", "same command can be run again"]);
        // The gateway is still busy with what it was told: the next one waits for that.
        let output = bench.run(way, &[]);
        assert_eq!(output.code, 0, "{}", output.said);
    }
}

#[test]
fn a_gateway_that_has_forgotten_its_wifi_is_brought_back_with_the_password_that_it_keeps() {
    for way in WAYS {
        let bench = Bench::new(&[]);
        bench.write("wrong.txt", "some other password");
        assert_eq!(bench.run(way, &["--name", "Kitchen"]).code, 0);
        let gateway = bench.way("--gateway");
        let reset = ["reset", &gateway, "--wifi", "--yes"];
        let output = bench.smr(&[&reset[..], &["--password-file", "admin.txt"]].concat());
        assert_eq!(output.code, 0, "{}", output.said);
        assert_eq!(bench.info()["state"], "fallback");
        let is_kept = |secret: &str| {
            let flash = bench.flash();
            let key = smr::config::wifi::WifiKey::derive(secret.as_bytes(), b"home").digits();
            flash.windows(key.len()).any(|part| part == key.as_bytes())
        };
        assert!(!is_kept(crate::provision::bench::WIFI_PASSWORD));
        if way == "--gateway" {
            let output = bench.run(way, &["--admin-password-file", "wrong.txt"]);
            assert_eq!(output.code, 4, "{}", output.said);
            has(&output.said, &["refuses the password"]);
            let output = bench.smr(&["provision", way, &gateway, "--dry-run"]);
            assert_eq!(output.code, 4, "{}", output.said);
            has(
                &output.said,
                &["asks for its admin password", "--admin-password-file"],
            );
        }
        let output = bench.run(way, &["--ssid", "hmoe"]);
        assert_eq!(output.code, 3, "{}", output.said);
        let output = bench.run(way, &[]);
        assert_eq!(output.code, 0, "{}", output.said);
        assert_eq!(
            bench.info()["name"],
            if way == "--port" {
                bench.boards.ready(0)["name"].clone()
            } else {
                "Kitchen".into()
            }
        );
        assert!(
            bench
                .status(crate::provision::bench::ADMIN_PASSWORD)
                .is_ok()
        );
    }
}
