//! The electricity meter: what it measures now and what its registers have counted.

use super::household::Load;
use super::phases::{Flow, PerFlow, PerPhase, PerTariff, Phase, Quadrant, Tariff};
use super::random::{Random, whole};

/// What the meter measures at one moment, in the thousandth part of volts, amperes and watts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Measured {
    /// Active power on each phase, negative when given to the grid; whole steps of the meter's display.
    pub(crate) active: PerPhase<i64>,
    /// Reactive power on each phase, negative when capacitive; whole steps of the meter's display.
    pub(crate) reactive: PerPhase<i64>,
    pub(crate) volts: PerPhase<i64>,
    pub(crate) amperes: PerPhase<i64>,
    pub(crate) hertz: i64,
}

impl Measured {
    /// Active power of the connection. The meters of this model net their phases: what one phase
    /// gives and another takes at the same time is not counted.
    pub(crate) fn active_total(&self) -> i64 {
        self.active.values().iter().sum()
    }

    /// Reactive power of the connection, netted likewise.
    pub(crate) fn reactive_total(&self) -> i64 {
        self.reactive.values().iter().sum()
    }

    /// The power of one flow, in thousandths, never negative.
    pub(crate) fn power(&self, flow: Flow) -> u64 {
        one_way(flow, self.active_total(), self.reactive_total())
    }

    /// The power of one flow on one phase.
    pub(crate) fn phase_power(&self, flow: Flow, phase: Phase) -> u64 {
        one_way(flow, self.active.get(phase), self.reactive.get(phase))
    }
}

fn one_way(flow: Flow, active: i64, reactive: i64) -> u64 {
    let signed = match flow {
        Flow::Import => active,
        Flow::Export => -active,
        Flow::ReactiveImport => reactive,
        Flow::ReactiveExport => -reactive,
    };
    signed.max(0).unsigned_abs()
}

/// The length of the vector of active and reactive power, in the unit of both.
pub(crate) fn apparent(active: u64, reactive: u64) -> u64 {
    let of = |value: u64| f64::from(u32::try_from(value).unwrap_or(u32::MAX));
    whole(length(of(active), of(reactive))).unsigned_abs()
}

/// Unlike `hypot`, the square root has the same bits on every system.
fn length(active: f64, reactive: f64) -> f64 {
    (active * active + reactive * reactive).sqrt()
}

/// The supply of the street: voltage that wanders and gives in to load.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    random: Random,
    /// Volts without load.
    open: PerPhase<f64>,
    hertz: f64,
    minute: Option<i64>,
}

/// Volts at which the grid is when nothing happens; a little above nominal, as in most streets.
const HOME_VOLTS: f64 = 231.5;
/// Ohms from the transformer to the meter.
const LINE_OHMS: f64 = 0.28;

impl Grid {
    pub(crate) fn new(mut random: Random) -> Self {
        let open = PerPhase::each(|_| random.between(229.0, 234.0));
        Grid {
            random,
            open,
            hertz: 50.0,
            minute: None,
        }
    }

    /// What a meter that shows steps of `step` milliwatts measures of this load.
    pub(crate) fn measure(&mut self, unix: i64, load: &Load, step: u32) -> Measured {
        let minute = unix.div_euclid(60);
        if self.minute != Some(minute) {
            self.minute = Some(minute);
            for phase in Phase::ALL {
                let open = self.open.get_mut(phase);
                *open = self.random.wander(*open, HOME_VOLTS, 0.03, 0.5);
            }
            self.hertz = self.random.wander(self.hertz, 50.0, 0.1, 0.015);
        }
        let steps = |units: f64| whole(units * 1_000.0 / f64::from(step)) * i64::from(step);
        let volts = PerPhase::each(|phase| {
            let drop = load.active.get(phase) / HOME_VOLTS * LINE_OHMS;
            self.open.get(phase) - drop + self.random.between(-0.15, 0.15)
        });
        Measured {
            active: PerPhase::each(|phase| steps(load.active.get(phase))),
            reactive: PerPhase::each(|phase| steps(load.reactive.get(phase))),
            volts: PerPhase::each(|phase| whole(volts.get(phase) * 10.0) * 100),
            amperes: PerPhase::each(|phase| {
                let apparent = length(load.active.get(phase), load.reactive.get(phase));
                whole(apparent / volts.get(phase) * 1_000.0)
            }),
            hertz: whole(self.hertz * 1_000.0),
        }
    }
}

