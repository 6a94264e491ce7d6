//! Which port a board is probably on. Pure, over the list of ports.

use crate::serial::Port;

/// How probable it is that a board is behind a port, the most probable last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// No USB adapter: a built-in port.
    BuiltIn,
    /// A USB device that is not known as a bridge to serial lines.
    Usb,
    /// A bridge as boards and programmers have them.
    Bridge,
}

/// USB bridges: vendor, products (all where there are none), what they are called.
const BRIDGES: &[(u16, &[u16], &str)] = &[
    (0x10C4, &[0xEA60, 0xEA70, 0xEA71], "CP210x"),
    (0x1A86, &[0x7523, 0x5523, 0x7522], "CH340"),
    (0x1A86, &[0x55D4, 0x55D3], "CH9102"),
    (0x0403, &[0x6001, 0x6010, 0x6011, 0x6014, 0x6015], "FTDI"),
    (0x067B, &[], "PL2303"),
    (0x2341, &[], "Arduino"),
];

/// Ports that a board is never on.
const HIDDEN: &[&str] = &["bluetooth", "rfcomm", "debug-console", "wlan-debug"];

/// A port with why it may be the one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The port.
    pub port: Port,
    /// How probable.
    pub rank: Rank,
    /// Why, as a clause.
    pub reason: String,
}

/// The ports that a board may be on, the most probable first.
pub fn candidates(ports: &[Port]) -> Vec<Candidate> {
    let is_hidden = |port: &&Port| {
        let name = port.name.to_ascii_lowercase();
        let is_unlikely = HIDDEN.iter().any(|hidden| name.contains(hidden));
        // macOS shows each port twice; the other of the two waits for a carrier.
        let is_double = name.starts_with("/dev/tty.");
        !is_unlikely && !is_double
    };
    let mut found: Vec<Candidate> = ports.iter().filter(is_hidden).map(judge).collect();
    // Ports of one rank stay in their order.
    found.sort_by_key(|candidate| std::cmp::Reverse(candidate.rank));
    found
}

fn judge(port: &Port) -> Candidate {
    let (rank, reason) = match &port.usb {
        None => (Rank::BuiltIn, "a built-in port".to_owned()),
        Some(usb) => {
            let bridge = BRIDGES.iter().find(|(vendor, products, _)| {
                *vendor == usb.vendor_id
                    && (products.is_empty() || products.contains(&usb.product_id))
            });
            match bridge {
                Some((.., name)) => (
                    Rank::Bridge,
                    format!("a USB bridge as boards have them ({name})"),
                ),
                None => (Rank::Usb, "a USB device of another kind".to_owned()),
            }
        }
    };
    Candidate {
        port: port.clone(),
        rank,
        reason,
    }
}

/// Which port it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// This one, for no other is as probable.
    Sure(Candidate),
    /// One of these, which are as probable as each other.
    Unsure(Vec<Candidate>),
    /// There is none.
    Nothing,
}

/// Chooses a port. A built-in port is never sure: mostly nothing is connected to it.
pub fn choose(candidates: Vec<Candidate>) -> Choice {
    let Some(best) = candidates.first().map(|candidate| candidate.rank) else {
        return Choice::Nothing;
    };
    let mut best: Vec<Candidate> = candidates
        .into_iter()
        .filter(|candidate| candidate.rank == best)
        .collect();
    match best.as_slice() {
        [only] if only.rank > Rank::BuiltIn => best.pop().map_or(Choice::Nothing, Choice::Sure),
        _ => Choice::Unsure(best),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serial::list::Usb;

    fn port(name: &str, usb: Option<(u16, u16)>) -> Port {
        Port {
            name: name.to_owned(),
            usb: usb.map(|(vendor_id, product_id)| Usb {
                vendor_id,
                product_id,
                serial_number: None,
                manufacturer: None,
                product: None,
            }),
        }
    }

    fn chosen(ports: &[Port]) -> Choice {
        choose(candidates(ports))
    }

    #[test]
    fn the_only_known_bridge_is_taken_and_the_reason_told() {
        let ports = [
            port("/dev/ttyS0", None),
            port("/dev/ttyACM0", Some((0x1234, 0x5678))),
            port("/dev/ttyUSB0", Some((0x1A86, 0x7523))),
        ];
        let Choice::Sure(taken) = chosen(&ports) else {
            panic!("{:?}", chosen(&ports));
        };
        assert_eq!(taken.port.name, "/dev/ttyUSB0");
        assert!(taken.reason.contains("CH340"), "{}", taken.reason);
    }

    #[test]
    fn two_bridges_are_a_question() {
        let ports = [
            port("/dev/ttyUSB0", Some((0x10C4, 0xEA60))),
            port("/dev/ttyUSB1", Some((0x0403, 0x6001))),
            port("/dev/ttyS0", None),
        ];
        let Choice::Unsure(some) = chosen(&ports) else {
            panic!("{:?}", chosen(&ports));
        };
        assert_eq!(some.len(), 2);
    }

    #[test]
    fn a_built_in_port_is_never_taken_unasked() {
        let ports = [port("/dev/ttyS0", None)];
        assert!(matches!(chosen(&ports), Choice::Unsure(some) if some.len() == 1));
    }

    #[test]
    fn bluetooth_and_doubles_are_not_shown() {
        let ports = [
            port("/dev/cu.Bluetooth-Incoming-Port", None),
            port("/dev/rfcomm0", None),
            port("/dev/tty.usbserial-1", Some((0x0403, 0x6001))),
            port("/dev/cu.usbserial-1", Some((0x0403, 0x6001))),
        ];
        let names: Vec<String> = candidates(&ports)
            .into_iter()
            .map(|candidate| candidate.port.name)
            .collect();
        assert_eq!(names, ["/dev/cu.usbserial-1"]);
        assert_eq!(chosen(&[]), Choice::Nothing);
    }
}
