//! The rules of a rollout, as the commands take them that begin one.

use std::fmt::Write as _;
use std::time::Duration;

use clap::Args;

use super::gateways;
use crate::cli::with_hint;
use crate::config::duration;
use crate::error::{Error, Kind, Result};
use crate::fleet::plan::{self, Rules};
use crate::fleet::{Amount, Inventory, Member, Plan, Selector, Task, Window, select};

/// The most gateways of a stage that are named.
const MOST_NAMES: usize = 8;

/// The largest number that TOML knows.
const LARGEST_SEED: u64 = i64::MAX as u64;

/// In which order and by which rules.
#[derive(Clone, Debug, Args)]
pub(super) struct RulesArgs {
    #[command(flatten)]
    order: OrderArgs,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    times: TimeArgs,
}

/// Who comes when.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Order")]
struct OrderArgs {
    /// Where stages end, counted from the first gateway: numbers, or shares of all, rounded up
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "1,20%,100%", value_parser = with_hint(str::parse::<Amount>))]
    stages: Vec<Amount>,
    /// These come first, in a stage of their own; selectors as of --select
    #[arg(long, value_name = "SELECTOR", value_parser = with_hint(str::parse::<Selector>))]
    canary: Vec<Selector>,
    /// What the order is made from; the same number gives the same order [default: drawn, and written into the journal]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(..=LARGEST_SEED))]
    seed: Option<u64>,
}

/// How many at once, and when it pauses.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits")]
struct LimitArgs {
    /// The most gateways that are under way at once
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    max_parallel: u16,
    /// The most of one network: /24 for IPv4, /64 for IPv6; those given by name count as one network
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    max_per_subnet: Option<u16>,
    /// Pause when so many or more (>=) have failed: N in all, P% of the stage under way
    ///
    /// At least one, and shares are rounded up. Those under way at that moment may still fail too.
    #[arg(long, value_name = "N|P%", default_value = "10%", value_parser = with_hint(str::parse::<Amount>))]
    error_threshold: Amount,
    /// Begin the next stage only when so many or more (>=) of this one are done; N is at most the whole stage
    #[arg(long, value_name = "N|P%", default_value = "50%", value_parser = with_hint(str::parse::<Amount>))]
    success_threshold: Amount,
    /// So many of all gateways may be unreachable; pause when more (>) are. They do not count as failed
    #[arg(long, value_name = "N|P%", default_value = "20%", value_parser = with_hint(str::parse::<Amount>))]
    unreachable_budget: Amount,
    /// How often a gateway is tried again that was busy, unreachable or cut off
    #[arg(long, value_name = "N", default_value_t = 2)]
    retries: u32,
}

/// How long things take.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Times")]
struct TimeArgs {
    /// Before a gateway is tried again; doubled each further time, up to 5 minutes
    #[arg(long, value_name = "DURATION", default_value = "5s", value_parser = with_hint(duration::parse))]
    back_off: Duration,
    /// Wait so long for gateways that are unreachable, without holding up their stage
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = with_hint(duration::parse))]
    wait_online: Duration,
    /// How long a stage has to run before its gateways are looked at (what was done has lasted, telegrams come) and the next begins
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = with_hint(duration::parse))]
    soak: Duration,
    /// Begin gateways only in these hours, in the time of this computer: `01:00-05:00`
    #[arg(long, value_name = "FROM-TO", value_parser = with_hint(str::parse::<Window>))]
    window: Option<Window>,
    /// For how long at most each gateway may be away and prove itself [default: 15m for updates, else 2m]
    #[arg(long, value_name = "DURATION", value_parser = with_hint(duration::parse_positive))]
    proof_timeout: Option<Duration>,
}

fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl RulesArgs {
    /// The rules of an update: what is taken back because it does not reach its network is back within a quarter of an hour.
    pub(super) fn of_update(&self, answer: Duration, allow_downgrade: bool) -> Rules {
        let patience = Duration::from_secs(15 * 60);
        Rules {
            allow_downgrade,
            proof_ms: ms(self.times.proof_timeout.unwrap_or(patience)),
            ..self.rules(answer)
        }
    }

    /// The rules; each answer is waited for up to `answer`.
    pub(super) fn rules(&self, answer: Duration) -> Rules {
        let patience = Duration::from_secs(120);
        Rules {
            max_parallel: self.limits.max_parallel.into(),
            max_per_network: self.limits.max_per_subnet.map(usize::from),
            error_threshold: self.limits.error_threshold,
            success_threshold: self.limits.success_threshold,
            unreachable_budget: self.limits.unreachable_budget,
            retries: self.limits.retries,
            back_off_ms: ms(self.times.back_off),
            wait_online_ms: ms(self.times.wait_online),
            soak_ms: ms(self.times.soak),
            window: self.times.window,
            proof_ms: ms(self.times.proof_timeout.unwrap_or(patience)),
            answer_ms: ms(answer),
            allow_downgrade: false,
        }
    }

    fn seed(&self) -> Result<u64> {
        if let Some(seed) = self.order.seed {
            return Ok(seed);
        }
        // Few digits, so that people can write them down.
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes)
            .map_err(|cause| Error::failed("cannot draw an order").because(cause))?;
        Ok(u32::from_le_bytes(bytes).into())
    }

    /// Canaries and others.
    fn parted(&self, members: Vec<Member>) -> Result<(Vec<Member>, Vec<Member>)> {
        if self.order.canary.is_empty() {
            return Ok((Vec::new(), members));
        }
        if self.order.canary.iter().any(Selector::needs_facts) {
            return Err(Error::usage(
                "canaries are chosen by name, host, group or label, not by what they run",
            )
            .hint("give some of them a label: labels = { canary = \"yes\" }"));
        }
        let inventory = Inventory { members };
        select::check(&self.order.canary, &inventory)?;
        let is_canary = |member: &Member| select::any(&self.order.canary, member, None);
        let (canaries, others): (Vec<Member>, Vec<Member>) =
            inventory.members.into_iter().partition(is_canary);
        match canaries.is_empty() {
            true => Err(
                Error::new(Kind::NothingFound, "none of the gateways is a canary")
                    .hint("see what --canary chooses: smr fleet list --select SELECTOR"),
            ),
            false => Ok((canaries, others)),
        }
    }

    /// The plan for these gateways.
    pub(super) fn plan(&self, task: Task, members: Vec<Member>, rules: Rules) -> Result<Plan> {
        let (canaries, others) = self.parted(members)?;
        let total = canaries.len() + others.len();
        let stages = plan::stages(&self.order.stages, canaries.len(), total)?;
        let seed = self.seed()?;
        let plan = Plan {
            task,
            seed,
            gateways: plan::order(canaries, others, seed),
            stages,
            rules,
        };
        plan.check()?;
        Ok(plan)
    }
}

/// What would be done.
pub(super) fn told(plan: &Plan) -> String {
    let mut out = format!(
        "{}: {}, seed {}:\n",
        gateways(plan.gateways.len()),
        plan.task.title(),
        plan.seed
    );
    // A text can always be written to.
    for image in plan.task.images() {
        let from = match &image.path {
            Some(path) => path.display().to_string(),
            None => "built into smr".to_owned(),
        };
        let _ = writeln!(out, "  {} for {}: {from}", image.version, image.board);
    }
    for stage in 0..plan.stages.len() {
        let range = plan.stage(stage);
        let names: Vec<&str> = plan
            .gateways
            .iter()
            .skip(range.start)
            .take(range.len())
            .map(|planned| planned.member.name.as_str())
            .collect();
        let mut shown = names
            .iter()
            .take(MOST_NAMES)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        if names.len() > MOST_NAMES {
            shown = format!("{shown} and {} more", names.len() - MOST_NAMES);
        }
        let _ = writeln!(
            out,
            "  stage {}: {}: {shown}",
            stage + 1,
            gateways(range.len())
        );
    }
    out
}
