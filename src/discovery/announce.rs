//! Announces gateways, as their firmware does, by a responder that others wrote: for tests of those who look for gateways.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use mdns_sd::{ServiceDaemon, ServiceInfo};

use super::gateway::Gateway;
use super::network::{GATEWAY, Network, insist};
use crate::error::{Error, Result};

/// The longest name, in bytes: that of a DNS label (RFC 1035, 2.3.4).
const LONGEST_NAME: usize = 63;

/// How long the last words of a daemon are waited for.
const FAREWELL: Duration = Duration::from_secs(2);

/// A gateway to announce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Its name: 1 to 63 bytes, any characters.
    pub name: String,
    /// The host name without its domain: 1 to 63 letters, digits and hyphens.
    pub host: String,
    /// The addresses of the host; all of this computer if empty.
    pub addresses: Vec<IpAddr>,
    /// The TCP port.
    pub port: u16,
    /// The TXT record (RFC 6763, 6): each key and its value together have at most 254 bytes.
    pub txt: Vec<(String, String)>,
}

impl Announcement {
    /// What a gateway says about itself.
    pub fn of(gateway: &Gateway) -> Announcement {
        let host = &gateway.host;
        Announcement {
            name: gateway.name.clone(),
            host: host.strip_suffix(".local").unwrap_or(host).to_owned(),
            addresses: gateway.addresses.iter().map(super::Address::ip).collect(),
            port: gateway.port,
            txt: gateway.txt(),
        }
    }

    fn info(&self) -> Result<ServiceInfo> {
        let wrong = |what: &str| Error::usage(format!("cannot announce {:?}: {what}", self.name));
        if !(1..=LONGEST_NAME).contains(&self.name.len()) {
            return Err(wrong("its name must have 1 to 63 bytes"));
        }
        let is_label = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
        if !(1..=LONGEST_NAME).contains(&self.host.len()) || !self.host.bytes().all(is_label) {
            return Err(wrong(
                "its host name must have 1 to 63 letters, digits and hyphens",
            ));
        }
        let info = ServiceInfo::new(
            GATEWAY,
            &self.name,
            &format!("{}.local.", self.host),
            &self.addresses[..],
            self.port,
            &self.txt[..],
        );
        let mut info =
            info.map_err(|cause| wrong("its description is not right").because(cause))?;
        // What stays within this computer cannot meet another of the same name, and is there at once.
        let is_ours_alone =
            !self.addresses.is_empty() && self.addresses.iter().all(IpAddr::is_loopback);
        info.set_requires_probe(!is_ours_alone);
        if self.addresses.is_empty() {
            info = info.enable_addr_auto();
        }
        Ok(info)
    }
}

enum Command {
    Register(Box<ServiceInfo>),
    Unregister(String),
}

/// Announces any number of services until it is dropped, which takes all of them back.
///
/// One thread of its own asks the daemon again while that is busy, so that no call here waits.
#[derive(Debug)]
pub struct Announcer {
    /// `None` only while it is dropped.
    commands: Option<mpsc::Sender<Command>>,
    thread: Option<JoinHandle<()>>,
}

impl Announcer {
    /// Starts to speak on a network.
    ///
    /// # Errors
    ///
    /// [`Kind::Failed`](crate::error::Kind::Failed) when the system gives no thread or socket.
    pub fn start(network: &Network) -> Result<Self> {
        let daemon = network.daemon()?;
        let (commands, received) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("announcer".to_owned())
            .spawn(move || speak(&daemon, &received))
            .map_err(|cause| Error::failed("cannot start mDNS").because(cause))?;
        Ok(Announcer {
            commands: Some(commands),
            thread: Some(thread),
        })
    }

    /// Announces a service, or what has changed about it since: one of the same kind and name takes the place of the earlier one.
    ///
    /// # Errors
    ///
    /// [`Kind::Usage`](crate::error::Kind::Usage) when a name, address or text cannot be announced.
    pub fn announce(&self, announcement: &Announcement) -> Result<()> {
        let info = announcement.info()?;
        self.send(Command::Register(Box::new(info)));
        Ok(())
    }

    /// Takes a service back: whoever listens hears that it is gone. Nothing happens if there is none.
    ///
    /// # Errors
    ///
    /// As [`Announcer::announce`].
    pub fn withdraw(&self, announcement: &Announcement) -> Result<()> {
        let full_name = announcement.info()?.get_fullname().to_owned();
        self.send(Command::Unregister(full_name));
        Ok(())
    }

    fn send(&self, command: Command) {
        if let Some(commands) = &self.commands {
            // The other end goes away only after this one.
            let _ = commands.send(command);
        }
    }
}

impl Drop for Announcer {
    fn drop(&mut self) {
        self.commands = None;
        if let Some(thread) = self.thread.take() {
            // A panic of that thread has been printed, and there is nothing left to do.
            let _ = thread.join();
        }
    }
}

/// Carries out commands until their sender goes away, then takes back what is still announced.
fn speak(daemon: &ServiceDaemon, commands: &mpsc::Receiver<Command>) {
    let mut announced = BTreeSet::new();
    while let Ok(command) = commands.recv() {
        match command {
            Command::Register(info) => {
                announced.insert(info.get_fullname().to_owned());
                // The name and texts were checked before; a daemon that has gone away hears nothing more.
                let _ = insist(|| daemon.register((*info).clone()));
            }
            Command::Unregister(full_name) => {
                announced.remove(&full_name);
                take_back(daemon, &full_name);
            }
        }
    }
    for full_name in &announced {
        take_back(daemon, full_name);
    }
    if let Ok(ended) = insist(|| daemon.shutdown()) {
        let _ = ended.recv_timeout(FAREWELL);
    }
}

fn take_back(daemon: &ServiceDaemon, full_name: &str) {
    if let Ok(done) = insist(|| daemon.unregister(full_name)) {
        let _ = done.recv_timeout(FAREWELL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announcement() -> Announcement {
        Announcement {
            name: "kitchen".to_owned(),
            host: "smr-a1b2c3".to_owned(),
            addresses: vec![IpAddr::from([127, 0, 0, 2])],
            port: 80,
            txt: vec![("state".to_owned(), "run".to_owned())],
        }
    }

    #[test]
    fn a_service_is_announced_under_its_name_and_kind() {
        let info = announcement().info().expect("an announcement");
        assert_eq!(info.get_fullname(), "kitchen._smr._tcp.local.");
        assert_eq!(info.get_hostname(), "smr-a1b2c3.local.");
        assert!(!info.requires_probe(), "nobody else can have the name");
        assert!(!info.is_addr_auto());
    }

    #[test]
    fn a_service_on_all_addresses_makes_sure_that_its_name_is_free() {
        let mut open = announcement();
        open.addresses.clear();
        let info = open.info().expect("an announcement");
        assert!(info.requires_probe());
        assert!(info.is_addr_auto());
    }

    #[test]
    fn what_cannot_be_announced_is_refused() {
        let with = |change: fn(&mut Announcement)| {
            let mut wrong = announcement();
            change(&mut wrong);
            wrong.info().expect_err("refused").to_string()
        };
        for (refused, part) in [
            (with(|it| it.name.clear()), "name"),
            (with(|it| it.name = "n".repeat(64)), "name"),
            (with(|it| it.host = "a.b".to_owned()), "host"),
            (with(|it| it.host.clear()), "host"),
            (with(|it| it.txt[0].1 = "x".repeat(300)), "description"),
        ] {
            assert!(refused.contains(part), "{refused}");
        }
    }
}
