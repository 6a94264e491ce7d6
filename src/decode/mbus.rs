//! The M-Bus devices behind a meter, put together by channel.

use super::obis::Obis;
use super::quantity::Medium;
use super::telegram::{Telegram, Text, Value};
use super::view::View;

/// A device on one of the meter's M-Bus channels.
#[derive(Clone, Debug)]
pub struct Device<'a> {
    /// The channel, 1 to 4 in practice.
    pub channel: u8,
    /// The device type (EN 13757-3), if the telegram says it.
    pub device_type: Option<i64>,
    /// What it measures, if the telegram says it.
    pub medium: Option<Medium>,
    /// Its equipment number, as sent: mostly text in hexadecimal digits.
    pub id: Option<Text<'a>>,
    /// The state of its valve or relay, as sent.
    pub valve: Option<Text<'a>>,
    /// Its reading.
    pub reading: Option<View<'a>>,
}

impl Device<'_> {
    /// Whether there is a device at all: meters list empty slots too.
    pub fn is_present(&self) -> bool {
        self.id.is_some_and(|id| !id.0.is_empty())
            || self
                .reading
                .as_ref()
                .and_then(View::first)
                .is_some_and(|entry| matches!(entry.time, Some(super::view::When::At(_))))
    }
}

impl Telegram {
    /// The devices of all channels that the telegram mentions, by channel.
    pub fn devices(&self) -> Vec<Device<'_>> {
        let mut channels: Vec<u8> = self
            .readings()
            .iter()
            .filter(|reading| reading.obis.groups()[2] == 24)
            .filter_map(|reading| reading.obis.mbus_channel())
            .collect();
        channels.sort_unstable();
        channels.dedup();
        channels
            .into_iter()
            .map(|channel| self.device(channel))
            .collect()
    }

    fn device(&self, channel: u8) -> Device<'_> {
        let text = |c, d, e| {
            let item = self.find_item(Obis::new(0, channel, c, d, e))?;
            Some(self.text(item.raw))
        };
        let device_type =
            self.find_item(Obis::new(0, channel, 24, 1, 0))
                .and_then(|item| match item.value {
                    Value::Number(number) => Some(number.mantissa()),
                    _ => None,
                });
        let reading = self.readings().iter().find(|reading| {
            let [_, _, c, d, ..] = reading.obis.groups();
            reading.obis.mbus_channel() == Some(channel) && c == 24 && matches!(d, 2 | 3)
        });
        Device {
            channel,
            device_type,
            medium: device_type.map(Medium::from_type),
            id: text(96, 1, 0).or_else(|| text(96, 1, 1)),
            valve: text(24, 4, 0).or_else(|| text(96, 3, 10)),
            reading: reading.map(|reading| self.view(reading)),
        }
    }
}
