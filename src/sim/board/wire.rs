//! The wire from a board on the bench to the program that talks to it: as slow as it should be, and garbled where the speeds differ.

use std::collections::VecDeque;

use super::pty::Pty;
use super::random::Random;
use super::uart;

/// Bits of a character with start and stop bit.
const BITS: u64 = 10;
const NANOS: u64 = 1_000_000_000;
/// Bytes that are fetched in one step.
const MOST_AT_ONCE: usize = 4_096;
/// Bytes that nobody fetches for so long, in microseconds, are gone.
const PATIENCE: u64 = 2_000_000;

/// The mask ROM's words before anything else, in bits per second: what a crystal of 26 MHz makes of 115,200.
pub const BOOT_LOG_SPEED: u32 = 74_880;

/// A pseudo-terminal carries no DTR and RTS. These speeds, in bits per second, stand for them: nobody talks at them.
const RESET: u32 = 50;
const RESET_HOLDING_GPIO0: u32 = 75;

/// A reset from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pull {
    /// The flash's content starts.
    Reset,
    /// The serial loader starts.
    ResetHoldingGpio0,
}

/// A wire that is too long, or too near to something else.
#[derive(Debug)]
pub struct Damage {
    /// The probability with which a byte is damaged, 0 to 1.
    pub rate: f64,
    /// Only at speeds above this, in bits per second.
    pub above: u32,
    /// Which bytes.
    pub random: Random,
}

/// The wire. Times are in microseconds unless they say otherwise.
#[derive(Debug)]
pub struct Wire {
    pty: Pty,
    pace: Option<u32>,
    damage: Option<Damage>,
    /// For the user's program.
    outgoing: VecDeque<u8>,
    /// Up to when the line is taken, in nanoseconds, each way.
    incoming_until: u64,
    outgoing_until: u64,
    /// When the user's program last took something.
    taken_at: u64,
    /// The speed of the user's program at the last look.
    theirs: Option<u32>,
    /// Whether that has become that of the boot log since something came.
    has_turned: bool,
    /// And at the look before, as far as pins are concerned.
    looked_at: Option<u32>,
}

impl Wire {
    /// A wire on which bytes pass no faster than at `pace` bits per second, nor than the user's program has set.
    pub fn new(pty: Pty, pace: Option<u32>) -> Wire {
        Wire {
            pty,
            pace,
            damage: None,
            outgoing: VecDeque::new(),
            incoming_until: 0,
            outgoing_until: 0,
            taken_at: 0,
            theirs: None,
            has_turned: false,
            looked_at: None,
        }
    }

    /// The path for the user.
    pub fn path(&self) -> String {
        self.pty.path()
    }

    /// What happens to bytes to and from the serial loader.
    pub fn spoil(&mut self, damage: Damage) {
        self.damage = Some(damage);
    }

    /// The speed of the user's program when something last came, where the system tells.
    pub fn speed(&self) -> Option<u32> {
        self.theirs
    }

    /// Looks at the speed of the user's program.
    fn look(&mut self) {
        let before = std::mem::replace(&mut self.theirs, self.pty.speed());
        self.has_turned |= before != self.theirs && self.theirs == Some(BOOT_LOG_SPEED);
    }

    /// Whether the user's program has asked for a reset since the last call.
    pub fn take_pull(&mut self) -> Option<Pull> {
        self.look();
        if std::mem::replace(&mut self.looked_at, self.theirs) == self.theirs {
            return None;
        }
        match self.theirs {
            Some(RESET) => Some(Pull::Reset),
            Some(RESET_HOLDING_GPIO0) => Some(Pull::ResetHoldingGpio0),
            _ => None,
        }
    }

    /// For firmware: what has come, at once.
    pub fn receive(&mut self, to: &mut [u8]) -> usize {
        self.pty.receive(to)
    }

    /// For firmware: takes all, and what nobody fetches is gone.
    pub fn send(&mut self, from: &[u8]) -> usize {
        self.pty.send(from)
    }

