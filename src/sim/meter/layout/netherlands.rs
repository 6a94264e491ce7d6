//! Dutch meters: DSMR 2.2 to 5.0, heat meters and the ACE4000 from before DSMR.

use super::super::phases::{Flow::*, Phase::*, Tariff};
use super::super::supply::Supply;
use super::Line::{self, *};
use super::Quantity::*;
use super::{Device, Form, Identity};

const KWH: Form = Form::kilo(6, 3, "*kWh");
const KW: Form = Form::kilo(2, 3, "*kW");
const VOLTS: Form = Form::base(3, 1, "*V");
const AMPERES: Form = Form::base(3, 0, "*A");
const COUNT: Form = Form::base(5, 0, "");
const TARIFF: Form = Form::base(4, 0, "");
const GAS: Form = Form::base(5, 3, "*m3");

const METER: Identity = Identity::hex(Device::Electricity, "E9999", 12);
const GAS_METER: Identity = Identity::hex(Device::Supply(Supply::Gas), "G9999", 12);

/// DSMR P1 companion standard 5.0.2.
pub(crate) const DSMR_5_0: &[Line] = &[
    Fixed("1-3:0.2.8(50)"),
    Clock("0-0:1.0.0"),
    Line::Identity("0-0:96.1.1", METER),
    Number("1-0:1.8.1", TariffEnergy(Import, Tariff::One), KWH),
    Number("1-0:1.8.2", TariffEnergy(Import, Tariff::Two), KWH),
    Number("1-0:2.8.1", TariffEnergy(Export, Tariff::One), KWH),
    Number("1-0:2.8.2", TariffEnergy(Export, Tariff::Two), KWH),
    Number("0-0:96.14.0", Tariff, TARIFF),
    Number("1-0:1.7.0", Power(Import), KW),
    Number("1-0:2.7.0", Power(Export), KW),
    Number("0-0:96.7.21", ShortFailures, COUNT),
    Number("0-0:96.7.9", LongFailures, COUNT),
    FailureLog("1-0:99.97.0"),
    Number("1-0:32.32.0", Sags(L1), COUNT),
    Number("1-0:52.32.0", Sags(L2), COUNT),
    Number("1-0:72.32.0", Sags(L3), COUNT),
    Number("1-0:32.36.0", Swells(L1), COUNT),
    Number("1-0:52.36.0", Swells(L2), COUNT),
    Number("1-0:72.36.0", Swells(L3), COUNT),
    Message("0-0:96.13.0"),
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
    Fixed("0-1:24.1.0(003)"),
    Line::Identity("0-1:96.1.0", GAS_METER),
    Delivered("0-1:24.2.1", Supply::Gas, GAS),
];

/// DSMR P1 companion standard 4.2.2.
pub(crate) const DSMR_4_2: &[Line] = &[
    Fixed("1-3:0.2.8(42)"),
    Clock("0-0:1.0.0"),
    Line::Identity("0-0:96.1.1", METER),
    Number("1-0:1.8.1", TariffEnergy(Import, Tariff::One), KWH),
    Number("1-0:1.8.2", TariffEnergy(Import, Tariff::Two), KWH),
    Number("1-0:2.8.1", TariffEnergy(Export, Tariff::One), KWH),
    Number("1-0:2.8.2", TariffEnergy(Export, Tariff::Two), KWH),
    Number("0-0:96.14.0", Tariff, TARIFF),
    Number("1-0:1.7.0", Power(Import), KW),
    Number("1-0:2.7.0", Power(Export), KW),
    Number("0-0:96.7.21", ShortFailures, COUNT),
    Number("0-0:96.7.9", LongFailures, COUNT),
    FailureLog("1-0:99.97.0"),
    Number("1-0:32.32.0", Sags(L1), COUNT),
    Number("1-0:52.32.0", Sags(L2), COUNT),
    Number("1-0:72.32.0", Sags(L3), COUNT),
    Number("1-0:32.36.0", Swells(L1), COUNT),
    Number("1-0:52.36.0", Swells(L2), COUNT),
    Number("1-0:72.36.0", Swells(L3), COUNT),
    Fixed("0-0:96.13.1()"),
    Message("0-0:96.13.0"),
    Number("1-0:31.7.0", Current(L1), AMPERES),
    Number("1-0:51.7.0", Current(L2), AMPERES),
    Number("1-0:71.7.0", Current(L3), AMPERES),
    Number("1-0:21.7.0", PhasePower(Import, L1), KW),
    Number("1-0:41.7.0", PhasePower(Import, L2), KW),
    Number("1-0:61.7.0", PhasePower(Import, L3), KW),
    Number("1-0:22.7.0", PhasePower(Export, L1), KW),
    Number("1-0:42.7.0", PhasePower(Export, L2), KW),
    Number("1-0:62.7.0", PhasePower(Export, L3), KW),
    Fixed("0-1:24.1.0(003)"),
    Line::Identity("0-1:96.1.0", GAS_METER),
    Delivered("0-1:24.2.1", Supply::Gas, GAS),
];

