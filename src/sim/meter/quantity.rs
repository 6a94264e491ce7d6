//! The numbers that a telegram may ask a meter for.

use super::Meter;
use super::electricity::{apparent, micro_watt_hours};
use super::layout::Quantity;
use super::phases::{Direction, Flow, Quadrant, Tariff};

impl Meter {
    /// The value of a quantity now, in millionths of its unit.
    pub(crate) fn quantity(&self, quantity: Quantity) -> i64 {
        let energy = &self.registers.energy;
        let now = &self.measured;
        match quantity {
            Quantity::Energy(flow) => register(energy.get(flow).total()),
            Quantity::TariffEnergy(flow, tariff) => register(energy.get(flow).get(tariff)),
            Quantity::CombinedEnergy => {
                register(energy.import.total().saturating_add(energy.export.total()))
            }
            Quantity::QuadrantEnergy(quadrant) => register(self.quadrant_energy(quadrant)),
            Quantity::Demand(flow) => thousandths(self.demand.now(flow)),
            Quantity::AbsoluteDemand => {
                thousandths(self.demand.now(Flow::Import) + self.demand.now(Flow::Export))
            }
            Quantity::ApparentDemand(direction) => {
                thousandths(apparent_demand(direction, |flow| self.demand.now(flow)))
            }
            Quantity::LastDemand(flow) => thousandths(self.demand.last(flow)),
            Quantity::LastApparentDemand(direction) => {
                thousandths(apparent_demand(direction, |flow| self.demand.last(flow)))
            }
            Quantity::Tariff => match self.tariff {
                Tariff::One => pieces(1),
                Tariff::Two => pieces(2),
            },
            Quantity::ShortFailures => pieces(self.short_failures),
            Quantity::LongFailures => {
                pieces(u32::try_from(self.failures.len()).unwrap_or(u32::MAX))
            }
            Quantity::Sags(phase) => pieces(self.voltage_events.sags.get(phase)),
            Quantity::Swells(phase) => pieces(self.voltage_events.swells.get(phase)),
            Quantity::Power(flow) => thousandths(now.power(flow)),
            Quantity::SignedPower => now.active_total() * 1_000,
            Quantity::AbsolutePower => now.active_total().abs() * 1_000,
            Quantity::QuadrantPower(quadrant) => self.quadrant_power(quadrant),
            Quantity::PhasePower(flow, phase) => thousandths(now.phase_power(flow, phase)),
            Quantity::SignedPhasePower(phase) => now.active.get(phase) * 1_000,
            Quantity::ApparentPower(direction) => {
                apparent_one_way(direction, now.active_total(), now.reactive_total())
            }
            Quantity::ApparentPhasePower(direction, phase) => {
                apparent_one_way(direction, now.active.get(phase), now.reactive.get(phase))
            }
            Quantity::Voltage(phase) => now.volts.get(phase) * 1_000,
            Quantity::MeanVoltage => now.volts.values().iter().sum::<i64>() / 3 * 1_000,
            Quantity::Current(phase) => now.amperes.get(phase) * 1_000,
            Quantity::CurrentSum => now.amperes.values().iter().sum::<i64>() * 1_000,
            Quantity::Frequency => now.hertz * 1_000,
            Quantity::PowerFactor => power_factor(now.active_total(), now.reactive_total()),
            Quantity::PhasePowerFactor(phase) => {
                power_factor(now.active.get(phase), now.reactive.get(phase))
            }
        }
    }

    fn quadrant_energy(&self, quadrant: Quadrant) -> u64 {
        let [first, second, third, fourth] = self.registers.quadrants;
        match quadrant {
            Quadrant::First => first,
            Quadrant::Second => second,
            Quadrant::Third => third,
            Quadrant::Fourth => fourth,
        }
    }

    fn quadrant_power(&self, quadrant: Quadrant) -> i64 {
        let (active, reactive) = (self.measured.active_total(), self.measured.reactive_total());
        if Quadrant::of(active, reactive) == quadrant {
            reactive.abs() * 1_000
        } else {
            0
        }
    }
}

/// Active by apparent power in millionths; 1 where nothing flows.
fn power_factor(active: i64, reactive: i64) -> i64 {
    let apparent = apparent(active.unsigned_abs(), reactive.unsigned_abs()).cast_signed();
    (active.abs() * 1_000_000)
        .checked_div(apparent)
        .unwrap_or(1_000_000)
        .min(1_000_000)
}

/// Apparent power in millionths while active power flows this way, else nothing.
fn apparent_one_way(direction: Direction, active: i64, reactive: i64) -> i64 {
    let flows = if active < 0 {
        Direction::Export
    } else {
        Direction::Import
    };
    if flows == direction {
        thousandths(apparent(active.unsigned_abs(), reactive.unsigned_abs()))
    } else {
        0
    }
}

fn apparent_demand(direction: Direction, demand: impl Fn(Flow) -> u64) -> u64 {
    let active = match direction {
        Direction::Import => demand(Flow::Import),
        Direction::Export => demand(Flow::Export),
    };
    if active == 0 {
        return 0;
    }
    apparent(
        active,
        demand(Flow::ReactiveImport).max(demand(Flow::ReactiveExport)),
    )
}

fn register(milliwatt_seconds: u64) -> i64 {
    i64::try_from(micro_watt_hours(milliwatt_seconds)).unwrap_or(i64::MAX)
}

fn thousandths(value: u64) -> i64 {
    i64::try_from(value.saturating_mul(1_000)).unwrap_or(i64::MAX)
}

fn pieces(count: u32) -> i64 {
    i64::from(count) * 1_000_000
}
