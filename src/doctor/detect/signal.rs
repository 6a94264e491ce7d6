//! What is wrong with a line whose bytes hold no telegram: levels, format, speed, or no meter at all.

use crate::doctor::alike::{codes, is_meter_text};
use crate::doctor::evidence::{Evidence, Origin};
use crate::doctor::finding::{Finding, Kind};
use crate::doctor::table;

/// Fewer bytes say nothing about speed.
const ENOUGH_BYTES: usize = 64;
/// A byte that is read at several times its speed is one level that changes once or twice within it.
const MOST_CHANGES: u32 = 2;
/// So many percent of the bytes must look like that.
const SLOW_LINE: usize = 90;
/// A pause between telegrams is at least so long, in milliseconds.
const PAUSE: i64 = 300;
/// Bursts that begin with as many equal bytes do so for a reason.
const SAME_BEGINNING: usize = 4;

type Look = fn(&Evidence) -> Option<Finding>;

/// What makes text of the bytes. The first that holds.
const TURNS: [Look; 2] = [parity, inverted];
/// What tells the speed. The first that holds.
const SPEEDS: [Look; 2] = [baud_high, baud_low];

/// Says what has to be done to the bytes to read them.
pub(super) fn turned(evidence: &Evidence) -> Option<Finding> {
    TURNS.iter().find_map(|look| look(evidence))
}

/// Says what is wrong with bytes that cannot be read at all.
pub(super) fn judge(evidence: &Evidence) -> Finding {
    let found = SPEEDS.iter().find_map(|look| look(evidence));
    found.unwrap_or_else(|| {
        let text = format!(
            "{}, and none of them a telegram{}",
            bytes(evidence),
            read_at(evidence)
        );
        Finding::new(&table::NOISE, text)
    })
}

fn bytes(evidence: &Evidence) -> String {
    format!("{} bytes", evidence.raw.len())
}

/// The settings with which the line is read, where they are known.
fn read_at(evidence: &Evidence) -> String {
    let status = evidence.gateway.as_ref().and_then(|it| it.status.as_ref());
    match (status, &evidence.origin) {
        (Some(status), _) => {
            let line = &status.model.p1;
            let format = line.format.escape_debug();
            format!("; the gateway reads {} baud {format}", line.baud)
        }
        (None, Origin::Serial { settings }) => format!("; the line is read at {settings}"),
        _ => String::new(),
    }
}

fn found(kind: &'static Kind, evidence: &Evidence, what: &str) -> Finding {
    let text = format!("{}: {what}{}", bytes(evidence), read_at(evidence));
    Finding::new(kind, text)
}

/// Seven bits with parity that are read as eight without: the parity is the top bit.
fn parity(evidence: &Evidence) -> Option<Finding> {
    let text: Vec<u8> = evidence.raw.iter().map(|byte| byte & 0x7F).collect();
    let even = evidence
        .raw
        .iter()
        .filter(|byte| byte.count_ones() % 2 == 0);
    let even = even.count() * 100 / evidence.raw.len().max(1);
    let format = match even {
        95..=100 => "7E1",
        0..=5 => "7O1",
        _ => return None,
    };
    let codes = codes(&text);
    let has_parity = evidence.raw.iter().any(|byte| !byte.is_ascii());
    (has_parity && is_meter_text(&text)).then_some(())?;
    let what = format!(
        "without their top bit they are text with {codes} OBIS codes, and that bit is the parity of the others: the meter sends {format}"
    );
    Some(found(&table::PARITY, evidence, &what))
}

/// A line whose idle level is taken for a start bit. Once the receiver has caught a stop bit for a start bit, it stays with that: the
/// start bit comes as the lowest bit, and what follows is turned round.
fn inverted(evidence: &Evidence) -> Option<Finding> {
    let shifted: Vec<u8> = evidence
        .raw
        .iter()
        .filter(|byte| *byte & 1 == 1)
        .map(|byte| !byte >> 1 & 0x7F)
        .collect();
    let turned: Vec<u8> = evidence.raw.iter().map(|byte| !byte).collect();
    let what = if is_meter_text(&shifted) {
        format!(
            "read the other way round they hold {} OBIS codes",
            codes(&shifted)
        )
    } else if is_meter_text(&turned) {
        let codes = codes(&turned);
        format!("with all bits turned round they are text with {codes} OBIS codes")
    } else {
        return None;
    };
    Some(found(&table::INVERTED, evidence, &what))
}

/// Bits that are several bits long for whoever reads them.
fn baud_high(evidence: &Evidence) -> Option<Finding> {
    let raw = &evidence.raw;
    if raw.len() < ENOUGH_BYTES {
        return None;
    }
    let zeros = memchr::memchr_iter(0, raw).count();
    let changes = |byte: u8| ((byte ^ (byte >> 1)) & 0x7F).count_ones();
    let slow = raw.iter().filter(|byte| changes(**byte) <= MOST_CHANGES);
    let percent = slow.count() * 100 / raw.len();
    let what = if zeros * 100 >= raw.len() * SLOW_LINE {
        "nearly all of them are zero, as when one bit of the meter lasts for several bits of the reader".to_owned()
    } else if percent >= SLOW_LINE {
        format!(
            "in {percent} % of them the level changes twice at most, as when one bit of the meter lasts for several bits of the reader"
        )
    } else {
        return None;
    };
    Some(found(&table::BAUD_HIGH, evidence, &what))
}

/// Bursts that begin alike without a telegram in them: a meter says the same thing again, and it is read too slowly.
fn baud_low(evidence: &Evidence) -> Option<Finding> {
    let bursts = bursts(evidence);
    // The first may have begun before.
    let pairs: Vec<(&[u8], &[u8])> = bursts
        .iter()
        .skip(1)
        .zip(bursts.iter().skip(2))
        .map(|(one, next)| (*one, *next))
        .collect();
    let alike = pairs
        .iter()
        .filter(|(one, next)| {
            let same = one.iter().zip(*next).take_while(|(a, b)| a == b);
            same.count() >= SAME_BEGINNING
        })
        .count();
    (pairs.len() >= 2 && alike * 100 >= pairs.len() * 80).then_some(())?;
    let length = bursts.get(1).map_or(0, |burst| burst.len());
    let what = format!(
        "they come in {} bursts of about {length} that begin alike, as a meter's telegrams do, and nothing in them can be read",
        bursts.len()
    );
    Some(found(&table::BAUD_LOW, evidence, &what))
}

/// The bytes between pauses.
fn bursts(evidence: &Evidence) -> Vec<&[u8]> {
    if !evidence.is_timed() {
        return Vec::new();
    }
    let mut starts: Vec<usize> = Vec::new();
    let mut last = None;
    for chunk in &evidence.chunks {
        let is_apart = last.is_none_or(|last: jiff::Timestamp| {
            chunk.at.as_millisecond() - last.as_millisecond() >= PAUSE
        });
        if is_apart {
            starts.push(chunk.offset);
        }
        last = Some(chunk.at);
    }
    starts.push(evidence.raw.len());
    let pairs = starts.windows(2).filter_map(|pair| match pair {
        [start, end] => evidence.raw.get(*start..*end),
        _ => None,
    });
    pairs.collect()
}
