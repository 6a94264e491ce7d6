//! `smr firmware` as a user meets it: pages, verdicts, keys and signatures, errors with their hints, exit codes.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use smr::image::{Image, SigningKey};
use tempfile::TempDir;

use crate::support::program::smr;

/// A folder with an image, `image.bin`, and two pairs of keys, `a` and `b`.
struct Scene {
    folder: TempDir,
}

impl Scene {
    fn new() -> Scene {
        let scene = Scene {
            folder: tempfile::tempdir().expect("a folder"),
        };
        scene.make("image.bin", &[]);
        for (name, number) in [("a", 1), ("b", 2)] {
            let key = SigningKey::from_bytes(&[number; 32]).expect("a key");
            scene.write(
                &format!("{name}.pem"),
                key.to_pem().expect("PEM").as_bytes(),
            );
            scene.write(
                &format!("{name}.pub.pem"),
                key.public_key().to_pem().expect("PEM").as_bytes(),
            );
        }
        scene
    }

    fn make(&self, name: &str, more: &[&str]) {
        let arguments = [
            "make-sim-image",
            "--version",
            "1.2.3",
            "--size",
            "8192",
            "-o",
            name,
        ];
        self.good(&[&arguments[..], more].concat());
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).expect("written");
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("a file")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        smr(self.folder.path(), &["firmware"])
            .args(arguments)
            .output()
            .expect("smr runs")
    }

    /// What a command that must succeed prints.
    fn good(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            transcript(&output)
        );
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// What a command that must fail with 1 says.
    fn bad(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{arguments:?}: {}",
            transcript(&output)
        );
        String::from_utf8(output.stderr).expect("UTF-8")
    }
}

fn transcript(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let code = output
        .status
        .code()
        .map_or("none".to_owned(), |code| code.to_string());
    format!(
        "{}--- stderr\n{}--- exit {code}\n",
        text(&output.stdout),
        text(&output.stderr)
    )
}

/// Commands and the names of their snapshots.
const COMMANDS: &[(&str, &[&str])] = &[
    ("inspect", &["inspect", "image.bin"]),
    ("inspect-signed", &["inspect", "signed.bin"]),
    ("inspect-damaged", &["inspect", "damaged.bin"]),
    (
        "inspect-json",
        &["inspect", "signed.bin", "--format", "json"],
    ),
    ("verify", &["verify", "image.bin"]),
    ("verify-signed", &["verify", "signed.bin"]),
    (
        "verify-key",
        &[
            "verify",
            "signed.bin",
            "--key",
            "a.pub.pem",
            "--board",
            "esp8266-4m",
        ],
    ),
    (
        "verify-everything",
        &[
            "verify",
            "signed.bin",
            "--key",
            "b.pub.pem",
            "--board",
            "esp8266-1m",
            "--security-floor",
            "3",
        ],
    ),
    ("verify-cut", &["verify", "cut.bin"]),
    ("verify-compressed", &["verify", "app.bin.gz"]),
    (
        "verify-private-key",
        &["verify", "signed.bin", "--key", "a.pem"],
    ),
    ("missing", &["inspect", "missing.bin"]),
    (
        "sign-signed",
        &["sign", "signed.bin", "--key", "a.pem", "-o", "x.bin"],
    ),
    (
        "sign-damaged",
        &["sign", "damaged.bin", "--key", "a.pem", "-o", "x.bin"],
    ),
    ("keygen-existing", &["keygen", "-o", "a"]),
    (
        "make-bad-version",
        &["make-sim-image", "--version", "1.2", "-o", "x.bin"],
    ),
    (
        "make-bad-board",
        &[
            "make-sim-image",
            "--version",
            "1.2.3",
            "--board",
            "esp32",
            "-o",
            "x.bin",
        ],
    ),
    (
        "make-bad-size",
        &[
            "make-sim-image",
            "--version",
            "1.2.3",
            "--size",
            "5",
            "-o",
            "x.bin",
        ],
    ),
    (
        "make-nowhere",
        &[
            "make-sim-image",
            "--version",
            "1.2.3",
            "-o",
            "nowhere/x.bin",
        ],
    ),
    ("help", &["--help"]),
    ("help-verify", &["verify", "--help"]),
];

#[test]
fn pages_and_verdicts_are_as_they_were() {
    let scene = Scene::new();
    scene.make(
        "signed.bin",
        &[
            "--sign",
            "a.pem",
            "--board",
            "esp8266-4m",
            "--build",
            "7f3a",
            "--security-version",
            "2",
        ],
    );
    let image = scene.read("image.bin");
    scene.write("cut.bin", &image[..6000]);
    let mut damaged = image.clone();
    damaged[0x1100] ^= 1;
    scene.write("damaged.bin", &damaged);
    scene.write("app.bin.gz", &[&[0x1F, 0x8B][..], &image[..5998]].concat());
    for (name, arguments) in COMMANDS {
        insta::assert_snapshot!(*name, transcript(&scene.run(arguments)));
    }
    assert!(!scene.path("x.bin").exists());
}

