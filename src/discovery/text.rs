//! Text from the network, made fit to be shown.

/// What stands for a character that must not reach a terminal. Leaving it out instead would let one name look like another.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// The most characters of a text that are kept: as many bytes as a DNS label may have (RFC 1035, 2.3.4).
const LONGEST: usize = 63;

/// Bytes as a text of 1 to 63 characters without any that a terminal obeys; `None` if nothing is left.
pub fn clean(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim();
    let cleaned: String = text
        .chars()
        .take(LONGEST)
        .map(|letter| match is_unfit(letter) {
            true => REPLACEMENT,
            false => letter,
        })
        .collect();
    (!cleaned.is_empty()).then_some(cleaned)
}

/// Control characters, and those that change the direction of text or have no width.
pub fn is_unfit(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_that_a_terminal_obeys_remains() {
        for (raw, expected) in [
            ("kitchen", Some("kitchen")),
            ("  Küche 厨房 ", Some("Küche 厨房")),
            ("\u{1b}[2Jx", Some("\u{fffd}[2Jx")),
            (
                "a\u{9b}b\u{202e}c\u{200b}d\0",
                Some("a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}"),
            ),
            ("", None),
            (" \n\t", None),
        ] {
            assert_eq!(clean(raw.as_bytes()).as_deref(), expected, "{raw:?}");
        }
        assert_eq!(clean(b"a\xffb").as_deref(), Some("a\u{fffd}b"));
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(clean("ü".repeat(500).as_bytes()), Some("ü".repeat(63)));
    }
}
