//! Serial lines, read on a thread of their own: unplugged and plugged in again, silent, and with
//! settings that have to be found out.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use super::inverted::looks_inverted;
use super::probe::{self, Probe, Verdict};
use super::{Backoff, Event, Options, Retry, Sender};
use crate::error::{Error, Result};
use crate::serial::{self, LineSettings};
use crate::target::{Line, SerialSpec};

/// A read waits at most so long, to notice that nobody listens any more.
const READ_TIMEOUT: Duration = Duration::from_millis(100);

/// Looking for a port costs nothing, so that one plugged in again is found soon.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Enough for what the system keeps of a line.
const READ: usize = 4096;

/// All settings are tried so often before it is given up, unless sources are never given up.
const ROUNDS: u32 = 2;

/// So much of what came is kept to look at: more than a telegram.
const SAMPLE: usize = 4096;

/// An open port. A read fails with [`io::ErrorKind::TimedOut`] after [`READ_TIMEOUT`].
type Port = Box<dyn Read>;

/// Reads the port until nobody listens any more, or until it gives up.
pub(super) fn run(spec: &SerialSpec, options: &Options, events: &Sender) {
    let open = |settings| {
        let port = serial::open(&spec.port, settings, READ_TIMEOUT)?;
        Ok(Box::new(port) as Port)
    };
    run_with(spec, options, events, &open);
}

fn run_with(
    spec: &SerialSpec,
    options: &Options,
    events: &Sender,
    open: &dyn Fn(LineSettings) -> Result<Port>,
) {
    let mut session = Session {
        name: &spec.port,
        options,
        events,
        open,
        settings: match spec.line {
            Line::Fixed(settings) => Some(settings),
            Line::Auto => None,
        },
        was_open: false,
    };
    // Nobody listens any more when there is no way to say so.
    if let Err(Stop::Failed(error)) = session.run() {
        let _ = events.blocking_send(Err(error));
    }
}

/// Why reading ends for good.
enum Stop {
    Unheard,
    Failed(Error),
}

struct Session<'a> {
    name: &'a str,
    options: &'a Options,
    events: &'a Sender,
    open: &'a dyn Fn(LineSettings) -> Result<Port>,
    /// Absent until they are found out.
    settings: Option<LineSettings>,
    was_open: bool,
}

