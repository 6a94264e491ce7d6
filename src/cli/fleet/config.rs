//! `smr fleet config`.

use clap::{Args, Subcommand};

use super::begin::{New, StartArgs};
use super::members::{MembersArgs, Progress};
use super::rules_args::RulesArgs;
use super::{Format, FormatArgs, gateways, print, work};
use crate::cli::config::set;
use crate::cli::{Context, Finished, runtime};
use crate::error::{Error, Kind, Result};
use crate::fleet::look::differences;
use crate::fleet::task::PlannedChange;
use crate::fleet::work::Work;
use crate::fleet::{Member, Plan, Task, logins};
use crate::gateway::settings::{Changes, Difference};
use crate::ui::{fleet as show, settings};

/// Change settings of many gateways in stages
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet config set serial.baud=9600 --dry-run
  smr fleet config set serial.baud=9600 --confirm 12")]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Set(Box<SetArgs>),
}

/// Change settings of the gateways of an inventory in stages
///
/// Each gateway is changed as by smr config set: what differs is sent in one request and read back. What is so already is left alone.
/// Stages, limits, journal and report are those of smr fleet update, and so are resume, retry and abort.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet config set serial.baud=9600 --dry-run
  smr fleet config set serial.baud=9600 serial.format=7e1 --select meter=old --confirm 12
  smr fleet config set --secret ota.public_key=release.pub.pem --stages 1,100% --confirm 40

All settings: smr config list. Other admin passwords: smr fleet rotate-password.
Exit code 6 if a gateway was not changed, or it pauses.")]
struct SetArgs {
    /// The settings with their new values; none stands for no value
    #[arg(value_name = "PATH=VALUE", required_unless_present = "secret")]
    words: Vec<String>,
    /// The new value is in this file: its first line, or a PEM file
    #[arg(long, value_name = "PATH=FILE")]
    secret: Vec<String>,
    #[command(flatten)]
    members: MembersArgs,
    #[command(flatten)]
    rules: RulesArgs,
    /// Ask all gateways, and only say what would be changed
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    start: StartArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Runs the command below `config`.
pub(super) fn run(args: &ConfigArgs, context: Context) -> Finished {
    let Command::Set(args) = &args.command;
    let wanted = planned(args).and_then(|changes| {
        let wanted = work::changes_of(&changes)?;
        check(&wanted)?;
        Ok((changes, wanted))
    });
    match wanted {
        Ok((_, wanted)) if args.dry_run => dry_run(args, &wanted, context),
        Ok((changes, wanted)) => {
            let new = plan(args, changes, context).and_then(|plan| {
                Ok(New {
                    plan,
                    work: Work::Settings(wanted),
                    asking: args.members.asking()?,
                })
            });
            args.start.begin(new, args.format, context)
        }
        Err(error) => Err(error).into(),
    }
}

fn planned(args: &SetArgs) -> Result<Vec<PlannedChange>> {
    let mut changes = Vec::new();
    for word in &args.words {
        let (path, value) = set::assignment(word).ok_or_else(|| {
            Error::usage(format!("{word:?} is no setting with its value"))
                .hint("such as: smr fleet config set serial.baud=9600")
                .hint("gateways are chosen by --inventory and --select")
        })?;
        changes.push(PlannedChange {
            path: path.to_owned(),
            value: Some(value.to_owned()),
            file: None,
        });
    }
    for word in &args.secret {
        let (path, file) = set::secret_parts(word)?;
        // It may be resumed from another folder.
        let file = std::path::absolute(file).map_err(|cause| {
            Error::usage(format!("there is no file {}", file.display())).because(cause)
        })?;
        changes.push(PlannedChange {
            path: path.to_owned(),
            value: None,
            file: Some(file),
        });
    }
    Ok(changes)
}

/// Refuses what would put gateways in each other's way, or lock everybody out who goes on later.
fn check(wanted: &Changes) -> Result<()> {
    if let Some(change) = wanted.iter().find(|change| change.setting.is_individual()) {
        return Err(Error::usage(format!(
            "{} must differ from gateway to gateway",
            change.setting.path
        ))
        .hint("change one gateway at a time: smr config set GATEWAY"));
    }
    match wanted.get("admin.password") {
        None => Ok(()),
        Some(_) => Err(
            Error::usage("passwords are changed with more care than other settings")
                .hint("smr fleet rotate-password --new-password-file FILE"),
        ),
    }
}

fn plan(args: &SetArgs, changes: Vec<PlannedChange>, context: Context) -> Result<Plan> {
    let rules = args.rules.rules(args.members.asking()?.limit);
    let members = runtime::block_on(async {
        tokio::select! {
            members = args.members.chosen(context) => members,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped; nothing was begun")),
        }
    })?;
    args.rules.plan(Task::Settings { changes }, members, rules)
}

fn dry_run(args: &SetArgs, wanted: &Changes, context: Context) -> Finished {
    let asked = runtime::block_on(async {
        tokio::select! {
            asked = ask(args, wanted, context) => asked,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped; nothing was changed")),
        }
    });
    let asked = match asked {
        Ok(asked) => asked,
        Err(error) => return Err(error).into(),
    };
    let mut out = Vec::new();
    match args.format.chosen() {
        Format::Json => out.extend(show::differences_json(&asked).bytes()),
        Format::Human => {
            for (member, difference) in &asked {
                match difference {
                    Ok(difference) => {
                        settings::difference(&member.name, difference, context.stdout, &mut out);
                    }
                    Err(error) => out.extend(format!("{}:  {error}\n", member.name).bytes()),
                }
            }
        }
    }
    let printed = print(&out);
    let count = |is_it: fn(&Result<Difference>) -> bool| {
        asked.iter().filter(|(_, found)| is_it(found)).count()
    };
    let failed = count(Result::is_err);
    let changed = count(|found| {
        found
            .as_ref()
            .is_ok_and(|difference| !difference.is_empty())
    });
    let same = asked.len() - failed - changed;
    let told = format!(
        "{} would be changed, {same} would stay as they are; this was a dry run",
        gateways(changed)
    );
    let judged = match failed {
        0 => Ok(()),
        failed => Err(Error::new(
            match failed == asked.len() {
                true => Kind::Unreachable,
                false => Kind::PartlyFailed,
            },
            format!("{} cannot be asked; {told}", gateways(failed)),
        )
        .hint("see why: smr fleet check")),
    };
    Finished {
        summary: judged.is_ok().then_some(told),
        errors: [printed, judged]
            .into_iter()
            .filter_map(Result::err)
            .collect(),
    }
}

async fn ask(
    args: &SetArgs,
    wanted: &Changes,
    context: Context,
) -> Result<Vec<(Member, Result<Difference>)>> {
    let members = args.members.chosen(context).await?;
    let logins = logins::read(&members)?;
    let progress = Progress::new(members.len(), context);
    let pairs = members.iter().cloned().zip(logins).collect();
    let asking = args.members.asking()?;
    let found = differences(pairs, wanted, &asking, &mut |done| progress.show(done)).await?;
    Ok(members.into_iter().zip(found).collect())
}
