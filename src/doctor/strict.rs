//! What a strict DSMR 5 reader, the `dsmr5` crate, says of a telegram.

use std::cell::Cell;
use std::convert::Infallible;
use std::panic::{self, catch_unwind};
use std::sync::Once;

use super::alike::shown;
use crate::decode::{Framing, Telegram};

thread_local! {
    static IS_ASKING: Cell<bool> = const { Cell::new(false) };
}

/// Why such a reader refuses a telegram; nothing if it accepts it, or if it is none of its kind.
pub(super) fn refusal(telegram: &Telegram) -> Option<String> {
    if telegram.framing() != Framing::P1 || telegram.is_locked() {
        return None;
    }
    let bytes = telegram.bytes().to_vec();
    quietly(|| asked(&bytes)).unwrap_or_else(|| Some("it breaks down over them".to_owned()))
}

fn asked(bytes: &[u8]) -> Option<String> {
    let mut reader = dsmr5::Reader::new(bytes.iter().copied().map(Ok::<u8, Infallible>));
    let Some(Ok(readout)) = reader.next() else {
        return Some("it has no room for a telegram of this length".to_owned());
    };
    let telegram = match readout.to_telegram() {
        Ok(telegram) => telegram,
        Err(error) => return Some(format!("it says {error:?} of the whole telegram")),
    };
    let good = telegram.objects().take_while(Result::is_ok).count();
    let is_all_good = telegram.objects().all(|object| object.is_ok());
    if is_all_good {
        return match dsmr5::state::State::try_from(&telegram) {
            Ok(_) => None,
            Err(error) => Some(format!("it says {error:?}")),
        };
    }
    let line = bytes
        .split(|byte| matches!(byte, b'\r' | b'\n'))
        .filter(|line| line.contains(&b'('))
        .nth(good);
    Some(match line {
        Some(line) => format!("at the line {}", shown(line)),
        None => "at a line that it does not know".to_owned(),
    })
}

/// Runs what may panic, without a word on standard error; nothing if it did.
fn quietly<T>(ask: impl FnOnce() -> T + panic::UnwindSafe) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_ASKING.get() {
                usual(info);
            }
        }));
    });
    IS_ASKING.set(true);
    let answer = catch_unwind(ask);
    IS_ASKING.set(false);
    answer.ok()
}
