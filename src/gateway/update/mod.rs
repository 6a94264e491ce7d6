//! New firmware over the network, and the proof that it runs.
//!
//! An [`Update`] is made of an image once and run against any number of gateways. Nothing is sent to a gateway that would refuse it or
//! runs the image already; what is sent is sent once; and a gateway is updated only when it says itself that the image runs.
//!
//! - [`proof`], [`standing`]: what proves it; pure
//! - [`failure`]: how it fails, with what runs then
//! - `upload`, `arduino`: the ways to send
//! - `watch`: until it is proven how it ended
//! - [`swap_back`]: the image before, where the gateway still holds it

mod answer;
pub mod arduino;
mod course;
pub mod failure;
mod goal;
pub mod proof;
pub mod standing;
pub mod swap_back;
mod text;
mod trial_failure;
mod upload;
mod watch;

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::{Instant, sleep};

pub use course::{Event, Options, Outcome, Way};
pub use failure::{Failure, Reason};
pub use proof::{Missing, Running};
pub use standing::{Rollback, Standing};

use super::client::Client;
use super::document::{Document, Info};
use super::status::{Device, Status};
use crate::error::{Error, Kind, Result};
use crate::image::{Board, Image, PublicKey, Requirements, Version};
use goal::Goal;
use text::tidy;
use upload::Trouble;
use watch::{Watch, off_trial};

/// The states of a gateway that takes an image or has taken one.
const IN_UPDATE: [&str; 3] = ["receiving", "verifying", "ready"];
/// How often a gateway is asked while it proves itself.
const PAUSE: Duration = Duration::from_millis(500);
/// Before something that went wrong is tried once more.
const SECOND_THOUGHT: Duration = Duration::from_secs(1);
/// A gateway counts the digest of what runs within this after its start.
const COUNTING: Duration = Duration::from_secs(30);
/// After an upload was cut off: so long the gateway may take to answer again, even if it has restarted.
const RECOVERY: Duration = Duration::from_secs(30);
/// Who wants to stop does not want to wait.
const LAST_LOOK: Duration = Duration::from_secs(3);
/// An image that is to run on gateways.
#[derive(Clone, Debug)]
pub struct Update {
    /// What it says of itself.
    pub image: Image,
    file: Vec<u8>,
    key: Option<PublicKey>,
    options: Options,
}

impl Update {
    /// An update to the image in `file`, which must be sound, and signed with `key` if one is given.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, the first in the message.
    pub fn new(file: Vec<u8>, key: Option<PublicKey>, options: Options) -> Result<Update> {
        let requirements = Requirements {
            key,
            ..Requirements::default()
        };
        let image = Image::accept(&file, &requirements)?;
        Ok(Update {
            image,
            file,
            key,
            options,
        })
    }

    /// Bytes that are sent.
    pub fn size(&self) -> u64 {
        self.file.len() as u64
    }

