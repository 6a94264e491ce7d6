//! `smr sim`.

mod firmware;

use std::collections::HashMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::mpsc;

use super::{Context, Finished, report, runtime, with_hint};
use crate::config::duration;
use crate::config::secret::Password;
use crate::discovery::PORT;
use crate::error::{Error, Result};
use crate::sim::board::wifi::Network;
use crate::sim::board::{Ports, State};
use crate::sim::core::Board;
use crate::sim::fault::Faults;
use crate::sim::machine_code::Executor;
use crate::sim::make::{Condition, MeterPlan, Order, Trial, address};
use crate::sim::meter::{Profile, profiles};
use crate::sim::world::{View, World};
use crate::source::{Frames, open_file};

/// Time between telegrams of a file, which does not say it.
const FILE_INTERVAL: Duration = Duration::from_secs(1);
/// A file of telegrams is held in memory.
const LARGEST_FILE: u64 = 64 << 20;

/// Run virtual gateways: the real firmware on boards made of software
///
/// Board 1 is on 127.0.0.2, board 2 on 127.0.0.3 and so on, all with the same ports. For each board one line of JSON is printed
/// when it is ready. Without --state-dir the boards are forgotten at the end.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr sim
  smr sim --count 20 --state-dir boards --admin-password-file secret.txt
  smr sim --setup --wifi home:\"my password\"
  smr sim --meter be-emucs --interval 1s --faults faults.toml --for 10m

Then, on another terminal:
  smr watch 127.0.0.2:2001

Ends after --for, or with Ctrl-C.")]
pub(super) struct SimArgs {
    /// How many boards
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    count: u16,
    /// What the boards are
    #[arg(long, value_enum, default_value_t = BoardName::Esp8266With1M, value_name = "BOARD")]
    board: BoardName,
    /// Keep the boards here (flash, RTC memory, MAC address) and go on with those that are there
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,
    /// New boards have nothing in their flash
    #[arg(long, conflicts_with = "setup")]
    blank: bool,
    /// New boards have firmware but know no network
    #[arg(long)]
    setup: bool,
    /// The firmware of new boards [default: what is built into smr for them, or a made-up image of its version]
    #[arg(long, value_name = "FILE", conflicts_with = "blank")]
    image: Option<PathBuf>,
    /// Port of the HTTP server, 0 for any free one
    #[arg(long, value_name = "N", default_value_t = 8080)]
    http_port: u16,
    /// Port of the meter's bytes, 0 for any free one
    #[arg(long, value_name = "N", default_value_t = 2001)]
    p1_port: u16,
    /// Port for invitations to update, 0 for any free one
    #[arg(long, value_name = "N", default_value_t = 8266)]
    ota_port: u16,
    /// New boards have the admin password in the first line of this file
    #[arg(long, value_name = "FILE")]
    admin_password_file: Option<PathBuf>,
    /// A simulated meter by its name or that of its country, or a file with telegrams
    #[arg(long, long_help = meters(), value_name = "DIALECT|FILE", default_value = "nl-dsmr-5.0")]
    meter: String,
    /// Time between telegrams
    #[arg(long, value_name = "DURATION", value_parser = with_hint(duration::parse_positive))]
    interval: Option<Duration>,
    /// Announce the boards over mDNS, within this computer
    #[arg(long)]
    mdns: bool,
    /// The UDP port of mDNS, for tests
    #[arg(long, value_name = "PORT", default_value_t = PORT, hide = true)]
    mdns_port: u16,
    /// What goes wrong, with which board: a TOML file with [[fault]] tables
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// How long new firmware is on trial
    #[arg(long, value_enum, value_name = "TIME", default_value_t = TrialName::Quick)]
    trial: TrialName,
    /// The network in the air and its password; new boards know it
    #[arg(long, value_name = "SSID:PASSWORD", default_value = "simulated:simulated", value_parser = with_hint(network))]
    wifi: Network,
    /// How fast bytes pass on the serial line, in bits per second [default: 115200 from the meter, no limit to a blank board]
    #[arg(long, value_name = "BAUD", value_parser = clap::value_parser!(u32).range(300..=10_000_000))]
    pace: Option<u32>,
    /// Run what hosts load into a board's RAM as machine code, in QEMU with this file: see docs/virtual-boards.md
    #[arg(
        long,
        value_name = "FILE",
        env = "SMR_SIM_MACHINE",
        hide_env_values = true
    )]
    machine: Option<PathBuf>,
    /// Stop after this long
    #[arg(long = "for", value_name = "DURATION", value_parser = with_hint(duration::parse_positive))]
    limit: Option<Duration>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum BoardName {
    /// 1 MiB of flash, such as an ESP-01
    #[value(name = "esp8266-1m")]
    Esp8266With1M,
    /// 4 MiB of flash
    #[value(name = "esp8266-4m")]
    Esp8266With4M,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TrialName {
    /// About a second: idle time is skipped
    Quick,
    /// A minute as on a chip, ten if it does not find its network
    Real,
}

/// A board that is ready.
#[derive(Debug, Serialize)]
struct Ready<'a> {
    schema: &'static str,
    name: &'a str,
    http: Option<String>,
    p1: Option<String>,
    ota: Option<String>,
    dns: Option<String>,
    serial: Option<&'a str>,
    state: &'static str,
    version: Option<&'a str>,
}

