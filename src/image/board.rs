//! The boards that there is firmware for.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// A board, told apart by the size of its flash chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Board {
    /// `esp8266-1m`: 1 MB of flash, such as an ESP-01S.
    Esp8266With1M,
    /// `esp8266-4m`: 4 MB of flash, such as a D1 mini.
    Esp8266With4M,
}

struct Row {
    name: &'static str,
    flash_size: usize,
}

const KIB: usize = 1024;
/// What the flash map has room for beside the running image, on every board alike: the boot loader's sector, 123 sectors of an
/// application, and in the last of them a signature trailer.
const LARGEST_IMAGE: usize = 124 * 4 * KIB - super::trailer::SIZE;

impl Board {
    /// All boards, the smallest flash first.
    pub const ALL: [Board; 2] = [Board::Esp8266With1M, Board::Esp8266With4M];

    const fn row(self) -> Row {
        match self {
            Board::Esp8266With1M => Row {
                name: "esp8266-1m",
                flash_size: 1024 * KIB,
            },
            Board::Esp8266With4M => Row {
                name: "esp8266-4m",
                flash_size: 4096 * KIB,
            },
        }
    }

    /// Its name, as in descriptors: `esp8266-1m`.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Bytes of its flash chip.
    pub const fn flash_size(self) -> usize {
        self.row().flash_size
    }

    /// Bytes of the largest image, without a signature trailer: the running image and the staged one must both fit.
    pub const fn largest_image(self) -> usize {
        match self {
            Board::Esp8266With1M | Board::Esp8266With4M => LARGEST_IMAGE,
        }
    }

    /// The board of this name.
    pub fn from_name(name: &str) -> Option<Board> {
        Board::ALL.into_iter().find(|board| board.name() == name)
    }

    /// The board whose flash chip has this many bytes.
    pub fn from_flash_size(size: usize) -> Option<Board> {
        Board::ALL
            .into_iter()
            .find(|board| board.flash_size() == size)
    }
}

impl fmt::Display for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Board {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Board::from_name(name).ok_or_else(|| {
            let names: Vec<&str> = Board::ALL.iter().map(|board| board.name()).collect();
            Error::usage(format!("there is no board {name:?}"))
                .hint(format!("the boards are {}", names.join(" and ")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boards_are_found_by_name_and_by_flash_size() {
        for board in Board::ALL {
            assert_eq!(board.name().parse::<Board>().expect("a board"), board);
            assert_eq!(Board::from_flash_size(board.flash_size()), Some(board));
        }
        assert!("esp32".parse::<Board>().is_err());
        assert_eq!(Board::from_flash_size(2 << 20), None);
    }

    #[test]
    fn the_largest_image_is_that_of_the_flash_map() {
        for board in Board::ALL {
            assert_eq!(board.largest_image(), 507_808, "{board}");
            assert!(board.largest_image().is_multiple_of(16), "{board}");
        }
    }
}
