use proptest::prelude::*;

use std::net::{Ipv4Addr, Ipv6Addr};

use super::*;

fn parse(text: &str) -> Result<SourceSpec> {
    SourceSpec::parse_with(text, |_| false)
}

fn host(name: &str, port: u16) -> SourceSpec {
    SourceSpec::Host {
        name: name.to_owned(),
        port,
    }
}

fn serial_port(port: &str, line: Line) -> SourceSpec {
    SourceSpec::Serial(SerialSpec {
        port: port.to_owned(),
        line,
    })
}

#[test]
fn a_bare_word_is_a_host_with_the_port_of_gateways() {
    for (text, name, port) in [
        ("kitchen", "kitchen", 2001),
        ("kitchen:8088", "kitchen", 8088),
        ("smr-a1b2c3.local", "smr-a1b2c3.local", 2001),
        ("192.168.1.20", "192.168.1.20", 2001),
        ("[fe80::1%eth0]", "fe80::1%eth0", 2001),
        ("[::1]:23", "::1", 23),
    ] {
        assert_eq!(parse(text).unwrap(), host(name, port), "{text}");
    }
}

#[test]
fn a_tcp_address_is_never_a_file() {
    let spec = SourceSpec::parse_with("tcp://meter.log:9000/", |_| true).unwrap();
    let expected = SourceSpec::Tcp {
        host: "meter.log".to_owned(),
        port: 9000,
    };
    assert_eq!(spec, expected);
}

#[test]
fn serial_ports_are_known_by_their_paths_and_find_out_their_settings() {
    for port in [
        "/dev/ttyUSB0",
        "/dev/cu.usbserial-110",
        "/dev/pts/7",
        "/dev/serial/by-id/usb-FTDI_FT232R-if00-port0",
        "COM3",
    ] {
        assert_eq!(
            parse(port).unwrap(),
            serial_port(port, Line::Auto),
            "{port}"
        );
        let with_scheme = parse(&format!("serial:{port}")).unwrap();
        assert_eq!(with_scheme, serial_port(port, Line::Auto), "{port}");
    }
}

#[test]
fn settings_can_be_asked_to_be_found_out() {
    for query in ["format=auto", "baud=auto", "baud=auto&format=auto"] {
        let spec = parse(&format!("serial:/dev/ttyS1?{query}")).unwrap();
        assert_eq!(spec, serial_port("/dev/ttyS1", Line::Auto), "{query}");
    }
}

#[test]
fn serial_settings_are_read_and_completed() {
    for (query, settings) in [
        ("baud=115200&format=8n1", "115200 8N1"),
        ("baud=9600&format=7E1", "9600 7E1"),
        ("baud=2400", "2400 8N1"),
        ("format=8e2", "115200 8E2"),
        ("baud=31250&format=5o1", "31250 5O1"),
    ] {
        let spec = parse(&format!("serial:/dev/ttyS1?{query}")).unwrap();
        let SourceSpec::Serial(SerialSpec {
            line: Line::Fixed(line),
            ..
        }) = spec
        else {
            panic!("{query} gave {spec:?}");
        };
        assert_eq!(line.to_string(), settings);
    }
    let auto = parse("serial:/dev/ttyS1?baud=auto").unwrap();
    assert_eq!(auto, serial_port("/dev/ttyS1", Line::Auto));
}

#[test]
fn files_are_known_by_existence_separator_or_ending() {
    for text in [
        "capture.smr",
        "./kitchen",
        "day/1",
        "telegram.TXT",
        "/dev/fd/63",
    ] {
        assert_eq!(
            parse(text).unwrap(),
            SourceSpec::File(text.into()),
            "{text}"
        );
    }
    assert_eq!(parse("file:COM3").unwrap(), SourceSpec::File("COM3".into()));
    let existing = SourceSpec::parse_with("a b:c", |path| path == Path::new("a b:c"));
    assert_eq!(existing.unwrap(), SourceSpec::File("a b:c".into()));
}

#[test]
fn a_simulated_meter_has_defaults_for_everything() {
    let expected = SimSpec {
        meter: "nl-dsmr-5.0".to_owned(),
        seed: 1,
        interval: None,
        start: None,
        speed: Speed::ORIGINAL,
        faults: Vec::new(),
    };
    assert_eq!(parse("sim:").unwrap(), SourceSpec::Sim(expected));
    let text = "sim:be-emucs?seed=7&interval=1s&start=2026-01-31T12:00:00Z&speed=10&fault=gaps,cut";
    let expected = SimSpec {
        meter: "be-emucs".to_owned(),
        seed: 7,
        interval: Some(Duration::from_secs(1)),
        start: Some("2026-01-31T12:00:00Z".parse().unwrap()),
        speed: Speed::times(10.0).unwrap(),
        faults: vec!["gaps".to_owned(), "cut".to_owned()],
    };
    assert_eq!(parse(text).unwrap(), SourceSpec::Sim(expected));
}

