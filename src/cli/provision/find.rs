//! Which way to a gateway is open.

use std::net::SocketAddr;
use std::time::Duration;

use super::ProvisionArgs;
use crate::cli::flash::board::Person;
use crate::cli::{Context, report, runtime};
use crate::error::{Error, Kind, Result};
use crate::flash::alive;
use crate::flash::line::Line;
use crate::flash::ports::{Rank, candidates};
use crate::gateway::{Client, Located, locate};
use crate::provision::is_open;
use crate::serial::ports;

/// A gateway that was just reset answers within this.
const ON_A_PORT: Duration = Duration::from_secs(3);
/// Nobody else has such an address, mostly: a router would answer for it at once, or never.
const AT_ITS_ADDRESS: Duration = Duration::from_millis(1_500);

/// A way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// This serial port.
    Port(String),
    /// The portal at this address.
    Portal(SocketAddr),
}

impl Found {
    /// The option that names it.
    fn option(&self) -> String {
        match self {
            Found::Port(port) => format!("--port {port}"),
            Found::Portal(address) => format!("--gateway {address}"),
        }
    }
}

/// The way that was named, or the one that is open.
pub(super) fn find(
    args: &ProvisionArgs,
    context: Context,
    person: &Person,
    check: &dyn Fn() -> Result<()>,
) -> Result<Found> {
    if let Some(port) = &args.port {
        return Ok(Found::Port(port.clone()));
    }
    if let Some(spec) = &args.gateway {
        let located = runtime::block_on(locate(spec, args.timeout, &args.network()))?;
        let first = located.addresses.first().copied();
        return first
            .map(Found::Portal)
            .ok_or_else(|| Error::unreachable(format!("{spec} has no address")));
    }
    let bridges: Vec<String> = candidates(&ports())
        .into_iter()
        .filter(|candidate| candidate.rank == Rank::Bridge)
        .map(|candidate| candidate.port.name)
        .collect();
    let portal = args.portal;
    report::message(
        context,
        match bridges.as_slice() {
            [] => format!("looking for a gateway in setup at {}", portal.ip()),
            some => format!(
                "looking for a gateway in setup on {} and at {}",
                some.join(", "),
                portal.ip()
            ),
        },
    );
    let mut found = Vec::new();
    let mut failures = Vec::new();
    for port in bridges {
        check()?;
        match is_on(&port, check) {
            Ok(true) => found.push(Found::Port(port)),
            Ok(false) => {}
            Err(error) if error.kind() == Kind::Interrupted => return Err(error),
            Err(error) => failures.push(error),
        }
    }
    check()?;
    if runtime::block_on(async { Ok(is_at(portal).await) })? {
        found.push(Found::Portal(portal));
    }
    match found.as_slice() {
        [] => Err(nothing(failures)),
        [only] => Ok(only.clone()),
        some if args.may_ask() => ask(some, person),
        some => Err(unsure(some)),
    }
}

/// Whether a gateway in setup answers on a port.
fn is_on(port: &str, check: &dyn Fn() -> Result<()>) -> Result<bool> {
    let mut line = Line::open(port)?;
    Ok(alive::ask(&mut line, ON_A_PORT, check)?.is_some())
}

/// Whether one answers at an address.
async fn is_at(address: SocketAddr) -> bool {
    let located = Located {
        name: address.to_string(),
        addresses: vec![address],
    };
    let reached = Client::reach(&located, AT_ITS_ADDRESS).await;
    reached.is_ok_and(|(_, info)| is_open(&info.model))
}

fn ask(some: &[Found], person: &Person) -> Result<Found> {
    let rows: Vec<String> = some
        .iter()
        .zip(1..)
        .map(|(found, number)| format!("  {number}  {}\n", found.option()))
        .collect();
    let question = format!("Which gateway?\n{}number: ", rows.concat());
    let answer = person.ask(&question)?;
    let number = answer.parse::<usize>().ok();
    let index = number.and_then(|number| number.checked_sub(1));
    index
        .and_then(|index| some.get(index))
        .cloned()
        .ok_or_else(|| unsure(some))
}

fn unsure(some: &[Found]) -> Error {
    let options: Vec<String> = some.iter().map(Found::option).collect();
    Error::usage("more than one gateway is in setup here")
        .hint(format!("name one: {}", options.join(", or ")))
}

fn nothing(failures: Vec<Error>) -> Error {
    let error = Error::new(Kind::NothingFound, "no gateway in setup was found")
        .hint("over a cable: plug it in and name the port: --port PORT (smr flash list-ports)")
        .hint("without one: join the Wi-Fi SMR-BRIDGE-... that it opens, then start again")
        .hint("a chip without the firmware needs that first: smr flash --image FILE")
        .hint("one that was set up before: smr discover finds it");
    match failures.into_iter().next() {
        Some(first) => {
            let hints = first.hints().to_vec();
            hints.into_iter().fold(error.because(first), Error::hint)
        }
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_ways_are_told_with_the_options_that_name_them() {
        let some = [
            Found::Port("/dev/ttyUSB0".to_owned()),
            Found::Portal("192.168.4.1:80".parse().expect("an address")),
        ];
        let error = unsure(&some);
        assert_eq!(error.kind(), Kind::Usage);
        assert_eq!(
            error.hints(),
            ["name one: --port /dev/ttyUSB0, or --gateway 192.168.4.1:80"]
        );
    }

    #[test]
    fn a_port_that_cannot_be_opened_is_told_where_nothing_was_found() {
        let busy = Error::unreachable("another program has it open").hint("see which");
        let error = nothing(vec![busy]);
        assert_eq!(error.causes(), ["another program has it open"]);
        assert_eq!(error.hints().last().map(String::as_str), Some("see which"));
    }
}
