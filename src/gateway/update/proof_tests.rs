//! Each part of a proof.

use super::*;
use crate::image::{Board, Descriptor, Recipe, SMALLEST_SIZE, build};

fn image(version: &str) -> Image {
    let bytes = build(&Recipe {
        descriptor: Descriptor {
            version: version.parse().expect("a version"),
            board: Board::Esp8266With1M,
            build: "test".parse().expect("a build"),
            security_version: 0,
        },
        size: SMALLEST_SIZE,
        seed: 1,
    });
    Image::parse(&bytes.expect("an image")).expect("a sound image")
}

fn running(image: &Image, boots: u32) -> Running {
    Running {
        version: image.descriptor.version.to_string(),
        build: image.descriptor.build.to_string(),
        sha256: Some(image.sha256),
        boots,
        start: start(),
        reason: "ota".to_owned(),
        telegrams: 5,
        hears_meter: true,
        period: Some(Duration::from_secs(1)),
        standing: Standing::Confirmed,
    }
}

/// Which start it is does not matter for a proof.
fn start() -> Start {
    let text = include_str!("../testdata/status.json");
    Start::of(&serde_json::from_str(text).expect("a status"))
}

fn rollback() -> Rollback {
    Rollback {
        why: "did-not-run".to_owned(),
        left: Some("2.0.0".to_owned()),
        evidence: None,
    }
}

#[test]
fn a_rollback_of_long_ago_is_not_one_of_this_update() {
    let (old, new) = (image("1.0.0"), image("2.0.0"));
    let before = Running {
        standing: Standing::RolledBack(rollback()),
        ..running(&old, 7)
    };
    let restarted = Running {
        boots: 8,
        ..before.clone()
    };
    let proof = weigh(&before, &restarted, &new);
    assert_eq!(proof, Proof::Fails(Breach::OldVersion));
    let again = Running {
        boots: 11,
        reason: "rolled-back".to_owned(),
        ..before.clone()
    };
    let proof = weigh(&before, &again, &new);
    assert_eq!(proof, Proof::RolledBack(rollback()));
}

#[test]
fn what_a_gateway_has_left_is_named_before_it_has_read_it() {
    let (old, new) = (image("1.0.0"), image("2.0.0"));
    let back = Running {
        standing: Standing::RolledBack(Rollback {
            left: None,
            ..rollback()
        }),
        reason: "rolled-back".to_owned(),
        ..running(&old, 9)
    };
    let Proof::RolledBack(told) = weigh(&running(&old, 7), &back, &new) else {
        panic!("it has gone back");
    };
    assert_eq!(told.left.as_deref(), Some("2.0.0"));
}

#[test]
fn a_return_is_proven_by_the_version_and_who_asked_for_it() {
    let (old, new) = (image("1.0.0"), image("2.0.0"));
    let before = running(&new, 8);
    let back = Running {
        standing: Standing::RolledBack(Rollback {
            why: "requested".to_owned(),
            ..rollback()
        }),
        reason: "rolled-back".to_owned(),
        ..running(&old, 9)
    };
    let silent = Running {
        telegrams: 0,
        ..back.clone()
    };
    let of_itself = Running {
        standing: Standing::RolledBack(rollback()),
        ..back.clone()
    };
    for (after, expected) in [
        (back, Proof::Complete),
        (silent, Proof::Lacks(Missing::Telegrams)),
        (of_itself, Proof::Fails(Breach::OtherReason)),
        (running(&new, 9), Proof::Fails(Breach::OldVersion)),
        (
            running(&image("3.0.0"), 9),
            Proof::Fails(Breach::OtherVersion),
        ),
    ] {
        assert_eq!(weigh_return(&before, &after, "1.0.0"), expected);
    }
}

#[test]
fn a_meter_with_long_pauses_is_waited_for_longer() {
    let of = |seconds| Missing::Telegrams.patience(Some(Duration::from_secs(seconds)));
    assert_eq!(of(10), PATIENCE);
    assert_eq!(of(3_600), Duration::from_secs(3 * 3_600));
}

#[test]
fn the_old_one_is_known_before_it_has_counted_its_digest() {
    let (old, new) = (image("1.0.0"), image("2.0.0"));
    let before = running(&old, 7);
    let with = |sha256| Running {
        sha256,
        ..running(&old, 8)
    };
    for (sha256, breach) in [
        (None, Breach::OldVersion),
        (Some(old.sha256), Breach::OldVersion),
        (Some(new.sha256), Breach::OtherVersion),
    ] {
        let proof = weigh(&before, &with(sha256), &new);
        assert_eq!(proof, Proof::Fails(breach));
    }
}

