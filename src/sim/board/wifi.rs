//! Virtual Wi-Fi: networks with passwords and signal that can be taken away.

use crate::config::wifi::WifiKey;
use crate::sim::core::{Interface, ScannedNetwork, StationState};

/// How long it takes to join, in milliseconds: about what a chip needs with DHCP.
const JOIN_MS: u64 = 600;
/// How long a scan takes.
const SCAN_MS: u64 = 1_500;
/// After so long the radio tries again to join a network that went away.
const RETRY_MS: u64 = 1_000;

/// A network that is heard this badly or worse, in dBm, cannot be joined.
const TOO_WEAK_DBM: i8 = -90;

/// Reasons to be disconnected, by the numbers of the chip's SDK.
const BEACON_TIMEOUT: u8 = 200;
const NO_ACCESS_POINT: u8 = 201;
const HANDSHAKE_TIMEOUT: u8 = 204;
const AUTHENTICATION_EXPIRED: u8 = 2;
const LEFT: u8 = 8;

/// A network in the air.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Its name.
    pub ssid: Vec<u8>,
    /// Empty for an open network.
    pub password: Vec<u8>,
    /// Signal strength in dBm.
    pub rssi_dbm: i8,
    /// 1 to 14.
    pub channel: u8,
}

#[derive(Clone, Debug)]
enum Station {
    Off,
    Joining {
        ssid: Vec<u8>,
        secret: Vec<u8>,
        until: u64,
    },
    Joined {
        ssid: Vec<u8>,
        secret: Vec<u8>,
        index: usize,
    },
    Refused {
        ssid: Vec<u8>,
        secret: Vec<u8>,
        why: StationState,
        retry: u64,
    },
}

/// What the firmware makes of the radio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skill {
    /// It joins networks.
    Usual,
    /// It cannot join any, although it hears them.
    Clumsy,
}

/// The radio of one board and what is in the air around it.
#[derive(Debug)]
pub struct Wifi {
    networks: Vec<Network>,
    /// The key of each network, once it was needed.
    keys: Vec<Option<WifiKey>>,
    away: bool,
    gives_no_address: bool,
    is_hidden: bool,
    skill: Skill,
    station: Station,
    access_point: Option<Vec<u8>>,
    scan_until: Option<u64>,
    found: Vec<ScannedNetwork>,
    last_reason: u8,
    now: u64,
}

impl Wifi {
    /// A radio that is off.
    pub fn new(networks: Vec<Network>) -> Wifi {
        Wifi {
            keys: vec![None; networks.len()],
            networks,
            away: false,
            gives_no_address: false,
            is_hidden: false,
            skill: Skill::Usual,
            station: Station::Off,
            access_point: None,
            scan_until: None,
            found: Vec::new(),
            last_reason: 0,
            now: 0,
        }
    }

    /// Takes all networks away, or brings them back.
    pub fn set_away(&mut self, away: bool) {
        self.away = away;
    }

    /// All networks are heard as badly as this from now on.
    pub fn weaken(&mut self, rssi_dbm: i8) {
        for network in &mut self.networks {
            network.rssi_dbm = rssi_dbm;
        }
    }

    /// Nobody in the networks gives addresses any more.
    pub fn withhold_addresses(&mut self) {
        self.gives_no_address = true;
    }

    /// The networks do not tell their names any more: a scan does not find them, but whoever knows a name can join.
    pub fn hide(&mut self) {
        self.is_hidden = true;
    }

    /// What the firmware that runs can do; until the next reset.
    pub fn set_skill(&mut self, skill: Skill) {
        self.skill = skill;
    }

    /// The radio is reset with its chip.
    pub fn reset(&mut self) {
        self.skill = Skill::Usual;
        self.station = Station::Off;
        self.access_point = None;
        self.scan_until = None;
        self.found.clear();
        self.last_reason = 0;
    }

    /// Time goes on to `now`, in milliseconds.
    pub fn advance(&mut self, now: u64) {
        self.now = now;
        self.station = match std::mem::replace(&mut self.station, Station::Off) {
            Station::Joining {
                ssid,
                secret,
                until,
            } if now >= until => self.join_now(ssid, secret),
            Station::Joined { ssid, secret, .. } if self.away => {
                self.last_reason = BEACON_TIMEOUT;
                Station::Refused {
                    ssid,
                    secret,
                    why: StationState::Connecting,
                    retry: now + RETRY_MS,
                }
            }
            Station::Refused {
                ssid,
                secret,
                retry,
                ..
            } if now >= retry => self.join_now(ssid, secret),
            other => other,
        };
        if self.scan_until.is_some_and(|until| now >= until) {
            self.scan_until = None;
            self.found = self.look_around();
        }
    }

