//! A thousand gateways with the files that a shell allows.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use smr::image::Image;
use tempfile::TempDir;

use crate::fleet::scene::{command, ends, image};

const COUNT: usize = 1_000;
/// What most shells allow.
const FILES: usize = 1_024;
const PATIENCE: Duration = Duration::from_secs(120);
const STATUS: &str = include_str!("../../src/gateway/testdata/status.json");
const INFO: &str = r#"{"schema":"smr.info/1","id":"smr-a1b2c3","name":"kitchen","firmware":{"version":"","build":""},"board":"esp8266-1m","state":"run","api":1}"#;

/// Questions that wait for an answer. Connections are not counted: those that end are seen later than those that begin.
#[derive(Default)]
struct Count {
    open: usize,
    most: usize,
    /// Nobody is answered until so many were asked at once.
    awaited: usize,
}

#[derive(Default)]
struct Counter {
    count: Mutex<Count>,
    changed: Condvar,
}

impl Counter {
    fn change(&self, change: impl FnOnce(&mut Count)) {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut count);
        self.changed.notify_all();
    }

    /// Waits until enough are asked; from then on everybody is answered at once.
    fn wait(&self) {
        let count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        let is_early = |count: &mut Count| count.most < count.awaited;
        let waited = self.changed.wait_timeout_while(count, PATIENCE, is_early);
        drop(waited);
    }

    fn most(&self) -> usize {
        self.count
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .most
    }
}

/// Something on every address of this computer that answers as gateways do which run the image already, and counts how many are asked at once.
struct Town {
    folder: TempDir,
    counter: Arc<Counter>,
}

/// The documents of a gateway that runs `image`.
fn documents(image: &[u8]) -> [String; 2] {
    let parsed = Image::parse(image).expect("an image");
    [INFO, STATUS].map(|text| {
        let mut document: Value = serde_json::from_str(text).expect("JSON");
        let is_status = document.get("device").is_some();
        let device = match is_status {
            true => &mut document["device"],
            false => &mut document,
        };
        device["firmware"]["version"] = parsed.descriptor.version.to_string().into();
        device["firmware"]["build"] = parsed.descriptor.build.as_str().into();
        if is_status {
            device["firmware"]["sha256"] = parsed.sha256.to_string().into();
        }
        document.to_string()
    })
}

fn answer(stream: &TcpStream, counter: &Counter, [info, status]: &[String; 2]) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        counter.change(|count| {
            count.open += 1;
            count.most = count.most.max(count.open);
        });
        counter.wait();
        counter.change(|count| count.open -= 1);
        let body = match head.starts_with("GET /api/v1/info ") {
            true => info,
            false => status,
        };
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        (&*stream).write_all(answer.as_bytes())?;
    }
}

impl Town {
    fn new(awaited: usize) -> Town {
        let folder = tempfile::tempdir().expect("a folder");
        let new = image("4.5.6");
        let listener = TcpListener::bind("0.0.0.0:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let counter = Arc::new(Counter::default());
        counter.change(|count| count.awaited = awaited);
        let shared = Arc::clone(&counter);
        let documents = Arc::new(documents(&new));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (counter, documents) = (Arc::clone(&shared), Arc::clone(&documents));
                std::thread::spawn(move || {
                    // Who hangs up is gone.
                    let _ = answer(&stream, &counter, &documents);
                });
            }
        });
        let mut inventory = "[defaults]\npassword_file = \"secret\"\n".to_owned();
        for number in 1..=COUNT {
            let ip = u32::from(Ipv4Addr::LOCALHOST) + u32::try_from(number).expect("small");
            let address = SocketAddrV4::new(ip.into(), port);
            write!(
                inventory,
                "[[gateway]]\nname = \"g{number}\"\nhost = \"{address}\"\n"
            )
            .expect("text");
        }
        for (name, content) in [
            ("fleet.toml", inventory.as_bytes()),
            ("secret", b"correct horse battery"),
            ("new.bin", &new),
        ] {
            std::fs::write(folder.path().join(name), content).expect("written");
        }
        Town { folder, counter }
    }

    /// `smr fleet` with no more files than `files`.
    fn fleet(&self, files: usize, arguments: &[&str]) -> Output {
        let smr = command(self.folder.path(), &[]);
        Command::new("sh")
            .args([
                "-c",
                &format!("ulimit -n {files} && exec \"$0\" fleet \"$@\""),
            ])
            .arg(smr.get_program())
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .output()
            .expect("sh runs")
    }
}

#[test]
fn a_thousand_gateways_are_checked_and_64_are_asked_at_once() {
    let town = Town::new(64);
    let output = town.fleet(FILES, &["check", "--timeout", "60s"]);
    ends(&output, 0, &["1000 gateways asked, all answer"]);
    assert_eq!(town.counter.most(), 64);
}

#[test]
fn a_plan_for_a_thousand_gateways_keeps_to_its_max_parallel() {
    let town = Town::new(48);
    let planned = town.fleet(
        FILES,
        &[
            "plan",
            "--image",
            "new.bin",
            "--stages",
            "10%,100%",
            "--max-parallel",
            "48",
            "--timeout",
            "60s",
            "-o",
            "plan.toml",
        ],
    );
    ends(&planned, 0, &[]);
    let output = town.fleet(
        FILES,
        &[
            "apply",
            "plan.toml",
            "--confirm",
            "1000",
            "--journal",
            "j",
            "--timeout",
            "60s",
        ],
    );
    ends(&output, 0, &["1000 current"]);
    assert_eq!(town.counter.most(), 48);
}

#[test]
fn more_at_once_than_there_are_files_is_as_many_as_there_are_files_for() {
    let town = Town::new(100);
    let output = town.fleet(
        FILES,
        &[
            "update",
            "--image",
            "new.bin",
            "--stages",
            "100%",
            "--max-parallel",
            "1000",
            "--retries",
            "0",
            "--timeout",
            "60s",
            "--confirm",
            "1000",
            "--journal",
            "j",
        ],
    );
    ends(&output, 0, &["1000 current"]);
    let most = town.counter.most();
    assert!((100..FILES).contains(&most), "{most} at once");
    // A shell that allows next to nothing.
    let town = Town::new(1);
    let output = town.fleet(64, &["check", "--timeout", "60s"]);
    ends(&output, 0, &["1000 gateways asked, all answer"]);
}
