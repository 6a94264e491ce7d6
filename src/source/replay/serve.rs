//! Replays to any number of TCP clients.
//!
//! With a timing, all clients hear the same at the same time, as from a gateway: one that comes late
//! begins at the next record, and one that is slow misses whole records. Without (`max`), each client
//! gets the file from its beginning, as fast as it takes it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::client::{self, End};
use super::{Piece, Play, Schedule};
use crate::config::speed::Speed;
use crate::error::{Error, Result};

/// Records that wait for a slow client before it misses some.
const QUEUE: usize = 64;

/// As many clients as this at a time; others wait to be accepted.
const MOST_CLIENTS: usize = 64;

/// When the system is out of sockets, the next client is tried after this.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// What a server has to say while it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// A client came.
    Joined {
        /// Its address.
        peer: SocketAddr,
    },
    /// A client is gone.
    Gone {
        /// Its address.
        peer: SocketAddr,
        /// Why.
        end: End,
        /// Bytes it was sent.
        sent: u64,
        /// Records it missed because it was slow.
        missed: u64,
    },
}

/// What all clients got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// How many came.
    pub clients: u64,
    /// Bytes sent to all of them together.
    pub bytes: u64,
    /// Records that clients missed because they were slow.
    pub missed: u64,
}

/// Serves `play` on `listener` until its end has reached the clients. With `wait_client` it begins
/// when the first one comes.
///
/// # Errors
///
/// A file that cannot be read; standard input as fast as possible, which only one could read.
pub async fn serve(
    play: &Play,
    listener: &TcpListener,
    wait_client: bool,
    tell: impl FnMut(Told),
) -> Result<Served> {
    let mut clients = Clients {
        tasks: JoinSet::new(),
        queues: HashMap::new(),
        served: Served::default(),
        tell,
    };
    if play.pace.speed == Speed::Max {
        serve_each(play, listener, &mut clients).await?;
    } else {
        serve_together(play, listener, wait_client, &mut clients).await?;
    }
    Ok(clients.served)
}

async fn serve_together(
    play: &Play,
    listener: &TcpListener,
    wait_client: bool,
    clients: &mut Clients<impl FnMut(Told)>,
) -> Result<()> {
    if wait_client {
        clients.join(accept(listener).await);
    }
    let mut pieces = play.pieces();
    let mut schedule = Schedule::new();
    let mut next: Option<(Instant, Piece)> = None;
    loop {
        let due = next.as_ref().map_or_else(Instant::now, |(due, _)| *due);
        tokio::select! {
            piece = pieces.recv(), if next.is_none() => match piece {
                Some(piece) => {
                    let piece = piece?;
                    next = Some((schedule.due(&piece), piece));
                }
                None => break,
            },
            () = sleep_until(due), if next.is_some() => {
                if let Some((_, piece)) = next.take() {
                    clients.send(&piece.data.into());
                }
            }
            client = accept(listener), if clients.have_room() => clients.join(client),
            Some(gone) = clients.tasks.join_next() => clients.leave(gone.ok()),
        }
    }
    // Without their queues the clients end as soon as they have everything.
    for queue in clients.queues.values_mut() {
        queue.sender = None;
    }
    while let Some(gone) = clients.tasks.join_next().await {
        clients.leave(gone.ok());
    }
    Ok(())
}

async fn serve_each(
    play: &Play,
    listener: &TcpListener,
    clients: &mut Clients<impl FnMut(Told)>,
) -> Result<()> {
    if play.file.is_none() {
        return Err(
            Error::usage("standard input cannot be served at full speed")
                .hint("give a speed, such as --speed 10, or save it to a file first"),
        );
    }
    let (failed, mut failure) = mpsc::channel(1);
    loop {
        tokio::select! {
            client = accept(listener), if clients.have_room() => {
                let pieces = play.pieces();
                clients.join_alone(client, pieces, failed.clone());
            }
            Some(error) = failure.recv() => return Err(error),
            Some(gone) = clients.tasks.join_next() => {
                clients.leave(gone.ok());
                if clients.tasks.is_empty() && !play.looped {
                    // A failure ends its client, and must not be taken for the end of the file.
                    return failure.try_recv().map_or(Ok(()), Err);
                }
            }
        }
    }
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(client) => return client,
            Err(_) => sleep(ACCEPT_AGAIN).await,
        }
    }
}

/// All clients there are, each served by a task.
struct Clients<T> {
    tasks: JoinSet<(SocketAddr, End, u64)>,
    queues: HashMap<SocketAddr, Queue>,
    served: Served,
    tell: T,
}

/// The way to a client.
#[derive(Default)]
struct Queue {
    /// Absent when nothing more comes, and when the client is served alone.
    sender: Option<mpsc::Sender<Arc<[u8]>>>,
    missed: u64,
}

impl<T: FnMut(Told)> Clients<T> {
    fn have_room(&self) -> bool {
        self.tasks.len() < MOST_CLIENTS
    }

    /// A client that hears what all hear, from now on.
    fn join(&mut self, (stream, peer): (TcpStream, SocketAddr)) {
        let (sender, queue) = mpsc::channel(QUEUE);
        self.tasks.spawn(async move {
            let (end, sent) = client::send(stream, queue).await;
            (peer, end, sent)
        });
        self.greet(peer, Some(sender));
    }

    /// A client that gets `pieces` for itself.
    fn join_alone(
        &mut self,
        (stream, peer): (TcpStream, SocketAddr),
        mut pieces: mpsc::Receiver<Result<Piece>>,
        failed: mpsc::Sender<Error>,
    ) {
        let (sender, queue) = mpsc::channel::<Arc<[u8]>>(1);
        self.tasks.spawn(async move {
            let feed = async move {
                while let Some(piece) = pieces.recv().await {
                    let data = match piece {
                        Ok(piece) => piece.data.into(),
                        Err(error) => {
                            let _ = failed.send(error).await;
                            return;
                        }
                    };
                    if sender.send(data).await.is_err() {
                        return;
                    }
                }
            };
            let ((), (end, sent)) = tokio::join!(feed, client::send(stream, queue));
            (peer, end, sent)
        });
        self.greet(peer, None);
    }

    fn greet(&mut self, peer: SocketAddr, sender: Option<mpsc::Sender<Arc<[u8]>>>) {
        self.queues.insert(peer, Queue { sender, missed: 0 });
        self.served.clients += 1;
        (self.tell)(Told::Joined { peer });
    }

    /// Sends to all, without waiting for any.
    fn send(&mut self, data: &Arc<[u8]>) {
        for queue in self.queues.values_mut() {
            let Some(sender) = &queue.sender else {
                continue;
            };
            if let Err(mpsc::error::TrySendError::Full(_)) = sender.try_send(Arc::clone(data)) {
                queue.missed += 1;
            }
        }
    }

    fn leave(&mut self, gone: Option<(SocketAddr, End, u64)>) {
        let Some((peer, end, sent)) = gone else {
            return;
        };
        let missed = self.queues.remove(&peer).unwrap_or_default().missed;
        self.served.bytes += sent;
        self.served.missed += missed;
        (self.tell)(Told::Gone {
            peer,
            end,
            sent,
            missed,
        });
    }
}
