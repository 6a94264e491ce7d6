//! The pages of virtual gateways in Chromium: log-in, dashboard, update, and the way through the captive portal.

use serde_json::Value;

use super::chromium::{Chromium, browser};
use super::{PASSWORD, board, image, relay, wait_for_version};
use crate::sim::{address, folder};
use crate::support::boards::Boards;

const WIFI_PASSWORD: &str = "correct battery";
const ADMIN_PASSWORD: &str = "cellar door";

/// The address for a user who types the password as well.
fn with_password(host: &str, password: &str) -> String {
    format!("http://admin:{}@{host}/", password.replace(' ', "%20"))
}

/// The algorithms with which the browser answered challenges; the developer tools do not show them.
fn algorithms(requests: &str) -> Vec<&str> {
    let mut found: Vec<&str> = requests
        .split("Authorization: Digest ")
        .skip(1)
        .filter_map(|rest| rest.split("algorithm=").nth(1))
        .filter_map(|rest| rest.split([',', ' ', '\r']).next())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn chromium_logs_in_to_the_dashboard_and_updates_the_firmware() {
    let Some(program) = browser() else { return };
    let folder = folder();
    // The page tells a start by its short uptime.
    let (_sim, ready) = board(folder.path(), &["--trial", "real"]);
    let at = address(&ready);
    let (relay, seen) = relay::that_sees(at);
    let mut chromium = Chromium::start(program, &relay.to_string());

    chromium.visit(&with_password(at, "wrong horse"));
    chromium.wait_until("!document.getElementById('meter')");
    chromium.visit(&with_password(at, PASSWORD));
    chromium.wait_for_text("meter", "Good: telegrams arrive");
    let text = seen.text();
    println!("Chromium answers challenges for {:?}", algorithms(&text));
    assert!(!algorithms(&text).is_empty());
    let figures = "document.getElementById('meter-figures').textContent";
    let before = chromium.value(figures).expect("figures");
    chromium.wait_until(&format!("{figures} !== {before}"));
    chromium.wait_for_text("wifi", "signal");
    chromium.wait_until("document.getElementById('events').children.length > 0");
    chromium.act("el('frame').open = true;");
    chromium.wait_for_text("frame-text", "1-0:1.8.1");
    chromium.wait_for_text("frame-state", "Check sum right");
    chromium.act("el('settings').open = true;");
    chromium.wait_until("document.querySelector('[name=\"wifi.ssid\"]').value === 'simulated'");
    chromium.picture("board");
    chromium.act("el('settings').open = el('frame').open = false;");

    let new = image(folder.path(), "4.5.6");
    chromium.act("el('update').open = true;");
    chromium.choose_file("update-file", &new);
    chromium.act("el('update-start').click();");
    chromium.wait_for_text("update-result", "The gateway is back and runs 4.5.6.");
    chromium.picture("updated");
    wait_for_version(at, "4.5.6");
    assert_eq!(chromium.complaints(), Vec::<&Value>::new());
}

#[test]
fn a_phone_walks_through_the_captive_portal() {
    let Some(program) = browser() else { return };
    let folder = folder();
    let wifi = format!("Home:{WIFI_PASSWORD}");
    let sim = Boards::start(folder.path(), &["--setup", "--wifi", &wifi]);
    let ready = sim.ready(0).clone();
    let mut chromium = Chromium::start(program, address(&ready));

    // What a phone asks for to find out whether there is an internet.
    chromium.visit("http://connectivitycheck.gstatic.com/generate_204");
    chromium.wait_until("location.host === '192.168.4.1'");
    chromium.wait_until("document.getElementById('networks').children.length === 1");
    chromium.picture("portal");
    chromium.act(
        "el('networks').querySelector('input').click();
         fill('wifi-password', 'wrong battery');
         fill('name', 'Meter cupboard');
         fill('admin-password', 'cellar door');
         fill('admin-again', 'cellar door');
         el('join').click();",
    );
    chromium.wait_for_text("state", "The gateway tries to join Home.");
    chromium.picture("portal-trying");
    chromium.wait_for_text("state", "password");
    chromium.wait_until("document.activeElement === document.getElementById('wifi-password')");
    chromium.picture("portal-refused");
    chromium.act(&format!(
        "fill('wifi-password', '{WIFI_PASSWORD}'); el('join').click();"
    ));
    chromium.wait_for_text("done-title", "The gateway has joined your Wi-Fi");
    chromium.wait_for_text(
        "done-steps",
        "Connect this phone or computer to Home again.",
    );
    chromium.picture("portal-done");
    let link = "document.querySelector('#done-steps a').href";
    let (ip, _) = address(&ready).split_once(':').expect("an address");
    chromium.wait_until(&format!("{link} === 'http://{ip}/'"));

    chromium.visit(&with_password(ip, ADMIN_PASSWORD));
    chromium.wait_for_text("meter", "Good: telegrams arrive");
    chromium.wait_for_text("name", "Meter cupboard");
    assert_eq!(chromium.complaints(), Vec::<&Value>::new());
}
