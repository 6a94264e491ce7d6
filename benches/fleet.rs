//! How long an update of a hundred gateways takes whose networks carry 50 KB a second each, beside one of them alone, and beside uploads one
//! after the other as other tools make them: curl with the form of web updaters, and a sender of the `ArduinoOTA` protocol.
//!
//! `cargo bench --bench fleet` prints the figures; it takes about three minutes. The gateways count themselves what is sent to them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench that cannot run may say so by a panic, and prints its figures"
)]

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;
    use std::fmt::Write as _;
    use std::fs::{self, File};
    use std::io::{BufRead, BufReader, Read, Seek};
    use std::net::SocketAddrV4;
    use std::path::Path;
    use std::process::{Child, Command, Stdio};
    use std::time::{Duration, Instant};

    use serde_json::Value;
    use smr::image::{Board, Descriptor, Recipe, build};
    use tempfile::TempDir;

    const GATEWAYS: usize = 100;
    const BYTES_PER_SECOND: u64 = 50_000;
    /// About what a real image has at most, on a board with 1 MB.
    const SIZE: usize = 450 << 10;
    const PASSWORD: &str = "correct horse battery";
    /// Gateways that are updated alone; the slowest of them counts.
    const ALONE: usize = 3;
    /// Gateways that others upload to one after the other; all are projected from these.
    const OTHERS: usize = 3;
    const MOST_RATIO: f64 = 1.3;
    const MOST_MIB: f64 = 100.0;
    /// How often the memory of a program is looked at.
    const LOOK: Duration = Duration::from_millis(20);
    /// From the end of an upload until a gateway runs the new version: it waits for its meter too.
    const PATIENCE: Duration = Duration::from_secs(60);

    /// A virtual gateway.
    struct Gateway {
        id: String,
        ota: String,
    }

    struct Scene {
        folder: TempDir,
        sim: Child,
        gateways: BTreeMap<SocketAddrV4, Gateway>,
    }

    /// A program that has ended well.
    struct Ended {
        seconds: f64,
        most_mib: Option<f64>,
    }

    fn image(version: &str) -> Vec<u8> {
        build(&Recipe {
            descriptor: Descriptor {
                version: version.parse().expect("a version"),
                board: Board::Esp8266With1M,
                build: "bench".parse().expect("a build id"),
                security_version: 0,
            },
            size: SIZE,
            seed: 7,
        })
        .expect("an image")
    }

    /// The most memory that a process had so far.
    fn most_mib(process: &Child) -> Option<f64> {
        let text = fs::read_to_string(format!("/proc/{}/status", process.id())).ok()?;
        let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
        let kib: u32 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(f64::from(kib) / 1_024.0)
    }

    impl Scene {
        fn new() -> Scene {
            let folder = tempfile::tempdir().expect("a folder");
            let write = |name: &str, content: &[u8]| {
                fs::write(folder.path().join(name), content).expect("written");
            };
            write("secret", PASSWORD.as_bytes());
            let fault = format!(
                "[[fault]]\nboard = \"*\"\nkind = \"slow-network\"\nbytes_per_s = {BYTES_PER_SECOND}\n"
            );
            write("faults.toml", fault.as_bytes());
            let mut sim = Command::new(env!("CARGO_BIN_EXE_smr"))
                .args(["sim", "--count", &GATEWAYS.to_string()])
                .args(["--http-port", "0", "--p1-port", "0", "--ota-port", "0"])
                .args(["--faults", "faults.toml", "--admin-password-file", "secret"])
                .current_dir(folder.path())
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(File::create(folder.path().join("sim.err")).expect("a file"))
                .spawn()
                .expect("smr starts");
            let mut lines = BufReader::new(sim.stdout.take().expect("standard output")).lines();
            let mut gateways = BTreeMap::new();
            for _ in 0..GATEWAYS {
                let line = lines.next().expect("a ready line").expect("text");
                let ready: Value = serde_json::from_str(&line).expect("JSON");
                let text = |key| {
                    let value = ready.get(key).and_then(Value::as_str);
                    value.expect("text").to_owned()
                };
                let gateway = Gateway {
                    id: text("name"),
                    ota: text("ota"),
                };
                gateways.insert(text("http").parse().expect("an address"), gateway);
            }
            Scene {
                folder,
                sim,
                gateways,
            }
        }

        fn path(&self, name: &str) -> std::path::PathBuf {
            self.folder.path().join(name)
        }

        /// The bytes of all uploads so far, as each gateway has counted them.
        fn counted(&self) -> BTreeMap<String, Vec<usize>> {
            let said = fs::read_to_string(self.path("sim.err")).expect("text");
            let mut counted: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for line in said.lines() {
                let Some((id, told)) = line.split_once(": received ") else {
                    continue;
                };
                let bytes = told.split(' ').next().and_then(|word| word.parse().ok());
                let bytes = bytes.expect("a number of bytes");
                counted.entry(id.to_owned()).or_default().push(bytes);
            }
            counted
        }

        fn inventory(&self, name: &str, first: usize, count: usize) {
            let mut text = "[defaults]\npassword_file = \"secret\"\n".to_owned();
            for (address, gateway) in self.gateways.iter().skip(first).take(count) {
                let id = &gateway.id;
                write!(text, "[[gateway]]\nname = \"{id}\"\nhost = \"{address}\"\n").expect("text");
            }
            fs::write(self.path(name), text).expect("written");
        }

        /// `smr fleet update` of some gateways, all at once.
        fn fleet(&self, first: usize, count: usize, version: &str) -> Ended {
            let journal = format!("journal-{version}-{first}");
            self.inventory("fleet.toml", first, count);
            fs::write(self.path("new.bin"), image(version)).expect("written");
            let count = count.to_string();
            let mut command = Command::new(env!("CARGO_BIN_EXE_smr"));
            command
                .args(["fleet", "update", "--image", "new.bin", "--stages", "100%"])
                .args(["--confirm", &count, "--max-parallel", &count])
                .args(["--journal", &journal])
                .current_dir(self.folder.path());
            ended(command)
        }

        fn version(&self, index: usize) -> Option<String> {
            let (address, _) = self.gateways.iter().nth(index)?;
            let url = format!("http://{address}/api/v1/info");
            let output = Command::new("curl").args(["-s", &url]).output().ok()?;
            let info: Value = serde_json::from_slice(&output.stdout).ok()?;
            let version = info.get("firmware")?.get("version")?;
            Some(version.as_str()?.to_owned())
        }

        fn waits_for(&self, index: usize, version: &str) {
            let began = Instant::now();
            while self.version(index).as_deref() != Some(version) {
                assert!(began.elapsed() < PATIENCE, "{version} does not run");
            }
        }

        fn curl(&self, index: usize) -> Command {
            let (address, _) = self.gateways.iter().nth(index).expect("a gateway");
            let user = format!("admin:{PASSWORD}");
            let mut command = Command::new("curl");
            command
                .args(["--digest", "-u", &user, "-s", "-f"])
                .args(["-F", "firmware=@new.bin"])
                .arg(format!("http://{address}/update"))
                .current_dir(self.folder.path());
            command
        }

        fn arduino(&self, index: usize) -> Command {
            let (_, gateway) = self.gateways.iter().nth(index).expect("a gateway");
            let (host, port) = gateway.ota.split_once(':').expect("host and port");
            let sender =
                Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/witness/arduino_sender.py");
            let mut command = Command::new("python3");
            command
                .arg(sender)
                .args([host, port, "new.bin", PASSWORD])
                .current_dir(self.folder.path());
            command
        }
    }

    impl Drop for Scene {
        fn drop(&mut self) {
            let _ = self.sim.kill();
            let _ = self.sim.wait();
        }
    }

    fn ended(mut command: Command) -> Ended {
        let mut said = tempfile::tempfile().expect("a file");
        let began = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(said.try_clone().expect("a file"))
            .spawn()
            .expect("the program starts");
        let mut memory = None;
        let status = loop {
            memory = most_mib(&child).or(memory);
            if let Some(status) = child.try_wait().expect("a state") {
                break status;
            }
            std::thread::sleep(LOOK);
        };
        if !status.success() {
            let mut text = String::new();
            said.rewind().expect("a file");
            said.read_to_string(&mut text).expect("text");
            panic!("{command:?}: {status}:\n{text}");
        }
        Ended {
            seconds: began.elapsed().as_secs_f64(),
            most_mib: memory,
        }
    }

    fn verdict(holds: bool) -> &'static str {
        match holds {
            true => "as it should be",
            false => "MORE THAN IT SHOULD BE",
        }
    }

    /// Uploads one after the other, and what a hundred would take.
    fn one_after_the_other(
        scene: &Scene,
        what: &str,
        version: &str,
        upload: impl Fn(usize) -> Command,
    ) {
        fs::write(scene.path("new.bin"), image(version)).expect("written");
        let began = Instant::now();
        for index in 0..OTHERS {
            ended(upload(index));
        }
        let each = began.elapsed().as_secs_f64() / f64::from(u32::try_from(OTHERS).expect("few"));
        for index in 0..OTHERS {
            scene.waits_for(index, version);
        }
        let all = each * f64::from(u32::try_from(GATEWAYS).expect("few"));
        println!(
            "{what}: {each:.1} s for each of {OTHERS}, so {all:.0} s for {GATEWAYS}, without any proof that they run"
        );
    }

    fn has(program: &str) -> bool {
        let found = Command::new(program).arg("--version").output();
        found.is_ok_and(|output| output.status.success())
    }

    pub(super) fn main() {
        let scene = Scene::new();
        let wire = f64::from(u32::try_from(SIZE).expect("small"))
            / f64::from(u32::try_from(BYTES_PER_SECOND).expect("small"));
        println!("an image of {SIZE} bytes: {wire:.1} s at {BYTES_PER_SECOND} bytes a second");
        let alone: Vec<Ended> = (0..ALONE)
            .map(|index| scene.fleet(index, 1, "2.0.0"))
            .collect();
        let slowest = alone.iter().map(|ended| ended.seconds).fold(0.0, f64::max);
        println!(
            "one gateway alone, the slowest of {ALONE}: {slowest:.1} s with the proof that it runs"
        );

        let before = scene.counted();
        let all = scene.fleet(0, GATEWAYS, "3.0.0");
        let ratio = all.seconds / slowest;
        println!(
            "{GATEWAYS} gateways at once: {:.1} s, {ratio:.2} times one alone (at most {MOST_RATIO}: {})",
            all.seconds,
            verdict(ratio <= MOST_RATIO)
        );
        let mib = all.most_mib.expect("Linux tells");
        println!(
            "memory of smr meanwhile: {mib:.1} MiB (at most {MOST_MIB}: {})",
            verdict(mib <= MOST_MIB)
        );
        let after = scene.counted();
        let exact = scene.gateways.values().filter(|gateway| {
            let known = before.get(&gateway.id).map_or(0, Vec::len);
            let counted = after.get(&gateway.id).and_then(|all| all.get(known..));
            counted == Some(&[SIZE][..])
        });
        let exact = exact.count();
        println!(
            "gateways that have counted one upload of {SIZE} bytes and no other: {exact} of {GATEWAYS} ({})",
            match exact == GATEWAYS {
                true => "as it should be",
                false => "NOT AS IT SHOULD BE",
            }
        );

        if has("curl") {
            one_after_the_other(
                &scene,
                "curl --digest -F, one after the other",
                "4.0.0",
                |index| scene.curl(index),
            );
            if has("python3") {
                one_after_the_other(
                    &scene,
                    "ArduinoOTA sender, one after the other",
                    "5.0.0",
                    |index| scene.arduino(index),
                );
            }
        } else {
            println!("no curl: nothing is uploaded one after the other");
        }
    }
}

#[cfg(target_os = "linux")]
fn main() {
    linux::main();
}

/// Only Linux tells how much memory a program takes.
#[cfg(not(target_os = "linux"))]
fn main() {
    println!("nothing to measure on this system");
}