impl Session<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        let backoff = Backoff {
            cap: self.options.reconnect.cap.min(LONGEST_PAUSE),
            ..self.options.reconnect
        };
        let mut attempt = 0;
        loop {
            let opened = match self.settings {
                Some(settings) => self.open_with(settings)?,
                None => self.find_out()?,
            };
            let error = match opened {
                Ok(port) => {
                    attempt = 0;
                    let cause = self.read(port)?;
                    Error::unreachable(format!("{} is gone: {cause}", self.name))
                }
                Err(error) => error,
            };
            if self.options.gives_up(self.was_open) {
                return Err(Stop::Failed(error));
            }
            let retry_in = backoff.pause(attempt, (self.options.random)());
            attempt = attempt.saturating_add(1);
            let reason = error.to_string();
            self.send(Event::Lost { reason, retry_in })?;
            self.pause(retry_in)?;
        }
    }

    fn send(&self, event: Event) -> Result<(), Stop> {
        let sent = self.events.blocking_send(Ok(event));
        sent.map_err(|_| Stop::Unheard)
    }

    fn open_with(&mut self, settings: LineSettings) -> Result<Result<Port>, Stop> {
        let port = match (self.open)(settings) {
            Ok(port) => port,
            Err(error) => return Ok(Err(error)),
        };
        self.was_open = true;
        let to = format!("{} {settings}", self.name);
        self.send(Event::Connected { to })?;
        Ok(Ok(port))
    }

    /// Reads until the port fails.
    fn read(&self, mut port: Port) -> Result<io::Error, Stop> {
        let mut buffer = vec![0; READ];
        let mut silence = Silence::default();
        loop {
            match read_once(&mut port, &mut buffer) {
                Ok(Some(data)) => {
                    silence = Silence::default();
                    let at = (self.options.now)();
                    let data = data.to_vec();
                    self.send(Event::Bytes { at, data })?;
                }
                Ok(None) => self.tell(&mut silence)?,
                Err(error) => return Ok(error),
            }
        }
    }

    /// Listens with one of the usual settings after the other until telegrams come.
    fn find_out(&mut self) -> Result<Result<Port>, Stop> {
        let mut buffer = vec![0; READ];
        let mut silence = Silence::default();
        let mut announced = false;
        let mut is_inverted = false;
        for round in 1_u32.. {
            for settings in probe::usual() {
                let mut port = match (self.open)(settings) {
                    Ok(port) => port,
                    Err(error) => return Ok(Err(error)),
                };
                self.was_open = true;
                if !announced {
                    announced = true;
                    let to = format!("{}, finding out its settings", self.name);
                    self.send(Event::Connected { to })?;
                }
                let mut probe = Probe::new(settings);
                let mut held = Vec::new();
                let mut sample = Vec::new();
                let verdict = loop {
                    let verdict = match read_once(&mut port, &mut buffer) {
                        Ok(Some(data)) => {
                            silence = Silence::default();
                            let at = (self.options.now)();
                            let verdict = probe.bytes(data);
                            let data = data.to_vec();
                            if sample.len() < SAMPLE {
                                sample.extend_from_slice(&data);
                            }
                            held.push(Event::Bytes { at, data });
                            verdict
                        }
                        Ok(None) => {
                            self.tell(&mut silence)?;
                            probe.wait(READ_TIMEOUT)
                        }
                        Err(cause) => {
                            let message = format!("{} is gone: {cause}", self.name);
                            return Ok(Err(Error::unreachable(message)));
                        }
                    };
                    if verdict != Verdict::Listen {
                        break verdict;
                    }
                };
                if verdict == Verdict::Fits {
                    self.settings = Some(settings);
                    let text = settings.to_string();
                    self.send(Event::Settings { text })?;
                    for event in held {
                        self.send(event)?;
                    }
                    return Ok(Ok(port));
                }
                is_inverted |= looks_inverted(&sample);
            }
            let what = nothing_fits(is_inverted);
            if round >= ROUNDS && self.options.retry != Retry::Always {
                return Err(Stop::Failed(given_up(self.name, &what, is_inverted)));
            }
            let text = format!("{what}; trying again");
            self.send(Event::Note { text })?;
        }
        Err(Stop::Unheard)
    }

    /// Tells of silence when it is long enough, and again each time it has lasted so long once more.
    fn tell(&self, silence: &mut Silence) -> Result<(), Stop> {
        let for_ = self.options.silence.saturating_mul(silence.told + 1);
        if silence.since.elapsed() >= for_ {
            silence.told = silence.told.saturating_add(1);
            self.send(Event::Silent { for_ })?;
        } else if self.events.is_closed() {
            return Err(Stop::Unheard);
        }
        Ok(())
    }

    fn pause(&self, length: Duration) -> Result<(), Stop> {
        let end = Instant::now() + length;
        while !self.events.is_closed() {
            let rest = end.saturating_duration_since(Instant::now());
            if rest.is_zero() {
                return Ok(());
            }
            std::thread::sleep(rest.min(READ_TIMEOUT));
        }
        Err(Stop::Unheard)
    }
}

fn nothing_fits(is_inverted: bool) -> String {
    match is_inverted {
        true => "telegrams come upside down: the signal is inverted".to_owned(),
        false => format!("bytes come, but no telegrams with {}", probe::usual_text()),
    }
}

fn given_up(port: &str, what: &str, is_inverted: bool) -> Error {
    let error = Error::failed(format!("{port}: {what}"));
    let error = match is_inverted {
        true => {
            error.hint("use a P1 cable with an inverter, or have the adapter invert its RX line")
        }
        false => error.hint("check the cable: too long, no common ground, or the wrong pins"),
    };
    error.hint(format!("what is wrong in detail: smr doctor serial:{port}"))
}

/// How long no byte has come, and how often that has been told.
struct Silence {
    since: Instant,
    told: u32,
}

