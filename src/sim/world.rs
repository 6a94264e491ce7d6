//! Many virtual boards on one thread: each gets its steps when it has something to do.

use std::io;
use std::net::SocketAddrV4;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mio::{Events, Poll, Token, Waker};

use super::board::neighbours::Ear;
use super::board::network::Network;
use super::board::{Sockets, State, VirtualBoard};
use super::core::{TcpService, UdpService};
use super::make::{self, Order};
use crate::config::open_files;
use crate::error::{Error, Result};
use pace::{Pace, micros};

/// The token of whoever wants the world to end.
const STOP: Token = Token(usize::MAX);
/// The token of the socket that hears mDNS for all.
const EAR: Token = Token(usize::MAX - 1);
/// Events that are fetched at once.
const EVENTS: usize = 1_024;
/// Boards that wait step together, so that hundreds of them wake the computer as often as one.
const BEAT: u64 = 5_000;
/// A board that seems to be as it was is looked at more closely so often, in microseconds.
const LOOK: u64 = 250_000;
/// A busy board gets so many steps in a row before the others have their turn.
const TURN: u32 = 16;

/// A board as others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Counted from 1 on.
    pub number: u16,
    /// Its id, such as `smr-a1b2c3`.
    pub name: String,
    /// What it is doing.
    pub state: State,
    /// The version of its firmware, while that runs.
    pub version: Option<String>,
    /// Where it listens for HTTP.
    pub http: Option<SocketAddrV4>,
    /// Where it serves the meter's bytes.
    pub p1: Option<SocketAddrV4>,
    /// Where it takes invitations to update.
    pub ota: Option<SocketAddrV4>,
    /// Its name server, in setup.
    pub dns: Option<SocketAddrV4>,
    /// The path of its serial line.
    pub serial: Option<String>,
    /// What people should know of it, once.
    pub notice: Option<String>,
}

/// Ends a world from another thread.
#[derive(Clone, Debug)]
pub struct Stop {
    is_wanted: Arc<AtomicBool>,
    waker: Arc<Waker>,
}

impl Stop {
    /// The world's [`World::run`] returns soon.
    pub fn stop(&self) {
        self.is_wanted.store(true, Ordering::Relaxed);
        // A world that cannot be woken looks by itself before long.
        let _ = self.waker.wake();
    }
}

#[derive(Debug)]
struct Inhabitant {
    board: VirtualBoard<Sockets>,
    /// When its next step is due, in microseconds.
    due: u64,
    told: Option<View>,
    /// When it is next looked at as a whole.
    look_at: u64,
}

/// Boards and their time.
#[derive(Debug)]
pub struct World {
    poll: Poll,
    inhabitants: Vec<Inhabitant>,
    /// If mDNS is spoken.
    ear: Option<Ear>,
    stop: Stop,
}

impl World {
    /// Makes the boards of an order; they get power when the world runs.
    ///
    /// # Errors
    ///
    /// Ports that are taken, directories that cannot be used, settings that the firmware refuses.
    pub fn new(order: &Order) -> Result<World> {
        // Each board takes half a dozen files and more with its clients.
        open_files::allow_many();
        let failed = |cause: io::Error| Error::failed("cannot wait for the network").because(cause);
        let poll = Poll::new().map_err(failed)?;
        let waker = Waker::new(poll.registry(), STOP).map_err(failed)?;
        let ear = match order.ports.mdns {
            Some(port) => Some(Ear::new(port, poll.registry(), EAR)?),
            None => None,
        };
        let macs = make::Macs::random()?;
        let mut inhabitants = Vec::new();
        for number in 1..=order.count {
            let registry = poll.registry().try_clone().map_err(failed)?;
            let token = Token(inhabitants.len());
            inhabitants.push(Inhabitant {
                board: make::make(order, number, macs, registry, token)?,
                due: 0,
                told: None,
                look_at: 0,
            });
        }
        Ok(World {
            poll,
            inhabitants,
            ear,
            stop: Stop {
                is_wanted: Arc::new(AtomicBool::new(false)),
                waker: Arc::new(waker),
            },
        })
    }

