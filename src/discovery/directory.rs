//! Merges what is heard: the same gateway over several interfaces, several times, under an old and a new name.

use std::collections::BTreeMap;

use super::gateway::{Gateway, Record};

/// The most announcements that are kept. A network with more of them is not a network of gateways but an attack on memory.
const MOST_RECORDS: usize = 4096;

/// What is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An announcement, or a newer one of the same full name.
    Heard(Record),
    /// An announcement was taken back, or not renewed in time.
    Lost {
        /// Its full name.
        full_name: String,
    },
}

/// What has become of a gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there before.
    Found(Gateway),
    /// Something about it is different now.
    Changed {
        /// What was known before.
        was: Gateway,
        /// What is known now.
        now: Gateway,
    },
    /// It is not there any more; this is what was known last.
    Gone(Gateway),
}

impl Change {
    /// The gateway that it is about.
    pub fn gateway(&self) -> &Gateway {
        match self {
            Change::Found(gateway)
            | Change::Changed { now: gateway, .. }
            | Change::Gone(gateway) => gateway,
        }
    }

    /// The gateway that it is about.
    pub fn into_gateway(self) -> Gateway {
        match self {
            Change::Found(gateway)
            | Change::Changed { now: gateway, .. }
            | Change::Gone(gateway) => gateway,
        }
    }
}

/// The gateways that are there, each once. Events go in, changes come out.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// By [`Gateway::key`]: what each full name says, in the order in which the names were heard first.
    gateways: BTreeMap<String, Vec<Entry>>,
    /// The key under which a full name in lower case is kept.
    keys: BTreeMap<String, String>,
    is_full: bool,
}

#[derive(Clone, Debug)]
struct Entry {
    full_name: String,
    gateway: Gateway,
}

impl Directory {
    /// An empty directory.
    pub fn new() -> Self {
        Directory::default()
    }

    /// Takes in what was heard. Nothing comes out when it was known already.
    pub fn apply(&mut self, event: Event) -> Vec<Change> {
        match event {
            Event::Heard(record) => self.heard(&record),
            Event::Lost { full_name } => self.lost(&full_name.to_ascii_lowercase()),
        }
    }

    /// All gateways, by name.
    pub fn gateways(&self) -> Vec<Gateway> {
        let mut all: Vec<Gateway> = self
            .gateways
            .values()
            .filter_map(|entries| merged(entries))
            .collect();
        all.sort_by_cached_key(|gateway| (gateway.name.to_lowercase(), gateway.key()));
        all
    }

    /// Whether announcements were left out because there were too many.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    fn heard(&mut self, record: &Record) -> Vec<Change> {
        let full_name = record.full_name.to_ascii_lowercase();
        let gateway = Gateway::from_record(record);
        let key = gateway.key();
        let known = self.keys.get(&full_name);
        if known.is_none() && self.keys.len() >= MOST_RECORDS {
            self.is_full = true;
            return Vec::new();
        }
        // Another gateway may have taken over the name.
        let mut changes = match known {
            Some(known) if *known != key => self.lost(&full_name),
            _ => Vec::new(),
        };
        self.keys.insert(full_name.clone(), key.clone());
        changes.extend(self.edit(&key, |entries| {
            entries.retain(|entry| entry.full_name != full_name);
            entries.push(Entry { full_name, gateway });
        }));
        changes
    }

    fn lost(&mut self, full_name: &str) -> Vec<Change> {
        let Some(key) = self.keys.remove(full_name) else {
            return Vec::new();
        };
        let change = self.edit(&key, |entries| {
            entries.retain(|entry| entry.full_name != full_name);
        });
        change.into_iter().collect()
    }

    /// Edits what is known about one gateway and says what that changes.
    fn edit(&mut self, key: &str, change: impl FnOnce(&mut Vec<Entry>)) -> Option<Change> {
        let entries = self.gateways.entry(key.to_owned()).or_default();
        let before = merged(entries);
        change(entries);
        let after = merged(entries);
        if after.is_none() {
            self.gateways.remove(key);
        }
        match (before, after) {
            (None, Some(now)) => Some(Change::Found(now)),
            (Some(before), None) => Some(Change::Gone(before)),
            (Some(was), Some(now)) if was != now => Some(Change::Changed { was, now }),
            _ => None,
        }
    }
}

