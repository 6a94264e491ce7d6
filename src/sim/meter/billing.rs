//! What a meter keeps for the bill: its registers as the month began, and the peaks of the month before.

use super::clock::{Moment, Stamp, Zone};
use super::demand::{Demand, month_start};
use super::electricity::Registers;
use super::phases::{Flow, PerTariff, Tariff};
use super::random::{Random, whole};

/// Highest quarter-hour demand by tariff, in milliwatts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Peaks {
    pub(crate) import: PerTariff<u64>,
    pub(crate) export: PerTariff<u64>,
}

/// The billing values of the last closed month, and the peaks of the running one.
#[derive(Clone, Debug)]
pub(crate) struct Billing {
    pub(crate) closed: Stamp,
    pub(crate) registers: Registers,
    pub(crate) peaks: Peaks,
    running: Peaks,
    month: (i16, i8),
}

impl Billing {
    /// Billing values of a meter whose registers stand like this at `start`.
    pub(crate) fn new(
        random: &mut Random,
        zone: Zone,
        start: &Moment,
        registers: &Registers,
    ) -> Self {
        let month_began = month_start(zone, start.unix);
        let days = (start.unix - month_began).unsigned_abs() / 86_400 + 1;
        let mut peak = |low, high| whole(random.between(low, high)).unsigned_abs() * 1_000;
        Billing {
            closed: zone.at(month_began).stamp(),
            registers: registers.days_ago(days),
            peaks: Peaks {
                import: PerTariff {
                    one: peak(2_000.0, 5_500.0),
                    two: peak(1_500.0, 4_000.0),
                },
                export: PerTariff {
                    one: peak(1_500.0, 4_500.0),
                    two: peak(200.0, 900.0),
                },
            },
            running: Peaks::default(),
            month: (start.local.year(), start.local.month()),
        }
    }

    /// Takes note of a quarter of an hour that ended, and closes the month when that ended with it.
    pub(crate) fn close_block(
        &mut self,
        end: &Moment,
        tariff: Tariff,
        demand: &Demand,
        registers: &Registers,
    ) {
        let import = self.running.import.get_mut(tariff);
        *import = demand.last(Flow::Import).max(*import);
        let export = self.running.export.get_mut(tariff);
        *export = demand.last(Flow::Export).max(*export);

        let month = (end.local.year(), end.local.month());
        if month != self.month {
            self.month = month;
            self.closed = end.stamp();
            self.registers = *registers;
            self.peaks = std::mem::take(&mut self.running);
        }
    }
}
