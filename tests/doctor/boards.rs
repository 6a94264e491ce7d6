//! What is wrong with a gateway.
pub(crate) const CODES: &[&str] = &[];
