//! DLMS/COSEM application layer (IEC 62056-5-3): deciphering, data notifications and the lists of values in them.

pub(super) mod axdr;
pub(super) mod cipher;
pub(super) mod keys;
pub(super) mod list;
mod loose;
pub(super) mod notification;
pub(super) mod positional;
mod push_list;
pub(super) mod unit_code;
mod unscaled;
