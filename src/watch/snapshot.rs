//! What the screen shows, as `smr.snapshot/1` for programs.

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use serde::Serialize;
use serde::ser::Serializer;
use serde_json::value::RawValue;

use super::app::App;
use super::figures::{Figures, MeteredDevice, Reported};
use super::tab::{Link, Tab};
use crate::decode::{Decimal, Telegram, Text, hex};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    version: &'static str,
    taken_at: String,
    paused: bool,
    shown: usize,
    columns: u16,
    rows: u16,
    screen: Vec<String>,
    sources: Vec<Source<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    name: &'a str,
    state: &'static str,
    reason: Option<&'a str>,
    stale: bool,
    health: Health,
    dialect: Option<&'static str>,
    dialect_reason: Option<&'a str>,
    last_telegram_at: Option<String>,
    figures: Option<Shown>,
    telegram: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Health {
    telegrams: u64,
    valid: u64,
    invalid: u64,
    unchecked: u64,
    bytes: u64,
    noise_bytes: u64,
    gaps: u64,
    reconnects: u64,
    period_ms: Option<u128>,
    jitter_ms: Option<u128>,
}

#[derive(Serialize)]
struct Shown {
    power_import_w: Option<Exact>,
    power_export_w: Option<Exact>,
    tariff: Option<u8>,
    phases: Vec<Phase>,
    counters: Vec<Counter>,
    devices: Vec<Device>,
    demand_w: Option<Exact>,
    month_peak_w: Option<Exact>,
}

#[derive(Serialize)]
struct Phase {
    #[serde(rename = "phase")]
    number: u8,
    voltage_v: Option<Exact>,
    current_a: Option<Exact>,
    import_w: Option<Exact>,
    export_w: Option<Exact>,
}

#[derive(Serialize)]
struct Counter {
    direction: &'static str,
    tariff: Option<u8>,
    value: Exact,
    unit: String,
}

#[derive(Serialize)]
struct Device {
    channel: Option<u8>,
    medium: &'static str,
    value: Option<Exact>,
    unit: Option<String>,
    age_s: Option<i64>,
    reported: bool,
}

