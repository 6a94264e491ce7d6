//! Makes the pages smaller without changing what they do: comments, spaces and long names go.
//!
//! Not a general tool: it relies on how `firmware/web` is written (see its README), and the browser test shows that the
//! result still works.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A script without comments, without spaces that separate nothing, and with short names for its own variables.
/// Every statement must end in a semicolon or a brace.
pub(crate) fn script(source: &str) -> String {
    let tokens = tokens(source);
    let short = short_names(&tokens);
    let mut out = String::new();
    for token in tokens {
        let token = match token {
            // Nothing is assigned to a constant, and one word less compresses better.
            "const" => "let",
            _ => short.get(token).map_or(token, String::as_str),
        };
        if separates(out.chars().next_back(), token.chars().next()) {
            out.push(' ');
        }
        out.push_str(token);
    }
    out
}

/// The words, literals and signs of a script. Signs of several letters come apart.
fn tokens(source: &str) -> Vec<&str> {
    let mut tokens: Vec<&str> = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let size = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if is_of_name(first) {
            rest.find(|letter| !is_of_name(letter))
                .unwrap_or(rest.len())
        } else if matches!(first, '\'' | '"') {
            literal(rest, first)
        } else if first == '/'
            && tokens
                .last()
                .is_some_and(|before| "(,=:|&!?{;".contains(before))
        {
            literal(rest, '/')
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(size);
        if !first.is_whitespace() && !token.starts_with("//") {
            tokens.push(token);
        }
        rest = after;
    }
    tokens
}

/// Short names for what a script declares itself, the most frequent the shortest. A name that is also used for a property
/// stays. One name gets one short name wherever it is declared, so that scopes stay as they are.
fn short_names<'s>(tokens: &[&'s str]) -> BTreeMap<&'s str, String> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    let mut properties = BTreeSet::new();
    let mut declared = BTreeSet::new();
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).map_or("", |index| tokens[index]);
        let after = tokens.get(index + 1).copied().unwrap_or_default();
        if token.starts_with(is_of_name) {
            *uses.entry(token).or_default() += 1;
            if before == "." || (after == ":" && matches!(before, "{" | ",")) {
                properties.insert(*token);
            }
            if matches!(before, "const" | "let" | "function")
                || (after == "=" && tokens.get(index + 2) == Some(&">"))
            {
                declared.insert(*token);
            }
        }
        // Parameters of functions, of arrow functions, and of catch.
        if *token == "(" {
            let list: Vec<&str> = tokens[index + 1..]
                .iter()
                .copied()
                .take_while(|token| *token != ")")
                .collect();
            let behind = tokens.get(index + list.len() + 2..index + list.len() + 4);
            let names_function = index > 1 && tokens[index - 2] == "function";
            if names_function || before == "catch" || behind == Some(&["=", ">"]) {
                declared.extend(
                    list.into_iter()
                        .filter(|token| token.starts_with(is_of_name)),
                );
            }
        }
    }
    let mut names: Vec<&str> = declared.difference(&properties).copied().collect();
    names.sort_by_key(|name| Reverse(uses[name]));
    let free = short().filter(|short| !uses.contains_key(short.as_str()));
    names.into_iter().zip(free).collect()
}

/// a, b, ... Z, aa, ba, ...
fn short() -> impl Iterator<Item = String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let two =
        letters().flat_map(move |second| letters().map(move |first| format!("{first}{second}")));
    letters().map(String::from).chain(two)
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$')
}

/// The length of a string or regular expression that `text` begins with.
fn literal(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (index, letter) in text.char_indices().skip(1) {
        if letter == quote && !escaped {
            return index + letter.len_utf8();
        }
        assert!(letter != '\n', "a literal without an end: {text:.60}");
        escaped = letter == '\\' && !escaped;
    }
    panic!("a literal without an end: {text:.60}");
}

/// Whether a space between two letters means something: `return x`, `a - -b`.
fn separates(left: Option<char>, right: Option<char>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return false;
    };
    (is_of_name(left) && is_of_name(right)) || (left == right && matches!(left, '+' | '-'))
}

/// A style sheet without comments and needless spaces.
pub(crate) fn style(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").expect("the end of a comment").1;
    }
    out.push_str(rest);
    let mut text = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in ["{", "}", ";", ",", ">"] {
        text = text
            .replace(&format!(" {mark}"), mark)
            .replace(&format!("{mark} "), mark);
    }
    text.replace(": ", ":").replace(";}", "}")
}

/// A page without indentation, without line breaks between tags and without needless quotes. There must be no quotes in
/// its text.
pub(crate) fn page(source: &str) -> String {
    source
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
        .replace(">\n<", "><")
        .split('"')
        .enumerate()
        .map(|(index, part)| match index % 2 {
            0 => part.to_owned(),
            // An attribute's value needs quotes only around some signs.
            _ if !part.is_empty()
                && part
                    .chars()
                    .all(|letter| is_of_name(letter) || "-./".contains(letter)) =>
            {
                part.to_owned()
            }
            _ => format!("\"{part}\""),
        })
        .collect()
}

#[test]
fn strings_and_regular_expressions_stay_as_they_are() {
    let source = "// What\nx = 'x // y'; y = /a  \\/ b/.test(z) ;  // why\nreturn  p - -q / r;\n";
    assert_eq!(
        script(source),
        "x='x // y';y=/a  \\/ b/.test(z);return p- -q/r;"
    );
}

#[test]
fn own_names_become_short_but_not_those_of_properties_and_others() {
    let source = "function sum(first, second) { return first + second; }\n\
                  const total = sum(1, window.total), wide = list.map(item => item.wide ? total : {wide: 'sum'});";
    assert_eq!(
        script(source),
        "function d(a,c){return a+c;}let total=d(1,window.total),wide=list.map(b=>b.wide?total:{wide:'sum'});"
    );
}

#[test]
fn selectors_keep_the_spaces_that_mean_something() {
    let source = "/* why */\na > b, .c .d {\n  margin: 0 1px;\n}\n";
    assert_eq!(style(source), "a>b,.c .d{margin:0 1px}");
}
