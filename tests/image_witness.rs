//! Others agree about firmware images: the gateway's own verifier, esptool and OpenSSL.
//!
//! The verifier is compiled with g++; esptool comes from the Python package index into a virtual environment below the build directory.
//! Where one of them is not to be had its test is skipped; with `CI` set it fails.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect, and says what it saw"
)]

use crate::witness::packages;
use crate::witness::scripts;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use smr::image::{Board, Problem, Requirements, SMALLEST_SIZE, SigningKey, examine};

use packages::{or_skipped, python, run};
use scripts::script;

use crate::support::firmware::secured;

/// The version that the test was written with.
const ESPTOOL: &str = "esptool==5.6.0";

fn image(board: Board, size: usize, seed: u64) -> Vec<u8> {
    secured("1.2.3", board, size, seed, 2)
}

fn signed(image: &[u8]) -> Vec<u8> {
    let key = SigningKey::from_bytes(&[5; 32]).expect("a key");
    [image, &key.sign(image).expect("a signature").to_bytes()].concat()
}

// --- the gateway's verifier

/// The verifier as a program.
fn verifier() -> Option<&'static Path> {
    static PROGRAM: OnceLock<Option<PathBuf>> = OnceLock::new();
    PROGRAM.get_or_init(compiled_verifier).as_deref()
}

/// What the verifier consists of, in the firmware's core.
const NEEDED: &[&str] = &[
    "base/crc.cpp",
    "ota/descriptor.cpp",
    "ota/image_problem.cpp",
    "ota/image_verifier.cpp",
    "ota/segment_walk.cpp",
    "store/flash_map.cpp",
];

/// The sources must compile where there is a compiler.
fn compiled_verifier() -> Option<PathBuf> {
    or_skipped(run(Command::new("g++").arg("--version")))?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("image_verifier");
    let core = root.join("firmware/core");
    let mut sources = vec![script("image_verifier.cpp")];
    sources.extend(NEEDED.iter().map(|source| core.join(source)));
    let mut compile = Command::new("g++");
    compile
        .args(["-std=c++17", "-O1", "-fno-exceptions", "-fno-rtti"])
        .args(["-fsanitize=address,undefined", "-fno-sanitize-recover=all"])
        .arg("-I")
        .arg(root.join("firmware"))
        .args(&sources)
        .arg("-o")
        .arg(&program);
    run(&mut compile).expect("the verifier compiles");
    Some(program)
}

/// A file and what it must satisfy.
#[derive(Debug, Clone)]
struct Case {
    file: Vec<u8>,
    board: Board,
    security_floor: u32,
}

fn ask(program: &Path, cases: &[Case]) -> Vec<String> {
    let mut input = Vec::new();
    for case in cases {
        let length = u32::try_from(case.file.len()).expect("a small file");
        for word in [
            u32::from(case.board == Board::Esp8266With4M),
            case.security_floor,
            length,
        ] {
            input.extend(word.to_le_bytes());
        }
        input.extend(&case.file);
    }
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the verifier starts");
    let mut stdin = child.stdin.take().expect("standard input");
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the verifier ends");
    assert!(output.status.success());
    writer.join().expect("a thread").expect("written");
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().map(str::to_owned).collect()
}

fn our_answer(case: &Case) -> &'static str {
    let requirements = Requirements {
        board: Some(case.board),
        key: None,
        security_floor: case.security_floor,
    };
    let seen = examine(&case.file, &requirements);
    // Versions that are no versions do not bother the gateway.
    let mut problems = seen
        .findings
        .iter()
        .map(|finding| finding.problem)
        .filter(|problem| *problem != Problem::Version);
    problems.next().map_or("good", Problem::code)
}

