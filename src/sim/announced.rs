//! Announces virtual gateways over mDNS, within this computer: nobody else can reach them.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddrV4};

use super::board::State;
use super::world::View;
use crate::discovery::{Announcement, Announcer, Interfaces, Network, Service};
use crate::error::Result;

/// What is announced of each board now.
#[derive(Debug)]
pub struct Announced {
    announcer: Announcer,
    current: BTreeMap<u16, Vec<Announcement>>,
}

impl Announced {
    /// Announces nothing yet, on this UDP port.
    ///
    /// # Errors
    ///
    /// A system that gives no socket.
    pub fn new(port: u16) -> Result<Announced> {
        Ok(Announced {
            announcer: Announcer::start(&Network {
                port,
                interfaces: Interfaces::Loopback,
            })?,
            current: BTreeMap::new(),
        })
    }

    /// Announces what there is to say of a board now, and takes back what is no longer so.
    ///
    /// # Errors
    ///
    /// A name that cannot be announced.
    pub fn update(&mut self, view: &View) -> Result<()> {
        let wanted = announcements(view);
        let before = self.current.remove(&view.number).unwrap_or_default();
        for gone in &before {
            let is_there = wanted
                .iter()
                .any(|now| (now.service, &now.name) == (gone.service, &gone.name));
            if !is_there {
                self.announcer.withdraw(gone)?;
            }
        }
        for new in wanted.iter().filter(|new| !before.contains(new)) {
            self.announcer.announce(new)?;
        }
        self.current.insert(view.number, wanted);
        Ok(())
    }
}

/// The services of a board that has joined its network.
fn announcements(view: &View) -> Vec<Announcement> {
    if view.state != State::Run {
        return Vec::new();
    }
    let txt = &view.announced;
    let takes_arduino = txt
        .iter()
        .any(|(key, value)| key == "ota" && value.split(',').any(|way| way == "arduino"));
    let service = |service, at: Option<SocketAddrV4>, txt: &[(String, String)]| {
        let at = at?;
        Some(Announcement {
            service,
            name: view.host.clone(),
            host: view.host.clone(),
            addresses: vec![IpAddr::V4(*at.ip())],
            port: at.port(),
            txt: txt.to_vec(),
        })
    };
    [
        service(Service::Gateway, view.http, txt),
        service(Service::Http, view.http, &[]),
        service(Service::ArduinoOta, view.ota.filter(|_| takes_arduino), &[]),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(state: State, ota: &str) -> View {
        let at = |port| Some(SocketAddrV4::new(crate::sim::make::address(1), port));
        let text = |text: &str| text.to_owned();
        View {
            number: 1,
            name: text("smr-a1b2c3"),
            state,
            version: Some(text("1.0.0")),
            http: at(8080),
            p1: at(3001),
            ota: at(9266),
            dns: None,
            serial: None,
            host: text("kitchen"),
            announced: vec![(text("p1"), text("3001")), (text("ota"), text(ota))],
            notice: None,
        }
    }

    #[test]
    fn services_are_announced_with_the_ports_that_they_really_have() {
        let found = announcements(&view(State::Run, "http,arduino"));
        let ports: Vec<(Service, u16)> = found.iter().map(|it| (it.service, it.port)).collect();
        assert_eq!(
            ports,
            [
                (Service::Gateway, 8080),
                (Service::Http, 8080),
                (Service::ArduinoOta, 9266)
            ]
        );
        assert_eq!(found[0].txt[0], ("p1".to_owned(), "3001".to_owned()));
    }

    #[test]
    fn only_what_can_be_reached_is_announced() {
        assert_eq!(announcements(&view(State::Run, "http")).len(), 2);
        assert_eq!(announcements(&view(State::Setup, "http,arduino")), []);
    }
}
