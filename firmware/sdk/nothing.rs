//! Nothing: a manifest must have a target. See `Cargo.toml`.
