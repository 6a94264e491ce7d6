//! Command lines of `smr` in texts: pages, help, hints, findings.

use super::shell;

/// A command line in a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// What stands there.
    pub(crate) text: String,
    pub(crate) how: How,
}

/// How a command line is written, which says what may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// To be typed as it is: a line of its own in a block of code or among examples.
    Example,
    /// Marked as code within a sentence: all of it is a command line, and what it needs besides may be left out (`smr diag --events`).
    Code,
    /// What a hint ends with, behind a colon (`see it: smr diag GATEWAY`): to be typed.
    Order,
    /// Within a sentence: where it ends has to be found out.
    Sentence,
}

/// The command lines of a page in Markdown.
pub(crate) fn of_page(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    for (at, part) in text.split("```").enumerate() {
        if at % 2 == 1 {
            found.extend(of_block(part));
        } else {
            found.extend(of_prose(part));
        }
    }
    found
}

/// The command lines of a text for people: help, a hint, a remedy. Lines of their own are examples.
pub(crate) fn of_text(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut before = String::new();
    for line in text.lines() {
        if is_command(line.trim_start()) && line.starts_with("  ") {
            found.push(example(line.trim_start()));
        } else {
            before.push_str(line);
            before.push('\n');
        }
    }
    found.extend(of_prose(&before));
    found
}

fn example(text: &str) -> Line {
    Line {
        text: text.to_owned(),
        how: How::Example,
    }
}

/// Whether a line of code begins with `smr`, or runs it out of this repository.
fn is_command(line: &str) -> bool {
    let commands = shell::commands(line);
    let words = commands.first().map(|command| command.words.as_slice());
    words.is_some_and(|words| match words {
        [first, second, ..] => first == "smr" || first == "cargo" && second == "run",
        _ => false,
    })
}

/// The command lines of a block of code. Where some lines have a prompt, the others are what is printed.
fn of_block(block: &str) -> Vec<Line> {
    let block = block.replace("\\\n", " ");
    let lines = block.lines().skip(1);
    let prompts: Vec<&str> = lines
        .clone()
        .filter_map(|line| line.strip_prefix("$ "))
        .collect();
    let lines = match prompts.is_empty() {
        true => lines.collect(),
        false => prompts,
    };
    lines
        .into_iter()
        .filter(|line| is_command(line))
        .map(example)
        .collect()
}

/// The command lines in sentences. A backtick marks code; between two of them nothing else is looked for.
fn of_prose(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    // In a page a line break is a blank.
    let parts: Vec<&str> = text.split('`').collect();
    for (at, part) in parts.iter().enumerate() {
        let is_code = at % 2 == 1 && at + 1 < parts.len();
        if is_code {
            if part.starts_with("smr ") {
                found.push(Line {
                    text: part.replace('\n', " "),
                    how: How::Code,
                });
            }
        } else {
            found.extend(of_sentence(part));
        }
    }
    found
}

/// What follows each word `smr` of a sentence, up to the end of the line or the next `smr`.
fn of_sentence(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    for line in text.lines() {
        let starts: Vec<usize> = line
            .match_indices("smr ")
            .map(|(at, _)| at)
            .filter(|at| {
                let before = line.get(..*at).and_then(|before| before.chars().last());
                before.is_none_or(|letter| letter.is_whitespace() || "(\"'*=|".contains(letter))
            })
            .collect();
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(line.len());
            let is_order = line
                .get(..*start)
                .is_some_and(|before| before.ends_with(": "));
            found.push(Line {
                text: line
                    .get(*start..end)
                    .unwrap_or_default()
                    .trim_end()
                    .to_owned(),
                how: match is_order && end == line.len() {
                    true => How::Order,
                    false => How::Sentence,
                },
            });
        }
    }
    found
}

#[test]
fn command_lines_are_found_in_pages_and_texts() {
    let texts = |lines: &[Line], how: How| -> Vec<String> {
        let of = lines.iter().filter(|line| line.how == how);
        of.map(|line| line.text.clone()).collect()
    };
    let page = "Run `smr a --b` or `other`, see smr c (it\n#smr 1).\n\n```\n$ smr d | smr e\nsmr says\n```\n\n```sh\nX=1 smr f \\\n  g\ncargo run -- h\nls\n```\n";
    let found = of_page(page);
    assert_eq!(texts(&found, How::Code), ["smr a --b"]);
    assert_eq!(texts(&found, How::Sentence), ["smr c (it"]);
    assert_eq!(
        texts(&found, How::Example),
        ["smr d | smr e", "X=1 smr f    g", "cargo run -- h"]
    );
    let help = of_text("Examples:\n  smr a b\n\nSee smr c, or: smr d");
    assert_eq!(texts(&help, How::Example), ["smr a b"]);
    assert_eq!(texts(&help, How::Sentence), ["smr c, or:"]);
    assert_eq!(texts(&help, How::Order), ["smr d"]);
}
