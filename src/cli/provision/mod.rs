//! `smr provision`.

mod find;
pub(super) mod site;
pub(super) mod teller;
pub(super) mod wanted;

use std::cell::Cell;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use self::find::{Found, find};
use self::teller::Teller;
use self::wanted::{Chosen, Wanted, ask_again};
use super::flash::board::{Person, work};
use super::flash::{Format, FormatArgs};
use super::logins::{self, Memory, Remembered};
use super::{Context, Finished, report, with_hint};
use crate::config::duration;
use crate::config::wifi::Ssid;
use crate::discovery::{Interfaces, Network, PORT};
use crate::error::{Error, Kind, Result};
use crate::flash::line::Line;
use crate::provision::problem::AGAIN_HINT;
use crate::provision::{Event, GatewayName, Job, Portal, Problem, Provisioned, Serial, Way};
use crate::target::gateway::GatewaySpec;
use crate::ui::provision as show;

/// Set a gateway up: Wi-Fi, name and admin password, over its serial port or its access point
///
/// Finds out by itself which way is open: a serial port on which a gateway in setup answers (Improv Wi-Fi), or its Wi-Fi
/// SMR-BRIDGE-... that this computer has joined. Asks for what was not given. The gateway tries the network first and keeps
/// nothing if it cannot join: the same command can be run again at any time.
///
/// A gateway that has lost its network, or was let forget it (smr reset --wifi), keeps its name and its admin password: at its access point
/// it asks for that one, which is then not the new but the present one. Over the serial line it can be given another.
///
/// The key of the network is derived here, so that the passphrase itself is never stored in the gateway.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Exit codes, when the gateway cannot join the network:
  4    wrong Wi-Fi password
  3    no network of that name in reach
  5    the network gives no address; or the gateway is not seen there, or does not answer any more
  1    its signal is too weak, or any other reason

Variables: SMR_WIFI_PASSWORD and SMR_PASSWORD (the admin's). Options come before them, the file of --from after them.

A file for --from, whose paths begin at its folder:
  [wifi]
  ssid = \"home\"               # one that hides its name is named like any other
  password_file = \"wifi.txt\"  # or open = true; for WPA3 also store_passphrase = true
  [gateway]
  name = \"Meter cupboard\"
  admin_password_file = \"admin.txt\"

Examples:
  smr provision
  smr provision --port /dev/ttyUSB0 --from site.toml
  smr provision --gateway 192.168.4.1 --ssid home --save-admin-password admin.txt

Without hardware, `smr sim --setup --wifi home:password` makes a virtual gateway in setup.")]
pub(super) struct ProvisionArgs {
    /// The serial port that the gateway is on
    #[arg(long, value_name = "PORT", conflicts_with = "gateway")]
    port: Option<String>,
    /// The gateway's address at its own access point, mostly 192.168.4.1
    #[arg(long, value_name = "HOST[:PORT]", value_parser = with_hint(GatewaySpec::parse))]
    gateway: Option<GatewaySpec>,
    #[command(flatten)]
    wifi: WifiArgs,
    /// The gateway's name; without one it goes by its id
    #[arg(long, value_name = "NAME", value_parser = with_hint(GatewayName::parse))]
    name: Option<GatewayName>,
    /// The new admin password, or that of a gateway that keeps the one it has, is in the first line of this file, or of standard input (-)
    #[arg(long, value_name = "FILE")]
    admin_password_file: Option<PathBuf>,
    /// Make up an admin password and write it into this new file; one that is in it already is taken
    #[arg(long, value_name = "FILE", conflicts_with = "admin_password_file")]
    save_admin_password: Option<PathBuf>,
    /// Take what is not given from this file
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// For how long the gateway is waited for: on its port or address, and later in the network
    #[arg(long, value_name = "DURATION", default_value = "1m", value_parser = with_hint(duration::parse_positive))]
    timeout: Duration,
    /// Keep the new admin password for later commands, as smr login does
    #[arg(long)]
    remember: bool,
    /// Never ask
    #[arg(long, visible_alias = "yes")]
    no_input: bool,
    /// Only look at the gateway and the networks that it hears
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: FormatArgs,
    /// The UDP port of mDNS, for tests
    #[arg(long, value_name = "PORT", default_value_t = PORT, hide = true)]
    mdns_port: u16,
    /// Listen for the gateway on this network interface only
    #[arg(long, value_name = "NAME", hide = true)]
    interface: Option<String>,
    /// Where an access point is looked for
    #[arg(
        long,
        value_name = "HOST:PORT",
        default_value = "192.168.4.1:80",
        hide = true
    )]
    portal: SocketAddr,
}

/// The network, and how to get into it.
#[derive(Clone, Debug, Args)]
struct WifiArgs {
    /// The Wi-Fi network
    #[arg(long, value_name = "NAME", value_parser = with_hint(Ssid::parse))]
    ssid: Option<Ssid>,
    /// Its password is in the first line of this file, or of standard input (-)
    #[arg(long, value_name = "FILE")]
    wifi_password_file: Option<PathBuf>,
    /// The network is open and has no password
    #[arg(long, conflicts_with_all = ["wifi_password_file", "store_passphrase"])]
    open: bool,
    /// Give the gateway the passphrase and not the key: for WPA3, and for networks whose name changes
    #[arg(long)]
    store_passphrase: bool,
}

