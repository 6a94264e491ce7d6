//! `smr config show --local`.

use clap::Args;
use serde::Serialize;

use super::{Format, FormatArgs, print};
use crate::cli::Context;
use crate::config::logins::{self, Keeper, Logins};
use crate::config::{editor, place, secret};
use crate::error::Result;
use crate::ui::settings as show;
use crate::ui::style::Role;
use crate::ui::table::{Cell, table};

/// Show what this program goes by on this computer, and where each value comes from
///
/// Options on the command line come before variables of the environment, these before what is built in. Passwords are not shown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr config show --local
  smr config show --local --json")]
pub(super) struct ShowArgs {
    /// The values of this computer; those of a gateway: smr config get GATEWAY
    #[arg(long, required = true)]
    local: bool,
    #[command(flatten)]
    format: FormatArgs,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    value: String,
    origin: String,
}

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    values: Vec<Row>,
}

/// Prints the values.
pub(super) fn run(args: &ShowArgs, context: Context) -> Result<()> {
    let rows = rows()?;
    let mut out = Vec::new();
    match args.format.chosen() {
        Format::Human => {
            let cells = |row: &Row| {
                vec![
                    Cell::new(row.name),
                    Cell::new(row.value.as_str()).with_role(Role::Strong),
                    Cell::new(row.origin.as_str()).with_role(Role::Faint),
                ]
            };
            let rows: Vec<_> = rows.iter().map(cells).collect();
            table(&rows, context.stdout, &mut out);
        }
        format => {
            let document = Document {
                schema: "smr.config.local/1",
                values: rows,
            };
            show::json(&document, format == Format::Json, &mut out);
        }
    }
    print(&out)
}

fn rows() -> Result<Vec<Row>> {
    let variable = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let origin = |name: Option<&str>| match name {
        Some(name) => format!("variable {name}"),
        None => "built in".to_owned(),
    };
    let directory = place::directory()?;
    let logins = Logins::open()?;
    let editor = editor::editor();
    Ok(vec![
        Row {
            name: "directory",
            value: directory.path.display().to_string(),
            origin: origin(Some(directory.origin)),
        },
        Row {
            name: "passwords are kept in",
            value: match logins.keeper() {
                Keeper::Keyring => "the keyring of this session".to_owned(),
                Keeper::File => logins.path().display().to_string(),
            },
            origin: origin(variable(logins::VARIABLE).then_some(logins::VARIABLE)),
        },
        Row {
            name: "logins",
            value: logins.list()?.len().to_string(),
            origin: logins.path().display().to_string(),
        },
        Row {
            name: "admin password",
            value: match secret::Password::from_environment() {
                Some(_) => "given".to_owned(),
                None => "as kept, or asked for".to_owned(),
            },
            origin: origin(variable(secret::VARIABLE).then_some(secret::VARIABLE)),
        },
        Row {
            name: "editor",
            value: editor.command,
            origin: origin(editor.origin),
        },
        Row {
            name: "colour",
            value: match variable("NO_COLOR") {
                true => "never".to_owned(),
                false => "on terminals".to_owned(),
            },
            origin: origin(variable("NO_COLOR").then_some("NO_COLOR")),
        },
    ])
}
