//! Carries a rollout out: what the plan and the events ask for is done, what happens is written down first and acted upon then.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{LocalSet, spawn_local};
use tokio::time::{Instant, sleep};

use super::health::{self, Health};
use super::inventory::Member;
use super::journal::{Entry, Journal};
use super::look::{Asking, permits};
use super::plan::Plan;
use super::stage::step;
use super::state::{Action, Ending, Event, Finish, Now, Phase, State, Vitals};
use super::work::{self, Peer, Work};
use crate::error::{Error, Kind, Result};
use crate::gateway::Login;
use crate::gateway::update::{self, Failure, Outcome, Reason};

/// Nobody waits longer at once: clocks may be set meanwhile.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Between two questions to a gateway after its stage.
const PAUSE: Duration = Duration::from_secs(1);
/// How often one may leave such a question without an answer before it counts as gone.
const PATIENCE: u32 = 2;

/// A rollout that can be carried out.
pub struct Rollout {
    /// What is to be done.
    pub plan: Plan,
    /// How far it is.
    pub state: State,
    /// Where it is written down.
    pub journal: Journal,
    /// What is done to each gateway, with all that it needs.
    pub work: Work,
    /// Who asks each gateway, in the order of the plan.
    pub logins: Vec<Option<Login>>,
    /// How they are asked.
    pub asking: Asking,
}

/// What whoever watches a rollout hears.
#[derive(Clone, Copy, Debug)]
pub enum News<'a> {
    /// Something happened, and this is the state since.
    Happened(&'a Event, &'a State),
    /// So many bytes of the image have gone to this gateway.
    Sent(usize, u64),
}

/// What the work on gateways needs.
struct Bench {
    work: Work,
    /// For how long each gateway may be away and prove itself.
    limit: Duration,
    logins: Vec<Option<Login>>,
    asking: Asking,
    members: Vec<Member>,
    permits: Arc<Semaphore>,
    heard: UnboundedSender<Heard>,
}

/// What the work on gateways tells.
enum Heard {
    Event(Event),
    Sent(usize, u64),
}

/// The time, and from when on updates may begin.
fn now(plan: &Plan, zone: &TimeZone) -> Now {
    let now = Timestamp::now();
    let ms = |time: Timestamp| u64::try_from(time.as_millisecond()).unwrap_or(0);
    let opens = plan
        .rules
        .window
        .map_or(now, |window| window.next(now, zone));
    Now {
        ms: ms(now),
        opens_ms: ms(opens),
    }
}

