//! The pages in Chromium, before a stand-in for the gateway: what a user sees and does, and what the gateway gets.
//!
//! With `SMR_PICTURES=DIRECTORY`, pictures of the pages are written there, to be looked at.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::web::fake::Gateway;

const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// How long a page may take, in milliseconds of the browser's virtual time, which does not wait.
const VIRTUAL_MS: u32 = 120_000;

/// A browser that is installed. Where the checks run before a change lands, one must be.
fn browser() -> Option<&'static str> {
    let found = BROWSERS.iter().find(|browser| {
        let version = Command::new(browser).arg("--version").output();
        version.is_ok_and(|output| output.status.success())
    });
    if found.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "no browser: apt-get install chromium"
        );
        println!("skipped: none of {BROWSERS:?} is installed");
    }
    found.copied()
}

/// Runs the browser on a page of the gateway and returns what it prints.
fn run(browser: &str, options: &[String], gateway: &Gateway, path: &str) -> String {
    let profile = tempfile::tempdir().expect("a directory");
    let output = Command::new(browser)
        // Containers have no user namespaces for the sandbox; all pages are our own.
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
        ])
        .args([
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(options)
        .arg(format!("http://{}{path}", gateway.address))
        .output()
        .expect("a browser");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

/// Lets `steps` act in a page of a gateway that is in `mode`.
fn drive(mode: &str, page: &str, steps: &str, set: impl Fn(Gateway) -> Gateway) -> Option<Gateway> {
    let browser = browser()?;
    let gateway = set(Gateway::start(
        mode,
        &format!("drive('{page}', async () => {{{steps}}});"),
    ));
    let options = [
        "--dump-dom".to_owned(),
        format!("--virtual-time-budget={VIRTUAL_MS}"),
    ];
    let dom = run(browser, &options, &gateway, "/driver");
    let result = dom
        .split("<pre id=\"result\">")
        .nth(1)
        .and_then(|rest| rest.split("</pre>").next());
    assert_eq!(result, Some("passed"), "{dom}");
    Some(gateway)
}

/// The requests that changed something.
fn requests(gateway: &Gateway) -> Vec<String> {
    gateway
        .changes()
        .into_iter()
        .map(|change| change.request)
        .collect()
}

#[test]
fn the_dashboard_says_in_words_how_the_gateway_is() {
    drive(
        "run",
        "/",
        "await shows('meter', 'Good: telegrams arrive every 1 s, none damaged.');
         expect('the name is text', text('name') === '<img src=/x onerror=top.harm=1>');
         expect('signal', text('wifi') === 'Good signal.');
         expect('last loss', text('wifi-figures').includes('access point not heard'));
         expect('clients', text('clients').startsWith('2 of 10 places taken'));
         expect('rows', el('clients-rows').children.length === 2);
         expect('reset', text('gateway').includes('1 day 2 h') && text('gateway').includes('Wi-Fi was lost for too long'));
         await shows('events', 'Client refused, all places are taken: 192.168.1.42');
         expect('why it started', el('events').lastChild.textContent.includes('Started: Wi-Fi was lost for too long'));
         expect('newest first', el('events').firstChild.textContent.includes('something new: 7'));
         expect('no fault', !visible('connection'));
         el('frame').open = true;
         await shows('frame-text', '1-0:1.7.0(00.493*kW)');
         expect('control characters are dots', text('frame-text').includes('<b>·'));
         expect('check sum', text('frame-state').startsWith('Check sum right'));",
        |gateway| gateway,
    );
}

#[test]
fn trouble_with_the_meter_is_named_with_what_to_do() {
    for (figure, value, words) in [
        (
            "/p1/bytes",
            json!(0),
            "Nothing from the meter yet. Check the cable",
        ),
        (
            "/p1/last_byte_ms",
            json!(200_000),
            "The meter has been silent for 3 min.",
        ),
        (
            "/p1/telegrams",
            json!(0),
            "Bytes arrive, but no telegram. Check baud",
        ),
        (
            "/p1/last_telegram_ms",
            json!(90_000),
            "no whole telegram for 1 min",
        ),
        (
            "/p1/crc_invalid",
            json!(20_000),
            "Many telegrams arrive damaged.",
        ),
    ] {
        let steps = format!(
            "await shows('meter', '{words}'); expect('marked', !el('meter').classList.contains('good'));"
        );
        drive("run", "/", &steps, |gateway| {
            gateway.with(figure, value.clone())
        });
    }
}

#[test]
fn only_changed_settings_are_sent_and_refusals_are_shown() {
    let driven = drive(
        "run",
        "/",
        "el('settings').open = true;
         await until('the settings are there', () => field('name').value === 'Meter cupboard');
         expect('no address by DHCP', !visible('addresses'));
         el('save').click();
         await shows('settings-result', 'Nothing was changed.');
         fill(field('wifi.ssid'), 'Attic');
         el('save').click();
         await shows('settings-result', 'Type the password of the new network');
         fill('wifi-password', 'new secret');
         fill(field('pins.led'), '2');
         el('save').click();
         await shows('settings-result', 'The gateway joins anew');
         await until('it is loaded again', () => field('wifi.ssid').value === 'Home' && !el('save').disabled);
         fill('admin-password', 'a new password');
         fill('admin-again', 'another one');
         el('save').click();
         expect('passwords must be the same', !el('settings-form').checkValidity());
         fill('admin-again', 'a new password');
         el('fixed').click();
         ['address', 'netmask', 'gateway', 'dns'].forEach((part, index) => fill(field('network.' + part), '10.0.0.' + index));
         el('save').click();
         await shows('settings-result', 'asks for the new password');
         await until('it is loaded again', () => field('admin.password').value === '' && !el('save').disabled);
         fill(field('name'), 'refused');
         el('save').click();
         await shows('settings-result', 'The name is not allowed.');",
        |gateway| gateway,
    );
    let Some(gateway) = driven else { return };
    let sent: Vec<_> = gateway
        .changes()
        .iter()
        .map(super::fake::Change::json)
        .collect();
    assert_eq!(
        sent,
        [
            json!({"wifi": {"ssid": "Attic", "passphrase": "new secret"}, "pins": {"led": 2}}),
            json!({"admin": {"password": "a new password"}, "network": {"fixed": true, "address": "10.0.0.0",
                "netmask": "10.0.0.1", "gateway": "10.0.0.2", "dns": "10.0.0.3"}}),
            json!({"name": "refused"}),
        ]
    );
}

#[test]
fn restart_and_resets_ask_first() {
    let driven = drive(
        "run",
        "/",
        "el('identify').click();
         await shows('action-result', 'The LED flashes');
         el('wifi-reset').click();
         expect('it says what stays', text('confirm-text').includes('All other settings stay'));
         el('confirm-yes').click();
         await shows('action-result', 'Join the access point');
         el('factory-reset').click();
         expect('it asks', visible('confirm') && text('confirm-text').startsWith('Erase all settings'));
         expect('the harmless answer has the focus', frame.contentDocument.activeElement === el('confirm-no'));
         el('confirm-no').click();
         expect('no more', !visible('confirm'));
         el('restart').click();
         el('confirm-yes').click();
         await shows('action-result', 'The gateway restarts.');",
        |gateway| gateway,
    );
    if let Some(gateway) = driven {
        assert_eq!(
            requests(&gateway),
            [
                "POST /api/v1/identify",
                "POST /api/v1/wifi-reset",
                "POST /api/v1/restart"
            ]
        );
    }
}

#[test]
fn firmware_is_uploaded_as_it_is_and_its_arrival_told() {
    let driven = drive(
        "run",
        "/",
        "const give = first => {
           const files = new DataTransfer();
           files.items.add(new File([Uint8Array.of(first, 1, 2, 3)], 'firmware.bin'));
           el('update-file').files = files.files;
           el('update-start').click();
         };
         await shows('meter', 'Good');
         el('update').open = true;
         give(0x7F);
         await shows('update-result', 'This is no firmware image. The firmware that runs was not touched.');
         give(0xE9);
         await shows('update-result', 'The gateway is back and runs 1.2.0.');",
        |gateway| gateway,
    );
    let Some(gateway) = driven else { return };
    let changes = gateway.changes();
    assert_eq!(requests(&gateway), ["POST /api/v1/firmware"]);
    assert_eq!(changes[0].body, [0xE9, 1, 2, 3]);
    // By sha256sum.
    assert_eq!(
        changes[0].digest.as_deref(),
        Some("48314ba341d50021f3c906e658d737c4713b22fb3582af97f797c30599f85c95")
    );
}

#[test]
fn setup_joins_a_network_and_says_what_to_do_next() {
    let driven = drive(
        "setup",
        "/setup",
        "await until('networks', () => el('networks').children.length === 4);
         const rows = Array.from(el('networks').children);
         expect('strongest first, each name once', rows.map(row => row.querySelector('span').textContent).join('|')
           === 'Home|Café gäste|<img src=/x onerror=top.harm=1>|far away, with a name of 32 byte');
         expect('signal for screen readers', rows[0].querySelector('.bars').getAttribute('aria-label') === 'Very good signal');
         rows[1].querySelector('input').click();
         expect('an open network needs no password', !visible('wifi-row'));
         el('other').click();
         expect('a hidden network needs a name', visible('ssid-row') && !el('setup').checkValidity());
         rows[0].querySelector('input').click();
         expect('no name', !visible('ssid-row'));
         fill('wifi-password', 'short');
         fill('name', 'Cellar');
         fill('admin-password', 'long enough');
         fill('admin-again', 'long enough');
         expect('too short for Wi-Fi', !el('setup').checkValidity());
         fill('wifi-password', 'wrong horse');
         el('join').click();
         await shows('state', 'The password was not accepted.');
         await until('the field has the focus', () => frame.contentDocument.activeElement === el('wifi-password'));
         el('wifi-show').click();
         expect('the password is shown', el('wifi-password').type === 'text');
         fill('wifi-password', 'correct horse');
         el('join').click();
         await shows('done-title', 'The gateway has joined your Wi-Fi');
         expect('the network to go back to', text('done-steps').includes('Connect this phone or computer to Home again.'));
         expect('a link', el('done-steps').querySelector('a').href === 'http://192.168.1.5/');
         expect('no form', !visible('setup'));",
        |gateway| gateway,
    );
    let Some(gateway) = driven else { return };
    let wanted = |passphrase: &str| json!({"ssid": "Home", "passphrase": passphrase, "name": "Cellar", "admin_password": "long enough"});
    let sent: Vec<_> = gateway
        .changes()
        .iter()
        .map(super::fake::Change::json)
        .collect();
    assert_eq!(sent, [wanted("wrong horse"), wanted("correct horse")]);
}

#[test]
fn in_fallback_name_and_admin_password_stay() {
    let driven = drive(
        "fallback",
        "/setup",
        "await shows('state', 'The gateway is in no network');
         await until('networks', () => el('networks').children.length === 4);
         expect('not asked', !visible('admin-password') && !visible('name'));
         el('other').click();
         fill('ssid', 'hidden one');
         fill('wifi-password', 'correct horse');
         el('join').click();
         await shows('done-title', 'has joined');",
        |gateway| gateway,
    );
    let Some(gateway) = driven else { return };
    assert_eq!(
        gateway.changes()[0].json(),
        json!({"ssid": "hidden one", "passphrase": "correct horse"})
    );
}

#[test]
fn the_first_visitor_of_an_unclaimed_gateway_sets_the_password() {
    let driven = drive(
        "unclaimed",
        "/setup",
        "await until('the form', () => visible('claim'));
         expect('no setup', !visible('setup'));
         fill('claim-password', 'long enough');
         fill('claim-again', 'long enoug');
         expect('they differ', !el('claim').checkValidity());
         fill('claim-again', 'long enough');
         el('claim').querySelector('.main').click();
         await shows('done-title', 'The password is set');",
        |gateway| gateway,
    );
    let Some(gateway) = driven else { return };
    assert_eq!(requests(&gateway), ["POST /api/v1/claim"]);
    assert_eq!(
        gateway.changes()[0].json(),
        json!({"password": "long enough"})
    );
}

#[test]
fn without_the_password_the_pages_say_how_to_log_in() {
    let steps = "await shows('connection', 'Log in as admin: reload the page.');";
    drive("run", "/", steps, Gateway::locked);
    let steps = "await shows('state', 'open http://192.168.4.1/ in your usual browser');";
    drive("fallback", "/setup", steps, Gateway::locked);
}

#[test]
fn pictures_are_made_where_they_are_asked_for() {
    const OPEN_ALL: &str = "await shows('meter', 'Good');
        ['frame', 'settings', 'update'].forEach(id => { el(id).open = true; });
        el('restart').click();
        await shows('frame-text', '1-0:1.7.0');
        await until('settings', () => field('name').value);";
    const JOINED: &str = "await until('networks', () => el('networks').children.length === 4);
        el('networks').querySelector('input').click();
        [['wifi-password', 'correct horse'], ['admin-password', 'long enough'], ['admin-again', 'long enough']].forEach(pair => fill(pair[0], pair[1]));
        el('join').click();
        await shows('done-title', 'has joined');";
    let (Some(directory), Some(browser)) = (std::env::var_os("SMR_PICTURES"), browser()) else {
        return;
    };
    for (name, page, mode, height, steps) in [
        (
            "dashboard",
            "/",
            "run",
            844,
            "await shows('meter', 'Good');",
        ),
        ("dashboard-all", "/", "run", 4400, OPEN_ALL),
        (
            "setup",
            "/setup",
            "setup",
            1100,
            "await until('networks', () => el('networks').children.length === 4);",
        ),
        ("joined", "/setup", "setup", 844, JOINED),
        (
            "claim",
            "/setup",
            "unclaimed",
            844,
            "await until('the form', () => visible('claim'));",
        ),
    ] {
        for (width, place) in [(390, "phone"), (1280, "desk")] {
            for (scheme, colours) in [("0", "dark"), ("1", "light")] {
                let gateway =
                    Gateway::start(mode, &format!("drive('{page}', async () => {{{steps}}});"));
                let file = Path::new(&directory).join(format!("{name}-{place}-{colours}.png"));
                let options = [
                    format!("--screenshot={}", file.display()),
                    format!("--window-size={width},{height}"),
                    format!("--blink-settings=preferredColorScheme={scheme}"),
                    "--hide-scrollbars".to_owned(),
                    "--virtual-time-budget=8000".to_owned(),
                ];
                run(browser, &options, &gateway, "/driver");
                assert!(file.exists(), "{}", file.display());
            }
        }
    }
}
