//! Belgian meters: Flanders after e-MUCS P1, and Wallonia.

use super::super::phases::{Flow::*, Phase::*, Tariff};
use super::super::supply::Supply;
use super::Line::{self, *};
use super::Quantity::*;
use super::{Device, Form, Identity, PeakOrder};

const KWH: Form = Form::kilo(6, 3, "*kWh");
const KW: Form = Form::kilo(2, 3, "*kW");
const VOLTS: Form = Form::base(3, 1, "*V");
const AMPERES: Form = Form::base(3, 2, "*A");
const TARIFF: Form = Form::base(4, 0, "");
const CUBIC_METRES: Form = Form::base(5, 3, "*m3");

/// e-MUCS P1 1.7.1: gas that is not converted to standard conditions (24.2.3), and water.
pub(crate) const EMUCS: &[Line] = &[
    Fixed("0-0:96.1.4(50217)"),
    Line::Identity(
        "0-0:96.1.1",
        Identity::hex(Device::Electricity, "1SAG99", 8),
    ),
    Clock("0-0:1.0.0"),
    Number("1-0:1.8.1", TariffEnergy(Import, Tariff::One), KWH),
    Number("1-0:1.8.2", TariffEnergy(Import, Tariff::Two), KWH),
    Number("1-0:2.8.1", TariffEnergy(Export, Tariff::One), KWH),
    Number("1-0:2.8.2", TariffEnergy(Export, Tariff::Two), KWH),
    Number("0-0:96.14.0", Tariff, TARIFF),
    Number("1-0:1.4.0", Demand(Import), KW),
    MonthPeak("1-0:1.6.0", PeakOrder::TimeFirst, KW),
    PeakHistory("0-0:98.1.0", KW),
    Number("1-0:1.7.0", Power(Import), KW),
    Number("1-0:2.7.0", Power(Export), KW),
    Number("1-0:21.7.0", PhasePower(Import, L1), KW),
    Number("1-0:41.7.0", PhasePower(Import, L2), KW),
    Number("1-0:61.7.0", PhasePower(Import, L3), KW),
    Number("1-0:22.7.0", PhasePower(Export, L1), KW),
    Number("1-0:42.7.0", PhasePower(Export, L2), KW),
    Number("1-0:62.7.0", PhasePower(Export, L3), KW),
    Number("1-0:32.7.0", Voltage(L1), VOLTS),
    Number("1-0:52.7.0", Voltage(L2), VOLTS),
    Number("1-0:72.7.0", Voltage(L3), VOLTS),
    Number("1-0:31.7.0", Current(L1), AMPERES),
    Number("1-0:51.7.0", Current(L2), AMPERES),
    Number("1-0:71.7.0", Current(L3), AMPERES),
    Fixed("0-0:96.3.10(1)"),
    Fixed("0-0:17.0.0(999.9*kW)"),
    Fixed("1-0:31.4.0(999*A)"),
    Message("0-0:96.13.0"),
    Fixed("0-1:24.1.0(003)"),
    Line::Identity(
        "0-1:96.1.1",
        Identity::hex(Device::Supply(Supply::Gas), "7FLO99", 8),
    ),
    Fixed("0-1:24.4.0(1)"),
    Delivered("0-1:24.2.3", Supply::Gas, CUBIC_METRES),
    Fixed("0-2:24.1.0(007)"),
    Line::Identity(
        "0-2:96.1.1",
        Identity::hex(Device::Supply(Supply::Water), "8SET99", 8),
    ),
    Delivered("0-2:24.2.1", Supply::Water, CUBIC_METRES),
];

/// The Iskra meters of Wallonia: version in hexadecimal digits, five tariffs, nothing on M-Bus.
pub(crate) const WALLONIA: &[Line] = &[
    Fixed("0-0:96.1.4(3231313130)"),
    Line::Identity(
        "0-0:96.1.1",
        Identity::hex(Device::Electricity, "E9999", 12),
    ),
    Clock("0-0:1.0.0"),
    Number("1-0:1.8.1", TariffEnergy(Import, Tariff::One), KWH),
    Number("1-0:1.8.2", TariffEnergy(Import, Tariff::Two), KWH),
    Fixed("1-0:1.8.3(000000.000*kWh)"),
    Fixed("1-0:1.8.4(000000.000*kWh)"),
    Fixed("1-0:1.8.5(000000.000*kWh)"),
    Number("1-0:2.8.1", TariffEnergy(Export, Tariff::One), KWH),
    Number("1-0:2.8.2", TariffEnergy(Export, Tariff::Two), KWH),
    Fixed("1-0:2.8.3(000000.000*kWh)"),
    Fixed("1-0:2.8.4(000000.000*kWh)"),
    Fixed("1-0:2.8.5(000000.000*kWh)"),
    Number("0-0:96.14.0", Tariff, TARIFF),
    Number("1-0:1.4.0", Demand(Import), KW),
    MonthPeak("1-0:1.6.0", PeakOrder::ValueFirst, KW),
    Number("1-0:1.7.0", Power(Import), KW),
    Number("1-0:2.7.0", Power(Export), KW),
    Number("1-0:21.7.0", PhasePower(Import, L1), KW),
    Number("1-0:22.7.0", PhasePower(Export, L1), KW),
    Number("1-0:41.7.0", PhasePower(Import, L2), KW),
    Number("1-0:42.7.0", PhasePower(Export, L2), KW),
    Number("1-0:61.7.0", PhasePower(Import, L3), KW),
    Number("1-0:62.7.0", PhasePower(Export, L3), KW),
    Number("1-0:32.7.0", Voltage(L1), VOLTS),
    Number("1-0:52.7.0", Voltage(L2), VOLTS),
    Number("1-0:72.7.0", Voltage(L3), VOLTS),
    Number("1-0:31.7.0", Current(L1), AMPERES),
    Number("1-0:51.7.0", Current(L2), AMPERES),
    Number("1-0:71.7.0", Current(L3), AMPERES),
    Fixed("0-0:96.3.10(1)"),
    Fixed("0-0:17.0.0(999.9*kVA)"),
    Fixed("1-0:31.4.0(999*A)"),
    Fixed("0-1:96.3.10(0)"),
    Fixed("0-2:96.3.10(0)"),
    Message("0-0:96.13.0"),
];
