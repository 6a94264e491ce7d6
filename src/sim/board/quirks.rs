//! What is not as it should be with a board.

use crate::sim::core::ChipReset;
use crate::sim::rom::Troubles;

/// The registers of a crash that is made up: a load from address 0 (EXCCAUSE 28).
const CRASH: [u32; 6] = [28, 0x4020_1234, 0, 0, 0, 0];

/// What is not as it should be with a board.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quirks {
    /// Nobody can reach it.
    pub is_unreachable: bool,
    /// It does not restart when its firmware wants to.
    pub refuses_restart: bool,
    /// Its boot loader is another one, which knows nothing of updates.
    pub keeps_old_version: bool,
    /// It restarts once when one connection has brought so many bytes.
    pub restart_at_bytes: Option<u64>,
    /// What is wrong with its serial loader.
    pub loader: Troubles,
    /// What is there when no firmware runs.
    pub without_firmware: WithoutFirmware,
    /// Its Wi-Fi is away from each of these times on, for a time; both in milliseconds.
    pub wifi_lost: Vec<(u64, u64)>,
    /// Its server makes all nonces stale each time so many microseconds have passed.
    pub forgets_logins_every: Option<u64>,
    /// Its free memory and the largest piece of it, in bytes.
    pub memory: Option<(u32, u32)>,
    /// The share of the meter's bytes that count as lost, 0 to 1.
    pub loses_bytes: f64,
    /// The share of the meter's bytes that count as not framed, 0 to 1.
    pub unframed_bytes: f64,
    /// Why it started first.
    pub first_start: Option<ChipReset>,
    /// How long its boot loader takes for each sector that it copies, in microseconds.
    pub swap_step: u64,
    /// Versions of firmware that are not good, and what they do.
    pub bad_images: Vec<(String, Misdeed)>,
}

/// What firmware does that is not good, as long as it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misdeed {
    /// It does nothing, until the hardware watchdog bites.
    Hang,
    /// It crashes as soon as it runs.
    Crash,
    /// It cannot join the network, although it hears it.
    LoseNetwork,
}

impl Misdeed {
    /// All of them with their words.
    pub const ALL: [(&str, Misdeed); 3] = [
        ("hang", Misdeed::Hang),
        ("crash", Misdeed::Crash),
        ("lose-network", Misdeed::LoseNetwork),
    ];
}

/// What talks on the wire of a board that runs no firmware.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WithoutFirmware {
    /// The serial loader.
    #[default]
    Loader,
    /// An application that is not ours.
    OtherApplication,
}

impl Quirks {
    /// What firmware of this version does.
    pub(super) fn misdeed_of(&self, version: &str) -> Option<Misdeed> {
        let found = self.bad_images.iter().find(|(bad, _)| bad == version);
        found.map(|(_, misdeed)| *misdeed)
    }

    /// How many of the meter's bytes count as lost.
    pub(super) fn lost_of(&self, bytes: u64) -> u32 {
        share(bytes, self.loses_bytes)
    }

    /// How many of the meter's bytes count as not framed.
    pub(super) fn unframed_of(&self, bytes: u64) -> u32 {
        share(bytes, self.unframed_bytes)
    }

    /// What the chip says of a start that was made by `cause`.
    pub(super) fn start(&self, cause: ChipReset) -> ChipReset {
        match (cause, self.first_start) {
            (ChipReset::Power, Some(first)) => first,
            (cause, _) => cause,
        }
    }

    /// The registers of the crash before such a start.
    pub(super) fn crash(&self, cause: ChipReset) -> Option<[u32; 6]> {
        (self.start(cause) == ChipReset::Exception).then_some(CRASH)
    }
}

/// So many of `count`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a share of what a line carries is small and not negative"
)]
fn share(count: u64, rate: f64) -> u32 {
    (count as f64 * rate) as u32
}
