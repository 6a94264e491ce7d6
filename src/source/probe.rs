//! Finds out the settings of a serial line: which of the usual ones make telegrams of the bytes.
//!
//! Pure: time is what the caller says it waited, and what the bytes took on the line.

use std::time::Duration;

use super::frames::Frames;
use crate::decode::{Check, Framing};
use crate::serial::{Baud, Format, LineSettings};

/// The settings that meters use, the most common first.
const USUAL: [(u32, Format); 5] = [
    (115_200, Format::EIGHT_N_ONE), // DSMR 4 and 5, e-MUCS
    (9600, Format::SEVEN_E_ONE),    // DSMR 2.2 and 3.0, D0
    (9600, Format::EIGHT_N_ONE),    // SML
    (2400, Format::EIGHT_E_ONE),    // M-Bus
    (2400, Format::EIGHT_N_ONE),    // Kamstrup
];

/// Listening ends at the latest so long after the first byte: the longest usual period of telegrams
/// is 10 s, and the first telegram may have begun before.
const LONGEST: Duration = Duration::from_secs(15);

/// A pause between telegrams is at least so long.
const PAUSE: Duration = Duration::from_millis(300);

/// Fewer bytes between two pauses are no telegram, but a spike on the line.
const SHORTEST_BURST: usize = 32;

/// The settings to try, in this order.
pub(super) fn usual() -> impl Iterator<Item = LineSettings> + Clone {
    USUAL.iter().filter_map(|&(baud, format)| {
        let baud = Baud::new(baud)?;
        Some(LineSettings { baud, format })
    })
}

/// The settings to try, for a person to read.
pub(super) fn usual_text() -> String {
    let all: Vec<String> = usual().map(|settings| settings.to_string()).collect();
    all.join(", ")
}

/// What is known about one of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing yet.
    Listen,
    /// Telegrams come with them.
    Fits,
    /// Bytes come, but no telegrams.
    Next,
}

/// Listens with one of the settings.
#[derive(Debug)]
pub(super) struct Probe {
    settings: LineSettings,
    frames: Frames,
    listened: Duration,
    quiet: Duration,
    received: bool,
    burst: usize,
    bursts: u32,
    invalid: u32,
}

impl Probe {
    pub(super) fn new(settings: LineSettings) -> Probe {
        Probe {
            settings,
            frames: Frames::default(),
            listened: Duration::ZERO,
            quiet: Duration::ZERO,
            received: false,
            burst: 0,
            bursts: 0,
            invalid: 0,
        }
    }

    /// Bytes came.
    pub(super) fn bytes(&mut self, data: &[u8]) -> Verdict {
        self.received = true;
        self.quiet = Duration::ZERO;
        self.burst = self.burst.saturating_add(data.len());
        self.listened += self.settings.time_for(data.len());
        self.frames.push(data);
        while let Some(part) = self.frames.next(false) {
            match part.check {
                Some(Check::Valid) => return Verdict::Fits,
                // Without a checksum only the bytes can tell: parity read as data sets high bits.
                Some(Check::Absent) if part.data.is_ascii() => return Verdict::Fits,
                // A ciphered unit has none either, but a head that wrong settings do not leave.
                Some(Check::Absent) if part.framing == Some(Framing::P1Encrypted) => {
                    return Verdict::Fits;
                }
                Some(Check::Invalid { .. }) => self.invalid += 1,
                _ => {}
            }
        }
        // A bad cable spoils telegrams, wrong settings do not even leave their frames.
        if self.invalid >= 2 {
            return Verdict::Fits;
        }
        self.verdict()
    }

    /// No byte came for another `length`.
    pub(super) fn wait(&mut self, length: Duration) -> Verdict {
        // A line without any byte says nothing against the settings.
        if !self.received {
            return Verdict::Listen;
        }
        self.listened += length;
        self.quiet += length;
        if self.quiet >= PAUSE && self.burst > 0 {
            self.bursts += u32::from(self.burst >= SHORTEST_BURST);
            self.burst = 0;
        }
        self.verdict()
    }

