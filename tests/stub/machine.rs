//! A machine that runs the stub, and the host's side of its serial line.

use std::fs;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use tempfile::TempDir;

/// Longer than anything takes that is answered at all.
const PATIENCE: Duration = Duration::from_secs(120);

/// What the chip has, unless a test says otherwise.
pub(crate) const FLASH: usize = 1024 * 1024;
pub(crate) const SECTOR: usize = 4096;

/// Commands of the serial protocol.
pub(crate) mod op {
    pub(crate) const FLASH_BEGIN: u8 = 0x02;
    pub(crate) const FLASH_DATA: u8 = 0x03;
    pub(crate) const FLASH_END: u8 = 0x04;
    pub(crate) const MEM_BEGIN: u8 = 0x05;
    pub(crate) const MEM_END: u8 = 0x06;
    pub(crate) const MEM_DATA: u8 = 0x07;
    pub(crate) const SYNC: u8 = 0x08;
    pub(crate) const WRITE_REG: u8 = 0x09;
    pub(crate) const READ_REG: u8 = 0x0A;
    pub(crate) const SET_PARAMETERS: u8 = 0x0B;
    pub(crate) const CHANGE_SPEED: u8 = 0x0F;
    pub(crate) const DEFLATED_BEGIN: u8 = 0x10;
    pub(crate) const DEFLATED_DATA: u8 = 0x11;
    pub(crate) const DEFLATED_END: u8 = 0x12;
    pub(crate) const MD5: u8 = 0x13;
    pub(crate) const ERASE_FLASH: u8 = 0xD0;
    pub(crate) const ERASE_REGION: u8 = 0xD1;
    pub(crate) const READ_FLASH: u8 = 0xD2;
    pub(crate) const RUN_APPLICATION: u8 = 0xD3;
}

/// First status byte of an answer.
pub(crate) mod status {
    pub(crate) const OK: u8 = 0;
    pub(crate) const BAD_LENGTH: u8 = 0xC0;
    pub(crate) const BAD_CHECKSUM: u8 = 0xC1;
    pub(crate) const BAD_BLOCK_SIZE: u8 = 0xC2;
    pub(crate) const INVALID: u8 = 0xC3;
    pub(crate) const NOT_WRITING: u8 = 0xC6;
    pub(crate) const BROKEN_STREAM: u8 = 0xC7;
    pub(crate) const TOO_LITTLE: u8 = 0xC8;
    pub(crate) const TOO_MUCH: u8 = 0xC9;
    pub(crate) const UNKNOWN: u8 = 0xFF;
}

/// How the machine ends.
pub(crate) const ENDED: i32 = 0;
pub(crate) const WAS_RESET: i32 = 64;

/// Where the parts of `stub.bin` belong.
#[derive(Deserialize)]
pub(crate) struct Layout {
    entry: u32,
    text_address: u32,
    text_size: usize,
    data_address: u32,
    data_size: usize,
}

/// An answer to a command.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) value: u32,
    pub(crate) data: Vec<u8>,
    pub(crate) status: u8,
}

/// A running stub.
pub(crate) struct Machine {
    child: Child,
    input: Option<ChildStdin>,
    frames: Receiver<Vec<u8>>,
    folder: TempDir,
}

pub(crate) fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("firmware/stub")
}

pub(crate) fn words(numbers: &[usize]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| u32::try_from(*number).expect("32 bits").to_le_bytes())
        .collect()
}

/// A frame as it goes over the line.
fn encoded(frame: &[u8]) -> Vec<u8> {
    let mut line = vec![0xC0];
    for byte in frame {
        match byte {
            0xC0 => line.extend([0xDB, 0xDC]),
            0xDB => line.extend([0xDB, 0xDD]),
            other => line.push(*other),
        }
    }
    line.push(0xC0);
    line
}

