//! Carrying an update out, for whichever command began it or goes on with it.

use std::path::{Path, PathBuf};

use super::teller::Teller;
use super::{Format, print, work};
use crate::cli::{Context, Finished, runtime};
use crate::error::{Error, Kind, Result};
use crate::fleet::look::Asking;
use crate::fleet::report::{Report, Verdict};
use crate::fleet::runner::{self, Rollout};
use crate::fleet::state::{Event, Pause, Phase, State};
use crate::fleet::{Amount, Journal, Plan, Story, logins};
use crate::ui::fleet as show;

/// Where an update is told.
pub(super) struct Told {
    /// The folder of its journal.
    pub(super) folder: PathBuf,
    pub(super) format: Format,
    pub(super) context: Context,
}

/// An update that can be carried out.
pub(super) type Prepared = Rollout;

/// What a journal needs to be gone on with: the same image, and the passwords.
pub(super) fn prepare(journal: Journal, story: Story, asking: Asking) -> Result<Prepared> {
    let Story { plan, state, .. } = story;
    let work = work::of(&plan)?;
    let logins = logins::read(plan.gateways.iter().map(|planned| &planned.member))?;
    Ok(Rollout {
        plan,
        state,
        journal,
        work,
        logins,
        asking,
    })
}

/// Carries an update out, tells what happens, and judges what it came to.
pub(super) fn carry_out(prepared: Result<Prepared>, first: Event, told: &Told) -> Finished {
    let rollout = match prepared {
        Ok(rollout) => rollout,
        Err(error) => return Err(error).into(),
    };
    let plan = rollout.plan.clone();
    let mut teller = Teller::new(&plan, &rollout.state, told.format, told.context);
    let ended = runtime::block_on(async {
        let mut tell = |news: runner::News<'_>| teller.tell(&news);
        runner::run(rollout, first, runtime::stop_requested(), &mut tell).await
    });
    teller.end();
    let state = match ended {
        Ok(state) => state,
        Err(error) => {
            let folder = told.folder.display();
            return Err(error.hint(format!("then go on: smr fleet resume {folder}"))).into();
        }
    };
    let noted = work::ended(&plan, &state, told.context);
    let report = Report::of(&Story {
        plan: plan.clone(),
        entries: Vec::new(),
        state: state.clone(),
    });
    let printed = match told.format {
        Format::Json => print(show::report_json(&report).as_bytes()),
        Format::Human => {
            let mut out = Vec::new();
            show::report(&report, told.context.stdout, &mut out);
            print(&out)
        }
    };
    let judged = judge(&plan, &state, &report, &told.folder);
    Finished {
        summary: judged.is_ok().then(|| report.summary()),
        errors: [judged, printed, noted]
            .into_iter()
            .filter_map(Result::err)
            .collect(),
    }
}

fn judge(plan: &Plan, state: &State, report: &Report, folder: &Path) -> Result<()> {
    let folder = folder.display();
    let summary = report.summary();
    let (kind, why) = match state.phase {
        Phase::Paused(Pause::Asked) => (Kind::Interrupted, "stopped".to_owned()),
        Phase::Paused(pause) => (
            Kind::PartlyFailed,
            format!("paused: {}", reason(plan, state, pause)),
        ),
        _ if report.count(Verdict::Updated) + report.count(Verdict::Current)
            == report.gateways.len() =>
        {
            return Ok(());
        }
        _ => (
            Kind::PartlyFailed,
            format!("not every gateway was {}", plan.task.told(Verdict::Updated)),
        ),
    };
    let error = Error::new(kind, format!("{why}: {summary}"));
    Err(match state.phase {
        Phase::Paused(Pause::Asked) => error.hint(format!("go on: smr fleet resume {folder}")),
        Phase::Paused(_) => error
            .hint(format!(
                "see what became of each: smr fleet report {folder}"
            ))
            .hint(format!("go on all the same: smr fleet resume {folder}")),
        _ => error
            .hint(format!(
                "see what became of each: smr fleet report {folder}"
            ))
            .hint(format!("try these again: smr fleet retry {folder}")),
    })
}

/// Why an update paused, by which rule.
pub(super) fn reason(plan: &Plan, state: &State, pause: Pause) -> String {
    let rules = &plan.rules;
    match pause {
        Pause::Failures { count } => {
            let within = match rules.error_threshold {
                Amount::Count(_) => String::new(),
                Amount::Percent(_) => format!(
                    " of the {} in stage {}",
                    plan.stage(state.stage).len(),
                    state.stage + 1
                ),
            };
            format!(
                "{count}{within} failed (--error-threshold {})",
                rules.error_threshold
            )
        }
        Pause::Unreachable { count } => {
            format!(
                "{count} unreachable (--unreachable-budget {})",
                rules.unreachable_budget
            )
        }
        Pause::Successes { count, needed } => format!(
            "in stage {} only {count} are {} and {needed} must be (--success-threshold {})",
            state.stage + 1,
            plan.task.told(Verdict::Updated),
            rules.success_threshold
        ),
        Pause::Asked => "somebody asked to stop".to_owned(),
    }
}
