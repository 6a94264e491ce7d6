//! Whether the program would understand a command line.

use std::path::Path;

use clap::error::ErrorKind;
use smr::gateway::settings::Setting;

use super::commands::{How, Line};
use super::shell;

/// Words that follow `smr` where a sentence speaks of the program and gives no command. Any other word must be one.
const SPEECH: &[&str] = &[
    "and", "decodes", "does", "for", "gateway", "itself", "takes", "that", "wrote",
    // What manual pages belong to.
    "manual",
    // What a simulated meter's key spells.
    "test", // A version, in a format string.
    "{}",
];

/// Placeholders of pages, help and hints that stand for something whose form is looked at, and an example of it.
const PLACEHOLDERS: &[(&str, &str)] = &[
    ("{count}", "3"),
    ("--{how}", "--image"),
    ("N", "3"),
    ("LENGTH", "15min"),
    ("DURATION", "30s"),
    ("PATH", "serial.baud"),
    ("PATH=VALUE", "serial.baud=9600"),
    ("PATH=VALUE...", "serial.baud=9600"),
    ("BAUD", "115200"),
    ("X.Y.Z", "1.2.3"),
];

/// What is wrong with a command line; nothing where the program understands it.
pub(crate) fn judge(line: &Line) -> Result<(), String> {
    match line.how {
        How::Example => {
            let commands = ours(&line.text);
            if commands.is_empty() {
                return Err("no command of smr is in it".to_owned());
            }
            commands.iter().try_for_each(|words| whole(words))
        }
        How::Code => {
            let commands = ours(&line.text);
            commands.iter().try_for_each(|words| mentioned(words))
        }
        How::Order => sentence(&line.text, true),
        How::Sentence => sentence(&line.text, false),
    }
}

/// The words of each command of ours in a line, `smr` first.
pub(crate) fn ours(text: &str) -> Vec<Vec<String>> {
    shell::commands(text)
        .into_iter()
        .filter_map(|command| {
            let words = command.words;
            let first = words.first()?;
            if first == "cargo" {
                let after = words.iter().position(|word| word == "--")?;
                let rest = words.into_iter().skip(after + 1);
                return Some(std::iter::once("smr".to_owned()).chain(rest).collect());
            }
            (first == "smr").then_some(words)
        })
        .collect()
}

/// A command line as it would be typed.
fn whole(words: &[String]) -> Result<(), String> {
    parse(words).map_err(|(_, message)| message)
}

/// A command line of which something may be left out that has to be there.
fn mentioned(words: &[String]) -> Result<(), String> {
    match parse(words) {
        // An option may be named without its value.
        Err((ErrorKind::InvalidValue, message))
            if !(words.last().is_some_and(|last| last.starts_with("--"))
                && message.contains("none was supplied")) =>
        {
            Err(message)
        }
        Ok(())
        | Err((
            ErrorKind::InvalidValue
            | ErrorKind::DisplayHelp
            | ErrorKind::MissingRequiredArgument
            | ErrorKind::MissingSubcommand
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
            _,
        )) => Ok(()),
        Err((_, message)) => Err(message),
    }
}

fn parse(words: &[String]) -> Result<(), (ErrorKind, String)> {
    let words: Vec<String> = words.iter().filter_map(|word| filled_in(word)).collect();
    let matches = smr::cli::command()
        .try_get_matches_from(&words)
        .map_err(|error| (error.kind(), error.to_string()))?;
    drop(matches);
    values(&words).map_err(|message| (ErrorKind::ValueValidation, message))
}

/// A word with its placeholders filled in; an optional one in brackets, or dots that stand for more of it, are taken off.
fn filled_in(word: &str) -> Option<String> {
    let word = word.trim_start_matches('[').trim_end_matches(']');
    for (placeholder, value) in PLACEHOLDERS {
        if word == *placeholder {
            return Some((*value).to_owned());
        }
        if let Some(option) = word.strip_suffix(placeholder)
            && option.ends_with('=')
        {
            return Some(format!("{option}{value}"));
        }
    }
    let word = word.trim_end_matches("...");
    (!word.is_empty() && word != "…").then(|| word.to_owned())
}

/// What the program looks at only when it runs: settings of gateways and simulated sources.
fn values(words: &[String]) -> Result<(), String> {
    let sets = words.iter().any(|word| word == "config") && words.iter().any(|word| word == "set");
    for (at, word) in words.iter().enumerate() {
        let named = words.get(at.wrapping_sub(1)).map(String::as_str);
        if named == Some("--select") {
            continue;
        }
        if let Some((path, value)) = word.split_once('=')
            && sets
            && !word.starts_with('-')
        {
            let setting = Setting::find(path);
            let setting = setting.map_err(|error| error.to_string())?;
            if named != Some("--secret") {
                setting.parse(value).map_err(|error| error.to_string())?;
            }
        }
        if word.starts_with("sim:") {
            let spec = smr::target::SourceSpec::parse_with(word, |_: &Path| false);
            let spec = spec.map_err(|error| error.to_string())?;
            if let smr::target::SourceSpec::Sim(sim) = spec {
                let meter = smr::sim::meter::Profile::find(&sim.meter);
                meter.ok_or_else(|| format!("there is no simulated meter {}", sim.meter))?;
                for fault in sim.faults.iter().filter(|fault| *fault != "NAME") {
                    let fault = smr::sim::meter_fault::MeterFault::find(fault);
                    fault.map_err(|error| error.to_string())?;
                }
            }
        }
    }
    Ok(())
}