    /// The first burst may be the end of a telegram; the second has to be a whole one.
    fn verdict(&self) -> Verdict {
        if self.bursts >= 2 || self.listened >= LONGEST {
            Verdict::Next
        } else {
            Verdict::Listen
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::frames::tests::telegram;
    use super::*;

    const TENTH: Duration = Duration::from_millis(100);

    fn probe() -> Probe {
        Probe::new(LineSettings::default())
    }

    fn wait(probe: &mut Probe, tenths: u32) -> Verdict {
        let mut verdict = Verdict::Listen;
        for _ in 0..tenths {
            verdict = probe.wait(TENTH);
        }
        verdict
    }

    #[test]
    fn the_usual_settings_are_tried_in_order() {
        assert_eq!(
            usual_text(),
            "115200 8N1, 9600 7E1, 9600 8N1, 2400 8E1, 2400 8N1"
        );
    }

    #[test]
    fn a_telegram_fits_even_after_the_end_of_another() {
        let mut probe = probe();
        assert_eq!(probe.bytes(b"23.456*kWh)\r\n!ABCD\r\n"), Verdict::Listen);
        assert_eq!(wait(&mut probe, 9), Verdict::Listen);
        assert_eq!(probe.bytes(&telegram()), Verdict::Fits);
    }

    #[test]
    fn a_binary_telegram_fits() {
        // An HDLC frame without information, and a ciphered unit: both say how long they are.
        let frame = b"\x7E\xA0\x07\x03\x21\x93\x0F\x01\x7E";
        assert_eq!(probe().bytes(frame), Verdict::Fits);
        let unit = b"\xDB\x08TST\x01\x02\x03\x04\x05\x0A\x20\0\0\0\x01\xF1\xF2\xF3\xF4\xF5";
        assert_eq!(probe().bytes(unit), Verdict::Fits);
    }

    #[test]
    fn two_bursts_of_garbage_are_enough() {
        let mut probe = probe();
        for verdict in [Verdict::Listen, Verdict::Next] {
            assert_eq!(probe.bytes(&[0xF5; 400]), Verdict::Listen);
            assert_eq!(wait(&mut probe, 3), verdict);
        }
    }

    #[test]
    fn endless_garbage_is_given_up_after_its_time_on_the_line() {
        let mut probe = probe();
        let mut bytes = 0;
        while probe.bytes(&[0xF5; 512]) == Verdict::Listen {
            bytes += 512;
        }
        assert!((11_520 * 14..11_520 * 15).contains(&bytes), "{bytes}");
    }

    #[test]
    fn spikes_are_no_bursts() {
        let mut probe = probe();
        for _ in 0..5 {
            assert_eq!(probe.bytes(&[0]), Verdict::Listen);
            assert_eq!(wait(&mut probe, 5), Verdict::Listen);
        }
    }

    #[test]
    fn a_line_without_bytes_says_nothing() {
        assert_eq!(wait(&mut probe(), 1000), Verdict::Listen);
    }

    #[test]
    fn spoilt_telegrams_fit_when_they_repeat() {
        let mut spoilt = telegram();
        spoilt[20] ^= 1;
        let mut probe = probe();
        assert_eq!(probe.bytes(&spoilt), Verdict::Listen);
        assert_eq!(probe.bytes(&spoilt), Verdict::Fits);
    }

    #[test]
    fn parity_read_as_data_does_not_fit() {
        let with_parity = |byte: &u8| byte | (u8::from(byte.count_ones() % 2 == 1) << 7);
        let text =
            b"/SIM3\\TEST\r\n\r\n1-0:1.8.1(00123.456*kWh)\r\n1-0:2.8.1(00000.000*kWh)\r\n!\r\n";
        let misread: Vec<u8> = text.iter().map(with_parity).collect();
        let mut probe = probe();
        assert_eq!(probe.bytes(&misread), Verdict::Listen);
        wait(&mut probe, 100);
        probe.bytes(&misread);
        assert_eq!(wait(&mut probe, 3), Verdict::Next);
    }
}
