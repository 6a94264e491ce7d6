//! A telegram as the figures on the screen: exact numbers, in base units where sources differ.

use super::power::{self, Power};
use super::supply::Supply;
use crate::decode::quantity::Medium;
use crate::decode::unit::{Dimension, Unit};
use crate::decode::view::{Content, Datum, Entry, UnitText, View, When};
use crate::decode::{Decimal, Device, Obis, Telegram, Timestamp};

/// Seconds in the quarter of an hour over which Belgian meters average power.
pub const QUARTER: u32 = 15 * 60;

/// All that the main screen shows of one telegram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The meter's clock.
    pub time: Option<Timestamp>,
    /// Power now.
    pub power: Power,
    /// Each phase that the telegram says something about.
    pub phases: Vec<Phase>,
    /// Counters of energy, in the order of direction and tariff.
    pub counters: Vec<Counter>,
    /// The tariff in force.
    pub tariff: Option<u8>,
    /// Devices behind the meter; empty slots are left out.
    pub devices: Vec<MeteredDevice>,
    /// Average power of the running period and its peaks.
    pub demand: Option<Demand>,
    /// What else the meter says about the connection.
    pub supply: Supply,
}

/// What flows on one phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// 1 to 3.
    pub number: u8,
    /// In V.
    pub voltage: Option<Decimal>,
    /// In A.
    pub current: Option<Decimal>,
    /// In W.
    pub import: Option<Decimal>,
    /// In W.
    pub export: Option<Decimal>,
}

/// What a counter counts. The order is that of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Energy from the grid.
    Import,
    /// Energy to the grid.
    Export,
    /// Import less export.
    Net,
    /// Import plus export.
    Absolute,
    /// Reactive energy from the grid.
    ReactiveImport,
    /// Reactive energy to the grid.
    ReactiveExport,
}

impl Direction {
    /// Group C of the code.
    const CODES: [(u8, Direction); 6] = [
        (1, Direction::Import),
        (2, Direction::Export),
        (16, Direction::Net),
        (15, Direction::Absolute),
        (3, Direction::ReactiveImport),
        (4, Direction::ReactiveExport),
    ];

    /// The word on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Direction::Import => "import",
            Direction::Export => "export",
            Direction::Net => "net",
            Direction::Absolute => "sum",
            Direction::ReactiveImport => "reactive import",
            Direction::ReactiveExport => "reactive export",
        }
    }
}

/// A counter of energy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// What it counts.
    pub direction: Direction,
    /// The tariff; `None` counts in all.
    pub tariff: Option<u8>,
    /// Its value, in thousands of the base unit where that is known.
    pub value: Decimal,
    /// The unit of the value.
    pub unit: String,
}

/// A device behind the meter: gas, water, heat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeteredDevice {
    /// The M-Bus channel; `None` for a gas meter that has codes of its own.
    pub channel: Option<u8>,
    /// What it measures, for people.
    pub medium: &'static str,
    /// Its equipment number as text.
    pub id: Option<String>,
    /// Its value with the unit.
    pub value: Option<(Decimal, String)>,
    /// When it reported.
    pub reported: Reported,
}

/// When a device reported to the meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// At this time of the meter's clock; with its age where the meter says what time it is.
    At {
        /// The time of the report.
        time: Timestamp,
        /// Seconds before the telegram; negative where the report lies in its future.
        age: Option<i64>,
    },
    /// The meter says that there was none.
    Never,
    /// The meter says nothing about it.
    Unsaid,
}

/// Average power over a period, for which Belgian connections pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Of the running period, in W.
    pub average: Option<Decimal>,
    /// Seconds since the running quarter of an hour began.
    pub into_quarter: Option<u32>,
    /// The highest of this month.
    pub peak: Option<Peak>,
    /// The highest of earlier months, in the order of the telegram.
    pub past: Vec<Peak>,
}

/// A peak of average power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peak {
    /// In W.
    pub value: Decimal,
    /// When it was.
    pub time: Option<Timestamp>,
}

impl Figures {
    /// The figures of a telegram.
    pub fn of(telegram: &Telegram) -> Figures {
        let time = telegram.time();
        Figures {
            time,
            power: Power::of(telegram),
            phases: (1..=3)
                .filter_map(|number| phase(telegram, number))
                .collect(),
            counters: counters(telegram),
            tariff: tariff(telegram),
            devices: devices(telegram, time),
            demand: demand(telegram, time),
            supply: Supply::of(telegram),
        }
    }

    /// Takes from earlier figures what these say nothing about.
    pub fn complete(&mut self, earlier: Figures) {
        if self.power.flow().is_none() {
            self.power = earlier.power;
        }
        if self.phases.is_empty() {
            self.phases = earlier.phases;
        }
        if self.counters.is_empty() {
            self.counters = earlier.counters;
        }
        if self.devices.is_empty() {
            self.devices = earlier.devices;
        }
        self.demand = self.demand.take().or(earlier.demand);
        self.tariff = self.tariff.or(earlier.tariff);
    }
}

fn phase(telegram: &Telegram, number: u8) -> Option<Phase> {
    let code = |base: u8| base + 20 * number;
    let now = |base: u8, dimension| power::now(telegram, code(base), dimension);
    let power = Power::of_phase(telegram, number);
    let phase = Phase {
        number,
        voltage: now(12, Dimension::Voltage),
        current: now(11, Dimension::Current),
        import: power.import,
        export: power.export,
    };
    let said = [phase.voltage, phase.current, phase.import, phase.export];
    said.iter().any(Option::is_some).then_some(phase)
}

