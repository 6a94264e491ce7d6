//! What came on the line that was no reply of a loader, and what it tells. Pure.

use memchr::memmem;

use super::event::Waiting;
use super::line::sync_frame;
use super::saying::{self, Said};

/// What is kept of what was heard.
const MOST_HEARD: usize = 4_096;
/// So many letters in a row are no noise.
const TEXT: usize = 12;
/// How the mask ROM begins.
const START: &[u8] = b"ets Jan";
/// So many values of a meter are no accident.
const VALUES: usize = 3;
/// How each SML message begins (BSI TR-03109-1, appendix IV, of the transport protocol).
const SML: &[u8] = &[0x1B, 0x1B, 0x1B, 0x1B, 0x01, 0x01, 0x01, 0x01];

/// What was heard so far.
#[derive(Debug, Default)]
pub(super) struct Heard {
    at_boot_speed: Vec<u8>,
    at_our_speed: Vec<u8>,
    unasked: Vec<u8>,
    echoes: bool,
}

impl Heard {
    /// Takes what came at the speed of the mask ROM.
    pub(super) fn at_boot_speed(&mut self, bytes: &[u8]) {
        push(&mut self.at_boot_speed, bytes);
    }

    /// Takes what came after a request, at the speed of that.
    pub(super) fn instead_of_a_reply(&mut self, bytes: &[u8]) {
        let request = sync_frame();
        match memmem::find(bytes, &request) {
            None => push(&mut self.at_our_speed, bytes),
            Some(at) => {
                self.echoes = true;
                let (before, rest) = bytes.split_at(at);
                push(&mut self.at_our_speed, before);
                push(
                    &mut self.at_our_speed,
                    rest.get(request.len()..).unwrap_or_default(),
                );
            }
        }
    }

    /// Takes what came at the speed of a meter while nothing was asked.
    pub(super) fn unasked(&mut self, bytes: &[u8]) {
        push(&mut self.unasked, bytes);
    }

    /// What the chip has printed at its last start, as far as it was heard.
    pub(super) fn last_start(&self) -> Vec<Said> {
        let at = memmem::rfind(&self.at_boot_speed, START).unwrap_or_default();
        saying::log(self.at_boot_speed.get(at..).unwrap_or_default())
    }

    /// Whether something came that nobody is known to have said.
    pub(super) fn is_unexplained(&self) -> bool {
        let came = !self.at_boot_speed.is_empty() || !self.at_our_speed.is_empty();
        came && !self.echoes && last_boot_mode(&self.at_boot_speed).is_none()
    }

    /// Whether a meter has said it.
    pub(super) fn is_of_a_meter(&self) -> bool {
        is_meter(&self.unasked) || is_meter(&self.at_our_speed)
    }

    /// Why there is no reply.
    pub(super) fn verdict(&self) -> Waiting {
        let mode = last_boot_mode(&self.at_boot_speed);
        if mode == Some(b'1') {
            return Waiting::Deaf;
        }
        if self.echoes {
            return Waiting::Echo;
        }
        let is_text = has_text(&self.at_boot_speed) || has_text(&self.at_our_speed);
        if mode.is_some() || is_text {
            Waiting::Application
        } else if self.at_boot_speed.is_empty() && self.at_our_speed.is_empty() {
            Waiting::Silence
        } else {
            Waiting::Noise
        }
    }
}

fn push(to: &mut Vec<u8>, bytes: &[u8]) {
    to.extend(bytes);
    let surplus = to.len().saturating_sub(MOST_HEARD);
    to.drain(..surplus);
}

/// The first digit of what the pins have chosen, as the mask ROM prints it: `boot mode:(3,6)`. 1 is the serial loader, 3 the flash.
fn last_boot_mode(log: &[u8]) -> Option<u8> {
    const BEFORE: &[u8] = b"boot mode:(";
    let at = memmem::rfind(log, BEFORE)?;
    log.get(at + BEFORE.len()).copied()
}

fn has_text(bytes: &[u8]) -> bool {
    bytes
        .split(|byte| !matches!(byte, b' '..=b'~'))
        .any(|run| run.len() >= TEXT)
}

/// Whether bytes are a part of what meters send: values behind OBIS codes, as in P1 telegrams and D0 readouts, or SML. Those that send
/// seven bits and a parity bit are heard with the parity in the eighth.
pub(super) fn is_meter(bytes: &[u8]) -> bool {
    let letters: Vec<u8> = bytes.iter().map(|byte| byte & 0x7F).collect();
    let lines = letters.split(|byte| matches!(byte, b'\r' | b'\n'));
    let values = lines.filter(|line| has_value(line)).count();
    values >= VALUES || memmem::find(bytes, SML).is_some()
}

