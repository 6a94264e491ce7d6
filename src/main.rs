//! The `smr` binary: parse, run, exit code.

fn main() {}
