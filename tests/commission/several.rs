//! `smr commission --loop`: one board after the other.

use std::io::Write;
use std::process::Stdio;

use serde_json::{Value, json};
use serialport::{SerialPort, TTYPort};

use crate::commission::bench::{Bench, Output, WIFI_PASSWORD, end};
use crate::support::person::Person;
use crate::support::ports::free_port;
use crate::support::program::{Start, has, signal};
use crate::support::schema::follows;

fn serial(ready: &Value) -> &str {
    ready["serial"].as_str().expect("a path")
}

fn arguments<'a>(ports: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let usual = [
        "commission",
        "--loop",
        "--from",
        "site.toml",
        "--port",
        ports,
    ];
    let rest = [
        "--image",
        "image.bin",
        "--name",
        "meter {number}",
        "--color",
        "never",
    ];
    [&usual[..], &rest, more].concat()
}

/// With these lines from whoever stands at the bench.
fn typed(bench: &Bench, ports: &str, more: &[&str], lines: &str) -> Output {
    let mut child = bench
        .smr(&arguments(ports, more))
        .stdin(Stdio::piped())
        .start();
    let mut input = child.stdin.take().expect("standard input");
    input.write_all(lines.as_bytes()).expect("typed");
    drop(input);
    end(child)
}

#[test]
fn boards_are_numbered_labelled_counted_and_told_as_lines_of_json() {
    let bench = Bench::new("", &["--count", "2"]);
    // At the end of this line there is no board.
    let (_other_end, dead) = TTYPort::pair().expect("a port");
    let dead = dead.name().expect("a path");
    let (one, other) = (serial(bench.boards.ready(0)), serial(bench.boards.ready(1)));
    let ports = format!("{one},{dead},{other},/dev/no-such-port");
    let more = ["--first", "7", "--label", "{id}.svg", "--timeout", "3s"];
    let more = [&more[..], &["--no-meter", "--yes", "--json"]].concat();
    let output = typed(&bench, &ports, &more, "\nwhat\nq\n");
    assert_eq!(output.code, 6, "{}", output.said);
    let told: Vec<Value> = output
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    told.iter().for_each(follows);
    let of = |at: usize, key: &str| told[at][key].clone();
    assert_eq!(told.len(), 3, "{}", output.said);
    for (at, board, number) in [(0, bench.boards.ready(0), 7), (2, bench.boards.ready(1), 8)] {
        assert_eq!(of(at, "schema"), "smr.commission/1");
        assert_eq!(of(at, "id"), board["name"]);
        assert_eq!(of(at, "number"), number);
        assert_eq!(of(at, "name"), format!("meter {number}"));
        let file = told[at]["label"]["file"].as_str().expect("a file");
        assert!(bench.path(file).exists(), "{file}");
    }
    assert_eq!(of(1, "schema"), "smr.commission.failure/1");
    assert_eq!(of(1, "port"), json!(dead));
    assert_eq!(of(1, "exit_code"), 5);
    has(
        &output.said,
        &[
            "error: 1 of 3 boards failed",
            "good: 2, bad: 1",
            &format!("bad: board 8 on {dead}: no boot loader answers"),
        ],
    );
}

#[test]
fn a_board_that_failed_is_tried_again_and_one_that_is_done_counts_once() {
    let mdns = free_port().to_string();
    let bench = Bench::new("", &["--mdns", "--mdns-port", &mdns]);
    let port = serial(bench.boards.ready(0));
    let options = ["--no-meter", "--mdns-port", &mdns];
    bench.write("wifi.txt", "something else");
    let failed = typed(&bench, port, &[&options[..], &["--yes"]].concat(), "\n");
    assert_eq!(failed.code, 4, "{}", failed.said);
    has(&failed.said, &["refuses the password", "good: 0, bad: 1"]);
    bench.write("wifi.txt", WIFI_PASSWORD);
    let mut person = Person::at(bench.smr(&arguments(port, &options)));
    person.answer("board 1: plug it in and press Enter (q ends): ", "");
    person.sees("good: 1, bad: 0");
    // Whoever forgets to change the board.
    bench.hold_gpio0();
    person.answer("board 2: plug it in and press Enter (q ends): ", "");
    person.sees("was done before: plug the next board in");
    person.sees("good: 1, bad: 0");
    person.answer("board 2: plug it in and press Enter (q ends): ", "q");
    let (code, said) = person.ends();
    assert_eq!(code, Some(0), "{said}");
    has(&said, &["set up for \"home\"", "\"meter 1\" 127.0.0."]);
}

#[test]
fn whoever_stands_at_the_bench_ends_with_ctrl_d_or_ctrl_c() {
    let bench = Bench::new("", &[]);
    let start = || Person::at(bench.smr(&arguments("/dev/no-such-port*", &[])));
    let mut person = start();
    person.answer("board 1: plug it in", "");
    // Without a port there was no board.
    person.sees("none of /dev/no-such-port* is there");
    person.sees("board 1: plug it in");
    person.types("\u{4}");
    let (code, said) = person.ends();
    assert_eq!(code, Some(0), "{said}");
    has(&said, &["no board was touched"]);
    let mut person = start();
    person.sees("board 1: plug it in");
    signal(person.process(), "-INT");
    let (code, said) = person.ends();
    assert_eq!(code, Some(130), "{said}");
    has(&said, &["error: stopped", "no board was touched"]);
    let output = typed(&bench, serial(bench.boards.ready(0)), &[], "\n");
    assert_eq!(output.code, 2, "{}", output.said);
    has(&output.said, &["needs a yes", "--yes"]);
}

#[test]
fn ctrl_c_in_the_middle_of_a_board_ends_with_what_was_done() {
    let bench = Bench::new("[[fault]]\nboard = 1\nkind = \"no-address\"\n", &[]);
    let mut person = Person::at(bench.smr(&arguments(serial(bench.boards.ready(0)), &[])));
    person.answer("board 1: plug it in", "");
    person.sees("it tries to join");
    signal(person.process(), "-INT");
    let (code, said) = person.ends();
    assert_eq!(code, Some(130), "{said}");
    has(
        &said,
        &["good: 0, bad: 1", "stopped while the gateway tries"],
    );
}