    /// A wrong password and a missing network are said at once and tried again, as the chip does.
    fn join_now(&mut self, ssid: Vec<u8>, secret: Vec<u8>) -> Station {
        let index = self
            .networks
            .iter()
            .position(|network| !self.away && network.ssid == ssid);
        let why = match index {
            Some(index) if self.skill == Skill::Clumsy || self.is_too_weak(index) => {
                self.last_reason = AUTHENTICATION_EXPIRED;
                StationState::Failed
            }
            Some(index) if self.opens(index, &secret) => {
                return Station::Joined {
                    ssid,
                    secret,
                    index,
                };
            }
            Some(_) => {
                self.last_reason = HANDSHAKE_TIMEOUT;
                StationState::WrongPassword
            }
            None => {
                self.last_reason = NO_ACCESS_POINT;
                StationState::NotFound
            }
        };
        Station::Refused {
            ssid,
            secret,
            why,
            retry: self.now + RETRY_MS,
        }
    }

    fn is_too_weak(&self, index: usize) -> bool {
        let network = self.networks.get(index);
        network.is_some_and(|network| network.rssi_dbm <= TOO_WEAK_DBM)
    }

    /// Whether a network takes this: its password, or the key that WPA2 makes of it.
    fn opens(&mut self, index: usize, secret: &[u8]) -> bool {
        let (Some(network), Some(kept)) = (self.networks.get(index), self.keys.get_mut(index))
        else {
            return false;
        };
        if network.password == secret {
            return true;
        }
        let given = str::from_utf8(secret).ok().and_then(WifiKey::from_digits);
        let has_key = !network.password.is_empty();
        given.filter(|_| has_key).is_some_and(|given| {
            let derive = || WifiKey::derive(&network.password, &network.ssid);
            *kept.get_or_insert_with(derive) == given
        })
    }

    fn look_around(&self) -> Vec<ScannedNetwork> {
        let mut found: Vec<ScannedNetwork> = self
            .networks
            .iter()
            .filter(|_| !self.away && !self.is_hidden)
            .map(|network| ScannedNetwork {
                ssid: network.ssid.clone(),
                rssi_dbm: network.rssi_dbm,
                channel: network.channel,
                open: network.password.is_empty(),
            })
            .collect();
        found.sort_by_key(|network| -i16::from(network.rssi_dbm));
        found
    }

    /// Begins to join.
    pub fn join(&mut self, ssid: &[u8], secret: &[u8]) {
        self.station = Station::Joining {
            ssid: ssid.to_vec(),
            secret: secret.to_vec(),
            until: self.now + JOIN_MS,
        };
    }

    /// Leaves the network.
    pub fn leave(&mut self) {
        if matches!(self.station, Station::Joined { .. }) {
            self.last_reason = LEFT;
        }
        self.station = Station::Off;
    }

    /// How the station is.
    pub fn station_state(&self) -> StationState {
        match &self.station {
            Station::Off => StationState::Off,
            Station::Joining { .. } => StationState::Connecting,
            Station::Joined { .. } => StationState::Joined,
            Station::Refused { why, .. } => *why,
        }
    }

    /// Whether the network gave an address.
    pub fn has_address(&self) -> bool {
        self.is_joined() && !self.gives_no_address
    }

    fn joined(&self) -> Option<&Network> {
        match &self.station {
            Station::Joined { index, .. } => self.networks.get(*index),
            _ => None,
        }
    }

    /// Signal strength in dBm; 31 without a network, as the SDK says it.
    pub fn rssi_dbm(&self) -> i8 {
        self.joined().map_or(31, |network| network.rssi_dbm)
    }

    /// The channel.
    pub fn channel(&self) -> u8 {
        self.joined().map_or(1, |network| network.channel)
    }

    /// The last disconnect's reason.
    pub fn last_disconnect_reason(&self) -> u8 {
        self.last_reason
    }

    /// Begins or ends the access point.
    pub fn set_access_point(&mut self, ssid: Option<&[u8]>) {
        self.access_point = ssid.map(<[u8]>::to_vec);
    }

    /// The access point's name while there is one.
    pub fn access_point(&self) -> Option<&[u8]> {
        self.access_point.as_deref()
    }

    /// Whether it has joined a network.
    pub fn is_joined(&self) -> bool {
        matches!(self.station, Station::Joined { .. })
    }

