//! Carrying an update out, for whichever command began it or goes on with it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::teller::Teller;
use super::{Format, print};
use crate::cli::firmware::{read_image, read_public_key};
use crate::cli::{Context, Finished, runtime};
use crate::error::{Error, Kind, Result};
use crate::fleet::look::Asking;
use crate::fleet::plan::{PlannedImage, Rules};
use crate::fleet::report::{Report, Verdict};
use crate::fleet::runner::{self, Rollout};
use crate::fleet::state::{Event, Pause, Phase, State};
use crate::fleet::{Amount, Journal, Plan, Story, logins};
use crate::gateway::update::{Options, Update, Way};
use crate::image::Sha256;
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

/// An image and what a plan keeps of it.
pub(super) fn image(
    path: &Path,
    key: Option<&Path>,
    rules: &Rules,
) -> Result<(Update, PlannedImage)> {
    let file = read_image(path)?;
    let key = key.map(read_public_key).transpose()?;
    let sha256 = Sha256::of(&file).to_string();
    let options = Options {
        way: Way::Http,
        allow_downgrade: rules.allow_downgrade,
        force: false,
        dry_run: false,
        proof_limit: Duration::from_millis(rules.proof_ms),
    };
    let update = Update::new(file, key, options).map_err(|error| {
        error.hint(format!(
            "see all that is in it: smr firmware inspect {}",
            path.display()
        ))
    })?;
    let planned = PlannedImage {
        path: std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
        sha256,
        version: update.image.descriptor.version.to_string(),
        bytes: update.size(),
    };
    Ok((update, planned))
}

/// The image of a plan, which must still be the same.
pub(super) fn same_image(plan: &Plan) -> Result<Update> {
    let path = &plan.image.path;
    let (update, found) = image(path, plan.key.as_deref(), &plan.rules)?;
    if found.sha256 != plan.image.sha256 {
        return Err(Error::failed(format!(
            "{} is not the image that was planned",
            path.display()
        ))
        .hint(format!(
            "put the one with the SHA-256 {} there",
            plan.image.sha256
        ))
        .hint("or begin a new update with this one: smr fleet update"));
    }
    Ok(update)
}

/// What a journal needs to be gone on with: the same image, and the passwords.
pub(super) fn prepare(journal: Journal, story: Story, asking: Asking) -> Result<Prepared> {
    let Story { plan, state, .. } = story;
    let update = same_image(&plan)?;
    let logins = logins::read(plan.gateways.iter().map(|planned| &planned.member))?;
    Ok(Rollout {
        plan,
        state,
        journal,
        update,
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
    let mut teller = Teller::new(&plan, &rollout.state, told.context);
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
        errors: [judged, printed]
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
            "not every gateway was updated".to_owned(),
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
            "in stage {} only {count} run the image and {needed} must (--success-threshold {})",
            state.stage + 1,
            rules.success_threshold
        ),
        Pause::Asked => "somebody asked to stop".to_owned(),
    }
}
