//! Where mDNS is spoken.

use std::collections::BTreeSet;
use std::time::Duration;

use mdns_sd::{IfKind, ServiceDaemon};

use crate::error::{Error, Result};

/// The port of mDNS (RFC 6762).
pub const PORT: u16 = mdns_sd::MDNS_PORT;

/// A daemon whose queue is full is asked again after this.
pub(super) const AGAIN_AFTER: Duration = Duration::from_millis(5);

/// A queue that stays full this often belongs to a daemon that hangs.
const MOST_ATTEMPTS: u32 = 1000;

/// The type of the service that a gateway is, with its domain.
pub(super) const GATEWAY: &str = "_smr._tcp.local.";

/// The network interfaces that are used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Interfaces {
    /// All that are up, this computer's own loopback among them.
    #[default]
    All,
    /// Only this computer itself, over IPv4.
    Loopback,
    /// Only the one with this name.
    Named(String),
}

/// Where mDNS is spoken. Another port than 5353 makes a network of its own, for tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The UDP port.
    pub port: u16,
    /// The network interfaces.
    pub interfaces: Interfaces,
}

impl Default for Network {
    fn default() -> Self {
        Network {
            port: PORT,
            interfaces: Interfaces::All,
        }
    }
}

impl Network {
    /// Starts a daemon there.
    pub(super) fn daemon(&self) -> Result<ServiceDaemon> {
        let failed = |cause| Error::failed("cannot start mDNS").because(cause);
        if let Interfaces::Named(name) = &self.interfaces {
            check(name)?;
        }
        let daemon = ServiceDaemon::new_with_port(self.port).map_err(failed)?;
        let only = match &self.interfaces {
            Interfaces::All => return Ok(daemon),
            Interfaces::Loopback => IfKind::LoopbackV4,
            Interfaces::Named(name) => IfKind::Name(name.clone()),
        };
        daemon.disable_interface(IfKind::All).map_err(failed)?;
        daemon.enable_interface(only).map_err(failed)?;
        Ok(daemon)
    }
}

/// Makes sure that there is a network interface of this name: the daemon would wait for one in silence.
fn check(name: &str) -> Result<()> {
    let Ok(interfaces) = if_addrs::get_if_addrs() else {
        return Ok(());
    };
    let known: BTreeSet<String> = interfaces.into_iter().map(|it| it.name).collect();
    if known.contains(name) {
        return Ok(());
    }
    let known: Vec<String> = known.into_iter().collect();
    let name = name.escape_debug();
    Err(Error::usage(format!(
        "there is no network interface \"{name}\" with an address"
    ))
    .hint(format!("those that have one are {}", known.join(", "))))
}

/// Asks a daemon again while its queue is full. Blocks, for at most some seconds.
pub(super) fn insist<T>(ask: impl Fn() -> mdns_sd::Result<T>) -> mdns_sd::Result<T> {
    for _ in 1..MOST_ATTEMPTS {
        match ask() {
            Err(mdns_sd::Error::Again) => std::thread::sleep(AGAIN_AFTER),
            answer => return answer,
        }
    }
    ask()
}
