//! Five hundred gateways of which some are broken, each in its own way.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::time::Instant;

use smr::image::Image;

use crate::fleet::scene::{Scene, ends, image};

const COUNT: usize = 500;
/// Gateways that are broken, and what comes of that.
struct Broken {
    numbers: RangeInclusive<usize>,
    fault: &'static str,
    result: &'static str,
    attempts: u64,
    code: Option<&'static str>,
}

const fn broken(
    numbers: RangeInclusive<usize>,
    fault: &'static str,
    result: &'static str,
    attempts: u64,
    code: Option<&'static str>,
) -> Broken {
    Broken {
        numbers,
        fault,
        result,
        attempts,
        code,
    }
}

/// 5 % unreachable, 3 % that restart in the middle, 2 % with another password, 1 % that come back as they were, and 4 % slow ones.
const BROKEN: [Broken; 5] = [
    broken(
        101..=125,
        "unreachable",
        "unreachable",
        2,
        Some("unreachable"),
    ),
    broken(126..=140, "reboot-mid-upload", "updated", 2, None),
    broken(
        141..=150,
        "wrong-password",
        "failed",
        1,
        Some("authentication"),
    ),
    broken(
        151..=155,
        "keep-old-version",
        "failed",
        1,
        Some("old-version"),
    ),
    broken(156..=175, "slow-network", "updated", 1, None),
];
/// What ran before.
const OLD: &str = env!("CARGO_PKG_VERSION");
const NEW: &str = "4.5.6";

/// What each fault needs to be told, different for each board.
fn keys(kind: &str, number: usize) -> String {
    match kind {
        "reboot-mid-upload" => format!("at_bytes = {}", 1_000 + number * 3_001 % 48_000),
        "slow-network" => format!("bytes_per_s = {}", 5_000 + number * 100),
        _ => String::new(),
    }
}

fn faults() -> String {
    let mut text = String::new();
    for broken in BROKEN {
        let kind = broken.fault;
        for number in broken.numbers {
            let keys = keys(kind, number);
            writeln!(
                text,
                "[[fault]]\nboard = {number}\nkind = \"{kind}\"\n{keys}"
            )
            .expect("text");
        }
    }
    text
}

#[test]
fn every_one_of_five_hundred_gateways_is_reported_as_its_flash_chip_says() {
    let began = Instant::now();
    let scene = Scene::with(COUNT, &faults(), "1s");
    let ready = began.elapsed();
    let new = image(NEW);
    let arguments = [
        ["--canary", "place=lab"],
        ["--stages", "1,5%,20%,100%"],
        ["--max-parallel", "16"],
        ["--error-threshold", "16"],
        ["--unreachable-budget", "5%"],
        ["--retries", "1"],
        ["--soak", "1s"],
    ];
    let output = scene.update("j", arguments.as_flattened()).output();
    let output = output.expect("smr runs");
    let took = began.elapsed().saturating_sub(ready);
    ends(
        &output,
        6,
        &[
            "500 gateways: update to 4.5.6 in 4 stages, seed 1",
            "stage 4 of 4: 400 gateways",
            "460 updated, 15 failed, 25 unreachable",
        ],
    );

    let report = scene.report("j");
    assert_eq!(report["state"], "ended");
    let rows = report["gateways"].as_array().expect("gateways");
    let rows: BTreeMap<&str, _> = rows
        .iter()
        .map(|row| (row["name"].as_str().expect("a name"), row))
        .collect();
    assert_eq!(rows.len(), COUNT);
    let uploads = scene.all_uploads();
    let (mut taken, mut cut) = (0, 0);
    for number in 1..=COUNT {
        let row = rows[format!("g{number}").as_str()];
        let broken = BROKEN
            .iter()
            .find(|broken| broken.numbers.contains(&number));
        let (result, attempts, code) = match broken {
            Some(broken) => (broken.result, broken.attempts, broken.code),
            None => ("updated", 1, None),
        };
        assert_eq!(row["result"], result, "{row}");
        assert_eq!(row["attempts"], attempts, "{row}");
        assert_eq!(row["code"].as_str(), code, "{row}");

        let flash = scene.flash(number);
        let held = Image::in_flash(&flash).expect("an image on the chip");
        let held = held.descriptor.version.to_string();
        let is_new = result == "updated";
        assert_eq!(held, if is_new { NEW } else { OLD }, "the chip of {row}");
        assert_eq!(scene.holds(number, &new), is_new, "the chip of {row}");
        let told = row["version_after"].as_str();
        assert_eq!(
            told,
            (result != "unreachable").then_some(held.as_str()),
            "{row}"
        );

        let counted = uploads.get(&number).map_or(&[][..], Vec::as_slice);
        let whole = counted.iter().filter(|bytes| **bytes == new.len()).count();
        let sent = is_new || code == Some("old-version");
        assert_eq!(whole, usize::from(sent), "{number} has counted {counted:?}");
        let attempts = usize::try_from(attempts).expect("few");
        assert!(
            counted.len() <= attempts,
            "{number} has counted {counted:?}"
        );
        taken += whole;
        cut += counted.len() - whole;
    }
    println!(
        "{COUNT} gateways: ready after {:.1} s, updated in {:.1} s; the boards have counted {taken} whole uploads of {} bytes and {cut} that were cut",
        ready.as_secs_f64(),
        took.as_secs_f64(),
        new.len(),
    );
}
