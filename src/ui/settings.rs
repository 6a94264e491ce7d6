//! Settings of gateways: as they are, as they will be, how they differ; for people and as JSON.

use serde::Serialize;
use serde_json::Value;

use super::style::{Colour, Role};
use super::table::{Cell, table};
use crate::discovery::clean;
use crate::gateway::settings::change::Line;
use crate::gateway::settings::value::shown;
use crate::gateway::settings::{Access, Difference, SETTINGS, Setting, Settings};

/// What stands for a value that a gateway keeps and does not tell.
const KEPT: &str = "(kept)";
const ARROW: &str = "->";

/// A value with its unit. Names come from outside: what a terminal obeys is made harmless.
fn with_unit(setting: &Setting, value: &Value) -> String {
    let text = match shown(value) {
        text if text.is_empty() => "\"\"".to_owned(),
        text => clean(text.as_bytes()).unwrap_or_else(|| format!("{text:?}")),
    };
    match (value.is_number(), setting.unit) {
        (true, "GPIO") => format!("GPIO{text}"),
        (true, unit) if !unit.is_empty() => format!("{text} {unit}"),
        _ => text,
    }
}

/// Whether a secret is there, or the value.
fn told(setting: &Setting, settings: &Settings) -> Option<String> {
    match setting.access {
        Access::WriteOnly if settings.has_secret(setting) => Some(KEPT.to_owned()),
        Access::WriteOnly => Some("none".to_owned()),
        _ => settings
            .get(setting.path)
            .map(|value| with_unit(setting, value)),
    }
}

/// Whether there is anything to say beside what is kept in secret.
fn is_listed(setting: &Setting) -> bool {
    !matches!(
        setting.path,
        "wifi.secret_set" | "ota.key_pinned" | "admin.set"
    )
}

/// Appends the settings with what they take: those of `wanted`, or all.
pub fn page(settings: &Settings, wanted: &[&'static Setting], colour: Colour, out: &mut Vec<u8>) {
    let all = SETTINGS
        .iter()
        .filter(|setting| match wanted.is_empty() {
            true => is_listed(setting),
            false => wanted.contains(setting),
        })
        .filter_map(|setting| {
            let value = told(setting, settings)?;
            let range = match setting.access {
                Access::ReadOnly => "is only told".to_owned(),
                _ => setting.range(),
            };
            Some(vec![
                Cell::new(setting.path),
                Cell::new(value).with_role(Role::Strong),
                Cell::new(range).with_role(Role::Faint),
            ])
        });
    table(&all.collect::<Vec<_>>(), colour, out);
}

/// The value of one setting alone, for scripts: without its unit.
pub fn value(setting: &Setting, settings: &Settings) -> Option<String> {
    match setting.access {
        Access::WriteOnly => told(setting, settings),
        _ => settings.get(setting.path).map(shown),
    }
}

/// Appends every setting that there is, with what it takes and what it is for.
pub fn known(colour: Colour, out: &mut Vec<u8>) {
    let rows = SETTINGS
        .iter()
        .filter(|setting| setting.access != Access::ReadOnly)
        .map(|setting| {
            let default: Value = serde_json::from_str(setting.default).unwrap_or_default();
            vec![
                Cell::new(setting.path).with_role(Role::Strong),
                Cell::new(setting.range()),
                Cell::new(with_unit(setting, &default)).with_role(Role::Faint),
                Cell::new(setting.help),
            ]
        });
    let head = ["SETTING", "TAKES", "AT FIRST", "IS"]
        .map(|title| Cell::new(title).with_role(Role::Faint))
        .to_vec();
    let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
    table(&rows, colour, out);
}

fn before(line: &Line) -> String {
    match &line.before {
        Some(value) => with_unit(line.setting, value),
        None if line.was_set => KEPT.to_owned(),
        None => "none".to_owned(),
    }
}

fn after(line: &Line) -> String {
    match line.setting.access {
        Access::WriteOnly if !line.after.is_null() => "(new)".to_owned(),
        _ => with_unit(line.setting, &line.after),
    }
}

/// Appends what changes, each line behind the name of its gateway.
pub fn difference(name: &str, difference: &Difference, colour: Colour, out: &mut Vec<u8>) {
    let rows: Vec<Vec<Cell>> = difference
        .lines()
        .iter()
        .map(|line| {
            vec![
                Cell::new(format!("{name}:")),
                Cell::new(line.setting.path),
                Cell::new(before(line)).with_role(Role::Faint),
                Cell::new(ARROW).with_role(Role::Faint),
                Cell::new(after(line)).with_role(Role::Strong),
            ]
        })
        .collect();
    table(&rows, colour, out);
}

/// How far a change came, as JSON says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It is made.
    Changed,
    /// It is made, and the gateway is in another network.
    Moved,
    /// All was so already.
    Unchanged,
    /// It would be made.
    Planned,
    /// It is not made.
    Failed,
}

