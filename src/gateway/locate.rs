//! From a GATEWAY to the addresses where it may answer.

use std::net::SocketAddr;
use std::time::Duration;

use super::trouble;
use crate::discovery::{Network, find};
use crate::error::{Error, Result};
use crate::target::gateway::GatewaySpec;

/// How long a gateway is searched for by its name: they answer within one second, and are asked twice.
const SEARCH: Duration = Duration::from_secs(3);

/// The port of HTTP.
const HTTP: u16 = 80;

/// Where a gateway may answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// As the user called it.
    pub name: String,
    /// Its addresses, best first; at least one.
    pub addresses: Vec<SocketAddr>,
}

/// Finds out where a gateway is, listening on `network` for one that is called by its name; each step takes at most `limit`.
///
/// # Errors
///
/// [`Kind::NothingFound`](crate::error::Kind::NothingFound) or [`Kind::Unreachable`](crate::error::Kind::Unreachable) for a name
/// that nobody has; [`Kind::Usage`](crate::error::Kind::Usage) for a virtual gateway, which has to be started instead.
pub async fn locate(spec: &GatewaySpec, limit: Duration, network: &Network) -> Result<Located> {
    let (name, addresses) = match spec {
        GatewaySpec::Host { host, port } => (host, resolve(host, *port, limit).await?),
        GatewaySpec::Named { name, port } => (name, search(name, *port, limit, network).await?),
        GatewaySpec::Sim(_) => {
            return Err(Error::usage("a virtual gateway is nowhere until it runs"));
        }
    };
    let mut addresses: Vec<SocketAddr> = addresses.into_iter().filter(is_plain).collect();
    // Gateways speak IPv4; the order among equals is that of whoever told them.
    addresses.sort_by_key(SocketAddr::is_ipv6);
    if addresses.is_empty() {
        return Err(trouble::only_link_local(name));
    }
    Ok(Located {
        name: name.clone(),
        addresses,
    })
}

/// Whether an address can stand in a URL: one with a zone cannot (RFC 9844).
fn is_plain(address: &SocketAddr) -> bool {
    match address {
        SocketAddr::V4(_) => true,
        SocketAddr::V6(address) => address.scope_id() == 0,
    }
}

/// What announces this name, else what the system knows by it.
async fn search(
    name: &str,
    port: Option<u16>,
    limit: Duration,
    network: &Network,
) -> Result<Vec<SocketAddr>> {
    let unheard = match find(name, SEARCH.min(limit), network).await {
        Ok(gateway) => return Ok(gateway.sockets(port.unwrap_or(gateway.port))),
        Err(error) => error,
    };
    resolve(name, port.unwrap_or(HTTP), limit)
        .await
        .map_err(|_| unheard.hint("or give its address: http://192.168.1.20"))
}

async fn resolve(host: &str, port: u16, limit: Duration) -> Result<Vec<SocketAddr>> {
    let found = tokio::time::timeout(limit, tokio::net::lookup_host((host, port))).await;
    let found = match found {
        Ok(Ok(found)) => found.collect::<Vec<_>>(),
        Ok(Err(cause)) => return Err(trouble::not_found(host).because(cause)),
        Err(_) => {
            return Err(trouble::timed_out(
                &format!("the search for {host:?}"),
                limit,
            ));
        }
    };
    match found.is_empty() {
        true => Err(trouble::not_found(host)),
        false => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use std::net::UdpSocket;

    use super::*;
    use crate::discovery::{Address, Announcement, Announcer, Gateway, Interfaces};
    use crate::error::Kind;

    fn network() -> Network {
        let free = UdpSocket::bind("127.0.0.1:0").expect("a port");
        Network {
            port: free.local_addr().expect("an address").port(),
            interfaces: Interfaces::Loopback,
        }
    }

    async fn located(text: &str, network: &Network) -> Result<Located> {
        let spec = GatewaySpec::parse(text).expect("a gateway");
        locate(&spec, Duration::from_secs(30), network).await
    }

    #[tokio::test]
    async fn an_address_is_where_it_says() {
        let network = network();
        for (text, address) in [
            ("127.0.0.1", "127.0.0.1:80"),
            ("http://127.0.0.1:8080", "127.0.0.1:8080"),
            ("[::1]:8080", "[::1]:8080"),
        ] {
            let found = located(text, &network).await.expect(text);
            assert_eq!(found.addresses, [address.parse().expect("an address")]);
        }
    }

    #[tokio::test]
    async fn a_name_is_searched_for_among_those_that_announce_themselves() {
        let network = network();
        let announcer = Announcer::start(&network).expect("an announcer");
        let gateway = Gateway {
            id: Some("smr-a1b2c3".to_owned()),
            name: "Living room".to_owned(),
            host: "living-room.local".to_owned(),
            port: 8080,
            addresses: Address::new([127, 0, 0, 7].into(), None)
                .into_iter()
                .collect(),
            p1_port: None,
            version: None,
            board: None,
            state: None,
        };
        announcer
            .announce(&Announcement::of(&gateway))
            .expect("announced");
        let found = located("Living room", &network).await.expect("found");
        assert_eq!(
            found.addresses,
            ["127.0.0.7:8080".parse().expect("an address")]
        );
        let found = located("living-room.local:81", &network).await;
        let found = found.expect("found by its host name");
        assert_eq!(
            found.addresses,
            ["127.0.0.7:81".parse().expect("an address")]
        );
    }

    #[tokio::test]
    async fn a_name_that_nobody_has_is_told_with_the_next_thing_to_try() {
        let error = located("Nobody at all", &network()).await;
        let error = error.expect_err("nobody");
        assert_eq!(error.kind(), Kind::NothingFound);
        assert!(
            error
                .hints()
                .iter()
                .any(|hint| hint.contains("smr discover"))
        );
    }
}
