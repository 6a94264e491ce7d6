//! Opens ciphered units: AES-128 in Galois/counter mode as IEC 62056-5-3, 9.2.3.3 uses it.

use aes_gcm::aead::AeadInOut;
use aes_gcm::aes::Aes128;
use aes_gcm::aes::cipher::consts::U12;
use aes_gcm::{AesGcm, KeyInit};

use super::super::wire::ciphered::{AUTHENTICATION_BYTES, TITLE_BYTES, Unit};
use super::axdr::skip_value;
use super::keys::{Key, Keys};
use super::notification;

type Gcm = AesGcm<Aes128, U12, U12>;

/// The authentication key of Luxembourg's meters, which is no secret (Luxmetering, P1 port specification 1.1.3, 3.2.5).
const PUBLISHED: [u8; Key::BYTES] = [
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF,
];

const ENCRYPTED: u8 = 0x20;

/// What became of a ciphered unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Opened {
    /// The text was not encrypted, whatever the unit says.
    Plain,
    /// Decrypted, and the tag proves it.
    Proven,
    /// Decrypted to something that makes sense, but nothing proves it.
    Unproven(Unproven),
    /// There is no key for this meter.
    NoKey,
    /// What comes out makes no sense.
    WrongKey {
        /// The unit has a tag, and it does not match.
        tag_failed: bool,
    },
}

/// Why nothing proves that a text is genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Unproven {
    /// The meter sends no tag.
    NoTag,
    /// There is a tag, but not the key to check it with.
    NoKey,
    /// The tag does not match the key that was given.
    TagFailed,
}

/// Puts the text of `unit` into `text`, as far as it can be opened.
pub(in super::super) fn open(unit: &Unit<'_>, keys: &Keys, text: &mut Vec<u8>) -> Opened {
    if is_whole_notification(unit.text) {
        text.extend_from_slice(unit.text);
        return Opened::Plain;
    }
    let Some(pair) = keys.find(unit.title) else {
        return Opened::NoKey;
    };
    let cipher = Gcm::new(pair.encryption.bytes().into());
    let nonce = nonce(unit);
    let start = text.len();
    text.extend_from_slice(unit.text);
    let is_encrypted = unit.security & ENCRYPTED != 0;
    let buffer = text.get_mut(start..).unwrap_or_default();
    // In counter mode encrypting once more is decrypting; the tag is judged apart.
    if is_encrypted
        && cipher
            .encrypt_inout_detached(&nonce.into(), &[], buffer.into())
            .is_err()
    {
        text.truncate(start);
        return Opened::WrongKey { tag_failed: false };
    }
    // Without a key of its own, the published one may do; and some senders authenticate nothing but the text.
    let authentication: &[Option<&[u8; Key::BYTES]>] = match &pair.authentication {
        Some(key) => &[Some(key.bytes())],
        None => &[Some(&PUBLISHED), None],
    };
    let is_proven = unit.tag.is_some_and(|tag| {
        let plain = text
            .get(start..)
            .filter(|_| is_encrypted)
            .unwrap_or_default();
        authentication.iter().any(|key| {
            let associated = associated_data(unit, *key, is_encrypted);
            tag_of(&cipher, nonce, &associated, plain).is_some_and(|computed| computed == tag)
        })
    });
    if is_proven {
        return Opened::Proven;
    }
    let makes_sense = makes_sense(text.get(start..).unwrap_or_default());
    if !makes_sense {
        text.truncate(start);
        return Opened::WrongKey {
            tag_failed: unit.is_authenticated(),
        };
    }
    Opened::Unproven(match (unit.is_authenticated(), pair.authentication) {
        (false, _) => Unproven::NoTag,
        (true, None) => Unproven::NoKey,
        (true, Some(_)) => Unproven::TagFailed,
    })
}

/// System title and counter. A meter that leaves its title out is taken to use zeros.
fn nonce(unit: &Unit<'_>) -> [u8; TITLE_BYTES + 4] {
    let mut nonce = [0; TITLE_BYTES + 4];
    for (to, from) in nonce.iter_mut().zip(unit.title) {
        *to = *from;
    }
    for (to, from) in nonce.iter_mut().skip(TITLE_BYTES).zip(unit.counter) {
        *to = from;
    }
    nonce
}

/// What is authenticated beside the ciphertext: security control and key, and the text itself where it is not encrypted.
fn associated_data(unit: &Unit<'_>, key: Option<&[u8; Key::BYTES]>, is_encrypted: bool) -> Vec<u8> {
    let Some(key) = key else {
        return Vec::new();
    };
    let mut data = vec![unit.security];
    data.extend_from_slice(key);
    if !is_encrypted {
        data.extend_from_slice(unit.text);
    }
    data
}

fn tag_of(
    cipher: &Gcm,
    nonce: [u8; TITLE_BYTES + 4],
    associated: &[u8],
    plain: &[u8],
) -> Option<[u8; AUTHENTICATION_BYTES]> {
    let mut scratch = plain.to_vec();
    let tag = cipher
        .encrypt_inout_detached(&nonce.into(), associated, scratch.as_mut_slice().into())
        .ok()?;
    Some(tag.into())
}

/// Whether a text is a notification from its first to its last byte: no ciphertext looks like that by chance.
fn is_whole_notification(text: &[u8]) -> bool {
    notification::header(text).is_some_and(|(_, body)| {
        matches!(text.get(body), Some(1 | 2))
            && skip_value(text, body).is_ok_and(|end| end > body + 8)
    })
}

/// Whether a decrypted text starts like one: a P1 telegram or a notification.
fn makes_sense(text: &[u8]) -> bool {
    match text {
        [b'/', ident @ ..] => {
            ident.iter().take(3).all(u8::is_ascii_alphanumeric) && ident.len() > 3
        }
        [notification::DATA_NOTIFICATION, ..] => notification::header(text)
            .is_some_and(|(_, body)| matches!(text.get(body), Some(1 | 2))),
        _ => false,
    }
}
