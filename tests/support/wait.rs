//! Waiting for what other processes do.

use std::thread::sleep;
use std::time::{Duration, Instant};

/// Far longer than anything takes, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks: whoever never rests takes the processor from those that are waited for.
const PAUSE: Duration = Duration::from_millis(10);

/// Asks again and again until there is an answer.
#[track_caller]
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < PATIENCE, "in vain: {what}");
        sleep(PAUSE);
    }
}
