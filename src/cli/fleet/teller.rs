//! Tells what happens in an update: a line for each gateway and stage, and on a terminal one that says how far it is.

use std::collections::BTreeMap;

use indicatif::{ProgressBar, ProgressStyle};

use super::gateways;
use crate::cli::{Context, report};
use crate::config::duration;
use crate::fleet::plan::Plan;
use crate::fleet::runner::News;
use crate::fleet::state::{Ending, Event, Phase, Progress, State};
use std::time::Duration;

/// Tells news.
pub(super) struct Teller<'a> {
    plan: &'a Plan,
    context: Context,
    bar: Option<ProgressBar>,
    /// The stage and phase that were told last.
    told: Option<(usize, Phase)>,
    /// Bytes of the image that have gone to those under way.
    sent: BTreeMap<usize, u64>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(plan: &'a Plan, state: &State, context: Context) -> Teller<'a> {
        let is_wanted = context.stderr_is_terminal && !context.quiet;
        let bar = is_wanted.then(|| {
            let bar = ProgressBar::new(plan.gateways.len() as u64);
            let style =
                ProgressStyle::with_template("{pos} of {len} done {wide_bar} {msg} {elapsed}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(Duration::from_secs(1));
            bar
        });
        let mut teller = Teller {
            plan,
            context,
            bar,
            told: None,
            sent: BTreeMap::new(),
        };
        teller.show(state);
        teller
    }

    /// Tells one.
    pub(super) fn tell(&mut self, news: &News<'_>) {
        match news {
            News::Sent(gateway, bytes) => {
                self.sent.insert(*gateway, *bytes);
            }
            News::Happened(event, state) => {
                self.happened(event, state);
                self.phase(state);
                self.show(state);
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

    fn show(&mut self, state: &State) {
        let Some(bar) = &self.bar else { return };
        let running = state.count(|gateway| gateway.progress == Progress::Running);
        let failed = state.ended(Ending::Failed) + state.ended(Ending::Unreachable);
        bar.set_position(
            state.count(|gateway| matches!(gateway.progress, Progress::Done(_))) as u64,
        );
        let kib = self.sent.values().sum::<u64>() >> 10;
        bar.set_message(format!(
            "stage {} of {}, {running} under way ({kib} KiB), {failed} not updated,",
            state.stage + 1,
            self.plan.stages.len()
        ));
    }

    fn name(&self, gateway: usize) -> &str {
        let planned = self.plan.gateways.get(gateway);
        planned.map_or("?", |planned| &planned.member.name)
    }

    fn happened(&mut self, event: &Event, state: &State) {
        match event {
            Event::Finished { gateway, .. } => {
                self.sent.remove(gateway);
                self.finished(*gateway, state);
            }
            Event::Probed {
                gateway,
                trouble: Some(trouble),
            } => {
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

    fn finished(&self, index: usize, state: &State) {
        let Some(gateway) = state.gateways.get(index) else {
            return;
        };
        let done = state.count(|gateway| matches!(gateway.progress, Progress::Done(_)));
        let (name, all) = (self.name(index), self.plan.gateways.len());
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
        self.say(&match gateway.progress {
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
            Phase::Probing => self.say(&format!(
                "{stage}: looking whether its gateways are still well"
            )),
            Phase::Planned | Phase::Paused(_) | Phase::Ended | Phase::Aborted => {}
        }
    }
}
