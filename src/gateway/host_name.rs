//! The host name that a gateway makes of its name.

/// The host name of the gateway with this name and id, with `.local`, as it announces itself: small letters and digits of ASCII, and one
/// hyphen for whatever stands between them. Where nothing is left of a name, it is the id.
pub fn host_name(name: &str, id: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let host = match words.is_empty() {
        true => id.to_owned(),
        false => words.join("-"),
    };
    host + ".local"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_names_are_those_that_the_firmware_announces() {
        for (name, host) in [
            ("kitchen", "kitchen.local"),
            ("smr-a1b2c3", "smr-a1b2c3.local"),
            ("Meter cupboard  2!", "meter-cupboard-2.local"),
            ("Zählerschrank", "z-hlerschrank.local"),
            ("--a--", "a.local"),
            ("厨房", "smr-a1b2c3.local"),
        ] {
            assert_eq!(host_name(name, "smr-a1b2c3"), host, "{name}");
        }
    }
}
