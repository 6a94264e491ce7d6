//! What becomes of updates on a board, in simulated time.

use super::network::Memory;
use super::staging::{flash_with, request};
use super::tests::{SECOND, machine_with, provision};
use super::*;
use crate::sim::core::ChipReset;

const MINUTE: u64 = 60 * SECOND;

/// A board in its network that has run 1.0.0 and is about to start with 2.0.0 for the first time.
fn updated(change: impl FnOnce(&mut Quirks)) -> VirtualBoard<Memory> {
    let mut machine = machine_with(flash_with("1.0.0"));
    provision(&mut machine);
    change(&mut machine.quirks);
    request(&mut machine.flash, "2.0.0");
    VirtualBoard::new(machine)
}

fn bad(misdeed: Misdeed) -> VirtualBoard<Memory> {
    updated(|quirks| quirks.bad_images.push(("2.0.0".to_owned(), misdeed)))
}

fn is_on_trial(board: &VirtualBoard<Memory>) -> Option<bool> {
    match &board.phase {
        Phase::Running { core, .. } => Some(core.is_on_trial()),
        _ => None,
    }
}

/// Lives on until `is_it`; how long that took, or nothing within `limit`.
fn until(
    board: &mut VirtualBoard<Memory>,
    limit: u64,
    mut is_it: impl FnMut(&VirtualBoard<Memory>) -> bool,
) -> Option<u64> {
    let began = board.now;
    while board.now < began + limit {
        if is_it(board) {
            return Some(board.now - began);
        }
        let pause = u64::try_from(board.step(board.now).as_micros()).expect("short");
        board.now += pause.max(1_000);
    }
    None
}

fn runs(version: &str) -> impl FnMut(&VirtualBoard<Memory>) -> bool + '_ {
    move |board| board.version() == Some(version)
}

#[test]
fn a_good_image_is_confirmed_after_a_minute_and_stays() {
    let mut board = updated(|_| {});
    assert!(until(&mut board, 2 * SECOND, runs("2.0.0")).is_some());
    assert_eq!(is_on_trial(&board), Some(true));
    let trial = until(&mut board, 2 * MINUTE, |board| {
        is_on_trial(board) == Some(false)
    });
    assert!(trial.is_some_and(|trial| (MINUTE..MINUTE + 2 * SECOND).contains(&trial)));
    for _ in 0..5 {
        board.reset(ChipReset::Exception);
        assert!(until(&mut board, 2 * SECOND, runs("2.0.0")).is_some());
    }
}

#[test]
fn an_image_that_hangs_or_crashes_is_gone_after_three_starts() {
    for (misdeed, cause) in [
        (Misdeed::Hang, ChipReset::HardwareWatchdog),
        (Misdeed::Crash, ChipReset::Exception),
    ] {
        let mut board = bad(misdeed);
        assert!(until(&mut board, 2 * SECOND, runs("2.0.0")).is_some());
        let trial = until(&mut board, MINUTE, runs("1.0.0"));
        assert!(trial.is_some(), "{misdeed:?}");
        // The first start is not one: power came.
        assert_eq!(board.resets(), 4, "{misdeed:?}");
        let machine = board.machine().expect("a machine");
        assert_eq!(machine.cause(), cause);
        let served = |board: &VirtualBoard<Memory>| board.state() == State::Run;
        assert!(until(&mut board, MINUTE, served).is_some(), "{misdeed:?}");
        assert_eq!(until(&mut board, 20 * MINUTE, runs("2.0.0")), None);
    }
}

#[test]
fn an_image_that_loses_the_network_is_gone_after_ten_minutes() {
    let mut board = bad(Misdeed::LoseNetwork);
    assert!(until(&mut board, 2 * SECOND, runs("2.0.0")).is_some());
    let trial = until(&mut board, 15 * MINUTE, runs("1.0.0")).expect("gone");
    assert!(
        (10 * MINUTE..12 * MINUTE).contains(&trial),
        "{} s",
        trial / SECOND
    );
    assert_eq!(board.resets(), 1);
    let served = |board: &VirtualBoard<Memory>| board.state() == State::Run;
    assert!(until(&mut board, MINUTE, served).is_some());
}

#[test]
fn a_network_that_is_away_for_an_hour_says_nothing_about_an_image() {
    let mut board = updated(|quirks| quirks.wifi_lost.push((0, 3_600_000)));
    assert!(until(&mut board, 2 * SECOND, runs("2.0.0")).is_some());
    let old = until(&mut board, 70 * MINUTE, runs("1.0.0"));
    assert_eq!(old, None);
    assert_eq!(is_on_trial(&board), Some(false));
    assert_eq!(board.version(), Some("2.0.0"));
}

#[test]
fn three_dips_of_power_say_nothing_about_an_image() {
    let mut board = updated(|_| {});
    for _ in 0..3 {
        assert!(until(&mut board, 2 * SECOND, runs("2.0.0")).is_some());
        assert_eq!(until(&mut board, 2 * SECOND, |_| false), None);
        board.reset(ChipReset::Power);
    }
    let confirmed = |board: &VirtualBoard<Memory>| is_on_trial(board) == Some(false);
    assert!(until(&mut board, 2 * MINUTE, confirmed).is_some());
    assert_eq!(board.version(), Some("2.0.0"));
}

#[test]
fn a_trial_can_be_had_without_its_idle_time() {
    for misdeed in [None, Some(Misdeed::Hang), Some(Misdeed::LoseNetwork)] {
        let mut board = match misdeed {
            Some(misdeed) => bad(misdeed),
            None => updated(|_| {}),
        };
        board.skip_trials();
        let mut world = 0;
        let is_over = |board: &VirtualBoard<Memory>| match misdeed {
            Some(_) => board.version() == Some("1.0.0"),
            None => is_on_trial(board) == Some(false),
        };
        while !is_over(&board) {
            assert!(world < 20 * SECOND, "{misdeed:?}");
            let pause = u64::try_from(board.step(world).as_micros()).expect("short");
            world += pause.max(1_000);
        }
        assert!(board.now > world + 15 * SECOND, "{misdeed:?}");
        // The firmware has felt no gap.
        assert!(board.resets() <= 4, "{misdeed:?}");
    }
}

#[test]
fn a_swap_takes_its_time_if_that_is_wanted() {
    let mut board = updated(|quirks| quirks.swap_step = SECOND);
    let time = until(&mut board, MINUTE, runs("2.0.0")).expect("in time");
    // Four copies of two sectors; the loader erases a sector besides.
    assert!((4 * SECOND..7 * SECOND).contains(&time), "{time}");
}
