//! The loader for the chip's RAM as `firmware/stub` builds it: its bytes, where they go, and how they get there.

use std::time::Duration;

use espflash::command::Command;
use serde::Deserialize;

use super::exchange::{Answer, Exchange, MOST_FAILURES, number};
use super::trouble;
use crate::error::{Error, Result};

/// What it says first.
const GREETING: &[u8] = b"OHAI";
/// Bytes of it in a request.
const LOAD: usize = 0x1800;
/// The loader in ROM answers within this, and ours has begun.
const TIME: Duration = Duration::from_secs(2);

const BYTES: &[u8] = include_bytes!("../../firmware/stub/stub.bin");
const PLACES: &str = include_str!("../../firmware/stub/stub.toml");

/// Where the parts go, as it is written next to the bytes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Places {
    entry: u32,
    text_address: u32,
    text_size: usize,
    data_address: u32,
    data_size: usize,
}

/// A part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Where it goes in the chip's memory.
    pub(super) address: u32,
    /// Its bytes.
    pub(super) bytes: &'static [u8],
}

/// The loader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stub {
    /// Code and data.
    pub(super) parts: [Part; 2],
    /// Where it begins.
    pub(super) entry: u32,
}

impl Stub {
    /// The one of this program.
    ///
    /// # Errors
    ///
    /// A description that does not fit the bytes: this program was not built as it should be.
    pub(super) fn new() -> Result<Stub> {
        let wrong = || Error::failed("the loader for the chip's RAM is damaged in this program");
        let places: Places = toml::from_str(PLACES).map_err(|cause| wrong().because(cause))?;
        let (text, data) = BYTES
            .split_at_checked(places.text_size)
            .filter(|(_, data)| data.len() == places.data_size)
            .ok_or_else(wrong)?;
        Ok(Stub {
            parts: [
                Part {
                    address: places.text_address,
                    bytes: text,
                },
                Part {
                    address: places.data_address,
                    bytes: data,
                },
            ],
            entry: places.entry,
        })
    }
}

/// Puts it into the RAM of a chip whose loader in ROM has answered, and starts it. A part that does not arrive is sent `most` times.
///
/// # Errors
///
/// Why it does not run, as a clause. Nobody knows what the chip does then.
pub(super) fn start(exchange: &mut Exchange, most: usize) -> std::result::Result<(), String> {
    let stub = Stub::new().map_err(|error| error.to_string())?;
    let failed = |cause: espflash::Error| trouble::chain(&cause);
    for part in stub.parts {
        let mut failures = 0;
        while let Err(cause) = load(exchange, part) {
            failures += 1;
            if failures >= most || trouble::is_gone(exchange.port()) {
                return Err(failed(cause));
            }
            exchange.recover();
        }
    }
    let end = Command::MemEnd {
        no_entry: false,
        entry: stub.entry,
    };
    exchange.send(end).map_err(failed)?;
    greeting(exchange)
}

/// Loads a part from its beginning on.
fn load(exchange: &mut Exchange, part: Part) -> Answer<()> {
    let begin = Command::MemBegin {
        size: number(part.bytes.len()),
        blocks: number(part.bytes.len().div_ceil(LOAD)),
        block_size: number(LOAD),
        offset: part.address,
        supports_encryption: false,
    };
    exchange.ask(begin, TIME)?;
    for (block, sequence) in part.bytes.chunks(LOAD).zip(0..) {
        let data = Command::MemData {
            data: block,
            pad_to: 0,
            pad_byte: 0,
            sequence,
        };
        exchange.ask(data, TIME)?;
    }
    Ok(())
}

/// Waits for its first words; the reply of the loader in ROM comes before.
fn greeting(exchange: &mut Exchange) -> std::result::Result<(), String> {
    for _ in 0..MOST_FAILURES {
        match exchange.frame(TIME) {
            Ok(frame) if frame == GREETING => return Ok(()),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    Err("it was loaded and does not answer".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_in_its_code_and_lies_where_the_chip_has_ram() {
        let stub = Stub::new().expect("a loader");
        let [text, data] = stub.parts;
        let size = u32::try_from(text.bytes.len()).expect("a size");
        assert!((text.address..text.address + size).contains(&stub.entry));
        assert_eq!(text.address, 0x4010_0000);
        assert_eq!(data.address, 0x3FFE_8000);
        assert!(stub.parts.iter().all(|part| part.bytes.len() % 4 == 0));
    }
}
