//! The whole way: firmware, network, meter.

use std::cell::RefCell;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::after::After;
use crate::cli::flash::board::{Person, require_agreement, work};
use crate::cli::flash::choose::Firmware;
use crate::cli::flash::onto::{Flashed, Order, onto_board};
use crate::cli::flash::{ConsentArgs, Format, ReachArgs, port, teller};
use crate::cli::provision::teller::{Teller, print};
use crate::cli::{Context, report, runtime};
use crate::config::duration;
use crate::discovery::Network;
use crate::error::{Error, Kind, Result};
use crate::flash::fit::judge;
use crate::flash::line::Line;
use crate::flash::plan::Rest;
use crate::flash::{Finish, Left, Outcome, alive};
use crate::gateway::restart::{Start, Waited, for_restart};
use crate::gateway::silence::Silence;
use crate::gateway::{Client, Login, status};
use crate::image::Board;
use crate::provision::{Job, Provisioned, Serial, Site, Way};
use crate::source::first::{Heard, first};
use crate::source::{Options, Retry, Source};
use crate::target::SourceSpec;
use crate::ui::commission::{Commissioned, Meter};

/// A gateway that is silent on its line is asked there and in the network in turns, for so long each.
const TURN: Duration = Duration::from_secs(3);
/// A gateway in setup answers within this, at the latest.
const MOMENT: Duration = Duration::from_millis(800);
/// Whether somebody wants to stop is looked at so often.
const LOOK: Duration = Duration::from_millis(100);

/// The id of a board's gateway, once it is known.
pub(super) type Who = RefCell<Option<String>>;

/// All that is to be done.
#[derive(Clone)]
pub(in crate::cli) struct Course {
    pub(in crate::cli) firmware: Firmware,
    pub(in crate::cli) reach: ReachArgs,
    /// The board that the chip is to be used as, if that is said.
    pub(in crate::cli) board: Option<Board>,
    pub(in crate::cli) rest: Rest,
    pub(in crate::cli) backup: Option<PathBuf>,
    pub(in crate::cli) is_agreed: bool,
    pub(in crate::cli) boot_timeout: Duration,
    pub(in crate::cli) site: Site,
    pub(in crate::cli) network: Network,
    /// For how long the first telegram is waited for, if it is.
    pub(in crate::cli) telegram_timeout: Option<Duration>,
    pub(in crate::cli) after: After,
    /// Which board it is of several.
    pub(in crate::cli) number: Option<u32>,
    pub(in crate::cli) format: Format,
    /// How the settings of a gateway are erased that was set up before.
    pub(in crate::cli) again: &'static str,
}

impl Course {
    /// Does it, and prints the result.
    pub(in crate::cli) fn run(self, context: Context) -> Result<()> {
        self.check()?;
        require_agreement(self.is_agreed, "flashing a board")?;
        work(move |person| {
            let port = port::find(&self.reach, context, person)?;
            let done = self.board(&port, &Who::default(), context, person)?;
            self.finish(&done, context)
        })
    }

    /// Refuses what can be seen to be wrong without a board.
    pub(super) fn check(&self) -> Result<()> {
        match self.firmware.file() {
            Some(file) => judge(file, None)
                .map(drop)
                .map_err(|error| self.firmware.named(error)),
            None => Ok(()),
        }
    }

