//! Gateways that announce themselves are found: on this computer's loopback, on a port of their own.

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::net::{IpAddr, UdpSocket};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use smr::discovery::{
    Address, Announcement, Announcer, Browser, Change, Gateway, Interfaces, Network, State, find,
};

/// Nothing here takes this long unless something is wrong.
const LIMIT: Duration = Duration::from_secs(30);

/// The interface of this computer's loopback.
const LOOPBACK: &str = if cfg!(target_os = "linux") {
    "lo"
} else {
    "lo0"
};

/// A network that nobody else uses.
fn network() -> Network {
    let free = UdpSocket::bind("127.0.0.1:0").expect("a port");
    Network {
        port: free.local_addr().expect("an address").port(),
        interfaces: Interfaces::Loopback,
    }
}

fn gateway(number: u16) -> Gateway {
    let [high, low] = number.to_be_bytes();
    let ip = IpAddr::from([127, 0, high, low]);
    Gateway {
        id: Some(format!("smr-{number:06x}")),
        name: format!("gateway {number:03}"),
        host: format!("smr-{number:06x}.local"),
        port: 8080,
        addresses: Address::new(ip, None).into_iter().collect(),
        p1_port: Some(2001),
        version: Some("1.2.3".to_owned()),
        board: Some("esp8266-4m".to_owned()),
        state: Some(State::Run),
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(async { tokio::time::timeout(LIMIT, future).await })
        .expect("in time")
}

async fn until(browser: &mut Browser, mut is_it: impl FnMut(&Change) -> bool) -> Change {
    loop {
        let change = browser.next().await.expect("a change");
        if is_it(&change) {
            return change;
        }
    }
}

#[test]
fn two_hundred_gateways_are_found_in_one_window() {
    let network = network();
    let announcer = Announcer::start(&network).expect("an announcer");
    let expected: Vec<Gateway> = (1..=200).map(gateway).collect();
    for gateway in &expected {
        announcer
            .announce(&Announcement::of(gateway))
            .expect("announced");
    }
    block_on(async {
        let mut browser = Browser::start(&network).expect("a browser");
        let started = std::time::Instant::now();
        let mut seen = BTreeSet::new();
        while seen.len() < expected.len() {
            let change = browser.next().await.expect("a change");
            seen.insert(change.gateway().name.clone());
        }
        println!(
            "200 gateways found in {:.2} s",
            started.elapsed().as_secs_f32()
        );
        assert_eq!(browser.directory().gateways(), expected);
    });
}

#[test]
fn a_gateway_is_followed_from_its_first_word_to_its_last() {
    let network = network();
    let announcer = Announcer::start(&network).expect("an announcer");
    block_on(async {
        let mut browser = Browser::start(&network).expect("a browser");
        let mut board = gateway(1);
        // Guards against names that ended at their first dot.
        board.name = r"1. Küche\Süd".to_owned();
        announcer
            .announce(&Announcement::of(&board))
            .expect("announced");
        let found = until(&mut browser, |change| matches!(change, Change::Found(_))).await;
        assert_eq!(*found.gateway(), board);
        board.version = Some("1.3.0".to_owned());
        board.state = Some(State::Fallback);
        announcer
            .announce(&Announcement::of(&board))
            .expect("announced");
        until(
            &mut browser,
            |change| matches!(change, Change::Changed { now, .. } if *now == board),
        )
        .await;
        announcer
            .withdraw(&Announcement::of(&board))
            .expect("withdrawn");
        until(&mut browser, |change| {
            *change == Change::Gone(board.clone())
        })
        .await;
        assert_eq!(browser.directory().gateways(), []);
    });
}

#[test]
fn an_announcer_that_ends_takes_all_its_gateways_back() {
    let network = network();
    let announcer = Announcer::start(&network).expect("an announcer");
    for number in 1..=3 {
        announcer
            .announce(&Announcement::of(&gateway(number)))
            .expect("announced");
    }
    block_on(async {
        let mut browser = Browser::start(&network).expect("a browser");
        let mut there = 0;
        until(&mut browser, |change| {
            there += u8::from(matches!(change, Change::Found(_)));
            there == 3
        })
        .await;
        drop(announcer);
        until(&mut browser, |change| {
            there -= u8::from(matches!(change, Change::Gone(_)));
            there == 0
        })
        .await;
    });
}

#[test]
fn a_gateway_is_found_by_its_name_and_its_id() {
    let network = network();
    let announcer = Announcer::start(&network).expect("an announcer");
    for number in 1..=5 {
        announcer
            .announce(&Announcement::of(&gateway(number)))
            .expect("announced");
    }
    for name in ["Gateway 003", "smr-000003", "smr-000003.local"] {
        let found = block_on(find(name, LIMIT, &network)).expect("a gateway");
        assert_eq!(found, gateway(3), "{name}");
    }
    let missing = block_on(find("cellar", Duration::from_millis(300), &network));
    assert_eq!(missing.expect_err("none").kind().exit_code(), 3);
}

/// `smr discover` on a network of its own.
fn discover(network: &Network, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smr"));
    command
        .args(["discover", "--interface", LOOPBACK, "--mdns-port"])
        .arg(network.port.to_string())
        .args(arguments)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn transcript(output: &Output) -> String {
    format!(
        "{}--- stderr\n{}--- exit {:?}\n",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        output.status.code().expect("an exit code")
    )
}

fn complaints(document: &Value) -> Vec<String> {
    let name = document["schema"]
        .as_str()
        .expect("a schema")
        .replace('/', "-");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/schema/{name}.json"));
    let schema = std::fs::read_to_string(path).expect("a schema");
    let schema = serde_json::from_str(&schema).expect("JSON");
    jsonschema::draft202012::new(&schema)
        .expect("a schema")
        .iter_errors(document)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect()
}

#[test]
fn the_command_lists_what_answers_and_fulfils_the_filters() {
    let network = network();
    let announcer = Announcer::start(&network).expect("an announcer");
    for number in 1..=4 {
        let mut board = gateway(number);
        if number == 4 {
            board.state = None;
            board.version = None;
        }
        announcer
            .announce(&Announcement::of(&board))
            .expect("announced");
    }
    // All at once, since each takes its whole window.
    let run = |arguments: &[&str]| discover(&network, arguments).spawn().expect("smr starts");
    let [table, json, lines, none] = [
        run(&["gateway", "name!=*2"]),
        run(&["--json"]),
        run(&["--format", "jsonl", "--timeout", "2500ms"]),
        run(&["cellar"]),
    ]
    .map(|child| child.wait_with_output().expect("smr ends"));
    insta::assert_snapshot!("table", transcript(&table));
    let document: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(complaints(&document), Vec::<String>::new(), "{document}");
    insta::assert_snapshot!("json", transcript(&json));
    let lines = String::from_utf8(lines.stdout).expect("UTF-8");
    assert_eq!(lines.lines().count(), 4, "{lines}");
    for line in lines.lines() {
        let document: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(complaints(&document), Vec::<String>::new(), "{document}");
    }
    insta::assert_snapshot!("none-fulfils", transcript(&none));
}

#[test]
fn a_network_without_gateways_is_exit_code_3_with_what_to_try() {
    let output = discover(&network(), &["--timeout", "200ms", "--json"])
        .output()
        .expect("smr runs");
    insta::assert_snapshot!("nothing", transcript(&output));
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(complaints(&document), Vec::<String>::new());
}

#[test]
fn watching_tells_every_change_until_it_is_stopped() {
    let network = network();
    let announcer = Announcer::start(&network).expect("an announcer");
    let mut child = discover(&network, &["--watch", "--format", "jsonl"])
        .spawn()
        .expect("smr starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("standard output"));
    let mut next = || {
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line");
        let document: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(complaints(&document), Vec::<String>::new(), "{document}");
        let gateway = &document["gateway"];
        format!(
            "{} {} {}",
            document["change"], gateway["name"], gateway["version"]
        )
    };
    let mut board = gateway(1);
    announcer
        .announce(&Announcement::of(&board))
        .expect("announced");
    assert_eq!(next(), r#""found" "gateway 001" "1.2.3""#);
    board.version = Some("1.3.0".to_owned());
    announcer
        .announce(&Announcement::of(&board))
        .expect("announced");
    assert_eq!(next(), r#""changed" "gateway 001" "1.3.0""#);
    announcer
        .withdraw(&Announcement::of(&board))
        .expect("withdrawn");
    assert_eq!(next(), r#""gone" "gateway 001" "1.3.0""#);
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.expect("kill runs").success());
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("standard error");
    stderr.read_to_string(&mut said).expect("text");
    assert_eq!(child.wait().expect("smr ends").code(), Some(0), "{said}");
    assert!(said.starts_with("0 gateways in "), "{said}");
}

/// Whether a process handles interrupts: before that, one would end it without a word.
#[cfg(target_os = "linux")]
fn handles_interrupts(process: u32) -> bool {
    const INTERRUPT: u64 = 1 << (2 - 1);
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a state");
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let caught = u64::from_str_radix(caught.expect("caught signals").trim(), 16);
    caught.expect("a number") & INTERRUPT != 0
}

#[cfg(target_os = "linux")]
#[test]
fn a_search_that_is_interrupted_prints_a_whole_document_and_ends_with_130() {
    let mut child = discover(&network(), &["--timeout", "1h", "--json"])
        .spawn()
        .expect("smr starts");
    while !handles_interrupts(child.id()) {
        assert_eq!(child.try_wait().expect("a state"), None);
        std::thread::yield_now();
    }
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.expect("kill runs").success());
    let output = child.wait_with_output().expect("smr ends");
    insta::assert_snapshot!("interrupted", transcript(&output));
}
