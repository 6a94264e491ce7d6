//! From the state of a meter to the bytes of a telegram.

use super::Meter;
use super::electricity::{Registers, micro_watt_hours};
use super::layout::{BillingForms, Coding, Device, Form, Identity, Line, PeakOrder};
use super::phases::{Flow, PerTariff};
use super::profile::Ending;
use super::supply::Supply;
use crate::decode::crc::crc16_arc;

/// Appends the telegram of the meter's present state.
pub(crate) fn write(meter: &Meter, out: &mut Vec<u8>) {
    let profile = meter.profile;
    let start = out.len();
    out.push(b'/');
    text(out, profile.ident);
    digits(out, meter.serial, profile.ident_digits, 0);
    text(out, "\r\n");
    if profile.has_blank_line {
        text(out, "\r\n");
    }
    for line in profile.lines {
        write_line(meter, line, out);
        text(out, "\r\n");
    }
    out.push(b'!');
    let crc = crc16_arc(out.get(start..).unwrap_or_default());
    match profile.ending {
        Ending::Crc => hex_word(out, crc, true),
        Ending::CrcWithoutLeadingZeros => hex_word(out, crc, false),
        Ending::Nothing => {}
    }
    text(out, "\r\n");
}

fn write_line(meter: &Meter, line: &Line, out: &mut Vec<u8>) {
    match line {
        Line::Fixed(line) => text(out, line),
        Line::Clock(code) => {
            text(out, code);
            group(out, meter.moment.stamp().with_season());
        }
        Line::Identity(code, identity) => {
            text(out, code);
            write_identity(meter.serial, identity, out);
        }
        Line::Number(code, quantity, form) => {
            text(out, code);
            number(out, meter.quantity(*quantity), form);
        }
        Line::FailureLog(code) => write_failure_log(meter, code, out),
        Line::Message(code) => {
            text(out, code);
            out.push(b'(');
            hex(out, meter.message.text().as_bytes());
            out.push(b')');
        }
        Line::Delivered(code, supply, form) => {
            let counter = meter.supplies.counter(*supply);
            text(out, code);
            group(out, counter.read_at.with_season());
            unsigned(out, counter.read, form);
        }
        Line::DeliveredOnTwoLines(code, supply, description, form) => {
            let counter = meter.supplies.counter(*supply);
            text(out, code);
            group(out, counter.read_at.digits());
            text(out, description);
            text(out, "\r\n");
            unsigned(out, counter.read, form);
        }
        Line::DeliveredByHour(code, form) => write_hours(meter, code, form, out),
        Line::MonthPeak(code, order, form) => {
            let peak = meter.demand.peak();
            text(out, code);
            match order {
                PeakOrder::TimeFirst => {
                    group(out, peak.at.with_season());
                    unsigned(out, peak.power * 1_000, form);
                }
                PeakOrder::ValueFirst => {
                    unsigned(out, peak.power * 1_000, form);
                    group(out, peak.at.digits());
                }
            }
        }
        Line::PeakHistory(code, form) => write_peak_history(meter, code, form, out),
        Line::BillingList(code, forms) => write_billing_list(meter, code, forms, out),
    }
}

fn write_identity(serial: u64, of: &Identity, out: &mut Vec<u8>) {
    let plain = identity(serial, of);
    out.push(b'(');
    match of.coding {
        Coding::Plain => out.extend(plain),
        Coding::Hex => hex(out, &plain),
    }
    out.push(b')');
}

/// An equipment number in plain characters.
pub(crate) fn identity(serial: u64, identity: &Identity) -> Vec<u8> {
    // Each device has a number of its own; what they differ by is of no meaning.
    let offset = match identity.device {
        Device::Electricity => 0,
        Device::Supply(Supply::Gas) => 0x1234_5678_9ABC_DEF1,
        Device::Supply(Supply::Water) => 0x2468_ACF1_3579_BDE3,
        Device::Supply(Supply::Heat) => 0x369C_F258_BE14_7AD5,
    };
    let mut plain = Vec::new();
    text(&mut plain, identity.prefix);
    digits(&mut plain, serial.wrapping_add(offset), identity.digits, 0);
    plain
}

fn write_failure_log(meter: &Meter, code: &str, out: &mut Vec<u8>) {
    text(out, code);
    out.push(b'(');
    text(out, &meter.failures.len().to_string());
    text(out, ")(0-0:96.7.19)");
    for failure in &meter.failures {
        group(out, failure.ended.with_season());
        out.push(b'(');
        digits(out, failure.seconds.into(), 10, 0);
        text(out, "*s)");
    }
}

fn write_hours(meter: &Meter, code: &str, form: &Form, out: &mut Vec<u8>) {
    let mut is_first = true;
    for (volume, at) in meter.supplies.gas_by_hour() {
        if !std::mem::take(&mut is_first) {
            text(out, "\r\n");
        }
        text(out, code);
        unsigned(out, *volume, form);
        group(out, &at.spaced());
    }
}