    /// Whether anybody can reach the board: it has an address in a network, or is one.
    pub fn is_linked(&self) -> bool {
        self.has_address() || self.access_point.is_some()
    }

    /// Where those are who reach the board: it has one address of this computer for both of its networks, so that nobody is left at the
    /// access point once it is in a network.
    pub fn interface(&self) -> Interface {
        if self.has_address() {
            Interface::Station
        } else {
            Interface::AccessPoint
        }
    }

    /// Begins a scan.
    pub fn start_scan(&mut self) {
        self.scan_until = Some(self.now + SCAN_MS);
    }

    /// What the last scan found; `None` while it runs.
    pub fn scanned(&self) -> Option<&[ScannedNetwork]> {
        self.scan_until.is_none().then_some(&self.found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn air() -> Wifi {
        let network = |ssid: &str, password: &str, rssi_dbm| Network {
            ssid: ssid.into(),
            password: password.into(),
            rssi_dbm,
            channel: 6,
        };
        Wifi::new(vec![
            network("far", "password", -80),
            network("near", "", -40),
        ])
    }

    #[test]
    fn joining_takes_time_and_the_right_password() {
        let mut wifi = air();
        wifi.join(b"far", b"password");
        wifi.advance(JOIN_MS - 1);
        assert_eq!(wifi.station_state(), StationState::Connecting);
        wifi.advance(JOIN_MS);
        assert_eq!(wifi.station_state(), StationState::Joined);
        assert_eq!(wifi.rssi_dbm(), -80);
        for (ssid, secret, state) in [
            ("far", "wrong", StationState::WrongPassword),
            ("gone", "", StationState::NotFound),
        ] {
            let mut wifi = air();
            wifi.join(ssid.as_bytes(), secret.as_bytes());
            wifi.advance(JOIN_MS);
            assert_eq!(wifi.station_state(), state);
        }
    }

    #[test]
    fn the_key_of_a_network_is_as_good_as_its_password() {
        let key = |password: &[u8], ssid| WifiKey::derive(password, ssid).digits();
        for (ssid, secret, state) in [
            ("far", key(b"password", b"far"), StationState::Joined),
            (
                "far",
                key(b"password", b"near"),
                StationState::WrongPassword,
            ),
            ("near", key(b"", b"near"), StationState::WrongPassword),
        ] {
            let mut wifi = air();
            wifi.join(ssid.as_bytes(), secret.as_bytes());
            wifi.advance(JOIN_MS);
            assert_eq!(wifi.station_state(), state, "{ssid}");
        }
    }

    #[test]
    fn a_weak_network_and_one_without_addresses_are_of_no_use() {
        let mut wifi = air();
        wifi.weaken(-93);
        wifi.join(b"near", b"");
        wifi.advance(JOIN_MS);
        assert_eq!(wifi.station_state(), StationState::Failed);
        let mut wifi = air();
        wifi.withhold_addresses();
        wifi.join(b"near", b"");
        wifi.advance(JOIN_MS);
        assert_eq!(wifi.station_state(), StationState::Joined);
        assert!(!wifi.has_address() && !wifi.is_linked());
    }

    #[test]
    fn a_network_that_hides_its_name_is_joined_by_who_knows_it() {
        let mut wifi = air();
        wifi.hide();
        wifi.start_scan();
        wifi.join(b"near", b"");
        wifi.advance(SCAN_MS);
        assert!(wifi.scanned().expect("done").is_empty());
        assert_eq!(wifi.station_state(), StationState::Joined);
    }

    #[test]
    fn a_network_that_went_away_is_joined_again_when_it_comes_back() {
        let mut wifi = air();
        wifi.join(b"near", b"");
        wifi.advance(JOIN_MS);
        wifi.set_away(true);
        wifi.advance(JOIN_MS + 1);
        assert!(!wifi.is_linked());
        assert_eq!(wifi.last_disconnect_reason(), BEACON_TIMEOUT);
        wifi.set_away(false);
        wifi.advance(JOIN_MS + 1 + RETRY_MS);
        assert!(wifi.is_linked());
    }

    #[test]
    fn a_scan_finds_the_strongest_first() {
        let mut wifi = air();
        wifi.start_scan();
        assert!(wifi.scanned().is_none());
        wifi.advance(SCAN_MS);
        let names: Vec<&[u8]> = wifi
            .scanned()
            .expect("done")
            .iter()
            .map(|network| network.ssid.as_slice())
            .collect();
        assert_eq!(names, [b"near".as_slice(), b"far"]);
    }
}
