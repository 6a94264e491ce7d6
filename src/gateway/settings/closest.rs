//! The name that somebody perhaps meant.

use std::cmp::Reverse;

/// As many letters may differ.
const MOST_EDITS: usize = 4;

/// The most alike of `names`, if one is alike at all.
pub(super) fn closest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase();
    let rated = names.map(|name| {
        let last = name.rsplit('.').next().unwrap_or(name);
        // Who leaves out the first part means the last one.
        let edits = distance(&text, name).min(distance(&text, last) + 1);
        let section = name.strip_suffix(last).unwrap_or_default();
        // Who has the first part right rather means something in there.
        let edits = match !section.is_empty() && text.starts_with(section) {
            true => edits.saturating_sub(2),
            false => edits,
        };
        let alike = text.chars().zip(name.chars());
        let alike = alike.take_while(|(one, other)| one == other).count();
        (edits, Reverse(alike), name)
    });
    rated
        .min()
        .filter(|(edits, _, _)| *edits <= MOST_EDITS.min(text.chars().count() / 2))
        .map(|(_, _, name)| name)
}

/// How many letters have to be put in, taken out or replaced (Levenshtein's distance).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, letter) in left.chars().enumerate() {
        let mut next = vec![at + 1];
        for (other, pair) in right.iter().zip(row.windows(2)) {
            let (replaced, removed) = match pair {
                [diagonal, above] => (diagonal + usize::from(letter != *other), above + 1),
                _ => continue,
            };
            let added = next.last().map_or(0, |before| before + 1);
            next.push(replaced.min(removed).min(added));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_letters() {
        for (left, right, edits) in [
            ("", "", 0),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("baud", "buad", 2),
        ] {
            assert_eq!(distance(left, right), edits, "{left} {right}");
            assert_eq!(distance(right, left), edits, "{right} {left}");
        }
    }

    #[test]
    fn what_is_not_alike_is_not_guessed() {
        let names = ["serial.baud", "name"];
        assert_eq!(closest("nam", names.into_iter()), Some("name"));
        assert_eq!(closest("x", names.into_iter()), None);
        assert_eq!(closest("", names.into_iter()), None);
        assert_eq!(closest("temperature", names.into_iter()), None);
    }
}
