//! `smr commission`.

pub(super) mod course;

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use self::course::Course;
use super::flash::choose::{Firmware, FirmwareArgs};
use super::flash::{FormatArgs, ReachArgs};
use super::provision::wanted;
use super::{Context, Finished, with_hint};
use crate::config::duration;
use crate::discovery::{Interfaces, Network, PORT};
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
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Exit codes, besides those of smr flash and smr provision:
  4    wrong Wi-Fi password; or the gateway was set up before with another admin password
  7    the gateway is set up, and no telegram came from its meter

--timeout counts for the boot loader, and anew for the gateway in its network.

Variables: SMR_WIFI_PASSWORD and SMR_PASSWORD (the admin's) come before the files that --from names. The file:
  [wifi]
  ssid = \"home\"
  password_file = \"wifi.txt\"
  [gateway]
  name = \"Meter cupboard\"
  admin_password_file = \"admin.txt\"

Examples:
  smr commission --from site.toml
  smr commission --port /dev/ttyUSB0 --from site.toml --name kitchen --yes
  smr commission --port /dev/ttyUSB0 --image firmware.bin --from site.toml --yes --format json

Without hardware, `smr sim --blank --wifi home:password` makes a virtual board.")]
pub(super) struct CommissionArgs {
    #[command(flatten)]
    firmware: FirmwareArgs,
    #[command(flatten)]
    reach: ReachArgs,
    /// Wi-Fi, name and admin password are in this file, or in files that it names
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The gateway's name, instead of that in the file
    #[arg(long, value_name = "NAME", value_parser = with_hint(GatewayName::parse))]
    name: Option<GatewayName>,
    /// Erase the settings of a gateway that was set up before, and set it up anew
    #[arg(long)]
    again: bool,
    /// For how long the first telegram is waited for
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = with_hint(duration::parse_positive))]
    telegram_timeout: Duration,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    lan: LanArgs,
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

/// Makes a board a gateway with a meter.
pub(super) fn run(args: &CommissionArgs, context: Context) -> Finished {
    let course = wanted::of_site(&args.from, args.name.clone()).and_then(|site| {
        Ok(Course {
            firmware: Firmware::find(&args.firmware)?,
            reach: args.reach.clone(),
            rest: match args.again {
                true => Rest::Erase,
                false => Rest::Keep,
            },
            backup: None,
            is_agreed: args.yes,
            boot_timeout: BOOT,
            site,
            network: args.lan.network(),
            telegram_timeout: args.telegram_timeout,
            format: args.format.chosen(),
            again: "--again erases its settings and sets it up anew",
        })
    });
    match course {
        Ok(course) => course.run(context).into(),
        Err(error) => Err(error).into(),
    }
}
