//! What a rollout came to: `smr.fleet.report/1`. Pure.

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::journal::Story;
use super::state::{Ending, Phase, Progress};
use super::task::Task;

/// How it stands with one gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It was done, and that is proven.
    Updated,
    /// There was nothing to do.
    Current,
    /// It was not done, or the gateway is not well since.
    Failed,
    /// Nobody answers.
    Unreachable,
    /// It is still to be updated.
    Pending,
}

impl Verdict {
    /// All, best first.
    pub const ALL: [Verdict; 5] = [
        Verdict::Updated,
        Verdict::Current,
        Verdict::Failed,
        Verdict::Unreachable,
        Verdict::Pending,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Updated => "updated",
            Verdict::Current => "current",
            Verdict::Failed => "failed",
            Verdict::Unreachable => "unreachable",
            Verdict::Pending => "pending",
        }
    }
}

/// One gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its id, if it ever answered.
    pub id: Option<String>,
    /// Its name in the inventory.
    pub name: String,
    /// Where it is, as the inventory says.
    pub address: String,
    /// Its stage, from 1.
    pub stage: usize,
    /// How it stands with it.
    pub result: Verdict,
    /// What ran when it was first asked.
    pub version_before: Option<String>,
    /// What ran when it was last asked.
    pub version_after: Option<String>,
    /// How often it was begun.
    pub attempts: u32,
    /// Why it is not updated, or was not at the last attempt.
    pub reason: Option<String>,
    /// The same as a stable word.
    pub code: Option<String>,
    /// Bytes of the image that were sent, in all attempts.
    pub bytes_sent: u64,
    /// When it was first begun.
    #[serde(serialize_with = "moment")]
    pub began_at: Option<Timestamp>,
    /// When it was done.
    #[serde(serialize_with = "moment")]
    pub ended_at: Option<Timestamp>,
}

/// A whole rollout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// `smr.fleet.report/1`.
    pub schema: &'static str,
    /// `planned`, `running`, `paused`, `ended` or `aborted`.
    pub state: &'static str,
    /// What was done to each, in one word: `update`, `settings`, `restart`, `diagnostics`, `password`.
    pub task: &'static str,
    /// What that is for people.
    #[serde(skip)]
    pub what: Task,
    /// The version that gateways are to run, if it is the same for all.
    pub version: Option<String>,
    /// The SHA-256 of its file, if there is only one.
    pub sha256: Option<String>,
    /// What the order was made from.
    pub seed: u64,
    /// The stage under way, from 1.
    pub stage: usize,
    /// How many stages there are.
    pub stages: usize,
    /// The gateways, in the order in which they are updated.
    pub gateways: Vec<Row>,
}

// Whoever serializes passes a reference.
#[allow(clippy::ref_option, reason = "the signature is that of serde")]
fn moment<S: Serializer>(time: &Option<Timestamp>, out: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => out.collect_str(time),
        None => out.serialize_none(),
    }
}

fn time(ms: u64) -> Option<Timestamp> {
    Timestamp::from_millisecond(i64::try_from(ms).ok()?).ok()
}

/// The word for what a rollout does.
pub fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::Planned => "planned",
        Phase::Running | Phase::Soaking(_) | Phase::Probing => "running",
        Phase::Paused(_) => "paused",
        Phase::Ended => "ended",
        Phase::Aborted => "aborted",
    }
}

impl Report {
    /// What a journal comes to.
    pub fn of(story: &Story) -> Report {
        let (plan, state) = (&story.plan, &story.state);
        let row = |(index, (planned, gateway)): (
            usize,
            (&super::plan::Planned, &super::state::GatewayState),
        )| {
            let result = match gateway.progress {
                Progress::Done(Ending::Updated) => Verdict::Updated,
                Progress::Done(Ending::Current) => Verdict::Current,
                Progress::Done(Ending::Failed) => Verdict::Failed,
                Progress::Done(Ending::Unreachable) => Verdict::Unreachable,
                _ => Verdict::Pending,
            };
            Row {
                id: gateway.id.clone(),
                name: planned.member.name.clone(),
                address: planned.member.host.clone(),
                stage: plan.stage_of(index) + 1,
                result,
                version_before: gateway.version_before.clone(),
                version_after: gateway.version_after.clone(),
                attempts: gateway.attempts,
                reason: gateway.reason.clone(),
                code: gateway.code.clone(),
                bytes_sent: gateway.sent,
                began_at: gateway.began_ms.and_then(time),
                ended_at: gateway.ended_ms.and_then(time),
            }
        };
        Report {
            schema: "smr.fleet.report/1",
            state: word(state.phase),
            task: plan.task.word(),
            what: plan.task.clone(),
            version: plan.task.version().map(str::to_owned),
            sha256: match plan.task.images() {
                [image] => Some(image.sha256.clone()),
                _ => None,
            },
            seed: plan.seed,
            stage: (state.stage + 1).min(plan.stages.len()),
            stages: plan.stages.len(),
            gateways: plan
                .gateways
                .iter()
                .zip(&state.gateways)
                .enumerate()
                .map(row)
                .collect(),
        }
    }

    /// How many gateways stand like this.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.gateways
            .iter()
            .filter(|row| row.result == verdict)
            .count()
    }

    /// `3 updated, 1 failed`
    pub fn summary(&self) -> String {
        let counted: Vec<String> = Verdict::ALL
            .into_iter()
            .map(|verdict| (self.count(verdict), self.what.told(verdict)))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        match counted.is_empty() {
            true => "no gateways".to_owned(),
            false => counted.join(", "),
        }
    }
}
