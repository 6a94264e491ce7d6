//! The secrets, as they are given and as others are made from them.

use md5::{Digest as _, Md5};
use sha2::Sha256;
use smr::config::wifi::WifiKey;

use crate::secrets::world::World;

/// The network that is there.
pub(crate) const SSID: &str = "home-of-somebody";
/// Networks that the passphrases are tried in.
const SSIDS: &[&str] = &[SSID, "elsewhere", "nowhere"];
/// Files with secrets, and what is in them.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("wifi", "planted-passphrase"),
    ("other-wifi", "planted-other-passphrase"),
    ("secret", "planted-admin-password"),
    ("wrong", "planted-wrong-password"),
    ("short", "plant"),
    ("new", "planted-new-password"),
    ("meter-key", "00112233445566778899AABBCCDDEEFF"),
];

/// What must not be found.
pub(crate) struct Planted(Vec<String>);

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

impl Planted {
    pub(crate) fn in_world(world: &World) -> Planted {
        let mut all = Vec::new();
        for (name, text) in FILES {
            // Too short to be told from other words.
            if *name != "short" {
                all.push((*text).to_owned());
            }
        }
        for passphrase in [
            "planted-passphrase",
            "planted-other-passphrase",
            "planted-new-password",
        ] {
            for ssid in SSIDS {
                all.push(WifiKey::derive(passphrase.as_bytes(), ssid.as_bytes()).digits());
            }
        }
        // What gateways keep of admin passwords: whoever has these can log in, or update over ArduinoOTA.
        for password in [
            "planted-admin-password",
            "planted-new-password",
            "planted-wrong-password",
        ] {
            all.push(hex(&Md5::digest(password)));
            for id in world.ids() {
                let account = format!("admin:{id}:{password}");
                all.push(hex(&Md5::digest(&account)));
                all.push(hex(&Sha256::digest(&account)));
            }
        }
        all.extend(world.key_lines());
        Planted(all)
    }

    pub(crate) fn all(&self) -> &[String] {
        &self.0
    }

    /// Which of them are in this, in capital or small letters.
    pub(crate) fn found_in(&self, place: &str, content: &[u8]) -> Vec<String> {
        let text = String::from_utf8_lossy(content).to_lowercase();
        let is_there = |secret: &&String| text.contains(&secret.to_lowercase());
        let found = self.0.iter().filter(is_there);
        found
            .map(|secret| format!("{secret:?} is in {place}"))
            .collect()
    }
}
