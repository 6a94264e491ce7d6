//! Which national or vendor variant a telegram follows: data, and a choice that says why.

use super::obis::Obis;
use super::telegram::{Telegram, Value};

/// A variant of the P1 protocol.
#[derive(Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The name in the `dialect` field of `smr.telegram/1`.
    pub id: &'static str,
    /// The name for people.
    pub label: &'static str,
    /// Hours between UTC and local standard time.
    pub standard_hours: i8,
    /// What tariff 1, 2, … is called there.
    pub tariffs: &'static [&'static str],
}

/// A dialect with the reason for choosing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The dialect.
    pub dialect: &'static Dialect,
    /// What in the telegram told it.
    pub reason: String,
}

const DUTCH_TARIFFS: &[&str] = &["low", "normal"];
/// The reverse of the Netherlands.
const BELGIAN_TARIFFS: &[&str] = &["day", "night"];

macro_rules! dialects {
    ($($constant:ident $id:literal $label:literal $hours:literal $tariffs:expr;)*) => {
        $(pub(super) static $constant: Dialect = Dialect { id: $id, label: $label, standard_hours: $hours, tariffs: $tariffs };)*

        /// All dialects.
        pub static DIALECTS: &[&Dialect] = &[$(&$constant,)*];
    };
}

dialects! {
    NL_22 "nl-dsmr-2.2" "Netherlands, DSMR 2.2 and 3.0" 1 DUTCH_TARIFFS;
    NL_40 "nl-dsmr-4.0" "Netherlands, DSMR 4.0" 1 DUTCH_TARIFFS;
    NL_42 "nl-dsmr-4.2" "Netherlands, DSMR 4.2" 1 DUTCH_TARIFFS;
    NL_50 "nl-dsmr-5.0" "Netherlands, DSMR 5.0" 1 DUTCH_TARIFFS;
    NL_HEAT "nl-heat" "Netherlands, heat meter" 1 &[];
    NL_ACE4000 "nl-ace4000" "Netherlands, ACE4000" 1 DUTCH_TARIFFS;
    BE_EMUCS "be-emucs" "Belgium, e-MUCS P1" 1 BELGIAN_TARIFFS;
    BE_WALLONIA "be-wallonia" "Belgium, Wallonia" 1 BELGIAN_TARIFFS;
    BE_BRUSSELS "be-brussels" "Belgium, Brussels" 1 BELGIAN_TARIFFS;
    LU_SMARTY "lu-smarty" "Luxembourg, Smarty" 1 &[];
    SE_P1 "se-p1" "Sweden and Finland, P1" 1 &[];
    HU_P1 "hu-p1" "Hungary, P1" 1 &[];
    LT_P1 "lt-p1" "Lithuania, P1" 2 &[];
    AT_P1 "at-p1" "Austria, T210-D-R" 1 &[];
    CH_P1 "ch-p1" "Switzerland, P1" 1 &[];
    DE_D0 "de-d0" "Germany, D0" 1 &[];
    NORDIC_AIDON "nordic-aidon" "Norway and Sweden, Aidon" 1 &[];
    NORDIC_KAIFA "nordic-kaifa" "Norway and Sweden, Kaifa" 1 &[];
    NORDIC_KAMSTRUP "nordic-kamstrup" "Norway, Sweden and Denmark, Kamstrup" 1 &[];
    NO_LANDIS_GYR "no-landis-gyr" "Norway, Landis+Gyr" 1 &[];
    CH_PUSH "ch-push" "Switzerland, push list" 1 &[];
    AT_MBUS "at-mbus" "Austria, M-Bus" 1 &[];
    ISKRA_LIST "iskra-list" "Slovenia and Croatia, Iskra" 1 &[];
    DE_SML "de-sml" "Germany, SML" 1 &[];
    DLMS "dlms" "DLMS, no dialect recognised" 1 &[];
    GENERIC "p1" "P1, no dialect recognised" 1 &[];
}

