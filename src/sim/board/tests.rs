//! The life of a board, in simulated time.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::feed::Feed;
use super::flash::{Cut, Flash};
use super::network::Memory;
use super::rtc::Rtc;
use super::serial::{Line, P1_BAUD};
use super::wifi::{Network as Air, Wifi};
use super::*;
use crate::sim::core::{Board, Settings, has_settings, write_settings};

const TELEGRAM: &[u8] = b"/TST5\r\n\r\n1-0:1.7.0(00.100*kW)\r\n!\r\n";
pub(super) const SECOND: u64 = 1_000_000;

fn machine(folder: Option<&Path>) -> Machine<Memory> {
    let board = Board::With1M;
    let flash = match folder {
        Some(folder) => {
            Flash::in_file(&folder.join("flash.bin"), board.flash_size()).expect("a chip")
        }
        None => Flash::in_memory(board.flash_size()),
    };
    let rtc = Rtc::new(folder.map(|folder| folder.join("rtc.bin")));
    put_together(flash, rtc)
}

pub(super) fn machine_with(flash: Flash) -> Machine<Memory> {
    put_together(flash, Rtc::new(None))
}

fn put_together(flash: Flash, rtc: Rtc) -> Machine<Memory> {
    let all: Arc<[Vec<u8>]> = vec![TELEGRAM.to_vec()].into();
    Machine::new(Parts {
        board: Board::With1M,
        mac: [0x5C, 0xCF, 0x7F, 0xA1, 0xB2, 0xC3],
        flash,
        rtc,
        wifi: Wifi::new(vec![Air {
            ssid: b"home".to_vec(),
            password: b"password".to_vec(),
            rssi_dbm: -60,
            channel: 1,
        }]),
        line: Line::new(
            Some(Feed::recorded(all, Duration::from_secs(1))),
            None,
            P1_BAUD,
        ),
        network: Memory::default(),
        quirks: Quirks::default(),
    })
}

pub(super) fn provision(machine: &mut Machine<Memory>) {
    let settings = Settings {
        name: "kitchen",
        ssid: b"home",
        secret: b"password",
        password: "correct horse",
    };
    write_settings(machine, Board::With1M, &settings).expect("written");
}

fn flashed(folder: Option<&Path>, version: &str) -> Machine<Memory> {
    let mut machine = machine(folder);
    let firmware = image::firmware(version, Board::With1M, "test").expect("an image");
    assert!(machine.flash.write(0, &firmware));
    machine
}

fn live(board: &mut VirtualBoard<Memory>, until: u64) {
    while board.now < until {
        let now = board.now + 2_000;
        board.step(now);
    }
}

#[test]
fn a_blank_board_stays_dark_and_says_why() {
    let mut board = VirtualBoard::new(machine(None));
    live(&mut board, 2 * SECOND);
    assert_eq!(board.state(), State::Dark("no application in the flash"));
    assert_eq!(board.version(), None);
}

#[test]
fn a_flashed_board_runs_the_version_in_its_flash_and_serves_the_meter() {
    let mut machine = flashed(None, "3.2.1");
    provision(&mut machine);
    let mut board = VirtualBoard::new(machine);
    live(&mut board, 10 * SECOND);
    assert_eq!(board.version(), Some("3.2.1"));
    assert_eq!(board.state(), State::Run);
    let got = board.machine().expect("a machine").network.take();
    assert!(got.len() >= 5 * TELEGRAM.len());
    assert!(
        got.chunks(TELEGRAM.len())
            .all(|telegram| TELEGRAM.starts_with(telegram))
    );
}

#[test]
fn settings_and_firmware_are_there_again_after_the_program_ends() {
    let folder = tempfile::tempdir().expect("a directory");
    let mut first = flashed(Some(folder.path()), "1.0.0");
    assert!(!has_settings(&mut first, Board::With1M));
    provision(&mut first);
    drop(first);
    let mut second = machine(Some(folder.path()));
    assert!(has_settings(&mut second, Board::With1M));
    let mut board = VirtualBoard::new(second);
    live(&mut board, SECOND);
    assert_eq!(board.version(), Some("1.0.0"));
}

#[test]
fn a_setting_that_the_firmware_refuses_is_not_written() {
    let mut machine = machine(None);
    let settings = Settings {
        name: "",
        ssid: b"home",
        secret: b"short",
        password: "",
    };
    assert!(write_settings(&mut machine, Board::With1M, &settings).is_err());
    assert!(!has_settings(&mut machine, Board::With1M));
}

#[test]
fn a_power_cut_while_settings_are_written_loses_none_that_were_there() {
    // Each write of settings is a handful of operations; after each of them power may go.
    for at_operation in 1..=6 {
        let mut machine = machine(None);
        provision(&mut machine);
        machine.flash.cut_power(Cut {
            at_operation,
            at_byte: 5,
        });
        let settings = Settings {
            name: "cellar",
            ssid: b"home",
            secret: b"password",
            password: "",
        };
        let _ = write_settings(&mut machine, Board::With1M, &settings);
        machine.flash.power_on();
        assert!(has_settings(&mut machine, Board::With1M), "{at_operation}");
    }
}

#[test]
fn a_reset_keeps_rtc_memory_and_a_power_cut_does_not() {
    let mut board = VirtualBoard::new(flashed(None, "1.0.0"));
    live(&mut board, SECOND);
    let mark = |board: &mut VirtualBoard<Memory>| {
        let mut bytes = [0; 4];
        board
            .machine()
            .expect("a machine")
            .rtc
            .read(508, &mut bytes);
        bytes
    };
    board.machine().expect("a machine").rtc.write(508, b"mark");
    board.reset(ChipReset::External);
    live(&mut board, 2 * SECOND);
    assert_eq!(&mark(&mut board), b"mark");
    board.reset(ChipReset::Power);
    live(&mut board, 3 * SECOND);
    assert_eq!(mark(&mut board), [0; 4]);
    assert_eq!(board.resets(), 2);
}
