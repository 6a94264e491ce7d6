//! The meters that can be simulated: one row each.

use std::time::Duration;

use super::clock::Zone;
use super::layout::{
    Line, austria, belgium, germany, hungary, lithuania, luxembourg, netherlands, nordic,
    switzerland,
};
use super::phases::Tariff;
use super::sun::Place;
use super::supply::ReadEvery;

/// A kind of meter that can be simulated.
#[derive(Debug)]
pub struct Profile {
    name: &'static str,
    label: &'static str,
    pub(crate) ident: &'static str,
    /// Digits of the equipment number that the ident line ends with.
    pub(crate) ident_digits: u8,
    /// Whether an empty line follows the ident, as IEC 62056-21 wants it.
    pub(crate) has_blank_line: bool,
    pub(crate) lines: &'static [Line],
    pub(crate) ending: Ending,
    /// Seconds between telegrams.
    pub(crate) period: u32,
    pub(crate) tariffs: TariffClock,
    /// Milliwatts that the last digit of a power stands for.
    pub(crate) power_step: u32,
    pub(crate) read_every: ReadEvery,
    /// Whether the log of power failures ends with the entry of a time before the meter knew the time.
    pub(crate) has_unset_failure: bool,
    pub(crate) zone: Zone,
    pub(crate) place: Place,
}

/// What stands behind the exclamation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Four hexadecimal digits of CRC-16/ARC.
    Crc,
    /// The same without leading zeros, as heat meters write it.
    CrcWithoutLeadingZeros,
    /// Nothing.
    Nothing,
}

/// Which tariff is in force when, by local time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TariffClock {
    /// One tariff all the time.
    Single,
    /// A low tariff in the night and, where so agreed, all weekend.
    LowAtNight {
        low: Tariff,
        from_hour: i8,
        until_hour: i8,
        low_on_weekends: bool,
    },
}

impl Profile {
    /// The profile of this name, for example `nl-dsmr-5.0`.
    pub fn find(name: &str) -> Option<&'static Profile> {
        PROFILES.iter().find(|profile| profile.name == name)
    }

    /// The name of the dialect it speaks, as the decoder says it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it is, for people.
    pub fn label(&self) -> &'static str {
        self.label
    }

    /// Time from one telegram to the next: 1 to 10 seconds.
    pub fn period(&self) -> Duration {
        Duration::from_secs(self.period.into())
    }
}

/// All meters that can be simulated, always in the same order.
pub fn profiles() -> &'static [Profile] {
    PROFILES
}

const CENTRAL_EUROPE: Zone = Zone {
    winter_hours: 1,
    has_summer_time: true,
};
const EASTERN_EUROPE: Zone = Zone {
    winter_hours: 2,
    has_summer_time: true,
};
const SWEDISH_METERS: Zone = Zone {
    winter_hours: 1,
    has_summer_time: false,
};

const UTRECHT: Place = Place {
    latitude: 52.1,
    longitude: 5.1,
};
const GHENT: Place = Place {
    latitude: 51.1,
    longitude: 3.7,
};
const NAMUR: Place = Place {
    latitude: 50.5,
    longitude: 4.9,
};
const LUXEMBOURG: Place = Place {
    latitude: 49.6,
    longitude: 6.1,
};
const VASTERAS: Place = Place {
    latitude: 59.6,
    longitude: 16.5,
};
const TAMPERE: Place = Place {
    latitude: 61.5,
    longitude: 23.8,
};
const SZEGED: Place = Place {
    latitude: 46.3,
    longitude: 20.1,
};
const KAUNAS: Place = Place {
    latitude: 54.9,
    longitude: 23.9,
};
const GRAZ: Place = Place {
    latitude: 47.1,
    longitude: 15.4,
};
const BERN: Place = Place {
    latitude: 46.9,
    longitude: 7.4,
};
const KASSEL: Place = Place {
    latitude: 51.3,
    longitude: 9.5,
};

const DUTCH_TARIFFS: TariffClock = TariffClock::LowAtNight {
    low: Tariff::One,
    from_hour: 23,
    until_hour: 7,
    low_on_weekends: true,
};
const BELGIAN_TARIFFS: TariffClock = TariffClock::LowAtNight {
    low: Tariff::Two,
    from_hour: 22,
    until_hour: 7,
    low_on_weekends: true,
};
const WEEKDAY_TARIFFS: TariffClock = TariffClock::LowAtNight {
    low: Tariff::Two,
    from_hour: 22,
    until_hour: 6,
    low_on_weekends: false,
};

const WATT: u32 = 1_000;

/// What most rows share; each row says what is different.
const P1: Profile = Profile {
    name: "",
    label: "",
    ident: "",
    ident_digits: 0,
    has_blank_line: true,
    lines: &[],
    ending: Ending::Crc,
    period: 10,
    tariffs: TariffClock::Single,
    power_step: WATT,
    read_every: ReadEvery(3_600),
    has_unset_failure: false,
    zone: CENTRAL_EUROPE,
    place: UTRECHT,
};

