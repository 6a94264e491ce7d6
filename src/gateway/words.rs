//! The codes of a gateway in words. A code that is not listed is shown as it is: firmware may be newer than this program.

use std::net::Ipv4Addr;
use std::time::Duration;

use super::document::Event;
use super::judge::Rating;
use crate::config::duration;

/// Why a gateway started: its word (`reset.reason`), what it means, whether that is well. In the order of the numbers that events carry.
pub const REASONS: &[(&str, &str, Rating)] = &[
    (
        "unexplained",
        "a restart that nobody announced",
        Rating::Fair,
    ),
    ("power", "power came", Rating::Good),
    ("external", "the reset line was pulled", Rating::Good),
    (
        "hardware-watchdog",
        "the firmware hung: hardware watchdog",
        Rating::Poor,
    ),
    (
        "software-watchdog",
        "the firmware hung: software watchdog",
        Rating::Poor,
    ),
    ("crash", "the firmware crashed", Rating::Poor),
    ("stuck", "a task made no progress", Rating::Poor),
    ("wifi-lost", "Wi-Fi was lost for too long", Rating::Fair),
    (
        "serial-silent",
        "the meter was silent for too long",
        Rating::Fair,
    ),
    ("ota", "to run new firmware", Rating::Good),
    ("request", "somebody asked for it", Rating::Good),
    ("settings", "to apply settings", Rating::Good),
    ("factory-reset", "factory reset", Rating::Good),
    (
        "rolled-back",
        "the firmware before was brought back",
        Rating::Fair,
    ),
];

/// Why an update was undone: the word of `ota.last.error`, and a clause about the image that was left. In the order of the numbers that
/// events carry.
pub const ROLLBACKS: &[(&str, &str)] = &[
    ("did-not-run", "it did not run for a minute in three starts"),
    (
        "network-not-reached",
        "it did not reach its network within ten minutes",
    ),
    ("requested", "somebody asked for that"),
    (
        "flash-failed",
        "the flash chip did not take what was written",
    ),
];

/// What the chip says of a start: its word (`reset.cause`), and what it means.
const CHIP_RESETS: &[(&str, &str)] = &[
    ("power", "power came"),
    ("hardware-watchdog", "the hardware watchdog"),
    ("exception", "a crash"),
    ("software-watchdog", "the software watchdog"),
    ("restart", "a restart by the firmware"),
    ("deep-sleep", "woken from deep sleep"),
    ("external", "the reset line"),
];

/// Why an image was refused: the word of `ota.last.error`, what it means. In the order of the numbers that events carry, from 1 on.
pub const IMAGE_PROBLEMS: &[(&str, &str)] = &[
    ("too-short", "the file is too short to be an image"),
    ("too-large", "the image does not fit beside the running one"),
    (
        "flash-failed",
        "the flash chip could not be written or read",
    ),
    (
        "no-boot-loader",
        "the file does not begin with a boot loader",
    ),
    ("no-image", "there is no application image in the file"),
    ("bad-segments", "the segments of the image are damaged"),
    ("bad-checksum", "the check sum of the image is wrong"),
    ("bad-length", "the file was cut"),
    ("bad-crc", "the CRC of the image is wrong"),
    ("wrong-flash-size", "the image is for a larger flash chip"),
    ("digest-mismatch", "what arrived is not what was announced"),
    (
        "not-smr-firmware",
        "the image is not firmware for a gateway",
    ),
    ("wrong-board", "the image is for another board"),
    ("rollback-refused", "the image is older than allowed"),
    ("not-signed", "the image is not signed"),
    ("bad-trailer", "what follows the image is no signature"),
    ("unknown-key", "the image is signed with an unknown key"),
    ("bad-signature", "the signature is wrong"),
];

/// Why Wi-Fi was lost: IEEE 802.11, 9.4.1.7, and above 199 what the chip's SDK adds.
const DISCONNECTS: &[(u32, &str)] = &[
    (2, "the log-in expired"),
    (3, "the access point went away"),
    (4, "inactive for too long"),
    (5, "the access point is full"),
    (8, "left the network"),
    (15, "wrong password or weak signal"),
    (200, "the access point is not heard"),
    (201, "the network is not found"),
    (202, "wrong password"),
    (203, "the access point refused"),
    (204, "wrong password or weak signal"),
];

/// What a gateway is doing.
const STATES: &[(&str, &str)] = &[
    ("run", "forwards the meter's bytes"),
    ("setup", "waits for its first Wi-Fi"),
    ("unclaimed", "has Wi-Fi, but no admin password yet"),
    (
        "fallback",
        "is in no Wi-Fi, and has opened its access point",
    ),
    ("joining", "joins its Wi-Fi"),
];

