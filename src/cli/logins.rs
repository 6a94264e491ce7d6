//! `smr login` and `smr logout`.

use clap::Args;
use serde::Serialize;

use super::config::{Format, FormatArgs, print};
use super::gateway::AskArgs;
use super::login::LoginArgs;
use super::{Context, Finished, many, report, with_hint};
use crate::config::logins::{Keeper, Kept, Logins};
use crate::config::secret::Password;
use crate::discovery::clean;
use crate::error::{Error, Kind, Result};
use crate::provision::Provisioned;
use crate::target::gateway::GatewaySpec;
use crate::ui::provision::place as place_of;
use crate::ui::settings as show;
use crate::ui::style::Role;
use crate::ui::table::{Cell, table};

/// Keep the admin password of a gateway, so that it is not asked for again
///
/// The password is tried first. It is kept for the gateway's id, whatever name or address the gateway gets later: in the keyring of the
/// desktop session where there is one and the program secret-tool is installed, else in a file that only you can read. `SMR_KEYRING=file`
/// or `SMR_KEYRING=os` chooses.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr login kitchen
  smr login kitchen --password-file secret.txt
  smr login --list")]
pub(super) struct LogInArgs {
    /// The gateway
    #[arg(value_name = "GATEWAY", required_unless_present = "list", value_parser = with_hint(GatewaySpec::parse))]
    gateway: Option<GatewaySpec>,
    /// Show whose passwords are kept, and where
    #[arg(long, conflicts_with = "gateway")]
    list: bool,
    #[command(flatten)]
    ask: AskArgs,
    #[command(flatten)]
    login: LoginArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Forget the admin password of a gateway
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr logout kitchen
  smr logout --all")]
pub(super) struct LogOutArgs {
    /// The gateway, by its id or by the name that it had; it need not be there any more
    #[arg(value_name = "GATEWAY", required_unless_present = "all")]
    gateway: Option<String>,
    /// Forget all of them
    #[arg(long, conflicts_with = "gateway")]
    all: bool,
    #[command(flatten)]
    ask: AskArgs,
}

/// Whether the password of a gateway that was set up is kept.
#[derive(Clone, Debug)]
pub(super) struct Memory(Option<Logins>);

/// A password that is kept.
#[derive(Clone, Debug)]
pub(super) struct Remembered {
    pub(super) keeper: Keeper,
    /// Where, in words.
    pub(super) place: String,
}

impl Memory {
    /// What cannot be kept is found out before there is a password.
    pub(super) fn open(is_wanted: bool) -> Result<Memory> {
        if !is_wanted {
            return Ok(Memory(None));
        }
        let logins = Logins::open()?;
        logins.list()?;
        Ok(Memory(Some(logins)))
    }

    /// Keeps the admin's password of a gateway that has just taken it.
    pub(super) fn keep(
        &self,
        gateway: &Provisioned,
        admin: &Password,
    ) -> Result<Option<Remembered>> {
        let Some(logins) = &self.0 else {
            return Ok(None);
        };
        let name = clean(gateway.name.as_bytes()).unwrap_or_else(|| gateway.id.clone());
        let keeper = logins.keep(&gateway.id, &name, "admin", admin)?;
        Ok(Some(Remembered {
            keeper,
            place: place(keeper, logins),
        }))
    }
}

/// What became of a password, or how it can be kept.
pub(super) fn about(remembered: Option<&Remembered>, gateway: &Provisioned) -> String {
    match remembered {
        Some(remembered) => format!("its admin password is kept in {}", remembered.place),
        None => format!(
            "keep its admin password for later commands: smr login {}",
            place_of(gateway.address)
        ),
    }
}

/// Keeps a password, or lists those that are kept.
pub(super) fn log_in(args: &LogInArgs, context: Context) -> Finished {
    match &args.gateway {
        None => list(args, context).into(),
        Some(gateway) => many::each(std::slice::from_ref(gateway), context, async |gateway| {
            keep(gateway, args, context).await
        }),
    }
}

async fn keep(gateway: &GatewaySpec, args: &LogInArgs, context: Context) -> Result<()> {
    if matches!(gateway, GatewaySpec::Sim(_)) {
        return Err(
            Error::usage("a virtual gateway inside this process needs no login")
                .hint("one that stays: smr sim --admin-password-file FILE"),
        );
    }
    // What cannot be kept need not be asked for.
    let logins = Logins::open()?;
    logins.list()?;
    let given = args.login.given()?;
    let mut session = args.ask.open(gateway).await?;
    let login = match given {
        None => args.login.asked(session.client.place())?,
        given => given,
    };
    if let Some(login) = &login {
        session.client.log_in(login.clone());
    }
    // Fails where there is no password, or where it is wrong.
    session.client.status().await?;
    let login = login.ok_or_else(|| Error::new(Kind::Authentication, "there is no password"))?;
    let info = &session.info.model;
    let keeper = logins.keep(&info.id, &session.name(), &login.user, &login.password)?;
    let told = format!(
        "{}: the password is right, and kept in {}",
        session.name(),
        place(keeper, &logins)
    );
    report::message(context, told);
    Ok(())
}

fn place(keeper: Keeper, logins: &Logins) -> String {
    match keeper {
        Keeper::Keyring => "the keyring".to_owned(),
        Keeper::File => logins.path().display().to_string(),
    }
}

#[derive(Serialize)]
struct List<'a> {
    schema: &'static str,
    logins: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    name: &'a str,
    user: &'a str,
    kept_in: Keeper,
}

