//! The grammar of a GATEWAY: one that is asked, changed or updated.
//!
//! | written | means |
//! |---|---|
//! | `kitchen`, `smr-a1b2c3`, `kitchen.local`, `Living room` | one that announces this name, id or host name; else a host of this name |
//! | `kitchen:8080` | the same on this port |
//! | `192.168.1.20`, `meter.example.org`, `192.168.1.20:8080`, `[fd00::1]:8080` | that host, port 80 unless said |
//! | `http://host`, `http://host:8080` | that host and port, never searched for |
//! | `sim:`, `sim:be-emucs?interval=1s` | a virtual gateway inside this process |

use std::fmt;

use super::host::{GATEWAY, bracketed};
use super::{SimSpec, sim};
use crate::error::{Error, Result};

/// A gateway, as read from a command line.
#[derive(Clone, Debug, PartialEq)]
pub enum GatewaySpec {
    /// This host and port.
    Host {
        /// A name or an IP address, without brackets.
        host: String,
        /// The TCP port of its HTTP server.
        port: u16,
    },
    /// The one that announces this name, or a host of this name.
    Named {
        /// A name, an id or a host name.
        name: String,
        /// The TCP port of its HTTP server, if it is said.
        port: Option<u16>,
    },
    /// A virtual gateway inside this process.
    Sim(SimSpec),
}

impl GatewaySpec {
    /// Reads a GATEWAY.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage), naming the bad part, with a right example.
    pub fn parse(text: &str) -> Result<GatewaySpec> {
        if let Some(rest) = text.strip_prefix("sim:") {
            return sim(rest).map(GatewaySpec::Sim);
        }
        if let Some(rest) = text.strip_prefix("http://") {
            let rest = rest.strip_suffix('/').unwrap_or(rest);
            let (host, port) = GATEWAY.host_and_port(rest)?;
            return Ok(GatewaySpec::Host { host, port });
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            let host = rest.split(['/', ':']).next().unwrap_or_default();
            return Err(Error::usage(format!("gateways do not speak `{scheme}://`"))
                .hint(format!("write http://{host}")));
        }
        // Names of gateways may hold any characters, those of hosts hold no spaces.
        let is_name = !text.is_empty() && text.contains(char::is_whitespace);
        if is_name || (!text.is_empty() && !text.contains(':') && !is_host(text)) {
            return Ok(GatewaySpec::Named {
                name: text.to_owned(),
                port: None,
            });
        }
        let (host, port) = GATEWAY.host_and_port(text)?;
        Ok(match is_host(&host) || host.contains(':') {
            true => GatewaySpec::Host { host, port },
            false => GatewaySpec::Named {
                name: host,
                port: Some(port),
            },
        })
    }
}

/// Whether a word can only be a host: an address, or a name below a domain that nobody announces.
fn is_host(text: &str) -> bool {
    let bare = text.trim_end_matches('.').to_ascii_lowercase();
    let is_announced = bare.strip_suffix(".local").is_some();
    bare == "localhost"
        || text.starts_with('[')
        || (bare.contains('.') && !is_announced)
        || bare
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

impl std::str::FromStr for GatewaySpec {
    type Err = Error;

    fn from_str(text: &str) -> Result<GatewaySpec> {
        GatewaySpec::parse(text)
    }
}

impl fmt::Display for GatewaySpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GatewaySpec::Host { host, port } if *port == GATEWAY.port => {
                write!(f, "http://{}", bracketed(host))
            }
            GatewaySpec::Host { host, port } => write!(f, "http://{}:{port}", bracketed(host)),
            GatewaySpec::Named { name, port: None } => f.write_str(name),
            GatewaySpec::Named {
                name,
                port: Some(port),
            } => write!(f, "{name}:{port}"),
            GatewaySpec::Sim(spec) => spec.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    fn named(name: &str, port: Option<u16>) -> GatewaySpec {
        GatewaySpec::Named {
            name: name.to_owned(),
            port,
        }
    }

    fn host(host: &str, port: u16) -> GatewaySpec {
        GatewaySpec::Host {
            host: host.to_owned(),
            port,
        }
    }

    #[test]
    fn every_documented_form_is_read_and_written_back() {
        for (text, expected) in [
            ("kitchen", named("kitchen", None)),
            ("smr-a1b2c3", named("smr-a1b2c3", None)),
            ("kitchen.local", named("kitchen.local", None)),
            ("Living room", named("Living room", None)),
            ("Küche", named("Küche", None)),
            ("kitchen:8080", named("kitchen", Some(8080))),
            ("192.168.1.20", host("192.168.1.20", 80)),
            ("192.168.1.20:8080", host("192.168.1.20", 8080)),
            ("meter.example.org", host("meter.example.org", 80)),
            ("localhost:8080", host("localhost", 8080)),
            ("[fd00::1]:8080", host("fd00::1", 8080)),
            ("http://kitchen", host("kitchen", 80)),
            ("http://kitchen:8080/", host("kitchen", 8080)),
        ] {
            let spec = GatewaySpec::parse(text).expect(text);
            assert_eq!(spec, expected, "{text}");
            let again = GatewaySpec::parse(&spec.to_string()).expect(text);
            assert_eq!(again, expected, "{text}");
        }
        let sim = GatewaySpec::parse("sim:be-emucs?interval=1s").expect("a simulated one");
        assert!(matches!(sim, GatewaySpec::Sim(spec) if spec.meter == "be-emucs"));
    }

    #[test]
    fn anything_else_is_refused_with_the_next_thing_to_try() {
        for (text, hint) in [
            ("", "write it like"),
            ("https://kitchen", "write http://kitchen"),
            ("tcp://kitchen:2001", "write http://kitchen"),
            ("kitchen:http", "gateways use 80"),
            ("kitchen:0", "gateways use 80"),
            ("http://kit chen", "write it like"),
            ("http://kitchen/api", "write it like"),
            ("[::1", "write it like [fe80::1]:80"),
            ("1.2.3", "write it like"),
            ("fd00::1", "write [fd00::1]"),
            ("sim:?speed=never", ""),
        ] {
            let error = GatewaySpec::parse(text).expect_err(text);
            assert_eq!(error.kind(), Kind::Usage, "{text}");
            let hints = error.hints().join("\n");
            assert!(hints.contains(hint), "{text}: {hints}");
        }
    }
}