/// How joining a network ended, by number.
const JOINS: &[&str] = &[
    "off",
    "connecting",
    "joined",
    "wrong password",
    "network not found",
    "failed",
];

/// The tasks that are watched, by number.
const TASKS: &[&str] = &["the meter's line", "HTTP", "Wi-Fi", "updates"];

/// What the detail of an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    Nothing,
    Reason,
    Address,
    Disconnect,
    Join,
    Seconds,
    Bytes,
    Image,
    AccessPoint,
    Task,
    Rollback,
}

/// Events: the code, what happened, what the detail is.
const EVENTS: &[(&str, &str, Detail)] = &[
    ("boot", "started", Detail::Reason),
    ("wifi-joined", "joined the Wi-Fi", Detail::Address),
    ("wifi-lost", "lost the Wi-Fi", Detail::Disconnect),
    ("wifi-failed", "could not join the Wi-Fi", Detail::Join),
    (
        "wifi-reconnect",
        "joins anew, without Wi-Fi for",
        Detail::Seconds,
    ),
    ("serial-silent", "the meter is silent, for", Detail::Seconds),
    (
        "serial-resumed",
        "the meter sends again, after",
        Detail::Seconds,
    ),
    (
        "serial-reinit",
        "set up the serial line again, after",
        Detail::Seconds,
    ),
    (
        "client-rejected",
        "refused a client, all places are taken",
        Detail::Address,
    ),
    (
        "client-closed",
        "closed a client that did not read",
        Detail::Address,
    ),
    (
        "login-locked",
        "locked out after wrong passwords",
        Detail::Address,
    ),
    (
        "admin-claimed",
        "the first admin password was set",
        Detail::Address,
    ),
    ("settings-saved", "saved the settings", Detail::Nothing),
    (
        "settings-failed",
        "could not save the settings",
        Detail::Nothing,
    ),
    ("ota-started", "an update began", Detail::Bytes),
    ("ota-failed", "refused an update", Detail::Image),
    ("ota-verified", "checked a new image", Detail::Bytes),
    ("restart", "restarts", Detail::Reason),
    (
        "setup-started",
        "opened its access point",
        Detail::AccessPoint,
    ),
    ("setup-ended", "closed its access point", Detail::Nothing),
    ("factory-reset", "factory reset", Detail::Nothing),
    ("button", "the button was pressed", Detail::Nothing),
    ("task-late", "a task makes no progress", Detail::Task),
    (
        "image-confirmed",
        "new firmware has proven itself, after",
        Detail::Seconds,
    ),
    (
        "rolled-back",
        "the firmware before was brought back",
        Detail::Rollback,
    ),
];

/// Whether the detail of an event is an address.
pub(super) fn is_address(code: &str) -> bool {
    EVENTS
        .iter()
        .any(|(known, _, detail)| *known == code && *detail == Detail::Address)
}

fn word_of<'a>(table: &[(&str, &'a str)], code: &str) -> Option<&'a str> {
    let found = table.iter().find(|(known, _)| *known == code);
    found.map(|(_, words)| *words)
}

fn at<T>(table: &[T], number: u32) -> Option<&T> {
    table.get(usize::try_from(number).ok()?)
}

/// What a gateway in this state is doing.
pub fn state(code: &str) -> &str {
    word_of(STATES, code).unwrap_or(code)
}

/// Why an image was refused.
pub fn image_problem(code: &str) -> &str {
    word_of(IMAGE_PROBLEMS, code).unwrap_or(code)
}

/// Why an update was undone, as a clause about the image that was left.
pub fn rollback(code: &str) -> &str {
    word_of(ROLLBACKS, code).unwrap_or(code)
}

/// What the chip says of a start.
pub fn chip_reset(code: &str) -> &str {
    word_of(CHIP_RESETS, code).unwrap_or(code)
}

/// Why a gateway started, and whether that is well.
pub fn reason(code: &str) -> (&str, Option<Rating>) {
    let found = REASONS.iter().find(|(known, _, _)| *known == code);
    found.map_or((code, None), |(_, words, rating)| (*words, Some(*rating)))
}

/// Why Wi-Fi was lost.
pub fn disconnect(number: u32) -> String {
    let found = DISCONNECTS.iter().find(|(known, _)| *known == number);
    found.map_or_else(
        || format!("reason {number}"),
        |(_, words)| (*words).to_owned(),
    )
}

