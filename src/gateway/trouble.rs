//! What can go wrong between here and a gateway, each with the next thing to try.

use std::time::Duration;

use serde::Deserialize;

use crate::config::duration;
use crate::error::{Error, Kind};

/// What a gateway says when it refuses something.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Refusal {
    /// A stable word.
    pub(super) code: String,
    /// A sentence.
    pub(super) message: String,
}

#[derive(Deserialize)]
struct RefusalBody {
    error: Refusal,
}

impl Refusal {
    /// What a body says; nothing if it is none of ours.
    pub(super) fn parse(body: &[u8]) -> Option<Refusal> {
        serde_json::from_slice::<RefusalBody>(body)
            .ok()
            .map(|body| body.error)
    }
}

pub(super) fn refused(place: &str) -> Error {
    Error::unreachable(format!("{place} refuses the connection"))
        .hint("is it a gateway, and is the port right? gateways answer on port 80")
        .hint("see which gateways answer: smr discover")
}

pub(super) fn timed_out(place: &str, limit: Duration) -> Error {
    Error::unreachable(format!(
        "{place} did not answer within {}",
        duration::display(limit)
    ))
    .hint("has it power, and is it in this network? smr discover")
    .hint("behind bad Wi-Fi, wait longer: --timeout 30s")
}

pub(super) fn unreachable(place: &str) -> Error {
    Error::unreachable(format!("cannot reach {place}"))
        .hint("has it power, and is it in this network? smr discover")
}

pub(super) fn not_found(name: &str) -> Error {
    Error::unreachable(format!("no host goes by the name {name:?}"))
        .hint("see which gateways answer: smr discover")
        .hint("or give its address: http://192.168.1.20")
}

pub(super) fn only_link_local(name: &str) -> Error {
    Error::unreachable(format!("{name} has only IPv6 link-local addresses here"))
        .hint("be in a network with IPv4, or give another address of it")
}

pub(super) fn no_gateway(place: &str) -> Error {
    Error::new(
        Kind::NothingFound,
        format!("there is no smr gateway at {place}"),
    )
    .hint("see which gateways answer: smr discover")
    .hint("port 2001 is the meter's; HTTP is on port 80")
}

pub(super) fn cut_off(place: &str, what: &str) -> Error {
    Error::unreachable(format!("the answer of {place} ({what}) is cut off"))
        .hint("try again; if it stays so, its Wi-Fi is bad or its memory short")
}

pub(super) fn other_version(place: &str, theirs: &str, name: &str, known: &str) -> Error {
    Error::failed(format!(
        "{place} speaks {theirs}, and this version only {name}/{known}"
    ))
    .hint("update smr: its firmware is newer than this program")
}

pub(super) fn odd_document(place: &str, name: &str) -> Error {
    Error::failed(format!("the {name} of {place} cannot be understood"))
        .hint("update smr and the gateway's firmware, so that they fit each other")
}

pub(super) fn too_long(place: &str) -> Error {
    Error::failed(format!("{place} answers more than a gateway has to say"))
        .hint("is it one? see which answer: smr discover")
}

pub(super) fn password_needed(place: &str) -> Error {
    Error::new(
        Kind::Authentication,
        format!("{place} asks for the admin password"),
    )
    .hint("give it in a file: --password-file FILE, or - for standard input")
    .hint("or in the variable SMR_PASSWORD")
    .hint(format!("or once and for all: smr login {place}"))
}

pub(super) fn old_password(place: &str, user: &str) -> Error {
    Error::new(
        Kind::Authentication,
        format!("{place} refuses the password of user {user:?} that smr login has kept"),
    )
    .hint(format!("log in anew: smr login {place}"))
}

pub(super) fn wrong_password(place: &str, user: &str) -> Error {
    let error = Error::new(
        Kind::Authentication,
        format!("{place} refuses the password of user {user:?}"),
    );
    match user {
        "admin" => error,
        _ => error.hint("gateways know one user: --user admin"),
    }
    .hint("check the first line of the password file")
    .hint("a forgotten password is cleared by holding the FLASH button for 5 s, with all settings")
}

pub(super) fn unclaimed(place: &str) -> Error {
    Error::new(
        Kind::Authentication,
        format!("{place} has no admin password yet"),
    )
    .hint(format!(
        "set one on its page, http://{place}, within ten minutes after it joined the Wi-Fi"
    ))
    .hint("later only a factory reset opens that again: hold the FLASH button for 5 s")
}

pub(super) fn locked_out(place: &str, wait: Option<u64>) -> Error {
    let wait = wait.map_or("a while".to_owned(), |seconds| {
        duration::display(Duration::from_secs(seconds))
    });
    Error::new(
        Kind::Authentication,
        format!("{place} has had too many wrong passwords from this computer"),
    )
    .hint(format!("wait {wait}, then give the right one"))
}

pub(super) fn foreign_host(place: &str) -> Error {
    Error::failed(format!("the gateway does not go by the address {place}"))
        .hint("use its own address or name, not that of a forwarded port: smr discover")
}

/// A refusal for which there is nothing more special to say.
pub(super) fn other(place: &str, status: u16, refusal: Option<&Refusal>) -> Error {
    let error = plain_refusal(place, status, refusal);
    match status {
        404 | 405 | 501 => error.hint("its firmware may be older than this program: update it"),
        _ => error.hint("try again; if it stays so, restart the gateway"),
    }
}

/// What a gateway says when it refuses, without a hint.
pub(super) fn plain_refusal(place: &str, status: u16, refusal: Option<&Refusal>) -> Error {
    let said = match refusal {
        Some(refusal) => {
            let message: String = refusal.message.chars().take(200).collect();
            let message = message.trim_end_matches('.').escape_debug().to_string();
            format!(
                "{message} (HTTP status {status}, {})",
                refusal.code.escape_debug()
            )
        }
        None => format!("HTTP status {status}"),
    };
    Error::failed(format!("{place} refuses: {said}"))
}
