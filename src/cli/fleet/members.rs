//! The inventory and which of its gateways are meant, as the commands below `fleet` take them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::{Context, files, with_hint};
use crate::config::logins::Logins;
use crate::config::{duration, place};
use crate::discovery::{Interfaces, Network, PORT};
use crate::error::{Error, Kind, Result};
use crate::fleet::look::{Asking, Look, look_at_all};
use crate::fleet::{Inventory, Member, PasswordPlace, Selector, logins, select};

/// More than an inventory of a hundred thousand gateways has.
const LARGEST_INVENTORY: u64 = 32 << 20;
/// The most gateways that are asked at once: each takes an open file and a little memory.
const MOST_AT_ONCE: usize = 64;

/// Which gateways.
#[derive(Clone, Debug, Args)]
pub(super) struct MembersArgs {
    /// The inventory
    #[arg(long, value_name = "FILE", default_value = "fleet.toml")]
    pub(super) inventory: PathBuf,
    /// Only gateways like this: `kitchen`, `flat-*`, `site=north`, `version<1.4`
    ///
    /// A name in which `*` stands for any characters; or `LABEL=VALUE`, `LABEL!=VALUE`, the same with name, host, group, version and state
    /// (which is offline where nobody answers); or versions compared with `<`, `<=`, `>` or `>=`. With a comma between them all must
    /// hold; of repeated options, one.
    #[arg(long, value_name = "SELECTOR", value_parser = with_hint(str::parse::<Selector>))]
    select: Vec<Selector>,
    /// The password of gateways for which the inventory names none, in the first line of this file
    ///
    /// Without it the variable `SMR_PASSWORD` counts, then what `smr login` has kept for the gateway.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    #[command(flatten)]
    asking: AskingArgs,
}

/// How gateways are asked.
#[derive(Clone, Debug, Args)]
pub(super) struct AskingArgs {
    /// How long each answer is waited for
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = with_hint(duration::parse_positive))]
    pub(super) timeout: Duration,
    /// The UDP port of mDNS, for tests
    #[arg(long, value_name = "PORT", default_value_t = PORT, hide = true)]
    pub(super) mdns_port: u16,
    /// Listen for names on this network interface only
    #[arg(long, value_name = "NAME", hide = true)]
    pub(super) interface: Option<String>,
}

impl AskingArgs {
    pub(super) fn network(&self) -> Network {
        Network {
            port: self.mdns_port,
            interfaces: match &self.interface {
                Some(name) => Interfaces::Named(name.clone()),
                None => Interfaces::All,
            },
        }
    }

    pub(super) fn asking(&self) -> Result<Asking> {
        // Whoever has no home, such as a service, keeps nothing.
        let kept = match place::directory() {
            Ok(_) => Some(Logins::open()?),
            Err(_) => None,
        };
        Ok(Asking {
            limit: self.timeout,
            network: self.network(),
            parallel: MOST_AT_ONCE,
            kept,
        })
    }
}

/// Reads an inventory.
pub(super) fn inventory(path: &Path) -> Result<Inventory> {
    parsed(&text(path)?, path)
}

/// The text of an inventory.
pub(super) fn text(path: &Path) -> Result<String> {
    let bytes = files::read(path, LARGEST_INVENTORY).map_err(|error| {
        error.hint("make one of the gateways that are on the network: smr fleet init --discover")
    })?;
    String::from_utf8(bytes)
        .map_err(|cause| Error::usage(format!("{} is no text", path.display())).because(cause))
}

/// The inventory that `text`, to be found at `path`, describes.
pub(super) fn parsed(text: &str, path: &Path) -> Result<Inventory> {
    let shown = path.display().to_string();
    let path = std::path::absolute(path)
        .map_err(|cause| Error::usage(format!("there is no {shown}")).because(cause))?;
    let folder = path.parent().unwrap_or(Path::new("/"));
    Inventory::parse(text, &shown, folder)
}

impl MembersArgs {
    pub(super) fn asking(&self) -> Result<Asking> {
        self.asking.asking()
    }

    /// All gateways of the inventory, each with the place of its password if there is one.
    pub(super) fn all(&self) -> Result<Vec<Member>> {
        let inventory = inventory(&self.inventory)?;
        select::check(&self.select, &inventory)?;
        let fallback = PasswordPlace::fallback(self.password_file.as_deref())?;
        let with_password = |member: Member| Member {
            password: member.password.or_else(|| fallback.clone()),
            ..member
        };
        Ok(inventory.members.into_iter().map(with_password).collect())
    }

    /// Whether gateways have to be asked before it is known which are meant.
    pub(super) fn needs_facts(&self) -> bool {
        self.select.iter().any(Selector::needs_facts)
    }

    /// The gateways that are meant; asked first, if that has to be known.
    pub(super) async fn chosen(&self, context: Context) -> Result<Vec<Member>> {
        if !self.needs_facts() {
            return self.insist(self.all()?, |member| {
                select::any(&self.select, member, None)
            });
        }
        let asked = self.asked(false, context).await?;
        Ok(asked.into_iter().map(|(member, _)| member).collect())
    }

    /// The gateways that are meant, each asked; `how`: how it is, too.
    pub(super) async fn asked(&self, how: bool, context: Context) -> Result<Vec<(Member, Look)>> {
        let members = self.all()?;
        let members = match self.needs_facts() {
            true => members,
            false => self.insist(members, |member| select::any(&self.select, member, None))?,
        };
        let mut asking = self.asking()?;
        let logins = if how {
            logins::read(&members)?
        } else {
            asking.kept = None;
            vec![None; members.len()]
        };
        let progress = Progress::new(members.len(), context);
        let pairs = members.iter().cloned().zip(logins).collect();
        let looks = look_at_all(pairs, &asking, &mut |done| progress.show(done)).await?;
        drop(progress);
        let asked: Vec<(Member, Look)> = members.into_iter().zip(looks).collect();
        self.insist(asked, |(member, look)| {
            select::any(&self.select, member, Some(&look.facts()))
        })
    }

    /// Those that are meant, of which there must be one.
    fn insist<T>(&self, all: Vec<T>, is_meant: impl Fn(&T) -> bool) -> Result<Vec<T>> {
        let count = all.len();
        let chosen: Vec<T> = all.into_iter().filter(is_meant).collect();
        match (chosen.is_empty(), count) {
            (false, _) => Ok(chosen),
            (true, 0) => Err(Error::new(
                Kind::NothingFound,
                format!("there is no gateway in {}", self.inventory.display()),
            )
            .hint("add them as [[gateway]] with name and host")
            .hint("or make one of those on the network: smr fleet init --discover --force")),
            (true, count) => Err(Error::new(
                Kind::NothingFound,
                format!("none of the {count} gateways of the inventory is selected"),
            )
            .hint(format!(
                "see all: smr fleet list --inventory {}",
                self.inventory.display()
            ))),
        }
    }
}

/// A line on a terminal that says how many gateways have answered.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    pub(super) fn new(count: usize, context: Context) -> Progress {
        let is_wanted = context.stderr_is_terminal && !context.quiet;
        Progress(is_wanted.then(|| {
            let bar = ProgressBar::new(count as u64);
            let style = ProgressStyle::with_template("asking gateways: {pos} of {len} {wide_bar}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        }))
    }

    pub(super) fn show(&self, done: usize) {
        if let Some(bar) = &self.0 {
            bar.set_position(done as u64);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
