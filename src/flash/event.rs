//! What is told on the way.

use std::ops::Range;
use std::path::PathBuf;

use super::alive::Identity;
use super::chip::Chip;
use super::plan::Plan;
use super::saying::Said;

/// Why the loader does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// What the flash holds runs instead.
    Application,
    /// Nothing comes from the chip at all.
    Silence,
    /// Something comes that is neither a loader's nor anybody's text.
    Noise,
    /// The chip says that it is in its loader, and does not hear us.
    Deaf,
    /// All that is sent comes back.
    Echo,
}

impl Waiting {
    /// A clause about it.
    pub fn reason(self) -> &'static str {
        match self {
            Waiting::Application => "the application is running, not the serial boot loader",
            Waiting::Silence => "nothing answers on the line",
            Waiting::Noise => "only noise comes on the line",
            Waiting::Deaf => "the chip is in its boot loader but does not hear this computer",
            Waiting::Echo => "all that is sent comes back, and nothing else",
        }
    }

    /// What to do about it, in this order.
    pub fn remedies(self) -> &'static [&'static str] {
        const HOLD: &str = "hold GPIO0 (the button FLASH or BOOT) to GND and tap reset, or take power away and give it again";
        match self {
            Waiting::Application => &[HOLD],
            Waiting::Silence => &[
                HOLD,
                "wire adapter to chip: TX to RX, RX to TX, GND to GND, 3.3 V to VCC and to EN (CH_PD); never 5 V",
                "a USB cable may be for charging only: take one that carries data",
            ],
            Waiting::Deaf => {
                &["wire the adapter's TX to the chip's RX, and nothing else to that pin"]
            }
            Waiting::Echo => &[
                "take TX and RX of the adapter apart: a wire, a jumper or a drop of solder joins them, or the adapter is in loop-back",
                "where a board with another firmware sends back what it hears: hold GPIO0 to GND and tap reset",
            ],
            Waiting::Noise => &[
                HOLD,
                "check GND between adapter and chip, and a 3.3 V supply of 300 mA or more",
            ],
        }
    }
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The loader does not answer yet.
    Waiting(Waiting),
    /// The chip cannot be reset over this port, which is no fault.
    NoReset,
    /// The chip has said what it is.
    Connected {
        /// The chip.
        chip: Chip,
        /// The loader's name.
        loader: &'static str,
        /// Bits per second.
        speed: u32,
    },
    /// The loader in RAM does not work: that in ROM does the work.
    FellBack {
        /// Why, as a clause.
        reason: String,
    },
    /// It goes on slower.
    Slower {
        /// Bits per second.
        speed: u32,
    },
    /// What will be done.
    Planned(Plan),
    /// How far erasing and writing are.
    Progress {
        /// Bytes erased or written so far.
        done: u32,
        /// Of so many.
        total: u32,
    },
    /// Something went wrong and is tried again.
    Again {
        /// What, as a clause.
        reason: String,
    },
    /// Something was damaged on the line and sent again. Other damage may not have been noticed.
    Damaged {
        /// What, as a clause.
        reason: String,
    },
    /// What the flash held is in a file.
    Saved {
        /// Which.
        file: PathBuf,
        /// From where to where in the flash, in bytes.
        range: Range<u32>,
    },
    /// All is in the flash.
    Written {
        /// How long it took, in milliseconds.
        took_ms: u64,
        /// Whether the chip's MD5 is that of the image; the loader in ROM knows none.
        is_verified: bool,
    },
    /// The chip starts what it holds; how it is known to have done so comes next.
    Starting,
    /// What the chip printed when it started: at least one line of which the meaning is known.
    BootLog(Vec<Said>),
    /// The gateway has answered.
    Alive(Identity),
}
