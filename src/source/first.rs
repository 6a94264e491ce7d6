//! The first telegram of a source: what whoever has just connected a meter waits for.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::{Event, Source};
use crate::decode::{Check, Piece, Stream, Telegram};
use crate::error::Result;

/// A telegram in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct First {
    /// The dialect's name, as in `smr.telegram/1`.
    pub dialect: &'static str,
    /// The meter's first line.
    pub ident: String,
    /// Whether its checksum is right.
    pub check: Check,
    /// How many readings are in it.
    pub readings: usize,
}

impl First {
    fn of(telegram: &Telegram) -> First {
        First {
            dialect: telegram.dialect().dialect.id,
            ident: telegram.ident().to_str().into_owned(),
            check: telegram.check(),
            readings: telegram.readings().len(),
        }
    }

    fn is_sound(&self) -> bool {
        !matches!(self.check, Check::Invalid { .. })
    }
}

/// What came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// Bytes.
    pub bytes: u64,
    /// Whether there was a connection at all.
    pub was_connected: bool,
    /// The first telegram that is not damaged; where there is none, the last damaged one.
    pub telegram: Option<First>,
    /// One without a checksum, until the next one tells whether the meter sends none or the line has lost it.
    doubtful: Option<First>,
}

impl Heard {
    /// A telegram that is not damaged.
    pub fn sound(&self) -> Option<&First> {
        self.telegram.as_ref().filter(|first| first.is_sound())
    }

    /// Keeps the first telegram that is not damaged.
    fn hear(&mut self, piece: Piece<'_>) {
        let Piece::Telegram(telegram) = piece else {
            return;
        };
        if self.sound().is_some() {
            return;
        }
        let first = First::of(telegram);
        let is_doubtful = first.check == Check::Absent;
        match self.doubtful.take() {
            Some(before) if is_doubtful => self.telegram = Some(before),
            _ if is_doubtful => self.doubtful = Some(first),
            _ => self.telegram = Some(first),
        }
    }

    /// Nothing more comes: what was in doubt counts, unless others had a checksum.
    fn end(&mut self) {
        if let Some(doubtful) = self.doubtful.take() {
            self.telegram.get_or_insert(doubtful);
        }
    }
}

/// Reads until a telegram comes whose checksum is not wrong, for at most `patience`.
///
/// # Errors
///
/// A source that cannot be read and is not tried again, as its options say.
pub async fn first(source: &mut Source, patience: Duration) -> Result<Heard> {
    let deadline = Instant::now() + patience;
    let mut heard = Heard::default();
    let mut stream = Stream::new();
    while heard.sound().is_none() {
        let Ok(event) = timeout_at(deadline, source.next()).await else {
            break;
        };
        match event? {
            None | Some(Event::Ended) => break,
            Some(Event::Connected { .. }) => heard.was_connected = true,
            Some(Event::Bytes { data, .. }) => {
                heard.bytes = heard.bytes.saturating_add(data.len() as u64);
                stream.feed(&data, |piece| heard.hear(piece));
            }
            Some(Event::Lost { .. }) => stream = Stream::new(),
            Some(_) => {}
        }
    }
    stream.finish(|piece| heard.hear(piece));
    heard.end();
    Ok(heard)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::sim::meter;
    use crate::source::Options;
    use crate::target::SourceSpec;

    async fn heard(bytes: &[u8]) -> Heard {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("written");
        let spec = SourceSpec::File(file.path().to_owned());
        let mut source = Source::open(&spec, Options::default()).expect("a source");
        let patience = Duration::from_secs(20);
        first(&mut source, patience).await.expect("read")
    }

    fn telegram() -> Vec<u8> {
        let profiles = meter::profiles();
        let mut dutch = profiles
            .iter()
            .filter(|profile| profile.name() == "nl-dsmr-5.0");
        let start = "2026-01-31T12:00:00Z".parse().expect("a time");
        meter::stream(dutch.next().expect("a profile"), 1, start, 1)
    }

    #[tokio::test]
    async fn the_first_sound_telegram_counts_and_damaged_ones_before_it_do_not() {
        let good = telegram();
        let mut bad = good.clone();
        if let Some(digit) = bad.iter_mut().rev().find(|byte| byte.is_ascii_digit()) {
            *digit = if *digit == b'0' { b'1' } else { b'0' };
        }
        let all = heard(&[b"noise".as_slice(), &bad, &good].concat()).await;
        let sound = all.sound().expect("a telegram");
        assert_eq!((sound.dialect, sound.check), ("nl-dsmr-5.0", Check::Valid));
        assert!(sound.readings > 5 && sound.ident.starts_with('/'));
        let damaged = heard(&bad).await;
        assert!(damaged.sound().is_none() && damaged.telegram.is_some());
    }

    #[tokio::test]
    async fn a_telegram_that_has_lost_its_checksum_is_not_taken_for_one_of_a_meter_without() {
        let good = telegram();
        let lost = [good.split_at(good.len() - 6).0, b"\r\n"].concat();
        let check = |heard: &Heard| heard.sound().map(|first| first.check);
        assert_eq!(
            check(&heard(&[lost.as_slice(), &good].concat()).await),
            Some(Check::Valid)
        );
        for meter in [lost.clone(), lost.repeat(3)] {
            assert_eq!(check(&heard(&meter).await), Some(Check::Absent));
        }
        let mut bad = good.clone();
        if let Some(digit) = bad.iter_mut().rev().find(|byte| byte.is_ascii_digit()) {
            *digit = if *digit == b'0' { b'1' } else { b'0' };
        }
        for damaged in [[&bad, lost.as_slice()], [lost.as_slice(), &bad]] {
            assert_eq!(check(&heard(&damaged.concat()).await), None);
        }
    }

    #[tokio::test]
    async fn bytes_without_a_telegram_are_counted() {
        let nothing = heard(&[0xA5; 500]).await;
        assert_eq!((nothing.bytes, nothing.telegram), (500, None));
    }
}
