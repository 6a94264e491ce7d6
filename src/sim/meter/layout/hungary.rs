//! Hungary: the P1 port of E.ON and MVM.

use super::super::phases::Quadrant::*;
use super::super::phases::{Flow::*, Phase::*, Tariff};
use super::Line::{self, *};
use super::Quantity::*;
use super::{BillingForms, Device, Form, Identity};

const KWH: Form = Form::kilo(6, 3, "*kWh");
const KVARH: Form = Form::kilo(6, 3, "*kvarh");
const KW: Form = Form::kilo(2, 3, "*kW");
const KVAR: Form = Form::kilo(2, 3, "*kvar");
const VOLTS: Form = Form::base(3, 1, "*V");
const AMPERES: Form = Form::base(3, 0, "*A");
const FACTOR: Form = Form::base(1, 3, "");
const BILLING: BillingForms = BillingForms {
    active: KWH,
    reactive: KVARH,
    peak: KW,
};

/// Four tariffs, four quadrants, power factors, and the registers at the start of the month.
pub(crate) const EON: &[Line] = &[
    Clock("0-0:1.0.0"),
    Line::Identity(
        "0-0:42.0.0",
        Identity::hex(Device::Electricity, "SAG99", 11),
    ),
    Line::Identity("0-0:96.1.0", Identity::hex(Device::Electricity, "99", 13)),
    Number("0-0:96.14.0", Tariff, Form::base(4, 0, "")),
    Fixed("0-0:96.3.10(1)"),
    Fixed("0-0:17.0.0(90.000*kW)"),
    Number("1-0:1.8.0", Energy(Import), KWH),
    Number("1-0:1.8.1", TariffEnergy(Import, Tariff::One), KWH),
    Number("1-0:1.8.2", TariffEnergy(Import, Tariff::Two), KWH),
    Fixed("1-0:1.8.3(000000.000*kWh)"),
    Fixed("1-0:1.8.4(000000.000*kWh)"),
    Number("1-0:2.8.0", Energy(Export), KWH),
    Number("1-0:2.8.1", TariffEnergy(Export, Tariff::One), KWH),
    Number("1-0:2.8.2", TariffEnergy(Export, Tariff::Two), KWH),
    Fixed("1-0:2.8.3(000000.000*kWh)"),
    Fixed("1-0:2.8.4(000000.000*kWh)"),
    Number("1-0:3.8.0", Energy(ReactiveImport), KVARH),
    Number("1-0:4.8.0", Energy(ReactiveExport), KVARH),
    Number("1-0:5.8.0", QuadrantEnergy(First), KVARH),
    Number("1-0:6.8.0", QuadrantEnergy(Second), KVARH),
    Number("1-0:7.8.0", QuadrantEnergy(Third), KVARH),
    Number("1-0:8.8.0", QuadrantEnergy(Fourth), KVARH),
    Number("1-0:15.8.0", CombinedEnergy, KWH),
    Number("1-0:32.7.0", Voltage(L1), VOLTS),
    Number("1-0:52.7.0", Voltage(L2), VOLTS),
    Number("1-0:72.7.0", Voltage(L3), VOLTS),
    Number("1-0:31.7.0", Current(L1), AMPERES),
    Number("1-0:51.7.0", Current(L2), AMPERES),
    Number("1-0:71.7.0", Current(L3), AMPERES),
    Number("1-0:13.7.0", PowerFactor, FACTOR),
    Number("1-0:33.7.0", PhasePowerFactor(L1), FACTOR),
    Number("1-0:53.7.0", PhasePowerFactor(L2), FACTOR),
    Number("1-0:73.7.0", PhasePowerFactor(L3), FACTOR),
    Number("1-0:14.7.0", Frequency, Form::base(2, 2, "*Hz")),
    Number("1-0:1.7.0", Power(Import), KW),
    Number("1-0:2.7.0", Power(Export), KW),
    Number("1-0:5.7.0", QuadrantPower(First), KVAR),
    Number("1-0:6.7.0", QuadrantPower(Second), KVAR),
    Number("1-0:7.7.0", QuadrantPower(Third), KVAR),
    Number("1-0:8.7.0", QuadrantPower(Fourth), KVAR),
    Fixed("1-0:31.4.0(200.00*A)"),
    Fixed("1-0:51.4.0(200.00*A)"),
    Fixed("1-0:71.4.0(200.00*A)"),
    BillingList("0-0:98.1.0", BILLING),
    Message("0-0:96.13.0"),
];
