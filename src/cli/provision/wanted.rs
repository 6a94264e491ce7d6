//! What a gateway is to become: from options, the environment and a file, and from whoever can be asked.

use std::path::Path;

use super::ProvisionArgs;
use super::site::SiteFile;
use crate::cli::files::{self, Existing, Readers};
use crate::cli::flash::board::Person;
use crate::cli::{Context, login, report};
use crate::config::secret::{Password, VARIABLE, WIFI_VARIABLE};
use crate::config::wifi::{self, Access, Ssid};
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
    /// Whether the gateway gets the passphrase and not the key.
    pub(super) keeps_passphrase: bool,
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
    let access = if site.is_open {
        require_no_variable()?;
        Access::Open
    } else {
        let wifi = password(None, WIFI_VARIABLE, site.wifi_password_file.as_deref())?;
        let wifi = wifi.ok_or_else(|| {
            missing(
                "the password of the Wi-Fi",
                "give it [wifi] password_file = \"FILE\", or set SMR_WIFI_PASSWORD; for a network without one, open = true",
            )
        })?;
        Access::new(&wifi, &ssid, site.keeps_passphrase)?
    };
    let admin = password(None, VARIABLE, site.admin_password_file.as_deref())?;
    let admin = admin.ok_or_else(|| {
        missing(
            "the admin password",
            "give it [gateway] admin_password_file = \"FILE\", or set SMR_PASSWORD",
        )
    })?;
    Ok(Site {
        access,
        ssid,
        name: name.or(site.name),
        admin: admin_password(admin)?,
    })
}

/// A site says that its network is open: then the environment must not have a password for it.
fn require_no_variable() -> Result<()> {
    match Password::from_variable(WIFI_VARIABLE) {
        None => Ok(()),
        Some(_) => Err(Error::usage(format!(
            "the site says that its Wi-Fi is open, and {WIFI_VARIABLE} has a password for it"
        ))
        .hint(format!(
            "take open = true out of the file, or the variable away: unset {WIFI_VARIABLE}"
        ))),
    }
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
        // A file that is named here is nearer than what the site says.
        let is_open_there = site.is_open && args.wifi.wifi_password_file.is_none();
        if is_open_there && !args.wifi.open {
            require_no_variable()?;
        }
        let is_open = args.wifi.open || is_open_there;
        if is_open && args.wifi.store_passphrase {
            return Err(
                Error::usage("an open network has no passphrase that could be stored")
                    .hint("take --store-passphrase away, or open = true out of the site's file"),
            );
        }
        let wifi = match is_open {
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
            is_open,
            keeps_passphrase: args.wifi.store_passphrase || site.keeps_passphrase,
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
                "--wifi-password-file FILE (or SMR_WIFI_PASSWORD, or --open for a network without one)",
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
        let (ssid, entry) = match self.ssid {
            Some(ssid) if self.is_open => (ssid, Entry::Open),
            Some(ssid) => (ssid, Entry::Unknown),
            None => choose(context, person, look)?,
        };
        let access = match self.wifi {
            _ if entry == Entry::Open || self.is_open => Access::Open,
            Some(wifi) => Access::new(&wifi, &ssid, self.keeps_passphrase)?,
            None => ask_access(context, &ssid, entry, self.keeps_passphrase)?,
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
            keeps_passphrase: self.keeps_passphrase,
        })
    }
}

/// How a network is entered, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Open,
    Password,
    Unknown,
}

/// Another password or network, after one that did not work: the password first, if that was wrong.
pub(super) fn ask_again(
    context: Context,
    person: &Person,
    refused: Option<Ssid>,
    keeps_passphrase: bool,
    look: &mut dyn FnMut() -> Result<Vec<Network>>,
) -> Result<(Ssid, Access)> {
    if let Some(ssid) = refused {
        let question = format!("password of {ssid} (Enter chooses another network): ");
        if let Some(access) = ask_password(context, &question, &ssid, keeps_passphrase)? {
            return Ok((ssid, access));
        }
    }
    let (ssid, entry) = choose(context, person, look)?;
    let access = ask_access(context, &ssid, entry, keeps_passphrase)?;
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

/// A network of those that the gateway hears, or another by its name.
fn choose(
    context: Context,
    person: &Person,
    look: &mut dyn FnMut() -> Result<Vec<Network>>,
) -> Result<(Ssid, Entry)> {
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
        let (name, entry) = match chosen {
            Some(network) if network.is_open => (network.ssid.as_str(), Entry::Open),
            Some(network) => (network.ssid.as_str(), Entry::Password),
            // One that hides its name.
            None => (answer.as_str(), Entry::Unknown),
        };
        match Ssid::parse(name) {
            Ok(ssid) => return Ok((ssid, entry)),
            Err(error) => report::error(&error, context),
        }
    }
}

fn ask_access(
    context: Context,
    ssid: &Ssid,
    entry: Entry,
    keeps_passphrase: bool,
) -> Result<Access> {
    let question = match entry {
        Entry::Open => return Ok(Access::Open),
        Entry::Password => format!("password of {ssid}: "),
        Entry::Unknown => format!("password of {ssid} (Enter if it is open): "),
    };
    loop {
        match ask_password(context, &question, ssid, keeps_passphrase)? {
            Some(access) => return Ok(access),
            None if entry == Entry::Unknown => return Ok(Access::Open),
            None => {}
        }
    }
}

/// Asks until there is a password that can be right, or none.
fn ask_password(
    context: Context,
    question: &str,
    ssid: &Ssid,
    keeps_passphrase: bool,
) -> Result<Option<Access>> {
    loop {
        let Some(password) = Password::new(login::ask(question)?) else {
            return Ok(None);
        };
        match Access::new(&password, ssid, keeps_passphrase) {
            Ok(access) => return Ok(Some(access)),
            Err(error) => report::error(&error.without_hint(wifi::OPEN_HINT), context),
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
