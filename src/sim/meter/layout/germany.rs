//! Germany: an `EasyMeter` Q3D on its D0 port.

use super::super::phases::{Flow::*, Phase::*};
use super::Line::{self, *};
use super::Quantity::*;
use super::{Device, Form, Identity};

const KWH: Form = Form::kilo(8, 7, "*kWh");
const W: Form = Form::base(6, 2, "*W");

/// `*255` behind each code, seven decimals of energy, and power with its sign.
pub(crate) const D0: &[Line] = &[
    Line::Identity(
        "1-0:0.0.0*255",
        Identity::plain(Device::Electricity, "0999", 9),
    ),
    Number("1-0:1.8.0*255", Energy(Import), KWH),
    Number("1-0:2.8.0*255", Energy(Export), KWH),
    Number("1-0:21.7.0*255", SignedPhasePower(L1), W),
    Number("1-0:41.7.0*255", SignedPhasePower(L2), W),
    Number("1-0:61.7.0*255", SignedPhasePower(L3), W),
    Number("1-0:1.7.0*255", SignedPower, W),
    Fixed("1-0:96.5.5*255(80)"),
    Line::Identity(
        "0-0:96.1.255*255",
        Identity::plain(Device::Electricity, "1ESY99", 8),
    ),
];
