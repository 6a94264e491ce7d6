//! Tells what happens in a rollout: a line for each gateway and stage, and on a terminal below them how far it is.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::{Format, gateways};
use crate::cli::{Context, report};
use crate::config::duration;
use crate::fleet::Task;
use crate::fleet::plan::Plan;
use crate::fleet::report::Verdict;
use crate::fleet::runner::News;
use crate::fleet::state::{Ending, Event, GatewayState, Phase, Progress, State};
use crate::ui::fleet::live::{Live, MOST_FAILURES, Seen};
use crate::ui::style::Colour;

/// What is shown on the terminal is drawn anew so often, even when nothing happens.
const TICK: Duration = Duration::from_secs(1);
/// Between two samples of how much has gone.
const SAMPLE: Duration = Duration::from_millis(500);
/// Rates are those of this time.
const WINDOW: Duration = Duration::from_secs(60);

/// How much had gone at a moment.
#[derive(Clone, Copy)]
struct Sample {
    at: Instant,
    bytes: u64,
    gateways: usize,
}

/// Tells news.
pub(super) struct Teller<'a> {
    plan: &'a Plan,
    context: Context,
    bar: Option<ProgressBar>,
    /// The stage and phase that were told last.
    told: Option<(usize, Phase)>,
    /// Bytes of the image that have gone to those under way.
    sent: BTreeMap<usize, u64>,
    /// And to all others.
    sent_before: u64,
    state: State,
    samples: VecDeque<Sample>,
    /// The last gateways that failed: name and reason.
    failures: Vec<(String, String)>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        state: &State,
        format: Format,
        context: Context,
    ) -> Teller<'a> {
        // Where lines are read by programs, or nothing may move, they stay plain.
        let is_wanted = context.stderr_is_terminal
            && context.stderr == Colour::On
            && format == Format::Human
            && !context.quiet;
        let bar = is_wanted.then(|| {
            let bar = ProgressBar::new(plan.gateways.len() as u64);
            let style = ProgressStyle::with_template(
                "{prefix} {wide_bar} {pos} of {len} after {elapsed}\n{msg}",
            );
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(TICK);
            bar
        });
        let mut teller = Teller {
            plan,
            context,
            bar,
            told: None,
            sent: BTreeMap::new(),
            sent_before: 0,
            state: state.clone(),
            samples: VecDeque::new(),
            failures: Vec::new(),
        };
        teller.show();
        teller
    }

    /// Tells one.
    pub(super) fn tell(&mut self, news: &News<'_>) {
        match news {
            News::Sent(gateway, bytes) => {
                self.sent.insert(*gateway, *bytes);
                let last = self.samples.back();
                if last.is_none_or(|last| last.at.elapsed() >= SAMPLE) {
                    self.show();
                }
            }
            News::Happened(event, state) => {
                self.happened(event, state);
                self.phase(state);
                if self.bar.is_some() {
                    self.state = (*state).clone();
                    self.show();
                }
            }
        }
    }

    /// Nothing more will be told.
    pub(super) fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| report::message(self.context, text)),
            None => report::message(self.context, text),
        }
    }

    /// What was seen since the oldest sample that still counts.
    fn seen(&mut self, bytes: u64, gateways: usize) -> Seen {
        let now = Sample {
            at: Instant::now(),
            bytes,
            gateways,
        };
        self.samples.push_back(now);
        while self.samples.len() > 2
            && self
                .samples
                .front()
                .is_some_and(|first| first.at.elapsed() > WINDOW)
        {
            self.samples.pop_front();
        }
        let first = self.samples.front().copied().unwrap_or(now);
        Seen {
            bytes: bytes.saturating_sub(first.bytes),
            gateways: gateways.saturating_sub(first.gateways),
            time: now.at.duration_since(first.at),
        }
    }

    fn show(&mut self) {
        let Some(bar) = self.bar.clone() else { return };
        let done = |gateway: &GatewayState| matches!(gateway.progress, Progress::Done(_));
        let ended = self.state.count(done);
        let sent = self.sent_before + self.sent.values().sum::<u64>();
        let seen = self.seen(sent, ended);
        let state = &self.state;
        let live = Live {
            task: &self.plan.task,
            counts: [
                Ending::Updated,
                Ending::Current,
                Ending::Failed,
                Ending::Unreachable,
            ]
            .map(|ending| state.ended(ending)),
            under_way: state.under_way(),
            waiting: state.count(|gateway| {
                matches!(
                    gateway.progress,
                    Progress::BackOff(_) | Progress::Waiting(_)
                )
            }),
            total: self.plan.gateways.len(),
            sent,
            seen,
            failures: &self.failures,
        };
        let width = crossterm::terminal::size().map_or(80, |(width, _)| width.into());
        bar.set_position(ended as u64);
        bar.set_prefix(format!(
            "stage {} of {}",
            (state.stage + 1).min(self.plan.stages.len()),
            self.plan.stages.len()
        ));
        bar.set_message(live.lines(width).join("\n"));
    }

    /// Keeps the last few failures, each gateway once.
    fn failed(&mut self, index: usize, code: &str, reason: &str) {
        let name = self.name(index).to_owned();
        self.failures.retain(|(other, _)| *other != name);
        if self.failures.len() >= MOST_FAILURES {
            self.failures.remove(0);
        }
        self.failures.push((name, format!("{reason} ({code})")));
    }

    fn name(&self, gateway: usize) -> &str {
        let planned = self.plan.gateways.get(gateway);
        planned.map_or("?", |planned| &planned.member.name)
    }

    fn happened(&mut self, event: &Event, state: &State) {
        match event {
            Event::Finished { gateway, .. } => {
                self.sent_before += self.sent.remove(gateway).unwrap_or_default();
                self.finished(*gateway, state);
            }
            Event::Probed {
                gateway,
                trouble: Some(trouble),
            } => {
                self.failed(*gateway, "unhealthy", trouble);
                self.say(&format!(
                    "{}: failed (unhealthy): {trouble}",
                    self.name(*gateway)
                ));
            }
            Event::Stop => {
                let left = gateways(state.under_way());
                self.say(&format!("stopping: no further gateway is begun; {left} under way come to their end (Ctrl-C again: at once)"));
            }
            _ => {}
        }
    }

    fn finished(&mut self, index: usize, state: &State) {
        let Some(gateway) = state.gateways.get(index) else {
            return;
        };
        let done = state.count(|gateway| matches!(gateway.progress, Progress::Done(_)));
        let (name, all) = (self.name(index).to_owned(), self.plan.gateways.len());
        let done_word = self.plan.task.told(Verdict::Updated);
        let version = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
        let (before, after) = (
            version(&gateway.version_before),
            version(&gateway.version_after),
        );
        let code = gateway.code.as_deref().unwrap_or("failed");
        let reason = gateway.reason.as_deref().unwrap_or_default();
        let took = match (gateway.began_ms, gateway.ended_ms) {
            (Some(began), Some(ended)) => {
                format!(" in {} s", ended.saturating_sub(began).div_ceil(1_000))
            }
            _ => String::new(),
        };
        if matches!(gateway.progress, Progress::Done(ending) if !ending.is_good()) {
            self.failed(index, code, reason);
        }
        let is_update = matches!(self.plan.task, Task::Update { .. });
        self.say(&match gateway.progress {
            Progress::Done(Ending::Updated) if !is_update => {
                format!("[{done}/{all}] {name}: {done_word}{took}")
            }
            Progress::Done(Ending::Current) if !is_update => {
                let current = self.plan.task.told(Verdict::Current);
                format!("[{done}/{all}] {name}: {current}")
            }
            Progress::Done(Ending::Updated) => {
                format!("[{done}/{all}] {name}: updated, {before} -> {after}{took}")
            }
            Progress::Done(Ending::Current) => {
                format!("[{done}/{all}] {name}: runs {after} already")
            }
            Progress::Done(Ending::Failed) => {
                format!("[{done}/{all}] {name}: failed ({code}): {reason}")
            }
            Progress::Done(Ending::Unreachable) => {
                format!("[{done}/{all}] {name}: unreachable: {reason}")
            }
            Progress::Waiting(_) => format!("{name}: unreachable, waited for: {reason}"),
            _ => format!("{name}: once more later ({code}): {reason}"),
        });
    }

    /// Stages that begin, soak and pause.
    fn phase(&mut self, state: &State) {
        let now = (state.stage, state.phase);
        if self.told.replace(now) == Some(now) {
            return;
        }
        let stage = format!("stage {} of {}", state.stage + 1, self.plan.stages.len());
        match state.phase {
            Phase::Running => {
                let size = self.plan.stage(state.stage).len();
                self.say(&format!("{stage}: {}", gateways(size)));
            }
            Phase::Soaking(_) => {
                let soak = duration::display(Duration::from_millis(self.plan.rules.soak_ms));
                self.say(&format!("{stage} is done and has to run for {soak}"));
            }
            Phase::Probing => self.say(&format!("{stage}: looking whether all is still well")),
            Phase::Planned | Phase::Paused(_) | Phase::Ended | Phase::Aborted => {}
        }
    }
}
