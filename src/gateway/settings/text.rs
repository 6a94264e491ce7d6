//! Settings as TOML, to be kept, edited and applied. Secrets are never in it: it names the files that they are in.

use std::fmt::Write;

use serde_json::Value;

use super::change::{Change, Changes, Settings};
use super::table::{Access, SETTINGS, Setting, Shape};
use crate::error::{Error, Result};

/// Behind the name of a setting: a file that holds the value.
const FILE: &str = "_file";

/// The settings as TOML, each with what it is for and what it takes; before them these lines of comment.
pub fn write(settings: &Settings, heading: &[&str]) -> String {
    let mut text = String::new();
    for line in heading {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# {}", unbroken(line));
    }
    let mut section = "";
    for setting in SETTINGS {
        let value = settings.get(setting.path);
        let is_told = setting.access == Access::WriteOnly || value.is_some();
        if setting.access == Access::ReadOnly || !is_told {
            continue;
        }
        let (above, name) = setting.path.rsplit_once('.').unwrap_or(("", setting.path));
        if above != section {
            section = above;
            let _ = writeln!(text, "\n[{section}]");
        } else if !text.is_empty() && section.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "# {} ({})", setting.help, setting.range());
        let _ = match (value, setting.shape) {
            (Some(value), _) => writeln!(text, "{name} = {}", literal(value)),
            (None, Shape::Key) => writeln!(text, "# {name}{FILE} = \"release.pub.pem\""),
            (None, _) => writeln!(text, "# {name}{FILE} = \"{name}.txt\""),
        };
    }
    text
}

/// A comment stays on its line.
fn unbroken(text: &str) -> String {
    let fit = |letter: char| if letter.is_control() { ' ' } else { letter };
    text.chars().map(fit).collect()
}

fn literal(value: &Value) -> String {
    match value {
        Value::Null => "\"none\"".to_owned(),
        // JSON escapes what TOML does, but for one character.
        Value::String(_) => value.to_string().replace('\u{7f}', "\\u007F"),
        other => other.to_string(),
    }
}

/// What a TOML text wants. Files that it names are read by `read`, which gets the name of the file and whether only its first
/// line counts.
///
/// # Errors
///
/// [`Kind::Usage`](crate::error::Kind::Usage) for text that is no TOML, unknown settings, wrong values and secrets in the
/// text; and those of `read`.
pub fn read(text: &str, read: impl Fn(&Setting, &str) -> Result<String>) -> Result<Changes> {
    let table: toml::Table = toml::from_str(text).map_err(|cause| {
        // Not the whole message: it repeats the line, which may hold a secret.
        let line = cause.span().map(|span| {
            let before = text.get(..span.start).unwrap_or(text);
            format!(" in line {}", before.matches('\n').count() + 1)
        });
        let line = line.unwrap_or_default();
        Error::usage(format!("it is no TOML{line}: {}", cause.message()))
    })?;
    let mut wanted = Vec::new();
    for (key, value) in &table {
        match value {
            toml::Value::Table(section) => {
                for (name, value) in section {
                    wanted.push(change(&format!("{key}.{name}"), value, &read)?);
                }
            }
            value => wanted.push(change(key, value, &read)?),
        }
    }
    Changes::new(wanted)
}

