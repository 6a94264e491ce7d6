//! What a gateway is to become: from options, the environment and a file, and from whoever can be asked.

use std::path::Path;

use super::ProvisionArgs;
use super::site::SiteFile;
use crate::cli::files::{self, Existing, Readers};
use crate::cli::flash::board::Person;
use crate::cli::{Context, login, report};
use crate::config::secret::{Password, VARIABLE, WIFI_VARIABLE};
use crate::config::wifi::{Access, Ssid};
use crate::error::{Error, Kind, Result};
use crate::provision::site::{admin_password, make_up_password};
use crate::provision::{Gateway, GatewayName, Network, Site};
use crate::ui::provision as show;

/// What is known before anybody is asked.
#[derive(Debug)]
pub(super) struct Wanted {
    ssid: Option<Ssid>,
    wifi: Option<Password>,
    is_open: bool,
    keeps_passphrase: bool,
    name: Option<GatewayName>,
    admin: Option<Password>,
    /// Where the admin's password was written.
    file: Option<String>,
}

/// All that is wanted.
pub(super) struct Chosen {
    pub(super) site: Site,
    /// Where a password was written that was made up.
    pub(super) file: Option<String>,
    /// Whether somebody chose the network or typed its password, and may have been mistaken.
    pub(super) was_asked: bool,
}

/// A password from a file that was named, else from the environment, else from the file that a site names.
fn password(
    named: Option<&Path>,
    variable: &str,
    of_site: Option<&Path>,
) -> Result<Option<Password>> {
    if let Some(file) = named {
        return Password::from_file(file).map(Some);
    }
    match Password::from_variable(variable) {
        Some(password) => Ok(Some(password)),
        None => of_site.map(Password::from_file).transpose(),
    }
}

/// All that is wanted, where nobody is asked: from a site's file, with the secrets from the environment before those that it names.
pub(in crate::cli) fn of_site(from: &Path, name: Option<GatewayName>) -> Result<Site> {
    let site = SiteFile::read(from)?;
    let missing = |what: &str, hint: &str| {
        Error::usage(format!("{} does not say {what}", from.display())).hint(hint)
    };
    let ssid = site
        .ssid
        .ok_or_else(|| missing("which Wi-Fi to join", "give it [wifi] ssid = \"NAME\""))?;
    let wifi = password(None, WIFI_VARIABLE, site.wifi_password_file.as_deref())?;
    let wifi = wifi.ok_or_else(|| {
        missing(
            "the password of the Wi-Fi",
            "give it [wifi] password_file = \"FILE\", or set SMR_WIFI_PASSWORD",
        )
    })?;
    let admin = password(None, VARIABLE, site.admin_password_file.as_deref())?;
    let admin = admin.ok_or_else(|| {
        missing(
            "the admin password",
            "give it [gateway] admin_password_file = \"FILE\", or set SMR_PASSWORD",
        )
    })?;
    Ok(Site {
        access: Access::new(&wifi, &ssid, false)?,
        ssid,
        name: name.or(site.name),
        admin: admin_password(admin)?,
    })
}

