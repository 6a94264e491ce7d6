//! A line for a shell, taken apart into the commands in it and their words.

/// A command of a line: its words without quotes, and without the variables that are set before it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) words: Vec<String>,
    /// The variables that are set for it alone.
    pub(crate) variables: Vec<(String, String)>,
}

/// The commands of a line, as a shell would read it: at pipes, `;`, `&` and `&&` it is cut, what is written into files and comments are left
/// out, quotes are taken off. What would be replaced (`$X`, `*`) stays as it is written.
pub(crate) fn commands(line: &str) -> Vec<Command> {
    let mut commands = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = line.chars().peekable();
    let mut redirected = false;
    let take = |words: &mut Vec<String>, word: &mut Option<String>, redirected: &mut bool| {
        if let Some(word) = word.take()
            && !std::mem::take(redirected)
        {
            words.push(word);
        }
    };
    while let Some(letter) = letters.next() {
        match letter {
            '\'' | '"' => {
                let quoted = word.get_or_insert_default();
                quoted.extend(letters.by_ref().take_while(|next| *next != letter));
            }
            '\\' => word
                .get_or_insert_default()
                .extend(letters.next().filter(|next| *next != '\n')),
            '#' if word.is_none() => while letters.next_if(|next| *next != '\n').is_some() {},
            '>' | '<' => {
                // A number right before it is that of the file, as in 2>&1.
                if word
                    .as_deref()
                    .is_some_and(|word| word.parse::<u8>().is_ok())
                {
                    word = None;
                }
                take(&mut words, &mut word, &mut redirected);
                while letters.next_if(|next| "<>&".contains(*next)).is_some() {}
                redirected = true;
            }
            '|' | ';' | '&' | '\n' => {
                take(&mut words, &mut word, &mut redirected);
                commands.push(std::mem::take(&mut words));
            }
            blank if blank.is_whitespace() => take(&mut words, &mut word, &mut redirected),
            other => word.get_or_insert_default().push(other),
        }
    }
    take(&mut words, &mut word, &mut redirected);
    commands.push(words);
    commands
        .into_iter()
        .filter(|words| !words.is_empty())
        .map(|words| {
            let variable = |word: &String| {
                let (name, value) = word.split_once('=')?;
                let is_name = name
                    .chars()
                    .all(|letter| letter.is_ascii_uppercase() || letter == '_');
                is_name.then(|| (name.to_owned(), value.to_owned()))
            };
            let variables: Vec<_> = words.iter().map_while(variable).collect();
            Command {
                words: words.into_iter().skip(variables.len()).collect(),
                variables,
            }
        })
        .collect()
}

#[test]
fn lines_are_read_as_a_shell_reads_them() {
    let read = |line: &str| -> Vec<Vec<String>> {
        commands(line)
            .into_iter()
            .map(|command| command.words)
            .collect()
    };
    assert_eq!(
        read("smr sim --wifi home:\"my password\" & # why"),
        [["smr", "sim", "--wifi", "home:my password"]]
    );
    assert_eq!(
        read("smr diag kitchen --frame | smr decode -; jq '.a | .b' 2>&1"),
        [
            vec!["smr", "diag", "kitchen", "--frame"],
            vec!["smr", "decode", "-"],
            vec!["jq", ".a | .b"]
        ]
    );
    assert_eq!(
        read("smr replay a --speed max > bare.p1"),
        [["smr", "replay", "a", "--speed", "max"]]
    );
    let set = commands("EDITOR=nano smr config edit kitchen");
    assert_eq!(set[0].variables, [("EDITOR".to_owned(), "nano".to_owned())]);
    assert_eq!(set[0].words, ["smr", "config", "edit", "kitchen"]);
}
