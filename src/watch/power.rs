//! The power that flows now, from whichever lines a meter says it with.

use crate::decode::unit::{Dimension, Unit};
use crate::decode::{Decimal, Telegram, Value};

/// Power in both directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Power {
    /// From the grid, in W.
    pub import: Option<Decimal>,
    /// To the grid, in W.
    pub export: Option<Decimal>,
    /// Which lines said it.
    pub from: PowerFrom,
}

/// Which lines of the telegram said the power.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PowerFrom {
    /// Those of the sum (1.7.0, 2.7.0).
    #[default]
    Total,
    /// Those of the phases, added up.
    Phases,
    /// One without a direction (15.7.0), shown as import.
    Absolute,
    /// One with a sign (16.7.0, or a negative 1.7.0).
    Signed,
}

/// Which way power flows, and how much of it in W. Never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// From the grid.
    Import(Decimal),
    /// To the grid.
    Export(Decimal),
    /// Nothing flows.
    Idle,
}

impl Power {
    /// The power that a telegram says.
    pub fn of(telegram: &Telegram) -> Power {
        let now = |c| now(telegram, c, Dimension::Power);
        let (import, export) = (now(1), now(2));
        if let (Some(net), None) = (import, export)
            && net.mantissa() < 0
        {
            return Power::signed(net);
        }
        let is_short_list = telegram.is_typed() && telegram.readings().len() == 1;
        if is_short_list && import.is_some_and(Decimal::is_zero) {
            // A list of the import alone says nothing when it is zero: power may flow the other way.
            return Power::default();
        }
        if import.is_some() || export.is_some() {
            return Power {
                import,
                export,
                from: PowerFrom::Total,
            };
        }
        if let Some(net) = now(16) {
            return Power::signed(net);
        }
        let phases = [1, 2, 3].map(|number| Power::of_phase(telegram, number));
        if let (Some(absolute), true) = (now(15), phases.iter().all(|phase| phase.flow().is_none()))
        {
            return Power {
                import: Some(absolute),
                export: None,
                from: PowerFrom::Absolute,
            };
        }
        let sum = |of: fn(&Power) -> Option<Decimal>| phases.iter().filter_map(of).reduce(add);
        Power {
            import: sum(|phase| phase.import),
            export: sum(|phase| phase.export),
            from: PowerFrom::Phases,
        }
    }

    /// The power of phase 1, 2 or 3.
    pub fn of_phase(telegram: &Telegram, number: u8) -> Power {
        let now = |base: u8| now(telegram, base + 20 * number, Dimension::Power);
        match (now(1), now(2)) {
            (Some(net), None) if net.mantissa() < 0 => Power::signed(net),
            (None, None) => now(16).map(Power::signed).unwrap_or_default(),
            (import, export) => Power {
                import,
                export,
                from: PowerFrom::Phases,
            },
        }
    }

    fn signed(net: Decimal) -> Power {
        let zero = Decimal::new(0, net.scale());
        let (import, export) = if net.mantissa() < 0 {
            (zero, -net)
        } else {
            (net, zero)
        };
        Power {
            import: Some(import),
            export: Some(export),
            from: PowerFrom::Signed,
        }
    }

    /// Import less export; `None` where the telegram says neither.
    pub fn flow(self) -> Option<Flow> {
        let net = match (self.import, self.export) {
            (None, None) => return None,
            (Some(import), None) => import,
            (None, Some(export)) => -export,
            (Some(import), Some(export)) => add(import, -export),
        };
        Some(match net.mantissa().signum() {
            1 => Flow::Import(net),
            -1 => Flow::Export(-net),
            _ => Flow::Idle,
        })
    }
}

/// The sum; where it does not fit, which no power does, the first of both.
fn add(a: Decimal, b: Decimal) -> Decimal {
    a.checked_add(b).unwrap_or(a)
}

/// What code `1-x:c.7.0` says now, in the base unit of its dimension. The group B differs between
/// meters (0, or 1 for a second one).
pub fn now(telegram: &Telegram, c: u8, dimension: Dimension) -> Option<Decimal> {
    let reading = telegram.readings().iter().find(|reading| {
        let [a, _, code_c, d, e, _] = reading.obis.groups();
        (a, code_c, d, e) == (1, c, 7, 0)
    })?;
    let item = telegram.items(reading).first()?;
    match item.value {
        Value::Number(number) => in_base_unit(number, item.unit, dimension),
        _ => None,
    }
}

/// A number in the base unit of `dimension`; `None` where its unit measures something else.
///
/// Some meters leave out units. Power is then in kW if it has decimals, as every P1 standard has
/// it, and else in W.
pub fn in_base_unit(number: Decimal, unit: Option<Unit>, dimension: Dimension) -> Option<Decimal> {
    match unit {
        Some(unit) if unit.dimension() == dimension => number.shifted(unit.exponent()),
        Some(_) => None,
        None if dimension == Dimension::Power && number.scale() > 0 => number.shifted(3),
        None => Some(number),
    }
}
