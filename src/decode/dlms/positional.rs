//! Lists whose values have no codes: the position says what each is.

use super::super::obis::Obis;

/// A list that is known by the number of its elements.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) struct List {
    /// Its name in the reason for a dialect.
    pub(in super::super) name: &'static str,
    /// What its first element starts with; a number if this is empty.
    pub(in super::super) starts_with: &'static str,
    pub(super) codes: &'static [Obis],
}

/// The identifier of a list and its version, as Norway's profiles name it.
pub(in super::super) const LIST_VERSION: Obis = Obis::new(1, 1, 0, 2, 129);
pub(super) const METER_NUMBER: Obis = Obis::new(0, 0, 96, 1, 0);
const METER_TYPE: Obis = Obis::new(0, 0, 96, 1, 7);
pub(super) const CLOCK: Obis = Obis::new(0, 0, 1, 0, 0);

macro_rules! codes {
    ($($name:ident: $($head:ident)* $(($c:literal $d:literal $e:literal))*;)*) => {
        $(static $name: &[Obis] = &[$($head,)* $(Obis::new(1, 0, $c, $d, $e),)*];)*
    };
}

codes! {
    POWER: (1 7 0);
    ONE_PHASE: LIST_VERSION METER_NUMBER METER_TYPE (1 7 0) (2 7 0) (3 7 0) (4 7 0) (31 7 0) (32 7 0);
    THREE_PHASES: LIST_VERSION METER_NUMBER METER_TYPE (1 7 0) (2 7 0) (3 7 0) (4 7 0) (31 7 0) (51 7 0) (71 7 0) (32 7 0) (52 7 0) (72 7 0);
}

/// What follows the hourly lists: the clock and four registers.
macro_rules! hourly {
    ($($name:ident: $(($c:literal $d:literal $e:literal))*;)*) => {
        $(static $name: &[Obis] = &[
            LIST_VERSION, METER_NUMBER, METER_TYPE,
            $(Obis::new(1, 0, $c, $d, $e),)*
            CLOCK,
            Obis::new(1, 0, 1, 8, 0), Obis::new(1, 0, 2, 8, 0), Obis::new(1, 0, 3, 8, 0), Obis::new(1, 0, 4, 8, 0),
        ];)*
    };
}

hourly! {
    ONE_PHASE_HOURLY: (1 7 0) (2 7 0) (3 7 0) (4 7 0) (31 7 0) (32 7 0);
    THREE_PHASES_HOURLY: (1 7 0) (2 7 0) (3 7 0) (4 7 0) (31 7 0) (51 7 0) (71 7 0) (32 7 0) (52 7 0) (72 7 0);
}

/// Iskra's lists for consumers: the present values.
static ISKRA_PRESENT: &[Obis] = &[
    Obis::new(0, 0, 42, 0, 0),
    Obis::new(0, 0, 96, 1, 2),
    Obis::new(1, 0, 1, 7, 0),
    Obis::new(1, 0, 2, 7, 0),
    Obis::new(1, 0, 3, 7, 0),
    Obis::new(1, 0, 4, 7, 0),
    Obis::new(1, 0, 32, 7, 0),
    Obis::new(1, 0, 52, 7, 0),
    Obis::new(1, 0, 72, 7, 0),
    Obis::new(1, 0, 31, 7, 0),
    Obis::new(1, 0, 51, 7, 0),
    Obis::new(1, 0, 71, 7, 0),
    Obis::new(1, 0, 21, 7, 0),
    Obis::new(1, 0, 41, 7, 0),
    Obis::new(1, 0, 61, 7, 0),
    Obis::new(1, 0, 22, 7, 0),
    Obis::new(1, 0, 42, 7, 0),
    Obis::new(1, 0, 62, 7, 0),
];

/// And the registers.
static ISKRA_REGISTERS: &[Obis] = &[
    Obis::new(0, 0, 42, 0, 0),
    Obis::new(0, 0, 96, 1, 3),
    Obis::new(0, 0, 96, 3, 10),
    Obis::new(0, 0, 96, 14, 0),
    Obis::new(1, 0, 1, 8, 0),
    Obis::new(1, 0, 1, 8, 1),
    Obis::new(1, 0, 1, 8, 2),
    Obis::new(1, 0, 2, 8, 0),
    Obis::new(1, 0, 2, 8, 1),
    Obis::new(1, 0, 2, 8, 2),
    Obis::new(1, 0, 3, 8, 0),
    Obis::new(1, 0, 4, 8, 0),
];

static LISTS: [List; 7] = [
    List {
        name: "Kaifa list 1",
        starts_with: "",
        codes: POWER,
    },
    List {
        name: "Kaifa list 2",
        starts_with: "KFM",
        codes: ONE_PHASE,
    },
    List {
        name: "Kaifa list 2",
        starts_with: "KFM",
        codes: THREE_PHASES,
    },
    List {
        name: "Kaifa list 3",
        starts_with: "KFM",
        codes: ONE_PHASE_HOURLY,
    },
    List {
        name: "Kaifa list 3",
        starts_with: "KFM",
        codes: THREE_PHASES_HOURLY,
    },
    List {
        name: "Iskra list 1",
        starts_with: "ISK",
        codes: ISKRA_PRESENT,
    },
    List {
        name: "Iskra list 2",
        starts_with: "ISK",
        codes: ISKRA_REGISTERS,
    },
];

/// The list with so many elements of which the first is this text, or a number if it is `None`.
pub(super) fn find(count: usize, first: Option<&[u8]>) -> Option<&'static List> {
    LISTS.iter().find(|list| {
        list.codes.len() == count
            && match (first, list.starts_with) {
                (None, starts_with) => starts_with.is_empty(),
                (Some(_), "") => false,
                (Some(first), starts_with) => first.starts_with(starts_with.as_bytes()),
            }
    })
}
