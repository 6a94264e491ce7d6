//! Lines that no board is on: what comes from them is told as what it is.

use std::fs;
use std::io::{Read, Write};
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serialport::{SerialPort, TTYPort};
use smr::sim::meter::{Meter, Profile};

use crate::flash::bench::small;
use crate::support::program::{has, said, smr};

/// The other end of a serial line.
struct OtherEnd {
    port: String,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    // A pseudo-terminal goes when nobody has it open.
    _this_end: TTYPort,
}

impl OtherEnd {
    /// Does `step` with the line again and again; it gets what came on it.
    fn new(mut step: impl FnMut(&[u8], &mut TTYPort) + Send + 'static) -> OtherEnd {
        let (mut theirs, ours) = TTYPort::pair().expect("a pseudo-terminal");
        let port = ours.name().expect("a name");
        theirs
            .set_timeout(Duration::from_millis(5))
            .expect("a timeout");
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let thread = std::thread::spawn(move || {
            let mut buffer = [0; 4_096];
            while !over.load(Ordering::Relaxed) {
                let count = theirs.read(&mut buffer).unwrap_or(0);
                step(&buffer[..count], &mut theirs);
            }
        });
        OtherEnd {
            port,
            is_over,
            thread: Some(thread),
            _this_end: ours,
        }
    }

    fn flashed(&self, arguments: &[&str]) -> Output {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("image.bin"), small()).expect("written");
        smr(
            folder.path(),
            &[
                "flash",
                "--image",
                "image.bin",
                "--yes",
                "--port",
                &self.port,
            ],
        )
        .args(arguments)
        .output()
        .expect("smr runs")
    }
}

impl Drop for OtherEnd {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("an end");
        }
    }
}

#[test]
fn a_line_on_which_all_comes_back_is_told_as_that() {
    let line = OtherEnd::new(|heard, line| {
        // Whoever listens may have gone.
        let _ = line.write_all(heard);
    });
    let output = line.flashed(&["--timeout", "3s"]);
    assert_eq!(output.status.code(), Some(5), "{}", said(&output));
    let reason = "no boot loader answers on";
    has(
        &said(&output),
        &[reason, "all that is sent comes back", "loop-back"],
    );
}

/// A line with a simulated meter that sends a telegram a second, or `every` so often.
fn meter(name: &str, every: Duration) -> OtherEnd {
    let profile = Profile::find(name).expect("a meter");
    let mut meter = Meter::new(profile, 1, Timestamp::now());
    let mut next = Instant::now();
    OtherEnd::new(move |_, line| {
        if Instant::now() >= next {
            next += every;
            let _ = line.write_all(&meter.next_telegram());
        }
    })
}

#[test]
fn a_meter_on_the_port_is_told_before_the_time_is_up() {
    for name in ["nl-dsmr-5.0", "nl-dsmr-2.2", "de-sml"] {
        let line = meter(name, Duration::from_secs(1));
        let began = Instant::now();
        let output = line.flashed(&["--timeout", "50s"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        has(
            &said(&output),
            &[
                &line.port,
                "is a meter's, not a board's",
                "smr watch serial:",
            ],
        );
        assert!(began.elapsed() < Duration::from_secs(40), "{name}");
    }
}

#[test]
fn what_a_chip_prints_that_starts_nothing_is_told_in_words() {
    let mut next = Instant::now();
    let line = OtherEnd::new(move |_, line| {
        if Instant::now() >= next {
            next += Duration::from_millis(100);
            let _ = line.write_all(
                b"\x1b[31m\r\n ets Jan  8 2013,rst cause:1, boot mode:(3,6)\r\n\r\nets_main.c \r\n",
            );
        }
    });
    let output = line.flashed(&["--timeout", "4s"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(5), "{text}");
    has(
        &text,
        &[
            "the application is running, not the serial boot loader",
            "the board says: the chip finds nothing in its flash that starts (ets_main.c)",
        ],
    );
    assert!(!text.contains('\u{1b}'), "{text}");
}