/// A gateway, as far as it is known.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Who {
    /// As the user called it.
    pub gateway: String,
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Where it answers.
    pub address: Option<String>,
}

#[derive(Serialize)]
struct ChangeDocument<'a> {
    schema: &'static str,
    #[serde(flatten)]
    who: &'a Who,
    result: Outcome,
    changes: Vec<ChangeLine<'a>>,
    reason: Option<&'a str>,
}

/// One setting that changes, as JSON says it.
#[derive(Serialize)]
pub(super) struct ChangeLine<'a> {
    path: &'static str,
    secret: bool,
    before: Option<&'a Value>,
    after: Option<&'a Value>,
}

/// All that changes; nothing where that is not known.
pub(super) fn change_lines(difference: Option<&Difference>) -> Vec<ChangeLine<'_>> {
    let lines = difference.map(Difference::lines).unwrap_or_default();
    let lines = lines.iter().map(|line| {
        let secret = line.setting.access == Access::WriteOnly;
        ChangeLine {
            path: line.setting.path,
            secret,
            before: line.before.as_ref(),
            after: (!secret).then_some(&line.after),
        }
    });
    lines.collect()
}

/// Appends `smr.config.change/1`: what was, or would be, changed of a gateway.
pub fn change_json(
    who: &Who,
    outcome: Outcome,
    difference: Option<&Difference>,
    reason: Option<&str>,
    is_indented: bool,
    out: &mut Vec<u8>,
) {
    let document = ChangeDocument {
        schema: "smr.config.change/1",
        who,
        result: outcome,
        changes: change_lines(difference),
        reason,
    };
    json(&document, is_indented, out);
}

/// Appends a document and the end of its line.
pub fn json(document: &impl Serialize, is_indented: bool, out: &mut Vec<u8>) {
    // Numbers, texts and lists always have a JSON form, and writing to memory cannot fail.
    let _ = match is_indented {
        true => serde_json::to_writer_pretty(&mut *out, document),
        false => serde_json::to_writer(&mut *out, document),
    };
    out.push(b'\n');
}

/// A setting that two sides have otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unlike {
    /// Which.
    pub path: &'static str,
    /// What one side has.
    pub left: Value,
    /// What the other has.
    pub right: Value,
}

/// What two sides have otherwise. What one side does not say is not compared.
pub fn unlike(
    left: impl Fn(&Setting) -> Option<Value>,
    right: impl Fn(&Setting) -> Option<Value>,
) -> Vec<Unlike> {
    let compare = |setting: &'static Setting| {
        let (left, right) = (left(setting)?, right(setting)?);
        let path = setting.path;
        (left != right).then_some(Unlike { path, left, right })
    };
    SETTINGS
        .iter()
        .filter(|setting| setting.access != Access::WriteOnly)
        .filter_map(compare)
        .collect()
}

/// Appends what two sides have otherwise, side by side.
pub fn comparison(names: (&str, &str), unlike: &[Unlike], colour: Colour, out: &mut Vec<u8>) {
    if unlike.is_empty() {
        return;
    }
    let head = ["SETTING", names.0, names.1].map(|it| Cell::new(it).with_role(Role::Faint));
    let rows = unlike.iter().map(|it| {
        let side = |value| match Setting::find(it.path) {
            Ok(setting) => Cell::new(with_unit(setting, value)).with_role(Role::Strong),
            Err(_) => Cell::new(shown(value)),
        };
        vec![Cell::new(it.path), side(&it.left), side(&it.right)]
    });
    let rows: Vec<_> = std::iter::once(head.to_vec()).chain(rows).collect();
    table(&rows, colour, out);
}

