//! Compiles the firmware core and the boot loader, so that a virtual gateway runs the very code that runs on the chip, and builds in the
//! firmware images that it finds.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is how a build script talks to cargo and to the user"
)]

#[path = "build/embed.rs"]
mod embed;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

/// Where the C++ sources are, below `firmware/`.
const FOLDERS: [&str; 2] = ["core", "port/host"];
/// Where those of the boot loader are.
const BOOT_FOLDER: &str = "boot";
/// What of them is for the chip alone.
const BOOT_ON_CHIP: &str = "chip.c";

fn main() -> ExitCode {
    let compiled = compile().map_err(|cause| format!("cannot compile the firmware core: {cause}"));
    let compiled = compiled.and_then(|()| {
        compile_boot().map_err(|cause| format!("cannot compile the boot loader: {cause}"))
    });
    let done = compiled.and_then(|()| {
        embed_images().map_err(|cause| format!("cannot build in firmware images: {cause}"))
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Cargo shows what a failed build script wrote to standard error.
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// A path that cargo gives to build scripts.
fn given(variable: &str) -> Result<PathBuf, String> {
    env::var_os(variable)
        .map(PathBuf::from)
        .ok_or_else(|| format!("{variable} is not set: this is run by cargo"))
}

/// Writes the table of firmware images that `src/catalogue/embedded.rs` includes.
fn embed_images() -> Result<(), String> {
    println!("cargo::rerun-if-env-changed={}", embed::VARIABLE);
    // Given by name, or cargo would look at all of the package.
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build/embed.rs");
    let root = given("CARGO_MANIFEST_DIR")?;
    let folder = embed::Folder::chosen(&root, env::var_os(embed::VARIABLE));
    let images = folder.images()?;
    // Cargo takes what is not there for changed, and would compile again each time.
    if folder.path.exists() {
        println!("cargo::rerun-if-changed={}", folder.path.display());
    }
    if folder.is_named && images.is_empty() {
        println!(
            "cargo::warning={} has no *.bin: no firmware is built in",
            folder.path.display()
        );
    }
    let table = given("OUT_DIR")?.join("firmware_images.rs");
    fs::write(&table, embed::table(&images)?)
        .map_err(|cause| format!("{}: {cause}", table.display()))
}

fn compile() -> Result<(), String> {
    let firmware = given("CARGO_MANIFEST_DIR")?.join("firmware");
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

fn compile_boot() -> Result<(), String> {
    let firmware = given("CARGO_MANIFEST_DIR")?.join("firmware");
    let folder = firmware.join(BOOT_FOLDER);
    let listed = fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let listed = listed.map_err(|cause| format!("{}: {cause}", folder.display()))?;
    let mut sources = Vec::new();
    // File by file: what the chip's loader is built into lies in the same folder.
    for path in listed.iter().map(fs::DirEntry::path) {
        let extension = path.extension().and_then(|extension| extension.to_str());
        if !matches!(extension, Some("c" | "h")) {
            continue;
        }
        println!("cargo::rerun-if-changed={}", path.display());
        if extension == Some("c") && !path.ends_with(BOOT_ON_CHIP) {
            sources.push(path);
        }
    }
    sources.sort();
    cc::Build::new()
        .std("c11")
        .include(&firmware)
        .files(sources)
        .opt_level(2)
        .warnings(true)
        .try_compile("smr_boot")
        .map_err(|cause| {
            format!(
                "{cause}\n\
                 hint: a compiler for C11 is needed, such as gcc or clang (Debian: apt install gcc); set CC to choose one"
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
