//! The serial loaders of an ESP8266: bytes in, bytes out, and a flash chip that changes.
//!
//! - [`mask`]: the loader in the mask ROM, with its own errors
//! - [`stub`]: a model of the loader that esptool puts into RAM, and of ours
//! - [`program`]: what a program in RAM is
//! - [`answer`], [`packet`], [`slip`]: requests and replies, down to the bytes on the line
//! - [`chip`], [`ram`], [`spi`]: what hosts read and write by address; `sfdp`, what the flash chip tells of itself
//! - [`download`], [`reading`]: data to the flash and from it
//! - [`spoil`]: what is wrong with frames of a program that is run as it is
//!
//! The protocol is that of "Serial Protocol" in esptool's documentation, as far as it is about the ESP8266.

pub mod answer;
pub mod chip;
pub mod download;
pub mod mask;
pub mod packet;
pub mod program;
pub mod ram;
pub mod reading;
mod sfdp;
pub mod slip;
pub mod spi;
pub mod spoil;
pub mod stub;

use answer::{Answer, Exit, Then};
use chip::Chip;
use mask::Mask;
use packet::Request;
use program::Program;
use ram::Ram;
use reading::Next;
use stub::Stub;

/// A NOR flash chip, of which whole words are read and written. False means that it failed.
pub trait Nor {
    /// Bytes in it.
    fn size(&self) -> u32;
    /// Reads.
    fn read(&mut self, address: u32, to: &mut [u8]) -> bool;
    /// Clears the bits that are 0 in `from`.
    fn write(&mut self, address: u32, from: &[u8]) -> bool;
    /// Sets all bits of the sector of 4,096 bytes at `address`.
    fn erase_sector(&mut self, address: u32) -> bool;
}

/// Reads bytes that need not be whole words.
fn read_any(flash: &mut dyn Nor, at: u32, count: u32) -> Option<Vec<u8>> {
    let end = at.checked_add(count).filter(|end| *end <= flash.size())?;
    let first = at / 4 * 4;
    let last = end.checked_next_multiple_of(4)?;
    let mut bytes = vec![0; (last - first) as usize];
    let is_read = flash.read(first, &mut bytes);
    bytes.drain(..(at - first) as usize);
    bytes.truncate(count as usize);
    is_read.then_some(bytes)
}

/// What a flash chip says that is too small for any board, in bytes.
const SMALL_FLASH: u32 = 512 << 10;

/// What is wrong with a loader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a trouble of its own, and any of them may come together"
)]
pub struct Troubles {
    /// It never answers.
    pub is_silent: bool,
    /// It is that of another chip, an ESP32.
    pub is_other_chip: bool,
    /// The flash chip says that it has 512 KiB, fewer than any board.
    pub has_small_flash: bool,
    /// Each so-many-th frame to the host is lost; at least 1.
    pub loses_every: Option<u64>,
    /// It does not find out by itself at how many bits per second its host talks if these are more.
    pub detects_to: Option<u32>,
    /// Its MD5s are wrong.
    pub miscounts: bool,
    /// What is loaded into RAM breaks down at once, and resets the chip.
    pub crashes: bool,
}

/// Bytes for the host and the speed that they are sent at, in bits per second; without one at whatever the host listens at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The chip's speed.
    pub speed: Option<u32>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

#[derive(Debug)]
enum Loader {
    Mask(Mask),
    Stub(Box<Stub>),
    /// Code that nobody knows.
    Lost,
    /// Code that begins here and that somebody else may run.
    Handed(u32),
}

/// A chip that waits for its host.
#[derive(Debug)]
pub struct Rom {
    chip: Chip,
    loader: Loader,
    troubles: Troubles,
    /// Whether loaded code is for somebody else to run.
    hands_over: bool,
    decoder: slip::Decoder,
    /// That of the first request, until another is ordered.
    speed: Option<u32>,
    /// Frames for the host so far.
    frames: u64,
    output: Vec<Output>,
    exit: Option<Exit>,
}

impl Rom {
    /// A chip after a reset into its loader.
    pub fn new(mac: [u8; 6], troubles: Troubles) -> Rom {
        let mut chip = Chip::new(mac, !troubles.is_other_chip);
        chip.flash_says = troubles.has_small_flash.then_some(SMALL_FLASH);
        Rom {
            chip,
            loader: Loader::Mask(Mask::default()),
            troubles,
            hands_over: false,
            decoder: slip::Decoder::default(),
            speed: None,
            frames: 0,
            output: Vec::new(),
            exit: None,
        }
    }

    /// The same, but loaded code is run by somebody else: see [`Rom::handed`].
    #[must_use]
    pub fn handing_over(self) -> Rom {
        Rom {
            hands_over: true,
            ..self
        }
    }