    /// What ends the world.
    pub fn stopper(&self) -> Stop {
        self.stop.clone()
    }

    /// Runs all boards until the world is stopped. `tell` hears of each board when it is ready and whenever that changes.
    ///
    /// # Errors
    ///
    /// A system that cannot wait for sockets.
    pub fn run(&mut self, tell: &mut dyn FnMut(&View)) -> Result<()> {
        let mut pace = Pace::new();
        let mut events = Events::with_capacity(EVENTS);
        while !self.stop.is_wanted.load(Ordering::Relaxed) {
            let now = pace.now();
            let mut next = u64::MAX;
            for (index, inhabitant) in self.inhabitants.iter_mut().enumerate() {
                if inhabitant.due <= now {
                    inhabitant.step(&mut pace, tell, index);
                }
                next = next.min(inhabitant.due);
            }
            let pause = Duration::from_micros(next.saturating_sub(pace.now()));
            match self.poll.poll(&mut events, Some(pause)) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => {
                    return Err(Error::failed("cannot wait for the network").because(cause));
                }
                Ok(()) => {}
            }
            pace.begin_round(pause);
            for event in &events {
                if event.token() == EAR {
                    self.hear();
                } else if let Some(inhabitant) = self.inhabitants.get_mut(event.token().0) {
                    inhabitant.due = 0;
                    if let Some(machine) = inhabitant.board.machine() {
                        machine.network.wake();
                    }
                }
            }
        }
        for inhabitant in &mut self.inhabitants {
            inhabitant.board.say_goodbye();
        }
        Ok(())
    }

    /// Hands on what was said to all who speak mDNS.
    fn hear(&mut self) {
        let Some(ear) = &mut self.ear else {
            return;
        };
        while let Some(heard) = ear.hear() {
            for inhabitant in &mut self.inhabitants {
                let machine = inhabitant.board.machine();
                if machine.is_some_and(|machine| machine.network.hear(&heard)) {
                    inhabitant.due = 0;
                }
            }
        }
    }
}

impl Inhabitant {
    fn step(&mut self, pace: &mut Pace, tell: &mut dyn FnMut(&View), index: usize) {
        let mut pause = Duration::ZERO;
        let mut now = 0;
        for _ in 0..TURN {
            now = pace.now();
            pause = self.board.step(now);
            if micros(pause) >= BEAT {
                break;
            }
        }
        let due = now + micros(pause);
        self.due = if micros(pause) < BEAT {
            due
        } else {
            due.next_multiple_of(BEAT)
        };
        let state = self.board.state();
        let is_same = self.told.as_ref().is_some_and(|told| {
            told.state == state && told.version.as_deref() == self.board.version()
        });
        if state == State::Starting || is_same && now < self.look_at {
            return;
        }
        self.look_at = now + LOOK;
        let view = self.view(index, state);
        if self.told.as_ref() != Some(&view) {
            tell(&view);
            self.told = Some(view);
        }
    }

    fn view(&mut self, index: usize, state: State) -> View {
        let version = self.board.version().map(str::to_owned);
        let mut machine = self.board.machine();
        let notice = machine.as_mut().and_then(|machine| machine.take_notice());
        let tcp = |service| {
            machine
                .as_ref()
                .and_then(|machine| machine.network.tcp_address(service))
        };
        let udp = |service| {
            machine
                .as_ref()
                .and_then(|machine| machine.network.udp_address(service))
        };
        View {
            number: u16::try_from(index + 1).unwrap_or(u16::MAX),
            name: machine
                .as_ref()
                .map(|machine| machine.id())
                .unwrap_or_default(),
            state,
            version,
            http: tcp(TcpService::Http),
            p1: tcp(TcpService::P1),
            ota: udp(UdpService::ArduinoOta),
            dns: udp(UdpService::Dns),
            serial: machine.as_ref().and_then(|machine| machine.line.path()),
            notice,
        }
    }
}

mod pace;
#[cfg(test)]
mod tests;