fn list(args: &LogInArgs, context: Context) -> Result<()> {
    let logins = Logins::open()?;
    let kept = logins.list()?;
    let mut out = Vec::new();
    match args.format.chosen() {
        Format::Human => {
            let rows: Vec<_> = kept.iter().map(|it| row(it, &logins)).collect();
            table(&rows, context.stdout, &mut out);
            if kept.is_empty() {
                report::message(context, "no password is kept");
            }
        }
        format => {
            let document = List {
                schema: "smr.login.list/1",
                logins: kept
                    .iter()
                    .map(|it| Entry {
                        id: &it.id,
                        name: &it.name,
                        user: &it.user,
                        kept_in: it.keeper,
                    })
                    .collect(),
            };
            show::json(&document, format == Format::Json, &mut out);
        }
    }
    print(&out)
}

fn row(kept: &Kept, logins: &Logins) -> Vec<Cell> {
    let text = |text: &str| clean(text.as_bytes()).unwrap_or_default();
    vec![
        Cell::new(text(&kept.id)).with_role(Role::Strong),
        Cell::new(text(&kept.name)),
        Cell::new(text(&kept.user)),
        Cell::new(place(kept.keeper, logins)).with_role(Role::Faint),
    ]
}

/// Forgets one password, or all.
pub(super) fn log_out(args: &LogOutArgs, context: Context) -> Finished {
    match &args.gateway {
        None => forget_all(context).into(),
        Some(gateway) => forget(gateway, args, context),
    }
}

fn forget_all(context: Context) -> Result<()> {
    let logins = Logins::open()?;
    let kept = logins.list()?;
    for it in &kept {
        logins.forget(&it.id)?;
    }
    let told = match kept.len() {
        0 => "no password was kept".to_owned(),
        1 => "1 password is forgotten".to_owned(),
        count => format!("{count} passwords are forgotten"),
    };
    report::message(context, told);
    Ok(())
}

fn forget(gateway: &str, args: &LogOutArgs, context: Context) -> Finished {
    let known = Logins::open().and_then(|logins| {
        let kept = logins.list()?;
        let mut found = kept
            .into_iter()
            .filter(|it| it.id == gateway || it.name == gateway);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => Err(Error::usage(format!(
                "several gateways were called {gateway:?}"
            ))
            .hint("name it by its id: smr login --list")),
            (Some(it), None) => logins.forget(&it.id).map(|_| Some(it.id)),
            _ => Ok(None),
        }
    });
    match known {
        Err(error) => Err(error).into(),
        Ok(Some(id)) => {
            report::message(context, format_args!("the password of {id} is forgotten"));
            Ok(()).into()
        }
        // Perhaps by an address: then it has to say who it is.
        Ok(None) => match GatewaySpec::parse(gateway) {
            Err(error) => Err(error).into(),
            Ok(spec) => many::each(&[spec], context, async |spec| {
                let unknown = |who: &str| {
                    Error::new(Kind::NothingFound, format!("no password of {who} is kept"))
                        .hint("see whose are: smr login --list")
                };
                let session = args
                    .ask
                    .open(spec)
                    .await
                    .map_err(|cause| unknown(gateway).because(cause))?;
                let id = &session.info.model.id;
                if !Logins::open()?.forget(id)? {
                    return Err(unknown(id));
                }
                report::message(context, format_args!("the password of {id} is forgotten"));
                Ok(())
            }),
        },
    }
}
