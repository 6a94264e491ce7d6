//! A simulated smart meter: a plausible household, and telegrams that are exact to the byte.
//!
//! A [`Meter`] is decided by its [`Profile`], a seed and the time it starts. It has no clock and reads
//! nothing: each telegram moves its own time on by one [period](Profile::period), so that a month can
//! pass in a second and the same seed yields the same bytes on every machine.
//!
//! Inside, a household draws power (`household`, `sun`), the electricity meter turns that into whole
//! steps of its display and counts them (`electricity`, `demand`, `billing`), meters beside it count
//! gas, water and heat (`supply`), and a table of lines (`layout`) says how the dialect writes it
//! (`render`), or a table of values how it is put into binary frames (`binary`). Registers count exactly what the power lines say: from one telegram to the next, energy
//! grows by the power of the later telegram times the period.

mod billing;
mod binary;
mod clock;
mod demand;
mod electricity;
mod household;
mod layout;
mod message;
mod meters;
mod phases;
mod profile;
mod quantity;
mod random;
mod render;
mod sun;
mod supply;
#[cfg(test)]
mod tests;
mod wave;

pub use binary::{TEST_AUTHENTICATION_KEY, TEST_KEY};
pub use profile::{Profile, profiles};

use billing::Billing;
use clock::{Moment, Stamp, Zone};
use demand::Demand;
use electricity::{Grid, Measured, Registers, VoltageEvents};
use household::Household;
use message::Message;
use phases::Tariff;
use profile::TariffClock;
use random::Random;
use supply::Supplies;

/// One simulated meter.
#[derive(Clone, Debug)]
pub struct Meter {
    profile: &'static Profile,
    /// What all equipment numbers of this meter are made of.
    serial: u64,
    /// The moment of the latest telegram, or of the first one as long as there is none.
    moment: Moment,
    /// Seconds since 1970 at the first telegram.
    started: i64,
    /// Telegrams so far.
    sent: u32,
    /// Seconds since 1970 at the telegram before the latest.
    before: Option<i64>,
    household: Household,
    grid: Grid,
    measured: Measured,
    tariff: Tariff,
    registers: Registers,
    demand: Demand,
    billing: Billing,
    voltage_events: VoltageEvents,
    failures: Vec<PowerFailure>,
    short_failures: u32,
    supplies: Supplies,
    message: Message,
}

/// An entry in the log of long power failures.
#[derive(Clone, Copy, Debug)]
struct PowerFailure {
    ended: Stamp,
    seconds: u32,
}

impl Meter {
    /// A meter whose first telegram is of the moment `start`, in whole seconds.
    ///
    /// It comes with a past: registers, month peaks and power failures such as a meter has after some years.
    pub fn new(profile: &'static Profile, seed: u64, start: jiff::Timestamp) -> Meter {
        let mut random = Random::new(seed);
        let moment = profile.zone.at(start.as_second());
        let household = Household::new(random.fork(), profile.place);
        let grid = Grid::new(random.fork());
        let registers = Registers::with_a_past(&mut random.fork());
        let demand = Demand::new(&mut random.fork(), profile.zone, &moment);
        let billing = Billing::new(&mut random.fork(), profile.zone, &moment, &registers);
        let voltage_events = VoltageEvents::with_a_past(&mut random.fork());
        let supplies = Supplies::new(random.fork(), profile.zone, profile.read_every, &moment);
        let message = Message::new(random.fork(), &moment);
        let mut failures = power_failures(&mut random, profile.zone, &moment);
        let short_failures = u32::try_from(3 + random.below(9)).unwrap_or(3);
        if profile.has_unset_failure {
            failures.push(PowerFailure::BEFORE_ALL_TIME);
        }
        Meter {
            profile,
            serial: random.bits(),
            moment,
            started: moment.unix,
            sent: 0,
            before: None,
            household,
            grid,
            measured: Measured::default(),
            tariff: profile.tariffs.at(&moment),
            registers,
            demand,
            billing,
            voltage_events,
            failures,
            short_failures,
            supplies,
            message,
        }
    }

