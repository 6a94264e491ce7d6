//! The build of the stub and its machine, and contents to write.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::ZlibEncoder;

const PACKAGES: &str = "apt-get install make gcc-xtensa-lx106 qemu-system-misc";

fn has(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The folder with the built stub and `machine.elf`; none where the compiler is missing, which must not be where changes are checked.
pub(crate) fn built() -> Option<PathBuf> {
    static OUT: OnceLock<Option<PathBuf>> = OnceLock::new();
    OUT.get_or_init(build).clone()
}

fn build() -> Option<PathBuf> {
    let missing: Vec<&str> = ["make", "xtensa-lx106-elf-gcc", "qemu-system-xtensa"]
        .into_iter()
        .filter(|program| !has(program))
        .collect();
    if !missing.is_empty() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{missing:?} missing: {PACKAGES}"
        );
        println!("skipped: {missing:?} missing: {PACKAGES}");
        return None;
    }
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stub");
    let output = Command::new("make")
        .args(["--silent", "-C"])
        .arg(super::machine::source())
        .arg(format!("OUT={}", out.display()))
        .args(["all", "machine"])
        // A make above this one would hand down its own options.
        .env_remove("MAKEFLAGS")
        .env_remove("CARGO_MAKEFLAGS")
        .output()
        .expect("make");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(out)
}

/// Reproducible numbers (xorshift).
pub(crate) struct Random(pub(crate) u32);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.next() as usize % limit
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[1]
    }
}

/// Bytes that compress about as well as code does.
pub(crate) fn image(seed: u32, size: usize) -> Vec<u8> {
    let mut random = Random(seed);
    let mut made: Vec<u8> = Vec::with_capacity(size + 64);
    while made.len() < size {
        let length = 1 + random.below(40);
        if made.len() > 64 && random.below(2) == 0 {
            let from = made.len() - 1 - random.below(made.len().min(33_000) - 1);
            for at in from..from + length {
                made.push(made[at]);
            }
        } else {
            made.extend((0..length).map(|_| random.byte() & 0xC7));
        }
    }
    made.truncate(size);
    made
}

pub(crate) fn compress(bytes: &[u8]) -> Vec<u8> {
    compress_at(9, bytes)
}

/// As zlib does at a level; 0 does not compress.
pub(crate) fn compress_at(level: u32, bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(bytes).expect("compressed");
    encoder.finish().expect("compressed")
}