/// Makes all sums of an image right again, as far as its segments can be followed.
fn reseal(file: &mut [u8]) {
    let word = |file: &[u8], at: usize| {
        file.get(at..at + 4)
            .map(|bytes| u32::from_le_bytes(bytes.try_into().expect("4")) as usize)
    };
    if file.len() < 0x1040 {
        return;
    }
    let end = word(file, 0x1010)
        .filter(|end| *end <= file.len() && *end >= 0x1040)
        .unwrap_or(file.len());
    let written: [u8; 4] = file[0x1010..0x1014].try_into().expect("4");
    file[0x1010..0x1018].fill(0);
    let (mut at, mut sum) = (0x1008, 0xEF);
    for _ in 0..file[0x1001] {
        let Some(size) = word(&file[..end], at + 4).filter(|size| at + 8 + size <= end) else {
            break;
        };
        sum = file[at + 8..at + 8 + size]
            .iter()
            .fold(sum, |sum, byte| sum ^ byte);
        at += 8 + size;
    }
    if (at | 15) < end {
        file[at | 15] = sum;
    }
    let crc = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc32Mpeg2, &file[0x1000..end]);
    file[0x1014..0x1018].copy_from_slice(&u32::try_from(crc).expect("32 bits").to_le_bytes());
    file[0x1010..0x1014].copy_from_slice(&written);
}

/// What may happen to a file.
#[derive(Debug, Clone)]
enum Change {
    Byte(prop::sample::Index, u8),
    /// A word at one of the places that matter most.
    Word(prop::sample::Index, u32),
    Cut(prop::sample::Index),
    Append(Vec<u8>),
    Copy(prop::sample::Index, prop::sample::Index),
    Reseal,
}

const PLACES: &[usize] = &[
    0, 4, 8, 12, 0xFFC, 0x1000, 0x1004, 0x1008, 0x100C, 0x1010, 0x1014, 0x1018,
];

fn apply(file: &mut Vec<u8>, change: &Change) {
    if file.len() < 200 {
        return;
    }
    match change {
        Change::Byte(at, byte) => {
            let at = at.index(file.len());
            file[at] = *byte;
        }
        Change::Word(at, word) => {
            let at = *at.get(PLACES);
            if at + 4 <= file.len() {
                file[at..at + 4].copy_from_slice(&word.to_le_bytes());
            }
        }
        Change::Cut(at) => file.truncate(at.index(file.len())),
        Change::Append(more) => file.extend(more),
        // A descriptor's worth of bytes, from and to a multiple of 4.
        Change::Copy(from, to) => {
            let (from, to) = (
                from.index(file.len() - 96) & !3,
                to.index(file.len() - 96) & !3,
            );
            file.copy_within(from..from + 96, to);
        }
        Change::Reseal => reseal(file),
    }
}

fn cases() -> impl Strategy<Value = Case> {
    let words = prop_oneof![
        Just(0_u32),
        (0x1000_u32..0x1800),
        (0x1000_u32..0x1800).prop_map(|word| word & !15),
        any::<u32>(),
        any::<u16>().prop_map(|word| u32::from(word) << 16 | 0x02E9),
    ];
    let change = prop_oneof![
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        (any::<prop::sample::Index>(), words).prop_map(|(at, word)| Change::Word(at, word)),
        any::<prop::sample::Index>().prop_map(Change::Cut),
        prop_oneof![Just(96_usize), 0_usize..200]
            .prop_flat_map(|count| prop::collection::vec(any::<u8>(), count))
            .prop_map(Change::Append),
        any::<(prop::sample::Index, prop::sample::Index)>()
            .prop_map(|(from, to)| Change::Copy(from, to)),
        Just(Change::Reseal),
    ];
    let wanted = (
        prop::sample::select(&Board::ALL[..]),
        0_u32..4,
        any::<bool>(),
    );
    (
        prop::sample::select(starts()),
        wanted,
        prop::collection::vec(change, 0..4),
    )
        .prop_map(|((board, mut file), wanted, changes)| {
            for change in &changes {
                apply(&mut file, change);
            }
            let (other, security_floor, has_same_board) = wanted;
            Case {
                file,
                board: if has_same_board { board } else { other },
                security_floor,
            }
        })
}

