//! Hosts with their ports, as users write them.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::DEFAULT_PORT;
use crate::error::{Error, Result};

/// What a host is named for.
pub(super) struct Purpose {
    /// What it is called in messages.
    noun: &'static str,
    /// Its port unless another is said.
    pub(super) port: u16,
    /// How it is written.
    example: &'static str,
    /// Whether it might have been meant as a file.
    maybe_file: bool,
}

/// A host that sends telegrams.
pub(super) const SOURCE: Purpose = Purpose {
    noun: "source",
    port: DEFAULT_PORT,
    example: "write it like tcp://gateway:2001 or 192.168.1.20",
    maybe_file: true,
};

/// A gateway's HTTP server.
pub(super) const GATEWAY: Purpose = Purpose {
    noun: "gateway",
    port: 80,
    example: "write it like kitchen, 192.168.1.20 or http://192.168.1.20:8080",
    maybe_file: false,
};

impl Purpose {
    /// Reads `host`, `host:port`, `[address]` or `[address]:port`.
    pub(super) fn host_and_port(&self, text: &str) -> Result<(String, u16)> {
        let bracket_example = format!("write it like [fe80::1]:{}", self.port);
        if text.is_empty() {
            return Err(Error::usage(format!("the {} is empty", self.noun)).hint(self.example));
        }
        if let Some(rest) = text.strip_prefix('[') {
            let Some((address, after)) = rest.split_once(']') else {
                return Err(Error::usage(format!("`{text}` lacks its closing bracket"))
                    .hint(bracket_example));
            };
            if !is_ipv6(address) {
                return Err(Error::usage(format!("`{address}` is not an IPv6 address"))
                    .hint(bracket_example));
            }
            let port = match after {
                "" => self.port,
                after => self.port(after.strip_prefix(':').unwrap_or(after))?,
            };
            return Ok((address.to_owned(), port));
        }
        if is_ipv6(text) {
            return Err(
                Error::usage(format!("`{text}` is an IPv6 address without brackets"))
                    .hint(format!("write [{text}] or [{text}]:{}", self.port)),
            );
        }
        let (host, port) = match text.split_once(':') {
            Some((host, number)) => (host, self.port(number)?),
            None => (text, self.port),
        };
        if host.is_empty() {
            return Err(Error::usage(format!("`{text}` names no host")).hint(self.example));
        }
        if let Some(bad) = host.chars().find(|letter| !is_of_a_host(*letter)) {
            return Err(self.no_host(host, bad));
        }
        let numeric = host
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
        if numeric && host.parse::<Ipv4Addr>().is_err() {
            return Err(Error::usage(format!("`{host}` is not an IPv4 address")).hint(self.example));
        }
        Ok((host.to_owned(), port))
    }

    fn no_host(&self, host: &str, bad: char) -> Error {
        if self.maybe_file {
            return Error::usage(format!(
                "`{host}` is neither a file nor a host name: {bad:?} in it"
            ))
            .hint(format!("for a file, write file:{host}"))
            .hint(format!("for a host, {}", self.example));
        }
        Error::usage(format!("`{host}` is no host name: {bad:?} in it")).hint(self.example)
    }

    fn port(&self, text: &str) -> Result<u16> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|number| *number > 0 && digits);
        number.ok_or_else(|| {
            Error::usage(format!("`{text}` is not a port"))
                .hint(format!("ports are 1 to 65535; gateways use {}", self.port))
        })
    }
}

/// Whether a name of a host may have this character.
pub(super) fn is_of_a_host(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.')
}

/// An IPv6 address, possibly with a zone (`fe80::1%eth0`).
fn is_ipv6(text: &str) -> bool {
    let (address, zone) = text.split_once('%').unwrap_or((text, "0"));
    address.parse::<Ipv6Addr>().is_ok() && !zone.is_empty() && zone.chars().all(is_of_a_host)
}

/// A host as it stands before a colon and a port.
pub(super) fn bracketed(host: &str) -> String {
    if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    }
}
