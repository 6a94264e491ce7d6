//! Images that are made up: well-formed, of any version and size.

use smr::image::{Board, Descriptor, Recipe, build};

/// A well-formed image of so many bytes; with the seed 0 for virtual boards only.
pub(crate) fn image(version: &str, board: Board, size: usize, seed: u64) -> Vec<u8> {
    secured(version, board, size, seed, 0)
}

/// The same with a security version.
pub(crate) fn secured(
    version: &str,
    board: Board,
    size: usize,
    seed: u64,
    security_version: u32,
) -> Vec<u8> {
    build(&Recipe {
        descriptor: Descriptor {
            version: version.parse().expect("a version"),
            board,
            build: "test".parse().expect("a build id"),
            security_version,
        },
        size,
        seed,
    })
    .expect("an image")
}
