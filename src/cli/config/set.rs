//! `smr config set`.

use std::path::Path;

use clap::Args;

use super::apply::{self, ApplyArgs};
use crate::cli::gateway::AskArgs;
use crate::cli::{Context, Finished, many};
use crate::error::{Error, Result};
use crate::gateway::Login;
use crate::gateway::settings::{Access, Change, Changes, Setting};
use crate::target::gateway::GatewaySpec;

/// Change settings of one gateway or several
///
/// All of it is checked before anything is sent, and taken whole or not at all. A gateway tries a new network before it keeps it: if it
/// cannot join, it goes back to the one before.
#[derive(Debug, Args)]
#[command(override_usage = "smr config set [OPTIONS] GATEWAY... PATH=VALUE...")]
#[command(after_help = "\
Examples:
  smr config set kitchen serial.baud=9600 serial.format=7e1
  smr config set kitchen attic radio.power_dbm=20 --dry-run
  smr config set kitchen pins.led=none
  smr config set kitchen --secret admin.password=new.txt
  smr config set kitchen wifi.ssid=home --secret wifi.passphrase=wifi.txt --yes
  smr config set kitchen --secret ota.public_key=release.pub.pem

All settings: smr config list")]
pub(super) struct SetArgs {
    /// Gateways, and the settings with their new values; none stands for no value
    #[arg(value_name = "GATEWAY|PATH=VALUE", required = true)]
    words: Vec<String>,
    /// The new value is in this file: its first line, or a PEM file; - is standard input
    ///
    /// Secrets are not taken from the command line, where other users see them (ps) and the shell remembers them.
    #[arg(long, value_name = "PATH=FILE")]
    secret: Vec<String>,
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    apply: ApplyArgs,
}

struct Prepared {
    gateways: Vec<GatewaySpec>,
    wanted: Changes,
    given: Option<Login>,
}

/// Changes the settings.
pub(super) fn run(args: &SetArgs, context: Context) -> Finished {
    match prepare(args) {
        Ok(prepared) => many::each(&prepared.gateways, context, async |gateway| {
            let given = prepared.given.clone();
            apply::apply(
                gateway,
                &args.ask,
                &prepared.wanted,
                &args.apply,
                given,
                context,
            )
            .await
        }),
        Err(error) => Err(error).into(),
    }
}

fn prepare(args: &SetArgs) -> Result<Prepared> {
    let (mut gateways, mut wanted) = (Vec::new(), Vec::new());
    for word in &args.words {
        match assignment(word) {
            Some((path, value)) => wanted.push(change(path, value)?),
            None => gateways.push(GatewaySpec::parse(word)?),
        }
    }
    for word in &args.secret {
        wanted.push(secret_word(word)?);
    }
    if gateways.is_empty() {
        return Err(Error::usage("no gateway is named")
            .hint("such as: smr config set kitchen serial.baud=9600"));
    }
    if wanted.is_empty() {
        return Err(Error::usage("no setting is named")
            .hint("such as: smr config set kitchen serial.baud=9600")
            .hint("see all of them: smr config list"));
    }
    let wanted = Changes::new(wanted)?;
    apply::check(gateways.len(), &wanted, &args.apply)?;
    Ok(Prepared {
        gateways,
        wanted,
        given: args.apply.login.given()?,
    })
}

/// The parts of `PATH=VALUE`; nothing for what can only be a gateway, such as `sim:be-emucs?interval=1s`.
pub(in crate::cli) fn assignment(word: &str) -> Option<(&str, &str)> {
    let (path, value) = word.split_once('=')?;
    let is_path = |letter: char| letter.is_ascii_alphabetic() || letter == '.' || letter == '_';
    path.chars().all(is_path).then_some((path, value))
}

/// The change that `PATH=VALUE` asks for.
pub(in crate::cli) fn change(path: &str, text: &str) -> Result<Change> {
    let setting = Setting::find(path)?;
    let is_none = ["none", "null"].contains(&text);
    if setting.is_secret() && !is_none {
        return Err(Error::usage(format!(
            "{path} is a secret and must not stand on a command line: others see that, and the shell remembers it"
        ))
        .hint(format!("write it into a file: --secret {path}=FILE"))
        .hint(format!("or pipe it in: --secret {path}=-"))
        .hint("what was typed just now may still be in the history of the shell"));
    }
    let value = setting.parse(text)?;
    Ok(Change { setting, value })
}

/// The parts of `PATH=FILE`.
pub(in crate::cli) fn secret_parts(word: &str) -> Result<(&str, &Path)> {
    let (path, file) = word.split_once('=').ok_or_else(|| {
        Error::usage("--secret needs a setting and a file")
            .hint("such as: --secret admin.password=new.txt")
    })?;
    Ok((path, Path::new(file)))
}

fn secret_word(word: &str) -> Result<Change> {
    let (path, file) = secret_parts(word)?;
    secret(path, file)
}

/// The change to a secret, whose value is in a file.
pub(in crate::cli) fn secret(path: &str, file: &Path) -> Result<Change> {
    let setting = Setting::find(path)?;
    if setting.access != Access::WriteOnly {
        return Err(Error::usage(format!("{path} is no secret"))
            .hint(format!("say its value: {path}=VALUE")));
    }
    if file != Path::new("-") && !file.exists() {
        // Perhaps it is no name of a file, but the secret.
        return Err(Error::usage(format!("--secret {path}=FILE names no file"))
            .hint("write the secret into a file, and name that; or pipe it in, and name -"));
    }
    let value = setting.parse(&apply::read_secret(setting, file)?)?;
    Ok(Change { setting, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gateways_and_settings_are_told_apart() {
        assert_eq!(assignment("name=a=b"), Some(("name", "a=b")));
        assert_eq!(assignment("serial.baud="), Some(("serial.baud", "")));
        for word in ["kitchen", "sim:be-emucs?interval=1s", "127.0.0.2:8080"] {
            assert_eq!(assignment(word), None, "{word}");
        }
    }

    #[test]
    fn a_secret_on_the_command_line_is_refused_and_not_repeated() {
        let error = change("admin.password", "hunter2hunter2").expect_err("a secret");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
        assert!(change("wifi.passphrase", "none").is_ok());
        assert!(secret_word("admin.password").is_err());
        let error = secret_word("admin.password=hunter2hunter2").expect_err("no file");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
        assert!(secret_word("serial.baud=x").is_err());
    }
}
