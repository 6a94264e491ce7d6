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
use std::net::{IpAddr, UdpSocket};
use std::time::Duration;

use smr::discovery::{
    Address, Announcement, Announcer, Browser, Change, Gateway, Interfaces, Network, State, find,
};

/// Nothing here takes this long unless something is wrong.
const LIMIT: Duration = Duration::from_secs(30);

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
        until(&mut browser, |change| {
            *change == Change::Changed(board.clone())
        })
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
