//! Replays to real sockets and pseudo-terminals.

use std::fs;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::super::frames::tests::telegram;
use super::*;
use crate::error::Kind;

/// More than any step of a test takes on a busy machine.
#[cfg(unix)]
const LIMIT: Duration = Duration::from_secs(20);

struct Fixture {
    _folder: tempfile::TempDir,
    play: Play,
    listener: TcpListener,
}

async fn fixture(content: &[u8], speed: &str) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, content).unwrap();
    Fixture {
        _folder: folder,
        play: Play {
            file: Some(file),
            pace: Pace {
                speed: speed.parse().unwrap(),
                interval: None,
            },
            looped: false,
        },
        listener: TcpListener::bind("127.0.0.1:0").await.unwrap(),
    }
}

impl Fixture {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.listener.local_addr().unwrap())
            .await
            .unwrap()
    }

    async fn serve(&self) -> (Served, Vec<Told>) {
        let mut told = Vec::new();
        let served = serve(&self.play, &self.listener, true, |what| told.push(what));
        (served.await.unwrap(), told)
    }
}

async fn rest(mut client: TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    client.read_to_end(&mut bytes).await.unwrap();
    bytes
}

/// Many records, each told from all others.
fn numbered(records: u32, length: usize) -> Vec<u8> {
    let mut capture = b"#smr-capture 1\n".to_vec();
    for number in 0..records {
        let at = jiff::Timestamp::from_second(1_769_860_800 + i64::from(number)).unwrap();
        let record = format!("{number:0length$}");
        capture.extend_from_slice(format!("#smr {at:.6} {length}\n{record}\n").as_bytes());
    }
    capture
}

