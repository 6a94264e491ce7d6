//! Whose protocol a binary telegram follows: by the identifier of its list, its plan, its framing and the meter's system title.

use super::dialect::{
    AT_MBUS, CH_PUSH, Choice, DE_SML, DLMS, Dialect, ISKRA_LIST, LU_SMARTY, NO_LANDIS_GYR,
    NORDIC_AIDON, NORDIC_KAIFA, NORDIC_KAMSTRUP,
};
use super::dlms::list::Plan;
use super::scan::Framing;
use super::telegram::{Telegram, Value};

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

/// The reason where there is none.
const NO_RULE: &str = "no rule matches";

/// Chooses the dialect of a binary telegram, or of one that stays encrypted.
pub(super) fn choose(telegram: &Telegram) -> Choice {
    match first_rule(telegram) {
        Some((rule, evidence)) => Choice {
            dialect: rule.dialect,
            reason: format!(
                "{}{}",
                evidence.kind,
                String::from_utf8_lossy(evidence.text)
            ),
        },
        None => Choice {
            dialect: &DLMS,
            reason: NO_RULE.to_owned(),
        },
    }
}

/// Whether a telegram is binary and the dialect of the one before, with its reason, is that of this one too: so it is
/// nearly always, and then nothing needs to be written down again.
pub(super) fn still_holds(telegram: &Telegram) -> bool {
    if !telegram.is_typed() {
        return false;
    }
    let choice = &telegram.dialect;
    match first_rule(telegram) {
        Some((rule, evidence)) => {
            let reason = choice.reason.strip_prefix(evidence.kind);
            std::ptr::eq(choice.dialect, rule.dialect)
                && reason.is_some_and(|reason| is_same(reason.as_bytes(), evidence.text))
        }
        None => std::ptr::eq(choice.dialect, &raw const DLMS) && choice.reason == NO_RULE,
    }
}

/// Whether two texts are the same. Empty ones are not handed on: their addresses mean nothing, and where a processor is told
/// to load nothing from there, it takes a hundred times as long as a comparison.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && (one.is_empty() || one == other)
}

fn first_rule(telegram: &Telegram) -> Option<(&'static Rule, Evidence<'_>)> {
    let list = telegram.landmarks.lists.iter().flatten().find_map(|index| {
        let item = telegram.item(*index)?;
        (item.value != Value::Empty).then(|| item.raw.of(telegram.content()))
    });
    RULES
        .iter()
        .find_map(|rule| Some((rule, evidence(&rule.test, telegram, list)?)))
}

/// Why a test holds: the two parts make the reason.
struct Evidence<'a> {
    kind: &'static str,
    text: &'a [u8],
}

fn evidence<'a>(
    test: &Test,
    telegram: &'a Telegram,
    list: Option<&'a [u8]>,
) -> Option<Evidence<'a>> {
    let found = |kind, text| Some(Evidence { kind, text });
    match test {
        Test::List(text) => found(
            "list ",
            list.filter(|list| list.starts_with(text.as_bytes()))?,
        ),
        Test::Positions(text) => match telegram.plan {
            Plan::Positions(list) if is_same(list.starts_with.as_bytes(), text.as_bytes()) => {
                found("values as in ", list.name.as_bytes())
            }
            _ => None,
        },
        Test::PushList if telegram.plan == Plan::PushList => {
            found("a push object list names the values", b"")
        }
        Test::Framed(framing) if telegram.framing == *framing => {
            found("framing ", framing.name().as_bytes())
        }
        // Most meters have none: then nothing is to be compared.
        Test::Title(text)
            if telegram.system_title != [0; 8]
                && telegram.system_title.starts_with(text.as_bytes()) =>
        {
            found("system title ", text.as_bytes())
        }
        Test::PushList | Test::Framed(_) | Test::Title(_) => None,
    }
}

#[cfg(test)]
pub(super) fn can_choose(dialect: &Dialect) -> bool {
    RULES.iter().any(|rule| rule.dialect == dialect)
}
