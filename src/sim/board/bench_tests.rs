//! Boards on the bench: a host on their pseudo-terminal, in virtual time.

use std::io::{Read, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serialport::{SerialPort, TTYPort};

use super::feed::Feed;
use super::flash::{Cut, Flash};
use super::network::Memory;
use super::rtc::Rtc;
use super::serial::{Line, P1_BAUD};
use super::staging::request as request_update;
use super::wifi::Wifi;
use super::*;
use crate::sim::core::Board;
use crate::sim::rom::packet::{self, op};
use crate::sim::rom::slip;

const MILLI: u64 = 1_000;
const PATIENCE: Duration = Duration::from_secs(20);
/// The system passes bytes on within microseconds, unless it is very busy.
const LONG_FOR_A_PTY: Duration = Duration::from_millis(100);

/// A board with a host.
struct Bench {
    board: VirtualBoard<Memory>,
    host: TTYPort,
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn request(op: u8, sum: u8, data: &[u8]) -> Vec<u8> {
    let size = u16::try_from(data.len()).expect("short");
    let mut frame = vec![0, op];
    frame.extend(size.to_le_bytes());
    frame.extend([sum, 0, 0, 0]);
    frame.extend(data);
    slip::encode(&frame)
}

fn sync() -> Vec<u8> {
    request(op::SYNC, 0, &[7, 7, 0x12, 0x20, 0x55, 0x55])
}

fn synced() -> Vec<u8> {
    slip::encode(&packet::reply(op::SYNC, 0x2012_0707, &[], 0))
}

fn done(op: u8) -> Vec<u8> {
    slip::encode(&packet::reply(op, 0, &[], 0))
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

impl Bench {
    /// With this at the beginning of the flash.
    fn new(content: &[u8], pace: Option<u32>, faults: impl FnOnce(&mut Machine<Memory>)) -> Bench {
        let kind = Board::With1M;
        let mut flash = Flash::in_memory(kind.flash_size());
        assert!(flash.write(0, content));
        let wire = Wire::new(Pty::open().expect("a pseudo-terminal"), pace);
        let host = serialport::new(wire.path(), 115_200)
            .timeout(Duration::from_secs(5))
            .open_native()
            .expect("a port");
        let all: Arc<[Vec<u8>]> = vec![b"/TST5\r\n\r\n!\r\n".to_vec()].into();
        let feed = Feed::recorded(all, Duration::from_secs(1));
        let mut machine = Machine::new(Parts {
            board: kind,
            mac: [0x5C, 0xCF, 0x7F, 0xA1, 0xB2, 0xC3],
            flash,
            rtc: Rtc::new(None),
            wifi: Wifi::new(Vec::new()),
            line: Line::new(Some(feed), Some(wire), P1_BAUD),
            network: Memory::default(),
            quirks: Quirks::default(),
        });
        faults(&mut machine);
        let board = VirtualBoard::new(machine);
        let mut bench = Bench { board, host };
        bench.live(5);
        bench
    }

    fn blank() -> Bench {
        Bench::new(&[], None, |_| {})
    }

    fn with_firmware() -> Bench {
        let firmware = image::firmware("1.2.3", Board::With1M, "test").expect("an image");
        Bench::new(&firmware, None, |_| {})
    }

    fn live(&mut self, millis: u64) {
        let until = self.board.now + millis * MILLI;
        while self.board.now < until {
            let now = self.board.now + MILLI;
            self.board.step(now);
        }
    }

    /// All that has come to the host.
    fn heard(&mut self) -> Vec<u8> {
        let count = self.host.bytes_to_read().expect("a count") as usize;
        let mut bytes = vec![0; count];
        self.host.read_exact(&mut bytes).expect("bytes");
        bytes
    }

    /// Lives on until this has come to the host; the system takes its time to pass bytes on.
    #[track_caller]
    fn hears(&mut self, part: &[u8]) {
        let limit = Instant::now() + PATIENCE;
        let mut all = Vec::new();
        while !has(&all, part) {
            assert!(Instant::now() < limit, "{}", String::from_utf8_lossy(&all));
            self.live(1);
            all.extend(self.heard());
        }
    }

    #[track_caller]
    fn ask(&mut self, line: &[u8], reply: &[u8]) {
        self.host.write_all(line).expect("written");
        self.hears(reply);
    }

    /// All that comes to the host after this line for as long as an answer would take many times over.
    fn tell(&mut self, line: &[u8]) -> Vec<u8> {
        self.host.write_all(line).expect("written");
        let limit = Instant::now() + LONG_FOR_A_PTY;
        let mut all = Vec::new();
        while Instant::now() < limit {
            self.live(1);
            all.extend(self.heard());
        }
        all
    }

    fn set_speed(&mut self, speed: u32) {
        self.host.set_baud_rate(speed).expect("a speed");
    }

    /// Holds a speed that stands for the pins of an adapter, then goes on at another.
    fn pull(&mut self, stand_in: u32, then: u32) {
        self.set_speed(stand_in);
        self.live(100);
        self.set_speed(then);
    }

    #[track_caller]
    fn becomes(&mut self, state: State) {
        self.live(2_000);
        assert_eq!(self.board.state(), state);
    }
}

#[test]
fn a_blank_board_waits_in_its_loader_at_the_speed_of_the_first_host() {
    let mut bench = Bench::blank();
    bench.set_speed(57_600);
    bench.ask(&sync(), &synced().repeat(8));
    bench.set_speed(115_200);
    assert!(!has(&bench.tell(&sync()), &synced()));
    bench.set_speed(57_600);
    bench.ask(&sync(), &synced());
    assert_eq!(bench.board.resets(), 0);
}

#[test]
fn a_loader_that_ends_with_a_reset_is_there_again() {
    let mut bench = Bench::blank();
    bench.ask(&sync(), &synced());
    let begin = request(op::FLASH_BEGIN, 0, &words(&[0, 0, 1024, 0]));
    bench.ask(&begin, &done(op::FLASH_BEGIN));
    let end = request(op::FLASH_END, 0, &words(&[0]));
    bench.ask(&end, &done(op::FLASH_END));
    bench.live(500);
    assert_eq!(bench.board.resets(), 1);
    bench.set_speed(9_600);
    bench.ask(&sync(), &synced());
}

#[test]
fn code_that_nobody_knows_is_not_called_modelled() {
    let mut bench = Bench::blank();
    bench.ask(&sync(), &synced());
    let at = 0x4010_0000;
    let begin = request(op::MEM_BEGIN, 0, &words(&[4, 1, 4, at]));
    bench.ask(&begin, &done(op::MEM_BEGIN));
    let code = [&words(&[4, 0, 0, 0])[..], b"code"].concat();
    let load = request(op::MEM_DATA, packet::checksum(b"code"), &code);
    bench.ask(&load, &done(op::MEM_DATA));
    let run = request(op::MEM_END, 0, &words(&[0, at]));
    bench.ask(&run, &done(op::MEM_END));
    bench.live(5);
    let machine = bench.board.machine().expect("a board with power");
    let notice = machine.take_notice().expect("a notice");
    assert!(notice.contains("neither run nor modelled"), "{notice}");
    assert_eq!(machine.take_notice(), None);
}

#[test]
fn what_was_written_runs_when_the_loader_is_told_so() {
    let mut bench = Bench::blank();
    let firmware = image::firmware("1.2.3", Board::With1M, "test").expect("an image");
    let size = u32::try_from(firmware.len()).expect("small");
    let count = size.div_ceil(1_024);
    let begin = request(op::FLASH_BEGIN, 0, &words(&[0, count, 1_024, 0]));
    bench.ask(&begin, &done(op::FLASH_BEGIN));
    for (number, block) in (0..).zip(firmware.chunks(1_024)) {
        let length = u32::try_from(block.len()).expect("small");
        let body = [words(&[length, number, 0, 0]), block.to_vec()].concat();
        let line = request(op::FLASH_DATA, packet::checksum(block), &body);
        bench.ask(&line, &done(op::FLASH_DATA));
    }
    let end = request(op::FLASH_END, 0, &words(&[1]));
    bench.ask(&end, &done(op::FLASH_END));
    bench.becomes(State::Setup);
    assert_eq!(bench.board.version(), Some("1.2.3"));
}

#[test]
fn speeds_that_nobody_uses_stand_for_the_pins_of_an_adapter() {
    let mut bench = Bench::with_firmware();
    bench.becomes(State::Setup);
    bench.pull(75, 115_200);
    bench.becomes(State::Dark("in its serial loader"));
    bench.ask(&sync(), &synced());
    bench.pull(50, 115_200);
    bench.becomes(State::Setup);
    assert_eq!(bench.board.resets(), 2);
}

#[test]
fn a_reset_prints_why_and_what_starts_at_a_speed_of_its_own() {
    let mut bench = Bench::with_firmware();
    for (stand_in, log) in [
        (75, b"rst cause:2, boot mode:(1,6)"),
        (50, b"rst cause:2, boot mode:(3,6)"),
    ] {
        bench.pull(stand_in, 74_880);
        bench.hears(log);
        bench.pull(stand_in, 115_200);
        let garbled = bench.tell(&[]);
        assert!(!garbled.is_empty());
        assert!(!has(&garbled, b"boot mode"), "{garbled:?}");
    }
}

#[test]
fn the_boot_loader_tells_at_the_same_speed_what_it_does() {
    let mut bench = Bench::with_firmware();
    bench.pull(50, 74_880);
    bench.hears(b"boot mode:(3,6)\r\n\r\nsmr-boot/1 run\r\n");
    let machine = bench.board.machine().expect("a machine");
    request_update(&mut machine.flash, "2.0.0");
    bench.pull(50, 74_880);
    bench.hears(b"smr-boot/1 swap 0/4\r\n");
    bench.pull(75, 74_880);
    bench.pull(50, 74_880);
    bench.hears(b"smr-boot/1 try 2\r\n");
    bench.becomes(State::Setup);
    assert_eq!(bench.board.version(), Some("2.0.0"));
}

#[test]
fn bytes_take_the_time_that_they_take_both_ways() {
    let mut bench = Bench::new(&[], Some(9_600), |_| {});
    bench.live(500);
    let began = bench.board.now;
    let (line, replies) = (sync(), synced().repeat(8));
    // Although the host has set more.
    bench.ask(&line, &replies);
    let took = bench.board.now - began;
    let bits = 10 * (line.len() + replies.len()) as u64;
    // A board notices only at its next look that the line is not free any more.
    assert!(took >= bits * 950_000 / 9_600, "{took}");
}

#[test]
fn a_power_cut_in_the_middle_of_a_download_ends_in_the_loader() {
    let mut bench = Bench::new(&[], None, |machine| {
        machine.flash.cut_power(Cut {
            at_operation: 2,
            at_byte: 7,
        });
    });
    let begin = request(op::FLASH_BEGIN, 0, &words(&[4_096, 4, 1_024, 0]));
    assert!(!has(&bench.tell(&begin), &done(op::FLASH_BEGIN)));
    bench.live(500);
    assert_eq!(bench.board.resets(), 1);
    bench.ask(&begin, &done(op::FLASH_BEGIN));
}

#[test]
fn what_is_read_after_the_host_has_given_up_does_not_set_the_loaders_speed() {
    let mut bench = Bench::blank();
    bench.host.write_all(&sync()).expect("written");
    // The board had no turn before the host turned to the boot log.
    bench.set_speed(74_880);
    bench.live(50);
    bench.heard();
    bench.set_speed(115_200);
    bench.ask(&sync(), &synced());
    // A host that does talk at that speed is understood the second time.
    let mut bench = Bench::blank();
    bench.set_speed(74_880);
    bench.tell(&sync());
    bench.ask(&sync(), &synced());
}

#[test]
fn another_application_talks_and_answers_nothing() {
    let mut bench = Bench::new(&[], None, |machine| {
        machine.quirks.without_firmware = WithoutFirmware::OtherApplication;
    });
    bench.hears(b"hello from another application");
    assert!(!has(&bench.tell(&sync()), &synced()));
    bench.set_speed(74_880);
    bench.hears(b"rst cause:4, boot mode:(3,6)");
}