/// DSMR P1 companion standard 4.0: a load limit and a switch, nothing per phase, a gas valve.
pub(crate) const DSMR_4_0: &[Line] = &[
    Fixed("1-3:0.2.8(40)"),
    Clock("0-0:1.0.0"),
    Line::Identity("0-0:96.1.1", METER),
    Number("1-0:1.8.1", TariffEnergy(Import, Tariff::One), KWH),
    Number("1-0:1.8.2", TariffEnergy(Import, Tariff::Two), KWH),
    Number("1-0:2.8.1", TariffEnergy(Export, Tariff::One), KWH),
    Number("1-0:2.8.2", TariffEnergy(Export, Tariff::Two), KWH),
    Number("0-0:96.14.0", Tariff, TARIFF),
    Number("1-0:1.7.0", Power(Import), KW),
    Number("1-0:2.7.0", Power(Export), KW),
    Fixed("0-0:17.0.0(017.3*kW)"),
    Fixed("0-0:96.3.10(1)"),
    Number("0-0:96.7.21", ShortFailures, COUNT),
    Number("0-0:96.7.9", LongFailures, COUNT),
    FailureLog("1-0:99.97.0"),
    Number("1-0:32.32.0", Sags(L1), COUNT),
    Number("1-0:52.32.0", Sags(L2), COUNT),
    Number("1-0:72.32.0", Sags(L3), COUNT),
    Number("1-0:32.36.0", Swells(L1), COUNT),
    Number("1-0:52.36.0", Swells(L2), COUNT),
    Number("1-0:72.36.0", Swells(L3), COUNT),
    Fixed("0-0:96.13.1()"),
    Message("0-0:96.13.0"),
    Fixed("0-1:24.1.0(03)"),
    Line::Identity("0-1:96.1.0", GAS_METER),
    Delivered("0-1:24.2.1", Supply::Gas, GAS),
    Fixed("0-1:24.4.0(1)"),
];

const OLD_KWH: Form = Form::kilo(5, 3, "*kWh");
const OLD_GAS: Form = Form::base(5, 3, "");
const OLD_GAS_PROFILE: &str = "(00)(60)(1)(0-1:24.2.1)(m3)";

/// DSMR P1 companion standard 3.0: no version, no clock, no CRC, gas on two lines.
pub(crate) const DSMR_3_0: &[Line] = &[
    Line::Identity("0-0:96.1.1", METER),
    Number("1-0:1.8.1", TariffEnergy(Import, Tariff::One), OLD_KWH),
    Number("1-0:1.8.2", TariffEnergy(Import, Tariff::Two), OLD_KWH),
    Number("1-0:2.8.1", TariffEnergy(Export, Tariff::One), OLD_KWH),
    Number("1-0:2.8.2", TariffEnergy(Export, Tariff::Two), OLD_KWH),
    Number("0-0:96.14.0", Tariff, TARIFF),
    Number("1-0:1.7.0", Power(Import), Form::kilo(3, 2, "*kW")),
    Number("1-0:2.7.0", Power(Export), Form::kilo(3, 2, "*kW")),
    Fixed("0-0:17.0.0(025*A)"),
    Fixed("0-0:96.3.10(1)"),
    Fixed("0-0:96.13.1()"),
    Message("0-0:96.13.0"),
    Line::Identity("0-1:96.1.0", GAS_METER),
    Fixed("0-1:24.1.0(03)"),
    DeliveredOnTwoLines("0-1:24.3.0", Supply::Gas, OLD_GAS_PROFILE, OLD_GAS),
    Fixed("0-1:24.4.0(1)"),
];

