//! The framings, each from a whole telegram to one with parts missing.

use smr::decode::{Check, Framing};

use super::encode::{
    REGISTERS, TIME, hdlc, hdlc_blocks, hdlc_segments, hdlc_unit, length, mbus, notification, sml,
    sml_messages, with_llc,
};
use super::{SAID, assert_says_all, decoded, notes, one, said};

#[test]
fn all_framings_say_the_same() {
    let unit = notification(REGISTERS);
    for (bytes, framing) in [
        (hdlc_unit(&unit), Framing::Hdlc),
        (mbus(&unit), Framing::Mbus),
        (sml(&sml_messages(REGISTERS)), Framing::Sml),
    ] {
        let telegram = one(&bytes);
        assert_says_all(&telegram);
        assert_eq!(telegram.framing(), framing);
    }
    let bare = one(&unit);
    assert_eq!(
        (said(&bare), bare.framing(), bare.check()),
        (
            SAID.map(String::from).to_vec(),
            Framing::Apdu,
            Check::Absent
        )
    );
}

#[test]
fn the_time_of_a_notification_is_that_of_the_telegram() {
    let telegram = one(&hdlc_unit(&notification(REGISTERS)));
    let time = telegram.time().map(|time| time.with_offset(1).to_string());
    assert_eq!(time.as_deref(), Some("2026-01-31T12:00:05+01:00"));
}

#[test]
fn segments_and_blocks_of_any_size_make_one_telegram() {
    let unit = notification(REGISTERS);
    for size in 5..=unit.len() + 3 {
        assert_says_all(&one(&hdlc_segments(&unit, size)));
        assert_says_all(&one(&hdlc_blocks(&unit, size)));
    }
    let long: Vec<_> = REGISTERS.iter().cycle().take(40).copied().collect();
    let telegram = one(&mbus(&notification(&long)));
    assert_eq!(
        (telegram.readings().len(), telegram.check()),
        (40, Check::Valid)
    );
}

#[test]
fn frames_may_share_a_flag_or_have_several() {
    let frame = hdlc_unit(&notification(REGISTERS));
    let shared = [&frame[..], &frame[1..], &frame[1..]].concat();
    let (telegrams, noise) = decoded(&shared);
    assert_eq!((telegrams.len(), noise), (3, 0));
    telegrams.iter().for_each(assert_says_all);
    let spread = [&frame[..], &[0x7E; 5], &frame[..]].concat();
    let (telegrams, noise) = decoded(&spread);
    assert_eq!((telegrams.len(), noise), (2, 5));
}

#[test]
fn a_telegram_with_a_wrong_check_is_decoded_and_marked() {
    let mut frame = hdlc_unit(&notification(REGISTERS));
    let at = frame.len() - 20;
    frame[at] ^= 1;
    let telegram = one(&frame);
    assert_eq!(
        (telegram.check().name(), notes(&telegram)),
        ("invalid", vec!["check-failed"])
    );
    assert_eq!(said(&telegram)[..5], SAID[..5]);
    let mut frame = mbus(&notification(REGISTERS));
    frame[60] ^= 1;
    assert_eq!(one(&frame).check().name(), "invalid");
    let mut frame = sml(&sml_messages(REGISTERS));
    frame[60] ^= 1;
    assert_eq!(one(&frame).check().name(), "invalid");
}

#[test]
fn missing_parts_are_told_and_what_is_there_is_read() {
    let unit = notification(REGISTERS);
    let whole = hdlc_segments(&unit, 50);
    let frames: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == 0x7E).collect();
    // Each frame is split behind both of its flags.
    let first = frames[..2].concat();
    let telegram = one(&first);
    assert_eq!(notes(&telegram), ["parts-missing", "unreadable"]);
    assert_eq!(said(&telegram)[0], SAID[0]);
    let later = frames[2..].concat();
    assert_eq!(notes(&one(&later)), ["parts-missing"]);
    // The last segment is lost, and the next telegram begins.
    let lost = [&first[..], &whole].concat();
    let (telegrams, noise) = decoded(&lost);
    assert_eq!((telegrams.len(), noise), (2, 0));
    assert_says_all(&telegrams[1]);
    let long: Vec<_> = REGISTERS.iter().cycle().take(20).copied().collect();
    let whole = mbus(&notification(&long));
    let telegram = one(&whole[..256]);
    assert_eq!(notes(&telegram), ["parts-missing", "unreadable"]);
    assert_eq!(notes(&one(&whole[256..])), ["parts-missing"]);
}

#[test]
fn all_kinds_are_found_in_one_stream() {
    let unit = notification(REGISTERS);
    let ascii = b"/TST5\\model\r\n\r\n1-0:1.8.1(000001.500*kWh)\r\n!\r\n";
    let parts = [
        &hdlc_unit(&unit),
        &ascii[..],
        &mbus(&unit),
        &sml(&sml_messages(REGISTERS)),
        ascii,
        &hdlc_blocks(&unit, 40),
    ];
    let noise = b"\x00noise~";
    let stream: Vec<u8> = parts
        .iter()
        .flat_map(|part| [part, &noise[..]].concat())
        .collect();
    let (telegrams, lost) = decoded(&stream);
    let framings: Vec<_> = telegrams
        .iter()
        .map(|telegram| telegram.framing().name())
        .collect();
    assert_eq!(framings, ["hdlc", "p1", "mbus", "sml", "p1", "hdlc"]);
    assert_eq!(lost, noise.len() as u64 * 6);
}

