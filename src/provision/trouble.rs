//! What can go wrong on the way to a gateway in setup, each with the next thing to try.

use super::packet::Fault;
use crate::error::{Error, Kind};

/// Nobody answers on a line.
pub(super) fn silent(place: &str) -> Error {
    Error::unreachable(format!("no gateway in setup answers on {place}"))
        .hint("does it run the gateway's firmware? write it with: smr flash --image FILE")
        .hint("one that was set up before does not answer here: smr discover finds it, smr reset resets it, and so does holding its FLASH button for 5 s")
        .hint("after flashing, release GPIO0 and tap reset; wire TX to RX, RX to TX, GND to GND")
}

/// It answered before, and does not any more.
pub(super) fn fell_silent(place: &str) -> Error {
    Error::unreachable(format!("the gateway on {place} does not answer any more"))
        .hint("has it lost power, or was the cable pulled? nothing is saved before it has joined")
        .hint("plug it in again and run the same command again")
}

pub(super) fn other_firmware(place: &str, name: &str) -> Error {
    Error::failed(format!(
        "what answers on {place} is no smr gateway but \"{}\"",
        name.escape_debug()
    ))
    .hint("is it the right port? smr flash list-ports")
    .hint("or write the gateway's firmware: smr flash --image FILE")
}

/// It has nothing to be set up any more.
pub(super) fn already_joined(place: &str, name: &str) -> Error {
    Error::failed(format!(
        "{} on {place} is in a network already",
        name.escape_debug()
    ))
    .hint("see where it is: smr discover")
    .hint("to move it to another network: smr reset GATEWAY --wifi; without its password, hold its FLASH button for 5 s, which clears all settings")
}

pub(super) fn too_old(place: &str) -> Error {
    Error::failed(format!(
        "the gateway on {place} cannot be given a name and a password over its serial line"
    ))
    .hint("write newer firmware first: smr flash --image FILE")
}

pub(super) fn refused(place: &str, fault: Fault) -> Error {
    let why = match fault {
        Fault::Invalid => "it says that the request is damaged",
        Fault::UnknownCommand => "it does not know the request",
        Fault::CannotConnect => "it is busy with another network",
        Fault::Other(_) => "it is not in setup any more, or busy",
    };
    Error::failed(format!("the gateway on {place} refuses: {why}"))
        .hint("run the same command again; if it stays so, take its power away for a moment")
}

/// A gateway at an address that is not to be set up this way.
pub(super) fn not_in_setup(place: &str, state: &str, name: &str) -> Error {
    let name = name.escape_debug();
    let error = Error::failed(format!(
        "{name} at {place} is not in setup but in state {state}"
    ));
    match state {
        "unclaimed" => error.hint(format!(
            "it has joined a network and lacks an admin password: set one on its page, http://{place}, within ten minutes after it joined"
        )),
        _ => error.hint("it has joined a network already: see smr discover"),
    }
    .hint("to move it to another network: smr reset GATEWAY --wifi; without its password, hold its FLASH button for 5 s, which clears all settings")
}

/// Nobody at the address of an access point.
pub(super) fn no_portal(place: &str, cause: Error) -> Error {
    let hints = cause.hints().to_vec();
    let wrapped = Error::new(
        cause.kind(),
        format!("no gateway in setup answers at {place}"),
    )
    .because(cause)
    .hint("join its Wi-Fi SMR-BRIDGE-... first, and stay in it although it has no internet");
    hints.into_iter().fold(wrapped, Error::hint)
}

/// Its access point went away before it said how joining went, and it is not to be seen from here.
pub(super) fn vanished(name: &str, ssid: &str, cause: Error) -> Error {
    if cause.kind() != Kind::Unreachable {
        return cause;
    }
    Error::unreachable(format!(
        "the access point of {name} went away while it tried {ssid}, and it does not answer from here"
    ))
    .because(cause)
    .hint(format!("it may have joined: be in {ssid} with this computer, then: smr discover"))
    .hint("if its Wi-Fi SMR-BRIDGE-... is still there, it has not: join that and run the same command again")
}

/// It has joined, and is not to be seen from here.
pub(super) fn unseen(name: &str, ssid: &str, cause: Error) -> Error {
    if cause.kind() != Kind::Unreachable {
        return cause;
    }
    Error::unreachable(format!(
        "{name} has the settings for {ssid}, but does not answer from here"
    ))
    .because(cause)
    .hint(format!(
        "is this computer in {ssid} too? join it, then: smr discover"
    ))
    .hint("some routers keep devices in the Wi-Fi apart (guest network, client isolation)")
}