#[test]
fn a_wrong_source_is_refused_naming_the_bad_part_and_a_right_one() {
    for (text, part, hint) in [
        ("", "empty", "tcp://"),
        ("host:abc", "`abc`", "2001"),
        ("host:0", "`0`", "65535"),
        ("host:70000", "`70000`", "65535"),
        ("host:+80", "`+80`", "65535"),
        (":2001", "no host", "tcp://"),
        ("tcp://", "empty", "tcp://"),
        ("::1", "without brackets", "[::1]:2001"),
        ("[::1", "closing bracket", "[fe80::1]"),
        ("[nonsense]:1", "`nonsense`", "[fe80::1]"),
        ("my meter", "' '", "file:my meter"),
        ("192.168.1", "`192.168.1`", "192.168.1.20"),
        ("http://gateway/status", "`http://`", "tcp://gateway:2001"),
        ("serial:", "no port", "/dev/ttyUSB0"),
        ("serial:/dev/ttyUSB0?baud=fast", "`fast`", "115200"),
        ("serial:/dev/ttyUSB0?format=9n1", "`9n1`", "8n1"),
        (
            "serial:/dev/ttyUSB0?speed=9600",
            "`speed`",
            "baud and format",
        ),
        ("serial:/dev/ttyUSB0?9600", "`9600`", "key=value"),
        (
            "serial:/dev/ttyUSB0?baud=auto&format=8n1",
            "finds out",
            "baud=9600",
        ),
        (
            "serial:/dev/ttyUSB0?baud=9600&format=auto",
            "finds out",
            "baud=9600",
        ),
        ("sim:be/emucs", "`be/emucs`", "sim:be-emucs"),
        ("sim:?seed=x", "`x`", "seed=7"),
        ("sim:?interval=0s", "`0s`", "10s"),
        ("sim:?start=today", "`today`", "2026-01-31T12:00:00Z"),
        ("sim:?speed=0", "`0`", "max"),
        ("sim:?tempo=1", "`tempo`", "seed, interval"),
        ("sim:?fault=a b", "`a b`", "fault=bit-flips"),
        ("file:", "no file", "file:capture.smr"),
    ] {
        let error = parse(text).expect_err(text);
        assert_eq!(error.kind(), crate::error::Kind::Usage, "{text}");
        assert!(error.to_string().contains(part), "{text}: {error}");
        let hints = error.hints().join("; ");
        assert!(hints.contains(hint), "{text}: {hints}");
    }
}

fn any_host() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z][a-zA-Z0-9_-]{0,12}(\\.[a-z]{1,5}){0,2}",
        any::<Ipv4Addr>().prop_map(|address| address.to_string()),
        any::<Ipv6Addr>().prop_map(|address| address.to_string()),
    ]
}

fn any_line() -> impl Strategy<Value = Line> {
    let fixed = (1_u32.., "[5-8][neo][12]").prop_map(|(baud, format)| {
        Line::Fixed(LineSettings {
            baud: Baud::new(baud).unwrap(),
            format: format.parse().unwrap(),
        })
    });
    prop_oneof![Just(Line::Auto), fixed]
}

fn any_sim() -> impl Strategy<Value = SimSpec> {
    let interval = proptest::option::of(1_u64..);
    let start = proptest::option::of(0_i64..4_000_000_000_000_000);
    let speed = prop_oneof![Just(None), (1e-6..1e9_f64).prop_map(Some)];
    let faults = proptest::collection::vec("[a-z][a-z-]{0,9}", 0..3);
    let meter = "[a-z][a-z0-9.-]{0,9}";
    (meter, any::<u64>(), interval, start, speed, faults).prop_map(
        |(meter, seed, interval, start, speed, faults)| SimSpec {
            meter,
            seed,
            interval: interval.map(Duration::from_nanos),
            start: start.map(|micros| Timestamp::from_microsecond(micros).unwrap()),
            speed: speed.map_or(Speed::Max, |factor| Speed::times(factor).unwrap()),
            faults,
        },
    )
}

fn any_spec() -> impl Strategy<Value = SourceSpec> {
    prop_oneof![
        (any_host(), 1_u16..).prop_map(|(host, port)| SourceSpec::Tcp { host, port }),
        (any_host(), prop_oneof![Just(2001), 1_u16..])
            .prop_map(|(name, port)| SourceSpec::Host { name, port }),
        ("[ -~]{1,20}", any_line())
            .prop_map(|(port, line)| SourceSpec::Serial(SerialSpec { port, line })),
        "[ -~é]{1,20}".prop_map(|path| SourceSpec::File(path.into())),
        Just(SourceSpec::Stdin),
        any_sim().prop_map(SourceSpec::Sim),
    ]
}

proptest! {
    #[test]
    fn what_is_displayed_is_read_back(spec in any_spec()) {
        let text = spec.to_string();
        prop_assert_eq!(parse(&text).map_err(|error| format!("{text}: {error}")), Ok(spec));
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,40}") {
        let _ = parse(&text);
    }
}
