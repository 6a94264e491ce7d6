//! What a program that was loaded into RAM is.

use super::ram::Ram;

/// What runs after a download to RAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// A loader as esptool brings it: it has the greeting in it that it will say.
    Stub,
    /// Our own loader.
    OurStub,
    /// Something else: it runs, and nobody knows what it does.
    Unknown,
    /// There is no program where it should begin.
    Nothing,
}

/// What a loader in RAM says first.
pub const GREETING: &[u8] = b"OHAI";

/// Our loader, code first.
const OURS: &[u8] = include_bytes!("../../../firmware/stub/stub.bin");

/// Judges what was loaded by its bytes and by where it is to begin; whoever can run code in earnest begins here.
pub fn judge(ram: &Ram, entry: u32) -> Program {
    if !ram.is_loaded(entry) {
        return Program::Nothing;
    }
    let greets = ram.loaded().any(|(_, bytes)| {
        bytes
            .windows(GREETING.len())
            .any(|window| window == GREETING)
    });
    let is_ours = ram
        .loaded()
        .any(|(at, bytes)| (at..).contains(&entry) && OURS.starts_with(bytes));
    if is_ours {
        Program::OurStub
    } else if greets {
        Program::Stub
    } else {
        Program::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loader_is_known_by_its_greeting() {
        let mut ram = Ram::new();
        assert_eq!(judge(&ram, 0x4010_C504), Program::Nothing);
        assert!(ram.begin(0x4010_C500, 8) && ram.take(0, b"code and"));
        assert_eq!(judge(&ram, 0x4010_C504), Program::Unknown);
        assert!(ram.begin(0x3FFF_AE6C, 9) && ram.take(0, b"\0OHAI end"));
        assert_eq!(judge(&ram, 0x4010_C504), Program::Stub);
        assert_eq!(judge(&ram, 0x4010_D000), Program::Nothing);
        let part = u32::try_from(OURS.len()).expect("a size") - 408;
        assert!(ram.begin(0x4010_0000, part) && ram.take(0, &OURS[..part as usize]));
        assert_eq!(judge(&ram, 0x4010_0010), Program::OurStub);
    }
}