fn write_peak_history(meter: &Meter, code: &str, form: &Form, out: &mut Vec<u8>) {
    let months = meter.demand.history();
    text(out, code);
    out.push(b'(');
    text(out, &months.len().to_string());
    text(out, ")(1-0:1.6.0)(1-0:1.6.0)");
    for month in months {
        group(out, month.closed.with_season());
        group(out, month.peak.at.with_season());
        unsigned(out, month.peak.power * 1_000, form);
    }
}

fn write_billing_list(meter: &Meter, code: &str, forms: &BillingForms, out: &mut Vec<u8>) {
    let billing = &meter.billing;
    let Registers { energy, quadrants } = &billing.registers;
    text(out, code);
    group(out, billing.closed.with_season());
    let mut register = |energy: u64, form| unsigned(out, micro_watt_hours(energy), form);
    for flow in [Flow::Import, Flow::Export] {
        let tariffs = energy.get(flow);
        for value in [tariffs.total(), tariffs.one, tariffs.two] {
            register(value, &forms.active);
        }
    }
    for flow in [Flow::ReactiveImport, Flow::ReactiveExport] {
        register(energy.get(flow).total(), &forms.reactive);
    }
    for quadrant in quadrants {
        register(*quadrant, &forms.reactive);
    }
    register(
        energy.import.total().saturating_add(energy.export.total()),
        &forms.active,
    );
    for PerTariff { one, two } in [billing.peaks.import, billing.peaks.export] {
        for power in [one.max(two), one, two] {
            unsigned(out, power * 1_000, &forms.peak);
        }
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

/// `(…)`
fn group(out: &mut Vec<u8>, content: &[u8]) {
    out.push(b'(');
    out.extend_from_slice(content);
    out.push(b')');
}

/// `(-0012.345*unit)` of a value in millionths.
fn number(out: &mut Vec<u8>, value: i64, form: &Form) {
    let steps = value.unsigned_abs() / form.step;
    out.push(b'(');
    if value < 0 && steps > 0 {
        out.push(b'-');
    }
    digits(out, steps, form.whole, form.decimals);
    text(out, form.unit);
    out.push(b')');
}

fn unsigned(out: &mut Vec<u8>, value: u64, form: &Form) {
    number(out, i64::try_from(value).unwrap_or(i64::MAX), form);
}

/// The last `whole + decimals` digits of a number, with a point before the decimals.
fn digits(out: &mut Vec<u8>, mut number: u64, whole: u8, decimals: u8) {
    let decimals = usize::from(decimals);
    let has_point = decimals > 0;
    let start = out.len();
    out.resize(
        start + usize::from(whole) + decimals + usize::from(has_point),
        b'.',
    );
    for (place, digit) in out.iter_mut().skip(start).rev().enumerate() {
        if has_point && place == decimals {
            continue;
        }
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// Two hexadecimal digits for each byte.
fn hex(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(
        bytes
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15].map(hex_digit)),
    );
}

fn hex_word(out: &mut Vec<u8>, word: u16, has_leading_zeros: bool) {
    let [high, low] = word.to_be_bytes();
    let all = [high >> 4, high & 15, low >> 4, low & 15];
    let zeros = all.iter().take(3).take_while(|digit| **digit == 0).count();
    let skipped = if has_leading_zeros { 0 } else { zeros };
    out.extend(all.into_iter().skip(skipped).map(hex_digit));
}

fn hex_digit(value: u8) -> u8 {
    match value {
        0..=9 => b'0' + value,
        _ => b'A' + value - 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_have_fixed_width_decimals_and_unit() {
        let kwh = Form::kilo(6, 3, "*kWh");
        assert_eq!(
            written(|out| number(out, 1_234_567_999_999, &kwh)),
            "(001234.567*kWh)"
        );
        let amperes = Form::base(3, 0, "*A");
        assert_eq!(written(|out| number(out, 7_999_999, &amperes)), "(007*A)");
    }

    #[test]
    fn a_minus_stands_before_the_digits_and_never_before_zero() {
        let watts = Form::base(6, 2, "*W");
        assert_eq!(
            written(|out| number(out, -12_340_000, &watts)),
            "(-000012.34*W)"
        );
        assert_eq!(written(|out| number(out, -1, &watts)), "(000000.00*W)");
    }

    #[test]
    fn a_number_too_wide_loses_its_front_like_a_counter() {
        assert_eq!(written(|out| digits(out, 1_234_567, 3, 2)), "345.67");
    }

    #[test]
    fn a_checksum_may_go_without_leading_zeros_but_keeps_its_last_digit() {
        assert_eq!(written(|out| hex_word(out, 0x0B9F, true)), "0B9F");
        assert_eq!(written(|out| hex_word(out, 0x0B9F, false)), "B9F");
        assert_eq!(written(|out| hex_word(out, 0, false)), "0");
    }
}