    /// Updates one gateway.
    ///
    /// # Errors
    ///
    /// A failure with its class, and with what runs on the gateway then as far as that can be known.
    pub async fn run(
        &self,
        client: &mut Client,
        tell: &mut dyn FnMut(Event),
    ) -> Result<Outcome, Failure> {
        let info = match (client.info().await, &self.options.way) {
            (Ok(info), _) => info,
            (Err(error), Way::Http) => return Err(Failure::from(error)),
            (Err(_), Way::Arduino { .. }) => return self.run_elsewhere(client, tell).await,
        };
        tell(Event::Found(Box::new(tidy(&info.model))));
        let status = client.status().await?;
        let device = status.model.device.clone();
        let is_busy = IN_UPDATE.contains(&status.model.ota.state.as_str());
        let before = self.counted(client, status).await?;
        let before = match self.options.dry_run {
            true => before,
            false => self.off_trial(client, before, tell).await?,
        };
        if before.is(&self.image) && !self.options.force {
            return Ok(Outcome::Current(before));
        }
        self.allow(client, &device).await?;
        if self.options.dry_run {
            return Ok(Outcome::Planned(Some(before)));
        }
        if is_busy {
            // What it was sent before may run in a moment, and must not be sent twice.
            return Err(failure::busy(&before));
        }
        let doubt = match self.send(client, &before, tell).await {
            Ok(()) => None,
            Err(Trouble::Unsent(error)) => {
                return Err(Failure::from(error).running(&before.version));
            }
            Err(Trouble::Restarted) => return Err(failure::restarted()),
            Err(Trouble::Refused(reason, error, sent)) => {
                let failure = Failure::new(reason, error).sent(sent);
                return Err(failure.running(&before.version));
            }
            // Perhaps only the answer was lost.
            Err(Trouble::Cut(error, sent)) if sent == self.size() => Some(error),
            Err(Trouble::Cut(error, sent)) => {
                return Err(self.after_cut(client, error, sent).await);
            }
        };
        if doubt.is_none() {
            tell(Event::Taken);
        }
        let watch = Watch {
            goal: Goal::Image(&self.image),
            before: &before,
            limit: self.options.proof_limit,
            size: self.size(),
        };
        match watch.prove(client, doubt, tell).await {
            Ok(after) => Ok(Outcome::Updated { before, after }),
            Err(failure) => Err(failure.sent(self.size()).afterwards()),
        }
    }

    /// What runs once it is not on trial any more. If that was this very image, an update before has put it there, and has failed if it is
    /// gone then.
    async fn off_trial(
        &self,
        client: &mut Client,
        before: Running,
        tell: &mut dyn FnMut(Event),
    ) -> Result<Running, Failure> {
        let after = off_trial(client, before.clone(), self.options.proof_limit, tell).await?;
        match after.rollback_since(&before) {
            // One that was over before has brought back what is to be there.
            Some(rollback) if before.standing == Standing::Trial && before.is(&self.image) => {
                let rollback = rollback.clone();
                Err(trial_failure::rolled_back(rollback, &after, client.place()))
            }
            _ => Ok(after),
        }
    }

    /// What to tell when [`Update::run`] was dropped because somebody asked to stop, after `sent` bytes had gone.
    pub async fn stopped(&self, client: &mut Client, sent: u64) -> Failure {
        let total = self.size();
        let place = client.place().to_owned();
        let info = match sent {
            0 => None,
            sent if sent >= total => None,
            _ => {
                client.set_limit(client.limit().min(LAST_LOOK));
                client.info().await.ok()
            }
        };
        let version = info.map(|info| tidy(&info.model).firmware.version);
        failure::stopped(sent, total, version.as_deref(), &place)
    }

    /// Refuses what the gateway would refuse, before anything is sent.
    async fn allow(&self, client: &mut Client, device: &Device) -> Result<(), Failure> {
        let running = &device.firmware.version;
        let refused = |error| Failure::new(Reason::Refused, error).running(running);
        let board = Board::from_name(&device.board);
        let board = board.ok_or_else(|| refused(failure::other_board(&device.board)))?;
        let requirements = Requirements {
            board: Some(board),
            key: self.key,
            security_floor: 0,
        };
        Image::accept(&self.file, &requirements).map_err(refused)?;
        let is_older = running
            .parse::<Version>()
            .is_ok_and(|running| self.image.descriptor.version.is_older_than(&running));
        if is_older && !self.options.allow_downgrade {
            return Err(failure::downgrade(running, &self.image));
        }
        let ota = client.config().await?.model.ota;
        if self.image.trailer.is_none() && ota.key_pinned {
            return Err(refused(failure::unsigned()));
        }
        let (has, floor) = (self.image.descriptor.security_version, ota.security_floor);
        if ota.rollback_protection && has < floor {
            return Err(refused(failure::rollback(has, floor, client.place())));
        }
        Ok(())
    }

