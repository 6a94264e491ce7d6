//! The whole way: firmware, network, meter.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::cli::flash::board::{Person, require_agreement, work};
use crate::cli::flash::choose::Firmware;
use crate::cli::flash::onto::{Flashed, Order, onto_board};
use crate::cli::flash::{ConsentArgs, Format, ReachArgs, port, teller};
use crate::cli::provision::teller::{Teller, print};
use crate::cli::{Context, report, runtime};
use crate::config::duration;
use crate::discovery::Network;
use crate::error::{Error, Kind, Result};
use crate::flash::plan::Rest;
use crate::flash::session::judge;
use crate::flash::{Finish, Left, Outcome, alive};
use crate::gateway::silence::Silence;
use crate::gateway::{Client, Login, status};
use crate::provision::{Job, Provisioned, Serial, Site, Way};
use crate::source::first::{Heard, first};
use crate::source::{Options, Retry, Source};
use crate::target::SourceSpec;
use crate::ui::commission::{Commissioned, Meter};

/// A gateway that is silent on its line is asked there and in the network in turns, for so long each.
const TURN: Duration = Duration::from_secs(3);
/// Whether somebody wants to stop is looked at so often.
const LOOK: Duration = Duration::from_millis(100);

/// All that is to be done.
pub(in crate::cli) struct Course {
    pub(in crate::cli) firmware: Firmware,
    pub(in crate::cli) reach: ReachArgs,
    pub(in crate::cli) rest: Rest,
    pub(in crate::cli) backup: Option<PathBuf>,
    pub(in crate::cli) is_agreed: bool,
    pub(in crate::cli) boot_timeout: Duration,
    pub(in crate::cli) site: Site,
    pub(in crate::cli) network: Network,
    pub(in crate::cli) telegram_timeout: Duration,
    pub(in crate::cli) format: Format,
    /// How the settings of a gateway are erased that was set up before.
    pub(in crate::cli) again: &'static str,
}

impl Course {
    /// Does it, and prints the result.
    pub(in crate::cli) fn run(self, context: Context) -> Result<()> {
        if let Some(file) = self.firmware.file() {
            judge(file, None).map_err(|error| self.firmware.named(error))?;
        }
        require_agreement(self.is_agreed, "flashing a board")?;
        work(move |person| {
            let port = port::find(&self.reach, context, person)?;
            self.finish(self.board(&port, context, person)?, context)
        })
    }

    /// Tells how it ended. A meter without a telegram is an error of its own kind.
    fn finish(&self, done: Commissioned, context: Context) -> Result<()> {
        match self.format {
            Format::Human => {
                if let Some(line) = done.line() {
                    print(&line)?;
                }
            }
            Format::Json => print(&done.document(true))?,
            Format::Jsonl => print(&done.document(false))?,
        }
        if done.was_set_up {
            report::message(
                context,
                "it was set up before, and its settings have stayed",
            );
        }
        let Meter::Silent {
            silence,
            line,
            waited,
        } = &done.meter
        else {
            return Ok(());
        };
        let error = Error::new(
            Kind::NoTelegram,
            format!(
                "{}, set up; but no telegram came within {waited}: {}",
                done.heading(),
                silence.clause(line.as_ref())
            ),
        );
        Err(done.remedies(*silence).into_iter().fold(error, Error::hint))
    }

    fn board(&self, port: &str, context: Context, person: &Person) -> Result<Commissioned> {
        let ssid = &self.site.ssid;
        let then = format!(", and set it up for {ssid}");
        let order = Order {
            firmware: &self.firmware,
            port,
            reach: &self.reach,
            rest: self.rest,
            backup: self.backup.as_deref(),
            consent: ConsentArgs {
                yes: self.is_agreed,
                dry_run: false,
            },
            finish: Finish::Start,
            boot_timeout: self.boot_timeout,
            then: &then,
        };
        let began = Instant::now();
        let mut teller = teller::Teller::new(self.format, context);
        let mut flashed = onto_board(&order, &mut teller, context, person)?;
        if self.format == Format::Jsonl {
            teller.print(&flashed.document(port, false));
        }
        teller.outcome()?;
        let left = flashed.left.take();
        let left = left.ok_or_else(|| Error::failed("the board was not started"))?;
        let (gateway, was_set_up) = self.set_up(&flashed, left, context, person)?;
        let meter = self.meter(&gateway, context, person)?;
        Ok(Commissioned {
            port: port.to_owned(),
            mac: flashed.chip.mac.to_string(),
            was_set_up,
            gateway,
            meter,
            took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            label: None,
        })
    }