/// A request as it goes over the line.
pub(crate) fn request(command: u8, data: &[u8], check_sum: u8) -> Vec<u8> {
    let size = u16::try_from(data.len()).expect("a frame's size");
    let mut frame = vec![0, command];
    frame.extend(size.to_le_bytes());
    frame.extend(u32::from(check_sum).to_le_bytes());
    frame.extend(data);
    encoded(&frame)
}

/// A block as it goes over the line.
pub(crate) fn block_request(command: u8, number: usize, block: &[u8]) -> Vec<u8> {
    let mut data = words(&[block.len(), number, 0, 0]);
    data.extend(block);
    let check_sum = block.iter().fold(0xEF, |sum, byte| sum ^ byte);
    request(command, &data, check_sum)
}

impl Layout {
    /// The committed stub: where it begins, and its parts with their addresses.
    pub(crate) fn committed() -> (u32, [(u32, Vec<u8>); 2]) {
        let text = fs::read_to_string(source().join("stub.toml")).expect("stub.toml");
        let layout: Layout = toml::from_str(&text).expect("a layout");
        let mut code = fs::read(source().join("stub.bin")).expect("stub.bin");
        assert_eq!(code.len(), layout.text_size + layout.data_size);
        let data = code.split_off(layout.text_size);
        let parts = [(layout.text_address, code), (layout.data_address, data)];
        (layout.entry, parts)
    }
}

impl Machine {
    /// Starts the committed stub on a chip whose flash has this content.
    pub(crate) fn start(machine: &Path, flash: &[u8]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let file = |name: &str| folder.path().join(name);
        let (entry, [(text_at, text), (data_at, data)]) = Layout::committed();
        fs::write(file("text"), text).expect("written");
        fs::write(file("data"), data).expect("written");
        fs::write(file("flash"), flash).expect("written");
        let loaded = |name: &str, address: u32| {
            let path = file(name);
            format!(
                "loader,file={},addr={address:#x},force-raw=on",
                path.display()
            )
        };
        let mut child = Command::new("qemu-system-xtensa")
            .args("-cpu lx106 -M sim -semihosting -display none -monitor none -serial none -icount shift=0".split(' '))
            .arg("-kernel")
            .arg(machine)
            .args(["-device", &loaded("text", text_at)])
            .args(["-device", &loaded("data", data_at)])
            .args(["-append", &format!("{:x} {}", entry, file("flash").display())])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("qemu-system-xtensa");
        let (sender, frames) = channel();
        let output = child.stdout.take().expect("piped");
        thread::spawn(move || read_frames(output, &sender));
        let mut started = Self {
            input: child.stdin.take(),
            child,
            frames,
            folder,
        };
        assert_eq!(started.frame(), b"OHAI");
        started
    }

    /// The same, with the size of the flash announced.
    pub(crate) fn ready(machine: &Path, flash: &[u8]) -> Self {
        let mut started = Self::start(machine, flash);
        assert_eq!(started.announce(flash.len()).status, status::OK);
        started
    }

