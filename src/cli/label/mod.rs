//! `smr label`, and the options for labels of other commands.

mod place;

use std::net::SocketAddr;

use clap::{Args, ValueEnum};

use self::place::{Form, LabelFile};
use super::config::{Format, FormatArgs, print};
use super::files::{self, Existing, Readers};
use super::gateway::{GatewaysArgs, Session};
use super::login::LoginArgs;
use super::{Context, Finished, many, report, with_hint};
use crate::config::secret::Password;
use crate::error::{Error, Kind, Result};
use crate::gateway::Login;
use crate::target::gateway::GatewaySpec;
use crate::ui::label::{Label, Link};

/// Print labels for gateways: name, id and addresses; drawn ones with a QR code that opens the page
///
/// The text goes to standard output. With -o a label of 62 by 29 mm is drawn as well, to be printed and stuck on the gateway. The
/// QR code opens the gateway's page by its host name, which stays when its address changes; phones and computers that find no such names
/// need the address (--link address).
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr label kitchen
  smr label kitchen -o kitchen.svg
  smr label kitchen attic -o labels/
  smr label 192.168.1.20 -o '{name}.png' --link address")]
pub(super) struct LabelCommandArgs {
    #[command(flatten)]
    gateways: GatewaysArgs,
    /// Draw the label into this file: .svg, .png or .txt
    ///
    /// `{id}` and `{name}` stand for those of the gateway. A folder gets one SVG for each gateway, named by its id.
    #[arg(short, long, value_name = "FILE", value_parser = with_hint(LabelFile::parse))]
    output: Option<LabelFile>,
    /// Where the QR code leads
    #[arg(long, value_enum, value_name = "WHERE", default_value_t = LinkChoice::Name)]
    link: LinkChoice,
    /// Put the admin password on it, too: whoever sees the label can then change the gateway
    #[arg(long, requires = "output")]
    with_password: bool,
    #[command(flatten)]
    login: LoginArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// The label of a gateway that is commissioned.
#[derive(Clone, Debug, Args)]
pub(super) struct LabelArgs {
    /// Draw a label with a QR code into this file: .svg, .png or .txt
    ///
    /// `{id}` and `{name}` stand for those of the gateway. A folder gets one SVG for each gateway, named by its id. `smr label` draws it
    /// again later.
    #[arg(long = "label", value_name = "FILE", value_parser = with_hint(LabelFile::parse))]
    file: Option<LabelFile>,
    /// Where the label's QR code leads
    #[arg(long = "label-link", value_enum, value_name = "WHERE", default_value_t = LinkChoice::Name, requires = "file")]
    link: LinkChoice,
    /// Put the admin password on the label, too: whoever sees it can then change the gateway
    #[arg(long = "label-password", requires = "file")]
    with_password: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LinkChoice {
    /// To the host name, such as kitchen.local
    Name,
    /// To the address
    Address,
}

/// How labels are made.
#[derive(Clone, Debug)]
pub(super) struct LabelOrder {
    file: Option<LabelFile>,
    link: Link,
    with_password: bool,
}

impl LabelArgs {
    /// What was asked for, after a look whether it can be written.
    pub(super) fn order(&self) -> Result<LabelOrder> {
        LabelOrder::new(self.file.clone(), self.link, self.with_password)
    }

    /// The same for several gateways, whose labels must not overwrite each other.
    pub(super) fn order_for_many(&self) -> Result<LabelOrder> {
        self.file.as_ref().map_or(Ok(()), LabelFile::require_id)?;
        self.order()
    }
}

impl LabelOrder {
    fn new(file: Option<LabelFile>, link: LinkChoice, with_password: bool) -> Result<LabelOrder> {
        file.as_ref().map_or(Ok(()), LabelFile::check)?;
        Ok(LabelOrder {
            file,
            link: match link {
                LinkChoice::Name => Link::Name,
                LinkChoice::Address => Link::Address,
            },
            with_password,
        })
    }

    /// Text only.
    pub(super) fn text() -> LabelOrder {
        LabelOrder {
            file: None,
            link: Link::Name,
            with_password: false,
        }
    }

    /// The label of a gateway.
    pub(super) fn label(&self, id: &str, name: &str, address: SocketAddr) -> Label {
        Label::new(id, name, address, self.link)
    }

    /// Writes it, and says into which file.
    pub(super) fn write(&self, label: &Label, admin: Option<&Password>) -> Result<Option<String>> {
        let Some(file) = &self.file else {
            return Ok(None);
        };
        let password = admin.filter(|_| self.with_password);
        let bytes = match file.form() {
            Form::Svg => label.svg(password)?.into_bytes(),
            Form::Png => label.png(password)?,
            Form::Text => label.text(password).into_bytes(),
        };
        let readers = match password {
            Some(_) => Readers::Owner,
            None => Readers::Usual,
        };
        let path = file.path(label);
        files::write(&path, &bytes, Existing::Replace, readers)?;
        Ok(Some(path.display().to_string()))
    }
}

/// Prints labels, one gateway after the other.
pub(super) fn run(args: &LabelCommandArgs, context: Context) -> Finished {
    match prepare(args) {
        Ok((order, given)) => {
            let mut is_first = true;
            many::each(&args.gateways.gateways, context, async |gateway| {
                let is_first = std::mem::replace(&mut is_first, false);
                one(gateway, args, &order, given.clone(), is_first, context).await
            })
        }
        Err(error) => Err(error).into(),
    }
}

fn prepare(args: &LabelCommandArgs) -> Result<(LabelOrder, Option<Login>)> {
    if let Some(file) = &args.output
        && args.gateways.gateways.len() > 1
    {
        file.require_id()?;
    }
    let order = LabelOrder::new(args.output.clone(), args.link, args.with_password)?;
    let given = match args.with_password {
        true => args.login.given()?,
        false => None,
    };
    Ok((order, given))
}

async fn one(
    gateway: &GatewaySpec,
    args: &LabelCommandArgs,
    order: &LabelOrder,
    given: Option<Login>,
    is_first: bool,
    context: Context,
) -> Result<()> {
    let mut session = args.gateways.ask.open(gateway).await?;
    let password = match args.with_password {
        true => Some(password(&mut session, args, given).await?),
        false => None,
    };
    let info = &session.info.model;
    let label = order.label(&info.id, &info.name, session.client.address());
    let file = order.write(&label, password.as_ref())?;
    match args.format.chosen() {
        Format::Human => {
            let gap = if is_first { "" } else { "\n" };
            print(format!("{gap}{}", label.text(None)).as_bytes())?;
        }
        format => {
            let is_pretty = format == Format::Json;
            print(label.document(file.as_deref(), is_pretty).as_bytes())?;
        }
    }
    if let Some(file) = file {
        report::message(context, format_args!("its label is in {file}"));
    }
    Ok(())
}

/// The admin's password, which the gateway has taken: a wrong one on a label would be found out years later.
async fn password(
    session: &mut Session,
    args: &LabelCommandArgs,
    given: Option<Login>,
) -> Result<Password> {
    session.log_in(&args.login, given)?;
    session.client.status().await?;
    let login = session.login();
    login
        .map(|login| login.password.clone())
        .ok_or_else(|| Error::new(Kind::Authentication, "there is no password"))
}
