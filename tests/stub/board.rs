//! The stub as hosts meet it: loaded into the RAM of a virtual board, which runs it as machine code. esptool is the witness.

use std::io::Write;
use std::time::{Duration, Instant};

use serialport::SerialPort;

use super::esptool::{Bench, FAST, assert_says};
use super::machine::{Layout, block_request, op, request, words};
use super::tools::{Random, built, compress, image};
use crate::support::wait::until;

const PATIENCE: Duration = Duration::from_secs(120);
/// As nobody talks: a reset with GPIO0 held low.
const RESET: u32 = 75;
const SPEED: u32 = 115_200;
const SECTOR: usize = 4096;
/// esptool with a stub that is there already, and stays.
pub(crate) const STAYS: &str = "no-reset-stub";

/// A blank board that runs what is loaded into its RAM; none where that cannot be.
pub(crate) fn board(faults: &str, arguments: &[&str]) -> Option<Bench> {
    let machine = built()?.join("machine.elf");
    let machine = machine.to_str().expect("a path of letters");
    let kept = ["--state-dir", "boards", "--machine", machine];
    Bench::with_faults(faults, &[&kept, arguments].concat())
}

pub(crate) fn flash(bench: &Bench) -> Vec<u8> {
    bench.read("boards/board-1/flash.bin")
}

/// Whether a request has been answered with "done".
fn is_done(command: u8, heard: &[u8]) -> bool {
    heard
        .windows(12)
        .any(|window| window[..5] == [0xC0, 1, command, 2, 0] && window[9..] == [0, 0, 0xC0])
}

/// A serial port with what has come from it.
struct Host {
    port: Box<dyn SerialPort>,
    heard: Vec<u8>,
}

impl Host {
    /// Resets the board into the loader of its mask ROM and talks to it at a speed.
    fn after_reset(bench: &Bench, speed: u32) -> Host {
        let port = serialport::new(&bench.port, RESET)
            .timeout(Duration::from_millis(20))
            .open()
            .expect("a port");
        let mut host = Host {
            port,
            heard: Vec::new(),
        };
        host.port
            .clear(serialport::ClearBuffer::Input)
            .expect("cleared");
        // A reset is told in a line that nobody understands at this speed.
        host.hear(|heard| !heard.is_empty());
        host.port.set_baud_rate(speed).expect("a speed");
        let sync = [&[7, 7, 0x12, 0x20][..], &[0x55; 32]].concat();
        let limit = Instant::now() + PATIENCE;
        while !host.has(&[op::SYNC, 2, 0, 7, 7, 0x12, 0x20]) {
            assert!(Instant::now() < limit, "{:02x?}", host.heard);
            host.send(&request(op::SYNC, &sync, 0));
            host.fetch();
        }
        host
    }

    fn has(&self, part: &[u8]) -> bool {
        self.heard.windows(part.len()).any(|window| window == part)
    }

    fn send(&mut self, bytes: &[u8]) {
        self.port.write_all(bytes).expect("sent");
    }

    fn fetch(&mut self) {
        let mut bytes = [0; 1024];
        // There may be nothing yet.
        if let Ok(count) = self.port.read(&mut bytes) {
            self.heard.extend(&bytes[..count]);
        }
    }

    #[track_caller]
    fn hear(&mut self, is_enough: impl Fn(&[u8]) -> bool) {
        let limit = Instant::now() + PATIENCE;
        while !is_enough(&self.heard) {
            assert!(Instant::now() < limit, "{:02x?}", self.heard);
            self.fetch();
        }
    }

    /// Sends a request and waits for the answer "done".
    #[track_caller]
    fn ask(&mut self, command: u8, line: &[u8]) {
        self.heard.clear();
        self.send(line);
        self.hear(|heard| is_done(command, heard));
    }

    /// Asks until it is heard: a speed may not have changed yet.
    #[track_caller]
    fn insist(&mut self, command: u8, line: &[u8]) {
        let limit = Instant::now() + PATIENCE;
        self.heard.clear();
        while !is_done(command, &self.heard) {
            assert!(Instant::now() < limit, "{:02x?}", self.heard);
            self.send(line);
            self.fetch();
        }
    }

