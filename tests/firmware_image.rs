//! The build of the firmware for chips: the same bytes on every machine, of nothing but what is listed, and as others read images.
//!
//! It needs make, the chip's compiler and Espressif's SDK, which cargo fetches once. Where one of them is not to be had the tests are skipped; with
//! `CI` set they fail.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]
#![cfg(unix)]

use crate::witness::packages;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use smr::image::{Board, Image};

use packages::{or_skipped, python, run};

/// The compiler that the committed images are made with.
const VERSION: &str = "12.2.0";
/// The version that the test was written with.
const ESPTOOL: &str = "esptool==5.6.0";

fn firmware() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("firmware")
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("firmware_image")
        .join(name)
}

/// `make image` of the firmware in `source`, with what it leaves in `out`.
fn make(source: &Path, out: &Path, more: &[&str]) -> Output {
    make_target("image", source, out, more)
}

fn make_target(target: &str, source: &Path, out: &Path, more: &[&str]) -> Output {
    Command::new("make")
        .args(["--silent", "-j2", "-C"])
        .arg(source)
        .arg(target)
        .arg(format!("OUT={}", out.display()))
        .arg(format!("SMR='{}'", crate::support::program::path()))
        .args(more)
        // A make above this one would hand down its own options, and these would make another image.
        .env_remove("MAKEFLAGS")
        .env_remove("CARGO_MAKEFLAGS")
        .env_remove("CROSS")
        .env_remove("SMR_BUILD")
        .env_remove("SMR_SECURITY_VERSION")
        .output()
        .expect("make runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The compiler with which bytes can be compared, and the SDK.
fn tools() -> Result<(), String> {
    static TOOLS: OnceLock<Result<(), String>> = OnceLock::new();
    TOOLS
        .get_or_init(|| {
            run(Command::new("make").arg("--version"))?;
            let found = run(Command::new("xtensa-lx106-elf-g++").arg("-dumpfullversion"))?;
            if found.trim() != VERSION {
                return Err(format!("the chip's compiler is {found}, not {VERSION}"));
            }
            let mut fetch = Command::new("sh");
            fetch.arg(firmware().join("sdk/fetch.sh"));
            run(fetch.arg(scratch("sdk"))).map(drop)
        })
        .clone()
}

fn image_in(out: &Path, board: Board) -> PathBuf {
    out.join("image").join(format!("{board}.bin"))
}

/// The folder with freshly built images of all boards, and what their build printed.
fn built() -> Option<&'static (PathBuf, String)> {
    static BUILT: OnceLock<Option<(PathBuf, String)>> = OnceLock::new();
    BUILT
        .get_or_init(|| {
            or_skipped(tools())?;
            let out = scratch("here");
            let _ = fs::remove_dir_all(&out);
            let output = make(&firmware(), &out, &[]);
            assert!(output.status.success(), "{}", said(&output));
            Some((out, String::from_utf8_lossy(&output.stdout).into_owned()))
        })
        .as_ref()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).expect("copied");
        }
    }
}

#[test]
fn the_same_source_gives_the_same_bytes_in_any_folder() {
    let Some((here, _)) = built() else { return };
    // What is in the folder above is read too: the version.
    let elsewhere = scratch("a folder of another length");
    let _ = fs::remove_dir_all(&elsewhere);
    for folder in ["core", "port", "boot", "sdk"] {
        copy(
            &firmware().join(folder),
            &elsewhere.join("firmware").join(folder),
        );
    }
    for file in ["firmware/Makefile", "firmware/image.mk", "Cargo.toml"] {
        fs::copy(firmware().join("..").join(file), elsewhere.join(file)).expect("copied");
    }
    // make takes no path with spaces for the results.
    let out = scratch("there");
    let _ = fs::remove_dir_all(&out);
    let output = make(&elsewhere.join("firmware"), &out, &[]);
    assert!(output.status.success(), "{}", said(&output));
    for board in Board::ALL {
        let one = fs::read(image_in(here, board)).expect("an image");
        let other = fs::read(image_in(&out, board)).expect("an image");
        assert!(one == other, "{board}: other bytes in another folder");
    }
}

#[test]
fn committed_images_are_what_the_source_gives() {
    let Some((out, _)) = built() else { return };
    let folder = firmware().join("images");
    let sums =
        fs::read_to_string(folder.join("SHA256SUMS")).expect("make -C firmware update-image");
    for board in Board::ALL {
        let committed = fs::read(folder.join(format!("{board}.bin"))).expect("a committed image");
        let fresh = fs::read(image_in(out, board)).expect("an image");
        assert!(
            fresh == committed,
            "{board} differs: make -C firmware update-image"
        );
        let sum = Image::parse(&committed).expect("sound").upload_sha256;
        assert!(sums.contains(&format!("{sum}  {board}.bin")), "{sums}");
    }
}

