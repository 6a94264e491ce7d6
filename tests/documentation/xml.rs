//! Whether a picture is well-formed XML, as far as hand-made ones go wrong: tags that are not closed, attributes without quotes or twice,
//! bare `&` and `<`.

use std::collections::BTreeSet;

/// The names of all elements in order, or what is wrong.
pub(crate) fn elements(text: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            let (words, after) = rest.split_at(end);
            check_entities(words)?;
            if open.is_empty() && !words.trim().is_empty() {
                return Err(format!("text outside: {words}"));
            }
            rest = after;
            continue;
        };
        if let Some(comment) = tag.strip_prefix("!--") {
            let (inside, after) = comment
                .split_once("-->")
                .ok_or("a comment without an end")?;
            if inside.contains("--") {
                return Err(format!("hyphens in a comment: {inside}"));
            }
            rest = after;
            continue;
        }
        let (inside, after) = tag.split_once('>').ok_or("a tag without an end")?;
        rest = after;
        if let Some(name) = inside.strip_prefix('/') {
            if open.pop().as_deref() != Some(name.trim_end()) {
                return Err(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let (inside, is_closed) = match inside.strip_suffix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        let (name, attributes) = inside
            .split_once(char::is_whitespace)
            .unwrap_or((inside, ""));
        if !name.starts_with(char::is_alphabetic) {
            return Err(format!("no name: <{inside}>"));
        }
        if open.is_empty() && !names.is_empty() {
            return Err(format!("a second root: {name}"));
        }
        check_attributes(attributes)?;
        names.push(name.to_owned());
        if !is_closed {
            open.push(name.to_owned());
        }
    }
    match open.last() {
        Some(name) => Err(format!("<{name}> is not closed")),
        None => Ok(names),
    }
}

fn check_attributes(mut text: &str) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return Ok(());
        }
        let (name, rest) = text
            .split_once("=\"")
            .ok_or_else(|| format!("no quotes: {text}"))?;
        let (value, after) = rest
            .split_once('"')
            .ok_or_else(|| format!("no second quote: {text}"))?;
        if name.contains(|letter: char| !letter.is_ascii_alphanumeric() && !":-_".contains(letter))
        {
            return Err(format!("no name of an attribute: {name}"));
        }
        if !seen.insert(name) {
            return Err(format!("{name} stands twice"));
        }
        if value.contains('<') {
            return Err(format!("< in {name}"));
        }
        check_entities(value)?;
        text = after;
    }
}

fn check_entities(text: &str) -> Result<(), String> {
    for part in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "apos;", "#"];
        if !known.iter().any(|entity| part.starts_with(entity)) {
            return Err(format!("a bare &: &{part}"));
        }
    }
    Ok(())
}

#[test]
fn what_is_not_well_formed_is_noticed() {
    let good = "<svg a=\"1\"><!-- x --><g><text x=\"1\" y=\"2\">a &amp; b</text></g><path d=\"M0 0\"/></svg>\n";
    assert_eq!(
        elements(good).expect("well-formed"),
        ["svg", "g", "text", "path"]
    );
    for bad in [
        "<svg><g></svg>",
        "<svg></g></svg>",
        "<svg>",
        "<svg a=1/>",
        "<svg a=\"1\" a=\"2\"/>",
        "<svg a=\"1/>",
        "<svg>a & b</svg>",
        "<svg/><svg/>",
        "<svg/>text",
        "<svg><!-- a -- b --></svg>",
        "<svg><!-- a </svg>",
    ] {
        assert!(elements(bad).is_err(), "{bad}");
    }
}
