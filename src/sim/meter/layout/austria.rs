//! Austria: the Sagemcom T210-D-R of Energie Steiermark.

use super::super::phases::{Flow::*, Tariff::*};
use super::Form;
use super::Line::{self, *};
use super::Quantity::*;

const WH: Form = Form::base(9, 0, "*Wh");
const W: Form = Form::base(9, 0, "*W");
const VARH: Form = Form::base(9, 0, "*varh");
const VAR: Form = Form::base(9, 0, "*var");

/// The frame of DSMR 5.0 around whole watts and watt-hours.
pub(crate) const STEIERMARK: &[Line] = &[
    Fixed("1-3:0.2.8(50)"),
    Clock("0-0:1.0.0"),
    Number("1-0:1.8.0", Energy(Import), WH),
    Number("1-0:1.8.1", TariffEnergy(Import, One), WH),
    Number("1-0:1.8.2", TariffEnergy(Import, Two), WH),
    Number("1-0:1.7.0", Power(Import), W),
    Number("1-0:2.8.0", Energy(Export), WH),
    Number("1-0:2.8.1", TariffEnergy(Export, One), WH),
    Number("1-0:2.8.2", TariffEnergy(Export, Two), WH),
    Number("1-0:2.7.0", Power(Export), W),
    Number("1-0:3.8.0", Energy(ReactiveImport), VARH),
    Number("1-0:3.8.1", TariffEnergy(ReactiveImport, One), VARH),
    Number("1-0:3.8.2", TariffEnergy(ReactiveImport, Two), VARH),
    Number("1-0:3.7.0", Power(ReactiveImport), VAR),
    Number("1-0:4.8.0", Energy(ReactiveExport), VARH),
    Number("1-0:4.8.1", TariffEnergy(ReactiveExport, One), VARH),
    Number("1-0:4.8.2", TariffEnergy(ReactiveExport, Two), VARH),
    Number("1-0:4.7.0", Power(ReactiveExport), VAR),
];
