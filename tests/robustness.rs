//! Whatever happens to a telegram on the way: no panic, every byte accounted for, and good telegrams around it kept.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at what it does not expect"
)]

use proptest::prelude::*;
use smr::decode::{Check, Frame, Framing, Piece, Stream, Telegram};
use smr::sim::meter::{self, Profile};
use smr::ui::style::Colour;
use smr::ui::{Format, Origin, Renderer};

fn telegram(profile: &'static Profile, seed: u64) -> Vec<u8> {
    meter::stream(
        profile,
        seed,
        "2026-01-31T12:00:00Z".parse().expect("a time"),
        1,
    )
}

/// The pieces of a stream: start, end and the check of a telegram. Fails unless they cover all bytes in order.
fn pieces(bytes: &[u8]) -> Vec<(u64, u64, Option<Check>)> {
    let mut found = Vec::new();
    let mut sink = |piece: Piece<'_>| {
        found.push(match piece {
            Piece::Telegram(telegram) => {
                // Everything that can be shown is shown.
                assert_eq!(telegram.views().count(), telegram.readings().len());
                let _ = telegram.devices();
                (
                    telegram.offset(),
                    telegram.offset() + telegram.bytes().len() as u64,
                    Some(telegram.check()),
                )
            }
            Piece::Noise { offset, length } => (offset, offset + length, None),
        });
    };
    let mut stream = Stream::new();
    stream.feed(bytes, &mut sink);
    stream.finish(&mut sink);
    let mut at = 0;
    for (start, end, _) in &found {
        assert!(*start == at && end > start, "{found:?}");
        at = *end;
    }
    assert_eq!(at, bytes.len() as u64, "{found:?}");
    found
}

/// Those whose telegrams are lines of ASCII; `tests/binary` is about the others.
fn text_meters() -> impl Iterator<Item = &'static Profile> {
    meter::profiles().iter().filter(|profile| profile.is_text())
}

#[test]
fn every_beginning_of_a_telegram_is_noise_or_a_telegram_and_the_next_one_is_kept() {
    for profile in text_meters() {
        let whole = telegram(profile, 1);
        let good = pieces(&whole);
        let [(_, _, Some(check))] = good.as_slice() else {
            panic!("{}: {good:?}", profile.name())
        };
        for cut in 0..whole.len() {
            pieces(&whole[..cut]);
            let followed = [&whole[..cut], &whole[..]].concat();
            let found = pieces(&followed);
            let last = found.last().expect("a piece");
            assert_eq!(
                *last,
                (cut as u64, followed.len() as u64, Some(*check)),
                "{} cut at {cut}",
                profile.name()
            );
        }
    }
}

#[test]
fn a_changed_byte_is_never_taken_for_valid_and_costs_no_neighbour() {
    for profile in text_meters() {
        let whole = telegram(profile, 1);
        let check = pieces(&whole)[0].2;
        let length = whole.len() as u64;
        let mark = whole
            .iter()
            .rposition(|byte| *byte == b'!')
            .expect("an end");
        for at in 0..whole.len() {
            let original = whole[at];
            for changed in [original ^ 1, original ^ 0x80, b'/', b'!', b'\n', b'(', 0] {
                if changed == original {
                    continue;
                }
                let mut damaged = whole.clone();
                damaged[at] = changed;
                let stream = [&whole[..], &damaged[..], &whole[..]].concat();
                let found = pieces(&stream);
                let is_kept = |start: u64| found.contains(&(start, start + length, check));
                let context =
                    || format!("{}: byte {at} as {changed:#04x}: {found:?}", profile.name());
                assert!(is_kept(0), "{}", context());
                assert!(is_kept(2 * length), "{}", context());
                // What a CRC covers is protected; behind the mark stand the CRC itself and the line end.
                if check == Some(Check::Valid) && at <= mark {
                    let valid = found
                        .iter()
                        .filter(|(_, _, check)| *check == Some(Check::Valid))
                        .count();
                    assert_eq!(valid, 2, "{}", context());
                }
            }
        }
    }
}

/// Everything that a telegram shows.
fn shown(telegram: &Telegram) -> String {
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}",
        telegram.readings(),
        telegram.views().collect::<Vec<_>>(),
        telegram.notes(),
        telegram.dialect()
    )
}

#[test]
fn decoding_after_another_telegram_gives_what_decoding_afresh_gives() {
    for profile in meter::profiles() {
        let bytes = meter::stream(
            profile,
            7,
            "2026-03-29T00:50:00Z".parse().expect("a time"),
            300_000,
        );
        let mut stream = Stream::new();
        let mut sink = |piece: Piece<'_>| {
            let Piece::Telegram(telegram) = piece else {
                panic!("noise in {}", profile.name())
            };
            let frame = Frame {
                bytes: telegram.bytes(),
                offset: telegram.offset(),
                framing: telegram.framing(),
                check: telegram.check(),
            };
            let mut afresh = Telegram::empty();
            afresh.decode(frame);
            assert_eq!(shown(telegram), shown(&afresh));
        };
        stream.feed(&bytes, &mut sink);
        stream.finish(&mut sink);
    }
}

proptest! {
    #[test]
    fn any_damage_gives_the_same_as_decoding_afresh(
        profile in prop::sample::select(text_meters().collect::<Vec<_>>()),
        seed in 0_u64..50,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        digits in prop::collection::vec((any::<prop::sample::Index>(), b'0'..=b'9'), 0..20),
    ) {
        let first = telegram(profile, 1);
        let mut second = telegram(profile, seed);
        for (at, byte) in &damage {
            let at = at.index(second.len());
            second[at] = *byte;
        }
        for (at, digit) in &digits {
            let at = at.index(second.len());
            if second[at].is_ascii_digit() {
                second[at] = *digit;
            }
        }
        let frame = |bytes| Frame { bytes, offset: 0, framing: Framing::P1, check: Check::Absent };
        let mut after = Telegram::empty();
        after.decode(frame(&first));
        after.decode(frame(&second));
        let mut afresh = Telegram::empty();
        afresh.decode(frame(&second));
        prop_assert_eq!(shown(&after), shown(&afresh));
    }

    #[test]
    fn any_bytes_can_be_decoded_and_printed(
        bytes in prop::collection::vec(prop_oneof![
            3 => prop::sample::select(b"/ABC5\\\r\n!()*.:-0123456789kWhSW,".to_vec()),
            1 => any::<u8>(),
        ], 0..400),
    ) {
        let whole = [b"/ABC5x\r\n", &bytes[..], b"\r\n!\r\n"].concat();
        pieces(&whole);
        let origin = Origin { name: "bytes", received_at: None };
        for format in [Format::Human, Format::Json, Format::Jsonl, Format::Csv] {
            let renderer = Renderer::new(format, Colour::Off, true);
            let mut out = Vec::new();
            let mut stream = Stream::new();
            let mut sink = |piece: Piece<'_>| renderer.piece(piece, &origin, &mut out);
            stream.feed(&whole, &mut sink);
            stream.finish(&mut sink);
            let text = std::str::from_utf8(&out).expect("UTF-8");
            if format == Format::Jsonl {
                for line in text.lines() {
                    serde_json::from_str::<serde_json::Value>(line).expect("JSON");
                }
            }
        }
    }
}
