//! Text messages that a grid operator sends to the meter now and then.

use super::clock::Moment;
use super::random::Random;

#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "Planned work in your street on Tuesday from 09:00 to 12:00. The power will be off.",
    "Your meter was updated last night. There is nothing you have to do.",
    "Service line 0000-0000. Reference 4711.",
];

/// Share of the hours in which there is a message.
const PROBABILITY: f64 = 0.08;

/// The message that the meter shows, if any. It may change at the full hour.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    random: Random,
    hour: i64,
    text: Option<&'static str>,
}

impl Message {
    pub(crate) fn new(random: Random, start: &Moment) -> Self {
        Message {
            random,
            hour: start.unix.div_euclid(3_600),
            text: None,
        }
    }

    pub(crate) fn advance(&mut self, moment: &Moment) {
        let hour = moment.unix.div_euclid(3_600);
        if hour != self.hour {
            self.hour = hour;
            let choice = self.random.below(TEXTS.len() as u64);
            let text = usize::try_from(choice)
                .ok()
                .and_then(|index| TEXTS.get(index));
            self.text = text.copied().filter(|_| self.random.happens(PROBABILITY));
        }
    }

    /// The text, empty without a message.
    pub(crate) fn text(&self) -> &'static str {
        self.text.unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::meter::clock::Zone;

    #[test]
    fn messages_come_now_and_then_and_change_only_at_the_full_hour() {
        let zone = Zone {
            winter_hours: 1,
            has_summer_time: true,
        };
        let mut message = Message::new(Random::new(1), &zone.at(0));
        let mut hours_with_text = 0;
        for hour in 1..=1_000 {
            message.advance(&zone.at(hour * 3_600));
            let text = message.text();
            message.advance(&zone.at(hour * 3_600 + 3_599));
            assert_eq!(message.text(), text);
            hours_with_text += u32::from(!text.is_empty());
        }
        assert!((20..200).contains(&hours_with_text), "{hours_with_text}");
    }
}
