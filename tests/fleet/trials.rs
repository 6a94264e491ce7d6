//! Images that gateways give up by themselves, and how that is reported.

use crate::fleet::scene::{Scene, ends, image};

/// Bad on these boards.
fn bad(boards: &[(usize, &str)]) -> String {
    let fault = |(board, does): &(usize, &str)| {
        format!(
            "[[fault]]\nboard = {board}\nkind = \"bad-image\"\nversion = \"4.5.6\"\ndoes = \"{does}\"\n"
        )
    };
    boards.iter().map(fault).collect()
}

#[test]
fn an_image_that_a_gateway_gives_up_stops_the_update_before_the_others() {
    let scene = Scene::new(3, &bad(&[(1, "crash")]));
    let output = scene
        .update("j", &["--canary", "place=lab", "--stages", "100%"])
        .output()
        .expect("smr runs");
    ends(
        &output,
        6,
        &[
            "g1: failed",
            "the gateway has given firmware 4.5.6 up and runs 0.1.0 again",
            "2 pending",
        ],
    );
    let row = scene.row("j", "g1");
    assert_eq!(row["result"], "failed");
    assert_eq!(row["code"], "rolled-back");
    assert_eq!(row["attempts"], 1);
    assert_eq!(row["version_after"], "0.1.0");
    let reason = row["reason"].as_str().expect("a reason");
    assert!(reason.contains("it did not run"), "{reason}");
    assert!(reason.contains("exception 28 at 0x40201234"), "{reason}");
    for number in [2, 3] {
        assert_eq!(scene.version(number).as_deref(), Some("0.1.0"));
        assert_eq!(scene.uploads(number), Vec::<usize>::new());
    }
    for format in ["junit", "html"] {
        let output = scene.run(&["report", "j", "--format", format]);
        ends(&output, 0, &["given firmware 4.5.6 up", "exception 28"]);
    }
}

#[test]
fn each_gateway_has_the_reason_why_it_went_back() {
    let scene = Scene::new(3, &bad(&[(1, "hang"), (2, "lose-network")]));
    let output = scene
        .update("j", &["--stages", "100%", "--error-threshold", "9"])
        .args(["--success-threshold", "0"])
        .output()
        .expect("smr runs");
    ends(&output, 6, &["1 updated, 2 failed"]);
    for (name, part) in [
        ("g1", "what ended it last: the hardware watchdog"),
        ("g2", "did not reach its network within ten minutes"),
    ] {
        let row = scene.row("j", name);
        assert_eq!(row["code"], "rolled-back");
        let reason = row["reason"].as_str().expect("a reason");
        assert!(reason.contains(part), "{reason}");
    }
    assert!(scene.holds(3, &image("4.5.6")));
}
