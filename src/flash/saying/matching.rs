//! Patterns of lines: letters as they are, and `*` for any that come between. Pure.

use super::exception;

/// What a part of a line is cut to in words.
const LONGEST_PART: usize = 32;

/// What stands for the parts in words: the part itself.
const PART: char = '{';

/// What the `*` of a pattern are in a line that has it somewhere; one that begins with `^` only at its beginning. A `*` at the end takes what is left up to a
/// space, a comma or a bracket.
pub(super) fn parts<'a>(pattern: &str, line: &'a str) -> Option<Vec<&'a str>> {
    let (pattern, is_at_beginning) = match pattern.strip_prefix('^') {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split('*');
    let first = pieces.next()?;
    let at = line.find(first)?;
    if is_at_beginning && at > 0 {
        return None;
    }
    let mut rest = line.get(at + first.len()..)?;
    let mut parts = Vec::new();
    for piece in pieces {
        let ends = |letter: char| letter.is_whitespace() || ",;()[]".contains(letter);
        let end = match piece {
            "" => rest.find(ends).unwrap_or(rest.len()),
            piece => rest.find(piece)?,
        };
        let (part, after) = rest.split_at(end);
        parts.push(part.trim());
        rest = after.get(piece.len()..)?;
    }
    Some(parts)
}

/// Words with the parts in them: `{0}` is the first, `{0:exception}` the name of the exception of which it has the number.
pub(super) fn filled(words: &str, parts: &[&str]) -> String {
    let mut text = String::new();
    let mut pieces = words.split(PART);
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (key, after) = piece.split_once('}').unwrap_or((piece, ""));
        let (index, kind) = key.split_once(':').unwrap_or((key, ""));
        let part = index
            .parse::<usize>()
            .ok()
            .and_then(|index| parts.get(index));
        let part: String = part.map_or_else(String::new, |part| {
            part.chars().take(LONGEST_PART).collect()
        });
        match kind {
            "exception" => text.push_str(&exception::told(&part)),
            _ => text.push_str(&part),
        }
        text.push_str(after);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_what_stands_between() {
        let line = "ets Jan  8 2013,rst cause:2, boot mode:(3,6)";
        assert_eq!(parts("boot mode:(*,*)", line), Some(vec!["3", "6"]));
        assert_eq!(parts("rst cause:*", line), Some(vec!["2"]));
        assert_eq!(parts("^rst cause:*", line), None);
        assert_eq!(parts("^ets ", line), Some(vec![]));
        assert_eq!(parts("rst cause:*;", line), None);
        assert_eq!(parts("mode:(*,*)*", line), Some(vec!["3", "6", ""]));
    }

    #[test]
    fn words_have_the_parts_where_they_say_and_no_more_of_them_than_is_good() {
        assert_eq!(filled("from {1} to {0}.", &["a", "b"]), "from b to a.");
        assert_eq!(filled("{7}{x}{", &["a"]), "");
        let long = "x".repeat(1_000);
        assert_eq!(filled("{0}", &[&long]).len(), LONGEST_PART);
        assert_eq!(
            filled("{0:exception}", &["(28)"]),
            "28, a load from an address that may not be read"
        );
    }
}
