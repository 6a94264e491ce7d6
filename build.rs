//! Compiles the firmware core, so that a virtual gateway runs the very code that runs on the chip.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is how a build script talks to cargo and to the user"
)]

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

/// Where the C++ sources are, below `firmware/`.
const FOLDERS: [&str; 2] = ["core", "port/host"];

fn main() -> ExitCode {
    match compile() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Cargo shows what a failed build script wrote to standard error.
            eprintln!("error: cannot compile the firmware core: {message}");
            ExitCode::FAILURE
        }
    }
}

fn compile() -> Result<(), String> {
    let root = env::var_os("CARGO_MANIFEST_DIR").ok_or("not run by cargo")?;
    let firmware = Path::new(&root).join("firmware");
    let mut sources = Vec::new();
    for folder in FOLDERS {
        let folder = firmware.join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        collect(&folder, &mut sources).map_err(|cause| format!("{}: {cause}", folder.display()))?;
    }
    sources.sort();

    let mut build = cc::Build::new();
    // Warnings are errors where the core is tested (firmware/Makefile); another compiler must not stop a user here.
    build
        .cpp(true)
        .std("c++17")
        .include(&firmware)
        .files(sources)
        .cpp_link_stdlib(None)
        .opt_level(2)
        .warnings(true);
    for flag in [
        "-fno-exceptions",
        "-fno-rtti",
        "-fno-threadsafe-statics",
        "-Wextra",
        "-Wconversion",
    ] {
        build.flag_if_supported(flag);
    }
    build.try_compile("smr_core").map_err(|cause| {
        format!(
            "{cause}\n\
             hint: a compiler for C++17 is needed, such as g++ or clang++ (Debian: apt install g++); \
             set CXX to choose one"
        )
    })
}

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "cpp") {
            sources.push(path);
        }
    }
    Ok(())
}