static PROFILES: &[Profile] = &[
    Profile {
        name: "nl-dsmr-5.0",
        label: "Netherlands, DSMR 5.0",
        ident: r"ISK5\2M550T-1012",
        lines: netherlands::DSMR_5_0,
        period: 1,
        tariffs: DUTCH_TARIFFS,
        read_every: ReadEvery(300),
        ..P1
    },
    Profile {
        name: "nl-dsmr-4.2",
        label: "Netherlands, DSMR 4.2",
        ident: "XMX5LGBBFG",
        ident_digits: 10,
        lines: netherlands::DSMR_4_2,
        tariffs: DUTCH_TARIFFS,
        has_unset_failure: true,
        ..P1
    },
    Profile {
        name: "nl-dsmr-4.0",
        label: "Netherlands, DSMR 4.0",
        ident: r"ISk5\2MT382-1000",
        lines: netherlands::DSMR_4_0,
        tariffs: DUTCH_TARIFFS,
        ..P1
    },
    Profile {
        name: "nl-dsmr-3.0",
        label: "Netherlands, DSMR 3.0",
        ident: r"ISk5\2MT382-1003",
        lines: netherlands::DSMR_3_0,
        ending: Ending::Nothing,
        tariffs: DUTCH_TARIFFS,
        power_step: 10 * WATT,
        ..P1
    },
    Profile {
        name: "nl-dsmr-2.2",
        label: "Netherlands, DSMR 2.2",
        ident: "KMP5 ZABF",
        ident_digits: 12,
        has_blank_line: false,
        lines: netherlands::DSMR_2_2,
        ending: Ending::Nothing,
        tariffs: DUTCH_TARIFFS,
        power_step: 10 * WATT,
        ..P1
    },
    Profile {
        name: "nl-heat",
        label: "Netherlands, heat meter",
        ident: "NWA-WARMTELINK",
        lines: netherlands::HEAT,
        ending: Ending::CrcWithoutLeadingZeros,
        read_every: ReadEvery(10),
        ..P1
    },
    Profile {
        name: "nl-ace4000",
        label: "Netherlands, ACE4000 from before DSMR",
        ident: "ACE5ACE4KGPRS",
        lines: netherlands::ACE4000,
        ending: Ending::Nothing,
        ..P1
    },
    Profile {
        name: "be-emucs",
        label: "Belgium, Flanders, e-MUCS P1",
        ident: r"FLU5\253769484_A",
        lines: belgium::EMUCS,
        period: 1,
        tariffs: BELGIAN_TARIFFS,
        read_every: ReadEvery(300),
        place: GHENT,
        ..P1
    },
    Profile {
        name: "be-wallonia",
        label: "Belgium, Wallonia",
        ident: r"ISk5\2MIE5T-200",
        lines: belgium::WALLONIA,
        period: 1,
        tariffs: BELGIAN_TARIFFS,
        place: NAMUR,
        ..P1
    },
    Profile {
        name: "lu-smarty",
        label: "Luxembourg, Smarty without encryption",
        ident: r"Lux5\253694471_M",
        lines: luxembourg::SMARTY,
        read_every: ReadEvery(1_800),
        place: LUXEMBOURG,
        ..P1
    },
    Profile {
        name: "se-p1",
        label: "Sweden, P1",
        ident: r"ELL5\253833635_A",
        lines: nordic::SWEDEN,
        zone: SWEDISH_METERS,
        place: VASTERAS,
        ..P1
    },
    Profile {
        name: "fi-p1",
        label: "Finland, P1",
        ident: "LGF5E360",
        has_blank_line: false,
        lines: nordic::FINLAND,
        zone: EASTERN_EUROPE,
        place: TAMPERE,
        ..P1
    },
    Profile {
        name: "hu-p1",
        label: "Hungary, P1",
        ident: "SAG5SAG-METER",
        lines: hungary::EON,
        tariffs: WEEKDAY_TARIFFS,
        place: SZEGED,
        ..P1
    },
    Profile {
        name: "lt-p1",
        label: "Lithuania, P1",
        ident: r"ESO5\253876809_C",
        lines: lithuania::ESO,
        tariffs: WEEKDAY_TARIFFS,
        zone: EASTERN_EUROPE,
        place: KAUNAS,
        ..P1
    },
    Profile {
        name: "at-p1",
        label: "Austria, Energie Steiermark T210-D-R",
        ident: r"EST5\253710000_A",
        lines: austria::STEIERMARK,
        tariffs: WEEKDAY_TARIFFS,
        place: GRAZ,
        ..P1
    },
    Profile {
        name: "ch-p1",
        label: "Switzerland, Landis+Gyr E360 in plain text",
        ident: "LGZ5E360",
        lines: switzerland::E360,
        tariffs: WEEKDAY_TARIFFS,
        place: BERN,
        ..P1
    },
    Profile {
        name: "de-d0",
        label: "Germany, EasyMeter D0",
        ident: "ESY5Q3DB1024 V3.04",
        lines: germany::D0,
        ending: Ending::Nothing,
        period: 2,
        power_step: 10,
        place: KASSEL,
        ..P1
    },
];
