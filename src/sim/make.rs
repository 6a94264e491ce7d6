//! Makes virtual boards as they are ordered.

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use mio::{Registry, Token};

use super::board::feed::Feed;
use super::board::flash::Flash;
use super::board::rtc::Rtc;
use super::board::serial::{Line, P1_BAUD};
use super::board::wifi::{Network, Wifi};
use super::board::wire::{Damage, Wire};
use super::board::{
    Machine, Parts, Ports, Pty, Quirks, Random, Sockets, VirtualBoard, WithoutFirmware, image,
};
use super::core::{Board, ChipReset, Settings, has_settings, write_settings};
use super::fault::{Fault, Faults};
use super::machine_code::Executor;
use super::meter::Profile;
use crate::config::secret::Password;
use crate::error::{Error, Result};

/// What a board that is made for the first time has in its flash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    Blank,
    /// Firmware.
    Setup,
    /// Firmware, a network and perhaps a password.
    Provisioned,
}

/// The meter on the line of each board.
#[derive(Clone, Debug)]
pub enum MeterPlan {
    /// A simulated one; each board has a household of its own.
    Simulated {
        /// Its kind.
        profile: &'static Profile,
        /// In place of the kind's own.
        interval: Option<Duration>,
        /// The meters' time at the start.
        start: Timestamp,
    },
    /// Telegrams again and again.
    Recorded {
        /// At least one.
        telegrams: Arc<[Vec<u8>]>,
        /// From one to the next.
        interval: Duration,
    },
}

/// What boards are to be made.
#[derive(Clone, Debug)]
pub struct Order {
    /// How many, from 1 to 1,000.
    pub count: u16,
    /// The kind.
    pub board: Board,
    /// Where they are kept; nowhere if not said.
    pub directory: Option<PathBuf>,
    /// What is in their flash at first.
    pub condition: Condition,
    /// The image of that firmware. Without one a small one is made, of which only the descriptor means something.
    pub firmware: Option<Arc<[u8]>>,
    /// The ports of each.
    pub ports: Ports,
    /// The admin's password.
    pub admin_password: Option<Password>,
    /// What they read.
    pub meter: MeterPlan,
    /// Bits per second on the serial line. Without, a meter has those of a P1 port, and a pseudo-terminal is as fast as the computer.
    pub pace: Option<u32>,
    /// The network in the air.
    pub network: Network,
    /// What goes wrong.
    pub faults: Faults,
    /// How long new firmware is on trial.
    pub trial: Trial,
    /// Runs what hosts load into the RAM of a board with a pseudo-terminal; without one it is modelled.
    pub executor: Option<Executor>,
}

/// How long new firmware is on trial, by the clock of this computer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trial {
    /// Idle time is skipped: about a second.
    #[default]
    Quick,
    /// As on a chip: a minute, or ten without its network.
    Real,
}

/// The first three bytes of the addresses of chips of this kind.
const MAKER: [u8; 3] = [0x5C, 0xCF, 0x7F];

/// A signal in dBm that nobody can join a network with.
const WEAK_DBM: i8 = -93;

/// The address of board `number`, from 1 on: 127.0.0.2 and so on.
pub fn address(number: u16) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(Ipv4Addr::LOCALHOST) + u32::from(number))
}

/// MAC addresses for the new boards of one world, no two of them the same: a name is made of the last three bytes, and of five hundred that
/// are drawn freely two are the same more often than one would think.
#[derive(Clone, Copy, Debug)]
pub(super) struct Macs(u32);

impl Macs {
    /// Others each time.
    ///
    /// # Errors
    ///
    /// A system without random numbers.
    pub(super) fn random() -> Result<Macs> {
        let mut base = [0; 4];
        getrandom::fill(&mut base)
            .map_err(|cause| Error::failed("cannot make up MAC addresses").because(cause))?;
        Ok(Macs(u32::from_le_bytes(base)))
    }

    /// That of board `number`.
    fn of(self, number: u16) -> [u8; 6] {
        // Odd, so that each number gives another result, and those of neighbours do not look alike.
        const STEP: u32 = 0x009E_3779;
        let [fourth, fifth, sixth, _] = self
            .0
            .wrapping_add(u32::from(number).wrapping_mul(STEP))
            .to_le_bytes();
        let [first, second, third] = MAKER;
        [first, second, third, fourth, fifth, sixth]
    }
}

