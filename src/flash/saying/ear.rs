//! Listens at whichever of two speeds makes text of what comes.

use super::{Reader, Said};
use crate::flash::line::{BOOT_LOG_SPEED, SPEED};

/// So many bytes show whether they are text.
const ENOUGH: usize = 24;
/// Text has at most one byte in so many that is not printable.
const MOST_UNPRINTABLE: usize = 4;
/// The packets by which a gateway is set up on this line are no text, and say at which speed they come.
const IMPROV: &[u8] = b"IMPROV";

/// Somebody who listens. At a wrong speed bytes come, but not those that were sent: what they were is lost, and the speed is changed.
#[derive(Clone, Debug)]
pub struct Ear {
    reader: Reader,
    speed: u32,
    /// The last bytes, and how many of them are no text.
    count: usize,
    unprintable: usize,
}

/// What came of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Lines, or nothing yet.
    Lines(Vec<Said>),
    /// They were no text: the other speed, in bits per second, is to be tried from now on.
    OtherSpeed(u32),
}

impl Ear {
    /// Begins at the speed of the mask ROM, or at that of applications.
    pub fn new(is_starting: bool) -> Ear {
        Ear {
            reader: Reader::default(),
            speed: match is_starting {
                true => BOOT_LOG_SPEED,
                false => SPEED,
            },
            count: 0,
            unprintable: 0,
        }
    }

    /// Bits per second.
    pub fn speed(&self) -> u32 {
        self.speed
    }

    /// Takes what came.
    pub fn hear(&mut self, bytes: &[u8]) -> Heard {
        if memchr::memmem::find(bytes, IMPROV).is_some() {
            self.forget();
        } else {
            let is_text = |byte: &&u8| matches!(byte, b' '..=b'~' | b'\r' | b'\n' | b'\t');
            self.count += bytes.len();
            self.unprintable += bytes.iter().filter(|byte| !is_text(byte)).count();
        }
        if self.count < ENOUGH {
            return Heard::Lines(self.reader.push(bytes));
        }
        let is_noise = self.unprintable * MOST_UNPRINTABLE > self.count;
        self.forget();
        if is_noise {
            self.reader = Reader::default();
            self.speed = match self.speed {
                BOOT_LOG_SPEED => SPEED,
                _ => BOOT_LOG_SPEED,
            };
            return Heard::OtherSpeed(self.speed);
        }
        Heard::Lines(self.reader.push(bytes))
    }

    fn forget(&mut self) {
        (self.count, self.unprintable) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOISE: [u8; 40] = [0x9C; 40];

    fn texts(heard: Heard) -> Vec<String> {
        match heard {
            Heard::Lines(said) => said.into_iter().map(|said| said.text).collect(),
            Heard::OtherSpeed(speed) => panic!("another speed: {speed}"),
        }
    }

    #[test]
    fn noise_at_one_speed_may_be_text_at_the_other() {
        let mut ear = Ear::new(false);
        assert_eq!(ear.speed(), SPEED);
        assert_eq!(
            texts(ear.hear(b"hello from the application\r\n")),
            ["hello from the application"]
        );
        assert_eq!(ear.hear(&NOISE), Heard::OtherSpeed(BOOT_LOG_SPEED));
        assert_eq!(
            texts(ear.hear(b"load 0x4010f000, len 1384, room 16 \r\ntail 8\r\n")).len(),
            2
        );
        assert_eq!(ear.hear(&NOISE), Heard::OtherSpeed(SPEED));
    }

    #[test]
    fn noise_that_comes_in_small_pieces_is_noise_as_well() {
        let mut ear = Ear::new(true);
        let mut turns = 0;
        for byte in NOISE {
            turns += usize::from(matches!(ear.hear(&[byte]), Heard::OtherSpeed(_)));
        }
        assert_eq!(turns, 1);
    }

    #[test]
    fn packets_of_improv_are_no_noise() {
        let mut ear = Ear::new(false);
        let packet = b"IMPROV\x01\x01\x01\x02\x9F\n";
        for _ in 0..20 {
            assert!(matches!(ear.hear(packet), Heard::Lines(_)));
        }
    }
}
