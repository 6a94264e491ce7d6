//! Chooses gateways: `kitchen`, `state=setup,unclaimed`, `version!=1.3.*`.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::directory::Change;
use super::gateway::Gateway;
use crate::error::{Error, Result};

/// What a filter can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Name,
    Id,
    Host,
    Address,
    Version,
    Board,
    State,
}

/// The fields as users write them.
const FIELDS: [(&str, Field); 7] = [
    ("name", Field::Name),
    ("id", Field::Id),
    ("host", Field::Host),
    ("address", Field::Address),
    ("version", Field::Version),
    ("board", Field::Board),
    ("state", Field::State),
];

/// The fields that a bare word is looked for in.
const SEARCHED: [Field; 4] = [Field::Name, Field::Id, Field::Host, Field::Address];

impl Field {
    /// The values of a gateway; what it does not say is an empty text.
    fn values(self, gateway: &Gateway) -> Vec<String> {
        let said = |text: &Option<String>| vec![text.clone().unwrap_or_default()];
        match self {
            Field::Name => vec![gateway.name.clone()],
            Field::Id => said(&gateway.id),
            Field::Host => vec![gateway.host.clone()],
            Field::Address => gateway.addresses.iter().map(ToString::to_string).collect(),
            Field::Version => said(&gateway.version),
            Field::Board => said(&gateway.board),
            Field::State => said(&gateway.state.as_ref().map(ToString::to_string)),
        }
    }
}

/// A condition that gateways fulfil or not. Letters may be small or large; `*` stands for any characters.
///
/// | written | holds for |
/// |---|---|
/// | `kitchen` | gateways with that in their name, id, host name or an address |
/// | `state=setup,unclaimed` | one of these values |
/// | `version!=1.3.*` | none of these values |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    fields: Vec<Field>,
    patterns: Vec<String>,
    is_negated: bool,
}

impl FromStr for Filter {
    type Err = Error;

    fn from_str(text: &str) -> Result<Filter> {
        if text.is_empty() {
            return Err(
                Error::usage("a filter is empty").hint("leave it out, or write a part of a name")
            );
        }
        let Some((key, values)) = text.split_once('=') else {
            return Ok(Filter {
                fields: SEARCHED.to_vec(),
                patterns: vec![format!("*{}*", text.to_lowercase())],
                is_negated: false,
            });
        };
        let (key, is_negated) = match key.strip_suffix('!') {
            Some(key) => (key, true),
            None => (key, false),
        };
        let Some((_, field)) = FIELDS
            .iter()
            .find(|(known, _)| key.eq_ignore_ascii_case(known))
        else {
            let known: Vec<&str> = FIELDS.iter().map(|(known, _)| *known).collect();
            return Err(
                Error::usage(format!("gateways have no \"{key}\" to filter by"))
                    .hint(format!("write one of {} before the =", known.join(", "))),
            );
        };
        Ok(Filter {
            fields: vec![*field],
            patterns: values.split(',').map(str::to_lowercase).collect(),
            is_negated,
        })
    }
}

impl Filter {
    /// Whether a gateway fulfils it.
    pub fn matches(&self, gateway: &Gateway) -> bool {
        let is_like = self
            .fields
            .iter()
            .flat_map(|field| field.values(gateway))
            .map(|value| value.to_lowercase())
            .any(|value| {
                self.patterns
                    .iter()
                    .any(|pattern| is_match(pattern, &value))
            });
        is_like != self.is_negated
    }
}