    pub(crate) fn announce(&mut self, size: usize) -> Answer {
        let parameters = words(&[0, size, 65536, SECTOR, 256, 0xFFFF]);
        self.command(op::SET_PARAMETERS, &parameters)
    }

    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the line is open");
        input.write_all(bytes).expect("sent");
        input.flush().expect("sent");
    }

    pub(crate) fn send(&mut self, frame: &[u8]) {
        self.send_raw(&encoded(frame));
    }

    pub(crate) fn request(&mut self, command: u8, data: &[u8], check_sum: u8) {
        self.send_raw(&request(command, data, check_sum));
    }

    /// The next frame that the stub sends.
    pub(crate) fn frame(&mut self) -> Vec<u8> {
        self.frames.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            self.child.kill().expect("ended");
            panic!("no answer; {}", self.complaints())
        })
    }

    pub(crate) fn answer(&mut self, command: u8) -> Answer {
        let frame = self.frame();
        assert_eq!(frame[..2], [1, command], "{frame:02x?}");
        let size = usize::from(u16::from_le_bytes([frame[2], frame[3]]));
        assert_eq!(frame.len(), 8 + size, "{frame:02x?}");
        assert_eq!(frame[frame.len() - 1], 0, "{frame:02x?}");
        Answer {
            value: u32::from_le_bytes(frame[4..8].try_into().expect("4 bytes")),
            data: frame[8..frame.len() - 2].to_vec(),
            status: frame[frame.len() - 2],
        }
    }

    pub(crate) fn command(&mut self, command: u8, data: &[u8]) -> Answer {
        self.request(command, data, 0);
        self.answer(command)
    }

    /// Sends one block, without waiting.
    pub(crate) fn send_block(&mut self, command: u8, number: usize, block: &[u8]) {
        self.send_raw(&block_request(command, number, block));
    }

    pub(crate) fn block(&mut self, command: u8, number: usize, block: &[u8]) -> u8 {
        self.send_block(command, number, block);
        self.answer(command).status
    }

    /// Begins a compressed write of `size` bytes.
    pub(crate) fn begin_deflated(&mut self, address: usize, size: usize) -> u8 {
        let data = words(&[size, 1, 16384, address]);
        self.command(op::DEFLATED_BEGIN, &data).status
    }

    pub(crate) fn end_deflated(&mut self) -> u8 {
        self.command(op::DEFLATED_END, &words(&[1])).status
    }

    /// Writes a compressed stream in blocks of a size.
    pub(crate) fn write_deflated(
        &mut self,
        address: usize,
        size: usize,
        stream: &[u8],
        block: usize,
    ) -> u8 {
        assert_eq!(self.begin_deflated(address, size), status::OK);
        for (number, part) in stream.chunks(block).enumerate() {
            let said = self.block(op::DEFLATED_DATA, number, part);
            if said != status::OK {
                return said;
            }
        }
        self.end_deflated()
    }

    /// Whether the stub still does what it is told.
    pub(crate) fn is_alive(&mut self) -> bool {
        // What was said before may still be under way.
        self.send_raw(&[0xC0]);
        let mark = words(&[0x4000_1000]);
        self.request(op::READ_REG, &mark, 0);
        loop {
            let frame = self.frame();
            if frame[..2] == [1, op::READ_REG] && frame[4..8] == [0x01, 0xC1, 0xF0, 0xFF] {
                return true;
            }
        }
    }

    pub(crate) fn flash(&self) -> Vec<u8> {
        fs::read(self.folder.path().join("flash")).expect("the flash")
    }

    /// Closes the line and tells how the machine ended, and what it said about it.
    pub(crate) fn end(mut self) -> (i32, String) {
        self.input = None;
        self.ended()
    }

    /// The same, for one that ends by itself.
    pub(crate) fn ended(mut self) -> (i32, String) {
        while self.frames.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Disconnected) {}
        let status = self.child.wait().expect("an end");
        let said = self.complaints();
        (status.code().expect("no signal"), said)
    }

    fn complaints(&mut self) -> String {
        let mut text = String::new();
        if let Some(mut errors) = self.child.stderr.take() {
            errors.read_to_string(&mut text).expect("text");
        }
        text
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // It may have ended before: then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Takes the frames out of what the stub says, until it says no more.
fn read_frames(output: impl Read, to: &Sender<Vec<u8>>) {
    let mut frame = Vec::new();
    let mut escaped = false;
    for byte in BufReader::new(output).bytes() {
        let Ok(byte) = byte else { return };
        match (byte, escaped) {
            (0xC0, _) => {
                if !frame.is_empty() && to.send(std::mem::take(&mut frame)).is_err() {
                    return;
                }
            }
            (0xDB, false) => escaped = true,
            (other, true) => {
                frame.push(if other == 0xDC { 0xC0 } else { 0xDB });
                escaped = false;
            }
            (other, false) => frame.push(other),
        }
    }
}
