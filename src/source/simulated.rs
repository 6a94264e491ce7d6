//! Simulated meters as a source, read through a virtual gateway.

use jiff::Timestamp;
use tokio::time::{Instant, sleep, sleep_until};

use super::{Event, Options, Sender};
use crate::error::{Error, Result};
use crate::sim::inside::Inside;
use crate::sim::meter::{Meter, Profile, profiles};
use crate::sim::meter_fault::{MeterFault, Spoiler};
use crate::target::SimSpec;

/// A meter that is ready to send.
#[derive(Debug)]
pub(super) struct Simulated {
    spec: SimSpec,
    profile: &'static Profile,
    spoiler: Spoiler,
}

impl Simulated {
    /// Finds the meter.
    pub(super) fn new(spec: &SimSpec) -> Result<Simulated> {
        let profile = Profile::find(&spec.meter).ok_or_else(|| {
            let names: Vec<&str> = profiles().iter().map(Profile::name).collect();
            Error::usage(format!("there is no simulated meter {:?}", spec.meter))
                .hint(format!("the meters are: {}", names.join(", ")))
        })?;
        let faults = spec.faults.iter().map(|name| MeterFault::find(name));
        let faults = faults.collect::<Result<Vec<_>>>()?;
        Ok(Simulated {
            spec: spec.clone(),
            profile,
            spoiler: Spoiler::new(faults, spec.seed),
        })
    }

    /// Sends telegrams for ever. The meter's clock moves on by its own period with each one.
    pub(super) async fn run(mut self, options: Options, events: Sender) {
        let start: Timestamp = self.spec.start.unwrap_or_else(options.now);
        let mut meter = Meter::new(self.profile, self.spec.seed, start);
        let to = format!("the simulated meter {}", self.profile.name());
        if events.send(Ok(Event::Connected { to })).await.is_err() {
            return;
        }
        if let Some(text) = self.profile.key_note()
            && events.send(Ok(Event::Note { text })).await.is_err()
        {
            return;
        }
        let pause = self
            .spec
            .speed
            .pause(self.spec.interval.unwrap_or(self.profile.period()));
        let mut gateway = match Inside::start() {
            Ok(gateway) => gateway,
            Err(error) => {
                let _ = events.send(Err(error)).await;
                return;
            }
        };
        let mut due = Instant::now();
        let mut heard_at = due;
        let mut silence = options.silence;
        loop {
            for heard in self.spoiler.hear(meter.next_telegram()) {
                if heard.late > 0 {
                    let late = pause * heard.late.into() / 100;
                    gateway.rest(late);
                    sleep(late).await;
                }
                let bytes = Event::Bytes {
                    data: gateway.pass(&heard.bytes),
                    at: (options.now)(),
                };
                if events.send(Ok(bytes)).await.is_err() {
                    return;
                }
                heard_at = Instant::now();
                silence = options.silence;
            }
            // Without a byte nothing else tells that nobody listens any more.
            if events.is_closed() {
                return;
            }
            // A reader that paused does not get everything at once when it comes back.
            due = (due + pause).max(Instant::now());
            gateway.rest(pause);
            while heard_at + silence <= due {
                let for_ = silence;
                sleep_until(heard_at + for_).await;
                if events.send(Ok(Event::Silent { for_ })).await.is_err() {
                    return;
                }
                silence += options.silence;
            }
            sleep_until(due).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::Source;
    use super::*;
    use crate::decode::{Check, Piece, Stream};
    use crate::target::SourceSpec;

    async fn telegrams(source: &str, count: usize) -> (Vec<Vec<u8>>, Duration) {
        let spec = SourceSpec::parse(source).expect("a source");
        let mut source = Source::open(&spec, Options::default()).expect("a meter");
        let started = Instant::now();
        let mut found = Vec::new();
        while found.len() < count {
            if let Some(Event::Bytes { data, .. }) = source.next().await.expect("an event") {
                found.push(data);
            }
        }
        (found, started.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_meter_sends_one_telegram_a_period() {
        let (found, took) = telegrams("sim:nl-dsmr-4.2", 4).await;
        assert_eq!(took, Duration::from_secs(30));
        let mut stream = Stream::new();
        let mut valid = 0;
        for bytes in &found {
            stream.feed(bytes, |piece| {
                valid += usize::from(
                    matches!(piece, Piece::Telegram(telegram) if telegram.check() == Check::Valid),
                );
            });
        }
        assert_eq!(valid, 4);
    }

    #[tokio::test(start_paused = true)]
    async fn speed_and_interval_change_the_pause_and_not_the_telegrams() {
        let start = "start=2026-01-31T12:00:00Z&seed=7";
        let (slow, _) = telegrams(&format!("sim:be-emucs?{start}"), 3).await;
        let (fast, took) = telegrams(&format!("sim:be-emucs?{start}&interval=4s&speed=2"), 3).await;
        assert_eq!(took, Duration::from_secs(4));
        assert_eq!(slow, fast);
    }

    #[tokio::test(start_paused = true)]
    async fn silence_is_told_as_that_of_other_sources_is() {
        for (source, heard) in [("sim:?fault=silent", 0), ("sim:?interval=45s", 2)] {
            let spec = SourceSpec::parse(source).expect("a source");
            let mut source_of = Source::open(&spec, Options::default()).expect("a meter");
            let started = Instant::now();
            let mut bytes = 0;
            let mut silent = Vec::new();
            while silent.len() < 2 {
                match source_of.next().await.expect("an event") {
                    Some(Event::Silent { for_ }) => {
                        silent.push((started.elapsed().as_secs(), for_.as_secs()));
                    }
                    Some(Event::Bytes { .. }) => bytes += 1,
                    _ => {}
                }
            }
            let expected = match heard {
                0 => [(30, 30), (60, 60)],
                _ => [(30, 30), (75, 30)],
            };
            assert_eq!(
                (silent.as_slice(), bytes),
                (expected.as_slice(), heard),
                "{source}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_goes_wrong_at_the_meter_comes_through_the_gateway_as_it_is() {
        for fault in MeterFault::all()
            .iter()
            .filter(|fault| fault.name != "silent")
        {
            let profile = Profile::find("nl-dsmr-5.0").expect("a profile");
            let start = "2026-01-31T12:00:00Z";
            let mut meter = Meter::new(profile, 7, start.parse().expect("a time"));
            let mut spoiler = Spoiler::new([fault], 7);
            let expected: Vec<Vec<u8>> = (0..4)
                .flat_map(|_| spoiler.hear(meter.next_telegram()))
                .map(|heard| heard.bytes)
                .collect();
            let source = format!("sim:?seed=7&start={start}&fault={}", fault.name);
            let (found, _) = telegrams(&source, expected.len()).await;
            assert_eq!(found, expected, "{}", fault.name);
        }
    }

    #[test]
    fn an_unknown_meter_is_answered_with_those_there_are() {
        let spec = SourceSpec::parse("sim:nonsuch").expect("a source");
        let error = Source::open(&spec, Options::default()).expect_err("no such meter");
        assert!(
            error
                .hints()
                .iter()
                .any(|hint| hint.contains("nl-dsmr-5.0")),
            "{error:?}"
        );
    }
}
