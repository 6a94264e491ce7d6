use proptest::prelude::*;

use super::*;
use crate::fleet::plan::Rules;
use crate::fleet::testing::{Run, any_plan, finish, plan, rules};

fn now(ms: u64) -> Now {
    Now { ms, opens_ms: 0 }
}

/// Begins a plan; what is to be done first.
fn begin(plan: &Plan) -> (State, Vec<Action>) {
    step(plan, State::new(plan), &Event::Begin, now(0))
}

fn end(plan: &Plan, state: State, gateway: usize, ending: Ending, ms: u64) -> (State, Vec<Action>) {
    let result = finish(ending, true, 0);
    step(plan, state, &Event::Finished { gateway, result }, now(ms))
}

#[test]
fn a_stage_begins_when_the_one_before_is_done() {
    let plan = plan(3, vec![1, 3], rules());
    let (state, actions) = begin(&plan);
    assert_eq!(actions, [Action::Start(0)]);
    let (state, actions) = end(&plan, state, 0, Ending::Updated, 1);
    assert_eq!(actions, [Action::Start(1), Action::Start(2)]);
    let (state, _) = end(&plan, state, 1, Ending::Current, 2);
    let (state, actions) = end(&plan, state, 2, Ending::Updated, 3);
    assert_eq!((state.phase, actions), (Phase::Ended, vec![]));
}

#[test]
fn a_breach_pauses_and_going_on_forgives_it() {
    let plan = plan(
        5,
        vec![5],
        Rules {
            error_threshold: Amount::Count(2),
            max_parallel: 2,
            ..rules()
        },
    );
    let (state, _) = begin(&plan);
    let (state, actions) = end(&plan, state, 0, Ending::Failed, 1);
    assert_eq!(actions, [Action::Start(2)]);
    let (state, actions) = end(&plan, state, 1, Ending::Failed, 2);
    assert_eq!(
        (state.phase, actions),
        (Phase::Paused(Pause::Failures { count: 2 }), vec![])
    );
    let (state, actions) = end(&plan, state, 2, Ending::Updated, 3);
    assert_eq!(actions, []);
    let (state, actions) = step(&plan, state, &Event::Resume, now(4));
    assert_eq!(actions, [Action::Start(3), Action::Start(4)]);
    assert_eq!(state.phase, Phase::Running);
}

#[test]
fn more_unreachable_ones_than_the_budget_pause_and_are_no_failures() {
    let plan = plan(
        4,
        vec![4],
        Rules {
            unreachable_budget: Amount::Count(1),
            error_threshold: Amount::Count(1),
            max_parallel: 1,
            ..rules()
        },
    );
    let (state, _) = begin(&plan);
    let (state, actions) = end(&plan, state, 0, Ending::Unreachable, 1);
    assert_eq!(actions, [Action::Start(1)]);
    let (state, _) = end(&plan, state, 1, Ending::Unreachable, 2);
    assert_eq!(state.phase, Phase::Paused(Pause::Unreachable { count: 2 }));
}

#[test]
fn one_that_is_gone_after_something_was_sent_has_failed() {
    let plan = plan(
        1,
        vec![1],
        Rules {
            retries: 1,
            ..rules()
        },
    );
    let (state, _) = begin(&plan);
    let result = finish(Ending::Failed, true, 500);
    let (state, actions) = step(
        &plan,
        state,
        &Event::Finished { gateway: 0, result },
        now(0),
    );
    assert_eq!(actions, [Action::Wake(1_000)]);
    let (state, actions) = step(&plan, state, &Event::Tick, now(1_000));
    assert_eq!(actions, [Action::Start(0)]);
    let (state, _) = end(&plan, state, 0, Ending::Unreachable, 2_000);
    assert_eq!(state.gateways[0].progress, Progress::Done(Ending::Failed));
}

#[test]
fn a_stage_must_succeed_often_enough_and_somebody_may_waive_that() {
    let plan = plan(
        3,
        vec![2, 3],
        Rules {
            success_threshold: Amount::Percent(100),
            ..rules()
        },
    );
    let (state, _) = begin(&plan);
    let (state, _) = end(&plan, state, 0, Ending::Updated, 1);
    let (state, _) = end(&plan, state, 1, Ending::Unreachable, 1);
    assert_eq!(
        state.phase,
        Phase::Paused(Pause::Successes {
            count: 1,
            needed: 2
        })
    );
    let (_, actions) = step(&plan, state, &Event::Resume, now(2));
    assert_eq!(actions, [Action::Start(2)]);
}

#[test]
fn a_stage_soaks_and_is_looked_at_before_the_next() {
    let rules = Rules {
        soak_ms: 10,
        error_threshold: Amount::Count(1),
        ..rules()
    };
    let plan = plan(2, vec![1, 2], rules);
    let (state, _) = begin(&plan);
    let (state, actions) = end(&plan, state, 0, Ending::Updated, 5);
    assert_eq!(actions, [Action::Wake(15)]);
    let (state, actions) = step(&plan, state, &Event::Tick, now(15));
    assert_eq!(actions, [Action::Probe(0)]);
    let well = Event::Probed {
        gateway: 0,
        trouble: None,
    };
    let (_, actions) = step(&plan, state.clone(), &well, now(16));
    assert_eq!(actions, [Action::Start(1)]);
    let ill = Event::Probed {
        gateway: 0,
        trouble: Some("no telegrams come".to_owned()),
    };
    let (state, actions) = step(&plan, state, &ill, now(16));
    assert_eq!(
        (state.phase, actions),
        (Phase::Paused(Pause::Failures { count: 1 }), vec![])
    );
}

