//! What boards have printed, and what is made of it.

use proptest::prelude::*;

use super::*;

/// The meaning of the only line in a text.
#[track_caller]
fn told(line: &str) -> Meaning {
    let said = Reader::all(line.as_bytes());
    assert_eq!(said.len(), 1, "{said:?}");
    let meaning = said.into_iter().next().and_then(|said| said.meaning);
    meaning.unwrap_or_else(|| panic!("{line:?} means nothing"))
}

#[test]
fn every_row_is_found_by_a_line_of_its_own() {
    for row in TABLE {
        let line = row.pattern.trim_start_matches('^').replace('*', "7");
        let meaning = told(&line);
        assert!(!meaning.words.is_empty(), "{line}");
        assert!(!meaning.words.contains(['{', '}']), "{}", meaning.words);
        let is_trouble = matches!(row.weight, Weight::Trouble(_));
        assert!(meaning.is_trouble || !is_trouble, "{line}");
        assert_eq!(meaning.is_trouble, meaning.hint.is_some(), "{line}");
    }
}

#[test]
fn why_the_chip_starts_and_what_it_starts_is_told_in_one_sentence() {
    let start = told("\r\n ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\n\r\n");
    assert_eq!(
        start.words,
        "the chip was reset by its pin, woke up, or restarted itself; it starts what its flash holds"
    );
    assert!(!start.is_trouble);
    let hung = told("ets Jan  8 2013,rst cause:4, boot mode:(3,6)");
    assert!(hung.is_trouble && hung.words.starts_with("the hardware watchdog"));
    let pins = told("ets Jan  8 2013,rst cause:1, boot mode:(7,7)");
    assert!(pins.hint.is_some_and(|hint| hint.contains("GPIO15")));
}

#[test]
fn a_start_from_the_first_word_to_a_crash_is_told() {
    let log = b" ets Jan  8 2013,rst cause:1, boot mode:(3,6)\r\n\r\n\
        load 0x4010f000, len 1117, room 16 \r\ntail 13\r\nchksum 0x8d\r\ncsum 0x8d\r\n\
        smr-boot/1 try 2\r\nrf cal sector: 252\r\n\
        Fatal exception 28(LoadProhibitedCause):\r\n\
        epc1=0x40201234, epc2=0x00000000, epc3=0x00000000, excvaddr=0x00000010, depc=0x00000000\r\n";
    let words: Vec<String> = Reader::all(log)
        .into_iter()
        .map(|said| said.meaning.map_or(said.text, |meaning| meaning.words))
        .collect();
    assert_eq!(
        words,
        [
            "power came on; it starts what its flash holds",
            "1117 bytes of code are loaded into the RAM at 0x4010f000",
            "the last 13 bytes of that part",
            "the check sum so far: 8d",
            "the check sum of what was loaded: 8d",
            "an update is on trial; so many starts of it have counted: 2",
            "where the radio's calibration is kept: sector 252",
            "the firmware has crashed: exception 28, a load from an address that may not be read",
            "it was at 0x40201234; and touched 0x00000010",
        ]
    );
}

#[test]
fn what_keeps_a_board_from_starting_is_told_with_what_to_do() {
    for (line, words, hint) in [
        (
            "ets_main.c ",
            "nothing in its flash that starts",
            "smr flash",
        ),
        ("csum err", "damaged", "smr flash"),
        (
            "rf_cal[0] !=0x05,is 0xFF",
            "(0xFF is there instead)",
            "--erase-all",
        ),
        ("need boot 1.4+", "another size", "--flash-size keep"),
        (
            "mismatch map 2,spi_size_map 4",
            "(code 2)",
            "the size of the chip",
        ),
        ("smr-boot/1 back 12/166", "step 12 of 166", "smr diag"),
        ("smr-boot/1 empty", "no firmware behind it", "smr flash"),
        (
            "Fatal exception (0):",
            "exception 0, an instruction",
            "newest firmware",
        ),
        (
            "load 0xffffffff, len -1, room 12 ",
            "empty or cannot be read",
            "smr flash",
        ),
    ] {
        let meaning = told(line);
        assert!(meaning.is_trouble, "{line}");
        assert!(meaning.words.contains(words), "{line}: {}", meaning.words);
        assert!(meaning.hint.expect("a hint").contains(hint), "{line}");
    }
}

#[test]
fn nothing_that_a_terminal_obeys_is_in_what_a_board_says() {
    let said = Reader::all(
        b"\x1b[2J\x1b]0;title\x07hello\x9b31m \xE2\x80\xAE\r\nip:\x1b[1m,mask:x,gw:y\n",
    );
    for line in &said {
        let words = line
            .meaning
            .as_ref()
            .map_or("", |meaning| meaning.words.as_str());
        for letter in line.text.chars().chain(words.chars()) {
            assert!(
                !letter.is_control() && (letter.is_ascii() || letter == UNPRINTABLE),
                "{letter:?}"
            );
        }
    }
    assert_eq!(
        said[0].text,
        "\u{fffd}[2J\u{fffd}]0;title\u{fffd}hello\u{fffd}31m \u{fffd}"
    );
}

#[test]
fn lines_come_whole_however_the_bytes_come() {
    let log = b"smr-boot/1 run\r\n\xFE\xFE\r\nphy ver: 1156_0, pp ver: 10.2\r\n";
    let at_once = Reader::all(log);
    assert_eq!(at_once.len(), 2, "noise is no line: {at_once:?}");
    let mut reader = Reader::default();
    let one_by_one: Vec<Said> = log.iter().flat_map(|byte| reader.push(&[*byte])).collect();
    assert_eq!(one_by_one, at_once);
    // What never ends is shown all the same, and takes no more memory than a line.
    assert!(
        reader
            .push(&[b'a'; 1_000])
            .iter()
            .all(|said| said.text.len() == LONGEST)
    );
}

#[test]
fn what_is_no_start_is_no_log() {
    assert_eq!(
        log(b"\xFE\x9C\x01hello\x80\xF0world\r\nwhat an application says\r\n"),
        []
    );
    let start = log(
        b"\xFE\x9Cx\x80\r\n ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\nunknown\r\n\xFEy\x9C",
    );
    let texts: Vec<&str> = start.iter().map(|said| said.text.as_str()).collect();
    assert_eq!(
        texts,
        ["ets Jan  8 2013,rst cause:2, boot mode:(3,6)", "unknown"]
    );
    assert!(!tells_trouble(
        b"ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\n"
    ));
    assert!(tells_trouble(b"rubbish \xFE\r\nets_main.c \r\n"));
}

proptest! {
    #[test]
    fn whatever_comes_is_shown_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..600), row in 0..TABLE.len(), cut in 0_usize..80) {
        // Also what begins as something that is known.
        let mut known = TABLE[row].pattern.replace(['^', '*'], "").into_bytes();
        known.truncate(cut);
        let mut ear = Ear::new(true);
        for part in [&bytes[..], &known, &bytes] {
            if let Heard::Lines(said) = ear.hear(part) {
                for line in said {
                    let meaning = line.meaning.map(|meaning| meaning.words).unwrap_or_default();
                    prop_assert!(line.text.chars().count() <= LONGEST);
                    prop_assert!(line.text.chars().chain(meaning.chars()).all(|letter| !letter.is_control()));
                }
            }
        }
        prop_assert!(log(&bytes).iter().all(|said| !said.text.is_empty()));
    }
}