    /// What runs, with its digest if it calls itself as the image does: only the digest tells then.
    async fn counted(
        &self,
        client: &mut Client,
        mut status: Document<Status>,
    ) -> Result<Running, Failure> {
        let until = Instant::now() + COUNTING;
        loop {
            let running = Running::of(&status.model);
            let is_clear = running.sha256.is_some() || !running.is_called_as(&self.image);
            if is_clear || Instant::now() >= until {
                return Ok(running);
            }
            sleep(PAUSE).await;
            status = client.status().await?;
        }
    }

    /// Sends the image once. What failed before anything was sent is tried a second time.
    async fn send(
        &self,
        client: &mut Client,
        before: &Running,
        tell: &mut dyn FnMut(Event),
    ) -> Result<(), Trouble> {
        let first = self.try_to_send(client, tell).await;
        match first {
            // The other way has repeated itself enough already.
            Err(Trouble::Unsent(error))
                if error.kind() == Kind::Unreachable && matches!(self.options.way, Way::Http) =>
            {
                tell(Event::Again {
                    reason: error.to_string(),
                });
                sleep(SECOND_THOUGHT).await;
                // What an upload before this one has left may run by now. If nobody answers, the second try shows it.
                match client.status().await {
                    Ok(status) if before.start.is_over(&status.model) => Err(Trouble::Restarted),
                    _ => self.try_to_send(client, tell).await,
                }
            }
            first => first,
        }
    }

    async fn try_to_send(
        &self,
        client: &mut Client,
        tell: &mut dyn FnMut(Event),
    ) -> Result<(), Trouble> {
        let total = self.size();
        let mut progress = |sent| tell(Event::Progress { sent, total });
        match &self.options.way {
            Way::Http => upload::send(client, &self.image, &self.file, &mut progress).await,
            Way::Arduino { port } => {
                let peer = SocketAddr::new(client.address().ip(), *port);
                let password = client.login().map(|login| &login.password);
                arduino::send(peer, password, &self.file, &mut progress).await
            }
        }
    }

    /// Looks what an upload that broke off has left.
    async fn after_cut(&self, client: &mut Client, cause: Error, sent: u64) -> Failure {
        let place = client.place().to_owned();
        match recovered(client, RECOVERY).await {
            Some(info) => {
                let version = &info.firmware.version;
                failure::cut(cause, sent, self.size(), version, &place)
            }
            None => failure::cut_and_gone(cause, sent, self.size(), &place),
        }
    }

    /// Other firmware, which tells nothing about itself.
    async fn run_elsewhere(
        &self,
        client: &mut Client,
        tell: &mut dyn FnMut(Event),
    ) -> Result<Outcome, Failure> {
        if self.options.dry_run {
            return Ok(Outcome::Planned(None));
        }
        match self.try_to_send(client, tell).await {
            Ok(()) => tell(Event::Taken),
            Err(Trouble::Unsent(error)) => return Err(Failure::from(error)),
            Err(Trouble::Restarted) => return Err(failure::restarted()),
            Err(Trouble::Refused(reason, error, sent)) => {
                return Err(Failure::new(reason, error).sent(sent));
            }
            Err(Trouble::Cut(error, sent)) => {
                let place = client.place().to_owned();
                return Err(failure::cut_and_gone(error, sent, self.size(), &place));
            }
        }
        let limit = RECOVERY.min(self.options.proof_limit);
        Ok(Outcome::Taken(recovered(client, limit).await))
    }
}

/// Whether a gateway that fails like this may only be restarting.
fn is_away(error: &Error) -> bool {
    matches!(error.kind(), Kind::Unreachable | Kind::NothingFound)
}

/// Who answers within `patience`.
async fn recovered(client: &mut Client, patience: Duration) -> Option<Box<Info>> {
    let until = Instant::now() + patience;
    loop {
        if let Ok(info) = client.info().await {
            return Some(Box::new(tidy(&info.model)));
        }
        if Instant::now() + PAUSE >= until {
            return None;
        }
        sleep(PAUSE).await;
    }
}