    /// A gateway in the network; and whether it was there before.
    fn set_up(
        &self,
        flashed: &Flashed,
        left: Left,
        context: Context,
        person: &Person,
    ) -> Result<(Provisioned, bool)> {
        let Left { outcome, mut line } = left;
        let check = || stopped(person);
        let mut teller = Teller::new(self.format, context);
        let mut tell = |event| teller.tell(&event);
        let mut job = Job {
            check: &check,
            tell: &mut tell,
            network: self.network.clone(),
            patience: self.reach.timeout,
        };
        if let Outcome::Silent { was_reset } = outcome {
            let hand = match was_reset {
                true => "",
                false => "release GPIO0 and tap reset; ",
            };
            report::message(
                context,
                format_args!(
                    "the gateway does not answer on its serial line yet: {hand}if it was set up before it never does, and is looked for in the network"
                ),
            );
            let id = flashed.chip.mac.gateway_id();
            let until = Instant::now() + self.reach.timeout;
            while alive::ask(&mut line, TURN, &check)?.is_none() {
                let known = job.known(&id, &self.site.admin, TURN);
                if let Some(known) = known.map_err(|error| self.foreign(&id, error))? {
                    flashed.require_version(&known.version)?;
                    return Ok((known, true));
                }
                if Instant::now() > until {
                    return Err(self.silent(&id));
                }
            }
        }
        let mut way = Serial::new(&mut line, &check);
        flashed.require_version(&job.meet(&mut way)?.version)?;
        let done = job.provision(&mut way as &mut dyn Way, &self.site)?;
        teller.outcome()?;
        Ok((done, false))
    }

    /// A gateway that was set up by somebody else.
    fn foreign(&self, id: &str, error: Error) -> Error {
        if error.kind() != Kind::Authentication {
            return error;
        }
        Error::new(
            Kind::Authentication,
            format!("{id} was set up before, with another admin password"),
        )
        .because(error)
        .hint(format!("if it is yours to change: {}", self.again))
    }

    /// A gateway that is nowhere.
    fn silent(&self, id: &str) -> Error {
        Error::unreachable(format!(
            "{id} was written and started, and is neither on its serial line nor in the network"
        ))
        .hint("release GPIO0, tap reset, and run the same command again")
        .hint(format!(
            "it may have been set up before, for a network that is not here: {}",
            self.again
        ))
    }

    /// What the gateway's meter says.
    fn meter(&self, gateway: &Provisioned, context: Context, person: &Person) -> Result<Meter> {
        let waited = duration::display(self.telegram_timeout);
        report::message(
            context,
            format_args!("waiting up to {waited} for the first telegram"),
        );
        let spec = SourceSpec::Tcp {
            host: gateway.meter.ip().to_string(),
            port: gateway.meter.port(),
        };
        let options = Options {
            retry: Retry::Always,
            silence: self.telegram_timeout,
            ..Options::default()
        };
        runtime::block_on(async {
            let mut source = Source::open(&spec, options)?;
            let heard = tokio::select! {
                heard = first(&mut source, self.telegram_timeout) => heard?,
                error = stop_of(person) => return Err(error),
            };
            if let Some(telegram) = heard.sound() {
                return Ok(Meter::Telegram(telegram.clone()));
            }
            let line = self.line(gateway).await;
            Ok(silent(&heard, line, waited.to_string()))
        })
    }

    /// What the gateway knows of its meter's line, if it can be asked.
    async fn line(&self, gateway: &Provisioned) -> Option<status::P1> {
        let mut client = Client::new(gateway.address, TURN).ok()?;
        client.log_in(Login {
            user: "admin".to_owned(),
            password: self.site.admin.clone(),
        });
        Some(client.status().await.ok()?.model.p1)
    }
}

fn silent(heard: &Heard, line: Option<status::P1>, waited: String) -> Meter {
    Meter::Silent {
        silence: Silence::of(line.as_ref(), heard.telegram.is_some()),
        line,
        waited,
    }
}

fn stopped(person: &Person) -> Result<()> {
    match person.has_stopped() {
        true => Err(Error::new(Kind::Interrupted, "stopped")
            .hint("run the same command again: it goes on from where the board is")),
        false => Ok(()),
    }
}

/// Waits until somebody wants to stop.
async fn stop_of(person: &Person) -> Error {
    loop {
        if let Err(error) = stopped(person) {
            return error;
        }
        tokio::time::sleep(LOOK).await;
    }
}
