//! What happens to a gateway that is updated: `smr.ota/1`, and the same for people.

use serde::Serialize;

use crate::gateway::Info;
use crate::gateway::update::{Event, Failure, Outcome, Rollback, Running, Update};

/// How it ended.
#[derive(Serialize)]
struct Done<'a> {
    result: &'static str,
    id: Option<&'a str>,
    name: Option<&'a str>,
    version_before: Option<&'a str>,
    version_after: Option<&'a str>,
    build: Option<&'a str>,
    sha256: Option<String>,
    bytes_sent: u64,
    took_ms: u64,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Happening<'a> {
    Gateway {
        id: &'a str,
        name: &'a str,
        version: &'a str,
        build: &'a str,
        board: &'a str,
        state: &'a str,
    },
    Progress {
        sent: u64,
        total: u64,
    },
    Again {
        reason: &'a str,
    },
    Taken,
    Back {
        version: &'a str,
        boot_count: u32,
    },
    Awaits {
        missing: &'static str,
    },
    GoesBack {
        version: &'a str,
    },
    Done {
        #[serde(flatten)]
        done: Done<'a>,
    },
    Failed {
        reason: &'static str,
        message: String,
        version: Option<&'a str>,
        bytes_sent: u64,
        rollback: Option<Undone<'a>>,
    },
}

/// An update that a gateway has undone.
#[derive(Serialize)]
struct Undone<'a> {
    why: &'a str,
    version: Option<&'a str>,
    cause: Option<&'a str>,
    exception: Option<Registers<'a>>,
}

/// The registers of a crash.
#[derive(Serialize)]
struct Registers<'a> {
    cause: u32,
    epc1: &'a str,
    excvaddr: &'a str,
}

