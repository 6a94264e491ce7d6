//! The signature trailer behind an image.

use super::bytes::{array, crc32_ieee, put, slice, u32_at, word};
use super::key::KeyId;

/// Bytes of a trailer.
pub(super) const SIZE: usize = 96;

const MAGIC: &[u8] = b"SMR-SIG1";
const KEY_ID_AT: usize = 8;
const LENGTH_AT: usize = 16;
const SIGNATURE_AT: usize = 24;
const CRC_AT: usize = 92;

/// A signature with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trailer {
    /// The key that signed.
    pub key_id: KeyId,
    /// Bytes of the image before the trailer.
    pub length: usize,
    /// ECDSA P-256, r then s, over the SHA-256 of the image before the trailer.
    pub signature: [u8; 64],
}

impl Trailer {
    /// The bytes of the trailer, as they follow an image.
    pub fn to_bytes(&self) -> [u8; SIZE] {
        let mut bytes = [0; SIZE];
        put(&mut bytes, 0, MAGIC);
        put(&mut bytes, KEY_ID_AT, &self.key_id.0);
        put(&mut bytes, LENGTH_AT, &word(self.length));
        put(&mut bytes, SIGNATURE_AT, &self.signature);
        let crc = crc32_ieee(slice(&bytes, 0, CRC_AT).unwrap_or_default());
        put(&mut bytes, CRC_AT, &crc.to_le_bytes());
        bytes
    }

    /// Reads what follows an image of `image_size` bytes; or where in the file it is wrong, and a clause about that.
    pub(super) fn read(file: &[u8], image_size: usize) -> Result<Trailer, (usize, String)> {
        let at = |offset: usize| image_size.saturating_add(offset);
        let behind = file.get(image_size..).unwrap_or_default();
        let Some(bytes) = array::<SIZE>(behind, 0).filter(|_| behind.len() == SIZE) else {
            let message = format!(
                "{} bytes follow the image; a signature trailer has {SIZE}",
                behind.len()
            );
            return Err((image_size, message));
        };
        if !bytes.starts_with(MAGIC) {
            return Err((
                image_size,
                "what follows the image is no signature trailer".to_owned(),
            ));
        }
        let crc = crc32_ieee(slice(&bytes, 0, CRC_AT).unwrap_or_default());
        let written = u32_at(&bytes, CRC_AT).unwrap_or_default();
        if crc != written {
            let message = format!(
                "the CRC of the signature trailer is {written:#010x} and should be {crc:#010x}"
            );
            return Err((at(CRC_AT), message));
        }
        let length = u32_at(&bytes, LENGTH_AT).unwrap_or_default() as usize;
        if length != image_size {
            let message = format!(
                "the signature trailer is for an image of {length} bytes, not {image_size}"
            );
            return Err((at(LENGTH_AT), message));
        }
        Ok(Trailer {
            key_id: KeyId(array(&bytes, KEY_ID_AT).unwrap_or_default()),
            length,
            signature: array(&bytes, SIGNATURE_AT).unwrap_or([0; 64]),
        })
    }
}