    /// The chip prints something at `speed`, at once.
    pub fn print(&mut self, speed: u32, bytes: &[u8]) {
        let theirs = self.theirs.unwrap_or(speed);
        self.outgoing.clear();
        self.pty.send(&uart::heard(bytes, speed, theirs));
    }

    /// What has come until `now` as a chip hears it that listens at `speed`, or at any.
    pub fn listen(&mut self, now: u64, speed: Option<u32>) -> Vec<u8> {
        let byte_time = self.byte_time();
        let room = room(now, self.incoming_until, byte_time).min(MOST_AT_ONCE);
        let mut bytes = vec![0; room];
        let count = self.pty.receive(&mut bytes);
        bytes.truncate(count);
        self.incoming_until = if count < room {
            // The line was free: the next byte begins now.
            now * 1_000
        } else {
            self.incoming_until + count as u64 * byte_time
        };
        if count > 0 {
            // After and not before: who waits for answers has set the speed before what is heard now.
            self.look();
            let is_of_before = std::mem::take(&mut self.has_turned) && speed.is_none();
            if is_of_before && self.theirs == Some(BOOT_LOG_SPEED) {
                // Whoever turns to the boot log has given up: on a busy computer what was said before, at another speed, is read only now.
                // A chip that takes its speed from that would never be found again.
                return Vec::new();
            }
        }
        self.damage(&mut bytes);
        match (self.theirs, speed) {
            (Some(from), Some(to)) => uart::heard(&bytes, from, to),
            _ => bytes,
        }
    }

    /// The chip says something at `speed`, or at that of the user's program.
    pub fn say(&mut self, now: u64, speed: Option<u32>, bytes: &[u8]) {
        let mut bytes = match (speed, self.theirs) {
            (Some(from), Some(to)) => uart::heard(bytes, from, to),
            _ => bytes.to_vec(),
        };
        self.damage(&mut bytes);
        if self.outgoing.is_empty() {
            self.outgoing_until = self.outgoing_until.max(now * 1_000);
            self.taken_at = now;
        }
        self.outgoing.extend(bytes);
    }

    /// Passes on what has been said and is due.
    pub fn flush(&mut self, now: u64) {
        let byte_time = self.byte_time();
        loop {
            let room = room(now, self.outgoing_until, byte_time);
            let (waiting, _) = self.outgoing.as_slices();
            let due = waiting.get(..room).unwrap_or(waiting);
            if due.is_empty() {
                return;
            }
            let count = self.pty.offer(due);
            if count == 0 {
                break;
            }
            self.outgoing.drain(..count);
            self.outgoing_until += count as u64 * byte_time;
            self.taken_at = now;
        }
        if now.saturating_sub(self.taken_at) > PATIENCE {
            self.outgoing.clear();
        }
    }

    /// Whether all that was said has been passed on.
    pub fn is_idle(&self) -> bool {
        self.outgoing.is_empty()
    }

    /// Nanoseconds that a byte takes; 0 without a pace.
    fn byte_time(&self) -> u64 {
        self.pace.map_or(0, |pace| {
            let speed = self.theirs.map_or(pace, |theirs| theirs.min(pace));
            BITS * NANOS / u64::from(speed.max(1))
        })
    }

    fn damage(&mut self, bytes: &mut [u8]) {
        let theirs = self.theirs.unwrap_or(u32::MAX);
        if let Some(damage) = self.damage.as_mut().filter(|damage| theirs > damage.above) {
            for byte in bytes {
                if damage.random.fraction() < damage.rate {
                    *byte ^= 1 << (damage.random.draw() % 8);
                }
            }
        }
    }
}

/// How many bytes of this length, in nanoseconds, have passed since the line was taken up to `until`.
fn room(now: u64, until: u64, byte_time: u64) -> usize {
    let passed = (now * 1_000).saturating_sub(until);
    passed.checked_div(byte_time).map_or(usize::MAX, |count| {
        usize::try_from(count).unwrap_or(usize::MAX)
    })
}
