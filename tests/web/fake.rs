//! A stand-in for the gateway's HTTP server: the pages as they are served, and made-up answers of the API.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde_json::{Value, json};

use crate::web::pages::{SECURITY_POLICY, SERVED};

/// A name that does harm where it becomes markup.
pub(crate) const HOSTILE: &str = "<img src=/x onerror=top.harm=1>";

/// What the gateway is asked to change: method, path, body, and the announced digest.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) request: String,
    pub(crate) body: Vec<u8>,
    pub(crate) digest: Option<String>,
}

impl Change {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// What the answers are made from.
struct State {
    info: Value,
    status: Value,
    config: Value,
    scans: usize,
    provision: Value,
    changes: Vec<Change>,
    locked: bool,
    driver: String,
}

pub(crate) struct Gateway {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Gateway {
    /// A gateway in a state of the API; `driver` is the script that acts for the user.
    pub(crate) fn start(mode: &str, driver: &str) -> Gateway {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State {
            info: json!({"schema": "smr.info/1", "id": "smr-0a1b2c", "name": "Meter cupboard", "state": mode, "api": 1,
                "board": "esp8266-4m", "firmware": {"version": "1.1.0", "build": "test"}}),
            status: status(),
            config: config(),
            scans: 0,
            provision: json!({"state": "idle", "reason": null, "ip": null}),
            changes: Vec::new(),
            locked: false,
            driver: driver.to_owned(),
        }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(stream, &shared));
            }
        });
        Gateway { address, state }
    }

    /// Sets a figure of the status: `p1/last_byte_ms`.
    pub(crate) fn with(self, pointer: &str, value: Value) -> Gateway {
        let mut state = lock(&self.state);
        *state.status.pointer_mut(pointer).expect("a figure") = value;
        drop(state);
        self
    }

    /// Asks for a password that nobody gives.
    pub(crate) fn locked(self) -> Gateway {
        lock(&self.state).locked = true;
        self
    }

    pub(crate) fn changes(&self) -> Vec<Change> {
        lock(&self.state).changes.clone()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn status() -> Value {
    json!({
        "schema": "smr.status/1",
        "device": {"id": "smr-0a1b2c", "name": HOSTILE, "mac": "02:00:00:0a:1b:2c", "board": "esp8266-4m",
            "firmware": {"version": "1.1.0", "build": "test", "sha256": "00"}, "uptime_s": 93784, "boot_count": 7,
            "reset": {"cause": "restart", "reason": "wifi-lost", "exception": null}},
        "heap": {"free": 24576, "min_free": 18432, "largest_block": 16384},
        "wifi": {"mode": "station", "ssid": "Home", "rssi_dbm": -64, "channel": 6, "ip": "192.168.1.5",
            "disconnects": 2, "last_disconnect_reason": 200},
        "p1": {"baud": 115_200, "inverted": true, "bytes": 81_000_000, "telegrams": 93_700, "crc_valid": 93_698,
            "crc_invalid": 0, "crc_absent": 0, "overruns": 0, "framing_errors": 3, "last_byte_ms": 420,
            "last_telegram_ms": 430, "period_ms": 1000},
        "tcp": {"port": 2001, "max_clients": 10, "rejected": 1, "clients": [
            {"peer": "192.168.1.20:51234", "connected_s": 93_000, "sent": 80_400_000, "dropped_telegrams": 0, "lag": 0},
            {"peer": "192.168.1.31:40022", "connected_s": 310, "sent": 268_800, "dropped_telegrams": 4, "lag": 1460}]},
        "http": {"requests": 812, "unauthorized": 3, "locked_out": 0},
        "watchdog": {"wifi_restarts": 1, "serial_restarts": 0, "tcp_closed": 0, "hw_resets": 0},
        "ota": {"state": "idle", "received": 0, "size": 0,
            "last": {"result": "failed", "error": "bad-crc", "version": null}}
    })
}

fn config() -> Value {
    json!({
        "schema": "smr.config/1", "name": "Meter cupboard", "wifi": {"ssid": "Home", "secret_set": true},
        "network": {"fixed": false, "address": null, "netmask": null, "gateway": null, "dns": null},
        "serial": {"baud": 115_200, "format": "8n1", "inverted": true}, "radio": {"power_dbm": 14, "mode": "n"},
        "pins": {"led": null, "led_active_low": false, "request": null, "request_active_low": false, "button": 0},
        "ota": {"arduino": true, "key_pinned": false, "rollback_protection": false}, "admin": {"set": true}
    })
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    headers: &'static str,
    body: Vec<u8>,
}

fn ok(value: &Value) -> Answer {
    answer("200 OK", "application/json", value.to_string())
}

fn answer(status: &'static str, kind: &'static str, body: impl Into<Vec<u8>>) -> Answer {
    Answer {
        status,
        kind,
        headers: "Cache-Control: no-store\r\n",
        body: body.into(),
    }
}

fn serve(stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream);
    let (mut request, mut size, mut digest) = (String::new(), 0, None);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if request.is_empty() {
            line.clone_into(&mut request);
        }
        match line.split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("Content-Length") => {
                size = value.parse().unwrap_or(0);
            }
            Some((name, value)) if name.eq_ignore_ascii_case("X-SMR-SHA256") => {
                digest = Some(value.to_owned());
            }
            _ => {}
        }
    }
    let mut body = vec![0; size];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    let request = request.trim_end_matches(" HTTP/1.1").to_owned();
    let answer = respond(
        &mut lock(state),
        Change {
            request,
            body,
            digest,
        },
    );
    let head = format!(
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n",
        answer.status,
        answer.kind,
        answer.body.len(),
        answer.headers
    );
    let mut stream = reader.into_inner();
    // A browser that went away needs no answer.
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(&answer.body));
}

