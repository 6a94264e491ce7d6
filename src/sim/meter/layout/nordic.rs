//! Swedish and Finnish meters: one register each way, no tariffs, no numbers of equipment.

use super::super::phases::{Flow::*, Phase::*};
use super::Form;
use super::Line::{self, *};
use super::Quantity::*;

const KWH: Form = Form::kilo(8, 3, "*kWh");
const KW: Form = Form::kilo(4, 3, "*kW");
const VOLTS: Form = Form::base(3, 1, "*V");
const AMPERES: Form = Form::base(3, 1, "*A");

/// SE: the Swedish energy industry's recommendation for the customer interface; all import, then
/// all export.
pub(crate) const SWEDEN: &[Line] = &[
    Clock("0-0:1.0.0"),
    Number("1-0:1.8.0", Energy(Import), KWH),
    Number("1-0:2.8.0", Energy(Export), KWH),
    Number("1-0:3.8.0", Energy(ReactiveImport), SE_KVARH),
    Number("1-0:4.8.0", Energy(ReactiveExport), SE_KVARH),
    Number("1-0:1.7.0", Power(Import), KW),
    Number("1-0:2.7.0", Power(Export), KW),
    Number("1-0:3.7.0", Power(ReactiveImport), SE_KVAR),
    Number("1-0:4.7.0", Power(ReactiveExport), SE_KVAR),
    Number("1-0:21.7.0", PhasePower(Import, L1), KW),
    Number("1-0:41.7.0", PhasePower(Import, L2), KW),
    Number("1-0:61.7.0", PhasePower(Import, L3), KW),
    Number("1-0:22.7.0", PhasePower(Export, L1), KW),
    Number("1-0:42.7.0", PhasePower(Export, L2), KW),
    Number("1-0:62.7.0", PhasePower(Export, L3), KW),
    Number("1-0:23.7.0", PhasePower(ReactiveImport, L1), SE_KVAR),
    Number("1-0:43.7.0", PhasePower(ReactiveImport, L2), SE_KVAR),
    Number("1-0:63.7.0", PhasePower(ReactiveImport, L3), SE_KVAR),
    Number("1-0:24.7.0", PhasePower(ReactiveExport, L1), SE_KVAR),
    Number("1-0:44.7.0", PhasePower(ReactiveExport, L2), SE_KVAR),
    Number("1-0:64.7.0", PhasePower(ReactiveExport, L3), SE_KVAR),
    Number("1-0:32.7.0", Voltage(L1), VOLTS),
    Number("1-0:52.7.0", Voltage(L2), VOLTS),
    Number("1-0:72.7.0", Voltage(L3), VOLTS),
    Number("1-0:31.7.0", Current(L1), AMPERES),
    Number("1-0:51.7.0", Current(L2), AMPERES),
    Number("1-0:71.7.0", Current(L3), AMPERES),
];

const SE_KVARH: Form = Form::kilo(8, 3, "*kvarh");
const SE_KVAR: Form = Form::kilo(4, 3, "*kvar");

/// FI: the same lines, phase by phase, with the capital `kVAr` of the Landis+Gyr E360.
pub(crate) const FINLAND: &[Line] = &[
    Clock("0-0:1.0.0"),
    Number("1-0:1.8.0", Energy(Import), KWH),
    Number("1-0:2.8.0", Energy(Export), KWH),
    Number("1-0:3.8.0", Energy(ReactiveImport), FI_KVARH),
    Number("1-0:4.8.0", Energy(ReactiveExport), FI_KVARH),
    Number("1-0:1.7.0", Power(Import), KW),
    Number("1-0:2.7.0", Power(Export), KW),
    Number("1-0:3.7.0", Power(ReactiveImport), FI_KVAR),
    Number("1-0:4.7.0", Power(ReactiveExport), FI_KVAR),
    Number("1-0:21.7.0", PhasePower(Import, L1), KW),
    Number("1-0:22.7.0", PhasePower(Export, L1), KW),
    Number("1-0:41.7.0", PhasePower(Import, L2), KW),
    Number("1-0:42.7.0", PhasePower(Export, L2), KW),
    Number("1-0:61.7.0", PhasePower(Import, L3), KW),
    Number("1-0:62.7.0", PhasePower(Export, L3), KW),
    Number("1-0:23.7.0", PhasePower(ReactiveImport, L1), FI_KVAR),
    Number("1-0:24.7.0", PhasePower(ReactiveExport, L1), FI_KVAR),
    Number("1-0:43.7.0", PhasePower(ReactiveImport, L2), FI_KVAR),
    Number("1-0:44.7.0", PhasePower(ReactiveExport, L2), FI_KVAR),
    Number("1-0:63.7.0", PhasePower(ReactiveImport, L3), FI_KVAR),
    Number("1-0:64.7.0", PhasePower(ReactiveExport, L3), FI_KVAR),
    Number("1-0:32.7.0", Voltage(L1), VOLTS),
    Number("1-0:52.7.0", Voltage(L2), VOLTS),
    Number("1-0:72.7.0", Voltage(L3), VOLTS),
    Number("1-0:31.7.0", Current(L1), AMPERES),
    Number("1-0:51.7.0", Current(L2), AMPERES),
    Number("1-0:71.7.0", Current(L3), AMPERES),
];

const FI_KVARH: Form = Form::kilo(8, 3, "*kVArh");
const FI_KVAR: Form = Form::kilo(4, 3, "*kVAr");
