//! Whose protocol a binary telegram follows: by the identifier of its list, its plan, its framing and the meter's system title.

use super::dialect::{
    AT_MBUS, CH_PUSH, Choice, DE_SML, DLMS, Dialect, ISKRA_LIST, LU_SMARTY, NO_LANDIS_GYR,
    NORDIC_AIDON, NORDIC_KAIFA, NORDIC_KAMSTRUP, said,
};
use super::dlms::list::Plan;
use super::dlms::positional::LIST_VERSION;
use super::obis::Obis;
use super::scan::Framing;
use super::telegram::Telegram;

/// What a rule looks at.
enum Test {
    /// The identifier of the list starts with this text.
    List(&'static str),
    /// The values were told by position, in a list whose first element starts with this text.
    Positions(&'static str),
    /// The first element of the telegram names the objects.
    PushList,
    Framed(Framing),
    /// The system title starts with these letters.
    Title(&'static str),
}

struct Rule {
    dialect: &'static Dialect,
    test: Test,
}

/// Where lists have their identifier.
const LIST_VERSIONS: [Obis; 2] = [LIST_VERSION, Obis::new(1, 0, 0, 2, 129)];

/// The first rule that holds decides: what the telegram says of itself goes before how it is wrapped.
static RULES: [Rule; 15] = [
    Rule {
        dialect: &NORDIC_AIDON,
        test: Test::List("AIDON"),
    },
    Rule {
        dialect: &NORDIC_KAIFA,
        test: Test::List("KFM"),
    },
    Rule {
        dialect: &NORDIC_KAMSTRUP,
        test: Test::List("Kamstrup"),
    },
    Rule {
        dialect: &NO_LANDIS_GYR,
        test: Test::List("EMBRIQ"),
    },
    Rule {
        dialect: &ISKRA_LIST,
        test: Test::Positions("ISK"),
    },
    Rule {
        dialect: &NORDIC_KAIFA,
        test: Test::Positions("KFM"),
    },
    Rule {
        dialect: &CH_PUSH,
        test: Test::PushList,
    },
    Rule {
        dialect: &AT_MBUS,
        test: Test::Framed(Framing::Mbus),
    },
    Rule {
        dialect: &DE_SML,
        test: Test::Framed(Framing::Sml),
    },
    Rule {
        dialect: &LU_SMARTY,
        test: Test::Framed(Framing::P1Encrypted),
    },
    Rule {
        dialect: &NORDIC_KAMSTRUP,
        test: Test::Title("KAM"),
    },
    Rule {
        dialect: &CH_PUSH,
        test: Test::Title("LGZ"),
    },
    Rule {
        dialect: &AT_MBUS,
        test: Test::Title("SAG"),
    },
    Rule {
        dialect: &AT_MBUS,
        test: Test::Title("KFM"),
    },
    Rule {
        dialect: &NORDIC_KAIFA,
        test: Test::Positions(""),
    },
];

/// Chooses the dialect of a binary telegram, or of one that stays encrypted.
pub(super) fn choose(telegram: &Telegram) -> Choice {
    let rule = RULES.iter().find_map(|rule| {
        let reason = reason(&rule.test, telegram)?;
        Some(Choice {
            dialect: rule.dialect,
            reason,
        })
    });
    rule.unwrap_or_else(|| Choice {
        dialect: &DLMS,
        reason: "no rule matches".to_owned(),
    })
}

/// Why a test holds; `None` if it does not.
fn reason(test: &Test, telegram: &Telegram) -> Option<String> {
    match test {
        Test::List(text) => {
            let list = LIST_VERSIONS
                .iter()
                .find_map(|code| said(telegram, *code))
                .filter(|list| list.starts_with(text.as_bytes()))?;
            Some(format!("list {}", String::from_utf8_lossy(list)))
        }
        Test::Positions(text) => match telegram.plan {
            Plan::Positions(list) if list.starts_with == *text => {
                Some(format!("values as in {}", list.name))
            }
            _ => None,
        },
        Test::PushList => (telegram.plan == Plan::PushList)
            .then(|| "a push object list names the values".to_owned()),
        Test::Framed(framing) => {
            (telegram.framing == *framing).then(|| format!("framing {}", framing.name()))
        }
        Test::Title(text) => telegram
            .system_title
            .starts_with(text.as_bytes())
            .then(|| format!("system title {text}")),
    }
}

#[cfg(test)]
pub(super) fn can_choose(dialect: &Dialect) -> bool {
    RULES.iter().any(|rule| rule.dialect == dialect)
}
