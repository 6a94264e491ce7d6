//! Somebody at a terminal, who is asked for what was not given.

#![cfg(target_os = "linux")]

use crate::provision::bench::{Bench, WIFI_PASSWORD};
use crate::provision::person::Person;
use crate::support::program::{has, signal};

fn provision(bench: &Bench, more: &[&str]) -> Person {
    let port = bench.way("--port");
    let all = [&["provision", "--port", &port, "--color", "never"], more].concat();
    Person::at(bench.command(&all))
}

#[test]
fn whoever_gives_nothing_is_asked_for_everything_and_may_be_wrong() {
    let bench = Bench::new(&[]);
    let mut person = provision(&bench, &[]);
    person.answer("Enter looks again): ", "");
    person.answer("Enter looks again): ", "1");
    person.answer("password of \"home\": ", "short");
    person.answer("password of \"home\": ", "mistyped password");
    person.answer("name of the gateway", "Cellar");
    person.answer("new admin password", "one password");
    person.answer("once more", "another password");
    person.sees("the two are not the same");
    person.answer("new admin password", "");
    // The password was wrong: that first, and then another network.
    person.answer("(Enter chooses another network): ", "");
    person.answer("Enter looks again): ", "home");
    person.answer("password of \"home\": ", WIFI_PASSWORD);
    let (code, said) = person.ends();
    assert_eq!(code, Some(0), "{said}");
    has(
        &said,
        &[
            "1  home  ▂▄▆█  -58 dBm",
            "8 to 63",
            "refuses the password",
            "shown only now",
            "Cellar (smr-",
            "watch it: smr watch 127.0.0.",
            "later commands: smr login 127.0.0.",
        ],
    );
    // Who is asked again need not start again, nor know options.
    for wrong in ["same command again", "--open"] {
        assert!(!said.contains(wrong), "{wrong}: {said}");
    }
    for typed in [
        "mistyped",
        "one password",
        "another password",
        WIFI_PASSWORD,
    ] {
        assert!(!said.contains(typed), "{said}");
    }
    let (_, password) = said.split_once("the admin password is ").expect("one");
    let password = password.split_whitespace().next().expect("a word");
    assert!(bench.status(password).is_ok(), "{said}");
}

#[test]
fn whoever_has_had_enough_at_a_question_has_changed_nothing() {
    let bench = Bench::new(&[]);
    let known = ["--ssid", "home", "--wifi-password-file", "wifi.txt"];
    for (options, question, key) in [
        (&[][..], "Enter looks again): ", "\u{4}"),
        (&known, "name of the gateway", "\u{4}"),
        (&["--ssid", "home"], "password of \"home\"", "\u{3}"),
        (&["--ssid", "home"], "password of \"home\"", "\u{4}"),
    ] {
        let mut person = provision(&bench, options);
        person.sees(question);
        person.types(key);
        let (code, said) = person.ends();
        assert_eq!(code, Some(130), "{said}");
        has(&said, &["error: stopped"]);
    }
    let mut person = provision(&bench, &[]);
    person.sees("Enter looks again): ");
    signal(person.process(), "-INT");
    let (code, said) = person.ends();
    assert_eq!(code, Some(130), "{said}");
    has(&said, &["nothing was changed"]);
    assert_eq!(bench.info()["state"], "setup");
}

#[test]
fn a_network_that_hides_its_name_is_chosen_by_typing_it() {
    let bench = Bench::with_faults("[[fault]]\nboard = 1\nkind = \"hidden-wifi\"\n", &[]);
    let mut person = provision(
        &bench,
        &["--name", "Attic", "--admin-password-file", "admin.txt"],
    );
    person.answer("it hears none", "home");
    person.answer("(Enter if it is open): ", WIFI_PASSWORD);
    let (code, said) = person.ends();
    assert_eq!(code, Some(0), "{said}");
    has(&said, &["Attic (smr-"]);
}
