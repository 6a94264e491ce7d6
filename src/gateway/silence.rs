//! Why no telegram comes from a gateway, by the figures of its meter's line. Pure.

use super::status::P1;

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// The gateway hears nothing at all.
    NoBytes,
    /// It hears bytes, and no telegram is in them.
    NoTelegram,
    /// Telegrams come, and all of them are damaged.
    Damaged,
    /// It hears whole telegrams, and they do not arrive here.
    NotHere,
    /// It could not be asked.
    Unknown,
}

impl Silence {
    /// All.
    pub const ALL: [Silence; 5] = [
        Silence::NoBytes,
        Silence::NoTelegram,
        Silence::Damaged,
        Silence::NotHere,
        Silence::Unknown,
    ];

    /// What the figures say, after at least one `was_damaged` telegram came here or none.
    pub fn of(line: Option<&P1>, was_damaged: bool) -> Silence {
        match line {
            _ if was_damaged => Silence::Damaged,
            None => Silence::Unknown,
            // A spike or two when a cable is plugged in are no meter.
            Some(line) if line.bytes < 8 => Silence::NoBytes,
            Some(line) if line.telegrams == 0 => Silence::NoTelegram,
            Some(line) if line.crc_valid + line.crc_absent == 0 => Silence::Damaged,
            Some(_) => Silence::NotHere,
        }
    }

    /// A stable word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Silence::NoBytes => "no-bytes",
            Silence::NoTelegram => "no-telegram",
            Silence::Damaged => "damaged",
            Silence::NotHere => "not-here",
            Silence::Unknown => "unknown",
        }
    }

    /// What is the matter, as a clause.
    pub fn clause(self, line: Option<&P1>) -> String {
        match (self, line) {
            (Silence::NoBytes, _) => "not one byte comes from the meter".to_owned(),
            (Silence::NoTelegram, Some(line)) => {
                let framing = match line.framing_errors {
                    0 => String::new(),
                    count => format!(", {count} of them not framed as the line's format says"),
                };
                let level = match line.inverted {
                    true => "inverted",
                    false => "not inverted",
                };
                format!(
                    "{} bytes came from the meter, and no telegram is in them{framing}; the gateway reads {} baud {}, {level}",
                    line.bytes,
                    line.baud,
                    line.format.escape_debug()
                )
            }
            (Silence::NoTelegram, None) => "what comes from the meter is no telegram".to_owned(),
            (Silence::Damaged, _) => {
                "telegrams come from the meter, and all of them have a wrong CRC".to_owned()
            }
            (Silence::NotHere, _) => {
                "the gateway hears telegrams, and they do not arrive here".to_owned()
            }
            (Silence::Unknown, _) => "the gateway could not be asked why".to_owned(),
        }
    }

    /// What to try, in this order.
    pub fn remedies(self) -> &'static [&'static str] {
        match self {
            Silence::NoBytes => &[
                "is the cable in the meter's port, and is it wired as RJ12: data request (pin 2) at 5 V, GND (3), data (5)?",
                "some network operators open the port only when they are asked: look at the meter's display or the operator's portal",
                "the data line is an open collector: it needs a pull-up resistor of about 1 kΩ to 3.3 V",
                "a board on a USB adapter has its adapter on the meter's line: take it off the cable and put it at the meter",
            ],
            Silence::NoTelegram => &[
                "is the line inverted in hardware already? turn it the other way: smr config set GATEWAY serial.inverted=false (or true)",
                "DSMR 2 and 3 and D0 meters speak 9600 7e1: smr config set GATEWAY serial.baud=9600 serial.format=7e1",
                "it may be an encrypted or binary meter: smr record GATEWAY -o meter.smr keeps what it sends",
            ],
            Silence::Damaged => &[
                "check the cable and its length, GND, and the pull-up resistor of about 1 kΩ",
                "keep the cable away from power lines and the antenna",
            ],
            Silence::NotHere => &[
                "does a firewall keep TCP port 2001 from this computer?",
                "does another program hold all of the gateway's places? smr diag GATEWAY lists who is connected",
            ],
            Silence::Unknown => &["see what it says of itself: smr diag GATEWAY"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(bytes: u64, telegrams: u32, crc_valid: u32) -> P1 {
        P1 {
            baud: 115_200,
            format: "8n1".to_owned(),
            inverted: true,
            bytes,
            telegrams,
            crc_valid,
            crc_invalid: telegrams - crc_valid,
            crc_absent: 0,
            unfinished: 0,
            overruns: 0,
            framing_errors: 3,
            gaps: 0,
            last_byte_ms: None,
            last_telegram_ms: None,
            period_ms: None,
        }
    }

    #[test]
    fn each_way_to_be_silent_has_its_reason_and_remedies() {
        for (line, was_damaged, expected, part) in [
            (Some(line(0, 0, 0)), false, Silence::NoBytes, "not one byte"),
            (Some(line(2, 0, 0)), false, Silence::NoBytes, "not one byte"),
            (
                Some(line(900, 0, 0)),
                false,
                Silence::NoTelegram,
                "900 bytes came from the meter, and no telegram is in them, 3 of them not framed as the line's format says; the gateway reads 115200 baud 8n1, inverted",
            ),
            (Some(line(900, 2, 0)), false, Silence::Damaged, "wrong CRC"),
            (Some(line(900, 2, 2)), true, Silence::Damaged, "wrong CRC"),
            (
                Some(line(900, 2, 2)),
                false,
                Silence::NotHere,
                "do not arrive",
            ),
            (None, false, Silence::Unknown, "could not be asked"),
        ] {
            let silence = Silence::of(line.as_ref(), was_damaged);
            assert_eq!(silence, expected);
            let clause = silence.clause(line.as_ref());
            assert!(clause.contains(part), "{clause}");
            assert!(!silence.remedies().is_empty());
        }
    }

    #[test]
    fn no_two_have_the_same_word() {
        let words: std::collections::BTreeSet<_> =
            Silence::ALL.iter().map(|silence| silence.word()).collect();
        assert_eq!(words.len(), Silence::ALL.len());
    }
}
