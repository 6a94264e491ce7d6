//! The rollout as a pure step function: what happened and when makes the next state, and what is to be done.
//!
//! What it holds to:
//! - When as many gateways have failed as the error threshold says (a number in the whole rollout, a share in the stage under way), no
//!   further one is begun. Those under way then are brought to their end, so at most `threshold - 1 + max_parallel` can fail in all.
//! - A gateway is not begun while it is being updated, nor after it is done.
//! - No gateway of a stage is begun before every one of the stages before it is done, or waited for as unreachable.

use std::collections::BTreeMap;

use super::amount::Amount;
use super::plan::Plan;
use super::state::{
    Action, Ending, Event, Finish, GatewayState, Health, Now, Pause, Phase, Progress, State,
};

/// The longest time between two attempts, in milliseconds.
const LONGEST_BACK_OFF_MS: u64 = 300_000;
/// Between two looks at a gateway that may be restarting, at least, in milliseconds.
const LEAST_PAUSE_MS: u64 = 1_000;
/// How often a gateway that is waited for is looked for, in milliseconds.
const LOOK_AGAIN_MS: u64 = 30_000;

/// What follows from an event. Events that do not fit the state change nothing.
pub fn step(plan: &Plan, state: State, event: &Event, now: Now) -> (State, Vec<Action>) {
    let mut rollout = Rollout {
        plan,
        state,
        now,
        actions: Vec::new(),
    };
    rollout.take(event);
    rollout.go_on();
    (rollout.state, rollout.actions)
}

struct Rollout<'a> {
    plan: &'a Plan,
    state: State,
    now: Now,
    actions: Vec<Action>,
}

impl<'a> Rollout<'a> {
    fn take(&mut self, event: &Event) {
        match event {
            Event::Begin if self.state.phase == Phase::Planned => self.state.phase = Phase::Running,
            Event::Resume => self.resume(),
            Event::Seen {
                gateway,
                id,
                version,
            } => {
                if let Some(gateway) = self.state.gateways.get_mut(*gateway) {
                    gateway.id = Some(id.clone());
                    gateway
                        .version_before
                        .get_or_insert_with(|| version.clone());
                    gateway.version_after = Some(version.clone());
                }
            }
            Event::Finished { gateway, result } => self.finished(*gateway, result),
            Event::Probed { gateway, trouble } => self.probed(*gateway, trouble.as_deref()),
            Event::Stop
                if !matches!(
                    self.state.phase,
                    Phase::Paused(_) | Phase::Ended | Phase::Aborted
                ) =>
            {
                self.state.phase = Phase::Paused(Pause::Asked);
            }
            Event::Abort if self.state.phase != Phase::Ended => self.state.phase = Phase::Aborted,
            Event::Retry {
                failed,
                unreachable,
            } => self.retry(*failed, *unreachable),
            Event::Begin | Event::Tick | Event::Stop | Event::Abort => {}
        }
    }

    fn resume(&mut self) {
        if matches!(self.state.phase, Phase::Ended | Phase::Aborted) {
            return;
        }
        for gateway in &mut self.state.gateways {
            if gateway.progress == Progress::Running {
                gateway.progress = Progress::Pending;
                gateway.interrupted_ms = Some(self.now.ms);
            }
            // Nobody has looked meanwhile.
            if gateway.interrupted_ms.is_some() {
                gateway.interrupted_ms = Some(self.now.ms);
            }
            if gateway.health == Health::Asked {
                gateway.health = Health::Unknown;
            }
        }
        match self.state.phase {
            Phase::Paused(pause) => {
                match pause {
                    Pause::Failures { .. } | Pause::Unreachable { .. } => self.forgive(),
                    Pause::Successes { .. } => self.state.waived = self.state.stage + 1,
                    Pause::Asked => {}
                }
                self.state.phase = Phase::Running;
            }
            Phase::Planned => self.state.phase = Phase::Running,
            _ => {}
        }
    }

    fn forgive(&mut self) {
        for gateway in &mut self.state.gateways {
            gateway.is_forgiven |=
                matches!(gateway.progress, Progress::Done(ending) if !ending.is_good());
        }
    }

    fn retry(&mut self, failed: bool, unreachable: bool) {
        if self.state.phase == Phase::Aborted || self.state.under_way() > 0 {
            return;
        }
        let stage = self.state.stage;
        let mut earliest = None;
        for (index, gateway) in self.state.gateways.iter_mut().enumerate() {
            let is_meant = match gateway.progress {
                Progress::Done(Ending::Failed) => failed,
                Progress::Done(Ending::Unreachable) => unreachable,
                _ => false,
            };
            if is_meant {
                earliest.get_or_insert(index);
                gateway.progress = Progress::Pending;
                gateway.failures = 0;
                gateway.lost_ms = None;
                gateway.ended_ms = None;
                gateway.is_forgiven = false;
                gateway.health = Health::Unknown;
            }
        }
        if let Some(earliest) = earliest {
            // What was begun in later stages stays as it is; only the rest waits for these.
            self.state.stage = self.plan.stage_of(earliest).min(stage);
            self.state.soaked = self.state.soaked.min(self.state.stage);
        }
        self.forgive();
        self.state.phase = Phase::Running;
    }

