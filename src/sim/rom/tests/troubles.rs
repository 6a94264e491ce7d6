//! What a loader does wrong when it is told to, and another speed in the middle.

use super::*;

#[test]
fn troubles_are_had_as_ordered() {
    let silent = Troubles {
        is_silent: true,
        ..Troubles::default()
    };
    assert_eq!(Host::new(silent).ask(&request(op::SYNC, 0, SYNC)), []);
    for (most, count) in [(115_200, 8), (115_199, 0)] {
        let slow = Troubles {
            detects_to: Some(most),
            ..Troubles::default()
        };
        let replies = Host::new(slow).ask(&request(op::SYNC, 0, SYNC));
        assert_eq!(replies.len(), count, "{most}");
    }
    let forgetful = Troubles {
        loses_every: Some(3),
        ..Troubles::default()
    };
    let replies = Host::new(forgetful).ask(&request(op::SYNC, 0, SYNC));
    assert_eq!(replies.len(), 6);
    let miscounting = Troubles {
        miscounts: true,
        ..Troubles::default()
    };
    let mut host = Host::with_stub(miscounting);
    let md5 = host.done(op::SPI_FLASH_MD5, &words(&[0, 16, 0, 0]));
    assert_ne!(md5, Md5::digest([0xFF; 16]).to_vec());
}

#[test]
fn a_new_divider_counts_for_the_reply_to_it_already() {
    let mut host = Host::new(Troubles::default());
    host.ask(&request(op::SYNC, 0, SYNC));
    // A quarter of 115,200 bits per second at 52 MHz.
    let order = request(op::WRITE_REG, 0, &words(&[0x6000_0014, 1_804, u32::MAX, 0]));
    host.rom.receive(&order, SPEED, &mut host.flash);
    let outputs = host.rom.take_output();
    let speeds: Vec<Option<u32>> = outputs.iter().map(|output| output.speed).collect();
    assert_eq!(speeds, [Some(28_824)]);
    assert_eq!(host.rom.speed(), Some(28_824));
}
