//! A household: what it draws from the moment people wake up until the dishwasher is done.

use super::clock::Moment;
use super::phases::{PerPhase, Phase};
use super::random::Random;
use super::sun::{Place, Sky};

/// Which phases something is wired to.
#[derive(Clone, Copy, Debug)]
enum Wiring {
    /// One, chosen anew each time: sockets are spread over the phases.
    OnePhase,
    /// All three in equal parts.
    ThreePhases,
}

/// A thing that is switched on, runs for a while and is done.
#[derive(Debug)]
struct Appliance {
    watts: f64,
    /// Shortest and longest time that it runs.
    minutes: (f64, f64),
    /// Share of each two minutes in which its thermostat is closed.
    duty: f64,
    /// Starts on an average day.
    starts_per_day: f64,
    /// How likely each hour of the day is, in relation to the others.
    hours: [u8; 24],
    wiring: Wiring,
}

#[rustfmt::skip]
const APPLIANCES: &[Appliance] = &[
    // kettle and coffee maker
    Appliance { watts: 1_900.0, minutes: (2.0, 4.0), duty: 1.0, starts_per_day: 6.0, wiring: Wiring::OnePhase,
        hours: [0, 0, 0, 0, 0, 0, 3, 9, 8, 5, 6, 3, 4, 3, 3, 4, 4, 3, 2, 4, 5, 3, 1, 0] },
    // microwave oven
    Appliance { watts: 1_200.0, minutes: (1.0, 6.0), duty: 1.0, starts_per_day: 2.0, wiring: Wiring::OnePhase,
        hours: [0, 0, 0, 0, 0, 0, 1, 3, 2, 1, 1, 2, 6, 3, 1, 1, 2, 6, 6, 3, 1, 1, 0, 0] },
    // hob
    Appliance { watts: 2_600.0, minutes: (12.0, 35.0), duty: 0.55, starts_per_day: 1.1, wiring: Wiring::OnePhase,
        hours: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 1, 0, 0, 3, 9, 9, 3, 0, 0, 0, 0] },
    // oven
    Appliance { watts: 2_300.0, minutes: (25.0, 60.0), duty: 0.45, starts_per_day: 0.4, wiring: Wiring::OnePhase,
        hours: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 3, 8, 6, 2, 0, 0, 0, 0] },
    // washing machine, heating
    Appliance { watts: 2_050.0, minutes: (15.0, 28.0), duty: 0.9, starts_per_day: 0.6, wiring: Wiring::OnePhase,
        hours: [0, 0, 0, 0, 0, 0, 0, 2, 4, 6, 5, 4, 3, 3, 2, 2, 2, 2, 2, 3, 3, 1, 0, 0] },
    // washing machine, drum; and the tumble dryer
    Appliance { watts: 420.0, minutes: (40.0, 90.0), duty: 0.6, starts_per_day: 0.9, wiring: Wiring::OnePhase,
        hours: [0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 6, 6, 5, 4, 3, 3, 2, 2, 2, 3, 4, 3, 1, 0] },
    // dishwasher
    Appliance { watts: 1_850.0, minutes: (35.0, 60.0), duty: 0.6, starts_per_day: 0.7, wiring: Wiring::OnePhase,
        hours: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 3, 1, 0, 0, 0, 2, 8, 9, 5, 2, 1] },
    // vacuum cleaner and other tools
    Appliance { watts: 750.0, minutes: (5.0, 25.0), duty: 1.0, starts_per_day: 0.5, wiring: Wiring::OnePhase,
        hours: [0, 0, 0, 0, 0, 0, 0, 0, 1, 5, 6, 5, 2, 3, 4, 3, 2, 1, 1, 1, 0, 0, 0, 0] },
];

#[rustfmt::skip]
const CAR_CHARGER: Appliance = Appliance {
    watts: 10_400.0, minutes: (60.0, 240.0), duty: 1.0, starts_per_day: 0.5, wiring: Wiring::ThreePhases,
    hours: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 4, 9, 9, 6, 4, 4, 6, 3],
};

/// Light, screens and the like, in watts at each full hour.
#[rustfmt::skip]
const ACTIVITY: [f64; 24] = [
     45.0,  20.0,  12.0,  10.0,  10.0,  15.0,  70.0, 170.0, 150.0, 100.0,  90.0, 100.0,
    120.0, 105.0,  95.0, 105.0, 150.0, 240.0, 320.0, 370.0, 370.0, 330.0, 240.0, 120.0,
];

/// An appliance at work.
#[derive(Clone, Copy, Debug)]
struct Running {
    appliance: &'static Appliance,
    phase: Phase,
    from: i64,
    until: i64,
}

/// What the household draws, or gives back, at one moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    /// Watts on each phase; negative when the roof yields more than is used.
    pub(crate) active: PerPhase<f64>,
    /// Reactive volt-amperes on each phase; negative is capacitive.
    pub(crate) reactive: PerPhase<f64>,
}

