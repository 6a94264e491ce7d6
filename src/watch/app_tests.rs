use std::time::Duration;

use super::*;
use crate::watch::tab::Link;
use crate::watch::testing::Bench;

fn control(key: char) -> Message {
    Message::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::CONTROL))
}

#[test]
fn q_and_escape_and_control_c_quit() {
    let mut bench = Bench::running(&["nl-dsmr-5.0"], 1);
    assert_eq!(bench.key('q'), Some(Request::Quit));
    assert_eq!(bench.code(KeyCode::Esc), Some(Request::Quit));
    assert_eq!(bench.app.update(control('c')), Some(Request::Quit));
    assert_eq!(bench.app.update(control('z')), Some(Request::Suspend));
}

#[test]
fn escape_leaves_filter_and_screen_before_it_quits() {
    let mut bench = Bench::running(&["nl-dsmr-5.0"], 1);
    bench.key('/');
    bench.key('q');
    assert_eq!(bench.app.filter.text, "q", "while typing, keys are text");
    assert_eq!(
        bench.app.update(control('c')),
        Some(Request::Quit),
        "but Control-C is not"
    );
    assert_eq!(bench.code(KeyCode::Esc), None);
    assert_eq!(
        (bench.app.screen, bench.app.filter.typing),
        (Screen::Raw, false)
    );
    assert_eq!(bench.code(KeyCode::Esc), None);
    assert_eq!(bench.app.screen, Screen::Main);
    assert_eq!(bench.code(KeyCode::Esc), Some(Request::Quit));
}

#[test]
fn tabs_turn_in_both_directions() {
    let mut bench = Bench::running(&["nl-dsmr-5.0", "be-emucs", "se-p1"], 1);
    let mut seen = Vec::new();
    for code in [
        KeyCode::Tab,
        KeyCode::Right,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Left,
    ] {
        bench.code(code);
        seen.push(bench.app.shown());
    }
    assert_eq!(seen, [1, 2, 0, 2, 1]);
}

#[test]
fn a_paused_screen_stands_still_while_counting_goes_on() {
    let mut bench = Bench::running(&["nl-dsmr-5.0"], 10);
    bench.key('p');
    let before = bench.app.tab().unwrap().health.totals;
    bench.telegrams(7);
    assert_eq!(bench.app.tab().unwrap().health.totals, before);
    assert_eq!(bench.app.came_since_pause(), Some(7));
    assert_eq!(bench.app.tabs()[0].health.totals.telegrams(), 17);
    bench.key('p');
    assert_eq!(bench.app.came_since_pause(), None);
    assert_eq!(bench.app.tab().unwrap().health.totals.telegrams(), 17);
}

#[test]
fn the_screen_of_a_paused_source_does_not_become_stale() {
    let mut bench = Bench::running(&["nl-dsmr-5.0"], 10);
    bench.key('p');
    bench.pass(Duration::from_secs(60));
    assert!(!bench.app.tab().unwrap().is_stale(bench.app.shown_now()));
    bench.key('p');
    assert!(bench.app.tab().unwrap().is_stale(bench.app.shown_now()));
}

#[test]
fn a_telegram_with_a_wrong_check_is_counted_but_not_believed() {
    let mut bench = Bench::running(&["nl-dsmr-5.0"], 3);
    let good = bench.app.tab().unwrap().good.clone().unwrap();
    let mut damaged = bench.telegram(0);
    let place = damaged
        .windows(6)
        .position(|part| part == b"1.7.0(")
        .unwrap()
        + 6;
    damaged[place] = b'9';
    bench.bytes(0, damaged);
    let tab = bench.app.tab().unwrap();
    assert_eq!((tab.health.totals.valid, tab.health.totals.invalid), (3, 1));
    assert_eq!(
        tab.good.as_ref().unwrap().telegram.offset(),
        good.telegram.offset()
    );
    assert_ne!(
        tab.last.as_ref().unwrap().telegram.offset(),
        good.telegram.offset()
    );
    assert_eq!(
        tab.log.newest_first().next().unwrap().happening,
        Happening::CheckFailed
    );
}

#[test]
fn a_lost_source_says_when_it_is_tried_again_and_its_return_is_counted() {
    let mut bench = Bench::running(&["nl-dsmr-5.0"], 3);
    bench.event(
        0,
        Event::Lost {
            reason: "connection refused".into(),
            retry_in: Duration::from_secs(4),
        },
    );
    bench.pass(Duration::from_secs(1));
    let tab = bench.app.tab().unwrap();
    assert_eq!(tab.retry_in(bench.now), Some(Duration::from_secs(3)));
    assert!(
        tab.is_stale(bench.now),
        "figures of a lost source are old at once"
    );
    bench.event(
        0,
        Event::Connected {
            to: "kitchen".into(),
        },
    );
    assert_eq!(bench.app.tab().unwrap().health.reconnects, 1);
    assert!(!bench.app.tab().unwrap().is_stale(bench.now));
}

#[test]
fn a_failure_keeps_its_causes_and_hints() {
    let mut bench = Bench::new(&["nl-dsmr-5.0"]);
    let error = Error::failed("cannot open x")
        .because(Error::failed("no permission"))
        .hint("ask");
    bench.app.update(Message::Failed {
        tab: 0,
        now: bench.now,
        error,
    });
    let expected = Link::Failed {
        reason: "cannot open x: no permission".into(),
        hints: vec!["ask".into()],
    };
    assert_eq!(bench.app.tab().unwrap().link, expected);
}

#[test]
fn notes_are_told_once_and_again_only_after_they_were_gone() {
    let mut bench = Bench::running(&["be-emucs"], 50);
    let notes = bench
        .app
        .tab()
        .unwrap()
        .log
        .newest_first()
        .filter(|entry| entry.happening == Happening::Note);
    assert!(notes.count() <= 2);
    bench.key('c');
    assert_eq!(bench.app.tab().unwrap().health.totals.telegrams(), 0);
}

#[test]
fn recording_is_asked_for_and_ended_with_the_same_key() {
    let mut bench = Bench::running(&["nl-dsmr-5.0"], 1);
    assert_eq!(bench.key('R'), Some(Request::StartRecording(0)));
    bench.app.update(Message::Recording {
        tab: 0,
        path: "x.smr".into(),
    });
    bench.telegrams(1);
    assert!(bench.app.tab().unwrap().recording.as_ref().unwrap().bytes > 100);
    assert_eq!(bench.key('R'), Some(Request::StopRecording(0)));
    bench.app.update(Message::RecordingEnded {
        tab: 0,
        text: "recorded".into(),
    });
    assert_eq!(bench.app.tab().unwrap().recording, None);
    assert_eq!(bench.app.notice(), Some("recorded"));
    bench.pass(Duration::from_secs(9));
    assert_eq!(bench.app.notice(), None);
}

#[test]
fn scrolling_stays_within_the_lines() {
    let mut bench = Bench::running(&["nl-dsmr-5.0"], 1);
    bench.key('r');
    bench.screen(80, 24);
    bench.code(KeyCode::End);
    let end = bench.screen(80, 24);
    bench.code(KeyCode::PageDown);
    assert_eq!(bench.screen(80, 24), end);
    assert!(end.contains("end of the telegram"), "{end}");
    bench.code(KeyCode::PageUp);
    bench.code(KeyCode::Home);
    assert!(bench.screen(80, 24).contains("identification of"));
}
