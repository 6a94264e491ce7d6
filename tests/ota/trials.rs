//! New firmware on trial: what is not good goes by itself, and a power cut in the middle does not matter.

use crate::ota::scene::{SIZE, Scene, command, ends, events, image};

fn bad(does: &str) -> String {
    format!("[[fault]]\nboard = 1\nkind = \"bad-image\"\nversion = \"4.5.6\"\ndoes = \"{does}\"\n")
}

#[test]
fn an_image_that_is_not_good_goes_by_itself_and_it_is_told_why() {
    for (does, why, cause, parts) in [
        (
            "hang",
            "did-not-run",
            "hardware-watchdog",
            &[
                "in three starts",
                "what ended it last: the hardware watchdog",
            ][..],
        ),
        (
            "crash",
            "did-not-run",
            "exception",
            &["in three starts", "exception 28 at 0x40201234"],
        ),
        (
            "lose-network",
            "network-not-reached",
            "restart",
            &["did not reach its network", "hint: was its network well"],
        ),
    ] {
        let scene = Scene::with(&bad(does), &[]);
        let output = scene.ota(&["--format", "jsonl"]);
        ends(
            &output,
            1,
            &["has given firmware 4.5.6 up and runs 0.1.0 again: it "],
        );
        ends(&output, 1, parts);
        let events = events(&output);
        let failed = events.last().expect("an event");
        assert_eq!(failed["reason"], "rolled-back", "{does}");
        assert_eq!(failed["version"], "0.1.0", "{does}");
        assert_eq!(failed["bytes_sent"], SIZE, "{does}");
        let rollback = &failed["rollback"];
        assert_eq!(rollback["why"], why, "{does}");
        assert_eq!(rollback["version"], "4.5.6", "{does}");
        assert_eq!(rollback["cause"], cause, "{does}");
        assert_eq!(
            rollback["exception"]["cause"] == 28,
            does == "crash",
            "{does}"
        );
        let status = scene.status();
        assert_eq!(status["ota"]["image"], "rolled-back", "{does}");
        assert_eq!(status["device"]["firmware"]["version"], "0.1.0", "{does}");
        assert!(scene.flash()[0x1000..].starts_with(&scene.first()[0x1000..]));

        // It is found by whoever looks.
        for (name, code, said) in [
            ("diag", 0, "4.5.6 was given up: it did not"),
            ("doctor", 8, "[firmware-rolled-back]"),
        ] {
            let address = format!("http://{}", scene.address());
            let output = command(scene.path(), &[name, &address])
                .args(["--password-file", "secret"])
                .output()
                .expect("smr runs");
            ends(&output, code, &[said]);
        }
    }
}

#[test]
fn a_power_cut_while_images_are_swapped_is_gone_on_from() {
    // The upload takes about 420 operations, the swap 72.
    let fault = "[[fault]]\nboard = 1\nkind = \"power-cut\"\nat_flash_op = 450\nat_byte = 1000\n";
    let scene = Scene::with(fault, &[]);
    let output = scene.ota(&[]);
    ends(
        &output,
        0,
        &[
            "keep it powered; a cut is harmless",
            "runs 4.5.6, before 0.1.0; proven",
            "it runs after its power was away",
        ],
    );
    assert!(scene.holds(&image("4.5.6")));
    assert_eq!(scene.status()["device"]["reset"]["cause"], "power");
}

#[test]
fn a_swap_that_takes_long_is_waited_for() {
    // Longer than a restart may take; 24 copies.
    let fault = "[[fault]]\nboard = 1\nkind = \"slow-swap\"\neach = \"250ms\"\n";
    let scene = Scene::with(fault, &[]);
    ends(&scene.ota(&[]), 0, &["proven"]);
}

#[test]
fn an_image_on_trial_is_waited_for_before_another_is_sent() {
    let scene = Scene::with("", &["--trial", "real"]);
    let output = scene.ota(&["--proof-timeout", "8s", "--format", "jsonl"]);
    ends(
        &output,
        1,
        &["runs 4.5.6, but within 8s there was not the gateway's word"],
    );
    let told = events(&output);
    assert!(told.iter().any(|event| event["missing"] == "confirmation"));
    assert_eq!(scene.status()["ota"]["image"], "trial");
    scene.write("new.bin", &image("4.5.7"));
    let output = scene.ota(&["--proof-timeout", "2s", "--format", "jsonl"]);
    ends(
        &output,
        1,
        &["which has not proven itself within 2s; until then it takes nothing"],
    );
    let events = events(&output);
    let failed = events.last().expect("an event");
    assert_eq!(failed["reason"], "busy");
    assert_eq!(failed["bytes_sent"], 0);
    scene.runs("4.5.6");
}