    fn finished(&mut self, index: usize, result: &Finish) {
        let (now, stage, rules) = (self.now.ms, self.state.stage, &self.plan.rules);
        let Some(gateway) = self.state.gateways.get_mut(index) else {
            return;
        };
        if gateway.progress != Progress::Running {
            return;
        }
        gateway.sent = gateway.sent.saturating_add(result.sent);
        if result.version.is_some() {
            gateway.version_after.clone_from(&result.version);
        }
        gateway.code.clone_from(&result.code);
        gateway.reason.clone_from(&result.reason);
        gateway.vitals = result.vitals;
        let ending = match result.ending {
            // An attempt before this one has done it, and its end was not seen.
            Ending::Current
                if gateway.version_before.is_some()
                    && gateway.version_before != gateway.version_after =>
            {
                Ending::Updated
            }
            // One that is gone since something was sent to it is no longer somebody else's trouble.
            Ending::Unreachable if gateway.sent > 0 => Ending::Failed,
            ending => ending,
        };
        let interrupted = gateway.interrupted_ms;
        if result.ending == Ending::Unreachable {
            if let Some(at) = interrupted
                && now < at.saturating_add(rules.proof_ms)
            {
                let pause = rules.back_off_ms.clamp(LEAST_PAUSE_MS, LONGEST_BACK_OFF_MS);
                gateway.progress = Progress::BackOff(now.saturating_add(pause));
                return;
            }
        } else {
            gateway.interrupted_ms = None;
        }
        // It answered before the run was ended.
        let ending = match ending {
            Ending::Unreachable
                if gateway.interrupted_ms.is_some() && gateway.version_before.is_some() =>
            {
                Ending::Failed
            }
            ending => ending,
        };
        if ending.is_good() {
            gateway.progress = Progress::Done(ending);
        } else {
            gateway.failures += 1;
            let is_lost = ending == Ending::Unreachable;
            let lost = *gateway.lost_ms.get_or_insert(now);
            let until = lost.saturating_add(rules.wait_online_ms);
            gateway.progress = if result.may_retry && gateway.failures <= rules.retries {
                let doublings = (gateway.failures - 1).min(20);
                let pause = rules.back_off_ms.saturating_mul(1 << doublings);
                Progress::BackOff(now.saturating_add(pause.min(LONGEST_BACK_OFF_MS)))
            } else if is_lost && rules.wait_online_ms > 0 && now < until {
                Progress::Waiting(now.saturating_add(LOOK_AGAIN_MS).min(until))
            } else {
                Progress::Done(ending)
            };
            if !is_lost {
                gateway.lost_ms = None;
            }
        }
        if matches!(gateway.progress, Progress::Done(_)) {
            gateway.ended_ms = Some(now);
            gateway.ended_in = stage;
        }
    }

    fn probed(&mut self, index: usize, trouble: Option<&str>) {
        let stage = self.state.stage;
        let Some(gateway) = self.state.gateways.get_mut(index) else {
            return;
        };
        if gateway.health != Health::Asked {
            return;
        }
        gateway.health = Health::Known;
        if let Some(trouble) = trouble {
            gateway.progress = Progress::Done(Ending::Failed);
            gateway.code = Some("unhealthy".to_owned());
            gateway.reason = Some(trouble.to_owned());
            gateway.ended_in = stage;
        }
    }

    /// What follows from the state as it is now.
    fn go_on(&mut self) {
        loop {
            if matches!(
                self.state.phase,
                Phase::Running | Phase::Soaking(_) | Phase::Probing
            ) && let Some(pause) = self.breach()
            {
                self.state.phase = Phase::Paused(pause);
            }
            let before = (self.state.phase, self.state.stage);
            match self.state.phase {
                Phase::Running if self.is_stage_settled() => self.leave_stage(),
                Phase::Running => self.start(),
                Phase::Soaking(until) if until <= self.now.ms => self.state.phase = Phase::Probing,
                Phase::Soaking(until) => self.actions.push(Action::Wake(until)),
                Phase::Probing => self.probe(),
                Phase::Planned | Phase::Paused(_) | Phase::Ended | Phase::Aborted => {}
            }
            if before == (self.state.phase, self.state.stage) {
                return;
            }
        }
    }

    /// Why no further gateway may be begun, if there is a reason.
    fn breach(&self) -> Option<Pause> {
        let rules = &self.plan.rules;
        let counts = |gateway: &GatewayState, ending| {
            gateway.progress == Progress::Done(ending) && !gateway.is_forgiven
        };
        let stage = self.state.stage;
        let failed = |gateway: &GatewayState| counts(gateway, Ending::Failed);
        let count = match rules.error_threshold {
            Amount::Count(_) => self.state.count(failed),
            Amount::Percent(_) => self
                .state
                .count(|gateway| failed(gateway) && gateway.ended_in == stage),
        };
        if count >= error_threshold(self.plan, stage) {
            return Some(Pause::Failures { count });
        }
        let count = self
            .state
            .count(|gateway| counts(gateway, Ending::Unreachable));
        let budget = rules.unreachable_budget.of(self.plan.gateways.len());
        (count > budget).then_some(Pause::Unreachable { count })
    }