impl Wanted {
    /// Reads what there is. Nobody is asked, and no gateway is touched.
    pub(super) fn read(args: &ProvisionArgs) -> Result<Wanted> {
        let is_input = |file: &Option<std::path::PathBuf>| {
            file.as_deref().is_some_and(|file| file == Path::new("-"))
        };
        if is_input(&args.wifi.wifi_password_file) && is_input(&args.admin_password_file) {
            return Err(
                Error::usage("two passwords cannot both come from standard input")
                    .hint("give one of them in a file or a variable"),
            );
        }
        let site = match &args.from {
            Some(file) => SiteFile::read(file)?,
            None => SiteFile::default(),
        };
        let wifi = match args.wifi.open {
            true => None,
            false => password(
                args.wifi.wifi_password_file.as_deref(),
                WIFI_VARIABLE,
                site.wifi_password_file.as_deref(),
            )?,
        };
        let mut file = None;
        let admin = match &args.save_admin_password {
            // Nothing is written for a look.
            Some(_) if args.dry_run => None,
            Some(path) => {
                file = Some(path.display().to_string());
                Some(saved_password(path)?)
            }
            None => password(
                args.admin_password_file.as_deref(),
                VARIABLE,
                site.admin_password_file.as_deref(),
            )?,
        };
        let wanted = Wanted {
            ssid: args.wifi.ssid.clone().or(site.ssid),
            wifi,
            is_open: args.wifi.open,
            keeps_passphrase: args.wifi.store_passphrase,
            name: args.name.clone().or(site.name),
            admin: admin.map(admin_password).transpose()?,
            file,
        };
        if let (Some(ssid), Some(wifi)) = (&wanted.ssid, &wanted.wifi) {
            // What cannot be right is told before a gateway is looked for.
            Access::new(wifi, ssid, wanted.keeps_passphrase)?;
        }
        match args.may_ask() || args.dry_run {
            true => Ok(wanted),
            false => wanted.insist(),
        }
    }

    /// The password of a gateway that was set up before and keeps it. Whoever looks at one needs it too.
    pub(super) fn present_admin(
        &mut self,
        args: &ProvisionArgs,
        gateway: &Gateway,
    ) -> Result<&Password> {
        if self.admin.is_none() && args.may_ask() {
            let name = gateway.name.escape_debug();
            let answer = login::ask(&format!("admin password of {name}, which it keeps: "))?;
            self.admin = Password::new(answer);
        }
        self.admin.as_ref().ok_or_else(|| {
            Error::new(
                Kind::Authentication,
                format!(
                    "{} was set up before, and asks for its admin password",
                    gateway.name.escape_debug()
                ),
            )
            .hint("give it: --admin-password-file FILE, or SMR_PASSWORD")
            .hint("if nobody knows it, hold its FLASH button for 5 s, which clears all settings")
        })
    }

    /// The network, if it is known.
    pub(super) fn ssid(&self) -> Option<&Ssid> {
        self.ssid.as_ref()
    }

    /// Where nobody can be asked, nothing may be missing.
    fn insist(self) -> Result<Wanted> {
        let missing: Vec<&str> = [
            (self.ssid.is_none(), "--ssid NAME"),
            (
                self.wifi.is_none() && !self.is_open,
                "--wifi-password-file FILE (or SMR_WIFI_PASSWORD, or --open)",
            ),
            (
                self.admin.is_none(),
                "--admin-password-file FILE (or SMR_PASSWORD, or --save-admin-password FILE)",
            ),
        ]
        .into_iter()
        .filter_map(|(is_missing, option)| is_missing.then_some(option))
        .collect();
        if missing.is_empty() {
            return Ok(self);
        }
        let error = Error::usage("something is missing, and nobody can be asked");
        Err(missing
            .into_iter()
            .fold(error, |error, option| error.hint(format!("give {option}")))
            .hint("or all of it in a file: --from site.toml"))
    }

    /// Asks for what is missing. `look` tells which networks there are.
    pub(super) fn complete(
        self,
        args: &ProvisionArgs,
        context: Context,
        person: &Person,
        gateway: &Gateway,
        look: &mut dyn FnMut() -> Result<Vec<Network>>,
    ) -> Result<Chosen> {
        let may_ask = args.may_ask();
        let was_asked = self.ssid.is_none() || (self.wifi.is_none() && !self.is_open);
        let (ssid, is_open) = match self.ssid {
            Some(ssid) => (ssid, self.is_open),
            None => choose(context, person, look)?,
        };
        let access = match self.wifi {
            _ if is_open => Access::Open,
            Some(wifi) => Access::new(&wifi, &ssid, self.keeps_passphrase)?,
            None => ask_access(context, &ssid, self.keeps_passphrase)?,
        };
        let name = match self.name {
            Some(name) => Some(name),
            None if may_ask => ask_name(context, person, gateway)?,
            None => None,
        };
        let admin = match self.admin {
            Some(admin) => admin,
            None => ask_admin_password(context)?,
        };
        Ok(Chosen {
            site: Site {
                ssid,
                access,
                name,
                admin,
            },
            file: self.file,
            was_asked,
        })
    }
}

