//! Settings that take a gateway out of its network.

use serde_json::json;

use crate::config::bench::{Bench, assert_ends, said};

#[test]
fn a_network_that_cannot_be_joined_leaves_everything_as_it_was() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    let before = bench.config(0);
    let elsewhere = [
        "config",
        "set",
        gateway,
        "wifi.ssid=nowhere",
        "serial.baud=9600",
        "--yes",
        "--secret",
        "wifi.passphrase=wrong-wifi",
    ];
    let output = bench.admin(&elsewhere);
    assert_ends(
        &output,
        1,
        "is back in the one before: the network is not found",
    );
    assert_ends(&output, 1, "all settings are as they were");
    assert_eq!(bench.config(0), before);
    let wrong = [
        "config",
        "set",
        gateway,
        "--secret",
        "wifi.passphrase=wrong-wifi",
        "--secret",
        "admin.password=new",
        "--yes",
    ];
    let output = bench.admin(&wrong);
    assert_ends(&output, 1, "wrong password or weak signal");
    // With the old password, which is the right one again.
    assert_eq!(bench.config(0), before);
}

#[test]
fn a_gateway_in_its_new_network_is_waited_for_and_asked() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    let fixed = [
        "config",
        "set",
        gateway,
        "network.fixed=true",
        "network.address=192.168.1.20",
        "network.netmask=255.255.255.0",
        "network.gateway=192.168.1.1",
        "serial.baud=9600",
    ];
    assert_ends(&bench.admin(&fixed), 2, "add --yes");
    assert_eq!(bench.saved(0), 0);
    let moved = bench.json(&[&fixed[..], &["--yes"]].concat());
    assert_eq!(moved["result"], "moved");
    let after = bench.config(0);
    assert_eq!(after["network"]["address"], "192.168.1.20");
    assert_eq!(after["serial"]["baud"], 9600);
    let back = ["config", "set", gateway, "network.fixed=false", "--yes"];
    assert_ends(
        &bench.admin(&back),
        0,
        "it has joined the network and answers",
    );
    assert_eq!(bench.config(0)["network"]["fixed"], json!(false));
}

#[test]
fn what_a_network_needs_is_asked_for_before_it_is_tried() {
    let bench = Bench::new(1);
    let gateway = bench.address(0);
    for (arguments, part) in [
        (
            &["wifi.ssid=other"] as &[&str],
            "--secret wifi.passphrase=FILE",
        ),
        (&["network.fixed=true"], "network.address=192.168.1.20"),
    ] {
        let output = bench.admin(&[&["config", "set", gateway, "--yes"], arguments].concat());
        assert_ends(&output, 2, part);
    }
    // The same network with the same passphrase.
    let same = [
        "config",
        "set",
        gateway,
        "--secret",
        "wifi.passphrase=wifi",
        "--yes",
    ];
    let output = bench.admin(&same);
    assert_ends(&output, 0, "(kept)  ->  (new)");
    assert!(!said(&output).contains("joined"), "{}", said(&output));
}
