//! Hashes whose state is plain bytes, and signatures.
//!
//! The core copies and drops a state without telling, so that it cannot own anything.

use digest::common::hazmat::{SerializableState, SerializedState};
use digest::{Digest, Output};
use md5::Md5;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use p256::ecdsa::{Signature, VerifyingKey};
use sha2::Sha256;

/// Bytes of a state in the core.
pub(super) const STATE_SIZE: usize = 128;

/// The core's number of MD5; all others are SHA-256. The first byte of a state is that of the hash in progress.
const MD5: u8 = 0;

fn put<H: SerializableState>(hash: &H, to: &mut [u8]) {
    let bytes = hash.serialize();
    if let Some(room) = to.get_mut(..bytes.len()) {
        room.copy_from_slice(&bytes);
    }
}

fn get<H: SerializableState + Digest>(from: &[u8]) -> H {
    let mut bytes = SerializedState::<H>::default();
    let size = bytes.len();
    if let Some(kept) = from.get(..size) {
        bytes.copy_from_slice(kept);
    }
    // What the core hands back was written here; should it ever hand in anything else, the hash is wrong and nothing worse.
    H::deserialize(&bytes).unwrap_or_else(|_| H::new())
}

fn update_as<H: SerializableState + Digest>(state: &mut [u8], bytes: &[u8]) {
    let mut hash: H = get(state);
    hash.update(bytes);
    put(&hash, state);
}

/// Begins a hash; `kind` is the core's number.
pub(super) fn begin(state: &mut [u8; STATE_SIZE], kind: u8) {
    let [first, rest @ ..] = state;
    *first = kind;
    match kind {
        MD5 => put(&Md5::new(), rest),
        _ => put(&Sha256::new(), rest),
    }
}

/// Goes on with it.
pub(super) fn update(state: &mut [u8; STATE_SIZE], bytes: &[u8]) {
    let [first, rest @ ..] = state;
    match *first {
        MD5 => update_as::<Md5>(rest, bytes),
        _ => update_as::<Sha256>(rest, bytes),
    }
}

/// Hands the result to `take`: 16 bytes of MD5 or 32 of SHA-256.
pub(super) fn finish(state: &[u8; STATE_SIZE], take: impl FnOnce(&[u8])) {
    let [first, rest @ ..] = state;
    if *first == MD5 {
        let result: Output<Md5> = get::<Md5>(rest).finalize();
        take(&result);
    } else {
        let result: Output<Sha256> = get::<Sha256>(rest).finalize();
        take(&result);
    }
}

/// Whether `signature` (r, s) is that of `key` (X, Y) over a SHA-256.
pub(super) fn verify_p256(key: &[u8; 64], digest: &[u8; 32], signature: &[u8; 64]) -> bool {
    /// The mark of an uncompressed point (SEC 1, section 2.3.3).
    const UNCOMPRESSED: u8 = 4;
    let mut point = [UNCOMPRESSED; 65];
    let [_, coordinates @ ..] = &mut point;
    coordinates.copy_from_slice(key);
    let (Ok(key), Ok(signature)) = (
        VerifyingKey::from_sec1_bytes(&point),
        Signature::from_slice(signature),
    ) else {
        return false;
    };
    key.verify_prehash(digest, &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA256: u8 = 1;

    fn hex(bytes: &[u8]) -> String {
        use std::fmt::Write;
        bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    fn hash(kind: u8, pieces: &[&[u8]]) -> String {
        let mut state = [0xAA; STATE_SIZE];
        begin(&mut state, kind);
        for piece in pieces {
            // The core may copy a state at any time and drop the original.
            let copy = state;
            state = [0; STATE_SIZE];
            state = if state == copy { state } else { copy };
            update(&mut state, piece);
        }
        let mut text = String::new();
        finish(&state, |result| text = hex(result));
        text
    }

    #[test]
    fn hashes_are_those_of_the_standards() {
        // RFC 1321, appendix A.5, and FIPS 180-4's example of two blocks.
        assert_eq!(hash(MD5, &[]), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(
            hash(MD5, &[b"message ", b"digest"]),
            "f96b697d7cb7938d525a2f31aaf161d0"
        );
        assert_eq!(
            hash(SHA256, &[b"abc"]),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            hash(
                SHA256,
                &[
                    b"abcdbcdecdefdefgefghfghighijhijk",
                    b"ijkljklmklmnlmnomnopnopq"
                ]
            ),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        );
    }

    #[test]
    fn a_million_bytes_in_uneven_pieces_hash_like_one() {
        let bytes = vec![b'a'; 1_000_000];
        let pieces: Vec<&[u8]> = bytes.chunks(977).collect();
        assert_eq!(
            hash(SHA256, &pieces),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        );
        assert_eq!(hash(MD5, &pieces), "7707d6ae4e027c70eea2a935c2296f21");
    }

    /// A byte string written in hexadecimal.
    fn bytes<const SIZE: usize>(text: &str) -> [u8; SIZE] {
        let mut out = [0; SIZE];
        for (index, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).expect("hexadecimal");
        }
        out
    }

    #[test]
    fn a_signature_is_true_for_its_key_and_digest_only() {
        // RFC 6979, appendix A.2.5: P-256, SHA-256, message "sample".
        let key = bytes::<64>(
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6\
             7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
        );
        let signature = bytes::<64>(
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
             f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
        );
        let digest: [u8; 32] = Sha256::digest(b"sample").into();
        assert!(verify_p256(&key, &digest, &signature));
        let other: [u8; 32] = Sha256::digest(b"simple").into();
        assert!(!verify_p256(&key, &other, &signature));
        assert!(!verify_p256(&[1; 64], &digest, &signature));
        assert!(!verify_p256(&key, &digest, &[0; 64]));
    }
}
