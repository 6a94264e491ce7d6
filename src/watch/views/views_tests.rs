use std::time::Duration;

use proptest::prelude::*;
use ratatui::style::Color;

use crate::source::Event;
use crate::watch::app::Message;
use crate::watch::testing::{Bench, text};
use crate::watch::theme::{Palette, Theme};

/// The main screens that users meet most.
const DIALECTS: [&str; 6] = [
    "nl-dsmr-5.0",
    "nl-dsmr-2.2",
    "be-emucs",
    "lu-smarty",
    "se-p1",
    "de-d0",
];

#[test]
fn the_main_screen_of_each_dialect_fits_80_by_24() {
    for dialect in DIALECTS {
        let screen = Bench::running(&[dialect], 70).screen(80, 24);
        insta::assert_snapshot!(format!("main_80x24_{dialect}"), screen);
    }
}

#[test]
fn what_only_the_longer_lists_of_a_meter_say_stays_on_the_screen() {
    for meter in ["no-aidon", "no-kaifa"] {
        let mut bench = Bench::running(&[meter], 1);
        for _ in 0..6 {
            bench.telegrams(1);
            let screen = bench.screen(80, 24);
            for part in ["L1", " kWh", "reactive import"] {
                assert!(screen.contains(part), "{part} of {meter}: {screen}");
            }
        }
    }
    insta::assert_snapshot!(
        "main_80x24_no-aidon",
        Bench::running(&["no-aidon"], 70).screen(80, 24)
    );
}

#[test]
fn a_larger_window_shows_more() {
    insta::assert_snapshot!(
        "main_120x40_be-emucs",
        Bench::running(&["be-emucs"], 70).screen(120, 40)
    );
    insta::assert_snapshot!(
        "main_120x40_nl-dsmr-5.0",
        Bench::running(&["nl-dsmr-5.0"], 70).screen(120, 40)
    );
}

#[test]
fn a_smaller_window_says_what_does_not_fit() {
    let screen = Bench::running(&["be-emucs"], 70).screen(60, 20);
    assert!(screen.contains("larger window"), "{screen}");
    insta::assert_snapshot!("main_60x20_be-emucs", screen);
}

#[test]
fn stale_data_says_so_large_and_since_when() {
    let mut bench = Bench::running(&["nl-dsmr-5.0"], 70);
    bench.pass(Duration::from_secs(23));
    let screen = bench.screen(80, 24);
    assert!(screen.contains("no telegram for 23 s"), "{screen}");
    insta::assert_snapshot!("stale_80x24", screen);
    insta::assert_snapshot!("stale_60x20", bench.screen(60, 20));
}

#[test]
fn each_state_of_a_connection_says_what_happens() {
    let mut bench = Bench::new(&["nl-dsmr-5.0"]);
    let connecting = bench.screen(80, 24);
    bench.event(
        0,
        Event::Lost {
            reason: "connection refused (os error 111)".into(),
            retry_in: Duration::from_millis(3500),
        },
    );
    let lost = bench.screen(80, 24);
    assert!(
        lost.contains("connection refused") && lost.contains("trying again in 4 s"),
        "{lost}"
    );
    bench.event(
        0,
        Event::Connected {
            to: "kitchen:2001 (192.0.2.7)".into(),
        },
    );
    bench.pass(Duration::from_secs(20));
    let waiting = bench.screen(80, 24);
    bench.bytes(0, vec![0xF0; 300]);
    let garbage = bench.screen(80, 24);
    bench.telegrams(5);
    bench.event(
        0,
        Event::Lost {
            reason: "the other side has closed the connection".into(),
            retry_in: Duration::from_millis(500),
        },
    );
    let lost_again = bench.screen(80, 24);
    bench.event(0, Event::Ended);
    let ended = bench.screen(80, 24);
    let all = [connecting, lost, waiting, garbage, lost_again, ended].join("\n");
    insta::assert_snapshot!("states_80x24", all);
}

#[test]
fn the_other_screens_at_80_by_24() {
    let mut bench = Bench::running(&["nl-dsmr-5.0", "be-emucs"], 12);
    let mut damaged = bench.telegram(0);
    damaged[100] ^= 0x10;
    damaged[300] = b'\n';
    bench.bytes(0, damaged);
    let mut screens = Vec::new();
    for key in ['r', 'e', '?'] {
        bench.key(key);
        screens.push(bench.screen(80, 24));
    }
    bench.key('r');
    for key in "/power".chars() {
        bench.key(key);
    }
    screens.push(bench.screen(80, 24));
    insta::assert_snapshot!("other_screens_80x24", screens.join("\n"));
}

#[test]
fn a_paused_screen_says_how_many_telegrams_came() {
    let mut bench = Bench::running(&["nl-dsmr-5.0"], 5);
    let before = bench.screen(80, 24);
    bench.key('p');
    bench.telegrams(3);
    let paused = bench.screen(80, 24);
    assert!(paused.contains("PAUSED, 3 telegrams since"), "{paused}");
    assert_eq!(
        before.lines().skip(1).collect::<Vec<_>>(),
        paused.lines().skip(1).collect::<Vec<_>>()
    );
}

#[test]
fn the_tab_in_front_is_in_sight_however_many_there_are() {
    let names = [
        "nl-dsmr-5.0",
        "nl-dsmr-4.2",
        "nl-dsmr-2.2",
        "be-emucs",
        "lu-smarty",
        "se-p1",
    ];
    let mut bench = Bench::running(&names, 1);
    for name in names {
        let first = bench.screen(60, 20).lines().next().unwrap().to_owned();
        assert!(first.contains(name), "{first}");
        bench.key('\t');
        bench.code(crossterm::event::KeyCode::Tab);
    }
}

#[test]
fn nothing_depends_on_colour_or_on_characters_outside_ascii() {
    let mut bench = Bench::running(&["be-emucs"], 70);
    let plain = bench.buffer(80, 24, Theme::PLAIN);
    assert!(
        plain
            .content
            .iter()
            .all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
    );
    let coloured = bench.buffer(
        80,
        24,
        Theme {
            palette: Palette::Many,
            unicode: true,
        },
    );
    assert_eq!(text(&plain), text(&coloured));
    let ascii = text(&bench.buffer(
        80,
        24,
        Theme {
            unicode: false,
            ..Theme::PLAIN
        },
    ));
    assert!(ascii.is_ascii(), "{ascii}");
    insta::assert_snapshot!("ascii_80x24", ascii);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_size_panics_on_any_screen(columns in 1_u16..200, rows in 1_u16..70, key in prop::sample::select(b"mre?".to_vec()), profile in prop::sample::select(DIALECTS.to_vec()), telegrams in 0_usize..3, unicode in any::<bool>()) {
        let mut bench = Bench::running(&[profile, "nl-dsmr-5.0"], telegrams);
        bench.key(char::from(key));
        bench.pass(Duration::from_secs(if rows % 2 == 0 { 100 } else { 0 }));
        bench.buffer(columns, rows, Theme { palette: Palette::Sixteen, unicode });
        bench.code(crossterm::event::KeyCode::End);
        bench.key('/');
        bench.buffer(columns, rows, Theme::PLAIN);
    }
}

#[test]
fn the_smallest_windows_do_not_panic() {
    let mut bench = Bench::running(&["be-emucs"], 2);
    for columns in 1..40 {
        for rows in 1..24 {
            bench.buffer(columns, rows, Theme::PLAIN);
        }
    }
    bench.app.update(Message::Notice("x".repeat(500)));
    insta::assert_snapshot!("tiny_30x4", bench.screen(30, 4));
}
