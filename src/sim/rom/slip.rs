//! Frames on a serial line: between two bytes 0xC0, with those and 0xDB escaped (RFC 1055).

/// Before and after each frame.
pub const END: u8 = 0xC0;
const ESCAPE: u8 = 0xDB;
const ESCAPED_END: u8 = 0xDC;
const ESCAPED_ESCAPE: u8 = 0xDD;
/// No frame is longer than a block of 16 KiB with its headers; what is, is noise.
pub const LONGEST: usize = 0x4000 + 64;

/// The bytes on the line for one frame.
pub fn encode(frame: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(frame.len() + 16);
    bytes.push(END);
    for byte in frame {
        match *byte {
            END => bytes.extend([ESCAPE, ESCAPED_END]),
            ESCAPE => bytes.extend([ESCAPE, ESCAPED_ESCAPE]),
            other => bytes.push(other),
        }
    }
    bytes.push(END);
    bytes
}

/// Where in a frame the line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Before a frame: everything up to its beginning is noise.
    #[default]
    Outside,
    Inside,
    Escaped,
}

/// Finds frames in bytes.
#[derive(Debug, Default)]
pub struct Decoder {
    place: Place,
    frame: Vec<u8>,
}

impl Decoder {
    /// Takes a byte; a frame when that ends it. Damaged, empty and too long frames are dropped.
    pub fn push(&mut self, byte: u8) -> Option<Vec<u8>> {
        let decoded = match (self.place, byte) {
            // After a lone escape, what comes may be the beginning of the next frame.
            (Place::Outside | Place::Escaped, END) => {
                self.begin(Place::Inside);
                return None;
            }
            (Place::Outside, _) => return None,
            // Two in a row: the first ended something that was lost, this one begins.
            (Place::Inside, END) if self.frame.is_empty() => return None,
            (Place::Inside, END) => {
                self.place = Place::Outside;
                return Some(std::mem::take(&mut self.frame));
            }
            (Place::Inside, ESCAPE) => {
                self.place = Place::Escaped;
                return None;
            }
            (Place::Inside, other) => other,
            (Place::Escaped, ESCAPED_END) => END,
            (Place::Escaped, ESCAPED_ESCAPE) => ESCAPE,
            (Place::Escaped, _) => {
                self.begin(Place::Outside);
                return None;
            }
        };
        self.place = Place::Inside;
        if self.frame.len() == LONGEST {
            self.begin(Place::Outside);
        } else {
            self.frame.push(decoded);
        }
        None
    }

    fn begin(&mut self, place: Place) {
        self.frame.clear();
        self.place = place;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut decoder = Decoder::default();
        bytes
            .iter()
            .filter_map(|byte| decoder.push(*byte))
            .collect()
    }

    #[test]
    fn what_is_encoded_is_decoded_again() {
        let all: Vec<u8> = (0..=255).collect();
        let line = [encode(&all), encode(&[END]), encode(&[ESCAPE, END])].concat();
        assert_eq!(frames(&line), [all, vec![END], vec![ESCAPE, END]]);
    }

    #[test]
    fn noise_before_a_frame_and_a_lost_end_do_not_hide_what_follows() {
        let mut line = b"noise".to_vec();
        line.extend(encode(b"one"));
        line.pop();
        line.extend(encode(b"two"));
        line.extend(encode(b"three"));
        let found = frames(&line);
        assert_eq!(found.first(), Some(&b"one".to_vec()));
        assert_eq!(found.last(), Some(&b"three".to_vec()));
    }

    #[test]
    fn a_frame_with_a_wrong_escape_is_dropped() {
        let mut line = vec![END, 1, ESCAPE, 7, 2, END];
        line.extend(encode(b"good"));
        assert_eq!(frames(&line), [b"good".to_vec()]);
        let line = [vec![END, 1, ESCAPE], encode(b"good")].concat();
        assert_eq!(frames(&line), [b"good".to_vec()]);
    }

    #[test]
    fn a_frame_without_end_takes_no_more_memory_than_the_longest() {
        let mut decoder = Decoder::default();
        decoder.push(END);
        for _ in 0..10 * LONGEST {
            assert_eq!(decoder.push(1), None);
            assert!(decoder.frame.len() <= LONGEST);
        }
    }
}
