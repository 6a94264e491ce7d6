//! Addresses of a gateway.

use std::cmp::Ordering;
use std::fmt;
use std::net::{IpAddr, SocketAddr, SocketAddrV6};

/// The network interface that an IPv6 link-local address belongs to (RFC 4007): without it the address reaches nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone {
    /// The interface's name, such as `eth0`.
    pub name: String,
    /// The interface's number, as the system counts.
    pub index: u32,
}

/// An IP address, with its zone if it is link-local IPv6. Ordered by how well it serves: IPv4 before IPv6, link-local and loopback last of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    ip: IpAddr,
    zone: Option<Zone>,
}

impl Address {
    /// An address; `None` if no host can have it. The zone is kept only where it means something.
    pub fn new(ip: IpAddr, zone: Option<Zone>) -> Option<Self> {
        if ip.is_unspecified() || ip.is_multicast() {
            return None;
        }
        let is_scoped = matches!(ip, IpAddr::V6(ip) if ip.is_unicast_link_local());
        Some(Address {
            ip,
            zone: zone.filter(|zone| is_scoped && zone.index != 0),
        })
    }

    /// The address without its zone.
    pub fn ip(&self) -> IpAddr {
        self.ip
    }

    /// The address with a port, fit to connect to.
    pub fn socket(&self, port: u16) -> SocketAddr {
        let index = self.zone.as_ref().map_or(0, |zone| zone.index);
        match self.ip {
            IpAddr::V4(_) => SocketAddr::new(self.ip, port),
            IpAddr::V6(ip) => SocketAddrV6::new(ip, port, 0, index).into(),
        }
    }

    fn rank(&self) -> u8 {
        match self.ip {
            IpAddr::V4(ip) => u8::from(ip.is_link_local() || ip.is_loopback()),
            IpAddr::V6(ip) => 2 + u8::from(ip.is_unicast_link_local() || ip.is_loopback()),
        }
    }
}

impl Ord for Address {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |address: &Self| (address.rank(), address.ip);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.zone.cmp(&other.zone))
    }
}

impl PartialOrd for Address {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// As RFC 4007 writes it: `192.168.1.20`, `fe80::1%eth0`.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ip.fmt(f)?;
        match &self.zone {
            // Windows knows its interfaces by number.
            Some(zone) if cfg!(windows) => write!(f, "%{}", zone.index),
            Some(zone) => write!(f, "%{}", zone.name),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(ip: &str, zone: Option<(&str, u32)>) -> Option<Address> {
        let zone = zone.map(|(name, index)| Zone {
            name: name.to_owned(),
            index,
        });
        Address::new(ip.parse().expect("an address"), zone)
    }

    #[test]
    fn ipv4_comes_first_and_what_reaches_little_last() {
        let mut addresses: Vec<Address> = [
            ("fe80::2", Some(("eth0", 2))),
            ("fd00::2", None),
            ("169.254.3.4", None),
            ("192.168.1.20", Some(("eth0", 2))),
            ("fe80::2", Some(("wlan0", 3))),
            ("127.0.0.1", None),
            ("10.0.0.7", None),
        ]
        .into_iter()
        .map(|(ip, zone)| address(ip, zone).expect("an address of a host"))
        .collect();
        addresses.sort();
        let shown: Vec<String> = addresses.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "10.0.0.7",
                "192.168.1.20",
                "127.0.0.1",
                "169.254.3.4",
                "fd00::2",
                if cfg!(windows) {
                    "fe80::2%2"
                } else {
                    "fe80::2%eth0"
                },
                if cfg!(windows) {
                    "fe80::2%3"
                } else {
                    "fe80::2%wlan0"
                },
            ]
        );
    }

    #[test]
    fn a_link_local_address_is_connected_to_through_its_interface() {
        let local = address("fe80::2", Some(("eth0", 2))).expect("an address of a host");
        let SocketAddr::V6(socket) = local.socket(80) else {
            panic!("IPv6");
        };
        assert_eq!((socket.scope_id(), socket.port()), (2, 80));
    }

    #[test]
    fn what_no_host_can_have_is_no_address() {
        for ip in ["0.0.0.0", "::", "224.0.0.251", "ff02::fb"] {
            assert_eq!(address(ip, None), None, "{ip}");
        }
    }
}
