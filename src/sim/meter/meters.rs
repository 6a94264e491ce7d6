//! The meters that can be simulated: one row each.

use super::binary::{self, Wire};
use super::clock::Zone;
use super::layout::{
    austria, belgium, germany, hungary, lithuania, luxembourg, netherlands, nordic, switzerland,
};
use super::phases::Tariff;
use super::profile::{Ending, Profile, TariffClock};
use super::sun::Place;
use super::supply::ReadEvery;

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
const OSLO: Place = Place {
    latitude: 59.9,
    longitude: 10.7,
};
const AARHUS: Place = Place {
    latitude: 56.2,
    longitude: 10.2,
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
    short: None,
    label: "",
    dialect: None,
    wire: Wire::Lines,
    ident: "",
    ident_digits: 0,
    has_blank_line: true,
    lines: &[],
    ending: Ending::Crc,
    period: 10_000,
    tariffs: TariffClock::Single,
    power_step: WATT,
    read_every: ReadEvery(3_600),
    has_unset_failure: false,
    zone: CENTRAL_EUROPE,
    place: UTRECHT,
};

/// All of them.
pub(super) static PROFILES: &[Profile] = &[
    Profile {
        name: "nl-dsmr-5.0",
        short: Some("nl"),
        label: "Netherlands, DSMR 5.0",
        ident: r"ISK5\2M550T-1012",
        lines: netherlands::DSMR_5_0,
        period: 1_000,
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
        dialect: Some("nl-dsmr-2.2"),
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
        short: Some("be"),
        label: "Belgium, Flanders, e-MUCS P1",
        ident: r"FLU5\253769484_A",
        lines: belgium::EMUCS,
        period: 1_000,
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
        period: 1_000,
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
        short: Some("se"),
        label: "Sweden, P1",
        ident: r"ELL5\253833635_A",
        lines: nordic::SWEDEN,
        zone: SWEDISH_METERS,
        place: VASTERAS,
        ..P1
    },
    Profile {
        name: "fi-p1",
        dialect: Some("se-p1"),
        short: Some("fi"),
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
        short: Some("hu"),
        label: "Hungary, P1",
        ident: "SAG5SAG-METER",
        lines: hungary::EON,
        tariffs: WEEKDAY_TARIFFS,
        place: SZEGED,
        ..P1
    },
    Profile {
        name: "lt-p1",
        short: Some("lt"),
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
        period: 2_000,
        power_step: 10,
        place: KASSEL,
        ..P1
    },
    Profile {
        name: "lu-encrypted",
        short: Some("lu"),
        label: "Luxembourg, Smarty, encrypted",
        dialect: Some("lu-smarty"),
        wire: Wire::CipheredLines(binary::LUXEMBOURG),
        ident: r"Lux5\253694471_M",
        lines: luxembourg::SMARTY,
        read_every: ReadEvery(1_800),
        place: LUXEMBOURG,
        ..P1
    },
    Profile {
        name: "no-aidon",
        short: Some("no"),
        label: "Norway, Aidon",
        dialect: Some("nordic-aidon"),
        wire: Wire::Notification(binary::NORWAY_AIDON),
        period: 2_500,
        place: OSLO,
        ..P1
    },
    Profile {
        name: "no-kaifa",
        label: "Norway, Kaifa",
        dialect: Some("nordic-kaifa"),
        wire: Wire::Notification(binary::NORWAY_KAIFA),
        period: 2_500,
        place: OSLO,
        ..P1
    },
    Profile {
        name: "dk-kamstrup",
        short: Some("dk"),
        label: "Denmark, Kamstrup, encrypted",
        dialect: Some("nordic-kamstrup"),
        wire: Wire::Notification(binary::DENMARK_KAMSTRUP),
        place: AARHUS,
        ..P1
    },
    Profile {
        name: "at-mbus",
        short: Some("at"),
        label: "Austria, Kaifa over M-Bus, encrypted",
        wire: Wire::Notification(binary::AUSTRIA_MBUS),
        period: 5_000,
        place: GRAZ,
        ..P1
    },
    Profile {
        name: "ch-push",
        short: Some("ch"),
        label: "Switzerland, Landis+Gyr E450",
        wire: Wire::Notification(binary::SWITZERLAND_PUSH),
        period: 5_000,
        place: BERN,
        ..P1
    },
    Profile {
        name: "de-sml",
        short: Some("de"),
        label: "Germany, SML",
        wire: Wire::Sml(binary::GERMANY_SML),
        period: 1_000,
        tariffs: WEEKDAY_TARIFFS,
        place: KASSEL,
        ..P1
    },
];
