//! Looking at gateways, many at once: whether they answer, what they run, and how they are.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::inventory::Member;
use super::select::Facts;
use crate::config::open_files;
use crate::discovery::{Network, clean};
use crate::error::{Error, Kind, Result};
use crate::gateway::judge::{Rating, judge};
use crate::gateway::{Client, Login, locate};

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

    fn offline(error: Error) -> Look {
        Look {
            state: OFFLINE.to_owned(),
            id: None,
            version: None,
            board: None,
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
pub(super) async fn reach(member: &Member, asking: &Asking) -> Result<(Client, Look)> {
    let located = locate(&member.target()?, asking.limit, &asking.network).await?;
    let (client, info) = Client::reach(&located, asking.limit).await?;
    let info = info.model;
    let look = Look {
        state: clean(info.state.as_bytes()).unwrap_or_default(),
        id: clean(info.id.as_bytes()),
        version: clean(info.firmware.version.as_bytes()),
        board: clean(info.board.as_bytes()),
        health: None,
        trouble: None,
    };
    Ok((client, look))
}

/// Asks one gateway; with a login, how it is too.
pub async fn look(member: &Member, login: Option<Login>, asking: &Asking) -> Look {
    let (mut client, mut look) = match reach(member, asking).await {
        Ok(reached) => reached,
        Err(error) => return Look::offline(error),
    };
    let Some(login) = login else {
        return look;
    };
    client.log_in(login);
    match client.status().await {
        Ok(status) => look.health = judge(&status.model).overall,
        Err(error) => look.trouble = Some(error),
    }
    look
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
    let permits = permits(asking.parallel);
    let mut asked = JoinSet::new();
    let count = members.len();
    for (index, (member, login)) in members.into_iter().enumerate() {
        let (permits, asking) = (Arc::clone(&permits), asking.clone());
        asked.spawn(async move {
            // It is never closed.
            let _permit = permits.acquire().await;
            (index, look(&member, login, &asking).await)
        });
    }
    let mut found: Vec<(usize, Look)> = Vec::with_capacity(count);
    while let Some(done) = asked.join_next().await {
        let done = done.map_err(|cause| {
            Error::new(Kind::Failed, "a gateway cannot be asked").because(cause)
        })?;
        found.push(done);
        tell(found.len());
    }
    found.sort_by_key(|(index, _)| *index);
    Ok(found.into_iter().map(|(_, look)| look).collect())
}
