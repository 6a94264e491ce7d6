//! The registers of a telegram: what counts up and never down.

use super::super::decimal::Decimal;
use super::super::obis::Obis;
use super::super::quantity::Form;
use super::super::telegram::{Reading, Telegram, Value};
use super::super::timestamp::Timestamp;
use super::super::unit::Unit;
use super::super::view::{Content, Datum, When};

/// One register as a telegram says it.
pub(super) struct Register {
    pub(super) obis: Obis,
    pub(super) name: String,
    pub(super) channel: Option<u8>,
    pub(super) value: Decimal,
    pub(super) unit: Option<Unit>,
    /// When it was read, for meters beside the electricity meter.
    pub(super) own_time: Option<Timestamp>,
}

/// What group F is when a value is the present one.
const PRESENT: u8 = 255;
const ELECTRICITY: u8 = 1;
const GAS: u8 = 7;
const SUM: u8 = 8;
/// Active, reactive and apparent energy of all phases.
const ENERGIES: std::ops::RangeInclusive<u8> = 1..=10;
const DEVICE: u8 = 24;

/// All registers with a value that was read.
pub(super) fn of(telegram: &Telegram) -> impl Iterator<Item = Register> {
    telegram
        .readings()
        .iter()
        .filter(|reading| is_register(reading.obis))
        .filter_map(|reading| register(telegram, reading))
}

fn is_register(obis: Obis) -> bool {
    let [a, _, c, d, _, f] = obis.groups();
    let is_of_device = obis.mbus_channel().is_some() && c == DEVICE && matches!(d, 2 | 3);
    let is_energy = a == ELECTRICITY && d == SUM && ENERGIES.contains(&c);
    let is_gas = a == GAS && (c, d) == (23, 1);
    f == PRESENT && (is_of_device || is_energy || is_gas)
}

fn register(telegram: &Telegram, reading: &Reading) -> Option<Register> {
    let view = telegram.view(reading);
    let quantity = view
        .quantity
        .filter(|quantity| quantity.form == Form::Number)?;
    let Content::One(entry) = view.content else {
        return None;
    };
    let Datum::Number(value) = entry.value else {
        return None;
    };
    let own_time = match entry.time {
        Some(When::At(time)) => Some(time),
        Some(When::Unset) => return None,
        None => None,
    };
    let unit = telegram.items(reading).iter().find_map(|item| item.unit);
    Some(Register {
        obis: reading.obis.reduced(),
        name: quantity.name().to_string(),
        channel: view.channel,
        value,
        unit,
        own_time,
    })
}

/// Where meters say their equipment number.
const IDENTITIES: [Obis; 8] = [
    Obis::new(0, 0, 96, 1, 1),
    Obis::new(0, 0, 96, 1, 0),
    Obis::new(0, 0, 42, 0, 0),
    Obis::new(1, 0, 0, 0, 0),
    Obis::new(1, 1, 0, 0, 5),
    Obis::new(1, 0, 0, 0, 9),
    Obis::new(1, 0, 96, 1, 0),
    Obis::new(0, 0, 96, 1, 255),
];

/// The equipment number of the meter itself, or of the device on a channel.
pub(super) fn identity(telegram: &Telegram, channel: Option<u8>) -> Option<String> {
    let said = |obis: &Obis| {
        let item = telegram.find_item(*obis)?;
        let text = telegram.text(item.raw);
        if item.value == Value::Empty || text.0.is_empty() {
            return None;
        }
        let plain = text.unhex().filter(|_| !telegram.is_typed());
        Some(plain.unwrap_or_else(|| text.to_string()))
    };
    match channel {
        None => IDENTITIES.iter().find_map(said),
        Some(channel) => [0, 1]
            .map(|e| Obis::new(0, channel, 96, 1, e))
            .iter()
            .find_map(said),
    }
}
