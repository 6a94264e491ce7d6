//! Improv Wi-Fi as a conversation: what gets lost on the line is asked for again.

use std::time::{Duration, Instant};

use super::packet::{Command, Ear, Fault, Packet, State, credentials, request};
use super::trouble;
use super::way::Network;
use crate::discovery::clean;
use crate::error::Result;

/// From one question to the next, while nobody answers.
const EACH: Duration = Duration::from_millis(500);
/// How long an answer is waited for, from a gateway that has answered before.
const ANSWER: Duration = Duration::from_secs(5);
/// A gateway scans for 15 s at most.
const SCAN: Duration = Duration::from_secs(20);
/// A gateway tries a network for 25 s at most.
const JOIN: Duration = Duration::from_secs(40);
/// While it does nothing else, it is asked so often whether it is still there.
const REMINDER: Duration = Duration::from_secs(2);

/// A line with a gateway at its end.
pub trait Wire {
    /// What messages call it.
    fn name(&self) -> &str;
    /// Sends bytes.
    ///
    /// # Errors
    ///
    /// A line that fails.
    fn send(&mut self, bytes: &[u8]) -> Result<()>;
    /// What has come; after a moment nothing, if nothing comes.
    ///
    /// # Errors
    ///
    /// A line that fails.
    fn hear(&mut self) -> Result<Vec<u8>>;
}

/// What a gateway in setup says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The firmware's name.
    pub firmware: String,
    /// Its version.
    pub version: String,
    /// The chip; earlier firmware names its board here.
    pub board: String,
    /// The gateway's name or id.
    pub name: String,
}

/// How joining a network went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The gateway is in it; where its page is, if it said so.
    Joined(Option<String>),
    /// It is not: its words for why, if it has some.
    Failed(Option<String>),
    /// It does not want to.
    Refused,
}

/// Whether to go on: an error if somebody asked to stop.
pub type Check<'a> = &'a dyn Fn() -> Result<()>;

/// A conversation.
pub struct Session<'a> {
    wire: &'a mut dyn Wire,
    check: Check<'a>,
    ear: Ear,
    /// How long a gateway that has answered before may be silent.
    patience: Duration,
}