fn counters(telegram: &Telegram) -> Vec<Counter> {
    let mut counters: Vec<Counter> = telegram
        .views()
        .filter_map(|view| {
            let [a, _, c, d, e, _] = view.obis.groups();
            let (_, direction) = *Direction::CODES.iter().find(|(code, _)| *code == c)?;
            if (a, d) != (1, 8) || e > 8 {
                return None;
            }
            let (value, unit) = valued(view.first()?)?;
            let (value, unit) = in_thousands(value, unit);
            Some(Counter {
                direction,
                tariff: (e > 0).then_some(e),
                value,
                unit,
            })
        })
        .collect();
    counters.sort_by_key(|counter| (counter.direction, counter.tariff));
    counters
}

/// Counters in Wh are shown in kWh, so that meters compare.
fn in_thousands(value: Decimal, unit: Option<UnitText<'_>>) -> (Decimal, String) {
    let thousand = match unit {
        Some(UnitText::Known(Unit::WattHour)) => Some(Unit::KilowattHour),
        Some(UnitText::Known(Unit::VarHour)) => Some(Unit::KilovarHour),
        _ => None,
    };
    match (thousand, value.shifted(-3)) {
        (Some(unit), Some(value)) => (value, unit.symbol().to_owned()),
        _ => (value, unit.map(|unit| unit.to_string()).unwrap_or_default()),
    }
}

pub(super) fn valued<'a>(entry: &Entry<'a>) -> Option<(Decimal, Option<UnitText<'a>>)> {
    match entry.value {
        Datum::Number(number) => Some((number, entry.unit)),
        _ => None,
    }
}

fn tariff(telegram: &Telegram) -> Option<u8> {
    let reading = telegram.readings().iter().find(|reading| {
        let [a, _, c, d, ..] = reading.obis.groups();
        (a, c, d) == (0, 96, 14)
    })?;
    let item = telegram.items(reading).first()?;
    let text = telegram.text(item.raw).to_string();
    // `0002`, and `T2` on some meters.
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok().filter(|tariff| *tariff > 0)
}

fn devices(telegram: &Telegram, now: Option<Timestamp>) -> Vec<MeteredDevice> {
    // ACE4000 sends the last day hour by hour, the newest last.
    let own = telegram.views().filter(|view| {
        let [a, _, c, d, ..] = view.obis.groups();
        (a, c, d) == (7, 23, 1)
    });
    let own = own.last().map(|view| MeteredDevice {
        channel: None,
        medium: "gas",
        id: None,
        value: reading(&view),
        reported: reported(&view, now),
    });
    let on_bus = telegram.devices().into_iter().filter(Device::is_present);
    on_bus
        .map(|device| metered(&device, now))
        .chain(own)
        .collect()
}

fn metered(device: &Device<'_>, now: Option<Timestamp>) -> MeteredDevice {
    let view = device.reading.as_ref();
    MeteredDevice {
        channel: Some(device.channel),
        medium: medium(device),
        id: device
            .id
            .map(|id| id.unhex().unwrap_or_else(|| id.to_string()))
            .filter(|id| !id.is_empty()),
        value: view.and_then(reading),
        reported: view.map_or(Reported::Unsaid, |view| reported(view, now)),
    }
}

fn medium(device: &Device<'_>) -> &'static str {
    match device.medium {
        Some(Medium::HotWater) => "hot water",
        Some(Medium::Other) => "device",
        Some(medium) => medium.name(),
        // Without a type, the hourly value of DSMR 2.2 is gas.
        None => match device.reading.as_ref().map(|view| view.obis.groups()) {
            Some([_, _, 24, 3, ..]) => "gas",
            _ => "device",
        },
    }
}

pub(super) fn reading(view: &View<'_>) -> Option<(Decimal, String)> {
    let (value, unit) = valued(view.first()?)?;
    Some((value, unit.map(|unit| unit.to_string()).unwrap_or_default()))
}

fn reported(view: &View<'_>, now: Option<Timestamp>) -> Reported {
    match view.first().and_then(|entry| entry.time) {
        Some(When::At(time)) => Reported::At {
            time,
            age: now.map(|now| now.standard_seconds() - time.standard_seconds()),
        },
        Some(When::Unset) => Reported::Never,
        None => Reported::Unsaid,
    }
}

fn demand(telegram: &Telegram, now: Option<Timestamp>) -> Option<Demand> {
    let find = |d: u8| {
        telegram.views().find(move |view| {
            let [a, _, c, code_d, e, _] = view.obis.groups();
            (a, c, code_d, e) == (1, 1, d, 0)
        })
    };
    let average = find(4)
        .as_ref()
        .and_then(View::first)
        .and_then(|entry| peak(entry))
        .map(|peak| peak.value);
    let peak_now = find(6).as_ref().and_then(View::first).and_then(peak);
    if average.is_none() && peak_now.is_none() {
        return None;
    }
    let past = telegram.find(Obis::new(0, 0, 98, 1, 0)).map(|reading| {
        match telegram.view(reading).content {
            Content::Many(entries) => entries.iter().filter_map(peak).collect(),
            Content::One(_) => Vec::new(),
        }
    });
    Some(Demand {
        average,
        into_quarter: now.map(|now| u32::from(now.minute()) % 15 * 60 + u32::from(now.second())),
        peak: peak_now,
        past: past.unwrap_or_default(),
    })
}

fn peak(entry: &Entry<'_>) -> Option<Peak> {
    let (value, unit) = valued(entry)?;
    let unit = match unit {
        Some(UnitText::Known(unit)) => Some(unit),
        Some(UnitText::Other(_)) => return None,
        None => None,
    };
    Some(Peak {
        value: power::in_base_unit(value, unit, Dimension::Power)?,
        time: match entry.time {
            Some(When::At(time)) => Some(time),
            _ => None,
        },
    })
}

#[cfg(test)]
#[path = "figures_tests.rs"]
mod tests;
