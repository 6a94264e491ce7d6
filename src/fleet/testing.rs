//! Made-up rollouts for tests: gateways that behave as they like, and somebody who watches that the rules are kept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use proptest::prelude::*;

use super::amount::Amount;
use super::inventory::Member;
use super::plan::{Plan, Planned, Rules};
use super::stage::{error_threshold, step};
use super::state::{
    Action, Ending, Event, Finish, GatewayState, Now, Pause, Phase, Progress, State,
};
use super::task::{PlannedImage, Task};

/// No run takes more steps.
const MOST_STEPS: usize = 20_000;

pub(super) fn rules() -> Rules {
    Rules {
        max_parallel: 4,
        max_per_network: None,
        error_threshold: Amount::Percent(100),
        success_threshold: Amount::Percent(0),
        unreachable_budget: Amount::Percent(100),
        retries: 0,
        back_off_ms: 1_000,
        wait_online_ms: 0,
        soak_ms: 0,
        window: None,
        proof_ms: 60_000,
        answer_ms: 1_000,
        allow_downgrade: false,
    }
}

pub(super) fn plan(count: usize, stages: Vec<usize>, rules: Rules) -> Plan {
    let gateway = |index: usize| Planned {
        network: format!("network {}", index % 3),
        member: Member {
            name: format!("gateway-{index}"),
            host: format!("10.0.0.{index}"),
            group: None,
            labels: BTreeMap::new(),
            user: "admin".to_owned(),
            password: None,
        },
    };
    Plan {
        task: Task::Update {
            images: vec![PlannedImage {
                path: Some(PathBuf::from("/image.bin")),
                sha256: "00".repeat(32),
                version: "2.0.0".to_owned(),
                board: "esp8266-1m".to_owned(),
                bytes: 1_000,
            }],
            key: None,
        },
        seed: 1,
        gateways: (0..count).map(gateway).collect(),
        stages,
        rules,
    }
}

fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![
        (0_usize..8).prop_map(Amount::Count),
        (0_u8..=100).prop_map(Amount::Percent),
    ]
}

prop_compose! {
    pub(super) fn any_rules()(
        max_parallel in 1_usize..6,
        max_per_network in proptest::option::of(1_usize..3),
        thresholds in (amount(), amount(), amount()),
        retries in 0_u32..3,
        wait_online_ms in prop_oneof![Just(0_u64), Just(100_000)],
        soak_ms in prop_oneof![Just(0_u64), Just(60_000)],
    ) -> Rules {
        Rules {
            max_parallel,
            max_per_network,
            error_threshold: thresholds.0,
            success_threshold: thresholds.1,
            unreachable_budget: thresholds.2,
            retries,
            wait_online_ms,
            soak_ms,
            ..rules()
        }
    }
}

prop_compose! {
    pub(super) fn any_plan()(rules in any_rules(), ends in proptest::collection::btree_set(1_usize..25, 1..4)) -> Plan {
        let ends: Vec<usize> = ends.into_iter().collect();
        plan(*ends.last().expect("an end"), ends, rules)
    }
}

pub(super) fn finish(ending: Ending, may_retry: bool, sent: u64) -> Finish {
    let is_bad = !ending.is_good();
    Finish {
        ending,
        may_retry,
        version: (ending != Ending::Unreachable)
            .then(|| if is_bad { "1.0.0" } else { "2.0.0" }.to_owned()),
        sent,
        code: is_bad.then(|| "cut".to_owned()),
        reason: is_bad.then(|| "the upload broke off".to_owned()),
        vitals: None,
    }
}

/// A run with all that happened in it.
pub(super) struct Run<'a> {
    pub(super) plan: &'a Plan,
    pub(super) state: State,
    /// What happened, and the state after each.
    pub(super) history: Vec<(Event, Now, State)>,
    now: u64,
    wake: Option<u64>,
    updating: BTreeSet<usize>,
    probing: BTreeSet<usize>,
    begun: BTreeSet<usize>,
    /// Who has failed since somebody last let it go on, in which stage: counted here, and not by the rollout.
    failed: Vec<(usize, usize)>,
    /// What the gateways do, in turn, and which of them is next.
    luck: std::iter::Cycle<std::vec::IntoIter<u8>>,
    turn: u8,
}

