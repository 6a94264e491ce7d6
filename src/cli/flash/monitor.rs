//! What a board says after it was flashed, in words, until Ctrl-C.

use std::io::Write;
use std::time::Duration;

use super::board::Person;
use crate::cli::{Context, report};
use crate::error::{Error, Result};
use crate::flash::line::Line;
use crate::flash::saying::{Ear, Heard, Said};
use crate::ui::saying as show;

/// From one look at the line to the next.
const EACH: Duration = Duration::from_millis(100);
/// What comes in a row is shown at once: the mask ROM says all it has to say within a few of these.
const MOMENT: Duration = Duration::from_millis(20);

/// Prints what comes, as it comes.
pub(super) fn listen(mut line: Line, context: Context, person: &Person) -> Result<()> {
    report::message(
        context,
        "what the board says, at whichever of its two speeds; stop with Ctrl-C",
    );
    let mut stdout = std::io::stdout().lock();
    follow(&mut line, &mut stdout, &|| person.has_stopped())
}

/// Prints what comes until somebody has stopped.
fn follow(line: &mut Line, out: &mut dyn Write, has_stopped: &dyn Fn() -> bool) -> Result<()> {
    // The gateway has been asked who it is at this speed before.
    let mut ear = Ear::new(false);
    line.set_speed(ear.speed());
    while !has_stopped() {
        // At a wrong speed every byte is lost, so the change must not wait for more of them.
        let heard = line.listen_until(EACH, |heard| !heard.is_empty())?;
        let heard = match heard.is_empty() {
            true => heard,
            false => [heard, line.listen(MOMENT)?].concat(),
        };
        match ear.hear(&heard) {
            Heard::Lines(said) => print(out, &said)?,
            Heard::OtherSpeed(speed) => {
                line.set_speed(speed);
            }
        }
    }
    Ok(())
}

fn print(out: &mut dyn Write, said: &[Said]) -> Result<()> {
    let text: String = said.iter().map(show::said).collect();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(Error::writing_output)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::cell::Cell;
    use std::io::Write;

    use serialport::{SerialPort, TTYPort};

    use super::*;
    use crate::flash::line::{BOOT_LOG_SPEED, SPEED};

    #[test]
    fn a_board_that_starts_anew_is_followed_to_its_other_speed_and_never_shown_raw() {
        let (mut board, ours) = TTYPort::pair().expect("a pseudo-terminal");
        let mut line = Line::open(&ours.name().expect("a name")).expect("a line");
        let turn = Cell::new(0);
        let mut out = Vec::new();
        let talk = std::cell::RefCell::new(&mut board);
        // Between two looks the board says the next thing, as it would sound at the speed of whoever listens.
        let has_stopped = || {
            let mut board = talk.borrow_mut();
            // Both ends of a pseudo-terminal share it.
            let speed = board.baud_rate().expect("a speed");
            let (wanted, said): (u32, &[u8]) = match turn.get() {
                0 => (SPEED, b"\x1b[2Jhello from the application\r\n"),
                1 | 2 => (
                    BOOT_LOG_SPEED,
                    b" ets Jan  8 2013,rst cause:4, boot mode:(3,6)\r\nsmr-boot/1 run\r\n",
                ),
                3 | 4 => (SPEED, b"hello again from the application\r\n"),
                _ => return true,
            };
            let sounds = match speed == wanted {
                true => said.to_vec(),
                false => vec![0x9C; said.len()],
            };
            board.write_all(&sounds).expect("written");
            turn.set(turn.get() + 1);
            false
        };
        follow(&mut line, &mut out, &has_stopped).expect("nothing fails");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(
            text,
            "\u{fffd}[2Jhello from the application\n\
             ets Jan  8 2013,rst cause:4, boot mode:(3,6)\n    = the hardware watchdog has reset the chip: the program hung; it starts what its flash holds\n    \
             hint: where it happens again and again, write the newest firmware: smr flash, and tell what is printed here\n\
             smr-boot/1 run\n    = the gateway's boot loader starts the firmware\n\
             hello again from the application\n"
        );
    }
}
