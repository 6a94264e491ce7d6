//! Texts in the source of the program: its string literals.

/// The texts of all string literals of a Rust file, before its tests, with the line in which each begins. Comments are no literals.
pub(crate) fn literals(source: &str) -> Vec<(usize, String)> {
    let source = source
        .split("#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default();
    let mut found = Vec::new();
    let mut at = 0;
    let rest = |at: usize| source.get(at..).unwrap_or_default();
    while let Some(letter) = rest(at).chars().next() {
        let text = rest(at);
        if text.starts_with("//") {
            at += text.find('\n').unwrap_or(text.len());
        } else if let Some((whole, content)) = raw(text) {
            found.push((line_of(source, at), content));
            at += whole;
        } else if letter == '"' {
            let (whole, content) = quoted(text);
            found.push((line_of(source, at), content));
            at += whole;
        } else if let Some(whole) = character(text) {
            at += whole;
        } else {
            at += letter.len_utf8();
        }
    }
    found
}

fn line_of(source: &str, at: usize) -> usize {
    source.get(..at).unwrap_or_default().lines().count().max(1)
}

/// A literal of the form `r"…"` or `r#"…"#`: how many bytes it takes, and its text.
fn raw(text: &str) -> Option<(usize, String)> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after.trim_start_matches('#').strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&end)?;
    Some((
        2 + hashes + length + end.len(),
        body.get(..length)?.to_owned(),
    ))
}

/// A literal that begins with a quotation mark: how many bytes it takes, and its text.
fn quoted(text: &str) -> (usize, String) {
    let mut content = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (at + 1, content),
            '\\' => match letters.next() {
                Some((_, 'n')) => content.push('\n'),
                Some((_, '\n')) => {
                    while letters.next_if(|(_, next)| next.is_whitespace()).is_some() {}
                }
                Some((_, other)) => content.push(other),
                None => {}
            },
            other => content.push(other),
        }
    }
    (text.len(), content)
}

/// A character such as `'"'`, which is no lifetime: how many bytes it takes.
fn character(text: &str) -> Option<usize> {
    let after = text.strip_prefix('\'')?;
    let mut letters = after.char_indices();
    if letters.next()?.1 == '\\' {
        letters.next();
        return Some(1 + letters.find(|(_, letter)| *letter == '\'')?.0 + 1);
    }
    let (at, letter) = letters.next()?;
    (letter == '\'').then_some(1 + at + 1)
}

#[test]
fn literals_are_told_from_comments_and_characters() {
    let source = "fn a<'b>() { // \"no\"\n  x('\"', '\\'', \"one \\\"two\\\"\\n\\\n     three\"); y(r#\"fo\"ur\"#) }\n#[cfg(test)]\nmod tests { z(\"five\") }";
    assert_eq!(
        literals(source),
        [
            (2, "one \"two\"\nthree".to_owned()),
            (3, "fo\"ur".to_owned())
        ]
    );
}
