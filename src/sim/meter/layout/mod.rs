//! What a telegram looks like, as data: one table of lines per dialect.

#![allow(
    clippy::enum_glob_use,
    reason = "a table is read by its columns; the full path of each variant would bury them"
)]

pub(crate) mod austria;
pub(crate) mod belgium;
pub(crate) mod germany;
pub(crate) mod hungary;
pub(crate) mod lithuania;
pub(crate) mod luxembourg;
pub(crate) mod netherlands;
pub(crate) mod nordic;
pub(crate) mod switzerland;

use super::phases::{Direction, Flow, Phase, Quadrant, Tariff};
use super::supply::Supply;

/// One line of a telegram. The first field is what stands before the first parenthesis.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Line {
    /// The same in every telegram, written as it stands.
    Fixed(&'static str),
    /// The meter's time.
    Clock(&'static str),
    /// An equipment number.
    Identity(&'static str, Identity),
    /// A number that the model computes.
    Number(&'static str, Quantity, Form),
    /// The log of long power failures.
    FailureLog(&'static str),
    /// A text message in hexadecimal digits; empty most of the time.
    Message(&'static str),
    /// A meter read over M-Bus: time of the reading, then the value.
    Delivered(&'static str, Supply, Form),
    /// The same on two lines, as DSMR 2.2 and 3.0 do it; the second text holds status, interval,
    /// number of values, OBIS code and unit.
    DeliveredOnTwoLines(&'static str, Supply, &'static str, Form),
    /// Gas at each hour of the last 24, one line each.
    DeliveredByHour(&'static str, Form),
    /// Highest quarter-hour demand of this month.
    MonthPeak(&'static str, PeakOrder, Form),
    /// Highest quarter-hour demands of the months before.
    PeakHistory(&'static str, Form),
    /// All registers as they stood when the month began, and the peaks of the month before.
    BillingList(&'static str, BillingForms),
}

/// How a month peak and its time are arranged.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PeakOrder {
    /// `(timestamp)(value)`
    TimeFirst,
    /// `(value)(timestamp without the season letter)`
    ValueFirst,
}

/// The forms of a billing list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BillingForms {
    pub(crate) active: Form,
    pub(crate) reactive: Form,
    pub(crate) peak: Form,
}

/// An equipment number: a fixed beginning and digits that differ from seed to seed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identity {
    pub(crate) device: Device,
    pub(crate) prefix: &'static str,
    pub(crate) digits: u8,
    pub(crate) coding: Coding,
}

/// Whose number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Device {
    Electricity,
    Supply(Supply),
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// As it is.
    Plain,
    /// Two hexadecimal digits for each character.
    Hex,
}

impl Identity {
    pub(crate) const fn hex(device: Device, prefix: &'static str, digits: u8) -> Self {
        Identity {
            device,
            prefix,
            digits,
            coding: Coding::Hex,
        }
    }

    pub(crate) const fn plain(device: Device, prefix: &'static str, digits: u8) -> Self {
        Identity {
            device,
            prefix,
            digits,
            coding: Coding::Plain,
        }
    }
}

/// A number of the model. Each is known in millionths of its unit.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Quantity {
    /// The register of both tariffs together, Wh or varh.
    Energy(Flow),
    /// The register of one tariff.
    TariffEnergy(Flow, Tariff),
    /// Import and export together.
    CombinedEnergy,
    /// Reactive energy of quadrant I to IV.
    QuadrantEnergy(Quadrant),
    /// Power of the connection, W or var.
    Power(Flow),
    /// Power of the connection; negative when given to the grid.
    SignedPower,
    /// Power of the connection, whichever way it flows.
    AbsolutePower,
    /// Reactive power, where the connection works in this quadrant, else nothing.
    QuadrantPower(Quadrant),
    /// Power on one phase.
    PhasePower(Flow, Phase),
    /// Power on one phase; negative when given to the grid.
    SignedPhasePower(Phase),
    /// Apparent power while the active power flows this way, VA.
    ApparentPower(Direction),
    /// The same on one phase.
    ApparentPhasePower(Direction, Phase),
    /// Volts of one phase.
    Voltage(Phase),
    /// Volts, average of the phases.
    MeanVoltage,
    /// Amperes of one phase.
    Current(Phase),
    /// Amperes of all phases together.
    CurrentSum,
    /// Hertz.
    Frequency,
    /// Active by apparent power of the connection, 0 to 1.
    PowerFactor,
    /// The same on one phase.
    PhasePowerFactor(Phase),
    /// Average over the running quarter of an hour.
    Demand(Flow),
    /// Average of import and export over the running quarter of an hour.
    AbsoluteDemand,
    /// Apparent power over the running quarter of an hour.
    ApparentDemand(Direction),
    /// Average over the quarter of an hour before.
    LastDemand(Flow),
    /// Apparent power over the quarter of an hour before.
    LastApparentDemand(Direction),
    /// Number of the tariff in force.
    Tariff,
    /// Power failures in any phase.
    ShortFailures,
    /// Power failures of more than three minutes.
    LongFailures,
    /// Voltage sags of one phase.
    Sags(Phase),
    /// Voltage swells of one phase.
    Swells(Phase),
}

/// How a number is written: zero-padded digits, decimals and a unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// Digits before the point. A larger number loses its front, as a meter's counter does.
    pub(crate) whole: u8,
    /// Digits after the point; no point without any.
    pub(crate) decimals: u8,
    /// Millionths of the base unit that one step of the last digit is.
    pub(crate) step: u64,
    /// The unit with its star, or nothing.
    pub(crate) unit: &'static str,
}

impl Form {
    /// A number in its base unit: V, A, W, m³, pieces.
    pub(crate) const fn base(whole: u8, decimals: u8, unit: &'static str) -> Self {
        Form::scaled(1_000_000, whole, decimals, unit)
    }

    /// A number in thousands of its base unit: kW, kWh.
    pub(crate) const fn kilo(whole: u8, decimals: u8, unit: &'static str) -> Self {
        Form::scaled(1_000_000_000, whole, decimals, unit)
    }

    /// A number in thousandths of its base unit, or without unit in per mille.
    pub(crate) const fn milli(whole: u8, decimals: u8, unit: &'static str) -> Self {
        Form::scaled(1_000, whole, decimals, unit)
    }

    const fn scaled(millionths: u64, whole: u8, decimals: u8, unit: &'static str) -> Self {
        let mut step = millionths;
        let mut left = decimals;
        while left > 0 {
            step /= 10;
            left -= 1;
        }
        Form {
            whole,
            decimals,
            step,
            unit,
        }
    }
}