/// Millionths of a watt-hour in this many milliwatt-seconds: energy as registers show it.
///
/// Energy is counted in milliwatt-seconds, which every power and period of this model divides, so
/// that nothing is ever rounded before it is shown.
pub(crate) fn micro_watt_hours(milliwatt_seconds: u64) -> u64 {
    // 1 Wh is 3,600,000 mWs, so 1 µWh is 3.6 mWs.
    milliwatt_seconds.saturating_mul(5) / 18
}

/// Milliwatt-seconds of a whole number of watt-hours.
pub(crate) fn from_watt_hours(watt_hours: u64) -> u64 {
    watt_hours.saturating_mul(3_600_000)
}

/// The energy registers, in milliwatt-seconds. They only ever count upwards.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Registers {
    pub(crate) energy: PerFlow<PerTariff<u64>>,
    /// Reactive energy by quadrant of the power plane, I to IV (IEC 62053-23, annex C).
    pub(crate) quadrants: [u64; 4],
}

impl Registers {
    /// Counts `seconds` of this power under this tariff.
    pub(crate) fn count(&mut self, measured: &Measured, tariff: Tariff, seconds: u32) {
        for flow in Flow::ALL {
            let register = self.energy.get_mut(flow).get_mut(tariff);
            *register = register.saturating_add(measured.power(flow) * u64::from(seconds));
        }
        let reactive = measured.reactive_total().unsigned_abs() * u64::from(seconds);
        let [first, second, third, fourth] = &mut self.quadrants;
        let quadrant = match Quadrant::of(measured.active_total(), measured.reactive_total()) {
            Quadrant::First => first,
            Quadrant::Second => second,
            Quadrant::Third => third,
            Quadrant::Fourth => fourth,
        };
        *quadrant = quadrant.saturating_add(reactive);
    }

    /// Registers of a meter that hangs there for some years already.
    pub(crate) fn with_a_past(random: &mut Random) -> Self {
        let mut between =
            |low: u64, high: u64| from_watt_hours(low * 1_000 + random.below((high - low) * 1_000));
        let mut energy = PerFlow::each(|flow| match flow {
            Flow::Import => PerTariff {
                one: between(800, 9_000),
                two: between(700, 8_000),
            },
            Flow::Export => PerTariff {
                one: between(150, 2_500),
                two: between(400, 6_000),
            },
            Flow::ReactiveImport | Flow::ReactiveExport => PerTariff::default(),
        });
        let quadrants = [
            between(5, 90),
            between(5, 60),
            between(100, 900),
            between(200, 1_500),
        ];
        // The two sums of quadrants are the reactive registers; most of it falls in the second tariff.
        let [first, second, third, fourth] = quadrants;
        for (flow, sum) in [
            (Flow::ReactiveImport, first + second),
            (Flow::ReactiveExport, third + fourth),
        ] {
            *energy.get_mut(flow) = PerTariff {
                one: sum / 3,
                two: sum - sum / 3,
            };
        }
        Registers { energy, quadrants }
    }

    /// The registers at an earlier moment, `days` ago, guessed from what is counted now.
    pub(crate) fn days_ago(&self, days: u64) -> Self {
        // A thousandth part of what it has counted is a plausible day for a meter some years old.
        let earlier = |register: u64| register - register / 1_000 * days.min(900);
        let quadrants = self.quadrants.map(earlier);
        let [first, second, third, fourth] = quadrants;
        let split = |sum: u64| PerTariff {
            one: sum / 3,
            two: sum - sum / 3,
        };
        let earlier_tariffs = |flow| {
            let now = self.energy.get(flow);
            PerTariff {
                one: earlier(now.one),
                two: earlier(now.two),
            }
        };
        Registers {
            energy: PerFlow {
                import: earlier_tariffs(Flow::Import),
                export: earlier_tariffs(Flow::Export),
                reactive_import: split(first + second),
                reactive_export: split(third + fourth),
            },
            quadrants,
        }
    }
}