/// A number with exactly the digits of the telegram.
struct Exact(Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = RawValue::from_string(self.0.to_string());
        digits
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

/// The screen in `buffer` and what is known about each source, as indented JSON.
pub fn json(app: &App, buffer: &Buffer, at: Timestamp) -> String {
    let document = Document {
        schema: "smr.snapshot/1",
        version: env!("CARGO_PKG_VERSION"),
        taken_at: at.to_string(),
        paused: app.came_since_pause().is_some(),
        shown: app.shown(),
        columns: buffer.area.width,
        rows: buffer.area.height,
        screen: screen(buffer),
        sources: app
            .shown_tabs()
            .iter()
            .map(|tab| source(tab, app.shown_now()))
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// The rows of the screen without the spaces at their ends.
fn screen(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width.max(1));
    let rows = buffer.content.chunks(width);
    rows.map(|row| {
        let row: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
        row.trim_end().to_owned()
    })
    .collect()
}

fn source(tab: &Tab, now: Timestamp) -> Source<'_> {
    let (state, reason) = match &tab.link {
        Link::Opening { .. } => ("opening", None),
        Link::Connected { .. } => ("connected", None),
        Link::Lost { reason, .. } => ("lost", Some(reason.as_str())),
        Link::Failed { reason, .. } => ("failed", Some(reason.as_str())),
        Link::Ended => ("ended", None),
    };
    let choice = tab.last.as_ref().map(|last| last.telegram.dialect());
    let health = &tab.health;
    Source {
        name: &tab.name,
        state,
        reason,
        stale: tab.is_stale(now),
        health: Health {
            telegrams: health.totals.telegrams(),
            valid: health.totals.valid,
            invalid: health.totals.invalid,
            unchecked: health.totals.unchecked,
            bytes: health.bytes,
            noise_bytes: health.totals.noise_bytes,
            gaps: health.gaps,
            reconnects: health.reconnects,
            period_ms: health.period().map(|period| period.as_millis()),
            jitter_ms: health.jitter().map(|jitter| jitter.as_millis()),
        },
        dialect: choice.map(|choice| choice.dialect.id),
        dialect_reason: choice.map(|choice| choice.reason.as_str()),
        last_telegram_at: health.last_telegram.map(|at| at.to_string()),
        figures: tab
            .good
            .as_ref()
            .map(|good| shown(&Figures::of(&good.telegram))),
        telegram: tab.last.as_ref().map(|last| lines_of(&last.telegram)),
    }
}

/// The lines of an ASCII telegram; octets in rows of 32 of any other.
fn lines_of(telegram: &Telegram) -> Vec<String> {
    if telegram.is_typed() || telegram.is_locked() {
        return telegram.bytes().chunks(32).map(hex).collect();
    }
    let text = Text(telegram.content()).to_string();
    text.lines().map(str::to_owned).collect()
}

fn shown(figures: &Figures) -> Shown {
    let demand = figures.demand.as_ref();
    Shown {
        power_import_w: figures.power.import.map(Exact),
        power_export_w: figures.power.export.map(Exact),
        tariff: figures.tariff,
        phases: figures
            .phases
            .iter()
            .map(|phase| Phase {
                number: phase.number,
                voltage_v: phase.voltage.map(Exact),
                current_a: phase.current.map(Exact),
                import_w: phase.import.map(Exact),
                export_w: phase.export.map(Exact),
            })
            .collect(),
        counters: figures
            .counters
            .iter()
            .map(|counter| Counter {
                direction: counter.direction.word(),
                tariff: counter.tariff,
                value: Exact(counter.value),
                unit: counter.unit.clone(),
            })
            .collect(),
        devices: figures.devices.iter().map(device).collect(),
        demand_w: demand.and_then(|demand| demand.average).map(Exact),
        month_peak_w: demand
            .and_then(|demand| demand.peak)
            .map(|peak| Exact(peak.value)),
    }
}

fn device(device: &MeteredDevice) -> Device {
    let (value, unit) = device.value.clone().unzip();
    Device {
        channel: device.channel,
        medium: device.medium,
        value: value.map(Exact),
        unit,
        age_s: match device.reported {
            Reported::At { age, .. } => age,
            _ => None,
        },
        reported: device.reported != Reported::Never,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::watch::testing::Bench;
    use crate::watch::theme::Theme;

    fn taken(bench: &mut Bench) -> Value {
        let buffer = bench.buffer(80, 24, Theme::PLAIN);
        serde_json::from_str(&json(&bench.app, &buffer, bench.now)).unwrap()
    }

    #[test]
    fn the_document_follows_its_schema() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("docs/schema/smr.snapshot-1.json");
        let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for mut bench in [
            Bench::new(&["nl-dsmr-5.0"]),
            Bench::running(&["be-emucs", "de-d0"], 20),
        ] {
            let document = taken(&mut bench);
            let errors: Vec<String> = validator
                .iter_errors(&document)
                .map(|error| error.to_string())
                .collect();
            assert!(errors.is_empty(), "{errors:?}");
        }
    }

    #[test]
    fn figures_keep_the_digits_of_the_telegram() {
        let mut bench = Bench::running(&["de-d0"], 1);
        let buffer = bench.buffer(80, 24, Theme::PLAIN);
        let text = json(&bench.app, &buffer, bench.now);
        let figures = Figures::of(&bench.app.tab().unwrap().good.as_ref().unwrap().telegram);
        for counter in figures.counters {
            assert!(
                text.contains(&format!("\"value\": {},", counter.value)),
                "{text}"
            );
        }
        let document = taken(&mut bench);
        assert_eq!(document["screen"].as_array().unwrap().len(), 24);
        assert_eq!(document["sources"][0]["health"]["telegrams"], 1);
    }
}