/// Whether a text is what a pattern describes, in which `*` stands for any characters. Takes at most their lengths multiplied.
pub fn is_match(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        // The earliest place leaves the most for the parts that follow.
        match rest.find(part).and_then(|at| rest.get(at + part.len()..)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The gateways that fulfil all of some filters, followed through their changes.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    filters: Vec<Filter>,
    /// The keys of those that are there.
    chosen: BTreeSet<String>,
}

impl Selection {
    /// The gateways that fulfil all of `filters`.
    pub fn new(filters: Vec<Filter>) -> Self {
        Selection {
            filters,
            chosen: BTreeSet::new(),
        }
    }

    /// Whether a gateway fulfils all filters.
    pub fn matches(&self, gateway: &Gateway) -> bool {
        self.filters.iter().all(|filter| filter.matches(gateway))
    }

    /// What a change means for the selection: a gateway that fulfils the filters no longer is gone from it.
    pub fn narrow(&mut self, change: Change) -> Option<Change> {
        let is_there = !matches!(change, Change::Gone(_)) && self.matches(change.gateway());
        let key = change.gateway().key();
        let was_there = match is_there {
            true => !self.chosen.insert(key),
            false => self.chosen.remove(&key),
        };
        match (was_there, is_there) {
            (true, true) => Some(change),
            (false, true) => Some(Change::Found(change.into_gateway())),
            (true, false) => Some(Change::Gone(change.into_gateway())),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{record, with_address};
    use super::*;

    fn gateway(version: &str, state: &str) -> Gateway {
        let mut heard = with_address(record("Kitchen", "smr-a1b2c3"), "192.168.1.20");
        for (key, value) in [("fw", version), ("state", state)] {
            heard
                .txt
                .push((key.to_owned(), Some(value.as_bytes().to_vec())));
        }
        Gateway::from_record(&heard)
    }

    fn filter(text: &str) -> Filter {
        text.parse().expect("a filter")
    }

    #[test]
    fn filters_hold_for_what_they_describe() {
        let gateway = gateway("1.2.3", "run");
        for (text, expected) in [
            ("kitchen", true),
            ("KITCH", true),
            ("b2c3", true),
            ("192.168", true),
            ("k*n", true),
            ("1.2.3", false),
            ("cellar", false),
            ("name=kitchen", true),
            ("name=kitch", false),
            ("name=kitch*", true),
            ("id=*c3", true),
            ("address=192.168.1.*", true),
            ("state=setup,run", true),
            ("state=setup", false),
            ("state!=setup", true),
            ("state!=setup,run", false),
            ("VERSION=1.*.3", true),
            ("version!=1.2.3", false),
            ("board=", true),
            ("board!=", false),
            ("board=esp8266*", false),
        ] {
            assert_eq!(filter(text).matches(&gateway), expected, "{text}");
        }
    }

    #[test]
    fn stars_stand_for_any_characters() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("*ab*ab*", "abxab", true),
            ("*ab*ab*", "abxa", false),
            ("a**b", "ab", true),
            ("", "", true),
            ("", "a", false),
            ("ü*", "übel", true),
        ] {
            assert_eq!(is_match(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_filter_that_means_nothing_is_refused_with_what_would() {
        let error = "colour=red".parse::<Filter>().expect_err("refused");
        assert!(error.hints()[0].contains("name, id, host, address, version, board, state"));
        assert!("".parse::<Filter>().is_err());
    }

    #[test]
    fn a_selection_is_entered_and_left() {
        let mut selection = Selection::new(vec![filter("kitchen"), filter("state=run")]);
        let (running, waiting) = (gateway("1.2.3", "run"), gateway("1.2.3", "setup"));
        let newer = gateway("1.3.0", "run");
        let change = |was: &Gateway, now: &Gateway| Change::Changed {
            was: was.clone(),
            now: now.clone(),
        };
        let told = [
            Change::Found(waiting.clone()),
            change(&waiting, &running),
            change(&running, &newer),
            change(&newer, &waiting),
            Change::Gone(waiting.clone()),
        ]
        .map(|change| selection.narrow(change));
        assert_eq!(
            told,
            [
                None,
                Some(Change::Found(running.clone())),
                Some(change(&running, &newer)),
                Some(Change::Gone(waiting)),
                None,
            ]
        );
    }
}