impl<'a> Run<'a> {
    pub(super) fn new(plan: &'a Plan, luck: Vec<u8>) -> Run<'a> {
        Run {
            plan,
            state: State::new(plan),
            history: Vec::new(),
            now: 1_000_000,
            wake: None,
            updating: BTreeSet::new(),
            probing: BTreeSet::new(),
            begun: BTreeSet::new(),
            failed: Vec::new(),
            luck: luck.into_iter().cycle(),
            turn: 0,
        }
    }

    fn draw(&mut self) -> usize {
        // Changes with time, so that nobody waits for ever.
        self.turn = self.turn.wrapping_add(1);
        let luck = self.luck.next().expect("luck has no end");
        luck.wrapping_add(self.turn).into()
    }

    pub(super) fn feed(&mut self, event: Event) {
        let now = Now {
            ms: self.now,
            opens_ms: 0,
        };
        let before = self.state.clone();
        let (state, actions) = step(self.plan, self.state.clone(), &event, now);
        self.count_failures(&event, &before, &state);
        self.history.push((event, now, state.clone()));
        self.state = state;
        self.wake = None;
        for action in actions {
            self.watch(action, &before);
        }
    }

    fn count_failures(&mut self, event: &Event, before: &State, after: &State) {
        let is_pardon = matches!(
            before.phase,
            Phase::Paused(Pause::Failures { .. } | Pause::Unreachable { .. })
        );
        if *event == Event::Resume && is_pardon {
            self.failed.clear();
        }
        let failed = Progress::Done(Ending::Failed);
        for (gateway, (then, now)) in before.gateways.iter().zip(&after.gateways).enumerate() {
            if then.progress != failed && now.progress == failed {
                self.failed.push((gateway, before.stage));
            }
        }
    }

    /// Failures that the error threshold counts.
    fn counted_failures(&self) -> usize {
        let stage = self.state.stage;
        let counts = |failed: &&(usize, usize)| match self.plan.rules.error_threshold {
            Amount::Count(_) => true,
            Amount::Percent(_) => failed.1 == stage,
        };
        self.failed.iter().filter(counts).count()
    }

    /// Holds one action against the rules.
    fn watch(&mut self, action: Action, before: &State) {
        let rules = &self.plan.rules;
        match action {
            Action::Start(gateway) => {
                assert!(self.updating.insert(gateway), "updated twice at once");
                let failures = self.counted_failures();
                assert!(
                    failures < error_threshold(self.plan, self.state.stage),
                    "begun after {failures} failures"
                );
                assert!(
                    !matches!(before.gateways[gateway].progress, Progress::Done(_)),
                    "begun after it was done"
                );
                assert!(
                    self.updating.len() <= rules.max_parallel,
                    "too many at once"
                );
                if let Some(limit) = rules.max_per_network {
                    let network = |index: usize| &self.plan.gateways[index].network;
                    let beside = self
                        .updating
                        .iter()
                        .filter(|other| network(**other) == network(gateway));
                    assert!(beside.count() <= limit, "too many in one network");
                }
                let start = self.plan.stage(self.plan.stage_of(gateway)).start;
                let overtaken = self
                    .state
                    .gateways
                    .iter()
                    .take(start)
                    .any(|earlier| match earlier.progress {
                        Progress::Done(_) | Progress::Waiting(_) => false,
                        // Begun again after it was waited for.
                        Progress::Running => earlier.lost_ms.is_none(),
                        // The run ended in the middle of that.
                        Progress::Pending | Progress::BackOff(_) => {
                            earlier.lost_ms.is_none() || earlier.interrupted_ms.is_none()
                        }
                    });
                assert!(
                    !overtaken || !self.begun.insert(gateway),
                    "a stage overtakes another"
                );
                assert!(
                    !matches!(self.state.phase, Phase::Paused(_)),
                    "begun in a pause"
                );
            }
            Action::Probe(gateway) => assert!(self.probing.insert(gateway), "asked twice at once"),
            Action::Wake(at) => {
                assert!(at > self.now, "woken in the past");
                self.wake = Some(self.wake.map_or(at, |wake| wake.min(at)));
            }
        }
    }

    /// Lets one thing happen; nothing if there is nothing left that could.
    fn go_on(&mut self) -> bool {
        let luck = self.draw();
        let under_way = self.updating.len() + self.probing.len();
        self.now += 100;
        if under_way == 0 || luck.is_multiple_of(7) {
            match self.wake {
                Some(wake) => self.now = self.now.max(wake),
                None if under_way == 0 => return false,
                None => {}
            }
            self.feed(Event::Tick);
            return true;
        }
        let updating = self
            .updating
            .iter()
            .copied()
            .nth(luck % self.updating.len().max(1));
        let probing = self.probing.iter().copied().next();
        match (updating, probing) {
            (Some(gateway), _) => {
                let mood = self.draw() % 10;
                if mood > 1 {
                    let id = format!("smr-{gateway:06x}");
                    self.feed(Event::Seen {
                        gateway,
                        id,
                        version: "1.0.0".to_owned(),
                    });
                }
                self.updating.remove(&gateway);
                let result = match mood {
                    0 | 1 => finish(Ending::Unreachable, true, 0),
                    2 => finish(Ending::Failed, false, 1_000),
                    3 => finish(Ending::Failed, true, 500),
                    4 => finish(Ending::Current, false, 0),
                    _ => finish(Ending::Updated, false, 1_000),
                };
                self.feed(Event::Finished { gateway, result });
            }
            (None, Some(gateway)) => {
                self.probing.remove(&gateway);
                let trouble = self
                    .draw()
                    .is_multiple_of(9)
                    .then(|| "no telegrams come".to_owned());
                self.feed(Event::Probed { gateway, trouble });
            }
            (None, None) => unreachable!("something is under way"),
        }
        true
    }

    /// Runs until nothing can happen any more.
    pub(super) fn run(&mut self, first: Event) {
        self.feed(first);
        for _ in 0..MOST_STEPS {
            let was_paused = self.is_paused_for_failures();
            if !self.go_on() {
                return;
            }
            if self.is_paused_for_failures() && !was_paused {
                self.judge_pause();
            }
        }
        panic!("it does not come to an end: {:?}", self.state);
    }

    fn is_paused_for_failures(&self) -> bool {
        matches!(self.state.phase, Phase::Paused(Pause::Failures { .. }))
    }

    /// At the moment of a pause there are exactly as many failures as the threshold says.
    fn judge_pause(&self) {
        let Phase::Paused(Pause::Failures { count }) = self.state.phase else {
            return;
        };
        assert_eq!(
            count,
            error_threshold(self.plan, self.state.stage),
            "failures at the pause"
        );
        assert!(self.updating.len() < self.plan.rules.max_parallel);
    }

    /// The process dies in `state`, as somebody finds it who starts it again.
    pub(super) fn die_in(&mut self, state: State) {
        self.updating.clear();
        self.probing.clear();
        let failed = |(index, gateway): (usize, &GatewayState)| {
            let counts = gateway.progress == Progress::Done(Ending::Failed) && !gateway.is_forgiven;
            counts.then_some((index, gateway.ended_in))
        };
        self.failed = state
            .gateways
            .iter()
            .enumerate()
            .filter_map(failed)
            .collect();
        self.state = state;
    }

    /// Somebody lets it go on again and again, until every gateway is done.
    pub(super) fn resume_to_the_end(&mut self) {
        for _ in 0..=2 * self.plan.gateways.len() + self.plan.stages.len() {
            if self.state.phase != Phase::Ended {
                self.run(Event::Resume);
            }
        }
        assert_eq!(self.state.phase, Phase::Ended);
        let done = self
            .state
            .count(|gateway| matches!(gateway.progress, Progress::Done(_)));
        assert_eq!(done, self.plan.gateways.len());
    }

    /// Who runs the image as far as the rollout knows, and how often each was begun.
    pub(super) fn finished(&self) -> BTreeMap<usize, u32> {
        let finished = |(index, gateway): (usize, &GatewayState)| {
            matches!(gateway.progress, Progress::Done(ending) if ending.is_good())
                .then_some((index, gateway.attempts))
        };
        self.state
            .gateways
            .iter()
            .enumerate()
            .filter_map(finished)
            .collect()
    }

    pub(super) fn failures(&self) -> usize {
        self.state.ended(Ending::Failed)
    }
}
