//! Real clients of real sockets.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Instant;

use super::*;
use crate::sim::board::wifi;
use crate::sim::board::{Ports, image};
use crate::sim::core::Board;
use crate::sim::fault::Faults;
use crate::sim::make::{Condition, MeterPlan, Trial};
use crate::sim::meter::{Meter, Profile};

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
const START: &str = "2026-01-31T12:00:00Z";

fn order() -> Order {
    Order {
        count: 1,
        board: Board::With1M,
        directory: None,
        condition: Condition::Provisioned,
        firmware: None,
        ports: Ports {
            http: 0,
            p1: 0,
            ota: 0,
            dns: 0,
            mdns: None,
        },
        admin_password: None,
        meter: MeterPlan::Simulated {
            profile: Profile::find("nl-dsmr-5.0").expect("a profile"),
            interval: Some(Duration::from_millis(200)),
            start: START.parse().expect("a time"),
        },
        pace: None,
        network: wifi::Network {
            ssid: b"simulated".to_vec(),
            password: b"password".to_vec(),
            rssi_dbm: -60,
            channel: 6,
        },
        faults: Faults::default(),
        trial: Trial::Quick,
        executor: None,
    }
}

/// A world on a thread of its own, which ends with this.
struct Running {
    stop: Stop,
    views: Receiver<View>,
    thread: Option<JoinHandle<Result<()>>>,
}

impl Running {
    fn new(order: &Order) -> Running {
        let mut world = World::new(order).expect("a world");
        let (sender, views) = channel();
        Running {
            stop: world.stopper(),
            views,
            thread: Some(std::thread::spawn(move || {
                world.run(&mut |view| {
                    let _ = sender.send(view.clone());
                })
            })),
        }
    }

    fn next_view(&self) -> View {
        self.views.recv_timeout(PATIENCE).expect("a board in time")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.stop();
        let thread = self.thread.take().expect("only joined here");
        thread.join().expect("no panic").expect("no failure");
    }
}

fn connect(to: SocketAddrV4) -> TcpStream {
    let client = TcpStream::connect(to).expect("a connection");
    client.set_read_timeout(Some(PATIENCE)).expect("a limit");
    client
}

/// The meter's stream from the start of the telegram on with which `bytes` begins.
fn expected_like(bytes: &[u8]) -> Vec<u8> {
    let profile = Profile::find("nl-dsmr-5.0").expect("a profile");
    let mut meter = Meter::new(profile, 1, START.parse().expect("a time"));
    let mut telegrams: VecDeque<Vec<u8>> = (0..1_200).map(|_| meter.next_telegram()).collect();
    let first = telegrams
        .iter()
        .position(|telegram| bytes.starts_with(telegram))
        .expect("the start of a telegram");
    telegrams.drain(..first);
    telegrams.into_iter().flatten().collect()
}

#[test]
fn ten_clients_get_the_meter_to_the_byte_and_an_eleventh_is_refused() {
    let running = Running::new(&order());
    let p1 = running.next_view().p1.expect("a port");
    let mut clients: Vec<TcpStream> = (0..10).map(|_| connect(p1)).collect();
    for client in &mut clients {
        let mut bytes = vec![0; 5_000];
        client.read_exact(&mut bytes).expect("telegrams");
        let wanted = expected_like(&bytes);
        assert_eq!(bytes, wanted[..bytes.len()]);
    }
    let mut refused = connect(p1);
    let mut rest = Vec::new();
    // A clean end or a reset, but no byte of the meter.
    match refused.read_to_end(&mut rest) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
    assert!(!rest.starts_with(b"/"), "{rest:?}");
    // A place that was left is free again.
    drop(clients.pop());
    let began = Instant::now();
    loop {
        let mut byte = [0];
        if matches!(connect(p1).read(&mut byte), Ok(1)) && byte == *b"/" {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "no place became free");
    }
}

#[test]
fn a_client_that_does_not_read_delays_no_other() {
    const ENOUGH: usize = 300_000;
    let mut order = order();
    if let MeterPlan::Simulated { interval, .. } = &mut order.meter {
        *interval = Some(Duration::from_millis(10));
    }
    order.pace = Some(10_000_000);
    let running = Running::new(&order);
    let p1 = running.next_view().p1.expect("a port");
    let stalled = connect(p1);
    let readers: Vec<JoinHandle<Vec<u8>>> = (0..9)
        .map(|_| {
            let mut client = connect(p1);
            std::thread::spawn(move || {
                let mut bytes = vec![0; ENOUGH];
                client.read_exact(&mut bytes).expect("telegrams");
                bytes
            })
        })
        .collect();
    for reader in readers {
        let bytes = reader.join().expect("bytes");
        assert!(bytes == expected_like(&bytes)[..ENOUGH]);
    }
    drop(stalled);
}

