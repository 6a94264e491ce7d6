//! General-glo-ciphering with AES-128 in Galois/counter mode (IEC 62056-5-3, 9.2.3.3 and 9.2.7).

use aes_gcm::aead::AeadInOut;
use aes_gcm::aes::Aes128;
use aes_gcm::aes::cipher::consts::U12;
use aes_gcm::{AesGcm, KeyInit};

use super::super::Meter;
use super::{Secret, axdr};

/// The key of all simulated meters that encrypt, in hexadecimal digits. It protects nothing: it spells `smr sim test key`.
pub const TEST_KEY: &str = "736D722073696D2074657374206B6579";
/// The authentication key of simulated meters that have one of their own; it spells `smr sim auth key`.
pub const TEST_AUTHENTICATION_KEY: &str = "736D722073696D2061757468206B6579";

pub(super) const KEY: [u8; 16] = *b"smr sim test key";
pub(super) const AUTHENTICATION_KEY: [u8; 16] = *b"smr sim auth key";
/// What Luxembourg has published for all of its meters (Luxmetering, P1 port specification 1.1.3, 3.2.5).
pub(super) const LUXEMBOURG_AUTHENTICATION_KEY: [u8; 16] = [
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF,
];

const GENERAL_GLO_CIPHERING: u8 = 0xDB;
/// In the security control byte: a tag follows.
pub(crate) const AUTHENTICATED: u8 = 0x10;
/// Telegrams that the meter had sent before the first one here.
const PAST_TELEGRAMS: u32 = 0x0001_86A0;

/// `text` in a ciphered unit.
pub(super) fn unit(meter: &Meter, secret: &Secret, text: &[u8]) -> Vec<u8> {
    let title = title(meter, secret);
    let counter = PAST_TELEGRAMS.wrapping_add(meter.sent).to_be_bytes();
    let mut nonce = [0; 12];
    for (to, from) in nonce.iter_mut().zip(title.iter().chain(&counter)) {
        *to = *from;
    }
    let is_authenticated = secret.security & AUTHENTICATED != 0;
    let mut associated = vec![secret.security];
    associated.extend(secret.authentication);
    let associated: &[u8] = if is_authenticated { &associated } else { &[] };

    let mut encrypted = text.to_vec();
    let tag = AesGcm::<Aes128, U12, U12>::new(&KEY.into()).encrypt_inout_detached(
        &nonce.into(),
        associated,
        encrypted.as_mut_slice().into(),
    );
    // Only a text of more than 64 GiB cannot be encrypted.
    if let (Ok(tag), true) = (tag, is_authenticated) {
        encrypted.extend(tag);
    }

    let mut unit = vec![GENERAL_GLO_CIPHERING, 8];
    unit.extend(title);
    let count = 1 + counter.len() + encrypted.len();
    // Meters of this kind always write two bytes of length.
    let [.., high, low] = count.to_be_bytes();
    unit.extend([0x82, high, low]);
    unit.push(secret.security);
    unit.extend(counter);
    unit.extend(encrypted);
    debug_assert!(axdr::length(count).len() <= 3);
    unit
}

/// Three letters of the maker and five bytes of the equipment number.
fn title(meter: &Meter, secret: &Secret) -> [u8; 8] {
    let [a, b, c] = secret.maker;
    let [_, _, _, _, d, e, f, g] = meter.serial.to_be_bytes();
    [a, b, c, 0x10, d, e, f, g]
}