    /// What kind of meter it is.
    pub fn profile(&self) -> &'static Profile {
        self.profile
    }

    /// The next telegram. Model time moves on by one period.
    pub fn next_telegram(&mut self) -> Vec<u8> {
        let mut telegram = Vec::with_capacity(1_024);
        self.write_telegram(&mut telegram);
        telegram
    }

    /// Appends the next telegram to `out`. Model time moves on by one period.
    pub fn write_telegram(&mut self, out: &mut Vec<u8>) {
        self.advance();
        binary::write(self, out);
    }

    /// Moves model time on by one period (to the start, the first time) and counts what happened in it.
    fn advance(&mut self) {
        // Periods of 2.5 s become 2 and 3 s in turn: the model counts whole seconds.
        let passed = u64::from(self.sent) * u64::from(self.profile.period) / 1_000;
        let now = self.started.saturating_add_unsigned(passed);
        let seconds = match self.sent {
            0 => self.profile.period / 1_000,
            _ => u32::try_from(now - self.moment.unix).unwrap_or(0),
        };
        if self.sent > 0 {
            self.before = Some(self.moment.unix);
            self.moment = self.profile.zone.at(now);
        }
        self.sent = self.sent.saturating_add(1);

        let load = self.household.load(&self.moment);
        self.measured = self
            .grid
            .measure(self.moment.unix, &load, self.profile.power_step);
        self.voltage_events.watch(&self.measured.volts);
        if let Some(end) = self.demand.count(&self.moment, &self.measured, seconds) {
            self.billing
                .close_block(&end, self.tariff, &self.demand, &self.registers);
        }
        self.tariff = self.profile.tariffs.at(&self.moment);
        self.registers.count(&self.measured, self.tariff, seconds);
        self.supplies.advance(&self.moment);
        self.message.advance(&self.moment);
    }
}

/// A stream of telegrams of one meter, the first of the moment `start`, of at least `min_bytes`.
///
/// It ends with the end of a telegram. For benchmarks and tests that want much of it.
pub fn stream(
    profile: &'static Profile,
    seed: u64,
    start: jiff::Timestamp,
    min_bytes: usize,
) -> Vec<u8> {
    let mut meter = Meter::new(profile, seed, start);
    // Room for the telegram that crosses the line; the longest is below 4 KiB.
    let mut out = Vec::with_capacity(min_bytes.saturating_add(4_096));
    while out.len() < min_bytes {
        meter.write_telegram(&mut out);
    }
    out
}

impl PowerFailure {
    /// What some meters log when power came back before they knew the time.
    const BEFORE_ALL_TIME: PowerFailure = PowerFailure {
        ended: Stamp::FIRST_SECOND_OF_2000,
        seconds: 2_147_483_647,
    };
}

/// A few power failures of the last years, the latest first.
fn power_failures(random: &mut Random, zone: Zone, start: &Moment) -> Vec<PowerFailure> {
    let mut at = start.unix;
    (0..=random.below(3))
        .map(|_| {
            at -= 86_400 * 20 + random.below(86_400 * 400).cast_signed();
            PowerFailure {
                ended: zone.at(at).stamp(),
                // Only failures of more than three minutes are logged.
                seconds: u32::try_from(181 + random.below(9_000)).unwrap_or(181),
            }
        })
        .collect()
}

impl TariffClock {
    /// The tariff in force at this moment.
    fn at(self, moment: &Moment) -> Tariff {
        match self {
            TariffClock::Single => Tariff::One,
            TariffClock::LowAtNight {
                low,
                from_hour,
                until_hour,
                low_on_weekends,
            } => {
                let hour = moment.local.hour();
                let day = moment.local.date().weekday().to_monday_zero_offset();
                let is_weekend = day >= 5;
                let is_low =
                    hour >= from_hour || hour < until_hour || (low_on_weekends && is_weekend);
                match (is_low, low) {
                    (true, low) => low,
                    (false, Tariff::One) => Tariff::Two,
                    (false, Tariff::Two) => Tariff::One,
                }
            }
        }
    }
}
