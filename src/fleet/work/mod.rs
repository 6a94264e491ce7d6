//! What a task means for one gateway.
//!
//! - `settings`, `restart`, `diagnostics`: one task each; updates are [`gateway::update`](crate::gateway::update)
//! - [`password`]: another admin password, without a moment in which nobody knows it

mod diagnostics;
pub mod password;
mod restart;
mod settings;
mod vault;

use std::rc::Rc;
use std::time::Duration;

use super::inventory::Member;
use super::look::{Asking, reach};
use super::state::{Ending, Finish};
use crate::discovery::clean;
use crate::error::Result;
use crate::gateway::settings::Changes;
use crate::gateway::update::{Failure, Update};
use crate::gateway::{Awaited, Client, Document, Findings, Info, Located, Login};

/// Makes an archive of what was found out about the gateway with this place in the plan.
pub type Pack = Rc<dyn Fn(usize, &Findings) -> Result<()>>;

/// A task with all that it needs, secrets too.
pub enum Work {
    /// Images, one for each board.
    Update(Vec<Update>),
    /// Settings.
    Settings(Changes),
    /// A new start.
    Restart,
    /// An archive.
    Diagnostics(Pack),
    /// Another password.
    Password(password::Rotation),
}

impl Work {
    /// The update for a board. Where there is none, one that the gateway is sure to be refused with a reason.
    pub(super) fn update_for(&self, board: &str) -> Option<&Update> {
        let Work::Update(updates) = self else {
            return None;
        };
        let is_for_it = |update: &&Update| update.image.descriptor.board.to_string() == board;
        updates.iter().find(is_for_it).or(updates.first())
    }
}

/// A gateway that has answered.
pub(super) struct Peer {
    pub(super) client: Client,
    pub(super) info: Document<Info>,
    pub(super) login: Option<Login>,
    /// What messages call it.
    name: String,
    /// Who asks it, where nobody has said a password.
    user: String,
    asking: Asking,
}

impl Peer {
    /// Finds a gateway and logs in: with what the inventory says, else with what is kept for it.
    pub(super) async fn open(
        member: &Member,
        login: Option<Login>,
        asking: &Asking,
    ) -> Result<Peer> {
        let (mut client, info) = reach(member, asking).await?;
        let login = if let Some(login) = login {
            client.log_in(login.clone());
            Some(login)
        } else {
            let kept = asking.kept(&info.model.id, &member.user).await?;
            if let Some(login) = &kept {
                client.log_in_as_kept(login.clone());
            }
            kept
        };
        Ok(Peer {
            client,
            info,
            login,
            name: member.name.clone(),
            user: member.user.clone(),
            asking: asking.clone(),
        })
    }

    /// Its id, as a terminal may show it.
    pub(super) fn id(&self) -> String {
        clean(self.info.model.id.as_bytes()).unwrap_or_default()
    }

    /// What it ran when it answered.
    pub(super) fn version(&self) -> String {
        clean(self.info.model.firmware.version.as_bytes()).unwrap_or_default()
    }

    /// The same gateway, to be waited for.
    fn awaited(&self) -> Awaited {
        Awaited {
            id: self.info.model.id.clone(),
            located: Located {
                name: self.name.clone(),
                addresses: vec![self.client.address()],
            },
            login: self.login.clone(),
            network: Some(self.asking.network.clone()),
        }
    }
}

/// Work on a gateway that ended well.
pub(super) fn done(ending: Ending, version: Option<String>, sent: u64) -> Finish {
    Finish {
        ending,
        may_retry: false,
        version,
        sent,
        code: None,
        reason: None,
        vitals: None,
    }
}

/// Does what is no update to the gateway with this place in the plan; `limit`: how long it may be away.
pub(super) async fn give(
    work: &Work,
    peer: &mut Peer,
    gateway: usize,
    limit: Duration,
) -> Result<Finish, Failure> {
    let version = Some(peer.version());
    match work {
        Work::Settings(changes) => settings::change(peer, changes, limit).await,
        Work::Restart => restart::restart(peer, limit).await,
        Work::Diagnostics(pack) => diagnostics::collect(peer, gateway, pack).await,
        Work::Password(rotation) => rotation.rotate(peer).await,
        // Whoever calls this has seen to it.
        Work::Update(_) => Ok((Ending::Failed, 0)),
    }
    .map(|(ending, sent)| done(ending, version, sent))
}

/// Asks after its stage whether what is no update has lasted; says what is wrong.
pub(super) async fn ask(work: &Work, peer: &mut Peer) -> Result<Option<String>> {
    match work {
        Work::Settings(changes) => settings::ask(peer, changes).await,
        Work::Password(rotation) => rotation.ask(peer).await.map(|()| None),
        Work::Restart => peer.client.status().await.map(|_| None),
        Work::Diagnostics(_) | Work::Update(_) => Ok(None),
    }
}
