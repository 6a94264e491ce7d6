//! Boards that were set up before.

use serde_json::Value;

use crate::commission::bench::Bench;
use crate::support::ports::free_port;
use crate::support::program::has;
use crate::support::schema::follows;

#[test]
fn a_board_that_was_set_up_before_keeps_its_settings_unless_they_are_to_go() {
    let mdns = free_port().to_string();
    let announced = ["--mdns", "--mdns-port", &mdns];
    let commission = |bench: &Bench, more: &[&str]| {
        bench.commission(&[&["--mdns-port", &mdns, "--json"], more].concat())
    };
    let bench = Bench::new("", &announced);
    let output = commission(&bench, &[]);
    assert_eq!(output.code, 0, "{}", output.said);

    bench.hold_gpio0();
    let output = commission(&bench, &["--name", "other", "--label", "label.txt"]);
    assert_eq!(output.code, 0, "{}", output.said);
    let done: Value = serde_json::from_str(&output.stdout).expect("JSON");
    follows(&done);
    assert_eq!(done["was_set_up"], true);
    assert_eq!(done["name"], "cellar");
    assert_eq!(done["telegram"]["check"], "valid");
    assert_eq!(done["label"]["file"], "label.txt");
    has(&output.said, &["its settings have stayed"]);

    // With another admin password it is somebody else's.
    bench.write("admin.txt", "another admin secret");
    bench.hold_gpio0();
    let output = commission(&bench, &[]);
    assert_eq!(output.code, 4, "{}", output.said);
    assert_eq!(output.stdout, "");
    has(
        &output.said,
        &["was set up before, with another admin password", "--again"],
    );

    bench.hold_gpio0();
    let output = commission(&bench, &["--again", "--name", "other"]);
    assert_eq!(output.code, 0, "{}", output.said);
    let done: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(done["was_set_up"], false);
    assert_eq!(done["name"], "other");
}

#[test]
fn a_board_that_was_set_up_for_another_place_is_told_with_what_to_do() {
    let bench = Bench::new("", &[]);
    let output = bench.commission(&["--no-meter"]);
    assert_eq!(output.code, 0, "{}", output.said);
    // Here it cannot be found: it does not announce itself.
    bench.hold_gpio0();
    let output = bench.commission(&["--timeout", "1s"]);
    assert_eq!(output.code, 5, "{}", output.said);
    has(
        &output.said,
        &[
            "neither on its serial line nor in the network",
            "--again erases its settings",
        ],
    );
}
