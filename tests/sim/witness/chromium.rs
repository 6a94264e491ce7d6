//! Chromium, driven over the two pipes of its developer tools: a fresh profile, one page.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::packages::{or_skipped, run};

const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];
/// A browser on a busy machine takes its time.
const PATIENCE: Duration = Duration::from_secs(90);

/// A browser that is installed. Where the checks run before a change lands, one must be.
pub(super) fn browser() -> Option<&'static str> {
    let mut found = BROWSERS
        .iter()
        .filter(|browser| run(Command::new(browser).arg("--version")).is_ok());
    or_skipped(
        found
            .next()
            .ok_or_else(|| "no browser: apt-get install chromium".to_owned()),
    )
    .copied()
}

/// A running browser and its only page.
pub(super) struct Chromium {
    browser: Child,
    commands: File,
    messages: BufReader<File>,
    session: Value,
    last: u64,
    /// What the browser told of its own accord: requests, answers, errors.
    pub(super) events: Vec<Value>,
    _folder: tempfile::TempDir,
}

impl Chromium {
    /// Starts `program`. To it, every host is `board`, as to a phone on a gateway's access point.
    pub(super) fn start(program: &str, board: &str) -> Chromium {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = |name: &str| {
            let path = folder.path().join(name);
            run(Command::new("mkfifo").arg(&path)).expect("a pipe");
            path
        };
        let (commands, messages) = (pipe("commands"), pipe("messages"));
        let browser = Command::new("sh")
            // The browser takes commands on file 3 and answers on file 4.
            .args([
                "-c",
                "exec \"$@\" 3<\"$COMMANDS\" 4>\"$MESSAGES\"",
                "sh",
                program,
            ])
            .args(["--headless", "--remote-debugging-pipe", "--disable-gpu"])
            // Containers have no user namespaces for the sandbox; all pages are our own.
            .args(["--no-sandbox", "--disable-dev-shm-usage", "--no-first-run"])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--no-proxy-server",
            ])
            .arg(format!("--host-resolver-rules=MAP * {board}"))
            .arg(format!("--user-data-dir={}", folder.path().display()))
            .arg("about:blank")
            .env("COMMANDS", &commands)
            .env("MESSAGES", &messages)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a browser");
        // In the order in which the shell opens them: each waits for the other side.
        let commands = OpenOptions::new()
            .write(true)
            .open(commands)
            .expect("a pipe");
        let messages = File::open(messages).expect("a pipe");
        let mut chromium = Chromium {
            browser,
            commands,
            messages: BufReader::new(messages),
            session: Value::Null,
            last: 0,
            events: Vec::new(),
            _folder: folder,
        };
        let target =
            chromium.call("Target.createTarget", &json!({"url": "about:blank"}))["targetId"].take();
        let attached = chromium.call(
            "Target.attachToTarget",
            &json!({"targetId": target, "flatten": true}),
        );
        chromium.session = attached["sessionId"].clone();
        for domain in ["Page", "Network", "Runtime", "Log"] {
            chromium.call(&format!("{domain}.enable"), &json!({}));
        }
        chromium
    }

    /// Calls a method of the developer tools, and gives its result.
    pub(super) fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.last += 1;
        let mut command = json!({"id": self.last, "method": method, "params": parameters});
        if !self.session.is_null() {
            command["sessionId"] = self.session.clone();
        }
        self.commands
            .write_all(format!("{command}\0").as_bytes())
            .expect("a browser that listens");
        loop {
            let mut message = Vec::new();
            self.messages
                .read_until(0, &mut message)
                .expect("a message");
            assert_eq!(message.pop(), Some(0), "the browser has ended");
            let mut message: Value = serde_json::from_slice(&message).expect("JSON");
            if message["id"] == self.last {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].take();
            }
            self.events.push(message);
        }
    }

    /// The value of an expression in the page; `None` while there is none, such as between two pages.
    pub(super) fn value(&mut self, expression: &str) -> Option<Value> {
        let mut said = self.call(
            "Runtime.evaluate",
            &json!({"expression": expression, "returnByValue": true}),
        );
        said["exceptionDetails"]
            .is_null()
            .then(|| said["result"]["value"].take())
    }

    /// Does something in the page.
    pub(super) fn act(&mut self, script: &str) {
        let script = format!("{{ {HELPERS} {script} }}");
        let said = self.call(
            "Runtime.evaluate",
            &json!({"expression": script, "userGesture": true}),
        );
        assert!(said["exceptionDetails"].is_null(), "{script}: {said}");
    }

    /// Waits until an expression in the page is true.
    pub(super) fn wait_until(&mut self, expression: &str) {
        let began = Instant::now();
        while self.value(expression) != Some(json!(true)) {
            if began.elapsed() > PATIENCE {
                let page = self.value("location.href + '\\n' + document.body.innerText");
                panic!("in vain: {expression}\n{page:?}\n{:#?}", self.complaints());
            }
            // Time for the page, which this would else keep busy with questions.
            self.call(
                "Runtime.evaluate",
                &json!({"expression": "new Promise(done => setTimeout(done, 50))", "awaitPromise": true}),
            );
        }
    }

    /// Waits until the element shows this text.
    pub(super) fn wait_for_text(&mut self, id: &str, text: &str) {
        self.wait_until(&format!(
            "document.getElementById({}).textContent.includes({})",
            json!(id),
            json!(text)
        ));
    }

    /// Goes to a page.
    pub(super) fn visit(&mut self, url: &str) {
        self.call("Page.navigate", &json!({"url": url}));
        self.wait_until("location.href !== 'about:blank' && document.readyState === 'complete'");
    }

    /// Gives a file to a field for files, as the user's choice.
    pub(super) fn choose_file(&mut self, id: &str, file: &Path) {
        let expression = format!("document.getElementById({})", json!(id));
        let field = self.call("Runtime.evaluate", &json!({"expression": expression}));
        let field = &field["result"]["objectId"];
        self.call(
            "DOM.setFileInputFiles",
            &json!({"files": [file], "objectId": field}),
        );
    }

    /// What pages complained of: failed scripts, and what the browser forbade them.
    pub(super) fn complaints(&self) -> Vec<&Value> {
        let is_complaint = |event: &&Value| match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => true,
            Some("Log.entryAdded") => event["params"]["entry"]["source"] == "security",
            _ => false,
        };
        self.events.iter().filter(is_complaint).collect()
    }

    /// With `SMR_PICTURES=DIRECTORY`, pictures of the whole page on a phone and on a desk, to be looked at.
    pub(super) fn picture(&mut self, name: &str) {
        let Some(directory) = std::env::var_os("SMR_PICTURES") else {
            return;
        };
        for (place, width, height) in [("phone", 390, 844), ("desk", 1280, 800)] {
            let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": place == "phone"});
            self.call("Emulation.setDeviceMetricsOverride", &size);
            let picture = self.call(
                "Page.captureScreenshot",
                &json!({"captureBeyondViewport": true}),
            );
            let digits = picture["data"].as_str().expect("a picture");
            let file = Path::new(&directory).join(format!("{name}-{place}.png"));
            std::fs::write(file, base64(digits)).expect("written");
        }
        self.call("Emulation.clearDeviceMetricsOverride", &json!({}));
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let close = json!({"id": 0, "method": "Browser.close"});
        let _ = self.commands.write_all(format!("{close}\0").as_bytes());
        let began = Instant::now();
        // It takes its own processes with it; whoever does not want to is stopped.
        while began.elapsed() < Duration::from_secs(10) {
            if let Ok(Some(_)) = self.browser.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}

/// What a user does in a page.
const HELPERS: &str = "
const el = id => document.getElementById(id);
const fill = (id, value) => {
  el(id).focus();
  el(id).value = value;
  el(id).dispatchEvent(new Event('input', {bubbles: true}));
  el(id).dispatchEvent(new Event('change', {bubbles: true}));
};";

/// The bytes that RFC 4648, 4 writes so.
fn base64(digits: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut pending, mut bits) = (0_u32, 0);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => break,
        };
        pending = pending << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(pending >> bits & 0xFF).expect("a byte"));
        }
    }
    bytes
}