/// One gateway of all that was heard about it: the newest announcement, with the addresses of all.
fn merged(entries: &[Entry]) -> Option<Gateway> {
    let (newest, older) = entries.split_last()?;
    let mut gateway = newest.gateway.clone();
    for entry in older {
        gateway.add_addresses(&entry.gateway.addresses);
    }
    Some(gateway)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{record, with_address};
    use super::*;

    fn heard(record: Record) -> Event {
        Event::Heard(record)
    }

    fn lost(name: &str) -> Event {
        Event::Lost {
            full_name: record(name, "").full_name,
        }
    }

    fn addresses(change: &Change) -> Vec<String> {
        let addresses = &change.gateway().addresses;
        addresses.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_gateway_that_is_heard_again_is_no_news() {
        let mut directory = Directory::new();
        let first = record("kitchen", "smr-a1");
        assert!(matches!(
            directory.apply(heard(first.clone()))[..],
            [Change::Found(_)]
        ));
        assert_eq!(directory.apply(heard(first.clone())), []);
        let mut louder = first;
        louder.full_name = louder.full_name.to_uppercase();
        let changes = directory.apply(heard(louder));
        assert!(
            matches!(&changes[..], [Change::Changed { now, .. }] if now.name == "KITCHEN"),
            "{changes:?}"
        );
        assert_eq!(directory.gateways().len(), 1);
    }

    #[test]
    fn what_changes_is_told_with_all_that_is_known() {
        let mut directory = Directory::new();
        directory.apply(heard(record("kitchen", "smr-a1")));
        let mut newer = record("kitchen", "smr-a1");
        newer.txt.push(("fw".to_owned(), Some(b"1.3.0".to_vec())));
        let changes = directory.apply(heard(newer));
        assert!(
            matches!(&changes[..], [Change::Changed { now, .. }] if now.version.as_deref() == Some("1.3.0")),
            "{changes:?}"
        );
    }

    #[test]
    fn one_gateway_under_two_names_is_one_with_the_addresses_of_both() {
        let mut directory = Directory::new();
        directory.apply(heard(with_address(
            record("kitchen", "smr-a1"),
            "192.168.1.20",
        )));
        let changes = directory.apply(heard(with_address(
            record("kitchen (2)", "SMR-A1"),
            "10.0.0.7",
        )));
        assert_eq!(changes.len(), 1);
        assert_eq!(addresses(&changes[0]), ["10.0.0.7", "192.168.1.20"]);
        assert_eq!(changes[0].gateway().name, "kitchen (2)");
        assert_eq!(directory.gateways().len(), 1);
    }

    #[test]
    fn a_renamed_gateway_is_not_gone_when_its_old_name_is() {
        let mut directory = Directory::new();
        directory.apply(heard(record("kitchen", "smr-a1")));
        directory.apply(heard(record("cellar", "smr-a1")));
        assert_eq!(directory.apply(lost("kitchen")), []);
        let changes = directory.apply(lost("Cellar"));
        assert!(
            matches!(&changes[..], [Change::Gone(was)] if was.name == "cellar"),
            "{changes:?}"
        );
        assert_eq!(directory.gateways(), []);
        assert_eq!(directory.apply(lost("cellar")), []);
    }

    #[test]
    fn a_name_that_goes_to_another_gateway_takes_the_first_one_away() {
        let mut directory = Directory::new();
        directory.apply(heard(record("kitchen", "smr-a1")));
        let changes = directory.apply(heard(record("kitchen", "smr-b2")));
        let told: Vec<_> = changes
            .iter()
            .map(|change| {
                (
                    matches!(change, Change::Gone(_)),
                    change.gateway().id.as_deref(),
                )
            })
            .collect();
        assert_eq!(told, [(true, Some("smr-a1")), (false, Some("smr-b2"))]);
    }

    #[test]
    fn gateways_without_an_id_are_told_apart_by_name() {
        let mut directory = Directory::new();
        for name in ["kitchen", "Attic", "kitchen"] {
            directory.apply(heard(record(name, "")));
        }
        let names: Vec<String> = directory.gateways().into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["Attic", "kitchen"]);
    }

    #[test]
    fn a_flood_of_announcements_fills_the_directory_and_no_more() {
        let mut directory = Directory::new();
        for number in 0..MOST_RECORDS {
            directory.apply(heard(record(&format!("gateway-{number}"), "")));
        }
        assert!(!directory.is_full());
        assert_eq!(directory.apply(heard(record("one-more", ""))), []);
        assert!(directory.is_full());
        let changes = directory.apply(heard(with_address(record("gateway-7", ""), "10.0.0.7")));
        assert_eq!(changes.len(), 1, "known ones are still followed");
    }
}
