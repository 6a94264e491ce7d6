//! `smr fleet check`.

use clap::Args;

use super::members::MembersArgs;
use super::{Format, FormatArgs, gateways, print};
use crate::cli::{Context, Finished, runtime};
use crate::error::{Error, Kind, Result};
use crate::fleet::Member;
use crate::fleet::look::{Look, OFFLINE};
use crate::ui::fleet as show;

/// Ask all gateways of an inventory whether they are there, what they run and how they are
///
/// Many are asked at once. How a gateway is needs its password; without one only its state, version and board are known.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr fleet check
  smr fleet check --select state=offline
  smr fleet check --json | jq -r '.gateways[] | select(.health == \"poor\") | .name'

Exit code 6 if some gateways cannot be asked, 5 if none can.")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    members: MembersArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Asks the gateways and prints what they answer.
pub(super) fn run(args: &CheckArgs, context: Context) -> Finished {
    let asked = runtime::block_on(async {
        tokio::select! {
            asked = args.members.asked(true, context) => asked,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped before all had answered")),
        }
    });
    let checked = match asked {
        Ok(checked) => checked,
        Err(error) => return Err(error).into(),
    };
    let printed = show_all(args, &checked, context);
    let judged = judge(&checked);
    Finished {
        summary: judged
            .is_ok()
            .then(|| format!("{} asked, all answer", gateways(checked.len()))),
        errors: [printed, judged]
            .into_iter()
            .filter_map(Result::err)
            .collect(),
    }
}

fn show_all(args: &CheckArgs, checked: &[(Member, Look)], context: Context) -> Result<()> {
    match args.format.chosen() {
        Format::Json => print(show::check_json(checked).as_bytes()),
        Format::Human => {
            let mut out = Vec::new();
            show::check(checked, context.stdout, &mut out);
            print(&out)
        }
    }
}

fn judge(checked: &[(Member, Look)]) -> Result<()> {
    let all = checked.len();
    let offline = checked
        .iter()
        .filter(|(_, look)| look.state == OFFLINE)
        .count();
    let silent = checked
        .iter()
        .filter(|(_, look)| look.trouble.is_some())
        .count()
        - offline;
    let kind = match (offline, silent) {
        (0, 0) => return Ok(()),
        (offline, _) if offline == all => Kind::Unreachable,
        (_, silent) if silent == all => Kind::Authentication,
        _ => Kind::PartlyFailed,
    };
    let mut told = Vec::new();
    if offline > 0 {
        told.push(format!("{offline} cannot be reached"));
    }
    match silent {
        0 => {}
        1 => told.push("1 does not tell how it is".to_owned()),
        silent => told.push(format!("{silent} do not tell how they are")),
    }
    Err(Error::new(
        kind,
        format!("of {}, {}", gateways(all), told.join(" and ")),
    )
    .hint("look at one of them more closely: smr diag HOST"))
}