#[test]
fn keys_sign_what_is_verified_with_them() {
    let scene = Scene::new();
    let id = scene.good(&["keygen", "-o", "new"]);
    assert!(
        id.trim().len() == 16 && id.trim().bytes().all(|digit| digit.is_ascii_hexdigit()),
        "{id}"
    );
    scene.good(&["sign", "image.bin", "--key", "new.pem", "-o", "signed.bin"]);
    assert!(
        scene
            .good(&["verify", "signed.bin", "--key", "new.pub.pem"])
            .contains(id.trim())
    );
    assert_eq!(scene.read("signed.bin")[..8192], scene.read("image.bin"));
    assert!(
        scene
            .bad(&["verify", "signed.bin", "--key", "a.pub.pem"])
            .contains("unknown-key")
    );
    assert!(
        scene
            .bad(&["verify", "image.bin", "--key", "a.pub.pem"])
            .contains("not-signed")
    );
}

#[cfg(unix)]
#[test]
fn a_private_key_is_for_its_owner_and_is_not_lost_by_accident() {
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::new();
    scene.good(&["keygen", "-o", "new"]);
    let mode = fs::metadata(scene.path("new.pem"))
        .expect("a key")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let before = scene.read("new.pem");
    assert!(
        scene
            .bad(&["keygen", "-o", "new"])
            .contains("is there already")
    );
    // Also where only one of the two is there.
    fs::remove_file(scene.path("new.pub.pem")).expect("removed");
    scene.bad(&["keygen", "-o", "new"]);
    assert_eq!(scene.read("new.pem"), before);
    assert!(!scene.path("new.pub.pem").exists());
    scene.good(&["keygen", "-o", "new", "--yes"]);
    assert_ne!(scene.read("new.pem"), before);
    let mode = fs::metadata(scene.path("new.pem"))
        .expect("a key")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_signature_is_replaced_only_when_asked_for() {
    let scene = Scene::new();
    scene.make("signed.bin", &["--sign", "a.pem"]);
    let before = scene.read("signed.bin");
    scene.bad(&["sign", "signed.bin", "--key", "b.pem", "-o", "signed.bin"]);
    assert_eq!(scene.read("signed.bin"), before);
    scene.good(&[
        "sign",
        "signed.bin",
        "--key",
        "b.pem",
        "--replace",
        "-o",
        "signed.bin",
    ]);
    scene.good(&["verify", "signed.bin", "--key", "b.pub.pem"]);
    // A signature that is damaged can be replaced too.
    let mut damaged = before;
    let end = damaged.len() - 1;
    damaged[end] ^= 1;
    scene.write("damaged.bin", &damaged);
    scene.bad(&["sign", "damaged.bin", "--key", "a.pem", "-o", "good.bin"]);
    scene.good(&[
        "sign",
        "damaged.bin",
        "--key",
        "a.pem",
        "--replace",
        "-o",
        "good.bin",
    ]);
    scene.good(&["verify", "good.bin", "--key", "a.pub.pem"]);
}

#[test]
fn made_images_are_what_was_asked_for_and_the_same_each_time() {
    let scene = Scene::new();
    let more = [
        "--build",
        "b7",
        "--security-version",
        "4",
        "--board",
        "esp8266-4m",
        "--sign",
        "a.pem",
    ];
    scene.make("one.bin", &more);
    scene.make("two.bin", &more);
    assert_eq!(scene.read("one.bin"), scene.read("two.bin"));
    let image = Image::parse(&scene.read("one.bin")).expect("a sound image");
    assert_eq!(image.size, 8192);
    assert_eq!(image.descriptor.version.to_string(), "1.2.3");
    assert_eq!(image.descriptor.build.as_str(), "b7");
    assert_eq!(image.descriptor.board.name(), "esp8266-4m");
    assert_eq!(image.descriptor.security_version, 4);
    scene.good(&["make-sim-image", "--version", "2.0.0", "-o", "usual.bin"]);
    let usual = Image::parse(&scene.read("usual.bin")).expect("a sound image");
    assert_eq!(usual.descriptor.board.name(), "esp8266-1m");
}

#[test]
fn no_secret_is_printed() {
    let scene = Scene::new();
    let secret = String::from_utf8(scene.read("a.pem")).expect("PEM");
    let line = secret.lines().nth(1).expect("a line of the key");
    for arguments in [
        &["sign", "image.bin", "--key", "a.pem", "-o", "signed.bin"] as &[&str],
        &["verify", "image.bin", "--key", "a.pem"],
        &["keygen", "-o", "a"],
    ] {
        assert!(
            !transcript(&scene.run(arguments)).contains(line),
            "{arguments:?}"
        );
    }
}
