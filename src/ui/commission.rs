//! A board that became a gateway with a meter: `smr.commission/1`, and the same for people; one that did not: `smr.commission.failure/1`.

use std::net::SocketAddr;

use serde::Serialize;

use super::label::{Label, Part};
use super::provision::{meter, place};
use crate::config::logins::Keeper;
use crate::decode::Check;
use crate::error::Error;
use crate::gateway::silence::Silence;
use crate::gateway::status::P1;
use crate::provision::Provisioned;
use crate::source::first::First;

/// What became of a board.
#[derive(Clone, Debug)]
pub struct Commissioned {
    /// The serial port that it was on.
    pub port: String,
    /// The MAC address, where the chip's loader was asked.
    pub mac: Option<String>,
    /// Whether its settings were there before, and have stayed.
    pub was_set_up: bool,
    /// The gateway.
    pub gateway: Provisioned,
    /// What its meter says.
    pub meter: Meter,
    /// Its label, and the file in which that was drawn.
    pub label: (Label, Option<String>),
    /// Where its admin password is kept.
    pub keeper: Option<Keeper>,
    /// Which board it is of several.
    pub number: Option<u32>,
    /// Milliseconds from the beginning to the end.
    pub took_ms: u64,
}

/// What a meter says.
#[derive(Clone, Debug)]
pub enum Meter {
    /// A telegram.
    Telegram(First),
    /// Nobody listened.
    Unread,
    /// None.
    Silent {
        /// Why.
        silence: Silence,
        /// What the gateway knows of its line, if it could be asked.
        line: Option<P1>,
        /// How long one was waited for.
        waited: String,
    },
}

#[derive(Serialize)]
struct TelegramDocument<'a> {
    dialect: &'a str,
    check: &'a str,
    ident: &'a str,
    readings: usize,
}

#[derive(Serialize)]
struct SilenceDocument {
    reason: &'static str,
    explanation: String,
    remedies: Vec<String>,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    result: &'static str,
    number: Option<u32>,
    port: &'a str,
    mac: Option<&'a str>,
    id: &'a str,
    name: &'a str,
    address: SocketAddr,
    meter: SocketAddr,
    ssid: &'a str,
    rssi_dbm: Option<i32>,
    version: &'a str,
    board: &'a str,
    was_set_up: bool,
    telegram: Option<TelegramDocument<'a>>,
    no_telegram: Option<SilenceDocument>,
    label: Part,
    password_kept_in: Option<Keeper>,
    took_ms: u64,
}

#[derive(Serialize)]
struct FailureDocument<'a> {
    schema: &'static str,
    number: u32,
    port: &'a str,
    id: Option<&'a str>,
    exit_code: u8,
    error: String,
    causes: Vec<String>,
    hints: &'a [String],
}

/// A board of several that could not be commissioned, as a line of JSON; with the gateway's id, if it was found out.
pub fn failure(number: u32, port: &str, id: Option<&str>, error: &Error) -> String {
    let document = FailureDocument {
        schema: "smr.commission.failure/1",
        number,
        port,
        id,
        exit_code: error.kind().exit_code(),
        error: error.to_string(),
        causes: error.causes(),
        hints: error.hints(),
    };
    super::flash::text(&document, false)
}

impl Commissioned {
    /// As a line of JSON or an indented object.
    pub fn document(&self, is_pretty: bool) -> String {
        let gateway = &self.gateway;
        let (result, telegram, no_telegram) = match &self.meter {
            Meter::Telegram(first) => (
                "commissioned",
                Some(TelegramDocument {
                    dialect: first.dialect,
                    check: first.check.name(),
                    ident: &first.ident,
                    readings: first.readings,
                }),
                None,
            ),
            Meter::Unread => ("commissioned", None, None),
            Meter::Silent { silence, line, .. } => (
                "no-telegram",
                None,
                Some(SilenceDocument {
                    reason: silence.word(),
                    explanation: silence.clause(line.as_ref()),
                    remedies: self.remedies(*silence),
                }),
            ),
        };
        let document = Document {
            schema: "smr.commission/1",
            result,
            number: self.number,
            port: &self.port,
            mac: self.mac.as_deref(),
            id: &gateway.id,
            name: &gateway.name,
            address: gateway.address,
            meter: gateway.meter,
            ssid: &gateway.ssid,
            rssi_dbm: gateway.rssi_dbm,
            version: &gateway.version,
            board: &gateway.board,
            was_set_up: self.was_set_up,
            telegram,
            no_telegram,
            label: self.label.0.part(self.label.1.as_deref()),
            password_kept_in: self.keeper,
            took_ms: self.took_ms,
        };
        super::flash::text(&document, is_pretty)
    }

    /// `smr-a1b2c3 "kitchen" 192.168.1.20: firmware 1.2.3`
    pub fn heading(&self) -> String {
        let gateway = &self.gateway;
        let name = match gateway.name == gateway.id {
            true => String::new(),
            false => format!(" \"{}\"", gateway.name.escape_debug()),
        };
        format!(
            "{}{name} {}: firmware {}",
            gateway.id.escape_debug(),
            place(gateway.address),
            gateway.version.escape_debug()
        )
    }

    /// The result in one line; nothing where no telegram came.
    pub fn line(&self) -> Option<String> {
        let seconds = (self.took_ms + 500) / 1_000;
        let first = match &self.meter {
            Meter::Telegram(first) => first,
            Meter::Unread => {
                return Some(format!("{}, set up after {seconds} s\n", self.heading()));
            }
            Meter::Silent { .. } => return None,
        };
        let check = match first.check {
            Check::Valid => "CRC valid",
            Check::Invalid { .. } => "CRC wrong",
            Check::Absent => "without CRC",
        };
        Some(format!(
            "{}, first telegram {} {check} after {seconds} s\n",
            self.heading(),
            first.dialect
        ))
    }

    /// What to try, with this gateway in the commands.
    pub fn remedies(&self, silence: Silence) -> Vec<String> {
        let (http, meter) = (place(self.gateway.address), meter(self.gateway.meter));
        let remedies = silence.remedies().iter();
        remedies
            .map(|remedy| match remedy.contains("smr record") {
                true => remedy.replace("GATEWAY", &meter),
                false => remedy.replace("GATEWAY", &http),
            })
            .chain([format!(
                "then see whether telegrams come: smr doctor {http}"
            )])
            .collect()
    }
}