fn change(
    key: &str,
    value: &toml::Value,
    read: &impl Fn(&Setting, &str) -> Result<String>,
) -> Result<Change> {
    if let (Some(path), Some(file)) = (key.strip_suffix(FILE), value.as_str()) {
        let setting = Setting::find(path)?;
        if setting.access == Access::WriteOnly {
            let value = setting.parse(&read(setting, file)?)?;
            return Ok(Change { setting, value });
        }
    }
    let setting = Setting::find(key)?;
    let is_none = value.as_str() == Some("none");
    if setting.is_secret() && !(is_none && setting.shape == Shape::Passphrase) {
        return Err(
            Error::usage(format!("{key} is a secret and must not stand in the file")).hint(
                format!("write it into a file of its own and name that: {key}{FILE} = \"FILE\""),
            ),
        );
    }
    let may_be_none = matches!(
        setting.shape,
        Shape::Pin(_) | Shape::Passphrase | Shape::Key
    );
    let value = match value {
        toml::Value::String(_) if is_none && may_be_none => Value::Null,
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Boolean(flag) => Value::from(*flag),
        _ => {
            return Err(Error::usage(format!("{key} is no single value"))
                .hint(format!("it is {}", setting.range())));
        }
    };
    let is_quoted = value.is_string();
    let value = setting.check(value).map_err(|error| match setting.shape {
        Shape::Flag | Shape::Number { .. } | Shape::Pin(_) if is_quoted => {
            error.hint("write it without quotes")
        }
        _ => error,
    })?;
    Ok(Change { setting, value })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::change::tests::CONFIG;
    use super::*;

    fn no_files(_: &Setting, file: &str) -> Result<String> {
        Err(Error::usage(format!("no file {file}")))
    }

    fn refused(text: &str) -> String {
        let error = read(text, no_files).expect_err(text);
        format!("{error}; {}", error.hints().join("; "))
    }

    #[test]
    fn what_is_written_changes_nothing_when_it_is_read_back() {
        let settings = Settings::of(CONFIG);
        let text = write(&settings, &["Settings of kitchen", "two\nlines"]);
        let changes = read(&text, no_files).expect("TOML");
        assert!(changes.against(&settings).expect("fits").is_empty());
        let full = SETTINGS.iter().filter(|it| it.access == Access::Full);
        assert_eq!(changes.iter().count(), full.count());
        for part in [
            "# Settings of kitchen\n",
            "\n[serial]\n# the speed of the meter's line (300 to 115200 Bd)\nbaud = 115200\n",
            "led = \"none\"\n",
            "# password_file = \"password.txt\"\n",
            "# public_key_file = \"release.pub.pem\"\n",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(!text.contains("key_pinned"), "{text}");
    }

    #[test]
    fn secrets_come_from_files() {
        let files = |setting: &Setting, file: &str| match (setting.path, file) {
            ("wifi.passphrase", "wifi.txt") => Ok("a long passphrase".to_owned()),
            ("admin.password", "admin.txt") => Ok("a long password".to_owned()),
            _ => Err(Error::usage(format!("no file {file}"))),
        };
        let text = "[wifi]\nssid = 'x'\npassphrase_file = 'wifi.txt'\n[admin]\npassword_file = 'admin.txt'\n";
        let changes = read(text, files).expect("TOML");
        assert_eq!(
            changes.get("wifi.passphrase"),
            Some(&Value::from("a long passphrase"))
        );
        assert_eq!(
            changes.get("admin.password"),
            Some(&Value::from("a long password"))
        );
        let open = read("[wifi]\npassphrase = 'none'\n", files).expect("TOML");
        assert_eq!(open.get("wifi.passphrase"), Some(&Value::Null));
    }

    #[test]
    fn what_is_wrong_is_told_without_repeating_a_secret() {
        for (text, part) in [
            ("[serial]\nbaud = 5\n", "300 to 115200 Bd"),
            ("[serial]\nbaud = '9600'\n", "without quotes"),
            ("[serial]\nbuad = 9600\n", "perhaps serial.baud?"),
            ("[serial]\nbaud = [9600]\n", "no single value"),
            ("serial = 5\n", "no setting"),
            ("[[serial]]\nbaud = 5\n", "no setting"),
            ("[serial.x]\nbaud = 5\n", "no setting"),
            ("[serial]\nbaud_file = 'x'\n", "no setting"),
            ("[ota]\nkey_pinned = true\n", "only be read"),
            ("x", "no TOML in line 1"),
        ] {
            assert!(refused(text).contains(part), "{text}: {}", refused(text));
        }
        for text in [
            "[admin]\npassword = 'hunter2hunter2'\n",
            "[admin]\npassword = 'hunter2hunter2\n",
            "[wifi]\npassphrase = \"hunter2hunter2\"\n",
            "[admin]\npassword = hunter2hunter2\n",
        ] {
            assert!(!refused(text).contains("hunter2"), "{}", refused(text));
        }
    }

    proptest! {
        #[test]
        fn any_name_survives(name in "\\PC{0,8}") {
            let mut document: Value = serde_json::from_str(CONFIG).expect("JSON");
            document["name"] = name.clone().into();
            let settings = Settings::of(&document.to_string());
            let text = write(&settings, &[]);
            let changes = read(&text, no_files).expect("TOML");
            prop_assert_eq!(changes.get("name"), Some(&Value::from(name)));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[a-z\\[\\]=\"'.0-9\n_]{0,60}") {
            let _ = read(&text, no_files);
        }
    }
}