/// One household with its roof. It depends on its seed and on time alone.
#[derive(Clone, Debug)]
pub(crate) struct Household {
    random: Random,
    place: Place,
    sky: Sky,
    /// Watts that are always there.
    base: PerPhase<f64>,
    /// How much of the activity each phase carries.
    share: PerPhase<f64>,
    /// How much is going on in relation to an average household.
    size: f64,
    /// Seconds of a full turn of the refrigerator.
    fridge_turn: i64,
    has_car: bool,
    /// Peak watts of the panels on each phase.
    panels: PerPhase<f64>,
    /// Capacitive volt-amperes of all the power supplies.
    capacitance: PerPhase<f64>,
    /// Slow drift of the activity, around 1.
    mood: f64,
    running: Vec<Running>,
    minute: Option<i64>,
}

impl Household {
    pub(crate) fn new(mut random: Random, place: Place) -> Self {
        let sky = Sky::new(random.fork());
        let peak = random.between(2_200.0, 6_800.0);
        // Small inverters are single-phase, larger ones are not.
        let panels = if peak < 4_000.0 {
            PerPhase {
                l1: 0.0,
                l2: 0.0,
                l3: peak,
            }
        } else {
            PerPhase::each(|_| peak / 3.0)
        };
        let weights = PerPhase::each(|_| random.between(0.6, 1.4));
        let sum: f64 = weights.values().iter().sum();
        Household {
            place,
            sky,
            base: PerPhase::each(|_| random.between(20.0, 75.0)),
            share: PerPhase::each(|phase| weights.get(phase) / sum),
            size: random.between(0.7, 1.5),
            fridge_turn: 60 * (35 + random.below(25).cast_signed()),
            has_car: random.happens(0.3),
            panels,
            capacitance: PerPhase::each(|_| random.between(25.0, 80.0)),
            mood: 1.0,
            running: Vec::new(),
            minute: None,
            random,
        }
    }

    /// What the household draws at this moment. Moments must be asked for in order.
    pub(crate) fn load(&mut self, moment: &Moment) -> Load {
        let minute = moment.unix.div_euclid(60);
        if self.minute != Some(minute) {
            self.minute = Some(minute);
            self.pass_minute(moment);
        }

        let activity = activity(moment) * self.size * self.mood;
        let mut active = PerPhase::each(|phase| {
            self.base.get(phase) + activity * self.share.get(phase) + self.random.between(-3.0, 3.0)
        });
        let mut inductive = PerPhase::<f64>::default();
        if moment.unix.rem_euclid(self.fridge_turn) < self.fridge_turn * 2 / 5 {
            active.l1 += 85.0;
            inductive.l1 += 45.0;
        }
        for run in &self.running {
            let seconds = moment.unix - run.from;
            let is_on = (0..run.until - run.from).contains(&seconds)
                && f64::from(u8::try_from(seconds.rem_euclid(120)).unwrap_or(0))
                    < run.appliance.duty * 120.0;
            if !is_on {
                continue;
            }
            match run.appliance.wiring {
                Wiring::OnePhase => *active.get_mut(run.phase) += run.appliance.watts,
                Wiring::ThreePhases => {
                    for phase in Phase::ALL {
                        *active.get_mut(phase) += run.appliance.watts / 3.0;
                    }
                }
            }
        }
        let shine = self.sky.yield_of_panels(self.place, moment);
        let reactive = PerPhase::each(|phase| {
            inductive.get(phase) + active.get(phase) * 0.04 - self.capacitance.get(phase)
                + self.random.between(-2.0, 2.0)
        });
        for phase in Phase::ALL {
            *active.get_mut(phase) -= self.panels.get(phase) * shine;
        }
        Load { active, reactive }
    }

    /// Ends what is done and starts what people start now.
    fn pass_minute(&mut self, moment: &Moment) {
        self.sky.pass_minute();
        self.mood = self
            .random
            .wander(self.mood, 1.0, 0.05, 0.06)
            .clamp(0.5, 1.6);
        self.running.retain(|run| run.until > moment.unix);
        for appliance in APPLIANCES {
            self.maybe_start(appliance, moment);
        }
        if self.has_car {
            self.maybe_start(&CAR_CHARGER, moment);
        }
    }

    fn maybe_start(&mut self, appliance: &'static Appliance, moment: &Moment) {
        let hour = usize::try_from(moment.local.hour()).unwrap_or(0);
        let weight = appliance.hours.get(hour).copied().map_or(0.0, f64::from);
        let sum: f64 = appliance.hours.iter().copied().map(f64::from).sum();
        let is_running = self
            .running
            .iter()
            .any(|run| std::ptr::eq(run.appliance, appliance));
        if is_running
            || !self
                .random
                .happens(appliance.starts_per_day * self.size * weight / sum / 60.0)
        {
            return;
        }
        let phase = match self.random.below(3) {
            0 => Phase::L1,
            1 => Phase::L2,
            _ => Phase::L3,
        };
        let (shortest, longest) = appliance.minutes;
        let from = moment.unix + self.random.below(60).cast_signed();
        let seconds = super::random::whole(self.random.between(shortest, longest) * 60.0);
        self.running.push(Running {
            appliance,
            phase,
            from,
            until: from + seconds,
        });
    }
}

/// What an average household uses for light and screens now, in watts.
fn activity(moment: &Moment) -> f64 {
    let hour = usize::try_from(moment.local.hour()).unwrap_or(0);
    let at = |hour: usize| ACTIVITY.get(hour % 24).copied().unwrap_or(0.0);
    let part = f64::from(moment.local.minute()) / 60.0;
    at(hour) + (at(hour + 1) - at(hour)) * part
}
