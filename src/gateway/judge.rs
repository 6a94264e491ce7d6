//! What the figures of a gateway mean. Pure: the same status is judged the same anywhere and at any time.

use serde::Serialize;

use super::status::Status;
use super::words;

mod figures;

/// How good a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rating {
    /// As it should be.
    Good,
    /// Worth a look.
    Fair,
    /// Something is wrong.
    Poor,
}

impl Rating {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Rating::Good => "good",
            Rating::Fair => "fair",
            Rating::Poor => "poor",
        }
    }
}

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// The meter's line.
    Meter,
    /// The radio.
    Wifi,
    /// Who reads the meter.
    Clients,
    /// The board and its firmware.
    Gateway,
}

impl Group {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Meter => "Meter",
            Group::Wifi => "Wi-Fi",
            Group::Clients => "Clients",
            Group::Gateway => "Gateway",
        }
    }
}

/// One figure in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it is about.
    pub group: Group,
    /// A stable word for programs.
    pub code: &'static str,
    /// What it is.
    pub label: &'static str,
    /// How much, with units.
    pub text: String,
    /// How good that is; nothing where there is nothing to judge.
    pub rating: Option<Rating>,
    /// What to do about it, where it is not good.
    pub advice: Option<&'static str>,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    More,
    /// Less is better.
    Less,
}

/// From which value on a figure is good, fair or poor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The word of the figure.
    pub code: &'static str,
    /// What is measured, with its unit.
    pub measure: &'static str,
    /// Which way is better.
    pub better: Better,
    /// The last value that is good.
    pub good: f64,
    /// The last value that is fair.
    pub fair: f64,
    /// What to do where it is not good.
    pub advice: &'static str,
}

impl Scale {
    fn rate(&self, value: f64) -> Rating {
        let reaches = |limit: f64| match self.better {
            Better::More => value >= limit,
            Better::Less => value <= limit,
        };
        match (reaches(self.good), reaches(self.fair)) {
            (true, _) => Rating::Good,
            (_, true) => Rating::Fair,
            _ => Rating::Poor,
        }
    }
}

/// The scales by which figures are judged.
pub const SCALES: &[Scale] = &[
    Scale {
        code: "last-telegram",
        measure: "age of the last telegram, in periods of the meter",
        better: Better::Less,
        good: 2.0,
        fair: 5.0,
        advice: "check the cable and the meter; see more with --events",
    },
    Scale {
        code: "check-sums",
        measure: "telegrams with a wrong CRC, in percent",
        better: Better::Less,
        good: 0.1,
        fair: 2.0,
        advice: "check the cable and its length, the pull-up resistor and the polarity",
    },
    Scale {
        code: "bytes-lost",
        measure: "bytes lost because they were not fetched in time, in a million",
        better: Better::Less,
        good: 1.0,
        fair: 100.0,
        advice: "fewer clients or better Wi-Fi leave more time for the meter's line",
    },
    Scale {
        code: "framing-errors",
        measure: "bytes that were not framed as the line's format says, in a million",
        better: Better::Less,
        good: 1.0,
        fair: 100.0,
        advice: "check baud, format and polarity of the line, the cable, and the pull-up of 1 to 4.7 kΩ to 3.3 V",
    },
    Scale {
        code: "signal",
        measure: "strength of the Wi-Fi signal, in dBm",
        better: Better::More,
        good: -67.0,
        fair: -76.0,
        advice: "move the gateway or the access point, or raise the transmit power",
    },
    Scale {
        code: "wifi-losses",
        measure: "losses of the Wi-Fi a day",
        better: Better::Less,
        good: 1.0,
        fair: 12.0,
        advice: "see when with --events; check the signal and the access point",
    },
    Scale {
        code: "client-lag",
        measure: "bytes that wait for the slowest client",
        better: Better::Less,
        good: 2_048.0,
        fair: 6_144.0,
        advice: "this client reads too slowly and loses telegrams; the others do not",
    },
    Scale {
        code: "memory",
        measure: "the least memory that was ever free, in bytes",
        better: Better::More,
        good: 10_240.0,
        fair: 6_144.0,
        advice: "fewer clients, or clients that read in time, leave more memory",
    },
    Scale {
        code: "largest-block",
        measure: "largest free piece of memory, in bytes",
        better: Better::More,
        good: 6_144.0,
        fair: 3_072.0,
        advice: "the memory is in pieces: restart the gateway when it suits you",
    },
];

/// The scale of a figure.
fn scale(code: &str) -> Option<&'static Scale> {
    SCALES.iter().find(|scale| scale.code == code)
}

/// The scales as a text for people.
pub fn scales() -> String {
    let rows: Vec<String> = SCALES
        .iter()
        .map(|scale| {
            let sign = match scale.better {
                Better::More => "from",
                Better::Less => "up to",
            };
            format!(
                "  {:<14} good {sign} {}, fair {sign} {}: {}",
                scale.code, scale.good, scale.fair, scale.measure
            )
        })
        .collect();
    format!("How figures are judged:\n{}", rows.join("\n"))
}

/// What all figures amount to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// The worst of all ratings; nothing if nothing could be judged.
    pub overall: Option<Rating>,
    /// All figures, in the order in which they are shown.
    pub figures: Vec<Figure>,
}

impl Judgement {
    /// That of a gateway of which only what anybody may know is known.
    pub fn unknown() -> Judgement {
        Judgement {
            overall: None,
            figures: Vec::new(),
        }
    }

    /// How many figures have this rating.
    pub fn count(&self, rating: Rating) -> usize {
        let rated = self.figures.iter().filter(|it| it.rating == Some(rating));
        rated.count()
    }
}

/// Judges all figures of a gateway.
pub fn judge(status: &Status) -> Judgement {
    let figures = figures::all(status);
    Judgement {
        overall: figures.iter().filter_map(|figure| figure.rating).max(),
        figures,
    }
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