/// A sentence from `smr` on: all of its first clause may be a command line, or what comes first in it. One that orders has to be whole.
fn sentence(text: &str, is_order: bool) -> Result<(), String> {
    let clause = text.split(['(', ')', ';', '|']).next().unwrap_or_default();
    let clause = [", ", ". ", ": "]
        .iter()
        .fold(clause, |clause, end| {
            clause.split(end).next().unwrap_or_default()
        })
        .trim_end_matches(['.', ',', '"', '\'', '*']);
    let clause = match clause.ends_with("sim:") {
        true => clause,
        false => clause.trim_end_matches(':'),
    };
    let words = ours(clause).into_iter().next().unwrap_or_default();
    let Err(problem) = whole(&words) else {
        return Ok(());
    };
    let known = smr::cli::command();
    let mut command = &known;
    let mut kept = vec!["smr".to_owned()];
    let mut rest = words.iter().skip(1).peekable();
    while let Some(next) = rest.peek()
        && let Some(below) = command.find_subcommand(next)
    {
        kept.push((*next).clone());
        command = below;
        rest.next();
    }
    if kept.len() == 1 {
        let next = rest.peek().map(|next| next.as_str()).unwrap_or_default();
        return match ["", "help"].contains(&next) || SPEECH.contains(&next) {
            true => Ok(()),
            false => Err(format!("there is no command {next:?}")),
        };
    }
    if command.is_subcommand_required_set()
        && let Some(next) = rest.peek()
    {
        return Err(format!(
            "there is no command {next:?} of {}",
            kept.join(" ")
        ));
    }
    // The arguments that nothing but arguments can be.
    let mut takes_value = false;
    let mut goes_on = false;
    for word in rest {
        if is_word(word) && !takes_value {
            goes_on = true;
            break;
        }
        takes_value = takes_a_value(command, word);
        kept.push(word.clone());
    }
    match is_order && !goes_on {
        true => Err(problem),
        false => mentioned(&kept),
    }
}

/// Whether an option is followed by its value.
fn takes_a_value(command: &clap::Command, word: &str) -> bool {
    let Some(name) = word.strip_prefix("--") else {
        return word.len() == 2 && word.starts_with('-');
    };
    let mut options = command.get_arguments();
    options.any(|option| option.get_long() == Some(name) && option.get_action().takes_values())
}

/// Whether it is a word of a sentence: small letters, and perhaps a stop.
fn is_word(text: &str) -> bool {
    let text = text.trim_end_matches([':', '.', ',', '\'', '"', '?']);
    !text.starts_with('-')
        && text
            .chars()
            .all(|letter| letter.is_lowercase() || "'-".contains(letter))
}

#[test]
fn lines_that_the_program_would_not_understand_are_noticed() {
    let line = |how, text: &str| {
        judge(&Line {
            text: text.to_owned(),
            how,
        })
    };
    for (how, text) in [
        (How::Example, "smr diag"),
        (How::Example, "smr diag kitchen --evnts"),
        (How::Example, "smr diag kitchen --frame | smr decod -"),
        (How::Example, "cargo run --release -- wach sim:"),
        (How::Example, "smr config set kitchen serial.boud=9600"),
        (How::Example, "smr config set kitchen serial.baud=fast"),
        (How::Example, "smr watch sim:atlantis"),
        (How::Example, "ls"),
        (How::Code, "smr diag --bundles"),
        (How::Code, "smr fleet rotate"),
        (How::Order, "smr diag"),
        (How::Order, "smr login GATEWAY --keep"),
        (How::Sentence, "smr restarts GATEWAY"),
        (How::Sentence, "smr diag GATEWAY --events-since to see"),
        (How::Sentence, "smr fleet printed"),
        (
            How::Sentence,
            "smr config set GATEWAY radio.power=14, if it was lowered",
        ),
    ] {
        assert!(line(how, text).is_err(), "{how:?} {text}");
    }
    for (how, text) in [
        (
            How::Example,
            "EDITOR=nano smr config edit kitchen --dry-run",
        ),
        (How::Example, "smr sim --wifi home:\"my password\" &"),
        (How::Code, "smr diag --bundle"),
        (How::Code, "smr fleet config set PATH=VALUE..."),
        (
            How::Order,
            "smr config set {place} ota.rollback_protection=false",
        ),
        (
            How::Sentence,
            "smr doctor with the gateway's HTTP address says more",
        ),
        (How::Sentence, "smr does not know"),
        (How::Sentence, "smr diag GATEWAY --events; check the signal"),
    ] {
        assert_eq!(line(how, text), Ok(()), "{how:?} {text}");
    }
}
