//! The life of a virtual gateway over the network: admin, updates, faults, setup, discovery.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpStream, UdpSocket};
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use sha2::{Digest, Sha256};
use smr::discovery::{Browser, Change, Gateway, Interfaces, Network};
use smr::sim::board::image;
use smr::sim::core::Board;

use crate::sim::http::{self, Answer};
use crate::sim::{PATIENCE, address, folder};
use crate::support::boards::Boards;
use crate::support::ports::free_port;
use crate::support::program::{ends, smr};
use crate::support::wait::until;

const PASSWORD: &str = "correct horse";

/// A board with an admin password, and what its ready line says.
fn board(folder: &Path, fault: Option<&str>, arguments: &[&str]) -> (Boards, Value) {
    fs::write(folder.join("password"), PASSWORD).expect("written");
    let mut all = vec!["--admin-password-file", "password"];
    if let Some(fault) = fault {
        fs::write(
            folder.join("faults.toml"),
            format!("[[fault]]\nboard = 1\n{fault}\n"),
        )
        .expect("written");
        all.extend(["--faults", "faults.toml"]);
    }
    all.extend(arguments);
    let sim = Boards::start(folder, &all);
    let ready = sim.ready(0).clone();
    (sim, ready)
}

fn upload(address: &str, version: &str) -> std::io::Result<Answer> {
    let image = image::firmware(version, Board::With1M, "test").expect("an image");
    let sum = http::hex(&Sha256::digest(&image));
    let header = format!("X-SMR-SHA256: {sum}\r\n");
    http::admin(
        address,
        PASSWORD,
        "POST",
        "/api/v1/firmware",
        &header,
        &image,
    )
}

/// The status once the board has started `boots` times.
fn status_after(address: &str, boots: u64) -> Value {
    until("a restarted board", || {
        let answer = http::admin(address, PASSWORD, "GET", "/api/v1/status", "", b"").ok()?;
        let status = (answer.status == 200).then(|| answer.json())?;
        (status["device"]["boot_count"].as_u64()? >= boots).then_some(status)
    })
}

#[test]
fn the_admin_gets_in_and_nobody_else() {
    let folder = folder();
    let (_sim, ready) = board(folder.path(), None, &[]);
    let at = address(&ready);
    let right = http::admin(at, PASSWORD, "GET", "/api/v1/status", "", b"").expect("an answer");
    assert_eq!(right.status, 200, "{}", right.head);
    assert_eq!(right.json()["device"]["id"], ready["name"]);
    let wrong = http::admin(at, "wrong", "GET", "/api/v1/status", "", b"").expect("an answer");
    assert_eq!(wrong.status, 401);
}

#[test]
fn a_board_with_another_password_lets_the_admin_not_in() {
    let folder = folder();
    let (_sim, ready) = board(folder.path(), Some("kind = \"wrong-password\""), &[]);
    let answer = http::admin(address(&ready), PASSWORD, "GET", "/api/v1/status", "", b"");
    assert_eq!(answer.expect("an answer").status, 401);
}

