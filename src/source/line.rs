//! Serial lines, read on a thread of their own: unplugged and plugged in again, silent, busy.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use super::{Backoff, Event, Options, Retry, Sender};
use crate::error::Error;
use crate::serial::{self, LineSettings};
use crate::target::{Line, SerialSpec};

/// A read waits at most so long, to notice that nobody listens any more.
const READ_TIMEOUT: Duration = Duration::from_millis(100);

/// Looking for a port costs nothing, so that one plugged in again is found soon.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Enough for what the system keeps of a line.
const READ: usize = 4096;

/// Reads the port until nobody listens any more, or until it gives up.
pub(super) fn run(spec: &SerialSpec, options: &Options, events: &Sender) {
    let settings = match spec.line {
        Line::Fixed(settings) => settings,
        Line::Auto => LineSettings::default(),
    };
    let backoff = Backoff {
        cap: options.reconnect.cap.min(LONGEST_PAUSE),
        ..options.reconnect
    };
    let mut was_open = false;
    let mut attempt = 0;
    loop {
        let reason = match serial::open(&spec.port, settings, READ_TIMEOUT) {
            Ok(port) => {
                was_open = true;
                attempt = 0;
                let to = format!("{} {settings}", spec.port);
                if events.blocking_send(Ok(Event::Connected { to })).is_err() {
                    return;
                }
                let Some(error) = read(port, options, events) else {
                    return;
                };
                if options.retry == Retry::Never {
                    let message = format!("lost {}", spec.port);
                    let _ = events.blocking_send(Err(Error::unreachable(message).because(error)));
                    return;
                }
                format!("{} is gone: {error}", spec.port)
            }
            Err(error) if options.gives_up(was_open) => {
                let _ = events.blocking_send(Err(error));
                return;
            }
            Err(error) => error.to_string(),
        };
        let retry_in = backoff.pause(attempt, (options.random)());
        attempt = attempt.saturating_add(1);
        let lost = Event::Lost { reason, retry_in };
        if events.blocking_send(Ok(lost)).is_err() || !pause(retry_in, events) {
            return;
        }
    }
}

/// Reads until the port fails; nothing when nobody wants the events any more.
fn read(mut port: impl Read, options: &Options, events: &Sender) -> Option<io::Error> {
    let mut buffer = vec![0; READ];
    let mut last_byte = Instant::now();
    let mut silences = 1;
    loop {
        match port.read(&mut buffer) {
            // A terminal reads as empty when its other end has hung up.
            Ok(0) => return Some(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                last_byte = Instant::now();
                silences = 1;
                let data = buffer.get(..count).unwrap_or_default().to_vec();
                let at = (options.now)();
                events.blocking_send(Ok(Event::Bytes { at, data })).ok()?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                let for_ = options.silence.saturating_mul(silences);
                if last_byte.elapsed() >= for_ {
                    silences = silences.saturating_add(1);
                    events.blocking_send(Ok(Event::Silent { for_ })).ok()?;
                } else if events.is_closed() {
                    return None;
                }
            }
            Err(error) => return Some(error),
        }
    }
}

/// Waits, unless nobody listens any more; says whether somebody does.
fn pause(length: Duration, events: &Sender) -> bool {
    let end = Instant::now() + length;
    while !events.is_closed() {
        let rest = end.saturating_duration_since(Instant::now());
        if rest.is_zero() {
            return true;
        }
        std::thread::sleep(rest.min(READ_TIMEOUT));
    }
    false
}
