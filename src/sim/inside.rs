//! A virtual gateway without sockets or a clock of its own: telegrams go in at its serial line and come out at its port 2001.

use std::time::Duration;

use super::board::flash::Flash;
use super::board::network::Memory;
use super::board::rtc::Rtc;
use super::board::serial::Line;
use super::board::wifi::{Network, Wifi};
use super::board::{Machine, Parts, Quirks, VirtualBoard, image};
use super::core::{Board, Settings, write_settings};
use crate::error::{Error, Result};

const SSID: &[u8] = b"simulated";
/// From one step of the firmware to the next, in microseconds.
const STEP: u64 = 1_000;
/// While nothing happens, steps may be longer.
const PAUSE_STEP: u64 = 50_000;
/// The firmware has joined its network and serves its client after this, or never.
const START_LIMIT: u64 = 60_000_000;
/// A telegram has come through after this, or never: longer than it takes at 300 baud.
const PASS_LIMIT: u64 = 200_000_000;
/// A line that is not the bottleneck.
const BAUD: u32 = 10_000_000;

/// One gateway with one client.
#[derive(Debug)]
pub struct Inside {
    board: VirtualBoard<Memory>,
    /// Microseconds since power came.
    now: u64,
}

impl Inside {
    /// A gateway that has joined its network and has its client.
    ///
    /// # Errors
    ///
    /// A firmware that does not get that far.
    pub fn start() -> Result<Inside> {
        let kind = Board::With1M;
        let mut flash = Flash::in_memory(kind.flash_size());
        let firmware = image::firmware(env!("CARGO_PKG_VERSION"), kind, "sim")?;
        flash.write(0, &firmware);
        let mut machine = Machine::new(Parts {
            board: kind,
            mac: [0x5C, 0xCF, 0x7F, 0x51, 0x00, 0x01],
            flash,
            rtc: Rtc::new(None),
            wifi: Wifi::new(vec![Network {
                ssid: SSID.to_vec(),
                password: Vec::new(),
                rssi_dbm: -60,
                channel: 6,
            }]),
            line: Line::new(None, None, BAUD),
            network: Memory::default(),
            quirks: Quirks::default(),
        });
        write_settings(
            &mut machine,
            kind,
            &Settings {
                name: "",
                ssid: SSID,
                secret: b"",
                password: "",
            },
        )?;
        let mut inside = Inside {
            board: VirtualBoard::new(machine),
            now: 0,
        };
        while !inside.has_client() {
            if inside.now > START_LIMIT {
                return Err(Error::failed(
                    "the virtual gateway does not serve its meter",
                ));
            }
            inside.step(STEP);
        }
        Ok(inside)
    }

    fn has_client(&mut self) -> bool {
        self.board
            .machine()
            .is_some_and(|machine| machine.network.is_connected())
    }

    fn step(&mut self, length: u64) {
        self.now += length;
        self.board.step(self.now);
    }

    /// Sends a telegram through the gateway; what its client has got when all of it is through.
    pub fn pass(&mut self, telegram: &[u8]) -> Vec<u8> {
        let now = self.now;
        if let Some(machine) = self.board.machine() {
            machine.line.say(now, telegram);
        }
        let mut got = Vec::with_capacity(telegram.len());
        while got.len() < telegram.len() && self.now < now + PASS_LIMIT {
            self.step(STEP);
            if let Some(machine) = self.board.machine() {
                got.extend(machine.network.take());
            }
        }
        got
    }

    /// Lets time pass.
    pub fn rest(&mut self, time: Duration) {
        let mut left = u64::try_from(time.as_micros()).unwrap_or(u64::MAX / 2);
        while left > 0 {
            let length = left.min(PAUSE_STEP);
            self.step(length);
            left -= length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::meter::{Meter, profiles};

    #[test]
    fn telegrams_of_every_meter_come_through_to_the_byte() {
        let start = "2026-01-31T12:00:00Z".parse().expect("a time");
        for profile in profiles() {
            let mut inside = Inside::start().expect("a gateway");
            let mut meter = Meter::new(profile, 1, start);
            for _ in 0..5 {
                let telegram = meter.next_telegram();
                assert_eq!(inside.pass(&telegram), telegram, "{}", profile.name());
                inside.rest(profile.period());
            }
        }
    }
}
