//! The `smr` binary: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    smr::cli::main()
}
