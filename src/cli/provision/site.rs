//! `--from FILE`: what a site's gateways have in common, without its secrets.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::cli::files;
use crate::config::wifi::Ssid;
use crate::error::{Error, Result};
use crate::provision::GatewayName;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Tables {
    wifi: Wifi,
    gateway: Gateway,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Wifi {
    ssid: Option<String>,
    password_file: Option<PathBuf>,
    open: Option<bool>,
    store_passphrase: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Gateway {
    name: Option<String>,
    admin_password_file: Option<PathBuf>,
}

/// What a file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SiteFile {
    pub(super) ssid: Option<Ssid>,
    pub(super) wifi_password_file: Option<PathBuf>,
    /// The network has no password.
    pub(super) is_open: bool,
    /// The gateway keeps the passphrase and not the key.
    pub(super) keeps_passphrase: bool,
    pub(super) name: Option<GatewayName>,
    pub(super) admin_password_file: Option<PathBuf>,
}

impl SiteFile {
    /// Reads a file.
    pub(super) fn read(path: &Path) -> Result<SiteFile> {
        let text = files::read_text(path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        SiteFile::parse(&text, folder).map_err(|error| {
            let hints = error.hints().to_vec();
            let wrapped = Error::usage(format!("{} cannot be used", path.display())).because(error);
            hints.into_iter().fold(wrapped, Error::hint)
        })
    }

    fn parse(text: &str, folder: &Path) -> Result<SiteFile> {
        // Its message, but not the line that it is about: a password may have been written there.
        let tables: Tables = toml::from_str(text).map_err(|cause| {
            Error::usage(cause.message().to_owned())
                .hint("it holds [wifi] ssid, password_file or open, store_passphrase, and [gateway] name, admin_password_file")
                .hint("passwords are in files of their own, which it names")
        })?;
        let (wifi, gateway) = (tables.wifi, tables.gateway);
        let beside = |file: PathBuf| folder.join(file);
        let is_open = wifi.open.unwrap_or(false);
        let keeps_passphrase = wifi.store_passphrase.unwrap_or(false);
        for (is_there, key) in [
            (wifi.password_file.is_some(), "password_file"),
            (keeps_passphrase, "store_passphrase"),
        ] {
            if is_open && is_there {
                return Err(Error::usage(format!(
                    "[wifi] has open = true and {key}, and a network is either open or has a password"
                ))
                .hint(format!("take one of the two out: open, or {key}")));
            }
        }
        Ok(SiteFile {
            ssid: wifi.ssid.as_deref().map(Ssid::parse).transpose()?,
            wifi_password_file: wifi.password_file.map(beside),
            is_open,
            keeps_passphrase,
            name: gateway
                .name
                .as_deref()
                .map(GatewayName::parse)
                .transpose()?,
            admin_password_file: gateway.admin_password_file.map(beside),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_at_the_folder_of_the_file() {
        let text = "[wifi]\nssid = \"home\"\npassword_file = \"wifi.txt\"\n[gateway]\nname = \"Cellar\"\nadmin_password_file = \"/etc/admin\"\n";
        let site = SiteFile::parse(text, Path::new("sites/a")).expect("a site");
        assert_eq!(site.ssid, Some(Ssid::parse("home").expect("a name")));
        assert_eq!(
            site.wifi_password_file.as_deref(),
            Some(Path::new("sites/a/wifi.txt"))
        );
        assert_eq!(
            site.admin_password_file.as_deref(),
            Some(Path::new("/etc/admin"))
        );
        let empty = SiteFile::parse("", Path::new("")).expect("nothing");
        assert_eq!(empty, SiteFile::default());
    }

    #[test]
    fn a_network_is_open_or_has_a_password_and_not_both() {
        let parse = |text: &str| SiteFile::parse(text, Path::new(""));
        let open = parse("[wifi]\nssid = \"cafe\"\nopen = true\n").expect("a site");
        assert!(open.is_open && !open.keeps_passphrase);
        let wpa3 = parse("[wifi]\npassword_file = \"a\"\nstore_passphrase = true\nopen = false\n");
        assert!(wpa3.is_ok_and(|site| site.keeps_passphrase && !site.is_open));
        for key in ["password_file = \"a\"", "store_passphrase = true"] {
            let error = parse(&format!("[wifi]\nopen = true\n{key}\n")).expect_err(key);
            let name = key.split(' ').next().expect("a key");
            assert!(error.to_string().contains(name), "{error}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_without_the_secrets_around_it() {
        for text in [
            "[wifi]\nssid = \"home\"\npassword = \"swordfish\"\n",
            "[wifi]\npasswordfile = \"swordfish\"\n",
            "[wlan]\nssid = \"swordfish\"\n",
            "[wifi]\nssid = 5 # swordfish\n",
            "[wifi]\nssid = swordfish\n",
        ] {
            let error = SiteFile::parse(text, Path::new("")).expect_err(text);
            let all = format!("{error} {:?} {:?}", error.causes(), error.hints());
            assert!(!all.contains("swordfish"), "{all}");
            assert!(all.contains("password_file"), "{all}");
        }
    }
}