    /// Tells how it ended. A meter without a telegram is an error of its own kind.
    pub(super) fn finish(&self, done: &Commissioned, context: Context) -> Result<()> {
        match self.format {
            Format::Human => {
                if let Some(line) = done.line() {
                    print(&line)?;
                }
            }
            // Several are lines of a stream.
            Format::Json => print(&done.document(self.number.is_none()))?,
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

    /// The whole way of one board. As soon as it is known who it is, `who` is told.
    pub(super) fn board(
        &self,
        port: &str,
        who: &Who,
        context: Context,
        person: &Person,
    ) -> Result<Commissioned> {
        let ssid = &self.site.ssid;
        let then = format!(", and set it up for {ssid}");
        let order = Order {
            firmware: &self.firmware,
            port,
            reach: &self.reach,
            board: self.board,
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
        if let Some(mut line) = self.in_setup_already(port, person)? {
            let gateway = self.join(&mut line, None, who, context, person)?;
            drop(line);
            return self.end(port, None, (gateway, false), began, context, person);
        }
        let mut teller = teller::Teller::new(self.format, context);
        let mut flashed = onto_board(&order, &mut teller, context, person)?;
        if self.format == Format::Jsonl {
            teller.print(&flashed.document(port, false));
        }
        teller.outcome()?;
        who.replace(Some(flashed.chip.mac.gateway_id()));
        let left = flashed.left.take();
        let left = left.ok_or_else(|| Error::failed("the board was not started"))?;
        let mac = flashed.chip.mac.to_string();
        let gateway = self.set_up(&flashed, left, who, context, person)?;
        self.end(port, Some(mac), gateway, began, context, person)
    }

    /// The line to a gateway in setup that runs the version of the image already. There is nothing to write, and the board may not get
    /// into its loader without somebody's hand.
    fn in_setup_already(&self, port: &str, person: &Person) -> Result<Option<Line>> {
        if self.rest != Rest::Keep || self.backup.is_some() || !self.is_agreed {
            return Ok(None);
        }
        let mut line = Line::open(port)?;
        let identity = alive::ask(&mut line, MOMENT, &|| stopped(person))?;
        let Some(found) = identity.filter(|found| found.firmware == "smr") else {
            return Ok(None);
        };
        // Gateways may name the chip instead of the board.
        let board = Board::from_name(&found.board).or(self.board);
        let is_meant = self.board.is_none() || self.board == board;
        let is_it = self.firmware.is_version(&found.version, board, port)?;
        Ok((is_meant && is_it).then_some(line))
    }

    /// What comes after the gateway is in its network.
    fn end(
        &self,
        port: &str,
        mac: Option<String>,
        (gateway, was_set_up): (Provisioned, bool),
        began: Instant,
        context: Context,
        person: &Person,
    ) -> Result<Commissioned> {
        if !was_set_up {
            self.restart(&gateway, context, person)?;
        }
        let (label, keeper) = self
            .after
            .run(&gateway, &self.site.admin, self.format, context)?;
        let meter = match self.telegram_timeout {
            Some(limit) => self.meter(&gateway, limit, context, person)?,
            None => Meter::Unread,
        };
        Ok(Commissioned {
            port: port.to_owned(),
            mac,
            was_set_up,
            gateway,
            meter,
            label,
            keeper,
            number: self.number,
            took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        })
    }

    /// A gateway in the network; and whether it was there before.
    fn set_up(
        &self,
        flashed: &Flashed,
        left: Left,
        who: &Who,
        context: Context,
        person: &Person,
    ) -> Result<(Provisioned, bool)> {
        let Left { outcome, mut line } = left;
        let check = || stopped(person);
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
                let mut job = Job {
                    check: &check,
                    tell: &mut |_| {},
                    network: self.network.clone(),
                    patience: self.reach.timeout,
                };
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
        Ok((
            self.join(&mut line, Some(flashed), who, context, person)?,
            false,
        ))
    }

    /// Sets up a gateway that answers on its line.
    fn join(
        &self,
        line: &mut Line,
        flashed: Option<&Flashed>,
        who: &Who,
        context: Context,
        person: &Person,
    ) -> Result<Provisioned> {
        let check = || stopped(person);
        let mut teller = Teller::new(self.format, context);
        let mut tell = |event| teller.tell(&event);
        let mut job = Job {
            check: &check,
            tell: &mut tell,
            network: self.network.clone(),
            patience: self.reach.timeout,
        };
        let mut way = Serial::new(line, &check);
        let met = job.meet(&mut way)?;
        // In setup it goes by its id.
        who.replace(Some(met.name.clone()));
        if let Some(flashed) = flashed {
            flashed.require_version(&met.version)?;
        }
        let done = job.provision(&mut way as &mut dyn Way, &self.site)?;
        teller.outcome()?;
        Ok(done)
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

    /// For some seconds after it has joined, the serial line still belongs to whoever has set the gateway up. After a restart it is
    /// the meter's at once; and the gateway has shown that it comes back by itself.
    fn restart(&self, gateway: &Provisioned, context: Context, person: &Person) -> Result<()> {
        report::message(context, "restarting it, so that it listens to its meter");
        let name = &gateway.name;
        runtime::block_on(async {
            let mut client = self.client(gateway)?;
            let before = Start::of(&client.status().await?.model);
            client.post("/api/v1/restart").await?;
            let waited = tokio::select! {
                waited = for_restart(&mut client, &before, self.reach.timeout) => waited?,
                error = stop_of(person) => return Err(error),
            };
            match waited {
                Waited::Back(_) => Ok(()),
                Waited::Same(_) => Err(Error::failed(format!(
                    "{name} is set up, and does not restart"
                ))
                .hint("take its power away for a moment, and give it again")),
                Waited::Gone(cause) => Err(Error::unreachable(format!(
                    "{name} was set up, and has not come back after a restart"
                ))
                .because(cause)
                .hint("see whether it is in the network: smr discover")),
            }
        })
    }

    /// Asks the gateway as its admin.
    fn client(&self, gateway: &Provisioned) -> Result<Client> {
        let mut client = Client::new(gateway.address, TURN)?;
        client.log_in(Login {
            user: "admin".to_owned(),
            password: self.site.admin.clone(),
        });
        Ok(client)
    }

    /// What the gateway's meter says.
    fn meter(
        &self,
        gateway: &Provisioned,
        limit: Duration,
        context: Context,
        person: &Person,
    ) -> Result<Meter> {
        let waited = duration::display(limit);
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
            silence: limit,
            ..Options::default()
        };
        runtime::block_on(async {
            let mut source = Source::open(&spec, options)?;
            let heard = tokio::select! {
                heard = first(&mut source, limit) => heard?,
                error = stop_of(person) => return Err(error),
            };
            if let Some(telegram) = heard.sound() {
                return Ok(Meter::Telegram(telegram.clone()));
            }
            let line = self.line(gateway).await;
            Ok(silent(&heard, line, waited.clone()))
        })
    }

    /// What the gateway knows of its meter's line, if it can be asked.
    async fn line(&self, gateway: &Provisioned) -> Option<status::P1> {
        let mut client = self.client(gateway).ok()?;
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