#[test]
fn a_large_stream_gives_on_all_cores_what_it_gives_on_one() {
    use smr::decode::Piece;
    let unit = notification(REGISTERS);
    let ascii = b"/TST5\\model\r\n\r\n1-0:1.8.1(000001.500*kWh)\r\n!\r\n";
    let parts = [
        &hdlc_blocks(&unit, 40),
        &ascii[..],
        &mbus(&unit),
        &b"noise\n!\r\n"[..],
        &sml(&sml_messages(REGISTERS)),
    ];
    let stream = parts.concat().repeat(2_000);
    let text = |piece: Piece<'_>, out: &mut Vec<u8>| {
        let line = match piece {
            Piece::Telegram(telegram) => format!(
                "{} {:?} {}\n",
                telegram.offset(),
                telegram.framing(),
                telegram.readings().len()
            ),
            Piece::Noise { offset, length } => format!("{offset} noise {length}\n"),
        };
        out.extend(line.bytes());
    };
    let outputs = [1, 3].map(|workers| {
        let mut all = Vec::new();
        let totals = smr::source::bulk::decode::<()>(
            &mut &stream[..],
            workers,
            &std::sync::Arc::default(),
            &text,
            &mut |bytes| {
                all.extend_from_slice(bytes);
                Ok(())
            },
        );
        (totals.expect("nothing fails in memory"), all)
    });
    assert!(outputs[0] == outputs[1]);
    let (telegrams, noise) = decoded(&stream);
    assert_eq!(
        (telegrams.len() as u64, noise),
        (outputs[0].0.telegrams(), outputs[0].0.noise_bytes)
    );
    assert_eq!((telegrams.len(), noise), (8_000, 18_000));
}

/// A notification around a body.
fn list(body: &[u8]) -> Vec<u8> {
    let mut unit = vec![0x0F, 0, 0, 0, 0, 12];
    unit.extend(TIME);
    unit.extend(body);
    hdlc_unit(&unit)
}

fn text(text: &str) -> Vec<u8> {
    [&[9][..], &length(text.len()), text.as_bytes()].concat()
}

fn number(number: u32) -> Vec<u8> {
    [&[6][..], &number.to_be_bytes()].concat()
}

#[test]
fn values_without_codes_are_known_by_their_place() {
    let mut body = vec![2, 9];
    for part in ["KFM_001", "6970000000000001", "MA105"] {
        body.extend(text(part));
    }
    for value in [1_000, 0, 0, 50, 4_321, 2_314] {
        body.extend(number(value));
    }
    let telegram = one(&list(&body));
    assert_eq!(
        said(&telegram),
        [
            "1-1:0.2.129 KFM_001",
            "0-0:96.1.0 6970000000000001",
            "0-0:96.1.7 MA105",
            "1-0:1.7.0 1000 W",
            "1-0:2.7.0 0 W",
            "1-0:3.7.0 0 var",
            "1-0:4.7.0 50 var",
            "1-0:31.7.0 4.321 A",
            "1-0:32.7.0 231.4 V",
        ]
    );
    assert_eq!(telegram.dialect().dialect.id, "nordic-kaifa");
}

#[test]
fn values_without_units_get_those_of_the_maker() {
    let mut body = vec![2, 5, 10, 14];
    body.extend(b"Kamstrup_V0001");
    body.extend([9, 6, 1, 1, 1, 8, 0, 255]);
    body.extend(number(123_456));
    body.extend([9, 6, 1, 1, 32, 7, 0, 255, 18, 0x56, 0xB7]);
    let telegram = one(&list(&body));
    assert_eq!(
        said(&telegram),
        [
            "1-1:0.2.129 Kamstrup_V0001",
            "1-1:1.8.0 1234560 Wh",
            "1-1:32.7.0 221.99 V"
        ]
    );
    assert_eq!(telegram.dialect().dialect.id, "nordic-kamstrup");
}

#[test]
fn a_push_object_list_names_the_values_behind_it() {
    let object = |class: u8, code: [u8; 6], attribute: u8| {
        [
            &[2, 4, 18, 0, class, 9, 6][..],
            &code,
            &[15, attribute, 18, 0, 0],
        ]
        .concat()
    };
    let mut body = vec![2, 5, 1, 5];
    body.extend(object(40, [0, 8, 25, 9, 0, 255], 2));
    body.extend(object(1, [0, 0, 96, 1, 0, 255], 2));
    body.extend(object(3, [1, 0, 1, 7, 0, 255], 2));
    body.extend(object(3, [1, 0, 1, 8, 0, 255], 2));
    body.extend(object(3, [1, 0, 1, 8, 0, 255], 3));
    body.extend(text("601109"));
    body.extend(number(40));
    body.extend(number(77));
    body.extend([2, 2, 15, 3, 22, 30]);
    let telegram = one(&list(&body));
    assert_eq!(
        said(&telegram),
        ["0-0:96.1.0 601109", "1-0:1.7.0 40 W", "1-0:1.8.0 77000 Wh"]
    );
    assert_eq!(telegram.dialect().dialect.id, "ch-push");
}

#[test]
fn values_that_nothing_names_leave_a_note() {
    let telegram = one(&list(
        &[&[2, 3][..], &number(1), &number(2), &number(3)].concat(),
    ));
    assert_eq!(notes(&telegram), ["value-without-code"]);
    let other = one(&hdlc(&with_llc(&[0xC2, 1, 2, 3, 4, 5, 6]), false));
    assert_eq!(notes(&other), ["content-unknown"]);
}
