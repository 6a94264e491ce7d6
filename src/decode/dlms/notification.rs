//! The head of a data notification (IEC 62056-5-3, 4.2.3.9).

use super::super::timestamp::Timestamp;

/// The tag of a data notification.
pub(in super::super) const DATA_NOTIFICATION: u8 = 0x0F;
/// Tag, invocation number, and a date and time with its length.
pub(in super::super) const LONGEST_HEADER: usize = 5 + 2 + DATE_TIME;
const DATE_TIME: usize = 12;
const DATE_TIME_LENGTH: u8 = 12;
const OCTET_STRING: u8 = 9;

/// The time in the head of the notification at the start of `bytes`, and where its body starts.
pub(in super::super) fn header(bytes: &[u8]) -> Option<(Option<Timestamp>, usize)> {
    let [DATA_NOTIFICATION, _, _, _, _, rest @ ..] = bytes else {
        return None;
    };
    let time_at = match rest {
        [0, ..] => return Some((None, 6)),
        [DATE_TIME_LENGTH, ..] => 6,
        // Kaifa's meters write it with the tag of a value.
        [OCTET_STRING, DATE_TIME_LENGTH, ..] => 7,
        _ => return None,
    };
    let octets = bytes.get(time_at..time_at + DATE_TIME)?;
    Some((Timestamp::from_cosem(octets), time_at + DATE_TIME))
}
