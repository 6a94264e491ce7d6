//! What each binary meter says, as data.

#![allow(
    clippy::enum_glob_use,
    reason = "a table is read by its columns; the full path of each variant would bury them"
)]

use super::super::layout::Quantity::*;
use super::super::layout::{Device, Identity, Quantity};
use super::super::phases::{Flow::*, Phase::*, Tariff};
use super::Kind::*;
use super::Value::*;
use super::{Frames, HeadTime, Kind, List, Push, Row, Scale, Secret, Shape, Value, cipher};

/// Codes of units (IEC 62056-6-2, table 4).
const W: u8 = 27;
const VAR: u8 = 29;
const WH: u8 = 30;
const VARH: u8 = 32;
const A: u8 = 33;
const V: u8 = 35;
const HZ: u8 = 44;

const fn row(code: [u8; 6], value: Value) -> Row {
    Row { code, value }
}

const fn number((c, d): (u8, u8), quantity: Quantity, kind: Kind, power: i8, unit: u8) -> Row {
    row(
        [1, 0, c, d, 0, 255],
        Number(quantity, kind, Scale { power, unit }),
    )
}

/// The same on channel 1, where Kamstrup's meters have everything.
const fn channel_1(of: Row) -> Row {
    let [a, _, c, d, e, f] = of.code;
    row([a, 1, c, d, e, f], of.value)
}

const fn identity(code: [u8; 6], prefix: &'static str, digits: u8) -> Row {
    row(
        code,
        Value::Identity(Identity::plain(Device::Electricity, prefix, digits)),
    )
}

const CLOCK: Row = row([0, 0, 1, 0, 0, 255], Clock);

const IMPORTED_POWER: Row = number((1, 7), Power(Import), U32, 0, W);
const EXPORTED_POWER: Row = number((2, 7), Power(Export), U32, 0, W);
const INDUCTIVE_POWER: Row = number((3, 7), Power(ReactiveImport), U32, 0, VAR);
const CAPACITIVE_POWER: Row = number((4, 7), Power(ReactiveExport), U32, 0, VAR);

// Aidon: Norway's NEK HAN specification, Aidon_V0001.

const AIDON_LIST: Row = row([1, 1, 0, 2, 129, 255], Text("AIDON_V0001"));
const AIDON_NUMBER: Row = identity([0, 0, 96, 1, 0, 255], "735999", 10);
const AIDON_TYPE: Row = row([0, 0, 96, 1, 7, 255], Text("6525"));
const AIDON_PHASES: [Row; 6] = [
    number((31, 7), Current(L1), I16, -1, A),
    number((51, 7), Current(L2), I16, -1, A),
    number((71, 7), Current(L3), I16, -1, A),
    number((32, 7), Voltage(L1), U16, -1, V),
    number((52, 7), Voltage(L2), U16, -1, V),
    number((72, 7), Voltage(L3), U16, -1, V),
];
const AIDON_1: &[Row] = &[IMPORTED_POWER];
const AIDON_2: &[Row] = &[
    AIDON_LIST,
    AIDON_NUMBER,
    AIDON_TYPE,
    IMPORTED_POWER,
    EXPORTED_POWER,
    INDUCTIVE_POWER,
    CAPACITIVE_POWER,
    AIDON_PHASES[0],
    AIDON_PHASES[1],
    AIDON_PHASES[2],
    AIDON_PHASES[3],
    AIDON_PHASES[4],
    AIDON_PHASES[5],
];
const AIDON_3: &[Row] = &[
    AIDON_LIST,
    AIDON_NUMBER,
    AIDON_TYPE,
    IMPORTED_POWER,
    EXPORTED_POWER,
    INDUCTIVE_POWER,
    CAPACITIVE_POWER,
    AIDON_PHASES[0],
    AIDON_PHASES[1],
    AIDON_PHASES[2],
    AIDON_PHASES[3],
    AIDON_PHASES[4],
    AIDON_PHASES[5],
    CLOCK,
    // Counted in tens of watt-hours.
    number((1, 8), Energy(Import), U32, 1, WH),
    number((2, 8), Energy(Export), U32, 1, WH),
    number((3, 8), Energy(ReactiveImport), U32, 1, VARH),
    number((4, 8), Energy(ReactiveExport), U32, 1, VARH),
];

/// Power every 2.5 s, phases every 10 s, registers every hour.
pub(crate) const NORWAY_AIDON: &Push = &Push {
    shape: Shape::Structures,
    head: HeadTime::Absent,
    lists: &[
        List {
            every: 3_600,
            rows: AIDON_3,
        },
        List {
            every: 10,
            rows: AIDON_2,
        },
        List {
            every: 0,
            rows: AIDON_1,
        },
    ],
    secret: None,
    frames: Frames::Hdlc(&[0x41, 0x08, 0x83, 0x13]),
};

