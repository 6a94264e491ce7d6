//! What happens to a gateway that is updated: `smr.ota/1`, and the same for people.

use serde::Serialize;

use crate::gateway::Info;
use crate::gateway::update::{Event, Failure, Outcome, Update};

/// How it ended.
#[derive(Serialize)]
struct Done<'a> {
    result: &'static str,
    id: Option<&'a str>,
    name: Option<&'a str>,
    version_before: Option<&'a str>,
    version_after: Option<&'a str>,
    build: &'a str,
    sha256: String,
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
    Done {
        #[serde(flatten)]
        done: Done<'a>,
    },
    Failed {
        reason: &'static str,
        message: String,
        version: Option<&'a str>,
        bytes_sent: u64,
    },
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
    };
    text(happening, false)
}

/// The end of an update that went well.
pub struct End<'a> {
    /// Who the gateway is, if it said so.
    pub gateway: Option<&'a Info>,
    /// What was wanted.
    pub update: &'a Update,
    /// What came of it.
    pub outcome: &'a Outcome,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

impl End<'_> {
    fn versions(&self) -> (Option<&str>, Option<&str>) {
        match self.outcome {
            Outcome::Updated { before, after } => (Some(&before.version), Some(&after.version)),
            Outcome::Current(running) => (Some(&running.version), Some(&running.version)),
            Outcome::Planned(running) => (running.as_ref().map(|it| it.version.as_str()), None),
            Outcome::Taken(info) => (None, info.as_ref().map(|it| it.firmware.version.as_str())),
        }
    }

    fn result(&self) -> &'static str {
        match self.outcome {
            Outcome::Updated { .. } => "updated",
            Outcome::Current(_) => "current",
            Outcome::Planned(_) => "planned",
            Outcome::Taken(_) => "taken",
        }
    }

    /// As a JSON object: indented, or on one line.
    pub fn json(&self, is_pretty: bool) -> String {
        let (version_before, version_after) = self.versions();
        let image = &self.update.image;
        let was_sent = matches!(self.outcome, Outcome::Updated { .. } | Outcome::Taken(_));
        let done = Done {
            result: self.result(),
            id: self.gateway.map(|info| info.id.as_str()),
            name: self.gateway.map(|info| info.name.as_str()),
            version_before,
            version_after,
            build: image.descriptor.build.as_str(),
            sha256: image.sha256.to_string(),
            bytes_sent: if was_sent { self.update.size() } else { 0 },
            took_ms: self.took_ms,
        };
        text(Happening::Done { done }, is_pretty)
    }

    /// For people: the last lines.
    pub fn human(&self) -> String {
        let name = self.gateway.map_or("the gateway", |info| &info.name);
        let wanted = &self.update.image.descriptor.version;
        let kib = self.update.size().div_ceil(1 << 10);
        match self.outcome {
            Outcome::Updated { before, after } => {
                let telegrams = if before.hears_meter {
                    ", telegrams come"
                } else {
                    " (no telegrams came before, so none were waited for)"
                };
                format!(
                    "{name} runs {}, before {}; proven: version, build, SHA-256, started once and because of the update{telegrams}",
                    after.version, before.version
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

/// The end of an update that failed, as a JSON object: indented, or on one line.
pub fn failed(failure: &Failure, is_pretty: bool) -> String {
    let happening = Happening::Failed {
        reason: failure.reason.word(),
        message: failure.error.to_string(),
        version: failure.version.as_deref(),
        bytes_sent: failure.sent,
    };
    text(happening, is_pretty)
}