#[test]
fn an_update_is_taken_over_http_and_stays_after_the_program_ends() {
    let folder = folder();
    let kept = ["--state-dir", "boards"];
    let (mut sim, ready) = board(folder.path(), None, &kept);
    let answer = upload(address(&ready), "9.8.7").expect("an answer");
    assert_eq!(
        answer.status,
        200,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    let status = status_after(address(&ready), 2);
    assert_eq!(status["device"]["firmware"]["version"], "9.8.7");
    assert_eq!(status["device"]["reset"]["reason"], "ota");
    sim.stop();
    let (_sim, again) = board(folder.path(), None, &kept);
    assert_eq!(again["version"], "9.8.7");
    assert_eq!(again["name"], ready["name"]);
}

#[test]
fn a_boot_loader_that_keeps_the_old_version_can_be_had() {
    let folder = folder();
    let (_sim, ready) = board(folder.path(), Some("kind = \"keep-old-version\""), &[]);
    assert_eq!(
        upload(address(&ready), "9.8.7").expect("an answer").status,
        200
    );
    let status = status_after(address(&ready), 2);
    assert_eq!(status["device"]["firmware"]["version"], ready["version"]);
}

#[test]
fn a_board_that_is_cut_off_in_an_upload_comes_back_as_it_was() {
    for (fault, cause) in [
        (
            "kind = \"reboot-mid-upload\"\nat_bytes = 2000",
            "hardware-watchdog",
        ),
        (
            "kind = \"power-cut\"\nat_flash_op = 3\nat_byte = 100",
            "power",
        ),
    ] {
        let folder = folder();
        let (_sim, ready) = board(folder.path(), Some(fault), &[]);
        let at = address(&ready);
        let answer = upload(at, "9.8.7");
        assert!(
            !matches!(&answer, Ok(answer) if answer.status == 200),
            "{answer:?}"
        );
        let status = until("the board", || {
            let answer = http::admin(at, PASSWORD, "GET", "/api/v1/status", "", b"").ok()?;
            (answer.status == 200).then(|| answer.json())
        });
        assert_eq!(
            status["device"]["firmware"]["version"], ready["version"],
            "{fault}"
        );
        assert_eq!(status["device"]["reset"]["cause"], cause, "{status}");
    }
}

#[test]
fn a_wifi_that_goes_away_takes_the_board_with_it_for_a_while() {
    let folder = folder();
    let fault = "kind = \"wifi-lost\"\nafter = \"2s\"\nfor = \"2s\"";
    let (_sim, ready) = board(folder.path(), Some(fault), &[]);
    let at = address(&ready);
    until("the loss", || TcpStream::connect(at).err());
    until("the return", || TcpStream::connect(at).ok());
    let status = status_after(at, 1);
    assert_eq!(status["wifi"]["disconnects"], 1);
}

#[test]
fn a_board_in_setup_answers_phones_with_its_portal() {
    let folder = folder();
    let sim = Boards::start(folder.path(), &["--setup"]);
    let ready = sim.ready(0).clone();
    assert_eq!(ready["state"], "setup");
    assert!(
        ready["serial"]
            .as_str()
            .expect("a path")
            .starts_with("/dev/")
    );
    let probe = http::request(address(&ready), "GET", "/generate_204", "", b"").expect("an answer");
    assert_eq!(probe.status, 302);
    let question =
        b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03com\x00\x00\x01\x00\x01";
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    socket.set_read_timeout(Some(PATIENCE)).expect("a limit");
    let server = ready["dns"].as_str().expect("a name server");
    socket.send_to(question, server).expect("sent");
    let mut answer = [0; 512];
    let count = socket.recv(&mut answer).expect("an answer");
    assert!(answer[..count].ends_with(&[192, 168, 4, 1]));
}

/// A packet of Improv over serial: its type, its data.
fn improv(kind: u8, data: &[u8]) -> Vec<u8> {
    let size = u8::try_from(data.len()).expect("a short packet");
    let mut packet = [b"IMPROV\x01".as_slice(), &[kind, size], data].concat();
    packet.push(
        packet
            .iter()
            .fold(0, |sum: u8, byte| sum.wrapping_add(*byte)),
    );
    packet.push(b'\n');
    packet
}

#[test]
fn a_board_in_setup_is_provisioned_over_its_serial_line() {
    /// Remote procedure calls, and the state that is wanted.
    const RPC: u8 = 3;
    const JOIN: u8 = 1;
    const STATE: u8 = 1;
    const PROVISIONED: u8 = 4;
    let folder = folder();
    let sim = Boards::start(folder.path(), &["--setup", "--wifi", "home:password"]);
    let ready = sim.ready(0).clone();
    let path = ready["serial"].as_str().expect("a path");
    let mut line = serialport::new(path, 115_200)
        .timeout(Duration::from_millis(200))
        .open()
        .expect("a line");
    let request = [&[JOIN, 14, 4], b"home".as_slice(), &[8], b"password"].concat();
    line.write_all(&improv(RPC, &request)).expect("written");
    let wanted = improv(STATE, &[PROVISIONED]);
    let mut heard = Vec::new();
    until("the state after joining", || {
        let mut bytes = [0; 256];
        let count = line.read(&mut bytes).unwrap_or(0);
        heard.extend_from_slice(&bytes[..count]);
        heard
            .windows(wanted.len())
            .any(|part| part == wanted)
            .then_some(())
    });
    // Nobody has set a password yet: the first visitor of its page may.
    let state = until("the network", || {
        let answer = http::request(address(&ready), "GET", "/api/v1/info", "", b"").ok()?;
        let state = answer.json()["state"].clone();
        (state != "setup").then_some(state)
    });
    assert_eq!(state, "unclaimed");
}

#[test]
fn a_board_that_refuses_to_restart_goes_on_with_the_old_version() {
    let folder = folder();
    let (_sim, ready) = board(folder.path(), Some("kind = \"refuse-reboot\""), &[]);
    let at = address(&ready);
    assert_eq!(upload(at, "9.8.7").expect("an answer").status, 200);
    let status = until("the wish to restart", || {
        let answer = http::admin(at, PASSWORD, "GET", "/api/v1/status", "", b"").ok()?;
        (answer.status == 200)
            .then(|| answer.json())
            .filter(|status| status["device"]["uptime_s"].as_u64() >= Some(6))
    });
    assert_eq!(status["device"]["boot_count"], 1);
    assert_eq!(status["device"]["firmware"]["version"], ready["version"]);
}

#[test]
fn announced_boards_are_discovered_with_their_ports() {
    let folder = folder();
    let port = free_port().to_string();
    let arguments = ["--mdns", "--mdns-port", &port, "--count", "3"];
    let (sim, _) = board(folder.path(), None, &arguments);
    let mut wanted = sim.all().to_vec();
    wanted.sort_by_key(|ready| ready["name"].to_string());
    let found = until("three boards", || {
        let output = smr(
            folder.path(),
            &[
                "discover",
                "--json",
                "--timeout",
                "2s",
                "--mdns-port",
                &port,
            ],
        )
        .output()
        .expect("smr runs");
        let document: Value = serde_json::from_slice(&output.stdout).ok()?;
        let gateways = document["gateways"].as_array()?.clone();
        (gateways.len() == 3).then_some(gateways)
    });
    for (ready, gateway) in wanted.iter().zip(&found) {
        assert_eq!(gateway["name"], ready["name"]);
        let http = format!(
            "127.0.0.{}:{}",
            address(ready).split(['.', ':']).nth(3).expect("a byte"),
            gateway["port"]
        );
        assert_eq!(http, address(ready), "{gateway}");
    }
}

#[test]
fn a_board_that_restarts_or_ends_says_goodbye() {
    let folder = folder();
    let port = free_port();
    let text = port.to_string();
    let (mut sim, ready) = board(folder.path(), None, &["--mdns", "--mdns-port", &text]);
    let network = Network {
        port,
        interfaces: Interfaces::Loopback,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut browser = Browser::start(&network).expect("a browser");
    let mut next = |what: &str| {
        let change =
            runtime.block_on(async { tokio::time::timeout(PATIENCE, browser.next()).await });
        change.expect(what).expect("a change")
    };
    let is_board = |gateway: &Gateway| ready["name"] == gateway.name;
    assert!(matches!(next("the board"), Change::Found(it) if is_board(&it)));
    let answer = http::admin(
        address(&ready),
        PASSWORD,
        "POST",
        "/api/v1/restart",
        "",
        b"",
    );
    assert_eq!(answer.expect("an answer").status, 202);
    // Without a word it would be remembered for minutes.
    assert!(matches!(next("the restart"), Change::Gone(it) if is_board(&it)));
    assert!(matches!(next("the board again"), Change::Found(it) if is_board(&it)));
    sim.stop();
    assert!(matches!(next("the end"), Change::Gone(it) if is_board(&it)));
}

#[test]
fn a_server_that_forgets_its_clients_lets_them_in_again() {
    let folder = folder();
    let (_sim, ready) = board(
        folder.path(),
        Some("kind = \"stale-nonce\"\nevery = \"200ms\""),
        &[],
    );
    let at = address(&ready);
    let challenge = http::challenge(at).expect("a challenge");
    // With a nonce that has been forgotten meanwhile the right password is answered with a new one.
    let path = "/api/v1/status";
    let header = http::authorization(&challenge, PASSWORD, "GET", path);
    let answer = until("the nonce to be forgotten", || {
        let answer = http::request(at, "GET", path, &header, b"").ok()?;
        answer.head.contains("stale=true").then_some(answer)
    });
    assert_eq!(answer.status, 401);
    until("a login", || {
        let answer = http::admin(at, PASSWORD, "GET", "/api/v1/status", "", b"").ok()?;
        (answer.status == 200).then_some(())
    });
}

#[test]
fn a_stalled_client_loses_telegrams_and_delays_nobody() {
    let folder = folder();
    let (_sim, ready) = board(
        folder.path(),
        Some("kind = \"stalled-client\"\nclient = 1"),
        &["--interval", "100ms"],
    );
    let p1 = ready["p1"].as_str().expect("an address");
    let _stalled = TcpStream::connect(p1).expect("a connection");
    let at = address(&ready);
    let clients = |count: u64| {
        let answer = http::admin(at, PASSWORD, "GET", "/api/v1/status", "", b"").ok()?;
        let tcp = (answer.status == 200).then(|| answer.json()["tcp"].clone())?;
        (tcp["connected"] == count).then_some(tcp)
    };
    until("the client that stalls", || clients(1));
    let mut reader = TcpStream::connect(p1).expect("a connection");
    let mut bytes = vec![0; 40_000];
    reader.read_exact(&mut bytes).expect("the meter's bytes");
    let tcp = until("both clients", || clients(2));
    let client = |index: usize, key: &str| tcp["clients"][index][key].as_u64().expect("a number");
    assert!(client(0, "dropped_telegrams") > 10, "{tcp}");
    assert!(client(0, "sent") < 4_000, "{tcp}");
    assert_eq!(client(1, "dropped_telegrams"), 0, "{tcp}");
}

#[test]
fn a_new_board_has_the_image_that_is_named_and_says_so() {
    let folder = folder();
    let image = image::firmware("7.8.9", Board::With1M, "named").expect("an image");
    fs::write(folder.path().join("image.bin"), &image).expect("written");
    let (_sim, ready) = board(folder.path(), None, &["--image", "image.bin"]);
    assert_eq!(ready["version"], "7.8.9");
    let sha256 = smr::image::Image::parse(&image).expect("sound").sha256;
    // The gateway computes it bit by bit after its start.
    let told = until("a digest", || {
        let status = status_after(address(&ready), 1);
        let firmware = &status["device"]["firmware"];
        assert_eq!(firmware["build"], "named");
        firmware["sha256"].as_str().map(str::to_owned)
    });
    assert_eq!(told, sha256.to_string());
    let refused = smr(
        folder.path(),
        &["sim", "--image", "image.bin", "--board", "esp8266-4m"],
    )
    .output()
    .expect("smr runs");
    ends(&refused, 1, &["wrong-board"]);
}