/// Another network or password, after one that did not work.
pub(super) fn ask_again(
    context: Context,
    person: &Person,
    keeps_passphrase: bool,
    look: &mut dyn FnMut() -> Result<Vec<Network>>,
) -> Result<(Ssid, Access)> {
    let (ssid, is_open) = choose(context, person, look)?;
    let access = match is_open {
        true => Access::Open,
        false => ask_access(context, &ssid, keeps_passphrase)?,
    };
    Ok((ssid, access))
}

/// The password in a file, made up if there is none yet. It is written before the gateway knows it, so that it cannot be lost.
fn saved_password(path: &Path) -> Result<Password> {
    if path.exists() {
        return Password::from_file(path);
    }
    let password = make_up_password()?;
    let text = format!("{}\n", password.expose());
    files::write(path, text.as_bytes(), Existing::Keep, Readers::Owner)?;
    Ok(password)
}

/// A network of those that the gateway hears, or another by its name; and whether it is open.
fn choose(
    context: Context,
    person: &Person,
    look: &mut dyn FnMut() -> Result<Vec<Network>>,
) -> Result<(Ssid, bool)> {
    loop {
        let networks = look()?;
        let shown = show::networks(&networks, context.stderr);
        let list = match networks.is_empty() {
            true => "  it hears none\n".to_owned(),
            false => shown,
        };
        let question = format!("{list}network (number or name, Enter looks again): ");
        let answer = person.ask(&question)?;
        if answer.is_empty() {
            continue;
        }
        let number = answer.parse::<usize>().ok();
        let chosen = number
            .and_then(|number| networks.get(number.checked_sub(1)?))
            .or_else(|| networks.iter().find(|network| network.ssid == answer));
        let (name, is_open) = match chosen {
            Some(network) => (network.ssid.as_str(), network.is_open),
            // One that hides its name.
            None => (answer.as_str(), false),
        };
        match Ssid::parse(name) {
            Ok(ssid) => return Ok((ssid, is_open)),
            Err(error) => report::error(&error, context),
        }
    }
}

fn ask_access(context: Context, ssid: &Ssid, keeps_passphrase: bool) -> Result<Access> {
    loop {
        let answer = login::ask(&format!("password of {ssid} (Enter if it is open): "))?;
        let Some(password) = Password::new(answer) else {
            return Ok(Access::Open);
        };
        match Access::new(&password, ssid, keeps_passphrase) {
            Ok(access) => return Ok(access),
            Err(error) => report::error(&error, context),
        }
    }
}

fn ask_name(context: Context, person: &Person, gateway: &Gateway) -> Result<Option<GatewayName>> {
    loop {
        let question = format!(
            "name of the gateway (Enter for {}): ",
            gateway.name.escape_debug()
        );
        let answer = person.ask(&question)?;
        if answer.is_empty() {
            return Ok(None);
        }
        match GatewayName::parse(&answer) {
            Ok(name) => return Ok(Some(name)),
            Err(error) => report::error(&error, context),
        }
    }
}

/// Asked for twice, since nobody sees it; made up and shown if it is left empty.
fn ask_admin_password(context: Context) -> Result<Password> {
    loop {
        let answer = login::ask("new admin password (Enter makes one up): ")?;
        let Some(password) = Password::new(answer) else {
            let password = make_up_password()?;
            report::always(format_args!(
                "the admin password is {} - it is shown only now: write it down",
                password.expose()
            ));
            return Ok(password);
        };
        match admin_password(password) {
            Err(error) => report::error(&error, context),
            Ok(password) if login::ask("once more: ")? == password.expose() => {
                return Ok(password);
            }
            Ok(_) => report::always("the two are not the same"),
        }
    }
}