/// DSMR P1 companion standard 2.2, as the Kamstrup meters speak it.
pub(crate) const DSMR_2_2: &[Line] = &[
    Line::Identity("0-0:96.1.1", METER),
    Number("1-0:1.8.1", TariffEnergy(Import, Tariff::One), OLD_KWH),
    Number("1-0:1.8.2", TariffEnergy(Import, Tariff::Two), OLD_KWH),
    Number("1-0:2.8.1", TariffEnergy(Export, Tariff::One), OLD_KWH),
    Number("1-0:2.8.2", TariffEnergy(Export, Tariff::Two), OLD_KWH),
    Number("0-0:96.14.0", Tariff, TARIFF),
    Number("1-0:1.7.0", Power(Import), Form::kilo(4, 2, "*kW")),
    Number("1-0:2.7.0", Power(Export), Form::kilo(4, 2, "*kW")),
    Fixed("0-0:17.0.0(999*A)"),
    Fixed("0-0:96.3.10(1)"),
    Fixed("0-0:96.13.1()"),
    Message("0-0:96.13.0"),
    Fixed("0-1:24.1.0(3)"),
    Line::Identity("0-1:96.1.0", GAS_METER),
    DeliveredOnTwoLines("0-1:24.3.0", Supply::Gas, OLD_GAS_PROFILE, OLD_GAS),
    Fixed("0-1:24.4.0(1)"),
];

/// A heat meter behind a P1 port: the frame of DSMR 5.0 around one value.
pub(crate) const HEAT: &[Line] = &[
    Fixed("1-3:0.2.8(50)"),
    Clock("0-0:1.0.0"),
    Line::Identity(
        "0-0:96.1.1",
        Identity::plain(Device::Electricity, "ADC9", 12),
    ),
    Fixed("0-0:96.13.1()"),
    Message("0-0:96.13.0"),
    Fixed("0-1:24.1.0(004)"),
    Line::Identity(
        "0-1:96.1.0",
        Identity::plain(Device::Supply(Supply::Heat), "99", 14),
    ),
    Delivered("0-1:24.2.1", Supply::Heat, Form::base(3, 3, "*GJ")),
];

/// The ACE4000 with GPRS: `*255` behind each code, one tariff, gas as a list of hours.
pub(crate) const ACE4000: &[Line] = &[
    Line::Identity(
        "0-0:96.1.0*255",
        Identity::plain(Device::Electricity, "9999", 12),
    ),
    Number("1-0:1.8.0*255", Energy(Import), KWH),
    Number("1-0:1.8.1*255", TariffEnergy(Import, Tariff::One), KWH),
    Number("1-0:2.8.0*255", Energy(Export), KWH),
    Number("1-0:2.8.1*255", TariffEnergy(Export, Tariff::One), KWH),
    Fixed("0-0:96.14.0*255(01)"),
    Number("1-0:15.7.0*255", AbsolutePower, Form::base(6, 0, "*W")),
    Fixed("0-0:17.0.0*255(0080*A)"),
    Fixed("0-0:96.3.10*255(1)"),
    Line::Identity(
        "0-3:96.1.0*255",
        Identity::plain(Device::Supply(Supply::Gas), "", 8),
    ),
    DeliveredByHour("7-0:23.1.0*255", GAS),
    Fixed("7-0:24.4.0*255(0)"),
];
