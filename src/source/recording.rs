//! Records a source until it ends, the time is up, or somebody says stop.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use super::capture::{QUIET, Recorder, Totals};
use super::{Event, Source};
use crate::decode::{self, Keys, Stream};
use crate::error::Result;

/// Progress is told so often.
const TICK: Duration = Duration::from_secs(1);

/// How a recording stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// What has been recorded.
    pub totals: Totals,
    /// What the bytes hold.
    pub telegrams: decode::Totals,
    /// How long no byte has come.
    pub quiet: Duration,
    /// The longest time without a byte, between two of them.
    pub longest_gap: Duration,
}

/// What a recording has to say while it goes on.
#[derive(Debug)]
pub enum Told<'a> {
    /// Something happened at the source; never [`Event::Bytes`].
    Event(&'a Event),
    /// The recording has begun and writes to this recorder.
    Begun(&'a Recorder),
    /// A second has passed.
    Progress(&'a Progress),
}

/// Why a recording ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The source has no more bytes.
    SourceEnded,
    /// It lasted as long as it was to.
    TimeUp,
    /// `stop` was done.
    Stopped,
}

/// Records `source` to what `create` gives, which is called as soon as the source is open: a host
/// that cannot be reached leaves no empty file.
///
/// Everything that came is in the file at the end, as it came; `keys` are for counting only. `limit` counts from the start of the recording.
///
/// # Errors
///
/// Those of the source and of the recorder. What came before is in the file.
pub async fn record(
    source: &mut Source,
    create: impl FnOnce() -> Result<Recorder>,
    limit: Option<Duration>,
    keys: Arc<Keys>,
    stop: impl Future<Output = ()>,
    mut tell: impl FnMut(Told<'_>),
) -> Result<(Reason, Progress)> {
    tokio::pin!(stop);
    let mut create = Some(create);
    let mut recorder: Option<Recorder> = None;
    let mut progress = Progress::default();
    let mut stream = Stream::with_keys(keys);
    let mut last_bytes = Instant::now();
    let mut last_at: Option<Timestamp> = None;
    let mut end = limit.map(|limit| Instant::now() + limit);
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let outcome = loop {
        let pending = recorder.as_ref().is_some_and(Recorder::has_pending);
        let event = tokio::select! {
            biased;
            () = &mut stop => break Ok(Reason::Stopped),
            () = until(end) => break Ok(Reason::TimeUp),
            event = source.next() => event,
            () = sleep_until(last_bytes + QUIET), if pending => {
                if let Some(recorder) = &mut recorder {
                    recorder.flush()?;
                }
                continue;
            }
            _ = tick.tick() => {
                progress.quiet = last_bytes.elapsed();
                tell(Told::Progress(&progress));
                continue;
            }
        };
        match event {
            Ok(Some(Event::Bytes { at, data })) => {
                let gap = last_at.map(|last| at.duration_since(last).unsigned_abs());
                progress.longest_gap = progress.longest_gap.max(gap.unwrap_or_default());
                (last_at, last_bytes) = (Some(at), Instant::now());
                stream.feed(&data, |piece| progress.telegrams.count(piece));
                if let Some(recorder) = &mut recorder {
                    recorder.push(at, &data)?;
                    progress.totals = recorder.totals();
                }
            }
            Ok(None | Some(Event::Ended)) => break Ok(Reason::SourceEnded),
            Ok(Some(event)) => {
                tell(Told::Event(&event));
                if matches!(event, Event::Connected { .. })
                    && let Some(create) = create.take()
                {
                    tell(Told::Begun(recorder.insert(create()?)));
                    end = limit.map(|limit| Instant::now() + limit);
                }
            }
            Err(error) => break Err(error),
        }
    };
    stream.finish(|piece| progress.telegrams.count(piece));
    if let Some(recorder) = recorder {
        progress.totals = recorder.finish()?;
    }
    progress.quiet = last_bytes.elapsed();
    Ok((outcome?, progress))
}

async fn until(end: Option<Instant>) {
    match end {
        Some(end) => sleep_until(end).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::path::{Path, PathBuf};

    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    use super::super::capture::{Existing, Reader, Rotation};
    use super::super::frames::tests::telegram;
    use super::super::{Options, Retry};
    use super::*;
    use crate::error::Kind;

    fn source(address: impl std::fmt::Display) -> Source {
        let options = Options {
            retry: Retry::AfterFirst,
            ..Options::default()
        };
        Source::open(&format!("tcp://{address}").parse().unwrap(), options).unwrap()
    }

    fn create(path: &Path) -> impl FnOnce() -> Result<Recorder> {
        let path = PathBuf::from(path);
        move || {
            let rotation = Rotation::default();
            Recorder::create(
                &path,
                Existing::Refuse,
                rotation,
                "tcp://x",
                Timestamp::now(),
            )
        }
    }

    fn raw(path: &Path) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut view = Reader::open(path).unwrap().into_raw();
        view.read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[tokio::test]
    async fn what_came_before_the_stop_is_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.smr");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut source = source(listener.local_addr().unwrap());
        let (sent, received) = tokio::sync::oneshot::channel();
        let server = async {
            let mut peer = listener.accept().await.unwrap().0;
            peer.write_all(&telegram().repeat(3)).await.unwrap();
            peer
        };
        let mut sent = Some(sent);
        let recording = record(
            &mut source,
            create(&path),
            None,
            Arc::default(),
            async { received.await.unwrap() },
            |told| {
                if let Told::Progress(progress) = told
                    && progress.telegrams.valid == 3
                    && let Some(sent) = sent.take()
                {
                    sent.send(()).unwrap();
                }
            },
        );
        let (_peer, outcome) = tokio::join!(server, recording);
        let (reason, progress) = outcome.unwrap();
        assert_eq!(reason, Reason::Stopped);
        assert_eq!(progress.telegrams.valid, 3);
        assert_eq!(progress.totals.bytes, telegram().len() as u64 * 3);
        assert_eq!(raw(&path), telegram().repeat(3));
    }

    #[tokio::test(start_paused = true)]
    async fn quiet_bytes_are_in_the_file_long_before_the_time_is_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.smr");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut source = source(listener.local_addr().unwrap());
        let server = async {
            let mut peer = listener.accept().await.unwrap().0;
            peer.write_all(b"/SIM5").await.unwrap();
            peer
        };
        let mut seen = Vec::new();
        let limit = Some(Duration::from_secs(10));
        let recording = record(
            &mut source,
            create(&path),
            limit,
            Arc::default(),
            std::future::pending(),
            |told| {
                if let Told::Progress(_) = told {
                    seen.push(fs::read(&path).map_or(0, |bytes| bytes.len()));
                }
            },
        );
        let start = Instant::now();
        let (_peer, outcome) = tokio::join!(server, recording);
        assert_eq!(outcome.unwrap().0, Reason::TimeUp);
        assert_eq!(start.elapsed().as_secs(), 10);
        assert_eq!(raw(&path), b"/SIM5");
        let complete = fs::metadata(&path).unwrap().len();
        assert_eq!(
            seen.get(2),
            Some(&usize::try_from(complete).unwrap()),
            "{seen:?}"
        );
    }

    #[tokio::test]
    async fn an_unreachable_host_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.smr");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let mut source = source(address);
        let never = std::future::pending();
        let outcome = record(
            &mut source,
            create(&path),
            None,
            Arc::default(),
            never,
            |_| (),
        )
        .await;
        assert_eq!(outcome.unwrap_err().kind(), Kind::Unreachable);
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn a_recorded_capture_is_the_same_capture() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("1.smr"), folder.path().join("2.smr"));
        let at: Timestamp = "2026-01-31T12:00:00Z".parse().unwrap();
        let mut recorder = create(&one)().unwrap();
        for second in 0..100 {
            recorder
                .push(at + Duration::from_secs(second), &telegram())
                .unwrap();
        }
        recorder.finish().unwrap();
        let spec = crate::target::SourceSpec::File(one.clone());
        let mut source = Source::open(&spec, Options::default()).unwrap();
        let never = std::future::pending();
        let outcome = record(
            &mut source,
            create(&two),
            None,
            Arc::default(),
            never,
            |_| (),
        )
        .await;
        let (reason, progress) = outcome.unwrap();
        assert_eq!(reason, Reason::SourceEnded);
        assert_eq!(progress.telegrams.valid, 100);
        assert_eq!(progress.longest_gap, Duration::from_secs(1));
        let records = |path: &Path| {
            let text = String::from_utf8(fs::read(path).unwrap()).unwrap();
            text.split_once('\n').unwrap().1.to_owned()
        };
        assert_eq!(records(&one), records(&two));
    }
}
