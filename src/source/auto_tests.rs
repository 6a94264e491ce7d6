//! `format=auto` against simulated meters on pseudo-terminals: each speaks with its own line settings only.
//!
//! A pseudo-terminal keeps the speed that was set, and whether parity is checked, for its other end to see; it carries
//! every byte as it is. So the meter looks how it is listened to, and gives garbage to whoever listens otherwise.

use std::fs::File;
use std::io::Write;
use std::sync::mpsc;
use std::time::Duration;

use rustix::termios::{InputModes, tcgetattr};
use serialport::{SerialPort, TTYPort};

use super::{Event, Options, Source};
use crate::decode::Stream;
use crate::sim::meter::{Meter, Profile};

/// Longer than the pause by which telegrams are told apart.
const PAUSE: Duration = Duration::from_millis(450);
/// More than all settings take on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);

/// A meter on a line that is heard with this speed and, or not, with parity.
fn speak(profile: &str, speed: u32, has_parity: bool) -> (String, mpsc::Sender<()>) {
    let start = "2026-01-31T12:00:00Z".parse().unwrap();
    let mut meter = Meter::new(Profile::find(profile).unwrap(), 1, start);
    let (mut line, port) = TTYPort::pair().unwrap();
    let path = port.name().unwrap();
    let (sender, stop) = mpsc::channel::<()>();
    let looked = File::open(&path).unwrap();
    std::thread::spawn(move || {
        // Held open: a line without anybody at its other end fails.
        let _port = port;
        loop {
            let settings = tcgetattr(&looked).unwrap();
            let is_right = settings.output_speed() == speed
                && settings.input_modes.contains(InputModes::INPCK) == has_parity;
            let bytes = match is_right {
                true => meter.next_telegram(),
                false => vec![0xF5; 300],
            };
            line.write_all(&bytes).unwrap();
            if stop.recv_timeout(PAUSE) != Err(mpsc::RecvTimeoutError::Timeout) {
                return;
            }
        }
    });
    (path, sender)
}

async fn finds(profile: &str, speed: u32, has_parity: bool, expected: &str) {
    let (path, _speaks) = speak(profile, speed, has_parity);
    let spec = format!("serial:{path}?format=auto").parse().unwrap();
    let mut source = Source::open(&spec, Options::default()).unwrap();
    let mut settings = None;
    let (mut stream, mut dialects) = (Stream::new(), Vec::new());
    let listening = async {
        while dialects.is_empty() {
            match source.next().await.unwrap().unwrap() {
                Event::Settings { text } => settings = Some(text),
                Event::Bytes { data, .. } => stream.feed(&data, |piece| {
                    if let crate::decode::Piece::Telegram(telegram) = piece {
                        dialects.push(telegram.dialect().dialect.id);
                    }
                }),
                _ => {}
            }
        }
    };
    tokio::time::timeout(LIMIT, listening)
        .await
        .unwrap_or_else(|_| panic!("{profile} was not heard"));
    assert_eq!(settings.as_deref(), Some(expected), "{profile}");
    assert_eq!(dialects[0], Profile::find(profile).unwrap().dialect());
}

#[tokio::test]
async fn the_settings_of_every_kind_of_line_are_found_out() {
    tokio::join!(
        finds("nl-dsmr-5.0", 115_200, false, "115200 8N1"),
        finds("nl-dsmr-2.2", 9_600, true, "9600 7E1"),
        finds("de-sml", 9_600, false, "9600 8N1"),
        finds("no-kaifa", 2_400, true, "2400 8E1"),
        finds("dk-kamstrup", 2_400, false, "2400 8N1"),
    );
}