// Kaifa MA304: no codes at all; the place says what a value is, currents are in mA.

const KAIFA_LIST: Row = row([1, 1, 0, 2, 129, 255], Text("KFM_001"));
const KAIFA_NUMBER: Row = identity([0, 0, 96, 1, 0, 255], "697063", 10);
const KAIFA_TYPE: Row = row([0, 0, 96, 1, 7, 255], Text("MA304H3E"));
const KAIFA_PHASES: [Row; 6] = [
    number((31, 7), Current(L1), U32, -3, A),
    number((51, 7), Current(L2), U32, -3, A),
    number((71, 7), Current(L3), U32, -3, A),
    number((32, 7), Voltage(L1), U32, -1, V),
    number((52, 7), Voltage(L2), U32, -1, V),
    number((72, 7), Voltage(L3), U32, -1, V),
];
const KAIFA_1: &[Row] = &[IMPORTED_POWER];
const KAIFA_2: &[Row] = &[
    KAIFA_LIST,
    KAIFA_NUMBER,
    KAIFA_TYPE,
    IMPORTED_POWER,
    EXPORTED_POWER,
    INDUCTIVE_POWER,
    CAPACITIVE_POWER,
    KAIFA_PHASES[0],
    KAIFA_PHASES[1],
    KAIFA_PHASES[2],
    KAIFA_PHASES[3],
    KAIFA_PHASES[4],
    KAIFA_PHASES[5],
];
const KAIFA_3: &[Row] = &[
    KAIFA_LIST,
    KAIFA_NUMBER,
    KAIFA_TYPE,
    IMPORTED_POWER,
    EXPORTED_POWER,
    INDUCTIVE_POWER,
    CAPACITIVE_POWER,
    KAIFA_PHASES[0],
    KAIFA_PHASES[1],
    KAIFA_PHASES[2],
    KAIFA_PHASES[3],
    KAIFA_PHASES[4],
    KAIFA_PHASES[5],
    CLOCK,
    number((1, 8), Energy(Import), U32, 0, WH),
    number((2, 8), Energy(Export), U32, 0, WH),
    number((3, 8), Energy(ReactiveImport), U32, 0, VARH),
    number((4, 8), Energy(ReactiveExport), U32, 0, VARH),
];

/// As often as Aidon's.
pub(crate) const NORWAY_KAIFA: &Push = &Push {
    shape: Shape::Positions,
    head: HeadTime::Tagged,
    lists: &[
        List {
            every: 3_600,
            rows: KAIFA_3,
        },
        List {
            every: 10,
            rows: KAIFA_2,
        },
        List {
            every: 0,
            rows: KAIFA_1,
        },
    ],
    secret: None,
    frames: Frames::Hdlc(&[0x01, 0x02, 0x01, 0x10]),
};

// Kamstrup Omnipower: codes on channel 1, no units; energies in tens of Wh, currents in hundredths of A.

const OMNIPOWER: &[Row] = &[
    identity([1, 1, 0, 0, 5, 255], "570699", 10),
    row([1, 1, 96, 1, 1, 255], Text("6841121BN243101040")),
    channel_1(IMPORTED_POWER),
    channel_1(EXPORTED_POWER),
    channel_1(INDUCTIVE_POWER),
    channel_1(CAPACITIVE_POWER),
    channel_1(number((31, 7), Current(L1), U32, -2, A)),
    channel_1(number((51, 7), Current(L2), U32, -2, A)),
    channel_1(number((71, 7), Current(L3), U32, -2, A)),
    channel_1(number((32, 7), Voltage(L1), U16, 0, V)),
    channel_1(number((52, 7), Voltage(L2), U16, 0, V)),
    channel_1(number((72, 7), Voltage(L3), U16, 0, V)),
    row([0, 1, 1, 0, 0, 255], Clock),
    channel_1(number((1, 8), Energy(Import), U32, 1, WH)),
    channel_1(number((2, 8), Energy(Export), U32, 1, WH)),
    channel_1(number((3, 8), Energy(ReactiveImport), U32, 1, VARH)),
    channel_1(number((4, 8), Energy(ReactiveExport), U32, 1, VARH)),
];

/// Everything every 10 s, encrypted and authenticated.
pub(crate) const DENMARK_KAMSTRUP: &Push = &Push {
    shape: Shape::Pairs("Kamstrup_V0001"),
    head: HeadTime::Plain,
    lists: &[List {
        every: 0,
        rows: OMNIPOWER,
    }],
    secret: Some(&Secret {
        maker: *b"KAM",
        security: 0x30,
        authentication: cipher::AUTHENTICATION_KEY,
    }),
    frames: Frames::Hdlc(&[0x2B, 0x21, 0x13]),
};