    fn load(&mut self, address: u32, bytes: &[u8]) {
        const BLOCK: usize = 0x1800;
        let blocks = bytes.len().div_ceil(BLOCK);
        let begin = words(&[bytes.len(), blocks, BLOCK, address as usize]);
        self.ask(op::MEM_BEGIN, &request(op::MEM_BEGIN, &begin, 0));
        for (number, block) in bytes.chunks(BLOCK).enumerate() {
            let line = block_request(op::MEM_DATA, number, block);
            self.ask(op::MEM_DATA, &line);
        }
    }

    fn run(&mut self, entry: u32) {
        let end = request(op::MEM_END, &words(&[0, entry as usize]), 0);
        self.ask(op::MEM_END, &end);
    }
}

/// Loads the committed stub into a board that may be doing anything, and waits until it runs.
#[track_caller]
fn load_stub(bench: &Bench, speed: u32) -> Host {
    let mut host = Host::after_reset(bench, speed);
    let (entry, parts) = Layout::committed();
    for (address, bytes) in parts {
        host.load(address, &bytes);
    }
    host.run(entry);
    host.hear(|heard| heard.ends_with(b"\xC0OHAI\xC0"));
    host
}

#[track_caller]
fn witness(bench: &Bench, options: &[&str], what: &[&str]) -> String {
    match bench.try_to(options, STAYS, what) {
        Ok(said) => said,
        Err(said) => panic!("{said}"),
    }
}

#[test]
fn esptool_recognises_the_board_through_the_stub() {
    for (kind, device, size) in [("esp8266-1m", "4014", "1MB"), ("esp8266-4m", "4016", "4MB")] {
        let Some(bench) = board("", &["--board", kind]) else {
            return;
        };
        drop(load_stub(&bench, SPEED));
        let end = &bench.name["smr-".len()..];
        let mac = format!("5c:cf:7f:{}:{}:{}", &end[..2], &end[2..4], &end[4..]);
        assert_says(
            &witness(&bench, &[], &["read-mac"]),
            &["ESP8266EX", "26MHz", "tub flasher is already running", &mac],
        );
        assert_says(
            &witness(&bench, &[], &["flash-id"]),
            &["Manufacturer: ef", &format!("Device: {device}"), size],
        );
        assert_says(&witness(&bench, &[], &["read-flash-status"]), &["0x0000"]);
    }
}

#[test]
fn what_esptool_does_through_the_stub_is_what_the_flash_holds() {
    let Some(bench) = board("", &[]) else { return };
    let wanted = image(5, 150_001);
    bench.write("image", &wanted);
    let filled = wanted.len().next_multiple_of(4);
    for options in [&[][..], &FAST] {
        for how in [&[][..], &["--no-compress"]] {
            // A speed that was changed stays until the next reset.
            drop(load_stub(&bench, SPEED));
            let write = [&["write-flash"][..], how, &["0x3000", "image"]].concat();
            assert_says(
                &witness(&bench, options, &write),
                &["Hash of data verified"],
            );
            let after = flash(&bench);
            assert!(after[0x3000..][..wanted.len()] == wanted);
            assert!(after[..0x3000].iter().all(|byte| *byte == 0xFF));
            let end = (0x3000 + filled).next_multiple_of(SECTOR);
            assert!(after[0x3000 + filled..end].iter().all(|byte| *byte == 0xFF));
            drop(load_stub(&bench, SPEED));
            let verify = ["verify-flash", "0x3000", "image"];
            assert_says(
                &witness(&bench, options, &verify),
                &["erification successful"],
            );
            drop(load_stub(&bench, SPEED));
            witness(&bench, options, &["read-flash", "0x2ffd", "70001", "back"]);
            assert!(bench.read("back") == after[0x2FFD..][..70_001]);
            drop(load_stub(&bench, SPEED));
            witness(&bench, options, &["erase-region", "0x5000", "0x2000"]);
            let expected = [&after[..0x5000], &[0xFF; 0x2000], &after[0x7000..]].concat();
            assert!(flash(&bench) == expected);
            drop(load_stub(&bench, SPEED));
            witness(&bench, options, &["erase-flash"]);
            assert!(flash(&bench).iter().all(|byte| *byte == 0xFF));
        }
    }
}

