//! Looking at gateways, many at once: whether they answer, what they run, and how they are.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::inventory::Member;
use super::select::Facts;
use super::work::Peer;
use crate::config::logins::Logins;
use crate::config::open_files;
use crate::discovery::{Network, clean};
use crate::error::{Error, Kind, Result};
use crate::gateway::apply::Plan;
use crate::gateway::judge::{Rating, judge};
use crate::gateway::settings::{Changes, Difference};
use crate::gateway::{Client, Document, Info, Login, locate};

/// The state of a gateway that does not answer.
pub const OFFLINE: &str = "offline";

/// How gateways are asked.
#[derive(Clone, Debug)]
pub struct Asking {
    /// How long each answer is waited for.
    pub limit: Duration,
    /// Where names are listened for.
    pub network: Network,
    /// The most that are asked at once.
    pub parallel: usize,
    /// Passwords that are kept, for gateways of which the inventory names none.
    pub kept: Option<Logins>,
}

impl Asking {
    /// What is kept for the gateway with this id.
    pub(super) async fn kept(&self, id: &str, user: &str) -> Result<Option<Login>> {
        let Some(logins) = self.kept.clone() else {
            return Ok(None);
        };
        let (id, user) = (id.to_owned(), user.to_owned());
        // A keyring may take its time, and others are asked meanwhile.
        let looked = tokio::task::spawn_blocking(move || {
            let password = logins.password(&id, &user)?;
            Ok(password.map(|password| Login { user, password }))
        });
        looked
            .await
            .map_err(|cause| Error::failed("cannot look for a kept password").because(cause))?
    }
}

/// What is known of a gateway after it was asked. Texts are as a terminal may show them.
#[derive(Debug)]
pub struct Look {
    /// `run` and others, or [`OFFLINE`].
    pub state: String,
    /// Its id.
    pub id: Option<String>,
    /// The version of its firmware.
    pub version: Option<String>,
    /// Its board.
    pub board: Option<String>,
    /// Where it answered.
    pub address: Option<IpAddr>,
    /// How it is, if its figures could be read.
    pub health: Option<Rating>,
    /// Why it is not known how it is; nothing if nobody wanted to know.
    pub trouble: Option<Error>,
}

impl Look {
    /// What selectors want to know.
    pub fn facts(&self) -> Facts {
        Facts {
            state: self.state.clone(),
            version: self.version.clone(),
        }
    }

    /// What a gateway tells everybody.
    fn of(info: &Info, address: IpAddr) -> Look {
        Look {
            state: clean(info.state.as_bytes()).unwrap_or_default(),
            id: clean(info.id.as_bytes()),
            version: clean(info.firmware.version.as_bytes()),
            board: clean(info.board.as_bytes()),
            address: Some(address),
            health: None,
            trouble: None,
        }
    }

    fn offline(error: Error) -> Look {
        Look {
            state: OFFLINE.to_owned(),
            id: None,
            version: None,
            board: None,
            address: None,
            health: None,
            trouble: Some(error),
        }
    }
}

/// Files that everything else takes.
const OTHER_FILES: usize = 32;
/// A gateway has one connection for questions and one for an upload, and its name may have to be looked up.
const FILES_EACH: usize = 3;

/// One for each gateway that may be worked on at once: `wanted`, or as many as there are files for.
pub(super) fn permits(wanted: usize) -> Arc<Semaphore> {
    let room = open_files::allow_many().saturating_sub(OTHER_FILES) / FILES_EACH;
    Arc::new(Semaphore::new(wanted.min(room).max(1)))
}

/// Finds a gateway and asks who it is.
pub(super) async fn reach(member: &Member, asking: &Asking) -> Result<(Client, Document<Info>)> {
    let located = locate(&member.target()?, asking.limit, &asking.network).await?;
    Client::reach(&located, asking.limit).await
}

/// Asks one gateway; with a login, given or kept, how it is too.
pub async fn look(member: &Member, login: Option<Login>, asking: &Asking) -> Look {
    let (mut client, info) = match reach(member, asking).await {
        Ok(reached) => reached,
        Err(error) => return Look::offline(error),
    };
    let mut look = Look::of(&info.model, client.address().ip());
    match login {
        Some(login) => client.log_in(login),
        None => match asking.kept(&info.model.id, &member.user).await {
            Ok(Some(login)) => client.log_in_as_kept(login),
            Ok(None) => return look,
            Err(error) => {
                look.trouble = Some(error);
                return look;
            }
        },
    }
    match client.status().await {
        Ok(status) => look.health = judge(&status.model).overall,
        Err(error) => look.trouble = Some(error),
    }
    look
}

/// Does something with gateways, some at once; what comes of it is in the order of the gateways.
async fn at_once<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    members: Vec<(Member, Option<Login>)>,
    parallel: usize,
    tell: &mut dyn FnMut(usize),
    ask: impl Fn(Member, Option<Login>) -> F,
) -> Result<Vec<T>> {
    let permits = permits(parallel);
    let mut asked = JoinSet::new();
    let count = members.len();
    for (index, (member, login)) in members.into_iter().enumerate() {
        let permits = Arc::clone(&permits);
        let asking = ask(member, login);
        asked.spawn(async move {
            // It is never closed.
            let _permit = permits.acquire().await;
            (index, asking.await)
        });
    }
    let mut found: Vec<(usize, T)> = Vec::with_capacity(count);
    while let Some(done) = asked.join_next().await {
        let done = done.map_err(|cause| {
            Error::new(Kind::Failed, "a gateway cannot be asked").because(cause)
        })?;
        found.push(done);
        tell(found.len());
    }
    found.sort_by_key(|(index, _)| *index);
    Ok(found.into_iter().map(|(_, found)| found).collect())
}

/// Asks gateways, some at once; the answers are in the order of the gateways. `tell` hears how many have answered.
///
/// # Errors
///
/// [`Kind::Failed`]: an inner failure of this program.
pub async fn look_at_all(
    members: Vec<(Member, Option<Login>)>,
    asking: &Asking,
    tell: &mut dyn FnMut(usize),
) -> Result<Vec<Look>> {
    at_once(members, asking.parallel, tell, |member, login| {
        let asking = asking.clone();
        async move { look(&member, login, &asking).await }
    })
    .await
}

/// What would change of the settings of gateways, for each in their order.
///
/// # Errors
///
/// As [`look_at_all`].
pub async fn differences(
    members: Vec<(Member, Option<Login>)>,
    wanted: &Changes,
    asking: &Asking,
    tell: &mut dyn FnMut(usize),
) -> Result<Vec<Result<Difference>>> {
    at_once(members, asking.parallel, tell, |member, login| {
        let (asking, wanted) = (asking.clone(), wanted.clone());
        async move {
            let mut peer = Peer::open(&member, login, &asking).await?;
            Ok(Plan::make(&mut peer.client, &wanted).await?.difference)
        }
    })
    .await
}
