//! Switzerland: a Landis+Gyr E360 that speaks plain text.

use super::super::phases::{Flow::*, Phase::*, Tariff};
use super::Line::{self, *};
use super::Quantity::*;
use super::{Device, Form, Identity};

const KWH: Form = Form::kilo(6, 3, "*kWh");
const KW: Form = Form::kilo(2, 3, "*kW");
const VOLTS: Form = Form::base(3, 1, "*V");
const AMPERES: Form = Form::base(3, 2, "*A");

/// Totals beside both tariffs, and no version.
pub(crate) const E360: &[Line] = &[
    Clock("0-0:1.0.0"),
    Line::Identity(
        "0-0:96.1.0",
        Identity::plain(Device::Electricity, "LGZ99", 11),
    ),
    Number("0-0:96.14.0", Tariff, Form::base(4, 0, "")),
    Number("1-0:1.8.0", Energy(Import), KWH),
    Number("1-0:1.8.1", TariffEnergy(Import, Tariff::One), KWH),
    Number("1-0:1.8.2", TariffEnergy(Import, Tariff::Two), KWH),
    Number("1-0:2.8.0", Energy(Export), KWH),
    Number("1-0:2.8.1", TariffEnergy(Export, Tariff::One), KWH),
    Number("1-0:2.8.2", TariffEnergy(Export, Tariff::Two), KWH),
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
];
