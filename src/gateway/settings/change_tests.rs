use super::*;

pub(in crate::gateway) const CONFIG: &str = r#"{"schema":"smr.config/1","name":"kitchen","wifi":{"ssid":"home","secret_set":true},"network":{"fixed":false,"address":"0.0.0.0","netmask":"0.0.0.0","gateway":"0.0.0.0","dns":"0.0.0.0"},"serial":{"baud":115200,"format":"8n1","inverted":true},"radio":{"power_dbm":14,"mode":"n"},"pins":{"led":null,"led_active_low":false,"request":null,"request_active_low":false,"button":0},"ota":{"arduino":true,"key_pinned":false,"rollback_protection":false,"security_floor":0},"admin":{"set":true},"later":{"x":1}}"#;

pub(in crate::gateway) fn changes(texts: &[&str]) -> Changes {
    let change = |text: &&str| {
        let (path, value) = text.split_once('=').expect("PATH=VALUE");
        let setting = Setting::find(path).expect("a setting");
        let value = setting.parse(value).expect("a value");
        Change { setting, value }
    };
    Changes::new(texts.iter().map(change).collect()).expect("changes")
}

fn against(texts: &[&str]) -> Result<Difference> {
    changes(texts).against(&Settings::of(CONFIG))
}

#[test]
fn only_what_differs_is_sent() {
    let same = against(&["serial.baud=115200", "name=kitchen", "pins.led=none"]);
    assert!(same.expect("fits").is_empty());
    let some = against(&["serial.format=7e1", "serial.baud=9600", "name=kitchen"]).expect("fits");
    assert_eq!(
        some.body().expect("short"),
        r#"{"serial":{"baud":9600,"format":"7e1"}}"#
    );
    assert!(!some.moves());
    assert_eq!(
        some.undo(None).expect("something"),
        r#"{"serial":{"baud":115200,"format":"8n1"}}"#
    );
}

#[test]
fn secrets_always_differ_and_never_print_themselves() {
    let password = changes(&["admin.password=hunter2hunter2"]);
    let difference = password.against(&Settings::of(CONFIG)).expect("fits");
    assert!(!format!("{password:?} {difference:?}").contains("hunter2"));
    assert_eq!(
        difference.body().expect("short"),
        r#"{"admin":{"password":"hunter2hunter2"}}"#
    );
    assert_eq!(difference.undo(None), None);
    assert_eq!(
        difference.undo(Some("before12")).expect("known"),
        r#"{"admin":{"password":"before12"}}"#
    );
    assert!(against(&["ota.public_key=none"]).expect("fits").is_empty());
}

#[test]
fn a_new_network_needs_its_passphrase() {
    let error = against(&["wifi.ssid=other"]).expect_err("no passphrase");
    assert!(error.hints().join(";").contains("wifi.passphrase=none"));
    let open = against(&["wifi.ssid=other", "wifi.passphrase=none"]).expect("fits");
    assert!(open.moves());
    assert_eq!(
        open.body().expect("short"),
        r#"{"wifi":{"passphrase":null,"ssid":"other"}}"#
    );
    assert_eq!(open.undo(None), None);
    let into_open = CONFIG.replace("\"secret_set\":true", "\"secret_set\":false");
    let open = changes(&["wifi.ssid=other", "wifi.passphrase=none"]);
    let open = open.against(&Settings::of(&into_open)).expect("fits");
    assert!(open.body().expect("short").contains("\"passphrase\":null"));
    let same = changes(&["wifi.ssid=home", "wifi.passphrase=none"]);
    let same = same.against(&Settings::of(&into_open)).expect("fits");
    assert!(same.is_empty(), "{same:?}");
    assert!(against(&["wifi.ssid=home"]).expect("fits").is_empty());
}

#[test]
fn settings_that_do_not_fit_together_are_refused() {
    let fixed = "network.fixed=true";
    let address = "network.address=192.168.1.20";
    let mask = "network.netmask=255.255.255.0";
    let router = "network.gateway=192.168.1.1";
    for (texts, part) in [
        (&["pins.led=0"] as &[&str], "both pins.led and pins.button"),
        (&[fixed], "network.address"),
        (&[fixed, address], "network.netmask"),
        (
            &[fixed, address, "network.netmask=255.0.255.0"],
            "network.netmask",
        ),
        (
            &[fixed, address, "network.netmask=255.255.255.254"],
            "network.netmask",
        ),
        (&[fixed, address, mask], "network.gateway"),
        (
            &[fixed, "network.address=127.0.0.1", mask, router],
            "network.address",
        ),
    ] {
        let error = against(texts).expect_err(part);
        assert!(error.to_string().contains(part), "{texts:?}: {error}");
    }
    assert!(
        against(&[fixed, address, mask, router])
            .expect("fits")
            .moves()
    );
    assert!(against(&["pins.led=0", "pins.button=none"]).is_ok());
    assert!(against(&[address]).is_ok(), "not in force");
}

#[test]
fn a_setting_is_named_once_and_known_to_the_gateway() {
    let change = |path, value| Change {
        setting: Setting::find(path).expect("a setting"),
        value,
    };
    let baud = change("serial.baud", 9600.into());
    assert!(Changes::new(vec![baud.clone(), baud.clone()]).is_err());
    let older = CONFIG.replace("\"baud\":115200,", "");
    let error = Changes::new(vec![baud]).expect("once");
    let error = error.against(&Settings::of(&older)).expect_err("unknown");
    assert!(error.to_string().contains("does not know serial.baud"));
}

#[test]
fn what_a_gateway_does_not_take_at_once_is_refused() {
    let digits = {
        let key = crate::image::SigningKey::from_bytes(&[1; 32]).expect("a key");
        key.public_key().to_pem().expect("PEM")
    };
    let (name, password) = ("n".repeat(32), "p".repeat(64));
    let long = [
        format!("name={name}"),
        format!("wifi.ssid={}", "\"".repeat(32)),
        format!("wifi.passphrase={}", "\\".repeat(63)),
        format!("admin.password={}", "\"".repeat(64)),
        format!("ota.public_key={digits}"),
        "serial.baud=9600".to_owned(),
        "serial.format=7e1".to_owned(),
        "serial.inverted=false".to_owned(),
        "pins.led=2".to_owned(),
        "pins.led_active_low=true".to_owned(),
        "radio.mode=g".to_owned(),
    ];
    let texts: Vec<&str> = long.iter().map(String::as_str).collect();
    let error = against(&texts).expect("fits").body().expect_err("too long");
    assert!(!format!("{error:?}").contains(&password));
    assert!(error.to_string().contains("576 at once"), "{error}");
}

#[test]
fn what_did_not_come_to_be_is_named() {
    let wanted = ["serial.baud=9600", "name=attic", "ota.public_key=none"];
    let difference = against(&wanted).expect("fits");
    let after = CONFIG.replace("115200", "9600");
    assert_eq!(difference.missing(&Settings::of(&after)), ["name"]);
    let after = after.replace("kitchen", "attic");
    assert!(difference.missing(&Settings::of(&after)).is_empty());
}
