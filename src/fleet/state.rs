//! How far a rollout is, and what can happen to it.

use serde::{Deserialize, Serialize};

use super::plan::Plan;

/// How the work on a gateway ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// It was updated, and that is proven.
    Updated,
    /// It ran the image already.
    Current,
    /// It was not updated, or is not well since.
    Failed,
    /// Nobody answers.
    Unreachable,
}

impl Ending {
    /// Whether the image runs.
    pub fn is_good(self) -> bool {
        matches!(self, Ending::Updated | Ending::Current)
    }
}

/// How far one gateway is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It has to be updated.
    Pending,
    /// It is being updated.
    Running,
    /// It is tried again at this time.
    BackOff(u64),
    /// It is unreachable, and looked for again at this time; it does not hold up its stage.
    Waiting(u64),
    /// It is done.
    Done(Ending),
}

/// One gateway of a rollout. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayState {
    /// How far it is.
    pub progress: Progress,
    /// How often it was begun.
    pub attempts: u32,
    /// How many of those failed, and may be followed by another.
    pub failures: u32,
    /// Its id, once it has told it.
    pub id: Option<String>,
    /// What ran when it was first asked.
    pub version_before: Option<String>,
    /// What ran when it was last asked.
    pub version_after: Option<String>,
    /// Bytes of the image that were sent, in all attempts.
    pub sent: u64,
    /// Why it is not updated: a stable word.
    pub code: Option<String>,
    /// The same as a clause.
    pub reason: Option<String>,
    /// When it was first begun.
    pub began_ms: Option<u64>,
    /// When it was done.
    pub ended_ms: Option<u64>,
    /// When it was first found unreachable.
    pub lost_ms: Option<u64>,
    /// When a run went on that had been ended while this was being updated: it may be restarting because of that.
    pub interrupted_ms: Option<u64>,
    /// The stage that was under way when it was done.
    pub ended_in: usize,
    /// Whether somebody went on although it failed: it counts no more.
    pub is_forgiven: bool,
    /// Whether it was found well, or asked, after its stage.
    pub health: Health,
    /// How it was when it was done, to be held against how it is after its stage.
    pub vitals: Option<Vitals>,
}

/// Whether a gateway was looked at after its stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// Not yet.
    Unknown,
    /// It is being asked.
    Asked,
    /// It has answered.
    Known,
}

/// Why a rollout pauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// As many have failed as the error threshold says.
    Failures {
        /// So many.
        count: usize,
    },
    /// More are unreachable than the budget allows.
    Unreachable {
        /// So many.
        count: usize,
    },
    /// Too few of the stage run the image.
    Successes {
        /// So many do.
        count: usize,
        /// So many must.
        needed: usize,
    },
    /// Somebody asked for it.
    Asked,
}

/// What a rollout is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing yet.
    Planned,
    /// Gateways are updated.
    Running,
    /// The stage is complete and has to run until this time.
    Soaking(u64),
    /// The gateways of the stage are asked whether they are well.
    Probing,
    /// No gateway is begun until somebody lets it go on.
    Paused(Pause),
    /// Every gateway is done.
    Ended,
    /// Somebody has given it up.
    Aborted,
}

/// How far a rollout is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What it is doing.
    pub phase: Phase,
    /// The stage, from 0.
    pub stage: usize,
    /// The gateways, in the order of the plan.
    pub gateways: Vec<GatewayState>,
    /// How many stages have run long enough and were looked at.
    pub soaked: usize,
    /// How many stages may be left although too few succeeded.
    pub waived: usize,
}

impl State {
    /// Before anything was done.
    pub fn new(plan: &Plan) -> State {
        let gateway = GatewayState {
            progress: Progress::Pending,
            attempts: 0,
            failures: 0,
            id: None,
            version_before: None,
            version_after: None,
            sent: 0,
            code: None,
            reason: None,
            began_ms: None,
            ended_ms: None,
            lost_ms: None,
            interrupted_ms: None,
            ended_in: 0,
            is_forgiven: false,
            health: Health::Unknown,
            vitals: None,
        };
        State {
            phase: Phase::Planned,
            stage: 0,
            gateways: vec![gateway; plan.gateways.len()],
            soaked: 0,
            waived: 0,
        }
    }

    /// How many are being updated or asked now.
    pub fn under_way(&self) -> usize {
        self.count(|gateway| {
            gateway.progress == Progress::Running || gateway.health == Health::Asked
        })
    }

    /// How many ended like this.
    pub fn ended(&self, ending: Ending) -> usize {
        self.count(|gateway| gateway.progress == Progress::Done(ending))
    }

    /// How many fulfil a condition.
    pub fn count(&self, condition: impl Fn(&GatewayState) -> bool) -> usize {
        self.gateways
            .iter()
            .filter(|gateway| condition(gateway))
            .count()
    }
}

/// What can happen. Everything that changes the state of a rollout is one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The rollout begins.
    Begin,
    /// Somebody lets it go on after it stopped, for whatever reason: what was under way is begun anew, what failed counts no more.
    Resume,
    /// A gateway has told what runs.
    Seen {
        /// Which.
        gateway: usize,
        /// Its id.
        id: String,
        /// The version.
        version: String,
    },
    /// The work on a gateway has ended for now.
    Finished {
        /// Which.
        gateway: usize,
        /// How.
        #[serde(flatten)]
        result: Finish,
    },
    /// A gateway was looked at after its stage.
    Probed {
        /// Which.
        gateway: usize,
        /// What is wrong with it, if anything is.
        trouble: Option<String>,
    },
    /// Time has passed.
    Tick,
    /// Somebody asks to stop: what is under way is brought to its end.
    Stop,
    /// Somebody gives the rollout up.
    Abort,
    /// What ended like this is to be tried again.
    Retry {
        /// Those that failed.
        failed: bool,
        /// Those that were unreachable.
        unreachable: bool,
    },
}

/// How an attempt on a gateway ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finish {
    /// In one word.
    pub ending: Ending,
    /// Whether it makes sense to try again.
    pub may_retry: bool,
    /// What runs now, if it is known.
    pub version: Option<String>,
    /// Bytes of the image that were sent.
    pub sent: u64,
    /// Why it failed: a stable word.
    pub code: Option<String>,
    /// The same as a clause.
    pub reason: Option<String>,
    /// How the gateway is then, if it runs the image.
    pub vitals: Option<Vitals>,
}

/// How a gateway that runs the image was when that was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vitals {
    /// Starts in all.
    pub boots: u32,
    /// Whether telegrams came from its meter.
    pub hears_meter: bool,
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Update this gateway.
    Start(usize),
    /// Ask this gateway whether it is well.
    Probe(usize),
    /// Tell when this time has come.
    Wake(u64),
}

/// When something happens: milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    /// The time.
    pub ms: u64,
    /// From when on updates may begin: later than `ms` outside the maintenance window.
    pub opens_ms: u64,
}
