//! Frames of a program in RAM on their way to the host, with what is wrong with the loader.

use super::Troubles;
use super::packet::op;
use super::slip;

/// Where the reply to `SPI_FLASH_MD5` has the MD5.
const DIGEST_AT: usize = 8;
const TO_HOST: u8 = 1;

/// Loses and changes frames as ordered.
#[derive(Debug)]
pub struct Spoiler {
    loses_every: Option<u64>,
    miscounts: bool,
    decoder: slip::Decoder,
    frames: u64,
}

impl Spoiler {
    /// One for a loader with troubles; only lost frames and wrong MD5s make a difference to a program.
    pub fn new(troubles: &Troubles) -> Spoiler {
        Spoiler {
            loses_every: troubles.loses_every,
            miscounts: troubles.miscounts,
            decoder: slip::Decoder::default(),
            frames: 0,
        }
    }

    /// What the host gets of bytes that the program says.
    pub fn pass(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        if self.loses_every.is_none() && !self.miscounts {
            return bytes;
        }
        let mut passed = Vec::new();
        for byte in bytes {
            if let Some(frame) = self.decoder.push(byte) {
                passed.extend(self.spoiled(frame));
            }
        }
        passed
    }

    fn spoiled(&mut self, mut frame: Vec<u8>) -> Vec<u8> {
        self.frames += 1;
        let is_lost = |every: u64| self.frames.is_multiple_of(every.max(1));
        if self.loses_every.is_some_and(is_lost) {
            return Vec::new();
        }
        if self.miscounts
            && frame.starts_with(&[TO_HOST, op::SPI_FLASH_MD5])
            && let Some(first) = frame.get_mut(DIGEST_AT)
        {
            *first ^= 1;
        }
        slip::encode(&frame)
    }
}

#[cfg(test)]
mod tests {
    use super::super::packet::reply;
    use super::*;

    #[test]
    fn each_so_many_th_frame_is_lost() {
        let mut spoiler = Spoiler::new(&Troubles {
            loses_every: Some(3),
            ..Troubles::default()
        });
        let frames: Vec<Vec<u8>> = (0..7).map(|number| slip::encode(&[number, 0xC0])).collect();
        let mut passed = Vec::new();
        for piece in frames.concat().chunks(2) {
            passed.extend(spoiler.pass(piece.to_vec()));
        }
        let expected: Vec<Vec<u8>> = [0, 1, 3, 4, 6].map(|index| frames[index].clone()).into();
        assert_eq!(passed, expected.concat());
    }

    #[test]
    fn only_md5s_are_wrong() {
        let mut spoiler = Spoiler::new(&Troubles {
            miscounts: true,
            ..Troubles::default()
        });
        for (op, expected) in [(op::SPI_FLASH_MD5, 0x10), (op::READ_REG, 0x11)] {
            let said = spoiler.pass(slip::encode(&reply(op, 0, &[0x11; 16], 0)));
            let told = reply(op, 0, &[&[expected][..], &[0x11; 15]].concat(), 0);
            assert_eq!(said, slip::encode(&told), "{op:#x}");
        }
    }

    #[test]
    fn without_troubles_bytes_pass_as_they_are() {
        let noise = b"no frame at all".to_vec();
        assert_eq!(
            Spoiler::new(&Troubles::default()).pass(noise.clone()),
            noise
        );
    }
}