/// Counts how often the voltage of each phase left its band (EN 50160: 230 V ± 10 %).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct VoltageEvents {
    pub(crate) sags: PerPhase<u32>,
    pub(crate) swells: PerPhase<u32>,
    outside: PerPhase<bool>,
}

const LOWEST_MILLIVOLTS: i64 = 207_000;
const HIGHEST_MILLIVOLTS: i64 = 253_000;

impl VoltageEvents {
    /// A few from before, so that the counters have something to show.
    pub(crate) fn with_a_past(random: &mut Random) -> Self {
        let mut few = |limit| PerPhase::each(|_| u32::try_from(random.below(limit)).unwrap_or(0));
        VoltageEvents {
            sags: few(6),
            swells: few(3),
            outside: PerPhase::default(),
        }
    }

    /// Looks at the voltages of one moment; an excursion counts once, when it begins.
    pub(crate) fn watch(&mut self, volts: &PerPhase<i64>) {
        for phase in Phase::ALL {
            let now = volts.get(phase);
            let is_outside = !(LOWEST_MILLIVOLTS..=HIGHEST_MILLIVOLTS).contains(&now);
            let was_outside = std::mem::replace(self.outside.get_mut(phase), is_outside);
            if is_outside && !was_outside {
                let counters = if now < LOWEST_MILLIVOLTS {
                    &mut self.sags
                } else {
                    &mut self.swells
                };
                let counter = counters.get_mut(phase);
                *counter = counter.saturating_add(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(active: [i64; 3], reactive: i64) -> Measured {
        let [l1, l2, l3] = active;
        Measured {
            active: PerPhase { l1, l2, l3 },
            reactive: PerPhase {
                l1: reactive,
                l2: 0,
                l3: 0,
            },
            ..Measured::default()
        }
    }

    #[test]
    fn phases_are_netted() {
        let measured = measured([500_000, -2_000_000, 100_000], 0);
        assert_eq!(measured.power(Flow::Import), 0);
        assert_eq!(measured.power(Flow::Export), 1_400_000);
        assert_eq!(measured.phase_power(Flow::Import, Phase::L1), 500_000);
        assert_eq!(measured.phase_power(Flow::Export, Phase::L2), 2_000_000);
    }

    #[test]
    fn a_kilowatt_for_an_hour_is_a_kilowatt_hour_exactly() {
        let mut registers = Registers::default();
        for _ in 0..3_600 {
            registers.count(&measured([1_000_000, 0, 0], 0), Tariff::One, 1);
        }
        assert_eq!(registers.energy.import.one, from_watt_hours(1_000));
        assert_eq!(micro_watt_hours(registers.energy.import.one), 1_000_000_000);
        assert_eq!(registers.energy.import.two, 0);
    }

    #[test]
    fn reactive_energy_goes_to_its_quadrant() {
        let mut registers = Registers::default();
        registers.count(&measured([1, 0, 0], 10), Tariff::One, 1);
        registers.count(&measured([-1, 0, 0], 20), Tariff::One, 1);
        registers.count(&measured([-1, 0, 0], -30), Tariff::One, 1);
        registers.count(&measured([1, 0, 0], -40), Tariff::One, 1);
        assert_eq!(registers.quadrants, [10, 20, 30, 40]);
        assert_eq!(registers.energy.reactive_import.total(), 30);
        assert_eq!(registers.energy.reactive_export.total(), 70);
    }

    #[test]
    fn voltage_falls_with_load_and_rises_with_export() {
        let volts = |watts| {
            let load = Load {
                active: PerPhase::each(|_| watts),
                reactive: PerPhase::default(),
            };
            Grid::new(Random::new(1)).measure(0, &load, 1_000).volts.l1
        };
        assert!(volts(5_000.0) < volts(0.0) - 3_000);
        assert!(volts(-5_000.0) > volts(0.0) + 3_000);
    }

    #[test]
    fn an_excursion_of_the_voltage_counts_once() {
        let mut events = VoltageEvents::default();
        for millivolts in [230_000, 200_000, 199_000, 230_000, 260_000] {
            events.watch(&PerPhase {
                l1: millivolts,
                l2: 230_000,
                l3: 230_000,
            });
        }
        assert_eq!(events.sags.values(), [1, 0, 0]);
        assert_eq!(events.swells.values(), [1, 0, 0]);
    }
}
