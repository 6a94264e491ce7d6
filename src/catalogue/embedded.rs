//! The images that are built into the program. `build.rs` found them.

/// The name of each file with its bytes, whatever they are.
pub(super) static IMAGES: &[(&str, &[u8])] =
    include!(concat!(env!("OUT_DIR"), "/firmware_images.rs"));
