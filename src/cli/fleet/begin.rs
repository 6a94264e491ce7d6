//! How a rollout is begun: confirmed, written down, carried out.

use std::path::PathBuf;

use clap::Args;
use jiff::Zoned;

use super::rollout::{self, Prepared, Told};
use super::{FormatArgs, gateways};
use crate::cli::{Context, Finished, report, runtime};
use crate::error::{Error, Kind, Result};
use crate::fleet::look::Asking;
use crate::fleet::runner::Rollout;
use crate::fleet::state::{Event, State};
use crate::fleet::work::Work;
use crate::fleet::{Journal, Plan, Task, logins};

/// How a rollout is begun.
#[derive(Clone, Debug, Args)]
pub(super) struct StartArgs {
    /// How many gateways are meant: must be right, so that nobody changes more than they think
    #[arg(long, value_name = "COUNT")]
    confirm: Option<usize>,
    #[command(flatten)]
    journal: NewJournalArgs,
}

/// Where a rollout is written down.
#[derive(Clone, Debug, Args)]
pub(super) struct NewJournalArgs {
    /// The folder of the journal, which is made [default: fleet-DATE-TIME]
    #[arg(long, value_name = "DIR")]
    journal: Option<PathBuf>,
}

impl NewJournalArgs {
    pub(super) fn folder(&self) -> PathBuf {
        let named = || -> PathBuf {
            let name = Zoned::now().strftime("fleet-%Y%m%d-%H%M%S").to_string();
            // Two may begin in one second.
            let more = (2..100).map(|number| format!("{name}-{number}"));
            let mut names = std::iter::once(name.clone()).chain(more).map(PathBuf::from);
            names
                .find(|folder| !folder.exists())
                .unwrap_or_else(|| name.into())
        };
        self.journal.clone().unwrap_or_else(named)
    }
}

/// What is to be begun.
pub(super) struct New {
    pub(super) plan: Plan,
    pub(super) work: Work,
    pub(super) asking: Asking,
}

impl StartArgs {
    /// Refuses before anything is done what nobody has confirmed.
    pub(super) fn check(&self, plan: &Plan) -> Result<()> {
        let total = plan.gateways.len();
        if self.confirm == Some(total) {
            return Ok(());
        }
        let noun = plan.task.noun();
        let given = match self.confirm {
            Some(count) => format!("the {noun} is of {}, not {count}", gateways(total)),
            None => format!(
                "{} {noun} of {} has to be confirmed",
                article(noun),
                gateways(total)
            ),
        };
        let error = Error::usage(given);
        let error = match plan.task {
            Task::Update { .. } | Task::Settings { .. } => {
                error.hint("see what would be done: add --dry-run")
            }
            _ => error,
        };
        Err(error.hint(format!("if that is what you want: --confirm {total}")))
    }

    /// Begins what is confirmed, and carries it out.
    pub(super) fn begin(&self, new: Result<New>, format: FormatArgs, context: Context) -> Finished {
        let new = new.and_then(|new| self.check(&new.plan).map(|()| new));
        begin(new, &self.journal.folder(), format, context)
    }
}

fn article(noun: &str) -> &'static str {
    match noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        true => "an",
        false => "a",
    }
}

/// Begins, and carries it out.
pub(super) fn begin(
    new: Result<New>,
    folder: &std::path::Path,
    format: FormatArgs,
    context: Context,
) -> Finished {
    let prepared = new.and_then(|new| prepare(new, folder, context));
    let told = Told {
        folder: folder.to_owned(),
        format: format.chosen(),
        context,
    };
    rollout::carry_out(prepared, Event::Begin, &told)
}

fn prepare(new: New, folder: &std::path::Path, context: Context) -> Result<Prepared> {
    let New { plan, work, asking } = new;
    let members = || plan.gateways.iter().map(|planned| &planned.member);
    let logins = logins::read(members())?;
    runtime::block_on(async {
        tokio::select! {
            known = logins::insist_or_kept(members(), &asking) => known,
            () = runtime::stop_requested() => Err(Error::new(Kind::Interrupted, "stopped; nothing was begun")),
        }
    })?;
    let journal = Journal::create(folder, &plan)?;
    let stages = match plan.stages.len() {
        1 => "1 stage".to_owned(),
        count => format!("{count} stages"),
    };
    report::message(
        context,
        format_args!(
            "{}: {} in {stages}, seed {}; journal: {}",
            gateways(plan.gateways.len()),
            plan.task.title(),
            plan.seed,
            folder.display()
        ),
    );
    Ok(Rollout {
        state: State::new(&plan),
        plan,
        journal,
        work,
        logins,
        asking,
    })
}