/// Whether a line begins as `1-0:1.8.1(`, `1.8.0*255(` and the like do.
fn has_value(line: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'(', line) else {
        return false;
    };
    let code = line.get(..at).unwrap_or_default();
    let parts = code.split(|byte| matches!(byte, b'-' | b':' | b'.' | b'*'));
    let is_number =
        |part: &[u8]| (1..=3).contains(&part.len()) && part.iter().all(u8::is_ascii_alphanumeric);
    let count = parts.clone().count();
    (3..=6).contains(&count) && code.contains(&b'.') && parts.into_iter().all(is_number)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::sim::meter::{Meter, profiles};

    fn verdict(at_boot_speed: &[u8], at_our_speed: &[u8]) -> Waiting {
        let mut heard = Heard::default();
        heard.at_boot_speed(at_boot_speed);
        heard.instead_of_a_reply(at_our_speed);
        heard.verdict()
    }

    #[test]
    fn what_the_chip_prints_tells_why_the_loader_does_not_answer() {
        let log = |mode| format!("\r\n ets Jan  8 2013,rst cause:2, boot mode:({mode},6)\r\n\r\n");
        assert_eq!(verdict(log(3).as_bytes(), b""), Waiting::Application);
        assert_eq!(verdict(log(1).as_bytes(), b""), Waiting::Deaf);
        let both = [log(1), log(3)].concat();
        assert_eq!(verdict(both.as_bytes(), b""), Waiting::Application);
        assert_eq!(
            verdict(b"\x00\xFE", b"\r\nhello, world!\r\n"),
            Waiting::Application
        );
        assert_eq!(verdict(b"\xF8\x80", b""), Waiting::Noise);
        assert_eq!(verdict(b"", b""), Waiting::Silence);
    }

    #[test]
    fn of_what_was_printed_the_last_start_is_told() {
        let mut heard = Heard::default();
        assert_eq!(heard.last_start(), []);
        heard.at_boot_speed(b"\xFE ets Jan  8 2013,rst cause:1, boot mode:(3,6)\r\nload 0x4010f000, len 8, room 16\r\n");
        heard.at_boot_speed(b" ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\nets_main.c \r\n");
        let texts: Vec<String> = heard
            .last_start()
            .into_iter()
            .map(|said| said.text)
            .collect();
        assert_eq!(
            texts,
            ["ets Jan  8 2013,rst cause:2, boot mode:(3,6)", "ets_main.c"]
        );
    }

    #[test]
    fn a_request_that_comes_back_is_an_echo_and_no_text() {
        let mut back = sync_frame();
        assert_eq!(verdict(b"", &back), Waiting::Echo);
        assert_eq!(verdict(b"UUUUUUUUUUUUUUUU", &back), Waiting::Echo);
        back[20] ^= 1;
        assert_eq!(verdict(b"", &back), Waiting::Application, "something else");
    }

    #[test]
    fn every_reason_has_a_remedy() {
        for waiting in [
            Waiting::Application,
            Waiting::Silence,
            Waiting::Noise,
            Waiting::Deaf,
            Waiting::Echo,
        ] {
            assert!(!waiting.reason().is_empty());
            assert!(!waiting.remedies().is_empty());
        }
    }

    #[test]
    fn a_part_of_a_telegram_is_a_meters_and_what_boards_print_is_not() {
        assert!(is_meter(
            b"0:1.8.1(0012\r\n1-0:1.8.2(001.2*kWh)\r\n0-0:96.14.0(0002)\r\n1-0:1.7.0(0"
        ));
        // Seven bits with even parity.
        let readout = b"1.8.0(0001.2*kWh)\r\n2.8.0(0003.4*kWh)\r\nC.1.0(123)\r\n";
        let parity = |byte: &u8| match byte.count_ones() % 2 {
            0 => *byte,
            _ => byte | 0x80,
        };
        assert!(is_meter(&readout.iter().map(parity).collect::<Vec<u8>>()));
        assert!(is_meter(&[&[0xFF, 0x1B][..], SML, &[0x76]].concat()));
        for other in [
            &b""[..],
            b"1-0:1.8.1(0012)\r\n",
            b"ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\nFatal exception (28):\r\nFatal exception (0):\r\n",
            b"AT+GMR\r\nAT version:1.3.0.0(Jul 14 2016 18:54:01)\r\nSDK version:2.0.0(656edbf)\r\n",
        ] {
            assert!(!is_meter(other), "{}", String::from_utf8_lossy(other));
        }
    }

    #[test]
    fn every_simulated_meter_with_readable_telegrams_is_known_by_half_of_one() {
        let mut known = 0;
        for profile in profiles() {
            let telegram = Meter::new(profile, 1, Timestamp::UNIX_EPOCH).next_telegram();
            let is_readable = telegram.starts_with(b"/") || memmem::find(&telegram, SML).is_some();
            let (half, _) = telegram.split_at(telegram.len() / 2);
            if is_readable {
                assert!(is_meter(half), "{}", profile.name());
                known += 1;
            }
        }
        assert!(known > 10, "{known}");
    }
}
