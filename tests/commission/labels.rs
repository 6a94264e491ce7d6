//! Labels of gateways that were commissioned, read by others: `OpenCV` reads the QR code, Chromium draws the SVG.

use crate::witness::packages;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use packages::{or_skipped, python};
use serde_json::Value;

use crate::commission::bench::{ADMIN_PASSWORD, Bench, Output, end};
use crate::support::ports::free_port;
use crate::support::program::{Start, has};
use crate::support::schema::follows;

/// Prints what the QR code in a picture says. `OpenCV` misses a sound one now and then; whoever scans one moves the camera until it is read.
const READ: &str = "
import sys, cv2
picture = cv2.imread(sys.argv[1])
for scale in (1, 2, 3, 4):
    seen = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)
    text = cv2.QRCodeDetector().detectAndDecode(seen)[0]
    if text:
        break
print(text)
";

fn smr(bench: &Bench, arguments: &[&str]) -> Output {
    end(bench.smr(arguments).start())
}

fn mode(path: &Path) -> u32 {
    path.metadata().expect("a file").permissions().mode() & 0o777
}

fn scanned(picture: &Path) -> Option<String> {
    let python = or_skipped(python("opencv-python-headless==5.0.0.93", "cv2"))?;
    let read = packages::run(Command::new(python).args(["-c", READ]).arg(picture));
    Some(read.expect("OpenCV reads pictures").trim().to_owned())
}

/// What Chromium makes of an SVG.
fn drawn(svg: &Path, picture: &Path) -> Option<()> {
    let profile = tempfile::tempdir().expect("a folder");
    let mut chromium = Command::new("chromium");
    chromium
        // Containers have no user namespaces for the sandbox; the page is our own.
        .args(["--headless", "--no-sandbox", "--disable-gpu"])
        .args(["--disable-dev-shm-usage", "--no-first-run"])
        .args(["--window-size=400,300", "--force-device-scale-factor=2"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--screenshot={}", picture.display()))
        .arg(format!("file://{}", svg.display()));
    or_skipped(packages::run(&mut chromium)).map(drop)
}

#[test]
fn a_label_leads_to_its_gateway_whoever_reads_it() {
    let mdns = free_port().to_string();
    let bench = Bench::new("", &["--mdns", "--mdns-port", &mdns]);
    let name = "Zähler <1> & \"Co\"";
    let all = ["--name", name, "--label", "{id}.png", "--label-password"];
    let output = bench.commission(&[&all[..], &["--remember", "--json"]].concat());
    assert_eq!(output.code, 0, "{}", output.said);
    assert!(!output.said.contains(ADMIN_PASSWORD), "{}", output.said);
    let done: Value = serde_json::from_str(&output.stdout).expect("JSON");
    follows(&done);
    let text = |key: &str| done[key].as_str().expect("a text").to_owned();
    let (id, address) = (text("id"), text("address"));
    assert_eq!(done["password_kept_in"], "file");
    assert_eq!(done["label"]["file"], format!("{id}.png"));
    let page = done["label"]["page"].as_str().expect("a page");
    let port = address.split(':').nth(1).expect("a port");
    assert_eq!(page, format!("http://z-hler-1-co.local:{port}/"));
    let png = bench.path(&format!("{id}.png"));
    // A password is on it.
    assert_eq!(mode(&png), 0o600);

    // The host is the one that it announces.
    let found = smr(
        &bench,
        &[
            "discover",
            "--json",
            "--timeout",
            "3s",
            "--mdns-port",
            &mdns,
        ],
    );
    assert_eq!(found.code, 0, "{}", found.said);
    let found: Value = serde_json::from_str(&found.stdout).expect("JSON");
    assert_eq!(found["gateways"][0]["host"], done["label"]["host"]);

    // Later, by a command of its own, which knows the password.
    let label = ["label", &address];
    let output = smr(
        &bench,
        &[&label[..], &["-o", "a.txt", "--with-password"]].concat(),
    );
    assert_eq!(output.code, 0, "{}", output.said);
    let lines = format!("{name}\n{id}\nz-hler-1-co.local:{port}\n{address}\n");
    assert_eq!(output.stdout, lines);
    let written = std::fs::read_to_string(bench.path("a.txt")).expect("a text");
    assert_eq!(written, format!("{lines}admin: {ADMIN_PASSWORD}\n"));
    assert_eq!(mode(&bench.path("a.txt")), 0o600);
    let by_address = ["-o", "a.svg", "--link", "address", "--json"];
    let output = smr(&bench, &[&label[..], &by_address].concat());
    assert_eq!(output.code, 0, "{}", output.said);
    let document: Value = serde_json::from_str(&output.stdout).expect("JSON");
    follows(&document);
    assert_eq!(document["page"], format!("http://{address}/"));
    let svg = std::fs::read_to_string(bench.path("a.svg")).expect("a picture");
    has(&svg, &["Zähler &lt;1&gt; &amp; &quot;Co&quot;"]);
    assert!(!svg.contains(ADMIN_PASSWORD));
    let wrong = bench
        .smr(&[&label[..], &["-o", "b.svg", "--with-password"]].concat())
        .env("SMR_PASSWORD", "not the password")
        .start();
    let wrong = end(wrong);
    assert_eq!(wrong.code, 4, "{}", wrong.said);
    assert!(!bench.path("b.svg").exists());

    if let Some(read) = scanned(&png) {
        assert_eq!(read, page);
    }
    let picture = bench.path("drawn.png");
    if drawn(&bench.path("a.svg"), &picture).is_some()
        && let Some(read) = scanned(&picture)
    {
        assert_eq!(read, format!("http://{address}/"));
    }
}

#[test]
fn people_get_the_text_of_the_label_and_how_to_keep_the_password() {
    let bench = Bench::new("", &[]);
    let output = bench.commission(&["--no-meter"]);
    assert_eq!(output.code, 0, "{}", output.said);
    let id = bench.boards.ready(0)["name"].as_str().expect("an id");
    has(
        &output.said,
        &[
            &format!("for its label:\n  cellar\n  {id}\n  cellar.local:"),
            "later commands: smr login 127.0.0.",
        ],
    );
}

#[test]
fn a_label_that_cannot_be_written_is_found_out_before_a_board_is_touched() {
    let bench = Bench::new("", &[]);
    for (arguments, parts) in [
        (&["--label", "no/such/folder/a.svg"][..], "no/such/folder"),
        (&["--label", "label.pdf"], ".svg, .png or .txt"),
        (&["--label-password"], "--label"),
        (
            &["--loop", "--name", "{number}", "--label", "a.svg"],
            "{id}",
        ),
        (&["--name", "meter {number}"], "--loop"),
        (&["--loop"], "--name 'meter {number}'"),
    ] {
        let output = bench.commission(arguments);
        assert_ne!(output.code, 0, "{}", output.said);
        has(&output.said, &[parts]);
        assert!(!output.said.contains("loader"), "{}", output.said);
    }
}