fn respond(state: &mut State, change: Change) -> Answer {
    let (method, target) = change.request.split_once(' ').unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default();
    if let Some(served) = SERVED
        .iter()
        .find(|served| served.path == path && method == "GET")
    {
        return Answer {
            status: "200 OK",
            kind: served.content_type(),
            headers: policy(),
            body: served.compressed().to_vec(),
        };
    }
    let path = path.strip_prefix("/api/v1/").unwrap_or(path);
    if state.locked && !matches!(path, "info" | "/driver" | "/driver.js" | "/steps.js") {
        return answer("401 Unauthorized", "application/json", "");
    }
    if method != "GET" {
        let answer = act(state, path, &change);
        state.changes.push(change);
        return answer;
    }
    match path {
        "/driver" => answer(
            "200 OK",
            "text/html; charset=utf-8",
            include_str!("driver.html"),
        ),
        "/driver.js" => answer(
            "200 OK",
            "text/javascript; charset=utf-8",
            include_str!("driver.js"),
        ),
        "/steps.js" => answer(
            "200 OK",
            "text/javascript; charset=utf-8",
            state.driver.clone(),
        ),
        "info" => ok(&state.info),
        "status" => {
            let uptime = state.status["device"]["uptime_s"]
                .as_u64()
                .unwrap_or_default();
            state.status["device"]["uptime_s"] = json!(uptime + 2);
            ok(&state.status)
        }
        "events" => ok(&json!({"schema": "smr.events/1", "next": 4, "events": [
            {"seq": 1, "uptime_s": 0, "code": "boot", "detail": 7},
            {"seq": 2, "uptime_s": 93_000, "code": "client-rejected", "detail": 0xC0A8_012A_u32},
            {"seq": 3, "uptime_s": 93_500, "code": "something-new", "detail": 7}]})),
        "config" => ok(&state.config),
        "frame" => Answer {
            headers: "X-SMR-CRC: valid\r\nX-SMR-Age-Ms: 650\r\n",
            ..answer(
                "200 OK",
                "application/octet-stream",
                "/TST5 made up\r\n\r\n1-0:1.7.0(00.493*kW)\r\n<b>\u{7f}\r\n!0000\r\n",
            )
        },
        "scan" => {
            state.scans += 1;
            ok(
                &json!({"schema": "smr.scan/1", "running": state.scans % 2 == 1, "networks": networks()}),
            )
        }
        "provision" => {
            let now = state.provision.clone();
            if now["state"] == "joining" {
                state.provision = state.provision["next"].take();
            }
            ok(&now)
        }
        _ => answer("404 Not Found", "application/json", "{}"),
    }
}

fn networks() -> Value {
    json!([
        {"ssid": "Home", "rssi_dbm": -81, "channel": 1, "open": false},
        {"ssid": HOSTILE, "rssi_dbm": -70, "channel": 3, "open": false},
        {"ssid": "Home", "rssi_dbm": -55, "channel": 6, "open": false},
        {"ssid": "Café gäste", "rssi_dbm": -64, "channel": 11, "open": true},
        {"ssid": "", "rssi_dbm": -60, "channel": 11, "open": false},
        {"ssid": "far away, with a name of 32 byte", "rssi_dbm": -89, "channel": 13, "open": false},
    ])
}

/// Requests that change something.
fn act(state: &mut State, path: &str, change: &Change) -> Answer {
    match path {
        "config" if change.json()["name"] == "refused" => answer(
            "422 Unprocessable Content",
            "application/json",
            r#"{"error":{"code":"name","message":"The name is not allowed."}}"#,
        ),
        "provision" => {
            let result = if change.json()["passphrase"] == "correct horse" {
                json!({"state": "joined", "reason": null, "ip": "192.168.1.5"})
            } else {
                json!({"state": "failed", "reason": "wrong-password", "ip": null})
            };
            state.provision =
                json!({"state": "joining", "reason": null, "ip": null, "next": result});
            answer("202 Accepted", "application/json", "")
        }
        "firmware" => {
            state.status["device"]["uptime_s"] = json!(1);
            state.status["device"]["firmware"]["version"] = json!("1.2.0");
            ok(&json!({"version": "1.2.0", "sha256": "00"}))
        }
        _ => answer("202 Accepted", "application/json", ""),
    }
}

/// The header of the pages. Here they run within a page that acts for the user, which the gateway does not allow.
fn policy() -> &'static str {
    static POLICY: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    POLICY.get_or_init(|| {
        let policy = SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'");
        format!("Content-Encoding: gzip\r\nContent-Security-Policy: {policy}\r\n")
    })
}
