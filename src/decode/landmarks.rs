//! The readings of a telegram that the others are judged by, found in one pass.

use std::ops::Range;

use super::dialect::{BELGIAN_VERSION, VERSION};
use super::dlms::positional::LIST_VERSION;
use super::obis::Obis;
use super::telegram::Reading;

/// The telegram's own time.
pub(super) const CLOCK: Obis = Obis::new(0, 0, 1, 0, 0);
/// Where lists have their identifier; the first goes before.
const LISTS: [Obis; 2] = [LIST_VERSION, Obis::new(1, 0, 0, 2, 129)];

/// Where they stand: the first value of each among all items, if the first reading with the code has one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Landmarks {
    /// The items that decide about the dialect of ASCII telegrams.
    pub versions: [Option<u32>; 2],
    pub clock: Option<u32>,
    /// The identifiers of the list.
    pub lists: [Option<u32>; 2],
    /// From the first to behind the last reading of an M-Bus device.
    pub devices: Range<usize>,
}

impl Landmarks {
    pub(super) fn of(readings: &[Reading]) -> Self {
        let codes = [VERSION, BELGIAN_VERSION, CLOCK, LISTS[0], LISTS[1]];
        let mut found: [Option<&Reading>; 5] = [None; 5];
        let mut devices: Option<Range<usize>> = None;
        for (at, reading) in readings.iter().enumerate() {
            let [a, _, c, ..] = reading.obis.groups();
            if a != 0 && c != 0 {
                // What is measured, as nearly all readings: no landmark.
                continue;
            }
            let code = reading.obis.reduced();
            for (place, wanted) in found.iter_mut().zip(codes) {
                if code == wanted && place.is_none() {
                    *place = Some(reading);
                }
            }
            if reading.obis.mbus_channel().is_some() {
                devices.get_or_insert(at..at).end = at + 1;
            }
        }
        let [version, belgian_version, clock, list, other_list] =
            found.map(|reading| Some(reading.filter(|reading| reading.items > 0)?.first_item));
        Landmarks {
            versions: [version, belgian_version],
            clock,
            lists: [list, other_list],
            devices: devices.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::telegram::Span;
    use super::*;

    #[test]
    fn every_landmark_passes_the_first_look() {
        for code in [VERSION, BELGIAN_VERSION, CLOCK, LISTS[0], LISTS[1]] {
            let [a, _, c, ..] = code.groups();
            assert!(a == 0 || c == 0, "{code}");
        }
    }

    #[test]
    fn the_first_reading_with_a_code_counts_and_devices_are_together() {
        let reading = |obis, first_item, items| Reading {
            obis,
            line: Span::default(),
            first_item,
            items,
        };
        let device = |channel| Obis::new(0, channel, 24, 2, 1);
        let readings = [
            reading(LISTS[1], 0, 1),
            reading(Obis::new(1, 0, 1, 8, 0), 1, 1),
            reading(Obis::with_f(0, 0, 1, 0, 0, 7), 2, 1),
            reading(CLOCK, 3, 1),
            reading(device(1), 4, 2),
            reading(VERSION, 6, 0),
            reading(device(2), 6, 2),
            reading(VERSION, 8, 1),
        ];
        let expected = Landmarks {
            versions: [None, None],
            clock: Some(2),
            lists: [None, Some(0)],
            devices: 4..7,
        };
        assert_eq!(Landmarks::of(&readings), expected);
        assert_eq!(Landmarks::of(&[]), Landmarks::default());
    }
}