#[tokio::test(start_paused = true)]
async fn clients_hear_the_original_timing() {
    let fixture = fixture(&telegram().repeat(5), "2").await;
    let client = async {
        let mut client = fixture.connect().await;
        let start = tokio::time::Instant::now();
        let mut times = Vec::new();
        let mut buffer = vec![0; telegram().len()];
        while client.read_exact(&mut buffer).await.is_ok() {
            assert_eq!(buffer, telegram());
            times.push(start.elapsed().as_millis() / 100);
        }
        times
    };
    let ((served, _), times) = tokio::join!(fixture.serve(), client);
    assert_eq!(times, [0, 5, 10, 15, 20]);
    assert_eq!(served.clients, 1);
    assert_eq!(served.bytes, telegram().len() as u64 * 5);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_comes_late_begins_with_a_whole_record() {
    let fixture = fixture(&telegram().repeat(10), "1").await;
    let (half, half_heard) = tokio::sync::oneshot::channel();
    let early = async {
        let mut client = fixture.connect().await;
        let mut first = vec![0; telegram().len() * 5];
        client.read_exact(&mut first).await.unwrap();
        half.send(()).unwrap();
        [first, rest(client).await].concat()
    };
    let late = async {
        half_heard.await.unwrap();
        rest(fixture.connect().await).await
    };
    let ((served, _), early, late) = tokio::join!(fixture.serve(), early, late);
    assert_eq!(early, telegram().repeat(10));
    assert!(
        (1..=5).any(|records| late == telegram().repeat(records)),
        "{late:?}"
    );
    assert_eq!(served.clients, 2);
}

#[tokio::test]
async fn a_slow_client_misses_whole_records_and_delays_nobody() {
    // More than the sockets between them hold.
    let (records, length) = (400, 60_000);
    let fixture = fixture(&numbered(records, length), "100").await;
    let (finished, fast_has_all) = tokio::sync::oneshot::channel();
    let fast = async {
        let mut client = fixture.connect().await;
        let (mut count, mut buffer) = (0, vec![0; length]);
        while count < records && client.read_exact(&mut buffer).await.is_ok() {
            count += 1;
        }
        finished.send(()).unwrap();
        count
    };
    let slow = async {
        let mut client = fixture.connect().await;
        // Takes nothing until the other has everything.
        fast_has_all.await.unwrap();
        let (mut numbers, mut buffer) = (Vec::new(), vec![0; length]);
        while client.read_exact(&mut buffer).await.is_ok() {
            let number = std::str::from_utf8(&buffer).unwrap();
            numbers.push(number.parse::<u32>().unwrap());
        }
        numbers
    };
    let ((served, told), count, numbers) = tokio::join!(fixture.serve(), fast, slow);
    assert_eq!(count, records);
    assert!(numbers.is_sorted(), "{numbers:?}");
    assert!(served.missed > 0, "{told:?}");
    let accounted = numbers.len() as u64 + served.missed;
    assert_eq!(accounted, u64::from(records), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_reads_nothing_is_let_go_after_30_seconds() {
    let fixture = fixture(&numbered(400, 60_000), "1").await;
    let stuck = fixture.connect().await;
    let (_, told) = fixture.serve().await;
    let gone = told.iter().any(|told| {
        matches!(
            told,
            Told::Gone {
                end: End::Stuck,
                ..
            }
        )
    });
    assert!(gone, "{told:?}");
    drop(stuck);
}

#[tokio::test]
async fn at_full_speed_every_client_gets_every_byte() {
    let content = numbered(2000, 4096);
    let fixture = fixture(&content, "max").await;
    let expected: Vec<u8> = (0..2000)
        .flat_map(|number| format!("{number:04096}").into_bytes())
        .collect();
    let mut first = fixture.connect().await;
    first.write_all(b"ignored").await.unwrap();
    let second = fixture.connect().await;
    let ((served, _), first, second) = tokio::join!(fixture.serve(), rest(first), rest(second));
    assert!(first == expected, "{} of {}", first.len(), expected.len());
    assert!(second == expected, "{} of {}", second.len(), expected.len());
    assert_eq!((served.clients, served.missed), (2, 0));
}

#[tokio::test]
async fn a_client_that_leaves_does_not_end_the_replay_of_another() {
    let fixture = fixture(&numbered(2000, 4096), "max").await;
    let (leaves, stays) = (fixture.connect().await, fixture.connect().await);
    drop(leaves);
    let ((served, _), stays) = tokio::join!(fixture.serve(), rest(stays));
    assert_eq!(stays.len(), 2000 * 4096);
    assert_eq!(served.clients, 2);
}

#[tokio::test(start_paused = true)]
async fn a_loop_goes_on_until_it_is_given_up() {
    let mut fixture = fixture(&telegram(), "1").await;
    fixture.play.looped = true;
    let client = async {
        let mut client = fixture.connect().await;
        let mut buffer = vec![0; telegram().len() * 50];
        client.read_exact(&mut buffer).await.unwrap();
        buffer
    };
    tokio::select! {
        _ = fixture.serve() => panic!("the loop ended"),
        bytes = client => assert_eq!(bytes, telegram().repeat(50)),
    }
}

#[tokio::test]
async fn an_empty_file_in_a_loop_ends() {
    let mut fixture = fixture(b"", "1").await;
    fixture.play.looped = true;
    let client = async { rest(fixture.connect().await).await };
    let (_, bytes) = tokio::join!(fixture.serve(), client);
    assert_eq!(bytes, b"");
}

#[tokio::test]
async fn standard_input_can_be_neither_repeated_nor_served_at_full_speed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut play = Play {
        file: None,
        pace: Pace::default(),
        looped: true,
    };
    assert_eq!(play.check().unwrap_err().kind(), Kind::Usage);
    play.looped = false;
    play.check().unwrap();
    play.pace.speed = crate::config::speed::Speed::Max;
    let error = serve(&play, &listener, true, |_| ()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
}

/// Collects what is put in, or fails after some of it.
struct Collector {
    bytes: std::sync::Arc<std::sync::Mutex<Vec<u8>>>,
    limit: usize,
}

impl Output for Collector {
    fn put(&mut self, data: &[u8]) -> io::Result<()> {
        let mut bytes = self.bytes.lock().unwrap();
        if bytes.len() + data.len() > self.limit {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        bytes.extend_from_slice(data);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn an_output_gets_everything_and_its_failure_ends_the_replay() {
    let fixture = fixture(&telegram().repeat(100), "max").await;
    let bytes = std::sync::Arc::default();
    let collector = |limit| Collector {
        bytes: std::sync::Arc::clone(&bytes),
        limit,
    };
    let failed = crate::error::Error::writing_output;
    let written = write(&fixture.play, collector(usize::MAX), failed)
        .await
        .unwrap();
    assert_eq!(*bytes.lock().unwrap(), telegram().repeat(100));
    assert_eq!(written.bytes, telegram().len() as u64 * 100);
    let error = write(&fixture.play, collector(0), failed)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::OutputClosed);
}

#[cfg(unix)]
mod pty {
    use super::*;
    use crate::source::{Event, Options, Source};

    #[tokio::test]
    async fn a_reader_of_the_terminal_gets_every_byte() {
        // Several times what a pseudo-terminal holds.
        let content = telegram().repeat(1000);
        let fixture = fixture(&content, "max").await;
        let pty = Pty::open(true).unwrap();
        let spec = format!("serial:{}?baud=115200", pty.path().display());
        let mut source = Source::open(&spec.parse().unwrap(), Options::default()).unwrap();
        let read = async {
            let mut bytes = Vec::new();
            while bytes.len() < content.len() {
                if let Some(Event::Bytes { data, .. }) = source.next().await.unwrap() {
                    bytes.extend(data);
                }
            }
            bytes
        };
        let failed = |cause| crate::error::Error::failed("lost the terminal").because(cause);
        let both = async { tokio::join!(write(&fixture.play, pty, failed), read) };
        let (written, bytes) = tokio::time::timeout(LIMIT, both).await.unwrap();
        assert!(bytes == content, "{} of {}", bytes.len(), content.len());
        assert_eq!(written.unwrap().bytes, content.len() as u64);
    }

    #[test]
    fn without_a_reader_the_terminal_goes_on_and_the_unread_is_thrown_away() {
        let mut pty = Pty::open(false).unwrap();
        while pty.missed() == 0 {
            pty.put(&[b'x'; 4096]).unwrap();
        }
        assert_eq!(pty.missed(), 1);
    }
}