/// What happened.
pub fn event(event: &Event) -> String {
    let number = event.detail;
    let known = EVENTS.iter().find(|(known, _, _)| *known == event.code);
    let Some((_, words, detail)) = known else {
        return format!("{} ({number})", event.code);
    };
    let numbered = || format!("number {number}");
    match detail {
        Detail::Nothing => (*words).to_owned(),
        Detail::Seconds => {
            let time = duration::display(Duration::from_secs(number.into()));
            format!("{words} {time}")
        }
        Detail::Bytes if number == 0 => (*words).to_owned(),
        Detail::Bytes => format!("{words}: {number} bytes"),
        Detail::Address => format!("{words}: {}", Ipv4Addr::from(number)),
        Detail::Disconnect => format!("{words}: {}", disconnect(number)),
        Detail::Reason => {
            let reason = at(REASONS, number).map(|(_, words, _)| (*words).to_owned());
            format!("{words}: {}", reason.unwrap_or_else(numbered))
        }
        Detail::Join => {
            let how = at(JOINS, number).map(|words| (*words).to_owned());
            format!("{words}: {}", how.unwrap_or_else(numbered))
        }
        Detail::Image => {
            let why = number
                .checked_sub(1)
                .and_then(|index| at(IMAGE_PROBLEMS, index));
            let why = why.map(|(_, words)| (*words).to_owned());
            format!("{words}: {}", why.unwrap_or_else(numbered))
        }
        Detail::Rollback => {
            let why = at(ROLLBACKS, number).map(|(_, words)| (*words).to_owned());
            format!("{words}: {}", why.unwrap_or_else(numbered))
        }
        Detail::AccessPoint if number == 0 => format!("{words}, open to all"),
        Detail::AccessPoint => format!("{words}, for the admin"),
        Detail::Task => {
            let task = at(TASKS, number).map(|words| (*words).to_owned());
            format!("{words}: {}", task.unwrap_or_else(numbered))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firmware(file: &str) -> String {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("firmware/core")
            .join(file);
        std::fs::read_to_string(path).expect("a file of the firmware")
    }

    /// The texts of a file of the firmware, in their order.
    fn texts(file: &str) -> Vec<String> {
        let text = firmware(file);
        text.split("SMR_TEXT(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next().map(str::to_owned))
            .collect()
    }

    #[test]
    fn every_code_of_the_firmware_has_words() {
        let events = texts("health/events.cpp");
        assert_eq!(events.len(), EVENTS.len());
        assert!(
            events
                .iter()
                .zip(EVENTS)
                .all(|(code, (known, _, _))| code == known)
        );
        let reasons = texts("health/reset_record.cpp");
        for (code, _, _) in REASONS {
            assert!(reasons.iter().any(|known| known == code), "{code}");
        }
        let problems = texts("ota/image_problem.cpp");
        let known: Vec<&str> = IMAGE_PROBLEMS.iter().map(|(code, _)| *code).collect();
        assert_eq!(problems[..known.len()], known);
        let rollbacks = texts("ota/boot_record.cpp");
        let known: Vec<&str> = ROLLBACKS.iter().map(|(code, _)| *code).collect();
        assert_eq!(rollbacks, known);
        for (code, _) in CHIP_RESETS {
            assert!(reasons.iter().any(|known| known == code), "{code}");
        }
        for (code, _) in STATES {
            assert!(
                texts("setup/wifi_mode.cpp")
                    .iter()
                    .any(|known| known == code),
                "{code}"
            );
        }
    }

    #[test]
    fn events_are_told_with_their_details() {
        for (code, detail, expected) in [
            ("boot", 1, "started: power came"),
            ("boot", 9, "started: to run new firmware"),
            ("boot", 77, "started: number 77"),
            ("wifi-joined", 0x7F00_0002, "joined the Wi-Fi: 127.0.0.2"),
            ("wifi-lost", 201, "lost the Wi-Fi: the network is not found"),
            ("wifi-lost", 99, "lost the Wi-Fi: reason 99"),
            ("wifi-failed", 3, "could not join the Wi-Fi: wrong password"),
            ("serial-silent", 60, "the meter is silent, for 1m"),
            (
                "ota-failed",
                1,
                "refused an update: the file is too short to be an image",
            ),
            ("ota-failed", 0, "refused an update: number 0"),
            ("ota-started", 0, "an update began"),
            ("setup-started", 0, "opened its access point, open to all"),
            ("task-late", 2, "a task makes no progress: Wi-Fi"),
            (
                "image-confirmed",
                60,
                "new firmware has proven itself, after 1m",
            ),
            (
                "rolled-back",
                1,
                "the firmware before was brought back: it did not reach its network within ten minutes",
            ),
            ("settings-saved", 0, "saved the settings"),
            ("dancing", 7, "dancing (7)"),
        ] {
            let told = event(&Event {
                seq: 1,
                uptime_s: 1,
                code: code.to_owned(),
                detail,
            });
            assert_eq!(told, expected);
        }
    }
}