impl ProvisionArgs {
    /// Whether somebody can be asked.
    fn may_ask(&self) -> bool {
        !self.no_input && Person::is_there()
    }

    fn network(&self) -> Network {
        Network {
            port: self.mdns_port,
            interfaces: match &self.interface {
                Some(name) => Interfaces::Named(name.clone()),
                None => Interfaces::All,
            },
        }
    }
}

/// Sets a gateway up.
pub(super) fn run(args: &ProvisionArgs, context: Context) -> Finished {
    let args = args.clone();
    let outcome = Memory::open(args.remember).and_then(|memory| {
        let wanted = Wanted::read(&args)?;
        work(move |person| do_it(&args, wanted, &memory, context, person))
    });
    match outcome {
        Ok(summary) => Finished {
            errors: Vec::new(),
            summary: Some(summary),
        },
        Err(error) => Err(error).into(),
    }
}

fn do_it(
    args: &ProvisionArgs,
    wanted: Wanted,
    memory: &Memory,
    context: Context,
    person: &Person,
) -> Result<String> {
    let check = || match person.has_stopped() {
        true => Err(Error::new(
            Kind::Interrupted,
            "stopped; nothing was changed",
        )),
        false => Ok(()),
    };
    match find(args, context, person, &check)? {
        Found::Port(port) => {
            let mut line = Line::open(&port)?;
            let mut way = Serial::new(&mut line, &check);
            set_up(args, wanted, memory, context, person, &mut way)
        }
        Found::Portal(address) => {
            let mut way = Portal::new(address, &check)?;
            set_up(args, wanted, memory, context, person, &mut way)
        }
    }
}

fn set_up(
    args: &ProvisionArgs,
    mut wanted: Wanted,
    memory: &Memory,
    context: Context,
    person: &Person,
    way: &mut dyn Way,
) -> Result<String> {
    let mut teller = Teller::new(args.format.chosen(), context);
    let check = || match person.has_stopped() {
        true => Err(Error::new(Kind::Interrupted, "stopped")),
        false => Ok(()),
    };
    let failed = Cell::new(None);
    let mut tell = |event| {
        failed.set(match event {
            Event::NotJoined(problem) => Some(problem),
            _ => None,
        });
        teller.tell(&event);
    };
    let mut job = Job {
        check: &check,
        tell: &mut tell,
        network: args.network(),
        patience: args.timeout,
    };
    let gateway = job.meet(way)?;
    if gateway.wants_login {
        way.log_in(wanted.present_admin(args, &gateway)?);
    }
    if args.dry_run {
        let summary = dry_run(args, &wanted, &mut job, way)?;
        teller.outcome()?;
        return Ok(summary);
    }
    let chosen = wanted.complete(args, context, person, &gateway, &mut || job.networks(way))?;
    let Chosen {
        mut site,
        file,
        was_asked,
        keeps_passphrase: keeps,
    } = chosen;
    let done = loop {
        match job.provision(way, &site) {
            Ok(done) => break done,
            Err(error) => match failed.take() {
                Some(problem) if was_asked => {
                    report::error(&error.without_hint(AGAIN_HINT), context);
                    let refused = (problem == Problem::WrongPassword).then(|| site.ssid.clone());
                    let mut look = || job.networks(way);
                    (site.ssid, site.access) =
                        ask_again(context, person, refused, keeps, &mut look)?;
                }
                _ => return Err(error),
            },
        }
    };
    let kept = memory.keep(&done, &site.admin);
    let remembered = kept.as_ref().ok().and_then(Option::as_ref);
    let keeper = remembered.map(|it| it.keeper);
    teller.end(|is_pretty| show::done(&done, file.as_deref(), keeper, is_pretty));
    teller.outcome()?;
    let summary = summary(&done, file.as_deref(), remembered);
    match kept {
        Ok(_) => Ok(summary),
        Err(error) => {
            report::message(context, summary);
            Err(error)
        }
    }
}

fn summary(done: &Provisioned, file: Option<&str>, remembered: Option<&Remembered>) -> String {
    let saved = file.map_or(String::new(), |file| {
        format!("\nits admin password is in {file}")
    });
    let about = logins::about(remembered, done);
    format!("{}{saved}\n{about}", show::summary(done))
}

/// Looks, and changes nothing.
fn dry_run(
    args: &ProvisionArgs,
    wanted: &Wanted,
    job: &mut Job<'_>,
    way: &mut dyn Way,
) -> Result<String> {
    let networks = job.networks(way)?;
    let ssid = wanted.ssid().map_or("", Ssid::as_str);
    let heard = networks.iter().find(|network| network.ssid == ssid);
    let rssi = heard.map(|network| network.rssi_dbm);
    if args.format.chosen() == Format::Human {
        let colour = crate::ui::style::Colour::Off;
        teller::print(&show::networks(&networks, colour))?;
    } else {
        let is_pretty = args.format.chosen() == Format::Json;
        teller::print(&show::unchanged(&way.place(), ssid, rssi, is_pretty))?;
    }
    let about = match (ssid, rssi) {
        ("", _) => String::new(),
        (ssid, Some(rssi)) => format!("; it hears \"{}\" with {rssi} dBm", ssid.escape_debug()),
        (ssid, None) => format!("; it does not hear \"{}\"", ssid.escape_debug()),
    };
    Ok(format!("nothing was changed: this was a dry run{about}"))
}