/// What a rule looks at.
#[derive(Clone, Copy)]
enum Test {
    /// The ident starts with this text behind the `/`.
    IdentStarts(&'static str),
    /// The ident contains this text.
    IdentHas(&'static str),
    /// A reading with this code starts with this text.
    Says(Obis, &'static str),
    /// All of these codes are there.
    Has(&'static [Obis]),
    /// None of these codes is there.
    Lacks(&'static [Obis]),
    /// Most codes are written with the group F (`*255`), or without A and B.
    OpticalCodes,
}

/// A rule: where all tests hold, the dialect gets the points.
struct Rule {
    dialect: &'static Dialect,
    points: u8,
    tests: &'static [Test],
}

pub(super) const VERSION: Obis = Obis::new(1, 3, 0, 2, 8);
pub(super) const BELGIAN_VERSION: Obis = Obis::new(0, 0, 96, 1, 4);
const TIME: Obis = Obis::new(0, 0, 1, 0, 0);
const IMPORT: Obis = Obis::new(1, 0, 1, 8, 0);
const IMPORT_1: Obis = Obis::new(1, 0, 1, 8, 1);
const EXPORT_1: Obis = Obis::new(1, 0, 2, 8, 1);
const REACTIVE_IMPORT: Obis = Obis::new(1, 0, 3, 8, 0);
const DEMAND: Obis = Obis::new(1, 0, 1, 4, 0);
const TARIFF: Obis = Obis::new(0, 0, 96, 14, 0);

use Test::{Has, IdentHas, IdentStarts, Lacks, OpticalCodes, Says};

/// Idents name a vendor and a country's model: they outweigh a version, which several countries share.
static RULES: &[Rule] = &[
    Rule {
        dialect: &LU_SMARTY,
        points: 90,
        tests: &[IdentStarts("Lux5")],
    },
    Rule {
        dialect: &AT_P1,
        points: 90,
        tests: &[IdentStarts("EST5")],
    },
    Rule {
        dialect: &LT_P1,
        points: 90,
        tests: &[IdentStarts("ESO5")],
    },
    Rule {
        dialect: &HU_P1,
        points: 90,
        tests: &[IdentStarts("SAG5SAG-METER")],
    },
    Rule {
        dialect: &BE_WALLONIA,
        points: 90,
        tests: &[IdentHas("MIE5T-200")],
    },
    Rule {
        dialect: &BE_BRUSSELS,
        points: 90,
        tests: &[IdentStarts("SIB5")],
    },
    Rule {
        dialect: &NL_HEAT,
        points: 90,
        tests: &[IdentStarts("NWA")],
    },
    Rule {
        dialect: &NL_ACE4000,
        points: 90,
        tests: &[IdentStarts("ACE5")],
    },
    Rule {
        dialect: &CH_P1,
        points: 80,
        tests: &[IdentStarts("LGZ"), Has(&[TIME])],
    },
    Rule {
        dialect: &SE_P1,
        points: 80,
        tests: &[IdentStarts("ADN9")],
    },
    Rule {
        dialect: &SE_P1,
        points: 80,
        tests: &[IdentStarts("ELL5")],
    },
    Rule {
        dialect: &SE_P1,
        points: 80,
        tests: &[IdentStarts("LGF5E360")],
    },
    Rule {
        dialect: &SE_P1,
        points: 80,
        tests: &[IdentStarts("KAM5")],
    },
    Rule {
        dialect: &BE_EMUCS,
        points: 85,
        tests: &[Says(BELGIAN_VERSION, "502")],
    },
    Rule {
        dialect: &BE_EMUCS,
        points: 80,
        tests: &[IdentStarts("FLU5")],
    },
    Rule {
        dialect: &BE_EMUCS,
        points: 60,
        tests: &[Has(&[BELGIAN_VERSION, DEMAND]), Lacks(&[VERSION])],
    },
    Rule {
        dialect: &DE_D0,
        points: 60,
        tests: &[OpticalCodes],
    },
    Rule {
        dialect: &NL_50,
        points: 50,
        tests: &[Says(VERSION, "50")],
    },
    Rule {
        dialect: &NL_42,
        points: 50,
        tests: &[Says(VERSION, "42")],
    },
    Rule {
        dialect: &NL_40,
        points: 50,
        tests: &[Says(VERSION, "40")],
    },
    Rule {
        dialect: &NL_50,
        points: 40,
        tests: &[Says(VERSION, "5")],
    },
    Rule {
        dialect: &NL_42,
        points: 40,
        tests: &[Says(VERSION, "4")],
    },
    Rule {
        dialect: &SE_P1,
        points: 40,
        tests: &[
            Has(&[IMPORT, REACTIVE_IMPORT, TIME]),
            Lacks(&[IMPORT_1, TARIFF, VERSION]),
        ],
    },
    Rule {
        dialect: &NL_22,
        points: 30,
        tests: &[Has(&[IMPORT_1, EXPORT_1]), Lacks(&[VERSION, TIME])],
    },
];

/// What a stream has before anything was read.
pub(super) fn generic() -> Choice {
    Choice {
        dialect: &GENERIC,
        reason: "no rule matches".to_owned(),
    }
}

/// Chooses the dialect of a telegram whose lines have been read.
pub(super) fn choose(telegram: &Telegram) -> Choice {
    if telegram.is_typed() || telegram.is_locked() {
        return super::binary_dialect::choose(telegram);
    }
    let best = RULES
        .iter()
        .filter(|rule| rule.tests.iter().all(|test| holds(*test, telegram)))
        .reduce(|best, rule| {
            if rule.points > best.points {
                rule
            } else {
                best
            }
        });
    match best {
        Some(rule) => Choice {
            dialect: rule.dialect,
            reason: reason(rule, telegram),
        },
        None => generic(),
    }
}

fn holds(test: Test, telegram: &Telegram) -> bool {
    let ident = telegram
        .ident
        .of(telegram.content())
        .get(1..)
        .unwrap_or_default();
    match test {
        IdentStarts(text) => ident.starts_with(text.as_bytes()),
        IdentHas(text) => memchr::memmem::find(ident, text.as_bytes()).is_some(),
        Says(obis, text) => {
            said(telegram, obis).is_some_and(|said| said.starts_with(text.as_bytes()))
        }
        Has(codes) => codes.iter().all(|code| telegram.find(*code).is_some()),
        Lacks(codes) => codes.iter().all(|code| telegram.find(*code).is_none()),
        OpticalCodes => {
            let optical = telegram
                .readings
                .iter()
                .filter(|reading| is_optical(reading.line.of(telegram.content())));
            let count = optical.count();
            count > 0 && count * 2 > telegram.readings.len()
        }
    }
}

/// Whether the code of a line is written as on an optical port: with the group F, or without A and B.
fn is_optical(line: &[u8]) -> bool {
    let code = line.split(|byte| *byte == b'(').next().unwrap_or_default();
    code.contains(&b'*') || !code.contains(&b':')
}

fn said(telegram: &Telegram, obis: Obis) -> Option<&[u8]> {
    telegram
        .find_item(obis)
        .filter(|item| item.value != Value::Empty)
        .map(|item| item.raw.of(telegram.content()))
}

fn reason(rule: &Rule, telegram: &Telegram) -> String {
    let list = |codes: &[Obis]| {
        codes
            .iter()
            .map(Obis::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let parts: Vec<String> = rule
        .tests
        .iter()
        .map(|test| match test {
            IdentStarts(text) => format!("ident /{text}"),
            IdentHas(text) => format!("ident contains {text}"),
            Says(obis, _) => format!(
                "{obis}={}",
                String::from_utf8_lossy(said(telegram, *obis).unwrap_or_default())
            ),
            Has(codes) => format!("has {}", list(codes)),
            Lacks(codes) => format!("lacks {}", list(codes)),
            OpticalCodes => "codes written as on an optical port".to_owned(),
        })
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_can_be_chosen() {
        let fallbacks = [&GENERIC, &DLMS, &DE_SML];
        for dialect in DIALECTS
            .iter()
            .filter(|dialect| !fallbacks.contains(dialect))
        {
            assert!(
                RULES.iter().any(|rule| rule.dialect == *dialect)
                    || super::super::binary_dialect::can_choose(dialect),
                "{}",
                dialect.id
            );
        }
    }

    #[test]
    fn dialects_have_names_of_their_own() {
        for (at, dialect) in DIALECTS.iter().enumerate() {
            assert!(
                DIALECTS
                    .iter()
                    .skip(at + 1)
                    .all(|other| other.id != dialect.id),
                "{}",
                dialect.id
            );
        }
    }
}