#[test]
fn nothing_begins_outside_the_window() {
    let plan = plan(2, vec![2], rules());
    let closed = Now {
        ms: 0,
        opens_ms: 100,
    };
    let (state, actions) = step(&plan, State::new(&plan), &Event::Begin, closed);
    assert_eq!(actions, [Action::Wake(100)]);
    let (_, actions) = step(&plan, state, &Event::Tick, now(100));
    assert_eq!(actions.len(), 2);
}

#[test]
fn an_end_that_was_not_seen_shows_at_the_next_attempt() {
    let plan = plan(1, vec![1], rules());
    let (state, _) = begin(&plan);
    let seen = Event::Seen {
        gateway: 0,
        id: "smr-000001".to_owned(),
        version: "1.0.0".to_owned(),
    };
    let (state, _) = step(&plan, state, &seen, now(1));
    let (state, actions) = step(&plan, state, &Event::Resume, now(2));
    assert_eq!(actions, [Action::Start(0)]);
    let (state, _) = end(&plan, state, 0, Ending::Current, 3);
    assert_eq!(state.gateways[0].progress, Progress::Done(Ending::Updated));
    assert_eq!(state.gateways[0].version_before.as_deref(), Some("1.0.0"));
}

#[test]
fn one_that_may_be_restarting_when_a_run_goes_on_is_waited_for() {
    let plan = plan(1, vec![1], rules());
    let (state, _) = begin(&plan);
    let seen = Event::Seen {
        gateway: 0,
        id: "smr-000001".to_owned(),
        version: "1.0.0".to_owned(),
    };
    let (state, _) = step(&plan, state, &seen, now(1));
    let (state, _) = step(&plan, state, &Event::Resume, now(2));
    let (state, actions) = end(&plan, state, 0, Ending::Unreachable, 3);
    assert_eq!(actions, [Action::Wake(1_003)]);
    let (state, actions) = step(&plan, state, &Event::Tick, now(1_003));
    assert_eq!(actions, [Action::Start(0)]);
    let (back, _) = end(&plan, state.clone(), 0, Ending::Current, 1_004);
    assert_eq!(back.gateways[0].progress, Progress::Done(Ending::Updated));
    // For as long as a gateway may restart; then it is not somebody else's trouble.
    let late = 2 + plan.rules.proof_ms;
    let (gone, _) = end(&plan, state, 0, Ending::Unreachable, late);
    assert_eq!(gone.gateways[0].progress, Progress::Done(Ending::Failed));
}

#[test]
fn what_failed_is_tried_again_when_asked_for() {
    let plan = plan(3, vec![1, 3], rules());
    let (mut state, _) = begin(&plan);
    for (gateway, ending) in [
        (0, Ending::Failed),
        (1, Ending::Unreachable),
        (2, Ending::Updated),
    ] {
        state = end(&plan, state, gateway, ending, 1).0;
    }
    assert!(matches!(state.phase, Phase::Paused(_)), "the first failed");
    let state = step(&plan, state, &Event::Resume, now(2)).0;
    let retry = Event::Retry {
        failed: true,
        unreachable: false,
    };
    let busy = step(&plan, state.clone(), &retry, now(3)).0;
    assert_eq!(busy, state, "not while something is under way");
    let mut state = state;
    for (gateway, ending) in [(1, Ending::Unreachable), (2, Ending::Updated)] {
        state = end(&plan, state, gateway, ending, 4).0;
    }
    assert_eq!(state.phase, Phase::Ended);
    let (_, actions) = step(&plan, state, &retry, now(5));
    assert_eq!(actions, [Action::Start(0)]);
}

proptest! {
    // Each step of each run is held against the rules by `Run`.
    #[test]
    fn the_rules_are_kept_and_every_run_ends(plan in any_plan(), luck in proptest::collection::vec(any::<u8>(), 1..80)) {
        let mut run = Run::new(&plan, luck);
        run.run(Event::Begin);
        if let Amount::Count(_) = plan.rules.error_threshold {
            let most = error_threshold(&plan, 0) - 1 + plan.rules.max_parallel;
            prop_assert!(run.failures() <= most, "{} of at most {most}", run.failures());
        }
        run.resume_to_the_end();
    }

    #[test]
    fn a_run_that_dies_at_any_moment_comes_to_its_end(plan in any_plan(), luck in proptest::collection::vec(any::<u8>(), 1..80), cut in 0_usize..200) {
        let mut whole = Run::new(&plan, luck.clone());
        whole.run(Event::Begin);
        let cut = cut % whole.history.len();
        let mut run = Run::new(&plan, luck);
        run.die_in(whole.history[cut].2.clone());
        let finished = run.finished();
        run.resume_to_the_end();
        let after = run.finished();
        for (gateway, attempts) in finished {
            // It may have been found ill after its stage, and is not begun again for that.
            prop_assert!(after.get(&gateway).is_none_or(|now| *now == attempts), "what was finished is not repeated");
        }
    }
}
