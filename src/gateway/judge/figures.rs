//! The figures of a gateway, one after the other.

use super::{Figure, Group, Rating, scale, words};
use crate::gateway::status::{Http, Ota, P1, Status, Tcp, Watchdog, Wifi};
use crate::gateway::update::{Rollback, Standing};

/// A gateway that has run for less than this may not have heard its meter yet, in seconds.
const WARM_UP: u32 = 60;
/// A meter whose period is not known yet is silent after this, in milliseconds.
const SILENT: u32 = 60_000;
/// New firmware has proven itself within a minute, or does not reach its network; in seconds.
const TRIAL: u32 = 120;
/// Losses are counted for at least this long, so that one after a start is not many a day; in seconds.
const DAY: u32 = 86_400;

impl Figure {
    fn new(group: Group, code: &'static str, label: &'static str, text: String) -> Figure {
        Figure {
            group,
            code,
            label,
            text,
            rating: None,
            advice: None,
        }
    }

    /// Rated by hand, with what to do unless it is good.
    fn rated(mut self, rating: Rating, advice: &'static str) -> Figure {
        self.rating = Some(rating);
        self.advice = (rating != Rating::Good).then_some(advice);
        self
    }

    /// Rated by the scale of its code, but at worst as `worst`.
    fn scaled(self, value: f64, worst: Rating) -> Figure {
        match scale(self.code) {
            Some(scale) => self.rated(scale.rate(value).min(worst), scale.advice),
            None => self,
        }
    }
}

/// All figures of a gateway, in the order in which they are shown.
pub(super) fn all(status: &Status) -> Vec<Figure> {
    let mut figures = Vec::new();
    meter(&status.p1, status.device.uptime_s, &mut figures);
    wifi(&status.wifi, status.device.uptime_s, &mut figures);
    clients(&status.tcp, &mut figures);
    gateway(status, &mut figures);
    access(&status.http, &mut figures);
    update(&status.ota, &mut figures);
    image(status, &mut figures);
    figures
}

fn meter(p1: &P1, uptime_s: u32, figures: &mut Vec<Figure>) {
    let figure = |code, label, text| Figure::new(Group::Meter, code, label, text);
    figures.push(last_telegram(p1, uptime_s));
    figures.push(check_sums(p1));
    if p1.unfinished > 0 {
        let text = counted(p1.unfinished, "telegram");
        figures.push(figure("unfinished", "broken off", text));
    }
    if p1.gaps > 0 {
        let text = format!("{}, longer than three periods", counted(p1.gaps, "silence"));
        figures.push(figure("gaps", "silences", text));
    }
    for (code, label, count) in [
        ("bytes-lost", "bytes lost", p1.overruns),
        ("framing-errors", "framing errors", p1.framing_errors),
    ] {
        let rate = f64::from(count) * 1e6 / lossy(p1.bytes.max(1));
        // The first bytes after a start may be half ones.
        let worst = if count <= 2 {
            Rating::Good
        } else {
            Rating::Poor
        };
        figures.push(figure(code, label, count.to_string()).scaled(rate, worst));
    }
    let inverted = if p1.inverted { ", inverted" } else { "" };
    let text = format!(
        "{} baud, {}{inverted}; {}",
        p1.baud,
        p1.format.to_uppercase(),
        amount(p1.bytes)
    );
    figures.push(figure("line", "line", text));
}

fn last_telegram(p1: &P1, uptime_s: u32) -> Figure {
    let figure = |text| Figure::new(Group::Meter, "last-telegram", "last telegram", text);
    let Some(age) = p1.last_telegram_ms else {
        let (text, advice) = match p1.bytes {
            0 => (
                "nothing has come yet",
                "check the cable, and that the meter's P1 port is switched on",
            ),
            _ => (
                "bytes come, but no telegram",
                "check baud, format and polarity of the line",
            ),
        };
        let figure = figure(text.to_owned());
        return match uptime_s < WARM_UP {
            true => figure,
            false => figure.rated(Rating::Poor, advice),
        };
    };
    if let Some(period) = p1.period_ms {
        let text = format!("{} ago, one every {}", seconds(age), seconds(period));
        return figure(text).scaled(f64::from(age) / f64::from(period.max(1)), Rating::Poor);
    }
    let rating = if age <= SILENT {
        Rating::Good
    } else {
        Rating::Poor
    };
    let advice = scale("last-telegram").map_or("", |scale| scale.advice);
    figure(format!("{} ago", seconds(age))).rated(rating, advice)
}

