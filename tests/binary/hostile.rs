//! Damage and hostile bytes: no panic, every byte accounted for, nothing wrong taken for right, and neighbours kept.

use proptest::prelude::*;
use smr::decode::{Check, Keys, Piece, Stream};

use super::encode::{
    CIPHER, REGISTERS, ciphered, hdlc_blocks, hdlc_segments, hdlc_unit, mbus, notification, sml,
    sml_messages,
};
use super::{decoded, said};

fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let unit = notification(REGISTERS);
    vec![
        ("hdlc", hdlc_unit(&unit)),
        ("segments", hdlc_segments(&unit, 70)),
        ("blocks", hdlc_blocks(&unit, 70)),
        ("mbus", mbus(&notification(&REGISTERS.repeat(2)))),
        ("sml", sml(&sml_messages(REGISTERS))),
        ("ciphered", ciphered(&CIPHER, &unit)),
    ]
}

#[test]
fn what_is_cut_off_costs_no_neighbour() {
    for (name, whole) in samples() {
        for cut in 0..whole.len() {
            let stream = [&whole[..cut], &whole, &whole].concat();
            let (telegrams, _) = decoded(&stream);
            let good: Vec<_> = telegrams
                .iter()
                .filter(|telegram| telegram.bytes().len() + 1 >= whole.len())
                .collect();
            assert!(
                good.len() >= 2,
                "{name} cut at {cut}: {} telegrams",
                telegrams.len()
            );
            let last = telegrams.last().expect("a telegram");
            assert_eq!(
                last.offset() + last.bytes().len() as u64,
                stream.len() as u64,
                "{name} cut at {cut}"
            );
        }
    }
}

#[test]
fn a_changed_byte_is_never_taken_for_valid_and_costs_no_neighbour() {
    for (name, whole) in samples() {
        let (good, _) = decoded(&whole);
        let length = whole.len() as u64;
        // A ciphered unit has no checksum: with a wrong length it takes the first bytes of the next one.
        let length_at = if name == "ciphered" { 10..12 } else { 0..0 };
        for at in (0..whole.len()).filter(|at| !length_at.contains(at)) {
            for change in [1, 0x80, 0x55] {
                let mut damaged = whole.clone();
                damaged[at] ^= change;
                let stream = [&whole[..], &damaged, &whole].concat();
                let (telegrams, _) = decoded(&stream);
                let context = || format!("{name}: byte {at} by {change:#x}");
                let has = |offset: u64| {
                    telegrams.iter().any(|telegram| {
                        telegram.offset() == offset && said(telegram) == said(&good[0])
                    })
                };
                assert!(has(0), "{}", context());
                // A flag is shared, or one is lost: then the telegram starts one byte later.
                assert!(has(2 * length) || has(2 * length + 1), "{}", context());
                let differs = telegrams.iter().filter(|telegram| {
                    telegram.check() == Check::Valid && said(telegram) != said(&good[0])
                });
                // Frames of a series have checks of their own: those that are there are right, and the rest is told.
                for telegram in differs {
                    let is_told = telegram
                        .notes()
                        .iter()
                        .any(|note| note.code.name() == "parts-missing");
                    assert!(is_told, "{}: {:?}", context(), said(telegram));
                }
            }
        }
    }
}

fn pieces(parts: &[&[u8]]) -> Vec<String> {
    let mut found = Vec::new();
    let mut sink = |piece: Piece<'_>| {
        found.push(match piece {
            Piece::Telegram(telegram) => format!(
                "{} {} {:?} {:?} {:?}",
                telegram.offset(),
                telegram.bytes().len(),
                telegram.framing(),
                telegram.check(),
                telegram.views().collect::<Vec<_>>(),
            ),
            Piece::Noise { offset, length } => format!("{offset} {length} noise"),
        });
    };
    let mut stream = Stream::with_keys(std::sync::Arc::new(Keys::none()));
    for part in parts {
        stream.feed(part, &mut sink);
    }
    stream.finish(&mut sink);
    found
}

/// Bytes that look like parts of telegrams.
fn part() -> impl Strategy<Value = Vec<u8>> {
    let samples: Vec<Vec<u8>> = samples().into_iter().map(|(_, sample)| sample).collect();
    let starts: Vec<Vec<u8>> = vec![
        vec![0x7E, 0xA0],
        vec![0x68, 0x0A, 0x0A, 0x68, 0x53],
        vec![0x1B; 4],
        vec![0x1B, 0x1B, 0x1B, 0x1B, 1, 1, 1, 1],
        vec![0xDB, 8, b'T', b'S', b'T'],
        vec![0x0F, 0, 0, 0, 0, 0, 2, 2],
        b"/TST5\r\n".to_vec(),
    ];
    prop_oneof![
        prop::sample::select(samples.clone()),
        (
            prop::sample::select(samples.clone()),
            any::<prop::sample::Index>()
        )
            .prop_map(|(sample, cut)| sample[..cut.index(sample.len())].to_vec()),
        (
            prop::sample::select(samples),
            any::<prop::sample::Index>(),
            any::<u8>()
        )
            .prop_map(|(mut sample, at, byte)| {
                let at = at.index(sample.len());
                sample[at] = byte;
                sample
            }),
        prop::sample::select(starts),
        prop::collection::vec(any::<u8>(), 0..60),
        prop::collection::vec(0_u8..34, 0..60),
    ]
}

proptest! {
    #[test]
    fn the_pieces_do_not_depend_on_how_the_bytes_come(
        parts in prop::collection::vec(part(), 0..6),
        size in 1_usize..90,
    ) {
        let bytes = parts.concat();
        let whole = pieces(&[&bytes]);
        let cut: Vec<&[u8]> = bytes.chunks(size).collect();
        prop_assert_eq!(pieces(&cut), whole);
    }

    #[test]
    fn a_telegram_reads_the_same_after_any_other(first in part(), second in part()) {
        let stream = [&first[..], &second].concat();
        let mut telegram = smr::decode::Telegram::empty();
        let mut sink = |piece: Piece<'_>| {
            let Piece::Telegram(seen) = piece else { return };
            let frame = smr::decode::Frame {
                bytes: seen.bytes(),
                offset: seen.offset(),
                framing: seen.framing(),
                check: seen.check(),
            };
            let mut afresh = smr::decode::Telegram::empty();
            afresh.decode(frame);
            telegram.decode(frame);
            assert_eq!(telegram.views().collect::<Vec<_>>(), afresh.views().collect::<Vec<_>>());
            assert_eq!(telegram.notes(), afresh.notes());
            assert_eq!(telegram.dialect(), afresh.dialect());
        };
        let mut stream_of = Stream::new();
        stream_of.feed(&stream, &mut sink);
        stream_of.finish(&mut sink);
    }
}