impl Default for Silence {
    fn default() -> Self {
        Silence {
            since: Instant::now(),
            told: 0,
        }
    }
}

/// What has come; nothing if nothing has.
fn read_once<'a>(port: &mut Port, buffer: &'a mut [u8]) -> io::Result<Option<&'a [u8]>> {
    match port.read(buffer) {
        // A terminal reads as empty when its other end has hung up.
        Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
        Ok(count) => Ok(buffer.get(..count)),
        Err(error) => match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::Interrupted => Ok(None),
            _ => Err(error),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::frames::tests::telegram;
    use super::*;
    use tokio::sync::mpsc;

    /// A meter that sends the same burst over and over, with pauses between.
    struct Meter {
        burst: Vec<u8>,
        reads: usize,
    }

    impl Read for Meter {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.reads += 1;
            if self.reads % 10 != 1 {
                return Err(io::ErrorKind::TimedOut.into());
            }
            (&self.burst[..]).read(buffer)
        }
    }

    /// The events of a meter that can be read with the settings `right` only.
    fn events(right: &str, wanted: usize) -> Vec<Event> {
        events_with(right, &[0xA5; 100], Retry::AfterFirst, wanted)
            .into_iter()
            .map(Result::unwrap)
            .collect()
    }

    /// The same; with other settings `garbage` is read.
    fn events_with(right: &str, garbage: &[u8], retry: Retry, wanted: usize) -> Vec<Result<Event>> {
        let (sender, mut receiver) = mpsc::channel(1);
        let (right, garbage) = (right.to_owned(), garbage.to_vec());
        let thread = std::thread::spawn(move || {
            let spec = SerialSpec {
                port: "COM3".to_owned(),
                line: Line::Auto,
            };
            let open = |settings: LineSettings| {
                let burst = if settings.to_string() == right {
                    telegram()
                } else {
                    garbage.clone()
                };
                Ok(Box::new(Meter { burst, reads: 0 }) as Port)
            };
            let options = Options {
                retry,
                ..Options::default()
            };
            run_with(&spec, &options, &sender, &open);
        });
        let events = (0..wanted)
            .map(|_| receiver.blocking_recv().unwrap())
            .collect();
        drop(receiver);
        thread.join().unwrap();
        events
    }

    #[test]
    fn settings_are_found_out_told_and_no_byte_of_the_telegram_is_lost() {
        for right in ["115200 8N1", "9600 7E1", "9600 8N1", "2400 8E1", "2400 8N1"] {
            let events = events(right, 3);
            assert!(matches!(&events[0], Event::Connected { to } if to.contains("finding out")));
            let text = right.to_owned();
            assert_eq!(events[1], Event::Settings { text });
            assert!(matches!(&events[2], Event::Bytes { data, .. } if *data == telegram()));
        }
    }

    #[test]
    fn a_meter_that_none_of_the_settings_fit_is_told_and_given_up_with_a_hint() {
        let events = events_with("none", &[0xA5; 100], Retry::AfterFirst, 3);
        assert!(matches!(&events[1], Ok(Event::Note { text }) if text.contains("2400 8E1")));
        let error = events[2].as_ref().expect_err("given up");
        assert!(error.hints().iter().any(|hint| hint.contains("smr doctor")));
    }

    #[test]
    fn a_meter_that_is_never_given_up_is_told_again_and_again() {
        let events = events_with("none", &[0xA5; 100], Retry::Always, 5);
        for event in &events[1..] {
            assert!(matches!(event, Ok(Event::Note { .. })), "{event:?}");
        }
    }

    #[test]
    fn a_signal_upside_down_is_named() {
        let text = telegram().repeat(2);
        let turned: Vec<u8> = text.iter().map(|byte| !byte << 1 | 1).collect();
        let events = events_with("none", &turned, Retry::AfterFirst, 3);
        let error = events[2].as_ref().expect_err("given up");
        assert!(error.to_string().contains("inverted"), "{error}");
        assert!(error.hints().iter().any(|hint| hint.contains("inverter")));
    }
}
