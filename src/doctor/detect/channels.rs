//! The devices behind a meter.

use crate::decode::note::NoteCode;
use crate::decode::{Device, Telegram};
use crate::doctor::evidence::Evidence;
use crate::doctor::finding::Finding;
use crate::doctor::table;

/// The device types that EN 13757-3 reserves for devices that do not know what they are.
const UNKNOWN_TYPES: [i64; 3] = [0, 14, 15];

pub(super) fn look(evidence: &Evidence, findings: &mut Vec<Finding>) {
    let Some(last) = evidence.read().last() else {
        return;
    };
    let telegram = &last.telegram;
    let devices = telegram.devices();
    for device in &devices {
        let stale = note(telegram, device, NoteCode::MbusStale);
        if let Some(message) = stale {
            let fresh = devices.iter().find(|other| {
                other.channel != device.channel
                    && other.medium == device.medium
                    && other.is_present()
                    && note(telegram, other, NoteCode::MbusStale).is_none()
                    && note(telegram, other, NoteCode::TimestampUnset).is_none()
            });
            findings.push(match fresh {
                Some(fresh) => Finding::new(
                    &table::CHANNEL_MOVED,
                    format!("{}: {message}; {} reports", named(device), named(fresh)),
                )
                .advise(format!(
                    "read channel {} instead of {}",
                    fresh.channel, device.channel
                )),
                None => Finding::new(
                    &table::CHANNEL_STALE,
                    format!("{}: {message}", named(device)),
                ),
            });
        }
        if let Some(message) = note(telegram, device, NoteCode::TimestampUnset) {
            let text = format!("{}: {message}", named(device));
            findings.push(Finding::new(&table::CHANNEL_UNSET, text));
        }
        let is_unknown = device
            .device_type
            .is_some_and(|kind| UNKNOWN_TYPES.contains(&kind));
        if is_unknown && device.is_present() && device.reading.is_some() && stale.is_none() {
            let kind = device.device_type.unwrap_or_default();
            let text = format!("channel {}: device type {kind:03}", device.channel);
            findings.push(Finding::new(&table::CHANNEL_TYPE, text));
        }
    }
}

fn named(device: &Device<'_>) -> String {
    match device.medium {
        Some(medium) => format!(
            "channel {} ({})",
            device.channel,
            medium.name().replace('_', " ")
        ),
        None => format!("channel {}", device.channel),
    }
}

/// The message of a note about a reading of the device.
fn note<'a>(telegram: &'a Telegram, device: &Device<'_>, code: NoteCode) -> Option<&'a str> {
    let is_about = |obis: crate::decode::Obis| obis.mbus_channel() == Some(device.channel);
    telegram
        .notes()
        .iter()
        .find(|note| note.code == code && note.obis.is_some_and(is_about))
        .map(|note| note.message.as_str())
}
