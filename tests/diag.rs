//! `smr diag` as a user meets it, against virtual gateways and against servers that are none.

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Cursor, Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Output, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::boards::Boards;
use crate::support::http;
use crate::support::ports::nobody;
use crate::support::program::{Start, ends, said, signal, smr as command};
use crate::support::schema::complaints;
use crate::support::wait::until;

const PASSWORD: &str = "correct horse battery";
const WIFI_PASSWORD: &str = "simulated-passphrase";
const SSID: &str = "home-of-somebody";
const PATIENCE: Duration = Duration::from_secs(120);

/// A folder, and in it a virtual gateway, which is stopped with this.
struct Scene {
    boards: Boards,
    /// Goes after them.
    folder: TempDir,
}

impl Scene {
    fn new(arguments: &[&str]) -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("secret"), PASSWORD).expect("written");
        fs::write(folder.path().join("wrong"), "wrong horse").expect("written");
        let network = format!("{SSID}:{WIFI_PASSWORD}");
        let own = ["--wifi", &network, "--interval", "200ms"];
        let boards = Boards::start(folder.path(), &[&own, arguments].concat());
        let scene = Scene { boards, folder };
        // It is ready before it has joined.
        until("an answer", || {
            http::request(scene.address(), "GET", "/api/v1/info", "", b"").ok()
        });
        scene
    }

    fn claimed() -> Scene {
        let scene = Scene::new(&["--admin-password-file", "secret"]);
        until("the meter's period", || {
            (!scene.json(&[])["status"]["p1"]["period_ms"].is_null()).then_some(())
        });
        scene
    }

    fn address(&self) -> &str {
        self.boards.text(0, "http")
    }

    fn diag(&self, arguments: &[&str]) -> Output {
        command(self.folder.path(), &["diag", self.address()])
            .args(arguments)
            .output()
            .expect("smr runs")
    }

    fn admin(&self, arguments: &[&str]) -> Output {
        self.diag(&[&["--password-file", "secret"], arguments].concat())
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.admin(&[&["--json"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }
}

fn run(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    command(folder.path(), arguments)
        .output()
        .expect("smr runs")
}

/// A server that gives every request this answer, or none.
fn server(answer: Option<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    thread::spawn(move || {
        let mut open: Vec<TcpStream> = Vec::new();
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            if let Some(answer) = answer {
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(answer.as_bytes());
            } else {
                open.push(stream);
            }
        }
    });
    address
}

#[test]
fn every_document_of_a_gateway_follows_its_schema() {
    let scene = Scene::claimed();
    let mut client = TcpStream::connect(scene.boards.text(0, "p1")).expect("a client");
    client.set_read_timeout(Some(PATIENCE)).expect("a limit");
    client
        .read_exact(&mut [0; 100])
        .expect("bytes of the meter");
    let diagnosis = scene.json(&["--events"]);
    assert_eq!(
        complaints(&diagnosis),
        Vec::<String>::new(),
        "{diagnosis:#}"
    );
    for part in ["info", "status", "events"] {
        let document = &diagnosis[part];
        assert_eq!(complaints(document), Vec::<String>::new(), "{document:#}");
    }
    assert_eq!(
        diagnosis["status"]["tcp"]["clients"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let frame = scene.json(&["--frame"]);
    assert_eq!(complaints(&frame), Vec::<String>::new());
    assert_eq!(frame["frame"]["check"], "valid");
    let output = scene.diag(&["--json"]);
    let without: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(complaints(&without), Vec::<String>::new());
    assert_eq!(without["status"], Value::Null);
    let mut wrong = diagnosis;
    wrong["status"]["surprise"] = 1.into();
    assert!(!complaints(&wrong["status"]).is_empty(), "an unknown field");
}

#[test]
fn a_page_tells_how_a_gateway_is_with_its_events() {
    let scene = Scene::claimed();
    let output = scene.admin(&["--events"]);
    ends(&output, 0, &["GOOD: nothing to complain about"]);
    for part in [
        "all with the right CRC",
        "-58 dBm",
        SSID,
        "power came",
        "joined the Wi-Fi: 127.0.0.2",
    ] {
        assert!(said(&output).contains(part), "{part}: {}", said(&output));
    }
    assert!(!said(&output).contains(PASSWORD));
}

#[test]
fn a_frame_is_the_telegram_to_the_byte() {
    let scene = Scene::claimed();
    let output = scene.admin(&["--frame"]);
    ends(&output, 0, &["bytes, CRC valid"]);
    let mut decode = command(
        scene.folder.path(),
        &["decode", "-", "--strict", "--format", "none"],
    )
    .stdin(Stdio::piped())
    .stderr(Stdio::piped())
    .start();
    let mut stdin = decode.stdin.take().expect("standard input");
    stdin.write_all(&output.stdout).expect("written");
    drop(stdin);
    let decoded = decode.wait_with_output().expect("smr ends");
    ends(
        &decoded,
        0,
        &["1 telegram: 1 valid, 0 invalid, 0 unchecked; 0 bytes of noise"],
    );
}

#[test]
fn a_password_comes_from_a_file_standard_input_or_the_environment() {
    let scene = Scene::claimed();
    ends(&scene.admin(&[]), 0, &["GOOD"]);
    let output = command(scene.folder.path(), &["diag", scene.address()])
        .env("SMR_PASSWORD", PASSWORD)
        .output()
        .expect("smr runs");
    ends(&output, 0, &["GOOD"]);
    let secret = fs::File::open(scene.folder.path().join("secret")).expect("a file");
    let output = command(
        scene.folder.path(),
        &["diag", scene.address(), "--password-file", "-"],
    )
    .stdin(secret)
    .output()
    .expect("smr runs");
    ends(&output, 0, &["GOOD"]);
    ends(
        &scene.diag(&["--password-file", "missing"]),
        2,
        &["cannot read missing"],
    );
}

#[test]
fn without_a_password_only_who_it_is_is_told() {
    let scene = Scene::new(&["--admin-password-file", "secret"]);
    let output = scene.diag(&[]);
    ends(&output, 0, &["--password-file FILE"]);
    assert!(
        said(&output).contains("board esp8266-1m"),
        "{}",
        said(&output)
    );
    for option in ["--events", "--frame", "--bundle=b.zip"] {
        ends(&scene.diag(&[option]), 4, &["asks for the admin password"]);
    }
    assert!(!scene.folder.path().join("b.zip").exists());
}

#[test]
fn a_wrong_password_is_told_with_the_user_and_a_lockout_with_its_end() {
    let scene = Scene::new(&["--admin-password-file", "secret"]);
    let wrong = ["--password-file", "wrong"];
    ends(
        &scene.diag(&wrong),
        4,
        &["refuses the password of user \"admin\""],
    );
    let user = ["--password-file", "secret", "--user", "root"];
    ends(
        &scene.diag(&user),
        4,
        &["gateways know one user: --user admin"],
    );
    until("a lockout", || {
        let output = scene.diag(&wrong);
        ends(&output, 4, &[]);
        let is_locked = said(&output).contains("too many wrong passwords");
        is_locked.then(|| ends(&output, 4, &["hint: wait "]))
    });
}

#[test]
fn a_gateway_that_nobody_has_claimed_says_how_to() {
    let scene = Scene::new(&[]);
    ends(&scene.diag(&[]), 0, &["has no admin password yet"]);
    ends(&scene.admin(&[]), 4, &["has no admin password yet"]);
    ends(
        &scene.diag(&["--events"]),
        4,
        &["has no admin password yet"],
    );
}

#[test]
fn what_is_no_gateway_is_told_apart() {
    let page = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>";
    ends(&run(&["diag", &server(Some(page))]), 3, &["no smr gateway"]);
    let meter = "/ISK5\\2M550T-1012\r\n\r\n1-0:1.8.1(000001.234*kWh)\r\n!0000\r\n";
    ends(&run(&["diag", &server(Some(meter))]), 3, &["port 2001"]);
    let silent = server(None);
    ends(
        &run(&["diag", &silent, "--timeout", "200ms"]),
        5,
        &["did not answer within 200ms"],
    );
    ends(&run(&["diag", &nobody()]), 5, &["refuses the connection"]);
    ends(
        &run(&["diag", "http://no-such-host.invalid"]),
        5,
        &["no host goes by the name"],
    );
    ends(
        &run(&["diag", "https://kitchen"]),
        2,
        &["write http://kitchen"],
    );
    ends(&run(&["diag", "sim:nonsuch"]), 2, &["nl-dsmr-5.0"]);
}

#[test]
fn a_forwarded_port_is_refused_with_the_way_around() {
    let misdirected =
        "HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    ends(
        &run(&["diag", &server(Some(misdirected))]),
        1,
        &["does not go by the address"],
    );
}

fn files(path: &Path) -> Vec<(String, Vec<u8>)> {
    let bytes = fs::read(path).expect("an archive");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("bytes");
            (file.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

fn holds(files: &[(String, Vec<u8>)], text: &str) -> bool {
    let text = text.as_bytes();
    files
        .iter()
        .any(|(_, bytes)| bytes.windows(text.len()).any(|window| window == text))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("text");
        text
    })
}

#[test]
fn a_bundle_holds_everything_but_secrets() {
    let scene = Scene::claimed();
    ends(
        &scene.admin(&["--bundle", "b.zip"]),
        0,
        &["b.zip: 10 files"],
    );
    let files = files(&scene.folder.path().join("b.zip"));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "README.txt",
        "versions.json",
        "info.json",
        "status.json",
        "events.json",
        "config.json",
        "frame.p1",
        "frame.json",
        "page.txt",
        "diag.json",
    ];
    assert_eq!(names, expected);
    let readme = String::from_utf8_lossy(&files[0].1);
    assert!(
        names.iter().skip(1).all(|name| readme.contains(name)),
        "{readme}"
    );
    let config: Value = serde_json::from_slice(&files[5].1).expect("JSON");
    assert_eq!(complaints(&config), Vec::<String>::new(), "{config:#}");
    assert!(files[6].1.starts_with(b"/"));
    assert!(holds(&files, SSID));
    let id = scene.boards.text(0, "name");
    let md5 = |text: String| {
        use md5::Digest;
        let hash = md5::Md5::digest(text);
        hex(&hash)
    };
    let sha256 = |text: String| {
        use sha2::Digest;
        let hash = sha2::Sha256::digest(text);
        hex(&hash)
    };
    let account = format!("admin:{id}:{PASSWORD}");
    for secret in [
        PASSWORD,
        WIFI_PASSWORD,
        &md5(account.clone()),
        &sha256(account),
        &md5(PASSWORD.to_owned()),
    ] {
        assert!(!holds(&files, secret), "{secret}");
    }
    ends(
        &scene.admin(&["--bundle", "b.zip"]),
        2,
        &["replace it: --force"],
    );
    ends(
        &scene.admin(&["--bundle", "b.zip", "--force"]),
        0,
        &["10 files"],
    );
}

#[test]
fn an_anonymous_bundle_says_nothing_about_whose_it_is() {
    let scene = Scene::claimed();
    ends(
        &scene.admin(&["--bundle", "a.zip", "--anonymous"]),
        0,
        &["a.zip: 10 files"],
    );
    let files = files(&scene.folder.path().join("a.zip"));
    let status = scene.json(&[]);
    let mac = status["status"]["device"]["mac"]
        .as_str()
        .expect("a MAC address");
    let id = scene.boards.text(0, "name");
    for telling in [SSID, id, mac, "127.0.0.2", PASSWORD, WIFI_PASSWORD] {
        assert!(!holds(&files, telling), "{telling}");
    }
    let page = &files
        .iter()
        .find(|(name, _)| name == "page.txt")
        .expect("a page")
        .1;
    assert!(String::from_utf8_lossy(page).contains("all with the right CRC"));
}

#[test]
fn watching_goes_on_until_it_is_stopped() {
    let scene = Scene::claimed();
    let arguments = [
        "--password-file",
        "secret",
        "--watch",
        "--interval",
        "50ms",
        "--json",
    ];
    let mut child = command(scene.folder.path(), &["diag", scene.address()])
        .args(arguments)
        .start();
    let mut lines = BufReader::new(child.stdout.take().expect("standard output")).lines();
    for _ in 0..3 {
        let line = lines.next().expect("a line").expect("text");
        let diagnosis: Value = serde_json::from_str(&line).expect("one object a line");
        assert_eq!(diagnosis["judgement"]["overall"], "good", "{diagnosis:#}");
    }
    signal(child.id(), "-INT");
    assert_eq!(child.wait().expect("smr ends").code(), Some(0));
}

#[test]
fn a_virtual_gateway_inside_the_process_needs_nothing_else() {
    let output = run(&["diag", "sim:be-emucs?interval=200ms", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let diagnosis: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(complaints(&diagnosis), Vec::<String>::new());
    assert_eq!(diagnosis["judgement"]["overall"], "good", "{diagnosis:#}");
}
