//! Announcements as avahi, which Linux desktops use, sees them.
//!
//! Its daemon needs a message bus and root. The test starts both for itself, apart from those of the system; where they cannot run, it
//! says so and ends: python-zeroconf has seen the same announcements then.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::board;
use super::packages::run;
use crate::sim::{address, folder};
use crate::support::wait::until;

/// How long the daemon may take to be there.
const STARTING: Duration = Duration::from_secs(120);

/// A program that is stopped with this.
struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        // In order, so that it takes its files with it.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

fn daemon(command: &mut Command) -> Result<Daemon, String> {
    let started = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Ok(Daemon(started.map_err(|error| {
        format!("{command:?} cannot be run: {error}")
    })?))
}

fn browse(bus: &str, service: &str) -> Result<String, String> {
    run(Command::new("timeout")
        .args(["20", "avahi-browse", "-krtp", service])
        .env("DBUS_SYSTEM_BUS_ADDRESS", bus))
}

/// A bus and avahi's daemon on it, both ready, and the bus's address. They end in this order.
fn avahi(folder: &Path) -> Result<(Daemon, Daemon, String), String> {
    let socket = folder.join("bus");
    let bus_settings = folder.join("bus.conf");
    let address = format!("unix:path={}", socket.display());
    let policy = "<allow user=\"*\"/><allow own=\"*\"/><allow send_destination=\"*\"/><allow receive_sender=\"*\"/>";
    let text = format!(
        "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"\n \
         \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n<busconfig><type>system</type>\
         <listen>{address}</listen><auth>EXTERNAL</auth><policy context=\"default\">{policy}</policy></busconfig>\n"
    );
    fs::write(&bus_settings, text).expect("written");
    let settings = folder.join("avahi.conf");
    fs::write(
        &settings,
        "[server]\nuse-ipv6=no\nallow-interfaces=lo\n[publish]\ndisable-publishing=yes\n",
    )
    .expect("written");
    let bus = daemon(
        Command::new("dbus-daemon")
            .arg(format!("--config-file={}", bus_settings.display()))
            .args(["--nofork", "--nopidfile"]),
    )?;
    until("the message bus", || socket.exists().then_some(()));
    let mut avahi = daemon(
        Command::new("avahi-daemon")
            .arg("-f")
            .arg(&settings)
            .args(["--no-drop-root", "--no-chroot", "--no-rlimits"])
            .env("DBUS_SYSTEM_BUS_ADDRESS", &address),
    )?;
    let began = Instant::now();
    loop {
        match browse(&address, "_smr-none._tcp") {
            Ok(_) => return Ok((avahi, bus, address)),
            Err(reason) if began.elapsed() > STARTING => return Err(reason),
            Err(_) => {}
        }
        if let Ok(Some(status)) = avahi.0.try_wait() {
            return Err(format!("avahi-daemon ended at once: {status}"));
        }
    }
}

#[test]
fn avahi_browse_sees_an_announced_board() {
    let folder = folder();
    let (_avahi, _bus, bus) = match avahi(folder.path()) {
        Ok(running) => running,
        Err(reason) => {
            // Not by a macro: what those print is kept back where a test passes.
            let _ = writeln!(
                std::io::stderr(),
                "SKIPPED, even with CI set, for avahi's daemon cannot run here: {reason}"
            );
            return;
        }
    };
    let (_sim, ready) = board(folder.path(), &["--mdns"]);
    let name = ready["name"].as_str().expect("a name");
    let (ip, http) = address(&ready).split_once(':').expect("host and port");
    let (_, ota) = ready["ota"]
        .as_str()
        .and_then(|at| at.split_once(':'))
        .expect("host and port");
    let version = format!("\"fw={}\"", ready["version"].as_str().expect("a version"));
    let of_gateway = [
        "\"txtvers=1\"",
        "\"state=run\"",
        "\"board=esp8266-1m\"",
        "\"ota=http,arduino\"",
        &version,
    ];
    let of_arduino = [
        "\"board=generic\"",
        "\"auth_upload=yes\"",
        "\"tcp_check=no\"",
        "\"ssh_upload=no\"",
    ];
    let services: [(&str, &str, &[&str]); 3] = [
        ("_smr._tcp", http, &of_gateway),
        ("_http._tcp", http, &[]),
        ("_arduino._tcp", ota, &of_arduino),
    ];
    for (service, port, texts) in services {
        let start = format!("=;lo;IPv4;{name};{service};local;{name}.local;{ip};{port};");
        let line = until("the announcement", || {
            let seen = browse(&bus, service).expect("avahi-browse runs");
            seen.lines()
                .find(|line| line.starts_with(&start))
                .map(str::to_owned)
        });
        for text in texts {
            assert!(line.contains(text), "{line}");
        }
    }
}