fn parse_mac(text: &str) -> Option<[u8; 6]> {
    let bytes: Vec<u8> = text
        .trim()
        .split(':')
        .map(|part| u8::from_str_radix(part, 16).ok())
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}

/// The MAC address in `file`, which is `new` and written if it is not there.
fn kept_mac(file: &Path, new: [u8; 6]) -> Result<[u8; 6]> {
    if let Ok(text) = fs::read_to_string(file) {
        return parse_mac(&text).ok_or_else(|| {
            Error::failed(format!("there is no MAC address in {}", file.display()))
                .hint("write one like 5c:cf:7f:a1:b2:c3 into it, or delete it")
        });
    }
    let text: Vec<String> = new.iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(file, text.join(":") + "\n").map_err(|cause| {
        Error::failed(format!("cannot write {}", file.display())).because(cause)
    })?;
    Ok(new)
}

/// What stays of a board between two runs.
struct Kept {
    mac: [u8; 6],
    flash: Flash,
    rtc: Rtc,
}

fn keep(order: &Order, number: u16, mac: [u8; 6]) -> Result<Kept> {
    let size = order.board.flash_size();
    let Some(directory) = &order.directory else {
        return Ok(Kept {
            mac,
            // Code that runs outside of this program needs the chip where it can see it.
            flash: match order.executor {
                Some(_) => Flash::in_temporary_file(size)?,
                None => Flash::in_memory(size),
            },
            rtc: Rtc::new(None),
        });
    };
    let directory = directory.join(format!("board-{number}"));
    fs::create_dir_all(&directory).map_err(|cause| {
        Error::failed(format!("cannot make {}", directory.display())).because(cause)
    })?;
    Ok(Kept {
        flash: Flash::in_file(&directory.join("flash.bin"), size)?,
        mac: kept_mac(&directory.join("mac"), mac)?,
        rtc: Rtc::new(Some(directory.join("rtc.bin"))),
    })
}

/// A flash in which nothing was ever written gets what the order says.
fn fill(machine: &mut Machine<Sockets>, order: &Order, password: Option<&str>) -> Result<()> {
    let mut beginning = [0; 16];
    let mut application = [0; 16];
    machine.flash.read(0, &mut beginning);
    machine.flash.read(0x1000, &mut application);
    let is_new = beginning == [0xFF; 16] && application == [0xFF; 16];
    if !is_new || order.condition == Condition::Blank {
        return Ok(());
    }
    if let Some(firmware) = &order.firmware {
        machine.flash.write(0, firmware);
    } else {
        let firmware = image::firmware(env!("CARGO_PKG_VERSION"), order.board, "sim")?;
        machine.flash.write(0, &firmware);
    }
    if order.condition == Condition::Setup || has_settings(machine, order.board) {
        return Ok(());
    }
    write_settings(
        machine,
        order.board,
        &Settings {
            name: "",
            ssid: &order.network.ssid,
            secret: &order.network.password,
            password: password.unwrap_or_default(),
        },
    )
}

/// Makes board `number`, counted from 1 on.
pub(super) fn make(
    order: &Order,
    number: u16,
    macs: Macs,
    registry: Registry,
    token: Token,
) -> Result<VirtualBoard<Sockets>> {
    let Kept { mac, flash, rtc } = keep(order, number, macs.of(number))?;
    let faults: Vec<Fault> = order.faults.of(number).collect();
    let mut feed = match &order.meter {
        MeterPlan::Simulated {
            profile,
            interval,
            start,
        } => Feed::simulated(profile, number.into(), *start, *interval),
        MeterPlan::Recorded {
            telegrams,
            interval,
        } => Feed::recorded(Arc::clone(telegrams), *interval),
    };
    let of_meter = faults.iter().filter_map(|fault| match fault {
        Fault::Meter(fault) => Some(*fault),
        _ => None,
    });
    feed.spoil(of_meter, number.into());
    // Only a board on the bench needs one, and hundreds of boards would use up what the system has.
    let wire = if cfg!(unix) && order.condition != Condition::Provisioned {
        Some(Wire::new(Pty::open()?, order.pace))
    } else {
        None
    };
    let mut machine = Machine::new(Parts {
        board: order.board,
        mac,
        flash,
        rtc,
        wifi: Wifi::new(vec![order.network.clone()]),
        line: Line::new(Some(feed), wire, order.pace.unwrap_or(P1_BAUD)),
        network: Sockets::new(address(number), order.ports, registry, token)?,
        quirks: Quirks::default(),
    });
    machine.executor.clone_from(&order.executor);
    let is_wrong = faults.contains(&Fault::WrongPassword);
    let given = order.admin_password.as_ref().map(Password::expose);
    let password = given.map(|password| match is_wrong {
        true => format!("not {password}"),
        false => password.to_owned(),
    });
    fill(&mut machine, order, password.as_deref())?;
    for fault in faults {
        apply(&mut machine, fault, number);
    }
    let mut board = VirtualBoard::new(machine);
    if order.trial == Trial::Quick {
        board.skip_trials();
    }
    Ok(board)
}

