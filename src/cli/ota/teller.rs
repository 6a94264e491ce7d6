//! Tells what happens to a gateway, in the format that was asked for.

use std::io::Write;
use std::time::Instant;

use crate::cli::flash::Format;
use crate::cli::progress::Bar;
use crate::cli::{Context, report};
use crate::error::{Error, Result};
use crate::gateway::Info;
use crate::gateway::update::{Event, Failure, Missing, Outcome, Update};
use crate::ui::ota::{self as show, End};

/// What happens after a restart, and what to do about it.
const SWAP: &str = "and its boot loader swaps the images, which may take a minute and a half: keep it powered; a cut is harmless, it goes on";

/// Tells events.
pub(super) struct Teller {
    format: Format,
    context: Context,
    began: Instant,
    bar: Option<Bar>,
    /// When the upload began.
    sending: Option<Instant>,
    sent: u64,
    /// What of the upload was told last, in percent.
    told: Option<u64>,
    gateway: Option<Box<Info>>,
    /// Standard output that cannot be written.
    trouble: Option<Error>,
}

/// Seconds, to the tenth.
fn seconds(since: Instant) -> String {
    let tenths = (since.elapsed().as_millis() + 50) / 100;
    format!("{}.{} s", tenths / 10, tenths % 10)
}

impl Teller {
    pub(super) fn new(format: Format, context: Context) -> Teller {
        Teller {
            format,
            context,
            began: Instant::now(),
            bar: None,
            sending: None,
            sent: 0,
            told: None,
            gateway: None,
            trouble: None,
        }
    }

    /// Bytes of the image that have gone.
    pub(super) fn sent(&self) -> u64 {
        self.sent
    }

    /// Tells one.
    pub(super) fn tell(&mut self, event: &Event) {
        match event {
            Event::Found(info) => self.gateway = Some(info.clone()),
            Event::Progress { sent, total } => {
                self.sent = *sent;
                self.sending.get_or_insert_with(Instant::now);
                let percent = (sent * 100).checked_div(*total);
                if self.format == Format::Jsonl
                    && std::mem::replace(&mut self.told, percent) == percent
                {
                    return;
                }
            }
            _ => {}
        }
        match self.format {
            Format::Jsonl => self.print(&show::line(event)),
            Format::Human | Format::Json => self.say(event),
        }
    }

    /// The end of one that went well; the last words for people.
    pub(super) fn done(&mut self, update: Option<&Update>, outcome: &Outcome) -> String {
        self.bar = None;
        let end = End {
            gateway: self.gateway.as_deref(),
            update,
            outcome,
            took_ms: u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX),
        };
        let (human, json) = (end.human(), end.json(self.format == Format::Json));
        if self.format != Format::Human {
            self.print(&json);
        }
        human
    }

    /// The end of one that failed.
    pub(super) fn failed(&mut self, failure: &Failure) {
        self.bar = None;
        if self.format != Format::Human {
            self.print(&show::failed(failure, self.format == Format::Json));
        }
    }

    /// Whether all could be printed.
    pub(super) fn outcome(self) -> Result<()> {
        self.trouble.map_or(Ok(()), Err)
    }

    /// Prints data; what fails is kept for the end.
    fn print(&mut self, text: &str) {
        let mut stdout = std::io::stdout().lock();
        let printed = stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush());
        if let Err(cause) = printed {
            self.trouble.get_or_insert(Error::writing_output(cause));
        }
    }

    fn say(&mut self, event: &Event) {
        let context = self.context;
        if let Event::Progress { sent, total } = event {
            let bar = self.bar.get_or_insert_with(|| Bar::new(*total, context));
            bar.show(*sent);
            return;
        }
        self.bar = None;
        let text = match event {
            Event::Progress { .. } => return,
            Event::Found(info) => {
                let id = match info.name == info.id {
                    true => String::new(),
                    false => format!(" ({})", info.id),
                };
                let version = &info.firmware.version;
                format!("{}{id} runs {version} on {}", info.name, info.board)
            }
            Event::Again { reason } => format!("{reason}; nothing was done, once more"),
            Event::Taken => {
                let took = self.sending.map(seconds).unwrap_or_default();
                let kib = self.sent.div_ceil(1 << 10);
                let sent = format!("{kib} KiB sent and verified in {took}; it restarts");
                match self.gateway {
                    Some(_) => format!("{sent}, {SWAP}"),
                    None => sent,
                }
            }
            Event::GoesBack(version) => {
                format!("it goes back to {version}, which it still holds; it restarts, {SWAP}")
            }
            Event::Back { version, .. } => format!("it is back and says that it runs {version}"),
            Event::Awaits(Missing::Confirmation) => {
                "its firmware is new and has a minute to prove itself, or the one before comes back; waiting for that".to_owned()
            }
            Event::Awaits(missing) => format!("waiting for {missing}"),
        };
        report::message(context, text);
    }
}