fn network(text: &str) -> Result<Network> {
    let (ssid, password) = text.split_once(':').unwrap_or((text, ""));
    let is_password = matches!(password.len(), 0 | 8..=64);
    if ssid.is_empty() || ssid.len() > 32 || !is_password {
        return Err(Error::usage(format!("{text:?} is no network")).hint(
            "write SSID:PASSWORD with a name of 1 to 32 bytes and a password of 8 to 63, or only the SSID of an open network",
        ));
    }
    Ok(Network {
        ssid: ssid.into(),
        password: password.into(),
        rssi_dbm: -58,
        channel: 6,
    })
}

/// The telegrams of a file with what stands between them.
fn telegrams(path: &Path) -> Result<Vec<Vec<u8>>> {
    let failed = |cause| Error::failed(format!("cannot read {}", path.display())).because(cause);
    let mut bytes = Vec::new();
    open_file(path)?
        .take(LARGEST_FILE)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    let mut frames = Frames::default();
    frames.push(&bytes);
    let mut found: Vec<Vec<u8>> = Vec::new();
    let mut pending = Vec::new();
    let mut any = false;
    while let Some(part) = frames.next(true) {
        pending.extend(part.data);
        if part.check.is_some() {
            any = true;
            found.push(std::mem::take(&mut pending));
        }
    }
    if !any {
        return Err(
            Error::failed(format!("there is no telegram in {}", path.display()))
                .hint("record some with: smr record SOURCE -o FILE"),
        );
    }
    if let Some(last) = found.last_mut() {
        last.extend(pending);
    }
    Ok(found)
}

fn meter(args: &SimArgs) -> Result<MeterPlan> {
    if let Some(profile) = Profile::find(&args.meter) {
        return Ok(MeterPlan::Simulated {
            profile,
            interval: args.interval,
            start: Timestamp::now(),
        });
    }
    let path = Path::new(&args.meter);
    if !path.exists() {
        let names: Vec<&str> = profiles().iter().map(Profile::name).collect();
        return Err(Error::usage(format!(
            "{:?} is neither a simulated meter nor a file",
            args.meter
        ))
        .hint(format!("the meters are: {}", names.join(", "))));
    }
    Ok(MeterPlan::Recorded {
        telegrams: telegrams(path)?.into(),
        interval: args.interval.unwrap_or(FILE_INTERVAL),
    })
}

fn order(args: &SimArgs) -> Result<Order> {
    let faults = match &args.faults {
        Some(file) => Faults::read(file)?,
        None => Faults::default(),
    };
    if let Some(number) = faults.largest_board().filter(|number| *number > args.count) {
        return Err(Error::usage(format!(
            "there is a fault for board {number}, but no such board"
        ))
        .hint(format!("make enough boards: --count {number}")));
    }
    Ok(Order {
        count: args.count,
        board: match args.board {
            BoardName::Esp8266With1M => Board::With1M,
            BoardName::Esp8266With4M => Board::With4M,
        },
        directory: args.state_dir.clone(),
        condition: match (args.blank, args.setup) {
            (true, _) => Condition::Blank,
            (_, true) => Condition::Setup,
            _ => Condition::Provisioned,
        },
        firmware: firmware::of(args.image.as_deref(), args.board)?,
        ports: Ports {
            http: args.http_port,
            p1: args.p1_port,
            ota: args.ota_port,
            dns: 0,
            mdns: args.mdns.then_some(args.mdns_port),
        },
        admin_password: args
            .admin_password_file
            .as_deref()
            .map(Password::from_file)
            .transpose()?,
        meter: meter(args)?,
        pace: args.pace,
        network: args.wifi.clone(),
        faults,
        trial: match args.trial {
            TrialName::Quick => Trial::Quick,
            TrialName::Real => Trial::Real,
        },
        executor: args.machine.as_deref().map(Executor::open).transpose()?,
    })
}

/// Runs the boards until the time is up or the user stops them.
pub(super) fn run(args: &SimArgs, context: Context) -> Finished {
    match runtime::block_on(sim(args, context)) {
        Ok(summary) => Finished {
            errors: Vec::new(),
            summary: Some(summary),
        },
        Err(error) => Err(error).into(),
    }
}

