//! The descriptor: what an image says of itself.

use std::fmt;
use std::str::FromStr;

use super::bytes::{array, crc32_ieee, put, slice, u16_at, u32_at};
use super::{Board, Version};
use crate::error::Error;

const MAGIC: &[u8] = b"SMR-FWD1";
/// Bytes of a descriptor.
pub(super) const SIZE: usize = 96;
const FORMAT: u16 = 1;

const SIZE_AT: usize = 8;
const FORMAT_AT: usize = 10;
const VERSION_AT: usize = 12;
const BOARD_AT: usize = 36;
const BOARD_SIZE: usize = 16;
const BUILD_AT: usize = 52;
const SECURITY_AT: usize = 76;
const CRC_AT: usize = 92;

/// What a sound image says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descriptor {
    /// Its version.
    pub version: Version,
    /// The board that it is made for.
    pub board: Board,
    /// Which build of the version it is.
    pub build: BuildId,
    /// Counts up when an update must not be undone.
    pub security_version: u32,
}

/// What tells builds of one version apart: 1 to [`BuildId::LONGEST`] letters of printable ASCII without spaces, quotes and
/// backslashes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BuildId(String);

impl BuildId {
    /// The most letters that a descriptor has room for.
    pub const LONGEST: usize = 24;

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BuildId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for BuildId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.is_empty() || text.len() > BuildId::LONGEST || !text.bytes().all(is_allowed) {
            return Err(Error::usage(format!("{text:?} is no build id")).hint(format!(
                "write 1 to {} letters of printable ASCII without spaces, quotes and backslashes",
                BuildId::LONGEST
            )));
        }
        Ok(BuildId(text.to_owned()))
    }
}

fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_graphic() && byte != b'"' && byte != b'\\'
}

/// A descriptor as it was found, whose version and board may be any text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDescriptor {
    /// Where it is in the file.
    pub offset: usize,
    /// The text of its version.
    pub version: String,
    /// The name of its board.
    pub board: String,
    /// Which build it is.
    pub build: BuildId,
    /// Its security version.
    pub security_version: u32,
}

impl Descriptor {
    /// The bytes of the descriptor, as they lie in an image.
    pub fn to_bytes(&self) -> [u8; SIZE] {
        let mut bytes = [0; SIZE];
        put(&mut bytes, 0, MAGIC);
        put(&mut bytes, SIZE_AT, &[96, 0]);
        put(&mut bytes, FORMAT_AT, &FORMAT.to_le_bytes());
        put(&mut bytes, VERSION_AT, self.version.to_string().as_bytes());
        put(&mut bytes, BOARD_AT, self.board.name().as_bytes());
        put(&mut bytes, BUILD_AT, self.build.0.as_bytes());
        put(
            &mut bytes,
            SECURITY_AT,
            &self.security_version.to_le_bytes(),
        );
        let crc = crc32_ieee(slice(&bytes, 0, CRC_AT).unwrap_or_default());
        put(&mut bytes, CRC_AT, &crc.to_le_bytes());
        bytes
    }
}

/// All descriptors in a segment's data, which begins at `offset` of the file.
pub(super) fn find(data: &[u8], offset: usize) -> impl Iterator<Item = FoundDescriptor> {
    memchr::memmem::find_iter(data, MAGIC)
        .filter(|at| at % 4 == 0)
        .filter_map(move |at| read(&array(data, at)?, offset.checked_add(at)?))
}

fn read(bytes: &[u8; SIZE], offset: usize) -> Option<FoundDescriptor> {
    let is_framed = u16_at(bytes, SIZE_AT) == u16::try_from(SIZE).ok()
        && u16_at(bytes, FORMAT_AT) == Some(FORMAT)
        && u32_at(bytes, CRC_AT) == Some(crc32_ieee(slice(bytes, 0, CRC_AT)?));
    if !is_framed {
        return None;
    }
    Some(FoundDescriptor {
        offset,
        version: text(slice(bytes, VERSION_AT, Version::LONGEST)?)?,
        board: text(slice(bytes, BOARD_AT, BOARD_SIZE)?)?,
        build: text(slice(bytes, BUILD_AT, BuildId::LONGEST)?)?
            .parse()
            .ok()?,
        security_version: u32_at(bytes, SECURITY_AT)?,
    })
}

/// Printable ASCII, then only zeros.
fn text(field: &[u8]) -> Option<String> {
    let end = field
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(field.len());
    let (text, padding) = field.split_at_checked(end)?;
    let is_good = !text.is_empty()
        && text.iter().copied().all(is_allowed)
        && padding.iter().all(|byte| *byte == 0);
    is_good.then(|| String::from_utf8_lossy(text).into_owned())
}