/// Images of some sizes for both boards, with signatures and without.
fn starts() -> Vec<(Board, Vec<u8>)> {
    let mut starts = Vec::new();
    for board in Board::ALL {
        for number in 0..4 {
            let plain = image(board, SMALLEST_SIZE + 16 * number, number as u64);
            starts.push((board, signed(&plain)));
            starts.push((board, plain));
        }
    }
    starts
}

/// The smallest image that there can be, made by hand, with a trailer: all of it lies in one piece of the verifier.
fn tiny() -> Vec<u8> {
    let usual = image(Board::Esp8266With1M, SMALLEST_SIZE, 0);
    let at = examine(&usual, &Requirements::default())
        .descriptor
        .expect("one")
        .offset;
    let mut file = usual[..0x1000].to_vec();
    file.extend([
        0xE9, 1, 3, 0x20, 0, 0, 0x10, 0x40, 0x10, 0x10, 0x20, 0x40, 104, 0, 0, 0,
    ]);
    file.extend([0; 8]);
    file.extend(&usual[at..at + 96]);
    file.extend([0; 8]);
    let size = u32::try_from(file.len()).expect("small");
    file[0x1010..0x1014].copy_from_slice(&size.to_le_bytes());
    reseal(&mut file);
    signed(&file)
}

#[test]
fn the_gateways_verifier_finds_the_same_first() {
    const COUNT: usize = 3000;
    let Some(program) = verifier() else { return };
    let mut runner = TestRunner::deterministic();
    let strategy = cases();
    let mut cases: Vec<Case> = (0..COUNT)
        .map(|_| strategy.new_tree(&mut runner).expect("a case").current())
        .collect();
    let tiny = tiny();
    for at in 0..tiny.len() {
        let mut file = tiny.clone();
        file[at] ^= 0x40;
        cases.push(Case {
            file,
            board: Board::Esp8266With1M,
            security_floor: 0,
        });
    }
    cases.push(Case {
        file: tiny,
        board: Board::Esp8266With1M,
        security_floor: 0,
    });
    let theirs = ask(program, &cases);
    assert_eq!(theirs.len(), cases.len());
    assert_eq!(theirs.last().map(String::as_str), Some("good"));
    let mut counts = std::collections::BTreeMap::new();
    for (case, theirs) in cases.iter().zip(&theirs) {
        let ours = our_answer(case);
        if ours != theirs {
            let requirements = Requirements {
                board: Some(case.board),
                ..Requirements::default()
            };
            panic!(
                "{theirs} for the gateway, {ours} for us: {:#?}",
                examine(&case.file, &requirements)
            );
        }
        *counts.entry(ours).or_insert(0) += 1;
    }
    println!("{counts:?}");
    // Those that need a key are tested elsewhere.
    for problem in Problem::ALL {
        let needs_more = matches!(
            problem,
            Problem::Version
                | Problem::Unsigned
                | Problem::UnknownKey
                | Problem::BadSignature
                | Problem::TooLarge
        );
        assert!(
            needs_more || counts.contains_key(problem.code()),
            "never {}",
            problem.code()
        );
    }
}

#[test]
fn the_gateways_verifier_draws_the_line_of_size_at_the_same_byte() {
    let Some(program) = verifier() else { return };
    let mut cases = Vec::new();
    for board in Board::ALL {
        let largest = image(board, board.largest_image(), 0);
        let mut longer = signed(&largest);
        longer.extend([0; 4]);
        for file in [largest.clone(), signed(&largest), longer] {
            cases.push(Case {
                file,
                board,
                security_floor: 0,
            });
        }
    }
    let ours: Vec<&str> = cases.iter().map(our_answer).collect();
    assert_eq!(
        ours,
        ["good", "good", "too-large", "good", "good", "too-large"]
    );
    assert_eq!(ask(program, &cases), ours);
}

// --- esptool

fn esptool() -> Result<PathBuf, String> {
    Ok(python(ESPTOOL, "esptool")?.with_file_name("esptool"))
}