#[test]
fn the_stub_goes_on_at_the_speed_of_the_loader_and_changes_it_from_there() {
    let Some(bench) = board("", &[]) else { return };
    let mut host = load_stub(&bench, 57_600);
    let parameters = words(&[0, 1 << 20, 65_536, SECTOR, 256, 0xFFFF]);
    let announce = request(op::SET_PARAMETERS, &parameters, 0);
    host.ask(op::SET_PARAMETERS, &announce);
    for (speed, former) in [(460_800, 57_600), (115_200, 460_800)] {
        let change = request(op::CHANGE_SPEED, &words(&[speed, former]), 0);
        host.ask(op::CHANGE_SPEED, &change);
        host.port
            .set_baud_rate(u32::try_from(speed).expect("a speed"))
            .expect("a speed");
        host.insist(op::SET_PARAMETERS, &announce);
    }
}

#[test]
fn a_paced_line_is_as_slow_for_the_stub_as_for_any_loader() {
    let Some(bench) = board("", &["--pace", "460800"]) else {
        return;
    };
    let mut random = Random(3);
    let noise: Vec<u8> = (0..65_536).map(|_| random.byte()).collect();
    bench.write("noise", &noise);
    drop(load_stub(&bench, SPEED));
    let began = Instant::now();
    witness(&bench, &FAST, &["write-flash", "0", "noise"]);
    let took = began.elapsed();
    assert!(took > Duration::from_millis(1_400), "{took:?}");
    assert!(flash(&bench)[..noise.len()] == noise);
}

#[test]
fn a_reset_in_the_middle_of_a_write_leaves_a_board_that_can_be_flashed() {
    let Some(bench) = board("", &[]) else { return };
    let wanted = image(8, 60_000);
    let stream = compress(&wanted);
    let mut host = load_stub(&bench, SPEED);
    let begin = words(&[wanted.len(), 9, 4096, 0]);
    host.ask(op::DEFLATED_BEGIN, &request(op::DEFLATED_BEGIN, &begin, 0));
    let blocks = stream.chunks(4096).take(4).enumerate();
    for (number, block) in blocks {
        let line = block_request(op::DEFLATED_DATA, number, block);
        host.ask(op::DEFLATED_DATA, &line);
    }
    // Half a block more.
    let line = block_request(op::DEFLATED_DATA, 4, &stream[4 * 4096..5 * 4096]);
    host.send(&line[..2_000]);
    drop(host);
    drop(load_stub(&bench, SPEED));
    // The first of the blocks at least were done before the last was answered.
    assert!(flash(&bench)[..8_192] == wanted[..8_192]);
    bench.write("image", &wanted);
    witness(&bench, &[], &["write-flash", "0", "image"]);
    assert!(flash(&bench)[..wanted.len()] == wanted);
}

#[test]
fn noise_on_the_line_does_not_end_the_stub() {
    let Some(bench) = board("", &[]) else { return };
    let mut host = load_stub(&bench, SPEED);
    let mut random = Random(9);
    for speed in [SPEED, 9_600, 1_000_000] {
        host.port.set_baud_rate(speed).expect("a speed");
        let noise: Vec<u8> = (0..4_000).map(|_| random.byte()).collect();
        host.send(&noise);
    }
    host.port.set_baud_rate(SPEED).expect("a speed");
    drop(host);
    bench.write("image", &image(9, 10_000));
    witness(&bench, &[], &["write-flash", "0", "image"]);
    assert!(flash(&bench)[..10_000] == image(9, 10_000));
}

#[test]
fn a_program_that_breaks_down_is_told_and_hangs_until_a_reset() {
    let Some(bench) = board("", &[]) else { return };
    let mut host = Host::after_reset(&bench, SPEED);
    // Zeros are no instruction.
    host.load(0x4010_0000, &[0; 16]);
    host.run(0x4010_0000);
    bench.wait_for("the program in RAM has broken down: exception at 0x40100000");
    drop(host);
    let options = ["--chip", "esp8266", "--connect-attempts", "1"];
    let said = bench.try_to(&options, STAYS, &["read-mac"]);
    assert_says(&said.expect_err("nobody answers"), &["Failed to connect"]);
    drop(load_stub(&bench, SPEED));
    witness(&bench, &[], &["read-mac"]);
}

