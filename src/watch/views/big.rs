//! Digits and a few words, large.

/// How large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// Five rows; a digit is six columns wide.
    Large,
    /// Three rows; a digit is three columns wide.
    Small,
}

/// Character, and its five rows of dots.
const GLYPHS: &[(char, [&str; 5])] = &[
    ('0', ["###", "# #", "# #", "# #", "###"]),
    ('1', [" # ", "## ", " # ", " # ", "###"]),
    ('2', ["###", "  #", "###", "#  ", "###"]),
    ('3', ["###", "  #", " ##", "  #", "###"]),
    ('4', ["# #", "# #", "###", "  #", "  #"]),
    ('5', ["###", "#  ", "###", "  #", "###"]),
    ('6', ["###", "#  ", "###", "# #", "###"]),
    ('7', ["###", "  #", "  #", "  #", "  #"]),
    ('8', ["###", "# #", "###", "# #", "###"]),
    ('9', ["###", "# #", "###", "  #", "###"]),
    ('.', [" ", " ", " ", " ", "#"]),
    ('A', ["###", "# #", "###", "# #", "# #"]),
    ('D', ["## ", "# #", "# #", "# #", "## "]),
    ('E', ["###", "#  ", "###", "#  ", "###"]),
    ('L', ["#  ", "#  ", "#  ", "#  ", "###"]),
    ('N', ["# #", "###", "###", "# #", "# #"]),
    ('O', ["###", "# #", "# #", "# #", "###"]),
    ('S', ["###", "#  ", "###", "  #", "###"]),
    ('T', ["###", " # ", " # ", " # ", " # "]),
];

/// The rows of `text`, all of the same width. Characters without large dots are left out.
pub(super) fn rows(text: &str, size: Size) -> Vec<String> {
    let mut dots = vec![String::new(); 5];
    for (_, glyph) in text
        .chars()
        .filter_map(|c| GLYPHS.iter().find(|(known, _)| *known == c))
    {
        for (row, part) in dots.iter_mut().zip(glyph) {
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(part);
        }
    }
    match size {
        Size::Large => dots.iter().map(|row| doubled(row)).collect(),
        Size::Small => halved(&dots),
    }
}

/// Two columns a dot, one between characters.
fn doubled(row: &str) -> String {
    row.chars()
        .map(|dot| if dot == '#' { "██" } else { "  " })
        .collect()
}

/// Two dots a character, one above the other.
fn halved(dots: &[String]) -> Vec<String> {
    let pairs = dots.chunks(2).map(|pair| {
        let upper = pair.first().map(String::as_str).unwrap_or_default();
        let lower = pair.get(1).map(String::as_str).unwrap_or_default();
        upper
            .chars()
            .zip(lower.chars().chain(std::iter::repeat(' ')))
            .map(|dots| match dots {
                ('#', '#') => '█',
                ('#', _) => '▀',
                (_, '#') => '▄',
                _ => ' ',
            })
    });
    pairs.map(Iterator::collect).collect()
}

/// The columns that [`rows`] takes.
pub(super) fn width(text: &str, size: Size) -> usize {
    rows(text, size)
        .first()
        .map_or(0, |row| row.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_as_wide_as_its_digits() {
        assert_eq!(width("1234", Size::Large), 30);
        assert_eq!(width("1234", Size::Small), 15);
        assert_eq!(rows("8", Size::Small), ["█▀█", "█▀█", "▀▀▀"]);
        assert_eq!(rows("", Size::Large), [""; 5]);
    }
}