impl<'a> Undone<'a> {
    fn new(rollback: &'a Rollback) -> Undone<'a> {
        let evidence = rollback.evidence.as_ref();
        let exception = evidence.and_then(|evidence| evidence.exception.as_ref());
        Undone {
            why: &rollback.why,
            version: rollback.left.as_deref(),
            cause: evidence.map(|evidence| evidence.cause.as_str()),
            exception: exception.map(|crash| Registers {
                cause: crash.cause,
                epc1: &crash.epc1,
                excvaddr: &crash.excvaddr,
            }),
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    #[serde(flatten)]
    happening: Happening<'a>,
}

fn text(happening: Happening<'_>, is_pretty: bool) -> String {
    let line = Line {
        schema: "smr.ota/1",
        happening,
    };
    let text = if is_pretty {
        serde_json::to_string_pretty(&line)
    } else {
        serde_json::to_string(&line)
    };
    // Texts and numbers cannot fail to become JSON.
    text.map_or_else(|_| String::new(), |text| text + "\n")
}

/// An event as a line of JSON.
pub fn line(event: &Event) -> String {
    let happening = match event {
        Event::Found(info) => Happening::Gateway {
            id: &info.id,
            name: &info.name,
            version: &info.firmware.version,
            build: &info.firmware.build,
            board: &info.board,
            state: &info.state,
        },
        Event::Progress { sent, total } => Happening::Progress {
            sent: *sent,
            total: *total,
        },
        Event::Again { reason } => Happening::Again { reason },
        Event::Taken => Happening::Taken,
        Event::Back { version, boots } => Happening::Back {
            version,
            boot_count: *boots,
        },
        Event::Awaits(missing) => Happening::Awaits {
            missing: missing.word(),
        },
        Event::GoesBack(version) => Happening::GoesBack { version },
    };
    text(happening, false)
}

/// The end of an update that went well.
pub struct End<'a> {
    /// Who the gateway is, if it said so.
    pub gateway: Option<&'a Info>,
    /// What was sent or would have been; nothing where the gateway holds it.
    pub update: Option<&'a Update>,
    /// What came of it.
    pub outcome: &'a Outcome,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

impl End<'_> {
    fn versions(&self) -> (Option<&str>, Option<&str>) {
        match self.outcome {
            Outcome::Updated { before, after } | Outcome::WentBack { before, after } => {
                (Some(&before.version), Some(&after.version))
            }
            Outcome::WouldGoBack { before, .. } => (Some(&before.version), None),
            Outcome::Current(running) => (Some(&running.version), Some(&running.version)),
            Outcome::Planned(running) => (running.as_ref().map(|it| it.version.as_str()), None),
            Outcome::Taken(info) => (None, info.as_ref().map(|it| it.firmware.version.as_str())),
        }
    }

    fn result(&self) -> &'static str {
        match self.outcome {
            Outcome::Updated { .. } => "updated",
            Outcome::Current(_) => "current",
            Outcome::WentBack { .. } => "went-back",
            Outcome::Planned(_) | Outcome::WouldGoBack { .. } => "planned",
            Outcome::Taken(_) => "taken",
        }
    }

    /// As a JSON object: indented, or on one line.
    pub fn json(&self, is_pretty: bool) -> String {
        let (version_before, version_after) = self.versions();
        let image = self.update.map(|update| &update.image);
        let back = match self.outcome {
            Outcome::WentBack { after, .. } => Some(after),
            _ => None,
        };
        let was_sent = matches!(self.outcome, Outcome::Updated { .. } | Outcome::Taken(_));
        let size = self.update.map_or(0, Update::size);
        let done = Done {
            result: self.result(),
            id: self.gateway.map(|info| info.id.as_str()),
            name: self.gateway.map(|info| info.name.as_str()),
            version_before,
            version_after,
            build: image
                .map(|image| image.descriptor.build.as_str())
                .or(back.map(|after| after.build.as_str())),
            sha256: image
                .map(|image| image.sha256)
                .or(back.and_then(|after| after.sha256))
                .map(|sha256| sha256.to_string()),
            bytes_sent: if was_sent { size } else { 0 },
            took_ms: self.took_ms,
        };
        text(Happening::Done { done }, is_pretty)
    }

    /// For people: the last lines.
    pub fn human(&self) -> String {
        let name = self.gateway.map_or("the gateway", |info| &info.name);
        let wanted = self.update.map(|update| &update.image.descriptor.version);
        let wanted = wanted.map(ToString::to_string).unwrap_or_default();
        let kib = self.update.map_or(0, Update::size).div_ceil(1 << 10);
        match self.outcome {
            Outcome::WentBack { before, after } => format!(
                "{name} runs {} again, before {}: it still held that image, and nothing was sent{}",
                after.version,
                before.version,
                telegrams(before)
            ),
            Outcome::WouldGoBack { before, to } => format!(
                "{name} would go back from {} to {to}, which it still holds; nothing was changed: this was a dry run",
                before.version
            ),
            Outcome::Updated { before, after } => {
                let how = match after.reason.as_str() {
                    "power" => "it runs after its power was away",
                    _ => "started once and because of the update",
                };
                format!(
                    "{name} runs {}, before {}; proven: version, build, SHA-256, confirmed by the gateway, {how}{}",
                    after.version,
                    before.version,
                    telegrams(before)
                )
            }
            Outcome::Current(running) => format!(
                "{name} runs {} already, the same image: nothing was sent",
                running.version
            ),
            Outcome::Planned(Some(running)) => format!(
                "{name} would go from {} to {wanted}, {kib} KiB; nothing was sent: this was a dry run",
                running.version
            ),
            Outcome::Planned(None) => format!(
                "it does not tell what it runs; {wanted} would be sent, {kib} KiB; nothing was sent: this was a dry run"
            ),
            Outcome::Taken(Some(info)) => format!(
                "the gateway took {wanted}, and {} answers there with {}; no more can be proven of other firmware",
                info.name, info.firmware.version
            ),
            Outcome::Taken(None) => format!(
                "the gateway took {wanted}; it has no settings of this firmware yet: join its Wi-Fi SMR-BRIDGE-XXXX and open http://192.168.4.1/"
            ),
        }
    }
}

/// What is told of the meter of a gateway that ran well.
fn telegrams(before: &Running) -> &'static str {
    if before.hears_meter {
        ", telegrams come"
    } else {
        " (no telegrams came before, so none were waited for)"
    }
}

/// The end of an update that failed, as a JSON object: indented, or on one line.
pub fn failed(failure: &Failure, is_pretty: bool) -> String {
    let happening = Happening::Failed {
        reason: failure.reason.word(),
        message: failure.error.to_string(),
        version: failure.version.as_deref(),
        bytes_sent: failure.sent,
        rollback: failure.rollback.as_deref().map(Undone::new),
    };
    text(happening, is_pretty)
}
