//! The images that are built into the program. `build.rs` found them.

/// The name of each file with its bytes, whatever they are.
pub(super) static IMAGES: &[(&str, &[u8])] =
    include!(concat!(env!("OUT_DIR"), "/firmware_images.rs"));

/// What is in these images and under which licences, with their texts.
pub const NOTICES: &str = include_str!("../../firmware/images/NOTICES");

/// The names of these licences, in the order of the notices.
pub const LICENCES: &[&str] = &[
    "MIT OR Apache-2.0",
    "ESPRESSIF MIT License",
    "BSD-3-Clause",
    "GPL-3.0-or-later WITH GCC-exception-3.1",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notices_name_every_licence_and_no_other() {
        let rule = "-".repeat(80);
        let named: Vec<&str> = NOTICES
            .split(&rule)
            .skip(1)
            .map(|part| part.trim().split("\n\n").next().expect("a head"))
            .map(|head| head.lines().last().expect("a licence"))
            .collect();
        assert_eq!(named, LICENCES);
    }
}
