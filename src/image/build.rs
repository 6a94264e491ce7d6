//! Well-formed images for virtual boards and tests.

use sha2::Digest as _;

use super::bytes::{array, put, slice, word};
use super::{APPLICATION_AT, Board, CRC_AT, Descriptor, LENGTH_AT, identity, part};
use crate::error::{Error, Result};

/// The smallest image that [`build()`] makes, in bytes.
pub const SMALLEST_SIZE: usize = APPLICATION_AT + 1024;
/// About what a real image has, in bytes.
pub const DEFAULT_SIZE: usize = 320 * 1024;

/// Sizes of images are multiples of this.
const BLOCK: usize = 16;
/// Where the flash chip's content begins in the processor's memory.
const FLASH_AT: usize = 0x4020_0000;
/// Where code in RAM begins.
const CODE_AT: usize = 0x4010_0000;
/// Where variables begin.
const VARIABLES_AT: usize = 0x3FFE_8000;
/// Where the boot loader is loaded.
const BOOT_LOADER_AT: usize = 0x4010_F000;
const BOOT_LOADER_SIZE: usize = 1024;
const CODE_SIZE: usize = 512;
const VARIABLES_SIZE: usize = 256;
/// Zeros between the last segment and the check sum, as in most real images.
const PADDING: usize = 7;

/// What an image is to be.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// What it says of itself.
    pub descriptor: Descriptor,
    /// Its bytes, from [`SMALLEST_SIZE`] to what fits the board; rounded up to a multiple of 16.
    pub size: usize,
    /// Decides the bytes that mean nothing, together with the descriptor.
    pub seed: u64,
}

/// Makes an image that everybody accepts and no processor can run. The same recipe gives the same bytes; another version or build
/// differs in most of them, as with real ones.
///
/// # Errors
/// If the size is not one that the board can take.
pub fn build(recipe: &Recipe) -> Result<Vec<u8>> {
    let board = recipe.descriptor.board;
    let size = recipe
        .size
        .checked_next_multiple_of(BLOCK)
        .unwrap_or(usize::MAX);
    if size < SMALLEST_SIZE || size > board.largest_image() {
        return Err(Error::usage(format!(
            "an image for {board} cannot have {} bytes",
            recipe.size
        ))
        .hint(format!(
            "sizes are from {SMALLEST_SIZE} to {} bytes",
            board.largest_image()
        )));
    }
    let descriptor = recipe.descriptor.to_bytes();
    let mut filler = Filler::new(&descriptor, recipe.seed);
    let boot_loader = filler.bytes(BOOT_LOADER_SIZE);
    let mut image = part_of(board, BOOT_LOADER_AT, &[(BOOT_LOADER_AT, boot_loader)]);
    image.resize(APPLICATION_AT, 0xFF);

    // The header, three headers of segments, and the zeros with the check sum at the end.
    let overhead = APPLICATION_AT + 8 + 3 * 8 + PADDING + 1;
    let mut constants = filler.bytes(size.saturating_sub(overhead + CODE_SIZE + VARIABLES_SIZE));
    put(&mut constants, 0, &[0; 8]);
    let place = filler.place_for(descriptor.len(), constants.len());
    put(&mut constants, place, &descriptor);
    image.extend(part_of(
        board,
        CODE_AT,
        &[
            (FLASH_AT + LENGTH_AT, constants),
            (CODE_AT, filler.bytes(CODE_SIZE)),
            (VARIABLES_AT, filler.bytes(VARIABLES_SIZE)),
        ],
    ));
    let filler_at = image.len().saturating_sub(PADDING + 1 + 4);
    write_words(&mut image, filler_at);
    Ok(image)
}

/// Writes the length and the CRC of an image that is complete but for them. Four bytes at `free_at` mean nothing and may be changed.
pub(super) fn write_words(image: &mut [u8], free_at: usize) {
    let crc = settle(image, free_at);
    let length = word(image.len());
    put(image, LENGTH_AT, &length);
    put(image, CRC_AT, &crc.to_le_bytes());
}

/// Whether an image was made for virtual boards, by [`build()`] with the seed 0: its boot loader is no program, but the bytes that the
/// descriptor leads to. `file` is the whole of it.
pub fn is_for_virtual_boards(file: &[u8], descriptor: &Descriptor) -> bool {
    // Behind the header and that of the only segment.
    const AT: usize = 16;
    let made_up = Filler::new(&descriptor.to_bytes(), 0).bytes(BOOT_LOADER_SIZE);
    slice(file, AT, BOOT_LOADER_SIZE) == Some(&made_up)
}

/// Changes bytes that mean nothing until the exclusive or of the length and of the CRC is zero, and gives that CRC: the check sum is then
/// right for those readers too that count the two words, such as esptool.
fn settle(image: &mut [u8], at: usize) -> u32 {
    let length = fold(&word(image.len()));
    let bytes: [u8; 4] = array(image, at).unwrap_or_default();
    let mut crc = 0;
    for tried in 0..=u16::MAX {
        // Each change comes twice, so that the check sum stays.
        let [one, other] = tried.to_be_bytes();
        let [a, b, c, d] = bytes;
        put(image, at, &[a ^ one, b ^ one, c ^ other, d ^ other]);
        crc = identity::crc(image);
        if fold(&crc.to_le_bytes()) == length {
            break;
        }
    }
    crc
}

fn fold(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

/// The second half of a header's first word: how the flash chip of a board is read. DOUT, which every chip understands; its size, and a
/// clock of 40 MHz.
pub(super) fn flash_chip(board: Board) -> [u8; 2] {
    match board {
        Board::Esp8266With1M => [3, 0x20],
        Board::Esp8266With4M => [3, 0x40],
    }
}

/// A header, segments and the check sum.
pub(super) fn part_of(board: Board, entry: usize, segments: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let count = u8::try_from(segments.len()).unwrap_or_default();
    let mut bytes = vec![0xE9, count];
    bytes.extend(flash_chip(board));
    bytes.extend(word(entry));
    let mut sum = part::SEED;
    for (address, data) in segments {
        bytes.extend(word(*address));
        bytes.extend(word(data.len()));
        bytes.extend(data);
        sum = data.iter().fold(sum, |sum, byte| sum ^ byte);
    }
    bytes.resize(bytes.len() | (BLOCK - 1), 0);
    bytes.push(sum);
    bytes
}

/// Bytes that mean nothing, decided by a seed (the `SplitMix64` generator).
struct Filler(u64);

impl Filler {
    fn new(descriptor: &[u8], seed: u64) -> Filler {
        let mut hash = sha2::Sha256::new();
        hash.update(descriptor);
        hash.update(seed.to_le_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        Filler(array(&digest, 0).map_or(seed, u64::from_le_bytes))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count.saturating_add(8));
        while bytes.len() < count {
            bytes.extend(self.next().to_le_bytes());
        }
        bytes.truncate(count);
        bytes
    }

    /// A place for `size` bytes within `capacity`, behind the length and the CRC; a multiple of 4.
    fn place_for(&mut self, size: usize, capacity: usize) -> usize {
        const FIRST: usize = 8;
        let places = capacity.saturating_sub(size + FIRST) / 4;
        // 31 bits are a number everywhere.
        let chosen = usize::try_from(self.next() >> 33).unwrap_or_default();
        FIRST + 4 * chosen.checked_rem(places).unwrap_or_default()
    }
}
