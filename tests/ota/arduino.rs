//! `smr ota --protocol arduino`: to our firmware, and to one that is not ours.

use std::io::{Read, Write};
use std::net::{TcpStream, UdpSocket};
use std::thread::JoinHandle;

use md5::{Digest, Md5};

use crate::ota::http;
use crate::ota::scene::{SIZE, Scene, command, ends, image};

#[test]
fn a_gateway_of_ours_takes_it_and_proves_it() {
    let scene = Scene::new();
    let arguments = ["--protocol", "arduino", "--ota-port", scene.ota_port()];
    ends(
        &scene.ota(&arguments),
        0,
        &["runs 4.5.6, before 0.1.0; proven"],
    );
    assert!(scene.holds(&image("4.5.6")));
    ends(&scene.ota(&arguments), 0, &["already"]);
}

#[test]
fn a_cut_leaves_the_old_version_running() {
    let faults = "[[fault]]\nboard = 1\nkind = \"reboot-mid-upload\"\nat_bytes = 20000\n";
    let scene = Scene::with(faults, &[]);
    let arguments = ["--protocol", "arduino", "--ota-port", scene.ota_port()];
    scene.fails(1, &arguments, &["; the gateway still runs 0.1.0"]);
    scene.runs("0.1.0");
}

/// Firmware that is not ours: takes one image without a password, and says `last` when it has it all.
fn stranger(last: &'static str) -> (u16, JoinHandle<Vec<u8>>) {
    let mail = UdpSocket::bind("127.0.0.1:0").expect("a port");
    let port = mail.local_addr().expect("bound").port();
    let thread = std::thread::spawn(move || {
        let mut datagram = [0; 200];
        let (count, mut from) = mail.recv_from(&mut datagram).expect("an invitation");
        let text = String::from_utf8_lossy(&datagram[..count]).into_owned();
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words[0], "0");
        let size: usize = words[2].parse().expect("a size");
        mail.send_to(b"OK", from).expect("sent");
        from.set_port(words[1].parse().expect("a port"));
        let mut sender = TcpStream::connect(from).expect("a connection");
        let mut image = Vec::new();
        let mut piece = [0; 1460];
        while image.len() < size {
            let count = sender.read(&mut piece).expect("a piece");
            assert_ne!(count, 0, "it ends early");
            image.extend_from_slice(&piece[..count]);
            sender
                .write_all(count.to_string().as_bytes())
                .expect("sent");
        }
        assert_eq!(http::hex(&Md5::digest(&image)), words[3]);
        sender.write_all(last.as_bytes()).expect("sent");
        image
    });
    (port, thread)
}

#[test]
fn other_firmware_takes_it_which_is_all_that_can_be_known() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("new.bin"), image("4.5.6")).expect("written");
    for (last, code, part) in [
        ("OK", 0, "the gateway took 4.5.6; it has no settings"),
        ("ERROR[4]: Not Enough Space", 1, "Not Enough Space"),
    ] {
        let (port, thread) = stranger(last);
        // Nobody speaks HTTP there.
        let output = command(folder.path(), &["ota", "127.0.0.1:9", "--image", "new.bin"])
            .args(["--protocol", "arduino", "--ota-port", &port.to_string()])
            .args(["--proof-timeout", "1s"])
            .output()
            .expect("smr runs");
        ends(&output, code, &[part]);
        let received = thread.join().expect("a whole image");
        assert_eq!(received.len(), SIZE);
        assert!(received == image("4.5.6"), "other bytes");
    }
}

#[test]
fn a_wrong_password_is_told() {
    let scene = Scene::new();
    // Nobody speaks HTTP at this port: as with firmware that is not ours, only the protocol itself asks for the password.
    let host = scene.address().split_once(':').expect("a port").0;
    let output = command(scene.path(), &["ota", &format!("{host}:9")])
        .args(["--image", "new.bin", "--password-file", "wrong"])
        .args(["--protocol", "arduino", "--ota-port", scene.ota_port()])
        .output()
        .expect("smr runs");
    ends(&output, 4, &["refuses the password"]);
    let output = command(scene.path(), &["ota", &format!("{host}:9")])
        .args(["--image", "new.bin"])
        .args(["--protocol", "arduino", "--ota-port", scene.ota_port()])
        .output()
        .expect("smr runs");
    // After a wrong password nobody is asked for one for a second.
    ends(&output, 4, &["password"]);
    scene.runs("0.1.0");
}