#[test]
fn images_are_sound_say_what_they_are_and_keep_to_their_budgets() {
    let Some((out, printed)) = built() else {
        return;
    };
    for board in Board::ALL {
        let image = Image::parse(&fs::read(image_in(out, board)).expect("an image"))
            .expect("a sound image");
        let descriptor = image.descriptor;
        assert_eq!(descriptor.board, board);
        assert_eq!(descriptor.version.to_string(), env!("CARGO_PKG_VERSION"));
        let build = descriptor.build.as_str();
        assert!(build.len() == 12 && build.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let line = printed
            .lines()
            .find(|line| line.starts_with(board.name()))
            .expect("figures");
        println!("{line}");
        for figure in ["image", "iram", "ram", "heap"] {
            assert!(line.contains(&format!(" {figure} ")), "{line}");
        }
    }
}

#[test]
fn the_stack_suffices_for_the_gateway_the_port_and_what_the_sdk_takes_below() {
    let Some((out, _)) = built() else { return };
    let output = make_target("image-stack", &firmware(), out, &[]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", said(&output));
    assert!(text.contains("of 2560 bytes"), "{text}");
}

#[test]
fn a_library_that_is_missing_or_another_stops_the_build() {
    if or_skipped(tools()).is_none() {
        return;
    }
    let sdk = scratch("changed-sdk");
    let _ = fs::remove_dir_all(&sdk);
    copy(&scratch("sdk"), &sdk);
    let library = sdk.join("libs/libpp.a");
    let mut bytes = fs::read(&library).expect("a library");
    bytes[100] ^= 1;
    fs::write(&library, bytes).expect("written");
    let from = format!("SDK={}", sdk.display());
    let refused = |parts: &[&str]| {
        let output = make(&firmware(), &scratch("refused"), &[&from]);
        assert!(!output.status.success());
        for part in parts {
            assert!(
                said(&output).contains(part),
                "{part:?} is not in:\n{}",
                said(&output)
            );
        }
    };
    refused(&["libs/libpp.a is not the one", "firmware/sdk/SHA256SUMS"]);
    fs::remove_file(&library).expect("removed");
    refused(&["has no libs/libpp.a", "cargo fetches it anew"]);
}

#[test]
fn another_compiler_is_said_to_give_other_bytes_and_a_missing_one_is_named() {
    let folder = scratch("compiler");
    fs::create_dir_all(&folder).expect("a folder");
    let compiler = folder.join("other-g++");
    fs::write(&compiler, "#!/bin/sh\necho 99.1.0\n").expect("written");
    fs::set_permissions(&compiler, fs::Permissions::from_mode(0o755)).expect("executable");
    fs::create_dir_all(folder.join("include")).expect("a folder");
    fs::write(folder.join("include/string.h"), "").expect("written");
    let check = |prefix: &str| {
        Command::new("sh")
            .arg(firmware().join("port/nonos/compiler.sh"))
            .arg(folder.join(prefix))
            .arg(&folder)
            .output()
            .expect("sh runs")
    };
    let other = check("other-");
    assert!(other.status.success());
    assert!(said(&other).contains("99.1.0") && said(&other).contains("will differ"));
    let missing = check("missing-");
    assert!(!missing.status.success());
    assert!(said(&missing).contains("apt install gcc-xtensa-lx106"));
}

#[test]
fn without_a_boot_loader_nothing_is_built() {
    if or_skipped(tools()).is_none() {
        return;
    }
    let output = make(
        &firmware(),
        &scratch("no-loader"),
        &["BOOT_LOADER=nowhere.bin"],
    );
    assert!(!output.status.success());
    assert!(
        said(&output).contains("nowhere.bin is not there"),
        "{}",
        said(&output)
    );
}

#[test]
fn esptool_reads_both_halves_of_an_image() {
    let Some((out, _)) = built() else { return };
    let Some(python) = or_skipped(python(ESPTOOL, "esptool")) else {
        return;
    };
    for (board, size) in [(Board::Esp8266With1M, "1MB"), (Board::Esp8266With4M, "4MB")] {
        let image = fs::read(image_in(out, board)).expect("an image");
        for (name, half) in [
            ("boot", &image[..0x1000]),
            ("application", &image[0x1000..]),
        ] {
            let path = scratch(&format!("{board}-{name}.bin"));
            fs::write(&path, half).expect("written");
            let text = run(Command::new(&python)
                .args(["-m", "esptool", "--chip", "esp8266", "image-info"])
                .arg(&path))
            .expect("esptool reads it");
            assert!(text.contains("(valid)"), "{text}");
            assert!(text.contains(&format!("Flash size: {size}")), "{text}");
            assert!(text.contains("Flash mode: DOUT"), "{text}");
        }
    }
}
