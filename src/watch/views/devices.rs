//! What the devices behind the meter have reported, and when.

use ratatui::text::Line;

use super::panel::{Panel, spread};
use crate::watch::figures::{Figures, MeteredDevice, Reported};
use crate::watch::text;
use crate::watch::theme::{Role, Theme};

/// A report older than this is no longer the present one: meters ask their devices once an hour or more often.
const OLD: i64 = 3 * 3600;
/// From this width on there is room for the device's number.
const WITH_NUMBER: u16 = 46;

/// The list; nothing if there are no devices.
pub(super) fn panel(figures: &Figures, theme: Theme, width: u16) -> Option<Panel> {
    if figures.devices.is_empty() {
        return None;
    }
    let mut lines = Vec::new();
    for device in &figures.devices {
        lines.push(row(device, theme, width));
        if let Some(id) = device.id.as_ref().filter(|_| width >= WITH_NUMBER) {
            lines.push(Line::from(theme.span(Role::Faint, format!("  no. {id}"))));
        }
    }
    Some(Panel {
        title: "Devices",
        lines,
    })
}

fn row(device: &MeteredDevice, theme: Theme, width: u16) -> Line<'static> {
    let channel = device
        .channel
        .map(|channel| format!("{channel} "))
        .unwrap_or_default();
    let mut left = Line::from(format!("{channel}{:<6}", device.medium));
    if let Some((value, unit)) = &device.value
        && device.reported != Reported::Never
    {
        left.push_span(theme.span(Role::Strong, format!(" {}", text::decimal(*value))));
        left.push_span(theme.span(Role::Faint, format!(" {}", unit.replace("m3", "m³"))));
    }
    let (role, when) = match device.reported {
        Reported::At { time, age: None } => (Role::Faint, text::meter_minute(time)),
        Reported::At { age: Some(age), .. } if age < 0 => {
            (Role::Warning, "in the future".to_owned())
        }
        Reported::At { age: Some(age), .. } if age > OLD => (Role::Warning, text::ago(age)),
        Reported::At { age: Some(age), .. } => (Role::Faint, text::ago(age)),
        Reported::Never => (Role::Warning, "never reported".to_owned()),
        Reported::Unsaid => (Role::Faint, String::new()),
    };
    spread(left, Line::from(theme.span(role, when)), width)
}