// Kaifa MA309M of Austria's grids: scaled values, encrypted without a tag.

const MA309: &[Row] = &[
    number((32, 7), Voltage(L1), U16, -1, V),
    number((52, 7), Voltage(L2), U16, -1, V),
    number((72, 7), Voltage(L3), U16, -1, V),
    number((31, 7), Current(L1), U16, -2, A),
    number((51, 7), Current(L2), U16, -2, A),
    number((71, 7), Current(L3), U16, -2, A),
    IMPORTED_POWER,
    EXPORTED_POWER,
    number((1, 8), Energy(Import), U32, 0, WH),
    number((2, 8), Energy(Export), U32, 0, WH),
    number((3, 8), Energy(ReactiveImport), U32, 0, VARH),
    number((4, 8), Energy(ReactiveExport), U32, 0, VARH),
    identity([0, 0, 96, 1, 0, 255], "1KFM02", 8),
];

/// Everything every 5 s, over M-Bus.
pub(crate) const AUSTRIA_MBUS: &Push = &Push {
    shape: Shape::Scaled,
    head: HeadTime::Plain,
    lists: &[List {
        every: 0,
        rows: MA309,
    }],
    secret: Some(&Secret {
        maker: *b"KFM",
        security: 0x20,
        authentication: cipher::AUTHENTICATION_KEY,
    }),
    frames: Frames::Mbus,
};

// Landis+Gyr E450: a list of the objects, then bare values.

const E450: &[Row] = &[
    identity([0, 0, 96, 1, 0, 255], "LGZ", 8),
    IMPORTED_POWER,
    EXPORTED_POWER,
    number((1, 8), Energy(Import), U32, 0, WH),
    number((2, 8), Energy(Export), U32, 0, WH),
    number(
        (5, 8),
        QuadrantEnergy(super::super::phases::Quadrant::First),
        U32,
        0,
        VARH,
    ),
    number(
        (6, 8),
        QuadrantEnergy(super::super::phases::Quadrant::Second),
        U32,
        0,
        VARH,
    ),
    number(
        (7, 8),
        QuadrantEnergy(super::super::phases::Quadrant::Third),
        U32,
        0,
        VARH,
    ),
    number(
        (8, 8),
        QuadrantEnergy(super::super::phases::Quadrant::Fourth),
        U32,
        0,
        VARH,
    ),
    number((31, 7), Current(L1), U32, -2, A),
    number((51, 7), Current(L2), U32, -2, A),
    number((71, 7), Current(L3), U32, -2, A),
];

/// Everything every 5 s in blocks, a frame for each.
pub(crate) const SWITZERLAND_PUSH: &Push = &Push {
    shape: Shape::PushList,
    head: HeadTime::Plain,
    lists: &[List {
        every: 0,
        rows: E450,
    }],
    secret: None,
    frames: Frames::HdlcBlocks(&[0xCE, 0xFF, 0x03, 0x13], 104),
};

/// A Smarty encrypts and authenticates its P1 telegram.
pub(crate) const LUXEMBOURG: &Secret = &Secret {
    maker: *b"SAG",
    security: 0x30,
    authentication: cipher::LUXEMBOURG_AUTHENTICATION_KEY,
};

/// A German meter whose PIN was entered: power, phases, registers of both tariffs. It says no time of day.
pub(crate) const GERMANY_SML: &[Row] = &[
    row([1, 0, 96, 50, 1, 1], Text("ISK")),
    row([1, 0, 96, 1, 0, 255], Server),
    number((1, 8), Energy(Import), U64, -1, WH),
    row(
        [1, 0, 1, 8, 1, 255],
        Number(
            TariffEnergy(Import, Tariff::One),
            U64,
            Scale {
                power: -1,
                unit: WH,
            },
        ),
    ),
    row(
        [1, 0, 1, 8, 2, 255],
        Number(
            TariffEnergy(Import, Tariff::Two),
            U64,
            Scale {
                power: -1,
                unit: WH,
            },
        ),
    ),
    number((2, 8), Energy(Export), U64, -1, WH),
    number((16, 7), SignedPower, Short, 0, W),
    number((36, 7), SignedPhasePower(L1), Short, 0, W),
    number((56, 7), SignedPhasePower(L2), Short, 0, W),
    number((76, 7), SignedPhasePower(L3), Short, 0, W),
    number((32, 7), Voltage(L1), Short, -1, V),
    number((52, 7), Voltage(L2), Short, -1, V),
    number((72, 7), Voltage(L3), Short, -1, V),
    number((31, 7), Current(L1), Short, -2, A),
    number((51, 7), Current(L2), Short, -2, A),
    number((71, 7), Current(L3), Short, -2, A),
    number((14, 7), Frequency, Short, -1, HZ),
];