fn check_sums(p1: &P1) -> Figure {
    let figure = |text| Figure::new(Group::Meter, "check-sums", "telegrams", text);
    let checked = u64::from(p1.crc_valid) + u64::from(p1.crc_invalid);
    if p1.telegrams == 0 {
        return figure("none".to_owned());
    }
    if checked == 0 {
        let text = format!("{} without a CRC, as older meters send them", p1.crc_absent);
        return figure(text);
    }
    let percent = f64::from(p1.crc_invalid) * 100.0 / lossy(checked);
    let mut text = match p1.crc_invalid {
        0 => format!("{}, all with the right CRC", p1.telegrams),
        wrong => format!(
            "{}, {wrong} with a wrong CRC ({percent:.1} %)",
            p1.telegrams
        ),
    };
    if p1.crc_absent > 0 && p1.crc_invalid == 0 {
        text = format!("{}, {} without a CRC", p1.telegrams, p1.crc_absent);
    }
    // One may have been cut by the start.
    let worst = if p1.crc_invalid <= 1 {
        Rating::Fair
    } else {
        Rating::Poor
    };
    figure(text).scaled(percent, worst)
}

fn wifi(wifi: &Wifi, uptime_s: u32, figures: &mut Vec<Figure>) {
    let figure = |code, label, text| Figure::new(Group::Wifi, code, label, text);
    let mode = figure("mode", "state", words::state(&wifi.mode).to_owned());
    figures.push(match wifi.mode.as_str() {
        "fallback" => mode.rated(
            Rating::Poor,
            "bring its Wi-Fi back, or join its access point to change it",
        ),
        "unclaimed" => mode.rated(Rating::Fair, "set its admin password on its page"),
        _ => mode,
    });
    let ssid = wifi.ssid.clone().unwrap_or_else(|| "none".to_owned());
    let text = match wifi.channel {
        Some(channel) => format!("{ssid}, channel {channel}"),
        None => ssid,
    };
    figures.push(figure("network", "network", text));
    if let Some(rssi) = wifi.rssi_dbm {
        figures.push(
            figure("signal", "signal", format!("{rssi} dBm")).scaled(f64::from(rssi), Rating::Poor),
        );
    }
    let mut text = match wifi.disconnects {
        0 => "none since the start".to_owned(),
        count => format!("{count} since the start"),
    };
    if wifi.disconnects > 0 && wifi.last_disconnect_reason > 0 {
        text = format!(
            "{text}, last: {}",
            words::disconnect(wifi.last_disconnect_reason)
        );
    }
    let days = f64::from(uptime_s.max(DAY)) / f64::from(DAY);
    let rate = f64::from(wifi.disconnects) / days;
    figures.push(figure("wifi-losses", "losses", text).scaled(rate, Rating::Poor));
    if let Some(ip) = &wifi.ip {
        figures.push(figure("address", "address", ip.clone()));
    }
}

fn clients(tcp: &Tcp, figures: &mut Vec<Figure>) {
    let figure = |code, label, text| Figure::new(Group::Clients, code, label, text);
    let text = format!("{} of {}", tcp.connected, tcp.max_clients);
    let full = tcp.connected >= tcp.max_clients;
    let rating = if full { Rating::Fair } else { Rating::Good };
    figures.push(
        figure("clients", "connected", text)
            .rated(rating, "the next client will be refused: close one"),
    );
    for client in &tcp.clients {
        let mut text = format!(
            "{} for {}, {}",
            client.peer,
            span(client.connected_s),
            amount(client.sent)
        );
        if client.lag > 0 {
            text = format!("{text}, {} waiting", amount(client.lag.into()));
        }
        if client.dropped_telegrams > 0 {
            text = format!("{text}, {} lost", client.dropped_telegrams);
        }
        let client_figure =
            figure("client-lag", "client", text).scaled(f64::from(client.lag), Rating::Poor);
        figures.push(match (client.dropped_telegrams, client_figure.rating) {
            (1.., Some(Rating::Good)) => client_figure.rated(
                Rating::Fair,
                "this client was too slow at times and lost telegrams",
            ),
            _ => client_figure,
        });
    }
    if tcp.rejected > 0 {
        let text = format!("{} since the start", counted(tcp.rejected, "connection"));
        let advice = "more clients than places: let one program read and share";
        figures.push(figure("clients-refused", "refused", text).rated(Rating::Fair, advice));
    }
}

fn gateway(status: &Status, figures: &mut Vec<Figure>) {
    let figure = |code, label, text| Figure::new(Group::Gateway, code, label, text);
    let device = &status.device;
    let text = format!(
        "{}, {} in all",
        span(device.uptime_s),
        counted(device.boot_count, "start")
    );
    figures.push(figure("uptime", "running for", text));
    let (text, rating) = words::reason(&device.reset.reason);
    let restart = figure("last-start", "last start", text.to_owned());
    figures.push(match rating {
        Some(rating) => restart.rated(
            rating,
            "if it happens again, send a bundle: smr diag GATEWAY --bundle FILE.zip",
        ),
        None => restart,
    });
    if let Some(crash) = &device.reset.exception {
        let text = format!(
            "exception {} at {}, address {}",
            crash.cause, crash.epc1, crash.excvaddr
        );
        let advice = "report it with a bundle: smr diag GATEWAY --bundle FILE.zip";
        figures.push(figure("crash", "last crash", text).rated(Rating::Fair, advice));
    }
    let heap = &status.heap;
    let text = format!(
        "{} free, at least {} at any time",
        amount(heap.free.into()),
        amount(heap.min_free.into())
    );
    figures.push(figure("memory", "memory", text).scaled(f64::from(heap.min_free), Rating::Poor));
    let text = amount(heap.largest_block.into());
    figures.push(
        figure("largest-block", "largest block", text)
            .scaled(f64::from(heap.largest_block), Rating::Poor),
    );
    figures.push(watchdogs(&status.watchdog));
}

