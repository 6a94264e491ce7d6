//! The Luxembourg Smarty, as it stands inside the encrypted frame.

use super::super::phases::{Direction, Flow::*, Phase::*};
use super::super::supply::Supply;
use super::Line::{self, *};
use super::Quantity::*;
use super::{Device, Form, Identity};

const KWH: Form = Form::kilo(6, 3, "*kWh");
const KVARH: Form = Form::kilo(6, 3, "*kvarh");
const KW: Form = Form::kilo(2, 3, "*kW");
const KVAR: Form = Form::kilo(2, 3, "*kvar");
const KVA: Form = Form::kilo(2, 3, "*kVA");
const VOLTS: Form = Form::base(3, 1, "*V");
const AMPERES: Form = Form::base(3, 0, "*A");
const COUNT: Form = Form::base(5, 0, "");

/// One register each way, reactive power per phase, five places for messages, and four M-Bus
/// channels of which two are empty and say so without a unit.
pub(crate) const SMARTY: &[Line] = &[
    Fixed("1-3:0.2.8(42)"),
    Clock("0-0:1.0.0"),
    Line::Identity(
        "0-0:42.0.0",
        Identity::hex(Device::Electricity, "SAG99", 11),
    ),
    Number("1-0:1.8.0", Energy(Import), KWH),
    Number("1-0:2.8.0", Energy(Export), KWH),
    Number("1-0:3.8.0", Energy(ReactiveImport), KVARH),
    Number("1-0:4.8.0", Energy(ReactiveExport), KVARH),
    Number("1-0:1.7.0", Power(Import), KW),
    Number("1-0:2.7.0", Power(Export), KW),
    Number("1-0:3.7.0", Power(ReactiveImport), KVAR),
    Number("1-0:4.7.0", Power(ReactiveExport), KVAR),
    Fixed("0-0:17.0.0(027.6*kVA)"),
    Number("1-0:9.7.0", ApparentPower(Direction::Import), KVA),
    Number("1-0:10.7.0", ApparentPower(Direction::Export), KVA),
    Fixed("1-1:31.4.0(040*A)(-040*A)"),
    Fixed("0-0:96.3.10(1)"),
    Fixed("0-1:96.3.10(0)"),
    Fixed("0-2:96.3.10(0)"),
    Number("0-0:96.7.21", ShortFailures, COUNT),
    Number("1-0:32.32.0", Sags(L1), COUNT),
    Number("1-0:52.32.0", Sags(L2), COUNT),
    Number("1-0:72.32.0", Sags(L3), COUNT),
    Number("1-0:32.36.0", Swells(L1), COUNT),
    Number("1-0:52.36.0", Swells(L2), COUNT),
    Number("1-0:72.36.0", Swells(L3), COUNT),
    Message("0-0:96.13.0"),
    Fixed("0-0:96.13.2()"),
    Fixed("0-0:96.13.3()"),
    Fixed("0-0:96.13.4()"),
    Fixed("0-0:96.13.5()"),
    Number("1-0:32.7.0", Voltage(L1), VOLTS),
    Number("1-0:52.7.0", Voltage(L2), VOLTS),
    Number("1-0:72.7.0", Voltage(L3), VOLTS),
    Number("1-0:31.7.0", Current(L1), AMPERES),
    Number("1-0:51.7.0", Current(L2), AMPERES),
    Number("1-0:71.7.0", Current(L3), AMPERES),
    Number("1-0:21.7.0", PhasePower(Import, L1), KW),
    Number("1-0:41.7.0", PhasePower(Import, L2), KW),
    Number("1-0:61.7.0", PhasePower(Import, L3), KW),
    Number("1-0:22.7.0", PhasePower(Export, L1), KW),
    Number("1-0:42.7.0", PhasePower(Export, L2), KW),
    Number("1-0:62.7.0", PhasePower(Export, L3), KW),
    Number("1-0:23.7.0", PhasePower(ReactiveImport, L1), KVAR),
    Number("1-0:43.7.0", PhasePower(ReactiveImport, L2), KVAR),
    Number("1-0:63.7.0", PhasePower(ReactiveImport, L3), KVAR),
    Number("1-0:24.7.0", PhasePower(ReactiveExport, L1), KVAR),
    Number("1-0:44.7.0", PhasePower(ReactiveExport, L2), KVAR),
    Number("1-0:64.7.0", PhasePower(ReactiveExport, L3), KVAR),
    Fixed("0-1:24.1.0(003)"),
    Line::Identity(
        "0-1:96.1.0",
        Identity::hex(Device::Supply(Supply::Gas), "FLO99", 11),
    ),
    Delivered("0-1:24.2.1", Supply::Gas, Form::base(5, 3, "*m3")),
    Fixed("0-1:24.4.0(1)"),
    Fixed("0-2:24.1.0(007)"),
    Fixed("0-2:96.1.0()"),
    Fixed("0-2:24.2.1(632525252525S)(00000.000)"),
    Fixed("0-2:24.4.0(1)"),
    Fixed("0-3:24.1.0(007)"),
    Fixed("0-3:96.1.0()"),
    Fixed("0-3:24.2.1(632525252525S)(00000.000)"),
    Fixed("0-3:24.4.0(1)"),
    Fixed("0-4:24.1.0(007)"),
    Line::Identity(
        "0-4:96.1.0",
        Identity::hex(Device::Supply(Supply::Water), "HYD99", 11),
    ),
    Delivered("0-4:24.2.1", Supply::Water, Form::base(5, 3, "*m3")),
    Fixed("0-4:24.4.0(1)"),
];