/// Appends `smr.config.diff/1`.
pub fn comparison_json(
    names: (&str, &str),
    unlike: &[Unlike],
    is_indented: bool,
    out: &mut Vec<u8>,
) {
    #[derive(Serialize)]
    struct Comparison<'a> {
        schema: &'static str,
        left: &'a str,
        right: &'a str,
        differences: &'a [Unlike],
    }
    let document = Comparison {
        schema: "smr.config.diff/1",
        left: names.0,
        right: names.1,
        differences: unlike,
    };
    json(&document, is_indented, out);
}

/// Appends `smr.action/1`: what a gateway was told to do, and whether it did.
pub fn action_json(
    action: &str,
    who: &Who,
    outcome: Result<Option<f64>, &str>,
    is_indented: bool,
    out: &mut Vec<u8>,
) {
    #[derive(Serialize)]
    struct Document<'a> {
        schema: &'static str,
        action: &'a str,
        #[serde(flatten)]
        who: &'a Who,
        result: &'static str,
        back_after_s: Option<f64>,
        reason: Option<&'a str>,
    }
    let document = Document {
        schema: "smr.action/1",
        action,
        who,
        result: if outcome.is_ok() { "done" } else { "failed" },
        back_after_s: outcome.ok().flatten(),
        reason: outcome.err(),
    };
    json(&document, is_indented, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::settings::{Change, Changes};

    const CONFIG: &str = r#"{"schema":"smr.config/1","name":"k\u001b[31m","wifi":{"ssid":"home","secret_set":true},"serial":{"baud":115200,"format":"8n1"},"pins":{"led":null,"button":0},"ota":{"key_pinned":false}}"#;

    fn text(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    fn changes(texts: &[(&str, &str)]) -> Difference {
        let change = |(path, text): &(&str, &str)| {
            let setting = Setting::find(path).expect("a setting");
            let value = setting.parse(text).expect("a value");
            Change { setting, value }
        };
        let changes = Changes::new(texts.iter().map(change).collect()).expect("changes");
        changes.against(&Settings::of(CONFIG)).expect("fits")
    }

    #[test]
    fn settings_are_told_with_units_and_without_what_a_terminal_obeys() {
        let page = text(|out| page(&Settings::of(CONFIG), &[], Colour::Off, out));
        for part in ["115200 Bd", "300 to 115200 Bd", "GPIO0", "(kept)", "home"] {
            assert!(page.contains(part), "{part}\n{page}");
        }
        assert!(!page.contains('\u{1b}'), "{page}");
        assert!(!page.contains("secret_set"), "{page}");
    }

    #[test]
    fn changes_are_told_without_their_secrets() {
        let difference = changes(&[
            ("serial.baud", "9600"),
            ("admin.password", "hunter2hunter2"),
            ("pins.led", "2"),
        ]);
        let human = text(|out| super::difference("kitchen", &difference, Colour::Off, out));
        assert_eq!(
            human,
            "kitchen:  serial.baud     115200 Bd  ->  9600 Bd\n\
             kitchen:  pins.led        none       ->  GPIO2\n\
             kitchen:  admin.password  none       ->  (new)\n"
        );
        let who = Who::default();
        let json = text(|out| {
            change_json(&who, Outcome::Planned, Some(&difference), None, false, out);
        });
        assert!(json.contains(r#""before":115200,"after":9600"#), "{json}");
        assert!(!json.contains("hunter2"), "{json}");
    }

    #[test]
    fn what_one_side_does_not_say_is_not_compared() {
        let settings = Settings::of(CONFIG);
        let other = Settings::of(
            &CONFIG
                .replace("115200", "9600")
                .replace("\"name\"", "\"x\""),
        );
        let found = unlike(
            |setting| settings.get(setting.path).cloned(),
            |setting| other.get(setting.path).cloned(),
        );
        assert_eq!(found.len(), 1);
        let table = text(|out| comparison(("a", "b"), &found, Colour::Off, out));
        assert!(table.contains("serial.baud  115200 Bd  9600 Bd"), "{table}");
    }
}
