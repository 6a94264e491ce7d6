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
use std::net::IpAddr;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use serde_json::Value;
use smr::discovery::{
    Address, Announcement, Announcer, Browser, Change, Gateway, Interfaces, Network, State, find,
};

use crate::support::ports::free_port;
use crate::support::program::{Start, signal, smr};
use crate::support::schema::complaints;
use crate::support::wait::until;

/// Nothing here takes this long unless something is wrong.
const LIMIT: Duration = Duration::from_secs(120);

/// The interface of this computer's loopback.
const LOOPBACK: &str = if cfg!(target_os = "linux") {
    "lo"
} else {
    "lo0"
};

/// A network that nobody else uses.
fn network() -> Network {
    Network {
        port: free_port(),
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

async fn change(browser: &mut Browser, mut is_it: impl FnMut(&Change) -> bool) -> Change {
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
        let found = change(&mut browser, |change| matches!(change, Change::Found(_))).await;
        assert_eq!(*found.gateway(), board);
        board.version = Some("1.3.0".to_owned());
        board.state = Some(State::Fallback);
        announcer
            .announce(&Announcement::of(&board))
            .expect("announced");
        change(
            &mut browser,
            |change| matches!(change, Change::Changed { now, .. } if *now == board),
        )
        .await;
        announcer
            .withdraw(&Announcement::of(&board))
            .expect("withdrawn");
        change(&mut browser, |change| {
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
        change(&mut browser, |change| {
            there += u8::from(matches!(change, Change::Found(_)));
            there == 3
        })
        .await;
        drop(announcer);
        change(&mut browser, |change| {
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
    let port = network.port.to_string();
    let own = ["discover", "--interface", LOOPBACK, "--mdns-port", &port];
    smr(Path::new("."), &[&own, arguments].concat())
}

fn transcript(output: &Output) -> String {
    format!(
        "{}--- stderr\n{}--- exit {:?}\n",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        output.status.code().expect("an exit code")
    )
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
    let run = |arguments: &[&str]| discover(&network, arguments).start();
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
    let mut child = discover(&network, &["--watch", "--format", "jsonl"]).start();
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
    signal(child.id(), "-INT");
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
    let mut child = discover(&network(), &["--timeout", "1h", "--json"]).start();
    until("a handler", || {
        assert_eq!(child.try_wait().expect("a state"), None);
        handles_interrupts(child.id()).then_some(())
    });
    signal(child.id(), "-INT");
    let output = child.wait_with_output().expect("smr ends");
    insta::assert_snapshot!("interrupted", transcript(&output));
}