    /// Whether no gateway up to the end of the stage has to be waited for before the next.
    fn is_stage_settled(&self) -> bool {
        let end = self.plan.stage(self.state.stage).end;
        let is_last = end == self.plan.gateways.len();
        self.state
            .gateways
            .iter()
            .take(end)
            .all(|gateway| match gateway.progress {
                Progress::Done(_) => true,
                Progress::Waiting(_) => !is_last,
                Progress::Pending | Progress::Running | Progress::BackOff(_) => false,
            })
    }

    fn leave_stage(&mut self) {
        let (stage, rules) = (self.state.stage, &self.plan.rules);
        if stage + 1 >= self.plan.stages.len() {
            self.state.phase = Phase::Ended;
            return;
        }
        if rules.soak_ms > 0 && self.state.soaked <= stage {
            self.state.phase = Phase::Soaking(self.now.ms.saturating_add(rules.soak_ms));
            return;
        }
        let members = self.plan.stage(stage);
        let size = members.len();
        let good = |gateway: &&GatewayState| matches!(gateway.progress, Progress::Done(ending) if ending.is_good());
        let count = self
            .state
            .gateways
            .iter()
            .skip(members.start)
            .take(size)
            .filter(good)
            .count();
        let needed = rules.success_threshold.of(size).min(size);
        if count < needed && self.state.waived <= stage {
            self.state.phase = Phase::Paused(Pause::Successes { count, needed });
        } else {
            self.state.stage = stage + 1;
        }
    }

    fn probe(&mut self) {
        let members = self.plan.stage(self.state.stage);
        let mut asked = self.state.count(|gateway| gateway.health == Health::Asked);
        for index in members {
            let Some(gateway) = self.state.gateways.get_mut(index) else {
                continue;
            };
            let is_due = matches!(gateway.progress, Progress::Done(ending) if ending.is_good())
                && gateway.health == Health::Unknown;
            if is_due && asked < self.plan.rules.max_parallel {
                gateway.health = Health::Asked;
                self.actions.push(Action::Probe(index));
                asked += 1;
            }
        }
        if asked == 0 {
            self.state.soaked = self.state.stage + 1;
            self.state.phase = Phase::Running;
        }
    }

    /// Begins as many gateways as the limits allow, in the order of the plan.
    fn start(&mut self) {
        let (now, rules) = (self.now, &self.plan.rules);
        let end = self.plan.stage(self.state.stage).end;
        let mut networks = self.busy_networks();
        let mut running = self
            .state
            .count(|gateway| gateway.progress == Progress::Running);
        let mut wake: Option<u64> = None;
        for index in 0..end {
            let Some(gateway) = self.state.gateways.get(index) else {
                continue;
            };
            let due = match gateway.progress {
                Progress::Pending => now.ms,
                Progress::BackOff(due) | Progress::Waiting(due) => due,
                Progress::Running | Progress::Done(_) => continue,
            };
            let due = due.max(now.opens_ms);
            if due > now.ms {
                wake = Some(wake.map_or(due, |wake| wake.min(due)));
                continue;
            }
            if running >= rules.max_parallel {
                continue;
            }
            if let Some(limit) = rules.max_per_network {
                let busy = networks.entry(self.network(index)).or_default();
                if *busy >= limit {
                    continue;
                }
                *busy += 1;
            }
            if let Some(gateway) = self.state.gateways.get_mut(index) {
                gateway.progress = Progress::Running;
                gateway.attempts += 1;
                gateway.began_ms.get_or_insert(now.ms);
                running += 1;
                self.actions.push(Action::Start(index));
            }
        }
        self.actions.extend(wake.map(Action::Wake));
    }

    fn network(&self, index: usize) -> &'a str {
        let planned = self.plan.gateways.get(index);
        planned.map_or("", |planned| &planned.network)
    }

    /// How many gateways of each network are being updated.
    fn busy_networks(&self) -> BTreeMap<&'a str, usize> {
        let mut busy = BTreeMap::new();
        for (index, gateway) in self.state.gateways.iter().enumerate() {
            if gateway.progress == Progress::Running {
                *busy.entry(self.network(index)).or_default() += 1;
            }
        }
        busy
    }
}

/// From how many failures on a stage pauses: at least one.
pub fn error_threshold(plan: &Plan, stage: usize) -> usize {
    let threshold = plan.rules.error_threshold;
    let of = match threshold {
        Amount::Count(_) => plan.gateways.len(),
        Amount::Percent(_) => plan.stage(stage).len(),
    };
    threshold.of(of).max(1)
}

#[cfg(test)]
#[path = "stage_tests.rs"]
mod tests;
