//! Listens for gateways on the network.

use std::collections::VecDeque;

use mdns_sd::{Receiver, ResolvedService, ScopedIp, ServiceDaemon, ServiceEvent};

use super::address::{Address, Zone};
use super::directory::{Change, Directory, Event};
use super::gateway::Record;
use super::network::{GATEWAY, Network, insist};
use crate::error::{Error, Result};

/// Listens for gateways until it is dropped.
pub struct Browser {
    daemon: ServiceDaemon,
    heard: Receiver<ServiceEvent>,
    directory: Directory,
    waiting: VecDeque<Change>,
}

impl Browser {
    /// Asks for gateways on a network, and goes on asking.
    ///
    /// # Errors
    ///
    /// [`Kind::Failed`](crate::error::Kind::Failed) when the system gives no thread or socket,
    /// [`Kind::Usage`](crate::error::Kind::Usage) when there is no such network interface.
    pub fn start(network: &Network) -> Result<Self> {
        let daemon = network.daemon()?;
        let heard = listen(&daemon)?;
        Ok(Browser {
            daemon,
            heard,
            directory: Directory::new(),
            waiting: VecDeque::new(),
        })
    }

    /// Waits for the next change. Nothing is lost if the waiting is given up.
    ///
    /// # Errors
    ///
    /// [`Kind::Failed`](crate::error::Kind::Failed) when nothing can be heard any more.
    pub async fn next(&mut self) -> Result<Change> {
        loop {
            if let Some(change) = self.waiting.pop_front() {
                return Ok(change);
            }
            match self.heard.recv_async().await {
                Ok(event) => {
                    let changes = event_of(event).map(|event| self.directory.apply(event));
                    self.waiting.extend(changes.unwrap_or_default());
                }
                // More was heard than fitted into the queue: all that is known is told again.
                Err(_) => self.heard = listen(&self.daemon)?,
            }
        }
    }

    /// The gateways that are there.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The daemon ends with the process anyway.
        let _ = insist(|| self.daemon.shutdown());
    }
}

fn listen(daemon: &ServiceDaemon) -> Result<Receiver<ServiceEvent>> {
    insist(|| daemon.browse(GATEWAY))
        .map_err(|cause| Error::failed("cannot listen for gateways").because(cause))
}

fn event_of(event: ServiceEvent) -> Option<Event> {
    match event {
        ServiceEvent::ServiceResolved(service) => Some(Event::Heard(record(&service))),
        ServiceEvent::ServiceRemoved(_, full_name) => Some(Event::Lost { full_name }),
        _ => None,
    }
}

fn record(service: &ResolvedService) -> Record {
    let text = |property: &mdns_sd::TxtProperty| {
        let value = property.val().map(<[u8]>::to_vec);
        (property.key().to_owned(), value)
    };
    Record {
        full_name: service.get_fullname().to_owned(),
        host: service.get_hostname().to_owned(),
        port: service.get_port(),
        addresses: service.get_addresses().iter().filter_map(address).collect(),
        txt: service.get_properties().iter().map(text).collect(),
    }
}

fn address(scoped: &ScopedIp) -> Option<Address> {
    let zone = match scoped {
        ScopedIp::V6(scoped) => Some(Zone {
            name: scoped.scope_id().name.clone(),
            index: scoped.scope_id().index,
        }),
        _ => None,
    };
    Address::new(scoped.to_ip_addr(), zone)
}
