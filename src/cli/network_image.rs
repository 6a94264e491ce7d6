//! The firmware that goes to gateways over the network: what the catalogue has for their boards.

use std::net::IpAddr;

use super::flash::choose;
use crate::catalogue::{Catalogue, Entry, Target, no_firmware};
use crate::error::{Error, Result};
use crate::image::{Board, Version};

/// What answers at an address: virtual boards are at 127.0.0.2 and up, where a tunnel to a real gateway would be at 127.0.0.1.
pub(super) fn target(address: IpAddr) -> Target {
    match address {
        IpAddr::V4(address) if address.is_loopback() && !address.octets().ends_with(&[0, 0, 1]) => {
            Target::VirtualBoard
        }
        _ => Target::Chip,
    }
}

/// All that is at hand, if the wanted version is, or any.
pub(super) fn catalogue(wanted: Option<&Version>) -> Result<Catalogue> {
    match choose::at_hand(wanted)? {
        choose::Firmware::AtHand(catalogue, _) => Ok(catalogue),
        choose::Firmware::File { .. } => Ok(Catalogue::default()),
    }
}

/// The board of this name.
pub(super) fn board(name: &str) -> Result<Board> {
    Board::from_name(name).ok_or_else(|| {
        Error::failed(format!(
            "the gateway is a board {}, which this version does not know",
            name.escape_debug()
        ))
        .hint("update smr: the gateway's firmware is newer than this program")
    })
}

/// The image that ran before, as far as the catalogue can tell: the newest that is older than what runs.
pub(super) fn before<'a>(
    catalogue: &'a Catalogue,
    board: Board,
    running: &str,
    target: Target,
) -> Result<&'a Entry> {
    let version: Version = running.parse().map_err(|_| {
        no_firmware(&format!(
            "what the gateway runs has no version that can be compared: {}",
            running.escape_debug()
        ))
    })?;
    catalogue.before(board, &version, target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_virtual_boards_get_images_without_a_program() {
        for (address, expected) in [
            ("127.0.0.2", Target::VirtualBoard),
            ("127.0.1.1", Target::VirtualBoard),
            ("127.0.0.1", Target::Chip),
            ("192.168.1.20", Target::Chip),
            ("::1", Target::Chip),
        ] {
            let address: IpAddr = address.parse().expect("an address");
            assert_eq!(target(address), expected, "{address}");
        }
    }
}