#[test]
fn esptool_finds_both_parts_of_an_image_valid() {
    let Some(esptool) = or_skipped(esptool()) else {
        return;
    };
    let directory = tempfile::tempdir().expect("a directory");
    for (board, chip) in [(Board::Esp8266With1M, "1MB"), (Board::Esp8266With4M, "4MB")] {
        let file = image(board, 100_000, 7);
        for (part, segments) in [(&file[..], 1), (&file[0x1000..], 3)] {
            let path = directory.path().join("part.bin");
            fs::write(&path, part).expect("written");
            let said = run(Command::new(&esptool)
                .args(["--chip", "esp8266", "image-info"])
                .arg(&path))
            .expect("esptool reads it");
            for line in [
                format!("Segments: {segments}"),
                format!("Flash size: {chip}"),
                "Flash mode: DOUT".to_owned(),
            ] {
                assert!(said.contains(&line), "{line}: {said}");
            }
            assert!(said.contains("(valid)"), "{said}");
            // It would notice.
            let mut damaged = part.to_vec();
            damaged[0x18] ^= 1;
            fs::write(&path, damaged).expect("written");
            let said = run(Command::new(&esptool)
                .args(["--chip", "esp8266", "image-info"])
                .arg(&path));
            assert!(!said.is_ok_and(|said| said.contains("(valid)")));
        }
    }
}

// --- OpenSSL

/// A signature as OpenSSL takes it: SEQUENCE { r INTEGER, s INTEGER } (RFC 3279, section 2.2.3).
fn der(signature: &[u8; 64]) -> Vec<u8> {
    let integer = |number: &[u8]| {
        let zeros = number
            .iter()
            .take_while(|byte| **byte == 0)
            .count()
            .min(number.len() - 1);
        let mut bytes = number[zeros..].to_vec();
        if bytes[0] >= 0x80 {
            bytes.insert(0, 0);
        }
        [&[2, u8::try_from(bytes.len()).expect("short")][..], &bytes].concat()
    };
    let both = [integer(&signature[..32]), integer(&signature[32..])].concat();
    [&[0x30, u8::try_from(both.len()).expect("short")][..], &both].concat()
}

#[test]
fn openssl_verifies_our_signatures_and_we_read_its_keys() {
    if or_skipped(run(Command::new("openssl").arg("version"))).is_none() {
        return;
    }
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name);
    let openssl = |arguments: &[&str]| {
        run(Command::new("openssl")
            .current_dir(directory.path())
            .args(arguments))
    };
    let made = [
        "ecparam -name prime256v1 -genkey -out sec1.pem",
        "pkcs8 -topk8 -nocrypt -in sec1.pem -out pkcs8.pem",
    ];
    for command in made {
        openssl(&command.split(' ').collect::<Vec<_>>()).expect("OpenSSL makes keys");
    }
    fs::write(
        path("ours.pem"),
        SigningKey::generate()
            .expect("a key")
            .to_pem()
            .expect("PEM"),
    )
    .expect("written");
    let file = image(Board::Esp8266With1M, 20_000, 3);
    fs::write(path("image.bin"), &file).expect("written");
    for name in ["sec1.pem", "pkcs8.pem", "ours.pem"] {
        let key = SigningKey::from_pem(&fs::read_to_string(path(name)).expect("a key"))
            .expect("a key that we read");
        openssl(&["pkey", "-in", name, "-pubout", "-out", "public.pem"])
            .expect("OpenSSL reads the private key");
        let public = fs::read_to_string(path("public.pem")).expect("a key");
        assert_eq!(key.public_key().to_pem().expect("PEM"), public, "{name}");
        fs::write(
            path("signature"),
            der(&key.sign(&file).expect("a signature").signature),
        )
        .expect("written");
        let verify = [
            "dgst",
            "-sha256",
            "-verify",
            "public.pem",
            "-signature",
            "signature",
            "image.bin",
        ];
        assert!(
            openssl(&verify)
                .expect("OpenSSL verifies")
                .contains("Verified OK"),
            "{name}"
        );
        fs::write(path("image.bin"), &file[1..]).expect("written");
        assert!(openssl(&verify).is_err(), "{name}: another file");
        fs::write(path("image.bin"), &file).expect("written");
    }
}