#[test]
fn each_part_of_a_proof_counts() {
    let (old, new, third) = (image("1.0.0"), image("2.0.0"), image("3.0.0"));
    let good = running(&new, 8);
    let cases: Vec<(&str, Running, Proof)> = vec![
        ("all of it", good.clone(), Proof::Complete),
        (
            "the old one",
            running(&old, 8),
            Proof::Fails(Breach::OldVersion),
        ),
        (
            "a third one",
            running(&third, 8),
            Proof::Fails(Breach::OtherVersion),
        ),
        (
            "other bytes",
            Running {
                sha256: Some(third.sha256),
                ..good.clone()
            },
            Proof::Fails(Breach::OtherBytes),
        ),
        (
            "another build",
            Running {
                build: "other".to_owned(),
                ..good.clone()
            },
            Proof::Fails(Breach::OtherVersion),
        ),
        (
            "two starts",
            running(&new, 9),
            Proof::Fails(Breach::Restarts(2)),
        ),
        (
            "power cuts in between",
            Running {
                reason: "power".to_owned(),
                ..running(&new, 9)
            },
            Proof::Complete,
        ),
        (
            "on trial, whatever has happened",
            Running {
                standing: Standing::Trial,
                reason: "crash".to_owned(),
                ..running(&new, 9)
            },
            Proof::Lacks(Missing::Confirmation),
        ),
        (
            "given up",
            Running {
                standing: Standing::RolledBack(rollback()),
                ..running(&old, 11)
            },
            Proof::RolledBack(rollback()),
        ),
        (
            "another reason",
            Running {
                reason: "watchdog".to_owned(),
                ..good.clone()
            },
            Proof::Fails(Breach::OtherReason),
        ),
        (
            "no digest yet",
            Running {
                sha256: None,
                ..good.clone()
            },
            Proof::Lacks(Missing::Digest),
        ),
        (
            "no telegram yet",
            Running {
                telegrams: 0,
                ..good
            },
            Proof::Lacks(Missing::Telegrams),
        ),
    ];
    let before = running(&old, 7);
    for (what, after, expected) in cases {
        assert_eq!(weigh(&before, &after, &new), expected, "{what}");
    }
}

#[test]
fn telegrams_are_asked_for_only_where_they_came_before() {
    let new = image("2.0.0");
    let silent = Running {
        hears_meter: false,
        ..running(&image("1.0.0"), 7)
    };
    let after = Running {
        telegrams: 0,
        ..running(&new, 8)
    };
    assert_eq!(weigh(&silent, &after, &new), Proof::Complete);
}

#[test]
fn the_same_image_again_is_proven_by_the_start_alone() {
    let new = image("2.0.0");
    let before = running(&new, u32::MAX);
    assert_eq!(weigh(&before, &running(&new, 0), &new), Proof::Complete);
}

#[test]
fn a_rebuilt_version_that_did_not_get_in_is_the_old_one() {
    let new = image("2.0.0");
    let before = Running {
        sha256: Some(image("1.0.0").sha256),
        ..running(&new, 7)
    };
    let after = Running {
        boots: 8,
        ..before.clone()
    };
    let proof = weigh(&before, &after, &new);
    assert_eq!(proof, Proof::Fails(Breach::OldVersion));
}

#[test]
fn a_meter_is_heard_while_its_telegrams_are_no_older_than_three_periods() {
    let text = include_str!("../testdata/status.json");
    let hears = |age: &str, period: &str| {
        let text = text.replace("\"last_telegram_ms\":400", age);
        let text = text.replace("\"period_ms\":1000", period);
        let status: Status = serde_json::from_str(&text).expect("a status");
        Running::of(&status).hears_meter
    };
    assert!(hears("\"last_telegram_ms\":60000", "\"period_ms\":1000"));
    assert!(!hears("\"last_telegram_ms\":60001", "\"period_ms\":1000"));
    assert!(hears("\"last_telegram_ms\":60001", "\"period_ms\":30000"));
    assert!(!hears("\"last_telegram_ms\":null", "\"period_ms\":null"));
}
