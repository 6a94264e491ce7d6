//! Gateways that are well when their stage is done, and not when it has run for a while.

use std::io::{BufRead, BufReader, Read};

use sha2::{Digest, Sha256};

use crate::fleet::http;
use crate::fleet::scene::{PASSWORD, Scene, image, until};
use crate::fleet::signal;
use crate::support::program::{Running, Start};

/// The child, once it has said `part`, and stopped there; what follows is read when it goes on.
fn held_at(
    mut child: Running,
    part: &str,
) -> (Running, impl FnOnce(Running) -> (Option<i32>, String)) {
    let mut lines = BufReader::new(child.stderr.take().expect("standard error"));
    let mut said = String::new();
    while !said.contains(part) {
        let count = lines.read_line(&mut said).expect("a line");
        assert_ne!(count, 0, "it ended: {said}");
    }
    signal(child.id(), "-STOP");
    (child, move |mut child| {
        signal(child.id(), "-CONT");
        lines.read_to_string(&mut said).expect("text");
        (child.wait().expect("it ends").code(), said)
    })
}

fn send(address: &str, method: &str, path: &str, headers: &str, body: &[u8]) {
    let answer = http::admin(address, PASSWORD, method, path, headers, body);
    let answer = answer.expect("an answer");
    let said = String::from_utf8_lossy(&answer.body).into_owned();
    assert_eq!(answer.status, 200, "{said}");
}

#[test]
fn who_falls_back_or_hears_its_meter_no_more_while_its_stage_soaks_has_failed() {
    let scene = Scene::new(4, "");
    for number in 1..=3 {
        // Telegrams come, so that they must go on to come.
        until("a telegram", || {
            (scene.status(number)?["p1"]["telegrams"].as_u64()? > 0).then_some(())
        });
    }
    let child = scene
        .update(
            "j",
            &[
                "--canary",
                "g1",
                "--canary",
                "g2",
                "--canary",
                "g3",
                "--soak",
                "1s",
                "--error-threshold",
                "2",
            ],
        )
        .start();
    let (child, go_on) = held_at(child, "has to run for");
    let [one, two] = [scene.address(1), scene.address(2)];
    let old = image("4.5.5");
    let digest = format!("X-SMR-SHA256: {}\r\n", http::hex(&Sha256::digest(&old)));
    send(one, "POST", "/api/v1/firmware", &digest, &old);
    let serial = b"{\"serial\":{\"inverted\":false}}";
    let json = "Content-Type: application/json\r\n";
    send(two, "PATCH", "/api/v1/config", json, serial);
    until("the old version", || {
        (scene.version(1)? == "4.5.5").then_some(())
    });
    // Longer than three seconds counts, however short the meter's period is.
    until("silence", || {
        let age = &scene.status(2)?["p1"]["last_telegram_ms"];
        (age.is_null() || age.as_u64()? > 3_000).then_some(())
    });
    let (code, said) = go_on(child);
    assert_eq!(code, Some(6), "{said}");
    for part in [
        "g1: failed (unhealthy): after its stage: it runs 4.5.5",
        "g2: failed (unhealthy): after its stage: telegrams came from its meter",
        "paused: 2 failed (--error-threshold 2): 1 updated, 2 failed, 1 pending",
    ] {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
    assert!(scene.holds(1, &old), "the chip of 1");
    assert_eq!(scene.row("j", "g3")["result"], "updated");
    assert_eq!(scene.row("j", "g4")["attempts"], 0);
}