/// Carries a rollout on from `first` until every gateway is done or it pauses; `stop` ends when somebody asks to stop, whereupon what
/// is under way is brought to its end.
///
/// # Errors
///
/// [`Kind::Failed`]: the journal cannot be written.
pub async fn run(
    rollout: Rollout,
    first: Event,
    stop: impl Future<Output = ()>,
    tell: &mut dyn FnMut(News<'_>),
) -> Result<State> {
    LocalSet::new()
        .run_until(carry_on(rollout, first, stop, tell))
        .await
}

async fn carry_on(
    rollout: Rollout,
    first: Event,
    stop: impl Future<Output = ()>,
    tell: &mut dyn FnMut(News<'_>),
) -> Result<State> {
    let Rollout {
        plan,
        mut state,
        mut journal,
        work: todo,
        logins,
        asking,
    } = rollout;
    let zone = TimeZone::system();
    let (sender, mut heard) = unbounded_channel();
    let bench = Rc::new(Bench {
        work: todo,
        limit: Duration::from_millis(plan.rules.proof_ms),
        logins,
        asking,
        permits: permits(plan.rules.max_parallel),
        members: plan
            .gateways
            .iter()
            .map(|planned| planned.member.clone())
            .collect(),
        heard: sender,
    });
    let mut stop = std::pin::pin!(stop);
    let mut is_stopping = false;
    let mut events = vec![first];
    loop {
        let mut entries = Vec::new();
        let mut actions = Vec::new();
        let mut states = Vec::new();
        for event in events.drain(..) {
            if !entries.is_empty() {
                states.push(state.clone());
            }
            let now = now(&plan, &zone);
            let (next, todo) = step(&plan, state, &event, now);
            state = next;
            actions.extend(todo);
            entries.push(Entry { now, event });
        }
        journal.append(&entries)?;
        for (entry, state) in entries.iter().zip(states.iter().chain([&state])) {
            tell(News::Happened(&entry.event, state));
        }
        let mut wake: Option<u64> = None;
        for action in actions {
            match action {
                Action::Start(gateway) => drop(spawn_local(work(Rc::clone(&bench), gateway))),
                Action::Probe(gateway) => {
                    let then = state.gateways.get(gateway).and_then(|then| then.vitals);
                    drop(spawn_local(probe(Rc::clone(&bench), gateway, then)));
                }
                Action::Wake(at) => wake = Some(wake.map_or(at, |wake| wake.min(at))),
            }
        }
        let is_over = matches!(
            state.phase,
            Phase::Paused(_) | Phase::Ended | Phase::Aborted
        );
        if is_over && state.under_way() == 0 {
            return Ok(state);
        }
        while events.is_empty() {
            let left =
                wake.map(|wake| Duration::from_millis(wake.saturating_sub(now(&plan, &zone).ms)));
            tokio::select! {
                first = heard.recv() => collect(first, &mut heard, &mut events, tell),
                () = tokio::time::sleep(left.unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT)) => {
                    if wake.is_some_and(|wake| wake <= now(&plan, &zone).ms) {
                        events.push(Event::Tick);
                    }
                }
                () = &mut stop, if !is_stopping => {
                    is_stopping = true;
                    events.push(Event::Stop);
                }
            }
        }
    }
}

/// Everything that was heard, so that it is written down at once.
fn collect(
    first: Option<Heard>,
    heard: &mut UnboundedReceiver<Heard>,
    events: &mut Vec<Event>,
    tell: &mut dyn FnMut(News<'_>),
) {
    let mut next = first;
    while let Some(what) = next {
        match what {
            Heard::Event(event) => events.push(event),
            Heard::Sent(gateway, bytes) => tell(News::Sent(gateway, bytes)),
        }
        next = heard.try_recv().ok();
    }
}

impl Bench {
    fn tell(&self, heard: Heard) {
        // Whoever listened has ended the run: nothing is owed to them.
        let _ = self.heard.send(heard);
    }

    /// Finds a gateway and logs in.
    async fn open(&self, gateway: usize) -> Result<Peer> {
        let member = self.members.get(gateway);
        let member = member.ok_or_else(|| Error::failed("the plan has no such gateway"))?;
        let login = self.logins.get(gateway).cloned().flatten();
        Peer::open(member, login, &self.asking).await
    }
}

/// Works on one gateway, and tells how that ended.
async fn work(bench: Rc<Bench>, gateway: usize) {
    let result = match attempt(&bench, gateway).await {
        Ok(finish) => finish,
        Err(failure) => failed(&failure),
    };
    bench.tell(Heard::Event(Event::Finished { gateway, result }));
}

async fn attempt(bench: &Bench, gateway: usize) -> Result<Finish, Failure> {
    // It is never closed.
    let _permit = bench.permits.acquire().await;
    let mut peer = bench.open(gateway).await?;
    bench.tell(Heard::Event(Event::Seen {
        gateway,
        id: peer.id(),
        version: peer.version(),
    }));
    let Some(update) = bench.work.update_for(&peer.info.model.board) else {
        return work::give(&bench.work, &mut peer, gateway, bench.limit).await;
    };
    let mut tell = |event| {
        if let update::Event::Progress { sent, .. } = event {
            bench.tell(Heard::Sent(gateway, sent));
        }
    };
    let outcome = update.run(&mut peer.client, &mut tell).await?;
    Ok(succeeded(&outcome, update.size()))
}

fn succeeded(outcome: &Outcome, size: u64) -> Finish {
    let (ending, runs, sent) = match outcome {
        Outcome::Updated { after, .. } => (Ending::Updated, Some(after), size),
        Outcome::Current(running) => (Ending::Current, Some(running), 0),
        // None of them is asked for here: there is no dry run, no way back, and only the HTTP API is spoken.
        Outcome::Planned(_)
        | Outcome::Taken(_)
        | Outcome::WentBack { .. }
        | Outcome::WouldGoBack { .. } => (Ending::Failed, None, 0),
    };
    let version = runs.map(|running| running.version.clone());
    Finish {
        vitals: runs.map(|running| Vitals {
            boots: running.boots,
            hears_meter: running.hears_meter,
        }),
        ..work::done(ending, version, sent)
    }
}

fn failed(failure: &Failure) -> Finish {
    let causes = failure.error.causes();
    let mut reason = failure.error.to_string();
    if let Some(cause) = causes
        .last()
        .filter(|cause| !reason.contains(cause.as_str()))
    {
        reason = format!("{reason}: {cause}");
    }
    Finish {
        ending: match failure.reason {
            Reason::Unreachable => Ending::Unreachable,
            _ => Ending::Failed,
        },
        // The others will end the same way, or need somebody who looks first; wrong passwords lock this computer out.
        may_retry: matches!(
            failure.reason,
            Reason::Unreachable | Reason::Busy | Reason::Cut | Reason::NotBack
        ),
        version: failure.version.clone(),
        sent: failure.sent,
        code: Some(failure.reason.word().to_owned()),
        reason: Some(reason),
        vitals: None,
    }
}

/// Asks whether what was done to a gateway has lasted, and whether it is as well as it was.
async fn probe(bench: Rc<Bench>, gateway: usize, then: Option<Vitals>) {
    let trouble = match ask(&bench, gateway, then).await {
        Ok(trouble) => trouble,
        Err(error) => Some(error.to_string()),
    };
    let trouble = trouble.map(|trouble| format!("after its stage: {trouble}"));
    bench.tell(Heard::Event(Event::Probed { gateway, trouble }));
}

async fn ask(bench: &Bench, gateway: usize, then: Option<Vitals>) -> Result<Option<String>> {
    let _permit = bench.permits.acquire().await;
    let (began, mut silent) = (Instant::now(), 0);
    loop {
        match look(bench, gateway, then, began.elapsed()).await {
            Ok(Health::Well) => return Ok(None),
            Ok(Health::Ill(trouble)) => return Ok(Some(trouble)),
            Ok(Health::Unclear) => silent = 0,
            // Wi-Fi may be away for a moment.
            Err(error) if error.kind() == Kind::Unreachable && silent < PATIENCE => silent += 1,
            Err(error) => return Err(error),
        }
        sleep(PAUSE).await;
    }
}

async fn look(
    bench: &Bench,
    gateway: usize,
    then: Option<Vitals>,
    waited: Duration,
) -> Result<Health> {
    let mut peer = bench.open(gateway).await?;
    let Some(update) = bench.work.update_for(&peer.info.model.board) else {
        let trouble = work::ask(&bench.work, &mut peer).await?;
        return Ok(trouble.map_or(Health::Well, Health::Ill));
    };
    let status = peer.client.status().await?.model;
    Ok(health::judge(then, &status, &update.image, waited))
}
