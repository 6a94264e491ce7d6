//! `smr commission`.

pub(super) mod after;
mod bench;
pub(super) mod course;
mod ports;
mod tally;

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use self::after::After;
use self::bench::{Bench, NUMBER};
use self::course::Course;
use super::flash::choose::{AsBoardArgs, Firmware, FirmwareArgs};
use super::flash::{FormatArgs, ReachArgs};
use super::label::LabelArgs;
use super::logins::Memory;
use super::provision::wanted;
use super::{Context, Finished, with_hint};
use crate::config::duration;
use crate::discovery::{Interfaces, Network, PORT};
use crate::error::{Error, Result};
use crate::flash::plan::Rest;
use crate::provision::GatewayName;

/// The gateway's first words are waited for so long; then it is looked for in the network as well.
const BOOT: Duration = Duration::from_secs(5);

/// The first telegram is waited for so long, where nothing else is said: meters that are slow send one every 10 s.
pub(super) const TELEGRAM: Duration = Duration::from_secs(30);

/// Make a blank board a gateway with a meter: flash it, set it up, wait for its first telegram
///
/// Writes the firmware as smr flash does, only what differs; sets Wi-Fi, name and admin password as smr provision does; waits until
/// the gateway answers in the network with its new password; reads what its meter says until a telegram is decoded. Ends with one
/// line, or says why no telegram came. It may be cut off at any moment and run again.
///
/// The settings of a gateway that was set up before stay as they are: it is looked for in the network by its id, and only its meter
/// is read. --again erases them first.
///
/// With --loop one board comes after the other: plug it in, press Enter, take the next. Boards are counted, a board that failed can be
/// tried again by pressing Enter once more, and q ends. --port may then name several ports, with commas or as a pattern
/// ('/dev/ttyUSB*'): a board on each of them is commissioned, one after the other.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Exit codes, besides those of smr flash and smr provision:
  4    wrong Wi-Fi password; or the gateway was set up before with another admin password
  6    with --loop: some of the boards failed
  7    the gateway is set up, and no telegram came from its meter

--timeout counts for the boot loader, and anew for the gateway in its network.

Variables: SMR_WIFI_PASSWORD and SMR_PASSWORD (the admin's) come before the files that --from names. The file:
  [wifi]
  ssid = \"home\"               # one that hides its name is named like any other
  password_file = \"wifi.txt\"  # or open = true; for WPA3 also store_passphrase = true
  [gateway]
  name = \"Meter cupboard\"
  admin_password_file = \"admin.txt\"

Examples:
  smr commission --from site.toml
  smr commission --port /dev/ttyUSB0 --from site.toml --name kitchen --yes
  smr commission --port /dev/ttyUSB0 --image firmware.bin --from site.toml --yes --format json
  smr commission --from site.toml --label labels/ --remember
  smr commission --loop --from site.toml --name 'meter {number}' --label 'labels/{id}.png'

Without hardware, `smr sim --blank --wifi home:password` makes a virtual board.")]
pub(super) struct CommissionArgs {
    #[command(flatten)]
    firmware: FirmwareArgs,
    #[command(flatten)]
    used_as: AsBoardArgs,
    #[command(flatten)]
    reach: ReachArgs,
    /// Wi-Fi, name and admin password are in this file, or in files that it names
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The gateway's name, instead of that in the file; with --loop, `{number}` is the number of the board
    #[arg(long, value_name = "NAME", value_parser = with_hint(GatewayName::parse))]
    name: Option<GatewayName>,
    /// Erase the settings of a gateway that was set up before, and set it up anew
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    end: EndArgs,
    #[command(flatten)]
    several: LoopArgs,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    lan: LanArgs,
}

/// What is done when a gateway is set up.
#[derive(Clone, Debug, Args)]
struct EndArgs {
    /// For how long the first telegram is waited for
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = with_hint(duration::parse_positive))]
    telegram_timeout: Duration,
    /// Do not wait for a telegram: for a bench without a meter
    #[arg(long, conflicts_with = "telegram_timeout")]
    no_meter: bool,
    #[command(flatten)]
    label: LabelArgs,
    /// Keep the admin password for later commands, as smr login does
    #[arg(long)]
    remember: bool,
}

/// Several boards.
#[derive(Clone, Copy, Debug, Args)]
struct LoopArgs {
    /// One board after the other, until q
    #[arg(long = "loop")]
    is_loop: bool,
    /// The number of the first board, for `{number}` in the name
    #[arg(long, value_name = "N", default_value_t = 1, requires = "is_loop")]
    first: u32,
}

/// Where gateways announce themselves.
#[derive(Clone, Debug, Args)]
pub(super) struct LanArgs {
    /// The UDP port of mDNS, for tests
    #[arg(long, value_name = "PORT", default_value_t = PORT, hide = true)]
    mdns_port: u16,
    /// Listen for the gateway on this network interface only
    #[arg(long, value_name = "NAME", hide = true)]
    interface: Option<String>,
}

impl LanArgs {
    pub(super) fn network(&self) -> Network {
        Network {
            port: self.mdns_port,
            interfaces: match &self.interface {
                Some(name) => Interfaces::Named(name.clone()),
                None => Interfaces::All,
            },
        }
    }
}

impl CommissionArgs {
    fn course(&self) -> Result<Course> {
        let site = wanted::of_site(&self.from, self.name.clone())?;
        let is_numbered = site
            .name
            .as_ref()
            .is_some_and(|name| name.as_str().contains(NUMBER));
        if is_numbered && !self.several.is_loop {
            return Err(
                Error::usage(format!("{NUMBER} in a name is for several boards"))
                    .hint("add --loop, or write the name as it is to be"),
            );
        }
        Ok(Course {
            firmware: Firmware::find(&self.firmware)?,
            reach: self.reach.clone(),
            board: self.used_as.board,
            rest: match self.again {
                true => Rest::Erase,
                false => Rest::Keep,
            },
            backup: None,
            is_agreed: self.yes,
            boot_timeout: BOOT,
            site,
            network: self.lan.network(),
            telegram_timeout: (!self.end.no_meter).then_some(self.end.telegram_timeout),
            after: After {
                label: match self.several.is_loop {
                    true => self.end.label.order_for_many()?,
                    false => self.end.label.order()?,
                },
                memory: Memory::open(self.end.remember)?,
            },
            number: None,
            format: self.format.chosen(),
            again: "--again erases its settings and sets it up anew",
        })
    }
}

/// Makes a board a gateway with a meter, or one after the other.
pub(super) fn run(args: &CommissionArgs, context: Context) -> Finished {
    match args.course() {
        Ok(course) if args.several.is_loop => Bench::new(course, args.several.first).run(context),
        Ok(course) => course.run(context).into(),
        Err(error) => Err(error).into(),
    }
}
