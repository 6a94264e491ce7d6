//! The firmware core, compiled from C++, the boot loader, compiled from C, and what they ask of their surroundings.

#[allow(
    unsafe_code,
    reason = "the core is C++ and the boot loader C: pointers cross this border and no other"
)]
mod border;
mod hardware;

pub use border::{BootHardware, Booted, Core, Settings, boot, has_settings, write_settings};
pub use hardware::{
    ChipReset, Connection, ConnectionState, FixedAddresses, Hardware, HeapFigures, Interface,
    LineSettings, ScannedNetwork, StationState, TcpService, UdpService,
};

/// Bytes of an image's descriptor.
pub const DESCRIPTOR_SIZE: usize = 96;

/// What the firmware runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Board {
    /// An ESP8266 with 1 MiB of flash, such as an ESP-01.
    With1M,
    /// An ESP8266 with 4 MiB of flash.
    With4M,
}

impl Board {
    /// As in image descriptors.
    pub fn name(self) -> &'static str {
        match self {
            Board::With1M => "esp8266-1m",
            Board::With4M => "esp8266-4m",
        }
    }

    /// The board of this name.
    pub fn find(name: &str) -> Option<Board> {
        [Board::With1M, Board::With4M]
            .into_iter()
            .find(|board| board.name() == name)
    }

    /// Bytes in the flash chip.
    pub fn flash_size(self) -> u32 {
        match self {
            Board::With1M => 0x10_0000,
            Board::With4M => 0x40_0000,
        }
    }

    /// The number in `firmware/port/host/hardware.h`.
    fn number(self) -> u8 {
        match self {
            Board::With1M => 0,
            Board::With4M => 1,
        }
    }
}