#[test]
fn a_restart_by_the_stub_leads_to_the_mask_rom_again() {
    let Some(bench) = board("", &[]) else { return };
    let mut host = load_stub(&bench, SPEED);
    host.heard.clear();
    host.send(&request(op::RUN_APPLICATION, &[], 0));
    host.hear(|heard| !heard.is_empty());
    drop(host);
    assert_says(
        &bench.esptool(&["--no-stub"], &["read-mac"]),
        &["ESP8266EX"],
    );
}

#[test]
fn a_program_that_needs_more_than_the_machine_has_is_modelled() {
    let Some(bench) = board("", &[]) else { return };
    bench.write("image", &image(2, 20_000));
    bench.esptool(&[], &["write-flash", "0", "image"]);
    bench.wait_for("the program in RAM is modelled: the machine lacks the ROM's routine at 0x4000");
    assert!(flash(&bench)[..20_000] == image(2, 20_000));
}

#[test]
fn a_power_cut_happens_in_the_middle_of_what_the_stub_does() {
    let cut = "[[fault]]\nboard = 1\nkind = \"power-cut\"\nat_flash_op = 3\nat_byte = 100\n";
    let Some(bench) = board(cut, &[]) else { return };
    let wanted = vec![0_u8; 3 * SECTOR];
    bench.write("zeros", &wanted);
    drop(load_stub(&bench, SPEED));
    let write = ["write-flash", "--no-compress", "0", "zeros"];
    let said = bench.try_to(&[], STAYS, &write);
    assert!(said.is_err(), "{said:?}");
    // The stub erases a sector right before it writes to it; a block of esptool's is four sectors long.
    let after = flash(&bench);
    assert!(after.iter().all(|byte| *byte == 0xFF), "only erased so far");
    drop(load_stub(&bench, SPEED));
    witness(&bench, &[], &write);
    assert!(flash(&bench)[..wanted.len()] == wanted);
}

#[test]
fn wrong_md5s_are_had_although_the_stub_counts_well() {
    let fault = "[[fault]]\nboard = 1\nkind = \"md5-fails\"\n";
    let Some(bench) = board(fault, &[]) else {
        return;
    };
    bench.write("some", &[7; 5_000]);
    drop(load_stub(&bench, SPEED));
    let said = bench.try_to(&[], STAYS, &["write-flash", "0", "some"]);
    assert_says(&said.expect_err("esptool gives up"), &["MD5"]);
    assert!(flash(&bench)[..5_000] == [7; 5_000]);
}

/// Processes that a process has started and that are there.
fn children(parent: u32) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").expect("processes");
    let ids = all.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    ids.filter(|id: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let rest = stat.rsplit(')').next().unwrap_or_default();
        rest.split_whitespace().nth(1) == Some(&parent.to_string())
    })
    .collect()
}

/// Whether a process that may be anybody's child now is gone or about to be.
fn is_gone(id: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let rest = stat.rsplit(')').next().unwrap_or_default();
    matches!(rest.split_whitespace().next(), None | Some("Z"))
}

#[test]
fn qemu_ends_with_a_reset_and_with_the_boards_however_those_end() {
    for signal in ["-TERM", "-KILL"] {
        let Some(mut bench) = board("", &[]) else {
            return;
        };
        drop(load_stub(&bench, SPEED));
        let first = children(bench.boards.process());
        assert_eq!(first.len(), 1);
        drop(Host::after_reset(&bench, SPEED));
        until("an end", || is_gone(first[0]).then_some(()));
        drop(load_stub(&bench, SPEED));
        let second = children(bench.boards.process());
        assert_eq!(second.len(), 1);
        bench.boards.end(signal);
        until("an end", || is_gone(second[0]).then_some(()));
    }
}

#[test]
fn the_machine_may_be_named_in_the_environment_and_qemu_that_is_missing_is_told() {
    let Some(out) = built() else { return };
    let machine = out.join("machine.elf");
    let machine = machine.to_str().expect("a path of letters");
    let variables = [("SMR_SIM_MACHINE", machine), ("PATH", "/nowhere")];
    let Some(bench) = Bench::with_variables(&variables, "", &[]) else {
        return;
    };
    let mut host = Host::after_reset(&bench, SPEED);
    let (entry, [(address, text), _]) = Layout::committed();
    host.load(address, &text);
    host.run(entry);
    bench.wait_for("cannot be run: qemu-system-xtensa cannot be started: No such file");
}
