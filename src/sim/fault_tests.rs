//! Tests of lists of faults.

use super::*;

#[test]
fn a_list_says_which_boards_have_which_faults() {
    let faults = Faults::parse(
        "[[fault]]\nboard = 2\nkind = \"power-cut\"\nat_flash_op = 7\nat_byte = 100\n\
         [[fault]]\nboard = \"*\"\nkind = \"wifi-lost\"\nafter = \"10s\"\nfor = \"1m\"\n",
    )
    .expect("a list");
    let lost = Fault::WifiLost {
        after: Duration::from_secs(10),
        length: Some(Duration::from_secs(60)),
    };
    let cut = Fault::PowerCut(Cut {
        at_operation: 7,
        at_byte: 100,
    });
    assert_eq!(
        faults.of(1).collect::<Vec<_>>(),
        std::slice::from_ref(&lost)
    );
    assert_eq!(faults.of(2).collect::<Vec<_>>(), [cut, lost]);
    assert_eq!(faults.largest_board(), Some(2));
}

#[test]
fn what_cannot_be_understood_is_named() {
    let fault = |rest: &str| format!("[[fault]]\nboard = 1\n{rest}\n");
    for (text, part) in [
        ("[[faults]]\n".to_owned(), "\"faults\" is unknown"),
        ("nonsense".to_owned(), "no TOML"),
        (
            "[[fault]]\nkind = \"unreachable\"\n".to_owned(),
            "names no board",
        ),
        (
            "[[fault]]\nboard = 0\nkind = \"unreachable\"\n".to_owned(),
            "board that cannot be",
        ),
        (fault(""), "fault 1 has no kind"),
        (
            fault("kind = \"earthquake\""),
            "unknown kind, \"earthquake\"",
        ),
        (fault("kind = \"slow-network\""), "lacks bytes_per_s"),
        (
            fault("kind = \"slow-network\"\nbytes_per_s = 0"),
            "whole number from 1 on",
        ),
        (
            fault("kind = \"unreachable\"\nafter = \"1s\""),
            "does not know \"after\"",
        ),
        (
            fault("kind = \"silent-meter\"\nafter = 10"),
            "wants after as a duration",
        ),
        (
            fault("kind = \"bad-image\"\nversion = \"2\"\ndoes = \"hang\""),
            "wants version",
        ),
        (
            fault("kind = \"bad-image\"\nversion = \"2.0.0\"\ndoes = \"dance\""),
            "does what nobody knows",
        ),
        (
            fault("kind = \"corrupt-serial\"\nrate = 2.0"),
            "from 0.0 to 1.0",
        ),
        (
            fault("kind = \"stale-nonce\"\nevery = \"0s\""),
            "wants every",
        ),
    ] {
        let error = Faults::parse(&text).expect_err(&text);
        assert!(error.to_string().contains(part), "{text}: {error}");
    }
}

#[test]
fn every_kind_is_read() {
    for (kind, needed, _) in KINDS {
        let values: String = needed
            .iter()
            .map(|key| match *key {
                "rate" => "rate = 0.5\n".to_owned(),
                "dbm" => "dbm = -80\n".to_owned(),
                "fault" => "fault = \"gaps\"\n".to_owned(),
                "version" => "version = \"2.0.0\"\n".to_owned(),
                "does" => "does = \"hang\"\n".to_owned(),
                key => format!("{key} = 5\n"),
            })
            .collect();
        let text = format!("[[fault]]\nboard = \"*\"\nkind = \"{kind}\"\n{values}");
        assert!(Faults::parse(&text).is_ok(), "{kind}");
    }
}
