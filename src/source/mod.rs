//! Where bytes come from.

pub mod bulk;