impl<'a> Session<'a> {
    /// Begins one.
    pub fn new(wire: &'a mut dyn Wire, check: Check<'a>) -> Session<'a> {
        Session {
            wire,
            check,
            ear: Ear::default(),
            patience: ANSWER,
        }
    }

    /// What messages call the line.
    pub fn place(&self) -> &str {
        self.wire.name()
    }

    /// Asks for up to `patience` who is there; nothing if nobody answers.
    ///
    /// # Errors
    ///
    /// A line that fails, or a wish to stop.
    pub fn identify(&mut self, patience: Duration) -> Result<Option<Identity>> {
        let Some(Ok(texts)) = self.ask(Command::Identity, b"", patience)? else {
            return Ok(None);
        };
        // Later versions of the protocol may add more.
        let mut texts = texts.into_iter();
        // Whatever answers may be no gateway, and its words are shown.
        let mut next = || {
            texts
                .next()
                .map(|text| clean(text.as_bytes()).unwrap_or_default())
        };
        let (Some(firmware), Some(version), Some(board), Some(name)) =
            (next(), next(), next(), next())
        else {
            return Ok(None);
        };
        Ok(Some(Identity {
            firmware,
            version,
            board,
            name,
        }))
    }

    /// The texts that answer a command.
    ///
    /// # Errors
    ///
    /// A line that fails, a gateway that has fallen silent or refuses, or a wish to stop.
    pub fn call(&mut self, command: Command, data: &[u8]) -> Result<Result<Vec<String>, Fault>> {
        let answer = self.ask(command, data, self.patience)?;
        answer.ok_or_else(|| trouble::fell_silent(self.wire.name()))
    }

    /// How far the gateway is.
    ///
    /// # Errors
    ///
    /// As [`Session::call`].
    pub fn state(&mut self) -> Result<State> {
        let until = Instant::now() + self.patience;
        while Instant::now() < until {
            self.wire.send(&request(Command::State, b""))?;
            let each = Instant::now() + EACH;
            while let Some(packet) = self.packet(each)? {
                if let Packet::State(state) = packet {
                    return Ok(state);
                }
            }
        }
        Err(trouble::fell_silent(self.wire.name()))
    }

    /// Waits while the gateway tries a network that it was given before; not for ever.
    ///
    /// # Errors
    ///
    /// As [`Session::call`].
    pub fn wait_until_idle(&mut self) -> Result<()> {
        let until = Instant::now() + JOIN;
        while self.state()? == State::Joining && Instant::now() < until {
            // A change of the state is told unasked.
            let each = Instant::now() + EACH;
            while let Some(packet) = self.packet(each)? {
                if matches!(packet, Packet::State(State::Ready | State::Joined)) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The networks that the gateway hears, strongest first.
    ///
    /// # Errors
    ///
    /// As [`Session::call`].
    pub fn networks(&mut self) -> Result<Vec<Network>> {
        let until = Instant::now() + SCAN;
        while Instant::now() < until {
            self.wire.send(&request(Command::Networks, b""))?;
            let mut found = Vec::new();
            let mut is_begun = false;
            let mut each = Instant::now() + EACH;
            while let Some(packet) = self.packet(each)? {
                match packet {
                    Packet::Error(None) => {
                        is_begun = true;
                        each = until;
                    }
                    Packet::Error(Some(Fault::Invalid)) => break,
                    Packet::Error(Some(fault)) => {
                        return Err(trouble::refused(self.wire.name(), fault));
                    }
                    Packet::Result { command, texts } if command == Command::Networks as u8 => {
                        match texts.as_slice() {
                            [] => return Ok(found),
                            [ssid, rssi, auth, ..] => found.push(Network {
                                ssid: ssid.clone(),
                                rssi_dbm: rssi.parse().unwrap_or(-100),
                                is_open: auth == "NO",
                            }),
                            _ => {}
                        }
                    }
                    Packet::State(_) | Packet::Result { .. } => {}
                }
            }
            if is_begun {
                // The end of the list was lost, and no second scan is finished in time.
                return Ok(found);
            }
        }
        Err(trouble::fell_silent(self.wire.name()))
    }

    /// Lets the gateway try a network, and waits for how it goes.
    ///
    /// # Errors
    ///
    /// As [`Session::call`].
    pub fn join(&mut self, ssid: &str, secret: &str) -> Result<Outcome> {
        let packet = request(Command::Join, &credentials(ssid, secret));
        let until = Instant::now() + JOIN;
        let mut heard_at = Instant::now();
        let mut is_begun = false;
        self.wire.send(&packet)?;
        loop {
            let now = Instant::now();
            if now >= until || now.duration_since(heard_at) > self.patience {
                return Err(trouble::fell_silent(self.wire.name()));
            }
            let Some(packet_heard) = self.packet(now + REMINDER)? else {
                self.wire.send(&request(Command::State, b""))?;
                continue;
            };
            heard_at = Instant::now();
            match packet_heard {
                Packet::State(State::Joining) => is_begun = true,
                Packet::Result { command, texts } if command == Command::Join as u8 => {
                    return Ok(Outcome::Joined(texts.into_iter().next()));
                }
                Packet::State(State::Joined) => return self.joined(),
                Packet::Error(Some(Fault::CannotConnect)) => return self.why(),
                // What was lost was the error.
                Packet::State(State::Ready) if is_begun => return self.why(),
                // What was lost were the credentials, or part of them.
                Packet::State(State::Ready) | Packet::Error(Some(Fault::Invalid)) => {
                    self.wire.send(&packet)?;
                }
                Packet::Error(Some(_)) => return Ok(Outcome::Refused),
                Packet::Error(None) | Packet::State(_) | Packet::Result { .. } => {}
            }
        }
    }

    /// Where the page of a gateway is that has joined.
    fn joined(&mut self) -> Result<Outcome> {
        let is_url = |command| [Command::Join as u8, Command::State as u8].contains(&command);
        for _ in 0..4 {
            let each = Instant::now() + EACH;
            while let Some(packet) = self.packet(each)? {
                if let Packet::Result { command, texts } = packet
                    && is_url(command)
                {
                    return Ok(Outcome::Joined(texts.into_iter().next()));
                }
            }
            self.wire.send(&request(Command::State, b""))?;
        }
        Ok(Outcome::Joined(None))
    }

    /// Why the network could not be joined.
    fn why(&mut self) -> Result<Outcome> {
        let texts = self.call(Command::Problem, b"")?.unwrap_or_default();
        let word = texts.into_iter().next().filter(|word| !word.is_empty());
        Ok(Outcome::Failed(word))
    }

    /// Asks again and again, until there is an answer or the time is up.
    fn ask(
        &mut self,
        command: Command,
        data: &[u8],
        patience: Duration,
    ) -> Result<Option<Result<Vec<String>, Fault>>> {
        let until = Instant::now() + patience;
        let mut last = None;
        while Instant::now() < until {
            self.wire.send(&request(command, data))?;
            let each = Instant::now() + EACH;
            while let Some(packet) = self.packet(each)? {
                match packet {
                    Packet::Result {
                        command: number,
                        texts,
                    } if number == command as u8 => return Ok(Some(Ok(texts))),
                    // It may have been damaged on the way: once more.
                    Packet::Error(Some(Fault::Invalid)) => {
                        last = Some(Err(Fault::Invalid));
                        break;
                    }
                    // That it cannot connect is the end of an attempt that somebody else began.
                    Packet::Error(None | Some(Fault::CannotConnect))
                    | Packet::State(_)
                    | Packet::Result { .. } => {}
                    Packet::Error(Some(fault)) => return Ok(Some(Err(fault))),
                }
            }
        }
        Ok(last)
    }

    /// The next packet, if one comes until then.
    fn packet(&mut self, until: Instant) -> Result<Option<Packet>> {
        loop {
            (self.check)()?;
            if let Some(packet) = self.ear.packet() {
                return Ok(Some(packet));
            }
            if Instant::now() >= until {
                return Ok(None);
            }
            let heard = self.wire.hear()?;
            match heard.is_empty() {
                true => self.ear.pause(),
                false => self.ear.hear(&heard),
            }
        }
    }
}

#[cfg(test)]
#[path = "improv_tests.rs"]
mod tests;
