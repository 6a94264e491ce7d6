//! RTC memory: outlives a reset, not a power cut.

use std::fs;
use std::path::PathBuf;

/// Bytes that programs may use.
pub const SIZE: usize = 512;

/// The RTC memory of one board.
#[derive(Debug)]
pub struct Rtc {
    bytes: [u8; SIZE],
    /// So that ending the program is a reset and no power cut.
    file: Option<PathBuf>,
    was_kept: bool,
}

impl Rtc {
    /// Memory that has just got power, or what is in `file`.
    pub fn new(file: Option<PathBuf>) -> Rtc {
        let kept = file
            .as_ref()
            .and_then(|path| fs::read(path).ok())
            .and_then(|bytes| <[u8; SIZE]>::try_from(bytes).ok());
        Rtc {
            bytes: kept.unwrap_or([0; SIZE]),
            was_kept: kept.is_some(),
            file,
        }
    }

    /// Whether it has had power since an earlier run of the program.
    pub fn was_kept(&self) -> bool {
        self.was_kept
    }

    /// Reads; beyond the end there is nothing.
    pub fn read(&self, offset: usize, to: &mut [u8]) {
        for (index, byte) in to.iter_mut().enumerate() {
            *byte = self.bytes.get(offset + index).copied().unwrap_or(0);
        }
    }

    /// Writes; beyond the end nothing is kept.
    pub fn write(&mut self, offset: usize, from: &[u8]) {
        for (to, byte) in self.bytes.iter_mut().skip(offset).zip(from) {
            *to = *byte;
        }
        self.keep();
    }

    /// Power was away.
    pub fn lose_power(&mut self) {
        self.bytes = [0; SIZE];
        self.keep();
    }

    /// A file that cannot be written is like a power cut between two runs: nothing that a board could not meet.
    fn keep(&self) {
        if let Some(path) = &self.file {
            let _ = fs::write(path, self.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_outlives_the_program_and_not_a_power_cut() {
        let folder = tempfile::tempdir().expect("a directory");
        let path = folder.path().join("rtc.bin");
        let mut rtc = Rtc::new(Some(path.clone()));
        assert!(!rtc.was_kept());
        rtc.write(128, b"kept");
        let mut again = Rtc::new(Some(path.clone()));
        let mut bytes = [0; 4];
        again.read(128, &mut bytes);
        assert!(again.was_kept());
        assert_eq!(&bytes, b"kept");
        again.lose_power();
        Rtc::new(Some(path)).read(128, &mut bytes);
        assert_eq!(bytes, [0; 4]);
    }
}
