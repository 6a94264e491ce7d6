//! What a meter says about itself and the connection, besides figures.

use super::figures::{reading, valued};
use super::power;
use crate::decode::unit::Dimension;
use crate::decode::view::{Content, Datum, When};
use crate::decode::{Decimal, Obis, Telegram, Timestamp};

/// What the meter says about the connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supply {
    /// The meter's own number as text.
    pub equipment: Option<String>,
    /// Position of the breaker, as sent.
    pub breaker: Option<String>,
    /// The limit of power, with its unit.
    pub power_limit: Option<(Decimal, String)>,
    /// The limit of current, with its unit.
    pub current_limit: Option<(Decimal, String)>,
    /// Number of power failures.
    pub failures: Option<Decimal>,
    /// Number of long power failures.
    pub long_failures: Option<Decimal>,
    /// Latest entry of the log: when power came back, and after how many seconds.
    pub last_failure: Option<(Timestamp, Decimal)>,
    /// Voltage sags of all phases.
    pub sags: Option<Decimal>,
    /// Voltage swells of all phases.
    pub swells: Option<Decimal>,
    /// The mains frequency, in Hz.
    pub frequency: Option<Decimal>,
    /// The text messages of the grid operator.
    pub message: Option<String>,
}

impl Supply {
    /// What a telegram says about it.
    pub fn of(telegram: &Telegram) -> Supply {
        let text = |obis: Obis| {
            let text = telegram.text(telegram.find_item(obis)?.raw).to_string();
            (!text.is_empty()).then_some(text)
        };
        let view = |obis| telegram.find(obis).map(|reading| telegram.view(reading));
        let number = |obis| {
            let (value, _) = valued(view(obis)?.first()?)?;
            Some(value)
        };
        let with_unit = |obis| view(obis).as_ref().and_then(reading);
        let of_phases = |d: u8| {
            [32, 52, 72]
                .into_iter()
                .filter_map(|c| number(Obis::new(1, 0, c, d, 0)))
                .try_fold(None, |sum: Option<Decimal>, count| match sum {
                    None => Some(Some(count)),
                    Some(sum) => sum.checked_add(count).map(Some),
                })
                .flatten()
        };
        Supply {
            equipment: equipment(telegram),
            breaker: text(Obis::new(0, 0, 96, 3, 10)),
            power_limit: with_unit(Obis::new(0, 0, 17, 0, 0)),
            current_limit: with_unit(Obis::new(1, 0, 31, 4, 0)),
            failures: number(Obis::new(0, 0, 96, 7, 21)),
            long_failures: number(Obis::new(0, 0, 96, 7, 9)),
            last_failure: last_failure(telegram),
            sags: of_phases(32),
            swells: of_phases(36),
            frequency: power::now(telegram, 14, Dimension::Frequency),
            message: message(telegram),
        }
    }
}

fn equipment(telegram: &Telegram) -> Option<String> {
    const PLACES: [Obis; 5] = [
        Obis::new(0, 0, 96, 1, 1),
        Obis::new(0, 0, 96, 1, 0),
        Obis::new(0, 0, 42, 0, 0),
        Obis::new(1, 0, 96, 1, 0),
        Obis::new(1, 0, 0, 0, 0),
    ];
    PLACES.into_iter().find_map(|obis| {
        let text = telegram.text(telegram.find_item(obis)?.raw);
        let text = text.unhex().unwrap_or_else(|| text.to_string());
        (!text.is_empty()).then_some(text)
    })
}

fn last_failure(telegram: &Telegram) -> Option<(Timestamp, Decimal)> {
    let log = telegram.view(telegram.find(Obis::new(1, 0, 99, 97, 0))?);
    let Content::Many(entries) = &log.content else {
        return None;
    };
    let failures = entries
        .iter()
        .filter_map(|entry| match (entry.value, entry.time) {
            (Datum::Number(seconds), Some(When::At(time))) => Some((time, seconds)),
            _ => None,
        });
    failures.max_by_key(|(time, _)| time.standard_seconds())
}

fn message(telegram: &Telegram) -> Option<String> {
    let parts: Vec<String> = (0..=5)
        .filter_map(|e| telegram.find_item(Obis::new(0, 0, 96, 13, e)))
        .map(|item| telegram.text(item.raw))
        .filter(|text| !text.0.is_empty())
        .map(|text| text.unhex().unwrap_or_else(|| text.to_string()))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