/// The simulated meters, for the long help.
fn meters() -> String {
    let row = |profile: &Profile| format!("  {:14} {}", profile.name(), profile.label());
    let rows: Vec<String> = profiles().iter().map(row).collect();
    format!(
        "A simulated meter by its name or that of its country (`lu`), or a file with telegrams\n\nThe meters are:\n{}\n",
        rows.join("\n")
    )
}

async fn sim(args: &SimArgs, context: Context) -> Result<String> {
    let order = order(args)?;
    let mut world = World::new(&order)?;
    if let MeterPlan::Simulated { profile, .. } = &order.meter
        && let Some(note) = profile.key_note()
    {
        super::report::message(context, note);
    }
    let stopper = world.stopper();
    let (sender, mut views) = mpsc::unbounded_channel();
    let thread = std::thread::spawn(move || {
        world.run(&mut |view| {
            // Nobody listens any more only when the world is about to be stopped.
            let _ = sender.send(view.clone());
        })
    });
    let stop = runtime::stop_requested();
    tokio::pin!(stop);
    let time_up = async {
        match args.limit {
            Some(limit) => tokio::time::sleep(limit).await,
            None => std::future::pending().await,
        }
    };
    tokio::pin!(time_up);
    let mut teller = Teller::new(args.count, context);
    let outcome = loop {
        // Whoever reads a ready line may at once ask to stop: hence this order.
        tokio::select! {
            biased;
            () = &mut stop => break Ok("stopped"),
            () = &mut time_up => break Ok("the time is up"),
            view = views.recv() => match view {
                Some(view) => {
                    if let Err(error) = teller.tell(&view) {
                        break Err(error);
                    }
                }
                None => break Ok("ended"),
            },
        }
    };
    stopper.stop();
    let ended = thread
        .join()
        .unwrap_or_else(|_| Err(Error::failed("the virtual boards have broken down")));
    let why = outcome?;
    ended?;
    Ok(format!("{why}: {}", boards(args.count)))
}

fn boards(count: u16) -> String {
    match count {
        1 => "1 virtual board".to_owned(),
        count => format!("{count} virtual boards"),
    }
}

/// Prints what is heard of the boards.
struct Teller {
    context: Context,
    /// Boards that have not been ready yet.
    waiting: Vec<u16>,
    /// The last that was said of each board.
    told: HashMap<u16, (State, Option<String>)>,
}

impl Teller {
    fn new(count: u16, context: Context) -> Teller {
        Teller {
            context,
            waiting: (1..=count).collect(),
            told: HashMap::new(),
        }
    }

    fn tell(&mut self, view: &View) -> Result<()> {
        if let Some(notice) = &view.notice {
            report::message(self.context, format_args!("{}: {notice}", view.name));
        }
        let news = (view.state, view.version.clone());
        if self.told.insert(view.number, news.clone()) == Some(news) {
            return Ok(());
        }
        if let State::Dark(why) = view.state {
            report::message(self.context, format_args!("{} is dark: {why}", view.name));
        }
        let state = match view.state {
            State::Setup => "setup",
            State::Run => "run",
            State::Dark(_) => "blank",
            State::Starting => return Ok(()),
        };
        let Some(index) = self
            .waiting
            .iter()
            .position(|number| *number == view.number)
        else {
            let version = view.version.as_deref().unwrap_or("none");
            let told = format!("{}: {state}, firmware {version}", view.name);
            report::message(self.context, told);
            return Ok(());
        };
        self.waiting.swap_remove(index);
        let text = |address: Option<std::net::SocketAddrV4>| address.map(|it| it.to_string());
        let ready = Ready {
            schema: "smr.sim.ready/1",
            name: &view.name,
            http: text(view.http),
            p1: text(view.p1),
            ota: text(view.ota),
            dns: text(view.dns),
            serial: view.serial.as_deref(),
            state,
            version: view.version.as_deref(),
        };
        let mut line = serde_json::to_vec(&ready)
            .map_err(|cause| Error::failed("cannot write JSON").because(cause))?;
        line.push(b'\n');
        let mut stdout = std::io::stdout().lock();
        stdout
            .write_all(&line)
            .and_then(|()| stdout.flush())
            .map_err(Error::writing_output)?;
        if self.waiting.is_empty() {
            let first = address(1);
            report::message(
                self.context,
                format_args!("all boards are ready, the first on {first}; stop with Ctrl-C"),
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_a_name_and_perhaps_a_password() {
        let home = network("home:a pass:word").expect("a network");
        assert_eq!(home.ssid, b"home");
        assert_eq!(home.password, b"a pass:word");
        assert_eq!(network("open").expect("a network").password, b"");
        for text in [
            "",
            ":password",
            "home:short",
            &format!("{}:password", "x".repeat(33)),
        ] {
            assert!(network(text).is_err(), "{text}");
        }
    }
}
