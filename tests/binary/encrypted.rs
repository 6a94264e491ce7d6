//! What keys open, and what is said where they do not.

use smr::decode::{Check, Framing, Key, KeyPair, Keys, Telegram, hex};

use super::encode::{
    CIPHER, Cipher, REGISTERS, ciphered, hdlc_blocks, hdlc_segments, hdlc_unit, mbus, notification,
};
use super::{SAID, assert_says_all, decoded_with, notes, said};

fn key(bytes: [u8; 16]) -> Key {
    Key::parse(&hex(&bytes)).expect("a key")
}

fn keys(encryption: [u8; 16], authentication: Option<[u8; 16]>) -> Keys {
    let mut keys = Keys::none();
    keys.set_for_all(KeyPair {
        encryption: key(encryption),
        authentication: authentication.map(key),
    });
    keys
}

fn one(keys: Keys, bytes: &[u8]) -> Telegram {
    let (mut telegrams, noise) = decoded_with(keys, bytes);
    assert_eq!((telegrams.len(), noise), (1, 0));
    telegrams.remove(0)
}

fn right() -> Keys {
    keys(CIPHER.key, Some(CIPHER.authentication))
}

#[test]
fn the_right_keys_open_and_prove_every_framing() {
    let unit = ciphered(&CIPHER, &notification(REGISTERS));
    for (bytes, framing) in [
        (hdlc_unit(&unit), Framing::Hdlc),
        (hdlc_segments(&unit, 60), Framing::Hdlc),
        (hdlc_blocks(&unit, 60), Framing::Hdlc),
        (mbus(&unit), Framing::Mbus),
        (unit, Framing::Apdu),
    ] {
        let telegram = one(right(), &bytes);
        assert_says_all(&telegram);
        assert_eq!(telegram.framing(), framing);
        assert_eq!(telegram.system_title(), Some(CIPHER.title));
    }
}

#[test]
fn three_different_things_are_said_of_keys_that_do_not_do() {
    let bytes = hdlc_unit(&ciphered(&CIPHER, &notification(REGISTERS)));
    let locked = [
        (Keys::none(), "no-key"),
        (keys([0x99; 16], Some(CIPHER.authentication)), "wrong-key"),
        (keys([0x99; 16], None), "wrong-key"),
    ];
    for (keys, note) in locked {
        let telegram = one(keys, &bytes);
        assert_eq!(notes(&telegram), [note]);
        assert!(telegram.is_locked() && telegram.readings().is_empty());
        assert_eq!(telegram.check(), Check::Valid, "that is the frame's");
    }
    for authentication in [None, Some([0x99; 16])] {
        let telegram = one(keys(CIPHER.key, authentication), &bytes);
        assert_eq!(notes(&telegram), ["not-authenticated"]);
        assert_eq!(said(&telegram), SAID);
    }
}

#[test]
fn a_meter_without_a_tag_is_read_and_told() {
    let cipher = Cipher {
        security: 0x20,
        ..CIPHER
    };
    let telegram = one(right(), &mbus(&ciphered(&cipher, &notification(REGISTERS))));
    assert_eq!(
        (notes(&telegram), said(&telegram)),
        (vec!["not-authenticated"], SAID.map(String::from).to_vec())
    );
}

#[test]
fn what_is_only_authenticated_needs_no_decryption() {
    let text = notification(REGISTERS);
    let cipher = Cipher {
        security: 0x20,
        ..CIPHER
    };
    let mut unit = ciphered(&cipher, &text);
    // The content in plain, as tools write it that keep the header.
    let start = unit.len() - text.len();
    unit[start..].copy_from_slice(&text);
    let telegram = one(Keys::none(), &hdlc_unit(&unit));
    assert_eq!(
        (notes(&telegram), said(&telegram)),
        (vec!["not-encrypted"], SAID.map(String::from).to_vec())
    );
}

const ASCII: &[u8] = b"/TST5\\model\r\n\r\n1-0:1.8.1(000001.500*kWh)\r\n!\r\n";

#[test]
fn ascii_inside_is_read_as_ascii() {
    let published = std::array::from_fn(|at| u8::try_from(at).expect("few") * 0x11);
    let cipher = Cipher {
        authentication: published,
        ..CIPHER
    };
    // The published authentication key need not be given.
    let telegram = one(keys(CIPHER.key, None), &ciphered(&cipher, ASCII));
    assert_eq!(telegram.framing(), Framing::P1Encrypted);
    assert_eq!(telegram.check(), Check::Valid, "by its tag");
    assert_eq!(telegram.ident().to_string(), "/TST5\\model");
    assert_eq!(said(&telegram), ["1-0:1.8.1 1.500 kWh"]);
    assert!(notes(&telegram).is_empty());
    let telegram = one(Keys::none(), &ciphered(&cipher, ASCII));
    assert_eq!(
        (
            telegram.framing().name(),
            telegram.check().name(),
            notes(&telegram)
        ),
        ("p1-encrypted", "absent", vec!["no-key"])
    );
}

#[test]
fn a_changed_byte_fails_the_tag() {
    let whole = ciphered(&CIPHER, ASCII);
    let start = whole.len() - ASCII.len() - 12;
    for at in start..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        let telegram = one(right(), &bytes);
        let is_told = notes(&telegram)
            .iter()
            .any(|note| ["not-authenticated", "wrong-key"].contains(note));
        assert!(is_told && telegram.check() != Check::Valid, "byte {at}");
    }
}

#[test]
fn a_key_is_found_by_the_title_of_the_meter() {
    let mut mine = Keys::none();
    let pair = KeyPair {
        encryption: key(CIPHER.key),
        authentication: Some(key(CIPHER.authentication)),
    };
    assert!(mine.add_title("54 53 54 10 20 30 40 50", pair));
    let bytes = hdlc_unit(&ciphered(&CIPHER, &notification(REGISTERS)));
    assert_says_all(&one(mine.clone(), &bytes));
    let other = Cipher {
        title: *b"TST\x10\x20\x30\x40\x51",
        ..CIPHER
    };
    let telegram = one(
        mine,
        &hdlc_unit(&ciphered(&other, &notification(REGISTERS))),
    );
    assert_eq!(notes(&telegram), ["no-key"]);
    assert!(telegram.notes()[0].message.contains("5453541020304051"));
}
