//! Sources against real listeners on the loopback and real pseudo-terminals.

use std::io::Write;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::error::Kind;

/// More than any step of a test takes on a busy machine.
const LIMIT: Duration = Duration::from_secs(20);

fn options(retry: Retry) -> Options {
    Options {
        retry,
        random: || 1.0,
        ..Options::default()
    }
}

fn open(text: &str, options: Options) -> Source {
    Source::open(&text.parse().unwrap(), options).unwrap()
}

async fn next(source: &mut Source) -> Event {
    source.next().await.unwrap().expect("an event")
}

/// The bytes up to the next event of another kind, and that event.
async fn bytes(source: &mut Source) -> (Vec<u8>, Event) {
    let mut all = Vec::new();
    loop {
        match next(source).await {
            Event::Bytes { data, .. } => all.extend(data),
            event => return (all, event),
        }
    }
}

async fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("tcp://{}", listener.local_addr().unwrap());
    (listener, address)
}

async fn accept(listener: &TcpListener) -> TcpStream {
    listener.accept().await.unwrap().0
}

mod tcp {
    use super::*;

    #[tokio::test]
    async fn a_refused_port_is_an_error_with_a_hint() {
        let (closed, address) = listener().await;
        drop(closed);
        let mut source = open(&address, options(Retry::AfterFirst));
        let error = source.next().await.unwrap_err();
        assert_eq!(error.kind(), Kind::Unreachable);
        assert!(
            error.to_string().ends_with("refuses connections"),
            "{error}"
        );
        assert!(error.hints().join(" ").contains("2001"));
        assert_eq!(source.next().await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_name_that_does_not_resolve_hints_at_local_names() {
        // Longer than a label may be, so that no name server is asked.
        let name = "x".repeat(64);
        let mut source = open(&name, options(Retry::AfterFirst));
        let error = source.next().await.unwrap_err();
        assert_eq!(error.kind(), Kind::Unreachable);
        assert!(
            error.to_string().contains("cannot find the host"),
            "{error}"
        );
        assert!(error.hints()[0].contains(&format!("{name}.local")));
    }

    #[tokio::test(start_paused = true)]
    async fn failed_attempts_are_told_and_repeated_with_growing_pauses() {
        let (closed, address) = listener().await;
        drop(closed);
        let mut source = open(&address, options(Retry::Always));
        let start = tokio::time::Instant::now();
        let mut pauses = Vec::new();
        for _ in 0..8 {
            let Event::Lost { retry_in, .. } = next(&mut source).await else {
                panic!("connected to a closed port");
            };
            pauses.push(retry_in.as_millis());
        }
        assert_eq!(
            pauses,
            [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]
        );
        let waited = start.elapsed();
        assert!(waited >= Duration::from_millis(61_500), "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_closes_mid_telegram_is_told_and_connected_again() {
        let (listener, address) = listener().await;
        let mut source = open(&address, options(Retry::AfterFirst));
        let server = async {
            for part in [&b"/SIM5\r\n1-0:1.8"[..], b"/SIM5\r\n!\r\n"] {
                accept(&listener).await.write_all(part).await.unwrap();
            }
            listener
        };
        let client = async {
            assert!(matches!(next(&mut source).await, Event::Connected { .. }));
            let (data, event) = bytes(&mut source).await;
            assert_eq!(data, b"/SIM5\r\n1-0:1.8");
            let expected = Event::Lost {
                reason: "the peer closed the connection".to_owned(),
                retry_in: Duration::from_millis(500),
            };
            assert_eq!(event, expected);
            assert!(matches!(next(&mut source).await, Event::Connected { .. }));
            let (data, event) = bytes(&mut source).await;
            assert_eq!(data, b"/SIM5\r\n!\r\n");
            assert_eq!(event, expected, "bytes begin the pauses anew");
        };
        tokio::join!(server, client);
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_takes_connections_and_drops_them_is_not_hammered() {
        let (listener, address) = listener().await;
        let mut source = open(&address, options(Retry::AfterFirst));
        let server = async {
            for _ in 0..4 {
                drop(accept(&listener).await);
            }
        };
        let client = async {
            let mut pauses = Vec::new();
            while pauses.len() < 4 {
                if let Event::Lost { retry_in, .. } = next(&mut source).await {
                    pauses.push(retry_in.as_millis());
                }
            }
            assert_eq!(pauses, [500, 1000, 2000, 4000]);
        };
        tokio::join!(server, client);
    }

    #[tokio::test(start_paused = true)]
    async fn a_half_open_peer_is_silent_after_30_seconds_and_connected_again() {
        let (listener, address) = listener().await;
        let mut source = open(&address, options(Retry::AfterFirst));
        let server = async {
            let never_sends = accept(&listener).await;
            let mut second = accept(&listener).await;
            second.write_all(b"/").await.unwrap();
            (never_sends, second)
        };
        let client = async {
            let start = tokio::time::Instant::now();
            assert!(matches!(next(&mut source).await, Event::Connected { .. }));
            let for_ = Duration::from_secs(30);
            assert_eq!(next(&mut source).await, Event::Silent { for_ });
            assert!(start.elapsed() >= for_);
            let Event::Lost { reason, .. } = next(&mut source).await else {
                panic!("still connected");
            };
            assert_eq!(reason, "no data for 30s");
            assert!(matches!(next(&mut source).await, Event::Connected { .. }));
            assert!(matches!(next(&mut source).await, Event::Bytes { .. }));
        };
        tokio::join!(server, client);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_drip_is_not_silence() {
        let (listener, address) = listener().await;
        let mut source = open(&address, options(Retry::Never));
        let server = async {
            let mut peer = accept(&listener).await;
            for byte in b"/SIM5\r\n!" {
                tokio::time::sleep(Duration::from_secs(29)).await;
                peer.write_all(&[*byte]).await.unwrap();
            }
        };
        let client = async {
            assert!(matches!(next(&mut source).await, Event::Connected { .. }));
            let (data, event) = bytes(&mut source).await;
            assert_eq!(data, b"/SIM5\r\n!");
            assert_eq!(event, Event::Ended);
            assert_eq!(source.next().await.unwrap(), None);
        };
        tokio::join!(server, client);
    }

    #[tokio::test(start_paused = true)]
    async fn without_retries_silence_is_an_error() {
        let (listener, address) = listener().await;
        let mut source = open(&address, options(Retry::Never));
        let (_held, ()) = tokio::join!(accept(&listener), async {
            assert!(matches!(next(&mut source).await, Event::Connected { .. }));
            assert!(matches!(next(&mut source).await, Event::Silent { .. }));
            let error = source.next().await.unwrap_err();
            assert_eq!(error.kind(), Kind::Unreachable);
            assert!(error.to_string().ends_with("no data for 30s"), "{error}");
        });
    }

    #[tokio::test]
    async fn a_flood_arrives_whole_however_slowly_it_is_taken() {
        const SIZE: usize = 8 << 20;
        let (listener, address) = listener().await;
        let flood: Vec<u8> = (0..=250).cycle().take(SIZE).collect();
        let expected = flood.clone();
        let server = tokio::spawn(async move {
            accept(&listener).await.write_all(&flood).await.unwrap();
        });
        let mut source = open(&address, options(Retry::Never));
        assert!(matches!(next(&mut source).await, Event::Connected { .. }));
        tokio::task::yield_now().await;
        let (data, event) = bytes(&mut source).await;
        assert!(data == expected, "{} bytes of {SIZE}", data.len());
        assert_eq!(event, Event::Ended);
        server.await.unwrap();
    }

    #[tokio::test]
    async fn waiting_may_be_given_up_and_taken_up_again() {
        let (listener, address) = listener().await;
        let mut source = open(&address, options(Retry::Never));
        // Polled once and dropped, again and again, as `select!` does.
        let mut peer = None;
        let mut events = Vec::new();
        while !events.contains(&Event::Ended) {
            tokio::select! {
                biased;
                event = source.next() => events.push(event.unwrap().unwrap()),
                stream = accept(&listener), if peer.is_none() => {
                    peer = Some(stream);
                    let mut peer = peer.take().unwrap();
                    peer.write_all(b"/SIM5").await.unwrap();
                }
                () = tokio::task::yield_now() => {}
            }
        }
        assert_eq!(events.len(), 3, "{events:?}");
        assert!(matches!(&events[1], Event::Bytes { data, .. } if data == b"/SIM5"));
    }

    #[tokio::test]
    async fn a_dropped_source_closes_its_connection() {
        use tokio::io::AsyncReadExt;
        let (listener, address) = listener().await;
        let mut source = open(&address, options(Retry::Always));
        let (mut peer, event) = tokio::join!(accept(&listener), next(&mut source));
        assert!(matches!(event, Event::Connected { .. }));
        drop(source);
        let end = tokio::time::timeout(LIMIT, peer.read(&mut [0; 1])).await;
        assert_eq!(end.expect("closed in time").unwrap(), 0);
    }

    #[tokio::test]
    async fn the_connection_is_probed_when_idle() {
        let (listener, _) = listener().await;
        let stream = TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        super::super::tcp::keep_alive(&stream).unwrap();
        let socket = socket2::SockRef::from(&stream);
        assert!(socket.keepalive().unwrap());
        // Windows does not tell them.
        #[cfg(unix)]
        {
            let time = socket.tcp_keepalive_time().unwrap();
            assert_eq!(time, Duration::from_secs(10));
            assert_eq!(socket.tcp_keepalive_retries().unwrap(), 3);
        }
    }
}

mod input {
    use super::*;

    #[tokio::test]
    async fn a_file_is_read_whole_and_ends() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let content: Vec<u8> = (0..=250).cycle().take(300_000).collect();
        file.write_all(&content).unwrap();
        let spec = SourceSpec::File(file.path().into());
        let mut source = Source::open(&spec, Options::default()).unwrap();
        assert!(matches!(next(&mut source).await, Event::Connected { .. }));
        let (data, event) = bytes(&mut source).await;
        assert!(data == content, "{} bytes", data.len());
        assert_eq!(event, Event::Ended);
        assert_eq!(source.next().await.unwrap(), None);
    }

    #[test]
    fn a_missing_file_and_a_directory_are_refused_with_hints() {
        let directory = tempfile::tempdir().unwrap();
        let missing = SourceSpec::File(directory.path().join("missing.smr"));
        let error = Source::open(&missing, Options::default()).unwrap_err();
        assert!(error.to_string().contains("missing.smr"), "{error}");
        assert!(!error.hints().is_empty());
        let spec = SourceSpec::File(directory.path().into());
        let error = Source::open(&spec, Options::default()).unwrap_err();
        assert!(error.to_string().ends_with("is a directory"), "{error}");
    }
}

#[cfg(unix)]
mod line {
    use super::*;
    use serialport::{SerialPort, TTYPort};

    fn spec(port: &str) -> SourceSpec {
        format!("serial:{port}?baud=9600&format=7e1")
            .parse()
            .unwrap()
    }

    #[tokio::test]
    async fn an_unplugged_port_is_told_and_found_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("meter");
        let plug_in = || {
            let (mut meter, port) = TTYPort::pair().unwrap();
            std::os::unix::fs::symlink(port.name().unwrap(), &path).unwrap();
            meter.write_all(b"/SIM5\r\n!\r\n").unwrap();
            (meter, port)
        };
        let plugged = plug_in();
        let mut source =
            Source::open(&spec(path.to_str().unwrap()), options(Retry::AfterFirst)).unwrap();
        let Event::Connected { to } = next(&mut source).await else {
            panic!("not connected");
        };
        assert_eq!(to, format!("{} 9600 7E1", path.display()));
        let mut data = Vec::new();
        while data.len() < 10 {
            if let Event::Bytes { data: part, .. } = next(&mut source).await {
                data.extend(part);
            }
        }
        assert_eq!(data, b"/SIM5\r\n!\r\n");

        std::fs::remove_file(&path).unwrap();
        drop(plugged);
        assert!(matches!(next(&mut source).await, Event::Lost { .. }));
        let _plugged = plug_in();
        let connected = tokio::time::timeout(LIMIT, async {
            while !matches!(next(&mut source).await, Event::Connected { .. }) {}
        });
        connected.await.expect("found again in time");
        assert!(matches!(next(&mut source).await, Event::Bytes { .. }));
    }

    #[tokio::test]
    async fn a_missing_port_is_an_error_at_first() {
        let mut source = Source::open(&spec("/dev/ttyNONE9"), options(Retry::AfterFirst)).unwrap();
        let error = source.next().await.unwrap_err();
        assert_eq!(error.kind(), Kind::Unreachable);
    }

    #[tokio::test]
    async fn a_line_without_bytes_is_silent_but_stays_open() {
        let (mut meter, port) = TTYPort::pair().unwrap();
        let silence = Duration::from_millis(150);
        let options = Options {
            silence,
            ..Options::default()
        };
        let mut source = Source::open(&spec(&port.name().unwrap()), options).unwrap();
        assert!(matches!(next(&mut source).await, Event::Connected { .. }));
        assert_eq!(next(&mut source).await, Event::Silent { for_: silence });
        assert_eq!(next(&mut source).await, Event::Silent { for_: silence * 2 });
        meter.write_all(b"!").unwrap();
        loop {
            match next(&mut source).await {
                Event::Silent { .. } => {}
                Event::Bytes { data, .. } => break assert_eq!(data, b"!"),
                event => panic!("{event:?}"),
            }
        }
    }
}
