//! Selectors: which gateways of an inventory are meant.
//!
//! | written | holds for |
//! |---|---|
//! | `kitchen`, `flat-*` | gateways of this name; `*` stands for any characters |
//! | `site=north`, `site!=north` | those with this label, or without it |
//! | `group=attic`, `host=10.0.*` | those of this group or host |
//! | `version<1.4`, `<=`, `>`, `>=`, `version=1.3.*` | those that run such firmware |
//! | `state=offline` | those that are in this state, as they say themselves; `offline` where nobody answers |
//! | `site=north,version<1.4` | those for which both hold |

use std::str::FromStr;

use super::inventory::{Inventory, Member};
use crate::discovery::is_match;
use crate::error::{Error, Result};

/// What a gateway says about itself when it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its state: `run` and others, or `offline`.
    pub state: String,
    /// The version of its firmware, if it answers.
    pub version: Option<String>,
}

/// How a version is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Order {
    /// As written; the longer ones first, as they begin with the shorter ones.
    const WRITTEN: [(&'static str, Order); 4] = [
        ("<=", Order::AtMost),
        (">=", Order::AtLeast),
        ("<", Order::Less),
        (">", Order::More),
    ];

    fn holds(self, found: &semver::Version, wanted: &semver::Version) -> bool {
        let order = found.cmp_precedence(wanted);
        match self {
            Order::Less => order.is_lt(),
            Order::AtMost => order.is_le(),
            Order::More => order.is_gt(),
            Order::AtLeast => order.is_ge(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    Name,
    Host,
    Group,
    Version,
    State,
    Label(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Condition {
    Like {
        field: Field,
        pattern: String,
        is_negated: bool,
    },
    Ordered {
        order: Order,
        version: semver::Version,
    },
}

/// A condition that gateways fulfil or not. Letters may be small or large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    conditions: Vec<Condition>,
}

impl FromStr for Selector {
    type Err = Error;

    fn from_str(text: &str) -> Result<Selector> {
        let conditions = text.split(',').map(condition).collect::<Result<_>>()?;
        Ok(Selector { conditions })
    }
}

fn condition(text: &str) -> Result<Condition> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::usage("a selector is empty")
            .hint("write it like kitchen, flat-*, site=north or version<1.4"));
    }
    let Some(at) = text.find(['=', '!', '<', '>']) else {
        return Ok(like(Field::Name, text, false));
    };
    let (key, rest) = text.split_at(at);
    let key = key.trim();
    if key.is_empty() {
        return Err(Error::usage(format!(
            "the selector {text:?} does not say what is compared"
        ))
        .hint("write it like site=north or version<1.4"));
    }
    for (written, order) in Order::WRITTEN {
        let Some(value) = rest.strip_prefix(written) else {
            continue;
        };
        if key != "version" {
            return Err(
                Error::usage(format!("{key:?} has no order, only versions have"))
                    .hint(format!("write {key}=VALUE or {key}!=VALUE")),
            );
        }
        return Ok(Condition::Ordered {
            order,
            version: version(value.trim())?,
        });
    }
    let (value, is_negated) = match (rest.strip_prefix("!="), rest.strip_prefix('=')) {
        (Some(value), _) => (value, true),
        (None, Some(value)) => (value, false),
        (None, None) => {
            return Err(
                Error::usage(format!("the selector {text:?} cannot be understood"))
                    .hint("write it like site=north, site!=north or version<1.4"),
            );
        }
    };
    let field = match key {
        "name" => Field::Name,
        "host" => Field::Host,
        "group" => Field::Group,
        "version" => Field::Version,
        "state" => Field::State,
        label => Field::Label(label.to_owned()),
    };
    Ok(like(field, value.trim(), is_negated))
}

fn like(field: Field, pattern: &str, is_negated: bool) -> Condition {
    Condition::Like {
        field,
        pattern: pattern.to_lowercase(),
        is_negated,
    }
}

/// A version, of which trailing numbers may be left out.
fn version(text: &str) -> Result<semver::Version> {
    let (numbers, rest) = match text.find(['-', '+']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let missing = 2_usize.saturating_sub(numbers.matches('.').count());
    let whole = format!("{numbers}{}{rest}", ".0".repeat(missing));
    semver::Version::parse(&whole).map_err(|cause| {
        Error::usage(format!("{text:?} is no version: {cause}"))
            .hint("write it like version<1.4 or version>=1.4.2")
    })
}

impl Selector {
    /// Whether gateways have to be asked before it can be told whether they fulfil it.
    pub fn needs_facts(&self) -> bool {
        self.conditions.iter().any(|condition| match condition {
            Condition::Ordered { .. } => true,
            Condition::Like { field, .. } => matches!(field, Field::Version | Field::State),
        })
    }

    /// The labels that it names.
    fn labels(&self) -> impl Iterator<Item = &str> {
        self.conditions
            .iter()
            .filter_map(|condition| match condition {
                Condition::Like {
                    field: Field::Label(label),
                    ..
                } => Some(label.as_str()),
                _ => None,
            })
    }

    /// Whether a gateway fulfils all of it. Without facts it is not known what it runs, nor its state.
    pub fn matches(&self, member: &Member, facts: Option<&Facts>) -> bool {
        self.conditions.iter().all(|condition| match condition {
            Condition::Like {
                field,
                pattern,
                is_negated,
            } => {
                let value = match field {
                    Field::Name => Some(member.name.as_str()),
                    Field::Host => Some(member.host.as_str()),
                    Field::Group => member.group.as_deref(),
                    Field::Version => facts.and_then(|facts| facts.version.as_deref()),
                    Field::State => facts.map(|facts| facts.state.as_str()),
                    Field::Label(label) => member.labels.get(label).map(String::as_str),
                };
                let is_like = value.is_some_and(|value| is_match(pattern, &value.to_lowercase()));
                is_like != *is_negated
            }
            Condition::Ordered { order, version } => facts
                .and_then(|facts| facts.version.as_deref()?.parse().ok())
                .is_some_and(|found| order.holds(&found, version)),
        })
    }
}

/// Refuses selectors that name a label which no gateway has: a mistyped one would choose nothing, or with `!=` all.
///
/// # Errors
///
/// [`Kind::Usage`](crate::error::Kind::Usage), with the labels that there are.
pub fn check(selectors: &[Selector], inventory: &Inventory) -> Result<()> {
    for label in selectors.iter().flat_map(Selector::labels) {
        let mut known: Vec<&str> = inventory
            .members
            .iter()
            .flat_map(|member| member.labels.keys().map(String::as_str))
            .collect();
        if known.contains(&label) {
            continue;
        }
        known.extend(super::inventory::RESERVED);
        known.sort_unstable();
        known.dedup();
        return Err(
            Error::usage(format!("no gateway of the inventory has a label {label:?}"))
                .hint(format!("select by one of: {}", known.join(", "))),
        );
    }
    Ok(())
}

/// Whether a gateway fulfils any of some selectors; without selectors, all do.
pub fn any(selectors: &[Selector], member: &Member, facts: Option<&Facts>) -> bool {
    selectors.is_empty()
        || selectors
            .iter()
            .any(|selector| selector.matches(member, facts))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;

    fn member() -> Member {
        let text = "[[gateway]]\nname = \"Flat-3\"\nhost = \"10.0.0.3\"\ngroup = \"attic\"\nlabels = { site = \"North\" }";
        let inventory = Inventory::parse(text, "test", Path::new("")).expect("an inventory");
        inventory.members[0].clone()
    }

    fn facts(version: &str) -> Facts {
        Facts {
            state: "run".to_owned(),
            version: Some(version.to_owned()),
        }
    }

    fn selects(text: &str, facts: Option<&Facts>) -> bool {
        text.parse::<Selector>()
            .expect(text)
            .matches(&member(), facts)
    }

    #[test]
    fn each_form_holds_for_what_it_says() {
        for (text, expected) in [
            ("flat-3", true),
            ("flat-*", true),
            ("*", true),
            ("flat", false),
            ("site=north", true),
            ("site=s*", false),
            ("site!=north", false),
            ("floor!=1", true),
            ("floor=1", false),
            ("group=attic,host=10.0.*", true),
            ("group=attic,host=10.1.*", false),
            ("version<1.4", true),
            ("version<1.3.9", false),
            ("version<=1.3.9", true),
            ("version>=1.3.9", true),
            ("version>1.3", true),
            ("version>1", true),
            ("version=1.3.*", true),
            ("version!=1.3.*", false),
            ("state=run", true),
            ("state=offline", false),
            ("state!=offline, site = north", true),
        ] {
            assert_eq!(selects(text, Some(&facts("1.3.9"))), expected, "{text}");
        }
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(!selects("version<1.9", Some(&facts("1.10.0"))));
        assert!(selects("version<1.4", Some(&facts("1.4.0-rc.1"))));
    }

    #[test]
    fn where_nothing_is_known_no_version_is_less_or_more() {
        for text in ["version<9", "version>=0", "version=*", "state=run"] {
            assert!(!selects(text, None), "{text}");
        }
    }

    #[test]
    fn only_versions_and_states_have_to_be_asked_for() {
        let needs = |text: &str| text.parse::<Selector>().expect(text).needs_facts();
        assert!(needs("site=north,version<2") && needs("state=run"));
        assert!(!needs("site=north,flat-*,group=a"));
    }

    #[test]
    fn what_cannot_be_understood_is_refused_with_an_example() {
        for text in ["", "a,,b", "=x", "site<3", "version<x", "a!b", "version<"] {
            let error = text.parse::<Selector>().expect_err(text);
            assert!(!error.hints().is_empty(), "{text}");
        }
    }

    #[test]
    fn a_label_that_nobody_has_is_a_mistake() {
        let inventory = Inventory {
            members: vec![member()],
        };
        let selector = |text: &str| [text.parse::<Selector>().expect(text)];
        assert!(check(&selector("site=x,version<2"), &inventory).is_ok());
        let error = check(&selector("stie!=north"), &inventory).expect_err("mistyped");
        assert!(error.hints()[0].contains("site"), "{:?}", error.hints());
    }

    proptest! {
        #[test]
        fn what_is_not_like_something_is_unlike_it(value in "[a-zA-Z*]{0,6}", key in "(site|name|floor|version|state|group)", is_known: bool) {
            let facts = is_known.then(|| facts("1.3.9"));
            let like = selects(&format!("{key}={value}"), facts.as_ref());
            let unlike = selects(&format!("{key}!={value}"), facts.as_ref());
            prop_assert_ne!(like, unlike);
        }

        #[test]
        fn a_comma_means_that_both_hold(first in "(site|name)!?=[a-z*]{0,4}", second in "version[<>]=?[0-9]") {
            let facts = facts("1.3.9");
            let both = selects(&format!("{first},{second}"), Some(&facts));
            prop_assert_eq!(both, selects(&first, Some(&facts)) && selects(&second, Some(&facts)));
        }

        #[test]
        fn a_version_is_less_or_at_least_as_much(found in "[0-9]\\.[0-9]\\.[0-9](-rc\\.[0-9])?", wanted in "[0-9](\\.[0-9]){0,2}") {
            let facts = facts(&found);
            let less = selects(&format!("version<{wanted}"), Some(&facts));
            prop_assert_ne!(less, selects(&format!("version>={wanted}"), Some(&facts)));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,24}") {
            if let Ok(selector) = text.parse::<Selector>() {
                selector.matches(&member(), None);
            }
        }
    }
}