/// Gives a board a fault.
fn apply(machine: &mut Machine<Sockets>, fault: Fault, number: u16) {
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    let quirks = &mut machine.quirks;
    match fault {
        Fault::Unreachable => quirks.is_unreachable = true,
        Fault::SlowNetwork { bytes_per_s } => machine.network.slow_down(bytes_per_s),
        Fault::RefuseReboot => quirks.refuses_restart = true,
        Fault::KeepOldVersion => quirks.keeps_old_version = true,
        Fault::SlowSwap { each } => quirks.swap_step = micros(each),
        Fault::BadImage { version, does } => quirks.bad_images.push((version, does)),
        Fault::WrongPassword | Fault::Meter(_) => {}
        Fault::Signal { dbm } => machine.wifi.weaken(dbm),
        Fault::LowMemory {
            free,
            largest_block,
        } => quirks.memory = Some((free, largest_block)),
        Fault::LossySerial { rate } => quirks.loses_bytes = rate,
        Fault::UnframedSerial { rate } => quirks.unframed_bytes = rate,
        Fault::Crashed => quirks.first_start = Some(ChipReset::Exception),
        Fault::Hung => quirks.first_start = Some(ChipReset::HardwareWatchdog),
        Fault::RebootMidUpload { at_bytes } => quirks.restart_at_bytes = Some(at_bytes),
        Fault::PowerCut(cut) => machine.flash.cut_power(cut),
        Fault::CorruptSerial { rate } => machine.line.corrupt(rate, Random::new(number.into())),
        Fault::SilentMeter { after } => machine.line.fall_silent(micros(after)),
        Fault::StaleNonce { every } => quirks.forgets_logins_every = Some(micros(every).max(1)),
        Fault::StalledClient { number } => machine.network.stall_client(number),
        Fault::LoaderSilent => quirks.loader.is_silent = true,
        Fault::WrongChip => quirks.loader.is_other_chip = true,
        Fault::SmallFlash => quirks.loader.has_small_flash = true,
        Fault::DropReplies { every } => quirks.loader.loses_every = Some(every),
        Fault::FlipBits { rate, above } => {
            if let Some(wire) = machine.line.wire_mut() {
                wire.spoil(Damage {
                    rate,
                    above,
                    random: Random::new(number.into()),
                });
            }
        }
        Fault::SlowDetection { most } => quirks.loader.detects_to = Some(most),
        Fault::Md5Fails => quirks.loader.miscounts = true,
        Fault::ProgramCrashes => quirks.loader.crashes = true,
        Fault::ApplicationRunning => {
            quirks.without_firmware = WithoutFirmware::OtherApplication;
        }
        Fault::WeakSignal => machine.wifi.weaken(WEAK_DBM),
        Fault::NoAddress => machine.wifi.withhold_addresses(),
        Fault::HiddenWifi => machine.wifi.hide(),
        Fault::WifiLost { after, length } => {
            let length = length.map_or(u64::MAX, |length| micros(length) / 1_000);
            quirks.wifi_lost.push((micros(after) / 1_000, length));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_boards_of_a_world_have_the_same_name() {
        let macs = Macs::random().expect("random numbers");
        let ends: BTreeSet<[u8; 3]> = (1..=u16::MAX)
            .map(|number| {
                let [first, second, third, fourth, fifth, sixth] = macs.of(number);
                assert_eq!([first, second, third], MAKER);
                [fourth, fifth, sixth]
            })
            .collect();
        assert_eq!(ends.len(), usize::from(u16::MAX));
    }
}
