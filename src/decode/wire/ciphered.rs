//! General-glo-ciphering units (IEC 62056-5-3, 9.2.7): system title, security control, counter, ciphertext.
//!
//! On the wire of their own they are what Luxembourg's meters send; other countries wrap them.

use super::super::scan::{Check, MAX_FRAME, Probe};
use super::length;

/// The tag of general-glo-ciphering.
pub(in super::super) const TAG: u8 = 0xDB;
/// A system title: three letters of the manufacturer and five bytes of his.
pub(in super::super) const TITLE_BYTES: usize = 8;
/// Security control and invocation counter.
const HEADER: usize = 5;
/// The authentication tag that follows the ciphertext where the security control says so.
pub(in super::super) const AUTHENTICATION_BYTES: usize = 12;
const AUTHENTICATED: u8 = 0x10;
const ENCRYPTED: u8 = 0x20;
/// The security suites 0 to 2 (IEC 62056-5-3, 9.2.3.7); only suite 0 and 1 use AES-128.
const SUITE: u8 = 0x0F;
const LARGEST_SUITE: u8 = 2;
/// The content is compressed: nobody sends that.
const COMPRESSED: u8 = 0x80;

/// A ciphered unit, its fields told apart.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Unit<'a> {
    /// Empty where the meter leaves it out.
    pub title: &'a [u8],
    pub security: u8,
    pub counter: [u8; 4],
    /// Ciphertext without the tag.
    pub text: &'a [u8],
    /// The authentication tag, as far as it is there.
    pub tag: Option<&'a [u8]>,
    /// The length of the unit, as it says.
    pub length: usize,
    /// The bytes end before the unit does.
    pub is_cut: bool,
}

/// Reads the unit at the start of `bytes`, which may be cut off; `None` if there is none.
pub(in super::super) fn parse(bytes: &[u8]) -> Option<Unit<'_>> {
    match bytes.first() {
        Some(&TAG) => fields(bytes, 1),
        // Some meters leave the tag and the title out.
        Some(0) => fields(bytes, 0),
        _ => None,
    }
}

fn fields(bytes: &[u8], start: usize) -> Option<Unit<'_>> {
    let title_length = usize::from(*bytes.get(start)?);
    if title_length != 0 && title_length != TITLE_BYTES {
        return None;
    }
    let title = bytes.get(start + 1..start + 1 + title_length)?;
    let (count, at) = length(bytes, start + 1 + title_length)?;
    let header = bytes.get(at..at + HEADER)?;
    let [security, counter @ ..] = header else {
        return None;
    };
    let is_known = security & COMPRESSED == 0 && security & SUITE <= LARGEST_SUITE;
    let tag_length = match security & AUTHENTICATED {
        0 => 0,
        _ => AUTHENTICATION_BYTES,
    };
    if !is_known || security & (AUTHENTICATED | ENCRYPTED) == 0 || count < HEADER + tag_length {
        return None;
    }
    let end = at + count;
    let there = bytes.get(at + HEADER..end.min(bytes.len()))?;
    let text_length = count - HEADER - tag_length;
    let (text, tag) = there.split_at(text_length.min(there.len()));
    Some(Unit {
        title,
        security: *security,
        counter: <[u8; 4]>::try_from(counter).ok()?,
        text,
        tag: (tag_length > 0 && tag.len() == tag_length).then_some(tag),
        length: end,
        is_cut: end > bytes.len(),
    })
}

impl Unit<'_> {
    /// Whether the security control promises a tag.
    pub(in super::super) const fn is_authenticated(&self) -> bool {
        self.security & AUTHENTICATED != 0
    }
}

/// The bytes that tell a unit on the wire: tag, length of the title, letters.
const START_BYTES: usize = 5;
/// Tag, title and its length.
const NAME_BYTES: usize = 2 + TITLE_BYTES;
/// Behind as many bytes the whole header is there, whatever the form of its length.
const LONGEST_HEADER: usize = NAME_BYTES + 5 + HEADER;

/// Whether bytes are those of a start, as far as they go.
fn could_start(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().all(|(at, byte)| match at {
        0 => *byte == TAG,
        1 => usize::from(*byte) == TITLE_BYTES,
        _ => byte.is_ascii_alphabetic(),
    })
}

/// Judges the candidate at the start of `bytes`, which is a `DB`.
pub(in super::super) fn probe(bytes: &[u8], at_end: bool) -> Probe {
    let reject = Probe::Reject { skip: 1 };
    let open = if at_end { reject } else { Probe::Incomplete };
    let Some(start) = bytes.get(..START_BYTES) else {
        return if could_start(bytes) { open } else { reject };
    };
    if !could_start(start) {
        return reject;
    }
    // Another start within the title means that this one was cut off.
    let inside = bytes.get(..NAME_BYTES + START_BYTES).unwrap_or(bytes);
    let next = inside.windows(START_BYTES).skip(1).position(could_start);
    if let Some(next) = next {
        return Probe::Reject { skip: next + 1 };
    }
    let Some(unit) = parse(bytes) else {
        return if bytes.len() < LONGEST_HEADER {
            open
        } else {
            reject
        };
    };
    if unit.length > MAX_FRAME {
        return reject;
    }
    // Without a checksum, another start of the same meter says that this length is wrong or the unit cut off.
    let (name, inside) = match bytes.get(..unit.length.min(bytes.len())) {
        Some(there) => there.split_at(NAME_BYTES.min(there.len())),
        None => return reject,
    };
    if let Some(next) = memchr::memmem::find(inside, name) {
        return Probe::Reject {
            skip: NAME_BYTES + next,
        };
    }
    match unit.is_cut {
        true => open,
        false => Probe::Frame {
            length: unit.length,
            check: Check::Absent,
        },
    }
}
