//! Made-up announcements.

use super::address::Address;
use super::gateway::Record;

/// An announcement of a gateway with this name, and this id unless that is empty.
pub(super) fn record(name: &str, id: &str) -> Record {
    let id = (!id.is_empty()).then(|| ("id".to_owned(), Some(id.as_bytes().to_vec())));
    Record {
        full_name: format!("{name}._smr._tcp.local."),
        host: "kitchen.local.".to_owned(),
        port: 80,
        addresses: Vec::new(),
        txt: id.into_iter().collect(),
    }
}

/// The same announcement with this address besides.
pub(super) fn with_address(mut record: Record, ip: &str) -> Record {
    let address = Address::new(ip.parse().expect("an address"), None);
    record.addresses.extend(address);
    record
}