#[test]
fn many_boards_have_addresses_and_names_of_their_own() {
    let running = Running::new(&Order {
        count: 20,
        ..order()
    });
    let mut views: Vec<View> = (0..20).map(|_| running.next_view()).collect();
    views.sort_by_key(|view| view.number);
    let addresses: Vec<String> = views
        .iter()
        .filter_map(|view| Some(view.p1?.ip().to_string()))
        .collect();
    assert_eq!(addresses.len(), 20);
    assert_eq!(addresses[0], "127.0.0.2");
    assert_eq!(addresses[19], "127.0.0.21");
    let mut names: Vec<&str> = views.iter().map(|view| view.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 20);
}

#[test]
fn a_port_that_is_taken_is_said_before_anything_starts() {
    let taken = std::net::TcpListener::bind((make::address(1), 0)).expect("a port");
    let mut order = order();
    order.ports.p1 = taken.local_addr().expect("bound").port();
    let error = World::new(&order).expect_err("taken");
    assert!(error.to_string().contains("cannot listen on 127.0.0.2:"));
}

#[test]
fn a_board_keeps_its_name_and_firmware_in_its_directory() {
    let folder = tempfile::tempdir().expect("a directory");
    let order = Order {
        directory: Some(folder.path().to_path_buf()),
        ..order()
    };
    let first = Running::new(&order).next_view();
    let second = Running::new(&Order {
        condition: Condition::Blank,
        ..order
    })
    .next_view();
    assert_eq!(first.name, second.name);
    assert_eq!(first.version, second.version);
    assert_eq!(second.state, State::Run);
}

#[test]
fn a_new_board_has_the_firmware_that_was_ordered() {
    let firmware = image::firmware("7.8.9", Board::With1M, "ordered").expect("an image");
    let view = Running::new(&Order {
        firmware: Some(firmware.into()),
        ..order()
    })
    .next_view();
    assert_eq!(view.version.as_deref(), Some("7.8.9"));
}

#[test]
fn a_blank_board_is_dark() {
    let view = Running::new(&Order {
        condition: Condition::Blank,
        ..order()
    })
    .next_view();
    assert!(matches!(view.state, State::Dark(_)));
    assert_eq!(view.p1, None);
}

fn with_fault(text: &str) -> Order {
    Order {
        faults: Faults::parse(&format!("[[fault]]\nboard = \"*\"\n{text}")).expect("a fault"),
        ..order()
    }
}

#[test]
fn an_unreachable_board_refuses_connections() {
    let mut order = with_fault("kind = \"unreachable\"");
    // A board that nobody can reach is running all the same.
    let holder = std::net::TcpListener::bind((make::address(1), 0)).expect("a port");
    order.ports.p1 = holder.local_addr().expect("bound").port();
    drop(holder);
    let running = Running::new(&order);
    let view = running.next_view();
    assert!(TcpStream::connect(view.p1.expect("a port")).is_err());
}

#[test]
fn a_meter_that_falls_silent_says_no_more() {
    let running = Running::new(&with_fault("kind = \"silent-meter\"\nafter = \"0s\""));
    let mut client = connect(running.next_view().p1.expect("a port"));
    client
        .set_read_timeout(Some(Duration::from_millis(600)))
        .expect("a limit");
    let error = client.read(&mut [0]).expect_err("silence");
    assert!(matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut
    ));
}

#[test]
fn a_slow_network_passes_no_more_than_was_said() {
    let running = Running::new(&with_fault("kind = \"slow-network\"\nbytes_per_s = 1000"));
    let mut client = connect(running.next_view().p1.expect("a port"));
    let began = Instant::now();
    client.read_exact(&mut vec![0; 2_500]).expect("bytes");
    // A second's worth may have been saved up.
    assert!(began.elapsed() >= Duration::from_millis(1_200));
}

#[test]
fn a_damaged_line_gives_damaged_telegrams() {
    let running = Running::new(&with_fault("kind = \"corrupt-serial\"\nrate = 0.01"));
    let mut client = connect(running.next_view().p1.expect("a port"));
    let mut bytes = vec![0; 8_000];
    client.read_exact(&mut bytes).expect("bytes");
    let mut valid = 0;
    crate::decode::Stream::new().feed(&bytes, |piece| {
        if let crate::decode::Piece::Telegram(telegram) = piece {
            valid += usize::from(telegram.check() == crate::decode::Check::Valid);
        }
    });
    // These are about ten telegrams, with eight damaged bytes in each.
    assert!(valid <= 1, "{valid}");
}