fn watchdogs(watchdog: &Watchdog) -> Figure {
    let done = [
        (watchdog.hw_resets, "hung"),
        (watchdog.wifi_restarts, "restarted without Wi-Fi"),
        (watchdog.serial_restarts, "restarted without meter"),
        (watchdog.tcp_closed, "closed slow clients"),
    ];
    let told: Vec<String> = done
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{what} {count}x"))
        .collect();
    let (text, rating) = match told.is_empty() {
        true => ("nothing to do".to_owned(), Rating::Good),
        false => (told.join(", "), Rating::Fair),
    };
    Figure::new(Group::Gateway, "watchdogs", "watchdogs", text)
        .rated(rating, "see when with --events")
}

fn access(http: &Http, figures: &mut Vec<Figure>) {
    let text = match http.locked_out {
        0 => counted(http.requests, "request"),
        locked => format!("{}, {locked} locked out", counted(http.requests, "request")),
    };
    let rating = if http.locked_out > 0 {
        Rating::Fair
    } else {
        Rating::Good
    };
    figures.push(
        Figure::new(Group::Gateway, "access", "HTTP", text)
            .rated(rating, "somebody tries passwords: see who with --events"),
    );
}

fn update(ota: &Ota, figures: &mut Vec<Figure>) {
    let figure = |text| Figure::new(Group::Gateway, "update", "update", text);
    if ota.state != "idle" {
        let size = match ota.size {
            0 => String::new(),
            size => format!(" of {}", amount(size.into())),
        };
        figures.push(figure(format!(
            "{}: {}{size}",
            ota.state,
            amount(ota.received.into())
        )));
        return;
    }
    let Some(last) = &ota.last else {
        figures.push(figure("none since the start".to_owned()));
        return;
    };
    let version = last.version.as_deref().unwrap_or("?");
    if last.result == "rolled-back" {
        figures.push(figure(format!("to {version}, and undone since")));
        return;
    }
    figures.push(match &last.error {
        Some(error) => figure(format!("refused: {}", words::image_problem(error))).rated(
            Rating::Fair,
            "the old firmware runs on; check the image: smr firmware inspect FILE",
        ),
        None => figure(format!("{} to {version}", last.result)).rated(Rating::Good, ""),
    });
}

/// How the image that runs stands, where there is something to say.
fn image(status: &Status, figures: &mut Vec<Figure>) {
    let figure = |text| Figure::new(Group::Gateway, "image", "image", text);
    let before = status.ota.previous.as_ref();
    let before = before.map(|before| before.version.as_str());
    match (Standing::of(status), before) {
        (Standing::Trial, _) => {
            let back =
                before.map_or_else(String::new, |before| format!(", else {before} comes back"));
            let trial = figure(format!("on trial{back}"));
            figures.push(match status.device.uptime_s < TRIAL {
                true => trial,
                false => trial.rated(
                    Rating::Fair,
                    "it does not reach the network that it was in: see why with --events",
                ),
            });
        }
        (Standing::RolledBack(rollback), _) => figures.push(undone(&rollback, figure)),
        (Standing::Confirmed, Some(before)) => {
            figures.push(figure(format!("confirmed; {before} is kept from before")));
        }
        (Standing::Confirmed, None) => {}
    }
}

fn undone(rollback: &Rollback, figure: impl Fn(String) -> Figure) -> Figure {
    let left = rollback.left.as_deref().unwrap_or("an update");
    let mut text = format!("{left} was given up: {}", rollback.reason());
    if let Some(words) = rollback.last_words() {
        text = format!("{text}; what ended it last: {words}");
    }
    match rollback.is_requested() {
        true => figure(text),
        false => figure(text).rated(
            Rating::Fair,
            "give that image to no other gateway; send a bundle: smr diag GATEWAY --bundle FILE.zip",
        ),
    }
}

fn counted(count: u32, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    }
}

/// Only for rates, where the last digits of large numbers do not matter.
#[allow(clippy::cast_precision_loss, reason = "a rate needs few digits")]
fn lossy(count: u64) -> f64 {
    count as f64
}

fn amount(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{:.1} KiB", lossy(bytes) / 1_024.0),
        _ => format!("{:.1} MiB", lossy(bytes) / 1_048_576.0),
    }
}

fn seconds(milliseconds: u32) -> String {
    match milliseconds {
        0..60_000 => format!("{:.1} s", f64::from(milliseconds) / 1_000.0),
        _ => span(milliseconds / 1_000),
    }
}

/// Seconds as the two largest units.
pub(super) fn span(seconds: u32) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min"),
        (0, ..) => format!("{hours} h {} min", minutes % 60),
        _ => format!("{days} d {} h", hours % 24),
    }
}
