//! What `set`, `edit` and `import` have in common: changes onto gateways.

use std::path::Path;
use std::time::Duration;

use clap::Args;

use super::{Format, FormatArgs, print};
use crate::cli::gateway::{AskArgs, Session};
use crate::cli::login::LoginArgs;
use crate::cli::{Context, consent, files, report, with_hint};
use crate::config::duration;
use crate::config::logins::Logins;
use crate::config::secret::Password;
use crate::error::{Error, Result};
use crate::gateway::Login;
use crate::gateway::apply::{Applied, Plan};
use crate::gateway::settings::{Changes, Setting, Shape};
use crate::target::gateway::GatewaySpec;
use crate::ui::settings::{self as show, Outcome, Who};

/// How changes are made.
#[derive(Debug, Args)]
pub(super) struct ApplyArgs {
    #[command(flatten)]
    pub(super) login: LoginArgs,
    /// Only say what would be changed
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    /// How long a gateway that changes its network is waited for
    #[arg(long, value_name = "DURATION", default_value = "90s", value_parser = with_hint(duration::parse_positive))]
    wait: Duration,
    #[command(flatten)]
    pub(super) format: FormatArgs,
}

/// Refuses before anything is asked what would put several gateways in each other's way, or needs a yes that nobody can give.
pub(super) fn check(gateways: usize, wanted: &Changes, args: &ApplyArgs) -> Result<()> {
    let individual = wanted.iter().find(|change| change.setting.is_individual());
    if let (Some(change), true) = (individual, gateways > 1) {
        return Err(Error::usage(format!(
            "{} must differ from gateway to gateway",
            change.setting.path
        ))
        .hint("leave it out, or change one gateway at a time"));
    }
    // An exported file names the network that the gateway is in: only a passphrase with it is sure to change something.
    if !args.dry_run && wanted.get("wifi.passphrase").is_some() {
        consent::require(args.yes, "changing a network")?;
    }
    Ok(())
}

/// Makes the changes on one gateway and says what became of them.
pub(super) async fn apply(
    gateway: &GatewaySpec,
    ask: &AskArgs,
    wanted: &Changes,
    args: &ApplyArgs,
    given: Option<Login>,
    context: Context,
) -> Result<()> {
    let mut who = Who {
        gateway: gateway.to_string(),
        ..Who::default()
    };
    let outcome = match open(gateway, ask, args, given).await {
        Ok(mut session) => {
            identify(&session, &mut who);
            change(&mut session, wanted, args, &who, context).await
        }
        Err(error) => Err((error, None)),
    };
    outcome.or_else(|(error, plan)| {
        let reason = error.to_string();
        let plan: Option<Plan> = plan;
        let difference = plan.as_ref().map(|plan| &plan.difference);
        tell(args, |is_indented, out| {
            show::change_json(
                &who,
                Outcome::Failed,
                difference,
                Some(&reason),
                is_indented,
                out,
            );
        })?;
        Err(error)
    })
}

async fn open(
    gateway: &GatewaySpec,
    ask: &AskArgs,
    args: &ApplyArgs,
    given: Option<Login>,
) -> Result<Session> {
    let mut session = ask.open(gateway).await?;
    session.log_in(&args.login, given)?;
    Ok(session)
}

/// Fills in what the gateway told about itself.
pub(in crate::cli) fn identify(session: &Session, who: &mut Who) {
    who.id = Some(session.info.model.id.clone());
    who.name = Some(session.info.model.name.clone());
    who.address = Some(session.client.place().to_owned());
}

/// Prints a JSON document, where JSON is wanted.
fn tell(args: &ApplyArgs, write: impl FnOnce(bool, &mut Vec<u8>)) -> Result<()> {
    let format = args.format.chosen();
    if format == Format::Human {
        return Ok(());
    }
    let mut out = Vec::new();
    write(format == Format::Json, &mut out);
    print(&out)
}

async fn change(
    session: &mut Session,
    wanted: &Changes,
    args: &ApplyArgs,
    who: &Who,
    context: Context,
) -> Result<(), (Error, Option<Plan>)> {
    let name = session.name();
    let plan = Plan::make(&mut session.client, wanted)
        .await
        .map_err(|error| (error, None))?;
    let made = make(session, &plan, &name, args, context).await;
    let outcome = made.map_err(|error| (error, Some(plan.clone())))?;
    let count = match plan.difference.lines().len() {
        1 => "1 setting".to_owned(),
        count => format!("{count} settings"),
    };
    report::message(
        context,
        match outcome {
            Outcome::Unchanged => format!("{name}: nothing to change"),
            Outcome::Planned => format!("{name}: {count} would be changed; this was a dry run"),
            Outcome::Moved => {
                format!("{name}: {count} changed; it has joined the network and answers")
            }
            Outcome::Changed | Outcome::Failed => format!("{name}: {count} changed"),
        },
    );
    for line in plan.difference.lines() {
        if let Some(caution) = line.setting.caution(&line.after) {
            report::message(
                context,
                format_args!("{name}: {}: {caution}", line.setting.path),
            );
        }
    }
    tell(args, |is_indented, out| {
        show::change_json(who, outcome, Some(&plan.difference), None, is_indented, out);
    })
    .map_err(|error| (error, None))
}

async fn make(
    session: &mut Session,
    plan: &Plan,
    name: &str,
    args: &ApplyArgs,
    context: Context,
) -> Result<Outcome> {
    if args.format.chosen() == Format::Human {
        let mut out = Vec::new();
        show::difference(name, &plan.difference, context.stdout, &mut out);
        print(&out)?;
    }
    if args.dry_run || plan.difference.is_empty() {
        return Ok(match plan.difference.is_empty() {
            true => Outcome::Unchanged,
            false => Outcome::Planned,
        });
    }
    if plan.difference.moves() {
        let question = format!(
            "{name} leaves its network for a moment, and may be gone from here if it joins another one. Go on?"
        );
        consent::confirm(args.yes, &question, "changing a network").await?;
        report::message(
            context,
            format_args!(
                "{name}: tries the network, and goes on with that by itself; waiting for at most {}",
                duration::display(args.wait)
            ),
        );
    }
    let awaited = session.awaited();
    let applied = plan
        .carry_out(&mut session.client, &awaited, args.wait)
        .await?;
    let password = plan.difference.get("admin.password");
    if let Some(password) = password.and_then(|it| it.as_str()).and_then(Password::new) {
        keep_anew(session, &password, context);
    }
    Ok(match applied {
        Applied::Unchanged => Outcome::Unchanged,
        Applied::Changed => Outcome::Changed,
        Applied::Moved => Outcome::Moved,
    })
}

/// Whoever has a password kept has the new one kept.
fn keep_anew(session: &Session, password: &Password, context: Context) {
    let (info, Some(login)) = (&session.info.model, session.login()) else {
        return;
    };
    let kept = Logins::open().and_then(|logins| {
        let is_kept = |kept: &crate::config::logins::Kept| kept.id == info.id;
        match logins.list()?.iter().any(is_kept) {
            true => logins
                .keep(&info.id, &info.name, &login.user, password)
                .map(Some),
            false => Ok(None),
        }
    });
    if let Err(error) = kept {
        report::message(
            context,
            format_args!("the new password is not kept: {error}; log in anew: smr login GATEWAY"),
        );
    }
}

/// The value of a secret or key, from the file of this name; `-` is standard input.
pub(super) fn read_secret(setting: &Setting, path: &Path) -> Result<String> {
    match setting.shape {
        Shape::Key => files::read_text(path),
        _ => Password::from_file(path).map(|password| password.expose().to_owned()),
    }
}