    /// Where the code begins that is to be run now, if it is to be run by somebody else.
    pub fn handed(&self) -> Option<u32> {
        match self.loader {
            Loader::Handed(entry) => Some(entry),
            _ => None,
        }
    }

    /// Nobody else can run the code that was handed over: what it would do is modelled after all.
    pub fn take_back(&mut self) {
        if let Loader::Handed(entry) = self.loader {
            self.model(entry);
        }
    }

    /// Whether code runs of which nobody knows what it does, and which nobody runs.
    pub fn is_lost(&self) -> bool {
        matches!(self.loader, Loader::Lost)
    }

    /// The chip's RAM.
    pub fn ram(&self) -> &Ram {
        &self.chip.ram
    }

    /// At how many bits per second it hears; after a reset at any.
    pub fn speed(&self) -> Option<u32> {
        self.speed
    }

    /// Whether it has ended, and how.
    pub fn exit(&self) -> Option<Exit> {
        self.exit
    }

    /// What it has to say since the last call.
    pub fn take_output(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.output)
    }

    /// Takes bytes that came at `speed`, if that is known.
    pub fn receive(&mut self, bytes: &[u8], speed: Option<u32>, flash: &mut dyn Nor) {
        for byte in bytes {
            if self.exit.is_some() {
                return;
            }
            if let Some(frame) = self.decoder.push(*byte) {
                self.take(&frame, speed, flash);
            }
        }
    }

    fn take(&mut self, frame: &[u8], speed: Option<u32>, flash: &mut dyn Nor) {
        if let Loader::Stub(stub) = &mut self.loader
            && let Some(reading) = &mut stub.reading
        {
            // What is no confirmation ends the reading, and is lost with it.
            if reading.confirm(frame) {
                self.stream(flash);
            } else {
                stub.reading = None;
            }
            return;
        }
        let is_too_fast = || {
            speed
                .zip(self.troubles.detects_to)
                .is_some_and(|(speed, most)| speed > most)
        };
        if self.speed.is_none() && is_too_fast() {
            return;
        }
        let Some(request) = Request::parse(frame) else {
            return;
        };
        self.speed = self.speed.or(speed);
        let answer = match &mut self.loader {
            Loader::Mask(mask) => mask.answer(&request, &mut self.chip, flash, self.speed),
            Loader::Stub(stub) => stub.answer(&request, &mut self.chip, flash, self.speed),
            Loader::Lost | Loader::Handed(_) => return,
        };
        if let Then::SpeedAtOnce(speed) = answer.then {
            self.speed = Some(speed);
        }
        self.say(&answer);
        match answer.then {
            Then::Wait | Then::SpeedAtOnce(_) => {}
            Then::Run(entry) => self.run(entry),
            Then::Leave(exit) => self.exit = Some(exit),
            Then::Speed(speed) => self.speed = Some(speed),
            Then::Stream => self.stream(flash),
        }
    }

    fn say(&mut self, answer: &Answer) {
        let frame = packet::reply(answer.op, answer.value, &answer.data, answer.error);
        for _ in 0..answer.times {
            self.send(&frame);
        }
    }

    fn send(&mut self, frame: &[u8]) {
        self.frames += 1;
        let is_lost = self
            .troubles
            .loses_every
            .is_some_and(|every| self.frames.is_multiple_of(every.max(1)));
        if !is_lost && !self.troubles.is_silent {
            self.output.push(Output {
                speed: self.speed,
                bytes: slip::encode(frame),
            });
        }
    }

    fn run(&mut self, entry: u32) {
        if self.troubles.crashes {
            self.exit = Some(Exit::Reset);
        } else if self.hands_over && self.chip.ram.is_loaded(entry) {
            self.loader = Loader::Handed(entry);
        } else {
            self.model(entry);
        }
    }

    /// Does as the code would that begins here, as far as that is known.
    fn model(&mut self, entry: u32) {
        let counts_blocks = match program::judge(&self.chip.ram, entry) {
            Program::Stub => false,
            Program::OurStub => true,
            Program::Unknown | Program::Nothing => {
                self.loader = Loader::Lost;
                return;
            }
        };
        // Loaders of both kinds begin with it.
        self.chip.attach_flash();
        self.send(program::GREETING);
        let stub = Stub::new(self.troubles.miscounts, counts_blocks);
        self.loader = Loader::Stub(Box::new(stub));
    }

    /// Sends of the flash's content what may be sent now.
    fn stream(&mut self, flash: &mut dyn Nor) {
        loop {
            let Loader::Stub(stub) = &mut self.loader else {
                return;
            };
            let Some(reading) = &mut stub.reading else {
                return;
            };
            match reading.next(flash) {
                Next::Data(bytes) => self.send(&bytes),
                Next::Digest(digest) => {
                    stub.reading = None;
                    self.send(&digest);
                }
                Next::Broken => stub.reading = None,
                Next::Wait => return,
            }
        }
    }
}

#[cfg(test)]
mod tests;
